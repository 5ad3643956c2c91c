"""What an author may write in a model (`models/ID.yaml`), as pydantic models: words, not places, not equations.

A parameter carries its value, unit, sources and status. Stages hold names of parameters, never numbers, so that each
number of a model can be looked up.
"""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from visualizer.scene.model import CurveTable, Flag, Line, Name, Prose, Real, Slug, Strict, Whole

Word = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9]*([_-][a-z0-9]+)*$", max_length=40)]
Status = Literal["measured", "derived", "assumed"]
UnitText = Annotated[str, StringConstraints(min_length=1, max_length=24)]


def _listed(value: Any) -> Any:
    return value if isinstance(value, (list, tuple)) else [value]


Words = Annotated[tuple[Word, ...], BeforeValidator(_listed)]
When = dict[Name, Words]
Factor = Name | dict[Name, Real]
Setting = Real | Whole | Word


class RangeWords(Strict):
    """What a number may be, and why."""

    when: When = Field(default_factory=dict, description="The settings under which this range holds.")
    least: Real = Field(description="The least value.")
    most: Real = Field(description="The greatest value.")
    because: Line = Field(description="Why not less or more.")
    ordinary: tuple[Real, Real] | None = Field(None, description="Between what it usually lies.")


class DefaultWords(Strict):
    """Another default under some settings."""

    when: When = Field(description="The settings, by knobs that stand above this one.")
    value: Setting = Field(alias="is", description="The default then.")


class KnobWords(Strict):
    """A knob: choices by word, or a number with a range, or days that may be missed."""

    says: Line = Field(description="What it is, in one line.")
    brief: Line | None = Field(
        None, description="What it is in a word or two, where a picture says that it was turned."
    )
    choices: dict[Word, Line] | None = Field(None, description="The choices, each with what it means.")
    days: Flag = Field(False, description="The knob is a number of days missed, or a list of days.")
    unit: UnitText = Field("1", description="The unit of a number.")
    whole: Flag = Field(False, description="Only whole numbers.")
    default: Setting = Field(description="Its value when nobody turns it.")
    defaults: tuple[DefaultWords, ...] = Field((), description="Other defaults under some settings.")
    least: Real | None = Field(None, description="The least number.")
    most: Real | None = Field(None, description="The greatest number.")
    because: Line | None = Field(None, description="Why not less or more.")
    ordinary: tuple[Real, Real] | None = Field(None, description="Between what it usually lies.")
    ranges: tuple[RangeWords, ...] = Field(
        (), description="Other ranges under some settings; the first that fits."
    )
    only: When = Field(default_factory=dict, description="The settings under which it has a meaning.")
    otherwise: Line = Field("leave it out", description="What to do where it has none.")
    hypothesis: Flag = Field(False, description="A switch between rival explanations.")


class RefusalWords(Strict):
    """Settings for which there are no data."""

    when: When = Field(description="The settings.")
    because: Line = Field(description="What is missing.")


class CaseWords(Strict):
    """A parameter's value under some settings."""

    when: When = Field(
        default_factory=dict, description="The settings; every knob named must have one of its words."
    )
    value: Real | None = Field(None, description="The value, in the parameter's unit.")
    product: tuple[Factor, ...] | None = Field(
        None, description="Instead of a value: names multiplied, each perhaps with a power: [a, {b: -1}]."
    )
    status: Status = Field(description="Where the value comes from.")
    cites: tuple[Slug, ...] = Field((), description="Keys of references.yaml.")
    note: Prose | None = Field(None, description="How it was come by.")


class ParameterWords(Strict):
    """A number of the model: one value, or a case for each word of a knob, or a list of cases."""

    says: Line = Field(description="What it is, in one line.")
    unit: UnitText = Field("1", description="Its unit, such as L/h or ng/mL.")
    value: Real | None = Field(None, description="The value, in the unit.")
    product: tuple[Factor, ...] | None = Field(None, description="Instead of a value: names multiplied.")
    status: Status | None = Field(None, description="Where the value comes from.")
    cites: tuple[Slug, ...] = Field((), description="Keys of references.yaml.")
    note: Prose | None = Field(None, description="How it was come by.")
    by: Name | None = Field(None, description="The knob whose words name the cases.")
    cases: dict[Word, CaseWords] | tuple[CaseWords, ...] | None = Field(
        None, description="Values by word of the knob in `by`; or a list of cases, each with `when`."
    )


class TermWords(Strict):
    """What a stage reads, and how it answers: as it is, or by one of the shapes."""

    of: Name = Field(description="The stage that is read.")
    power: Name | None = Field(None, description="Raised to this power.")
    gain: Name | None = Field(None, description="1 + gain × how far it is from rest.")
    blocks: Name | None = Field(None, description="1 − share × input: a share of it is taken away.")
    weight: Name | None = Field(None, description="Weight × how far it is from rest.")
    raises: Name | None = Field(None, description="1 + this × a saturating curve.")
    lowers: Name | None = Field(None, description="1 − this × a saturating curve.")
    effect: Name | None = Field(None, description="This × a saturating curve.")
    half_at: Name | None = Field(
        None, alias="half-at", description="How far from rest the curve is at its half."
    )
    hill: Name | None = Field(None, description="How steep the curve is; 1 when left out.")


class StageWords(Strict):
    """What every stage may have."""

    says: Line = Field(description="What it stands for, in one line.")
    unit: UnitText = Field("relative", description="The unit of its value.")
    feedback: Flag = Field(False, description="It closes a loop on purpose.")


class RegimenWords(StageWords):
    """Doses over time."""

    kind: Literal["regimen"]
    amount: Name = Field(description="How much each time.")
    every: Name = Field(description="How long from dose to dose; 0 for a single one.")
    until: Name = Field(description="When the course ends.")
    lasts: Name | None = Field(None, description="How long each dose is given over.")
    missed: Name | None = Field(None, description="The knob that says which days are missed.")


class ExchangeWords(Strict):
    """A volume that exchanges with the blood."""

    volume: Name = Field(description="Its volume.")
    clearance: Name = Field(description="The flow between it and the blood.")


class KineticsWords(StageWords):
    """A drug in the body: its value is the concentration in the central volume."""

    kind: Literal["kinetics"]
    doses: Name = Field(description="The regimen that feeds it.")
    volume: Name = Field(description="The central volume.")
    clearance: Name = Field(description="What is cleared an hour.")
    absorption: Name | None = Field(
        None, description="Rate of absorption; 0 puts doses straight into the blood."
    )
    available: Name | None = Field(None, description="The share of a dose that reaches the blood.")
    exchanges: Annotated[tuple[ExchangeWords, ...], Field(max_length=2)] = Field(
        (), description="Up to two volumes that exchange with the blood."
    )


class MetaboliteWords(StageWords):
    """What a drug, or another metabolite, is made into."""

    kind: Literal["metabolite"]
    of: Name = Field(description="What it is made from.")
    share: Name = Field(description="The share of what is cleared that becomes it.")
    volume: Name = Field(description="Its volume.")
    clearance: Name = Field(description="Its clearance.")
    first_pass: Name | None = Field(
        None, alias="first-pass", description="The share of the dose lost before the blood that becomes it."
    )
    exchanges: Annotated[tuple[ExchangeWords, ...], Field(max_length=2)] = Field(
        (), description="Up to two volumes that exchange with the blood."
    )


class LigandWords(Strict):
    """What binds, and the concentration at which it holds half the sites."""

    of: Name = Field(description="The stage that is its concentration.")
    constant: Name = Field(description="The concentration that occupies half.")


class BindingWords(StageWords):
    """Occupancy at equilibrium; several ligands compete."""

    kind: Literal["binding"]
    ligands: Annotated[tuple[LigandWords, ...], Field(min_length=1, max_length=6)] = Field(
        description="What binds."
    )
    hill: Name | None = Field(None, description="How steep it is; 1 when left out.")
    most: Name | None = Field(None, description="The share that can be occupied at all; 1 when left out.")


class KineticBindingWords(StageWords):
    """Occupancy that takes its time to come and go."""

    kind: Literal["kinetic-binding"]
    of: Name = Field(description="The concentration.")
    constant: Name = Field(description="The concentration that occupies half in the end.")
    leaves: Name = Field(description="The half-life of what is bound.")
    hill: Name | None = Field(None, description="How steep it is; 1 when left out.")
    most: Name | None = Field(None, description="The share that can be occupied at all; 1 when left out.")


class TurnoverWords(StageWords):
    """A level with making and loss; at rest the two are equal."""

    kind: Literal["turnover"]
    half_life: Name = Field(alias="half-life", description="The half-life of the level.")
    base: Name | None = Field(None, description="What is made when nothing acts; 1 when left out.")
    made_by: tuple[TermWords, ...] = Field(
        (), alias="made-by", description="What drives the making, multiplied."
    )
    lost_by: tuple[TermWords, ...] = Field(
        (), alias="lost-by", description="What drives the loss, multiplied."
    )
    starts: Real | Literal["rest"] = Field(description="Its value at the first dose: a number, or rest.")


class ProductWords(StageWords):
    """Answers multiplied."""

    kind: Literal["product"]
    of: Annotated[tuple[TermWords, ...], Field(min_length=1)] = Field(description="What is multiplied.")
    times: tuple[Factor, ...] = Field((), description="Constant factors: names, each perhaps with a power.")


class SumWords(StageWords):
    """Answers added."""

    kind: Literal["sum"]
    of: Annotated[tuple[TermWords, ...], Field(min_length=1)] = Field(description="What is added.")
    start: Name | None = Field(None, description="What they are added to; 0 when left out.")
    least: Real | None = Field(None, description="Never less than this.")
    most: Real | None = Field(None, description="Never more than this.")


class DelayWords(StageWords):
    """An input that arrives late."""

    kind: Literal["delay"]
    of: Name = Field(description="What arrives late.")
    mean: Name = Field(description="How late on average.")
    rooms: Annotated[int, Field(ge=1, le=12, strict=True)] = Field(
        3, description="Through how many rooms it passes: the more, the sharper."
    )


class AdaptationWords(StageWords):
    """An input that wears off while it lasts."""

    kind: Literal["adaptation"]
    of: Name = Field(description="What wears off.")
    half_life: Name = Field(alias="half-life", description="How quickly.")
    strength: Name = Field(description="How far: x / (1 + strength × its slow part).")


class ChangeWords(StageWords):
    """How far an input is from where it stood in this very body before the first dose."""

    kind: Literal["change"]
    of: Name = Field(description="What has changed.")


class ConditionWords(StageWords):
    """A circumstance that a setting holds constant."""

    kind: Literal["condition"]
    value: Name = Field(description="The parameter that says how much.")


AnyStage = (
    RegimenWords | KineticsWords | MetaboliteWords | BindingWords | KineticBindingWords | TurnoverWords | ProductWords
    | SumWords | DelayWords | AdaptationWords | ChangeWords | ConditionWords
)  # fmt: skip

STAGES: dict[str, type[StageWords]] = {
    "regimen": RegimenWords,
    "kinetics": KineticsWords,
    "metabolite": MetaboliteWords,
    "binding": BindingWords,
    "kinetic-binding": KineticBindingWords,
    "turnover": TurnoverWords,
    "product": ProductWords,
    "sum": SumWords,
    "delay": DelayWords,
    "adaptation": AdaptationWords,
    "change": ChangeWords,
    "condition": ConditionWords,
}


class ActionWords(Strict):
    """What an intervention does to one thing: scale, clamp or remove a stage, or replace a parameter."""

    scale: Name | None = Field(
        None, description="The stage that is multiplied; a level's making, for a turnover."
    )
    clamp: Name | None = Field(None, description="The stage that is held at a value.")
    remove: Name | None = Field(None, description="The stage that stays at its rest, whatever acts on it.")
    replace: Name | None = Field(None, description="The parameter that gives way to another.")
    by: Name | None = Field(
        None, description="The parameter that says by how much, at what, or by which other."
    )


class InterventionWords(Strict):
    """A perturbation: what it touches in the graph, and since when."""

    says: Line = Field(description="What is done, in one line.")
    plain: Line | None = Field(None, description="The same in everyday words, as a switch says it.")
    first: Flag = Field(False, description="It stands among the few that are offered first.")
    does: Annotated[tuple[ActionWords, ...], Field(min_length=1)] = Field(description="What it touches.")
    since: Name | None = Field(
        None, description="How long after the first dose it begins; with it when left out."
    )
    lasts: Name | None = Field(None, description="How long it goes on; to the end when left out.")
    lifelong: Flag = Field(False, description="It is there from birth, as a mutation is.")
    only: When = Field(default_factory=dict, description="The settings under which it has a meaning.")
    otherwise: Line = Field("leave it out", description="What to do where it has none.")
    cites: tuple[Slug, ...] = Field((), description="Keys of references.yaml.")


class ShownWords(Strict):
    """A curve that the model offers by name."""

    of: Name = Field(description="The stage.")
    unit: UnitText = Field("relative", description="The unit it is shown in.")
    says: Line = Field(description="What it is, in one line.")
    brief: Line | None = Field(None, description="The same in few words, where there is little room.")
    status: Status = Field(description="Whether its size is measured, derived or assumed.")


class ModelFile(Strict):
    """A model: knobs, parameters, stages, interventions and the curves it offers."""

    format: Literal[1] = Field(description="The version of this language.")
    id: Slug = Field(description="Its name; the file has the same.")
    kind: Literal["model"]
    version: Line = Field(description="The model's own version; it changes when its numbers do.")
    title: Line = Field(description="What it is about.")
    summary: Prose | None = Field(None, description="What it says and what not.")
    hours: Real = Field(1344.0, description="How far it looks when nothing is said.")
    reference: dict[Name, Word] = Field(
        default_factory=dict, description="The settings of a body at rest, where relative curves are 1."
    )
    knobs: dict[Name, KnobWords] = Field(
        description="What can be set, by name; a default may look at those above."
    )
    refuses: tuple[RefusalWords, ...] = Field((), description="Settings for which there are no data.")
    parameters: dict[Name, ParameterWords] = Field(description="Every number, by name.")
    stages: dict[Name, AnyStage] = Field(description="Every stage, by name.")
    interventions: dict[Slug, InterventionWords] = Field(
        default_factory=dict, description="What can be done to it."
    )
    curves: dict[Name, ShownWords] = Field(description="The curves that it offers, by name.")


AnyCurves = CurveTable | ShownWords
