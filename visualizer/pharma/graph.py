"""The values a model is made of: knobs, parameters, stages, interventions, curves. Knows their shape; computes nothing.

A `Quantity` is the name of a parameter or of a knob that holds a number. Everything that can be looked up stands in a
parameter, with its unit, sources and status; the stages hold names only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from visualizer.pharma.responses import Shape

Status = Literal["measured", "derived", "assumed"]
Quantity = str
When = tuple[tuple[str, tuple[str, ...]], ...]  # every knob named here has one of its values
Factors = tuple[tuple[Quantity, float], ...]  # names, each with its power


@dataclass(frozen=True, slots=True)
class Case:
    """A parameter's value under some settings, or the product it is worked out by."""

    status: Status
    value: float | None = None
    product: Factors = ()
    when: When = ()
    cites: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of the model; the first case that fits the settings counts."""

    name: str
    says: str
    unit: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """What a number may be, and why."""

    least: float
    most: float
    because: str
    when: When = ()
    ordinary: tuple[float, float] | None = None  # between what it usually lies


@dataclass(frozen=True, slots=True)
class Knob:
    """What a student may turn: a choice of words, a number, or days that are missed."""

    name: str
    says: str
    kind: Literal["choice", "number", "days"]
    default: str
    defaults: tuple[
        tuple[When, str], ...
    ] = ()  # other defaults under some settings; the first that fits counts
    choices: tuple[tuple[str, str], ...] = ()  # word, what it means
    unit: str = "1"
    ranges: tuple[Range, ...] = ()
    whole: bool = False
    only: When = ()
    otherwise: str = ""  # what to do where the knob has no meaning
    hypothesis: bool = False  # a switch between rival explanations
    brief: str = ""  # what it is in a word or two


@dataclass(frozen=True, slots=True)
class Refusal:
    """Settings for which there are no data, and why."""

    when: When
    because: str


@dataclass(frozen=True, slots=True)
class Term:
    """What a stage reads from another, and how it answers."""

    of: str
    shape: Shape = "as-it-is"
    size: Quantity | None = None
    half_at: Quantity | None = None
    hill: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Regimen:
    """Doses over time: an amount, every so often, until, each at once or over a while; some days may be missed."""

    amount: Quantity
    every: Quantity
    until: Quantity
    lasts: Quantity | None = None
    missed: str | None = None


@dataclass(frozen=True, slots=True)
class Kinetics:
    """A drug in the body: absorption, a central volume, clearance, up to two exchanging volumes. Its value is mg/L."""

    doses: str
    volume: Quantity
    clearance: Quantity
    absorption: Quantity | None = None  # per hour; doses go straight to the blood when left out or 0
    available: Quantity | None = None
    exchanges: tuple[tuple[Quantity, Quantity], ...] = ()  # volume and clearance of each


@dataclass(frozen=True, slots=True)
class Metabolite:
    """What a drug is made into: a share of what is cleared, and a share of what first pass takes. Its value is mg/L."""

    of: str
    share: Quantity
    volume: Quantity
    clearance: Quantity
    first_pass: Quantity | None = None
    exchanges: tuple[tuple[Quantity, Quantity], ...] = ()  # volume and clearance of each


@dataclass(frozen=True, slots=True)
class Binding:
    """Occupancy at equilibrium by ligands that compete for one site (law of mass action; Hill 1910)."""

    ligands: tuple[tuple[str, Quantity], ...]
    hill: Quantity | None = None
    most: Quantity | None = None


@dataclass(frozen=True, slots=True)
class KineticBinding:
    """Occupancy that takes its time: do/dt = k_off·((C/K)^n·(1 − o) − o)."""

    of: str
    constant: Quantity
    leaves: Quantity  # half-life of what is bound, hours
    hill: Quantity | None = None
    most: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Turnover:
    """A level with making and loss: dR/dt = k·(made − lost·R), k = ln 2 / half-life (Dayneka, Garg and Jusko 1993)."""

    half_life: Quantity
    made_by: tuple[Term, ...] = ()
    lost_by: tuple[Term, ...] = ()
    base: Quantity | None = None  # what is made when nothing acts; 1 when left out
    starts: float | None = None  # its value at the first dose; where it is at rest when left out


@dataclass(frozen=True, slots=True)
class Product:
    """Answers multiplied, with constant factors."""

    of: tuple[Term, ...]
    times: Factors = ()


@dataclass(frozen=True, slots=True)
class Sum:
    """Answers added to a beginning."""

    of: tuple[Term, ...]
    start: Quantity | None = None
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Delay:
    """An input that arrives late, through so many equal rooms in a row."""

    of: str
    mean: Quantity
    rooms: int = 3


@dataclass(frozen=True, slots=True)
class Adaptation:
    """An input that wears off while it lasts: x / (1 + strength·slow), slow following x's excess with a half-life."""

    of: str
    half_life: Quantity
    strength: Quantity


@dataclass(frozen=True, slots=True)
class Change:
    """How far an input is from where it stood in this very body before the first dose."""

    of: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A circumstance that a setting holds constant, such as stress."""

    value: Quantity


Kind = (
    Regimen | Kinetics | Metabolite | Binding | KineticBinding | Turnover | Product | Sum | Delay | Adaptation | Change
    | Condition
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stage:
    """A named quantity of the model over time, and what it is worked out from."""

    name: str
    says: str
    unit: str
    kind: Kind

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the stages that this one reads."""
        return stages_read(self.kind)

    @property
    def remembers(self) -> bool:
        """Tell whether its value depends on the past of what it reads, not only on the present."""
        return isinstance(self.kind, Kinetics | Metabolite | KineticBinding | Turnover | Delay | Adaptation)


@dataclass(frozen=True, slots=True)
class Action:
    """What an intervention does to one stage or parameter."""

    do: Literal["scale", "clamp", "remove", "replace"]
    target: str
    by: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Intervention:
    """A perturbation: what it touches, and since when. Its outcome follows from the graph."""

    name: str
    says: str
    actions: tuple[Action, ...]
    since: Quantity | None = None  # hours after the first dose; from the first dose on when left out
    lasts: Quantity | None = None
    lifelong: bool = False
    cites: tuple[str, ...] = ()
    only: When = ()
    otherwise: str = ""
    plain: str = ""  # what is done, in everyday words
    first: bool = False  # it is offered before the others


@dataclass(frozen=True, slots=True)
class Shown:
    """A curve that the model offers by name: a stage in a unit."""

    name: str
    stage: str
    unit: str
    says: str
    status: Status
    brief: str = ""  # the same in few words


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A whole model. Two models are the same only when they are the same object."""

    id: str
    version: str
    title: str
    hours: float
    knobs: Mapping[str, Knob]
    parameters: Mapping[str, Parameter]
    stages: Mapping[str, Stage]
    interventions: Mapping[str, Intervention]
    curves: Mapping[str, Shown]
    refusals: tuple[Refusal, ...] = ()
    reference: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # where rest is taken


def stages_read(kind: Kind) -> tuple[str, ...]:
    """Return the names of the stages that a kind of stage reads."""
    match kind:
        case Regimen() | Condition():
            return ()
        case Kinetics():
            return (kind.doses,)
        case Metabolite() | KineticBinding() | Delay() | Adaptation() | Change():
            return (kind.of,)
        case Binding():
            return tuple(name for name, _ in kind.ligands)
        case Turnover():
            return tuple(term.of for term in (*kind.made_by, *kind.lost_by))
        case Product() | Sum():
            return tuple(term.of for term in kind.of)


def in_order(reads: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Return groups of names, each after all that it reads; a group of several is a feedback loop (Tarjan 1972)."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    groups: list[tuple[str, ...]] = []

    def visit(name: str) -> None:
        number[name] = low[name] = len(number)
        stack.append(name)
        for other in reads[name]:
            if other not in reads:
                continue
            if other not in number:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], number[other])
        if low[name] == number[name]:
            at = stack.index(name)
            groups.append(tuple(sorted(stack[at:], key=list(reads).index)))
            del stack[at:]

    for name in reads:
        if name not in number:
            visit(name)
    return tuple(groups)
