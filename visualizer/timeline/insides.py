"""Bodies inside a cell over a whole scene: where they are, whether they work, what they carry, who reads which strand.

Knows places, tracks and arrows' ends; knows no colour and no chance but keyed noise.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from visualizer.core.easing import mix, ramp, smooth
from visualizer.core.geometry import Point, Points
from visualizer.core.noise import between, drift, uniforms
from visualizer.scene.model import (
    Brain,
    Complex,
    DeepStructures,
    FromCurve,
    Kinase,
    Ligand,
    Lysosome,
    Neuron,
    Protein,
    Ribosome,
    Scene,
    SoftBody,
)
from visualizer.timeline.anatomy import Anatomy, reader, site
from visualizer.timeline.plan import Arrow, Glide, StepPlan
from visualizer.timeline.snapshot import Link, Ribosomes, Soft, Strand
from visualizer.timeline.tracks import Track, track

FRESH = 2.6
"""Seconds on screen for which a body glows after it has been set to work."""

FLIGHT = 2.2
"""Seconds on screen that a new protein takes from its ribosome to its place."""

TOUCH = 5.0
"""Stage units between an arrow's end and the body it leads to: its outline, not its name."""

SHORTEST = 8.0
"""Stage units: between bodies nearer than this there is no room for an arrow."""

FALLING = 0.02
"""Seconds ahead in which a phosphate that is being taken off is told from one that comes."""

SWAY = 2.6
"""Stage units that a body stirs in the cytosol, to each side."""


@dataclass(frozen=True, slots=True)
class Insider:
    """One figure inside a cell, as functions of the scene's clock."""

    id: str
    kind: str
    size: tuple[float, float]
    x: Track
    y: Track
    active: Track
    phosphate: Track
    fresh: Track
    homes: Points = ()  # where many lie, about its middle
    count: FromCurve | None = None


@dataclass(frozen=True, slots=True)
class Insides:
    """All bodies inside cells of a scene. `read` is how far ribosomes have read, by figure."""

    bodies: Mapping[str, Insider]
    read: Mapping[str, Track]
    active: Mapping[str, Track]
    born: Mapping[
        str, tuple[str, float, float]
    ]  # proteins to their ribosomes, and when they come, and for how long
    seed: int


NONE = Insides(MappingProxyType({}), MappingProxyType({}), MappingProxyType({}), MappingProxyType({}), 0)


def insides_of(scene: Scene, anatomy: Anatomy, plans: tuple[StepPlan, ...], seed: int) -> Insides:
    """Return the bodies inside cells over a scene; a function of the scene and the seed."""
    bodies, read, working = {}, {}, {}
    for name, figure in scene.cast.items():
        match figure:
            case Kinase() | Complex() | Protein() | Ligand() | Lysosome() | Brain() | DeepStructures():
                bodies[name] = _insider(name, figure, plans, seed)
            case Ribosome():
                read[name] = track(
                    0.0,
                    [
                        (p.start + r.at, r.lasts, 1.0)
                        for p in plans
                        for r in p.readings
                        if r.ribosomes == name
                    ],
                )
                working[name] = _marked(name, "active", 0.0, plans)
            case _:
                pass
    born = {
        reading.into: (reading.ribosomes, plan.start + reading.at, reading.lasts)
        for plan in plans
        for reading in plan.readings
        if reading.into
    }
    return Insides(
        MappingProxyType(bodies),
        MappingProxyType(read),
        MappingProxyType(working),
        MappingProxyType(born),
        seed,
    )


def softs(
    insides: Insides,
    scene: Scene,
    anatomy: Anatomy,
    presence: Mapping[str, Track],
    glow: Mapping[str, Track],
    counts: Mapping[str, float],
    clock: float,
    breath: float,
) -> tuple[Soft, ...]:
    """Return the bodies inside cells at a time; `counts` are those that a curve says."""
    out = []
    for name, body in insides.bodies.items():
        alpha = presence[name].at(clock)
        if alpha <= 0.0:
            continue
        middle = _middle(insides, body, clock, breath)
        figure = scene.cast[name]
        soft = figure if isinstance(figure, SoftBody) else None
        out.append(
            Soft(
                name,
                body.kind,
                middle,
                body.size,
                soft.word or "" if soft is not None else "",
                soft.colour if soft is not None else "",
                figure.lobes if isinstance(figure, Complex) else 0,
                figure.type if isinstance(figure, Ligand) else "",
                body.active.at(clock),
                body.phosphate.at(clock),
                max(glow[name].at(clock), body.fresh.at(clock)),
                alpha,
                _many(insides, anatomy, body, middle, counts.get(name), clock, breath),
                _drifted(body, clock),
                drift(breath, insides.seed, name, period=6.0) if body.kind == "brain" else 0.0,
            )
        )
    return tuple(out)


def _drifted(body: Insider, clock: float) -> float:
    """Return how far a phosphate has gone that is being taken off; 0 while it sits or comes."""
    now, soon = body.phosphate.at(clock), body.phosphate.at(clock + FALLING)
    return 1.0 - now if soon < now else 0.0


def strands(anatomy: Anatomy, presence: Mapping[str, Track], clock: float) -> tuple[Strand, ...]:
    """Return the strands that are on stage."""
    return tuple(
        Strand(name, line.points, presence[name].at(clock))
        for name, line in anatomy.strands.items()
        if presence[name].at(clock) > 0.0
    )


def ribosomes(
    insides: Insides,
    scene: Scene,
    anatomy: Anatomy,
    presence: Mapping[str, Track],
    clock: float,
    breath: float,
) -> tuple[Ribosomes, ...]:
    """Return the ribosomes that are on stage: each has moved on along its strand as far as it has read."""
    out = []
    for name in anatomy.readers:
        alpha = presence[name].at(clock)
        figure = scene.cast[name]
        if alpha > 0.0 and isinstance(figure, Ribosome):
            each = tuple(
                (at, angle + 0.03 * drift(breath, insides.seed, name, i, period=5.0), chain)
                for i, (at, angle, chain) in enumerate(_reading(insides, scene, anatomy, name, clock))
            )
            out.append(Ribosomes(name, each, figure.size, insides.active[name].at(clock), alpha))
    return tuple(out)


def links(
    insides: Insides,
    scene: Scene,
    anatomy: Anatomy,
    plan: StepPlan,
    presence: Mapping[str, Track],
    seconds: float,
    breath: float,
) -> tuple[Link, ...]:
    """Return the arrows and tails of a step at a time, each from edge to edge of what it joins."""
    clock = plan.start + seconds
    out = []
    for arrow in plan.arrows:
        drawn = ramp(seconds, arrow.at, max(arrow.lasts, 1e-6))
        fading = 1.0 - ramp(seconds, arrow.until - 0.3, 0.3)
        alpha = fading * _least(presence, clock, arrow.source, arrow.target)
        if drawn <= 0.0 or alpha <= 0.0:
            continue
        line = _line(insides, scene, anatomy, arrow, clock, breath)
        if line is not None:
            out.append(Link(line, arrow.effect, arrow.evidence, drawn, alpha, arrow.source.partition(".")[0]))
    for glide in plan.glides:
        body = insides.bodies[glide.figure]
        drawn = smooth((seconds - glide.at) / max(glide.lasts, 1e-6))
        alpha = _least(presence, clock, glide.figure)
        if drawn <= 0.02 or alpha <= 0.0:
            continue
        out.append(
            Link(_tail(body, plan, glide, clock), "moves", plan.step.evidence, 1.0, alpha, glide.figure)
        )
    return tuple(out)


def place(
    insides: Insides, scene: Scene, anatomy: Anatomy, ref: str, clock: float, breath: float
) -> Point | None:
    """Return the middle of what a reference names, for an arrow or a label; None when it has no place inside."""
    found = _spot(insides, scene, anatomy, ref, clock, breath)
    return None if found is None else found[0]


def edge(insides: Insides, name: str, part: str, clock: float, breath: float) -> Point:
    """Return where a label points on a body: at its upper right edge, off its name, or at a part of it."""
    body = insides.bodies[name]
    (x, y), (w, h) = _middle(insides, body, clock, breath), body.size
    spots = {
        "phosphate": (0.42, 0.34), "top": (0.10, 0.50), "foot": (0.10, -0.50), "cleft": (0.26, 0.34), "inside": (0.1, 0.0),
        "membrane": (0.42, 0.27),
    }  # fmt: skip
    if body.homes:
        far = max(body.homes[:6], key=lambda home: home[0] - 0.3 * abs(home[1]))
        return (x + far[0] + 0.2 * w, y + far[1])
    # the lobes of a complex reach farther here and less far there; its middle one is always under this dot
    aside = (0.36, 0.06) if body.kind == "complex" else (0.47, 0.10)
    dx, dy = spots.get(part, aside)
    return (x + dx * w, y + dy * h)


def _insider(
    name: str,
    figure: Kinase | Complex | Protein | Ligand | Lysosome | Brain | DeepStructures,
    plans: tuple[StepPlan, ...],
    seed: int,
) -> Insider:
    glides = [
        (plan.start + one.at, one.lasts, one.to)
        for plan in plans
        for one in plan.glides
        if one.figure == name
    ]
    soft = figure if isinstance(figure, SoftBody) else None
    wide, high = figure.size if isinstance(figure.size, tuple) else (figure.size, figure.size)
    fresh = []
    for plan in plans:
        for mark in plan.marks:
            if mark.figure == name and mark.what == "active" and mark.to > 0.5:
                at = plan.start + mark.at
                fresh += [(at, mark.lasts, 1.0), (at + FRESH, 1.6, 0.0)]
    homes: Points = ()
    count = None
    if isinstance(figure, Protein) and figure.word is None:
        count = figure.count if isinstance(figure.count, FromCurve) else None
        most = (count.at_most or 40) if count is not None else figure.count
        assert isinstance(most, int)
        homes = _scattered(name, most, figure.spread, max(wide, high), seed)
    return Insider(
        name,
        figure.kind,
        (wide, high),
        track(figure.at[0], [(at, lasts, to[0]) for at, lasts, to in glides]),
        track(figure.at[1], [(at, lasts, to[1]) for at, lasts, to in glides]),
        _marked(name, "active", float(soft.active) if soft is not None else 1.0, plans),
        _marked(name, "phosphate", float(soft.phosphorylated) if soft is not None else 0.0, plans),
        track(0.0, fresh),
        homes,
        count,
    )


def _marked(name: str, what: str, rest: float, plans: tuple[StepPlan, ...]) -> Track:
    changes = [
        (plan.start + mark.at, mark.lasts, mark.to)
        for plan in plans
        for mark in plan.marks
        if mark.figure == name and mark.what == what
    ]
    return track(rest, changes)


def _scattered(name: str, count: int, spread: tuple[float, float], size: float, seed: int) -> Points:
    """Return places about a middle, each the best of a few throws, so that they keep apart."""
    throws = uniforms(count * 24, seed, name, "scattered")
    places: list[Point] = []
    for i in range(count):
        best, gap = (0.0, 0.0), -1.0
        for j in range(12):
            spot = (
                (float(throws[24 * i + 2 * j]) - 0.5) * spread[0],
                (float(throws[24 * i + 2 * j + 1]) - 0.5) * spread[1],
            )
            near = min((math.dist(spot, other) for other in places), default=math.inf)
            if near > gap:
                best, gap = spot, near
        places.append(best)
    return tuple(places)


def _middle(insides: Insides, body: Insider, clock: float, breath: float) -> Point:
    stir = 0.0 if body.kind in ("lysosome", "brain") else SWAY
    return (
        body.x.at(clock) + stir * drift(breath, insides.seed, body.id, "x", period=6.0),
        body.y.at(clock) + stir * drift(breath, insides.seed, body.id, "y", period=7.0),
    )


def _many(
    insides: Insides,
    anatomy: Anatomy,
    body: Insider,
    middle: Point,
    count: float | None,
    clock: float,
    breath: float,
) -> tuple[tuple[float, float, float], ...]:
    """Return where many lie, and how solid each is; those being made come off their ribosomes one by one."""
    born = insides.born.get(body.id)
    out = []
    for i, (dx, dy) in enumerate(body.homes):
        x = middle[0] + dx + 2.0 * SWAY * drift(breath, insides.seed, body.id, i, "x", period=5.0)
        y = middle[1] + dy + 2.0 * SWAY * drift(breath, insides.seed, body.id, i, "y", period=6.0)
        alpha = 1.0 if count is None else min(max(count - i, 0.0), 1.0)
        if born is not None:
            ribosomes_, at, lasts = born
            readers = anatomy.readers[ribosomes_]
            starts = at + lasts * (0.30 + 0.62 * i / max(len(body.homes), 1))
            part = smooth((clock - starts) / FLIGHT)
            origin = readers[i % len(readers)].at
            rise = 40.0 * math.sin(math.pi * part) * between(-1.0, 1.0, insides.seed, body.id, i, "rise")
            x, y = mix(origin[0], x, part), mix(origin[1] + 36.0 * (1.0 - part), y, part) + rise
            alpha *= ramp(clock, starts, 0.4)
        if alpha > 0.0:
            out.append((x, y, alpha))
    return tuple(out)


def _reading(
    insides: Insides, scene: Scene, anatomy: Anatomy, name: str, clock: float
) -> list[tuple[Point, float, float]]:
    """Return each ribosome's place, angle and length of chain; those further along have read more."""
    figure = scene.cast[name]
    assert isinstance(figure, Ribosome)
    strand, readers = anatomy.strands[figure.on.partition(".")[0]], anatomy.readers[name]
    read = insides.read[name].at(clock)
    step = strand.length / (2.2 * (len(readers) + 1))
    out = []
    for i, one in enumerate(readers):
        here = reader(strand, min(one.distance + 0.5 * step * read, strand.length))
        share = (i + 1) / len(readers)
        out.append((here.at, here.angle, read * (0.3 + 0.7 * share)))
    return out


def _spot(
    insides: Insides, scene: Scene, anatomy: Anatomy, ref: str, clock: float, breath: float
) -> tuple[Point, tuple[float, float]] | None:
    """Return the middle of what a reference names, and its half width and height."""
    name, *rest = ref.split(".")
    if name in insides.bodies:
        body = insides.bodies[name]
        middle, (w, h) = _middle(insides, body, clock, breath), body.size
        if body.homes:
            return middle, (
                max(abs(x) for x, _ in body.homes) + w / 2,
                max(abs(y) for _, y in body.homes) + h / 2,
            )
        return middle, (w / 2, h / 2)
    if name in anatomy.somata:
        figure = scene.cast[name]
        assert isinstance(figure, Neuron)
        return figure.at, (figure.size * 0.55, figure.size * 0.55)
    if name in anatomy.sockets:
        sockets = anatomy.sockets[name]
        number = int(rest[0]) - 1 if rest and rest[0].isdigit() else len(sockets) // 2
        type_ = getattr(scene.cast[name], "type", "")
        part = next((word for word in rest if not word.isdigit()), "kinase" if type_ == "TrkB" else "inside")
        reach = sockets[number].height * 0.17
        return site(sockets[number], type_, part), (reach, reach)
    if name in anatomy.readers:
        each = _reading(insides, scene, anatomy, name, clock)
        figure = scene.cast[name]
        assert isinstance(figure, Ribosome)
        half = figure.size * 0.52
        return each[-1 if rest and rest[0] == "top" else len(each) // 2][0], (half, half)
    if name in anatomy.strands:
        line = anatomy.strands[name]
        return (line.at(line.length if rest and rest[0] == "end" else 0.0)), (14.0, 14.0)
    return None


def _line(
    insides: Insides, scene: Scene, anatomy: Anatomy, arrow: Arrow, clock: float, breath: float
) -> Points | None:
    """Return an arrow's course from the edge of its source to the edge of its target, bowed to one side."""
    source = _spot(insides, scene, anatomy, arrow.source, clock, breath)
    target = _spot(insides, scene, anatomy, arrow.target, clock, breath)
    if source is None or target is None:
        return None
    start, end = _edge_towards(source, target[0]), _edge_towards(target, source[0])
    gap = math.dist(start, end)
    if gap < SHORTEST or math.dist(source[0], target[0]) < math.dist(source[0], start):
        return None
    control = (
        (start[0] + end[0]) / 2 - 2.0 * arrow.bend * (end[1] - start[1]),
        (start[1] + end[1]) / 2 + 2.0 * arrow.bend * (end[0] - start[0]),
    )
    start, end = _edge_towards(source, control), _edge_towards(target, control)
    return tuple(
        (
            (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * control[0] + t * t * end[0],
            (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * control[1] + t * t * end[1],
        )
        for t in (i / 16 for i in range(17))
    )


def _edge_towards(spot: tuple[Point, tuple[float, float]], towards: Point) -> Point:
    (x, y), (rx, ry) = spot
    dx, dy = towards[0] - x, towards[1] - y
    away = math.hypot(dx / rx, dy / ry) or 1.0
    length = math.hypot(dx, dy) or 1.0
    return (x + dx / away + TOUCH * dx / length, y + dy / away + TOUCH * dy / length)


def _tail(body: Insider, plan: StepPlan, glide: Glide, clock: float) -> Points:
    at = plan.start + glide.at
    start, now = (body.x.at(at), body.y.at(at)), (body.x.at(clock), body.y.at(clock))
    return (start, ((start[0] + now[0]) / 2, (start[1] + now[1]) / 2), now)


def _least(presence: Mapping[str, Track], clock: float, *refs: str) -> float:
    return min(presence[ref.partition(".")[0]].at(clock) for ref in refs)
