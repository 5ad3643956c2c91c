"""Cells as soft bodies, dense fuzz, the far and the near plane. Knows outlines, not what they are called."""

import math
from functools import lru_cache

from visualizer.core.colour import mixed
from visualizer.core.geometry import Box, Point, Points, box_of, polyline, smooth_curve
from visualizer.core.noise import Key, between, uniform, uniforms
from visualizer.figures.art.forms import art_of, blob, body, brightest, jitter, joined, rod, shape, toned
from visualizer.figures.look import Ramp, Theme
from visualizer.frame.art import Art, Flat, Glow, Layer, Stroke

NEURON_KINDS = ("pyramidal", "interneuron", "raphe")


@lru_cache(maxsize=64)
def cell_body(outline: Points, ramp: Ramp, bevel: float = 60.0, inner_glow: float = 0.5) -> Art:
    """Return a soft body as of something with an inside: deep in the middle, lit along its upper left rim."""
    box = box_of(outline)
    reach = 0.5 * max(box.width, box.height)
    calm = ramp._replace(mid=mixed(ramp.mid, ramp.dark, 0.22))
    layers: list[Layer] = [
        Stroke(outline, bevel * 0.12, ramp.rim, 0.16, bevel * 0.35, closed=True),
        body(
            outline, calm, bevel, gloss=0.10, rim_strength=0.8, rim_width=max(2.0, bevel * 0.16), grain=0.035
        ),
    ]
    if inner_glow > 0:
        layers.append(_inner_light(outline, reach, ramp, inner_glow))
    return art_of("cell-body", layers, 1.0)


def density(points: Points, ramp: Ramp, thickness: float = 10.0, seed: int = 0) -> Art:
    """Return the dense fuzz under an active zone or behind a postsynaptic membrane, along a line."""
    return _density(points, ramp, thickness, seed)


def neuron(kind: str, size: float, ramp: Ramp, seed: int = 0, axon_to: Point | None = None) -> Art:
    """Return a whole small neuron about its soma; `size` is the soma's height, `axon_to` its axon's end."""
    return _neuron(kind, size, ramp, seed, axon_to)


@lru_cache(maxsize=16)
def far_plane(box: Box, ramp: Ramp, seed: int = 0, count: int = 3) -> Art:
    """Return processes far behind, out of focus: big, few, of hardly any contrast."""
    layers: list[Layer] = []
    reach = min(box.width, box.height)
    for i in range(count):
        k = ("far", seed, i)
        x = box.left + box.width * (i + 0.2 + 0.6 * uniform(*k, "x")) / count
        y = box.low + box.height * uniform(*k, "y")
        away, slope = reach * between(0.5, 0.9, *k, "long"), between(-0.8, 0.8, *k, "slope")
        line = [
            (x - away, y - away * slope),
            (x, y + jitter(reach * 0.12, *k)),
            (x + away, y + away * slope * 0.6),
        ]
        wide = reach * between(0.16, 0.34, *k, "wide")
        tone = mixed(ramp.mid, ramp.dark, uniform(*k, "tone") * 0.6)
        layers.append(
            Flat(rod(line, (wide * 0.7, wide, wide * 1.2)), tone, between(0.24, 0.40, *k, "a"), wide * 0.42)
        )
    return art_of("far-plane", layers)


@lru_cache(maxsize=16)
def near_form(theme: Theme, width: float, height: float, seed: int = 0, side: float = -1.0) -> Art:
    """Return one dark soft form for a lower corner (side −1 left, 1 right); the origin is that corner."""
    colour = mixed(theme.colours["veil"], "#000000", 0.45) if theme.dark else "#A9B6CE"
    k = ("near", seed)
    outline = shape(
        [
            (-side * -width * 0.25, -height * 0.3),
            (-side * -width * 0.2, height * (0.85 + jitter(0.08, *k, 1))),
            (-side * width * 0.16, height * (0.92 + jitter(0.06, *k, 2))),
            (-side * width * 0.42, height * (0.52 + jitter(0.08, *k, 3))),
            (-side * width * 0.78, height * (0.30 + jitter(0.06, *k, 4))),
            (-side * width, -height * 0.05),
            (-side * width * 0.8, -height * 0.3),
        ]
    )
    soft = min(width, height) * 0.34
    return art_of("near-form", (Flat(outline, colour, 0.92 if theme.dark else 0.55, soft),))


def _inner_light(outline: Points, reach: float, ramp: Ramp, strength: float) -> Layer:
    """Light inside the body's upper part: an even area that fades downwards, kept off the edge."""
    cx, cy = box_of(outline).centre
    inner = tuple((cx + (x - cx) * 0.86, cy + (y - cy) * 0.86) for x, y in outline)
    return Flat(inner, mixed(ramp.mid, ramp.light, 0.6), 0.22 * strength, reach * 0.10, alpha_low=0.0)


@lru_cache(maxsize=64)
def _density(points: Points, ramp: Ramp, thickness: float, seed: int) -> Art:
    line = polyline(points)
    dark, pale = mixed(ramp.dark, "#04050C", 0.45), mixed(ramp.mid, ramp.light, 0.2)
    layers: list[Layer] = [Stroke(points, thickness * 0.95, dark, 0.85, thickness * 0.5)]
    count = max(6, int(line.length / (thickness * 0.16)))
    along, aside, size = (uniforms(count, "density", seed, what) for what in ("along", "aside", "size"))
    for tone, part in ((dark, 0), (pale, 1)):
        for i in range(part, count, 2):
            at = float(along[i]) * line.length
            (x, y), (nx, ny) = line.at(at), line.normal(at)
            away = (float(aside[i]) + float(aside[(i * 7 + 3) % count]) - 1.0) * thickness * 0.66
            place = (round(x + nx * away, 3), round(y + ny * away, 3))
            wide = round(thickness * (0.16 + 0.20 * float(size[i])), 3)
            layers.append(Stroke((place,), wide, tone, 0.75 if part == 0 else 0.30, thickness * 0.12))
    return art_of("density", layers, 1.0)


@lru_cache(maxsize=64)
def _neuron(kind: str, size: float, ramp: Ramp, seed: int, axon_to: Point | None) -> Art:
    k: tuple[Key, ...] = ("neuron", kind, seed)
    half = size / 2
    limbs: list[Points] = []
    match kind:
        case "pyramidal":
            soma = shape(
                [(0, half * 1.25), (half * 0.34, half * 0.45), (half * 0.86, -half * 0.72), (0, -half * 0.92),
                 (-half * 0.86, -half * 0.72), (-half * 0.34, half * 0.45)], *k, uneven=half * 0.04,
            )  # fmt: skip
            limbs += _limb(
                (0.0, half * 0.9), math.radians(90 + jitter(5, *k)), size * 2.5, size * 0.30, 3, (*k, "apex")
            )
            for i, angle in enumerate((205, 232, 308, 335)):
                x = half * (0.62 if angle > 270 else -0.62)
                limbs += _limb(
                    (x, -half * 0.55),
                    math.radians(angle + jitter(9, *k, i)),
                    size * 1.0,
                    size * 0.19,
                    2,
                    (*k, i),
                )
        case "interneuron" | "raphe":
            rounder = 1.0 if kind == "interneuron" else 1.12
            soma = blob((0.0, 0.0), half * 0.86, half * 0.8 * rounder, *k, uneven=0.05)
            count, wide = (8, 1.05) if kind == "interneuron" else (5, 1.6)
            for i in range(count):
                heading = math.radians(360 * i / count + 40 + jitter(16, *k, i))
                start = (half * 0.62 * math.cos(heading), half * 0.62 * math.sin(heading))
                levels = 2 if kind == "raphe" else 3
                limbs += _limb(
                    start, heading, size * wide * between(0.8, 1.15, *k, i), size * 0.20, levels, (*k, i)
                )
        case other:
            raise ValueError(f"no neuron kind '{other}'; there are {', '.join(NEURON_KINDS)}")
    if axon_to is not None:
        limbs.append(_axon(half, axon_to, k))
    outline = joined([soma, *limbs])
    nucleus = blob((-half * 0.04, -half * 0.10), half * 0.34, half * 0.32, *k, "nucleus", uneven=0.03)
    light = toned(ramp, ramp.light, 0.12)
    return art_of(
        f"neuron-{kind}",
        (
            Stroke(soma, size * 0.05, ramp.rim, 0.14, size * 0.16, closed=True),
            body(
                outline, light, size * 0.24, gloss=0.12, rim_strength=0.85, rim_width=size * 0.035, grain=0.02
            ),
            body(
                nucleus,
                toned(ramp, ramp.dark, 0.45),
                size * 0.16,
                gloss=0.1,
                rim_strength=0.3,
                edge_fade=size * 0.03,
            ),
            Glow((-half * 0.12, 0.0), half * 0.22, brightest(ramp), 0.22, 1.6),
        ),
        1.0,
    )


def _limb(
    start: Point, angle: float, length: float, width: float, levels: int, key: tuple[Key, ...]
) -> list[Points]:
    """Return a dendrite: a tapering, wandering rod and its branches, each thinner than what it came from."""
    line = [start]
    heading = angle
    for step in range(4):
        heading += jitter(0.20, *key, "bend", step)
        x, y = line[-1]
        line.append((x + math.cos(heading) * length / 4, y + math.sin(heading) * length / 4))
    end = width * (0.46 if levels > 1 else 0.16)
    out = [rod(line, (width, width * 0.72, width * 0.56, (width * 0.5 + end) / 2, end))]
    if levels <= 1:
        return out
    for i, (node, spread) in enumerate(((2, 0.75), (4, 0.34), (4, -0.42))):
        if node == 2 and uniform(*key, "early") < 0.35:
            continue
        turn = spread * (1 if uniform(*key, "hand") < 0.5 else -1) + jitter(0.16, *key, i)
        part = length * between(0.42, 0.66, *key, "part", i)
        out += _limb(line[node], heading + turn, part, end * 1.15, levels - 1, (*key, i))
    return out


def axon_line(kind: str, size: float, to: Point, seed: int = 0) -> Points:
    """Return the middle of a neuron's axon, from its soma to its end, about the soma: where an impulse runs."""
    return smooth_curve(_axon_line(size / 2, to, ("neuron", kind, seed)), pieces=8)


def _axon(half: float, to: Point, key: tuple[Key, ...]) -> Points:
    """Return a thin even process from the soma to a place, bending a little, ending in a bouton."""
    thin = half * 0.11
    widths = (half * 0.34, thin * 1.2, thin, thin, thin, thin, thin * 1.3, thin * 3.4)
    return rod(_axon_line(half, to, key), widths)


def _axon_line(half: float, to: Point, key: tuple[Key, ...]) -> list[Point]:
    start = (0.0, -half * 0.7) if to[1] < half else (half * 0.6 * math.copysign(1.0, to[0]), 0.0)
    dx, dy = to[0] - start[0], to[1] - start[1]
    length = math.hypot(dx, dy) or 1.0
    sway = jitter(0.10, *key, "axon") * length
    return [
        start,
        (start[0] + dx * 0.33 - dy / length * sway, start[1] + dy * 0.33 + dx / length * sway),
        (start[0] + dx * 0.70 + dy / length * sway * 0.6, start[1] + dy * 0.70 - dx / length * sway * 0.6),
        to,
    ]
