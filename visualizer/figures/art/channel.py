"""The voltage-gated calcium channel and the TrkB receptor by silhouette. Knows form and pose, no kinetics."""

import math
from functools import lru_cache

from visualizer.core.easing import mix
from visualizer.core.geometry import Point, Points
from visualizer.figures.art.forms import art_of, blob, body, coils, jitter, mirrored, moved, rod, shape, toned
from visualizer.figures.art.molecules import Guest, guest_layers
from visualizer.figures.look import Ramp, Theme
from visualizer.frame.art import Art, Flat, Layer, Stroke

L_TYPE_HEIGHT = 100.0
TRKB_HEIGHT = 100.0
DRUG_AT = (0.0, -0.5)
"""Where a drug lies between the helices of two TrkB receptors, in the art's units."""


@lru_cache(maxsize=64)
def l_type(theme: Theme, gate: float = 0.0) -> Art:
    """Return the L-type channel cut open: a pore whose gate is at its inner end, sensors at its sides, the large outer
    part leaning over it and the round inner part below.
    """
    ramp = theme.bodies["l-type"]
    inner = blob((25.0, -36.0), 17.0, 12.5, "l-type", "inner", uneven=0.06, tilt=-0.2)
    tail = rod([(14.0, -20.0), (19.0, -27.0), (24.0, -33.0)], (6.0, 5.0, 5.0))
    far = toned(ramp, ramp.dark, 0.5)
    below = [body(tail, far, 2.6), body(inner, toned(ramp, ramp.light, 0.06), 9.0, grain=0.1, gloss=0.3)]
    return art_of("l-type", [*below, *_pore(theme, ramp, gate), *_outer_part(theme)], 1.0)


@lru_cache(maxsize=64)
def t_type(theme: Theme, gate: float = 0.0) -> Art:
    """Return the T-type channel cut open: the pore and its sensors alone, without the large parts of the L-type."""
    ramp = theme.bodies["t-type"]
    return art_of("t-type", _pore(theme, ramp, gate), 1.0)


def _pore(theme: Theme, ramp: Ramp, gate: float) -> list[Layer]:
    """The part that all these channels share: pore, gate, sensors."""
    night = toned(ramp, "#04060E", 0.75).dark if theme.dark else ramp.dark
    layers: list[Layer] = []
    back = shape([(-24, 17), (0, 21), (24, 17), (22, -16), (0, -20), (-22, -16)])
    layers.append(body(back, toned(ramp, night, 0.62), 8.0, gloss=0.0, rim_strength=0.2))
    lumen = shape([(-8, 16), (0, 18), (8, 16), (9.5, 2), (6, -14), (0, -17), (-6, -14), (-9.5, 2)])
    layers.append(Flat(lumen, night, 0.78, 3.0))
    for side in (-1.0, 1.0):
        tone = ramp if side > 0 else toned(ramp, ramp.dark, 0.14)
        sway = mix(0.0, 2.6, gate)
        sensor = [
            (27.0 + jitter(0.6, "l-type", int(side)), -13.0 + sway),
            (30.5, -2.0 + sway),
            (33.0, 12.0 + sway),
        ]
        for dx, shade in ((0.0, 0.18), (7.6, 0.04)):
            line = mirrored([(x + dx * 0.9, y + dx * 0.12) for x, y in sensor], side)
            layers.append(body(rod(line, (7.4, 8.6, 7.0)), toned(tone, tone.dark, shade), 3.6, rim_width=1.1))
            layers += coils(line, (7.4, 8.6, 7.0), 3.3, tone.dark, 0.36)
        open_ = mix(0.15, 6.4, gate)
        wall = mirrored(
            [
                (2.7, 14), (5, 20), (13, 22), (22, 18), (24, 4), (22, -12), (17, -20), (open_ + 5, -21),
                (open_, -17), (open_ + 0.2, -13), (mix(5.4, 7.2, gate), -6), (9.2, 1), (7.6, 6), (2.9, 8),
            ], side,
        )  # fmt: skip
        layers.append(
            body(shape(wall, pieces=6), tone, 7.0, grain=0.05, gloss=0.3, rim_width=1.5, rim_strength=1.0)
        )
        helix = mirrored([(mix(7.5, 10.0, gate), -17), (12.6, -5), (16.0, 9)], side)
        layers.append(body(rod(helix, (5.0, 6.6, 5.4)), toned(tone, tone.light, 0.10), 3.0, rim_width=1.0))
        layers += coils(helix, (5.0, 6.6, 5.4), 3.0, tone.dark, 0.34)
    return layers


def _outer_part(theme: Theme) -> list[Layer]:
    """The large outer subunit: three lobes on the left, leaning over the mouth."""
    ramp = theme.bodies["l-type"]
    lobes: tuple[tuple[Point, float, float, float], ...] = (
        ((-26.0, 25.0), 12.0, 9.0, 0.10),
        ((-30.0, 39.0), 14.0, 11.5, 0.02),
        ((-14.0, 47.0), 14.5, 10.0, -0.06),
    )
    layers: list[Layer] = []
    for i, ((x, y), rx, ry, shade) in enumerate(lobes):
        tone = toned(ramp, ramp.dark, shade) if shade > 0 else toned(ramp, ramp.light, -shade)
        outline = blob((x, y), rx, ry, "l-type", "outer", i, uneven=0.06, tilt=0.3 * i)
        layers.append(Flat(moved(outline, (0.8, -1.8)), ramp.dark, 0.34, 3.0))
        layers.append(body(outline, tone, 8.0, grain=0.14, gloss=0.34, rim_width=1.5))
    return layers


@lru_cache(maxsize=64)
def trkb(
    theme: Theme,
    paired: float = 0.0,
    active: float = 0.0,
    ligand: Guest | None = None,
    drug: Guest | None = None,
) -> Art:
    """Return two TrkB receptors: apart, two hooks that lean away; paired, closed on a pair of BDNF between them.

    A drug that is held lies between their two helices, within the membrane.
    """
    ramp = theme.bodies["trkb"]
    layers: list[Layer] = []
    for side in (-1.0, 1.0):
        layers += _half(theme, side, paired, active)
    if ligand is not None and paired > 0.5:
        layers += guest_layers(ligand, (0.0, 33.0), 12.5, with_letter=False)
        for side in (-1.0, 1.0):  # the hook's tip lies before its ligand
            tip = _placed([(15.0, 46.0), (9.5, 44.0), (6.5, 39.5)], side, paired)
            layers.append(body(rod(tip, (7.0, 6.4, 5.0)), toned(ramp, ramp.light, 0.10), 3.0, rim_width=1.1))
    if drug is not None and paired > 0.5:
        layers += guest_layers(drug, DRUG_AT, 7.4)
    return art_of("trkb", layers, 1.0)


def _half(theme: Theme, side: float, paired: float, active: float) -> list[Layer]:
    ramp = theme.bodies["trkb"]
    tone = ramp if side > 0 else toned(ramp, ramp.dark, 0.12)
    stem = _placed([(8.5, -14.0), (8.0, 0.0), (8.6, 13.0)], side, paired)
    neck = _placed([(8.6, 12.0), (13.0, 18.0), (16.0, 25.0)], side, paired)
    arm = _placed([(16.0, 24.0), (20.5, 34.0), (19.0, 44.5)], side, paired)
    hook = _placed([(19.5, 43.0), (14.5, 50.5), (6.8, 47.0)], side, paired)
    layers: list[Layer] = []
    lobes = ((10.5, -25.0, 10.5, 8.0, 0.05), (13.0, -40.0, 13.5, 10.5, 0.0))
    joint = _placed([(8.6, -13.0), (9.6, -20.0), (11.0, -32.0)], side, paired)
    layers.append(body(rod(joint, (4.6, 5.0, 6.0)), toned(tone, tone.dark, 0.3), 2.4))
    lit = toned(tone, tone.light, 0.22 * active)
    for i, (x, y, rx, ry, turn) in enumerate(lobes):
        outline = blob((x, y), rx, ry, "trkb", "kinase", int(side), i, uneven=0.05, tilt=turn)
        layers.append(body(_placed(outline, side, paired), lit, 7.0, grain=0.08, gloss=0.3, rim_width=1.4))
    groove = _placed([(20.0, -32.5), (12.0, -32.0), (3.5, -33.0)], side, paired)
    layers.append(Stroke(groove, 2.4, tone.dark, 0.55, 2.0))
    layers.append(body(rod(stem, (8.2, 9.0, 8.2)), tone, 4.2, rim_width=1.2))
    layers += coils(stem, (8.2, 9.0, 8.2), 3.5, tone.dark, 0.38)
    layers.append(body(rod(neck, (6.4, 6.0, 7.0)), toned(tone, tone.dark, 0.16), 3.0))
    layers.append(body(rod(hook, (11.0, 11.5, 8.0)), toned(tone, tone.dark, 0.05), 5.0, rim_width=1.4))
    layers.append(body(rod(arm, (11.5, 13.5, 11.0)), tone, 5.6, grain=0.08, gloss=0.34, rim_width=1.5))
    for t in (0.28, 0.62):  # the borders between its domains
        a, b = arm[0], arm[-1]
        x, y = a[0] + (b[0] - a[0]) * t + side * 2.6, a[1] + (b[1] - a[1]) * t
        layers.append(
            Stroke(((x - 5.0, y - side * 0.6), (x + 5.0, y + side * 0.6)), 1.4, tone.dark, 0.4, 1.2)
        )
    return layers


def _placed(points: Points | list[Point], side: float, paired: float) -> Points:
    """Return the right half's points on its side: apart they stand off and lean away, paired they close."""
    lean, off = mix(-0.16, 0.03, paired), mix(11.0, 0.6, paired)
    c, s = math.cos(lean), math.sin(lean)
    turned = [(x * c - y * s, x * s + y * c) if y > 0 else (x, y) for x, y in points]
    return mirrored([(x + off, y) for x, y in turned], side)
