"""Where every molecule of a scene is, tick by tick: Brownian motion between walls, and trips through pores and sites.

Computed once, in one sweep over the scene's clock, into tables that are cheap to ask. A molecule is free, held by a
protein (which then draws it), threading a pore, or not on stage. What binds is the nearest free one; what is let go
starts where it was held; what is released starts in a vesicle's pore. Nothing jumps.

Free molecules follow a Langevin walk (Ornstein–Uhlenbeck velocity): over times longer than `MEMORY` its spread is that
of diffusion with the constant given, <x²> = 2 D t per axis, while the path itself is smooth to the eye.
"""

import itertools
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from visualizer.core.easing import smooth
from visualizer.core.geometry import Point
from visualizer.core.noise import between, normals, uniforms
from visualizer.timeline.regions import Regions

TICK = 0.05
MEMORY = 0.22
"""Seconds over which a molecule keeps its direction on screen. Real momentum is lost within picoseconds; this is for calm."""

FASTEST = 420.0
"""No free molecule moves faster than this, stage units a second."""

CLEARANCE = 7.0
"""How far a molecule's middle stays from the surface of a membrane, stage units."""

HOLD_SECONDS = 10.0
FREE, THREADING, HIDDEN = 1, 2, 0

Places = NDArray[np.float32]
States = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Kind:
    """One crowd: its molecules are `first` to `first + count − 1` of the table."""

    id: str
    substance: str
    region: str
    first: int
    count: int
    diffusion_nm2_per_us: float

    @property
    def all(self) -> slice:
        """Return where its molecules stand in the tables."""
        return slice(self.first, self.first + self.count)


@dataclass(frozen=True, slots=True)
class Trip:
    """A guided way: through `way` from `start` to `end` seconds; then free in `region`, or held (region None)."""

    way: tuple[Point, ...]
    start: float
    end: float
    region: str | None
    hold: str | None = None
    threading_from: float = 1.0  # from which part of the way on it is within the protein
    through: str = ""  # the member it passes


@dataclass(frozen=True, slots=True)
class Catch:
    """At `at`, the nearest free molecule of the substance reaches the end of `way`; it may start `lead` seconds before."""

    at: float
    substance: str
    way: tuple[Point, ...]
    hold: str | None
    sides: tuple[str, ...]
    then: str | None = None
    lead: float = 1.2
    through: str = ""


@dataclass(frozen=True, slots=True)
class LetGo:
    """At `at`, what is held under `hold` sets off along `way` and is then free in `region`."""

    at: float
    substance: str
    hold: str
    way: tuple[Point, ...]
    region: str
    lasts: float = 0.7


@dataclass(frozen=True, slots=True)
class Spill:
    """At `at`, `count` hidden molecules of a crowd come out along `way` (from a vesicle's pore) into its region."""

    at: float
    crowd: str
    count: int
    start: Point
    towards: Point
    lasts: float = 0.5


@dataclass(frozen=True, slots=True)
class ComeIn:
    """From `at` on, over `lasts` seconds, a crowd's hidden molecules come in from the region's far edges."""

    at: float
    crowd: str
    count: int
    lasts: float


@dataclass(frozen=True, slots=True)
class GoOut:
    """From `at` on, over `lasts` seconds, a crowd's free molecules fade out as they leave the picture's part."""

    at: float
    crowd: str
    lasts: float


Event = Catch | LetGo | Spill | ComeIn | GoOut


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Positions (rows, n, 2) and states (rows, n) every TICK; `alpha` (rows, n) from 0 to 255."""

    places: Places
    states: States
    alpha: States

    def replaced(self, part: "Table", columns: NDArray[np.intp]) -> "Table":
        """Return the table with the ways of some molecules taken from another."""
        places, states, alpha = self.places.copy(), self.states.copy(), self.alpha.copy()
        places[:, columns], states[:, columns], alpha[:, columns] = part.places, part.states, part.alpha
        return Table(places, states, alpha)


@dataclass(slots=True)
class Flock:
    """Where a walk stands: what it remembers from one tick to the next, and who passed which member on the way."""

    kinds: tuple[Kind, ...]
    regions: Regions
    place: NDArray[np.float64]
    velocity: NDArray[np.float64]
    region: NDArray[np.intp]
    state: States
    alpha: NDArray[np.float64]
    fade: NDArray[np.float64]
    numbers: Sequence[int]  # by which each draws its chances: where it stands in the whole scene's flock
    trips: dict[int, Trip] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)
    waiting: list[Event] = field(default_factory=list)
    passed: list[tuple[float, str, int]] = field(
        default_factory=list
    )  # when, through which member, which molecule

    def copy(self) -> "Flock":
        """Return a flock that can walk on without changing this one."""
        return Flock(
            self.kinds, self.regions, self.place.copy(), self.velocity.copy(), self.region.copy(), self.state.copy(),
            self.alpha.copy(), self.fade.copy(), self.numbers, dict(self.trips), dict(self.held), [],
        )  # fmt: skip

    def onward(self) -> "Flock":
        """Return a flock that can walk the next step, with all that still waits to begin."""
        return replace(self.copy(), waiting=list(self.waiting))

    def only(self, substances: Collection[str]) -> tuple["Flock", NDArray[np.intp]]:
        """Return the crowds of some substances as a flock of their own, and where its molecules stand in this one."""
        kinds: list[Kind] = []
        where: list[int] = []
        for kind in self.kinds:
            if kind.substance in substances:
                kinds.append(replace(kind, first=len(where)))
                where += range(kind.first, kind.first + kind.count)
        columns, own = np.array(where, dtype=np.intp), {molecule: k for k, molecule in enumerate(where)}
        part = Flock(
            tuple(kinds), self.regions, self.place[columns], self.velocity[columns], self.region[columns],
            self.state[columns], self.alpha[columns], self.fade[columns], where,
            {own[molecule]: trip for molecule, trip in self.trips.items() if molecule in own},
            {hold: own[molecule] for hold, molecule in self.held.items() if molecule in own},
            [event for event in self.waiting if substance_of(event, self.kinds) in substances],
        )  # fmt: skip
        return part, columns

    def replaced(self, part: "Flock", columns: NDArray[np.intp], substances: Collection[str]) -> "Flock":
        """Return the flock with the crowds of some substances as they stand in a flock of their own."""
        whole, molecule = self.onward(), columns.tolist()
        for mine, theirs in (
            (whole.place, part.place), (whole.velocity, part.velocity), (whole.region, part.region),
            (whole.state, part.state), (whole.alpha, part.alpha), (whole.fade, part.fade),
        ):  # fmt: skip
            mine[columns] = theirs
        its = set(molecule)
        whole.trips = {k: trip for k, trip in whole.trips.items() if k not in its}
        whole.trips |= {molecule[k]: trip for k, trip in part.trips.items()}
        whole.held = {hold: k for hold, k in whole.held.items() if k not in its}
        whole.held |= {hold: molecule[k] for hold, k in part.held.items()}
        kept = [event for event in whole.waiting if substance_of(event, self.kinds) not in substances]
        whole.waiting = [*kept, *part.waiting]
        others = [passed for passed in self.passed if passed[2] not in its]
        whole.passed = sorted([*others, *((t, member, molecule[k]) for t, member, k in part.passed)])
        return whole


def gather(
    kinds: Sequence[Kind],
    regions: Regions,
    shown: Mapping[str, int],
    held: Mapping[str, tuple[str, Point]],
    seed: int,
) -> Flock:
    """Return the flock at the scene's start: `shown` of each crowd free in its region, some held by proteins."""
    n = sum(kind.count for kind in kinds)
    flock = Flock(
        tuple(kinds), regions, np.zeros((n, 2)), np.zeros((n, 2)), np.zeros(n, dtype=np.intp),
        np.zeros(n, dtype=np.uint8), np.ones(n), np.zeros(n), range(n),
    )  # fmt: skip
    for kind in kinds:
        flock.region[kind.all] = regions.index(kind.region)
        flock.place[kind.all] = regions.places(kind.region, kind.count, CLEARANCE + 2.0, seed, kind.id)
        flock.state[kind.first : kind.first + min(shown.get(kind.id, 0), kind.count)] = FREE
    for hold, (substance, point) in held.items():
        molecule = _spare(flock, substance)
        if molecule is not None:
            flock.place[molecule] = point
            flock.held[hold] = molecule
    return flock


def walk(
    flock: Flock,
    start: float,
    seconds: float,
    diffusion: Mapping[str, float],
    events: Sequence[Event],
    seed: int,
    key: str,
    among: tuple[NDArray[np.intp], int] | None = None,
) -> Table:
    """Move the flock on by `seconds` from the scene's time `start` and return the table of its way.

    `diffusion` gives each crowd's constant in stage units² per second of screen; `events` are those that begin before
    the end, at times of the scene's clock. A flock that is part of a larger one says `among` how many it stands where,
    and takes the same chances as there.
    """
    rows = math.ceil(seconds / TICK - 1e-9) + 1
    n = len(flock.place)
    places = np.empty((rows, n, 2), dtype=np.float32)
    states = np.empty((rows, n), dtype=np.uint8)
    alpha = np.empty((rows, n), dtype=np.uint8)
    constants = np.zeros(n)
    for kind in flock.kinds:
        constants[kind.all] = diffusion.get(kind.id, 0.0)
    columns, whole = among if among is not None else (slice(None), n)
    noise = normals(rows * whole * 2, seed, key, "walk").reshape(rows, whole, 2)[:, columns]
    queue = sorted((*flock.waiting, *events), key=begins)
    flock.waiting = []
    done = 0
    for row in range(rows):
        t = start + row * TICK
        while done < len(queue) and begins(queue[done]) <= t + 1e-9:
            _begin(flock, queue[done], t, seed)
            done += 1
        _travel(flock, t)
        places[row], states[row] = flock.place, flock.state
        alpha[row] = np.clip(flock.alpha * 255.0, 0.0, 255.0).astype(np.uint8)
        if row + 1 < rows:
            _step(flock, constants, noise[row])
    flock.waiting = list(queue[done:])
    return Table(places, states, alpha)


def _step(flock: Flock, constants: NDArray[np.float64], noise: NDArray[np.float64]) -> None:
    """Take one tick: keep some velocity, add chance, and stay within the walls."""
    if flock.fade.any():
        flock.alpha = np.minimum(np.maximum(flock.alpha + flock.fade * TICK, 0.0), 1.0)
        gone = (flock.alpha <= 0.0) & (flock.fade < 0.0)
        flock.state[gone], flock.fade[gone] = HIDDEN, 0.0
    walking = flock.state == FREE
    if flock.trips:
        walking[list(flock.trips)] = False
    free = walking.nonzero()[0]
    if len(free) == 0:
        return
    keep = math.exp(-TICK / MEMORY)
    kick = np.sqrt((1.0 - keep * keep) * constants[free] / MEMORY)[:, None]
    velocity = flock.velocity[free] * keep + noise[free] * kick
    speed = np.hypot(velocity[:, 0], velocity[:, 1])
    velocity *= np.minimum(1.0, FASTEST / np.maximum(speed, 1e-9))[:, None]
    place, region = flock.place[free], flock.region[free]
    moved = place + velocity * TICK
    depth = flock.regions.depth(place, region)
    wrong = (~_clear(flock.regions, place, moved, region, depth)).nonzero()[0]
    for turn in range(3):
        if len(wrong) == 0:
            break
        here, mine = place[wrong], region[wrong]
        if turn == 0:  # bounce: turn the part of the velocity that runs into the wall
            slope = _uphill(flock.regions, here, mine)
            into = np.minimum((velocity[wrong] * slope).sum(axis=1), 0.0)
            velocity[wrong] -= 2.0 * into[:, None] * slope
        elif turn == 1:
            velocity[wrong] = _uphill(flock.regions, here, mine) * 30.0
        else:
            velocity[wrong] = 0.0
        moved[wrong] = here + velocity[wrong] * TICK
        wrong = wrong[~_clear(flock.regions, here, moved[wrong], mine, depth[wrong])]
    flock.place[free], flock.velocity[free] = moved, velocity


def _clear(
    regions: Regions,
    start: NDArray[np.float64],
    end: NDArray[np.float64],
    region: NDArray[np.intp],
    before: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Tell for which molecules the straight way from start, so deep in its region, to end stays clear of every wall.

    Distances change by at most one unit per unit of way, so a way whose ends lie deeper than half its length cannot
    touch a wall; the others are looked at in four places. A molecule already too near a wall may only move away from it.
    """
    after = regions.depth(end, region)
    way = end - start
    length = np.hypot(way[:, 0], way[:, 1])
    ok = (after >= CLEARANCE) | (after > before)
    near = (ok & (np.minimum(before, after) < length / 2.0 + CLEARANCE)).nonzero()[0]
    if len(near):
        first, way = start[near], way[near]
        between_ = np.concatenate([first + way * part for part in _PARTS])
        depth = regions.depth(between_, np.concatenate([region[near]] * len(_PARTS))).reshape(len(_PARTS), -1)
        ok[near] = (depth >= np.minimum(CLEARANCE * 0.5, before[near])).all(axis=0)
    return ok


_PARTS = (0.25, 0.5, 0.75)


def _uphill(regions: Regions, place: NDArray[np.float64], region: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return unit vectors away from the nearest wall; shape (n, 2)."""
    around = np.concatenate([place + shift for shift in _AROUND])
    right, left, up, down = regions.depth(around, np.concatenate([region] * len(_AROUND))).reshape(4, -1)
    dx, dy = right - left, up - down
    length = np.maximum(np.hypot(dx, dy), 1e-9)
    return np.stack([dx / length, dy / length], axis=1)


_AROUND = tuple(np.array(shift) for shift in ((4.0, 0.0), (-4.0, 0.0), (0.0, 4.0), (0.0, -4.0)))


def _travel(flock: Flock, t: float) -> None:
    """Move what is on a guided way, and end the ways that are done."""
    for molecule in list(flock.trips):
        trip = flock.trips[molecule]
        if t < trip.start - 1e-9:
            flock.state[molecule] = HIDDEN
            continue
        part = smooth((t - trip.start) / max(trip.end - trip.start, 1e-6))
        flock.place[molecule] = _along(trip.way, part)
        flock.state[molecule] = THREADING if part >= trip.threading_from else FREE
        if t >= trip.end - 1e-9:
            del flock.trips[molecule]
            flock.velocity[molecule] = 0.0
            if trip.region is not None:
                flock.region[molecule] = flock.regions.index(trip.region)
                flock.state[molecule] = FREE
                if trip.through:
                    flock.passed.append((t, trip.through, molecule))
            elif trip.hold is not None:
                flock.held[trip.hold] = molecule
                flock.state[molecule] = HIDDEN
            else:
                flock.state[molecule] = HIDDEN


def _along(way: tuple[Point, ...], part: float) -> Point:
    lengths = [0.0]
    for (ax, ay), (bx, by) in itertools.pairwise(way):
        lengths.append(lengths[-1] + math.hypot(bx - ax, by - ay))
    target = part * lengths[-1]
    for i in range(len(way) - 1):
        if target <= lengths[i + 1] or i == len(way) - 2:
            piece = lengths[i + 1] - lengths[i]
            x = (target - lengths[i]) / piece if piece > 0 else 1.0
            return (way[i][0] + (way[i + 1][0] - way[i][0]) * x, way[i][1] + (way[i + 1][1] - way[i][1]) * x)
    return way[-1]


def begins(event: Event) -> float:
    """Return when an event starts to move anything, on the scene's clock."""
    return event.at - event.lead if isinstance(event, Catch) else event.at


def substance_of(event: Event, kinds: Sequence[Kind]) -> str:
    """Return the one substance that an event moves."""
    if isinstance(event, Catch | LetGo):
        return event.substance
    return next((kind.substance for kind in kinds if kind.id == event.crowd), "")


def _begin(flock: Flock, event: Event, t: float, seed: int) -> None:
    match event:
        case Catch():
            _catch(flock, event, t)
        case LetGo():
            molecule = flock.held.pop(event.hold, None)
            if molecule is not None:
                flock.place[molecule] = event.way[0]
                flock.alpha[molecule], flock.fade[molecule] = 1.0, 0.0
                flock.trips[molecule] = Trip(event.way, t, t + event.lasts, event.region, threading_from=0.0)
        case Spill():
            _spill(flock, event, t, seed)
        case ComeIn():
            _come_in(flock, event, t, seed)
        case GoOut():
            kind = next(k for k in flock.kinds if k.id == event.crowd)
            for molecule in range(kind.first, kind.first + kind.count):
                if flock.state[molecule] == FREE:
                    flock.fade[molecule] = -1.0 / max(
                        event.lasts * between(0.5, 1.0, seed, "out", flock.numbers[molecule]), 0.3
                    )


def _catch(flock: Flock, event: Catch, t: float) -> None:
    lasts = max(event.at - t, TICK)
    first = np.asarray(event.way[0])
    best, nearest = None, math.inf
    reach = FASTEST * 1.2 * lasts
    sides = [flock.regions.names.index(name) for name in event.sides if name in flock.regions.names]
    for kind in flock.kinds:
        if kind.substance != event.substance:
            continue
        able = (flock.state[kind.all] == FREE) & (flock.fade[kind.all] >= 0.0)
        if sides:
            able &= np.isin(flock.region[kind.all], sides)
        gaps = np.hypot(*(flock.place[kind.all] - first).T)
        able &= gaps <= reach
        for k in np.flatnonzero(able)[np.argsort(gaps[able], kind="stable")]:
            molecule, gap = kind.first + int(k), float(gaps[k])
            if gap >= nearest:
                break
            if molecule not in flock.trips and _sees(flock, molecule, first):
                best, nearest = molecule, gap
                break
    if best is None:
        return
    start = (float(flock.place[best][0]), float(flock.place[best][1]))
    way = (start, *event.way)
    total = sum(math.dist(a, b) for a, b in itertools.pairwise(way))
    part = (math.dist(way[0], way[1]) / total) if total > 0 and len(event.way) > 1 else 1.0
    flock.trips[best] = Trip(way, t, event.at, event.then, event.hold, part * 0.999, event.through)


def _sees(flock: Flock, molecule: int, target: NDArray[np.float64]) -> bool:
    start = flock.place[molecule]
    steps = start + (target - start) * np.linspace(0.1, 0.9, 7)[:, None]
    depth = flock.regions.depth(steps, np.full(7, flock.region[molecule]))
    return bool((depth > -2.0).all())


def _spare(flock: Flock, substance: str) -> int | None:
    taken = set(flock.held.values())
    for kind in flock.kinds:
        if kind.substance == substance:
            for molecule in range(kind.first + kind.count - 1, kind.first - 1, -1):
                if flock.state[molecule] == HIDDEN and molecule not in taken and molecule not in flock.trips:
                    return molecule
    return None


def _spill(flock: Flock, event: Spill, t: float, seed: int) -> None:
    kind = next(k for k in flock.kinds if k.id == event.crowd)
    taken = set(flock.held.values())
    out = 0
    for molecule in range(kind.first, kind.first + kind.count):
        if out >= event.count:
            return
        if flock.state[molecule] != HIDDEN or molecule in taken or molecule in flock.trips:
            continue
        number = flock.numbers[molecule]
        angle = between(-0.9, 0.9, seed, "spill", number, round(t * 20))
        reach = between(10.0, 34.0, seed, "reach", number, round(t * 20))
        dx, dy = event.towards[0] - event.start[0], event.towards[1] - event.start[1]
        length = math.hypot(dx, dy) or 1.0
        ux, uy = dx / length, dy / length
        side = math.sin(angle) * reach
        end = (
            event.towards[0] + ux * reach * 0.4 - uy * side,
            event.towards[1] + uy * reach * 0.4 + ux * side,
        )
        begin = t + event.lasts * 1.4 * out / max(event.count, 1)
        flock.place[molecule] = event.start
        flock.alpha[molecule], flock.fade[molecule] = 1.0, 0.0
        flock.region[molecule] = flock.regions.index(kind.region)
        flock.state[molecule] = FREE
        flock.trips[molecule] = Trip(
            (event.start, event.towards, end), begin, begin + event.lasts, kind.region, threading_from=0.0
        )
        out += 1


def _come_in(flock: Flock, event: ComeIn, t: float, seed: int) -> None:
    kind = next(k for k in flock.kinds if k.id == event.crowd)
    free = int((flock.state[kind.all] != HIDDEN).sum())
    taken = set(flock.held.values())
    wanted = max(event.count - free, 0)
    homes = flock.regions.places(kind.region, kind.count, CLEARANCE + 2.0, seed, "come", kind.id)
    draws = uniforms(kind.count, seed, "fade", kind.id)
    for k, molecule in enumerate(range(kind.first, kind.first + kind.count)):
        if wanted == 0:
            return
        if flock.state[molecule] != HIDDEN or molecule in taken or molecule in flock.trips:
            continue
        flock.place[molecule] = homes[k]
        flock.region[molecule] = flock.regions.index(kind.region)
        flock.state[molecule] = FREE
        # it comes into the picture's plane from in front or behind: the gap is as deep as it is wide
        flock.alpha[molecule], flock.fade[molecule] = -1.2 * float(draws[k]) * event.lasts, 1.2
        wanted -= 1
