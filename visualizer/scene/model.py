"""What an author may write, as pydantic models: one class a cast kind, one a verb. Knows words, not places in files.

The reader fills these from YAML nodes; the JSON Schema and docs/scene-format.md are made from them. A field's
description is its line in the manual.
"""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from visualizer.core.units import Amount, amount

Evidence = Literal["established", "animal", "contested", "hypothesis"]
EVIDENCE_ORDER: tuple[Evidence, ...] = ("established", "animal", "contested", "hypothesis")

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*$", max_length=40)]
Ref = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*(\.[0-9]+)?(\.[a-z][a-z0-9-]*)?$", max_length=80)
]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=1200)]


def _as_amount(value: Any) -> Amount:
    if isinstance(value, Amount):
        return value
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise ValueError("expected a number with a unit, such as 10 ms")
    return amount(value)


Quantity = Annotated[
    Amount, BeforeValidator(_as_amount), WithJsonSchema({"type": ["string", "number"], "examples": ["10 ms", "35 %", "-20 mV"]})
]
Coordinate = Annotated[float, Field(ge=-20_000, le=20_000)]
Place = tuple[Coordinate, Coordinate]


class Strict(BaseModel):
    """A mapping that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, populate_by_name=True)


class FromCurve(Strict):
    """A quantity taken from a curve of the scene's model at the step's moment."""

    curve: Name = Field(alias="from", description="Name of the curve, such as brain_um.")
    per: Quantity | None = Field(None, description="One whole molecule stands for this much: 0.05 uM.")
    at_most: int | None = Field(None, alias="at-most", ge=0, le=5000, description="Never more than this many.")


Count = Annotated[int, Field(ge=1, le=5000)]


# ---------------------------------------------------------------------------------------------------- the cast


class Figure(Strict):
    """What every member of the cast may have."""

    parts: ClassVar[tuple[str, ...]] = ()
    needs: ClassVar[tuple[str, ...]] = ()

    name: Line | None = Field(None, description="The name shown on labels; the kind and type give one when left out.")
    role: Line | None = Field(None, description="One line on what it does, for 'what is this?'.")
    hidden: bool = Field(False, description="Not on stage until it appears.")


class Region(Figure):
    """A space that molecules live in: the gap between two membranes, or the inside of a body (`in`)."""

    kind: Literal["region"]
    between: tuple[Ref, Ref] | None = Field(None, description="The two membranes that bound it.")
    inside: Ref | None = Field(None, alias="in", description="The body whose inside it is.")
    around: Ref | None = Field(None, description="The body whose outside it is, within the stage.")


class AxonTerminal(Figure):
    """The swollen end of an axon that releases a transmitter; the axon enters from above."""

    parts: ClassVar[tuple[str, ...]] = ("membrane", "active-zone", "inside", "flank-left", "flank-right", "axon")
    kind: Literal["axon-terminal"]
    at: Place = Field(description="The middle of the bulb, in stage units.")
    size: Place = Field(description="Width and height of the bulb.")
    transmitter: Name | None = Field(None, description="What it releases.")
    cell: Name | None = Field(None, description="The type of cell; one cell type keeps one colour.")


class Dendrite(Figure):
    """A length of dendrite, or the spine head that faces a terminal: its upper membrane follows `path`."""

    parts: ClassVar[tuple[str, ...]] = ("membrane", "density", "inside")
    kind: Literal["dendrite"]
    path: Annotated[tuple[Place, ...], Field(min_length=2, max_length=40)] = Field(description="The upper membrane, left to right.")
    cell: Name | None = Field(None, description="The type of cell: interneuron, pyramidal.")
    density: tuple[Quantity, Quantity] | None = Field(None, description="Where the postsynaptic density lies along the membrane.")


class Astrocyte(Figure):
    """The edge of an astrocyte beside a synapse."""

    parts: ClassVar[tuple[str, ...]] = ("membrane", "inside")
    kind: Literal["astrocyte"]
    path: Annotated[tuple[Place, ...], Field(min_length=3, max_length=40)] = Field(description="Its edge that faces the synapse.")
    side: Literal["left", "right"] = Field("right", description="On which side of the edge its body lies.")


class Neuron(Figure):
    """A whole nerve cell, small: soma, dendrites, axon."""

    parts: ClassVar[tuple[str, ...]] = ("soma", "dendrites", "axon", "membrane")
    kind: Literal["neuron"]
    cell: Name = Field(description="interneuron, pyramidal or raphe.")
    at: Place = Field(description="The middle of the soma.")
    size: Coordinate = Field(description="Diameter of the soma.")
    axon_to: Place | None = Field(None, alias="axon-to", description="Where the axon ends.")
    fires: Quantity | FromCurve | None = Field(None, description="Firing rate, or a curve that scales it.")


class Vesicle(Figure):
    """Synaptic vesicles in a terminal: some docked at the active zone, the rest a loose cloud behind."""

    parts: ClassVar[tuple[str, ...]] = ("pore",)
    needs: ClassVar[tuple[str, ...]] = ("in",)
    kind: Literal["vesicle"]
    inside: Ref = Field(alias="in", description="The terminal.")
    count: Count = 12
    docked: Annotated[int, Field(ge=0, le=12)] = 3
    holds: dict[Name, Annotated[int, Field(ge=1, le=200)]] = Field(default_factory=dict, description="What one vesicle holds: {glutamate: 20}.")


class Receptor(Figure):
    """A receptor that sits in a membrane: NMDA, AMPA, GABA-A, 5-HT1A, 5-HT2A."""

    parts: ClassVar[tuple[str, ...]] = ("pore", "gate", "filter", "vestibule", "ligand-site", "coagonist-site", "top")
    needs: ClassVar[tuple[str, ...]] = ("on",)
    kind: Literal["receptor"]
    type: Literal["NMDA", "AMPA", "GABA-A", "5-HT1A", "5-HT2A"]
    count: Count = 1
    on: Ref = Field(description="The membrane it sits in.")
    span: tuple[Quantity, Quantity] | None = Field(None, description="From where to where along the membrane: [35 %, 62 %].")
    size: Coordinate | None = Field(None, description="Height in stage units.")
    chain: Slug | None = Field(None, description="The state chain its members follow.")
    detail: bool = Field(False, description="Draw it cut open, so that gate, vestibule and filter show.")


class Transporter(Figure):
    """A carrier in a membrane that rocks between outward and inward: SERT, EAAT."""

    parts: ClassVar[tuple[str, ...]] = ("site", "outer-gate", "inner-gate", "top")
    needs: ClassVar[tuple[str, ...]] = ("on",)
    kind: Literal["transporter"]
    type: Literal["SERT", "NET", "DAT", "EAAT"]
    count: Count = 1
    on: Ref = Field(description="The membrane it sits in.")
    span: tuple[Quantity, Quantity] | None = None
    size: Coordinate | None = None
    chain: Slug | None = None
    detail: bool = False


class Molecule(Figure):
    """Molecules of one substance, living in a region."""

    needs: ClassVar[tuple[str, ...]] = ("in",)
    kind: Literal["molecule"]
    type: Name = Field(description="glutamate, glycine, ketamine, s-ketamine, r-ketamine, serotonin, ssri, gaba, …")
    inside: Ref = Field(alias="in", description="The region it lives in.")
    count: Count | FromCurve = 1


class Ion(Figure):
    """Ions of one sort, living in a region."""

    needs: ClassVar[tuple[str, ...]] = ("in",)
    kind: Literal["ion"]
    type: Literal["Ca", "Mg", "Na", "K", "Cl"]
    inside: Ref = Field(alias="in", description="The region it lives in.")
    count: Count = 10


class Number(Figure):
    """A number on the picture, from a track or a curve, with its unit."""

    kind: Literal["number"]
    of: Ref | FromCurve = Field(description="A figure's voltage (dendrite.voltage), or a curve.")
    unit: Line
    at: Place
    decimals: Annotated[int, Field(ge=0, le=3)] = 0


class ChartSeries(Strict):
    """One curve of a chart."""

    curve: Name
    name: Line
    colour: Name | None = None


class Chart(Figure):
    """A small plot of curves over the long clock, with a dot at the step's moment."""

    kind: Literal["chart"]
    at: Place
    size: Place
    series: Annotated[tuple[ChartSeries, ...], Field(min_length=1, max_length=3)]
    span: tuple[Quantity, Quantity] = Field(description="From when to when: [1 d, 21 d].")
    ticks: tuple[Quantity, ...] = ()
    log: bool = True
    low: float = 0.0
    high: float = 1.0
    says: Line | None = Field(None, description="What the vertical axis means.")


class CardRow(Strict):
    """One claim on a card, with its own evidence and sources."""

    says: Line
    evidence: Evidence
    cites: tuple[Slug, ...] = ()


class Card(Figure):
    """Claims listed side by side, each with its evidence."""

    kind: Literal["card"]
    at: Place
    size: Place
    rows: Annotated[tuple[CardRow, ...], Field(min_length=1, max_length=6)]


Cast = Annotated[
    Region | AxonTerminal | Dendrite | Astrocyte | Neuron | Vesicle | Receptor | Transporter | Molecule | Ion | Number | Chart | Card,
    Field(discriminator="kind"),
]  # fmt: skip

KINDS: dict[str, type[Figure]] = {
    "region": Region,
    "axon-terminal": AxonTerminal,
    "dendrite": Dendrite,
    "astrocyte": Astrocyte,
    "neuron": Neuron,
    "vesicle": Vesicle,
    "receptor": Receptor,
    "transporter": Transporter,
    "molecule": Molecule,
    "ion": Ion,
    "number": Number,
    "chart": Chart,
    "card": Card,
}

# --------------------------------------------------------------------------------------------------- the verbs

Seconds = Annotated[float, Field(ge=0, le=600)]


class Happening(Strict):
    """What every verb may have: when it starts and how long it takes."""

    id: Name | None = Field(None, description="A name, so that another happening can come after it.")
    at: Seconds = Field(0.0, description="Seconds from the step's start, or from the end of `after`.")
    lasts: Seconds | None = Field(None, alias="for", description="How long it takes, in seconds.")
    after: Name | None = Field(None, description="The id of the happening that this one follows.")


class Release(Happening):
    """Docked vesicles fuse and let out what they hold."""

    release: Ref = Field(description="The vesicles.")
    vesicles: Annotated[int, Field(ge=1, le=12)] = 1


class Add(Happening):
    """A substance comes into its region, from its edge."""

    add: Ref = Field(description="The molecules.")
    count: Count | FromCurve | None = None


class Remove(Happening):
    """A substance leaves its region by its edge."""

    remove: Ref


class Depolarise(Happening):
    """A membrane's voltage goes to a value for a while, then back."""

    depolarise: Ref
    to: Quantity = Field(description="The voltage reached, such as -20 mV.")


class Fire(Happening):
    """An action potential runs down the axon into the terminal (or a neuron fires)."""

    fire: Ref
    times: Annotated[int, Field(ge=1, le=20)] = 1


class Direct(Happening):
    """One member goes through chosen, legal transitions at given times; the picture says 'chosen example'."""

    direct: Ref
    states: Annotated[tuple[dict[Name, Seconds], ...], Field(min_length=1, max_length=20)]


class Occupy(Happening):
    """A share of a group's members goes to a state and stays there: about 80 % of the carriers blocked."""

    occupy: Ref
    state: Name
    share: Quantity | FromCurve = Field(description="The share, such as 80 %, or a curve.")


class Appear(Happening):
    """A figure comes on stage."""

    appear: Ref | tuple[Ref, ...]


class Leave(Happening):
    """A figure leaves the stage."""

    leave: Ref | tuple[Ref, ...]


class LabelVerb(Happening):
    """A name and a line beside a figure, with a hairline to a ringed dot on it."""

    label: Ref
    says: Line | None = Field(None, description="The second line; the first is the figure's name.")
    name: Line | None = Field(None, description="Another first line.")
    near: Ref | None = Field(None, description="Put the dot on the member of the crowd that is here.")


class Highlight(Happening):
    """A figure glows; what is not lit grows quiet."""

    highlight: Ref


class Look(Happening):
    """The camera goes to another focus."""

    look: Ref | tuple[Coordinate, Coordinate, Coordinate, Coordinate]


class Show(Happening):
    """A chart, number or card is shown for the rest of the step, or `for` a while."""

    show: Ref


VERBS: dict[str, type[Happening]] = {
    "release": Release,
    "add": Add,
    "remove": Remove,
    "depolarise": Depolarise,
    "fire": Fire,
    "direct": Direct,
    "occupy": Occupy,
    "appear": Appear,
    "leave": Leave,
    "label": LabelVerb,
    "highlight": Highlight,
    "look": Look,
    "show": Show,
}

AnyHappening = (
    Release | Add | Remove | Depolarise | Fire | Direct | Occupy | Appear | Leave | LabelVerb | Highlight | Look | Show
)

# --------------------------------------------------------------------------------------------------- the steps


class Sweep(Strict):
    """A moment that moves during the step: from one time after the first dose to another."""

    start: Quantity = Field(alias="from")
    end: Quantity = Field(alias="to")


class Predict(Strict):
    """A pause before an effect, with a question."""

    at: Seconds
    ask: Line
    answers: Annotated[tuple[Line, ...], Field(min_length=2, max_length=4)]
    right: Line


class Expect(Strict):
    """A test inside the scene: a figure's state or a crowd's place at a time."""

    subject: Ref
    claim: Name
    at: Seconds | None = None
    since: Seconds | None = Field(None, alias="from")
    at_least: int | None = Field(None, alias="at-least")
    at_most: int | None = Field(None, alias="at-most")
    more: int | None = None
    through: Ref | None = None


class Step(Strict):
    """One step: a sentence, a picture that moves, and how sure we are."""

    id: Slug
    title: Line
    text: Prose = Field(description="The lecture's sentence.")
    plain: Prose | None = Field(None, description="The same in everyday words.")
    notes: Prose | None = Field(None, description="For the lecturer.")
    more: Prose | None = Field(None, description="One level deeper.")
    describe: Prose | None = Field(None, description="The picture, for the ear.")
    seconds: Annotated[float, Field(ge=2, le=60)]
    optional: bool = False
    evidence: Evidence
    cites: tuple[Slug, ...] = ()
    pace: dict[Name, str] = Field(default_factory=dict, description="Per process, what a second on screen stands for: {gating: 1 s = 10 ms}.")
    moment: Quantity | Sweep | None = Field(None, description="Time after the first dose.")
    focus: Ref | tuple[Coordinate, Coordinate, Coordinate, Coordinate] | None = None
    hero: Ref | None = Field(None, description="The figure that the caption's verb is about.")
    key: Seconds | None = Field(None, description="The moment that shows the step best; the end when left out.")
    happens: tuple[AnyHappening, ...] = ()
    predict: Predict | None = None
    expect: tuple[Expect, ...] = ()


class Stage(Strict):
    """The stage: units with the origin in the middle and y up."""

    size: tuple[int, int] = (1600, 900)
    scale: str | None = Field(None, description="100 = 50 nm draws a scale bar; without it the picture says 'not to scale'.")
    nominal: str | None = Field(None, description="For diffusion when bodies are not to scale: 100 = 50 nm.")


class Reviewed(Strict):
    """Who looked the scene over, and when."""

    date: str
    role: Line


class Wrong(Strict):
    """A wrong answer and why it is wrong."""

    answer: Line
    because: Line


class Question(Strict):
    """A quiz question."""

    ask: Line
    right: Line
    wrong: Annotated[tuple[Wrong, ...], Field(min_length=1, max_length=4)]
    see: Slug | None = Field(None, description="The step that shows it.")


class Strip(Strict):
    """The chain of events that this scene is a link of."""

    links: Annotated[tuple[Line, ...], Field(min_length=2, max_length=7)]
    here: Annotated[int, Field(ge=1, le=7)] = Field(description="Which link this scene is, from 1.")


class Scene(Strict):
    """One scene: one file."""

    format: Literal[1]
    id: Slug
    title: Line
    summary: Line
    language: Literal["en", "fr"]
    reviewed: Reviewed | None = None
    status: Literal["draft", "final"] = "final"
    stage: Stage = Stage()
    model: Slug | None = None
    strip: Strip | None = None
    accent: Name | None = Field(None, description="The substance whose colour marks the scene.")
    cast: dict[Name, Cast]
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=40)]
    knobs: tuple[Name, ...] = ()
    interventions: tuple[Slug, ...] = ()
    beside: Slug | None = None
    simplifies: tuple[Line, ...] = ()
    quiz: tuple[Question, ...] = ()


# ------------------------------------------------------------------------------------------------ state chains


class By(Strict):
    """What drives a transition: a ligand in the region outside, the voltage, or the gate's reopening."""

    ligand: Name | None = None
    k_on: Quantity | None = Field(None, description="Binding rate, such as 0.15 /uM/s.")
    voltage: Literal["mg-block"] | None = Field(None, description="The rate follows the unblock of magnesium at the membrane's voltage.")
    reopens: bool | None = None


class Move(Strict):
    """One transition."""

    start: Name = Field(alias="from")
    end: Name = Field(alias="to")
    rate: Quantity | None = None
    by: By | None = None
    cites: tuple[Slug, ...] = ()
    status: Literal["measured", "derived", "assumed"] | None = None


class Pose(Strict):
    """How a state looks: how far the gate is open, what is bound, what is in the pore."""

    gate: Annotated[float, Field(ge=0, le=1)] = Field(0.0, description="Receptor: how far the gate is open.")
    bound: Annotated[float, Field(ge=0, le=1)] = Field(0.0, description="Receptor: how far the ligand sites are closed on their ligand.")
    outward: Annotated[float, Field(ge=0, le=1)] = Field(0.0, description="Carrier: how far its outer gate is open.")
    inward: Annotated[float, Field(ge=0, le=1)] = Field(0.0, description="Carrier: how far its inner gate is open.")
    active: Annotated[float, Field(ge=0, le=1)] = Field(0.0, description="How far it glows as active.")
    holds: dict[Name, Name] = Field(default_factory=dict, description="What sits where: {pore: magnesium, ligand-site: glutamate}.")


class StateChain(Strict):
    """States and the transitions between them, with what drives each."""

    id: Slug
    states: Annotated[tuple[Name, ...], Field(min_length=2, max_length=24)]
    start: Name
    process: Name = Field("gating", description="The pace its rates run at.")
    moves: tuple[Move, ...]
    passes: dict[Name, tuple[Name, ...]] = Field(default_factory=dict, description="Which ions pass in which state: {open: [Ca, Na]}.")
    carries: dict[Name, Name] = Field(default_factory=dict, description="Carrier: in which state which substance is let go inside: {inward: serotonin}.")
    poses: dict[Name, Pose] = Field(default_factory=dict)
    cites: tuple[Slug, ...] = ()


# ------------------------------------------------------------------------------------------------ curve tables


class CurveTable(Strict):
    """A fixed table of one curve over time after the first dose."""

    unit: Line
    source: Prose = Field(description="Where the values come from, or that they are a sketch.")
    status: Literal["measured", "derived", "assumed"]
    cites: tuple[Slug, ...] = ()
    points: Annotated[tuple[tuple[Quantity, float], ...], Field(min_length=2, max_length=400)]


class CurveFile(Strict):
    """A model's curves as fixed tables; `kind: fixed-curves` says that no model runs underneath yet."""

    id: Slug
    kind: Literal["fixed-curves"]
    title: Line
    curves: dict[Name, CurveTable]
