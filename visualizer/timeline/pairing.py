"""Two scenes under one clock: which step each half shows at a moment after the first dose. Knows outlines, no picture.

The master is the logarithm of time after the first dose. Steps that have no moment follow the story: those before a
half's first moment come before the dose, the others follow the step that they stand behind. What the two halves show
together is a beat; a player goes from beat to beat as it goes from step to step in one scene.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from visualizer.core.easing import smooth
from visualizer.timeline.story import StepOutline

Side = Literal[0, 1]
SIDES: tuple[Side, Side] = (0, 1)
Outlines = tuple[StepOutline, ...]

GLIDE_S = 1.4
"""How long the master takes to its next moment, in seconds of the beat that begins there."""

BEFORE = 0.15
"""The part of the ribbon that stands for the time before the first dose."""

_LOW, _HIGH = (
    4.0,
    2.5,
)  # the ribbon begins and ends this many times before the first and after the last moment


@dataclass(frozen=True, slots=True)
class Part:
    """What one half plays in a beat: a step, or a piece of one that the other half's moments cut."""

    step: int
    start: float
    end: float

    @property
    def seconds(self) -> float:
        """Return how long it plays."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Beat:
    """What the halves begin together; a half without a part goes on holding what it has shown.

    `moments_h` is where the master stands at the beat's start and end; None before the first dose.
    """

    parts: tuple[Part | None, Part | None]
    moments_h: tuple[float, float] | None

    @property
    def seconds(self) -> float:
        """Return how long the beat plays: as long as the longer of its parts."""
        return max(part.seconds for part in self.parts if part is not None)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one half stands: a step, seconds into it, and how long its finished end has been breathing."""

    step: int
    seconds: float
    hold: float = 0.0


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two outlines and the beats that they make together."""

    halves: tuple[Outlines, Outlines]
    beats: tuple[Beat, ...]

    def place(self, side: Side, beat: int, seconds: float, hold: float = 0.0, held: float = 0.0) -> Place:
        """Return where a half stands at a time of a beat.

        `hold` is how long the beat's end has been held, and `held` how long that of each beat before it was.
        """
        passed = min(max(seconds, 0.0), self.beats[beat].seconds) + hold
        for i in range(beat, -1, -1):
            part = self.beats[i].parts[side]
            if part is not None:
                at = min(part.start + passed, part.end)
                whole = at >= self.halves[side][part.step].seconds
                return Place(part.step, at, max(0.0, passed - part.seconds) if whole else 0.0)
            if i:
                passed += self.beats[i - 1].seconds + held
        return Place(0, 0.0)

    def master_h(self, beat: int, seconds: float) -> float | None:
        """Return the hours after the first dose at a time of a beat; None before the dose.

        Within a beat the master glides to the beat's moment, then goes with the sweep of whichever half is further.
        """
        moments = self.beats[beat].moments_h
        if moments is None:
            return None
        swept = max(
            (_moment(self.halves[side][part.step], part, seconds) or 0.0, side)
            for side, part in zip(SIDES, self.beats[beat].parts, strict=True)
            if part is not None
        )[0]
        before = self.beats[beat - 1].moments_h if beat else None
        target = min(max(moments[0], swept), moments[1])
        if before is not None and before[1] < target:
            return before[1] * math.pow(target / before[1], smooth(seconds / self._glide_s(beat)))
        return target

    def _glide_s(self, beat: int) -> float:
        return min(GLIDE_S, self.beats[beat].seconds)

    @property
    def span_h(self) -> tuple[float, float]:
        """Return the first and the last hour on the ribbon."""
        known = [beat.moments_h for beat in self.beats if beat.moments_h is not None]
        if not known:
            return 1.0 / 60.0, 8.0 * 168.0
        return min(first for first, _ in known) / _LOW, max(last for _, last in known) * _HIGH

    def on_ribbon(self, beat: int, seconds: float) -> float:
        """Return where the master stands on the ribbon, from 0 to 1; time before the dose runs evenly in its part."""
        hours = self.master_h(beat, seconds)
        if hours is not None:
            place = self.ribbon_of(hours)
            before = self.beats[beat - 1].moments_h if beat else None
            if (
                before is None and beat and seconds < GLIDE_S
            ):  # the first moment is reached from before the dose
                return BEFORE * 0.9 + (place - BEFORE * 0.9) * smooth(seconds / GLIDE_S)
            return place
        early = [one.seconds for one in self.beats if one.moments_h is None]
        return BEFORE * 0.9 * (sum(early[:beat]) + seconds) / sum(early)

    def ribbon_of(self, hours: float) -> float:
        """Return where a time after the first dose lies on the ribbon, from `BEFORE` to 1."""
        first, last = self.span_h
        part = math.log(max(hours, first) / first) / math.log(last / first)
        return BEFORE + (1.0 - BEFORE) * min(part, 1.0)

    def at_ribbon(self, part: float) -> tuple[int, float]:
        """Return the beat and its seconds for a place on the ribbon: the latest moment at or before it."""
        early = [one.seconds for one in self.beats if one.moments_h is None]
        if early and part < BEFORE:
            left = min(max(part, 0.0) / (BEFORE * 0.9), 1.0) * sum(early)
            for beat, length in enumerate(early):
                if left <= length or beat == len(early) - 1:
                    return beat, min(left, length)
                left -= length
        first, last = self.span_h
        hours = first * (last / first) ** max(0.0, (part - BEFORE) / (1.0 - BEFORE))
        return self.at_hours(hours)

    def at_hours(self, hours: float) -> tuple[int, float]:
        """Return the beat and its seconds at a time after the first dose: what the latest moment until then ends with.

        Within a sweep it is the time when the sweep passes there.
        """
        chosen = 0
        for i, beat in enumerate(self.beats):
            if beat.moments_h is None or beat.moments_h[0] <= hours * (1.0 + 1e-9):
                chosen = i
        beat = self.beats[chosen]
        # A sweep stands before the steps that follow it at its end; those are not reached while it runs.
        while chosen and beat.moments_h is not None and beat.moments_h[0] > hours:
            chosen -= 1
            beat = self.beats[chosen]
        if beat.moments_h is None or beat.moments_h[1] <= hours:
            return chosen, beat.seconds
        low, high = 0.0, beat.seconds
        for _ in range(48):  # the master only rises within a beat
            middle = (low + high) / 2
            low, high = (low, middle) if (self.master_h(chosen, middle) or 0.0) >= hours else (middle, high)
        return chosen, high


def pair(left: Outlines, right: Outlines) -> Pairing:
    """Return two scenes' outlines under one clock.

    Raises:
        ValueError: a scene without steps.
    """
    if not left or not right:
        raise ValueError("a scene without steps cannot stand beside another")
    halves = (left, right)
    entries = tuple(_entries(half) for half in halves)
    stops = sorted({entry.start_h for half in entries for entry in half})
    played = [_played(entries[side], {entry.start_h for entry in entries[1 - side]}) for side in SIDES]
    beats = [Beat(parts, None) for parts in _together(halves, _early(left), _early(right))]
    reached = 0.0
    for stop in stops:
        for parts in _together(halves, played[0].get(stop, []), played[1].get(stop, [])):
            start = max(reached, stop)
            ends = [
                _moment(halves[side][part.step], part, part.seconds)
                for side, part in zip(SIDES, parts, strict=True)
                if part is not None
            ]
            reached = max(start, *(end or 0.0 for end in ends))
            beats.append(Beat(parts, (start, reached)))
    return Pairing(halves, tuple(beats))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A step with a moment, and the steps without one that follow it."""

    start_h: float
    end_h: float
    parts: tuple[Part, ...]


def _whole(steps: Outlines, step: int) -> Part:
    return Part(step, 0.0, steps[step].seconds)


def _early(steps: Outlines) -> list[Part]:
    """Return the steps before a scene's first moment."""
    early = itertools.takewhile(lambda i: steps[i].moments_h is None, range(len(steps)))
    return [_whole(steps, i) for i in early]


def _together(
    halves: tuple[Outlines, Outlines], left: list[Part], right: list[Part]
) -> Iterator[tuple[Part | None, Part | None]]:
    """Yield what the halves begin together at one moment.

    A sweep takes the master away from the moment, so it waits until the other half has told what stands there.
    """
    queues = (list(left), list(right))
    while any(queues):
        moves = tuple(
            bool(queue) and _sweeps(halves[side][queue[0].step])
            for side, queue in zip(SIDES, queues, strict=True)
        )
        ready = [bool(queue) for queue in queues]
        for side in SIDES:
            if moves[side] and ready[1 - side] and not moves[1 - side]:
                ready[side] = False
        yield (
            queues[0].pop(0) if ready[0] else None,
            queues[1].pop(0) if ready[1] else None,
        )


def _sweeps(step: StepOutline) -> bool:
    return step.moments_h is not None and step.moments_h[0] < step.moments_h[1]


def _entries(steps: Outlines) -> list[_Entry]:
    """Return a scene's moments in their order; those of one time stay in the order of the story."""
    found: list[_Entry] = []
    for i, step in enumerate(steps):
        if step.moments_h is not None:
            found.append(_Entry(*step.moments_h, (_whole(steps, i),)))
        elif found:
            last = found[-1]
            found[-1] = _Entry(last.start_h, last.end_h, (*last.parts, _whole(steps, i)))
    return sorted(found, key=lambda entry: entry.start_h)


def _played(entries: Sequence[_Entry], others: set[float]) -> dict[float, list[Part]]:
    """Return what a half plays from each moment on: a sweep is cut where the other half has a moment within it."""
    out: dict[float, list[Part]] = {}
    for i, entry in enumerate(entries):
        following = entries[i + 1].start_h if i + 1 < len(entries) else math.inf
        swept, *rest = entry.parts
        cuts = [
            hours for hours in sorted(others) if entry.start_h < hours < entry.end_h and hours <= following
        ]
        stop, start = entry.start_h, swept.start
        for hours in cuts:
            share = math.log(hours / entry.start_h) / math.log(entry.end_h / entry.start_h)
            end = swept.start + share * swept.seconds
            out.setdefault(stop, []).append(Part(swept.step, start, end))
            stop, start = hours, end
        out.setdefault(stop, []).extend([Part(swept.step, start, swept.end), *rest])
    return out


def _moment(step: StepOutline, part: Part, seconds: float) -> float | None:
    """Return a step's moment, in hours, `seconds` into a part of it; a sweep runs evenly on the logarithm of time."""
    if step.moments_h is None:
        return None
    first, last = step.moments_h
    at = min(part.start + max(seconds, 0.0), part.end) / step.seconds
    return float(max(first, 1e-6) * (last / max(first, 1e-6)) ** at) if last > first else first


def at_moment(steps: Outlines, hours: float) -> tuple[int, float]:
    """Return where one scene stands at a time after the first dose: its step and seconds.

    It is the step whose moment is the latest at or before it, the later one of two; within a sweep the time when the sweep
    passes there. Before the first moment it is the start of that step.

    Raises:
        ValueError: no step has a moment.
    """
    entries = _entries(steps)
    if not entries:
        raise ValueError("no step of the scene has a moment")
    chosen = max(
        (entry for entry in entries if entry.start_h <= hours * (1.0 + 1e-9)),
        key=lambda entry: entry.start_h,
        default=entries[0],
    )
    among = [entry for entry in entries if entry.start_h == chosen.start_h]
    chosen = next((entry for entry in reversed(among) if entry.end_h > entry.start_h), among[-1])
    step = chosen.parts[0].step
    if hours <= chosen.start_h:
        return step, 0.0 if chosen.end_h > chosen.start_h else steps[step].seconds
    if hours >= chosen.end_h:
        return step, steps[step].seconds
    share = math.log(hours / chosen.start_h) / math.log(chosen.end_h / chosen.start_h)
    return step, share * steps[step].seconds
