"""Charts, cards and numbers on the stage. Knows plots and type; its values come from curves and the scene's text."""

import math

from visualizer.core.easing import mix
from visualizer.core.geometry import Box, Point
from visualizer.figures.captions import DASHES
from visualizer.figures.layout import LEADING, Layout
from visualizer.figures.wording import EVIDENCE, NBSP
from visualizer.frame.shapes import Disc, Fill, Group, Label, Path, Shape
from visualizer.frame.type import width, wrap
from visualizer.scene.model import Card, Chart
from visualizer.timeline import Snapshot
from visualizer.timeline.snapshot import CardView, ChartView, NumberView

PANEL_TITLE, PANEL_TEXT, TICK, NUMBER = 31.0, 24.0, 20.0, 34.0


def panels(snapshot: Snapshot, layout: Layout) -> tuple[Shape, ...]:
    """Return the charts, cards and numbers that are on."""
    shapes = list(numbers(snapshot.numbers, layout))
    for plot in snapshot.charts:
        shapes += chart(plot, layout)
    for claims in snapshot.cards:
        shapes += card(claims, layout)
    return tuple(shapes)


def numbers(states: tuple[NumberView, ...], layout: Layout) -> tuple[Shape, ...]:
    """Return the numbers that are on, side by side at the foot of the action: the name small, the value large."""
    colours, unit = layout.look.colours.colours, layout.unit
    shapes: list[Shape] = []
    size, small = layout.type(NUMBER), layout.type(PANEL_TEXT)
    for state, (_, box) in zip(states, number_boxes(states, layout), strict=True):
        name, text = _number_words(state, layout)
        x, y = box.left, box.high - 12.0 * unit
        shapes.append(Label(name, (x, y - size * 1.12), small, colours["text-quiet"], alpha=state.alpha))
        shapes.append(Label(text, (x, y), size, colours["text"], "semibold", alpha=state.alpha))
    return tuple(shapes)


def number_boxes(states: tuple[NumberView, ...], layout: Layout) -> tuple[tuple[str, Box], ...]:
    """Return the place of each number that is on, by its figure's name."""
    found = []
    unit, size, small = layout.unit, layout.type(NUMBER), layout.type(PANEL_TEXT)
    x, y = layout.action.left, layout.action.high - 16.0 * unit
    for state in states:
        name, text = _number_words(state, layout)
        wide = max(width(name, small), width(text.replace("0", "8"), size, "semibold"))
        found.append((state.id, Box(x, y - size * 1.12 - small, x + wide, y + 12.0 * unit)))
        x += wide + 48.0 * unit
    return tuple(found)


def _number_words(state: NumberView, layout: Layout) -> tuple[str, str]:
    number = layout.wording.number(f"{state.value:.{state.decimals}f}")
    return layout.wording.figure(state.id), f"{number}{NBSP}{state.unit}"


def card(state: CardView, layout: Layout) -> tuple[Shape, ...]:
    """Return a card's claims, each with its evidence as a line style and a word."""
    figure = layout.timeline.scene.cast[state.id]
    assert isinstance(figure, Card)
    box = layout.sheet
    colours, unit, wording = layout.look.colours.colours, layout.unit, layout.wording
    inset = (26.0 if layout.half else 44.0) * unit
    size, small = layout.type(PANEL_TITLE), layout.type(PANEL_TEXT)
    column = max(width(wording.program(word), small, "semibold") for word in EVIDENCE.values()) + 84.0 * unit
    lines = [
        wrap(
            wording.said("says", row.says, "cast", state.id), size, "regular", box.width - 2 * inset - column
        )
        for row in figure.rows
    ]
    heights = [len(text) * size * LEADING for text in lines]
    # Where the claims need more room than there is, the card grows upwards over what it is about.
    needed = sum(heights) + 2 * inset + 8.0 * unit * (len(lines) - 1)
    box = Box(box.left, min(box.low, box.high - needed), box.right, box.high)
    shapes: list[Shape] = [Fill(box, colours["veil"], 0.82, 16.0 * unit, colours["control-edge"], 1.5 * unit)]
    gap = (box.height - sum(heights) - 2 * inset) / max(len(lines) - 1, 1) if len(lines) > 1 else 0.0
    y = box.low + inset
    for row, text, high, come in zip(figure.rows, lines, heights, state.rows, strict=True):
        middle = y + high / 2
        if come > 0.0:
            parts: list[Shape] = []
            line_y = middle
            dash = DASHES[row.evidence]
            parts.append(
                Path(
                    ((box.left + inset, line_y), (box.left + inset + 56.0 * unit, line_y)), colours[row.evidence], 4.0 * unit,
                    dash=(dash[0] * unit, dash[1] * unit) if dash is not None else None,
                )
            )  # fmt: skip
            word = wording.program(EVIDENCE[row.evidence])
            parts.append(
                Label(
                    word,
                    (box.left + inset + 70.0 * unit, middle + small * 0.32),
                    small,
                    colours[row.evidence],
                    "semibold",
                )
            )
            baseline = y + size
            for line in text:
                parts.append(Label(line, (box.left + inset + column, baseline), size, colours["text"]))
                baseline += size * LEADING
            shapes.append(
                Group(f"{state.id}-row", tuple(parts), come)
                if come < 1.0
                else Group(f"{state.id}-row", tuple(parts))
            )
        y += high + gap
    return (Group(state.id, tuple(shapes), state.alpha),) if state.alpha < 1.0 else tuple(shapes)


def chart(state: ChartView, layout: Layout) -> tuple[Shape, ...]:
    """Return a plot of the scene's curves over the long clock, lightly filled, with a dot at now."""
    figure = layout.timeline.scene.cast[state.id]
    assert isinstance(figure, Chart)
    box = layout.plot
    colours, unit, wording = layout.look.colours.colours, layout.unit, layout.wording
    plot = Box(
        box.left + 84.0 * unit, box.low + 112.0 * unit, box.right - 44.0 * unit, box.high - 62.0 * unit
    )
    first, last = (quantity.to("h") for quantity in figure.span)
    shapes: list[Shape] = [Fill(box, colours["veil"], 0.55, 16.0 * unit, colours["control-edge"], 1.5 * unit)]
    small = layout.type(TICK)
    if figure.says is not None:
        text = wording.said("says", figure.says, "cast", state.id)
        shapes.append(
            Label(
                text,
                (box.left + 36.0 * unit, box.low + 46.0 * unit),
                layout.type(PANEL_TEXT),
                colours["text"],
                "semibold",
            )
        )

    def across(hours: float) -> float:
        part = (
            math.log(max(hours, 1e-6) / first) / math.log(last / first)
            if figure.log and first > 0
            else (hours - first) / (last - first)
        )
        return mix(plot.left, plot.right, min(max(part, 0.0), 1.0))

    def up(value: float) -> float:
        return mix(plot.high, plot.low, (value - figure.low) / (figure.high - figure.low))

    for tick in figure.ticks:
        x = across(tick.to("h"))
        shapes.append(Path(((x, plot.low), (x, plot.high)), colours["control-edge"], 1.2 * unit, alpha=0.6))
        text = f"{tick.value:g}{NBSP}{wording.program(tick.unit)}"
        shapes.append(
            Label(text, (x, plot.high + small * 1.5), small, colours["text-quiet"], anchor="centre")
        )
    shapes.append(Path(((plot.left, plot.high), (plot.right, plot.high)), colours["hairline"], 1.5 * unit))
    for value in (figure.low, *(() if figure.low < 1.0 < figure.high else (figure.high,))):
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
    if figure.low < 1.0 < figure.high:  # a relative curve: 1 is what it was before
        shapes.append(
            Path(
                ((plot.left, up(1.0)), (plot.right, up(1.0))),
                colours["hairline"],
                1.5 * unit,
                0.8,
                dash=(6 * unit, 6 * unit),
            )
        )
        one = Label(
            wording.number("1"),
            (plot.left - 12.0 * unit, up(1.0) + small * 0.34),
            small,
            colours["text-quiet"],
            anchor="right",
        )
        shapes.append(one)
    if state.now_h is not None:
        x = across(state.now_h)
        shapes.append(Path(((x, plot.low), (x, plot.high)), colours["text"], 2.0 * unit, alpha=0.8))
    x = box.left + 36.0 * unit
    for series in figure.series:
        curve = layout.timeline.curves.get(series.curve)
        if curve is None:
            continue
        colour = (
            layout.look.colours.substances[series.colour].mid
            if series.colour is not None and series.colour in layout.look.colours.substances
            else colours["accent"]
        )
        hours = [
            first * (last / first) ** (i / 80) if figure.log and first > 0 else mix(first, last, i / 80)
            for i in range(81)
        ]
        line: tuple[Point, ...] = tuple((across(h), up(curve.at(h))) for h in hours)
        shapes.append(
            Path(
                (*line, (line[-1][0], plot.high), (line[0][0], plot.high)),
                colour,
                0.0,
                0.16,
                fill=colour,
                closed=True,
            )
        )
        shapes.append(
            Path(line, colour, 3.2 * unit, dash=(12.0 * unit, 7.0 * unit) if curve.assumed else None)
        )
        name = wording.said("says", series.name, "cast", state.id)
        shapes.append(Label(name, (x, box.low + 80.0 * unit), layout.type(PANEL_TEXT), colour, "semibold"))
        x += width(name, layout.type(PANEL_TEXT), "semibold") + 30.0 * unit
        if state.now_h is not None:
            shapes.append(
                Disc(
                    (across(state.now_h), up(curve.at(state.now_h))),
                    8.0 * unit,
                    colour,
                    1.0,
                    colours["text"],
                    2.5 * unit,
                )
            )
    return (Group(state.id, tuple(shapes), state.alpha),) if state.alpha < 1.0 else tuple(shapes)
