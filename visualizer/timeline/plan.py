"""What a step's happenings ask for, gathered before anything is computed. Filled by verbs, read by compile, then dropped."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from visualizer.core.geometry import Box
from visualizer.core.units import Amount, amount
from visualizer.pharma.curves import Curve
from visualizer.scene.model import Evidence, FromCurve, Happening, LabelVerb, Scene, StateChain, Step, Sweep
from visualizer.timeline.anatomy import Anatomy
from visualizer.timeline.settings import StepCurves


@dataclass(frozen=True, slots=True)
class Burst:
    """Vesicles that fuse: which group, how many, when."""

    vesicles: str
    count: int
    at: float


@dataclass(frozen=True, slots=True)
class Pulse:
    """A membrane's voltage that goes to a value and comes back."""

    body: str
    to_mv: float
    at: float
    lasts: float


@dataclass(frozen=True, slots=True)
class Course:
    """A member's chosen states, in order, each with its time."""

    member: str
    states: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a group that goes to a state.

    Where a knob runs while the step does, `reached` is when the model's share gives the first member, the second and so on.
    """

    group: str
    state: str
    share: float
    at: float
    lasts: float
    reached: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrival:
    """A substance that comes in (count above 0) or goes out (count 0)."""

    crowd: str
    count: int
    at: float
    lasts: float


@dataclass(frozen=True, slots=True)
class Fade:
    """A figure that comes (to 1) or goes (to 0)."""

    figure: str
    to: float
    at: float
    lasts: float


@dataclass(frozen=True, slots=True)
class Remodelled:
    """A spiny dendrite that changes: how many spines and how large their heads in the end, and its stress."""

    figure: str
    spines: Amount | FromCurve | None
    heads: Amount | FromCurve | None
    stress: float | None
    at: float
    lasts: float


@dataclass(frozen=True, slots=True)
class Inserted:
    """Receptors that go into a spine's head; number 0 means every spine."""

    figure: str
    number: int
    count: int
    at: float
    lasts: float


@dataclass(frozen=True, slots=True)
class Said:
    """A label and its time on stage.

    `holds` tells whether what it says is so under the settings. Where it names a state, `member` is the one that it points
    at, counted from 0, and `held` how many of how many are in the state in the end.
    """

    verb: LabelVerb
    at: float
    until: float
    holds: bool = True
    member: int | None = None
    held: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of time in which something holds for a figure."""

    figure: str
    at: float
    until: float


@dataclass(frozen=True, slots=True)
class Shot:
    """Where the camera goes: when, over how many seconds, to which box, closing in on which one member if any."""

    at: float
    lasts: float
    box: Box
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A body's or neuron's work (`active`), phosphate (`phosphate`) or share of bursts (`bursts`) that goes to a value."""

    figure: str
    what: Literal["active", "phosphate", "bursts"]
    to: float
    at: float
    lasts: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line from one figure to another and what it says: a head activates, a flat bar inhibits."""

    source: str
    target: str
    effect: Literal["activates", "inhibits", "none"]
    evidence: Evidence
    bend: float
    at: float
    lasts: float
    until: float


@dataclass(frozen=True, slots=True)
class Glide:
    """A body that goes to another place."""

    figure: str
    to: tuple[float, float]
    at: float
    lasts: float


@dataclass(frozen=True, slots=True)
class Reading:
    """Ribosomes that read their strand, and the proteins that come of it, if any."""

    ribosomes: str
    into: str
    at: float
    lasts: float


@dataclass(slots=True)
class StepPlan:
    """One step's wishes. `start` is the step's place on the scene's one clock."""

    scene: Scene
    step: Step
    index: int
    start: float
    anatomy: Anatomy
    curves: Mapping[str, Curve]
    chains: Mapping[str, StateChain] = field(default_factory=dict)
    set_curves: StepCurves | None = None
    doses: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    bursts: list[Burst] = field(default_factory=list)
    pulses: list[Pulse] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    fades: list[Fade] = field(default_factory=list)
    remodelled: list[Remodelled] = field(default_factory=list)
    inserted: list[Inserted] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    lit: list[Spell] = field(default_factory=list)
    fired: list[tuple[str, float, int, float]] = field(default_factory=list)
    looks: list[Shot] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    glides: list[Glide] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    shown: list[Spell] = field(default_factory=list)
    times: dict[str, tuple[float, float]] = field(default_factory=dict)

    def start_of(self, happening: Happening) -> float:
        """Return when a happening starts, in seconds of the step; `after` counts from the other's end."""
        if happening.after is not None and happening.after in self.times:
            return self.times[happening.after][1] + happening.at
        return happening.at

    @property
    def pace(self) -> dict[str, float]:
        """Return, per process, how many real seconds one second on screen stands for."""
        return {process: pace_of(text) for process, text in self.step.pace.items()}

    @property
    def moment_h(self) -> float | None:
        """Return the step's moment at its start in hours, or None."""
        return self.moment_at(0.0)

    def moment_at(self, seconds: float) -> float | None:
        """Return the moment at a time within the step, in hours; a sweep runs evenly on the logarithm of time."""
        moment = self.step.moment
        if moment is None:
            return None
        if isinstance(moment, Sweep):
            first, last = moment.start.to("h"), moment.end.to("h")
            part = min(max(seconds / self.step.seconds, 0.0), 1.0)
            return float(max(first, 1e-6) * (last / max(first, 1e-6)) ** part)
        return moment.to("h")

    def curve_value(self, curve: str, hours: float, seconds: float) -> float | None:
        """Return a curve's value at a moment of the long clock, at a time of the step; None for no such curve."""
        if self.set_curves is not None:
            return self.set_curves.at(curve, hours, seconds / self.step.seconds)
        return self.curves[curve].at(hours) if curve in self.curves else None

    def knob(self, name: str, seconds: float) -> float | None:
        """Return where a knob that is a number stands at a time of the step."""
        return None if self.set_curves is None else self.set_curves.knob(name, seconds / self.step.seconds)

    def value(self, quantity: FromCurve, seconds: float = 0.0) -> float:
        """Return a curve's value at the step's moment, or at its own time, in the curve's own unit; 0 before any dose.

        `seconds` is the time of the step at which a knob that runs is read.
        """
        hours = self.moment_h if quantity.after is None else quantity.after.to("h")
        curve = self.curves.get(quantity.curve)
        if hours is None or curve is None:
            return 0.0
        now = (
            None
            if self.set_curves is None
            else self.set_curves.at(quantity.curve, hours, seconds / self.step.seconds)
        )
        value = curve.at(hours) if now is None else now
        return 1.0 - value if quantity.rest else value


@lru_cache(maxsize=256)
def pace_of(text: str) -> float:
    """Return the real seconds that one second on screen stands for, from a pace such as '1 s = 10 ms'.

    Raises:
        ValueError: not of that form.
    """
    shown, equals, real = text.partition("=")
    if not equals:
        raise ValueError(f"'{text}' is not a pace such as 1 s = 10 ms")
    return amount(real.strip()).to("s") / amount(shown.strip()).to("s")


def molecules(quantity: FromCurve, plan: StepPlan) -> int:
    """Return how many whole molecules stand for a curve's value at the step's moment."""
    if quantity.per is None:
        count = round(plan.value(quantity))
    else:
        unit = plan.curves[quantity.curve].unit if quantity.curve in plan.curves else quantity.per.unit
        count = round(amount(f"{plan.value(quantity)} {unit}").base / quantity.per.base)
    return min(count, quantity.at_most) if quantity.at_most is not None else count
