"""Messenger RNA, ribosomes and the chains that grow out of them, as art. Knows form; knows no rate."""

import math
from functools import lru_cache

from visualizer.core.colour import mixed
from visualizer.core.geometry import Points, polyline
from visualizer.core.noise import uniform, uniforms
from visualizer.figures.art.forms import art_of, blob, body, shape, toned
from visualizer.figures.art.inside import tones
from visualizer.figures.look import Ramp, Theme
from visualizer.frame.art import Art, Balls, Flat, Layer, Stroke

RIBOSOME_HEIGHT = 100.0
BEADS = 16
"""A full chain has so many beads; each stands for many amino acids."""

RESIDUES = ("green", "coral", "lavender", "gold", "teal")


@lru_cache(maxsize=32)
def strand(theme: Theme, line: Points) -> Art:
    """Return a strand of mRNA along a line in stage units: a fine backbone with teeth, its cap a small ball."""
    ramp = theme.substances["pale-blue"]
    edge = mixed(ramp.dark, "#04060E", 0.5) if theme.dark else ramp.dark
    path = polyline(line)
    teeth: list[Layer] = []
    count = int(path.length / 7.0)
    for i in range(1, count):
        at = path.length * i / count
        (x, y), (nx, ny) = path.at(at), path.normal(at)
        reach = -6.0 - 2.5 * uniform("tooth", i)
        tooth = ((round(x, 2), round(y, 2)), (round(x + nx * reach, 2), round(y + ny * reach, 2)))
        tone = mixed(ramp.mid, ramp.light if i % 2 else ramp.dark, 0.3)
        teeth.append(Stroke(tooth, 1.7, tone, 0.8, 0.4))
    cap = theme.substances["cream"]
    start = line[0]
    layers: list[Layer] = [
        Stroke(line, 7.0, edge, 0.35, 3.0),
        *teeth,
        Stroke(line, 3.4, mixed(ramp.mid, ramp.dark, 0.15)),
        Stroke(tuple((x - 0.5, y + 0.8) for x, y in line), 1.2, ramp.light, 0.8),
        Stroke((start,), 21.0, edge, 0.5, 3.0),
        Balls((start,), (9.0,), cap.dark, cap.mid, cap.light),
    ]
    return art_of("mrna", layers, 2.0)


@lru_cache(maxsize=32)
def ribosome(theme: Theme, working: bool, seed: int = 0) -> Art:
    """Return a ribosome about its strand, 100 units high: the large part with crown and stalk, the small one below."""
    ramp = (
        theme.bodies["ribosome"]
        if working
        else toned(theme.bodies["ribosome"], theme.bodies["idle"].mid, 0.55)
    )
    k = ("ribosome", seed)
    large = shape(
        [
            (-34, 6), (-40, 26), (-44, 38), (-36, 44), (-27, 40), (-16, 56), (-4, 63), (5, 58), (14, 62), (26, 55),
            (33, 42), (42, 40), (45, 32), (38, 24), (36, 8), (16, 2), (-14, 2),
        ], *k, uneven=0.7,
    )  # fmt: skip
    small = shape(
        [(-37, -4), (-41, -14), (-30, -25), (-8, -30), (14, -27), (25, -30), (35, -22), (38, -8), (20, -1), (-10, -2)],
        *k, "small", uneven=0.7,
    )  # fmt: skip
    dark = mixed(ramp.dark, "#04060E", 0.6) if theme.dark else ramp.dark
    layers: list[Layer] = [
        Flat(tuple((x + 2.0, y - 5.0) for x, y in large), "#04060E", 0.30 if theme.dark else 0.14, 6.0),
        body(small, toned(ramp, ramp.dark, 0.30), 12.0, grain=0.22, gloss=0.2, rim_width=1.6),
        Stroke(((-30.0, 1.0), (0.0, -1.0), (31.0, 1.0)), 5.0, dark, 0.6, 3.0),
        body(large, ramp, 20.0, grain=0.26, gloss=0.26, rim_width=1.8, rim_strength=0.9),
    ]
    spots = uniforms(24, *k, "spots")
    for i in range(7):
        x, y = -26 + 54 * float(spots[i]), 12 + 36 * float(spots[8 + i])
        patch = blob((x, y), 5.5, 4.2, *k, i, uneven=0.2, tilt=3.0 * float(spots[16 + i]))
        layers.append(Flat(patch, ramp.dark if i % 2 else ramp.light, 0.22, 2.4))
    layers.append(Flat(blob((2.0, 58.0), 5.0, 3.6, *k, "tunnel"), dark, 0.75, 1.6))
    return art_of("ribosome", layers, 1.0)


@lru_cache(maxsize=128)
def chain(theme: Theme, beads: int, seed: int = 0) -> Art:
    """Return the growing chain above a ribosome's tunnel, in the ribosome's units: beads in a loose curl, the oldest last."""
    chance = uniforms(BEADS + 2, "chain", seed)
    places: list[tuple[float, float]] = []
    x, y, heading = 2.0, 62.0, math.radians(80 + 24 * (float(chance[0]) - 0.5))
    for i in range(beads):
        places.append((round(x, 3), round(y, 3)))
        heading += (float(chance[i + 1]) - 0.45) * 0.9
        x, y = x + 8.6 * math.cos(heading), y + 8.6 * math.sin(heading)
    dark = "#0A0E1C" if theme.dark else "#3A4256"
    layers: list[Layer] = [
        Stroke(tuple(places), 10.4, dark, 0.35, 3.0),
        Stroke(tuple(places), 2.6, theme.bodies["ribosome"].light),
    ]
    for k, colour in enumerate(RESIDUES):
        ramp: Ramp = tones(theme, colour, True)[0]
        mine = tuple(place for i, place in enumerate(places) if _residue(seed, i) == k)
        if mine:
            layers.append(Balls(mine, (4.5,) * len(mine), ramp.dark, ramp.mid, ramp.light))
    return art_of("chain", layers, 1.0)


def _residue(seed: int, i: int) -> int:
    return int(uniform("residue", seed, i) * len(RESIDUES))
