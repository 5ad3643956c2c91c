"""Smooth lines and areas as coverage of pixels, by NumPy. Knows surfaces' memory; knows no shapes or caches."""

import math
from functools import lru_cache
from typing import Any, cast

import numpy as np
import pygame
from numpy.typing import NDArray

from visualizer.core.arrays import distinct

Floats = NDArray[np.float32]
Line = NDArray[np.float64]  # points, shape (n, 2)
Pieces = tuple[Line, Line]  # starts and ends of straight pieces

_SUBROWS = 8  # an area's edge is exact along x and sampled so often along y
_MOST_DASHES = 4000  # a dash of nearly nothing on a long line must not stop the show


def pieces_of(points: Line, closed: bool, dash: tuple[float, float] | None) -> Pieces:
    """Return the line's straight pieces, cut into dashes when asked for."""
    if closed and len(points) > 1:
        points = np.concatenate([points, points[:1]])
    if len(points) == 1:
        return points, points
    if dash is None:
        return points[:-1], points[1:]
    return _dashed(points, *dash)


def area(polygon: Line, width: int, height: int) -> Floats:
    """Return how much of each pixel the polygon covers, shape (height, width)."""
    x0, y0 = polygon[:, 0], polygon[:, 1] * _SUBROWS
    x1, y1 = np.roll(x0, -1), np.roll(y0, -1)
    first = np.ceil(np.minimum(y0, y1) - 0.5).clip(0, height * _SUBROWS).astype(np.int64)
    last = np.ceil(np.maximum(y0, y1) - 0.5).clip(0, height * _SUBROWS).astype(np.int64)
    edge, row = _ragged(first, last - first)
    if not len(edge):
        return np.zeros((height, width), dtype=np.float32)
    part = (row + 0.5 - y0[edge]) / (y1 - y0)[edge]
    crossing = (x0[edge] + part * (x1 - x0)[edge]).clip(0, width)
    sign = np.where(y1 > y0, 1.0, -1.0)[edge] / _SUBROWS
    column = np.floor(crossing).astype(np.int64)
    share = crossing - column
    place = (row // _SUBROWS) * (width + 2) + column
    size = height * (width + 2)
    steps = np.bincount(place, sign * (1.0 - share), size) + np.bincount(place + 1, sign * share, size)
    cover = np.abs(np.cumsum(steps.reshape(height, width + 2), axis=1)[:, :width])
    return np.minimum(cover, 1.0).astype(np.float32)


def tinted(cover: Floats, colour: pygame.Color) -> pygame.Surface:
    """Return the coverage as a premultiplied surface of one colour."""
    height, width = cover.shape
    surface = pygame.Surface((width, height), pygame.SRCALPHA, 32)
    table = shades(surface, colour)
    pixel_bytes(surface).view(np.uint32)[:, :width, 0] = table[(cover * 255.0 + 0.5).astype(np.uint8)]
    return surface


def shades(surface: pygame.Surface, colour: pygame.Color) -> NDArray[np.uint32]:
    """Return a surface's premultiplied pixels of one colour for each level of coverage, 0 to 255."""
    return _shades(surface.get_shifts(), (colour.r, colour.g, colour.b, 255))


@lru_cache(maxsize=64)
def _shades(shifts: tuple[int, ...], colour: tuple[int, ...]) -> NDArray[np.uint32]:
    levels = np.arange(256, dtype=np.uint32)
    table = sum(
        ((levels * channel + 127) // 255) << shift for channel, shift in zip(colour, shifts, strict=True)
    )
    return np.asarray(table, dtype=np.uint32)


def pixel_bytes(surface: pygame.Surface) -> NDArray[np.uint8]:
    """Return a 32-bit surface's own pixels, shape (h, columns, 4); columns may be more than the width.

    The surface stays locked, and cannot be blitted, for as long as the array lives.
    """
    flat = np.frombuffer(cast(Any, surface.get_buffer()), dtype=np.uint8)  # a buffer, which stubs do not say
    return cast(NDArray[np.uint8], flat.reshape(surface.get_height(), surface.get_pitch() // 4, 4))


def channel_order(surface: pygame.Surface) -> tuple[int, int, int, int]:
    """Return which byte of a pixel holds red, green, blue, and the rest."""
    red, green, blue = (shift // 8 for shift in surface.get_shifts()[:3])
    return red, green, blue, 6 - red - green - blue


def clipped(pieces: Pieces, clip: pygame.Rect, margin: float) -> Pieces:
    """Return the pieces as far as they run within the clip or nearer to it than the margin."""
    start, end = pieces
    both = np.concatenate(pieces)
    if _within(both.min(axis=0), both.max(axis=0), clip):
        return pieces
    low = np.array([clip.left - margin, clip.top - margin])
    high = np.array([clip.right + margin, clip.bottom + margin])
    way = end - start
    with np.errstate(divide="ignore", invalid="ignore"):
        one, two = (low - start) / way, (high - start) / way
    still = way == 0.0
    outside = (still & ((start < low) | (start > high))).any(axis=1)
    enter = np.where(still, 0.0, np.minimum(one, two)).max(axis=1).clip(min=0.0)
    leave = np.where(still, 1.0, np.maximum(one, two)).min(axis=1).clip(max=1.0)
    kept = (enter <= leave) & ~outside
    start, way, enter, leave = start[kept], way[kept], enter[kept, None], leave[kept, None]
    return start + way * enter, start + way * leave


def _within(low: Line, high: Line, clip: pygame.Rect) -> bool:
    return bool(
        low[0] >= clip.left and low[1] >= clip.top and high[0] <= clip.right and high[1] <= clip.bottom
    )


def lines(start: Line, end: Line, half: float, width: int, height: int) -> Floats:
    """Return how much of each pixel the pieces cover, shape (height, width); where they meet, the most counts."""
    x, y, cover = _covered(start, end, half)
    seen = (cover > 0.0) & (x >= 0) & (x < width) & (y >= 0) & (y < height)
    grid = np.zeros((height, width), dtype=np.float32)
    np.maximum.at(grid.reshape(-1), y[seen] * width + x[seen], cover[seen])
    return grid


def _covered(start: Line, end: Line, half: float) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Return pixels near each piece, and how much of each is covered, one row of pixels per step along it."""
    reach = half + 0.5
    way = end - start
    steep = np.abs(way[:, 1]) > np.abs(way[:, 0])
    # Turn steep pieces over, so that all run along the first axis.
    a = np.where(steep[:, None], start[:, ::-1], start)
    d = np.where(steep[:, None], way[:, ::-1], way)
    low = np.floor(np.minimum(a[:, 0], a[:, 0] + d[:, 0]) - reach).astype(np.int64)
    high = np.ceil(np.maximum(a[:, 0], a[:, 0] + d[:, 0]) + reach).astype(np.int64)
    piece, along = _ragged(low, high - low)
    ax, ay, dx, dy = (np.ascontiguousarray(column)[piece] for column in (a[:, 0], a[:, 1], d[:, 0], d[:, 1]))
    px = along + 0.5 - ax
    part = np.divide(px, dx, out=np.zeros_like(px), where=dx != 0.0).clip(0.0, 1.0)
    nearby = np.arange(math.ceil(2.0 * reach * math.sqrt(2.0)) + 1)
    first = np.floor(ay + part * dy - reach * math.sqrt(2.0)).astype(np.int64)
    across = first[:, None] + nearby
    # From here places are relative to the piece, so single precision is plenty and twice as quick.
    py = (first + 0.5 - ay).astype(np.float32)[:, None] + nearby.astype(np.float32)
    px, dx, dy = (column.astype(np.float32)[:, None] for column in (px, dx, dy))
    square = np.maximum(dx * dx + dy * dy, np.float32(1e-12))
    nearest = (px * dx + py * dy) / square
    np.clip(nearest, 0.0, 1.0, out=nearest)
    gap = np.sqrt((px - nearest * dx) ** 2 + (py - nearest * dy) ** 2)
    cover = np.clip(np.float32(half + 0.5) - gap, 0.0, 1.0)
    along = np.broadcast_to(along[:, None], across.shape)
    turned = steep[piece][:, None]
    return np.where(turned, across, along), np.where(turned, along, across), cover


def straight(start: Line, end: Line, half: float) -> tuple[bool, int, NDArray[np.int32], Floats]:
    """Return whether one straight piece is steep, the first pixel along it, and from there on which pixels across are near
    it and how much of each it covers, both of shape (along, across).
    """
    (ax, ay), (bx, by) = start.tolist(), end.tolist()
    steep = abs(by - ay) > abs(bx - ax)
    if steep:  # turned over, so that every piece runs along the first axis
        ax, ay, bx, by = ay, ax, by, bx
    dx, dy, reach = bx - ax, by - ay, half + 0.5
    along = np.arange(math.floor(min(ax, bx) - reach), math.ceil(max(ax, bx) + reach))
    px = (along + (0.5 - ax)).astype(np.float32)
    middle = ay + (px / np.float32(dx or 1.0)).clip(0.0, 1.0) * np.float32(dy)
    reach *= math.hypot(1.0, dy / dx) if dx else 1.0  # how far across a slanting piece reaches
    across = np.floor(middle - np.float32(reach)).astype(np.int32)[:, None] + np.arange(
        math.ceil(2.0 * reach) + 1, dtype=np.int32
    )
    py = across.astype(np.float32) + np.float32(0.5 - ay)
    square = np.float32(max(dx * dx + dy * dy, 1e-12))
    nearest = ((px * np.float32(dx / square))[:, None] + py * np.float32(dy / square)).clip(0.0, 1.0)
    over, down = px[:, None] - nearest * np.float32(dx), py - nearest * np.float32(dy)
    cover = np.float32(half + 0.5) - np.sqrt(over * over + down * down)
    return steep, int(along[0]), across, cover.clip(0.0, 1.0)


def _ragged(
    first: NDArray[np.int64], counts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for rows of differing length the row's number and first, first + 1, … of each element."""
    row = np.repeat(np.arange(len(counts)), counts)
    before = np.cumsum(counts) - counts
    return row, np.arange(len(row)) - before[row] + first[row]


def _dashed(points: Line, on: float, off: float) -> Pieces:
    way = np.hypot(*np.diff(points, axis=0).T)
    lengths = np.concatenate([[0.0], np.cumsum(way)])
    total, period = float(lengths[-1]), on + off
    if period <= 0.0 or total / period > _MOST_DASHES:
        return points[:-1], points[1:]
    starts = np.arange(0.0, total, period)
    cuts = distinct(np.concatenate([lengths, starts, np.minimum(starts + on, total)]))
    if len(cuts) < 2:
        return points[:1], points[:1]
    middle = (cuts[:-1] + cuts[1:]) / 2
    kept = middle % period < on
    places = np.stack([np.interp(cuts, lengths, points[:, axis]) for axis in (0, 1)], axis=1)
    return places[:-1][kept], places[1:][kept]
