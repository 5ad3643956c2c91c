"""What lies under a pointer, and what a press, a slide and a swipe are. Knows pixels and regions; changes nothing."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pygame

from visualizer.core.geometry import Box, Point
from visualizer.figures.beside import moved
from visualizer.figures.pointing import SHOWN
from visualizer.frame.shapes import Frame, Pane, Region, Swarm
from visualizer.modes.cards import PICTURE_ROLES

LONG_PRESS_S = 0.5
SWIPE = 0.12  # of the screen's width
EDGE_PX = 24.0  # a swipe from the very edge belongs to the system
_SLIDE = 0.02  # of the screen's height: a press that moved further than this is no tap
_BEHIND = ("space", "body", "vesicle", "veil")  # molecules lie before these
_SILENT = ("picture", "crowd")  # the app's own marks, and boxes around what is found one by one
_ART_RADIUS = 10.0  # a molecule's radius in units of its own drawing
_NEAR_PX = 4.0


@dataclass(frozen=True, slots=True)
class Press:
    """A pointer that is down: where and on what it came down, when, and whether it has slid since."""

    start: Point
    name: str
    place: Region | None
    at_s: float
    slid: bool = False

    def slid_to(self, at: Point, size: tuple[int, int]) -> bool:
        """Tell whether the pointer has moved so far that it means no tap."""
        return math.dist(self.start, at) > max(6.0, _SLIDE * size[1])

    def swipe(self, end: Point, size: tuple[int, int]) -> int:
        """Return 1 for a swipe to the left, which turns to the next step, −1 for one to the right, 0 for none."""
        across, along = end[0] - self.start[0], end[1] - self.start[1]
        at_edge = not EDGE_PX <= self.start[0] <= size[0] - EDGE_PX
        on_control = self.place is not None and self.place.role not in (*PICTURE_ROLES, "veil")
        if at_edge or on_control or abs(across) < SWIPE * size[0] or abs(along) > abs(across) / 2:
            return 0
        return 1 if across < 0 else -1


def is_finger(event: pygame.Event) -> bool:
    """Tell whether a mouse event only repeats what a finger did; SDL reports each touch both ways."""
    return bool(getattr(event, "touch", False))


def under(regions: Sequence[Region], picture: Frame, at: Point) -> Region | None:
    """Return what lies topmost at a pixel; a molecule of a crowd is a place of its own."""
    behind: Region | None = None
    for region in reversed(regions):
        if region.role in _SILENT or not region.contains(at):
            continue
        if region.role not in _BEHIND:
            return region
        behind = behind or region
    return molecule_under(picture, at) or behind


def molecule_under(picture: Frame, at: Point) -> Region | None:
    """Return the molecule at a pixel, named as its crowd is; nothing where there is none."""
    for shape in picture.shapes:
        if isinstance(shape, Pane) and shape.box.contains(at):
            half = Frame((round(shape.box.width), round(shape.box.height)), shape.shapes)
            found = molecule_under(half, (at[0] - shape.box.left, at[1] - shape.box.low))
            return moved(found, shape.name, shape.box) if found is not None else None
    for shape in picture.walk():
        if not isinstance(shape, Swarm) or not len(shape.places) or shape.alpha < SHOWN:
            continue
        radius = shape.scale * _ART_RADIUS
        distances = np.hypot(shape.places[:, 0] - at[0], shape.places[:, 1] - at[1])
        nearest = int(distances.argmin())
        if distances[nearest] <= radius + _NEAR_PX:
            x, y = float(shape.places[nearest, 0]), float(shape.places[nearest, 1])
            name = shape.name.removesuffix("-threading")
            return Region(name, Box(x - radius, y - radius, x + radius, y + radius), "crowd")
    return None


def ordered(places: Iterable[Region]) -> tuple[Region, ...]:
    """Return the places of a picture as a reader goes through them, each name once.

    What has a label comes first, then members and panels from left to right, then molecules, bodies and spaces;
    the words around the picture and in its caption come last.
    """
    order = ("label", "figure", "panel", "crowd", "vesicle", "body", "space", "words", "term")
    found: dict[str, Region] = {}
    for place in sorted(places, key=lambda one: (order.index(one.role), *_reading(one))):
        found.setdefault(place.name, place)
    return tuple(found.values())


def _reading(place: Region) -> tuple[float, float]:
    """Return what places of one role are sorted by: words go down the page, figures go across the stage."""
    x, y = place.box.left, place.box.low
    if place.role in ("label", "words", "term"):
        return (round(y), x)
    return (x, y)
