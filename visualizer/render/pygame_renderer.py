"""Draws a frame on a pygame surface. Knows shapes and pixels; knows nothing of scenes or time.

Whatever is soft is baked once for its size and kept, premultiplied; what moves is blitted. The same frame
gives the same pixels from any renderer, whatever was drawn before.
"""

import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import repeat

import numpy as np
import pygame
import pygame.transform

from visualizer.core.geometry import Box, Point
from visualizer.frame import type as face
from visualizer.frame.art import Art
from visualizer.frame.shapes import (
    Backdrop,
    Disc,
    Fill,
    Frame,
    Group,
    Label,
    Pane,
    Path,
    Shade,
    Shape,
    Sprite,
    Swarm,
    Zoomed,
)
from visualizer.render import raster, surfaces, typeset
from visualizer.render.bake import Baked, bake
from visualizer.render.cache import Cache, Job, Picture
from visualizer.render.extent import covers, extent, sprite_box
from visualizer.render.pieces import cut
from visualizer.render.turn import turnable, turned

BUDGET_MB = 96.0  # of a whole process that must stay below 250
_STEP = math.radians(1.5)  # angles of sprites are rounded to this
_QUARTER = math.pi / 2
_SMALL_PX = 220.0  # turned art up to this size is baked at twice the scale, which keeps its edges crisp
_WHOLE = 1.5  # art larger than so many frames is baked in part
_TILE_PX = 256.0  # such a part grows to this grid, so that slow movement finds it again
_PHASES = 4  # small discs are baked at quarters of a pixel, so that slow ones glide
_PHASED_PX = 16.0
_CLEAR = (0, 0, 0, 0)
_ROOM = 24  # pixels; a scaled picture reaches beyond the frame by less than its scale
_LEVELS = 16  # a picture that fades in such steps is thinned once for each
_THINNED_BYTES = 6_000_000  # larger ones are thinned anew each time
_AT_ONCE_PX = 5000.0  # so much may be baked in the frame's own time; a pixel takes about a microsecond
_SMALL_STILL = 120  # pixels; a still group no larger than this is put together in the frame's own time
_PART_BYTES = 100_000  # what a still picture was put together from is not kept when it is larger


Baker = Callable[[Art, float, Box | None], Baked]
"""Bakes a recipe at a scale, all of it or a window: `bake`, or what asks a store first."""


class PygameRenderer:
    """Draws frames; keeps what it baked within a budget of memory."""

    def __init__(
        self, budget_mb: float = BUDGET_MB, baker: Baker = bake, memory: Cache | None = None
    ) -> None:
        self._baker = baker
        self._cache = Cache(int(budget_mb * 2**20)) if memory is None else memory
        self._lines = raster.LineRaster()
        self._scratch: dict[tuple[tuple[int, int], int], pygame.Surface] = {}
        self._plain: dict[tuple[tuple[int, int], int], pygame.Surface] = {}
        self._room: dict[bool, pygame.Surface] = {}  # for what is scaled in a camera move
        self._depth = 0
        self._parts: set[Hashable] = set()  # the keys of what was drawn since it was last emptied

    def draw(self, frame: Frame, surface: pygame.Surface) -> None:
        """Draw the whole frame on a 32-bit surface; what the frame leaves open keeps what was there."""
        sizes = {surface.get_size(), *(_pixels(pane.box).size for pane in _panes(frame))}
        if any(size not in sizes for size, _ in (*self._scratch, *self._plain)):
            self._scratch.clear()
            self._plain.clear()
            self._room.clear()
        self._depth = 0
        self._parts.clear()
        for shape in frame.shapes:
            self._draw(shape, surface)

    def sibling(self) -> "PygameRenderer":
        """Return a renderer for another thread: both find what either has baked."""
        return PygameRenderer(baker=self._baker, memory=self._cache)

    def missing(self, frame: Frame) -> tuple[Job, ...]:
        """Return the slow bakes that this frame would have to wait for, each once, for doing them beforehand.

        `job.make()` may run in another thread; give its picture back with `keep`.
        """
        jobs: dict[Hashable, Job] = {}
        for shape, size in self._unbaked(frame.shapes, frame.size):
            job = _job(shape, pygame.Rect((0, 0), size), self._baker)
            if job is not None and job.key not in self._cache:
                jobs[job.key] = job
        return tuple(jobs.values())

    def is_ready(self, frame: Frame) -> bool:
        """Tell whether the frame can be drawn at once, but for a few small bakes."""
        left = _AT_ONCE_PX
        for shape, size in self._unbaked(frame.shapes, frame.size):
            job = _job(shape, pygame.Rect((0, 0), size), self._baker)
            if job is not None and job.key not in self._cache:
                left -= job.pixels
                if left < 0.0:
                    return False
        return all(
            max(extent(group.shapes, pygame.Rect((0, 0), size)).size) <= _SMALL_STILL
            for group, size in self._unmade(frame.shapes, frame.size)
        )

    def prepare(self, frame: Frame, stop: Callable[[], bool]) -> int:
        """Bake all that a frame needs and put its still pictures together, until told to stop; return the bytes added."""
        keys: list[Hashable] = []
        for job in self.missing(frame):
            if stop():
                break
            self._cache.get(job.key, job.make)
            keys.append(job.key)
        else:
            for group, size in self._unmade(frame.shapes, frame.size):
                if stop():
                    break
                self._still_picture(group, size)
                keys.append(_still_key(group, size))
        return self._cache.bytes_of(keys)

    def _unmade(
        self, shapes: Iterable[Shape], size: tuple[int, int]
    ) -> Iterator[tuple[Group, tuple[int, int]]]:
        """Yield the still groups that have not been put together, with the size of what they stand in."""
        for shape in shapes:
            if isinstance(shape, Group) and shape.still:
                if _still_key(shape, size) not in self._cache:
                    yield shape, size
            elif isinstance(shape, (Group, Zoomed)):
                yield from self._unmade(shape.shapes, size)
            elif isinstance(shape, Pane):
                yield from self._unmade(shape.shapes, _pixels(shape.box).size)

    def _unbaked(
        self, shapes: Iterable[Shape], size: tuple[int, int]
    ) -> Iterator[tuple[Shape, tuple[int, int]]]:
        for shape in shapes:
            if isinstance(shape, Group) and shape.still and _still_key(shape, size) in self._cache:
                continue
            if isinstance(shape, (Group, Zoomed)):
                yield from self._unbaked(shape.shapes, size)
            elif isinstance(shape, Pane):
                yield from self._unbaked(shape.shapes, _pixels(shape.box).size)
            else:
                yield shape, size

    def keep(self, job: Job, picture: Picture) -> None:
        """Take in a picture that was baked beforehand."""
        self._cache.put(job.key, picture)

    def clear(self) -> None:
        """Forget everything that was baked and give its memory back."""
        self._cache.clear()
        self._scratch.clear()
        self._plain.clear()
        self._room.clear()
        self._lines.clear()

    def stats(self) -> dict[str, int]:
        """Return what is kept (pictures, bytes), and how often one was found (hits) or baked (misses)."""
        return {
            "pictures": len(self._cache),
            "bytes": self._cache.size_bytes,
            "budget": self._cache.budget,
            "hits": self._cache.hits,
            "misses": self._cache.misses,
        }

    def _draw(self, shape: Shape, target: pygame.Surface) -> None:
        match shape:
            case Fill():
                self._draw_fill(shape, target)
            case Disc():
                self._draw_disc(shape, target)
            case Path():
                self._draw_path(shape, target)
            case Sprite():
                self._draw_sprite(shape, target)
            case Swarm():
                self._draw_swarm(shape, target)
            case Label():
                self._draw_label(shape, target)
            case Backdrop():
                self._draw_backdrop(shape, target)
            case Shade():
                self._draw_shade(shape, target)
            case Group():
                self._draw_group(shape, target)
            case Zoomed():
                self._draw_zoomed(shape, target)
            case Pane():
                self._draw_pane(shape, target)

    def _draw_fill(self, shape: Fill, target: pygame.Surface) -> None:
        area = _pixels(shape.box)
        if shape.alpha <= 0.0 or not area.width or not area.height:
            return
        if shape.radius <= 0.0 and shape.outline is None:
            _flood(target, area, pygame.Color(shape.colour), shape.alpha)
            return
        key = ("box", area.size, shape.colour, shape.radius, shape.outline, shape.outline_width)
        picture = self._cache.get(key, lambda: Picture(surfaces.box_surface(shape, *area.size)))
        self._put(key, picture, target, area.topleft, shape.alpha)

    def _draw_disc(self, shape: Disc, target: pygame.Surface) -> None:
        radius = max(0.5, math.floor(shape.radius * 2 + 0.5) / 2)
        x, y = shape.centre
        phases = _PHASES if radius <= _PHASED_PX else 1
        column, row = math.floor(x * phases + 0.5), math.floor(y * phases + 0.5)
        phase = (column % phases / phases, row % phases / phases)
        reach = math.ceil(radius + (shape.ring_width / 2 if shape.ring else 0.0)) + 1

        def make() -> Picture:
            middle = (reach + phase[0], reach + phase[1])
            return Picture(surfaces.disc_surface(shape, radius, middle, 2 * reach + 1), -reach, -reach)

        key = ("disc", radius, phase, shape.colour, shape.ring, shape.ring_width)
        place = (column // phases, row // phases)
        self._put(key, self._cache.get(key, make), target, place, shape.alpha)

    def _draw_path(self, shape: Path, target: pygame.Surface) -> None:
        if shape.alpha <= 0.0 or not shape.points:
            return
        if shape.fill is not None and len(shape.points) > 2:
            key = ("area", target.get_size(), replace(shape, alpha=1.0))
            picture = self._cache.get(key, lambda: self._area(shape, target))
            self._put(key, picture, target, (0, 0), shape.alpha)
        elif shape.width > 0.0:
            pieces = raster.pieces_of(np.asarray(shape.points, dtype=float), shape.closed, shape.dash)
            self._lines.draw(target, pieces, shape.width, pygame.Color(shape.colour), shape.alpha)

    def _area(self, shape: Path, target: pygame.Surface) -> Picture:
        area = extent((shape,), target.get_rect())
        if not area.width:
            return Picture(pygame.Surface((1, 1), pygame.SRCALPHA, 32))
        points = np.asarray(shape.points, dtype=float) - area.topleft
        cover = raster.area(points, area.width, area.height)
        surface = raster.tinted(cover, pygame.Color(shape.fill or shape.colour))
        if shape.width > 0.0:
            pieces = raster.pieces_of(points, shape.closed, shape.dash)
            self._lines.draw(surface, pieces, shape.width, pygame.Color(shape.colour), 1.0)
        return Picture(surface, area.left, area.top)

    def _draw_sprite(self, shape: Sprite, target: pygame.Surface) -> None:
        if shape.alpha <= 0.0 or shape.scale <= 0.0 or not _touches(shape, target.get_clip()):
            return
        job = _sprite_job(shape, target.get_rect(), self._baker)
        picture = self._cache.get(job.key, job.make)
        self._put(job.key, picture, target, (_whole(shape.at[0]), _whole(shape.at[1])), shape.alpha)

    def _draw_swarm(self, shape: Swarm, target: pygame.Surface) -> None:
        if not len(shape.places) or shape.scale <= 0.0:
            return
        job = _swarm_job(shape, self._baker)
        picture = self._cache.get(job.key, job.make)
        corner = np.array([picture.left, picture.top])
        xs, ys = (np.floor(shape.places.astype(np.float64) + 0.5).astype(np.int64) + corner).T
        spots = zip(xs.tolist(), ys.tolist(), strict=True)
        target.fblits(zip(repeat(picture.surface), spots, strict=False), pygame.BLEND_PREMULTIPLIED)

    def _draw_label(self, shape: Label, target: pygame.Surface) -> None:
        if shape.alpha <= 0.0 or not shape.text.strip():
            return

        job = _label_job(shape)
        place = (_whole(shape.at[0] - _before(shape)), _whole(shape.at[1]))
        self._put(job.key, self._cache.get(job.key, job.make), target, place, shape.alpha)

    def _draw_backdrop(self, shape: Backdrop, target: pygame.Surface) -> None:
        job = _backdrop_job(shape)
        if job is not None:
            place = _pixels(shape.box).topleft
            self._put(job.key, self._cache.get(job.key, job.make), target, place, 1.0)

    def _draw_shade(self, shape: Shade, target: pygame.Surface) -> None:
        job = _shade_job(shape)
        if job is not None:
            place, peak = _pixels(shape.box).topleft, max(shape.alpha_from, shape.alpha_to)
            self._put(job.key, self._cache.get(job.key, job.make), target, place, peak)

    def _draw_group(self, group: Group, target: pygame.Surface) -> None:
        if group.alpha <= 0.0 or not group.shapes:
            return
        if group.still:
            size = target.get_size()
            self._put(_still_key(group, size), self._still_picture(group, size), target, (0, 0), group.alpha)
        elif group.alpha >= 1.0:
            for shape in group.shapes:
                self._draw(shape, target)
        else:
            area = extent(group.shapes, target.get_clip())
            if area.width:
                layer = self._layer(group.shapes, target.get_size(), area)
                _thin(layer, area, group.alpha)
                target.blit(layer, area.topleft, area, pygame.BLEND_PREMULTIPLIED)

    def _still_picture(self, group: Group, size: tuple[int, int]) -> Picture:
        return self._cache.get(_still_key(group, size), lambda: self._still(group, size))

    def _still(self, group: Group, size: tuple[int, int]) -> Picture:
        """Return the group put together; its larger parts are let go, for nobody draws them again."""
        before, self._parts = self._parts, set()
        try:
            picture = self._put_together(group, size)
            self._cache.drop(self._parts - before, _PART_BYTES)
        finally:
            self._parts = before
        return picture

    def _put_together(self, group: Group, size: tuple[int, int]) -> Picture:
        whole = pygame.Rect((0, 0), size)
        if covers(replace(group, alpha=1.0), whole):
            surface = pygame.Surface(whole.size, 0, 32)
            for shape in group.shapes:
                self._draw(shape, surface)
            return Picture(surface, opaque=True, keeps=group)
        area = extent(group.shapes, whole)
        if not area.width:
            return Picture(pygame.Surface((1, 1), pygame.SRCALPHA, 32), keeps=group)
        layer = self._layer(group.shapes, whole.size, area)
        inked = layer.subsurface(area).get_bounding_rect().move(area.topleft)
        return cut(Picture(layer.subsurface(inked).copy(), inked.left, inked.top, keeps=group))

    def _layer(self, shapes: Iterable[Shape], size: tuple[int, int], area: pygame.Rect) -> pygame.Surface:
        """Return a premultiplied surface with the shapes drawn within the area, lent until the next call."""
        layer = self._scratch_of(size)
        layer.set_clip(area)
        layer.fill(_CLEAR)
        self._fill_in(shapes, layer)
        return layer

    def _scratch_of(self, size: tuple[int, int]) -> pygame.Surface:
        key = (size, self._depth)
        layer = self._scratch.get(key)
        if layer is None:
            layer = self._scratch[key] = pygame.Surface(size, pygame.SRCALPHA, 32)
        return layer

    def _fill_in(self, shapes: Iterable[Shape], layer: pygame.Surface) -> None:
        self._depth += 1
        try:
            for shape in shapes:
                self._draw(shape, layer)
        finally:
            self._depth -= 1

    def _draw_pane(self, shape: Pane, target: pygame.Surface) -> None:
        area = _pixels(shape.box).clip(target.get_rect())
        if area.width and area.height:
            self._fill_in(shape.shapes, target.subsurface(area))

    def _put(
        self, key: Hashable, picture: Picture, target: pygame.Surface, at: tuple[int, int], alpha: float
    ) -> None:
        """Blit a picture at a place, thinned to an alpha: a premultiplied one fades by all four channels alike."""
        self._parts.add(key)
        if picture.opaque:
            _put_opaque(picture, target, at, alpha)
            return
        if alpha >= 1.0:
            _put_whole(picture, target, at)
            return
        level = alpha * _LEVELS
        if abs(level - round(level)) < 1e-6 and picture.size_bytes < _THINNED_BYTES:
            thin = self._cache.get(("thin", key, round(level)), lambda: _thinned(picture, alpha))
            _put_whole(thin, target, at)
            return
        grey = _grey(alpha)
        layer = self._scratch_of(target.get_size())
        for surface, left, top in picture.pieces:
            place = surface.get_rect(topleft=(at[0] + left, at[1] + top))
            seen = place.clip(target.get_clip())
            if seen.width and seen.height:
                layer.set_clip(seen)
                layer.fill(grey)
                layer.blit(surface, place, special_flags=pygame.BLEND_RGBA_MULT)
                target.blit(layer, seen, seen, pygame.BLEND_PREMULTIPLIED)

    def _draw_zoomed(self, shape: Zoomed, target: pygame.Surface) -> None:
        if shape.alpha <= 0.0 or not shape.shapes or shape.scale <= 0.0:
            return
        size = target.get_size()
        seen, place = _seen(shape, size)
        if not seen.width or not seen.height or not place.width or not place.height:
            return
        opaque = covers(shape.shapes[0], seen)
        if seen == place and opaque and shape.alpha >= 1.0:
            self._fill_in(shape.shapes, target)
            return
        if opaque and shape.feather <= 0.0:
            layer = self._plain.get((size, self._depth)) or pygame.Surface(size, 0, 32)
            self._plain[size, self._depth] = layer
            layer.set_clip(seen)
            self._fill_in(shape.shapes, layer)
            scaled = self._scaled(layer.subsurface(seen), place.size)
            _put_opaque(Picture(scaled, opaque=True), target, place.topleft, shape.alpha)
            return
        layer = self._layer(shape.shapes, size, seen)
        if shape.feather > 0.0:
            layer.blit(_feather(size, round(shape.feather, 3)), seen, seen, pygame.BLEND_RGBA_MULT)
        scaled = self._scaled(layer.subsurface(seen), place.size)
        if shape.alpha < 1.0:
            _thin(scaled, scaled.get_rect(), shape.alpha)
        target.blit(scaled, place, None, pygame.BLEND_PREMULTIPLIED)

    def _scaled(self, part: pygame.Surface, size: tuple[int, int]) -> pygame.Surface:
        """Return the part smoothly scaled to a size, on a surface lent until the next call."""
        if part.get_size() == size:
            return part
        alpha = bool(part.get_flags() & pygame.SRCALPHA)
        room = self._room.get(alpha)
        if room is None or room.get_width() < size[0] or room.get_height() < size[1]:
            room = pygame.Surface((size[0] + _ROOM, size[1] + _ROOM), pygame.SRCALPHA if alpha else 0, 32)
            self._room[alpha] = room
        return pygame.transform.smoothscale(part, size, room.subsurface((0, 0, *size)))


def _panes(frame: Frame) -> Iterator[Pane]:
    """Yield a frame's pictures within the picture; they stand in no group."""
    return (shape for shape in frame.shapes if isinstance(shape, Pane))


@lru_cache(maxsize=2)
def _feather(size: tuple[int, int], feather: float) -> pygame.Surface:
    """Return a mask that fades a picture of this size towards its edge, to be multiplied with it."""
    across, down = (np.linspace(0.0, 1.0, count) for count in (64, 36))
    x, y = _edge(across, feather), _edge(down, feather)
    levels = (255.0 * x[:, None] * y[None, :]).astype(np.uint8)
    mask = pygame.Surface((64, 36), pygame.SRCALPHA, 32)
    raster.pixel_bytes(mask)[:, :64, :] = levels.T[:, :, None]
    return pygame.transform.smoothscale(mask, size)


def _edge(
    part: np.ndarray[tuple[int, ...], np.dtype[np.float64]], feather: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return 0 at both ends of a picture's extent and 1 from `feather` of its half on, eased."""
    x = np.clip(np.minimum(part, 1.0 - part) * 2.0 / feather, 0.0, 1.0)
    return np.asarray(x * x * (3.0 - 2.0 * x))


def _job(shape: Shape, area: pygame.Rect, baker: Baker) -> Job | None:
    """Return what a shape needs baked, when that takes longer than drawing it."""
    match shape:
        case Sprite(scale=scale) if scale > 0.0 and shape.alpha > 0.0 and _touches(shape, area):
            return _sprite_job(shape, area, baker)
        case Swarm(scale=scale, places=places) if scale > 0.0 and len(places):
            return _swarm_job(shape, baker)
        case Label(text=text) if shape.alpha > 0.0 and text.strip():
            return _label_job(shape)
        case Backdrop():
            return _backdrop_job(shape)
        case Shade():
            return _shade_job(shape)
        case _:
            return None


def _still_key(group: Group, size: tuple[int, int]) -> Hashable:
    return ("still", id(group), size)


def _label_job(shape: Label) -> Job:
    def make() -> Picture:
        line = typeset.line(shape.text, shape.size, shape.weight, shape.colour)
        return Picture(line.surface, -line.left, -line.baseline)

    key = ("text", shape.text, shape.size, shape.weight, shape.colour)
    return Job(key, make, 6.0 * len(shape.text))


def _backdrop_job(shape: Backdrop) -> Job | None:
    width, height = _pixels(shape.box).size
    if not width or not height:
        return None
    key = ("backdrop", (width, height), shape.centre, shape.edge, shape.focus)
    return Job(
        key,
        lambda: Picture(surfaces.backdrop_surface(shape, width, height), opaque=True),
        0.05 * width * height,
    )


def _shade_job(shape: Shade) -> Job | None:
    (width, height), peak = _pixels(shape.box).size, max(shape.alpha_from, shape.alpha_to)
    if peak <= 0.0 or not width or not height:
        return None
    ratios = (round(shape.alpha_from / peak, 3), round(shape.alpha_to / peak, 3))
    level = replace(shape, alpha_from=ratios[0], alpha_to=ratios[1])
    key = ("shade", (width, height), shape.colour, ratios, shape.across)
    return Job(key, lambda: Picture(surfaces.shade_surface(level, width, height)), 0.05 * width * height)


def _sprite_job(shape: Sprite, area: pygame.Rect, baker: Baker) -> Job:
    art, scale, angle = shape.art, _even(shape.scale, shape.art), _whole(shape.angle / _STEP) * _STEP
    if angle and turnable(art):
        quarters = _whole(angle / _QUARTER)
        art, angle = turned(art, quarters), angle - quarters * _QUARTER
    degrees = round(math.degrees(angle) % 360.0, 1)
    window = _window(art, scale, shape.at, math.radians(degrees), area)
    box = window or art.box
    return Job(
        ("sprite", art.key, scale, degrees, window),
        lambda: _baked(art, scale, degrees, window, baker),
        box.width * box.height * scale * scale,
    )


def _swarm_job(shape: Swarm, baker: Baker) -> Job:
    art, scale = shape.art, _even(shape.scale, shape.art)
    pixels = art.box.width * art.box.height * scale * scale
    return Job(("sprite", art.key, scale, 0.0, None), lambda: _baked(art, scale, 0.0, None, baker), pixels)


def _even(scale: float, art: Art) -> float:
    """Return the scale that makes the art a whole number of pixels long; growing art bakes once a pixel."""
    length = max(art.box.width, art.box.height)
    return max(1, _whole(scale * length)) / length if length > 0.0 else scale


def _baked(art: Art, scale: float, degrees: float, window: Box | None, baker: Baker) -> Picture:
    if not degrees:
        baked = baker(art, scale, window)
        return cut(Picture(_surface(baked.pixels), -round(baked.origin[0]), -round(baked.origin[1])))
    box = window or art.box
    finer = 2.0 if max(box.width, box.height) * scale <= _SMALL_PX else 1.0
    baked = _UPRIGHT.get(art, scale * finer, window, baker)
    flat = _surface(baked.pixels)
    turned_surface = pygame.transform.rotozoom(flat, degrees, 1.0 / finer)
    # The middle stays the middle; the origin turns about it.
    x = (baked.origin[0] - flat.get_width() / 2) / finer
    y = (baked.origin[1] - flat.get_height() / 2) / finer
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    left = turned_surface.get_width() / 2 + x * c + y * s
    top = turned_surface.get_height() / 2 - x * s + y * c
    return cut(Picture(turned_surface, -_whole(left), -_whole(top)))


class _Upright:
    """What was baked upright and will be turned: baking takes most of the time, and neighbours differ in tilt alone.

    Shared by all renderers and threads; at most `budget` bytes, the longest unused first to go.
    """

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._bytes = 0
        self._known: OrderedDict[tuple[str, float, Box | None], Baked] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, art: Art, scale: float, window: Box | None, baker: Baker) -> Baked:
        """Return the art baked upright; made outside the lock, so that two threads may bake at once."""
        key = (art.key, scale, window)
        with self._lock:
            known = self._known.get(key)
            if known is not None:
                self._known.move_to_end(key)
                return known
        made = baker(art, scale, window)
        with self._lock:
            if key not in self._known:
                self._known[key] = made
                self._bytes += made.pixels.nbytes
                while self._bytes > self._budget and len(self._known) > 1:
                    _, gone = self._known.popitem(last=False)
                    self._bytes -= gone.pixels.nbytes
        return made


_UPRIGHT = _Upright(16_000_000)


def _surface(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> pygame.Surface:
    height, width = pixels.shape[:2]
    surface = pygame.Surface((width, height), pygame.SRCALPHA, 32)
    raster.pixel_bytes(surface)[:, :width, list(raster.channel_order(surface))] = pixels
    return surface


def _window(art: Art, scale: float, at: Point, angle: float, area: pygame.Rect) -> Box | None:
    """Return the part of very large art that the picture can show, or None for all of it."""
    if art.box.width * scale <= _WHOLE * area.width and art.box.height * scale <= _WHOLE * area.height:
        return None
    c, s = math.cos(angle), math.sin(angle)
    xs, ys = [], []
    for corner in (area.topleft, area.topright, area.bottomleft, area.bottomright):
        right, up = (corner[0] - at[0]) / scale, (at[1] - corner[1]) / scale
        xs.append(right * c + up * s)
        ys.append(up * c - right * s)
    tile, box = _TILE_PX / scale, art.box
    return Box(
        max(box.left, math.floor(min(xs) / tile) * tile),
        max(box.low, math.floor(min(ys) / tile) * tile),
        min(box.right, math.ceil(max(xs) / tile) * tile),
        min(box.high, math.ceil(max(ys) / tile) * tile),
    )


def _touches(shape: Sprite, clip: pygame.Rect) -> bool:
    """Tell whether a sprite may leave a trace within the clip."""
    box = sprite_box(shape)
    return (
        box.right > clip.left - 2
        and box.left < clip.right + 2
        and box.high > clip.top - 2
        and box.low < clip.bottom + 2
    )


def _put_opaque(picture: Picture, target: pygame.Surface, at: tuple[int, int], alpha: float) -> None:
    if alpha < 1.0:
        picture.surface.set_alpha(_level(alpha))
    target.blit(picture.surface, (at[0] + picture.left, at[1] + picture.top))
    if alpha < 1.0:
        picture.surface.set_alpha(None)


def _put_whole(picture: Picture, target: pygame.Surface, at: tuple[int, int]) -> None:
    x, y = at
    if not picture.others:
        target.blit(picture.surface, (x + picture.left, y + picture.top), None, pygame.BLEND_PREMULTIPLIED)
        return
    places = [(surface, (x + left, y + top)) for surface, left, top in picture.pieces]
    target.fblits(places, pygame.BLEND_PREMULTIPLIED)


def _thinned(picture: Picture, alpha: float) -> Picture:
    """Return a copy of a premultiplied picture, thinner."""
    pieces = [(surface.copy(), left, top) for surface, left, top in picture.pieces]
    for surface, _, _ in pieces:
        _thin(surface, surface.get_rect(), alpha)
    return Picture(*pieces[0], others=tuple(pieces[1:]), keeps=picture.keeps)


def _thin(surface: pygame.Surface, area: pygame.Rect, alpha: float) -> None:
    surface.fill(_grey(alpha), area, pygame.BLEND_RGBA_MULT)


def _grey(alpha: float) -> tuple[int, int, int, int]:
    level = _level(alpha)
    return (level, level, level, level)


def _flood(target: pygame.Surface, area: pygame.Rect, colour: pygame.Color, alpha: float) -> None:
    if alpha >= 1.0:
        target.fill(colour, area)
        return
    over, under = _level(alpha), 255 - _level(alpha)
    target.fill((under, under, under, under), area, pygame.BLEND_RGBA_MULT)
    red, green, blue = (round(channel * over / 255) for channel in (colour.r, colour.g, colour.b))
    target.fill((red, green, blue, over), area, pygame.BLEND_RGBA_ADD)


def _seen(shape: Zoomed, size: tuple[int, int]) -> tuple[pygame.Rect, pygame.Rect]:
    """Return which pixels of the picture at rest are seen, and where they land."""
    edges: list[tuple[int, int, int, int]] = []
    for axis in (0, 1):
        about, to, length = shape.about[axis], shape.to[axis], size[axis]
        low = max(0, math.floor(about - to / shape.scale))
        high = min(length, math.ceil(about + (length - to) / shape.scale))
        first, last = (_whole(to + (edge - about) * shape.scale) for edge in (low, high))
        edges.append((low, max(0, high - low), first, max(0, last - first)))
    (left, width, to_left, to_width), (top, height, to_top, to_height) = edges
    return pygame.Rect(left, top, width, height), pygame.Rect(to_left, to_top, to_width, to_height)


def _before(label: Label) -> float:
    if label.anchor == "left":
        return 0.0
    width = face.width(label.text, label.size, label.weight)
    return width if label.anchor == "right" else width / 2


def _pixels(box: Box) -> pygame.Rect:
    left, top, right, bottom = map(_whole, (box.left, box.low, box.right, box.high))
    return pygame.Rect(left, top, max(0, right - left), max(0, bottom - top))


def _level(alpha: float) -> int:
    return min(255, max(0, round(alpha * 255)))


def _whole(value: float) -> int:
    return math.floor(value + 0.5)
