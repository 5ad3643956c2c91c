"""A plot of a curve against a knob of the model, with what was measured above it. Knows plots and type, no drug."""

import math

from visualizer.core.easing import mix
from visualizer.core.geometry import Box, Point
from visualizer.figures.fitting import LEADING
from visualizer.figures.layout import (
    PANEL,
    PANEL_TEXT,
    TICK,
    Layout,
    Panel,
    response_lines,
    response_margins,
    response_tick,
)
from visualizer.frame.shapes import Disc, Fill, Group, Label, Path, Shape
from visualizer.scene.model import Response
from visualizer.timeline.snapshot import ResponseView


def response(state: ResponseView, layout: Layout, panel: Panel, step: int) -> Group:
    """Return the plot with its dot where the knob stands now."""
    still = layout.kept.get(
        ("response", state.id, panel, step), lambda: _still(state.id, layout, panel, step)
    )
    shapes: list[Shape] = [still]
    figure = layout.timeline.scene.cast[state.id]
    assert isinstance(figure, Response)
    plot = _plot(state.id, layout, panel)
    if state.now is not None and state.value is not None:
        ink, unit = layout.look.colours.colours["text"], layout.unit
        x, y = _across(figure, plot, state.now), _up(figure, plot, state.value)
        shapes.append(Path(((x, plot.low), (x, plot.high)), ink, 2.0 * unit, alpha=0.8))
        shapes.append(Disc((x, y), 11.0 * unit, _colour(figure, layout), 1.0, ink, 3.0 * unit))
    return Group(state.id, tuple(shapes), state.alpha)


def _plot(name: str, layout: Layout, panel: Panel) -> Box:
    box = panel.box
    left, above, right, below = response_margins(layout, name, box, panel.shrink)
    return Box(box.left + left, box.low + above, box.right - right, box.high - below)


def _across(figure: Response, plot: Box, value: float) -> float:
    low, high = figure.span
    part = math.log(value / low) / math.log(high / low)
    return mix(plot.left, plot.right, min(max(part, 0.0), 1.0))


def _up(figure: Response, plot: Box, value: float) -> float:
    part = (value - figure.low) / (figure.high - figure.low)
    return mix(plot.high, plot.low, min(max(part, 0.0), 1.0))


def _colour(figure: Response, layout: Layout) -> str:
    substances = layout.look.colours.substances
    if figure.colour is not None and figure.colour in substances:
        return substances[figure.colour].mid
    return layout.look.colours.colours["accent"]


def _still(name: str, layout: Layout, panel: Panel, step: int) -> Group:
    figure = layout.timeline.scene.cast[name]
    assert isinstance(figure, Response)
    box, plot, shrink = panel.box, _plot(name, layout, panel), panel.shrink
    colours, unit, wording = layout.look.colours.colours, layout.unit, layout.wording
    small, words = layout.type(TICK, shrink), layout.type(PANEL_TEXT, shrink)
    colour, quiet = _colour(figure, layout), colours["text-quiet"]
    shapes: list[Shape] = [
        Fill(box, colours["veil"], PANEL, 16.0 * unit, colours["control-edge"], 1.5 * unit)
    ]
    y = box.low + 18.0 * unit
    for line in response_lines(layout, name, "says", box, shrink):
        shapes.append(Label(line, (box.left + 36.0 * unit, y + words), words, colours["text"], "semibold"))
        y += words * LEADING
    for line in response_lines(layout, name, "marked", box, shrink):
        shapes.append(Label(line, (box.left + 36.0 * unit, y + words), words, quiet))
        y += words * LEADING
    middle = y + 0.9 * words
    for mark in figure.marks:
        x = _across(figure, plot, mark.at)
        shapes.append(
            Path(
                ((x, middle + 0.8 * words), (x, plot.high)), quiet, 1.5 * unit, 0.5, dash=(4 * unit, 6 * unit)
            )
        )
        shapes += _sign(mark.was, (x, middle), 0.42 * words, colours["text"], 3.4 * unit)
    for i, tick in enumerate(figure.ticks):
        x = _across(figure, plot, tick)
        shapes.append(Path(((x, plot.high), (x, plot.high + 8.0 * unit)), colours["hairline"], 1.5 * unit))
        at = (x, plot.high + small * 1.5)
        shapes.append(Label(response_tick(layout, name, i), at, small, quiet, anchor="centre"))
    y = plot.high + small * 1.9
    for line in response_lines(layout, name, "along", box, shrink):
        y += words * LEADING
        shapes.append(Label(line, (plot.right, y), words, quiet, anchor="right"))
    shapes.append(Path(((plot.left, plot.high), (plot.right, plot.high)), colours["hairline"], 1.5 * unit))
    for value in sorted({figure.low, figure.high if not figure.low < 1.0 < figure.high else 1.0}):
        text = wording.number(f"{value:g}")
        at = (plot.left - 12.0 * unit, _up(figure, plot, value) + small * 0.34)
        shapes.append(Label(text, at, small, quiet, anchor="right"))
    if figure.low < 1.0 < figure.high:  # a relative curve: 1 is what it was before
        level = _up(figure, plot, 1.0)
        ends = ((plot.left, level), (plot.right, level))
        shapes.append(Path(ends, colours["hairline"], 1.5 * unit, 0.8, dash=(6 * unit, 6 * unit)))
    values, (low, high) = layout.timeline.responses[name, step], figure.span
    knobs = [low * (high / low) ** (i / 96) for i in range(97)]
    curve: tuple[Point, ...] = tuple(
        (_across(figure, plot, knob), _up(figure, plot, values.at(knob))) for knob in knobs
    )
    base = _up(figure, plot, 1.0) if figure.low < 1.0 < figure.high else plot.high
    under = (*curve, (curve[-1][0], base), (curve[0][0], base))
    shapes.append(Path(under, colour, 0.0, 0.16, fill=colour, closed=True))
    dash = (14.0 * unit, 8.0 * unit) if values.assumed else None
    shapes.append(Path(curve, colour, 4.0 * unit, dash=dash))
    return Group("plot", tuple(shapes), still=True)


def _sign(was: str, at: Point, half: float, ink: str, thick: float) -> list[Shape]:
    """Return an arrow up, an arrow down, or two level bars."""
    x, y = at
    if was == "unchanged":
        return [Path(((x - half, y + d), (x + half, y + d)), ink, thick) for d in (-0.45 * half, 0.45 * half)]
    sign = -1.0 if was == "raised" else 1.0
    shaft = Path(((x, y - sign * 1.1 * half), (x, y + sign * 1.1 * half)), ink, thick)
    head = (
        (x - 0.7 * half, y + sign * 0.3 * half),
        (x, y + sign * 1.1 * half),
        (x + 0.7 * half, y + sign * 0.3 * half),
    )
    return [shaft, Path(head, ink, thick)]
