"""Dendrites with spines, their partner boutons, and cargo on its way into a head. Knows outlines, no story.

The whole dendrite is one body under one light, its spines included; a spine that is just growing is a body of its own that
stands behind it.
"""

from functools import lru_cache

from visualizer.core.colour import mixed
from visualizer.core.geometry import Point, Points
from visualizer.core.noise import uniforms
from visualizer.figures.art.bodies import density
from visualizer.figures.art.forms import art_of, blob, body, brightest, toned
from visualizer.figures.art.membrane import membrane
from visualizer.figures.look import Ramp
from visualizer.frame.art import Art, Balls, Flat, Layer, Stroke

GREY = "#8A8F9C"
"""What a dendrite under stress loses its colour to."""


@lru_cache(maxsize=16)
def spiny_body(outline: Points, ramp: Ramp, bevel: float, unit: float) -> Art:
    """Return a dendrite with its spines as one body; `unit` is a hair's width there."""
    return art_of(
        "spiny-dendrite",
        (
            Stroke(outline, 3.0 * unit, ramp.rim, 0.15, 9.0 * unit, closed=True),
            body(
                outline,
                toned(ramp, ramp.light, 0.10),
                bevel,
                gloss=0.16,
                rim_strength=0.9,
                rim_width=2.6 * unit,
                grain=0.02,
            ),
        ),
        1.0,
    )


@lru_cache(maxsize=64)
def densities(lines: tuple[Points, ...], ramp: Ramp, thickness: float) -> Art:
    """Return the dense fuzz behind the membrane of several heads, one line a head."""
    layers: list[Layer] = []
    for seed, line in enumerate(lines):
        layers += density(line, ramp, thickness, seed).layers
    return art_of("spine-densities", layers, 1.0)


@lru_cache(maxsize=16)
def skeleton(lines: tuple[Points, ...], ramp: Ramp, width: float) -> Art:
    """Return the filaments of several spines, faint."""
    return art_of(
        "spine-skeleton",
        (Stroke(line, width, brightest(ramp), 0.16, width * 0.8) for line in lines),
        1.0,
    )


@lru_cache(maxsize=32)
def spine_membrane(line: Points, ramp: Ramp, thickness: float, outward: float) -> Art:
    """Return the bilayer along a dendrite's edge in close-up."""
    return membrane(line, ramp, thickness, bead=thickness * 0.20, level="lipids", outward=outward)


@lru_cache(maxsize=32)
def axons(lines: tuple[tuple[Points, float], ...], ramp: Ramp) -> Art:
    """Return thin axons, each a smooth middle line with its width, lit from the upper left."""
    tones = (
        (1.0, 0.0, ramp.dark),
        (0.72, 0.10, mixed(ramp.dark, ramp.mid, 0.55)),
        (0.34, 0.20, mixed(ramp.mid, ramp.light, 0.15)),
    )
    layers: list[Layer] = []
    for wide, off, tone in tones:
        for line, width in lines:
            moved = tuple((round(x - off * width, 3), round(y + off * width, 3)) for x, y in line)
            layers.append(Stroke(moved, wide * width, tone, 1.0, 0.12 * width if off else 0.0))
    return art_of("axons", layers, 1.0)


@lru_cache(maxsize=64)
def bouton(radius: float, heading: Point, ramp: Ramp, vesicle: Ramp, count: int, seed: int) -> Art:
    """Return an axon's swelling that faces a spine, about its middle; `heading` points away from the head.

    Its vesicles gather at the side of the head.
    """
    layers: list[Layer] = [
        body(
            blob((0.0, 0.0), radius, radius * 0.96, "bouton", seed, uneven=0.035),
            ramp,
            radius * 0.7,
            gloss=0.16,
            rim_strength=0.85,
            rim_width=radius * 0.07,
        ),
    ]
    hx, hy = -heading[0], -heading[1]
    dark = mixed(ramp.dark, "#04050C", 0.45)
    zone = [
        (hx * radius * 0.90 - hy * radius * u, hy * radius * 0.90 + hx * radius * u)
        for u in (-0.42, 0.0, 0.42)
    ]
    curved = tuple(
        (round(x * (1.0 - 0.06 * abs(i - 1)), 3), round(y * (1.0 - 0.06 * abs(i - 1)), 3))
        for i, (x, y) in enumerate(zone)
    )
    layers.append(Stroke(curved, radius * 0.10, dark, 0.85, radius * 0.06))
    spread = uniforms(3 * count, "bouton-vesicles", seed)
    centres, radii = [], []
    for i in range(count):
        row, place = divmod(i, 4)
        u = (place - 1.5) * 0.34 + (0.17 if row % 2 else 0.0) + 0.10 * (float(spread[3 * i]) - 0.5)
        depth = 0.66 - 0.36 * row - 0.30 * u * u - 0.12 * float(spread[3 * i + 1])
        centres.append(
            (
                round(hx * radius * depth - hy * radius * u, 3),
                round(hy * radius * depth + hx * radius * u, 3),
            )
        )
        radii.append(round(radius * (0.115 + 0.025 * float(spread[3 * i + 2])), 3))
    layers.append(Balls(tuple(centres), tuple(radii), vesicle.dark, vesicle.mid, vesicle.light, 0.9))
    return art_of("bouton", layers, 1.0)


@lru_cache(maxsize=8)
def cargo(ramp: Ramp, glow: Ramp) -> Art:
    """Return a small vesicle that carries receptors, ten units in radius."""
    return art_of(
        "cargo",
        (
            Flat(blob((0.0, 0.0), 15.0, 15.0, "cargo"), brightest(glow), 0.16, 6.0),
            body(blob((0.0, 0.0), 10.0, 9.6, "cargo", uneven=0.03), ramp, 6.0, gloss=0.4, rim_width=1.4),
        ),
        1.0,
    )
