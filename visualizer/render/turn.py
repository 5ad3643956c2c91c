"""Turns a recipe by quarters of a turn, so that the light stays at the upper left. Knows points only."""

from dataclasses import replace
from functools import lru_cache

from visualizer.core.geometry import Box, Point
from visualizer.frame.art import Art, Balls, Body, Flat, Glow, Layer, Letters, Points, Stroke


@lru_cache(maxsize=192)
def turned(art: Art, quarters: int) -> Art:
    """Return the art turned counter-clockwise by quarters of a turn, its letters still upright."""
    if quarters % 4 == 0:
        return art
    box = art.box
    corners = [_turn((x, y), quarters) for x in (box.left, box.right) for y in (box.low, box.high)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    layers = tuple(_layer(layer, quarters) for layer in art.layers)
    return Art(art.name, Box(min(xs), min(ys), max(xs), max(ys)), layers)


@lru_cache(maxsize=192)
def turnable(art: Art) -> bool:
    """Tell whether the art means the same after a turn; one that fades towards its own foot does not."""
    return not any(isinstance(layer, Flat) and layer.alpha_low is not None for layer in art.layers)


def _layer(layer: Layer, quarters: int) -> Layer:
    match layer:
        case Body():
            holes = tuple(_all(hole, quarters) for hole in layer.holes)
            return replace(layer, outline=_all(layer.outline, quarters), holes=holes)
        case Flat():
            holes = tuple(_all(hole, quarters) for hole in layer.holes)
            return replace(layer, outline=_all(layer.outline, quarters), holes=holes)
        case Stroke():
            return replace(layer, points=_all(layer.points, quarters))
        case Balls():
            return replace(layer, centres=_all(layer.centres, quarters))
        case Glow():
            return replace(layer, centre=_turn(layer.centre, quarters))
        case Letters():
            return replace(layer, centre=_turn(layer.centre, quarters))


def _all(points: Points, quarters: int) -> Points:
    return tuple(_turn(point, quarters) for point in points)


def _turn(point: Point, quarters: int) -> Point:
    x, y = point
    left, down = 0 - x, 0 - y  # nought stays nought, and not its negative, which is written otherwise
    return ((x, y), (down, x), (left, down), (y, left))[quarters % 4]
