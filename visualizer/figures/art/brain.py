"""A human brain from its left side: hemisphere, cerebellum, stem, prefrontal cortex, deep structures. Knows form only."""

import math
from functools import lru_cache
from itertools import pairwise

from visualizer.core.colour import mixed
from visualizer.core.geometry import Point, Points, smooth_curve
from visualizer.figures.art.forms import art_of, blob, body, deepened, jitter, rod, shape, toned
from visualizer.figures.look import Ramp, Theme
from visualizer.frame.art import Art, Flat, Layer, Stroke

BRAIN_WIDTH = 200.0
"""Width of the brain in its own art, frontal pole at the left; the origin is the middle of the hemisphere."""

_HEMISPHERE = (
    (-99.0, 2.0), (-95.0, 28.0), (-79.0, 53.0), (-53.0, 70.0), (-20.0, 79.0), (16.0, 78.0), (49.0, 69.0), (77.0, 50.0),
    (94.0, 24.0), (97.0, 0.0), (88.0, -20.0), (68.0, -31.0), (44.0, -35.0), (16.0, -39.0), (-8.0, -48.0), (-36.0, -52.0),
    (-57.0, -45.0), (-65.0, -30.0), (-60.0, -20.0), (-74.0, -18.0), (-92.0, -12.0),
)  # fmt: skip
_PREFRONTAL = (
    (-97.0, 2.0), (-93.0, 27.0), (-77.0, 52.0), (-58.0, 66.0), (-46.0, 60.0), (-42.0, 38.0), (-46.0, 14.0), (-58.0, -4.0),
    (-72.0, -14.0), (-90.0, -10.0),
)  # fmt: skip
_FURROWS: tuple[tuple[Point, ...], ...] = (
    (
        (-61.0, -21.0),
        (-38.0, -12.0),
        (-8.0, -2.0),
        (24.0, 10.0),
        (38.0, 20.0),
        (42.0, 29.0),
    ),  # the lateral one
    ((6.0, 78.0), (2.0, 58.0), (-8.0, 40.0), (-10.0, 22.0), (-18.0, 6.0)),  # the central one
    ((-16.0, 76.0), (-21.0, 56.0), (-29.0, 40.0), (-30.0, 22.0), (-36.0, 6.0)),
    ((25.0, 75.0), (24.0, 58.0), (15.0, 42.0), (14.0, 28.0)),
    ((-88.0, 34.0), (-70.0, 38.0), (-54.0, 46.0), (-37.0, 50.0)),
    ((-91.0, 14.0), (-74.0, 16.0), (-60.0, 25.0), (-44.0, 26.0)),
    ((-85.0, -3.0), (-72.0, 1.0), (-60.0, 6.0)),
    ((-44.0, -14.0), (-49.0, -3.0), (-47.0, 8.0)),
    ((-66.0, 59.0), (-56.0, 60.0), (-44.0, 64.0), (-30.0, 66.0)),
    ((30.0, 34.0), (40.0, 41.0), (51.0, 34.0), (55.0, 24.0)),
    ((46.0, 68.0), (42.0, 58.0), (48.0, 50.0)),
    ((-58.0, -34.0), (-34.0, -28.0), (-6.0, -18.0), (22.0, -10.0), (44.0, -2.0), (56.0, 8.0)),
    ((-46.0, -45.0), (-18.0, -38.0), (12.0, -29.0), (40.0, -23.0)),
    ((30.0, 54.0), (44.0, 46.0), (58.0, 36.0), (64.0, 20.0)),
    ((72.0, 50.0), (68.0, 34.0), (78.0, 18.0), (76.0, 2.0)),
    ((50.0, 14.0), (62.0, 4.0), (70.0, -12.0)),
    ((88.0, 14.0), (86.0, -2.0), (80.0, -16.0)),
)
_STEM = (
    (10.0, -30.0), (9.0, -42.0), (6.0, -50.0), (8.0, -62.0), (16.0, -70.0), (21.0, -80.0), (25.0, -95.0), (34.0, -97.0),
    (38.0, -88.0), (36.0, -72.0), (36.0, -56.0), (34.0, -42.0), (32.0, -30.0),
)  # fmt: skip
"""Midbrain, the pons that bulges to the front, medulla."""
_HIPPOCAMPUS = ((-36.0, -31.0), (-24.0, -33.0), (-8.0, -29.0), (8.0, -22.0), (21.0, -13.0), (29.0, -2.0))
_RAPHE = ((20.5, -37.0), (23.5, -48.0), (26.0, -59.0), (28.5, -70.0), (31.0, -81.0))


@lru_cache(maxsize=8)
def brain(theme: Theme) -> Art:
    """Return the brain from its left side; its frontal part is lit in the tone of pyramidal cells."""
    ramp, warm = theme.bodies["idle"], theme.bodies["pyramidal"]
    hemisphere, front = shape(_HEMISPHERE), shape(_PREFRONTAL)
    layers: list[Layer] = [
        body(shape(_STEM), toned(ramp, ramp.dark, 0.25), 7.0),
        *_cerebellum(ramp),
        Stroke(hemisphere, 5.0, ramp.rim, 0.12, 10.0, closed=True),
        body(hemisphere, toned(ramp, ramp.dark, 0.18), 26.0, gloss=0.10, rim_strength=0.7, rim_width=3.0),
        Flat(front, warm.light if theme.dark else warm.mid, 0.55, 9.0),
        Stroke(front, 1.1, warm.rim, 0.75, 0.8, closed=True),
    ]
    for i, furrow in enumerate(_FURROWS):
        line = _curved(_wandering(furrow, i))
        beyond = tuple((x + 1.6, y - 3.4) for x, y in line)
        layers += [
            Stroke(
                beyond, 4.2, mixed(ramp.light, ramp.rim, 0.3), 0.13, 4.0
            ),  # the gyrus that rises to the light again
            Stroke(line, 7.0, deepened(ramp, 0.2), 0.20, 6.0),
            Stroke(line, 1.9, deepened(ramp, 0.45) if theme.dark else ramp.rim, 0.70, 1.3),
            Stroke(
                tuple((x - 0.7, y + 1.8) for x, y in line), 1.0, mixed(ramp.light, ramp.rim, 0.4), 0.26, 1.2
            ),
        ]
    return art_of("brain", layers, 1.0)


@lru_cache(maxsize=8)
def lit_front(theme: Theme) -> Art:
    """Return the light that lies on the frontal part where it is brightest; the picture thins it."""
    warm, front = theme.bodies["pyramidal"], shape(_PREFRONTAL)
    return art_of(
        "lit-front",
        [
            Flat(front, warm.rim if theme.dark else warm.mid, 0.6, 9.0),
            Stroke(front, 2.6, warm.rim if theme.dark else warm.mid, 0.9, 2.4, closed=True),
        ],
        1.0,
    )


@lru_cache(maxsize=8)
def deep_structures(theme: Theme) -> Art:
    """Return hippocampus, lateral habenula at the back of the thalamus, and raphe nuclei, where they lie in `brain`."""
    pyramidal, habenula, raphe = (theme.bodies[name] for name in ("pyramidal", "habenula", "raphe"))
    seahorse = rod(_HIPPOCAMPUS, (9.0, 13.0, 12.0, 10.0, 7.5, 4.0))
    thalamus = blob((1.0, 1.0), 21.0, 13.0, "thalamus", uneven=0.03, tilt=0.16)
    nub = blob((20.0, 5.0), 5.2, 3.9, "habenula", uneven=0.05, tilt=-0.4)
    layers: list[Layer] = [
        Flat(thalamus, deepened(theme.bodies["idle"], 0.35), 0.30, 3.0),
        Stroke(thalamus, 0.8, theme.bodies["idle"].rim, 0.40, 0.8, closed=True),
        *_seen_through(seahorse, pyramidal),
        *_seen_through(nub, habenula),
    ]
    for i, centre in enumerate(_RAPHE):
        layers += _seen_through(blob(centre, 3.2, 4.4, "raphe", i, uneven=0.08, tilt=0.22), raphe)
    return art_of("deep-structures", layers, 1.0)


def _seen_through(outline: Points, ramp: Ramp) -> tuple[Layer, ...]:
    """Return a body with the glow that lets it be seen as if through what lies before it."""
    return (
        Stroke(outline, 3.4, ramp.rim, 0.22, 4.0, closed=True),
        body(outline, ramp, 4.0, gloss=0.12),
        Stroke(outline, 0.7, ramp.rim, 0.85, 0.5, closed=True),
    )


def _cerebellum(ramp: Ramp) -> list[Layer]:
    whole = blob((60.0, -49.0), 31.0, 19.0, "cerebellum", uneven=0.03, tilt=-0.12)
    layers: list[Layer] = [body(whole, toned(ramp, ramp.dark, 0.22), 10.0, gloss=0.08)]
    for i in range(7):
        y = -40.0 - 3.1 * i
        half = 0.78 * 31.0 * math.sqrt(1.0 - ((y + 49.0) / 19.0) ** 2)
        line = _curved(((60.0 - half, y - 2.0), (50.0, y - 3.0), (68.0, y - 1.0), (60.0 + half, y + 3.0)))
        layers.append(Stroke(line, 0.9, deepened(ramp, 0.3), 0.50, 0.7))
    return layers


def _wandering(points: tuple[Point, ...], number: int) -> tuple[Point, ...]:
    """Return a furrow's points with one more between each two, a little aside, since no furrow runs straight."""
    out = [points[0]]
    for i, ((x, y), (to_x, to_y)) in enumerate(pairwise(points)):
        aside = jitter(0.13, "furrow", number, i)
        out += [((x + to_x) / 2 - (to_y - y) * aside, (y + to_y) / 2 + (to_x - x) * aside), (to_x, to_y)]
    return tuple(out)


def _curved(points: tuple[Point, ...]) -> Points:
    """Return a smooth open line through the points."""
    return tuple(smooth_curve(points, pieces=8))
