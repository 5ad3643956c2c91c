"""The small sign that turns while a picture is made ready, and the empty picture before the first. Knows shapes, no clock."""

import math

from visualizer.core.geometry import Box
from visualizer.figures.look import Theme
from visualizer.frame.shapes import Backdrop, Disc, Frame, Path, Shape
from visualizer.modes.pieces import BAND, Measure

_STEP = 30.0  # degrees
_ARC = 250.0
_RADIUS = 9.0


def turning(theme: Theme, size: tuple[int, int], turn: int) -> tuple[Shape, ...]:
    """Return an open ring in the lower left margin, turned clockwise by so many steps; nothing at nought."""
    if turn <= 0:
        return ()
    unit = Measure(size).unit
    middle = (30.0 * unit, size[1] - BAND / 2 * size[1] / 1080)
    radius = _RADIUS * unit
    start = turn * _STEP
    ring = tuple(
        (
            middle[0] + radius * math.cos(math.radians(start + part)),
            middle[1] + radius * math.sin(math.radians(start + part)),
        )
        for part in range(0, int(_ARC) + 1, 10)
    )
    return (
        Disc(middle, radius + 7.0 * unit, theme.colours["veil"], 0.7),
        Path(ring, theme.colours["text-quiet"], max(2.0, 3.0 * unit)),
    )


def empty(theme: Theme, size: tuple[int, int]) -> Frame:
    """Return the picture before there is one: the backdrop alone."""
    colours = theme.colours
    return Frame(size, (Backdrop(Box(0, 0, *size), colours["backdrop"], colours["backdrop-edge"]),))
