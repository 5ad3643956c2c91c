"""Where words and action go on a picture of a given size, solved once for each step and kept. Knows type and boxes.

The same layout in every scene: the chain's strip at the upper left, paces and evidence at the upper right, the action in
the left two thirds, labels in a column beside it, the caption in a quiet band below. All measures are parts of the
frame's height, so that 1280×720 and 3840×2160 are the same picture.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from visualizer.core.geometry import Box, Point, View
from visualizer.figures.look import Look
from visualizer.figures.wording import EVIDENCE, Wording
from visualizer.frame.type import width, wrap
from visualizer.scene.model import Card, Chart, Sweep
from visualizer.timeline import Timeline

TITLE, TEXT, LABEL, SAID, STRIP, NOTE = 42.0, 27.0, 29.0, 24.0, 24.0, 24.0
"""Sizes of type in pixels at 1080 lines: caption, explanation, label, its second line, strip, notes at the upper right."""

STRIP_GAP = 34.0
LEADING = 1.26
TRANSPORT = 88.0
"""Height kept free below the caption for the player's own controls, at 1080 lines."""


HALF = 0.80
"""A half of two pictures side by side has this much smaller type, but none below the smallest."""

LEAST = 24.0
"""The smallest type at 1080 lines, ticks of axes apart."""

HALF_MARGIN, CHART_FOOT = 32.0, 190.0
"""A half's margin, and the height that its foot gives a chart, at 1080 lines."""

TAG = 14.0
"""The radius of a label's number in a legend, at 1080 lines."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One label's place: its lines, the box they fill, and where its leader starts.

    Where there is no room for a column beside the action, `number` joins the label in a legend below to its dot, whose
    tag stands at `tag` from it, in pixels.
    """

    index: int
    title: str
    said: tuple[str, ...]
    at: Point
    box: Box
    leader: Point
    number: int = 0
    tag: Point = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Caption:
    """A step's caption: lines and the top of its band."""

    title: tuple[str, ...]
    text: tuple[str, ...]
    top: float


@dataclass(frozen=True, slots=True)
class StepLayout:
    """Everything solved for one step."""

    caption: Caption
    labels: tuple[Placed, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The places on a picture, for one timeline, look and size. Steps are solved when first asked, then kept.

    `column` holds the labels, or their legend below the action; `plot` the charts and `sheet` the cards. `half` tells
    a half of two pictures side by side.
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
    steps: dict[int, StepLayout] = field(default_factory=dict)
    kept: dict[object, object] = field(default_factory=dict)

    def type(self, size: float) -> float:
        """Return a size of type in pixels of this frame, the viewer's text size included."""
        return _type(size, self.unit, self.look, self.half)

    @property
    def margin(self) -> float:
        """Return the margin left and right."""
        return (HALF_MARGIN if self.half else 60.0) * self.unit

    def view(self, box: Box) -> View:
        """Return the view that fits a box of the stage into the action's part of the frame."""
        scale = min(self.action.width / box.width, self.action.height / box.height)
        return View(scale, box.centre, self.action.centre)

    def column_of(self, index: int) -> Box:
        """Return the part of the column that a step's labels may use: below the corner's lines, above a chart."""
        lines = len(corner_lines(self, index)) + 1
        plan = self.timeline.plans[index]
        lines += (plan.step.moment is not None) + bool(plan.courses)
        low = 62.0 * self.unit + (lines - 0.4) * 1.5 * self.type(NOTE)
        charts = any(
            isinstance(self.timeline.scene.cast[name], Chart) for name in self.timeline.panels_of(index)
        )
        high = self.plot.low - 20.0 * self.unit if charts else self.column.high
        return Box(self.column.left, max(low, self.column.low), self.column.right, high)

    def clear_of(self, index: int) -> Box:
        """Return the part of the frame where molecules keep their glow, off a step's words."""
        unit = self.unit
        if self.half:
            low = self.action.low - 40.0 * unit
            return Box(-80.0 * unit, low, self.size[0] + 80.0 * unit, self.column.low - 6.0 * unit)
        top = self.step(index).caption.top
        return Box(-80.0 * unit, 84.0 * unit, self.column.left - 16.0 * unit, top - 6.0 * unit)

    def step(self, index: int) -> StepLayout:
        """Return a step's layout."""
        if index not in self.steps:
            caption = _caption(self, index)
            self.steps[index] = StepLayout(caption, _labels(self, index))
        return self.steps[index]


def arrange(timeline: Timeline, look: Look, size: tuple[int, int]) -> Layout:
    """Return the layout of a timeline's pictures in a look and size."""
    w, h = size
    unit = min(h / 1080.0, w / 1440.0)
    wording = Wording(timeline.scene, timeline.library, look.language)
    page = _Page(look, size, unit, wording, False)
    low = h - TRANSPORT * unit - _tallest(timeline, page) - 34.0 * unit
    margin = 60.0 * unit
    column_width = min(0.34 * w, 600.0 * unit * look.text_scale)
    column = Box(w - margin - column_width, 150.0 * unit, w - margin, low - 40.0 * unit)
    plot = Box(column.left - 24.0 * unit, column.high - 0.44 * h, w - margin, column.high)
    action = Box(margin, 120.0 * unit, column.left - 70.0 * unit, low)
    sheet = Box(0.37 * w, column.low, column.right, column.high)  # a figure may stand at its left
    return Layout(timeline, look, size, wording, unit, action, column, plot, sheet)


@dataclass(frozen=True, slots=True)
class Rooms:
    """The heights, in pixels, that a half needs for what stands above its action, for legend or chart, for its caption."""

    head: float
    foot: float
    caption: float

    def with_(self, other: "Rooms") -> "Rooms":
        """Return the heights that are enough for both halves, so that their pictures stand level."""
        return Rooms(max(self.head, other.head), max(self.foot, other.foot), max(self.caption, other.caption))


def rooms(timeline: Timeline, look: Look, width_px: float, lines: float) -> Rooms:
    """Return the heights that a half of this width needs, in a whole frame of so many lines."""
    size, unit = (round(width_px), round(lines)), lines / 1080.0
    wording, blank = Wording(timeline.scene, timeline.library, look.language), Box(0.0, 0.0, width_px, lines)
    column = Box(HALF_MARGIN * unit, 0.0, width_px - HALF_MARGIN * unit, lines)
    draft = Layout(timeline, look, size, wording, unit, blank, column, blank, blank, True)
    steps = range(len(timeline.steps))
    charts = any(_charts(timeline, i) for i in steps)
    legend = max((_legend_height(draft, i) for i in steps), default=0.0)
    return Rooms(
        max((header_height(draft, i) for i in steps), default=0.0),
        max(legend, CHART_FOOT * unit if charts else 0.0),
        _tallest(timeline, _Page(look, size, unit, wording, True)),
    )


def arrange_half(
    timeline: Timeline, look: Look, size: tuple[int, int], lines: float, needs: Rooms | None = None
) -> Layout:
    """Return the layout of one half of two pictures side by side, in a whole frame of so many lines.

    The scene's name and its paces stand above the action; below it lie the labels, as a legend to numbered dots, or a
    chart; then the caption.
    """
    w, h = size
    unit = lines / 1080.0
    needs = needs or rooms(timeline, look, w, lines)
    margin, gap = HALF_MARGIN * unit, 20.0 * unit
    caption_top = h - gap - needs.caption
    foot = caption_top - gap - needs.foot
    action = Box(margin, needs.head + gap, w - margin, foot - gap)
    column = Box(margin, foot, w - margin, caption_top - gap)
    plot = Box(0.5 * w, foot - 130.0 * unit, w - margin, caption_top - gap)
    sheet = Box(margin, foot - 90.0 * unit, w - margin, caption_top - gap)
    wording = Wording(timeline.scene, timeline.library, look.language)
    return Layout(timeline, look, size, wording, unit, action, column, plot, sheet, True)


def _charts(timeline: Timeline, step: int) -> bool:
    return any(isinstance(timeline.scene.cast[name], Chart | Card) for name in timeline.panels_of(step))


def _type(size: float, unit: float, look: Look, half: bool) -> float:
    return (max(LEAST if size >= LEAST else size, size * HALF) if half else size) * unit * look.text_scale


@dataclass(frozen=True, slots=True)
class _Page:
    """What a caption is set on, before the layout is known."""

    look: Look
    size: tuple[int, int]
    unit: float
    wording: Wording
    half: bool

    def type(self, size: float) -> float:
        return _type(size, self.unit, self.look, self.half)


def _caption_lines(page: _Page, step: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    title, text = page.wording.caption(step, page.look.register)
    margins = (2 * HALF_MARGIN if page.half else 120.0) * page.unit
    room = min(page.size[0] - margins, 1800.0 * page.unit * page.look.text_scale)
    return (
        wrap(title, page.type(TITLE), "semibold", room),
        wrap(text, page.type(TEXT), "regular", room),
    )


def _caption_height(page: _Page, step: int) -> float:
    title, text = _caption_lines(page, step)
    return (len(title) * page.type(TITLE) + len(text) * page.type(TEXT)) * LEADING + 8.0 * page.unit


def _tallest(timeline: Timeline, page: _Page) -> float:
    return max((_caption_height(page, i) for i in range(len(timeline.steps))), default=0.0)


def _caption(layout: Layout, step: int) -> Caption:
    page = _Page(layout.look, layout.size, layout.unit, layout.wording, layout.half)
    title, text = _caption_lines(page, step)
    if layout.half:  # begins at the same height in every step, under the legend
        return Caption(title, text, layout.column.high + 20.0 * layout.unit)
    return Caption(title, text, layout.size[1] - TRANSPORT * layout.unit - _caption_height(page, step))


def corner_lines(layout: Layout, step: int) -> tuple[str, ...]:
    """Return the lines at the upper right above the evidence: paces and scale, as many to a line as fit beside the strip."""
    wording, size = layout.wording, layout.type(NOTE)
    plan = layout.timeline.plans[step]
    parts = [
        *wording.paces(plan),
        *((wording.program("paces differ"),) if len(set(plan.pace.values())) > 1 else ()),
        *(() if layout.timeline.scene.stage.scale else (wording.program("not to scale"),)),
    ]
    if layout.half:
        moment = plan.step.moment
        if moment is not None and not isinstance(
            moment, Sweep
        ):  # the clock may have gone on; a sweep goes with it
            parts.append(wording.moment(moment.to("h")))
        return _joined([*parts, *([wording.program("chosen example")] if plan.courses else [])], size, layout)
    room = layout.size[0] - 120.0 * layout.unit - strip_width(layout) - 60.0 * layout.unit
    wide = max(layout.column.width, room)
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]}   {part}" if lines else part
        if lines and width(longer, size) <= (room if len(lines) == 1 else wide):
            lines[-1] = longer
        else:
            lines.append(part)
    return tuple(lines)


def _joined(parts: Sequence[str], size: float, layout: Layout) -> tuple[str, ...]:
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


def strip_width(layout: Layout) -> float:
    """Return how wide the chain's strip is; 0 without one."""
    scene = layout.timeline.scene
    if scene.strip is None:
        return 0.0
    names = [layout.wording.said("strip", link) for link in scene.strip.links]
    return sum(width(name, layout.type(STRIP), "semibold") for name in names) + STRIP_GAP * layout.unit * (
        len(names) - 1
    )


def _labels(layout: Layout, step: int) -> tuple[Placed, ...]:
    """Return the step's labels placed in the column: no two that share a moment overlap, leaders uncrossed."""
    wanted = _wanted(layout, step)
    if layout.half:
        return _legend(layout, wanted)
    order = _best_order(wanted, layout, step)
    return tuple(_placed(layout, want, top) for want, top in order)


def _wanted(layout: Layout, step: int) -> "list[_Wanted]":
    """Return what the step's labels ask for, in the order in which they were written."""
    wanted = []
    for want in _said(layout, step):
        points = []
        for part in (0.15, 0.5, 1.0):
            seconds = want.start + (want.end - want.start) * part
            anchor = layout.timeline.anchor(step, want.index, seconds)
            if anchor is not None:
                points.append(layout.view(layout.timeline.at(step, seconds).camera.end).px(anchor))
        if points:
            mean = (sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points))
            wanted.append(replace(want, anchor=mean))
    return wanted


def _said(layout: Layout, step: int) -> "list[_Wanted]":
    """Return the words of the step's labels and when they show, without asking where what they name is."""
    plan = layout.timeline.plans[step]
    room = _slot_width(layout) - LEGEND_INSET * layout.unit if layout.half else layout.column.width
    out = []
    for index, said in enumerate(plan.said):
        title, words = layout.wording.label(step, index, plan)
        lines = wrap(words, layout.type(SAID), "regular", room) if words else ()
        height = (layout.type(LABEL) + len(lines) * layout.type(SAID)) * LEADING
        until = min(said.until, plan.step.seconds)
        out.append(_Wanted(index, title, lines, (0.0, 0.0), height, said.at, until))
    return out


LEGEND_INSET = 2 * TAG + 12.0
"""From a legend's number to its words, at 1080 lines."""


def _slot_width(layout: Layout) -> float:
    return (layout.column.width - 24.0 * layout.unit) / 2


def _slots(wanted: "Sequence[_Wanted]") -> list[int]:
    """Return each label's place in the legend, counted along its rows of two; labels that never meet may share one."""
    taken: list[list[_Wanted]] = []
    places = []
    for want in wanted:
        free = next(
            (i for i, others in enumerate(taken) if not any(want.meets(one) for one in others)), len(taken)
        )
        if free == len(taken):
            taken.append([])
        taken[free].append(want)
        places.append(free)
    return places


def _row_heights(wanted: "Sequence[_Wanted]", slots: Sequence[int]) -> list[float]:
    rows = [0.0] * (max(slots, default=-1) // 2 + 1)
    for want, slot in zip(wanted, slots, strict=True):
        rows[slot // 2] = max(rows[slot // 2], want.height)
    return rows


def _legend_height(layout: Layout, step: int) -> float:
    said = _said(layout, step)
    rows = _row_heights(said, _slots(said))
    return sum(rows) + 10.0 * layout.unit * max(len(rows) - 1, 0)


def _legend(layout: Layout, wanted: "Sequence[_Wanted]") -> tuple[Placed, ...]:
    """Return the labels as a legend in two columns, each with its number and where the number's tag stands."""
    slots = _slots(wanted)
    rows, unit = _row_heights(wanted, slots), layout.unit
    placed = []
    for want, slot in zip(wanted, slots, strict=True):
        row, column = divmod(slot, 2)
        top = layout.column.low + sum(rows[:row]) + 10.0 * unit * row
        left = layout.column.left + column * (_slot_width(layout) + 24.0 * unit)
        words = left + LEGEND_INSET * unit
        size = layout.type(LABEL)
        widest = max(
            width(want.title, size, "semibold"), *(width(line, layout.type(SAID)) for line in want.lines), 1.0
        )
        box = Box(left, top, words + widest, top + want.height)
        others = [other for other in wanted if other is not want and want.meets(other)]
        placed.append(
            Placed(
                *(want.index, want.title, want.lines, (words, top + size), box),
                *((left + TAG * unit, top + 0.66 * size), slot + 1, _tag(want, others, layout)),
            )
        )
    return tuple(placed)


def _tag(want: "_Wanted", others: "Sequence[_Wanted]", layout: Layout) -> Point:
    """Return where a label's number stands from its dot: within the action, away from the dots of its neighbours."""
    reach, frame = 38.0 * layout.unit, layout.action
    best, score = (reach, 0.0), -math.inf
    for turn in range(8):
        angle = math.pi / 4 * (turn - 1)  # up and to the right comes first
        tag = (reach * math.cos(angle), -reach * math.sin(angle))
        x, y = want.anchor[0] + tag[0], want.anchor[1] + tag[1]
        near = min((math.dist((x, y), other.anchor) for other in others), default=3 * reach)
        fits = frame.contains((x, y))
        if (value := min(near, 3 * reach) + (0.0 if fits else -1e6)) > score + 1.0:
            best, score = tag, value
    return best


@dataclass(frozen=True, slots=True)
class _Wanted:
    index: int
    title: str
    lines: tuple[str, ...]
    anchor: Point
    height: float
    start: float
    end: float

    def meets(self, other: "_Wanted") -> bool:
        """Tell whether the two are on stage at the same moment."""
        return self.start < other.end and other.start < self.end


def _best_order(wanted: Sequence[_Wanted], layout: Layout, step: int) -> list[tuple[_Wanted, float]]:
    """Return the labels with their tops: the order with the fewest crossings and near misses, then the shortest leaders."""
    if not wanted:
        return []
    by_height = sorted(wanted, key=lambda want: (want.anchor[1], want.index))
    candidates = itertools.permutations(by_height) if len(wanted) <= 5 else [tuple(by_height)]
    best, score = None, (math.inf, math.inf)
    for order in candidates:
        tops = _stack(order, layout, step)
        starts = [(layout.column.left, top + 0.5 * LABEL * layout.unit) for top in tops]
        crossings = sum(
            _cross(a.anchor, p, b.anchor, q)
            for (a, p), (b, q) in itertools.combinations(list(zip(order, starts, strict=True)), 2)
            if a.meets(b)
        )
        crossings += sum(
            _passes(a.anchor, p, b.anchor, 30.0 * layout.unit)
            for a, p in zip(order, starts, strict=True)
            for b in order
            if b is not a and a.meets(b)
        )
        length = sum(math.dist(want.anchor, start) for want, start in zip(order, starts, strict=True))
        if (crossings, round(length, 3)) < score:
            best, score = list(zip(order, tops, strict=True)), (crossings, round(length, 3))
    return best or []


def _stack(order: Sequence[_Wanted], layout: Layout, step: int) -> list[float]:
    """Return the tops of labels in this order from above: near their anchors, a gap apart, within the column."""
    gap, column = 30.0 * layout.unit, layout.column_of(step)
    tops: list[float] = []
    for want in order:
        top = want.anchor[1] - 0.5 * LABEL * layout.unit
        for other, other_top in zip(order, tops, strict=False):
            if want.meets(other):
                top = max(top, other_top + other.height + gap)
        tops.append(max(top, column.low))
    for i in range(len(order) - 1, -1, -1):
        limit = column.high - order[i].height
        for k in range(i + 1, len(order)):
            if order[i].meets(order[k]):
                limit = min(limit, tops[k] - order[i].height - gap)
        tops[i] = max(min(tops[i], limit), column.low)
    return tops


def _placed(layout: Layout, want: _Wanted, top: float) -> Placed:
    size = layout.type(LABEL)
    widest = max(
        width(want.title, size, "semibold"),
        *(width(line, layout.type(SAID), "regular") for line in want.lines),
        1.0,
    )
    left = layout.column.left
    return Placed(
        want.index,
        want.title,
        want.lines,
        (left, top + size),
        Box(left, top, left + widest, top + want.height),
        (left - 14.0 * layout.unit, top + 0.62 * size),
    )


def _passes(start: Point, end: Point, dot: Point, reach: float) -> bool:
    """Tell whether the leader from start to end runs closer than `reach` by another label's dot."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    x = ((dot[0] - start[0]) * dx + (dot[1] - start[1]) * dy) / max(dx * dx + dy * dy, 1e-9)
    return 0.0 < x < 1.0 and math.dist((start[0] + dx * x, start[1] + dy * x), dot) < reach


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    def side(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
