"""Everything true on stage at one instant, as inert values. Knows stage units and states; knows no colour or pixel."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from visualizer.core.geometry import Box, Point, Points
from visualizer.scene.model import Evidence


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the picture looks: from one box to the next, `mix` of the way (0 before, 1 after, eased)."""

    start: Box
    end: Box
    mix: float = 1.0
    subject_start: str = ""  # the one member closed in on, such as nmdar.5; empty in wide shots
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A cell's body: terminal, dendrite or astrocyte; its outline is the anatomy's."""

    id: str
    kind: str
    alpha: float = 1.0
    lit: float = 0.0  # depolarised or highlighted, 0 to 1
    wave: float = -1.0  # an action potential's place along the axon and membrane, 0 to 1; below 0: none


@dataclass(frozen=True, slots=True)
class Member:
    """One receptor or carrier in its membrane: where, which way, in what state and how it looks."""

    id: str
    at: Point
    angle: float  # radians; 0 stands upright with its outside up
    height: float
    state: str
    gate: float = 0.0
    bound: float = 0.0
    outward: float = 0.0
    inward: float = 0.0
    active: float = 0.0
    paired: float = 0.0
    phosphorylated: float = 0.0
    holds: Mapping[str, str] = field(default_factory=_nothing)  # site to substance
    chosen: bool = False
    breath: float = 0.0


@dataclass(frozen=True, slots=True)
class Proteins:
    """A group of one receptor or carrier type."""

    id: str
    kind: str
    type: str
    members: tuple[Member, ...]
    alpha: float = 1.0


@dataclass(frozen=True, slots=True)
class Vesicle:
    """One vesicle: `opening` 0 closed to 1 an omega; `fullness` 1 full to 0 empty; `sunk` 1 when gone into the membrane."""

    at: Point
    radius: float
    angle: float
    opening: float
    fullness: float
    sunk: float
    alpha: float = 1.0


@dataclass(frozen=True, slots=True)
class Vesicles:
    """The vesicles of a terminal."""

    id: str
    substance: str
    holds: int
    each: tuple[Vesicle, ...]
    alpha: float = 1.0
    dense: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """One substance's molecules: `free` and `threading` (in a pore or carrier) have shape (n, 2), stage units."""

    id: str
    substance: str
    free: NDArray[np.float32]
    threading: NDArray[np.float32]
    fading: tuple[tuple[float, float, float], ...] = ()  # x, y, alpha of those that come or go
    alpha: float = 1.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A whole small neuron; `spikes` are ages in seconds of its recent action potentials, the newest first."""

    id: str
    cell: str
    at: Point
    size: float
    axon_to: Point | None
    spikes: tuple[float, ...] = ()
    alpha: float = 1.0
    lit: float = 0.0
    rate: float = 1.0
    traced: bool = False  # its firing follows a curve, so the picture shows a trace of it


@dataclass(frozen=True, slots=True)
class Soft:
    """A body inside a cell: kinase, complex, protein, ligand or lysosome. `many` are places of a group, x, y, alpha.

    `drifted` is how far a phosphate that was taken off has gone, `breath` −1 to 1 how a brain's lit part swells and ebbs.
    """

    id: str
    kind: str
    at: Point
    size: tuple[float, float]
    word: str = ""
    colour: str = ""
    lobes: int = 0
    substance: str = ""
    active: float = 0.0
    phosphorylated: float = 0.0
    lit: float = 0.0
    alpha: float = 1.0
    many: tuple[tuple[float, float, float], ...] = ()
    drifted: float = 0.0
    breath: float = 0.0


@dataclass(frozen=True, slots=True)
class Strand:
    """A strand of messenger RNA, from its cap on."""

    id: str
    line: Points
    alpha: float = 1.0


@dataclass(frozen=True, slots=True)
class Ribosomes:
    """Ribosomes on a strand: each one's place, angle, and length of chain from 0 to 1."""

    id: str
    each: tuple[tuple[Point, float, float], ...]
    size: float
    active: float = 0.0
    alpha: float = 1.0


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow: a head activates, a flat bar inhibits, a dotted tail moves; `drawn` is how much of it is there."""

    line: Points
    effect: str
    evidence: Evidence
    drawn: float
    alpha: float
    source: str


@dataclass(frozen=True, slots=True)
class SpineView:
    """One spine now: `grown` 0 to 1; `receptors` tell how far each has come: 1 in the membrane, less on its way.

    `sways` tell how far each has drifted along the membrane, −1 to 1: receptors diffuse sideways there.
    """

    number: int
    grown: float
    receptors: tuple[float, ...] = ()
    sways: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Spiny:
    """A dendrite with its spines now: their heads' area against ordinary, its stress from 0 to 1."""

    id: str
    spines: tuple[SpineView, ...]
    heads: float = 1.0
    stress: float = 0.0
    lit: float = 0.0
    alpha: float = 1.0


@dataclass(frozen=True, slots=True)
class ChartView:
    """A plot: how much of it is drawn and where its dot stands, in hours after the first dose."""

    id: str
    alpha: float
    now_h: float | None
    drawn: float = 1.0


@dataclass(frozen=True, slots=True)
class ResponseView:
    """A plot against a knob: where the knob stands, and the curve's value there."""

    id: str
    alpha: float
    now: float | None
    value: float | None


@dataclass(frozen=True, slots=True)
class CardView:
    """A card of claims; rows come in one after another."""

    id: str
    alpha: float
    rows: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class NumberView:
    """A number on the picture."""

    id: str
    value: float
    unit: str
    decimals: int
    alpha: float = 1.0


@dataclass(frozen=True, slots=True)
class LabelView:
    """A label's anchor now and how far it has come in."""

    index: int
    anchor: Point
    alpha: float
    substance: str = ""  # when it names a free molecule: of what


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Everything true at one instant of a scene."""

    step: int
    seconds: float
    hold: float
    camera: Camera
    bodies: tuple[Body, ...] = ()
    proteins: tuple[Proteins, ...] = ()
    vesicles: tuple[Vesicles, ...] = ()
    crowds: tuple[Crowd, ...] = ()
    cells: tuple[Cell, ...] = ()
    softs: tuple[Soft, ...] = ()
    strands: tuple[Strand, ...] = ()
    ribosomes: tuple[Ribosomes, ...] = ()
    links: tuple[Link, ...] = ()
    spiny: tuple[Spiny, ...] = ()
    charts: tuple[ChartView, ...] = ()
    responses: tuple[ResponseView, ...] = ()
    cards: tuple[CardView, ...] = ()
    numbers: tuple[NumberView, ...] = ()
    labels: tuple[LabelView, ...] = ()
    moment_h: float | None = None
    chosen: bool = False
    lit: tuple[str, ...] = ()
