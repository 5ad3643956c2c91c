"""What the story does to dendrites with spines: which come and go when, how heads swell, which receptors go in. Knows no shapes.

A density is a threshold on the spines' ranks: where it changes, whole spines enter or leave over the same draws.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from visualizer.core.easing import smooth
from visualizer.core.noise import uniform
from visualizer.core.units import Amount
from visualizer.scene.model import FromCurve, Scene, SpinyDendrite
from visualizer.timeline.plan import StepPlan
from visualizer.timeline.spines import SLOTS, SpinyPlan
from visualizer.timeline.tracks import Track, track

COMES = 1.3
"""Seconds on screen in which a whole spine grows or goes, whatever the pace."""

SETTLES = 1.6
"""Seconds on screen over which a jump from one moment to the next is eased."""

TICK = 0.1


MOST_OF_HEADS = 4.0  # times their ordinary area


@dataclass(frozen=True, slots=True)
class Arriving:
    """Receptors that go into one spine's head: from when, how long each takes, how many."""

    number: int
    at: float
    lasts: float
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """What the story does to one dendrite, on the scene's clock."""

    grown: tuple[Track, ...]
    heads: NDArray[np.float64]
    stress: Track
    receptors: int
    arriving: tuple[Arriving, ...] = ()

    def heads_at(self, clock: float) -> float:
        """Return the area of the heads against their ordinary one."""
        row = min(max(clock / TICK, 0.0), len(self.heads) - 1.0)
        low = int(row)
        high = min(low + 1, len(self.heads) - 1)
        return float(self.heads[low] + (self.heads[high] - self.heads[low]) * (row - low))

    def receptors_at(self, number: int, clock: float) -> tuple[float, ...]:
        """Return how far each of a spine's receptors has come: 1 in the membrane, less on its way up."""
        found = [1.0] * self.receptors
        for one in self.arriving:
            if one.number != number:
                continue
            for k in range(one.count):
                begin = one.at + 0.35 * k * one.lasts / max(one.count, 1)
                part = (clock - begin) / max(0.65 * one.lasts, 1e-6)
                if part > 0.0:
                    found.append(min(part, 1.0))
        return tuple(found[:SLOTS])


def changes_of(
    scene: Scene,
    plans: Sequence[StepPlan],
    name: str,
    spiny: SpinyPlan,
    seed: int,
) -> Changes:
    """Return what the story does to a dendrite: which spines come and go when, heads, stress, receptors."""
    figure = scene.cast[name]
    assert isinstance(figure, SpinyDendrite)
    density = _followed(plans, figure.spines, [r for r in _remodels(plans, name) if r[2] is not None], 2)
    followed = _followed(plans, figure.heads, [r for r in _remodels(plans, name) if r[3] is not None], 3)
    heads = np.clip(followed, 0.0, MOST_OF_HEADS)  # a curve may be scaled to anything
    ends = [plan.start + plan.step.seconds for plan in plans]
    grown = []
    for spine in spiny.spines:
        on = density * spiny.count >= spine.number - 0.5
        changes = []
        delay = 0.7 * uniform("comes", seed, name, spine.number)
        for i in np.flatnonzero(on[1:] != on[:-1]) + 1:
            at = float(i) * TICK
            end = next((end for end in ends if at < end - 1e-6), ends[-1])
            at = min(at + delay, max(end - COMES - 0.1, at - COMES))
            changes.append((at, COMES, 1.0 if on[i] else 0.0))
        grown.append(track(1.0 if on[0] else 0.0, changes))
    stress = track(
        0.0,
        [
            (plan.start + one.at, one.lasts, one.stress)
            for plan in plans
            for one in plan.remodelled
            if one.figure == name and one.stress is not None
        ],
    )
    arriving = tuple(
        Arriving(
            spine.number, plan.start + one.at + (0.0 if one.number else 0.5 * delay), one.lasts, one.count
        )
        for plan in plans
        for one in plan.inserted
        if one.figure == name
        for spine in spiny.spines
        if one.number in (0, spine.number)
        for delay in (uniform("arrives", seed, name, spine.number),)
    )
    return Changes(tuple(grown), heads, stress, figure.receptors, arriving)


Wanted = Amount | FromCurve | None


def _remodels(plans: Sequence[StepPlan], name: str) -> list[tuple[float, float, Wanted, Wanted]]:
    return sorted(
        (
            (plan.start + one.at, one.lasts, one.spines, one.heads)
            for plan in plans
            for one in plan.remodelled
            if one.figure == name
        ),
        key=lambda row: row[0],
    )


def _followed(
    plans: Sequence[StepPlan],
    written: Wanted,
    remodels: Sequence[tuple[float, float, Wanted, Wanted]],
    which: int,
) -> NDArray[np.float64]:
    """Return a relative quantity at every tick of the scene: what is written, then what verbs make of it.

    A curve is read at the step's moment, and before the first moment at its start; a jump from one step's moment to the
    next one's is eased.
    """
    length = plans[-1].start + plans[-1].step.seconds
    ticks = np.arange(math.ceil(length / TICK) + 2) * TICK
    values = np.empty(len(ticks))
    follow, since, lasts, left = written, -math.inf, 0.0, 1.0
    coming = list(remodels)
    moment, before = 0.0, 0.0
    number = 0
    known: dict[tuple[int, str, float], float] = {}  # most steps stand at one moment for hundreds of ticks

    def value(wanted: Wanted, plan: int, hours: float) -> float:
        if not isinstance(wanted, FromCurve):
            return 1.0 if wanted is None else wanted.base
        key = (plan, wanted.curve, hours)
        if key not in known:
            curve = plans[plan].curves.get(wanted.curve)
            known[key] = 1.0 if curve is None else curve.at(hours)
        return known[key]

    for i, t in enumerate(ticks.tolist()):
        while number + 1 < len(plans) and t >= plans[number + 1].start - 1e-9:
            number, before = number + 1, moment
        plan = plans[number]
        now = plan.moment_at(min(t - plan.start, plan.step.seconds))
        moment = moment if now is None else now
        entered = t - plan.start
        if number > 0 and entered < SETTLES and isinstance(follow, FromCurve) and now is not None:
            blend = smooth(entered / SETTLES)
            old = value(follow, number - 1, before)
            target = old + (value(follow, number, moment) - old) * blend
        else:
            target = value(follow, number, moment)
        while coming and t >= coming[0][0] - 1e-9:
            left = values[i - 1] if i else target
            since, lasts, follow = coming[0][0], coming[0][1], coming[0][which]  # type: ignore[assignment]
            coming.pop(0)
            target = value(follow, number, moment)
        part = smooth((t - since) / lasts) if lasts > 0.0 else 1.0
        values[i] = left + (target - left) * part if since > -math.inf else target
    return values
