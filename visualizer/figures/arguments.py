"""Two lists as shapes: what speaks for an explanation and what against it. Knows type and lines; its words are the scene's.

The two look alike on purpose: neither colour nor size takes a side.
"""

from dataclasses import replace

from visualizer.core.geometry import Point
from visualizer.figures.captions import DASHES
from visualizer.figures.fitting import LEADING
from visualizer.figures.layout import (
    LIST_NAMES,
    LISTS_MARK,
    PANEL_TEXT,
    Layout,
    Panel,
    lists_inset,
    lists_lines,
)
from visualizer.frame.shapes import Disc, Fill, Group, Label, Path, Shape
from visualizer.scene.model import ForAndAgainst
from visualizer.timeline.snapshot import CardView


def arguments(state: CardView, layout: Layout, panel: Panel) -> Group:
    """Return both lists as far as their claims have come."""
    if any(0.0 < come < 1.0 for come in state.rows):
        return _drawn(state, layout, panel)
    key = ("arguments", state.id, panel, state.rows)
    still = layout.kept.get(
        key, lambda: replace(_drawn(replace(state, alpha=1.0), layout, panel), still=True)
    )
    return still if state.alpha >= 1.0 else Group(state.id, (still,), state.alpha)


def _drawn(state: CardView, layout: Layout, panel: Panel) -> Group:
    figure = layout.timeline.scene.cast[state.id]
    assert isinstance(figure, ForAndAgainst)
    colours, unit, box = layout.look.colours.colours, layout.unit, panel.box
    size, inset = layout.type(PANEL_TEXT, panel.shrink), lists_inset(layout)
    shapes: list[Shape] = [Fill(box, colours["veil"], 0.72, 16.0 * unit, colours["control-edge"], 1.5 * unit)]
    lines = lists_lines(layout, state.id, box, panel.shrink)
    left, y, row = box.left + inset, box.low + 0.8 * inset, 0
    for name, claims in zip(LIST_NAMES, (figure.speaks_for, figure.against), strict=True):
        if row:
            y += 11.0 * unit
            ends = ((left, y), (box.right - inset, y))
            shapes.append(Path(ends, colours["control-edge"], 1.5 * unit, alpha=0.8))
            y += 11.0 * unit
        shapes += _name(layout, layout.wording.program(name), (left, y), size, plus=row == 0)
        y += size * LEADING
        for claim in claims:
            y += 8.0 * unit
            dash = DASHES[claim.evidence]
            told = None if dash is None else (dash[0] * unit, dash[1] * unit)
            middle = y + 0.62 * size
            mark = ((left, middle), (left + 46.0 * unit, middle))
            parts: list[Shape] = [Path(mark, colours[claim.evidence], 4.0 * unit, dash=told)]
            for line in lines[row]:
                at = (left + LISTS_MARK * unit, y + size)
                parts.append(Label(line, at, size, colours["text"]))
                y += size * LEADING
            come = state.rows[row]
            if come > 0.0:
                group = Group(f"{state.id}-row", tuple(parts))
                shapes.append(replace(group, alpha=come) if come < 1.0 else group)
            row += 1
    return Group(state.id, tuple(shapes), state.alpha)


def _name(layout: Layout, word: str, corner: Point, size: float, *, plus: bool) -> list[Shape]:
    """Return a list's name after a small ring that holds a plus or a minus sign."""
    colours, unit = layout.look.colours.colours, layout.unit
    x, y = corner[0] + 0.46 * size, corner[1] + 0.62 * size
    arm = 0.24 * size
    shapes: list[Shape] = [
        Disc((x, y), 0.46 * size, colours["control"], 1.0, colours["text"], 2.0 * unit),
        Path(((x - arm, y), (x + arm, y)), colours["text"], 2.6 * unit),
    ]
    if plus:
        shapes.append(Path(((x, y - arm), (x, y + arm)), colours["text"], 2.6 * unit))
    at = (corner[0] + 1.3 * size, corner[1] + size)
    return [*shapes, Label(word, at, size, colours["text"], "semibold")]
