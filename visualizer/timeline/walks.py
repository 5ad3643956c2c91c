"""The crowds' tables of a scene, made one step after another when first asked for, then kept. Knows steps, not pictures.

A later step needs the end of the one before, so asking for step 5 makes 0 to 4 first. What is made never depends on what
was asked: the walk of a step is a function of the scene, its settings and the seed alone. Substances do not know each
other, so under other settings only those walk anew to whom something else happens; the rest is taken as it is.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from visualizer.core.geometry import Point
from visualizer.timeline import crowds
from visualizer.timeline.crowds import Event, Flock, Kind, Table
from visualizer.timeline.regions import Regions


@dataclass(frozen=True, slots=True)
class Leg:
    """What one step's walk needs: its key, start, length, and each crowd's diffusion constant on screen."""

    key: str
    start: float
    seconds: float
    diffusion: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Beginning:
    """Who is there when a scene begins: crowds, how many of each are free, and what proteins hold."""

    kinds: tuple[Kind, ...]
    shown: Mapping[str, int]
    held: Mapping[str, tuple[str, Point]]


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """The walks of the same scene under other settings: to which substances something else happens, from which step on."""

    walks: "Walks"
    substances: frozenset[str]
    first: int


@dataclass(slots=True, eq=False)
class Walks:
    """The tables of all steps and of their holds. Safe to ask from several threads."""

    beginning: Beginning
    regions: Regions
    legs: Sequence[Leg]
    events: Sequence[Event]
    seed: int
    near: Near | None = None
    tables: list[Table] = field(default_factory=list)
    ends: list[Flock] = field(default_factory=list)
    holds: dict[int, Table] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Return how the walks are written down: with all that was made, but no lock."""
        with self.lock:
            made = (list(self.tables), list(self.ends), dict(self.holds))
        return type(self), (
            self.beginning, self.regions, self.legs, self.events, self.seed, self.near, *made,
        )  # fmt: skip

    def table(self, step: int) -> Table:
        """Return a step's table, making those before it when they are not there yet."""
        if step < len(self.tables):
            return self.tables[step]
        with self.lock:
            while len(self.tables) <= step:
                self._make(len(self.tables))
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
        return tuple(sorted(passed for end in self.ends[: step + 1] for passed in end.passed))

    def under(self, beginning: Beginning, legs: Sequence[Leg], events: Sequence[Event]) -> "Walks":
        """Return the walks under other settings, which take from these what happens there as well."""
        fresh = Walks(beginning, self.regions, legs, events, self.seed)
        if beginning != self.beginning or tuple(legs) != tuple(self.legs):
            return fresh
        mine, theirs = _by_substance(self), _by_substance(fresh)
        other = [name for name in {*mine, *theirs} if mine.get(name, []) != theirs.get(name, [])]
        times = [
            crowds.begins(event)
            for name in other
            for event in set(mine.get(name, [])) ^ set(theirs.get(name, []))
        ]
        first = min((self._leg_of(t) for t in times), default=0 if other else len(self.legs))
        fresh.near = Near(self, frozenset(other), first)
        return fresh

    def until_made(self, step: int) -> "Walks":
        """Return the walks under the other settings while a step's own has yet to be made; these where nothing has."""
        near = self.near
        if near is None or step < len(self.tables) or step < near.first or step >= len(near.walks.tables):
            return self
        return near.walks

    def _leg_of(self, t: float) -> int:
        return max((i for i, leg in enumerate(self.legs) if leg.start <= t), default=0)

    def _make(self, step: int) -> None:
        leg, near = self.legs[step], self.near
        if near is not None and step < len(near.walks.tables) and step < len(near.walks.ends):
            table, end = self._made_of(near, step)
        else:
            end = self._start(step)
            table = crowds.walk(
                end, leg.start, leg.seconds, leg.diffusion, self._due(leg), self.seed, f"step-{leg.key}"
            )
        self.ends.append(end)
        self.tables.append(table)
        if len(self.tables) == len(self.legs):
            self.near = None  # all is made; what it was made of may go

    def _start(self, step: int) -> Flock:
        if step > 0:
            return self.ends[step - 1].onward()
        return crowds.gather(
            self.beginning.kinds, self.regions, self.beginning.shown, self.beginning.held, self.seed
        )

    def _made_of(self, near: Near, step: int) -> tuple[Table, Flock]:
        """Return a step's table and end, of which those substances walk anew that must."""
        table, end, leg = near.walks.tables[step], near.walks.ends[step], self.legs[step]
        if step < near.first or not near.substances:
            return table, end
        part, columns = self._start(step).only(near.substances)
        due = [event for event in self._due(leg) if crowds.substance_of(event, part.kinds) in near.substances]
        own = crowds.walk(
            part, leg.start, leg.seconds, leg.diffusion, due, self.seed, f"step-{leg.key}",
            among=(columns, len(end.place)),
        )  # fmt: skip
        return table.replaced(own, columns), end.replaced(part, columns, near.substances)

    def _due(self, leg: Leg) -> list[Event]:
        end = leg.start + leg.seconds
        return [event for event in self.events if self._is_due(event, leg.start, end)]

    def _is_due(self, event: Event, start: float, end: float) -> bool:
        begins = crowds.begins(event)
        return start <= begins < end or (start == 0.0 and begins < 0.0)


def _by_substance(walks: Walks) -> dict[str, list[Event]]:
    out: dict[str, list[Event]] = {}
    for event in walks.events:
        out.setdefault(crowds.substance_of(event, walks.beginning.kinds), []).append(event)
    return out
