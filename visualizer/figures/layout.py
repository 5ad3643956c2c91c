"""Where words and action go on a picture of a given size, solved once for each step and kept. Knows type and boxes.

The same layout in every scene: the chain's strip at the upper left, paces and evidence at the upper right, the action in
the left two thirds, labels in a column beside it, the caption in a quiet band below. All measures are parts of the
frame's height, so that 1280×720 and 3840×2160 are the same picture.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from visualizer.core.geometry import Box, Point, View
from visualizer.figures.look import Look
from visualizer.figures.wording import Wording
from visualizer.frame.type import width, wrap
from visualizer.scene.model import Chart
from visualizer.timeline import Timeline

TITLE, TEXT, LABEL, SAID, STRIP, NOTE = 42.0, 27.0, 29.0, 24.0, 24.0, 24.0
"""Sizes of type in pixels at 1080 lines: caption, explanation, label, its second line, strip, notes at the upper right."""

STRIP_GAP = 34.0
LEADING = 1.26
TRANSPORT = 88.0
"""Height kept free below the caption for the player's own controls, at 1080 lines."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One label's place: its lines, the box they fill, and where its leader starts."""

    index: int
    title: str
    said: tuple[str, ...]
    at: Point
    box: Box
    leader: Point


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
    """The places on a picture, for one timeline, look and size. Steps are solved when first asked, then kept."""

    timeline: Timeline
    look: Look
    size: tuple[int, int]
    wording: Wording
    unit: float
    action: Box
    column: Box
    plot: Box
    steps: dict[int, StepLayout] = field(default_factory=dict)
    kept: dict[object, object] = field(default_factory=dict)

    def type(self, size: float) -> float:
        """Return a size of type in pixels of this frame, the viewer's text size included."""
        return size * self.unit * self.look.text_scale

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
    bottom = max(
        (_caption_height(timeline, look, size, unit, i) for i in range(len(timeline.steps))), default=0.0
    )
    low = h - TRANSPORT * unit - bottom - 34.0 * unit
    margin = 60.0 * unit
    column_width = min(0.34 * w, 600.0 * unit * look.text_scale)
    column = Box(w - margin - column_width, 150.0 * unit, w - margin, low - 40.0 * unit)
    plot = Box(column.left - 24.0 * unit, column.high - 0.44 * h, w - margin, column.high)
    action = Box(margin, 120.0 * unit, column.left - 70.0 * unit, low)
    return Layout(
        timeline,
        look,
        size,
        Wording(timeline.scene, timeline.library, look.language),
        unit,
        action,
        column,
        plot,
    )


def _caption_lines(
    timeline: Timeline, look: Look, size: tuple[int, int], unit: float, step: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    title, text = Wording(timeline.scene, timeline.library, look.language).caption(step, look.register)
    room = min(size[0] - 120.0 * unit, 1800.0 * unit * look.text_scale)
    return (
        wrap(title, TITLE * unit * look.text_scale, "semibold", room),
        wrap(text, TEXT * unit * look.text_scale, "regular", room),
    )


def _caption_height(timeline: Timeline, look: Look, size: tuple[int, int], unit: float, step: int) -> float:
    title, text = _caption_lines(timeline, look, size, unit, step)
    return (len(title) * TITLE + len(text) * TEXT) * LEADING * unit * look.text_scale + 8.0 * unit


def _caption(layout: Layout, step: int) -> Caption:
    title, text = _caption_lines(layout.timeline, layout.look, layout.size, layout.unit, step)
    height = _caption_height(layout.timeline, layout.look, layout.size, layout.unit, step)
    return Caption(title, text, layout.size[1] - TRANSPORT * layout.unit - height)


def corner_lines(layout: Layout, step: int) -> tuple[str, ...]:
    """Return the lines at the upper right above the evidence: paces and scale, as many to a line as fit beside the strip."""
    wording, size = layout.wording, layout.type(NOTE)
    plan = layout.timeline.plans[step]
    parts = [
        *wording.paces(plan),
        *((wording.program("paces differ"),) if len(set(plan.pace.values())) > 1 else ()),
        *(() if layout.timeline.scene.stage.scale else (wording.program("not to scale"),)),
    ]
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
    plan = layout.timeline.plans[step]
    wanted = []
    for index, said in enumerate(plan.said):
        until = min(said.until, plan.step.seconds)
        points = []
        for part in (0.15, 0.5, 1.0):
            seconds = said.at + (until - said.at) * part
            anchor = layout.timeline.anchor(step, index, seconds)
            if anchor is not None:
                points.append(layout.view(layout.timeline.at(step, seconds).camera.end).px(anchor))
        if not points:
            continue
        mean = (sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points))
        title, words = layout.wording.label(step, index, plan)
        lines = wrap(words, layout.type(SAID), "regular", layout.column.width) if words else ()
        height = (LABEL + len(lines) * SAID) * LEADING * layout.unit * layout.look.text_scale
        wanted.append(_Wanted(index, title, lines, mean, height, said.at, until))
    order = _best_order(wanted, layout, step)
    return tuple(_placed(layout, want, top) for want, top in order)


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
