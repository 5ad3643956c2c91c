"""The panel of knobs beside the picture: what may be asked of the model, and what came of it. Knows words and shapes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from visualizer.core.geometry import Box, Point
from visualizer.frame import type as typeface
from visualizer.frame.shapes import Disc, Fill, Group, Label, Path, Region, Shape
from visualizer.modes import pieces
from visualizer.modes.blocks import Block, fitting, limit_of, stacked, text_block
from visualizer.modes.cards import panel_box
from visualizer.modes.pieces import Chrome, Colours, Hand, Icon, Measure, Setting
from visualizer.modes.words import Comparison, Control, Say, Switch, WhatIf, Words
from visualizer.session import Session

_INSET, _GAP = 26.0, 14.0
_PLOT_HIGH = 190.0
_LEAST_ROWS = 330.0  # lines of 1080 that the controls keep; with less, the plot scrolls with them
_LEAST_BLOCKS = 3  # of them, a heading and two controls, stay in sight however large the type
_TICKS = ((1.0, "1", "h"), (24.0, "1", "d"), (168.0, "1", "wk"), (1344.0, "8", "wk"))


@dataclass(frozen=True, slots=True)
class _Asked:
    """All that the panel hangs on while the show runs beside it; only the dot on its plot moves with the show."""

    found: WhatIf
    colours: Colours
    measure: Measure
    language: str
    scroll: int
    chosen: tuple[str, str]  # by the pointer, by the keyboard
    curves: tuple[str, ...]
    curves_log: bool
    research: bool
    say: Say = field(compare=False)

    @property
    def setting(self) -> Setting:
        """Return what the panel is drawn for."""
        session = Session(
            language=self.language,
            scroll=self.scroll,
            pointed=self.chosen[0],
            focus=self.chosen[1],
            curves=self.curves,
            curves_log=self.curves_log,
            research=self.research,
        )
        return Setting(session, Words(self.say, what_if=self.found), self.colours, self.measure)


def what_if_panel(setting: Setting) -> Chrome:
    """Return the panel: what came of it above, the controls below, and at its foot what leads on and back."""
    session, found, plot = setting.session, setting.words.what_if, setting.words.what_if.plot
    asked = _Asked(
        found if plot is None else replace(found, plot=replace(plot, now_h=None)),
        setting.colours,
        setting.measure,
        session.language,
        session.scroll,
        (session.pointed, session.focus),
        session.curves,
        session.curves_log,
        session.research,
        setting.words.say,
    )
    page, corner = _still(asked)
    if plot is None or corner is None:
        return page
    return replace(page, shapes=(*page.shapes, *_dot(setting, plot, _plot_box(setting, plot, corner))))


@lru_cache(maxsize=4)
def _still(asked: _Asked) -> tuple[Chrome, Point | None]:
    """Return the panel without the dot on its plot, as one picture; and where what came of it stands, if it shows."""
    page, corner = _page(asked.setting)
    return replace(page, shapes=(Group("what-if", page.shapes, still=True),)), corner


def _page(setting: Setting) -> tuple[Chrome, Point | None]:
    measure, colours, say, found = setting.measure, setting.colours, setting.words.say, setting.words.what_if
    box, unit = panel_box(setting), measure.unit
    inset, target = _INSET * unit, measure.target
    wide = _wide(setting)
    head = max(measure.text(32) * 1.5, target)
    foot = target + 10 * unit
    blocks = _rows(setting, wide)
    top = box.low + 0.5 * inset + head
    shown, corner = Chrome(), None
    if found.plot is not None:
        above, corner = _outcome(setting, found.plot), (box.left + inset, top)
        least = max(_LEAST_ROWS * unit, sum(block.height for block in blocks[:_LEAST_BLOCKS]))
        if box.high - foot - top - above.height >= least:
            shown += _placed(above, corner)
            top += above.height
        else:
            blocks = (above, *blocks)
            corner = corner if setting.session.scroll == 0 else None
    room = box.high - foot - top
    limit = limit_of(blocks, 1, room)
    first = min(setting.session.scroll, limit)
    last = fitting(blocks, first, room)
    ground = Fill(box, colours.control, 1.0, 16 * unit, colours.edge, max(1.0, 1.5 * unit))
    title_at = (
        box.left + inset,
        box.low + 0.5 * inset + head / 2 + typeface.CAP_HEIGHT * measure.text(32) / 2,
    )
    title = Label(say("What if?"), title_at, measure.text(32), colours.text, "semibold")
    page = Chrome((ground, title), (Region("what-if-page", box, "page"),)) + shown
    y = top
    for block in blocks[first:last]:
        page += _placed(block, (box.left + inset, y))
        y += block.height
    return page + _foot(setting, box, first > 0, last < len(blocks), limit), corner


def _wide(setting: Setting) -> float:
    return panel_box(setting).width - 2 * _INSET * setting.measure.unit


def _foot(setting: Setting, box: Box, above: bool, below: bool, limit: int) -> Chrome:
    """Return the cross above, and below what scrolls and what puts everything back."""
    measure, say, unit = setting.measure, setting.words.say, setting.measure.unit
    target, inset = measure.target, _INSET * unit
    right = box.right - inset / 2 - target / 2
    out = pieces.icon_button(setting, "close", (right, box.low + inset / 2 + target / 2), pieces.close_icon)
    middle = box.high - target / 2 - 6 * unit
    if below:
        out += pieces.icon_button(setting, "scroll:1", (right, middle), _arrow(1.0))
    if above:
        out += pieces.icon_button(setting, "scroll:-1", (right - target, middle), _arrow(-1.0))
    if setting.words.what_if.turned:
        size = measure.text()
        text = say("All as it was (F9)")
        room = box.width - 2 * inset - 2 * target - 34 * unit
        size *= min(1.0, room / max(typeface.width(text, size, "semibold"), 1.0))
        wide = typeface.width(text, size, "semibold") + 34 * unit
        place = Box(
            box.left + inset,
            middle - target / 2 + 4 * unit,
            box.left + inset + wide,
            middle + target / 2 - 4 * unit,
        )
        at = (place.centre[0], pieces.line_under(middle, size))
        label = Label(text, at, size, setting.colours.text, "semibold", "centre")
        out += Chrome(
            (*pieces.plate(setting, "reset-knobs", place, shown=True), label),
            (Region("reset-knobs", place, "button"),),
        )
    return Chrome(out.shapes, out.regions, limit)


def _placed(block: Block, corner: Point) -> Chrome:
    return Chrome(block.draw(corner), block.buttons(corner) if block.buttons is not None else ())


def _rows(setting: Setting, wide: float) -> tuple[Block, ...]:
    say, found, session = setting.words.say, setting.words.what_if, setting.session
    if not (found.controls or found.switches or found.research):
        return (_words(setting, say("This scene has no model underneath."), wide),)
    rows: list[Block] = []
    group = ""
    for control in found.controls:
        if control.group != group:
            group = control.group
            rows.append(_words(setting, group, wide, "semibold"))
        rows.append(_control(setting, control, wide))
    if found.plot is not None:
        rows.append(
            _switch(
                setting,
                Switch(f"curve:{found.plot.curve}", say("This curve on the picture"), "", found.plot.on),
                wide,
            )
        )
    if session.curves:
        rows.append(
            _switch(
                setting, Switch("curve-time", say("Time in equal steps"), "", not session.curves_log), wide
            )
        )
    if found.switches:
        rows.append(_words(setting, say("What if, besides …"), wide, "semibold"))
    rows += [_switch(setting, switch, wide) for switch in found.switches]
    if found.research:
        text = say("Less") if session.research else say("Research: all that the model can be asked")
        rows.append(_switch(setting, Switch("research", text, "", session.research), wide))
        if session.research:
            rows += [
                _control(setting, one, wide) if isinstance(one, Control) else _switch(setting, one, wide)
                for one in found.research
            ]
    if found.came:  # below the controls, so that these keep their places
        rows.append(_words(setting, say("What changed"), wide, "semibold"))
        came = (
            say("{name}: {text}").format(name=_capital(say(kind)), text=names) for kind, names in found.came
        )
        rows += [_words(setting, line, wide) for line in came]
    return tuple(rows)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _words(setting: Setting, text: str, wide: float, weight: str = "regular") -> Block:
    measure, colours = setting.measure, setting.colours
    return text_block(text, wide, Hand(measure.text(), colours.text, weight), _GAP * measure.unit)


def _control(setting: Setting, control: Control, wide: float) -> Block:
    """Return a knob: what it is, and its value between what leads down and up."""
    measure, colours = setting.measure, setting.colours
    unit, size, target = measure.unit, measure.text(), measure.target
    said = f"{control.says} · {control.usual}" if control.usual else control.says
    name = text_block(said, wide, Hand(size, colours.quiet), 2 * unit)
    room = wide - 2 * target - 16 * unit
    lines = typeface.wrap(control.value, size, "semibold", room)
    pitch = size * typeface.LINE_HEIGHT
    high = max(target, len(lines) * pitch + 10 * unit)

    def middle(corner: Point) -> float:
        return corner[1] + name.height + high / 2

    def draw(corner: Point) -> tuple[Shape, ...]:
        x, y = corner[0], middle(corner)
        place = Box(x + target + 4 * unit, y - high / 2, x + wide - target - 4 * unit, y + high / 2)
        edge = colours.accent if control.changed else colours.edge
        shapes: list[Shape] = [
            *name.draw(corner),
            Fill(
                place,
                colours.control,
                0.7,
                10 * unit,
                edge,
                max(1.0, (2.5 if control.changed else 1.5) * unit),
            ),
        ]
        for i, line in enumerate(lines):
            at = (place.centre[0], pieces.line_under(y + (i - (len(lines) - 1) / 2) * pitch, size))
            shapes.append(Label(line, at, size, colours.text, "semibold", "centre"))
        for region, icon in _ends(control, corner):
            shapes += pieces.icon_button(setting, region.name, region.box.centre, icon).shapes
        return tuple(shapes)

    def _ends(control: Control, corner: Point) -> list[tuple[Region, Icon]]:
        y = middle(corner)
        out: list[tuple[Region, Icon]] = []
        for target_name, x, icon in (
            (control.less, corner[0] + target / 2, _minus if control.counts else _back),
            (control.more, corner[0] + wide - target / 2, _plus if control.counts else _on),
        ):
            if target_name:
                out.append((Region(target_name, pieces.square((x, y), target), "button"), icon))
        return out

    def buttons(corner: Point) -> tuple[Region, ...]:
        return tuple(region for region, _ in _ends(control, corner))

    return Block(name.height + high + _GAP * unit, draw, buttons=buttons)


def _switch(setting: Setting, switch: Switch, wide: float) -> Block:
    """Return an intervention: a square that is full when it is in use, what is done, and a line on what that is."""
    measure, colours = setting.measure, setting.colours
    unit, size = measure.unit, measure.text()
    left = size * 1.7
    parts = [text_block(switch.plain, wide - left - 12 * unit, Hand(size, colours.text, "semibold"), 0.0)]
    if switch.says:
        parts.append(text_block(switch.says, wide - left - 12 * unit, Hand(size, colours.quiet), 0.0))
    said = stacked(parts, 0.0)
    high = max(measure.target, said.height + 14 * unit)

    def box(corner: Point) -> Box:
        return Box(corner[0], corner[1], corner[0] + wide, corner[1] + high)

    def draw(corner: Point) -> tuple[Shape, ...]:
        place = box(corner)
        first = corner[1] + (high - said.height) / 2
        side, x = size * 0.86, corner[0] + 12 * unit
        y = first + size * typeface.LINE_HEIGHT / 2
        mark = Box(x, y - side / 2, x + side, y + side / 2)
        shapes: list[Shape] = [*pieces.plate(setting, switch.name, place, shown=switch.on)]
        fill = colours.accent if switch.on else colours.control
        shapes.append(Fill(mark, fill, 1.0, 0.2 * side, colours.text, max(1.5, 2 * unit)))
        if switch.on:
            tick = ((-0.28, 0.02), (-0.06, 0.24), (0.3, -0.22))
            line = tuple((mark.centre[0] + dx * side, mark.centre[1] + dy * side) for dx, dy in tick)
            shapes.append(Path(line, colours.control, max(2.0, 0.14 * side)))
        return (*shapes, *said.draw((corner[0] + left + 6 * unit, first)))

    return Block(high + 8 * unit, draw, buttons=lambda corner: (Region(switch.name, box(corner), "button"),))


# ------------------------------------------------------------------------------------------------ what came


def _named(setting: Setting, plot: Comparison) -> tuple[tuple[str, ...], float]:
    """Return the lines of a plot's name, and how high they and what stands beside them are."""
    measure, say = setting.measure, setting.words.say
    sized = say("{name} (size assumed)").format(name=plot.name) if plot.assumed else plot.name
    room = _wide(setting) - 2 * measure.target - 16 * measure.unit
    lines = typeface.wrap(sized, measure.text(), "semibold", room)
    return lines, max(measure.target, len(lines) * measure.text() * typeface.LINE_HEIGHT)


def _plot_box(setting: Setting, plot: Comparison, corner: Point) -> Box:
    """Return where the plot itself lies below its name."""
    (x, y), (_, head), unit = corner, _named(setting, plot), setting.measure.unit
    return Box(x, y + head + 8 * unit, x + _wide(setting), y + head + _PLOT_HIGH * unit)


def _outcome(setting: Setting, plot: Comparison) -> Block:
    """Return the plot of one curve before and after, with its name between what leads to the curves before and after it."""
    measure, colours, say = setting.measure, setting.colours, setting.words.say
    size, target, wide = measure.text(), measure.target, _wide(setting)
    lines, head = _named(setting, plot)
    pitch = size * typeface.LINE_HEIGHT
    high = _PLOT_HIGH * measure.unit
    legend = say("thin: before · thick: now") if plot.came else ""
    came = _capital(say(plot.came)) if plot.came else ""
    room = wide - typeface.width(came, size, "semibold") - 0.6 * size
    below = 1 if came and typeface.width(legend, size) > room else 0  # large type stacks the two
    if typeface.width(legend, size) > wide:
        legend, below = "", 0

    def draw(corner: Point) -> tuple[Shape, ...]:
        x, y = corner[0] + wide / 2, corner[1] + head / 2
        shapes: list[Shape] = []
        for i, line in enumerate(lines):
            at = (x, pieces.line_under(y + (i - (len(lines) - 1) / 2) * pitch, size))
            shapes.append(Label(line, at, size, colours.text, "semibold", "centre"))
        for name, at_x, icon in _turns(corner):
            shapes += pieces.icon_button(setting, name, (at_x, y), icon).shapes
        box = _plot_box(setting, plot, corner)
        shapes += plotted(setting, plot, box)
        at = (corner[0] + wide, box.high + size * (2.3 + 1.2 * below))
        shapes.append(Label(legend, at, size, colours.quiet, anchor="right"))
        if plot.came:
            at = (corner[0], box.high + size * 2.3)
            shapes.append(Label(came, at, size, colours.text, "semibold"))
        return tuple(shapes)

    def _turns(corner: Point) -> tuple[tuple[str, float, Icon], ...]:
        return (
            ("plot-before", corner[0] + target / 2, _side(-1.0)),
            ("plot-next", corner[0] + wide - target / 2, _side(1.0)),
        )

    def buttons(corner: Point) -> tuple[Region, ...]:
        y = corner[1] + head / 2
        return tuple(Region(name, pieces.square((x, y), target), "button") for name, x, _ in _turns(corner))

    return Block(head + high + size * (2.9 + 1.2 * below), draw, buttons=buttons)


def plotted(setting: Setting, plot: Comparison, box: Box) -> tuple[Shape, ...]:
    """Return a curve before and after over the logarithm of time, between its least and its most."""
    measure, colours = setting.measure, setting.colours
    unit, size = measure.unit, measure.text()
    low, high = _ends_of(plot)
    first, last = plot.hours[0], plot.hours[-1]

    def across(hours: float) -> float:
        return _across(hours, first, last, box)

    shapes: list[Shape] = [
        Path(((box.left, box.high), (box.right, box.high)), colours.edge, max(1.0, 1.5 * unit)),
    ]
    until = -math.inf
    for hours, number, sign in _TICKS:
        x = across(hours)
        text = f"{number}\u00a0{setting.words.say(sign)}"
        half = typeface.width(text, size) / 2
        shapes.append(Path(((x, box.low), (x, box.high)), colours.edge, max(1.0, unit), alpha=0.5))
        at = min(max(x, box.left + half), box.right - half)
        if at - half > until:
            shapes.append(Label(text, (at, box.high + size * 1.15), size, colours.quiet, anchor="centre"))
            until = at + half + 0.4 * size
    for values, colour, thick in ((plot.before, colours.quiet, 2.0), (plot.after, colours.accent, 4.0)):
        shapes.append(Path(_line(plot.hours, values, low, high, box), colour, max(1.5, thick * unit)))
    return tuple(shapes)


def _dot(setting: Setting, plot: Comparison, box: Box) -> tuple[Shape, ...]:
    """Return the dot on a plot's curve at the moment that the picture shows; none before the curve begins."""
    first, last = plot.hours[0], plot.hours[-1]
    if plot.now_h is None or plot.now_h < first:
        return ()
    (low, high), unit, colours = _ends_of(plot), setting.measure.unit, setting.colours
    near = next((i for i, hours in enumerate(plot.hours) if hours >= plot.now_h), len(plot.hours) - 1)
    at = (_across(plot.now_h, first, last, box), _up(plot.after[near], low, high, box))
    return (Disc(at, max(4.0, 7 * unit), colours.accent, 1.0, colours.text, max(1.5, 2.5 * unit)),)


@lru_cache(maxsize=8)
def _line(
    hours: tuple[float, ...], values: tuple[float, ...], low: float, high: float, box: Box
) -> tuple[Point, ...]:
    """Return a curve between two values in a box; it stays the same for as long as nothing is turned."""
    return tuple(
        (_across(h, hours[0], hours[-1], box), _up(v, low, high, box))
        for h, v in zip(hours, values, strict=True)
    )


def _across(hours: float, first: float, last: float, box: Box) -> float:
    part = math.log(min(max(hours, first), last) / first) / math.log(last / first)
    return box.left + part * box.width


def _up(value: float, low: float, high: float, box: Box) -> float:
    return box.high - (value - low) / (high - low) * box.height


def _ends_of(plot: Comparison) -> tuple[float, float]:
    both = (*plot.before, *plot.after)
    low, high = min(both), max(both)
    room = 0.06 * (high - low) or 0.5 * max(abs(high), 1.0)
    return low - room, high + room


# --------------------------------------------------------------------------------------------------- icons


def _minus(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
    return (Path(((at[0] - 0.34 * size, at[1]), (at[0] + 0.34 * size, at[1])), colour, max(2.0, 0.1 * size)),)


def _plus(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
    upright = Path(((at[0], at[1] - 0.34 * size), (at[0], at[1] + 0.34 * size)), colour, max(2.0, 0.1 * size))
    return (*_minus(at, size, colour), upright)


def _arrow(down: float) -> Icon:
    return _down if down > 0 else _upward


def _side(right: float) -> Icon:
    return _on if right > 0 else _back


def _chevron(at: Point, size: float, colour: str, points: Sequence[Point]) -> tuple[Shape, ...]:
    return (
        Path(tuple((at[0] + x * size, at[1] + y * size) for x, y in points), colour, max(2.0, 0.11 * size)),
    )


def _down(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
    return _chevron(at, size, colour, ((-0.3, -0.15), (0.0, 0.17), (0.3, -0.15)))


def _upward(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
    return _chevron(at, size, colour, ((-0.3, 0.15), (0.0, -0.17), (0.3, 0.15)))


def _on(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
    return _chevron(at, size, colour, ((-0.15, -0.3), (0.17, 0.0), (-0.15, 0.3)))


def _back(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
    return _chevron(at, size, colour, ((0.15, -0.3), (-0.17, 0.0), (0.15, 0.3)))
