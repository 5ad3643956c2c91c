"""A frame as text, for exact comparison in reviews: one line a shape. Knows shapes; nothing of pixels."""

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np

from visualizer.core.geometry import Box, Point
from visualizer.frame.shapes import (
    Backdrop,
    Disc,
    Fill,
    Floats,
    Frame,
    Group,
    Label,
    Pane,
    Path,
    Region,
    Shade,
    Shape,
    Sprite,
    Swarm,
    Zoomed,
)

_FIRST = 5  # places of a crowd and points of a path that are written out; a checksum stands for the rest


def as_text(frame: Frame) -> str:
    """Return the frame, one line a shape, groups indented, numbers to two places; same frame, same text."""
    lines = [f"frame {frame.size[0]}x{frame.size[1]}", *_lines(frame.shapes, 1), *map(_region, frame.regions)]
    return "\n".join(lines) + "\n"


def _lines(shapes: Iterable[Shape], depth: int) -> list[str]:
    out: list[str] = []
    for shape in shapes:
        out.append("  " * depth + _line(shape))
        if isinstance(shape, (Group, Zoomed, Pane)):
            out += _lines(shape.shapes, depth + 1)
    return out


def _line(shape: Shape) -> str:
    match shape:
        case Fill():
            edge = f" outline {shape.outline} {_n(shape.outline_width)}" if shape.outline else ""
            radius = f" radius {_n(shape.radius)}" if shape.radius else ""
            return f"fill {_box(shape.box)} {shape.colour}{radius}{edge}{_alpha(shape.alpha)}"
        case Disc():
            ring = f" ring {shape.ring} {_n(shape.ring_width)}" if shape.ring else ""
            return f"disc {_at(shape.centre)} r {_n(shape.radius)} {shape.colour}{ring}{_alpha(shape.alpha)}"
        case Path():
            return _path(shape)
        case Sprite():
            turn = f" angle {_n(shape.angle)}" if _n(shape.angle) != "0.00" else ""
            return (
                f"sprite {shape.art.key} {_at(shape.at)} scale {_n(shape.scale)}{turn}{_alpha(shape.alpha)}"
            )
        case Swarm():
            count = len(shape.places)
            crowd = f"swarm {shape.name} {shape.art.key} scale {_n(shape.scale)} count {count}"
            return crowd + _alpha(shape.alpha) + _places(shape.places)
        case Label():
            text = shape.text.replace("\\", "\\\\").replace("\n", "\\n")
            style = f"{_n(shape.size)} {shape.weight} {shape.anchor} {shape.colour}{_alpha(shape.alpha)}"
            return f'label {_at(shape.at)} {style} "{text}"'
        case Backdrop():
            return f"backdrop {_box(shape.box)} {shape.centre} {shape.edge} focus {_at(shape.focus)}"
        case Shade():
            way = "across" if shape.across else "down"
            alphas = f"{_n(shape.alpha_from)}..{_n(shape.alpha_to)}"
            return f"shade {_box(shape.box)} {shape.colour} {way} {alphas}"
        case Group():
            still = " still" if shape.still else ""
            return f"group {shape.name}{still}{_alpha(shape.alpha)}"
        case Zoomed():
            move = f"about {_at(shape.about)} to {_at(shape.to)}"
            return f"zoomed {_n(shape.scale)} {move}{_alpha(shape.alpha)}"
        case Pane():
            return f"pane {shape.name} {_box(shape.box)}"


def _path(shape: Path) -> str:
    fill = f" fill {shape.fill}" if shape.fill else ""
    closed = " closed" if shape.closed else ""
    dash = f" dash {_n(shape.dash[0])} {_n(shape.dash[1])}" if shape.dash else ""
    style = f"{shape.colour} width {_n(shape.width)}{fill}{closed}{dash}{_alpha(shape.alpha)}"
    points = np.asarray(shape.points, dtype=np.float64).reshape(-1, 2)
    return f"path {style} points {len(points)}{_places(points)}"


def _places(places: Floats | np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> str:
    first = "".join(f" {_at((x, y))}" for x, y in places[:_FIRST].tolist())
    if len(places) <= _FIRST:
        return first
    hundredths = np.rint(places.astype(np.float64) * 100.0).astype("<i8")
    return f"{first} … {blake2b(hundredths.tobytes(), digest_size=6).hexdigest()}"


def _region(region: Region) -> str:
    return f"region {region.name} {region.role} {_box(region.box)}"


def _alpha(alpha: float) -> str:
    return "" if _n(alpha) == "1.00" else f" alpha {_n(alpha)}"


def _box(box: Box) -> str:
    return f"[{_n(box.left)} {_n(box.low)} {_n(box.right)} {_n(box.high)}]"


def _at(point: Point) -> str:
    return f"({_n(point[0])} {_n(point[1])})"


def _n(value: float) -> str:
    return f"{round(float(value), 2) + 0.0:.2f}"
