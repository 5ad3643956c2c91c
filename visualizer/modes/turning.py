"""The small sign that turns while a picture is made ready, and the empty picture before the first. Knows shapes, no clock."""

import math
from collections.abc import Sequence

from visualizer.core.geometry import Box, Point
from visualizer.figures.look import Theme
from visualizer.frame import type as typeface
from visualizer.frame.shapes import Disc, Fill, Frame, Label, Path, Shape
from visualizer.modes.pieces import BAND, Measure

_STEP = 30.0  # degrees
_ARC = 250.0
_RADIUS = 9.0
_QUIET = 0.75  # how strongly the beads of a picture that is to come are seen


def turning(theme: Theme, size: tuple[int, int], turn: int) -> tuple[Shape, ...]:
    """Return an open ring in the lower left margin, turned clockwise by so many steps; nothing at nought."""
    if turn <= 0:
        return ()
    unit = Measure(size).unit
    return _ring(theme, (30.0 * unit, size[1] - BAND / 2 * size[1] / 1080), turn, unit)


def coming(theme: Theme, size: tuple[int, int], box: Box, turn: int) -> tuple[Shape, ...]:
    """Return what stands in the place of a small picture that is still being made: a quiet membrane, and the sign.

    It is drawn of discs alone, which takes no time; the sign is left out at nought.
    """
    unit, colours = Measure(size).unit, theme.colours
    across, bead = box.width, max(1.5, box.height * 0.022)
    count = max(2, round(across / (2.6 * bead)))
    beads: list[Shape] = []
    for i in range(count):
        part = (i + 0.5) / count
        middle = box.centre[1] + box.height * 0.06 * math.sin(math.tau * (part * 0.8 + 0.1))
        for side in (-1.0, 1.0):
            at = (box.left + part * across, middle + side * box.height * 0.075)
            beads.append(Disc(at, bead, colours["control-edge"], _QUIET))
    corner = (box.left + 44.0 * unit, box.high - 44.0 * unit)
    return (*beads, *(_ring(theme, corner, turn, 1.6 * unit) if turn > 0 else ()))


def _ring(theme: Theme, middle: Point, turn: int, unit: float) -> tuple[Shape, ...]:
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
    """Return the picture before there is one: an even ground, which takes no time to draw."""
    return Frame(size, (Fill(Box(0, 0, *size), theme.colours["backdrop-edge"]),))


def first(theme: Theme, size: tuple[int, int], titles: Sequence[str], turn: int) -> Frame:
    """Return what stands where a scene's first picture will be: a quiet membrane, the titles, and the sign."""
    (width, height), unit = size, Measure(size).unit
    box = Box(0.22 * width, 0.24 * height, 0.78 * width, 0.56 * height)
    letters = 44.0 * unit
    lines = [line for title in titles for line in typeface.wrap(title, letters, "semibold", box.width)]
    low = box.high + 1.2 * letters
    words = tuple(
        Label(
            line,
            (width / 2, low + i * letters * typeface.LINE_HEIGHT),
            letters,
            theme.colours["text"],
            "semibold",
            "centre",
        )
        for i, line in enumerate(lines)
    )
    sign = _ring(theme, (width / 2, low + (len(lines) + 0.7) * letters), turn, 1.6 * unit) if turn > 0 else ()
    return Frame(size, (*empty(theme, size).shapes, *coming(theme, size, box, 0), *words, *sign))
