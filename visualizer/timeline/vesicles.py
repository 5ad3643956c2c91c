"""Synaptic vesicles: where they lie, which fuse when, and who takes an empty dock. Knows no molecules outside them."""

import math
from dataclasses import dataclass

import numpy as np

from visualizer.core.easing import mix, smooth
from visualizer.core.geometry import Point, distance_to, inside
from visualizer.core.noise import between, drift, uniforms
from visualizer.scene.model import Vesicle as VesicleFigure
from visualizer.timeline.anatomy import THICKNESS, Anatomy, stretch
from visualizer.timeline.plan import StepPlan
from visualizer.timeline.snapshot import Vesicle

RADIUS = 32.0
"""Stage units. In life a vesicle is about 40 nm wide, twice the gap it empties into."""

DOCK_DEPTH = RADIUS + THICKNESS / 2 + 2.0
"""From the middle of a docked vesicle to the middle of the membrane."""

OPENING, EMPTYING, OPEN_FOR, SINKING = 0.6, 1.6, 2.6, 1.4
"""Seconds on screen: to open, to empty, until it begins to flatten, to flatten. In life all of it takes milliseconds."""

REFILL_AFTER, REFILL_LASTS = 3.4, 2.6


@dataclass(frozen=True, slots=True)
class Fusion:
    """One vesicle that fuses: which, at which dock, when on the scene's clock."""

    vesicle: int
    dock: int
    at: float


@dataclass(frozen=True, slots=True)
class Move:
    """A vesicle that glides from the cloud to an empty dock."""

    vesicle: int
    dock: int
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Pool:
    """A terminal's vesicles: resting places, docks (place, outward angle, the pore on the membrane), and what happens."""

    id: str
    body: str
    substance: str
    holds: int
    homes: tuple[Point, ...]
    radii: tuple[float, ...]
    docks: tuple[tuple[Point, float, Point], ...]
    bursts: tuple[Fusion, ...]
    moves: tuple[Move, ...]
    seed: int
    dense: bool = False


def lay_pool(
    name: str, figure: VesicleFigure, anatomy: Anatomy, plans: tuple[StepPlan, ...], seed: int
) -> Pool:
    """Return a terminal's vesicles over the whole scene; a function of the scene and the seed."""
    body = figure.inside.partition(".")[0]
    plan = anatomy.bodies[body]
    zone = plan.membranes.get("active-zone", plan.membranes["membrane"])
    if figure.span is not None:
        zone = stretch(plan.membranes["membrane"], figure.span[0].base, figure.span[1].base)
    radii = tuple(RADIUS * between(0.9, 1.1, seed, name, "radius", i) for i in range(figure.count))
    docks = []
    for i in range(figure.docked):
        share = (i + 0.5 + between(-0.07, 0.07, seed, name, "dock", i)) / figure.docked
        distance = zone.line.length * (0.06 + 0.88 * share)
        pore, out = zone.line.at(distance), zone.outward(distance)
        docks.append(
            (
                (pore[0] - out[0] * DOCK_DEPTH, pore[1] - out[1] * DOCK_DEPTH),
                math.atan2(out[1], out[0]) + math.pi / 2,
                pore,
            )
        )
    out = zone.outward(zone.line.length / 2)
    inward = math.atan2(-out[1], -out[0]) - math.pi / 2 if figure.span is not None else 0.0
    cloud = _cloud(
        name, figure.count - figure.docked, plan.outline, [dock[0] for dock in docks], inward, seed
    )
    homes = tuple([dock[0] for dock in docks] + cloud)
    bursts, moves = _story(name, plans, figure, len(homes))
    substance = next(iter(figure.holds), "")
    return Pool(
        name,
        body,
        substance,
        figure.holds.get(substance, 12),
        homes,
        radii,
        tuple(docks),
        bursts,
        moves,
        seed,
        figure.core == "dense",
    )


def pool_at(pool: Pool, clock: float, breath: float) -> tuple[Vesicle, ...]:
    """Return every vesicle at a time of the scene; `breath` is the time that their slow stir follows."""
    out = []
    for i, home in enumerate(pool.homes):
        sway = (
            3.2 * drift(breath, pool.seed, pool.id, i, "x", period=7.0),
            3.2 * drift(breath, pool.seed, pool.id, i, "y", period=8.0),
        )
        at, angle = (home[0] + sway[0], home[1] + sway[1]), 0.0
        docked = i if i < len(pool.docks) else None
        for move in pool.moves:
            if move.vesicle == i and clock >= move.start:
                x = smooth((clock - move.start) / (move.end - move.start))
                target, turned, _ = pool.docks[move.dock]
                at = (mix(at[0], target[0], x), mix(at[1], target[1], x))
                docked, angle = (move.dock, turned) if x >= 1.0 else (None, 0.0)
        if docked is not None:
            target, angle, _ = pool.docks[docked]
            at = (target[0] + sway[0] * 0.2, target[1] + sway[1] * 0.1)
        opening = sunk = 0.0
        fullness = 1.0
        for fusion in pool.bursts:
            if fusion.vesicle == i and clock >= fusion.at:
                age = clock - fusion.at
                opening = smooth(age / OPENING)
                fullness = 1.0 - smooth((age - 0.3) / EMPTYING)
                sunk = smooth((age - OPEN_FOR) / SINKING)
        if sunk < 1.0:
            out.append(Vesicle(at, pool.radii[i], angle, opening, fullness, sunk))
    return tuple(out)


def _cloud(
    name: str, count: int, outline: tuple[Point, ...], docks: list[Point], turned: float, seed: int
) -> list[Point]:
    """Return loose places behind the docks: the best of keyed tries, well apart, dense near the release site.

    `turned` is how far the way into the body is turned from straight up, in radians.
    """
    if count <= 0:
        return []
    near = np.asarray(docks).mean(axis=0) if docks else np.asarray(outline).mean(axis=0)
    tries = 700
    draws = uniforms(2 * tries, seed, name, "cloud")
    angle = turned + math.pi * (0.06 + 0.88 * draws[:tries])
    reach = 60.0 + 330.0 * np.sqrt(draws[tries:])
    spots = np.stack([near[0] + 1.05 * reach * np.cos(angle), near[1] + 0.95 * reach * np.sin(angle)], axis=1)
    free = inside(spots, outline) & (distance_to(spots, outline, closed=True) > RADIUS + THICKNESS / 2 + 10.0)
    placed: list[Point] = []
    for gap in (2.5, 2.25, 2.05):
        for x, y in spots[free]:
            if len(placed) == count:
                return placed
            if all(math.hypot(x - px, y - py) > gap * RADIUS for px, py in [*docks, *placed]):
                placed.append((float(x), float(y)))
    return placed


def _story(
    name: str, plans: tuple[StepPlan, ...], figure: VesicleFigure, places: int
) -> tuple[tuple[Fusion, ...], tuple[Move, ...]]:
    """Return which vesicle fuses at which dock and who takes its place; the middle docks fuse first."""
    at_dock: dict[int, int] = {dock: dock for dock in range(figure.docked)}
    ready: dict[int, float] = dict.fromkeys(range(figure.docked), 0.0)
    cloud = list(range(figure.docked, places))
    fusions: list[Fusion] = []
    moves: list[Move] = []
    order = sorted(range(figure.docked), key=lambda dock: abs(dock - (figure.docked - 1) / 2))
    for plan in plans:
        for burst in plan.bursts:
            if burst.vesicles.partition(".")[0] != name:
                continue
            for k in range(burst.count):
                at = plan.start + burst.at + 0.35 * k
                dock = next((d for d in order if d in at_dock and ready[d] <= at), None)
                if dock is None:
                    continue
                fusions.append(Fusion(at_dock.pop(dock), dock, at))
                if cloud:
                    taker = cloud.pop(0)
                    start = at + REFILL_AFTER + 0.3 * k
                    moves.append(Move(taker, dock, start, start + REFILL_LASTS))
                    at_dock[dock], ready[dock] = taker, start + REFILL_LASTS
    return tuple(fusions), tuple(moves)
