"""Charts, cards and numbers on the stage. Knows plots and type; its values come from curves and the scene's text."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from visualizer.core.easing import mix
from visualizer.core.geometry import Box, Point
from visualizer.figures.arguments import arguments
from visualizer.figures.captions import DASHES
from visualizer.figures.fitting import LEADING
from visualizer.figures.layout import (
    CARD_MARK,
    DOSES,
    PANEL,
    PANEL_TEXT,
    PANEL_TITLE,
    SAID,
    TICK,
    VALUE,
    Layout,
    Panel,
    card_heads,
    card_heights,
    card_inset,
    card_lines,
    card_says_width,
    chart_marks,
    chart_plot,
    chart_series,
    chart_title,
    chip_lines,
    head_px,
    number_name,
    series_name,
    series_width,
)
from visualizer.figures.response import response
from visualizer.figures.wording import EVIDENCE, NBSP
from visualizer.frame.shapes import Disc, Fill, Group, Label, Path, Shape
from visualizer.frame.type import width
from visualizer.pharma import Curve
from visualizer.scene.model import Card, Chart, ChartPoint, Dates, Doses, ForAndAgainst
from visualizer.timeline import Snapshot
from visualizer.timeline.snapshot import CardView, ChartView, NumberView


def panels(snapshot: Snapshot, layout: Layout) -> tuple[Shape, ...]:
    """Return the charts, cards and numbers that are on."""
    shapes = list(numbers(snapshot.numbers, layout, snapshot.step))
    for plot in snapshot.charts:
        panel = layout.panel(plot.id, snapshot.step)
        shapes.append(
            chip(plot.id, plot.alpha, layout, panel)
            if panel.folded
            else chart(plot, layout, panel, snapshot.step)
        )
    for against in snapshot.responses:
        panel = layout.panel(against.id, snapshot.step)
        shapes.append(
            chip(against.id, against.alpha, layout, panel)
            if panel.folded
            else response(against, layout, panel, snapshot.step)
        )
    for claims in snapshot.cards:
        panel = layout.panel(claims.id, snapshot.step)
        lists = isinstance(layout.timeline.scene.cast[claims.id], ForAndAgainst)
        drawn = arguments if lists else card
        shapes.append(
            chip(claims.id, claims.alpha, layout, panel) if panel.folded else drawn(claims, layout, panel)
        )
    return tuple(shapes)


def chip(name: str, alpha: float, layout: Layout, panel: Panel) -> Group:
    """Return a folded panel: a small page as its icon, and its name; pressed, it opens the page of details."""
    colours, unit, size = layout.look.colours.colours, layout.unit, layout.type(SAID)
    box = panel.box
    shapes: list[Shape] = [
        Fill(box, colours["control"], 0.95, 12.0 * unit, colours["control-edge"], 1.5 * unit)
    ]
    left, middle, side = box.left + 16.0 * unit, box.centre[1], 0.9 * size
    page = Box(left, middle - side / 2, left + side, middle + side / 2)
    shapes.append(Fill(page, colours["control"], 1.0, 0.12 * side, colours["text"], max(1.5, 0.08 * side)))
    for part in (0.28, 0.5, 0.72):
        y = page.low + part * side
        ends = ((page.left + 0.22 * side, y), (page.right - 0.22 * side, y))
        shapes.append(Path(ends, colours["text"], max(1.5, 0.07 * side)))
    y = box.low + 12.0 * unit
    for line in chip_lines(layout, name):
        y += size
        at = (left + 1.5 * size - 4.0 * unit, y)
        shapes.append(Label(line, at, size, colours["text"], "semibold"))
        y += size * (LEADING - 1.0)
    return Group(name, tuple(shapes), alpha)


def numbers(states: tuple[NumberView, ...], layout: Layout, step: int) -> tuple[Shape, ...]:
    """Return the numbers that are on: the name small, the value large; in large type, lines at the foot of the column."""
    colours, unit = layout.look.colours.colours, layout.unit
    shapes: list[Shape] = []
    if layout.tight:
        size = layout.type(SAID)
        for state, (_, box) in zip(states, number_boxes(states, layout, step), strict=True):
            y = box.low
            for line in number_name(layout, state.id):
                y += size * LEADING
                at = (box.left, y)
                shapes.append(Label(line, at, size, colours["text-quiet"], alpha=state.alpha))
            at = (box.left, y + size * LEADING)
            text = _number_words(state, layout)[1]
            shapes.append(Label(text, at, size, colours["text"], "semibold", alpha=state.alpha))
        return tuple(shapes)
    size = layout.type(VALUE)
    for state, (_, box) in zip(states, number_boxes(states, layout, step), strict=True):
        name, text = _number_words(state, layout)
        x, y, small = box.left, box.high - 12.0 * unit, _small(state, layout)
        shapes.append(Label(name, (x, y - size * 1.12), small, colours["text-quiet"], alpha=state.alpha))
        shapes.append(Label(text, (x, y), size, colours["text"], "semibold", alpha=state.alpha))
    return tuple(shapes)


def number_boxes(states: tuple[NumberView, ...], layout: Layout, step: int) -> tuple[tuple[str, Box], ...]:
    """Return the place of each number that is on, by its figure's name."""
    found = []
    unit, size = layout.unit, layout.type(VALUE)
    if layout.tight:
        line = layout.type(SAID) * LEADING
        y = layout.column_foot(step)
        for state in reversed(states):
            high = (len(number_name(layout, state.id)) + 1.3) * line
            found.append((state.id, Box(layout.column.left, y - high, layout.column.right, y)))
            y -= high + 0.1 * line
        return tuple(reversed(found))
    x, y, room = layout.action.left, layout.action.high - 16.0 * unit, layout.action.width
    for state in states:
        name, text = _number_words(state, layout)
        small = _small(state, layout)
        wide = max(width(name, small), width(text.replace("0", "8"), size, "semibold"))
        if x + wide > layout.action.left + room and x > layout.action.left:
            x, y = layout.action.left, y - 2.4 * size
        found.append((state.id, Box(x, y - size * 1.12 - small, x + wide, y + 12.0 * unit)))
        x += wide + 48.0 * unit
    return tuple(found)


def _small(state: NumberView, layout: Layout) -> float:
    """Return the size of a number's name, which stays within the action."""
    small = layout.type(PANEL_TEXT)
    return small * min(1.0, layout.action.width / max(width(layout.wording.figure(state.id), small), 1.0))


def _number_words(state: NumberView, layout: Layout) -> tuple[str, str]:
    number = layout.wording.number(f"{state.value:.{state.decimals}f}")
    return layout.wording.figure(state.id), f"{number}{NBSP}{state.unit}"


def card(state: CardView, layout: Layout, panel: Panel) -> Group:
    """Return a card's claims, each with its evidence as a line style and a word."""
    if any(0.0 < come < 1.0 for come in state.rows):
        return _card(state, layout, panel)
    key = ("card", state.id, panel, state.rows)
    still = layout.kept.get(key, lambda: replace(_card(replace(state, alpha=1.0), layout, panel), still=True))
    return still if state.alpha >= 1.0 else Group(state.id, (still,), state.alpha)


def _card(state: CardView, layout: Layout, panel: Panel) -> Group:
    box = panel.box
    colours, unit = layout.look.colours.colours, layout.unit
    shapes: list[Shape] = [
        Fill(box, colours["veil"], PANEL, 16.0 * unit, colours["control-edge"], 1.5 * unit)
    ]
    inset = card_inset(layout)
    size = layout.type(PANEL_TITLE, panel.shrink)
    column = box.width - 2 * inset - card_says_width(layout, state.id, box, panel.shrink)
    lines = card_lines(layout, state.id, box, panel.shrink)
    heights = card_heights(layout, state.id, box, panel.shrink)
    gap = (box.height - sum(heights) - 2 * inset) / max(len(lines) - 1, 1) if len(lines) > 1 else 0.0
    tops = [box.low + inset + sum(heights[:i]) + gap * i for i in range(len(lines))]
    if isinstance(layout.timeline.scene.cast[state.id], Dates):
        x, ends = box.left + inset + 12.0 * unit, (tops[0] + heights[0] / 2, tops[-1] + heights[-1] / 2)
        shapes.append(Path(((x, ends[0]), (x, ends[1])), colours["hairline"], 2.5 * unit, alpha=0.7))
    for i, (text, come) in enumerate(zip(lines, state.rows, strict=True)):
        if come <= 0.0:
            continue
        parts = _head(state.id, i, layout, panel, tops[i] + heights[i] / 2)
        baseline = tops[i] + (heights[i] - len(text) * size * LEADING) / 2 + size
        for line in text:
            parts.append(Label(line, (box.left + inset + column, baseline), size, colours["text"]))
            baseline += size * LEADING
        row = Group(f"{state.id}-row", tuple(parts))
        shapes.append(replace(row, alpha=come) if come < 1.0 else row)
    return Group(state.id, tuple(shapes), state.alpha)


def _head(name: str, i: int, layout: Layout, panel: Panel, middle: float) -> list[Shape]:
    """Return what stands before a row: a line and a word of evidence, a dot and a date, or whom to call."""
    figure, colours, unit = layout.timeline.scene.cast[name], layout.look.colours.colours, layout.unit
    left, small = panel.box.left + card_inset(layout), head_px(layout, name, panel.shrink)
    if isinstance(figure, Card):
        evidence = figure.rows[i].evidence
        colour, dash = colours[evidence], DASHES[evidence]
        ends = ((left, middle), (left + 56.0 * unit, middle))
        told = None if dash is None else (dash[0] * unit, dash[1] * unit)
        at = (left + 70.0 * unit, middle + small * 0.32)
        word = layout.wording.program(EVIDENCE[evidence])
        return [Path(ends, colour, 4.0 * unit, dash=told), Label(word, at, small, colour, "semibold")]
    lines = card_heads(layout, name, panel.box, panel.shrink)[i]
    baseline = middle - len(lines) * small * LEADING / 2 + 0.94 * small
    dated = isinstance(figure, Dates)
    shapes: list[Shape] = []
    if dated:
        ink = colours["text"]
        shapes.append(Disc((left + 12.0 * unit, middle), 9.0 * unit, colours["accent"], 1.0, ink, 2.5 * unit))
    for line in lines:
        at = (left + (CARD_MARK if dated else 0.0) * unit, baseline)
        shapes.append(Label(line, at, small, colours["text"], "semibold"))
        baseline += small * LEADING
    return shapes


def chart(state: ChartView, layout: Layout, panel: Panel, step: int) -> Group:
    """Return a plot of the scene's curves over the long clock, lightly filled, with a dot at now."""
    curves = layout.timeline.plans[step].curves
    key = ("chart", state.id, panel, *(() if curves == layout.timeline.curves else (step,)))
    doses = layout.timeline.plans[step].doses
    plot = layout.kept.get(key, lambda: _plotted(state.id, layout, panel, curves, doses))
    shapes: list[Shape] = [plot.still]
    if state.now_h is not None:
        ink, unit = layout.look.colours.colours["text"], layout.unit
        x = plot.across(state.now_h)
        shapes.append(Path(((x, plot.box.low), (x, plot.box.high)), ink, 2.0 * unit, alpha=0.8))
        if can_be_dragged(layout, state.id):
            shapes.append(
                Disc(
                    (x, plot.box.high), 8.0 * unit, ink, 1.0, layout.look.colours.colours["veil"], 2.0 * unit
                )
            )
        for curve, colour in plot.curves:
            at = (x, plot.up(curve.at(state.now_h)))
            shapes.append(Disc(at, 8.0 * unit, colour, 1.0, ink, 2.5 * unit))
    return Group(state.id, tuple(shapes), state.alpha)


def can_be_dragged(layout: Layout, name: str) -> bool:
    """Tell whether a chart's line can be dragged through the steps of its scene: there are two moments or more."""
    figure, moments = layout.timeline.scene.cast[name], {step.moments_h for step in layout.timeline.steps}
    return isinstance(figure, Chart) and not layout.half and len(moments - {None}) > 1


def hours_of(layout: Layout, name: str, step: int, x: float) -> float:
    """Return the hours after the first dose that a pixel of a chart's time stands for."""
    figure = layout.timeline.scene.cast[name]
    assert isinstance(figure, Chart)
    plot = chart_plot(layout, name, layout.panel(name, step))
    first, last = (quantity.to("h") for quantity in figure.span)
    part = min(max((x - plot.left) / plot.width, 0.0), 1.0)
    return first * (last / first) ** part if figure.log and first > 0 else mix(first, last, part)


@dataclass(frozen=True, slots=True, eq=False)
class _Plot:
    """A chart without its now: its still picture, where its curves lie, and how hours and values become pixels."""

    still: Group
    box: Box
    across: Callable[[float], float]
    up: Callable[[float], float]
    curves: tuple[tuple[Curve, str], ...]


def _plotted(
    name: str,
    layout: Layout,
    panel: Panel,
    by_name: Mapping[str, Curve],
    doses: Mapping[str, tuple[float, ...]],
) -> _Plot:
    figure = layout.timeline.scene.cast[name]
    assert isinstance(figure, Chart)
    box, shrink = panel.box, panel.shrink
    colours, unit, wording = layout.look.colours.colours, layout.unit, layout.wording
    plot = chart_plot(layout, name, panel)
    first, last = (quantity.to("h") for quantity in figure.span)
    shapes: list[Shape] = [
        Fill(box, colours["veil"], PANEL, 16.0 * unit, colours["control-edge"], 1.5 * unit)
    ]
    small, words = layout.type(TICK, shrink), layout.type(PANEL_TEXT, shrink)
    y = box.low + 14.0 * unit
    for line_said in chart_title(layout, name, box, shrink):
        y += words * 1.12
        shapes.append(Label(line_said, (box.left + 36.0 * unit, y), words, colours["text"], "semibold"))
        y += words * (LEADING - 1.12)

    def across(hours: float) -> float:
        part = (
            math.log(max(hours, 1e-6) / first) / math.log(last / first)
            if figure.log and first > 0
            else (hours - first) / (last - first)
        )
        return mix(plot.left, plot.right, min(max(part, 0.0), 1.0))

    def up(value: float) -> float:
        return mix(plot.high, plot.low, (value - figure.low) / (figure.high - figure.low))

    shown_until = -math.inf
    for tick in figure.ticks:
        x = across(tick.to("h"))
        shapes.append(Path(((x, plot.low), (x, plot.high)), colours["control-edge"], 1.2 * unit, alpha=0.6))
        text = f"{wording.number(f'{tick.value:g}')}{NBSP}{wording.program(tick.unit)}"
        half = width(text, small) / 2
        if x - half > shown_until:  # where words would meet, the line alone stays
            shown_until = x + half + 0.3 * small
            shapes.append(
                Label(text, (x, plot.high + small * 1.5), small, colours["text-quiet"], anchor="centre")
            )
    shapes.append(Path(((plot.left, plot.high), (plot.right, plot.high)), colours["hairline"], 1.5 * unit))
    rest = 0.0 if figure.points else 1.0  # measured points are differences, curves are relative
    between = figure.low < rest < figure.high and not figure.points
    ends = (figure.low, *(() if between else (figure.high,)))
    near = figure.points and figure.low < rest < figure.high  # numbers that would meet: what is at rest stays
    for value in (end for end in ends if not near or abs(up(end) - up(rest)) >= 1.6 * small):
        text = wording.number(f"{value:g}")
        shapes.append(
            Label(
                text,
                (plot.left - 12.0 * unit, up(value) + small * 0.34),
                small,
                colours["text-quiet"],
                anchor="right",
            )
        )
    if figure.low < rest < figure.high:  # what it was before, or no difference
        shapes.append(
            Path(
                ((plot.left, up(rest)), (plot.right, up(rest))),
                colours["hairline"],
                1.5 * unit,
                0.8,
                dash=(6 * unit, 6 * unit),
            )
        )
        one = Label(
            wording.number(f"{rest:g}"),
            (plot.left - 12.0 * unit, up(rest) + small * 0.34),
            small,
            colours["text-quiet"],
            anchor="right",
        )
        shapes.append(one)
    curves: list[tuple[Curve, str]] = []
    rows = chart_series(layout, name, box, shrink)
    for i, series in enumerate(figure.series):
        curve = by_name.get(series.curve)
        if curve is None:
            continue
        colour = (
            layout.look.colours.substances[series.colour].mid
            if series.colour is not None and series.colour in layout.look.colours.substances
            else colours["accent"]
        )
        dash = (12.0 * unit, 7.0 * unit) if curve.assumed else None
        if layout.look.lens and series.evidence is not None:
            style = DASHES[series.evidence]
            dash = (style[0] * unit, style[1] * unit) if style is not None else None
        hours = [
            first * (last / first) ** (i / 80) if figure.log and first > 0 else mix(first, last, i / 80)
            for i in range(81)
        ]
        line: tuple[Point, ...] = tuple((across(h), up(curve.at(h))) for h in hours)
        # A curve that starts from rest is filled to there: what changed, without the ground that all curves share.
        starts = curve.at(hours[0])
        lifted = figure.low < rest < figure.high and abs(starts - rest) < abs(starts - figure.low)
        base = up(rest if lifted else figure.low)
        shapes.append(
            Path(
                (*line, (line[-1][0], base), (line[0][0], base)),
                colour,
                0.0,
                0.16,
                fill=colour,
                closed=True,
            )
        )
        shapes.append(Path(line, colour, 3.2 * unit, dash=dash))
        said = series_name(layout, name, i)
        row = next(k for k, each in enumerate(rows) if i in each)
        before = rows[row][: rows[row].index(i)]
        x = box.left + 36.0 * unit + sum(series_width(layout, name, k, shrink) for k in before)
        at = y + (row * LEADING + 1.12) * words
        key: tuple[Point, ...] = ((x, at - 0.32 * words), (x + 46.0 * unit, at - 0.32 * words))
        shapes.append(Path(key, colour, 4.0 * unit, dash=dash))
        shapes.append(Label(said, (x + 60.0 * unit, at), words, colours["text"], "semibold"))
        curves.append((curve, colour))
    shapes += _marks(name, layout, panel, doses, y + len(rows) * words * LEADING, plot, across, up)
    return _Plot(Group("plot", tuple(shapes), still=True), plot, across, up, tuple(curves))


def _marks(
    name: str,
    layout: Layout,
    panel: Panel,
    doses: Mapping[str, tuple[float, ...]],
    y: float,
    plot: Box,
    across: Callable[[float], float],
    up: Callable[[float], float],
) -> list[Shape]:
    """Return a chart's measured points with their error bars, its marks of doses, and what they are, from y down."""
    figure = layout.timeline.scene.cast[name]
    assert isinstance(figure, Chart)
    colours, unit = layout.look.colours.colours, layout.unit
    words = layout.type(PANEL_TEXT, panel.shrink)
    ink = colours["text"]
    shapes: list[Shape] = []
    x = panel.box.left + 48.0 * unit
    last = figure.span[1].to("h")
    told = chart_marks(layout, name, panel.box, panel.shrink)
    for i, (one, lines) in enumerate(zip(figure.marks, told, strict=True)):
        substances = layout.look.colours.substances
        colour = (
            substances[one.colour].mid
            if one.colour is not None and one.colour in substances
            else colours["accent"]
        )
        for k, line in enumerate(lines):
            at = y + 1.12 * words
            if k == 0 and isinstance(one, ChartPoint):
                shapes.append(Disc((x, at - 0.32 * words), 7.0 * unit, colour, 1.0, ink, 2.0 * unit))
            elif k == 0:
                shapes.append(_wedge((x, at - 0.6 * words), 8.0 * unit, colour))
            shapes.append(Label(line, (x + 24.0 * unit, at), words, ink, "semibold"))
            y += words * LEADING
        if isinstance(one, ChartPoint):
            middle, cap = across(one.at.to("h")), 9.0 * unit
            low, high = up(one.low), up(one.high)
            shapes.append(Path(((middle, low), (middle, high)), colour, 3.0 * unit))
            for end in (low, high):
                shapes.append(Path(((middle - cap, end), (middle + cap, end)), colour, 3.0 * unit))
            shapes.append(Disc((middle, up(one.value)), 9.0 * unit, colour, 1.0, ink, 2.5 * unit))
        else:
            row = len(figure.doses) - (i - len(figure.points))
            top, drawn = plot.low - (row * DOSES - 2.0) * unit, -math.inf
            for hours in _given(one, doses, last):
                middle = across(hours)
                if middle - drawn >= 14.0 * unit:  # where doses crowd, as many as can be told apart
                    shapes.append(_wedge((middle, top), 6.0 * unit, colour))
                    drawn = middle
    return shapes


def _given(one: Doses, doses: Mapping[str, tuple[float, ...]], last_h: float) -> list[float]:
    """Return the hours of the doses that a row marks: those of a regimen of the model, or as the author wrote them."""
    if one.regimen is not None:
        return [hours for hours in doses.get(one.regimen, ()) if hours <= last_h]
    if one.every is None:
        return [0.0]
    every = one.every.to("h")
    return [k * every for k in range(int(last_h / every) + 1)]


def _wedge(top: Point, half: float, colour: str) -> Path:
    """Return a small wedge that points down: a dose."""
    x, y = top
    outline = ((x - half, y), (x + half, y), (x, y + 1.6 * half))
    return Path(outline, colour, 1.0, fill=colour, closed=True)
