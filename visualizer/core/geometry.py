"""Points, boxes, smooth curves and transforms. Stage units have y up, pixels y down; nothing here cares which."""

import bisect
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
Points = tuple[Point, ...]
Places = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle by its corners; left < right, low < high in whatever direction y runs."""

    left: float
    low: float
    right: float
    high: float

    @property
    def width(self) -> float:
        """Return the extent along x."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Return the extent along y."""
        return self.high - self.low

    @property
    def centre(self) -> Point:
        """Return the middle."""
        return ((self.left + self.right) / 2, (self.low + self.high) / 2)

    def grown(self, by: float, by_y: float | None = None) -> "Box":
        """Return the box with a margin added on all sides (by_y above and below, when given)."""
        y = by if by_y is None else by_y
        return Box(self.left - by, self.low - y, self.right + by, self.high + y)

    def overlaps(self, other: "Box") -> bool:
        """Tell whether the two boxes share any area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.low < other.high
            and other.low < self.high
        )

    def contains(self, point: Point) -> bool:
        """Tell whether the point lies inside or on the edge."""
        return self.left <= point[0] <= self.right and self.low <= point[1] <= self.high

    def union(self, other: "Box") -> "Box":
        """Return the smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.low, other.low),
            max(self.right, other.right),
            max(self.high, other.high),
        )


def box_of(points: Sequence[Point]) -> Box:
    """Return the smallest box that holds all points (at least one)."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


@dataclass(frozen=True, slots=True)
class Polyline:
    """A curve as straight pieces, asked by the length along it. `lengths[i]` is the arc length at `points[i]`."""

    points: Points
    lengths: tuple[float, ...]

    @property
    def length(self) -> float:
        """Return the whole arc length."""
        return self.lengths[-1]

    def at(self, distance: float) -> Point:
        """Return the point at this arc length, held to the ends."""
        i, x = self._piece(distance)
        (ax, ay), (bx, by) = self.points[i], self.points[i + 1]
        return (ax + (bx - ax) * x, ay + (by - ay) * x)

    def normal(self, distance: float) -> Point:
        """Return the unit normal to the left of the running direction, averaged over a short stretch."""
        reach = max(self.length * 0.004, 1e-6)
        (ax, ay), (bx, by) = self.at(distance - reach), self.at(distance + reach)
        length = math.hypot(bx - ax, by - ay) or 1.0
        return (-(by - ay) / length, (bx - ax) / length)

    def nearest(self, point: Point) -> float:
        """Return the arc length of the place nearest to the point."""
        best, where = math.inf, 0.0
        for i, ((ax, ay), (bx, by)) in enumerate(zip(self.points, self.points[1:], strict=False)):
            dx, dy = bx - ax, by - ay
            square = dx * dx + dy * dy or 1e-12
            x = min(1.0, max(0.0, ((point[0] - ax) * dx + (point[1] - ay) * dy) / square))
            gap = math.hypot(ax + dx * x - point[0], ay + dy * x - point[1])
            if gap < best:
                best, where = gap, self.lengths[i] + x * math.sqrt(square)
        return where

    def _piece(self, distance: float) -> tuple[int, float]:
        distance = min(max(distance, 0.0), self.length)
        i = min(max(bisect.bisect_right(self.lengths, distance) - 1, 0), len(self.points) - 2)
        piece = self.lengths[i + 1] - self.lengths[i]
        return i, (distance - self.lengths[i]) / piece if piece > 0 else 0.0


def polyline(points: Sequence[Point]) -> Polyline:
    """Return the curve through the points (at least two)."""
    lengths = [0.0]
    for (ax, ay), (bx, by) in itertools.pairwise(points):
        lengths.append(lengths[-1] + math.hypot(bx - ax, by - ay))
    return Polyline(tuple(points), tuple(lengths))


def smooth_curve(points: Sequence[Point], closed: bool = False, pieces: int = 12) -> Points:
    """Return a centripetal Catmull–Rom curve through the points, `pieces` straight bits between neighbours.

    Centripetal spacing never loops or overshoots, however uneven the points (Yuksel, Schaefer and Keyser 2011).
    """
    n = len(points)
    if n < 3 and not closed:
        return tuple(points)
    out: list[Point] = []
    for i in range(n if closed else n - 1):
        p0, p1, p2, p3 = (_neighbour(points, i + k, closed) for k in (-1, 0, 1, 2))
        out += _centripetal(p0, p1, p2, p3, pieces)
    if not closed:
        out.append(points[-1])
    return tuple(out)


def offset(points: Sequence[Point], by: float) -> Points:
    """Return the curve moved by this much to its left, point by point (for gentle curves)."""
    line = np.asarray(points, dtype=float)
    tangent = np.gradient(line, axis=0)
    length = np.hypot(tangent[:, 0], tangent[:, 1])
    length[length == 0] = 1.0
    normal = np.stack([-tangent[:, 1] / length, tangent[:, 0] / length], axis=1)
    return tuple((float(x), float(y)) for x, y in line + normal * by)


def inside(points: NDArray[np.float64], polygon: Sequence[Point]) -> NDArray[np.bool_]:
    """Tell for each of the points, shape (n, 2), whether it lies in the polygon (even–odd rule).

    Each edge is held against the points beside it alone, which are found by their height.
    """
    order = np.argsort(points[:, 1], kind="stable")
    x, y = points[order, 0], points[order, 1]
    within = np.zeros(len(points), dtype=bool)
    ring = np.asarray(polygon, dtype=np.float64).reshape(-1, 2)
    ends = np.roll(ring, -1, axis=0)
    firsts = np.searchsorted(y, np.minimum(ring[:, 1], ends[:, 1])).tolist()
    lasts = np.searchsorted(y, np.maximum(ring[:, 1], ends[:, 1])).tolist()
    edges = zip(ring.tolist(), ends.tolist(), firsts, lasts, strict=True)
    for (ax, ay), (bx, by), first, last in edges:
        if first < last:
            beside = slice(first, last)
            within[beside] ^= x[beside] < (bx - ax) * (y[beside] - ay) / (by - ay) + ax
    result = np.empty_like(within)
    result[order] = within
    return result


def distance_to(points: Places, line: Sequence[Point], closed: bool = False) -> Places:
    """Return for each of the points, shape (n, 2), the distance to the nearest place of the line."""
    ring = [*line, line[0]] if closed else list(line)
    best = np.full(len(points), np.inf, dtype=points.dtype)
    for (ax, ay), (bx, by) in itertools.pairwise(ring):
        dx, dy = bx - ax, by - ay
        square = dx * dx + dy * dy
        if square == 0.0:
            continue
        x, y = points[:, 0] - ax, points[:, 1] - ay
        along = np.clip((x * dx + y * dy) / square, 0.0, 1.0)
        x -= along * dx
        y -= along * dy
        np.minimum(best, x * x + y * y, out=best)
    return np.sqrt(best)


@dataclass(frozen=True, slots=True)
class View:
    """How stage units become pixels: scale, and the pixel where the stage's `centre` lands. y turns over."""

    scale: float
    centre: Point
    at_px: Point

    def px(self, point: Point) -> Point:
        """Return the pixel of a stage point."""
        return (
            self.at_px[0] + (point[0] - self.centre[0]) * self.scale,
            self.at_px[1] - (point[1] - self.centre[1]) * self.scale,
        )

    def all_px(self, points: Sequence[Point]) -> Points:
        """Return the pixels of many stage points."""
        return tuple(self.px(point) for point in points)

    def array_px(self, points: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the pixels of an (n, 2) array of stage points."""
        out = np.empty_like(points, dtype=np.float32)
        out[:, 0] = self.at_px[0] + (points[:, 0] - self.centre[0]) * self.scale
        out[:, 1] = self.at_px[1] - (points[:, 1] - self.centre[1]) * self.scale
        return out

    def stage(self, pixel: Point) -> Point:
        """Return the stage point under a pixel."""
        return (
            self.centre[0] + (pixel[0] - self.at_px[0]) / self.scale,
            self.centre[1] - (pixel[1] - self.at_px[1]) / self.scale,
        )


@dataclass(frozen=True, slots=True)
class Zoom:
    """How the viewer has moved a picture: so many times closer, then aside by parts of the frame's height."""

    scale: float = 1.0
    dx: float = 0.0
    dy: float = 0.0


AUTHOR = Zoom()
"""As the author wants it seen."""


def _neighbour(points: Sequence[Point], i: int, closed: bool) -> Point:
    return points[i % len(points)] if closed else points[min(max(i, 0), len(points) - 1)]


def _centripetal(p0: Point, p1: Point, p2: Point, p3: Point, pieces: int) -> list[Point]:
    """Return the curve from p1 up to, not including, p2, by Barry and Goldman's pyramid of straight mixes."""
    t1 = max(math.sqrt(math.dist(p0, p1)), 1e-6)  # neighbours at one place would divide by nothing
    t2 = t1 + max(math.sqrt(math.dist(p1, p2)), 1e-6)
    t3 = t2 + max(math.sqrt(math.dist(p2, p3)), 1e-6)
    out = []
    for step in range(pieces):
        t = t1 + (t2 - t1) * step / pieces
        a1, a2, a3 = _mix(p0, p1, 0.0, t1, t), _mix(p1, p2, t1, t2, t), _mix(p2, p3, t2, t3, t)
        b1, b2 = _mix(a1, a2, 0.0, t2, t), _mix(a2, a3, t1, t3, t)
        out.append(_mix(b1, b2, t1, t2, t))
    return out


def _mix(a: Point, b: Point, start: float, end: float, t: float) -> Point:
    x = (t - start) / (end - start)
    return (a[0] + (b[0] - a[0]) * x, a[1] + (b[1] - a[1]) * x)
