"""Which pixels a shape can touch, never too few. Knows shapes' measures; draws nothing."""

import math
from collections.abc import Iterable

import pygame

from visualizer.core.geometry import Box, box_of
from visualizer.frame import type as face
from visualizer.frame.shapes import (
    Backdrop,
    Disc,
    Fill,
    Group,
    Label,
    Pane,
    Path,
    Shade,
    Shape,
    Sprite,
    Swarm,
    Zoomed,
)


def extent(shapes: Iterable[Shape], clip: pygame.Rect) -> pygame.Rect:
    """Return the rectangle within `clip` outside which none of the shapes leaves a trace."""
    out = pygame.Rect(0, 0, 0, 0)
    for shape in shapes:
        box = _box(shape, clip)
        if box is None:
            return clip.copy()
        left, top = math.floor(box.left) - 2, math.floor(box.low) - 2
        right, bottom = math.ceil(box.right) + 2, math.ceil(box.high) + 2
        part = pygame.Rect(left, top, right - left, bottom - top).clip(clip)
        if part.width and part.height:
            out = out.union(part) if out.width else part
    return out


def covers(shape: Shape, area: pygame.Rect) -> bool:
    """Tell whether the shape hides everything behind it within the area."""
    match shape:
        case Backdrop(box=box) | Fill(box=box, alpha=1.0, radius=0.0):
            whole = (round(box.left), round(box.low), round(box.right), round(box.high))
            return (
                whole[0] <= area.left
                and whole[1] <= area.top
                and whole[2] >= area.right
                and whole[3] >= area.bottom
            )
        case Group(alpha=1.0, shapes=(first, *_)):
            return covers(first, area)
        case _:
            return False


def sprite_box(shape: Sprite) -> Box:
    """Return the pixels a sprite can touch, as wide as its turning circle when it is turned."""
    (x, y), box, scale = shape.at, shape.art.box, shape.scale
    if shape.angle:
        reach = scale * math.hypot(max(-box.left, box.right), max(-box.low, box.high))
        return Box(x - reach, y - reach, x + reach, y + reach)
    return Box(x + box.left * scale, y - box.high * scale, x + box.right * scale, y - box.low * scale)


def _box(shape: Shape, clip: pygame.Rect) -> Box | None:
    match shape:
        case Fill() | Backdrop() | Shade() | Pane():
            return shape.box
        case Disc():
            x, y = shape.centre
            return Box(x, y, x, y).grown(shape.radius + shape.ring_width / 2 + 1)
        case Path():
            return box_of(shape.points).grown(shape.width / 2 + 1) if shape.points else Box(0, 0, 0, 0)
        case Sprite():
            return sprite_box(shape).grown(2)
        case Swarm():
            return _swarm_box(shape)
        case Label():
            # Slanted and hinted letters may stand out of their measure; a quarter of the em is ample.
            ink = face.width(shape.text, shape.size, shape.weight)
            x = shape.at[0] - {"left": 0.0, "centre": ink / 2, "right": ink}[shape.anchor]
            y = shape.at[1]
            return Box(x, y - 1.25 * shape.size, x + ink, y + 0.5 * shape.size).grown(0.25 * shape.size, 2.0)
        case Group():
            inside = extent(shape.shapes, clip)
            return Box(inside.left, inside.top, inside.right, inside.bottom)
        case Zoomed():
            return None


def _swarm_box(shape: Swarm) -> Box:
    if not len(shape.places):
        return Box(0, 0, 0, 0)
    (left, top), (right, bottom) = shape.places.min(axis=0).tolist(), shape.places.max(axis=0).tolist()
    box, scale = shape.art.box, shape.scale
    return Box(
        left + box.left * scale,
        top - box.high * scale,
        right + box.right * scale,
        bottom - box.low * scale,
    ).grown(2)
