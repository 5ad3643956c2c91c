"""The tests that authors write inside their scenes: what is expected of a member or a crowd at a time. Knows timelines."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from visualizer.core.problems import Problem
from visualizer.scene import Library, Loaded, Scene
from visualizer.scene.model import WORK, Direct, Expect
from visualizer.timeline import crowds
from visualizer.timeline.compile import compile_scene
from visualizer.timeline.leaps import leap_problems
from visualizer.timeline.regions import inside_of
from visualizer.timeline.story import Timeline

RULE = "failing-expect"


@dataclass(frozen=True, slots=True)
class Failed:
    """An expectation that is not met: which step, which of its expectations, and what was found instead."""

    step: int
    index: int
    found: str


def failed(timeline: Timeline) -> tuple[Failed, ...]:
    """Return every expectation of the scene that its timeline does not meet."""
    out = []
    for i, step in enumerate(timeline.scene.steps):
        for k, expect in enumerate(step.expect):
            found = _found(timeline, i, expect)
            if found is not None:
                out.append(Failed(i, k, found))
    return tuple(out)


def unmet(scene: Scene, library: Library, loaded: Loaded) -> Iterator[Problem]:
    """Yield what only the compiled scene shows: each expectation that is not met, and each order that cannot be followed."""
    directed = any(isinstance(happening, Direct) for step in scene.steps for happening in step.happens)
    if not directed and not any(step.expect for step in scene.steps):
        return
    timeline = compile_scene(scene, library)
    yield from leap_problems(timeline, library, loaded)
    for failure in failed(timeline):
        expect = scene.steps[failure.step].expect[failure.index]
        yield Problem(
            loaded.span("steps", failure.step, "expect", failure.index),
            RULE,
            f"expected {expect.subject} {expect.claim}, but {failure.found}",
            "change what happens in the step, or what is expected",
        )


def _found(timeline: Timeline, step: int, expect: Expect) -> str | None:
    """Return what is there instead of what is expected, or None when it is as expected."""
    seconds = timeline.steps[step].seconds
    at = min(expect.at if expect.at is not None else seconds, seconds)
    name, *rest = expect.subject.split(".")
    if name in timeline.anatomy.sockets:
        members = (
            [f"{name}.{rest[0]}"]
            if rest and rest[0].isdigit()
            else [f"{name}.{i + 1}" for i in range(len(timeline.anatomy.sockets[name]))]
        )
        states = [timeline.state_of(member, step, at) for member in members]
        count = states.count(expect.claim)
        if expect.at_least is None and expect.at_most is None:
            return (
                None
                if count >= 1
                else f"at {at:g} s it is {' and '.join(sorted({state or 'without a state' for state in states}))}"
            )
        return _bounded(count, expect, f"members {expect.claim} at {at:g} s")
    if expect.claim in WORK:
        found = _at_work(timeline, step, at, name)
        return None if expect.claim in found else f"at {at:g} s it is {' and '.join(found)}"
    count = _count(timeline, step, at, name, expect)
    if expect.more is not None:
        since = expect.since or 0.0
        change = count - _count(timeline, step, since, name, expect)
        good = change >= expect.more if expect.more > 0 else change == 0
        return None if good else f"from {since:g} s to {at:g} s the change is {change}"
    if expect.at_least is None and expect.at_most is None:
        return None if count >= 1 else f"at {at:g} s there is none"
    return _bounded(count, expect, f"{expect.claim} at {at:g} s")


def _at_work(timeline: Timeline, step: int, at: float, name: str) -> tuple[str, ...]:
    """Return what a body inside a cell is at a time: active or idle, and perhaps phosphorylated."""
    clock, insides = timeline.plans[step].start + at, timeline.insides
    body = insides.bodies.get(name)
    active = body.active if body is not None else insides.active[name]
    found = "active" if active.at(clock) >= 0.5 else "idle"
    return (found, "phosphorylated") if body is not None and body.phosphate.at(clock) >= 0.5 else (found,)


def _bounded(count: int, expect: Expect, what: str) -> str | None:
    low, high = expect.at_least or 0, expect.at_most
    return None if count >= low and (high is None or count <= high) else f"there are {count} {what}"


def _count(timeline: Timeline, step: int, at: float, name: str, expect: Expect) -> int:
    """Return how many molecules of a crowd are where the claim says: inside, outside, free, held, or in a region."""
    plan = timeline.plans[step]
    if expect.through is not None:
        clock, start = plan.start + at, plan.start
        mine = [kind for kind in timeline.kinds if kind.id == name]
        return sum(
            1
            for when, member, molecule in timeline.walks.passed(step)
            if member == expect.through
            and start <= when <= clock
            and any(k.first <= molecule < k.first + k.count for k in mine)
        )
    total = 0
    for kind in timeline.kinds:
        if kind.id != name and kind.id.partition(":")[0] != name:
            continue
        table = timeline.walks.table(step)
        row = min(round(at / crowds.TICK), len(table.places) - 1)
        places = table.places[row, kind.all].astype(np.float64)
        free = table.states[row, kind.all] != crowds.HIDDEN
        match expect.claim:
            case "inside":
                total += sum(
                    int((free & _within(timeline, places, inside_of(body))).sum())
                    for body in timeline.anatomy.bodies
                )
            case "outside":
                within = np.zeros(len(places), dtype=bool)
                for body in timeline.anatomy.bodies:
                    within |= _within(timeline, places, inside_of(body))
                total += int((free & ~within).sum())
            case "free":
                total += int(free.sum())
            case "held":
                total += int((~free).sum())
            case region if region in timeline.regions.names:
                total += int((free & _within(timeline, places, region)).sum())
            case _:
                pass
    return total


def _within(timeline: Timeline, places: NDArray[np.float64], region: str) -> NDArray[np.bool_]:
    return np.asarray(
        timeline.regions.depth(places, np.full(len(places), timeline.regions.index(region))) > 0.0
    )
