"""Members that are told to go where, from the state in which chance has left them, their chain has no way.

What an author directed before is judged from the text alone, by the rule on transitions; here is what only the compiled scene
shows. Knows states and chains; knows no picture.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from visualizer.core.problems import Problem
from visualizer.scene import Library, Loaded
from visualizer.scene.model import Direct, MembraneProtein
from visualizer.scene.rules.illegal_transition import ID, allowed, way
from visualizer.timeline.states import on_tick
from visualizer.timeline.story import Timeline


@dataclass(frozen=True, slots=True)
class Leap:
    """A member's first directed state that does not follow from the one it is in: step, happening, states and hint."""

    step: int
    happening: int
    member: str
    before: str
    state: str
    seconds: float
    hint: str


def leaps(timeline: Timeline, library: Library) -> tuple[Leap, ...]:
    """Return every leap of a scene, one a happening, in the order of the file."""
    return tuple(
        found
        for i, step in enumerate(timeline.scene.steps)
        for number, happening in enumerate(step.happens)
        if isinstance(happening, Direct)
        if (found := _leap(timeline, library, i, number, happening)) is not None
    )


def leap_problems(timeline: Timeline, library: Library, loaded: Loaded) -> Iterator[Problem]:
    """Yield a finding for each leap, at its place in the file."""
    for leap in leaps(timeline, library):
        place = loaded.key_span("steps", leap.step, "happens", leap.happening, "states", 0, leap.state)
        message = (
            f"'{leap.member}' is {leap.before} at {leap.seconds:g} s, left so by an earlier step, "
            f"and its chain has no way from {leap.before} to {leap.state}"
        )
        yield Problem(place, ID, message, f"{leap.hint}, or direct it in the earlier step")


def _leap(timeline: Timeline, library: Library, step: int, number: int, happening: Direct) -> Leap | None:
    name, _, member = happening.direct.partition(".")
    figure = timeline.scene.cast.get(name)
    if not isinstance(figure, MembraneProtein) or figure.chain not in library.chains or not happening.states:
        return None
    chain = library.chains[figure.chain or ""]
    state, seconds = next(iter(happening.states[0].items()))
    at = timeline.plans[step].start + on_tick(seconds)
    for one in [happening.direct] if member else [f"{name}.{i + 1}" for i in range(figure.count)]:
        track = timeline.states[one]
        k = track.index(at)
        if k == 0 or not track.chosen[k] or track.chosen[k - 1]:
            continue
        before = track.states[k - 1]
        if before != state and not allowed(chain, before, state):
            return Leap(step, number, one, before, state, seconds, way(chain, before, state))
    return None
