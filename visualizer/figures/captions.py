"""The words on a picture: caption band, chain strip, paces, evidence, scale, labels with their leaders. Knows places given."""

import math
from collections.abc import Callable, Iterator

from visualizer.core.geometry import Box, Point
from visualizer.figures.layout import (
    LABEL,
    LEADING,
    NOTE,
    SAID,
    STRIP,
    STRIP_GAP,
    TAG,
    TEXT,
    TITLE,
    Layout,
    Placed,
    corner_lines,
    header_lines,
)
from visualizer.figures.wording import EVIDENCE, NBSP
from visualizer.frame.shapes import Disc, Fill, Label, Path, Shade, Shape
from visualizer.frame.type import width
from visualizer.scene.model import Evidence
from visualizer.timeline import Snapshot
from visualizer.timeline.snapshot import LabelView

DASHES: dict[Evidence, tuple[float, float] | None] = {
    "established": None,
    "animal": (14.0, 8.0),
    "contested": (4.0, 7.0),
    "hypothesis": (2.0, 11.0),
}
"""How a line says how sure we are, beside its word: solid, dashed, dotted, sparse."""


def caption(layout: Layout, step: int) -> tuple[Shape, ...]:
    """Return the band at the foot: the step's sentence and its explanation."""
    placed, colours = layout.step(step).caption, layout.look.colours.colours
    w, h = layout.size
    unit = layout.unit
    fade = (60.0 if layout.half else 120.0) * unit
    band = (
        layout.column.low - 16.0 * unit if layout.half else placed.top
    )  # a half's legend stands on it as well
    shapes: list[Shape] = [
        Shade(Box(0, band - fade, w, band), colours["veil"], 0.0, 0.96),
        Fill(Box(0, band, w, h), colours["veil"], 0.96),
    ]
    y, left = placed.top, layout.margin
    for line in placed.title:
        y += layout.type(TITLE) * 1.0
        shapes.append(Label(line, (left, y), layout.type(TITLE), colours["text"], "semibold"))
        y += layout.type(TITLE) * (LEADING - 1.0)
    for line in placed.text:
        y += layout.type(TEXT)
        shapes.append(Label(line, (left, y), layout.type(TEXT), colours["text-quiet"]))
        y += layout.type(TEXT) * (LEADING - 1.0)
    return tuple(shapes)


def strip(layout: Layout, step: int) -> tuple[Shape, ...]:
    """Return the chain of events at the upper left, the step's own link lit."""
    scene, colours, unit = layout.timeline.scene, layout.look.colours.colours, layout.unit
    if scene.strip is None:
        return ()
    lit = scene.steps[step].link or scene.strip.here
    shapes: list[Shape] = []
    size = layout.type(STRIP)
    x, y = 60.0 * unit, 62.0 * unit
    names, widths = _links(layout, lit)
    gap = STRIP_GAP * unit
    for i, (name, wide) in enumerate(zip(names, widths, strict=True)):
        here = i + 1 == lit
        if i:
            shapes.append(_chevron((x + gap * 0.42, y - size * 0.32), size * 0.20, colours["hairline"]))
            x += gap
        shapes.append(
            Label(
                name,
                (x, y),
                size,
                colours["text"] if here else colours["text-quiet"],
                "semibold" if here else "regular",
            )
        )
        if here:
            shapes.append(
                Fill(Box(x, y + 9 * unit, x + wide, y + 12.5 * unit), accent(layout), 1.0, 1.7 * unit)
            )
        x += wide
    return tuple(shapes)


def header(layout: Layout, step: int) -> tuple[Shape, ...]:
    """Return what stands above a half of two pictures: the scene's name, how sure this step is, the paces in use."""
    colours, unit = layout.look.colours.colours, layout.unit
    title, beside = header_lines(layout, step)
    size, small = layout.type(TEXT), layout.type(NOTE)
    left, right, y = layout.margin, layout.size[0] - layout.margin, 24.0 * unit
    shapes: list[Shape] = []
    for line in title:
        y += 1.4 * size
        shapes.append(Label(line, (left, y - 0.4 * size), size, colours["text"], "semibold"))
    mark = Box(
        left,
        y - 0.4 * size + 9 * unit,
        left + width(title[-1], size, "semibold"),
        y - 0.4 * size + 12.5 * unit,
    )
    shapes.append(Fill(mark, accent(layout), 1.0, 1.7 * unit))
    if not beside:
        y += 1.4 * small
    shapes += sure(layout, step, (right, y - 0.4 * small))
    for line in corner_lines(layout, step):
        y += 1.4 * small
        shapes.append(Label(line, (left, y - 0.4 * small), small, colours["text-quiet"]))
    return tuple(shapes)


def header_boxes(layout: Layout, step: int) -> tuple[tuple[str, Box], ...]:
    """Return the places of evidence and paces above a half."""
    title, beside = header_lines(layout, step)
    size, small, right = layout.type(TEXT), layout.type(NOTE), layout.size[0] - layout.margin
    y = 24.0 * layout.unit + 1.4 * size * len(title) + (0.0 if beside else 1.4 * small)
    word = layout.wording.program(EVIDENCE[layout.timeline.plans[step].step.evidence])
    left = right - width(word, small, "semibold") - 78.0 * layout.unit
    lines = corner_lines(layout, step)
    wide = max((width(line, small) for line in lines), default=0.0)
    below = y + 1.4 * small * len(lines)
    paces = ("paces", Box(layout.margin, y, layout.margin + wide, below))
    return (("evidence", Box(left, y - 1.4 * small, right, y)), *((paces,) if lines else ()))


def sure(layout: Layout, step: int, right: Point) -> tuple[Shape, ...]:
    """Return how sure a step is, as a word that ends at a point and a line before it."""
    colours, unit, size = layout.look.colours.colours, layout.unit, layout.type(NOTE)
    evidence = layout.timeline.plans[step].step.evidence
    word, dash = layout.wording.program(EVIDENCE[evidence]), DASHES[evidence]
    end, line_y = right[0] - width(word, size, "semibold") - 16.0 * unit, right[1] - size * 0.32
    return (
        Label(word, right, size, colours["text"], "semibold", "right"),
        Path(
            ((end - 62.0 * unit, line_y), (end, line_y)),
            colours[evidence],
            4.0 * unit,
            dash=(dash[0] * unit, dash[1] * unit) if dash is not None else None,
        ),
    )


def _links(layout: Layout, lit: int) -> tuple[list[str], list[float]]:
    """Return the names of the strip's links and their widths, the lit one's in its stronger weight."""
    strip = layout.timeline.scene.strip
    names = [layout.wording.said("strip", link) for link in strip.links] if strip is not None else []
    size = layout.type(STRIP)
    widths = [width(name, size, "semibold" if i + 1 == lit else "regular") for i, name in enumerate(names)]
    return names, widths


def strip_boxes(layout: Layout, step: int) -> tuple[tuple[str, Box], ...]:
    """Return the place of each link of the strip, named `link:1` and so on."""
    scene, unit, size = layout.timeline.scene, layout.unit, layout.type(STRIP)
    if scene.strip is None:
        return ()
    _, widths = _links(layout, scene.steps[step].link or scene.strip.here)
    found, x, y = [], 60.0 * unit, 62.0 * unit
    for i, wide in enumerate(widths):
        x += STRIP_GAP * unit if i else 0.0
        found.append((f"link:{i + 1}", Box(x, y - size, x + wide, y + 14.0 * unit)))
        x += wide
    return tuple(found)


def accent(layout: Layout) -> str:
    """Return the colour that marks the scene: its accent's substance, else the theme's own."""
    scene, theme = layout.timeline.scene, layout.look.colours
    entry = layout.timeline.library.substances.get(scene.accent) if scene.accent is not None else None
    return theme.substances[entry.colour].mid if entry is not None else theme.colours["accent"]


def corner(layout: Layout, snapshot: Snapshot) -> tuple[Shape, ...]:
    """Return what stands at the upper right: paces, scale, the moment, and how sure this is."""
    colours, unit = layout.look.colours.colours, layout.unit
    size, right = layout.type(NOTE), layout.size[0] - 60.0 * unit
    shapes: list[Shape] = []
    for name, text, y in _corner_rows(layout, snapshot):
        if name == "evidence":
            shapes += sure(layout, snapshot.step, (right, y))
        else:
            shapes.append(Label(text, (right, y), size, colours["text-quiet"], anchor="right"))
    if layout.timeline.scene.status == "draft":
        shapes.append(
            Label(
                layout.wording.program("DRAFT"),
                (layout.size[0] / 2, 62.0 * unit),
                size * 1.2,
                colours["contested"],
                "bold",
                "centre",
            )
        )
    return tuple(shapes)


def _corner_rows(layout: Layout, snapshot: Snapshot) -> Iterator[tuple[str, str, float]]:
    """Yield the rows at the upper right: what each is about, its text and its baseline."""
    wording, pitch, y = layout.wording, layout.type(NOTE) * 1.5, 62.0 * layout.unit
    rows = [("paces", line) for line in corner_lines(layout, snapshot.step)]
    if snapshot.moment_h is not None:
        rows.append(("moment", wording.moment(snapshot.moment_h)))
    rows.append(("evidence", wording.program(EVIDENCE[layout.timeline.plans[snapshot.step].step.evidence])))
    if snapshot.chosen:
        rows.append(("chosen", wording.program("chosen example")))
    for name, text in rows:
        yield name, text, y
        y += pitch


def corner_boxes(layout: Layout, snapshot: Snapshot) -> tuple[tuple[str, Box], ...]:
    """Return the places of paces, moment, evidence and the like; rows about one thing share a box."""
    found: dict[str, Box] = {}
    size, right = layout.type(NOTE), layout.size[0] - 60.0 * layout.unit
    for name, text, y in _corner_rows(layout, snapshot):
        line = 78.0 * layout.unit if name == "evidence" else 0.0
        left = right - width(text, size, "semibold") - line
        box = Box(left, y - size, right, y + 0.4 * size)
        found[name] = found[name].union(box) if name in found else box
    return tuple(found.items())


def term_boxes(layout: Layout, step: int) -> tuple[tuple[str, Box], ...]:
    """Return the places of the glossary's words in the caption, once each, found when first asked for."""
    key = ("terms", step)
    known = layout.kept.get(key)
    if isinstance(known, tuple):
        return known
    placed, words = layout.step(step).caption, layout.timeline.library.words(layout.look.language)
    found: dict[str, Box] = {}
    y, left = placed.top, layout.margin
    for lines, size, weight in (
        (placed.title, layout.type(TITLE), "semibold"),
        (placed.text, layout.type(TEXT), "regular"),
    ):
        for line in lines:
            y += size
            for word in words.places(line):
                x = left + width(line[: word.start], size, weight)
                wide = width(line[word.start : word.end], size, weight)
                found.setdefault(word.term, Box(x, y - 0.9 * size, x + wide, y + 0.3 * size))
            y += size * (LEADING - 1.0)
    layout.kept[key] = tuple(found.items())
    return tuple(found.items())


def note(layout: Layout, text: str, at: Point, alpha: float = 1.0) -> Label:
    """Return a small quiet line at a place."""
    return Label(text, at, layout.type(NOTE), layout.look.colours.colours["text-quiet"], alpha=alpha)


def scale_bar(layout: Layout, pixels_per_unit: float) -> tuple[Shape, ...]:
    """Return the bar that gives the scale, for stages that have one."""
    text = layout.timeline.scene.stage.scale
    if text is None:
        return ()
    units, _, length = (part.strip() for part in text.partition("="))
    wide = float(units) * pixels_per_unit
    colours, unit = layout.look.colours.colours, layout.unit
    x, y = layout.size[0] - 60.0 * unit - wide, layout.column.high + 8.0 * unit
    return (
        Path(((x, y), (x + wide, y)), colours["text"], 3.0 * unit),
        Label(
            length.replace(" ", NBSP),
            (x + wide / 2, y - 10.0 * unit),
            layout.type(NOTE),
            colours["text"],
            anchor="centre",
        ),
    )


def labels(
    layout: Layout, snapshot: Snapshot, to_pixel: Callable[[LabelView], Point], shown: float
) -> tuple[Shape, ...]:
    """Return the labels that are on, with hairlines from each to the ringed dot on what it names."""
    places = {placed.index: placed for placed in layout.step(snapshot.step).labels}
    shapes: list[Shape] = []
    for view in snapshot.labels:
        placed = places.get(view.index)
        if placed is not None:
            shapes += _label(layout, placed, to_pixel(view), view.alpha * shown)
    return tuple(shapes)


def _label(layout: Layout, placed: Placed, dot: Point, alpha: float) -> list[Shape]:
    colours, unit = layout.look.colours.colours, layout.unit
    if alpha <= 0.0:
        return []
    radius = 6.5 * unit
    if placed.number:
        return _tagged(layout, placed, dot, alpha)
    start = placed.leader
    length = math.dist(start, dot) or 1.0
    end = (dot[0] + (start[0] - dot[0]) * radius / length, dot[1] + (start[1] - dot[1]) * radius / length)
    return [
        Path((end, start), colours["hairline"], 1.6 * unit, alpha=0.9 * alpha),
        Disc(dot, radius, colours["veil"], alpha, ring=colours["text"], ring_width=2.2 * unit),
        *_words_of(layout, placed, alpha),
    ]


def _words_of(layout: Layout, placed: Placed, alpha: float) -> list[Shape]:
    colours = layout.look.colours.colours
    shapes: list[Shape] = [
        Label(placed.title, placed.at, layout.type(LABEL), colours["text"], "semibold", alpha=alpha)
    ]
    y = placed.at[1] + layout.type(LABEL) * 0.24
    for line in placed.said:
        y += layout.type(SAID) * 1.12
        shapes.append(Label(line, (placed.at[0], y), layout.type(SAID), colours["text-quiet"], alpha=alpha))
    return shapes


def _tagged(layout: Layout, placed: Placed, dot: Point, alpha: float) -> list[Shape]:
    """Return a label's dot with its number beside it."""
    colours, unit = layout.look.colours.colours, layout.unit
    tag = (dot[0] + placed.tag[0], dot[1] + placed.tag[1])
    length = math.hypot(*placed.tag) or 1.0
    from_dot, to_tag = 6.5 * unit / length, 1.0 - TAG * unit / length
    start = (dot[0] + placed.tag[0] * from_dot, dot[1] + placed.tag[1] * from_dot)
    end = (dot[0] + placed.tag[0] * to_tag, dot[1] + placed.tag[1] * to_tag)
    return [
        Path((start, end), colours["text"], 1.6 * unit, alpha=0.9 * alpha),
        Disc(dot, 6.5 * unit, colours["veil"], alpha, ring=colours["text"], ring_width=2.2 * unit),
        *_number(layout, placed.number, tag, alpha),
    ]


def _number(layout: Layout, number: int, at: Point, alpha: float) -> list[Shape]:
    colours, unit = layout.look.colours.colours, layout.unit
    size = 1.45 * TAG * unit
    return [
        Disc(at, TAG * unit, colours["veil"], alpha, ring=colours["text"], ring_width=1.8 * unit),
        Label(str(number), (at[0], at[1] + 0.35 * size), size, colours["text"], "bold", "centre", alpha),
    ]


def legend(layout: Layout, snapshot: Snapshot, shown: float) -> tuple[Shape, ...]:
    """Return the words of the labels that stand in a legend, each behind its number."""
    places = {placed.index: placed for placed in layout.step(snapshot.step).labels if placed.number}
    shapes: list[Shape] = []
    for view in snapshot.labels:
        placed = places.get(view.index)
        if placed is not None and view.alpha * shown > 0.0:
            shapes += _number(layout, placed.number, placed.leader, view.alpha * shown)
            shapes += _words_of(layout, placed, view.alpha * shown)
    return tuple(shapes)


def _chevron(at: Point, size: float, colour: str) -> Path:
    x, y = at
    return Path(
        ((x - size * 0.5, y - size), (x + size * 0.5, y), (x - size * 0.5, y + size)),
        colour,
        max(1.5, size * 0.35),
    )
