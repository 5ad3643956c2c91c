"""What an author may write, as pydantic models: one class a cast kind, one a verb. Knows words, not places.

The reader fills these from YAML nodes; the JSON Schema and docs/scene-format.md are made from them. A field's
description is its line in the manual.
"""

import re
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)

from visualizer.core.units import Amount, amount

Evidence = Literal["established", "animal", "contested", "hypothesis"]
CLAIMS = ("inside", "outside", "free", "held")
"""What can be expected of a crowd, besides being in a region by name."""
WORK = ("active", "idle", "phosphorylated")
"""What can be expected of a body inside a cell."""
EVIDENCE_ORDER: tuple[Evidence, ...] = ("established", "animal", "contested", "hypothesis")

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*$", max_length=40)]
Sort = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
Part = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
Ref = Annotated[
    str,
    StringConstraints(
        pattern=r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*(\.[0-9]+)?(\.[a-z][a-z0-9-]*)?$", max_length=80
    ),
]


def _as_day(value: str) -> str:
    date.fromisoformat(value)
    return value


Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_as_day)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=1200)]


def _as_amount(value: Any) -> Amount:
    if isinstance(value, Amount):
        return value
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise ValueError("expected a number with a unit, such as 10 ms")
    if isinstance(value, str) and _LEADING_ZERO.match(value):
        raise ValueError(f"'{value}' begins with a zero that YAML readers take differently; leave it out")
    return amount(value)


def _measures(*dimensions: str) -> AfterValidator:
    """Return a validator that refuses amounts of another dimension."""

    def check(value: Amount) -> Amount:
        if value.dimension not in dimensions:
            example = _EXAMPLES[dimensions[0]]
            raise ValueError(
                f"'{value}' is a {value.dimension}, and a {dimensions[0]} is wanted, such as {example}"
            )
        return value

    return AfterValidator(check)


_LEADING_ZERO = re.compile(r"\s*[-+]?0[0-9]")
_EXAMPLES = {
    "length": "531 mm",
    "time": "24 h",
    "voltage": "-20 mV",
    "part": "35 %",
    "rate": "5 Hz",
    "diffusion": "0.33 um2/ms",
}


def _quantity_schema(*examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": ["string", "number"], "examples": list(examples)})


Quantity = Annotated[Amount, BeforeValidator(_as_amount), _quantity_schema("10 ms", "35 %", "-20 mV")]
Duration = Annotated[
    Amount, BeforeValidator(_as_amount), _measures("time"), _quantity_schema("40 min", "24 h", "2 wk")
]
Voltage = Annotated[Amount, BeforeValidator(_as_amount), _measures("voltage"), _quantity_schema("-20 mV")]
Share = Annotated[Amount, BeforeValidator(_as_amount), _measures("part", "number"), _quantity_schema("35 %")]


def _within(low: float, high: float, unit: str = "%", size: float = 0.01) -> AfterValidator:
    """Return a validator that refuses amounts outside of these; they are told in a unit of this size."""

    def check(value: Amount) -> Amount:
        if not low <= value.base <= high:
            raise ValueError(f"'{value}' is outside of {low / size:g} {unit} to {high / size:g} {unit}")
        return value

    return AfterValidator(check)


Level = Annotated[Share, _within(0.0, 4.0)]  # of spines and their heads, against their ordinary ones
Frequency = Annotated[Amount, BeforeValidator(_as_amount), _measures("rate"), _quantity_schema("5 Hz")]
Firing = Annotated[Frequency, _within(0.0, 100.0, "Hz", 1.0)]
Diffusion = Annotated[
    Amount, BeforeValidator(_as_amount), _measures("diffusion"), _quantity_schema("0.33 um2/ms")
]
Concentration = Annotated[
    Amount, BeforeValidator(_as_amount), _measures("concentration"), _quantity_schema("1.1 mM", "0.05 uM")
]
Coordinate = Annotated[float, Field(ge=-20_000, le=20_000, strict=True)]
Whole = Annotated[int, Field(strict=True)]
Real = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, strict=True, allow_inf_nan=False)]
Flag = Annotated[bool, Field(strict=True)]
Side = Annotated[int, Field(ge=100, le=10_000, strict=True)]
Place = tuple[Coordinate, Coordinate]
Length = Annotated[float, Field(ge=1, le=20_000, strict=True)]
Extent = tuple[Length, Length]
View = tuple[Coordinate, Coordinate, Coordinate, Coordinate]


def _seen(focus: str | View | None) -> str | View | None:
    """Return what the camera shows; a box must hold something."""
    if isinstance(focus, tuple) and (focus[0] >= focus[2] or focus[1] >= focus[3]):
        raise ValueError(
            "the box is empty: its left or low edge is not below the other; write [left, low, right, high]"
        )
    return focus


class Strict(BaseModel):
    """A mapping that refuses keys it does not know.

    What checks the keys is built when the first file is read, by `prepare`: most starts find their scenes read already.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        arbitrary_types_allowed=True,
        populate_by_name=True,
        defer_build=True,
    )


class FromCurve(Strict):
    """A quantity taken from a curve of the scene's model at the step's moment."""

    curve: Name = Field(alias="from", description="Name of the curve, such as brain_um.")
    per: Quantity | None = Field(None, description="One whole molecule stands for this much: 0.05 uM.")
    at_most: int | None = Field(
        None, alias="at-most", ge=0, le=5000, strict=True, description="Never more than this many."
    )
    after: Duration | None = Field(
        None, description="Its value at this time after the first dose, whatever the step's moment: 4 wk."
    )
    rest: Flag = Field(
        False, description="What it lacks of 1: of a sensitivity of 30 %, the 70 % that are lost."
    )


class Only(FromCurve):
    """A bound on a curve of the scene's model: something is said only while the curve keeps to it."""

    above: Level | None = Field(None, description="Said while the curve is above this: 1.05.")
    below: Level | None = Field(None, description="Said while the curve is below this: 95 %.")


Count = Annotated[int, Field(ge=1, le=5000, strict=True)]


# --------------------------------------------------------------------------------------------------- the cast


class Figure(Strict):
    """What every member of the cast may have."""

    parts: ClassVar[tuple[str, ...]] = ()
    needs: ClassVar[tuple[str, ...]] = ()

    name: Line | None = Field(
        None, description="The name shown on labels; the kind and type give one when left out."
    )
    role: Line | None = Field(None, description="One line on what it does, for 'what is this?'.")
    hidden: Flag = Field(False, description="Not on stage until it appears.")


class Region(Figure):
    """A space that molecules live in: the gap between two membranes, or the inside of a body (`in`)."""

    kind: Literal["region"]
    between: tuple[Ref, Ref] | None = Field(None, description="The two membranes that bound it.")
    inside: Ref | None = Field(None, alias="in", description="The body whose inside it is.")
    around: Ref | None = Field(None, description="The body whose outside it is, within the stage.")


class AxonTerminal(Figure):
    """The swollen end of an axon that releases a transmitter; the axon enters from above."""

    parts: ClassVar[tuple[str, ...]] = (
        "membrane",
        "active-zone",
        "inside",
        "flank-left",
        "flank-right",
        "axon",
    )
    kind: Literal["axon-terminal"]
    at: Place = Field(description="The middle of the bulb, in stage units.")
    size: Extent = Field(description="Width and height of the bulb.")
    transmitter: Sort | None = Field(None, description="What it releases.")
    cell: Name | None = Field(None, description="The type of cell; one cell type keeps one colour.")


class Dendrite(Figure):
    """A length of dendrite, or the spine head that faces a terminal: its upper membrane follows `path`."""

    parts: ClassVar[tuple[str, ...]] = ("membrane", "density", "inside")
    kind: Literal["dendrite"]
    path: Annotated[tuple[Place, ...], Field(min_length=2, max_length=40)] = Field(
        description="The upper membrane, left to right."
    )
    cell: Name | None = Field(None, description="The type of cell: interneuron, pyramidal.")
    density: tuple[Share, Share] | None = Field(
        None, description="Where the postsynaptic density lies along the membrane."
    )
    depth: Length | None = Field(
        None,
        description="A piece cut out, as under a magnifying glass: so deep below the path; else it goes on and on.",
    )


class SpinyDendrite(Figure):
    """A length of dendrite with its spines, each with a partner bouton; members are spines, the steadiest first.

    branch.1 is the last to leave; with `count: 12`, branch.12 is the first, and branch.13 the first new one.
    """

    parts: ClassVar[tuple[str, ...]] = ("shaft", "head", "neck", "density", "receptor", "bouton")
    kind: Literal["spiny-dendrite"]
    path: Annotated[tuple[Place, ...], Field(min_length=2, max_length=40)] = Field(
        description="The middle of the shaft, left to right; it runs on beyond both ends."
    )
    width: Length = Field(64, description="Width of the shaft.")
    length: Length = Field(105, description="How far an ordinary spine reaches from the shaft to its head.")
    cell: Name | None = Field(None, description="The type of cell: pyramidal.")
    count: Annotated[int, Field(ge=1, le=40, strict=True)] = Field(
        12, description="How many spines stand for 100 %."
    )
    spines: Level | FromCurve | None = Field(
        None, description="How many spines there are against `count`: 84 %, or a relative curve of the model."
    )
    heads: Level | FromCurve | None = Field(
        None, description="Area of the spine heads against their ordinary one: 93 %, or a relative curve."
    )
    receptors: Annotated[int, Field(ge=0, le=8, strict=True)] = Field(
        3, description="AMPA receptors that each head holds at first."
    )
    boutons: Share | None = Field(
        None, description="The share of spines that have a partner bouton; all when left out."
    )
    sides: Literal["both", "above"] = Field("both", description="On which sides of the shaft spines stand.")

    @property
    def most(self) -> int:
        """Return how many spines there are room for: half as many again as stand for 100 %, where the shaft is long enough."""
        return -(-3 * self.count // 2)


class Astrocyte(Figure):
    """The edge of an astrocyte beside a synapse."""

    parts: ClassVar[tuple[str, ...]] = ("membrane", "inside")
    kind: Literal["astrocyte"]
    path: Annotated[tuple[Place, ...], Field(min_length=3, max_length=40)] = Field(
        description="Its edge that faces the synapse."
    )
    side: Literal["left", "right"] = Field("right", description="On which side of the edge its body lies.")


class Neuron(Figure):
    """A whole nerve cell, small: soma, dendrites, axon."""

    parts: ClassVar[tuple[str, ...]] = ("soma", "dendrites", "axon", "ending", "membrane")
    kind: Literal["neuron"]
    cell: Name = Field(description="interneuron, pyramidal, raphe or habenula.")
    at: Place = Field(description="The middle of the soma.")
    size: Length = Field(description="Diameter of the soma.")
    axon_to: Place | None = Field(None, alias="axon-to", description="Where the axon ends.")
    fires: Firing | FromCurve | None = Field(
        None, description="Firing rate, up to 100 Hz, or a curve that scales it."
    )
    bursts: Annotated[int, Field(ge=2, le=8, strict=True)] = Field(
        4, description="How many action potentials come together while it fires in bursts."
    )
    trace: Flag = Field(
        False,
        description="Show its firing as a trace, as that of a cell that follows a curve; an illustration.",
    )


class Vesicle(Figure):
    """Vesicles in a terminal or dendrite: some docked at the membrane, the rest a loose cloud behind."""

    parts: ClassVar[tuple[str, ...]] = ("pore",)
    needs: ClassVar[tuple[str, ...]] = ("in",)
    kind: Literal["vesicle"]
    inside: Ref = Field(alias="in", description="The terminal, or the dendrite.")
    count: Count = Field(12, description="How many there are.")
    docked: Annotated[int, Field(ge=0, le=12, strict=True)] = Field(
        3, description="How many of them wait at the active zone, or along `span`."
    )
    span: tuple[Share, Share] | None = Field(
        None, description="Where along the body's membrane they dock; the active zone when left out."
    )
    core: Literal["clear", "dense"] = Field(
        "clear", description="dense: dark in the middle, as those that store proteins such as BDNF."
    )
    holds: dict[Sort, Annotated[int, Field(ge=1, le=200, strict=True)]] = Field(
        default_factory=dict, description="What one vesicle holds: {glutamate: 20}."
    )


class Receptor(Figure):
    """A receptor that sits in a membrane: NMDA, AMPA, GABA-A, 5-HT1A, 5-HT2A, mu-opioid, TrkB (two halves that pair up)."""

    parts: ClassVar[tuple[str, ...]] = (
        "pore",
        "gate",
        "filter",
        "vestibule",
        "ligand-site",
        "coagonist-site",
        "membrane-site",
        "top",
        "kinase",
        "phosphate",
    )
    needs: ClassVar[tuple[str, ...]] = ("on",)
    kind: Literal["receptor"]
    type: Literal["NMDA", "AMPA", "GABA-A", "5-HT1A", "5-HT2A", "mu-opioid", "TrkB"] = Field(
        description="Which receptor."
    )
    count: Count = Field(1, description="How many; a group has members nmdar.1, nmdar.2, …")
    on: Ref = Field(description="The membrane it sits in.")
    span: tuple[Share, Share] | None = Field(
        None, description="From where to where along the membrane: [35 %, 62 %]."
    )
    size: Length | None = Field(None, description="Height in stage units.")
    chain: Slug | None = Field(None, description="The state chain its members follow.")


class Transporter(Figure):
    """A carrier in a membrane that rocks between outward and inward: SERT, EAAT."""

    parts: ClassVar[tuple[str, ...]] = (
        "site",
        "outer-gate",
        "inner-gate",
        "top",
        "sodium-site",
        "chloride-site",
        "potassium-site",
    )
    needs: ClassVar[tuple[str, ...]] = ("on",)
    kind: Literal["transporter"]
    type: Literal["SERT", "NET", "DAT", "EAAT"] = Field(description="Which carrier.")
    count: Count = Field(1, description="How many; a group has members sert.1, sert.2, …")
    on: Ref = Field(description="The membrane it sits in.")
    span: tuple[Share, Share] | None = Field(
        None, description="From where to where along the membrane: [24 %, 78 %]."
    )
    size: Length | None = Field(None, description="Height in stage units.")
    chain: Slug | None = Field(None, description="The state chain its members follow.")


class IonChannel(Figure):
    """A channel that the membrane's voltage opens, not a ligand: L-type and T-type (calcium)."""

    parts: ClassVar[tuple[str, ...]] = ("pore", "gate", "filter", "vestibule", "sensor", "inside", "top")
    needs: ClassVar[tuple[str, ...]] = ("on",)
    kind: Literal["ion-channel"]
    type: Literal["L-type", "T-type"] = Field(description="Which channel.")
    count: Count = Field(1, description="How many; a group has members channel.1, channel.2, …")
    on: Ref = Field(description="The membrane it sits in.")
    span: tuple[Share, Share] | None = Field(
        None, description="From where to where along the membrane: [35 %, 62 %]."
    )
    size: Length | None = Field(None, description="Height in stage units.")
    chain: Slug | None = Field(None, description="The state chain its members follow.")


MembraneProtein = Receptor | Transporter | IonChannel
"""What sits in a membrane, one member a socket."""


class SoftBody(Figure):
    """What every body inside a cell may have: a place, a size, a colour, and whether it is at work."""

    at: Place = Field(description="Its middle, in stage units.")
    size: Extent = Field((120.0, 78.0), description="Width and height.")
    colour: Name = Field("blue", description="A colour of the theme's substances; grey while it is idle.")
    word: Annotated[str, StringConstraints(min_length=1, max_length=12)] | None = Field(
        None, description="What stands on it: Akt."
    )
    active: Flag = Field(False, description="At work from the start.")
    phosphorylated: Flag = Field(False, description="Carries its phosphate from the start.")


class Kinase(SoftBody):
    """An enzyme that hands phosphates on: a body of two lobes with its name inside, grey while idle."""

    parts: ClassVar[tuple[str, ...]] = ("cleft", "phosphate", "top", "foot")
    kind: Literal["kinase"]


class Complex(SoftBody):
    """Several proteins that work as one, such as mTORC1: a body of several lobes with its name inside."""

    parts: ClassVar[tuple[str, ...]] = ("phosphate", "top", "foot")
    kind: Literal["complex"]
    lobes: Annotated[int, Field(ge=2, le=6, strict=True)] = Field(4, description="How many lobes it shows.")


class Protein(SoftBody):
    """A protein: a soft body with its name inside; without a `word`, a small folded chain, one or many."""

    parts: ClassVar[tuple[str, ...]] = ("phosphate", "top", "foot")
    kind: Literal["protein"]
    active: Flag = Field(True, description="At work from the start.")
    count: Annotated[int, Field(ge=1, le=60, strict=True)] | FromCurve = Field(
        1, description="How many, or a curve of the scene's model that says it at the step's moment."
    )
    spread: Extent = Field((120.0, 120.0), description="Width and height of where many lie, around `at`.")


class Ligand(Figure):
    """One molecule of a substance, placed and moved by the author: a drug that docks on a body."""

    parts: ClassVar[tuple[str, ...]] = ("top",)
    kind: Literal["ligand"]
    type: Sort = Field(description="A substance: rapamycin.")
    at: Place = Field(description="Its middle, in stage units.")
    size: Length = Field(34.0, description="Its width.")


class Lysosome(Figure):
    """A round organelle that takes things apart; mTORC1 works on its surface."""

    parts: ClassVar[tuple[str, ...]] = ("membrane", "inside", "top")
    kind: Literal["lysosome"]
    at: Place = Field(description="Its middle, in stage units.")
    size: Length = Field(220.0, description="Its diameter.")


class Brain(Figure):
    """A human brain from its left side, with its prefrontal cortex marked: the place of a story."""

    parts: ClassVar[tuple[str, ...]] = ("prefrontal", "cerebellum", "stem", "top")
    kind: Literal["brain"]
    at: Place = Field(description="The middle of its hemisphere, in stage units.")
    size: Length = Field(900.0, description="Its width, from front to back.")


class DeepStructures(Figure):
    """What lies deep in a brain seen from its left, as if through it: hippocampus, lateral habenula, raphe nuclei."""

    parts: ClassVar[tuple[str, ...]] = ("hippocampus", "habenula", "raphe")
    kind: Literal["deep-structures"]
    at: Place = Field(description="The middle of its brain's hemisphere, in stage units.")
    size: Length = Field(900.0, description="The width of its brain, from front to back.")


class Mrna(Figure):
    """A strand of messenger RNA: what ribosomes read. It begins with its cap."""

    parts: ClassVar[tuple[str, ...]] = ("cap", "start", "end")
    kind: Literal["mrna"]
    path: Annotated[tuple[Place, ...], Field(min_length=2, max_length=40)] = Field(
        description="The strand, from its cap to its end."
    )


class Ribosome(Figure):
    """Ribosomes on a strand of mRNA, each of two parts; translating, each grows a chain of amino acids."""

    parts: ClassVar[tuple[str, ...]] = ("top", "chain")
    needs: ClassVar[tuple[str, ...]] = ("on",)
    kind: Literal["ribosome"]
    on: Ref = Field(description="The strand of mRNA.")
    count: Annotated[int, Field(ge=1, le=12, strict=True)] = Field(3, description="How many.")
    span: tuple[Share, Share] | None = Field(
        None, description="From where to where along the strand: [20 %, 90 %]."
    )
    size: Length = Field(86.0, description="Height of one.")


class Molecule(Figure):
    """Molecules of one substance, living in a region."""

    needs: ClassVar[tuple[str, ...]] = ("in",)
    kind: Literal["molecule"]
    type: Sort = Field(
        description="glutamate, glycine, ketamine, s-ketamine, r-ketamine, serotonin, ssri, gaba, …"
    )
    inside: Ref = Field(alias="in", description="The region it lives in.")
    count: Count | FromCurve = Field(1, description="How many, or a curve of the scene's model that says it.")


class Ion(Figure):
    """Ions of one sort, living in a region."""

    needs: ClassVar[tuple[str, ...]] = ("in",)
    kind: Literal["ion"]
    type: Literal["Ca", "Mg", "Na", "K", "Cl"] = Field(description="Which ion.")
    inside: Ref = Field(alias="in", description="The region it lives in.")
    count: Count = Field(10, description="How many.")


class Number(Figure):
    """A number on the picture, from a track or a curve, with its unit; it stands below the strip."""

    kind: Literal["number"]
    of: Ref | FromCurve = Field(description="A figure's voltage (dendrite.voltage), or a curve.")
    unit: Line = Field(description="The unit that is printed.")
    decimals: Annotated[int, Field(ge=0, le=3, strict=True)] = Field(
        0, description="Digits after the decimal sign."
    )


class ChartSeries(Strict):
    """One curve of a chart."""

    curve: Name = Field(description="Name of the curve in the scene's model.")
    name: Line = Field(description="What stands beside the line.")
    evidence: Evidence | None = Field(
        None, description="How sure we are of it; as the step when left out. The evidence lens shows it."
    )
    colour: Name | None = Field(None, description="A colour of the theme's substances.")


class ChartPoint(Strict):
    """A measured value on a chart, with its error bar: a trial, named."""

    at: Duration = Field(description="When it was measured, after the first dose: 24 h.")
    value: Real = Field(description="The value.")
    low: Real = Field(description="Where its error bar begins.")
    high: Real = Field(description="Where its error bar ends.")
    name: Line = Field(description="What stands beside its mark: the trial and what was compared.")
    cites: Annotated[tuple[Slug, ...], Field(min_length=1)] = Field(description="Keys of references.yaml.")
    colour: Name | None = Field(None, description="A colour of the theme's substances.")


class Doses(Strict):
    """Marks along the top of a chart, where doses are given."""

    name: Line = Field(description="What stands beside the mark: one infusion.")
    every: Duration | None = Field(
        None, description="From one dose to the next; a single dose when left out."
    )
    regimen: Name | None = Field(
        None,
        description="Instead: the regimen of the scene's model whose doses are marked, under the knobs as they stand; one of "
        "the second model begins with that model's name, as in ssri_tablets.",
    )
    colour: Name | None = Field(None, description="A colour of the theme's substances.")


class Chart(Figure):
    """A plot over the long clock of curves or of measured points, with a dot at the step's moment; below the labels."""

    kind: Literal["chart"]
    series: Annotated[tuple[ChartSeries, ...], Field(max_length=3)] = Field(
        (), description="Up to three curves."
    )
    points: Annotated[tuple[ChartPoint, ...], Field(max_length=6)] = Field(
        (), description="Measured values with their error bars, a list."
    )
    doses: Annotated[tuple[Doses, ...], Field(max_length=2)] = Field(
        (), description="When doses are given, a row of marks each."
    )
    span: tuple[Duration, Duration] = Field(description="From when to when: [1 d, 21 d].")
    ticks: tuple[Duration, ...] = Field(
        (), description="Times that are marked on the axis: [1 d, 1 wk, 3 wk]."
    )
    log: Flag = Field(True, description="Draw time on a logarithmic axis.")
    low: Real = Field(0.0, description="Value at the bottom.")
    high: Real = Field(1.0, description="Value at the top.")
    says: Line | None = Field(None, description="What the vertical axis means.")

    @property
    def marks(self) -> tuple[ChartPoint | Doses, ...]:
        """Return what has a mark of its own: points, then doses."""
        return (*self.points, *self.doses)


class Mark(Strict):
    """What was measured at one value of the knob: the direction alone."""

    at: Real = Field(description="The knob's value.")
    was: Literal["raised", "unchanged", "lowered"] = Field(description="What was found there.")


class Response(Figure):
    """A plot of a curve's value, at one moment, against a knob of the model; its dot is where the knob stands now."""

    kind: Literal["response"]
    curve: Name = Field(description="Name of the curve in the scene's model.")
    after: Duration = Field(description="The moment whose value is drawn: 30 min.")
    knob: Name = Field(description="The knob of the model along the axis: dose_mg_per_kg.")
    unit: Line = Field(description="The knob's unit, as printed.")
    span: tuple[Positive, Positive] = Field(
        description="From which value of the knob to which, on a logarithmic axis: [1, 200]."
    )
    ticks: tuple[Positive, ...] = Field((), description="Values that are marked on the axis: [10, 30, 200].")
    colour: Name | None = Field(None, description="A colour of the theme's substances.")
    low: Real = Field(0.0, description="Value at the bottom.")
    high: Real = Field(1.0, description="Value at the top.")
    says: Line = Field(description="What the vertical axis means.")
    along: Line = Field(description="What the horizontal axis means.")
    marks: Annotated[tuple[Mark, ...], Field(max_length=8)] = Field(
        (), description="What was measured: a list of {at: 30, was: raised}."
    )
    marked: Line | None = Field(None, description="What the marks are, in a few words.")


class Row(Strict):
    """What rows of cards and timelines have."""

    says: Line = Field(description="The claim, as a sentence; or what happened.")
    cites: tuple[Slug, ...] = Field((), description="Keys of references.yaml.")


class CardRow(Row):
    """One claim on a card, with its own evidence and sources."""

    evidence: Evidence = Field(description="How sure we are of it.")


class DatedRow(Row):
    """One event of a timeline, with its sources."""

    when: Line = Field(description="Its date, as it is read: 5 March 2019.")


class Dates(Figure):
    """A timeline: events with their dates one under another, along a line; it fills the stage's part of the frame."""

    kind: Literal["timeline"]
    rows: Annotated[tuple[DatedRow, ...], Field(min_length=1, max_length=6)] = Field(
        description="One to six events, in order."
    )


class HelpLines(Figure):
    """Whom to call in a region: the same list that the help page and the unattended screen show."""

    kind: Literal["help-lines"]
    region: Literal["quebec", "canada", "united-states", "france"] = Field(description="Whose lines.")


class Card(Figure):
    """Claims one under another, each with its evidence; the card fills the stage's part of the frame."""

    kind: Literal["card"]
    rows: Annotated[tuple[CardRow, ...], Field(min_length=1, max_length=6)] = Field(
        description="One to six claims."
    )


class ForAndAgainst(Figure):
    """What speaks for an explanation and what against it: two short lists in the column, below the labels."""

    kind: Literal["for-and-against"]
    speaks_for: Annotated[tuple[CardRow, ...], Field(min_length=1, max_length=3)] = Field(
        alias="for", description="One to three claims that speak for it, each as a row of a card."
    )
    against: Annotated[tuple[CardRow, ...], Field(min_length=1, max_length=3)] = Field(
        description="One to three claims that speak against it."
    )

    @property
    def rows(self) -> tuple[CardRow, ...]:
        """Return all claims in the order in which they are read."""
        return (*self.speaks_for, *self.against)


def claims(figure: Figure) -> tuple[tuple[tuple[str, int], Row], ...]:
    """Return the rows of a card, a timeline or two lists, each with where it stands under its figure; none of others."""
    match figure:
        case Card() | Dates():
            return tuple((("rows", index), row) for index, row in enumerate(figure.rows))
        case ForAndAgainst():
            first = tuple((("for", index), row) for index, row in enumerate(figure.speaks_for))
            return (*first, *((("against", index), row) for index, row in enumerate(figure.against)))
        case _:
            return ()


Cast = Annotated[
    Region | AxonTerminal | Dendrite | SpinyDendrite | Astrocyte | Neuron | Vesicle | Receptor | Transporter | IonChannel
    | Kinase | Complex | Protein | Ligand | Lysosome | Brain | DeepStructures | Mrna | Ribosome | Molecule | Ion | Number
    | Chart | Response | Card | ForAndAgainst | Dates | HelpLines,
    Field(discriminator="kind"),
]  # fmt: skip

KINDS: dict[str, type[Figure]] = {
    "region": Region,
    "axon-terminal": AxonTerminal,
    "dendrite": Dendrite,
    "spiny-dendrite": SpinyDendrite,
    "astrocyte": Astrocyte,
    "neuron": Neuron,
    "vesicle": Vesicle,
    "receptor": Receptor,
    "transporter": Transporter,
    "ion-channel": IonChannel,
    "kinase": Kinase,
    "complex": Complex,
    "protein": Protein,
    "ligand": Ligand,
    "lysosome": Lysosome,
    "brain": Brain,
    "deep-structures": DeepStructures,
    "mrna": Mrna,
    "ribosome": Ribosome,
    "molecule": Molecule,
    "ion": Ion,
    "number": Number,
    "chart": Chart,
    "response": Response,
    "card": Card,
    "for-and-against": ForAndAgainst,
    "timeline": Dates,
    "help-lines": HelpLines,
}

# -------------------------------------------------------------------------------------------------- the verbs

Seconds = Annotated[float, Field(ge=0, le=600, strict=True)]


Moment = Annotated[dict[Name, Seconds], Field(min_length=1, max_length=1)]


class Happening(Strict):
    """What every verb may have: when it starts and how long it takes."""

    id: Name | None = Field(None, description="A name, so that another happening can come after it.")
    at: Seconds = Field(0.0, description="Seconds from the step's start, or from the end of `after`.")
    lasts: Seconds | None = Field(None, alias="for", description="How long it takes, in seconds.")
    after: Name | None = Field(None, description="The id of the happening that this one follows.")


class Release(Happening):
    """Docked vesicles fuse and let out what they hold."""

    release: Ref = Field(description="The vesicles.")
    vesicles: Annotated[int, Field(ge=1, le=12, strict=True)] = Field(1, description="How many of them fuse.")


class Add(Happening):
    """A substance comes into its region, from its edge."""

    add: Ref = Field(description="The molecules.")
    count: Count | FromCurve | None = Field(
        None, description="How many, when it is not the figure's own count."
    )


class Remove(Happening):
    """A substance leaves its region; vesicles stand for what they have let out."""

    remove: Ref = Field(description="The molecules.")


class Depolarise(Happening):
    """A membrane's voltage goes to a value for a while, then back."""

    depolarise: Ref = Field(description="The body whose membrane it is.")
    to: Voltage = Field(description="The voltage reached, such as -20 mV.")


class Fire(Happening):
    """An action potential runs down the axon into the terminal (or a neuron fires)."""

    fire: Ref = Field(description="The terminal or the neuron.")
    times: Annotated[int, Field(ge=1, le=20, strict=True)] = Field(
        1, description="How many action potentials."
    )


class BurstVerb(Happening):
    """A neuron's action potentials come in bursts from now on; at 0 % they come one by one again."""

    burst: Ref = Field(description="The neuron.")
    share: Annotated[Share, _within(0.0, 1.0)] = Field(
        amount("100 %"), description="How much of its firing is in bursts: 100 %, or 0 % for none."
    )


class Direct(Happening):
    """One member goes through chosen, legal transitions at given times; the picture says 'chosen example'."""

    direct: Ref = Field(description="One member, such as nmdar.5.")
    states: Annotated[tuple[Moment, ...], Field(min_length=1, max_length=20)] = Field(
        description="States in order, each with its time: [{bound: 1.6}, {open: 3.4}]."
    )


class Occupy(Happening):
    """A share of a group's members goes to a state and stays there: about 80 % of the carriers blocked."""

    occupy: Ref = Field(description="The group.")
    state: Name = Field(description="The state its members go to.")
    share: Share | FromCurve = Field(description="The share, such as 80 %, or a curve.")


class Remodel(Happening):
    """What verbs that change spines may say: how many there are then, and how large their heads."""

    spines: Level | FromCurve | None = Field(
        None, description="How many spines there are in the end, against the figure's `count`; or a curve."
    )
    heads: Level | FromCurve | None = Field(
        None, description="Area of their heads in the end, against their ordinary one; or a curve."
    )


class Grow(Remodel):
    """Spines form and their heads swell: {grow: branch, spines: 108 %, heads: 120 %}."""

    grow: Ref = Field(description="The spiny dendrite.")


class Shrink(Remodel):
    """Heads shrink and spines leave: {shrink: branch, spines: 84 %, heads: 93 %}."""

    shrink: Ref = Field(description="The spiny dendrite.")


class Stress(Remodel):
    """A dendrite comes under stress, as a loss of colour; at 0 % it recovers. What else changes is said with it."""

    stress: Ref = Field(description="The spiny dendrite.")
    share: Annotated[Share, _within(0.0, 1.0)] = Field(
        amount("100 %"), description="How far: 100 %, or 0 % for none."
    )


class Insert(Happening):
    """AMPA receptors come up a spine's neck in small vesicles and go into the membrane of its head."""

    insert: Ref = Field(description="A spine, such as branch.2; without a number, every spine.")
    count: Annotated[int, Field(ge=1, le=6, strict=True)] = Field(1, description="How many for each spine.")


class Appear(Happening):
    """A figure comes on stage."""

    appear: Ref | tuple[Ref, ...] = Field(description="One figure, or a list of them.")


class Leave(Happening):
    """A figure leaves the stage."""

    leave: Ref | tuple[Ref, ...] = Field(description="One figure, or a list of them.")


class LabelVerb(Happening):
    """A name and a line beside a figure, with a hairline to a ringed dot on it."""

    label: Ref = Field(description="The figure, member or part that is named.")
    says: Line | None = Field(None, description="The second line; the first is the figure's name.")
    name: Line | None = Field(None, description="Another first line.")
    near: Ref | None = Field(None, description="Put the dot on the member of the crowd that is here.")
    state: Name | None = Field(
        None,
        description="Put the dot on a member that is in this state in the end; where none is, the label stays away. "
        "In `says`, {held} is how many are in it, and {count} how many there are.",
    )
    only: Only | None = Field(
        None,
        description="Show the label only while the model says so: {from: interneuron_rate, below: 95 %}.",
    )
    evidence: Evidence | None = Field(
        None, description="How sure we are of it; as the step when left out. The evidence lens shows it."
    )


class Signal(Happening):
    """What every verb from one figure to another may have. The arrow grows `for` a while, and stays until the step ends."""

    by: Ref | None = Field(None, description="Whom it comes from; an arrow is drawn from there.")
    evidence: Evidence | None = Field(
        None, description="How sure we are of this arrow; as the step when left out. The line shows it."
    )
    bend: Annotated[float, Field(ge=-1, le=1, strict=True)] = Field(
        0.12, description="How far the arrow bows, in its length; below 0 to the other side."
    )


class Activate(Signal):
    """A body sets to work: it takes its colour, and an arrow with a head leads to it. A neuron fires as it is wont to."""

    activate: Ref = Field(description="The kinase, complex, protein, ribosomes or neuron.")


class Inhibit(Signal):
    """A body is stopped: it turns grey, and a line with a flat bar leads to it. A neuron fires much less."""

    inhibit: Ref = Field(description="The kinase, complex, protein, ribosomes or neuron.")


class Phosphorylate(Signal):
    """A body is handed a phosphate, a gold P, which sets it to work or stops it."""

    phosphorylate: Ref = Field(description="The kinase, complex, protein, or receptor with a chain.")
    effect: Literal["activates", "inhibits", "none"] = Field(
        "activates", description="What the phosphate does: an arrowhead, a flat bar, or neither."
    )


class Dephosphorylate(Signal):
    """A body loses its phosphate, which drifts off: the effect of the mark ends, and the body works again or stops."""

    dephosphorylate: Ref = Field(description="The kinase, complex or protein.")
    effect: Literal["activates", "inhibits", "none"] = Field(
        "activates", description="What the loss does: an arrowhead, a flat bar, or neither."
    )


class Dimerise(Happening):
    """Members of a receptor pair up: they go to the state of their chain whose pose is paired."""

    dimerise: Ref = Field(description="The receptor, or one member.")


class Translate(Happening):
    """Ribosomes read their strand: a chain of amino acids grows out of each, and then a protein comes off."""

    translate: Ref = Field(description="The ribosomes.")
    into: Ref | None = Field(None, description="The proteins that come of it; hidden until then.")


class MoveTo(Happening):
    """A body glides to another place, by a dotted tail."""

    move: Ref = Field(description="The kinase, complex, protein or ligand.")
    to: Place = Field(description="Where its middle comes to, in stage units.")


class Highlight(Happening):
    """A figure glows; what is not lit grows quiet."""

    highlight: Ref = Field(description="The figure that glows.")


class Look(Happening):
    """The camera goes to another focus."""

    look: Annotated[Ref | View, AfterValidator(_seen)] = Field(
        description="A figure, or a box [left, low, right, high]."
    )


class Show(Happening):
    """A chart, number or card is shown for the rest of the step, or `for` a while."""

    show: Ref = Field(description="The chart, number or card.")


VERBS: dict[str, type[Happening]] = {
    "release": Release,
    "add": Add,
    "remove": Remove,
    "depolarise": Depolarise,
    "fire": Fire,
    "burst": BurstVerb,
    "direct": Direct,
    "occupy": Occupy,
    "grow": Grow,
    "shrink": Shrink,
    "stress": Stress,
    "insert": Insert,
    "appear": Appear,
    "leave": Leave,
    "activate": Activate,
    "inhibit": Inhibit,
    "phosphorylate": Phosphorylate,
    "dephosphorylate": Dephosphorylate,
    "dimerise": Dimerise,
    "translate": Translate,
    "move": MoveTo,
    "label": LabelVerb,
    "highlight": Highlight,
    "look": Look,
    "show": Show,
}

AnyHappening = (
    Release
    | Add
    | Remove
    | Depolarise
    | Fire
    | BurstVerb
    | Direct
    | Occupy
    | Grow
    | Shrink
    | Stress
    | Insert
    | Appear
    | Leave
    | Activate
    | Inhibit
    | Phosphorylate
    | Dephosphorylate
    | Dimerise
    | Translate
    | MoveTo
    | LabelVerb
    | Highlight
    | Look
    | Show
)

# -------------------------------------------------------------------------------------------------- the steps


class Sweep(Strict):
    """A moment that moves during the step: from one time after the first dose to another."""

    start: Duration = Field(alias="from", description="The first moment.")
    end: Duration = Field(alias="to", description="The last moment.")


class Run(Strict):
    """A knob that runs during the step: from one value to another, evenly on the logarithm."""

    start: Positive = Field(alias="from", description="The first value.")
    end: Positive = Field(alias="to", description="The last value.")


Setting = Annotated[str, StringConstraints(min_length=1, max_length=40)] | Real


class Predict(Strict):
    """A pause before an effect, with a question."""

    at: Seconds = Field(description="When the step pauses, in seconds.")
    ask: Line = Field(description="The question.")
    answers: Annotated[tuple[Line, ...], Field(min_length=2, max_length=4)] = Field(
        description="Two to four answers."
    )
    right: Line = Field(description="The right one, word for word.")


class Expect(Strict):
    """A test inside the scene: a figure's state or a crowd's place at a time."""

    subject: Ref = Field(description="The figure, member or crowd.")
    claim: Name = Field(description="What is true of it.")
    at: Seconds | None = Field(None, description="When it is true, in seconds of the step.")
    since: Seconds | None = Field(None, alias="from", description="From when on it is counted.")
    at_least: Whole | None = Field(None, alias="at-least", description="At least this many members.")
    at_most: Whole | None = Field(None, alias="at-most", description="At most this many members.")
    more: Whole | None = Field(None, description="This many more at `at` (or the step's end) than at `from`.")
    through: Ref | None = Field(None, description="Count only what passed this member.")


class Step(Strict):
    """One step: a sentence, a picture that moves, and how sure we are."""

    id: Slug = Field(description="Its name in links, catalogues and on the command line.")
    title: Line = Field(description="The headline.")
    text: Prose = Field(description="The lecture's sentence.")
    plain: Prose | None = Field(None, description="The same in everyday words.")
    notes: Prose | None = Field(None, description="For the lecturer.")
    more: Prose | None = Field(None, description="One level deeper.")
    remember: Line | None = Field(
        None, description="What to remember of it: one sentence. A step with a number or a curve needs it."
    )
    unknown: Line | None = Field(
        None,
        description="What is not known about it: one sentence. A step with a number or a curve needs it.",
    )
    describe: Prose | None = Field(None, description="The picture, for the ear.")
    seconds: Annotated[float, Field(ge=2, le=60, strict=True)] = Field(description="How long it lasts.")
    optional: Flag = Field(False, description="A lecturer may skip it.")
    link: Annotated[int, Field(ge=1, le=7, strict=True)] | None = Field(
        None,
        description="The link of the strip that this step stands at, from 1; the scene's own when left out.",
    )
    evidence: Evidence = Field(description="How sure we are of the weakest claim in its caption.")
    cites: tuple[Slug, ...] = Field((), description="Keys of references.yaml.")
    pace: dict[Name, str] = Field(
        default_factory=dict,
        description="Per process, what a second on screen stands for: {gating: 1 s = 10 ms}.",
    )
    moment: Duration | Sweep | None = Field(None, description="Time after the first dose.")
    settings: dict[Name, Setting | Run] = Field(
        default_factory=dict,
        description="Knobs of the model in this step: {first_target: pyramidal}, {dose_mg_per_kg: {from: 1, to: 200}}.",
    )
    focus: Annotated[Ref | View | None, AfterValidator(_seen)] = Field(
        None, description="What the camera shows: a figure, or a box [left, low, right, high]."
    )
    hero: Ref | None = Field(None, description="The figure that the caption's verb is about.")
    key: Seconds | None = Field(
        None, description="The moment that shows the step best; the end when left out."
    )
    happens: tuple[AnyHappening, ...] = Field((), description="What happens, each with one verb.")
    predict: Predict | None = Field(None, description="A pause with a question.")
    expect: tuple[Expect, ...] = Field((), description="What must be true, checked by moa check.")


class Stage(Strict):
    """The stage: units with the origin in the middle and y up."""

    size: tuple[Side, Side] = Field((1600, 900), description="Width and height in stage units.")
    scale: str | None = Field(
        None, description="100 = 50 nm draws a scale bar; without it the picture says 'not to scale'."
    )
    nominal: str | None = Field(None, description="For diffusion when bodies are not to scale: 100 = 50 nm.")


class Reviewed(Strict):
    """Who looked the scene over, and when."""

    date: Day = Field(description="The day, such as 2026-11-23.")
    role: Line = Field(description="Who looked, and at what.")


class Wrong(Strict):
    """A wrong answer and why it is wrong."""

    answer: Line = Field(description="The wrong answer.")
    because: Line = Field(description="Why it is wrong.")


class Question(Strict):
    """A quiz question."""

    ask: Line = Field(description="The question.")
    right: Line = Field(description="The right answer.")
    wrong: Annotated[tuple[Wrong, ...], Field(min_length=1, max_length=4)] = Field(
        description="One to four wrong answers."
    )
    see: Slug | None = Field(None, description="The step that shows it.")


class Strip(Strict):
    """The chain of events that this scene is a link of."""

    links: Annotated[tuple[Line, ...], Field(min_length=2, max_length=7)] = Field(
        description="The links of the chain, in order."
    )
    here: Annotated[int, Field(ge=1, le=7, strict=True)] = Field(
        description="Which link this scene is, from 1."
    )


class Enter(Strict):
    """How the camera comes into this scene from another, in a playlist with `journey: true`.

    What `through` names in the other scene becomes what `as` names here. With `through` alone the camera goes in: the
    figure opens into the whole of this picture. With `as` alone it comes out: the whole of the other picture turns out to lie
    in a figure of this one. With both, it is the same thing in both scenes, and stays in place.
    """

    start: Slug = Field(alias="from", description="The scene that comes before.")
    through: Annotated[Ref | View | None, AfterValidator(_seen)] = Field(
        None, description="A figure of that scene, or a box [left, low, right, high] on its stage."
    )
    here: Annotated[Ref | View | None, AfterValidator(_seen)] = Field(
        None, alias="as", description="A figure of this scene, or a box on its stage."
    )


def _as_entries(value: Any) -> Any:
    """Return one way in as a list of one; anything else as it is."""
    return [value] if isinstance(value, dict) else value


Entries = Annotated[
    tuple[Enter, ...],
    BeforeValidator(_as_entries, json_schema_input_type=Enter | tuple[Enter, ...]),
    Field(max_length=12),
]


class Scene(Strict):
    """One scene: one file."""

    format: Literal[1] = Field(description="The version of this language.")
    id: Slug = Field(description="Its name; the file has the same.")
    title: Line = Field(description="What it is called on the home page.")
    summary: Line = Field(description="One sentence on what it shows.")
    language: Literal["en", "fr"] = Field(description="The language of the texts in this file.")
    reviewed: Reviewed | None = Field(None, description="Who looked it over, and when.")
    status: Literal["draft", "final"] = Field(
        "final", description="A draft prints DRAFT on the picture, and what it still lacks is a warning."
    )
    stage: Stage = Field(Stage(), description="The size and scale of the stage.")
    model: Slug | None = Field(None, description="The file in models/ whose curves it uses.")
    second_model: Slug | None = Field(
        None,
        alias="second-model",
        description="Another file in models/, at its defaults; its curves are named after it: ssri_mood_effect.",
    )
    settings: dict[Name, Setting] = Field(
        default_factory=dict, description="Knobs of the model as this scene begins: {stress: chronic}."
    )
    strip: Strip | None = Field(None, description="The chain of events it is a link of.")
    poster: Slug | None = Field(
        None, description="The step whose picture stands for the scene; the middle one when left out."
    )
    accent: Sort | None = Field(None, description="The substance whose colour marks the scene.")
    order: Annotated[int, Field(ge=1, le=999, strict=True)] = Field(
        500, description="Where it stands on the page of all scenes: the lower, the earlier."
    )
    cast: dict[Name, Cast] = Field(description="The figures, by name.")
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=40)] = Field(
        description="The steps, in order."
    )
    knobs: tuple[Name, ...] = Field((), description="The knobs that a student may turn.")
    interventions: tuple[Slug, ...] = Field(
        (), description="Interventions of the model that may be switched on."
    )
    beside: Slug | None = Field(None, description="The scene that stands beside it in a comparison.")
    enter: Entries = Field(
        (), description="How the camera comes in on a journey: {from: SCENE, through: FIGURE}, or several."
    )
    simplifies: tuple[Line, ...] = Field((), description="What the picture bends, a line each.")
    quiz: tuple[Question, ...] = Field((), description="Questions for the end.")


# ----------------------------------------------------------------------------------------------- state chains


class By(Strict):
    """What drives a transition: a ligand in the region outside, the voltage, or the gate's reopening."""

    ligand: Sort | None = Field(None, description="The substance that binds.")
    k_on: Quantity | None = Field(None, description="Binding rate, such as 0.15 /uM/s.")
    voltage: Literal["mg-block"] | None = Field(
        None, description="The rate follows the unblock of magnesium at the membrane's voltage."
    )
    reopens: Flag | None = Field(None, description="It happens when the gate opens again.")


class Move(Strict):
    """One transition."""

    start: Name = Field(alias="from", description="The state it leaves.")
    end: Name = Field(alias="to", description="The state it reaches.")
    rate: Quantity | None = Field(None, description="A rate that depends on nothing, such as 90 /s.")
    by: By | None = Field(None, description="What drives it instead of a plain rate.")
    process: Name | None = Field(
        None, description="The pace this transition runs at, when it is not the chain's."
    )
    cites: tuple[Slug, ...] = Field((), description="Keys of references.yaml.")
    status: Literal["measured", "derived", "assumed"] | None = Field(
        None, description="Where the value comes from."
    )


class Pose(Strict):
    """How a state looks: how far the gate is open, what is bound, what is in the pore."""

    gate: Annotated[float, Field(ge=0, le=1, strict=True)] = Field(
        0.0, description="Receptor: how far the gate is open."
    )
    bound: Annotated[float, Field(ge=0, le=1, strict=True)] = Field(
        0.0, description="Receptor: how far the ligand sites are closed on their ligand."
    )
    outward: Annotated[float, Field(ge=0, le=1, strict=True)] = Field(
        0.0, description="Carrier: how far its outer gate is open."
    )
    inward: Annotated[float, Field(ge=0, le=1, strict=True)] = Field(
        0.0, description="Carrier: how far its inner gate is open."
    )
    active: Annotated[float, Field(ge=0, le=1, strict=True)] = Field(
        0.0, description="How far it glows as active."
    )
    paired: Annotated[float, Field(ge=0, le=1, strict=True)] = Field(
        0.0, description="Receptor of two halves: how far they have closed on their ligand."
    )
    phosphorylated: Annotated[float, Field(ge=0, le=1, strict=True)] = Field(
        0.0, description="How far its phosphates have come."
    )
    holds: dict[Part, Sort] = Field(
        default_factory=dict, description="What sits where: {pore: magnesium, ligand-site: glutamate}."
    )


class StateChain(Strict):
    """States and the transitions between them, with what drives each."""

    id: Slug = Field(description="Its name; the file has the same.")
    states: Annotated[tuple[Name, ...], Field(min_length=2, max_length=24)] = Field(
        description="Every state, by name."
    )
    start: Name = Field(description="The state at the beginning.")
    process: Name = Field("gating", description="The pace its rates run at.")
    moves: tuple[Move, ...] = Field(description="The transitions.")
    passes: dict[Name, tuple[Sort, ...]] = Field(
        default_factory=dict, description="Which ions pass in which state: {open: [Ca, Na]}."
    )
    carries: dict[Name, Sort] = Field(
        default_factory=dict,
        description="Carrier: in which state which substance is let go inside: {inward: serotonin}.",
    )
    poses: dict[Name, Pose] = Field(default_factory=dict, description="How each state looks.")
    cites: tuple[Slug, ...] = Field((), description="Keys of references.yaml.")


# ----------------------------------------------------------------------------------------------- curve tables


class CurveTable(Strict):
    """A fixed table of one curve over time after the first dose."""

    unit: Line = Field(description="The unit of the values.")
    source: Prose = Field(description="Where the values come from, or that they are a sketch.")
    status: Literal["measured", "derived", "assumed"] = Field(description="Where the values come from.")
    cites: tuple[Slug, ...] = Field((), description="Keys of references.yaml.")
    points: Annotated[tuple[tuple[Duration, Real], ...], Field(min_length=2, max_length=400)] = Field(
        description="Times and values: [[0 min, 0], [40 min, 0.77]]."
    )


class CurveFile(Strict):
    """Curves as fixed tables; `kind: fixed-curves` says that no model runs underneath."""

    id: Slug = Field(description="Its name; the file has the same.")
    kind: Literal["fixed-curves"]
    title: Line = Field(description="What it is about.")
    curves: dict[Name, CurveTable] = Field(description="The curves, by name.")


# ----------------------------------------------------------------------------------- references and playlists


class Reference(Strict):
    """One source, by a key such as jahr-stevens-1990."""

    authors: Annotated[tuple[Line, ...], Field(min_length=1, max_length=60)] = Field(
        description="Names, in order."
    )
    year: Annotated[int, Field(ge=1800, le=2100, strict=True)] = Field(description="Year of publication.")
    title: Line = Field(description="Title of the work.")
    journal: Line | None = Field(None, description="Journal, volume and pages; or the publisher.")
    doi: Annotated[str, StringConstraints(max_length=120)] | None = Field(
        None, description="10.1038/nature09589"
    )
    pmid: Annotated[int, Field(ge=1, le=99_999_999, strict=True)] | None = Field(
        None, description="Its number in PubMed."
    )
    url: Annotated[str, StringConstraints(max_length=300)] | None = Field(
        None, description="A link, when there is no DOI."
    )
    supports: Prose | None = Field(None, description="What it is cited for, in our own words.")


class PlaylistItem(Strict):
    """One scene, or one step of it, of a playlist; short: `nmda-blockade` or `nmda-blockade@trapped`."""

    scene: Slug = Field(description="A scene's id.")
    step: Slug | None = Field(None, description="One of its steps; the whole scene when left out.")


def _as_item(value: Any) -> Any:
    """Return the long form of an item such as scene@step; anything else as it is."""
    if not isinstance(value, str):
        return value
    scene, at, step = value.partition("@")
    return {"scene": scene, "step": step} if at else {"scene": scene}


ShortItem = Annotated[
    PlaylistItem,
    BeforeValidator(_as_item, json_schema_input_type=PlaylistItem | str),
]


class Playlist(Strict):
    """Scenes and single steps, one after the other. Its texts are translated in `locale/*/playlists.po`."""

    id: Slug = Field(description="Its name; the file has the same.")
    title: Line = Field(description="What it is called.")
    summary: Line | None = Field(None, description="One sentence on it.")
    language: Literal["en", "fr"] = Field("en", description="The language of its texts.")
    journey: Flag = Field(
        False, description="The camera goes from scene to scene as each one's `enter` says, without a cut."
    )
    items: Annotated[tuple[ShortItem, ...], Field(min_length=1, max_length=60)] = Field(
        description="Scenes and steps, in order."
    )


@lru_cache(maxsize=1)
def prepare() -> None:
    """Build what checks the keys of every kind, in the order in which the kinds were written: each is then built once."""
    kinds = list(Strict.__subclasses__())
    for kind in kinds:
        kinds += kind.__subclasses__()
        kind.model_rebuild()
