"""Molecules and ions by silhouette: ball, ring-ball, diamond, hexagon, pair, square, disc. Knows no drug."""

import math
from dataclasses import dataclass
from functools import lru_cache

from visualizer.core.colour import mixed
from visualizer.core.geometry import Point, Points
from visualizer.figures.art.forms import art_of, body, circle, moved
from visualizer.figures.art.forms import shape as curve
from visualizer.figures.look import Ramp
from visualizer.frame.art import Art, Balls, Colour, Flat, Glow, Layer, Letters, Stroke

SHAPES = ("ball", "ring-ball", "diamond", "hexagon", "pair", "square", "disc")


@dataclass(frozen=True, slots=True)
class Guest:
    """A molecule as others hold it: its silhouette, its tones (the fourth is the letter's) and its letter."""

    shape: str
    ramp: Ramp
    letter: str = ""


@lru_cache(maxsize=512)
def molecule(shape: str, ramp: Ramp, letter: str, with_letter: bool, radius: float) -> Art:
    """Return a molecule of this radius about the origin; the letter is for 22 pixels across and more."""
    layers = guest_layers(Guest(shape, ramp, letter), (0.0, 0.0), radius, with_letter)
    return art_of(f"molecule-{shape}", layers, margin=1.0)


@lru_cache(maxsize=256)
def halo(colour: Colour, radius: float) -> Art:
    """Return the small glow that sits behind what matters now."""
    wide = Glow((0.0, 0.0), radius, colour, 0.34, 2.4)
    return art_of("halo", (wide, Glow((0.0, 0.0), radius * 0.55, colour, 0.30, 1.6)))


def guest_layers(guest: Guest, at: Point, radius: float, with_letter: bool = True) -> tuple[Layer, ...]:
    """Return the layers of a molecule at a place, its soft dark edge first, to stand off any ground."""
    ramp = guest.ramp
    layers: tuple[Layer, ...]
    match guest.shape:
        case "ball":
            layers = (_edge(circle(at, radius * 1.03), ramp, radius), _ball(at, radius, ramp))
        case "ring-ball":
            layers = _ringed(at, radius, ramp)
        case "diamond":
            layers = _diamond(at, radius, ramp)
        case "hexagon":
            layers = _hexagon(at, radius, ramp)
        case "pair":
            left, right = (
                (at[0] - radius * 0.52, at[1] - radius * 0.06),
                (at[0] + radius * 0.52, at[1] + radius * 0.06),
            )
            layers = (
                _edge(circle(left, radius * 0.66), ramp, radius),
                _edge(circle(right, radius * 0.66), ramp, radius),
                _ball(right, radius * 0.62, ramp),
                _ball(left, radius * 0.62, ramp),
            )
        case "square":
            outline = moved(_SQUARE, at, math.radians(-9), radius)
            layers = (_edge(outline, ramp, radius), body(outline, _lit(ramp), radius * 0.42, gloss=0.5))
        case "disc":
            outline = circle(at, radius)
            face = circle(at, radius * 0.74)
            layers = (
                _edge(circle(at, radius * 1.03), ramp, radius),
                body(outline, _lit(ramp), radius * 0.30, gloss=0.2, rim_strength=0.6),
                Flat(face, mixed(ramp.mid, ramp.light, 0.35), 0.55, radius * 0.10),
            )
        case other:
            raise ValueError(f"no molecule shape '{other}'; there are {', '.join(SHAPES)}")
    if not (with_letter and guest.letter):
        return layers
    return (*layers, Letters(guest.letter, at, _letter_size(guest, radius), ramp.rim, "bold"))


_SQUARE = curve(
    [
        (-0.84, -0.5),
        (-0.84, 0.5),
        (-0.5, 0.84),
        (0.5, 0.84),
        (0.84, 0.5),
        (0.84, -0.5),
        (0.5, -0.84),
        (-0.5, -0.84),
    ]
)


def _lit(ramp: Ramp) -> Ramp:
    """Return the tones of a body: a substance's fourth tone is its letter's, so the rim is nearly white."""
    return Ramp(ramp.dark, ramp.mid, ramp.light, mixed(ramp.light, "#FFFFFF", 0.6))


def _edge(outline: Points, ramp: Ramp, radius: float) -> Layer:
    return Stroke(outline, radius * 0.16, mixed(ramp.dark, "#04060E", 0.5), 0.6, radius * 0.10, closed=True)


def _ball(at: Point, radius: float, ramp: Ramp) -> Layer:
    return Balls((at,), (radius,), ramp.dark, ramp.mid, ramp.light)


def _ringed(at: Point, radius: float, ramp: Ramp) -> tuple[Layer, ...]:
    """A ball within a tilted ring: the far half behind the ball, the near half before it."""
    turn = [2 * math.pi * i / 48 for i in range(49)]
    ring = moved(
        [(1.30 * radius * math.cos(a), 0.46 * radius * math.sin(a)) for a in turn], at, math.radians(24)
    )
    far, near = ring[:25], ring[24:]
    dark = mixed(ramp.dark, "#04060E", 0.6)
    pale = mixed(ramp.light, "#FFFFFF", 0.3)
    core = radius * 0.86
    return (
        Stroke(far, radius * 0.24, dark, 0.55, radius * 0.08),
        Stroke(far, radius * 0.13, mixed(ramp.mid, ramp.dark, 0.35)),
        _edge(circle(at, core * 1.03), ramp, radius),
        _ball(at, core, ramp),
        Stroke(near, radius * 0.26, dark, 0.5, radius * 0.08),
        Stroke(near, radius * 0.15, pale),
    )


def _diamond(at: Point, radius: float, ramp: Ramp) -> tuple[Layer, ...]:
    """An octahedron seen a little from above: four facets, the upper left lit."""
    top, right, bottom, left = (0.0, 1.12), (0.98, 0.0), (0.0, -1.12), (-0.98, 0.0)
    middle = (0.10, 0.06)
    outline = moved((top, right, bottom, left), at, 0.0, radius)
    over = [moved(facet, at, 0.0, radius) for facet in _fan((left, top, right, bottom), middle)]
    tones = (
        mixed(ramp.mid, ramp.light, 0.62),
        mixed(ramp.mid, ramp.light, 0.10),
        mixed(ramp.mid, ramp.dark, 0.62),
        mixed(ramp.mid, ramp.dark, 0.22),
    )
    ridge = moved((left, middle, right), at, 0.0, radius)
    crown = moved((left, top), at, 0.0, radius)
    return (
        _edge(outline, ramp, radius),
        Flat(outline, ramp.mid),
        *(Flat(facet, tone) for facet, tone in zip(over, tones, strict=True)),
        Stroke(ridge, radius * 0.05, ramp.light, 0.55),
        Stroke(moved((top, middle, bottom), at, 0.0, radius), radius * 0.05, ramp.light, 0.35),
        Stroke(crown, radius * 0.07, mixed(ramp.light, "#FFFFFF", 0.4), 0.9),
        Glow((at[0] - 0.38 * radius, at[1] + 0.42 * radius), radius * 0.4, "#FFFFFF", 0.35, 2.0),
    )


def _hexagon(at: Point, radius: float, ramp: Ramp) -> tuple[Layer, ...]:
    """A cut stone from above: six slopes lit by where they face, and a flat table."""
    corners = tuple(
        (math.cos(math.radians(60 * i + 90)), math.sin(math.radians(60 * i + 90))) for i in range(6)
    )
    table = tuple((0.56 * x - 0.02, 0.56 * y + 0.02) for x, y in corners)
    outline = moved(corners, at, 0.0, radius)
    layers: list[Layer] = [_edge(outline, ramp, radius), Flat(outline, ramp.mid)]
    for i in range(6):
        j = (i + 1) % 6
        facing = math.cos(math.radians(60 * i + 120) - math.radians(130))
        tone = (
            mixed(ramp.mid, ramp.light, 0.75 * facing)
            if facing > 0
            else mixed(ramp.mid, ramp.dark, -0.8 * facing)
        )
        layers.append(Flat(moved((corners[i], corners[j], table[j], table[i]), at, 0.0, radius), tone))
    inner = moved(table, at, 0.0, radius)
    layers.append(Flat(inner, mixed(ramp.mid, ramp.light, 0.22)))
    layers.append(Stroke(inner, radius * 0.045, ramp.light, 0.7, closed=True))
    layers.append(
        Stroke(moved(corners[:3], at, 0.0, radius), radius * 0.06, mixed(ramp.light, "#FFFFFF", 0.4), 0.8)
    )
    return tuple(layers)


def _fan(corners: tuple[Point, Point, Point, Point], middle: Point) -> list[Points]:
    """Return the four facets left–top, top–right, right–bottom, bottom–left about a middle."""
    return [(corners[i], corners[(i + 1) % 4], middle) for i in range(4)]


def _letter_size(guest: Guest, radius: float) -> float:
    wide = sum(0.62 if sign in "²³⁺⁻¹" else 1.0 for sign in guest.letter)
    room = {"diamond": 1.05, "hexagon": 1.05, "ring-ball": 1.55, "pair": 1.5}.get(guest.shape, 1.42)
    return min(radius * 1.05, radius * room / (0.56 * wide))
