"""Outlines and tones that every drawing shares: blobs, rods, ramps moved darker. Knows recipes, no figure."""

import math
from collections.abc import Iterable, Sequence
from typing import TypedDict, Unpack

import numpy as np
from numpy.typing import NDArray

from visualizer.core.colour import mixed
from visualizer.core.geometry import Box, Point, Points, box_of, polyline, smooth_curve
from visualizer.core.noise import Key, uniform, uniforms
from visualizer.figures.look import Ramp
from visualizer.frame.art import Art, Balls, Body, Colour, Flat, Glow, Layer, Letters, Stroke


def art_of(name: str, layers: Iterable[Layer], margin: float = 0.0) -> Art:
    """Return the art with a box that holds every layer, its softness included, and a margin."""
    layers = tuple(layers)
    box = _extent(layers[0])
    for layer in layers[1:]:
        box = box.union(_extent(layer))
    return Art(name, box.grown(margin + 0.5), layers)


class Finish(TypedDict, total=False):
    """How a body's surface is finished; the words of Body."""

    alpha: float
    grain: float
    gloss: float
    rim_strength: float
    rim_width: float
    edge_fade: float


def body(outline: Points, ramp: Ramp, bevel: float, **finish: Unpack[Finish]) -> Body:
    """Return a lit body in the tones of the ramp."""
    return Body(outline, ramp.dark, ramp.mid, ramp.light, ramp.rim, bevel, **finish)


def toned(ramp: Ramp, towards: Colour, x: float) -> Ramp:
    """Return the ramp with all tones moved x of the way to a colour: darker behind, paler far away."""
    return Ramp(*(mixed(tone, towards, x) for tone in ramp))


def deepened(ramp: Ramp, x: float) -> Colour:
    """Return the tone of an inside in shadow: towards night in a dark look, its own tone in a light one.

    A ramp whose rim is brighter than its middle belongs to a dark look.
    """
    if _brightness(ramp.rim) > _brightness(ramp.mid):
        return mixed(ramp.dark, "#04060E", x)
    return mixed(ramp.dark, ramp.mid, 0.35 + 0.5 * x)


def brightest(ramp: Ramp) -> Colour:
    """Return the tone for a shine: the rim in a dark look, the lit tone where rims are dark."""
    return max(ramp.light, ramp.rim, key=_brightness)


def blob(centre: Point, rx: float, ry: float, *key: Key, uneven: float = 0.06, tilt: float = 0.0) -> Points:
    """Return a closed, softly uneven oval; `uneven` is the part its radius wanders, `tilt` in radians."""
    phases = uniforms(8, "blob", *key)
    turn = np.linspace(0.0, 2 * math.pi, 73)[:-1]
    swell = np.ones_like(turn)
    for order, weight in ((2, 0.6), (3, 0.8), (4, 0.45), (5, 0.3)):
        swell += uneven * weight * np.sin(order * turn + 2 * math.pi * phases[order])
    x, y = rx * swell * np.cos(turn), ry * swell * np.sin(turn)
    cos, sin = math.cos(tilt), math.sin(tilt)
    return _rounded(centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos)


def shape(points: Sequence[Point], *key: Key, uneven: float = 0.0, pieces: int = 8) -> Points:
    """Return the smooth closed curve through the points, wandering to both sides by about `uneven` units."""
    ring = np.asarray(smooth_curve(points, closed=True, pieces=pieces))
    if uneven > 0:
        along = np.roll(ring, -1, axis=0) - np.roll(ring, 1, axis=0)
        length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)
        at = 2 * math.pi * np.arange(len(ring)) / len(ring)
        phases = uniforms(6, "shape", *key)
        wander = sum(
            weight * np.sin(order * at + 2 * math.pi * phase)
            for order, weight, phase in zip((5, 8, 11, 17), (0.45, 0.4, 0.3, 0.2), phases, strict=False)
        )
        ring = (
            ring
            + np.stack([-along[:, 1] / length, along[:, 0] / length], axis=1) * (wander * uneven)[:, None]
        )
    return _rounded(ring[:, 0], ring[:, 1])


def rod(points: Sequence[Point], widths: Sequence[float], pieces: int = 8) -> Points:
    """Return the outline of a bent rod: a smooth middle line, a width at each of its points, round ends."""
    line = np.asarray(smooth_curve(points, pieces=pieces))
    knots = np.linspace(0.0, 1.0, len(widths))
    half = np.interp(np.linspace(0.0, 1.0, len(line)), knots, np.asarray(widths)) / 2
    along = np.gradient(line, axis=0)
    along /= np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)[:, None]
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1) * half[:, None]
    bend = np.linspace(math.pi / 2, -math.pi / 2, 11)[1:-1]

    def cap(i: int, sign: float) -> NDArray[np.float64]:
        out, side = along[i] * sign, np.array([-along[i][1], along[i][0]]) * sign
        return np.asarray(line[i] + half[i] * (np.cos(bend)[:, None] * out + np.sin(bend)[:, None] * side))

    ring = np.concatenate([line + normal, cap(-1, 1.0), (line - normal)[::-1], cap(0, -1.0)])
    return _rounded(ring[:, 0], ring[:, 1])


def coils(
    points: Sequence[Point], widths: Sequence[float], pitch: float, colour: Colour, alpha: float
) -> list[Layer]:
    """Return the slanting turns of a helix across a rod of this middle line, as soft strokes of one look."""
    line = polyline(smooth_curve(points, pieces=8))
    knots = np.linspace(0.0, line.length, len(widths))
    across = (-0.42, -0.22, 0.0, 0.22, 0.42)
    strokes: list[Layer] = []
    count = int((line.length - pitch) // pitch)
    for turn in range(count):
        at = pitch * (turn + 0.9)
        width = float(np.interp(at, knots, widths))
        arc = []
        for u in across:
            x, y = line.at(at + width * (0.30 * u + 0.14 * (1 - 4 * u * u)))
            nx, ny = line.normal(at)
            arc.append((round(x + nx * width * u, 3), round(y + ny * width * u, 3)))
        strokes.append(Stroke(tuple(arc), pitch * 0.20, colour, alpha, pitch * 0.16))
    return strokes


def circle(centre: Point, radius: float, sides: int = 40) -> Points:
    """Return a closed circle as short straight pieces."""
    turn = np.linspace(0.0, 2 * math.pi, sides + 1)[:-1]
    return _rounded(centre[0] + radius * np.cos(turn), centre[1] + radius * np.sin(turn))


def joined(outlines: Sequence[Points]) -> Points:
    """Return one outline that covers all of these without seams between them.

    The rings turn one way and are tied by bridges walked there and back, so areas add and bridges cancel.
    """
    first = _leftward(outlines[0])
    out = [*first, first[0]]
    for outline in outlines[1:]:
        ring = _leftward(outline)
        out += [*ring, ring[0], first[0]]
    return tuple(out)


def mirrored(points: Sequence[Point], side: float) -> Points:
    """Return the points with x times side (−1 turns a right half into a left one)."""
    return tuple((x * side, y) for x, y in points)


def moved(points: Sequence[Point], by: Point, turn: float = 0.0, grow: float = 1.0) -> Points:
    """Return the points turned about the origin (radians), grown, then moved."""
    cos, sin = math.cos(turn) * grow, math.sin(turn) * grow
    return tuple((by[0] + x * cos - y * sin, by[1] + x * sin + y * cos) for x, y in points)


def jitter(amount: float, *key: Key) -> float:
    """Return a number between −amount and amount that belongs to the key."""
    return (2.0 * uniform("jitter", *key) - 1.0) * amount


def _rounded(x: NDArray[np.float64], y: NDArray[np.float64]) -> Points:
    """Keep three decimals, so that recipes, and with them cache keys, are the same on every machine."""
    return tuple((round(float(a), 3), round(float(b), 3)) for a, b in zip(x, y, strict=True))


def _leftward(ring: Points) -> Points:
    area = sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, (*ring[1:], ring[0]), strict=True))
    return ring if area > 0 else ring[::-1]


def _brightness(colour: Colour) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.30 * red + 0.59 * green + 0.11 * blue


def _extent(layer: Layer) -> Box:
    match layer:
        case Body(outline=outline):
            return box_of(outline)
        case Flat(outline=outline, feather=feather):
            return box_of(outline).grown(feather)
        case Stroke(points=points, width=width, feather=feather):
            return box_of(points).grown(width / 2 + feather)
        case Balls(centres=centres, radii=radii):
            return box_of(centres).grown(max(radii))
        case Glow(centre=(x, y), radius=radius):
            return Box(x - radius, y - radius, x + radius, y + radius)
        case Letters(centre=(x, y), size=size, text=text):
            return Box(x, y, x, y).grown(size * 0.4 * max(len(text), 1), size * 0.6)
