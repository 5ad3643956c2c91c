"""A thin smooth line as a picture of small pieces, wherever it is drawn the same. Knows coverage; knows no cache."""

import numpy as np
import pygame

from visualizer.render import raster
from visualizer.render.cache import Picture, Piece
from visualizer.render.pieces import cut
from visualizer.render.raster import Line, Pieces

_PIECE_PX = (
    48  # how far along a straight line a piece reaches: a long slanting one leaves most of its box empty
)


def stroke(pieces: Pieces, width: float, colour: pygame.Color, alpha: float, area: pygame.Rect) -> Picture:
    """Return the line as a picture for the place (0, 0), as far as it runs within an area.

    Where pieces meet or cross, a translucent line is not darker.
    """
    half = max(width, 1.0) / 2
    alpha *= min(1.0, width)  # thinner than a pixel is drawn one pixel wide and fainter
    start, end = raster.clipped(pieces, area, half + 2.0) if len(pieces[0]) else pieces
    if not len(start) or alpha <= 0.0:
        return Picture(pygame.Surface((1, 1), pygame.SRCALPHA, 32))
    if len(start) == 1:  # one straight piece meets nobody, not even itself
        return _straight(start[0], end[0], half, colour, alpha)
    both = np.concatenate((start, end))
    left, top = np.floor(both.min(axis=0) - half - 2.0).astype(int).tolist()
    right, bottom = np.ceil(both.max(axis=0) + half + 2.0).astype(int).tolist()
    cover = raster.lines(start - (left, top), end - (left, top), half, right - left, bottom - top)
    return cut(Picture(raster.tinted(cover * np.float32(alpha), colour), left, top))


def _straight(start: Line, end: Line, half: float, colour: pygame.Color, alpha: float) -> Picture:
    steep, first, across, cover = raster.straight(start, end, half)
    levels = (cover * np.float32(255.0 * alpha) + np.float32(0.5)).astype(np.uint8)
    found: list[Piece] = []
    for begin in range(0, len(across), _PIECE_PX):
        rows = across[begin : begin + _PIECE_PX]
        low, high = int(rows[:, 0].min()), int(rows[:, -1].max()) + 1
        size = (len(rows), high - low)
        surface = pygame.Surface(size[::-1] if steep else size, pygame.SRCALPHA, 32)
        part = raster.shades(surface, colour)[levels[begin : begin + _PIECE_PX]]
        pixels = raster.pixel_bytes(surface).view(np.uint32)[:, :, 0]
        steps = np.arange(len(rows))[:, None]
        if steep:
            pixels[steps, rows - low] = part
        else:
            pixels[rows - low, steps] = part
        del pixels  # a surface is locked while its pixels are held
        place = (low, first + begin) if steep else (first + begin, low)
        found.append((surface, *place))
    head, *others = found
    return Picture(*head, others=tuple(others))
