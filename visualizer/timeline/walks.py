"""The crowds' tables of a scene, made one step after another when first asked for, then kept. Knows steps, not pictures.

A later step needs the end of the one before, so asking for step 5 makes 0 to 4 first. What is made never depends on what
was asked: the walk of a step is a function of the scene and the seed alone.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from visualizer.timeline import crowds
from visualizer.timeline.crowds import Event, Flock, Table


@dataclass(frozen=True, slots=True)
class Leg:
    """What one step's walk needs: its key, start, length, and each crowd's diffusion constant on screen."""

    key: str
    start: float
    seconds: float
    diffusion: Mapping[str, float]


@dataclass(slots=True, eq=False)
class Walks:
    """The tables of all steps and of their holds. Safe to ask from several threads."""

    flock: Flock
    legs: Sequence[Leg]
    events: Sequence[Event]
    seed: int
    tables: list[Table] = field(default_factory=list)
    ends: list[Flock] = field(default_factory=list)
    holds: dict[int, Table] = field(default_factory=dict)
    passed_until: list[int] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def table(self, step: int) -> Table:
        """Return a step's table, making those before it when they are not there yet."""
        if step < len(self.tables):
            return self.tables[step]
        with self.lock:
            while len(self.tables) <= step:
                self._make(self.legs[len(self.tables)])
        return self.tables[step]

    def has(self, step: int, hold: float) -> bool:
        """Tell whether a step's table, and with a hold that of its hold, has been made."""
        return step < len(self.tables) and (hold <= 0.0 or step in self.holds)

    def hold(self, step: int) -> Table:
        """Return the walk that goes on while a step's end is held."""
        self.table(step)
        with self.lock:
            if step not in self.holds:
                leg = self.legs[step]
                self.holds[step] = crowds.walk(
                    self.ends[step].copy(), leg.start + leg.seconds, crowds.HOLD_SECONDS, leg.diffusion, (),
                    self.seed, f"hold-{leg.key}",
                )  # fmt: skip
        return self.holds[step]

    def passed(self, step: int) -> tuple[tuple[float, str, int], ...]:
        """Return who passed which member up to a step's end: when (scene's clock), member, molecule."""
        self.table(step)
        return tuple(self.flock.passed[: self.passed_until[step]])

    def _make(self, leg: Leg) -> None:
        end = leg.start + leg.seconds
        due = [event for event in self.events if self._is_due(event, leg.start, end)]
        table = crowds.walk(
            self.flock, leg.start, leg.seconds, leg.diffusion, due, self.seed, f"step-{leg.key}"
        )
        self.ends.append(self.flock.copy())
        self.passed_until.append(len(self.flock.passed))
        self.tables.append(table)

    def _is_due(self, event: Event, start: float, end: float) -> bool:
        begins = crowds.begins(event)
        return start <= begins < end or (start == 0.0 and begins < 0.0)
