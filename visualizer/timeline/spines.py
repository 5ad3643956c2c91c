"""Dendrites with spines: where each spine stands and how it is shaped. Knows no story and no colour.

Every spine has a place, a shape and a rank that belong to the scene's dice alone. A density is a threshold on the ranks: when
it changes, whole spines enter or leave, and no other one moves.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from visualizer.core.easing import smooth
from visualizer.core.geometry import Box, Point, Points, Polyline, polyline, smooth_curve
from visualizer.core.noise import between, uniform
from visualizer.scene.model import SpinyDendrite

FAR = 2600.0
"""How far the shaft runs on beyond its path, so that no camera sees its end."""

CLEFT = 9.0
"""The gap between a head and its partner bouton, stage units for a spine of ordinary length."""

ROOM = 1.22
"""How much larger than ordinary a head may become without touching its neighbours: its radius at 150 % of the area."""

SLOTS = 7
"""Places for receptors on one head."""


@dataclass(frozen=True, slots=True)
class Spine:
    """One spine as it stands when full grown, at heads of 100 %.

    `axis` runs from within the shaft to the middle of the head; `across` and `along` are the head's half sizes.
    """

    number: int
    kind: str  # mushroom | thin | stubby
    distance: float  # along the shaft
    side: float  # +1 above, −1 below
    axis: Polyline
    neck: float  # half width
    across: float
    along: float
    partner: bool
    vesicles: int
    root: float  # how far the axis runs within the shaft
    scale: float = 1.0

    @property
    def head(self) -> Point:
        """Return the middle of the full-grown head."""
        return self.axis.points[-1]

    @property
    def heading(self) -> Point:
        """Return the unit vector in which the head points."""
        (ax, ay), (bx, by) = self.axis.points[-2:]
        length = math.hypot(bx - ax, by - ay) or 1.0
        return ((bx - ax) / length, (by - ay) / length)

    @property
    def bouton(self) -> tuple[Point, float]:
        """Return the partner bouton's middle and radius; it keeps its place whatever the spine does."""
        radius = max(1.08 * self.across, 0.19 * self.reach)
        away = self.along * 1.16 + CLEFT * self.scale + radius
        (x, y), (dx, dy) = self.head, self.heading
        return (x + dx * away, y + dy * away), radius

    @property
    def reach(self) -> float:
        """Return the ordinary length of spines here, in which sizes are told."""
        return 105.0 * self.scale


@dataclass(frozen=True, slots=True)
class SpinyPlan:
    """A dendrite with all the spines there is room for, in the order of their ranks."""

    id: str
    cell: str
    shaft: Polyline
    own: tuple[float, float]  # where the author's path begins and ends along the shaft
    width: float
    count: int
    spines: tuple[Spine, ...]

    def spine(self, number: int) -> Spine:
        """Return a spine by its number; the last one where there is no room for so many."""
        return self.spines[min(max(number, 1), len(self.spines)) - 1]


# ------------------------------------------------------------------------------------------------- where they stand


def plan_spines(name: str, figure: SpinyDendrite, seed: int) -> SpinyPlan:
    """Return where every spine of a dendrite stands: heads and boutons clear of each other, nothing regular."""
    path = list(figure.path)
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = path[0], path[1], path[-2], path[-1]
    first, last = math.hypot(bx - ax, by - ay) or 1.0, math.hypot(dx - cx, dy - cy) or 1.0
    before = (ax - (bx - ax) / first * FAR, ay - (by - ay) / first * FAR)
    after = (dx + (dx - cx) / last * FAR, dy + (dy - cy) / last * FAR)
    line = polyline(smooth_curve([before, *path, after], pieces=16))
    own = (line.nearest(path[0]), line.nearest(path[-1]))
    spines: list[Spine] = []
    for rank in range(figure.most):
        spine = _place(name, figure, line, own, rank, spines, seed)
        if spine is None:  # no room for more: numbers stay without a gap
            break
        spines.append(spine)
    return SpinyPlan(name, figure.cell or "pyramidal", line, own, figure.width, figure.count, tuple(spines))


def _place(
    name: str,
    figure: SpinyDendrite,
    line: Polyline,
    own: tuple[float, float],
    rank: int,
    there: Sequence[Spine],
    seed: int,
) -> Spine | None:
    """Return the spine of a rank at the roomiest of some chance places; smaller where only little room is left."""
    kind = "mushroom" if rank == 0 else _kind(name, figure, rank, seed)
    for size in (1.0, 0.85, 0.7, 0.55, 0.42):
        best, roomy = None, 0.0
        for attempt in range(48):
            key = ("spine", seed, name, rank, attempt, int(size * 100))
            candidate = _candidate(figure, line, own, rank, kind, size, key)
            room = min((_gap(candidate, other) for other in there), default=40.0)
            if room > max(roomy, 5.0 * candidate.scale):
                best, roomy = candidate, min(room, 60.0)
                if attempt > 14 and roomy > 12.0 * candidate.scale:
                    break
        if best is not None:
            return best
    return None


def _kind(name: str, figure: SpinyDendrite, rank: int, seed: int) -> str:
    """Return a spine's kind: the steadiest are mostly mushrooms, the newest mostly thin."""
    draw = uniform("spine-kind", seed, name, rank)
    part = rank / max(figure.count, 1)
    mushroom = 0.80 - 0.55 * part if part < 1.0 else 0.12
    stubby = 0.12 + 0.14 * part if part < 1.0 else 0.12
    return "mushroom" if draw < mushroom else "stubby" if draw < mushroom + stubby else "thin"


def _candidate(
    figure: SpinyDendrite,
    line: Polyline,
    own: tuple[float, float],
    rank: int,
    kind: str,
    size: float,
    key: tuple[str | int, ...],
) -> Spine:
    scale = figure.length / 105.0
    above = rank == 0 or figure.sides == "above" or uniform(*key, "side") < 0.56
    side = 1.0 if above else -1.0
    edge = (0.36 if rank == 0 else 0.03) * (own[1] - own[0])  # the steadiest stands about the middle
    distance = between(own[0] + edge, own[1] - edge, *key, "at")
    (x, y), (nx, ny) = line.at(distance), line.normal(distance)
    nx, ny = nx * side, ny * side
    long, neck, head = {
        "mushroom": (between(0.86, 1.16, *key, "l"), 6.4, between(26.0, 32.0, *key, "r")),
        "thin": (between(0.80, 1.20, *key, "l"), 4.6, between(13.5, 17.5, *key, "r")),
        "stubby": (between(0.40, 0.50, *key, "l"), 13.0, between(17.0, 20.0, *key, "r")),
    }[kind]
    lean = between(-0.50, 0.50, *key, "lean") * (0.5 if rank == 0 else 1.0)
    bend = between(-0.75, 0.75, *key, "bend") * (0.4 if kind == "stubby" else 1.0)
    root = figure.width * 0.26
    start = (x + nx * figure.width * 0.24, y + ny * figure.width * 0.24)
    reach = figure.length * long * (0.55 + 0.45 * size) + root

    def turned(angle: float) -> Point:
        c, s = math.cos(angle), math.sin(angle)
        return (nx * c - ny * s, nx * s + ny * c)

    out, end = turned(lean), turned(lean + bend)
    middle = (start[0] + out[0] * reach * 0.55, start[1] + out[1] * reach * 0.55)
    tip = (middle[0] + end[0] * reach * 0.55, middle[1] + end[1] * reach * 0.55)
    axis = []
    for i in range(13):
        t = i / 12
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        axis.append(
            (
                round(a * start[0] + b * middle[0] + c * tip[0], 3),
                round(a * start[1] + b * middle[1] + c * tip[1], 3),
            )
        )
    head *= scale * size
    flat = 0.86 if kind == "mushroom" else 1.0
    partner = figure.boutons is None or uniform(*key[:-2], "partner") < figure.boutons.base
    return Spine(
        rank + 1,
        kind,
        distance,
        side,
        polyline(axis),
        neck * scale * (0.6 + 0.4 * size),
        round(head * (1.1 if kind == "mushroom" else 1.0), 3),
        round(head * flat, 3),
        partner,
        6 + int(4.0 * uniform(*key, "vesicles")),
        root,
        scale,
    )


def _gap(one: Spine, other: Spine) -> float:
    """Return the clear space between two spines: heads at their largest, boutons, necks and feet."""
    discs = [[(s.head, max(s.across, s.along) * ROOM, True)] for s in (one, other)]
    for found, s in zip(discs, (one, other), strict=True):
        if s.partner:
            (place, radius) = s.bouton
            found.append((place, radius, False))
    gap = math.inf
    for (ax, ay), ra, _ in discs[0]:
        for (bx, by), rb, _ in discs[1]:
            gap = min(gap, math.hypot(ax - bx, ay - by) - ra - rb)
    for mine, others in ((one, discs[1]), (other, discs[0])):
        for px, py in mine.axis.points[::2]:
            for (bx, by), radius, _ in others:
                gap = min(gap, math.hypot(px - bx, py - by) - radius - mine.neck)
    if one.side == other.side:
        apart = abs(one.distance - other.distance)
        gap = min(gap, apart - 2.6 * (one.neck + other.neck) - 4.0 * one.scale)
        for px, py in one.axis.points[::2]:
            for qx, qy in other.axis.points[::2]:
                gap = min(gap, math.hypot(px - qx, py - qy) - one.neck - other.neck)
    return gap


# -------------------------------------------------------------------------------------------------- how they look


@lru_cache(maxsize=512)
def outline_of(spine: Spine, grown: float, heads: float) -> tuple[Points, Points]:
    """Return a spine's left and right edge from its foot to its tip, as seen from the shaft looking out.

    `grown` runs from 0, nothing, to 1; `heads` is the area of heads against their ordinary one.
    """
    long = spine.root + (spine.axis.length - spine.root) * grown
    swell = smooth((grown - 0.2) / 0.8)
    neck = spine.neck * (0.55 + 0.45 * grown)
    size = math.sqrt(heads)
    across = max(neck * 1.15, spine.across * size * swell)
    along = max(neck * 1.0, spine.along * size * swell)
    foot = (0.7 if spine.kind == "stubby" else 1.9) * neck * math.sqrt(grown)
    fades = max(1.7 * neck, 1e-3)
    left: list[Point] = []
    right: list[Point] = []
    tip = long + along
    steps = 60
    for i in range(steps + 1):
        t = i / steps
        s = tip * (t if t < 0.4 else 0.4 + 0.6 * math.sin((t - 0.4) / 0.6 * math.pi / 2))
        (x, y), (nx, ny) = _along(spine.axis, s)
        part = (s - long) / along
        ball = across * math.sqrt(max(0.0, 1.0 - part * part))
        stem = neck + foot * math.exp(-max(s - 0.75 * spine.root, 0.0) / fades)
        if s > long - 0.5 * along:
            stem *= max(0.0, 1.0 - (s - (long - 0.5 * along)) / (0.9 * along))
        half = (ball**2.3 + stem**2.3) ** (1 / 2.3) if s < tip else 0.0
        left.append((round(x + nx * half, 3), round(y + ny * half, 3)))
        right.append((round(x - nx * half, 3), round(y - ny * half, 3)))
    return tuple(left), tuple(right)


def _along(axis: Polyline, s: float) -> tuple[Point, Point]:
    """Return the place on a spine's axis and the unit vector to its left; beyond its end it runs on straight."""
    at, normal = axis.at(s), axis.normal(min(s, axis.length))
    beyond = s - axis.length
    if beyond > 0.0:
        at = (at[0] + normal[1] * beyond, at[1] - normal[0] * beyond)
    return at, normal


def tip_at(spine: Spine, grown: float, heads: float, angle: float) -> tuple[Point, Point]:
    """Return a place on a head's membrane and the unit vector out of it; angle 0 is the tip, in radians, left first."""
    long, size = spine.root + (spine.axis.length - spine.root) * grown, math.sqrt(heads)
    swell = smooth((grown - 0.2) / 0.8)
    across = max(spine.neck * 1.15, spine.across * size * swell)
    along = max(spine.neck, spine.along * size * swell)
    (x, y), (nx, ny) = _along(spine.axis, long)
    tx, ty = ny, -nx  # along the axis, out of the shaft
    u, v = math.sin(angle) * across, math.cos(angle) * along
    place = (x + nx * u + tx * v, y + ny * u + ty * v)
    ou, ov = math.sin(angle) / across, math.cos(angle) / along
    length = math.hypot(ou, ov)
    out = ((nx * ou + tx * ov) / length, (ny * ou + ty * ov) / length)
    return place, out


def slot_angle(spine: Spine, slot: int, stray: float = 0.0) -> float:
    """Return where on the head a receptor's slot is: from the middle outwards, to both sides, never evenly.

    `stray` is how far the receptor has drifted from it, in the room between two.
    """
    step = min(10.6 * spine.scale / spine.across, 0.62)
    place = (slot + 1) // 2 * (1 if slot % 2 else -1) * step
    return place + (between(-0.12, 0.12, "slot", spine.number, slot) + stray) * step


def shaft_of(plan: SpinyPlan, low: float, high: float) -> Points:
    """Return the outline of the shaft alone between two places along it."""
    upper, lower = edges(plan, {}, 1.0, low, high)
    return (*upper, *reversed(lower))


def edges(
    plan: SpinyPlan, grown: Mapping[int, float], heads: float, low: float, high: float
) -> tuple[Points, Points]:
    """Return the dendrite's upper and lower edge between two places along its shaft, left to right, spines included."""
    return (
        _edge(plan, 1.0, grown, heads, low, high),
        _edge(plan, -1.0, grown, heads, low, high),
    )


def _edge(
    plan: SpinyPlan, side: float, grown: Mapping[int, float], heads: float, low: float, high: float
) -> Points:
    half = plan.width / 2
    standing = sorted(
        (s for s in plan.spines if s.side == side and grown.get(s.number, 0.0) > 0.0),
        key=lambda s: s.distance,
    )
    points: list[Point] = []
    at = low
    step = plan.width * 0.16
    feet = []
    for spine in standing:
        left, right = outline_of(spine, grown[spine.number], heads)
        first, second = (left, right) if side > 0 else (right, left)
        wide = math.dist(first[0], second[0]) / 2 + 2.0
        feet.append((spine.distance - wide, spine.distance + wide, (*first, *reversed(second))))
    k = 0
    while at <= high:
        while k < len(feet) and feet[k][1] < at:
            k += 1
        if k < len(feet) and feet[k][0] <= at <= feet[k][1]:
            points += feet[k][2]
            at = feet[k][1] + 0.5
            k += 1
            continue
        (x, y), (nx, ny) = plan.shaft.at(at), plan.shaft.normal(at)
        wave = 1.0 + 0.05 * math.sin(at / plan.width * 0.9 + side) + 0.035 * math.sin(at / plan.width * 2.3)
        points.append((round(x + nx * side * half * wave, 3), round(y + ny * side * half * wave, 3)))
        ahead = feet[k][0] if k < len(feet) else math.inf
        at = ahead if at < ahead < at + step else at + step
    return tuple(points)


def box_of_spine(spine: Spine) -> Box:
    """Return the box a camera shows for one spine: its head, its neck and its partner."""
    (x, y), (dx, dy) = spine.head, spine.heading
    reach = 2.5 * spine.across
    cx, cy = x + dx * 0.35 * spine.across, y + dy * 0.35 * spine.across
    return Box(cx - reach, cy - reach, cx + reach, cy + reach)


def bounds_of(figure: SpinyDendrite) -> Box:
    """Return the box a camera shows for a whole spiny dendrite."""
    xs, ys = [x for x, _ in figure.path], [y for _, y in figure.path]
    room = figure.width / 2 + 1.5 * figure.length
    low = room if figure.sides == "both" else figure.width / 2 + 20.0
    return Box(min(xs), min(ys) - low, max(xs), max(ys) + room)
