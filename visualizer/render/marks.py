"""What a frame puts on a surface, mark by mark, and what differs from the frame before. Knows pictures and places, no shapes.

Two lists of marks are compared in order. Whatever stands in both, in the same order, leaves the same trace; so only where
a mark is new, gone or moved can a pixel differ, and only there everything is drawn anew, from back to front.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, repeat

import numpy as np
import pygame
from numpy.typing import NDArray

from visualizer.render.cache import Picture
from visualizer.render.pieces import boxes_of

Spots = NDArray[np.int64]
"""Top-left pixels of a crowd's members, shape (n, 2)."""

_TILE = 32  # pixels; changes are collected in squares of this side
_MOST = 0.55  # of the surface; where more has changed, all of it is drawn anew
_FEW = 48  # members of a crowd; larger ones are sorted out before they are compared and drawn in part
_CROWDED = (
    700  # members of all crowds; with more, looking for what has not moved takes longer than drawing it
)


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """One thing that is put on a surface: equal keys leave equal traces.

    `boxes` are where, in the pixels of its area; `area` is the part of the surface that it is drawn in (a pane, or all).
    A picture is blitted at its place, a crowd at its spots; anything else paints itself, within the surface's clip.
    """

    key: Hashable
    area: pygame.Rect
    boxes: Sequence[pygame.Rect]
    picture: Picture | None = None
    place: tuple[int, int] = (0, 0)
    spots: Spots | None = None
    paint: Callable[[pygame.Surface], None] | None = None
    box: pygame.Rect = field(init=False)

    def __post_init__(self) -> None:
        first, *others = self.boxes
        object.__setattr__(self, "box", first.unionall(others) if others else first)

    @property
    def whole_key(self) -> Hashable:
        """Return a key in which a crowd's spots are told as well."""
        return self.key if self.spots is None else (self.key, self.spots.tobytes())


def paint_anew(marks: Sequence[Mark], target: pygame.Surface, boxes: Iterable[pygame.Rect]) -> None:
    """Put the marks on a surface from back to front, within some boxes that do not overlap."""
    reach = [mark.box.move(mark.area.topleft) for mark in marks]
    for box in boxes:
        paint([marks[i] for i in box.collidelistall(reach)], target, box)


def paint(marks: Iterable[Mark], target: pygame.Surface, box: pygame.Rect | None = None) -> None:
    """Put the marks on a surface from back to front, all of it or within a box."""
    whole = target.get_rect()
    for area, here in groupby(marks, key=lambda mark: mark.area):
        surface = target if area == whole else target.subsurface(area)
        if box is not None:
            part = box.clip(area)
            if not part.width or not part.height:
                continue
            surface.set_clip(part.move(-area.left, -area.top))
        _paint(here, surface, box is not None)
        if box is not None:
            surface.set_clip(None)


def _paint(marks: Iterable[Mark], surface: pygame.Surface, partly: bool) -> None:
    run: list[tuple[pygame.Surface, tuple[int, int]]] = []
    clip = surface.get_clip()
    for mark in marks:
        picture = mark.picture
        if picture is None:
            if run:
                surface.fblits(run, pygame.BLEND_PREMULTIPLIED)
                run = []
            if mark.paint is not None:
                mark.paint(surface)
        elif mark.spots is not None:
            spots = mark.spots
            if partly and len(spots) > _FEW:
                w, h = picture.surface.get_size()
                low, high = (clip.left - w, clip.top - h), (clip.right, clip.bottom)
                spots = spots[((spots > low) & (spots < high)).all(axis=1)]
            if run:
                surface.fblits(run, pygame.BLEND_PREMULTIPLIED)
                run = []
            # Lazily, so that thousands of pairs are never there at once and no collection of garbage is called for.
            places = zip(spots[:, 0].tolist(), spots[:, 1].tolist(), strict=True)
            surface.fblits(zip(repeat(picture.surface), places, strict=False), pygame.BLEND_PREMULTIPLIED)
        else:
            x, y = mark.place
            run += [(piece, (x + left, y + top)) for piece, left, top in picture.pieces]
    if run:
        surface.fblits(run, pygame.BLEND_PREMULTIPLIED)


def changed(before: Sequence[Mark], now: Sequence[Mark], size: tuple[int, int]) -> list[pygame.Rect] | None:
    """Return rectangles outside which two lists of marks give the same picture; None when they are most of it."""
    if sum(len(mark.spots) for mark in now if mark.spots is not None) > _CROWDED:
        return None
    tiles = np.zeros((-(-size[1] // _TILE), -(-size[0] // _TILE)), dtype=bool)
    places: dict[Hashable, list[int]] = {}
    for index in range(len(before) - 1, -1, -1):
        places.setdefault(before[index].key, []).append(index)
    reached = 0
    for mark in now:
        found = places.get(mark.key)
        while found and found[-1] < reached:
            found.pop()
        if not found:
            _soil(tiles, mark)
            continue
        index = found.pop()
        for gone in before[reached:index]:
            _soil(tiles, gone)
        reached = index + 1
        same = before[index]
        if mark.spots is not None and same.spots is not None and mark.picture is not None:
            _soil_moved(tiles, mark, same.spots, mark.spots)
    for gone in before[reached:]:
        _soil(tiles, gone)
    share = float(tiles.mean())
    if share > _MOST:
        return None
    return list(boxes_of(tiles, *size, _TILE)) if share else []


def touched(marks: Iterable[Mark], size: tuple[int, int], seen: pygame.Rect) -> list[pygame.Rect]:
    """Return rectangles that do not overlap and hold all that marks can touch of the part seen of a surface of a size."""
    tiles = np.zeros((-(-size[1] // _TILE), -(-size[0] // _TILE)), dtype=bool)
    for mark in marks:
        _soil(tiles, mark)
    parts = (box.clip(seen) for box in boxes_of(tiles, *size, _TILE))
    return [part for part in parts if part.width and part.height]


def _soil(tiles: NDArray[np.bool_], mark: Mark) -> None:
    """Note all that a mark can touch."""
    area = mark.area
    if mark.spots is not None and mark.picture is not None:
        _soil_spots(tiles, mark, mark.spots)
        return
    for box in mark.boxes:
        part = box.move(area.topleft).clip(area)
        if part.width and part.height:
            tiles[
                part.top // _TILE : (part.bottom - 1) // _TILE + 1,
                part.left // _TILE : (part.right - 1) // _TILE + 1,
            ] = True


def _soil_moved(tiles: NDArray[np.bool_], mark: Mark, before: Spots, now: Spots) -> None:
    """Note where the members of a crowd differ that stand in the same order, where some may have come or gone."""
    if len(before) == len(now):
        moved = (before != now).any(axis=1)
        if moved.any():
            _soil_spots(tiles, mark, np.concatenate((before[moved], now[moved])))
        return
    if max(len(before), len(now)) <= _FEW:
        _soil_spots(tiles, mark, np.concatenate((before, now)))
        return
    codes = [spots[:, 0] * 65536 + spots[:, 1] for spots in (before, now)]
    stays, stayed = np.isin(codes[0], codes[1]), np.isin(codes[1], codes[0])
    if np.array_equal(codes[0][stays], codes[1][stayed]):
        _soil_spots(tiles, mark, np.concatenate((before[~stays], now[~stayed])))
    else:
        _soil_spots(tiles, mark, np.concatenate((before, now)))


def _soil_spots(tiles: NDArray[np.bool_], mark: Mark, spots: Spots) -> None:
    assert mark.picture is not None
    w, h = mark.picture.surface.get_size()
    area = mark.area
    low = spots.clip((0, 0), (area.width, area.height))
    high = (spots + np.array([w, h])).clip((0, 0), (area.width, area.height))
    seen = (high > low).all(axis=1)
    if not seen.any():
        return
    first = (low[seen] + area.topleft) // _TILE
    last = (high[seen] - 1 + area.topleft) // _TILE
    across, down = (last - first).max(axis=0).tolist()
    for dx in range(across + 1):
        for dy in range(down + 1):
            tiles[np.minimum(first[:, 1] + dy, last[:, 1]), np.minimum(first[:, 0] + dx, last[:, 0])] = True
