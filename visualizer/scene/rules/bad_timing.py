"""Something happens after the step is over, or after a happening that does not exist; a moment moves to before the dose.

Times are seconds from the step's start; with `after`, from the end of that happening.

Wrong::

    seconds: 9
    happens: [{release: pool, at: 12}]

Right::

    seconds: 9
    happens: [{release: pool, at: 2}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from visualizer.core.problems import Problem
from visualizer.scene.complaints import did_you_mean
from visualizer.scene.model import Direct, Happening, Scene, Step, Sweep
from visualizer.scene.nodes import Trail
from visualizer.scene.rules.context import Context

ID = "bad-timing"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each time that does not fit its step."""
    for index, step in enumerate(scene.steps):
        if context.invented("steps", index, "seconds"):
            continue
        trail: Trail = ("steps", index)
        if isinstance(step.moment, Sweep) and step.moment.end.base <= 0:
            message = f"the moment moves to {step.moment.end}, which is not after the first dose"
            yield context.at(ID, (*trail, "moment", "to"), message, "write a later time, such as to: 24 h")
        yield from _happenings(step, trail, context)
        times: list[tuple[float | None, Trail]] = [(step.key, ("key",))]
        if step.predict is not None:
            times.append((step.predict.at, ("predict", "at")))
        for number, claim in enumerate(step.expect):
            times += [(claim.at, ("expect", number, "at")), (claim.since, ("expect", number, "from"))]
            if claim.at is None and claim.since is None:
                where = (*trail, "expect", number)
                yield context.at(
                    ID, where, "this expectation has no time", "add at: with a second of the step"
                )
            elif claim.at is not None and claim.since is not None and claim.since > claim.at:
                where = (*trail, "expect", number, "from")
                yield context.at(ID, where, f"'from' {claim.since:g} is later than 'at' {claim.at:g}")
        for time, where in times:
            if time is not None and time > step.seconds:
                message = f"{time:g} s is after the step's end at {step.seconds:g} s"
                yield context.at(ID, (*trail, *where), message, "make it earlier, or the step longer")


def _happenings(step: Step, trail: Trail, context: Context) -> Iterator[Problem]:
    named = {happening.id: happening for happening in step.happens if happening.id is not None}
    for number, happening in enumerate(step.happens):
        where = (*trail, "happens", number)
        if happening.after is not None and happening.after not in named:
            message = f"no happening of this step has the id '{happening.after}'"
            yield context.at(
                ID, (*where, "after"), message, did_you_mean(happening.after, named) or "give it an id:"
            )
            continue
        start = _start(happening, named)
        if start is None:
            yield context.at(
                ID, (*where, "after"), f"'{happening.after}' waits for this one in turn", "break the circle"
            )
            continue
        if start > step.seconds:
            message = f"this begins at {start:g} s, after the step's end at {step.seconds:g} s"
            key = "at" if happening.at else "after"
            yield context.at(ID, (*where, key), message, "make it earlier, or the step longer")
        elif happening.lasts is not None and start + happening.lasts > step.seconds + 1e-9:
            message = (
                f"this ends at {start + happening.lasts:g} s, after the step's end at {step.seconds:g} s"
            )
            yield context.at(ID, (*where, "for"), message, f"write for: {step.seconds - start:g} or less")
        if isinstance(happening, Direct):
            yield from _directed(happening, step, where, context)


def _directed(happening: Direct, step: Step, where: Trail, context: Context) -> Iterator[Problem]:
    last = -1.0
    for position, entry in enumerate(happening.states):
        for state, time in entry.items():
            place = (*where, "states", position, state)
            if time > step.seconds:
                yield context.at(
                    ID, place, f"{time:g} s is after the step's end at {step.seconds:g} s", "make it earlier"
                )
            elif time < last:
                yield context.at(
                    ID, place, f"'{state}' at {time:g} s comes after a later time", "put the states in order"
                )
            last = max(last, time)


def _start(happening: Happening, named: Mapping[str, Happening]) -> float | None:
    """Return when a happening begins; None when it waits for itself."""
    start, seen, now = happening.at, {id(happening)}, happening
    while now.after is not None:
        now = named.get(now.after, Happening())
        if id(now) in seen:
            return None
        seen.add(id(now))
        start += now.at + (now.lasts or 0.0)
    return start
