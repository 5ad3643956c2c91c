"""Bodies inside a cell as shapes: kinases, complexes, proteins, lysosomes, mRNA, ribosomes, and the arrows between them.

Knows art, places and the grammar of arrows; which body does what to which is settled.
"""

import itertools
import math
from dataclasses import dataclass

from visualizer.core.colour import mixed
from visualizer.core.easing import smooth
from visualizer.core.geometry import Point, Points, View
from visualizer.figures.art.brain import BRAIN_WIDTH, brain, deep_structures, lit_front
from visualizer.figures.art.inside import (
    BODY_WIDTH,
    complex_,
    folded,
    halo_radius,
    kinase,
    lysosome,
    phosphate,
    protein,
)
from visualizer.figures.art.molecules import halo, molecule
from visualizer.figures.art.reading import BEADS, RIBOSOME_HEIGHT, chain, ribosome, strand
from visualizer.figures.captions import DASHES
from visualizer.figures.crowd import lettered
from visualizer.figures.look import Look, Theme, quiet
from visualizer.frame.art import Art
from visualizer.frame.shapes import Group, Path, Shape, Sprite
from visualizer.scene import Library
from visualizer.timeline.snapshot import Link, Ribosomes, Soft, Strand

LEVELS = 8
"""A body goes from grey to its colour, and a glow comes and goes, in so many levels."""

DRIFT = 58.0
"""Stage units that a phosphate drifts off before it is out of sight."""

PHOSPHATES = {"kinase": (0.37, 0.26), "complex": (0.36, 0.40)}
"""Where a phosphate sits on a body, in its width and height from its middle."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """An arrow's shapes: its line, and what stands at its end."""

    way: tuple[Shape, ...]
    end: tuple[Shape, ...]


BREATH = 0.30
"""How strongly the lit part of a brain swells and ebbs while nothing else moves."""

BREATHS = 12
"""In so many levels, so that each is thinned once."""

FOLDS = 5
"""Small proteins without a name come in so many shapes."""


def soft(state: Soft, library: Library, look: Look, view: View, back: bool = False) -> tuple[Shape, ...]:
    """Return a body inside a cell; `back` lets it step back in tone because another is lit."""
    theme = quiet(look.colours) if back else look.colours
    match state.kind:
        case "lysosome":
            shapes: list[Shape] = [
                Sprite(lysosome(theme), view.px(state.at), view.scale * state.size[0] / 200.0)
            ]
        case "brain":
            shapes = _brain(state, theme, view)
        case "deep-structures":
            shapes = [
                Sprite(deep_structures(theme), view.px(state.at), view.scale * state.size[0] / BRAIN_WIDTH)
            ]
        case "ligand":
            shapes = _ligand(state, library, theme, view)
        case "protein" if not state.word:
            shapes = _many(state, theme, view)
        case _:
            shapes = _named(state, theme, view)
    return (Group(state.id, tuple(shapes), state.alpha),) if state.alpha < 1.0 else tuple(shapes)


def _brain(state: Soft, theme: Theme, view: View) -> list[Shape]:
    """Return a brain, with its lit part swelling and ebbing; not in a camera that is about to leave it behind."""
    at, scale = view.px(state.at), view.scale * state.size[0] / BRAIN_WIDTH
    shapes: list[Shape] = [Sprite(brain(theme), at, scale)]
    level = round((0.5 + 0.5 * state.breath) * BREATHS) / BREATHS
    if level > 0.0 and BRAIN_WIDTH * scale < 4.0 * view.at_px[0]:
        shapes.append(Sprite(lit_front(theme), at, scale, alpha=BREATH * level))
    return shapes


def strands(state: Strand, look: Look, view: View) -> tuple[Shape, ...]:
    """Return a strand of mRNA."""
    shape = Sprite(strand(look.colours, state.line), view.px((0.0, 0.0)), view.scale)
    return (Group(state.id, (shape,), state.alpha),) if state.alpha < 1.0 else (shape,)


def ribosomes(state: Ribosomes, look: Look, view: View) -> tuple[Shape, ...]:
    """Return ribosomes, each with the chain that grows out of it; grey while idle."""
    shapes: list[Shape] = []
    scale = view.scale * state.size / RIBOSOME_HEIGHT
    for i, (at, angle, part) in enumerate(state.each):
        beads = round(part * BEADS)
        if beads >= 1:
            shapes.append(Sprite(chain(look.colours, beads, i % 5), view.px(at), scale, angle))
        working = state.active > 0.5
        shapes.append(Sprite(ribosome(look.colours, working, i % 3), view.px(at), scale, angle))
    return (Group(state.id, tuple(shapes), state.alpha),) if state.alpha < 1.0 else tuple(shapes)


def link(state: Link, colour: str, look: Look, view: View, unit: float) -> Drawn:
    """Return an arrow as far as it is drawn: solid, dashed or dotted by evidence; its end says what it does.

    The line lies behind bodies, its end before them, so that neither hides the other.
    """
    theme = look.colours
    line = list(view.all_px(state.line))
    ramp = theme.substances.get(colour, theme.substances["cream"])
    tone, edge = (mixed(ramp.mid, ramp.light, 0.35) if theme.dark else ramp.mid), theme.colours["veil"]
    size = 20.0 * unit
    if state.effect == "moves":
        dots = Path(tuple(line), tone, 5.0 * unit, 0.75 * state.alpha, dash=(1.0 * unit, 12.0 * unit))
        return Drawn((dots,), ())
    whole = sum(math.dist(a, b) for a, b in itertools.pairwise(line))
    shown = _cut(line, whole * state.drawn)
    tip = shown[-1]
    stem = _cut(
        line, max(whole * state.drawn - (size * 0.8 if state.effect == "activates" else 4.0 * unit), 1.0)
    )
    dash = DASHES[state.evidence]
    pattern = None if dash is None else (dash[0] * unit, dash[1] * unit)
    way = (
        Path(tuple(stem), edge, 10.0 * unit, 0.50 * state.alpha),
        Path(tuple(stem), tone, 5.0 * unit, state.alpha, dash=pattern),
    )
    (bx, by) = stem[-1]
    length = math.dist((bx, by), tip) or 1.0
    ux, uy = (tip[0] - bx) / length, (tip[1] - by) / length
    if state.effect == "activates":
        return Drawn(way, tuple(_head(tip, (ux, uy), size, tone, edge, state.alpha, unit)))
    if state.effect == "inhibits":
        half = 0.95 * size
        ends = ((tip[0] - uy * half, tip[1] + ux * half), (tip[0] + uy * half, tip[1] - ux * half))
        bar = (Path(ends, edge, 14.0 * unit, 0.5 * state.alpha), Path(ends, tone, 8.0 * unit, state.alpha))
        return Drawn(way, bar)
    return Drawn(way, ())


def _head(
    tip: Point, way: Point, size: float, tone: str, edge: str, alpha: float, unit: float
) -> list[Shape]:
    (ux, uy), side = way, 0.58 * size
    foot = (tip[0] - ux * size, tip[1] - uy * size)
    head: Points = (
        tip,
        (foot[0] - uy * side, foot[1] + ux * side),
        (foot[0] + ux * size * 0.22, foot[1] + uy * size * 0.22),
        (foot[0] + uy * side, foot[1] - ux * side),
    )
    return [
        Path(head, edge, 4.0 * unit, 0.5 * alpha, closed=True),
        Path(head, tone, 1.0 * unit, alpha, fill=tone, closed=True),
    ]


def _cut(line: list[Point], length: float) -> list[Point]:
    """Return the line as far as this length along it."""
    out, left = [line[0]], length
    for a, b in itertools.pairwise(line):
        piece = math.dist(a, b)
        if piece >= left:
            part = left / piece if piece > 0 else 0.0
            out.append((a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part))
            return out
        out.append(b)
        left -= piece
    return out


def _named(state: Soft, theme: Theme, view: View) -> list[Shape]:
    at, scale = view.px(state.at), view.scale * state.size[0] / BODY_WIDTH
    high = round(BODY_WIDTH * state.size[1] / state.size[0], 2)
    shapes: list[Shape] = []
    glow = _level(0.30 * state.active + 0.55 * state.lit)
    if glow > 0.0 and state.colour in theme.substances:
        tone = theme.substances[state.colour].mid
        reach = halo_radius(state.size) * view.scale / 100.0
        shapes.append(Sprite(halo(tone, 100.0), at, reach, alpha=glow))
    work = _level(state.active)
    if work < 1.0:
        shapes.append(Sprite(_art(state, theme, False, high), at, scale))
    if work > 0.0:
        shapes.append(Sprite(_art(state, theme, True, high), at, scale, alpha=work))
    if state.phosphorylated > 0.0:
        (x, y), (w, h) = state.at, state.size
        comes = 1.0 if state.drifted else 0.4 + 0.6 * _level(state.phosphorylated)
        radius = min(max(0.17 * h, 11.0), 17.0) * comes
        dx, dy = PHOSPHATES.get(state.kind, (0.38, 0.34))
        off = DRIFT * smooth(state.drifted)
        spot = view.px((x + dx * w + off, y + dy * h + 0.8 * off))
        gold = theme.substances["gold"].mid
        glow = 0.7 * (_level(state.phosphorylated) if state.drifted else 1.0)
        shapes.append(Sprite(halo(gold, 100.0), spot, radius * view.scale * 0.026, alpha=glow))
        shapes.append(
            Sprite(phosphate(theme), spot, radius * view.scale / 10.0, alpha=_level(state.phosphorylated))
        )
    return shapes


def _art(state: Soft, theme: Theme, working: bool, high: float) -> Art:
    match state.kind:
        case "kinase":
            return kinase(theme, state.word, state.colour, working, high)
        case "complex":
            return complex_(theme, state.word, state.colour, working, high, state.lobes)
        case _:
            return protein(theme, state.word, state.colour, working, high)


def _many(state: Soft, theme: Theme, view: View) -> list[Shape]:
    scale = view.scale * state.size[0] / 26.0
    return [
        Sprite(folded(theme, state.colour, i % FOLDS), view.px((x, y)), scale, alpha=_level(alpha))
        for i, (x, y, alpha) in enumerate(state.many)
        if _level(alpha) > 0.0
    ]


def _ligand(state: Soft, library: Library, theme: Theme, view: View) -> list[Shape]:
    entry = library.substances[state.substance]
    ramp = theme.substances[entry.colour]
    wide = state.size[0] * view.scale
    art = molecule(entry.shape, ramp, entry.letter, lettered(entry.letter, wide), 10.0)
    at = view.px(state.at)
    return [
        Sprite(halo(ramp.mid, 100.0), at, wide * 0.0085, alpha=_level(0.35 + 0.5 * state.lit)),
        Sprite(art, at, wide / 20.0),
    ]


def _level(value: float) -> float:
    return round(min(max(value, 0.0), 1.0) * LEVELS) / LEVELS
