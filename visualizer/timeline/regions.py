"""Where molecules may be: for each region a grid of the distance to its nearest wall. Knows walls, not molecules.

Grids share one box and spacing, so a whole crowd in many regions is looked up at once. Distances are positive inside.
"""

import math
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from visualizer.core.geometry import Box, Points, distance_to, inside
from visualizer.core.noise import uniforms
from visualizer.scene.model import Region, Scene
from visualizer.timeline.anatomy import THICKNESS, Anatomy

SPACING = 10.0
REACH = Box(-1040.0, -640.0, 1040.0, 720.0)
"""The part of the stage in which molecules are followed."""

_CORNER = np.array((REACH.left, REACH.low))


@dataclass(frozen=True, slots=True, eq=False)
class Regions:
    """All regions of a scene: `grids` has shape (regions, rows, columns), float32, in stage units."""

    names: tuple[str, ...]
    grids: NDArray[np.float32]
    homes: MappingProxyType[str, NDArray[np.float64]]

    def index(self, name: str) -> int:
        """Return the number of a region by name."""
        return self.names.index(name)

    def depth(self, points: NDArray[np.float64], region: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return how far inside its region each point lies; shape (n,). Bilinear, negative outside."""
        grids = self.grids
        rows, columns = grids.shape[1], grids.shape[2]
        at = (points - _CORNER) / SPACING
        np.minimum(np.maximum(at, 0.0, out=at), (columns - 1.001, rows - 1.001), out=at)
        cell = at.astype(np.intp)
        at -= cell
        rest = 1 - at
        x, y, left, under = at[:, 0], at[:, 1], rest[:, 0], rest[:, 1]
        flat, corner = grids.reshape(-1), (region * rows + cell[:, 1]) * columns + cell[:, 0]
        low = flat.take(corner) * left + flat.take(corner + 1) * x  # takes are quicker than tuples of indices
        corner += columns
        high = flat.take(corner) * left + flat.take(corner + 1) * x
        return np.asarray(low * under + high * y, dtype=np.float64)

    def places(self, name: str, count: int, margin: float, *key: str | int) -> NDArray[np.float64]:
        """Return `count` places in a region's home, at least `margin` from its walls; shape (count, 2)."""
        home = self.homes[name]
        number = np.full(len(home), self.index(name))
        roomy = home[self.depth(home, number) >= margin]
        if len(roomy) == 0:
            roomy = home
        draws = uniforms(3 * count, "home", name, *key)
        chosen = roomy[(draws[:count] * len(roomy)).astype(int)]
        jitter = (np.stack([draws[count : 2 * count], draws[2 * count :]], axis=1) - 0.5) * SPACING * 0.8
        return np.asarray(chosen + jitter, dtype=np.float64)


def survey(scene: Scene, anatomy: Anatomy) -> Regions:
    """Return the regions of a scene's cast."""
    columns = np.arange(REACH.left, REACH.right + SPACING, SPACING)
    rows = np.arange(REACH.low, REACH.high + SPACING, SPACING)
    x, y = np.meshgrid(columns, rows)
    points = np.stack([x.ravel(), y.ravel()], axis=1)
    coarse = points.astype(np.float32)
    within = {name: inside(points, plan.outline) for name, plan in anatomy.bodies.items()}
    walls = {
        name: distance_to(coarse, _sparse(plan.outline), closed=True) for name, plan in anatomy.bodies.items()
    }
    edge = np.minimum.reduce(
        [
            points[:, 0] - REACH.left,
            REACH.right - points[:, 0],
            points[:, 1] - REACH.low,
            REACH.high - points[:, 1],
        ]
    )
    # Bodies that are hidden at first make another set, on the same stage: they are no walls for what is there before.
    hidden = {name: scene.cast[name].hidden for name in anatomy.bodies}
    outsides = {}
    for kind in (False, True):
        outsides[kind] = edge.copy()
        for name in anatomy.bodies:
            if hidden[name] is kind:
                outsides[kind] = np.minimum(outsides[kind], np.where(within[name], -walls[name], walls[name]))
    names, grids, homes = [], [], {}
    for name, figure in scene.cast.items():
        if not isinstance(figure, Region):
            continue
        if figure.between is not None:
            a, b = (ref.partition(".")[0] for ref in figure.between)
            field = outsides[hidden[a]] - THICKNESS / 2
            home = points[(field > 0) & _between(points, anatomy, a, b)]
        else:
            body = (figure.inside or figure.around or "").partition(".")[0]
            if figure.around is not None:
                field = outsides[hidden[body]] - THICKNESS / 2
                middle = anatomy.bodies[body].membranes["membrane"].line
                near = np.abs(points[:, 0] - middle.at(middle.length / 2)[0]) < 360.0
                home = points[(field > 0) & (walls[body] < 150) & near]
            else:
                field = np.minimum(np.where(within[body], walls[body], -walls[body]), edge) - THICKNESS / 2
                home = points[(field > 0) & (walls[body] < 240)]
        names.append(name)
        grids.append(field.reshape(x.shape).astype(np.float32))
        homes[name] = home if len(home) else points[field >= field.max() - 1e-9]
    for body in anatomy.bodies:
        field = np.minimum(np.where(within[body], walls[body], -walls[body]), edge) - THICKNESS / 2
        names.append(inside_of(body))
        grids.append(field.reshape(x.shape).astype(np.float32))
        homes[names[-1]] = points[(field > 0) & (walls[body] < 240)]
    stack = np.stack(grids) if grids else np.zeros((1, *x.shape), dtype=np.float32)
    return Regions(tuple(names), stack, MappingProxyType(homes))


def inside_of(body: str) -> str:
    """Return the name of a body's inside, which is a region whether or not the author declares one."""
    return f"{body}.inside"


def region_inside(scene: Scene, body: str) -> str:
    """Return the region that is a body's inside: the author's when there is one."""
    for name, figure in scene.cast.items():
        if isinstance(figure, Region) and figure.inside is not None and _names(figure.inside, body):
            return name
    return inside_of(body)


def outside_of(scene: Scene, body: str) -> str:
    """Return the region outside a body: the gap it borders, else the space around it, else any outside there is."""
    regions = {name: figure for name, figure in scene.cast.items() if isinstance(figure, Region)}
    for name, region in regions.items():
        if region.between is not None and any(_names(ref, body) for ref in region.between):
            return name
    for name, region in regions.items():
        if region.around is not None and _names(region.around, body):
            return name
    return next((name for name, region in regions.items() if region.inside is None), inside_of(body))


def _names(ref: str, body: str) -> bool:
    return ref.partition(".")[0] == body


def _between(points: NDArray[np.float64], anatomy: Anatomy, a: str, b: str) -> NDArray[np.bool_]:
    """Tell which points lie in the gap: near both membranes at once."""
    one = distance_to(points, _face(anatomy, a))
    two = distance_to(points, _face(anatomy, b))
    gap = float((one + two).min())
    return np.asarray((one + two) < gap * 1.55 + 20.0)


def _face(anatomy: Anatomy, body: str) -> Points:
    membranes = anatomy.bodies[body].membranes
    return membranes.get("active-zone", membranes["membrane"]).line.points


def _sparse(outline: Points, most: int = 90) -> Points:
    """Return the outline with fewer points, corners kept: distances stay within a unit, and the survey stays quick."""
    step = max(1, len(outline) // most)
    ring = [*outline, outline[0]]
    keep = [
        i % step == 0 or math.dist(ring[i], ring[i + 1]) > 60.0 or math.dist(ring[i], ring[i - 1]) > 60.0
        for i in range(len(outline))
    ]
    return tuple(point for point, kept in zip(outline, keep, strict=True) if kept)
