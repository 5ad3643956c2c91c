"""Vesicles: a translucent ball of membrane with cargo, whole or fusing. Knows cargo by silhouette only."""

import math
from functools import lru_cache

from visualizer.core.colour import mixed
from visualizer.core.easing import clamp, mix
from visualizer.core.geometry import Point, smooth_curve
from visualizer.core.noise import uniforms
from visualizer.figures.art.forms import art_of, body, brightest, circle, deepened, toned
from visualizer.figures.art.membrane import membrane
from visualizer.figures.art.molecules import Guest, guest_layers
from visualizer.figures.look import Ramp
from visualizer.frame.art import Art, Balls, Flat, Glow, Layer, Stroke


@lru_cache(maxsize=256)
def vesicle(
    radius: float,
    ramp: Ramp,
    cargo: Guest | None = None,
    count: int = 18,
    fullness: float = 1.0,
    seed: int = 0,
    dense: bool = False,
) -> Art:
    """Return a vesicle about its centre; `fullness` 0..1 of its `count` molecules are inside."""
    layers = [
        *_shell_back(radius, ramp),
        *(_core(radius, ramp, (0.0, 0.0), fullness, seed) if dense else ()),
        *_cargo(radius, cargo, count, fullness, seed),
        *_shell_front(radius, ramp, seed),
    ]
    return art_of("vesicle", layers, 1.0)


@lru_cache(maxsize=256)
def vesicle_fusing(
    radius: float,
    opening: float,
    ramp: Ramp,
    cargo: Guest | None = None,
    count: int = 18,
    fullness: float = 1.0,
    seed: int = 0,
    dense: bool = False,
) -> Art:
    """Return the omega of a vesicle that fuses: its neck points to −y and joins a membrane at the origin."""
    opening = clamp(opening)
    path, centre, swell = _omega(radius, opening)
    # Its wall ends where it meets the membrane's inner heads: the membrane is drawn by itself, and open there.
    whole = tuple(point for point in path if point[1] >= radius * 0.26)
    neck = 0.9 * min(abs(x) for x, y in path if y <= radius * 0.26)
    inside = (*whole, (neck, 0.0), (-neck, 0.0))
    layers: list[Layer] = [
        Flat(inside, deepened(ramp, 0.25), 0.55, radius * 0.06),
        body(inside, ramp, radius * 0.5, alpha=0.42, gloss=0.3, rim_strength=0.4),
    ]
    if dense:
        layers += _core(radius * swell, ramp, centre, fullness * (1 - opening), seed)
    layers += _cargo(radius * swell, cargo, count, fullness * (1 - 0.85 * opening), seed, centre)
    bead = radius * 0.058
    bright = Ramp(ramp.dark, mixed(ramp.mid, ramp.light, 0.4), brightest(ramp), ramp.rim)
    layers += membrane(whole, bright, bead * 2.5, bead, "beads", seed, outward=-1.0).layers
    return art_of("vesicle-fusing", layers, 1.0)


def _omega(radius: float, opening: float) -> tuple[list[Point], Point, float]:
    """Return the path from the left foot over the bulb to the right foot, the bulb's middle and its size."""
    swell = mix(1.0, 0.92, opening)
    neck = radius * mix(0.15, 0.62, opening)
    high = radius * mix(1.16, 0.62, opening)
    wide = radius * mix(1.0, 1.10, opening)
    tall = radius * mix(1.0, 0.80, opening)
    part = math.asin(clamp(neck * 1.25 / wide, 0.0, 0.95))
    turn = [(-math.pi / 2 - part) - (2 * math.pi - 2 * part) * i / 40 for i in range(41)]
    bulb = [(wide * math.cos(a), high + tall * math.sin(a)) for a in turn]
    foot = radius * 0.30
    low = max(bulb[0][1] * 0.35, radius * 0.05)
    left = [(-neck - foot, 0.0), (-neck - foot * 0.35, radius * 0.02), (-neck, low)]
    path = smooth_curve([*left, *bulb[::2], *((-x, y) for x, y in reversed(left))], pieces=5)
    return list(path), (0.0, high), swell


def _shell_back(radius: float, ramp: Ramp) -> list[Layer]:
    ring = circle((0.0, 0.0), radius * 0.96, 56)
    return [
        Flat(
            circle((radius * 0.05, -radius * 0.08), radius * 1.02), deepened(ramp, 0.8), 0.35, radius * 0.14
        ),
        Flat(ring, deepened(ramp, 0.35), 0.55),
        body(ring, ramp, radius * 0.62, alpha=0.55, gloss=0.3, rim_strength=0.5, rim_width=radius * 0.08),
    ]


def _shell_front(radius: float, ramp: Ramp, seed: int) -> list[Layer]:
    """The ring of heads in section, and a shine on the near side."""
    layers: list[Layer] = [Glow((-radius * 0.36, radius * 0.40), radius * 0.46, brightest(ramp), 0.26, 1.8)]
    rows = (
        ((0.985, 0.072, ramp),)
        if radius < 34
        else ((0.90, 0.05, toned(ramp, ramp.dark, 0.3)), (1.0, 0.055, ramp))
    )
    for at, size, tones in rows:
        bead = radius * size
        count = max(10, int(2 * math.pi * radius * at / (bead * 2.12)))
        chance = uniforms(2 * count, "vesicle", seed, int(at * 1000))
        centres, radii = [], []
        for i in range(count):
            angle = 2 * math.pi * (i + 0.30 * (float(chance[i]) - 0.5)) / count
            away = radius * at + bead * 0.3 * (float(chance[count + i]) - 0.5)
            centres.append((round(away * math.cos(angle), 3), round(away * math.sin(angle), 3)))
            radii.append(round(bead * (0.9 + 0.2 * float(chance[count - 1 - i])), 3))
        layers.append(
            Balls(
                tuple(centres), tuple(radii), tones.dark, mixed(tones.mid, tones.light, 0.4), brightest(tones)
            )
        )
    arc = [(0.80 * radius * math.cos(a), 0.80 * radius * math.sin(a)) for a in (2.0, 2.2, 2.4, 2.6, 2.8)]
    layers.append(Stroke(tuple(arc), radius * 0.05, brightest(ramp), 0.35, radius * 0.05))
    return layers


def _core(radius: float, ramp: Ramp, centre: Point, fullness: float, seed: int) -> list[Layer]:
    """The dense core of packed protein: a dark, grainy ball that goes as the vesicle empties."""
    if fullness <= 0.05:
        return []
    size = radius * 0.66 * (0.6 + 0.4 * fullness)
    dark = mixed(ramp.dark, "#04060E", 0.7)
    chance = uniforms(24, "core", seed)
    layers: list[Layer] = [Flat(circle(centre, size), dark, 0.85 * fullness, size * 0.30)]
    for i in range(8):
        away, turn = 0.7 * size * math.sqrt(float(chance[i])), math.tau * float(chance[8 + i])
        spot = (centre[0] + away * math.cos(turn), centre[1] + away * math.sin(turn))
        layers.append(Flat(circle(spot, size * 0.18), ramp.mid, 0.22 * fullness, size * 0.12))
    return layers


def _cargo(
    radius: float, cargo: Guest | None, count: int, fullness: float, seed: int, centre: Point = (0.0, 0.0)
) -> list[Layer]:
    """Molecules inside, loosely packed: each is the best of a few throws, so that they keep apart."""
    if cargo is None or count <= 0:
        return []
    size = radius * min(0.15, 0.58 / math.sqrt(count))
    room = radius * 0.84 - size
    throws = uniforms(count * 16, "cargo", seed)
    places: list[Point] = []
    for i in range(count):
        best, gap = (0.0, 0.0), -1.0
        for j in range(8):
            away, angle = (
                room * math.sqrt(float(throws[16 * i + 2 * j])),
                2 * math.pi * float(throws[16 * i + 2 * j + 1]),
            )
            place = (away * math.cos(angle), away * math.sin(angle))
            near = min((math.dist(place, other) for other in places), default=math.inf)
            if near > gap:
                best, gap = place, near
        places.append(best)
    shown = [
        (round(x + centre[0], 3), round(y + centre[1], 3))
        for x, y in places[: round(count * clamp(fullness))]
    ]
    if cargo.shape == "ball" and shown:
        ramp = cargo.ramp
        return [Balls(tuple(shown), (round(size, 3),) * len(shown), ramp.dark, ramp.mid, ramp.light)]
    return [layer for place in shown for layer in guest_layers(cargo, place, size, with_letter=False)]
