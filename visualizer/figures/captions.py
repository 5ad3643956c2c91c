"""The words on a picture: caption band, chain strip, paces, evidence, scale, labels with their leaders. Knows places given."""

import math
from collections.abc import Callable
from functools import lru_cache

from visualizer.core.colour import mixed
from visualizer.core.easing import ramp
from visualizer.core.geometry import Box, Point, Points
from visualizer.figures.fitting import LEADING
from visualizer.figures.layout import (
    NOTE,
    ROW,
    STRIP,
    STRIP_GAP,
    TEXT,
    TRANSPORT,
    Layout,
    corner_lines,
    corner_rows,
    evidence_width,
    header_lines,
    strip_dot,
)
from visualizer.figures.placing import Placed, badge_radius
from visualizer.figures.wording import EVIDENCE, NBSP
from visualizer.frame.art import Art, Flat
from visualizer.frame.shapes import Disc, Fill, Label, Path, Shade, Shape, Sprite
from visualizer.frame.type import width
from visualizer.scene.model import Evidence, Ion, Molecule
from visualizer.timeline import Snapshot
from visualizer.timeline.snapshot import LabelView

DASHES: dict[Evidence, tuple[float, float] | None] = {
    "established": None,
    "animal": (14.0, 8.0),
    "contested": (4.0, 7.0),
    "hypothesis": (2.0, 11.0),
}
"""How a line says how sure we are, beside its word: solid, dashed, dotted, sparse."""

SIDE, GROUND = 0.72, 0.60
"""The column's colour, from the middle of the backdrop to its edge; how much of the stage a label's patch hides."""


def caption(layout: Layout, step: int) -> tuple[Shape, ...]:
    """Return the band at the foot: the step's sentence and its explanation."""
    placed, colours = layout.step(step).caption, layout.look.colours.colours
    w, h = layout.size
    unit = layout.unit
    fade = (60.0 if layout.half else 130.0) * unit
    band = layout.column.low - 16.0 * unit if layout.half else placed.top  # a half's legend stands on it, too
    shapes: list[Shape] = [
        Shade(Box(0, band - fade, w, band), colours["veil"], 0.0, 0.985),
        Fill(Box(0, band, w, h), colours["veil"], 0.985),
    ]
    if not layout.look.captions:  # the picture keeps its place; only the ground of the controls stays
        foot = h - TRANSPORT * unit
        return (
            Shade(Box(0, foot - fade / 2, w, foot), colours["veil"], 0.0, 0.9),
            Fill(Box(0, foot, w, h), colours["veil"], 0.9),
        )
    y, left = placed.top, layout.margin
    for line in placed.title:
        y += placed.title_px
        shapes.append(Label(line, (left, y), placed.title_px, colours["text"], "semibold"))
        y += placed.title_px * (LEADING - 1.0)
    for line in placed.text:
        y += placed.text_px
        shapes.append(Label(line, (left, y), placed.text_px, colours["text-quiet"]))
        y += placed.text_px * (LEADING - 1.0)
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
    if layout.strip_folded:
        return _folded_strip(layout, lit, size)
    names = [layout.wording.said("strip", link) for link in scene.strip.links]
    widths = [width(name, size, "semibold" if i + 1 == lit else "regular") for i, name in enumerate(names)]
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
    low = y - 0.4 * size + 9 * unit
    mark = Box(left, low, left + width(title[-1], size, "semibold"), low + 3.5 * unit)
    shapes.append(Fill(mark, accent(layout), 1.0, 1.7 * unit))
    if not beside:
        y += 1.4 * small
    shapes += _evidence(layout, step, (right, y - 0.4 * small))
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


def strip_boxes(layout: Layout, step: int) -> tuple[tuple[str, Box], ...]:
    """Return the place of each link of the strip, named `link:1` and so on."""
    scene, unit, size = layout.timeline.scene, layout.unit, layout.type(STRIP)
    if scene.strip is None:
        return ()
    lit = scene.steps[step].link or scene.strip.here
    found, x, y = [], 60.0 * unit, 62.0 * unit
    for i, link in enumerate(scene.strip.links):
        here = i + 1 == lit
        name = layout.wording.said("strip", link)
        if layout.strip_folded and not here:
            wide, gap = 0.34 * size, strip_dot(layout) - 0.34 * size
        else:
            wide = width(name, size, "semibold" if here else "regular")
            gap = 12.0 * unit + 0.2 * size if layout.strip_folded else STRIP_GAP * unit
        found.append((f"link:{i + 1}", Box(x, y - size, x + wide, y + 14.0 * unit)))
        x += wide + gap
    return tuple(found)


def accent(layout: Layout) -> str:
    """Return the colour that marks the scene: its accent's substance, else the theme's own."""
    scene, theme = layout.timeline.scene, layout.look.colours
    entry = layout.timeline.library.substances.get(scene.accent) if scene.accent is not None else None
    return theme.substances[entry.colour].mid if entry is not None else theme.colours["accent"]


def corner(layout: Layout, snapshot: Snapshot) -> tuple[Shape, ...]:
    """Return what stands at the upper right: paces, scale, the moment, and how sure this is."""
    colours, unit = layout.look.colours.colours, layout.unit
    wording, size = layout.wording, layout.type(NOTE)
    right, y = layout.size[0] - 60.0 * unit, 62.0 * unit
    lines = iter(corner_lines(layout, snapshot.step))
    shapes: list[Shape] = []
    for row in corner_rows(layout, snapshot.step):
        match row:
            case "quiet":
                shapes.append(_quiet(next(lines), (right, y), size, colours["text-quiet"]))
            case "moment" if snapshot.moment_h is not None:
                text = wording.moment(snapshot.moment_h)
                shapes.append(_quiet(text, (right, y), size, colours["text-quiet"]))
            case "evidence":
                shapes += _evidence(layout, snapshot.step, (right, y))
            case "chosen":
                text = wording.program("chosen example")
                shapes.append(_quiet(text, (right, y), size, colours["text-quiet"]))
            case _:
                pass
        y += size * ROW
    if layout.timeline.scene.status == "draft":
        shapes.append(
            Label(
                wording.program("DRAFT"),
                (right, y + 0.2 * size),
                size * 1.2,
                colours["contested"],
                "bold",
                "right",
            )
        )
    return tuple(shapes)


def _quiet(text: str, at: Point, size: float, colour: str) -> Label:
    return Label(text, at, size, colour, anchor="right")


def _evidence(layout: Layout, step: int, at: Point) -> list[Shape]:
    """Return the word that says how sure this is, its line, and the icon of what is folded."""
    colours, unit, size = layout.look.colours.colours, layout.unit, layout.type(NOTE)
    evidence = layout.timeline.plans[step].step.evidence
    word = layout.wording.program(EVIDENCE[evidence])
    right, y = at
    shapes: list[Shape] = []
    if layout.corner_folds:
        shapes += icon_i(details_box(layout, step), colours["text"], colours["control"])
        right -= 1.9 * size
    shapes.append(Label(word, (right, y), size, colours["text"], "semibold", "right"))
    end = right - width(word, size, "semibold") - 16.0 * unit
    line_y = y - size * 0.32
    dash = DASHES[evidence]
    shapes.append(
        Path(
            ((end - 62.0 * unit, line_y), (end, line_y)), colours[evidence], 4.0 * unit,
            dash=(dash[0] * unit, dash[1] * unit) if dash is not None else None,
        )
    )  # fmt: skip
    return shapes


def details_box(layout: Layout, step: int) -> Box:
    """Return where the icon stands that opens the page of details, in a folded corner."""
    size = layout.type(NOTE)
    row = corner_rows(layout, step).index("evidence")
    x, y = layout.size[0] - 60.0 * layout.unit, 62.0 * layout.unit + row * ROW * size - 0.32 * size
    half = 0.68 * size
    return Box(x - 2.0 * half, y - half, x, y + half)


def icon_i(box: Box, colour: str, ground: str) -> tuple[Shape, ...]:
    """Return a ring with an i: more words are one key away."""
    (x, y), radius = box.centre, box.width / 2
    stem = max(1.5, 0.16 * radius)
    return (
        Disc((x, y), radius, ground, 1.0, colour, max(1.5, 0.12 * radius)),
        Disc((x, y - 0.46 * radius), 0.13 * radius, colour),
        Path(((x, y - 0.14 * radius), (x, y + 0.52 * radius)), colour, stem * 1.3),
    )


def _folded_strip(layout: Layout, lit: int, size: float) -> tuple[Shape, ...]:
    """Return the chain as a row of dots in which only the step's own link has its name."""
    scene, colours, unit = layout.timeline.scene, layout.look.colours.colours, layout.unit
    assert scene.strip is not None
    x, y, room = 60.0 * unit, 62.0 * unit, strip_dot(layout)
    shapes: list[Shape] = []
    for i, link in enumerate(scene.strip.links):
        if i + 1 != lit:
            radius = 0.17 * size
            shapes.append(Disc((x + radius, y - 0.32 * size), radius, colours["hairline"]))
            x += room
            continue
        name = layout.wording.said("strip", link)
        wide = width(name, size, "semibold")
        shapes.append(Label(name, (x, y), size, colours["text"], "semibold"))
        under = Box(x, y + 0.36 * size, x + wide, y + 0.36 * size + 3.5 * unit)
        shapes.append(Fill(under, accent(layout), 1.0, 1.7 * unit))
        x += wide + 12.0 * unit + 0.2 * size
    return tuple(shapes)


def corner_boxes(layout: Layout, snapshot: Snapshot) -> tuple[tuple[str, Box], ...]:
    """Return the places of paces, moment, evidence and the like; rows about one thing share a box."""
    found: dict[str, Box] = {}
    size, right, y = layout.type(NOTE), layout.size[0] - 60.0 * layout.unit, 62.0 * layout.unit
    lines = iter(corner_lines(layout, snapshot.step))
    for row in corner_rows(layout, snapshot.step):
        match row:
            case "quiet":
                name, wide = "paces", width(next(lines), size)
            case "moment" if snapshot.moment_h is not None:
                name, wide = row, width(layout.wording.moment(snapshot.moment_h), size)
            case "evidence":
                name, wide = row, evidence_width(layout, snapshot.step)
            case "chosen":
                name, wide = row, width(layout.wording.program("chosen example"), size)
            case _:
                name, wide = "", 0.0
        if name:
            box = Box(right - wide, y - size, right, y + 0.4 * size)
            found[name] = found[name].union(box) if name in found else box
        y += size * ROW
    return tuple(found.items())


def term_boxes(layout: Layout, step: int) -> tuple[tuple[str, Box], ...]:
    """Return the places of the glossary's words in the caption, found when first asked for."""
    return layout.kept.get(("terms", step), lambda: _term_boxes(layout, step))


def _term_boxes(layout: Layout, step: int) -> tuple[tuple[str, Box], ...]:
    placed, words = layout.step(step).caption, layout.timeline.library.words(layout.look.language)
    found: list[tuple[str, Box]] = []
    y, left = placed.top, layout.margin
    for lines, size, weight in (
        (placed.title, placed.title_px, "semibold"),
        (placed.text, placed.text_px, "regular"),
    ):
        for line in lines:
            y += size
            for word in words.places(line):
                x = left + width(line[: word.start], size, weight)
                wide = width(line[word.start : word.end], size, weight)
                found.append((word.term, Box(x, y - 0.9 * size, x + wide, y + 0.3 * size)))
            y += size * (LEADING - 1.0)
    return tuple(found)


def note(layout: Layout, text: str, at: Point, alpha: float = 1.0) -> Label:
    """Return a small quiet line at a place."""
    return Label(text, at, layout.type(NOTE), layout.look.colours.colours["text-quiet"], alpha=alpha)


SCALE_PARTS = (1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
"""The bar stands for such a part of the length that the author gave: the first that fits."""

_BAR_LEAST = 80.0


def scale_bar(layout: Layout, pixels_per_unit: float) -> tuple[Shape, ...]:
    """Return the bar that gives the scale, for stages that have one, below the labels at the right."""
    scale = layout.timeline.scene.stage.scale
    if scale is None:
        return ()
    colours, unit, size = layout.look.colours.colours, layout.unit, layout.type(NOTE)
    wide, text = bar_of(layout, scale, pixels_per_unit)
    right, y = layout.column.right, layout.action.high - 10.0 * unit
    label = Label(text, (right - wide / 2, y - 12.0 * unit), size, colours["text"], anchor="centre")
    half = width(text, size) / 2
    if half > wide / 2:
        label = Label(text, (right, y - 12.0 * unit), size, colours["text"], anchor="right")
    ends = (((x, y - 7.0 * unit), (x, y + 7.0 * unit)) for x in (right - wide, right))
    return (
        Path(((right - wide, y), (right, y)), colours["text"], 3.0 * unit),
        *(Path(end, colours["text"], 3.0 * unit) for end in ends),
        label,
    )


def bar_of(layout: Layout, scale: str, pixels_per_unit: float) -> tuple[float, str]:
    """Return a scale bar's length in px and what it says, for a scale such as '100 = 50 nm'."""
    units, _, length = (part.strip() for part in scale.partition("="))
    number, _, name = length.partition(" ")
    whole = float(units) * pixels_per_unit
    least, most = _BAR_LEAST * layout.unit, layout.column.width
    part = next((part for part in SCALE_PARTS if least <= whole * part <= most), SCALE_PARTS[0])
    said = layout.wording.number(f"{float(number) * part:g}")
    return whole * part, f"{said}{NBSP}{name}"


def labels(
    layout: Layout, snapshot: Snapshot, to_pixel: Callable[[LabelView], Point], shown: float
) -> tuple[Shape, ...]:
    """Return the labels that are on: each with a hairline to the ringed dot on what it names, or with its number there."""
    solved = layout.step(snapshot.step)
    places = {placed.index: placed for placed in solved.labels}
    shapes: list[Shape] = []
    if layout.look.reduced_motion:
        for placed in solved.labels:
            anchor = layout.timeline.anchor(snapshot.step, placed.index, snapshot.seconds)
            dot = to_pixel(
                LabelView(placed.index, anchor or (0.0, 0.0), 1.0, _substance(layout, snapshot, placed))
            )
            shapes += _label(layout, placed, dot, 1.0, _sureness(layout, snapshot.step, placed))
        return tuple(shapes)
    for view in snapshot.labels:
        label = places.get(view.index)
        if label is not None:
            end = solved.spans[view.index][1]
            early = end < layout.timeline.steps[snapshot.step].seconds
            gone = ramp(snapshot.seconds, end - 0.3, 0.3) if early else 0.0
            sure = _sureness(layout, snapshot.step, label)
            shapes += _label(layout, label, to_pixel(view), min(view.alpha, 1.0 - gone) * shown, sure)
    return tuple(shapes)


def _substance(layout: Layout, snapshot: Snapshot, placed: Placed) -> str:
    """Return the substance of a label that names a free molecule; nothing for other labels."""
    verb = layout.timeline.plans[snapshot.step].said[placed.index].verb
    figure = layout.timeline.scene.cast[verb.label.partition(".")[0]]
    return figure.type if isinstance(figure, Molecule | Ion) else ""


def _label(layout: Layout, placed: Placed, dot: Point, alpha: float, sure: Evidence | None) -> list[Shape]:
    if alpha <= 0.0:
        return []
    colours, unit = layout.look.colours.colours, layout.unit
    shapes: list[Shape] = []
    if placed.number:
        shapes += _numbered(layout, placed, dot, alpha)
    elif placed.points:
        start, radius = placed.leader, 6.5 * unit
        knee = ((dot[0], dot[1] + placed.knee),) if placed.knee else ()
        (x, y) = (*knee, start)[0]
        length = math.dist((x, y), dot) or 1.0
        end = (dot[0] + (x - dot[0]) * radius / length, dot[1] + (y - dot[1]) * radius / length)
        shapes += [
            _leader(layout, (end, *knee, start), alpha, sure),
            Disc(dot, radius, colours["veil"], alpha, ring=colours["text"], ring_width=2.2 * unit),
        ]
    if placed.title and not layout.half:
        shapes.append(_ground(layout, placed.box, alpha))
    said = colours[sure] if sure is not None else colours["text-quiet"]
    x, y = placed.at[0], placed.at[1] - placed.title_px
    for line in placed.title:
        y += placed.title_px
        shapes.append(Label(line, (x, y), placed.title_px, colours["text"], "semibold", alpha=alpha))
        y += placed.title_px * (LEADING - 1.0)
    for line in placed.said:
        y += placed.said_px
        shapes.append(Label(line, (x, y), placed.said_px, said, alpha=alpha))
        y += placed.said_px * (LEADING - 1.0)
    return shapes


def _ground(layout: Layout, box: Box, alpha: float) -> Sprite:
    """Return a soft patch in the column's own colour under a label, so that nothing of the stage shows through its words."""
    colours, unit = layout.look.colours.colours, layout.unit
    side = mixed(colours["backdrop"], colours["backdrop-edge"], SIDE)
    step = 8.0 * unit  # labels of nearly the same size share their patch
    wide, high = (math.ceil(length / step) * step for length in (box.width, box.height))
    at = (box.left + wide / 2, box.low + high / 2)
    return Sprite(_patch(round(wide, 2), round(high, 2), round(26.0 * unit, 2), side), at, 1.0, alpha=alpha)


@lru_cache(maxsize=256)
def _patch(wide: float, high: float, feather: float, colour: str) -> Art:
    x, y = wide / 2 + 0.4 * feather, high / 2 + 0.25 * feather
    outline = ((-x, -y), (x, -y), (x, y), (-x, y))
    bounds = Box(-x - 2 * feather, -y - 2 * feather, x + 2 * feather, y + 2 * feather)
    return Art("ground", bounds, (Flat(outline, colour, GROUND, feather),))


def _leader(layout: Layout, line: Points, alpha: float, sure: Evidence | None) -> Path:
    """Return a label's hairline; under the evidence lens its style says how sure we are."""
    colours, unit = layout.look.colours.colours, layout.unit
    if sure is None:
        return Path(line, colours["hairline"], 1.6 * unit, alpha=0.9 * alpha)
    dash = DASHES[sure]
    style = (dash[0] * unit * 0.6, dash[1] * unit * 0.6) if dash is not None else None
    return Path(line, colours[sure], 2.6 * unit, alpha=alpha, dash=style)


def _sureness(layout: Layout, step: int, placed: Placed) -> Evidence | None:
    """Return how sure we are of what a label says, under the evidence lens; nothing without it."""
    if not layout.look.lens:
        return None
    return layout.wording.label_evidence(step, placed.index, layout.timeline.plans[step])


def _numbered(layout: Layout, placed: Placed, dot: Point, alpha: float) -> list[Shape]:
    """Return a label's number on what it names, or beside it with a short hairline, and before its words."""
    colours, unit = layout.look.colours.colours, layout.unit
    radius = badge_radius(placed.said_px)
    shapes: list[Shape] = []
    spots: list[Point] = []
    if placed.points:
        spot = (dot[0] + placed.offset[0], dot[1] + placed.offset[1])
        if math.dist(spot, dot) > radius:
            shapes.append(Path((dot, spot), colours["text"], 2.0 * unit, alpha=alpha))
            shapes.append(Disc(dot, 5.0 * unit, colours["text"], alpha))
        spots.append(spot)
    if placed.title:
        spots.append((placed.at[0] - radius - 14.0 * unit, placed.at[1] - 0.32 * placed.title_px))
    for x, y in spots:
        shapes.append(
            Disc((x, y), radius, colours["text"], alpha, ring=colours["veil"], ring_width=2.0 * unit)
        )
        size = 0.92 * placed.said_px
        at = (x, y + 0.33 * size)
        shapes.append(Label(str(placed.number), at, size, colours["veil"], "bold", "centre", alpha=alpha))
    return shapes


def _chevron(at: Point, size: float, colour: str) -> Path:
    x, y = at
    return Path(
        ((x - size * 0.5, y - size), (x + size * 0.5, y), (x - size * 0.5, y + size)),
        colour,
        max(1.5, size * 0.35),
    )
