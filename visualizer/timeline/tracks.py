"""Quantities over a scene's one clock, made at compile and cheap to ask. Knows times and values only."""

import bisect
from dataclasses import dataclass

from visualizer.core.easing import smooth


@dataclass(frozen=True, slots=True)
class Track:
    """A value over time: eased from key to key, held before the first and after the last."""

    times: tuple[float, ...]
    values: tuple[float, ...]

    def at(self, t: float) -> float:
        """Return the value at this time."""
        if not self.times or t <= self.times[0]:
            return self.values[0]
        if t >= self.times[-1]:
            return self.values[-1]
        i = bisect.bisect_right(self.times, t) - 1
        span = self.times[i + 1] - self.times[i]
        x = smooth((t - self.times[i]) / span) if span > 0 else 1.0
        return self.values[i] + (self.values[i + 1] - self.values[i]) * x


def track(rest: float, changes: list[tuple[float, float, float]]) -> Track:
    """Return the track that rests at a value and goes, at each (time, seconds, to), to another.

    A change that starts before the last has ended takes over from where the value then is.
    """
    times, values = [float("-inf")], [rest]
    made = Track((0.0,), (rest,))
    for at, seconds, to in sorted(changes):
        now = made.at(at)
        keep = [(t, v) for t, v in zip(times, values, strict=True) if t < at]
        keep += [(at, now), (at + max(seconds, 1e-6), to)]
        times, values = [t for t, _ in keep], [v for _, v in keep]
        finite = [(t, v) for t, v in keep if t > float("-inf")]
        made = Track(tuple(t for t, _ in finite), tuple(v for _, v in finite))
    return made


@dataclass(frozen=True, slots=True)
class StateTrack:
    """A member's states over time: `states[i]` from `times[i]` on."""

    times: tuple[float, ...]
    states: tuple[str, ...]
    chosen: tuple[bool, ...]

    def index(self, t: float) -> int:
        """Return the number of the state held at this time."""
        return max(bisect.bisect_right(self.times, t + 1e-9) - 1, 0)

    def at(self, t: float) -> str:
        """Return the state at this time."""
        return self.states[self.index(t)]
