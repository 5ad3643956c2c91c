"""What moved, on a picture that stands still: dotted tails with heads that end at the shapes. Knows moves and pixels."""

import itertools
import math

from visualizer.core.geometry import Box, Point, Points, View, smooth_curve
from visualizer.figures.crowd import radius_px
from visualizer.figures.layout import Layout
from visualizer.frame.shapes import Path, Shape
from visualizer.timeline.moves import Move, moves

LEAST_PX = 46.0
"""An arrow is at least so long, at 1080 lines."""


def arrows(layout: Layout, step: int, view: View) -> tuple[Shape, ...]:
    """Return the arrows of a step's end picture: a molecule's in its own colour, a gate's in the colour of text."""
    seen = Box(
        *view.stage((layout.action.left, layout.action.high)),
        *view.stage((layout.action.right, layout.action.low)),
    )
    shapes: list[Shape] = []
    for move in moves(layout.timeline, step, seen, layout.look.colours.labels_at_most):
        shapes += _gate(layout, view, move) if not move.substance else _way(layout, view, move)
    return tuple(shapes)


def _way(layout: Layout, view: View, move: Move) -> list[Shape]:
    """Return a molecule's way as a dotted line; its head touches what it reaches."""
    theme, unit = layout.look.colours, layout.unit
    entry = layout.timeline.library.substances[move.substance]
    radius = radius_px(move.substance, layout.timeline.library, view, unit)
    line = list(view.all_px(smooth_curve(move.way) if len(move.way) > 2 else move.way))
    while len(line) > 2 and not layout.action.contains(line[0]):
        line.pop(0)
    line = _lengthened(line, LEAST_PX * unit + radius)
    if move.held:
        line = _shortened(line, radius)
    return _arrow(line, theme.substances[entry.colour].mid, layout)


def _gate(layout: Layout, view: View, move: Move) -> list[Shape]:
    """Return two small arrows at a gate: apart when it has opened, together when it has shut."""
    left, right = view.all_px(move.way)
    middle = ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2)
    colour = layout.look.colours.colours["text"]
    shapes: list[Shape] = []
    for end in (left, right):
        length = max(math.dist(middle, end), 1.0)
        reach = max(length, 34.0 * layout.unit) / length
        far = (middle[0] + (end[0] - middle[0]) * reach, middle[1] + (end[1] - middle[1]) * reach)
        near = (middle[0] + (far[0] - middle[0]) * 0.22, middle[1] + (far[1] - middle[1]) * 0.22)
        shapes += _arrow([near, far] if move.opens else [far, near], colour, layout)
    return shapes


def _arrow(line: list[Point], colour: str, layout: Layout) -> list[Shape]:
    """Return a dotted line with a filled head at its end, on a thin edge of the ground's colour."""
    unit, veil = layout.unit, layout.look.colours.colours["veil"]
    size = 17.0 * unit
    tip, tail = line[-1], _shortened(line, size * 0.8)
    back = tail[-1]
    length = math.dist(back, tip) or 1.0
    ux, uy = (tip[0] - back[0]) / length, (tip[1] - back[1]) / length
    side = 0.56 * size
    foot = (tip[0] - ux * size, tip[1] - uy * size)
    head: Points = (
        tip,
        (foot[0] - uy * side, foot[1] + ux * side),
        (foot[0] + uy * side, foot[1] - ux * side),
    )
    return [
        Path(tuple(tail), veil, 8.0 * unit, 0.7),
        Path(head, veil, 4.0 * unit, 0.8, closed=True),
        Path(tuple(tail), colour, 4.5 * unit, dash=(6.0 * unit, 7.0 * unit)),
        Path(head, colour, 1.0 * unit, fill=colour, closed=True),
    ]


def _lengthened(line: list[Point], least: float) -> list[Point]:
    """Return the line begun earlier, along its first piece, so that it is long enough to be seen."""
    length = sum(math.dist(a, b) for a, b in itertools.pairwise(line))
    if length >= least or length == 0.0:
        return line
    (ax, ay), (bx, by) = line[0], line[1]
    piece = math.dist(line[0], line[1]) or 1.0
    more = (least - length) / piece
    return [(ax + (ax - bx) * more, ay + (ay - by) * more), *line[1:]]


def _shortened(line: list[Point], by: float) -> list[Point]:
    """Return the line ended earlier by a length, keeping at least its first half."""
    out, left = list(line), by
    while len(out) > 2 and math.dist(out[-2], out[-1]) <= left:
        left -= math.dist(out[-2], out[-1])
        out.pop()
    (ax, ay), (bx, by_) = out[-2], out[-1]
    piece = math.dist(out[-2], out[-1]) or 1.0
    part = max(0.5 if len(out) == 2 else 0.0, 1.0 - left / piece)
    out[-1] = (ax + (bx - ax) * part, ay + (by_ - ay) * part)
    return out
