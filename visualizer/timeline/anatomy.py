"""Where the parts of the cast lie on the stage: outlines, membranes, sockets, sites. Knows shapes of cells, not looks.

Membranes run left to right as the viewer sees them; `outward` points out of the cell.
"""

import math
from dataclasses import dataclass
from types import MappingProxyType

from visualizer.core.geometry import Box, Point, Points, Polyline, box_of, polyline, smooth_curve
from visualizer.core.noise import between
from visualizer.scene.model import (
    Astrocyte,
    AxonTerminal,
    Brain,
    Complex,
    DeepStructures,
    Dendrite,
    Kinase,
    Ligand,
    Lysosome,
    MembraneProtein,
    Mrna,
    Neuron,
    Protein,
    Ribosome,
    Scene,
    SpinyDendrite,
)
from visualizer.timeline.spines import SpinyPlan, bounds_of, box_of_spine, plan_spines

THICKNESS = 22.0
"""Thickness of the drawn bilayer, stage units; proteins of the default height span it."""

FAR = 2600.0
"""How far bodies run on beyond the stage, so that no camera sees their end."""


def _oval(wide: float, high: float) -> tuple[Point, ...]:
    turns = [math.tau * i / 12 for i in range(12)]
    return tuple((-wide * math.sin(turn), -high * math.cos(turn)) for turn in turns)


SOMATA: dict[str, tuple[Point, ...]] = {
    "pyramidal": ((0.0, -0.92), (-0.86, -0.72), (-0.34, 0.45), (0.0, 1.25), (0.34, 0.45), (0.86, -0.72)),
    "interneuron": _oval(0.86, 0.80),
    "raphe": _oval(0.86, 0.90),
    "habenula": _oval(0.86, 0.90),
}
"""Outlines of drawn somata in half their size, clockwise from the foot, so that the outside lies to the left."""

HEIGHTS = {
    "NMDA": 84.0,
    "AMPA": 66.0,
    "GABA-A": 62.0,
    "5-HT1A": 44.0,
    "5-HT2A": 44.0,
    "mu-opioid": 48.0,
    "SERT": 48.0,
    "NET": 48.0,
    "DAT": 48.0,
    "EAAT": 50.0,
    "TrkB": 104.0,
    "L-type": 78.0,
    "T-type": 70.0,
}
"""Default heights on stage, by type. The NMDA receptor stands about 1.3 times as tall out of the membrane as AMPA here."""

REACHES = {
    "NMDA": (-0.28, 0.80), "AMPA": (-0.28, 0.66), "SERT": (-0.95, 0.85), "NET": (-0.72, 0.70),
    "DAT": (-0.72, 0.70), "TrkB": (-0.55, 0.75), "L-type": (-0.62, 0.78),
    "T-type": (-0.62, 0.60), "mu-opioid": (-0.66, 0.70),
}  # fmt: skip
"""How far a protein reaches inwards and outwards, in its height, with room for what comes to it; for cameras."""

ANCHORS: dict[str, Point] = {
    "vestibule": (0.045, 0.035), "pore": (0.028, -0.06), "ligand-site": (0.205, 0.318), "coagonist-site": (-0.145, 0.318),
    "site": (0.065, 0.03),
}  # fmt: skip
"""Where a label's dot lies beside a site, so that it does not cover the letter of what sits there."""

DOTS: dict[str, dict[str, Point]] = {
    "mu-opioid": {"ligand-site": (0.105, 0.175)},
    "TrkB": {"membrane-site": (0.046, 0.018)},
}
"""The same for receptors whose sites lie elsewhere."""

# Sites within a protein, as parts of its height from the middle of the membrane; +y is outside. The art has the same.
SITES: dict[str, dict[str, Point]] = {
    "NMDA": {
        "top": (0.17, 0.62), "mouth": (0.0, 0.36), "gate": (0.0, 0.149), "vestibule": (0.0, 0.041), "pore": (0.0, -0.053),
        "filter": (0.0, -0.078), "inside": (0.0, -0.33), "ligand-site": (0.175, 0.325), "coagonist-site": (-0.175, 0.325),
    },
    "AMPA": {
        "top": (0.25, 0.36), "mouth": (0.0, 0.40), "gate": (0.0, 0.14), "vestibule": (0.0, 0.04), "pore": (0.0, -0.04),
        "filter": (0.0, -0.08), "inside": (0.0, -0.30), "ligand-site": (0.28, 0.26),
    },
    "SERT": {
        "top": (0.22, 0.30), "mouth": (0.0, 0.62), "outer-gate": (0.0, 0.315), "site": (0.0, 0.024),
        "sodium-site": (0.045, -0.076), "chloride-site": (-0.045, -0.085), "potassium-site": (0.0, 0.024),
        "inner-gate": (0.0, -0.315), "inside": (0.0, -0.652),
    },
    "5-HT1A": {"top": (0.20, 0.02), "mouth": (0.0, 0.60), "ligand-site": (0.0, 0.30), "inside": (0.0, -0.55)},
    "GABA-A": {"top": (0.15, 0.50), "mouth": (0.0, 0.70), "gate": (0.0, 0.0), "ligand-site": (0.26, 0.28),
               "inside": (0.0, -0.55)},
    "TrkB": {"top": (0.26, 0.44), "mouth": (0.0, 0.72), "ligand-site": (0.0, 0.33), "kinase": (0.13, -0.34),
             "phosphate": (0.305, -0.41), "membrane-site": (0.0, -0.005), "inside": (0.0, -0.55)},
    "L-type": {"top": (0.20, 0.16), "mouth": (0.0, 0.52), "filter": (0.0, 0.13), "vestibule": (0.0, 0.0), "pore": (0.0, 0.0),
               "gate": (0.0, -0.15), "sensor": (0.36, 0.02), "inside": (0.0, -0.50)},
    "EAAT": {"top": (0.25, 0.32), "mouth": (0.0, 0.55), "site": (0.0, 0.05), "inside": (0.0, -0.55)},
}  # fmt: skip
SITES["mu-opioid"] = {
    "top": (0.26, 0.36), "mouth": (0.0, 0.62), "ligand-site": (0.0, 0.115), "inside": (0.0, -0.55),
}  # fmt: skip
SITES["T-type"] = SITES["L-type"] | {"top": (0.17, 0.22)}
SITES |= {"NET": SITES["SERT"], "DAT": SITES["SERT"], "5-HT2A": SITES["5-HT1A"]}


@dataclass(frozen=True, slots=True)
class Membrane:
    """A membrane line and which side of it is out: +1 when its left is outside, −1 when its right is."""

    line: Polyline
    sign: float

    def outward(self, distance: float) -> Point:
        """Return the unit vector out of the cell at this arc length."""
        x, y = self.line.normal(distance)
        return (x * self.sign, y * self.sign)


@dataclass(frozen=True, slots=True)
class BodyPlan:
    """A cell body: its outline (closed) and its named membranes."""

    id: str
    kind: str
    cell: str
    outline: Points
    membranes: MappingProxyType[str, Membrane]
    parts: MappingProxyType[str, Point]
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Socket:
    """Where one membrane protein sits."""

    at: Point
    angle: float
    height: float
    membrane: tuple[str, str]
    distance: float


@dataclass(frozen=True, slots=True)
class Reader:
    """Where one ribosome lies on its strand: how far along, where, and how the strand runs there (radians)."""

    distance: float
    at: Point
    angle: float


@dataclass(frozen=True, slots=True)
class Anatomy:
    """All places of a scene's cast. `somata` are the cell bodies of whole neurons, which are drawn as figures.

    `strands` are those of messenger RNA, from the cap on; `readers` the ribosomes on them.
    """

    bodies: MappingProxyType[str, BodyPlan]
    somata: MappingProxyType[str, BodyPlan]
    sockets: MappingProxyType[str, tuple[Socket, ...]]
    strands: MappingProxyType[str, Polyline]
    readers: MappingProxyType[str, tuple[Reader, ...]]
    spiny: MappingProxyType[str, SpinyPlan]

    def membrane(self, ref: str) -> Membrane:
        """Return the membrane a reference such as dendrite.membrane names."""
        figure, _, part = ref.partition(".")
        plan = self.bodies.get(figure) or self.somata[figure]
        return plan.membranes[part or "membrane"]


def lay_out(scene: Scene, seed: int = 0) -> Anatomy:
    """Return the anatomy of a scene's cast; a function of the scene and the seed alone."""
    bodies: dict[str, BodyPlan] = {}
    somata: dict[str, BodyPlan] = {}
    for name, figure in scene.cast.items():
        match figure:
            case AxonTerminal():
                bodies[name] = _terminal(name, figure)
            case Dendrite():
                bodies[name] = _dendrite(name, figure)
            case Astrocyte():
                bodies[name] = _astrocyte(name, figure)
            case Neuron():
                somata[name] = _soma(name, figure)
            case _:
                pass
    plans = MappingProxyType(bodies)
    spiny = {
        name: plan_spines(name, figure, seed)
        for name, figure in scene.cast.items()
        if isinstance(figure, SpinyDendrite)
    }
    sockets = _all_sockets(scene, MappingProxyType(bodies | somata), seed)
    strands = {
        name: polyline(smooth_curve(figure.path, pieces=14))
        for name, figure in scene.cast.items()
        if isinstance(figure, Mrna)
    }
    readers = {
        name: _readers(name, figure, strands[figure.on.partition(".")[0]], seed)
        for name, figure in scene.cast.items()
        if isinstance(figure, Ribosome)
    }
    return Anatomy(
        plans,
        MappingProxyType(somata),
        MappingProxyType(sockets),
        MappingProxyType(strands),
        MappingProxyType(readers),
        MappingProxyType(spiny),
    )


def _readers(name: str, figure: Ribosome, strand: Polyline, seed: int) -> tuple[Reader, ...]:
    """Return the places of ribosomes on a strand, unevenly spaced."""
    low, high = (q.base for q in figure.span) if figure.span else (0.18, 0.92)
    slot = (high - low) / figure.count
    out = []
    for i in range(figure.count):
        share = low + slot * (i + 0.5 + between(-0.14, 0.14, seed, name, "reader", i))
        distance = strand.length * share
        out.append(reader(strand, distance))
    return tuple(out)


def reader(strand: Polyline, distance: float) -> Reader:
    """Return a ribosome's place at an arc length of its strand; its large part lies on the strand's left."""
    x, y = strand.normal(distance)
    return Reader(distance, strand.at(distance), math.atan2(y, x) - math.pi / 2)


def way_through(type_: str) -> tuple[str, ...]:
    """Return the parts that an ion passes in a channel, from outside to inside."""
    places = SITES.get(type_, {})
    inner = sorted(("gate", "vestibule", "filter"), key=lambda part: -places.get(part, (0.0, 0.0))[1])
    return ("mouth", *inner, "inside")


def bounds(scene: Scene, anatomy: Anatomy, ref: str) -> Box | None:
    """Return the box a camera must show for a reference, or None when it has no place."""
    name, *rest = ref.split(".")
    figure = scene.cast.get(name)
    if name in anatomy.sockets:
        places, type_ = anatomy.sockets[name], getattr(figure, "type", "")
        if rest and rest[0].isdigit():
            return _around(places[int(rest[0]) - 1], type_)
        box = _around(places[0], type_)
        for place in places[1:]:
            box = box.union(_around(place, type_))
        return box
    match figure:
        case AxonTerminal():
            (x, y), (w, h) = figure.at, figure.size
            return Box(x - w / 2, y - h / 2, x + w / 2, y + h / 2)
        case Dendrite() | Astrocyte():
            return box_of(figure.path)
        case SpinyDendrite():
            if rest and rest[0].isdigit():
                return box_of_spine(anatomy.spiny[name].spine(int(rest[0])))
            return bounds_of(figure)
        case Neuron():
            return Box(figure.at[0], figure.at[1], figure.at[0], figure.at[1]).grown(figure.size * 1.6)
        case Kinase() | Complex() | Protein():
            wide, high = figure.spread if isinstance(figure, Protein) and figure.word is None else figure.size
            (x, y), room = figure.at, 0.7
            return Box(x - room * wide, y - room * high, x + room * wide, y + room * high)
        case Brain() | DeepStructures():
            (x, y), half = figure.at, figure.size / 2
            return Box(x - half, y - 0.94 * half, x + half, y + 0.8 * half)
        case Lysosome() | Ligand():
            return Box(*figure.at, *figure.at).grown(figure.size * 0.7)
        case Mrna():
            return box_of(anatomy.strands[name].points).grown(30.0)
        case Ribosome():
            return box_of([one.at for one in anatomy.readers[name]]).grown(figure.size * 1.2)
        case _:
            return None


def site(socket: Socket, type_: str, part: str) -> Point:
    """Return the stage point of a named site of a protein in its socket; its middle when the part has no place."""
    x, y = SITES.get(type_, {}).get(part, (0.0, 0.0))
    return local(socket, (x * socket.height, y * socket.height))


def dot(socket: Socket, type_: str, part: str) -> Point:
    """Return where a label points for a part of a protein."""
    if part in ANCHORS and part in SITES.get(type_, {}) and type_ in ("NMDA", "SERT", "NET", "DAT"):
        x, y = ANCHORS[part]
        sides = (x, -x) if SITES[type_][part][0] == 0.0 else (x,)
        # Labels stand at the right: a dot left of what sits in the middle would strike its letter through.
        return max(local(socket, (side * socket.height, y * socket.height)) for side in sides)
    if part in DOTS.get(type_, {}):
        x, y = DOTS[type_][part]
        return local(socket, (x * socket.height, y * socket.height))
    return site(socket, type_, part)


def local(socket: Socket, point: Point) -> Point:
    """Return the stage point of a protein's own coordinates (stage units, +y outside)."""
    c, s = math.cos(socket.angle), math.sin(socket.angle)
    return (socket.at[0] + point[0] * c - point[1] * s, socket.at[1] + point[0] * s + point[1] * c)


def _around(socket: Socket, type_: str) -> Box:
    low, high = REACHES.get(type_, (-0.55, 0.55))
    middle = local(socket, (0.0, socket.height * (low + high) / 2))
    half = socket.height * ((high - low) / 2 + 0.08)
    return Box(middle[0] - half, middle[1] - half, middle[0] + half, middle[1] + half)


def _terminal(name: str, figure: AxonTerminal) -> BodyPlan:
    (cx, cy), (w, h) = figure.at, figure.size
    a, b = w / 2, h / 2
    neck = 0.30 * a
    right = [
        (0.0, -b), (0.34 * a, -0.985 * b), (0.66 * a, -0.90 * b), (0.90 * a, -0.62 * b), (1.0 * a, -0.18 * b),
        (0.95 * a, 0.26 * b), (0.76 * a, 0.66 * b), (0.52 * a, 1.0 * b), (0.36 * a, 1.42 * b),
        (neck, 2.0 * b), (neck * 0.94, 2.0 * b + FAR),
    ]  # fmt: skip
    wobble = [
        (between(-0.012, 0.012, name, i, "x") * a, between(-0.012, 0.012, name, i, "y") * b)
        for i in range(2 * len(right))
    ]
    left = [(-x, y) for x, y in reversed(right[1:])]
    points = [(cx + x + dx, cy + y + dy) for (x, y), (dx, dy) in zip([*left, *right], wobble, strict=False)]
    curve = smooth_curve(points, pieces=10)
    line = polyline(curve)
    bottom = line.nearest((cx, cy - b))
    start, end = line.nearest((cx - 0.56 * a, cy - b)), line.nearest((cx + 0.56 * a, cy - b))
    shoulder_left, shoulder_right = line.nearest((cx - a, cy + 0.5 * b)), line.nearest((cx + a, cy + 0.5 * b))
    membranes = {
        "membrane": Membrane(line, -1.0),
        "active-zone": Membrane(_part(line, start, end), -1.0),
        "flank-left": Membrane(_part(line, shoulder_left, line.nearest((cx - 0.62 * a, cy - b))), -1.0),
        "flank-right": Membrane(_part(line, line.nearest((cx + 0.62 * a, cy - b)), shoulder_right), -1.0),
    }
    parts = {
        "membrane": line.at(line.nearest((cx + a, cy - 0.15 * b))),
        "active-zone": line.at(bottom),
        "inside": (cx + 0.4 * a, cy + 0.35 * b),
        "axon": (cx + neck, cy + 1.3 * b),
        "flank-left": membranes["flank-left"].line.at(membranes["flank-left"].line.length / 2),
        "flank-right": membranes["flank-right"].line.at(membranes["flank-right"].line.length / 2),
    }
    return BodyPlan(
        name,
        "axon-terminal",
        figure.cell or "glutamatergic",
        curve,
        MappingProxyType(membranes),
        MappingProxyType(parts),
    )


def _dendrite(name: str, figure: Dendrite) -> BodyPlan:
    path = list(figure.path)
    (x0, y0), (x1, y1) = path[0], path[-1]
    if figure.depth is not None:
        inner = smooth_curve(path, pieces=14)
        line = own = polyline(inner)
        outline = (*inner, *_bowl(path[0], path[-1], figure.depth))
    else:
        ends = [(x0 - FAR, y0 - 0.12 * FAR)], [(x1 + FAR, y1 - 0.12 * FAR)]
        inner = smooth_curve([ends[0][0], *path, ends[1][0]], pieces=14)
        line = polyline(inner)
        first, last = line.nearest(path[0]), line.nearest(path[-1])
        own = _part(line, first, last)
        outline = (*inner, (x1 + FAR, -FAR), (x0 - FAR, -FAR))
    low, high = (q.base for q in figure.density) if figure.density else (0.34, 0.64)
    density = _part(own, own.length * low, own.length * high)
    middle = density.at(density.length / 2)
    membranes = {
        "membrane": Membrane(own, 1.0),
        "density": Membrane(density, 1.0),
        "whole": Membrane(line, 1.0),
    }
    parts = {
        "membrane": own.at(own.length * 0.8),
        "density": middle,
        "inside": (middle[0], middle[1] - min(120.0, 0.6 * (figure.depth or 200.0))),
    }
    return BodyPlan(
        name,
        "dendrite" if figure.depth is None else "piece",
        figure.cell or "target",
        outline,
        MappingProxyType(membranes),
        MappingProxyType(parts),
    )


SEATED = 0.93
"""Receptors stand so far within a soma's outline, in parts of its size, that their feet are in it and not on it."""


def _bowl(first: Point, last: Point, depth: float) -> Points:
    """Return the rounded lower edge of a piece that is cut out, from its right end back to its left one."""
    half, middle = (last[0] - first[0]) / 2, (first[0] + last[0]) / 2
    out = []
    for k in range(1, 24):
        angle = math.pi * k / 24
        across, down = math.cos(angle), math.sin(angle)
        y = last[1] + (first[1] - last[1]) * k / 24
        out.append((middle + half * math.copysign(abs(across) ** 0.6, across), y - depth * abs(down) ** 0.6))
    return tuple(out)


def _soma(name: str, figure: Neuron) -> BodyPlan:
    (x, y), half = figure.at, figure.size / 2
    around = SOMATA.get(figure.cell, SOMATA["interneuron"])
    half *= SEATED
    ring = smooth_curve([(x + px * half, y + py * half) for px, py in around], closed=True)
    ring = (*ring, ring[0])
    membrane = Membrane(polyline(ring), 1.0)
    parts = {"soma": (x, y), "membrane": membrane.line.at(membrane.line.length * 0.75)}
    if figure.axon_to is not None:
        parts["ending"] = figure.axon_to
    membranes = MappingProxyType({"membrane": membrane, "soma": membrane})
    return BodyPlan(name, "neuron", figure.cell, ring, membranes, MappingProxyType(parts))


def _astrocyte(name: str, figure: Astrocyte) -> BodyPlan:
    side = 1.0 if figure.side == "right" else -1.0
    first, second, last, before = figure.path[0], figure.path[1], figure.path[-1], figure.path[-2]
    start = (first[0] + side * 0.5 * FAR, first[1] + math.copysign(0.6 * FAR, first[1] - second[1]))
    end = (last[0] + side * 0.5 * FAR, last[1] + math.copysign(0.3 * FAR, last[1] - before[1]))
    edge = smooth_curve([start, *figure.path, end], pieces=12)
    far = [(end[0] + side * FAR, end[1]), (start[0] + side * FAR, start[1])]
    line = polyline(edge)
    own = _part(line, line.nearest(first), line.nearest(last))
    downward = edge[-1][1] < edge[0][1]
    sign = (-1.0 if downward else 1.0) * side
    membranes = {"membrane": Membrane(own, sign), "whole": Membrane(line, sign)}
    middle = own.at(own.length / 2)
    parts = {"membrane": middle, "inside": (middle[0] + side * 90, middle[1])}
    return BodyPlan(
        name,
        "astrocyte",
        "astrocyte",
        (*edge, *far),
        MappingProxyType(membranes),
        MappingProxyType(parts),
        behind=True,
    )


def _all_sockets(
    scene: Scene, bodies: MappingProxyType[str, BodyPlan], seed: int
) -> dict[str, tuple[Socket, ...]]:
    """Return the sockets of every group; groups that share a stretch of membrane take turns along it."""
    groups = {name: figure for name, figure in scene.cast.items() if isinstance(figure, MembraneProtein)}
    sockets: dict[str, dict[int, Socket]] = {name: {} for name in groups}
    for cluster in _clusters(groups, bodies):
        wanted = sorted(
            (
                _reach(groups[name], bodies)[0]
                + _room(groups[name], bodies) * (i + 0.5) / groups[name].count,
                order,
                name,
                i,
            )
            for order, name in enumerate(cluster)
            for i in range(groups[name].count)
        )
        body, part = _membrane_of(groups[cluster[0]])
        membrane = bodies[body].membranes[part]
        low = min(_reach(groups[name], bodies)[0] for name in cluster)
        high = max(_reach(groups[name], bodies)[1] for name in cluster)
        slot = (high - low) / len(wanted)
        for place, (_, _, name, i) in enumerate(wanted):
            figure = groups[name]
            distance = low + slot * (place + 0.5 + between(-0.14, 0.14, "socket", seed, name, i))
            outward = membrane.outward(distance)
            angle = (
                math.atan2(outward[1], outward[0]) - math.pi / 2 + between(-0.06, 0.06, "tilt", seed, name, i)
            )
            height = figure.size or HEIGHTS[figure.type]
            sockets[name][i] = Socket(membrane.line.at(distance), angle, height, (body, part), distance)
    return {name: tuple(places[i] for i in sorted(places)) for name, places in sockets.items()}


def _clusters(groups: dict[str, MembraneProtein], bodies: MappingProxyType[str, BodyPlan]) -> list[list[str]]:
    clusters: list[list[str]] = []
    for name, figure in groups.items():
        for cluster in clusters:
            if any(_share_a_stretch(figure, groups[other], bodies) for other in cluster):
                cluster.append(name)
                break
        else:
            clusters.append([name])
    return clusters


def _share_a_stretch(a: MembraneProtein, b: MembraneProtein, bodies: MappingProxyType[str, BodyPlan]) -> bool:
    if _membrane_of(a) != _membrane_of(b) or a.hidden != b.hidden:
        return False
    (a_low, a_high), (b_low, b_high) = _reach(a, bodies), _reach(b, bodies)
    return a_low < b_high and b_low < a_high


def _membrane_of(figure: MembraneProtein) -> tuple[str, str]:
    body, _, part = figure.on.partition(".")
    return body, part or "membrane"


def _reach(figure: MembraneProtein, bodies: MappingProxyType[str, BodyPlan]) -> tuple[float, float]:
    body, part = _membrane_of(figure)
    length = bodies[body].membranes[part].line.length
    low, high = (quantity.base for quantity in figure.span) if figure.span else (0.06, 0.94)
    return length * low, length * high


def _room(figure: MembraneProtein, bodies: MappingProxyType[str, BodyPlan]) -> float:
    low, high = _reach(figure, bodies)
    return high - low


def stretch(membrane: Membrane, low: float, high: float) -> Membrane:
    """Return the part of a membrane between two shares of its length."""
    line = membrane.line
    return Membrane(_part(line, line.length * low, line.length * high), membrane.sign)


def _part(line: Polyline, start: float, end: float) -> Polyline:
    inner = [p for p, d in zip(line.points, line.lengths, strict=True) if start < d < end]
    return polyline([line.at(start), *inner, line.at(end)])
