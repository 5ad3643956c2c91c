"""Draws a frame on a pygame surface. Knows shapes and pixels; knows nothing of scenes or time.

Whatever is soft is baked once for its size and kept, premultiplied; what moves is blitted. The same frame
gives the same pixels from any renderer, whatever was drawn before.
"""

import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import replace
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
from visualizer.render.extent import covers, extent
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


Baker = Callable[[Art, float, Box | None], Baked]
"""Bakes a recipe at a scale, all of it or a window: `bake`, or what asks a store first."""


class PygameRenderer:
    """Draws frames; keeps what it baked within a budget of memory."""

    def __init__(self, budget_mb: float = BUDGET_MB, baker: Baker = bake) -> None:
        self._baker = baker
        self._cache = Cache(int(budget_mb * 2**20))
        self._lines = raster.LineRaster()
        self._scratch: dict[tuple[tuple[int, int], int], pygame.Surface] = {}
        self._plain: dict[tuple[tuple[int, int], int], pygame.Surface] = {}
        self._depth = 0

    def draw(self, frame: Frame, surface: pygame.Surface) -> None:
        """Draw the whole frame on a 32-bit surface; what the frame leaves open keeps what was there."""
        sizes = {surface.get_size(), *(_pixels(pane.box).size for pane in _panes(frame))}
        if any(size not in sizes for size, _ in (*self._scratch, *self._plain)):
            self._scratch.clear()
            self._plain.clear()
        self._depth = 0
        for shape in frame.shapes:
            self._draw(shape, surface)

    def missing(self, frame: Frame) -> tuple[Job, ...]:
        """Return the slow bakes that this frame would have to wait for, each once, for doing them beforehand.

        `job.make()` may run in another thread; give its picture back with `keep` in the thread that draws.
        """
        jobs: dict[Hashable, Job] = {}
        for shape, size in self._unbaked(frame.shapes, frame.size):
            area = pygame.Rect((0, 0), size)
            if isinstance(shape, Sprite) and shape.scale > 0.0 and extent((shape,), area).width:
                job = _sprite_job(shape, area, self._baker)
            elif isinstance(shape, Swarm) and shape.scale > 0.0 and len(shape.places):
                job = _swarm_job(shape, self._baker)
            else:
                continue
            if job.key not in self._cache:
                jobs[job.key] = job
        return tuple(jobs.values())

    def _unbaked(
        self, shapes: Iterable[Shape], size: tuple[int, int]
    ) -> Iterator[tuple[Shape, tuple[int, int]]]:
        for shape in shapes:
            if isinstance(shape, Group) and shape.still and ("still", id(shape), size) in self._cache:
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
        _blit(target, picture, area.left, area.top, shape.alpha)

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
        _blit(target, self._cache.get(key, make), column // phases, row // phases, shape.alpha)

    def _draw_path(self, shape: Path, target: pygame.Surface) -> None:
        if shape.alpha <= 0.0 or not shape.points:
            return
        if shape.fill is not None and len(shape.points) > 2:
            key = ("area", target.get_size(), replace(shape, alpha=1.0))
            picture = self._cache.get(key, lambda: self._area(shape, target))
            _blit(target, picture, 0, 0, shape.alpha)
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
        if shape.alpha <= 0.0 or shape.scale <= 0.0 or not extent((shape,), target.get_clip()).width:
            return
        picture = self._cache.get(*_sprite_job(shape, target.get_rect(), self._baker))
        _blit(target, picture, _whole(shape.at[0]), _whole(shape.at[1]), shape.alpha)

    def _draw_swarm(self, shape: Swarm, target: pygame.Surface) -> None:
        if not len(shape.places) or shape.scale <= 0.0:
            return
        picture = self._cache.get(*_swarm_job(shape, self._baker))
        corner = np.array([picture.left, picture.top])
        xs, ys = (np.floor(shape.places.astype(np.float64) + 0.5).astype(np.int64) + corner).T
        spots = zip(xs.tolist(), ys.tolist(), strict=True)
        target.fblits(zip(repeat(picture.surface), spots, strict=False), pygame.BLEND_PREMULTIPLIED)

    def _draw_label(self, shape: Label, target: pygame.Surface) -> None:
        if shape.alpha <= 0.0 or not shape.text.strip():
            return

        def make() -> Picture:
            line = typeset.line(shape.text, shape.size, shape.weight, shape.colour)
            return Picture(line.surface, -line.left, -line.baseline)

        picture = self._cache.get(("text", shape.text, shape.size, shape.weight, shape.colour), make)
        x = shape.at[0] - _before(shape)
        _blit(target, picture, _whole(x), _whole(shape.at[1]), shape.alpha)

    def _draw_backdrop(self, shape: Backdrop, target: pygame.Surface) -> None:
        area = _pixels(shape.box)
        if not area.width or not area.height:
            return
        key = ("backdrop", area.size, shape.centre, shape.edge, shape.focus)
        picture = self._cache.get(
            key, lambda: Picture(surfaces.backdrop_surface(shape, *area.size), opaque=True)
        )
        _blit(target, picture, area.left, area.top, 1.0)

    def _draw_shade(self, shape: Shade, target: pygame.Surface) -> None:
        area, peak = _pixels(shape.box), max(shape.alpha_from, shape.alpha_to)
        if peak <= 0.0 or not area.width or not area.height:
            return
        ratios = (round(shape.alpha_from / peak, 3), round(shape.alpha_to / peak, 3))
        level = replace(shape, alpha_from=ratios[0], alpha_to=ratios[1])
        key = ("shade", area.size, shape.colour, ratios, shape.across)
        picture = self._cache.get(key, lambda: Picture(surfaces.shade_surface(level, *area.size)))
        _blit(target, picture, area.left, area.top, peak)

    def _draw_group(self, group: Group, target: pygame.Surface) -> None:
        if group.alpha <= 0.0 or not group.shapes:
            return
        if group.still:
            key = ("still", id(group), target.get_size())
            _blit(target, self._cache.get(key, lambda: self._still(group, target)), 0, 0, group.alpha)
        elif group.alpha >= 1.0:
            for shape in group.shapes:
                self._draw(shape, target)
        else:
            area = extent(group.shapes, target.get_clip())
            if area.width:
                layer = self._layer(group.shapes, target.get_size(), area)
                _thin(layer, area, group.alpha)
                target.blit(layer, area.topleft, area, pygame.BLEND_PREMULTIPLIED)

    def _still(self, group: Group, target: pygame.Surface) -> Picture:
        whole = target.get_rect()
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
        return Picture(layer.subsurface(inked).copy(), inked.left, inked.top, keeps=group)

    def _layer(self, shapes: Iterable[Shape], size: tuple[int, int], area: pygame.Rect) -> pygame.Surface:
        """Return a premultiplied surface with the shapes drawn within the area, lent until the next call."""
        key = (size, self._depth)
        layer = self._scratch.get(key)
        if layer is None:
            layer = self._scratch[key] = pygame.Surface(size, pygame.SRCALPHA, 32)
        layer.set_clip(area)
        layer.fill(_CLEAR)
        self._fill_in(shapes, layer)
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
        if opaque:
            layer = self._plain.get((size, self._depth)) or pygame.Surface(size, 0, 32)
            self._plain[size, self._depth] = layer
            layer.set_clip(seen)
            self._fill_in(shape.shapes, layer)
        else:
            layer = self._layer(shape.shapes, size, seen)
        part = layer.subsurface(seen)
        scaled = part if seen.size == place.size else pygame.transform.smoothscale(part, place.size)
        if shape.feather > 0.0:
            soft = _feathered(scaled, shape, size, place)
            _thin(soft, soft.get_rect(), shape.alpha)
            target.blit(soft, place, special_flags=pygame.BLEND_PREMULTIPLIED)
            return
        _blit(target, Picture(scaled, opaque=opaque), place.left, place.top, shape.alpha)


def _panes(frame: Frame) -> Iterator[Pane]:
    """Yield a frame's pictures within the picture; they stand in no group."""
    return (shape for shape in frame.shapes if isinstance(shape, Pane))


def _feathered(
    scaled: pygame.Surface, shape: Zoomed, size: tuple[int, int], place: pygame.Rect
) -> pygame.Surface:
    """Return the part of a scaled picture at `place` with the whole picture's outer edge faded, premultiplied."""
    soft = pygame.Surface(place.size, pygame.SRCALPHA, 32)
    soft.blit(scaled, (0, 0))
    left = shape.to[0] - shape.about[0] * shape.scale
    top = shape.to[1] - shape.about[1] * shape.scale
    across = (np.linspace(place.left, place.right, 64) - left) / (size[0] * shape.scale)
    down = (np.linspace(place.top, place.bottom, 36) - top) / (size[1] * shape.scale)
    x, y = _edge(across, shape.feather), _edge(down, shape.feather)
    levels = (255.0 * x[:, None] * y[None, :]).astype(np.uint8)
    mask = pygame.Surface((64, 36), pygame.SRCALPHA, 32)
    raster.pixel_bytes(mask)[:, :64, :] = levels.T[:, :, None]
    soft.blit(pygame.transform.smoothscale(mask, place.size), (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
    return soft


def _edge(
    part: np.ndarray[tuple[int, ...], np.dtype[np.float64]], feather: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return 0 at both ends of a picture's extent and 1 from `feather` of its half on, eased."""
    x = np.clip(np.minimum(part, 1.0 - part) * 2.0 / feather, 0.0, 1.0)
    return np.asarray(x * x * (3.0 - 2.0 * x))


def _sprite_job(shape: Sprite, area: pygame.Rect, baker: Baker) -> Job:
    art, scale, angle = shape.art, _even(shape.scale, shape.art), _whole(shape.angle / _STEP) * _STEP
    if angle and turnable(art):
        quarters = _whole(angle / _QUARTER)
        art, angle = turned(art, quarters), angle - quarters * _QUARTER
    degrees = round(math.degrees(angle) % 360.0, 1)
    window = _window(art, scale, shape.at, math.radians(degrees), area)
    return Job(
        ("sprite", art.key, scale, degrees, window), lambda: _baked(art, scale, degrees, window, baker)
    )


def _swarm_job(shape: Swarm, baker: Baker) -> Job:
    art, scale = shape.art, _even(shape.scale, shape.art)
    return Job(("sprite", art.key, scale, 0.0, None), lambda: _baked(art, scale, 0.0, None, baker))


def _even(scale: float, art: Art) -> float:
    """Return the scale that makes the art a whole number of pixels long; growing art bakes once a pixel."""
    length = max(art.box.width, art.box.height)
    return max(1, _whole(scale * length)) / length if length > 0.0 else scale


def _baked(art: Art, scale: float, degrees: float, window: Box | None, baker: Baker) -> Picture:
    if not degrees:
        baked = baker(art, scale, window)
        return Picture(_surface(baked.pixels), -round(baked.origin[0]), -round(baked.origin[1]))
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
    return Picture(turned_surface, -_whole(left), -_whole(top))


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


def _blit(target: pygame.Surface, picture: Picture, x: int, y: int, alpha: float) -> None:
    left, top = x + picture.left, y + picture.top
    if picture.opaque:
        if alpha < 1.0:
            picture.surface.set_alpha(_level(alpha))
        target.blit(picture.surface, (left, top))
        if alpha < 1.0:
            picture.surface.set_alpha(None)
        return
    if alpha >= 1.0:
        target.blit(picture.surface, (left, top), special_flags=pygame.BLEND_PREMULTIPLIED)
        return
    # Thin a copy of what is seen: a premultiplied surface fades by all four channels alike.
    seen = picture.surface.get_rect(topleft=(left, top)).clip(target.get_clip())
    if seen.width and seen.height:
        thin = picture.surface.subsurface(seen.move(-left, -top)).copy()
        _thin(thin, thin.get_rect(), alpha)
        target.blit(thin, seen, special_flags=pygame.BLEND_PREMULTIPLIED)


def _thin(surface: pygame.Surface, area: pygame.Rect, alpha: float) -> None:
    level = _level(alpha)
    surface.fill((level, level, level, level), area, pygame.BLEND_RGBA_MULT)


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
