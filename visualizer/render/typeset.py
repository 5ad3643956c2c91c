"""One line of text as pixels, raised and lowered signs included. Knows fonts and ink; not where labels go."""

import math
from threading import Lock
from typing import NamedTuple

import numpy as np
import pygame
import pygame.surfarray
import pygame.transform
from numpy.typing import NDArray

from visualizer.frame import type as face
from visualizer.render.assets import font

_FONTS = (
    Lock()
)  # the font library keeps one state for all fonts, and art with letters may be baked in a thread


_FINER = ((40.0, 4), (90.0, 2))  # below this em in px, a line is set so many times as large


class Line(NamedTuple):
    """A typeset line, premultiplied; (left, baseline) is where its start stands in the surface."""

    surface: pygame.Surface
    left: int
    baseline: int


def line(text: str, size: float, weight: str, colour: str) -> Line:
    """Return the line set at an em of `size` px in one colour.

    It is set several times as large and shrunk: SDL spaces letters by whole pixels, which at the size of reading
    would close one word space and open the next.
    """
    finer = next((times for below, times in _FINER if size < below), 1)
    if finer == 1:
        return _set(text, size, weight, colour)
    large = _set(text, size * finer, weight, colour)
    left, baseline = -(-large.left // finer), -(-large.baseline // finer)
    width = left - (-(large.surface.get_width() - large.left) // finer)
    height = baseline - (-(large.surface.get_height() - large.baseline) // finer)
    even = pygame.Surface((width * finer, height * finer), pygame.SRCALPHA, 32)
    even.blit(
        large.surface,
        (left * finer - large.left, baseline * finer - large.baseline),
        special_flags=pygame.BLEND_PREMULTIPLIED,
    )
    return Line(pygame.transform.smoothscale(even, (width, height)), left, baseline)


def _set(text: str, size: float, weight: str, colour: str) -> Line:
    """Return the line set as SDL sets it.

    Words stand where the font's own measures put them, so that hinting inside one word never shifts the next.
    """
    pieces = []
    for word in face.words(text, size, weight):
        with _FONTS:
            letters = font(weight, word.size)
            ink = letters.render(word.text, True, colour).premul_alpha()
            metrics = letters.metrics(word.text)[:1]
        # SDL crops or widens a line to its first letter's ink; undo that, so x is where the pen stands.
        bearing = min(0, metrics[0][0]) if metrics and metrics[0] else 0
        x = math.floor(word.x + 0.5) + bearing
        y = -math.floor(word.rise + 0.5) - letters.get_ascent()
        pieces.append((ink, x, y))
    left = max([0, *(-x for _, x, _ in pieces)])
    above = max([math.ceil(face.ASCENT * size), *(-y for _, _, y in pieces)])
    below = max([math.ceil(face.DESCENT * size), *(y + ink.get_height() for ink, _, y in pieces)])
    right = max(
        [1, math.ceil(face.width(text, size, weight)), *(x + ink.get_width() for ink, x, _ in pieces)]
    )
    surface = pygame.Surface((left + right, above + below), pygame.SRCALPHA, 32)
    for ink, x, y in pieces:
        surface.blit(ink, (left + x, above + y), special_flags=pygame.BLEND_PREMULTIPLIED)
    return Line(surface, left, above)


def text_mask(text: str, size_px: float, weight: str) -> NDArray[np.float32]:
    """Return the line's ink as coverage 0..1, shape (h, w), its middle at half a capital's height.

    It is as narrow as the ink, so that a letter put in the middle of a ball stands there.
    """
    set_line = line(text, size_px, weight, "#FFFFFF")
    ink = pygame.surfarray.array_alpha(set_line.surface).T.astype(np.float32) / np.float32(255.0)
    columns, rows = np.flatnonzero(ink.any(axis=0)), np.flatnonzero(ink.any(axis=1))
    if not len(columns):
        return np.zeros((1, 1), dtype=np.float32)
    middle = set_line.baseline - round(face.CAP_HEIGHT * size_px / 2)
    reach = max(middle - int(rows[0]), int(rows[-1]) + 1 - middle)
    mask = np.zeros((2 * reach, int(columns[-1]) + 1 - int(columns[0])), dtype=np.float32)
    top = reach - middle + int(rows[0])
    mask[top : top + int(rows[-1]) + 1 - int(rows[0])] = ink[
        rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1
    ]
    return mask
