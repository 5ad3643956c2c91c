"""Membranes: two rows of lit heads, with tails where there is room for them. Knows a curve, no cell."""

import math
from collections.abc import Sequence
from functools import lru_cache

from visualizer.core.colour import mixed
from visualizer.core.geometry import Point, Points, Polyline, polyline
from visualizer.core.noise import uniforms
from visualizer.figures.art.forms import art_of, deepened, toned
from visualizer.figures.look import Ramp
from visualizer.frame.art import Art, Balls, Flat, Layer, Stroke

Span = tuple[float, float]
_FADE_STEPS = 8  # an end fades in so many tones; the eye takes eight for a slope


@lru_cache(maxsize=64)
def membrane(
    points: Points,
    ramp: Ramp,
    thickness: float = 22.0,
    bead: float = 4.2,
    level: str = "beads",
    seed: int = 0,
    gaps: tuple[Span, ...] = (),
    fade: float = 0.0,
    outward: float = 1.0,
) -> Art:
    """Return a strip of bilayer along the curve of its middle; stage units, origin at the stage's origin.

    `outward` is 1 when the outside lies to the left of the running direction, −1 when to the right. `gaps`
    are spans of arc length left free for proteins. `fade` lets both ends fade over that length. Level
    "lipids" adds two wavy tails to each head.
    """
    line = polyline(points)
    layers: list[Layer] = [*_bed(line, ramp, thickness, fade, gaps)]
    sides = ((-outward, toned(ramp, ramp.dark, 0.22), "inner"), (outward, ramp, "outer"))
    rows = [
        (side, tones, _row(line, side * thickness / 2, bead, gaps, seed, name)) for side, tones, name in sides
    ]
    if level == "lipids":
        for side, tones, heads in rows:
            layers += _tails(line, side, tones, thickness, bead, heads, seed, fade)
    for _, tones, heads in rows:
        layers += _heads(line.length, tones, heads, fade)
    return art_of(f"membrane-{level}", layers, 1.0)


Head = tuple[float, Point, float]  # arc length, place, radius


def _row(line: Polyline, off: float, bead: float, gaps: Sequence[Span], seed: int, name: str) -> list[Head]:
    """Place heads along one leaflet: shoulder to shoulder, none quite the size or the place of the next."""
    count = math.ceil(line.length / (bead * 1.6)) + 2
    size, aside, room = (uniforms(count, "membrane", seed, name, what) for what in ("size", "aside", "room"))
    heads: list[Head] = []
    at, i = bead, 0
    while at < line.length - bead * 0.5 and i < count:
        radius = bead * (0.88 + 0.24 * float(size[i]))
        if not any(low - radius < at < high + radius for low, high in gaps):
            (x, y), (nx, ny) = line.at(at), line.normal(at)
            away = off + bead * 0.34 * (float(aside[i]) - 0.5)
            heads.append((at, (round(x + nx * away, 3), round(y + ny * away, 3)), round(radius, 3)))
        at += bead * (1.96 + 0.42 * float(room[i]))
        i += 1
    return heads


def _heads(length: float, ramp: Ramp, heads: list[Head], fade: float) -> list[Layer]:
    groups: dict[float, list[Head]] = {}
    for head in heads:
        groups.setdefault(_presence(head[0], length, fade), []).append(head)
    return [
        Balls(tuple(h[1] for h in group), tuple(h[2] for h in group), ramp.dark, ramp.mid, ramp.light, alpha)
        for alpha, group in sorted(groups.items())
        if alpha > 0
    ]


def _presence(at: float, length: float, fade: float) -> float:
    if fade <= 0:
        return 1.0
    part = min(1.0, min(at, length - at) / fade)
    return round(part * part * (3 - 2 * part) * _FADE_STEPS) / _FADE_STEPS


def _tails(
    line: Polyline,
    side: float,
    ramp: Ramp,
    thickness: float,
    bead: float,
    heads: list[Head],
    seed: int,
    fade: float,
) -> list[Layer]:
    """Two tails a head, each with its own lean, wave and length, towards the middle of the bilayer."""
    colour = mixed(ramp.dark, ramp.mid, 0.55)
    chance = uniforms(8 * len(heads), "tails", seed, int(side))
    strokes: dict[float, list[Layer]] = {}
    for i, (at, (x, y), radius) in enumerate(heads):
        nx, ny = line.normal(at)
        alpha = 0.85 * _presence(at, line.length, fade)
        for tail in range(2):
            u = [float(v) for v in chance[8 * i + 4 * tail : 8 * i + 4 * tail + 4]]
            long = (thickness / 2 - radius) * (0.87 + 0.11 * u[0])
            calm = min(1.0, long / (6.0 * bead))
            lean, wave, phase = (
                bead * (u[1] - 0.5) * 0.9,
                bead * (0.16 + 0.16 * u[2]) * calm,
                2 * math.pi * u[3],
            )
            points = []
            for step in range(9):
                down = step / 8
                across = (tail - 0.5) * radius * 0.95 + lean * down
                across += wave * math.sin(phase + 5.6 * down) * min(1.0, down * 2.5)
                away = -side * (radius * 0.5 + long * down)
                points.append((round(x + nx * away + ny * across, 3), round(y + ny * away - nx * across, 3)))
            if alpha > 0:
                strokes.setdefault(alpha, []).append(Stroke(tuple(points), bead * 0.24, colour, alpha))
    return [stroke for alpha in sorted(strokes) for stroke in strokes[alpha]]


def _bed(line: Polyline, ramp: Ramp, thickness: float, fade: float, gaps: Sequence[Span]) -> list[Layer]:
    """A faint body between the leaflets, so that the strip reads as one thing; it stops at gaps."""
    steps = 5 if fade > 0 else 1
    return [
        layer
        for step in range(steps)
        for layer in _bed_part(line, ramp, thickness, fade * (0.15 + 0.17 * step), gaps, steps)
    ]


def _bed_part(
    line: Polyline, ramp: Ramp, thickness: float, short: float, gaps: Sequence[Span], parts: int
) -> list[Layer]:
    """One of several thin layers of the bed, each ending a little further in, so that its ends fade."""
    edges = [short, *(edge for gap in sorted(gaps) for edge in gap), line.length - short]
    soft = min(thickness * 0.28, 14.0)
    layers: list[Layer] = []
    for low, high in zip(edges[::2], edges[1::2], strict=True):
        if high - low < thickness * 0.5 + 2 * soft:
            continue
        count = max(2, math.ceil((high - low) / 12))
        spread = [low + soft + (high - low - 2 * soft) * i / count for i in range(count + 1)]
        half = thickness * 0.36
        upper = [_beside(line, at, half) for at in spread]
        lower = [_beside(line, at, -half) for at in reversed(spread)]
        layers.append(Flat((*upper, *lower), deepened(ramp, 0.45), 1.0 - (1.0 - 0.42) ** (1.0 / parts), soft))
    return layers


def _beside(line: Polyline, at: float, away: float) -> Point:
    (x, y), (nx, ny) = line.at(at), line.normal(at)
    return (round(x + nx * away, 3), round(y + ny * away, 3))
