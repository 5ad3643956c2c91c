"""A scene as functions of time: everything true at a moment is asked here. Knows the whole story; knows no colour or pixel.

Nothing is worked out on the way that has a history: tracks, states and tables were made by `compile`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from visualizer.core.easing import mix, ramp, smooth, smoother
from visualizer.core.geometry import Box, Point
from visualizer.core.noise import drift, uniforms
from visualizer.pharma import Curve, Settings
from visualizer.scene import Library
from visualizer.scene.help_lines import help_lines
from visualizer.scene.model import (
    Astrocyte,
    AxonTerminal,
    Brain,
    Card,
    Chart,
    Complex,
    Dates,
    DeepStructures,
    Dendrite,
    Evidence,
    ForAndAgainst,
    FromCurve,
    HelpLines,
    Ion,
    IonChannel,
    Kinase,
    Ligand,
    Lysosome,
    MembraneProtein,
    Molecule,
    Mrna,
    Neuron,
    Number,
    Protein,
    Receptor,
    Region,
    Response,
    Ribosome,
    Scene,
    SpinyDendrite,
    StateChain,
    Transporter,
)  # fmt: skip
from visualizer.scene.model import Vesicle as VesicleFigure
from visualizer.timeline import crowds
from visualizer.timeline.anatomy import Anatomy, dot
from visualizer.timeline.insides import NONE, Insides, edge, links, place, ribosomes, softs, strands
from visualizer.timeline.plan import Shot, StepPlan
from visualizer.timeline.regions import Regions
from visualizer.timeline.remodelling import Changes
from visualizer.timeline.snapshot import (
    Body,
    Camera,
    CardView,
    Cell,
    ChartView,
    Crowd,
    LabelView,
    Member,
    NumberView,
    Proteins,
    ResponseView,
    Snapshot,
    SpineView,
    Spiny,
    Vesicle,
    Vesicles,
)  # fmt: skip
from visualizer.timeline.spines import SLOTS, slot_angle, tip_at
from visualizer.timeline.states import Draws
from visualizer.timeline.tracks import StateTrack, Track
from visualizer.timeline.vesicles import Pool, pool_at
from visualizer.timeline.walks import Walks

REST_MV = -70.0
CHANGE_SECONDS = 0.55
"""How long a change of state takes to be seen, whatever the pace; the pose eases from one to the next."""


TRACE_SECONDS = 6.0
"""How far back a neuron's trace of firing reaches on screen."""

QUIET = 0.12
"""The share of its firing that is left of a neuron that is stopped; an illustration."""

BURST_GAP = 0.11
"""Seconds on screen between the action potentials of a burst."""

SPIKE_LOOP = 60.0
"""Seconds after which a neuron's drawn spikes repeat; longer than any step."""


BRAIN_PLACES = {
    "prefrontal": (-0.30, 0.14),
    "cerebellum": (0.30, -0.25),
    "stem": (0.14, -0.34),
    "top": (0.0, 0.36),
    "hippocampus": (-0.04, -0.145),
    "habenula": (0.10, 0.025),
    "raphe": (0.13, -0.295),
}
"""Where the parts of a brain, and what lies deep in it, stand, in its width from its middle; the art has the same."""


@dataclass(frozen=True, slots=True)
class StepOutline:
    """What a player needs to know of a step. `moments_h` is where it stands on the long clock, from its start to its
    end, in hours after the first dose; None for a step that follows the story alone.
    """

    id: str
    title: str
    seconds: float
    optional: bool
    evidence: Evidence
    key: float
    moments_h: tuple[float, float] | None = None
    asks_at: float | None = None  # when it stops with a question about what comes, in seconds
    spoken_s: float = 0.0  # how long a lecturer speaks over its end picture

    @property
    def talk_s(self) -> float:
        """Return how long a lecturer is expected to stay with it, in seconds: it is seen first, and spoken about then."""
        return self.seconds + self.spoken_s


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """A scene as functions of time. Kept by identity; everything in it was made once."""

    scene: Scene
    library: Library
    seed: int
    steps: tuple[StepOutline, ...]
    anatomy: Anatomy
    regions: Regions
    chains: Mapping[str, StateChain]
    curves: Mapping[str, Curve]
    plans: tuple[StepPlan, ...]
    states: Mapping[str, StateTrack]
    voltages: Mapping[str, Track]
    presence: Mapping[str, Track]
    glow: Mapping[str, Track]
    pools: Mapping[str, Pool]
    kinds: tuple[crowds.Kind, ...]
    walks: Walks
    shots: tuple[tuple[Shot, ...], ...]
    spikes: Mapping[str, tuple[float, ...]]
    remodelling: Mapping[str, Changes]
    most_firing: Mapping[str, float]
    drives: Mapping[str, Track]
    bursting: Mapping[str, Track]
    draws: Draws = field(default_factory=dict, repr=False)
    settings: Settings | None = None  # of its model; the scene's own where there are none
    responses: Mapping[tuple[str, int], Curve] = field(default_factory=lambda: MappingProxyType({}))
    insides: Insides = NONE

    @property
    def tables(self) -> tuple[crowds.Table, ...]:
        """Return the crowds' tables of all steps; makes those that nobody has asked for yet."""
        return tuple(self.walks.table(step) for step in range(len(self.steps)))

    @property
    def seconds(self) -> float:
        """Return the length of the whole scene."""
        return sum(step.seconds for step in self.steps)

    def at(self, step: int, seconds: float, hold: float = 0.0) -> Snapshot:
        """Return everything true in a step at a time; `hold` is how long its end has been held.

        Same arguments, same answer, in any order. Raises IndexError for a step that is not there.
        """
        plan = self.plans[step]
        seconds = min(max(seconds, 0.0), plan.step.seconds)
        clock = plan.start + seconds
        breath = clock + hold
        labels = self._labels(plan, seconds, hold)
        return Snapshot(
            step=step,
            seconds=seconds,
            hold=hold,
            camera=self._camera(step, seconds),
            bodies=self._bodies(plan, clock, seconds),
            proteins=self._proteins(clock, breath),
            vesicles=self._vesicles(clock, breath),
            crowds=self._crowds(step, seconds, hold, clock),
            cells=self._cells(plan, clock, seconds, breath),
            softs=softs(
                self.insides,
                self.scene,
                self.anatomy,
                self.presence,
                self.glow,
                self._counts(plan, seconds),
                clock,
                breath,
            ),
            strands=strands(self.anatomy, self.presence, clock),
            ribosomes=ribosomes(self.insides, self.scene, self.anatomy, self.presence, clock, breath),
            links=links(self.insides, self.scene, self.anatomy, plan, self.presence, seconds, breath),
            spiny=self._spiny(clock, breath),
            charts=self._charts(plan, seconds, clock),
            responses=self._responses(plan, seconds, clock),
            cards=self._cards(plan, seconds, clock),
            numbers=self._numbers(plan, seconds, clock),
            labels=labels,
            moment_h=plan.moment_at(seconds),
            chosen=any(course for course in plan.courses),
            lit=tuple(spell.figure for spell in plan.lit if spell.at <= seconds < spell.until),
        )

    def panels_of(self, step: int) -> tuple[str, ...]:
        """Return the charts, cards and numbers that are on at the end of a step; nobody has to walk for that."""
        plan = self.plans[step]
        seconds, clock = plan.step.seconds, plan.start + plan.step.seconds
        groups: tuple[tuple[ChartView | ResponseView | CardView | NumberView, ...], ...] = (
            self._charts(plan, seconds, clock),
            self._responses(plan, seconds, clock),
            self._cards(plan, seconds, clock),
            self._numbers(plan, seconds, clock),
        )
        return tuple(one.id for group in groups for one in group)

    def charts_at(self, step: int, seconds: float) -> tuple[str, ...]:
        """Return the charts that are on at a time of a step."""
        plan = self.plans[step]
        return tuple(one.id for one in self._charts(plan, seconds, plan.start + seconds) if one.alpha > 0.5)

    def state_of(self, member: str, step: int, seconds: float) -> str | None:
        """Return the state a member is in, or None when it follows no chain."""
        states = self.states.get(member)
        return None if states is None else states.at(self.plans[step].start + seconds)

    def _camera(self, step: int, seconds: float) -> Camera:
        shots = self.shots[step]
        current = shots[0]
        for shot in shots[1:]:
            if seconds < shot.at:
                break
            part = smoother((seconds - shot.at) / shot.lasts) if shot.lasts > 0 else 1.0
            if part < 1.0 and current.box != shot.box:
                return Camera(current.box, shot.box, part, current.subject, shot.subject)
            current = shot
        return Camera(current.box, current.box, 1.0, current.subject, current.subject)

    def _bodies(self, plan: StepPlan, clock: float, seconds: float) -> tuple[Body, ...]:
        out = []
        for name, body in self.anatomy.bodies.items():
            alpha = self.presence[name].at(clock)
            if alpha <= 0.0:
                continue
            voltage = self.voltages.get(name)
            lifted = (voltage.at(clock) - REST_MV) / 70.0 if voltage is not None else 0.0
            wave = -1.0
            for figure, at, _, _ in plan.fired:
                if figure == name and at <= seconds < at + 1.2:
                    wave = (seconds - at) / 1.2
            out.append(Body(name, body.kind, alpha, max(lifted, self.glow[name].at(clock)), wave))
        return tuple(out)

    def _proteins(self, clock: float, breath: float) -> tuple[Proteins, ...]:
        out = []
        for name, figure in self.scene.cast.items():
            if not isinstance(figure, MembraneProtein):
                continue
            alpha = self.presence[name].at(clock)
            if alpha <= 0.0:
                continue
            members = tuple(self._member(name, figure, i, clock, breath) for i in range(figure.count))
            out.append(Proteins(name, figure.kind, figure.type, members, alpha))
        return tuple(out)

    def _member(self, name: str, figure: MembraneProtein, i: int, clock: float, breath: float) -> Member:
        socket = self.anatomy.sockets[name][i]
        member = f"{name}.{i + 1}"
        sway = drift(breath, self.seed, member, period=5.0)
        lift = 0.45 * sway  # a protein breathes by bobbing in its membrane, under half a unit
        at = (socket.at[0] - math.sin(socket.angle) * lift, socket.at[1] + math.cos(socket.angle) * lift)
        states = self.states.get(member)
        if states is None:
            return Member(member, at, socket.angle, socket.height, "", breath=sway)
        chain = self.chains[figure.chain or ""]
        k = states.index(clock)
        now = chain.poses.get(states.states[k])
        before = chain.poses.get(states.states[k - 1]) if k > 0 else now
        if now is None or before is None:
            return Member(member, at, socket.angle, socket.height, states.states[k], breath=sway)
        x = smooth((clock - states.times[k]) / CHANGE_SECONDS)
        return Member(
            member, at, socket.angle, socket.height, states.states[k],
            gate=mix(before.gate, now.gate, x),
            bound=mix(before.bound, now.bound, x),
            outward=mix(before.outward, now.outward, x),
            inward=mix(before.inward, now.inward, x),
            active=mix(before.active, now.active, x),
            paired=mix(before.paired, now.paired, x),
            phosphorylated=mix(before.phosphorylated, now.phosphorylated, x),
            holds=MappingProxyType(dict(now.holds)),
            chosen=states.chosen[k],
            breath=sway,
        )  # fmt: skip

    def _vesicles(self, clock: float, breath: float) -> tuple[Vesicles, ...]:
        out = []
        for name, pool in self.pools.items():
            alpha = self.presence[name].at(clock)
            if alpha > 0.0:
                each = pool_at(pool, clock, breath)
                out.append(Vesicles(name, pool.substance, pool.holds, each, alpha, pool.dense))
        return tuple(out)

    def _crowds(self, step: int, seconds: float, hold: float, clock: float) -> tuple[Crowd, ...]:
        if hold > 0.0:
            table, row = self.walks.hold(step), _to_and_fro(hold, crowds.HOLD_SECONDS) / crowds.TICK
        else:
            table, row = self.walks.table(step), seconds / crowds.TICK
        low = min(int(row), len(table.places) - 1)
        high = min(low + 1, len(table.places) - 1)
        part = np.float32(row - low)
        places = table.places[low] + (table.places[high] - table.places[low]) * part
        states, alphas = table.states[low], table.alpha[low]
        out = []
        for kind in self.kinds:
            alpha = self.presence[kind.id.partition(":")[0]].at(clock)  # what vesicles let out goes with them
            if alpha <= 0.0:
                continue
            mine, state, fade = places[kind.all], states[kind.all], alphas[kind.all]
            solid = fade == 255
            fading = tuple(
                (float(mine[i, 0]), float(mine[i, 1]), float(fade[i]) / 255.0)
                for i in np.flatnonzero((state == crowds.FREE) & ~solid & (fade > 0))
            )
            out.append(
                Crowd(
                    kind.id,
                    kind.substance,
                    mine[(state == crowds.FREE) & solid],
                    mine[state == crowds.THREADING],
                    fading,
                    alpha,
                )
            )
        return tuple(out)

    def _cells(self, plan: StepPlan, clock: float, seconds: float, breath: float) -> tuple[Cell, ...]:
        out = []
        for name, figure in self.scene.cast.items():
            if not isinstance(figure, Neuron):
                continue
            alpha = self.presence[name].at(clock)
            if alpha <= 0.0:
                continue
            rate, spikes = self._firing(name, figure, plan, seconds, breath)
            out.append(
                Cell(
                    name,
                    figure.cell,
                    figure.at,
                    figure.size,
                    figure.axon_to,
                    spikes,
                    alpha,
                    self.glow[name].at(clock),
                    rate,
                    figure.trace or isinstance(figure.fires, FromCurve),
                )
            )
        return tuple(out)

    def _spiny(self, clock: float, breath: float) -> tuple[Spiny, ...]:
        out = []
        for name, changes in self.remodelling.items():
            alpha = self.presence[name].at(clock)
            if alpha <= 0.0:
                continue
            spines = tuple(
                self._spine(name, spine.number, grown, changes.receptors_at(spine.number, clock), breath)
                for spine, track in zip(self.anatomy.spiny[name].spines, changes.grown, strict=True)
                if (grown := track.at(clock)) > 0.0
            )
            out.append(
                Spiny(
                    name,
                    spines,
                    changes.heads_at(clock),
                    changes.stress.at(clock),
                    self.glow[name].at(clock),
                    alpha,
                )
            )
        return tuple(out)

    def _spine(
        self, name: str, number: int, grown: float, receptors: tuple[float, ...], breath: float
    ) -> SpineView:
        sways = tuple(
            drift(breath, self.seed, name, number, slot, period=6.0) for slot in range(len(receptors))
        )
        return SpineView(number, grown, receptors, sways)

    def _firing(
        self, name: str, figure: Neuron, plan: StepPlan, seconds: float, breath: float
    ) -> tuple[float, tuple[float, ...]]:
        """Return the firing rate relative to rest, and the ages of the last spikes.

        Spikes come from one Poisson draw of candidates per scene, thinned by the rate at their own time, so that a rate
        that falls removes spikes and never moves them. While a neuron bursts, each of them is followed by some more.
        """
        drive, bursting, clock = self.drives[name], self.bursting[name], plan.start + seconds
        rate = self._rate(figure, plan, seconds) * _driven(drive.at(clock))
        candidates = self.spikes.get(name, ())
        most = TRACE_SECONDS
        ages = []
        for k, at in enumerate(candidates):
            age = math.fmod(breath, SPIKE_LOOP) - at
            age += SPIKE_LOOP if age < 0.0 else 0.0
            if age > most:
                continue
            share = self._rate(figure, plan, seconds - age) / self.most_firing.get(name, 1.0)
            chance = _spike_chances(self.seed, name, k)
            if chance[0] < share * _driven(drive.at(clock - age)):
                more = figure.bursts if chance[1] < bursting.at(clock - age) else 1
                ages += [age - j * BURST_GAP for j in range(more) if age >= j * BURST_GAP]
        extra = [
            seconds - at
            for figure_name, at, _, _ in plan.fired
            if figure_name == name and 0.0 <= seconds - at <= most
        ]
        return rate, tuple(sorted((*ages, *extra)))

    def _rate(self, figure: Neuron, plan: StepPlan, seconds: float) -> float:
        """Return a neuron's firing relative to rest at a time of a step; before its start, as at its start."""
        moment = plan.moment_at(seconds)
        if not isinstance(figure.fires, FromCurve) or moment is None:
            return 1.0
        rate = plan.curve_value(figure.fires.curve, moment, max(seconds, 0.0))
        return 1.0 if rate is None else rate

    def _counts(self, plan: StepPlan, seconds: float) -> dict[str, float]:
        """Return how many of each group of proteins there are, where a curve says it."""
        moment, out = plan.moment_at(seconds), {}
        for name, body in self.insides.bodies.items():
            if body.count is not None:
                curve = self.curves.get(body.count.curve)
                value = curve.at(moment) if curve is not None and moment is not None else 0.0
                per = body.count.per.base if body.count.per is not None else 1.0
                out[name] = min(value / per, float(len(body.homes)))
        return out

    def _charts(self, plan: StepPlan, seconds: float, clock: float) -> tuple[ChartView, ...]:
        out = []
        for name, figure in self.scene.cast.items():
            if isinstance(figure, Chart):
                alpha = max(self.presence[name].at(clock), _shown(plan, name, seconds))
                if alpha > 0.0:
                    out.append(ChartView(name, alpha, plan.moment_at(seconds)))
        return tuple(out)

    def _responses(self, plan: StepPlan, seconds: float, clock: float) -> tuple[ResponseView, ...]:
        out = []
        for name, figure in self.scene.cast.items():
            if isinstance(figure, Response) and (name, plan.index) in self.responses:
                alpha = max(self.presence[name].at(clock), _shown(plan, name, seconds))
                if alpha > 0.0:
                    now = plan.knob(figure.knob, seconds)
                    value = None if now is None else self.responses[name, plan.index].at(now)
                    out.append(ResponseView(name, alpha, now, value))
        return tuple(out)

    def _cards(self, plan: StepPlan, seconds: float, clock: float) -> tuple[CardView, ...]:
        out = []
        for name, figure in self.scene.cast.items():
            if isinstance(figure, Card | ForAndAgainst | Dates | HelpLines):
                alpha = max(self.presence[name].at(clock), _shown(plan, name, seconds))
                if alpha > 0.0:
                    begin = min((s.at for s in plan.shown if s.figure == name), default=0.0)
                    begin = min([begin, *(f.at for f in plan.fades if f.figure == name and f.to > 0)])
                    count = rows_of(figure)
                    gap = min(1.3, max(0.4, (plan.step.seconds - begin - 1.5) / count))
                    out.append(
                        CardView(
                            name,
                            alpha,
                            tuple(ramp(seconds, begin + 0.3 + gap * i, 0.6) for i in range(count)),
                        )
                    )
        return tuple(out)

    def _numbers(self, plan: StepPlan, seconds: float, clock: float) -> tuple[NumberView, ...]:
        out = []
        for name, figure in self.scene.cast.items():
            if not isinstance(figure, Number):
                continue
            alpha = max(self.presence[name].at(clock), _shown(plan, name, seconds))
            if alpha <= 0.0:
                continue
            if isinstance(figure.of, FromCurve):
                moment = plan.moment_at(seconds)
                known = None if moment is None else plan.curve_value(figure.of.curve, moment, seconds)
                value = 0.0 if known is None else known
            else:
                body = figure.of.partition(".")[0]
                value = self.voltages[body].at(clock) if body in self.voltages else REST_MV
            out.append(NumberView(name, value, figure.unit, figure.decimals, alpha))
        return tuple(out)

    def _labels(self, plan: StepPlan, seconds: float, hold: float) -> tuple[LabelView, ...]:
        out = []
        for i, said in enumerate(plan.said):
            if not said.holds:
                continue
            alpha = ramp(seconds, said.at, 0.4) * (1.0 - ramp(seconds, said.until - 0.3, 0.3))
            if alpha > 0.0:
                anchor = self.anchor(plan.index, i, seconds, hold)
                if anchor is not None:
                    figure = self.scene.cast[said.verb.label.partition(".")[0]]
                    substance = figure.type if isinstance(figure, (Molecule, Ion)) else ""
                    if isinstance(figure, VesicleFigure) and said.verb.label.endswith(".pore"):
                        substance = next(iter(figure.holds), "")
                    out.append(LabelView(i, anchor, alpha, substance))
        return tuple(out)

    def anchor(self, step: int, index: int, seconds: float, hold: float = 0.0) -> Point | None:
        """Return where a step's label points, at a time of the step; None when its figure has no place."""
        plan = self.plans[step]
        verb = plan.said[index].verb
        name, *rest = verb.label.split(".")
        figure = self.scene.cast[name]
        match figure:
            case Receptor() | Transporter() | IonChannel():
                number = self.pointed_at(step, index)
                part = next((word for word in rest if not word.isdigit()), "top")
                return dot(self.anatomy.sockets[name][number], figure.type, part)
            case AxonTerminal() | Dendrite() | Astrocyte():
                return self._body_anchor(step, name, rest[0] if rest else "membrane")
            case SpinyDendrite():
                clock = plan.start + seconds
                number = int(rest[0]) if rest and rest[0].isdigit() else 0
                part = next((word for word in rest if not word.isdigit()), "head" if number else "shaft")
                return self._spine_anchor(step, name, number, part, clock)
            case VesicleFigure():
                pool = self.pools[name]
                each = pool_at(pool, plan.start + seconds, plan.start + seconds)
                if figure.span is not None:
                    docked = _docked(pool, each, rest[0] if rest else "")
                    out = self._let_out(step, index, docked, seconds, hold) if docked and rest else None
                    return out or docked
                fusing = [vesicle for vesicle in each if vesicle.opening > 0.3 and vesicle.sunk < 0.6]
                chosen = min(
                    fusing or each, key=lambda vesicle: (vesicle.at[1], -vesicle.at[0]), default=None
                )
                return None if chosen is None else (chosen.at[0] + chosen.radius, chosen.at[1])
            case Molecule() | Ion():
                return self._molecule_anchor(step, name, verb.near, plan.said[index].at, seconds, hold)
            case Neuron():
                if rest in (["axon"], ["ending"]) and figure.axon_to is not None:
                    return figure.axon_to
                return (
                    figure.at[0] + 0.12 * figure.size,
                    figure.at[1] - 0.27 * figure.size,
                )  # off its nucleus
            case Brain() | DeepStructures():
                x, y = BRAIN_PLACES.get(rest[0] if rest else "prefrontal", (0.0, 0.0))
                return (figure.at[0] + x * figure.size, figure.at[1] + y * figure.size)
            case Kinase() | Complex() | Protein() | Ligand() | Lysosome():
                clock = plan.start + seconds
                return edge(self.insides, name, rest[0] if rest else "", clock, clock + hold)
            case Mrna() | Ribosome():
                clock = plan.start + seconds
                return place(self.insides, self.scene, self.anatomy, verb.label, clock, clock + hold)
            case Region():
                home = self.regions.homes.get(name)
                return (
                    None
                    if home is None or len(home) == 0
                    else (float(home[len(home) // 2, 0]), float(home[len(home) // 2, 1]))
                )
            case _:
                return None

    def pointed_at(self, step: int, index: int) -> int:
        """Return which member of a group of receptors or carriers a step's label points at, counted from 0."""
        said = self.plans[step].said[index]
        name, *rest = said.verb.label.split(".")
        if said.member is not None:
            return said.member
        return int(rest[0]) - 1 if rest and rest[0].isdigit() else len(self.anatomy.sockets[name]) // 2

    def _spine_anchor(self, step: int, name: str, number: int, part: str, clock: float) -> Point:
        """Return a place on a spiny dendrite: on the shaft in sight, or on one spine; the steadiest when none is named."""
        plan, changes, box = self.anatomy.spiny[name], self.remodelling[name], self.shots[step][-1].box
        if part == "shaft":
            x = box.left + 0.82 * box.width
            return min(plan.shaft.points, key=lambda point: abs(point[0] - x))
        spine = plan.spine(number)
        if part == "neck":
            return spine.axis.at(0.70 * spine.axis.length)
        if part == "bouton":
            (x, y), radius = spine.bouton
            return (x + 0.5 * radius, y)
        if part == "receptor":  # of those that are always there, the nearest to the labels
            there = range(min(changes.receptors, SLOTS))
            found = [tip_at(spine, 1.0, changes.heads_at(clock), slot_angle(spine, i)) for i in there]
            (x, y), (nx, ny) = max(found, default=(spine.head, (0.0, 0.0)))
            return (x + 4.0 * spine.scale * nx, y + 4.0 * spine.scale * ny)
        grown = max(changes.grown[spine.number - 1].at(clock), 0.05)
        if part == "density":
            (x, y), (nx, ny) = tip_at(spine, grown, changes.heads_at(clock), -0.7 * spine.side)
            return (x - 5.0 * spine.scale * nx, y - 5.0 * spine.scale * ny)
        return tip_at(spine, grown, changes.heads_at(clock), -1.1 * spine.side)[0]

    def _body_anchor(self, step: int, name: str, part: str) -> Point | None:
        """Return a place on a body's part that the step's last shot shows, towards the side where labels stand."""
        body, box = self.anatomy.bodies[name], self.shots[step][-1].box
        target = (box.left + 0.90 * box.width, box.low + 0.5 * box.height)
        line = body.membranes.get("membrane" if part in ("inside", "axon") else part)
        if line is None or part == "axon":
            return body.parts.get(part)
        seen = [point for point in line.line.points if box.grown(-0.04 * box.width).contains(point)]
        if not seen:
            return body.parts.get(part)
        point = min(seen, key=lambda p: math.dist(p, target))
        if part == "inside":
            out = line.outward(line.line.nearest(point))
            return (point[0] - out[0] * 46.0, point[1] - out[1] * 46.0)
        return point

    def _site_of(self, member: str, step: int, seconds: float, substance: str) -> str | None:
        """Return at which site a member holds a substance, or None."""
        figure = self.scene.cast[member.partition(".")[0]]
        state = self.state_of(member, step, seconds)
        if state is None or not isinstance(figure, MembraneProtein):
            return None
        pose = self.chains[figure.chain or ""].poses.get(state)
        sites = pose.holds.items() if pose is not None else ()
        return next((place for place, held in sites if held == substance), None)

    def _let_out(self, step: int, index: int, pore: Point, seconds: float, hold: float) -> Point | None:
        """Return where one molecule is that a vesicle has let out near its pore."""
        said = self.plans[step].said[index]
        pool = said.verb.label.partition(".")[0]
        kind = next((one for one in self.kinds if one.id.startswith(f"{pool}:")), None)
        return (
            None if kind is None else self._molecule_anchor(step, kind.id, None, said.at, seconds, hold, pore)
        )

    def _molecule_anchor(
        self,
        step: int,
        name: str,
        near: str | None,
        since: float,
        seconds: float,
        hold: float,
        about: Point | None = None,
    ) -> Point | None:
        """Return the place of the one molecule a label keeps to: chosen where the label comes in, then followed."""
        kind = next((k for k in self.kinds if k.id == name), None)
        if kind is None:
            return None
        table, box = self.walks.table(step), self.shots[step][-1].box
        last = len(table.places) - 1
        row = min(round(since / crowds.TICK) + 4, last)
        target = np.asarray(box.centre if about is None else about)
        if near is not None and near.partition(".")[0] in self.anatomy.sockets:
            group, *rest = near.split(".")
            number = int(rest[0]) - 1 if rest and rest[0].isdigit() else 0
            socket = self.anatomy.sockets[group][number]
            held = self._site_of(f"{group}.{number + 1}", step, seconds, kind.substance)
            if held is not None:
                return dot(socket, self.scene.cast[group].type, held)  # type: ignore[union-attr]
            part = next((word for word in rest if not word.isdigit()), "")
            at = dot(socket, self.scene.cast[group].type, part)  # type: ignore[union-attr]
            target = np.asarray(at)
        chosen = _steadiest(table, kind, box, row, last, target)
        if chosen is None:
            return None
        crowd_row = seconds / crowds.TICK
        if hold > 0.0:
            table, crowd_row = self.walks.hold(step), _to_and_fro(hold, crowds.HOLD_SECONDS) / crowds.TICK
        low = min(int(crowd_row), len(table.places) - 1)
        high = min(low + 1, len(table.places) - 1)
        a, b = table.places[low, kind.first + chosen], table.places[high, kind.first + chosen]
        x = crowd_row - low
        return (float(a[0] + (b[0] - a[0]) * x), float(a[1] + (b[1] - a[1]) * x))


def _docked(pool: Pool, each: tuple[Vesicle, ...], part: str) -> Point | None:
    """Return the edge of the vesicle at the last dock, or, for its pore, the place outside where its contents come out."""
    if not pool.docks:
        return None
    place, _, pore = pool.docks[len(pool.docks) // 2 if part == "pore" else -1]
    if part == "pore":
        return (pore[0] + 0.55 * (pore[0] - place[0]), pore[1] + 0.55 * (pore[1] - place[1]))
    near = min(each, key=lambda vesicle: math.dist(vesicle.at, place), default=None)
    return None if near is None else (near.at[0] + near.radius, near.at[1])


def _steadiest(
    table: crowds.Table, kind: crowds.Kind, box: Box, row: int, last: int, target: NDArray[np.float64]
) -> int | None:
    """Return the molecule a label keeps to: on stage and in the shot as long as can be, then the nearest to the target."""
    rows = table.places[row : last + 1 : 5, kind.all]
    on = table.states[row : last + 1 : 5, kind.all] != crowds.HIDDEN
    x, y = rows[:, :, 0], rows[:, :, 1]
    inset = box.grown(-0.05 * box.width)
    within = on & (x > inset.left) & (x < inset.right) & (y > inset.low) & (y < inset.high)
    stays = within.mean(axis=0)
    if not on.any():
        return None
    gap = np.hypot(rows[0, :, 0] - target[0], rows[0, :, 1] - target[1])
    return int(np.lexsort((gap, -np.round(stays, 1)))[0])


def _to_and_fro(t: float, period: float) -> float:
    """Return a time that runs to the end of the period and back, again and again: the held walk has no seam."""
    x = math.fmod(t, 2.0 * period)
    return x if x <= period else 2.0 * period - x


def _shown(plan: StepPlan, name: str, seconds: float) -> float:
    best = 0.0
    for spell in plan.shown:
        if spell.figure == name:
            best = max(best, ramp(seconds, spell.at, 0.5) * (1.0 - ramp(seconds, spell.until, 0.5)))
    return best


@lru_cache(maxsize=2048)
def _spike_chances(seed: int, name: str, candidate: int) -> tuple[float, float]:
    """Return what decides whether a neuron's candidate is a spike, and whether others follow it."""
    first, second = uniforms(2, seed, "spike", name, candidate).tolist()
    return first, second


def _driven(work: float) -> float:
    """Return the share of its firing that a neuron shows at this much work."""
    return mix(QUIET, 1.0, work)


def rows_of(figure: Card | ForAndAgainst | Dates | HelpLines) -> int:
    """Return how many rows a card, two lists, a timeline or help lines have."""
    return len(help_lines()[figure.region].lines) if isinstance(figure, HelpLines) else len(figure.rows)
