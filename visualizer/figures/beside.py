"""Two scenes side by side as one picture: the ribbon of moments above, a half for each scene below. Knows places given.

The ribbon is the one clock of both: hours after the first dose on a logarithmic axis, what comes before the dose at its
left. Each half is a whole small picture with its own paces, evidence, legend and caption.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from visualizer.core.colour import mixed
from visualizer.core.geometry import AUTHOR, Box, Zoom
from visualizer.figures.captions import accent
from visualizer.figures.compose import compose
from visualizer.figures.layout import NOTE, TRANSPORT, Layout, arrange_half, rooms, type_px
from visualizer.figures.look import Look
from visualizer.frame.shapes import Backdrop, Disc, Fill, Frame, Label, Pane, Path, Places, Region, Shape
from visualizer.frame.type import width
from visualizer.timeline import Timeline
from visualizer.timeline.pairing import BEFORE, SIDES, Pairing, Place

RIBBON = 124.0
"""The height of the ribbon above the halves, at 1080 lines."""

ACTION, LINES = 0.40, 10.0
"""What a half keeps for its action beside head, legend and caption: this part of its height, and so many lines of type."""

SCALES = (1.75, 1.5, 1.25, 1.0)
"""What type gives way to where folding does not leave that much."""

NAMES = ("left", "right")
"""How regions of a half begin, before a slash."""

_TICKS = (
    (1 / 60, "{n} min", 1), (10 / 60, "{n} min", 10), (1.0, "{n} h", 1), (6.0, "{n} h", 6), (24.0, "{n} day", 1),
    (72.0, "{n} days", 3), (168.0, "{n} week", 1), (336.0, "{n} weeks", 2), (672.0, "{n} weeks", 4), (1344.0, "{n} weeks", 8),
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Where two scenes stand side by side: their clock, the layouts of their halves, and the whole frame's size."""

    pairing: Pairing
    layouts: tuple[Layout, Layout]
    size: tuple[int, int]
    look: Look  # as the viewer wants it; where type would leave no room, that of the halves is smaller
    # The half that the viewer has come closer to, and how near it is drawn.
    near: tuple[int, Zoom] = (0, AUTHOR)

    def closer(self, half: int, zoom: Zoom) -> "Spread":
        """Return the same halves, one of them for a picture that the viewer has moved."""
        left, right = self.layouts
        layouts = (left.closer(zoom), right) if half == 0 else (left, right.closer(zoom))
        return replace(self, layouts=layouts, near=(half, zoom))

    @property
    def unit(self) -> float:
        """Return the pixels of one of 1080 lines."""
        return self.layouts[0].unit


def spread(
    pairing: Pairing, timelines: tuple[Timeline, Timeline], look: Look, size: tuple[int, int]
) -> Spread:
    """Return the layout of two scenes side by side on a frame of this size."""
    boxes, high = half_boxes(size), lines(size)
    steps = [(look, folds) for folds in range(4)]
    steps += [(replace(look, text_scale=scale), 3) for scale in SCALES if scale < look.text_scale]
    for own, folds in steps:
        needs = [
            rooms(timeline, own, box.width, high, folds)
            for timeline, box in zip(timelines, boxes, strict=True)
        ]
        level = needs[0].with_(needs[1])
        left_over = boxes[0].height - (level.head + level.foot + level.caption)
        if left_over >= max(ACTION * boxes[0].height, LINES * type_px(own, high / 1080.0, NOTE, half=True)):
            break
    halves = [
        arrange_half(timeline, own, (round(box.width), round(box.height)), high, level, folds)
        for timeline, box in zip(timelines, boxes, strict=True)
    ]
    return Spread(pairing, (halves[0], halves[1]), size, look)


def lines(size: tuple[int, int]) -> float:
    """Return how many of the frame's lines its type is measured by; narrow frames count as lower ones."""
    return min(float(size[1]), size[0] * 0.75)


def half_boxes(size: tuple[int, int]) -> tuple[Box, Box]:
    """Return the boxes of the two halves, in whole pixels."""
    w, h = size
    unit = lines(size) / 1080.0
    top, foot, gap = round(RIBBON * unit), h - round(TRANSPORT * unit), round(4.0 * unit)
    middle = w // 2
    return Box(0, top, middle - gap, foot), Box(middle + gap, top, w, foot)


def ribbon_box(size: tuple[int, int]) -> Box:
    """Return the box of the ribbon's line, from its first to its last moment, high enough for a finger."""
    unit = lines(size) / 1080.0
    return Box(60.0 * unit, 36.0 * unit, size[0] - 60.0 * unit, 104.0 * unit)


def compose_spread(
    spread: Spread,
    beat: int,
    seconds: float,
    places: tuple[Place, Place],
    moving: tuple[int, Zoom] | None = None,
) -> Frame:
    """Return the picture of both halves where they stand, under the clock at a time of a beat.

    `moving` is the half that the viewer comes closer to, and where she is moving to in it.
    """
    w, h = spread.size
    look = spread.layouts[0].look
    colours = look.colours.colours
    boxes = half_boxes(spread.size)
    shapes: list[Shape] = [Backdrop(Box(0, 0, w, h), colours["backdrop"], colours["backdrop-edge"])]
    frames: list[Frame] = []
    for side, name, layout, place, box in zip(SIDES, NAMES, spread.layouts, places, boxes, strict=True):
        timeline = layout.timeline
        to = moving[1] if moving is not None and moving[0] == side else None
        frame = compose(timeline, timeline.at(place.step, place.seconds, place.hold), layout, to)
        shapes.append(Pane(name, box, frame.shapes))
        frames.append(frame)
    gap = Box(boxes[0].right, boxes[0].low, boxes[1].left, boxes[0].high)
    shapes.append(Fill(gap, mixed(colours["backdrop-edge"], colours["hairline"], 0.18)))
    shapes += _ribbon(spread, beat, seconds)

    def named(of: Callable[[Frame], Sequence[Region]]) -> tuple[Region, ...]:
        halves = zip(NAMES, frames, boxes, strict=True)
        return tuple(moved(region, name, box) for name, frame, box in halves for region in of(frame))

    words = named(lambda frame: frame.words)
    return Frame(spread.size, tuple(shapes), Places(lambda: named(lambda frame: frame.regions)), words)


def moved(region: Region, name: str, box: Box) -> Region:
    """Return a half's region on the whole frame: its name behind the half's, in the half's box."""
    inner, (x, y) = region.box, (box.left, box.low)
    place = Box(inner.left + x, inner.low + y, inner.right + x, inner.high + y)
    outline = tuple((px + x, py + y) for px, py in region.outline)
    return replace(region, name=f"{name}/{region.name}", box=place, outline=outline)


def _ribbon(spread: Spread, beat: int, seconds: float) -> list[Shape]:
    """Return the line of moments: ticks, each half's moments on its own side, and where the clock stands."""
    layout, unit, pairing = spread.layouts[0], spread.unit, spread.pairing
    colours, size = layout.look.colours.colours, layout.type(NOTE)
    line = ribbon_box(spread.size)
    y = 62.0 * unit

    def across(part: float) -> float:
        return line.left + part * line.width

    here = across(pairing.on_ribbon(beat, seconds))
    shapes: list[Shape] = [
        Path(
            ((across(0.0), y), (across(BEFORE), y)),
            colours["hairline"],
            2.0 * unit,
            dash=(3 * unit, 8 * unit),
        ),
        Path(((across(BEFORE), y), (across(1.0), y)), colours["hairline"], 2.0 * unit),
    ]
    shapes += _ticks(spread, y, across, pairing.beats[beat].moments_h is None)
    for side in SIDES:
        half, tone = spread.layouts[side], accent(spread.layouts[side])
        up = -1.0 if side == 0 else 1.0
        for first, last in _moments(pairing, side):
            start, end = across(pairing.ribbon_of(first)), across(pairing.ribbon_of(last))
            row = y + up * 9.0 * half.unit
            if end > start:
                shapes.append(Path(((start, row), (end, row)), tone, 4.0 * unit, 0.9))
            shapes.append(Disc((start, row), 5.0 * unit, tone))
    text = _now(spread, beat, seconds)
    wide = width(text, size, "semibold")
    x = min(max(here, line.left + wide / 2), line.right - wide / 2)
    return [
        *shapes,
        Path(((here, y - 20.0 * unit), (here, y + 20.0 * unit)), colours["text"], 2.5 * unit),
        Disc((here, y), 9.0 * unit, colours["text"], ring=colours["veil"], ring_width=2.0 * unit),
        Label(text, (x, 32.0 * unit), size, colours["text"], "semibold", "centre"),
    ]


def _moments(pairing: Pairing, side: int) -> list[tuple[float, float]]:
    """Return the different moments of a half's steps, in hours."""
    return sorted({step.moments_h for step in pairing.halves[side] if step.moments_h is not None})


def _now(spread: Spread, beat: int, seconds: float) -> str:
    wording = spread.layouts[0].wording
    hours = spread.pairing.master_h(beat, seconds)
    return wording.program("before the first dose") if hours is None else wording.moment(hours)


def _ticks(spread: Spread, y: float, across: Callable[[float], float], told: bool) -> list[Shape]:
    """Return short strokes with their times, as many as find room; `told` says that the time before is said above."""
    layout, unit, pairing = spread.layouts[0], spread.unit, spread.pairing
    colours, size, wording = layout.look.colours.colours, layout.type(NOTE), layout.wording
    first, last = pairing.span_h
    baseline = y + 44.0 * unit
    before = wording.program("before the first dose")
    shapes: list[Shape] = []
    free = across(0.0)
    if not told and width(before, size) <= across(BEFORE) - free - 12.0 * unit:
        shapes.append(Label(before, (free, baseline), size, colours["text-quiet"]))
        free += width(before, size) + 24.0 * unit
    for hours, form, number in _TICKS:
        if not first <= hours <= last:
            continue
        text = wording.program(form).replace("{n}", str(number)).replace(" ", "\u00a0")
        x, half = across(pairing.ribbon_of(hours)), width(text, size) / 2
        shapes.append(Path(((x, y), (x, y + 20.0 * unit)), colours["hairline"], 1.5 * unit))
        if x - half >= free and x + half <= spread.size[0] - 20.0 * unit:
            shapes.append(Label(text, (x, baseline), size, colours["text-quiet"], anchor="centre"))
            free = x + half + 24.0 * unit
    return shapes
