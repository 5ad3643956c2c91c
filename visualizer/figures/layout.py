"""Where words and action go on a picture of a given size, solved once for each step and kept. Knows type and boxes.

The same layout in every scene: the chain's strip at the upper left, paces and evidence at the upper right, the action in
the left two thirds, labels in a column beside it, the caption in a quiet band below. All measures are parts of the
frame's height, so that 1280×720 and 3840×2160 are the same picture. When type grows, lines wrap first; then what stands
at the top folds to an icon, panels grow or fold, and labels become numbers with a legend, in their column or at the foot of
the action.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from visualizer.core.geometry import AUTHOR, Box, Point, View, Zoom, box_of
from visualizer.core.naming import capital
from visualizer.figures.fitting import LEADING, Fitted, fit_caption
from visualizer.figures.keepsakes import Keepsakes
from visualizer.figures.look import Look
from visualizer.figures.placing import Hand, Placed, Wanted, place, place_in_rows, rows_height
from visualizer.figures.wording import EVIDENCE, NBSP, Wording
from visualizer.frame.type import width, wrap
from visualizer.scene.help_lines import help_lines
from visualizer.scene.model import (
    Card,
    Chart,
    Dates,
    ForAndAgainst,
    HelpLines,
    Neuron,
    Number,
    Receptor,
    Response,
    Sweep,
)  # fmt: skip
from visualizer.timeline import Timeline
from visualizer.timeline.anatomy import REACHES
from visualizer.timeline.live import LIVE

TITLE, TEXT, LABEL, SAID, STRIP, NOTE = 42.0, 27.0, 29.0, 24.0, 24.0, 24.0
"""Sizes of type in pixels at 1080 lines: caption, explanation, label, its second line, strip, notes at the upper right."""

PANEL_TITLE, PANEL_TEXT, TICK, VALUE = 31.0, 24.0, 20.0, 34.0
SMALLEST = 24.0
STRIP_GAP = 34.0
TRANSPORT = 88.0
"""Height kept free below the caption for the player's own controls, at 1080 lines."""

HALF = 0.80
"""A half of two pictures side by side has this much smaller type, but none below the smallest."""

HALF_MARGIN, CHART_FOOT = 32.0, 190.0
"""A half's margin, and the height that its foot gives a chart, at 1080 lines."""

CORNER_DEEPEST = 0.22
"""The most of the frame's height that the lines at the upper right take before they fold."""

ROW = 1.5
"""From one line at the upper right to the next, in parts of its size."""

TRACE_ROW = 104.0
"""From one trace of firing to the next, at 1080 lines."""

CARD_MARK = 50.0
"""Room before the words of a card's head, for its line or dot, at 1080 lines."""

ROWS_APART = 2.0
"""The most room between a card's rows, in parts of the size of its words."""

PANEL = 0.93
"""How much of the stage a chart or card hides: what lies behind it never competes with its words."""

PANEL_SHRINKS = (1.0, 0.9, 0.82, 0.75)
_PLOT_LEAST = (220.0, 110.0)
"""The smallest plot worth drawing, inside its axes, at 1080 lines."""


@dataclass(frozen=True, slots=True)
class Caption:
    """A step's caption: lines, their sizes in px, and the top of its band."""

    title: tuple[str, ...]
    text: tuple[str, ...]
    top: float
    title_px: float
    text_px: float


@dataclass(frozen=True, slots=True)
class Panel:
    """A chart's or card's place: its box, and by how much its type gives way; folded to an icon when `folded`."""

    box: Box
    shrink: float = 1.0
    folded: bool = False


_STILL = (
    "behind",
    "ground",
    "before",
    "body",
    "inside",
    "space",
    "outline",
    "shaft",
    "boutons",
    "terms",
    "strip",
    "caption",
)
"""Keys of what a layout keeps that no knob of a model changes."""


@dataclass(frozen=True, slots=True)
class StepLayout:
    """Everything solved for one step. `spans` are the labels' times on stage."""

    caption: Caption
    labels: tuple[Placed, ...]
    spans: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The places on a picture, for one timeline, look and size. Steps are solved when first asked, then kept.

    `column` holds the labels, or their legend below the action; `plot` the charts and `sheet` the cards. `half` tells a
    half of two pictures side by side, and `half_folds` what large type folds there: 1 the paces, 2 the second lines of
    the legend as well, 3 the caption's explanation as well. `strip_folded` shows only the step's own link by name;
    `corner_folds` is 1 when paces and scale stand on the page of details instead of the picture, 2 when the moment does,
    too.
    """

    timeline: Timeline
    look: Look
    size: tuple[int, int]
    wording: Wording
    unit: float
    action: Box
    column: Box
    plot: Box
    sheet: Box
    half: bool = False
    half_folds: int = 0
    strip_folded: bool = False
    zoom: Zoom = AUTHOR
    corner_folds: int = 0
    steps: dict[int, StepLayout] = field(default_factory=dict)
    kept: Keepsakes = field(default_factory=Keepsakes)
    places: dict[tuple[str, str, int], Panel] = field(default_factory=dict)

    def type(self, size: float, shrink: float = 1.0) -> float:
        """Return a size of type in pixels of this frame: the viewer's text size and the look's smallest included."""
        return type_px(self.look, self.unit, size, shrink, self.half)

    @property
    def margin(self) -> float:
        """Return the margin left and right."""
        return (HALF_MARGIN if self.half else 60.0) * self.unit

    @property
    def smallest(self) -> float:
        """Return the smallest type of words in pixels of this frame."""
        return max(SMALLEST, self.look.colours.text_from) * self.unit

    def view(self, box: Box) -> View:
        """Return the view that fits a box of the stage into the action's part of the frame."""
        return self.zoomed(box, self.zoom)

    def zoomed(self, box: Box, zoom: Zoom) -> View:
        """Return that view as the viewer has moved it."""
        scale = min(self.action.width / box.width, self.action.height / box.height)
        (x, y), high = self.action.centre, float(self.size[1])
        return View(scale * zoom.scale, box.centre, (x + zoom.dx * high, y + zoom.dy * high))

    def closer(self, zoom: Zoom) -> "Layout":
        """Return the same layout for a picture that the viewer has moved: labels are placed afresh."""
        return replace(self, zoom=zoom, steps={}, kept=Keepsakes(), places={})

    def retuned(self, timeline: Timeline) -> "Layout":
        """Return the same places for the same scene under other settings; what stands still is not made again."""
        return replace(self, timeline=timeline, kept=self.kept.among(_STILL))

    def without_caption(self) -> "Layout":
        """Return the same places for a picture that keeps its caption back; all else is made once for both."""
        return replace(self, look=replace(self.look, captions=False))

    def corner_end(self, index: int) -> float:
        """Return where the lines at the upper right end."""
        rows = len(corner_rows(self, index))
        return 62.0 * self.unit + (rows - 1 + 0.55) * ROW * self.type(NOTE)

    def column_of(self, index: int) -> Box:
        """Return the part of the column that a step's labels may use: below the corner's lines, above a chart."""
        if self.half:
            beside = LIVE in self.timeline.panels_of(index)
            return replace(self.column, right=self.plot.left - 20.0 * self.unit) if beside else self.column
        low = max(self.corner_end(index), self.column.low)
        high = self.column_foot(index)
        if self.tight:
            names = [name for name in self.timeline.panels_of(index) if self._counts(name)]
            high -= sum((len(number_name(self, name)) + 1.4) * self.type(SAID) * LEADING for name in names)
        return Box(self.column.left, low, self.column.right, max(high, low))

    @property
    def tight(self) -> bool:
        """Tell whether type is so large that numbers stand in the column instead of the action."""
        return not self.half and self.type(SAID) > 1.4 * SAID * self.unit

    def column_foot(self, index: int) -> float:
        """Return where the part of the column ends that a step's chart leaves free."""
        cast = self.timeline.scene.cast
        charts = [
            name for name in self.timeline.panels_of(index) if isinstance(cast[name], Chart | ForAndAgainst)
        ]
        return min(
            (self.panel(name, index).box.low - 20.0 * self.unit for name in charts), default=self.column.high
        )

    def _counts(self, name: str) -> bool:
        return isinstance(self.timeline.scene.cast[name], Number)

    def clear_of(self, index: int) -> Box:
        """Return the part of the frame where molecules keep their glow, off a step's words."""
        unit = self.unit
        if self.half:
            low = self.action.low - 40.0 * unit
            return Box(-80.0 * unit, low, self.size[0] + 80.0 * unit, self.column.low - 6.0 * unit)
        top = self.step(index).caption.top
        return Box(-80.0 * unit, 84.0 * unit, self.column.left - 16.0 * unit, top - 6.0 * unit)

    def panel(self, name: str, index: int) -> Panel:
        """Return where a step's chart or card stands."""
        key = ("panel", name, index)
        if key not in self.places:
            figure = self.timeline.scene.cast[name]
            match figure:
                case Chart():
                    self.places[key] = _chart_panel(self, name, index)
                case Response():
                    self.places[key] = _response_panel(self, name, index)
                case ForAndAgainst():
                    self.places[key] = (_half_lists if self.half else _lists_panel)(self, name, index)
                case _:
                    self.places[key] = _card_panel(self, name, index)
        return self.places[key]

    def step(self, index: int) -> StepLayout:
        """Return a step's layout."""
        if index not in self.steps:
            spans = label_spans(self, index)
            self.steps[index] = StepLayout(_caption(self, index), _labels(self, index), spans)
        return self.steps[index]


def arrange(timeline: Timeline, look: Look, size: tuple[int, int]) -> Layout:
    """Return the layout of a timeline's pictures in a look and size."""
    w, h = size
    unit = min(h / 1080.0, w / 1440.0)
    scale = look.text_scale
    wording = Wording(timeline.scene, timeline.library, look.language)
    steps = range(len(timeline.steps))
    page = _Page(look, size, unit, wording, False)
    bottom = _tallest(timeline, page)
    low = h - TRANSPORT * unit - bottom - 34.0 * unit
    margin = 60.0 * unit
    column_width = min((0.34 if scale < 1.4 else 0.40) * w, 600.0 * unit * scale)
    high = low - 40.0 * unit
    if timeline.scene.stage.scale is not None:
        high -= 1.3 * type_px(look, unit, NOTE)  # the bar that gives the scale stands below the labels
    column = Box(w - margin - column_width, 150.0 * unit, w - margin, high)
    plot = Box(column.left - 24.0 * unit, column.high - 0.44 * h, w - margin, column.high)
    action = Box(margin, 62.0 * unit + 2.4 * type_px(look, unit, STRIP), column.left - 70.0 * unit, low)
    sheet = Box(0.37 * w, column.low, column.right, column.high)  # a figure may stand at its left
    layout = Layout(timeline, look, size, wording, unit, action, column, plot, sheet)
    evidence = max((evidence_width(layout, i) for i in steps), default=0.0)
    if strip_width(layout) + 60.0 * unit + evidence > w - 2 * margin:
        layout = replace(layout, strip_folded=True)
    for folds in (0, 1, 2):
        layout = replace(layout, corner_folds=folds, steps={}, kept=Keepsakes(), places={})
        deep = max((layout.corner_end(i) for i in steps), default=0.0)
        wide = max((_widest_row(layout, i) for i in steps), default=0.0)
        if deep <= max(CORNER_DEEPEST * h, 190.0 * unit) and wide <= w - 2 * margin:
            break
    return layout


@dataclass(frozen=True, slots=True)
class Rooms:
    """The heights, in pixels, that a half needs for what stands above its action, for legend or chart, for its caption."""

    head: float
    foot: float
    caption: float

    def with_(self, other: "Rooms") -> "Rooms":
        """Return the heights that are enough for both halves, so that their pictures stand level."""
        return Rooms(max(self.head, other.head), max(self.foot, other.foot), max(self.caption, other.caption))


def rooms(timeline: Timeline, look: Look, width_px: float, lines: float, folds: int = 0) -> Rooms:
    """Return the heights that a half of this width needs, in a whole frame of so many lines."""
    size, unit = (round(width_px), round(lines)), lines / 1080.0
    wording, blank = Wording(timeline.scene, timeline.library, look.language), Box(0.0, 0.0, width_px, lines)
    column = Box(HALF_MARGIN * unit, 0.0, width_px - HALF_MARGIN * unit, lines)
    draft = Layout(timeline, look, size, wording, unit, blank, column, blank, blank, True, folds)
    steps = range(len(timeline.steps))
    charts = any(_charts(timeline, i) for i in steps)
    live = any(LIVE in timeline.panels_of(i) for i in steps)
    # Curves that were asked for stand beside the legend in every step; an author's chart may rise into the action.
    wide = 0.5 * width_px - (HALF_MARGIN + 20.0) * unit if live else column.width
    legend = max((rows_height(_said(draft, i), wide, _hand(draft)) for i in steps), default=0.0)
    chart = _live_height(draft) if live else CHART_FOOT * unit if charts else 0.0
    return Rooms(
        max((header_height(draft, i) for i in steps), default=0.0),
        max(legend, chart),
        _tallest(timeline, _page(draft)),
    )


def _live_height(draft: Layout) -> float:
    """Return the height that curves on request take in a half: their names and a plot below them."""
    figure = draft.timeline.scene.cast[LIVE]
    count = len(figure.series) if isinstance(figure, Chart) else 1
    return (count + 1) * draft.type(PANEL_TEXT) * LEADING + (_PLOT_LEAST[1] + 70.0) * draft.unit


def arrange_half(
    timeline: Timeline,
    look: Look,
    size: tuple[int, int],
    lines: float,
    needs: Rooms | None = None,
    folds: int = 0,
) -> Layout:
    """Return the layout of one half of two pictures side by side, in a whole frame of so many lines.

    The scene's name and its paces stand above the action; below it lie the labels, as a legend to numbered dots, or a
    chart; then the caption.
    """
    w, h = size
    unit = lines / 1080.0
    needs = needs or rooms(timeline, look, w, lines, folds)
    margin, gap = HALF_MARGIN * unit, 20.0 * unit
    caption_top = h - gap - needs.caption
    foot = caption_top - gap - needs.foot
    action = Box(margin, needs.head + gap, w - margin, foot - gap)
    column = Box(margin, foot, w - margin, caption_top - gap)
    plot = Box(0.5 * w, foot - 130.0 * unit, w - margin, caption_top - gap)
    sheet = Box(margin, foot - 90.0 * unit, w - margin, caption_top - gap)
    wording = Wording(timeline.scene, timeline.library, look.language)
    return Layout(timeline, look, size, wording, unit, action, column, plot, sheet, True, folds)


def _charts(timeline: Timeline, step: int) -> bool:
    return any(
        isinstance(timeline.scene.cast[name], Chart | Response | Card | ForAndAgainst | Dates | HelpLines)
        for name in timeline.panels_of(step)
    )


def type_px(look: Look, unit: float, size: float, shrink: float = 1.0, half: bool = False) -> float:
    """Return a size of type in pixels, `unit` of them to a line of 1080: the viewer's and the look's sizes included."""
    if half:
        size = max(SMALLEST if size >= SMALLEST else size, size * HALF)
    return max(size * look.text_scale * shrink, look.colours.text_from) * unit


@dataclass(frozen=True, slots=True)
class _Page:
    """What a caption is set on, before the layout is known."""

    look: Look
    size: tuple[int, int]
    unit: float
    wording: Wording
    half: bool
    titles_only: bool = False


def _page(layout: Layout) -> _Page:
    return _Page(
        layout.look, layout.size, layout.unit, layout.wording, layout.half, titles_only=layout.half_folds >= 3
    )


def _fitted(page: _Page, step: int) -> Fitted:
    look, unit = page.look, page.unit
    margins = (2 * HALF_MARGIN if page.half else 120.0) * unit
    title, text = page.wording.caption(step, look.register)
    if look.lens:
        text = page.wording.grounds(step)
    return fit_caption(
        (title, "" if page.titles_only else text),
        (type_px(look, unit, TITLE, half=page.half), type_px(look, unit, TEXT, half=page.half)),
        max(SMALLEST, look.colours.text_from) * unit,
        (min(page.size[0] - margins, 1800.0 * unit * look.text_scale), float(page.size[1])),
    )


def _tallest(timeline: Timeline, page: _Page) -> float:
    highest = max((_fitted(page, i).height for i in range(len(timeline.steps))), default=0.0)
    return highest + 8.0 * page.unit


def _caption(layout: Layout, step: int) -> Caption:
    fitted = _fitted(_page(layout), step)
    top = layout.size[1] - (TRANSPORT + 8.0) * layout.unit - fitted.height
    if layout.half:  # begins at the same height in every step, under the legend
        top = layout.column.high + 20.0 * layout.unit
    return Caption(fitted.title, fitted.text, top, fitted.title_px, fitted.text_px)


# ------------------------------------------------------------------------------------- the two upper corners


def corner_lines(layout: Layout, step: int) -> tuple[str, ...]:
    """Return the lines at the upper right above the evidence: paces and scale, as many to a line as fit beside the strip.

    Folded, there are none: the page of details has them.
    """
    if layout.corner_folds or layout.half_folds:
        return ()
    size = layout.type(NOTE)
    parts = corner_parts(layout, step)
    if layout.half:
        return _joined(parts, size, layout)
    room = _beside_strip(layout)
    wide = max(layout.column.width, room)
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]}   {part}" if lines else part
        if lines and width(longer, size) <= (room if len(lines) == 1 else wide):
            lines[-1] = longer
        else:
            lines.append(part)
    return tuple(lines)


def corner_parts(layout: Layout, step: int) -> tuple[str, ...]:
    """Return what is said of a step's paces and scale, each part for itself."""
    wording, plan = layout.wording, layout.timeline.plans[step]
    parts = (
        *wording.changed(layout.timeline),
        *wording.paces(plan),
        *((wording.program("paces differ"),) if len(set(plan.pace.values())) > 1 else ()),
        *(() if layout.timeline.scene.stage.scale else (wording.program("not to scale"),)),
    )
    if not layout.half:
        return parts
    moment = plan.step.moment  # the clock may have gone on; a sweep goes with it
    standing = () if moment is None or isinstance(moment, Sweep) else (wording.moment(moment.to("h")),)
    return (*parts, *standing, *((wording.program("chosen example"),) if plan.courses else ()))


def _joined(parts: tuple[str, ...], size: float, layout: Layout) -> tuple[str, ...]:
    """Return the parts in as few lines as they need."""
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]}   {part}" if lines else part
        if lines and width(longer, size) <= layout.size[0] - 2 * layout.margin:
            lines[-1] = longer
        else:
            lines.append(part)
    return tuple(lines)


def header_lines(layout: Layout, step: int) -> tuple[tuple[str, ...], bool]:
    """Return the lines of the scene's title above a half, and whether the evidence finds room beside the last."""
    wording, size = layout.wording, layout.type(TEXT)
    room = layout.size[0] - 2 * layout.margin
    title = wrap(wording.said("title", layout.timeline.scene.title), size, "semibold", room)
    word = wording.program(EVIDENCE[layout.timeline.plans[step].step.evidence])
    evidence = width(word, layout.type(NOTE), "semibold") + 110.0 * layout.unit
    return title, width(title[-1], size, "semibold") + evidence <= room


def header_height(layout: Layout, step: int) -> float:
    """Return the height of what stands above a half's action."""
    title, beside = header_lines(layout, step)
    below = len(corner_lines(layout, step)) + (not beside)
    return 24.0 * layout.unit + len(title) * 1.4 * layout.type(TEXT) + below * 1.4 * layout.type(NOTE)


def corner_rows(layout: Layout, step: int) -> tuple[str, ...]:
    """Return the sorts of lines at the upper right from above: `gap`, `quiet`, `moment`, `evidence` or `chosen`.

    A gap comes first where the strip leaves too little room for the first line.
    """
    plan = layout.timeline.plans[step]
    moment = ("moment",) if plan.step.moment is not None and layout.corner_folds < 2 else ()
    chosen = ("chosen",) if plan.courses and layout.corner_folds < 2 else ()
    quiet = ("quiet",) * len(corner_lines(layout, step))
    rows = ("evidence", *moment, *chosen) if layout.corner_folds else (*quiet, *moment, "evidence", *chosen)
    first = _row_width(layout, step, rows[0])
    return rows if first <= _beside_strip(layout) else ("gap", *rows)


def _beside_strip(layout: Layout) -> float:
    """Return the room beside the strip."""
    return layout.size[0] - 120.0 * layout.unit - strip_width(layout) - 60.0 * layout.unit


def _row_width(layout: Layout, step: int, row: str) -> float:
    match row:
        case "quiet":
            return width(corner_lines(layout, step)[0], layout.type(NOTE))
        case "moment":
            plan, size = layout.timeline.plans[step], layout.type(NOTE)
            moments = [plan.moment_at(plan.step.seconds * part) for part in (0.0, 0.25, 0.5, 0.75, 1.0)]
            return max(width(layout.wording.moment(hours), size) for hours in moments if hours is not None)
        case "evidence":
            return evidence_width(layout, step)
        case "chosen":
            return width(layout.wording.program("chosen example"), layout.type(NOTE))
        case _:
            return 0.0


def _widest_row(layout: Layout, step: int) -> float:
    lines = corner_lines(layout, step)
    size = layout.type(NOTE)
    rows = [_row_width(layout, step, row) for row in corner_rows(layout, step) if row != "quiet"]
    return max((*rows, *(width(line, size) for line in lines)), default=0.0)


def evidence_width(layout: Layout, step: int) -> float:
    """Return how wide the line is that says how sure a step is, the icon of what is folded included."""
    word = layout.wording.program(EVIDENCE[layout.timeline.plans[step].step.evidence])
    icon = 1.9 * layout.type(NOTE) if layout.corner_folds else 0.0
    return width(word, layout.type(NOTE), "semibold") + 78.0 * layout.unit + icon


def strip_width(layout: Layout) -> float:
    """Return how wide the chain's strip is; 0 without one."""
    scene = layout.timeline.scene
    if scene.strip is None:
        return 0.0
    names = [layout.wording.said("strip", link) for link in scene.strip.links]
    wide = [width(name, layout.type(STRIP), "semibold") for name in names]
    if layout.strip_folded:
        return max(wide) + (len(names) - 1) * strip_dot(layout) + 12.0 * layout.unit
    return sum(wide) + STRIP_GAP * layout.unit * (len(names) - 1)


def strip_dot(layout: Layout) -> float:
    """Return the room that a link without its name takes in a folded strip."""
    return 0.75 * layout.type(STRIP)


# ---------------------------------------------------------------------------------------- charts and cards


def _chart_panel(layout: Layout, name: str, index: int) -> Panel:
    """Return a chart's box: the usual one, as low as the corner allows, with smaller type, or folded."""
    unit, usual = layout.unit, layout.plot
    if layout.half:
        return _half_chart(layout, name)
    top = max(usual.low, layout.corner_end(index) + 16.0 * unit)
    for shrink in PANEL_SHRINKS:
        for low in (top, max(layout.corner_end(index) + 16.0 * unit, layout.column.low)):
            box = Box(usual.left, low, usual.right, usual.high)
            left, above, right, below = chart_margins(layout, name, box, shrink)
            inner = (box.width - left - right, box.height - above - below)
            if inner[0] >= _PLOT_LEAST[0] * unit and inner[1] >= _PLOT_LEAST[1] * unit:
                return Panel(box, shrink)
    return Panel(_chip_box(layout, name), folded=True)


def _half_chart(layout: Layout, name: str) -> Panel:
    """Return a chart's box in a half, beside the legend: its type gives way, then it folds."""
    box, unit = layout.plot, layout.unit
    if name == LIVE:
        box = replace(box, low=layout.column.low)
    figure = layout.timeline.scene.cast[name]
    assert isinstance(figure, Chart)
    for shrink in PANEL_SHRINKS:
        left, above, right, below = chart_margins(layout, name, box, shrink)
        widest = max((series_width(layout, name, i, shrink) for i in range(len(figure.series))), default=0.0)
        roomy = box.height - above - below >= 0.5 * _PLOT_LEAST[1] * unit
        if (
            roomy
            and box.width - left - right >= 0.6 * _PLOT_LEAST[0] * unit
            and widest <= box.width - 40.0 * unit
        ):
            return Panel(box, shrink)
    return Panel(_chip_box(layout, name), folded=True)


DOSES = 16.0
"""The height of a row of marks of doses above a plot, at 1080 lines."""


def chart_plot(layout: Layout, name: str, panel: Panel) -> Box:
    """Return the box in which a chart's curves run."""
    box = panel.box
    left, above, right, below = chart_margins(layout, name, box, panel.shrink)
    return Box(box.left + left, box.low + above, box.right - right, box.high - below)


def chart_margins(layout: Layout, name: str, box: Box, shrink: float) -> tuple[float, float, float, float]:
    """Return how far a chart's plot stands off its box in px: left, above, right, below."""
    figure = layout.timeline.scene.cast[name]
    assert isinstance(figure, Chart)
    unit, text, tick = layout.unit, layout.type(PANEL_TEXT, shrink), layout.type(TICK, shrink)
    numbers = max(
        width(layout.wording.number(f"{value:g}"), tick) for value in (figure.low, figure.high, 1.0)
    )
    last = max((width(_tick(layout, figure, i), tick) for i in range(len(figure.ticks))), default=0.0)
    lines = len(chart_title(layout, name, box, shrink)) + len(chart_series(layout, name, box, shrink))
    lines += sum(len(each) for each in chart_marks(layout, name, box, shrink))
    return (
        max(84.0 * unit, numbers + 48.0 * unit),
        14.0 * unit + lines * text * LEADING + (20.0 + DOSES * len(figure.doses)) * unit,
        max(44.0 * unit, 0.5 * last + 10.0 * unit),
        max(62.0 * unit, tick * 2.2 + 10.0 * unit),
    )


def _tick(layout: Layout, figure: Chart, i: int) -> str:
    tick = figure.ticks[i]
    return f"{layout.wording.number(f'{tick.value:g}')}\u00a0{layout.wording.program(tick.unit)}"


def chart_title(layout: Layout, name: str, box: Box, shrink: float) -> tuple[str, ...]:
    """Return a chart's title in lines."""
    figure = layout.timeline.scene.cast[name]
    assert isinstance(figure, Chart)
    if figure.says is None:
        return ()
    text = layout.wording.said("says", figure.says, "cast", name)
    return wrap(text, layout.type(PANEL_TEXT, shrink), "semibold", box.width - 72.0 * layout.unit)


def chart_series(layout: Layout, name: str, box: Box, shrink: float) -> tuple[tuple[int, ...], ...]:
    """Return a chart's curves as lines of their numbers, as many names to a line as fit."""
    figure = layout.timeline.scene.cast[name]
    assert isinstance(figure, Chart)
    rows: list[tuple[int, ...]] = []
    used = 0.0
    for i in range(len(figure.series)):
        wide = series_width(layout, name, i, shrink)
        if rows and used + wide <= box.width - 72.0 * layout.unit:
            rows[-1] = (*rows[-1], i)
            used += wide
        else:
            rows.append((i,))
            used = wide
    return tuple(rows)


def chart_marks(layout: Layout, name: str, box: Box, shrink: float) -> tuple[tuple[str, ...], ...]:
    """Return what stands beside the marks of a chart's points and doses, each in lines."""
    figure = layout.timeline.scene.cast[name]
    assert isinstance(figure, Chart)
    wide = box.width - 112.0 * layout.unit
    size = layout.type(PANEL_TEXT, shrink)
    return tuple(
        wrap(layout.wording.said("says", one.name, "cast", name), size, "semibold", wide)
        for one in figure.marks
    )


def series_name(layout: Layout, name: str, i: int) -> str:
    """Return what stands beside a curve's piece of line; under the evidence lens, how sure we are of it, too."""
    figure = layout.timeline.scene.cast[name]
    assert isinstance(figure, Chart)
    said = layout.wording.said("says", figure.series[i].name, "cast", name)
    evidence = figure.series[i].evidence
    return f"{said} ({layout.wording.sure(evidence)})" if layout.look.lens and evidence is not None else said


def series_width(layout: Layout, name: str, i: int, shrink: float) -> float:
    """Return the room that a curve's name and its piece of line take."""
    said = series_name(layout, name, i)
    return width(said, layout.type(PANEL_TEXT, shrink), "semibold") + 92.0 * layout.unit


def _card_panel(layout: Layout, name: str, index: int) -> Panel:
    """Return a card's box: beside the figure at its left, over the whole width, with smaller type, or folded."""
    column, unit = layout.column, layout.unit
    low = max(layout.corner_end(index) + 8.0 * unit, column.low)
    if layout.half:
        return _half_card(layout, name)
    beside = Box(layout.sheet.left, low, column.right, column.high)
    whole = Box(layout.action.left, low, column.right, column.high)
    for box, shrink in ((beside, 1.0), *((whole, part) for part in PANEL_SHRINKS)):
        heights = card_heights(layout, name, box, shrink)
        size = layout.type(PANEL_TITLE, shrink)
        needs = sum(heights) + (len(heights) - 1) * 12.0 * unit
        roomy = card_says_width(layout, name, box, shrink) >= 8.0 * size
        if roomy and needs + 2 * card_inset(layout) <= box.height:
            return Panel(_snug(layout, name, box, shrink), shrink)
    return Panel(_chip_box(layout, name), folded=True)


def _snug(layout: Layout, name: str, box: Box, shrink: float) -> Box:
    """Return the part of a box that a card's words fill: few rows stay together in the middle of it, at its right."""
    heights, size = card_heights(layout, name, box, shrink), layout.type(PANEL_TITLE, shrink)
    gaps = (len(heights) - 1) * ROWS_APART * size
    high = min(sum(heights) + gaps + 2 * card_inset(layout), box.height)
    longest = max(width(line, size) for lines in card_lines(layout, name, box, shrink) for line in lines)
    spare = max(card_says_width(layout, name, box, shrink) - longest - 4.0 * layout.unit, 0.0)
    left = min(box.left + spare, max(layout.column.left, box.left))
    middle = box.centre[1]
    return Box(left, middle - high / 2, box.right, middle + high / 2)


def _half_card(layout: Layout, name: str) -> Panel:
    """Return a card's box in a half: it grows upwards over what it is about, then its type gives way, then it folds."""
    sheet, unit = layout.sheet, layout.unit
    for shrink in PANEL_SHRINKS:
        heights = card_heights(layout, name, sheet, shrink)
        size = layout.type(PANEL_TITLE, shrink)
        needs = sum(heights) + (len(heights) - 1) * 8.0 * unit
        low = min(sheet.low, sheet.high - needs - 2 * card_inset(layout))
        if low >= layout.action.low and card_says_width(layout, name, sheet, shrink) >= 6.0 * size:
            return Panel(replace(sheet, low=low), shrink)
    return Panel(_chip_box(layout, name), folded=True)


def card_inset(layout: Layout) -> float:
    """Return how far a card's words stand off its edge."""
    if layout.half:
        return 26.0 * layout.unit
    return (44.0 if layout.look.text_scale < 1.4 else 30.0) * layout.unit


def card_rows(layout: Layout, name: str) -> tuple[tuple[str, str], ...]:
    """Return a card's rows in words: how sure, when, or whom to call; and what is said."""
    figure, wording = layout.timeline.scene.cast[name], layout.wording
    match figure:
        case Card() | ForAndAgainst():
            return tuple(
                (wording.program(EVIDENCE[row.evidence]), wording.said("says", row.says, "cast", name))
                for row in figure.rows
            )
        case Dates():
            return tuple(
                (wording.said("when", row.when, "cast", name), wording.said("says", row.says, "cast", name))
                for row in figure.rows
            )
        case HelpLines():
            lines = help_lines()[figure.region].lines
            return tuple((_UNBROKEN.sub(NBSP, one.call), one.says.said(wording.language)) for one in lines)
        case _:
            raise TypeError(f"'{name}' is no card")


def head_px(layout: Layout, name: str, shrink: float) -> float:
    """Return the size of what stands before a row: numbers to call are as large as what is said of them."""
    calls = isinstance(layout.timeline.scene.cast[name], HelpLines)
    return layout.type(PANEL_TITLE if calls else PANEL_TEXT, shrink)


_UNBROKEN = re.compile(r"(?<=\d) (?=\d)")
"""Spaces within a number to call, which do not break."""


def card_heads(layout: Layout, name: str, box: Box, shrink: float) -> tuple[tuple[str, ...], ...]:
    """Return what stands before a card's rows, in lines: never more than two fifths of its width."""
    small, most = head_px(layout, name, shrink), 0.4 * (box.width - 2 * card_inset(layout))
    return tuple(
        wrap(head, small, "semibold", most - CARD_MARK * layout.unit) for head, _ in card_rows(layout, name)
    )


def card_says_width(layout: Layout, name: str, box: Box, shrink: float) -> float:
    """Return the width of a card's claims, beside the column of evidence, dates or numbers."""
    small = head_px(layout, name, shrink)
    if isinstance(layout.timeline.scene.cast[name], Card):
        words = (layout.wording.program(word) for word in EVIDENCE.values())
        before = max(width(word, small, "semibold") for word in words) + 20.0 * layout.unit
    else:
        heads = card_heads(layout, name, box, shrink)
        before = max(width(line, small, "semibold") for lines in heads for line in lines)
    return box.width - 2 * card_inset(layout) - before - (CARD_MARK + 34.0) * layout.unit


def card_lines(layout: Layout, name: str, box: Box, shrink: float) -> tuple[tuple[str, ...], ...]:
    """Return a card's claims in lines."""
    wide, size = card_says_width(layout, name, box, shrink), layout.type(PANEL_TITLE, shrink)
    return tuple(wrap(says, size, "regular", wide) for _, says in card_rows(layout, name))


def card_heights(layout: Layout, name: str, box: Box, shrink: float) -> tuple[float, ...]:
    """Return the heights of a card's rows."""
    size, small = layout.type(PANEL_TITLE, shrink), head_px(layout, name, shrink)
    says = card_lines(layout, name, box, shrink)
    if isinstance(layout.timeline.scene.cast[name], Card):
        return tuple(len(lines) * size * LEADING for lines in says)
    heads = card_heads(layout, name, box, shrink)
    pairs = zip(says, heads, strict=True)
    return tuple(max(len(a) * size * LEADING, len(b) * small * LEADING) for a, b in pairs)


# ----------------------------------------------------------------------------------------- for and against

LISTS_MARK = 62.0
"""Room before a claim of two lists, for the piece of line that says how sure it is, at 1080 lines."""

LISTS_LEAVE = 0.26
"""The least part of the column that two lists leave to labels."""

LIST_NAMES = ("Speaks for it", "Speaks against it")


def _lists_panel(layout: Layout, name: str, index: int) -> Panel:
    """Return the box of two lists at the foot of the column, no higher than they are; with smaller type, or folded."""
    unit, usual = layout.unit, layout.plot
    top = max(layout.corner_end(index) + 16.0 * unit, layout.column.low)
    least = top + LISTS_LEAVE * (usual.high - top)
    for shrink in PANEL_SHRINKS:
        low = usual.high - lists_height(layout, name, usual, shrink)
        if low >= least and lists_says_width(layout, usual) >= 8.0 * layout.type(PANEL_TEXT, shrink):
            return Panel(replace(usual, low=low), shrink)
    return Panel(_chip_box(layout, name), folded=True)


def _half_lists(layout: Layout, name: str, index: int) -> Panel:
    """Return the box of two lists in a half: they fold beside a legend, and else grow upwards over what they are about."""
    sheet = layout.sheet
    for shrink in () if layout.timeline.plans[index].said else PANEL_SHRINKS:
        low = min(sheet.low, sheet.high - lists_height(layout, name, sheet, shrink))
        if low >= layout.action.low:
            return Panel(replace(sheet, low=low), shrink)
    return Panel(_chip_box(layout, name), folded=True)


def lists_inset(layout: Layout) -> float:
    """Return how far the words of two lists stand off their edge."""
    return (20.0 if layout.half else 26.0) * layout.unit


def lists_says_width(layout: Layout, box: Box) -> float:
    """Return the width of the claims of two lists, beside what says how sure they are."""
    return box.width - 2 * lists_inset(layout) - LISTS_MARK * layout.unit


def lists_lines(layout: Layout, name: str, box: Box, shrink: float) -> tuple[tuple[str, ...], ...]:
    """Return the claims of two lists in lines; under the evidence lens, each with how sure it is in a word."""
    size, wide = layout.type(PANEL_TEXT, shrink), lists_says_width(layout, box)
    rows = ((f"{says} ({sure})" if layout.look.lens else says) for sure, says in card_rows(layout, name))
    return tuple(wrap(says, size, "regular", wide) for says in rows)


def lists_height(layout: Layout, name: str, box: Box, shrink: float) -> float:
    """Return the height of two lists: their names, their claims, and the gaps between."""
    size, unit = layout.type(PANEL_TEXT, shrink), layout.unit
    lines = lists_lines(layout, name, box, shrink)
    words = (sum(len(each) for each in lines) + len(LIST_NAMES)) * size * LEADING
    return words + (len(lines) * 8.0 + 22.0) * unit + 2 * 0.8 * lists_inset(layout)


def _response_panel(layout: Layout, name: str, index: int) -> Panel:
    """Return the box of a plot against a knob: large, beside the figure at its left; with smaller type, or folded."""
    unit = layout.unit
    low = layout.sheet.low if layout.half else max(layout.corner_end(index) + 8.0 * unit, layout.column.low)
    box = replace(layout.sheet, low=low)
    wide = replace(box, left=layout.action.left)
    for room, shrink in ((box, 1.0), *((wide, part) for part in PANEL_SHRINKS)):
        left, above, right, below = response_margins(layout, name, room, shrink)
        least = (1.4 * _PLOT_LEAST[0] * unit, _PLOT_LEAST[1] * unit * (0.6 if layout.half else 1.2))
        if (
            room.width - left - right >= least[0]
            and room.height - above - below >= least[1]
            and response_ticks_fit(layout, name, room, shrink)
        ):
            return Panel(room, shrink)
    return Panel(_chip_box(layout, name), folded=True)


def response_margins(layout: Layout, name: str, box: Box, shrink: float) -> tuple[float, float, float, float]:
    """Return how far the plot against a knob stands off its box in px: left, above, right, below."""
    figure = layout.timeline.scene.cast[name]
    assert isinstance(figure, Response)
    unit, text, tick = layout.unit, layout.type(PANEL_TEXT, shrink), layout.type(TICK, shrink)
    numbers = max(
        width(layout.wording.number(f"{value:g}"), tick) for value in (figure.low, figure.high, 1.0)
    )
    lines = len(response_lines(layout, name, "says", box, shrink))
    marked = len(response_lines(layout, name, "marked", box, shrink))
    rows = marked * text * LEADING + 1.6 * text if figure.marks else 0.0
    along = len(response_lines(layout, name, "along", box, shrink))
    return (
        max(70.0 * unit, numbers + 44.0 * unit),
        18.0 * unit + lines * text * LEADING + rows + 22.0 * unit,
        max(44.0 * unit, 0.6 * width(response_tick(layout, name, len(figure.ticks) - 1), tick)),
        tick * 2.0 + along * text * LEADING + 20.0 * unit,
    )


def response_lines(layout: Layout, name: str, field: str, box: Box, shrink: float) -> tuple[str, ...]:
    """Return one of the texts of a plot against a knob in lines."""
    source = getattr(layout.timeline.scene.cast[name], field)
    if not source:
        return ()
    text = layout.wording.said(field, source, "cast", name)
    weight = "semibold" if field == "says" else "regular"
    return wrap(text, layout.type(PANEL_TEXT, shrink), weight, box.width - 72.0 * layout.unit)


def response_tick(layout: Layout, name: str, i: int) -> str:
    """Return what stands under a tick of a plot against a knob."""
    figure = layout.timeline.scene.cast[name]
    assert isinstance(figure, Response)
    return layout.wording.number(f"{figure.ticks[i]:g}") if figure.ticks else ""


def response_ticks_fit(layout: Layout, name: str, box: Box, shrink: float) -> bool:
    """Tell whether the numbers under a plot against a knob stand apart."""
    figure = layout.timeline.scene.cast[name]
    assert isinstance(figure, Response)
    left, _, right, _ = response_margins(layout, name, box, shrink)
    size, room = layout.type(TICK, shrink), box.width - left - right
    low, high = figure.span
    at = [math.log(tick / low) / math.log(high / low) * room for tick in figure.ticks]
    halves = [width(response_tick(layout, name, i), size) / 2 for i in range(len(at))]
    return all(
        b - a >= x + y + 0.3 * size for a, b, x, y in zip(at, at[1:], halves, halves[1:], strict=False)
    )


def _chip_box(layout: Layout, name: str) -> Box:
    """Return the box of a folded panel: an icon and the panel's name at the foot of the column."""
    size, unit = layout.type(SAID), layout.unit
    lines = chip_lines(layout, name)
    wide = max(width(line, size, "semibold") for line in lines) + 1.5 * size + 44.0 * unit
    high = len(lines) * size * LEADING + 24.0 * unit
    column = layout.column
    return Box(column.right - min(wide, column.width), column.high - high, column.right, column.high)


def chip_lines(layout: Layout, name: str) -> tuple[str, ...]:
    """Return a folded panel's name in lines."""
    title = layout.wording.figure(name)
    size = layout.type(SAID)
    room = layout.column.width - 1.5 * size - 44.0 * layout.unit
    return wrap(capital(title), size, "semibold", room)


# ----------------------------------------------------------------------------------------------- the labels


_PORES = ("vestibule", "pore")
"""Places deep in a receptor, between two walls."""


def label_spans(layout: Layout, step: int) -> tuple[tuple[float, float], ...]:
    """Return each label's time on stage: a look that allows fewer at once lets the oldest go when one more comes."""
    plan, most = layout.timeline.plans[step], layout.look.colours.labels_at_most
    spans = [(said.at, min(said.until, plan.step.seconds) if said.holds else said.at) for said in plan.said]
    for i, (start, end) in enumerate(spans):
        later = sorted(
            other
            for k, (other, until) in enumerate(spans)
            if (other, k) > (start, i) and other < end and until > other
        )
        if len(later) >= most:
            spans[i] = (start, min(end, later[most - 1]))
    return tuple(spans)


def number_name(layout: Layout, name: str) -> tuple[str, ...]:
    """Return a number's name in lines of the column."""
    return wrap(layout.wording.figure(name), layout.type(SAID), "regular", layout.column.width)


def traced(timeline: Timeline, step: int) -> int:
    """Return how many traces of firing may stand one above the other at the end of a step; one at least."""
    cells = timeline.at(step, timeline.steps[step].seconds).cells
    return max(1, sum(1 for one in cells if one.traced))


def _hand(layout: Layout) -> Hand:
    return Hand(layout.type(LABEL), layout.type(SAID), layout.smallest, layout.unit)


def _said(layout: Layout, step: int) -> list[Wanted]:
    """Return the words of the step's labels and when they show, without asking where what they name is."""
    plan = layout.timeline.plans[step]
    out = []
    for index, (start, end) in enumerate(label_spans(layout, step)):
        if not plan.said[index].holds:
            continue
        title, says = layout.wording.label(step, index, plan)
        if layout.look.lens:
            says = layout.wording.sure(layout.wording.label_evidence(step, index, plan))
        out.append(Wanted(index, title, says if layout.half_folds < 2 else "", (), start, end))
    return out


def _knee(layout: Layout, step: int, want: Wanted, all_wanted: Sequence[Wanted]) -> float:
    """Return how far a leader out of a pore must run straight down to pass under another label's receptor; 0 if none bars it."""
    own = _receptor(layout, step, want)
    inside = layout.timeline.plans[step].said[want.index].verb.label.rpartition(".")[2] in _PORES
    if not want.points or own is None or not inside:
        return 0.0
    x, y = want.anchor
    others = [
        _receptor(layout, step, other) for other in all_wanted if other is not want and other.meets(want)
    ]
    feet = [box.high for box in others if box is not None and box.left > x and box.low < y < box.high]
    return max(own.high, *feet) + 22.0 * layout.unit - y if feet else 0.0


def _receptor(layout: Layout, step: int, want: Wanted) -> Box | None:
    """Return the box in pixels of the receptor that a label names or points into; None where it names another thing."""
    timeline = layout.timeline
    name = timeline.plans[step].said[want.index].verb.label.partition(".")[0]
    figure = timeline.scene.cast[name]
    if not isinstance(figure, Receptor):
        return None
    group = timeline.anatomy.sockets[name]
    socket = group[timeline.pointed_at(step, want.index)]
    view = layout.view(
        timeline.at(step, min(want.start + 0.5 * (want.end - want.start), want.end)).camera.end
    )
    up, (low, high) = (
        (-math.sin(socket.angle), math.cos(socket.angle)),
        REACHES.get(figure.type, (-0.5, 0.55)),
    )
    ends = [
        view.px((socket.at[0] + up[0] * part * socket.height, socket.at[1] + up[1] * part * socket.height))
        for part in (low, high)
    ]
    return box_of(ends).grown(0.32 * socket.height * view.scale, 0.0)


def _labels(layout: Layout, step: int) -> tuple[Placed, ...]:
    """Return the step's labels placed: no two that share a moment overlap, leaders uncrossed."""
    timeline, wanted = layout.timeline, []
    still, length = layout.look.reduced_motion, timeline.steps[step].seconds
    sight = Box(0.0, layout.action.low - 20.0 * layout.unit, layout.column.left, layout.action.high)
    if still:  # the end picture says all that the step has said; the oldest give way where few may be on
        said = _said(layout, step)
        named = sorted(said, key=lambda want: (want.start, want.index))[-layout.look.colours.labels_at_most :]
        asked = [replace(want, start=0.0, end=length) for want in said if want in named]
    else:
        asked = _said(layout, step)
    for want in asked:
        points: list[Point] = []
        for part in (1.0,) if still else (0.15, 0.5, 1.0):
            seconds = want.start + (want.end - want.start) * part
            anchor = timeline.anchor(step, want.index, seconds)
            if anchor is not None:
                points.append(layout.view(timeline.at(step, seconds).camera.end).px(anchor))
        if still or layout.zoom != AUTHOR:
            points = [point for point in points if sight.contains(point)]
        if points or still:
            wanted.append(replace(want, points=tuple(points)))
    if not layout.half:
        wanted = [replace(want, knee=_knee(layout, step, want, wanted)) for want in wanted]
    foot = layout.action.high
    if not layout.tight and any(
        isinstance(timeline.scene.cast[name], Number) for name in timeline.panels_of(step)
    ):
        foot -= 3.0 * layout.type(VALUE)
    if any(isinstance(figure, Neuron) for figure in timeline.scene.cast.values()):
        # where traces of firing may stand
        name = max(18.0 * layout.unit, 0.75 * layout.type(NOTE))
        foot -= (92.0 + (traced(timeline, step) - 1) * TRACE_ROW) * layout.unit + name
    if layout.half:
        clear = replace(layout.action, high=foot)
        return place_in_rows(wanted, layout.column_of(step), _hand(layout), clear)
    clear = Box(layout.action.left, layout.action.low, layout.action.right + 30.0 * layout.unit, foot)
    return place(wanted, layout.column_of(step), _hand(layout), clear)
