"""Draws a frame on a pygame surface. Knows shapes and pixels; knows nothing of scenes or time.

Whatever is soft is baked once for its size and kept, premultiplied; what moves is blitted. A frame is first made into
marks, and where it follows another only what differs is drawn. The same frame gives the same pixels from any renderer,
whatever was drawn before.
"""

import math
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import lru_cache

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
from visualizer.render.marks import Mark, Spots, changed, paint, paint_anew, touched
from visualizer.render.pieces import cropped, cut
from visualizer.render.rooms import Room, Rooms
from visualizer.render.strokes import stroke
from visualizer.render.turn import turnable, turned

BUDGET_MB = 64.0  # of a whole process that must stay below 250 where its window has 1080 lines; a frame needs 49 at most
_LARGE_PX = (
    1920 * 1080
)  # larger pictures may keep more, in proportion: else they would be baked anew in every frame
_STEP = math.radians(1.5)  # angles of sprites are rounded to this
_QUARTER = math.pi / 2
_SMALL_PX = 220.0  # turned art up to this size is baked at twice the scale, which keeps its edges crisp
_WHOLE = 1.5  # art larger than so many frames is baked in part
_TILE_PX = 256.0  # such a part grows to this grid, so that slow movement finds it again
_LARGE_ART_PX = 1_000_000  # of art this large only what can be seen is kept
_CROP_PX = 64  # on this grid
_NEARLY_ALL = 0.85
_PHASES = 4  # small discs are baked at quarters of a pixel, so that slow ones glide
_PHASED_PX = 16.0
_CLEAR = (0, 0, 0, 0)
_LEVELS = 16  # a picture that fades in such steps is thinned once for each
_THINNED_BYTES = 6_000_000  # larger ones are thinned anew each time
_AT_ONCE_PX = 5000.0  # so much may be baked in the frame's own time; a pixel takes about a microsecond
_SLOW_PX = 500.0  # fewer are not counted among what is to be there beforehand
_STILL_TIMES = 20.0  # a pixel of a still group, put together of what is baked, takes so many times less
_PART_BYTES = 100_000  # what a still picture was put together from is not kept when it is larger
_LINES_BYTES = (
    4_000_000  # lines that move are made anew in each picture, and must not push out what was baked
)


Baker = Callable[[Art, float, Box | None], Baked]
"""Bakes a recipe at a scale, all of it or a window: `bake`, or what asks a store first."""


class PygameRenderer:
    """Draws frames; keeps what it baked within a budget of memory."""

    def __init__(
        self, budget_mb: float = BUDGET_MB, baker: Baker = bake, memory: Cache | None = None
    ) -> None:
        self._baker = baker
        self._cache = Cache(int(budget_mb * 2**20)) if memory is None else memory
        self._lines = Cache(_LINES_BYTES)
        self._rooms = Rooms()
        self._depth = 0
        self._parts: set[Hashable] = set()  # the keys of what was drawn since it was last emptied
        self._size = (0, 0)  # of the last picture that covered its surface
        self._canvas: pygame.Surface | None = None  # that picture, once a second of its size has been drawn
        self._before: list[Mark] | None = None  # what is on the canvas

    def draw(self, frame: Frame, surface: pygame.Surface) -> None:
        """Draw the whole frame on a 32-bit surface; what the frame leaves open keeps what was there."""
        self._cache.suit(surface.get_width() * surface.get_height() / _LARGE_PX)
        self._rooms.begin()
        self._depth = 0
        self._parts.clear()
        whole = surface.get_rect()
        marks = self._marks(frame.shapes, whole)
        self._cache.in_use = frozenset(self._parts)
        plain = not surface.get_flags() & pygame.SRCALPHA and surface.get_clip() == whole
        if plain and frame.shapes and covers(frame.shapes[0], whole):
            self._draw_again(marks, surface)
        else:
            paint(marks, surface)

    def _draw_again(self, marks: list[Mark], surface: pygame.Surface) -> None:
        """Draw a picture that covers the surface; only what differs from the one before, when that had the same size.

        The one before is kept apart, since others may draw on the surface; the first of a size is not worth it.
        """
        size, before = surface.get_size(), self._before
        self._before = None  # whatever goes wrong, the next picture is drawn whole
        if self._size != size:
            self._size, self._canvas = size, None
            paint(marks, surface)
            return
        if self._canvas is None:
            self._canvas, before = pygame.Surface(size, 0, 32), None
        boxes = changed(before, marks, size) if before is not None else None
        if boxes is None:
            paint(marks, self._canvas)
        else:
            paint_anew(marks, self._canvas, boxes)
        self._before = marks
        surface.blit(self._canvas, (0, 0))

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
        for group, size in self._unmade(frame.shapes, frame.size):
            box = extent(group.shapes, pygame.Rect((0, 0), size))
            left -= box.width * box.height / _STILL_TIMES
            if left < 0.0:
                return False
        return True

    def prepare(self, frame: Frame, stop: Callable[[], bool], second: Executor | None = None) -> bool:
        """Bake all that a frame needs and put its still pictures together, until told to stop; tell whether anything was.

        With a second worker, both bake: most of that time is spent in NumPy or in unpacking, which let other threads run.
        """
        self._cache.suit(frame.size[0] * frame.size[1] / _LARGE_PX)
        with self._cache.overdrawn():
            return self._prepared(frame, stop, second)

    def _prepared(self, frame: Frame, stop: Callable[[], bool], second: Executor | None) -> bool:
        jobs = self.missing(frame)
        left, taken = iter(jobs), threading.Lock()

        def bake_some() -> None:
            while not stop():
                with taken:
                    job = next(left, None)
                if job is None:
                    return
                self._cache.get(job.key, job.make)

        other = second.submit(bake_some) if second is not None and len(jobs) > 1 else None
        try:
            bake_some()
        finally:
            if other is not None:
                other.result()
        for group, size in self._unmade(frame.shapes, frame.size):
            if stop():
                break
            self._still_picture(group, size)
        for job in (
            () if stop() else self.missing(frame)
        ):  # a part of a still picture that stands by itself as well
            self._cache.get(job.key, job.make)
        return bool(jobs)

    def needs(self, frame: Frame) -> frozenset[Hashable]:
        """Return the keys of what a frame that was prepared is drawn of; what is made in no time is left out."""
        return frozenset(self._slow_keys(frame.shapes, frame.size))

    def renewed(self, keys: Iterable[Hashable]) -> bool:
        """Tell whether all of that is still there; if so, it stays longer than what was there before."""
        return self._cache.renewed(keys)

    def bytes_of(self, keys: Iterable[Hashable]) -> int:
        """Return how much memory the pictures of these keys take."""
        return self._cache.bytes_of(keys)

    def _slow_keys(self, shapes: Iterable[Shape], size: tuple[int, int]) -> Iterator[Hashable]:
        for shape in shapes:
            if isinstance(shape, Group) and shape.still and _still_key(shape, size) in self._cache:
                yield _still_key(shape, size)
            elif isinstance(shape, (Group, Zoomed)):
                yield from self._slow_keys(shape.shapes, size)
            elif isinstance(shape, Pane):
                yield from self._slow_keys(shape.shapes, _pixels(shape.box).size)
            else:
                job = _job(shape, pygame.Rect((0, 0), size), self._baker)
                if job is not None and job.pixels > _SLOW_PX:
                    yield job.key

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

    def rest(self) -> None:
        """Give back what is only needed while pictures are made."""
        self._rooms.give_back()

    def keep(self, job: Job, picture: Picture) -> None:
        """Take in a picture that was baked beforehand."""
        self._cache.put(job.key, picture)

    def clear(self) -> None:
        """Forget everything that was baked and give its memory back."""
        self._cache.clear()
        self._rooms.give_back()
        self._lines.clear()
        self._size, self._canvas, self._before = (0, 0), None, None

    def stats(self) -> dict[str, int]:
        """Return what is kept (pictures, bytes, those in use), and how often one was found (hits) or baked (misses)."""
        in_use = self._cache.bytes_of(self._cache.in_use)
        return {
            "pictures": len(self._cache),
            "bytes": self._cache.size_bytes,
            "budget": self._cache.budget,
            "in_use": in_use,
            "hits": self._cache.hits,
            "misses": self._cache.misses,
        }

    def _marks(
        self, shapes: Iterable[Shape], area: pygame.Rect, seen: pygame.Rect | None = None
    ) -> list[Mark]:
        """Return what the shapes put on a part of a surface; what lies out of sight may be left out.

        Shapes stand in the pixels of their area, and so does `seen`, the part of it that shows.
        """
        out: list[Mark] = []
        local = pygame.Rect((0, 0), area.size)
        for shape in shapes:
            self._mark(shape, _Spot(out, area, local, seen or local))
        return out

    def _mark(self, shape: Shape, on: "_Spot") -> None:
        match shape:
            case Fill():
                self._mark_fill(shape, on)
            case Disc():
                self._mark_disc(shape, on)
            case Path():
                self._mark_path(shape, on)
            case Sprite():
                self._mark_sprite(shape, on)
            case Swarm():
                self._mark_swarm(shape, on)
            case Label():
                self._mark_label(shape, on)
            case Backdrop():
                self._mark_backdrop(shape, on)
            case Shade():
                self._mark_shade(shape, on)
            case Group():
                self._mark_group(shape, on)
            case Zoomed():
                self._mark_zoomed(shape, on)
            case Pane():
                area = _pixels(shape.box).clip(on.local)
                if area.width and area.height:
                    on.out.extend(self._marks(shape.shapes, area.move(on.area.topleft)))

    def _mark_fill(self, shape: Fill, on: "_Spot") -> None:
        area = _pixels(shape.box)
        if shape.alpha <= 0.0 or not area.width or not area.height:
            return
        if shape.radius <= 0.0 and shape.outline is None:
            colour, alpha = pygame.Color(shape.colour), shape.alpha
            on.painted(
                ("flood", tuple(area), shape.colour, alpha),
                (area,),
                lambda surface: _flood(surface, area, colour, alpha),
            )
            return
        key = ("box", area.size, shape.colour, shape.radius, shape.outline, shape.outline_width)
        picture = self._cache.get(key, lambda: Picture(surfaces.box_surface(shape, *area.size)))
        self._put(key, picture, on, area.topleft, shape.alpha)

    def _mark_disc(self, shape: Disc, on: "_Spot") -> None:
        if shape.alpha <= 0.0:
            return
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
        self._put(key, self._cache.get(key, make), on, place, shape.alpha)

    def _mark_path(self, shape: Path, on: "_Spot") -> None:
        if shape.alpha <= 0.0 or not shape.points:
            return
        size = on.local.size
        if shape.fill is not None and len(shape.points) > 2:
            key = ("area", size, replace(shape, alpha=1.0))
            self._put(key, self._cache.get(key, lambda: _filled(shape, on.local)), on, (0, 0), shape.alpha)
        elif shape.width > 0.0:
            picture = self._lines.get((size, shape), lambda: _line(shape, shape.alpha, on.local))
            on.picture(picture, (0, 0))

    def _mark_sprite(self, shape: Sprite, on: "_Spot") -> None:
        if shape.alpha <= 0.0 or shape.scale <= 0.0 or not _touches(shape, on.seen):
            return
        job = _sprite_job(shape, on.local, self._baker)
        picture = self._cache.get(job.key, job.make)
        self._put(job.key, picture, on, (_whole(shape.at[0]), _whole(shape.at[1])), shape.alpha)

    def _mark_swarm(self, shape: Swarm, on: "_Spot") -> None:
        if not len(shape.places) or shape.scale <= 0.0 or shape.alpha <= 0.0:
            return
        job = _swarm_job(shape, self._baker)
        picture, level = self._cache.get(job.key, job.make), _level_of(shape.alpha)
        places = np.floor(shape.places.astype(np.float64) + 0.5).astype(np.int64)
        if picture.others or level is None:  # large molecules, and shades that nobody keeps
            for x, y in places.tolist():
                self._put(job.key, picture, on, (x, y), shape.alpha)
            return
        if level < _LEVELS:
            picture = self._thinned(job.key, picture, level)
        self._parts.add(job.key)
        on.swarm(picture, places + np.array([picture.left, picture.top]))

    def _mark_label(self, shape: Label, on: "_Spot") -> None:
        if shape.alpha <= 0.0 or not shape.text.strip():
            return
        job = _label_job(shape)
        place = (_whole(shape.at[0] - _before(shape)), _whole(shape.at[1]))
        self._put(job.key, self._cache.get(job.key, job.make), on, place, shape.alpha)

    def _mark_backdrop(self, shape: Backdrop, on: "_Spot") -> None:
        job = _backdrop_job(shape)
        if job is not None:
            place = _pixels(shape.box).topleft
            self._put(job.key, self._cache.get(job.key, job.make), on, place, 1.0)

    def _mark_shade(self, shape: Shade, on: "_Spot") -> None:
        job = _shade_job(shape)
        if job is not None:
            place, peak = _pixels(shape.box).topleft, max(shape.alpha_from, shape.alpha_to)
            self._put(job.key, self._cache.get(job.key, job.make), on, place, peak)

    def _mark_group(self, group: Group, on: "_Spot") -> None:
        if group.alpha <= 0.0 or not group.shapes:
            return
        if group.still:
            self._mark_still(group, on, group.alpha)
        elif len(group.shapes) == 1 and isinstance(only := group.shapes[0], Group) and only.still:
            self._mark_still(only, on, group.alpha * only.alpha)
        elif group.alpha >= 1.0:
            for shape in group.shapes:
                self._mark(shape, on)
        else:
            area = extent(group.shapes, on.seen)
            if area.width:
                marks = self._marks(group.shapes, on.local, area)
                boxes = touched(marks, on.local.size, area)
                if boxes:
                    on.painted(
                        ("group", group.alpha, tuple(mark.whole_key for mark in marks)),
                        boxes,
                        lambda surface: self._fade(marks, surface, boxes, group.alpha),
                    )

    def _mark_still(self, group: Group, on: "_Spot", alpha: float) -> None:
        size = on.local.size
        self._put(_still_key(group, size), self._still_picture(group, size), on, (0, 0), alpha)

    def _fade(
        self, marks: list[Mark], target: pygame.Surface, boxes: list[pygame.Rect], alpha: float
    ) -> None:
        """Put marks on a surface as one thing, thinned; they lie within boxes that do not overlap."""
        seen = target.get_clip()
        parts = [part for box in boxes if (part := box.clip(seen)).width and part.height]
        if not parts:
            return
        layer = self._rooms.of(Room.LAYER, target.get_size(), self._depth)
        layer.set_clip(parts[0].unionall(parts[1:]))
        for part in parts:
            layer.fill(_CLEAR, part)
        self._fill_in(marks, layer)
        for part in parts:
            _thin(layer, part, alpha)
        target.fblits([(layer.subsurface(part), part.topleft) for part in parts], pygame.BLEND_PREMULTIPLIED)

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
        marks = self._marks(group.shapes, whole)
        if covers(replace(group, alpha=1.0), whole):
            surface = pygame.Surface(whole.size, 0, 32)
            paint(marks, surface)
            return Picture(surface, opaque=True, shows=weakref.ref(group))
        area = extent(group.shapes, whole)
        if not area.width:
            return Picture(pygame.Surface((1, 1), pygame.SRCALPHA, 32), shows=weakref.ref(group))
        layer = self._layer(marks, whole.size, area)
        inked = layer.subsurface(area).get_bounding_rect().move(area.topleft)
        return cut(Picture(layer.subsurface(inked).copy(), inked.left, inked.top, shows=weakref.ref(group)))

    def _layer(self, marks: list[Mark], size: tuple[int, int], area: pygame.Rect) -> pygame.Surface:
        """Return a premultiplied surface with the marks put on it within the area, lent until the next call."""
        layer = self._rooms.of(Room.LAYER, size, self._depth)
        layer.set_clip(area)
        layer.fill(_CLEAR)
        self._fill_in(marks, layer)
        return layer

    def _fill_in(self, marks: list[Mark], layer: pygame.Surface) -> None:
        self._depth += 1
        try:
            paint(marks, layer)
        finally:
            self._depth -= 1

    def _thinned(self, key: Hashable, picture: Picture, level: int) -> Picture:
        """Return a picture thinned to one of the levels, made once."""
        return self._cache.get(("thin", key, level), lambda: _thinned(picture, level / _LEVELS))

    def _put(self, key: Hashable, picture: Picture, on: "_Spot", at: tuple[int, int], alpha: float) -> None:
        """Put a picture at a place, thinned to an alpha: a premultiplied one fades by all four channels alike."""
        self._parts.add(key)
        if alpha >= 1.0 and not picture.opaque:
            on.picture(picture, at)
            return
        boxes = [box.move(at) for box in picture.boxes]
        if picture.opaque:
            on.painted(
                ("opaque", picture, at, alpha),
                boxes,
                lambda surface: _put_opaque(picture, surface, at, alpha),
            )
            return
        level = _level_of(alpha)
        if level is not None and picture.size_bytes < _THINNED_BYTES:
            on.picture(self._thinned(key, picture, level), at)
            return
        on.painted(
            ("thin", picture, at, alpha), boxes, lambda surface: self._put_thin(picture, surface, at, alpha)
        )

    def _put_thin(self, picture: Picture, target: pygame.Surface, at: tuple[int, int], alpha: float) -> None:
        grey = _grey(alpha)
        layer = self._rooms.of(Room.LAYER, target.get_size(), self._depth)
        for surface, left, top in picture.pieces:
            place = surface.get_rect(topleft=(at[0] + left, at[1] + top))
            seen = place.clip(target.get_clip())
            if seen.width and seen.height:
                layer.set_clip(seen)
                layer.fill(grey)
                layer.blit(surface, place, special_flags=pygame.BLEND_RGBA_MULT)
                target.blit(layer, seen, seen, pygame.BLEND_PREMULTIPLIED)

    def _mark_zoomed(self, shape: Zoomed, on: "_Spot") -> None:
        if shape.alpha <= 0.0 or not shape.shapes or shape.scale <= 0.0:
            return
        seen, place = _seen(shape, on.local.size)
        if not seen.width or not seen.height or not place.width or not place.height:
            return
        if seen == place and covers(shape.shapes[0], seen) and shape.alpha >= 1.0:
            on.out.extend(self._marks(shape.shapes, on.area, seen))
            return
        marks = self._marks(shape.shapes, on.local, seen)
        on.painted(object(), (place,), lambda surface: self._put_zoomed(shape, marks, surface))

    def _put_zoomed(self, shape: Zoomed, marks: list[Mark], target: pygame.Surface) -> None:
        size = target.get_size()
        seen, place = _seen(shape, size)
        if covers(shape.shapes[0], seen) and shape.feather <= 0.0:
            layer = self._rooms.of(Room.GROUND, size, self._depth)
            layer.set_clip(seen)
            self._fill_in(marks, layer)
            scaled = self._scaled(layer.subsurface(seen), place.size)
            _put_opaque(Picture(scaled, opaque=True), target, place.topleft, shape.alpha)
            return
        layer = self._layer(marks, size, seen)
        if shape.feather > 0.0:
            for mask, at in _feather(size, round(shape.feather, 3)):
                part = mask.get_rect(topleft=at).clip(seen)
                layer.blit(mask, part, part.move(-at[0], -at[1]), pygame.BLEND_RGBA_MULT)
        scaled = self._scaled(layer.subsurface(seen), place.size)
        if shape.alpha < 1.0:
            _thin(scaled, scaled.get_rect(), shape.alpha)
        target.blit(scaled, place, None, pygame.BLEND_PREMULTIPLIED)

    def _scaled(self, part: pygame.Surface, size: tuple[int, int]) -> pygame.Surface:
        """Return the part smoothly scaled to a size, on a surface lent until the next call."""
        if part.get_size() == size:
            return part
        use = Room.SCALED if part.get_flags() & pygame.SRCALPHA else Room.SCALED_GROUND
        return pygame.transform.smoothscale(part, size, self._rooms.within(use, size))


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where marks are collected: the part of the surface that they lie in, the same in its own pixels, and what of it shows."""

    out: list[Mark]
    area: pygame.Rect
    local: pygame.Rect
    seen: pygame.Rect

    def picture(self, picture: Picture, at: tuple[int, int]) -> None:
        """Add a premultiplied picture at a place."""
        key = (picture, at, self.area.topleft)
        self.out.append(Mark(key, self.area, [box.move(at) for box in picture.boxes], picture, at))

    def swarm(self, picture: Picture, spots: Spots) -> None:
        """Add a premultiplied picture at many places, given by its top-left pixels."""
        (left, top), (right, bottom) = spots.min(axis=0).tolist(), spots.max(axis=0).tolist()
        w, h = picture.surface.get_size()
        box = pygame.Rect(left, top, right - left + w, bottom - top + h)
        self.out.append(Mark((picture, self.area.topleft), self.area, (box,), picture, spots=spots))

    def painted(
        self, key: Hashable, boxes: Sequence[pygame.Rect], paint_it: Callable[[pygame.Surface], None]
    ) -> None:
        """Add what paints itself within some boxes."""
        self.out.append(Mark((key, self.area.topleft), self.area, boxes, paint=paint_it))


def _filled(shape: Path, whole: pygame.Rect) -> Picture:
    """Return a filled path, with its line."""
    area = extent((shape,), whole)
    if not area.width:
        return Picture(pygame.Surface((1, 1), pygame.SRCALPHA, 32))
    points = np.asarray(shape.points, dtype=float) - area.topleft
    cover = raster.area(points, area.width, area.height)
    surface = raster.tinted(cover, pygame.Color(shape.fill or shape.colour))
    if shape.width > 0.0:
        line = _line(replace(shape, points=tuple(map(tuple, points))), 1.0, surface.get_rect())
        surface.fblits([(piece, (x, y)) for piece, x, y in line.pieces], pygame.BLEND_PREMULTIPLIED)
    return Picture(surface, area.left, area.top)


def _line(shape: Path, alpha: float, area: pygame.Rect) -> Picture:
    pieces = raster.pieces_of(np.asarray(shape.points, dtype=float), shape.closed, shape.dash)
    return stroke(pieces, shape.width, pygame.Color(shape.colour), alpha, area)


def _level_of(alpha: float) -> int | None:
    """Return which of the levels an alpha is; None when it lies between two."""
    level = min(alpha, 1.0) * _LEVELS
    return round(level) if abs(level - round(level)) < 1e-6 else None


@lru_cache(maxsize=2)
def _feather(size: tuple[int, int], feather: float) -> tuple[tuple[pygame.Surface, tuple[int, int]], ...]:
    """Return four masks that fade a picture of this size towards its edge, to be multiplied with it, and their places.

    They lie along its borders, as wide as the edge is soft; what they leave out stays whole.
    """
    width, height = size
    wide, high = (max(1, math.ceil(length / 2 * min(feather, 1.0))) for length in size)
    across = _ramp(wide, (wide, height), along=0)
    down = _ramp(high, (width, high), along=1)
    return (
        (across, (0, 0)),
        (pygame.transform.flip(across, True, False), (width - wide, 0)),
        (down, (0, 0)),
        (pygame.transform.flip(down, False, True), (0, height - high)),
    )


def _ramp(count: int, size: tuple[int, int], along: int) -> pygame.Surface:
    """Return a mask that rises from nothing to all, eased, along one of its sides, which has so many pixels."""
    x = (np.arange(count) + 0.5) / count
    levels = np.rint(255.0 * x * x * (3.0 - 2.0 * x)).astype(np.uint8)
    thin = pygame.Surface((count, 1) if along == 0 else (1, count), pygame.SRCALPHA, 32)
    rows, columns = thin.get_height(), thin.get_width()
    raster.pixel_bytes(thin)[:, :columns, :] = levels.reshape(rows, columns, 1)
    return pygame.transform.scale(thin, size)


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
    pixels = box.width * box.height * scale * scale
    shown = None if degrees or pixels < _LARGE_ART_PX else _shown(box, scale, shape.at, area)
    if shown is not None:
        return Job(
            ("sprite", art.key, scale, degrees, window, tuple(shown)),
            lambda: cropped(_baked(art, scale, degrees, window, baker), shown),
            pixels,
        )
    return Job(
        ("sprite", art.key, scale, degrees, window),
        lambda: _baked(art, scale, degrees, window, baker),
        pixels,
    )


def _shown(box: Box, scale: float, at: Point, area: pygame.Rect) -> pygame.Rect | None:
    """Return the part of a large picture, in pixels from its origin, that can be seen; None when that is nearly all."""
    left, top = math.floor(box.left * scale) - 2, math.floor(-box.high * scale) - 2
    whole = pygame.Rect(
        left, top, math.ceil(box.right * scale) + 2 - left, math.ceil(-box.low * scale) + 2 - top
    )
    tile = _CROP_PX
    x, y = (_whole(part) for part in at)
    first = ((area.left - x) // tile * tile, (area.top - y) // tile * tile)
    last = (-((x - area.right) // tile) * tile, -((y - area.bottom) // tile) * tile)
    part = whole.clip(pygame.Rect(*first, last[0] - first[0], last[1] - first[1]))
    if part.width * part.height > _NEARLY_ALL * whole.width * whole.height:
        return None
    return part


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


_UPRIGHT = _Upright(8_000_000)


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
    surface, level = picture.surface, _level(alpha)
    if level < 255:  # at 255 SDL would blend all the same, by a road that takes fifteen times as long
        surface = surface.subsurface(surface.get_rect())  # another thread may be drawing the same picture
        surface.set_alpha(level)
    target.blit(surface, (at[0] + picture.left, at[1] + picture.top))


def _thinned(picture: Picture, alpha: float) -> Picture:
    """Return a copy of a premultiplied picture, thinner."""
    pieces = [(surface.copy(), left, top) for surface, left, top in picture.pieces]
    for surface, _, _ in pieces:
        _thin(surface, surface.get_rect(), alpha)
    return Picture(*pieces[0], others=tuple(pieces[1:]), shows=picture.shows)


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
