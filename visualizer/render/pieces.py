"""Cuts a sparse picture into the pieces that hold ink: less memory, and less to blit. Knows pixels, not what they show."""

from collections.abc import Iterator

import numpy as np
import pygame
from numpy.typing import NDArray

from visualizer.render.cache import Picture
from visualizer.render.raster import channel_order, pixel_bytes

_TILE = 64  # pixels; ink is looked for in squares of this side
_SMALL_PX = 128 * 128  # below this a blit costs less than looking
_WORTH_IT = 0.80  # of the pixels; a picture with more ink than that stays whole


def cut(picture: Picture) -> Picture:
    """Return the picture without its empty parts, when it has enough of them; drawn, both are the same."""
    surface = picture.surface
    width, height = surface.get_size()
    if picture.opaque or picture.others or width * height < _SMALL_PX:
        return picture
    boxes = list(boxes_of(_inked(surface), width, height, _TILE))
    if not boxes or sum(box.width * box.height for box in boxes) > _WORTH_IT * width * height:
        return picture
    pieces = [
        (surface.subsurface(box).copy(), picture.left + box.left, picture.top + box.top) for box in boxes
    ]
    first, *others = pieces
    return Picture(*first, shows=picture.shows, others=tuple(others))


def cropped(picture: Picture, part: pygame.Rect) -> Picture:
    """Return what of a picture lies in a part of its place; at least a pixel stays."""
    kept = []
    for surface, left, top in picture.pieces:
        place = surface.get_rect(topleft=(left, top))
        shown = place.clip(part)
        if shown.width and shown.height:
            kept.append((surface.subsurface(shown.move(-left, -top)).copy(), shown.left, shown.top))
    first, *others = kept or [(pygame.Surface((1, 1), pygame.SRCALPHA, 32), *part.topleft)]
    return Picture(*first, opaque=picture.opaque, shows=picture.shows, others=tuple(others))


def _inked(surface: pygame.Surface) -> NDArray[np.bool_]:
    """Tell for each square of the grid whether anything is in it."""
    width, height = surface.get_size()
    ink = pixel_bytes(surface)[:, :width, channel_order(surface)[3]] > 0
    rows = np.logical_or.reduceat(ink, np.arange(0, height, _TILE), axis=0)
    return np.asarray(np.logical_or.reduceat(rows, np.arange(0, width, _TILE), axis=1))


def boxes_of(marked: NDArray[np.bool_], width: int, height: int, side: int) -> Iterator[pygame.Rect]:
    """Yield rectangles that cover the marked squares of a grid: runs along a row, grown down while the next has the same."""
    columns, cells = marked.shape[1], marked.tobytes()
    open_runs: dict[tuple[int, int], int] = {}
    found: list[tuple[int, int, int, int]] = []
    before = b""
    for row in range(len(marked) + 1):
        line = cells[row * columns : (row + 1) * columns]
        if line == before:
            continue
        before, runs = line, set(_runs(line))
        for run in [run for run in open_runs if run not in runs]:
            found.append((*run, open_runs.pop(run), row))
        for run in runs:
            open_runs.setdefault(run, row)
    area = pygame.Rect(0, 0, width, height)
    return (
        pygame.Rect(first * side, top * side, (last - first) * side, (bottom - top) * side).clip(area)
        for first, last, top, bottom in sorted(found)
    )


def _runs(line: bytes) -> Iterator[tuple[int, int]]:
    """Yield where runs of ones begin and end in a row of ones and noughts."""
    start = line.find(1)
    while start >= 0:
        end = line.find(0, start)
        yield start, end if end >= 0 else len(line)
        start = line.find(1, end) if end >= 0 else -1
