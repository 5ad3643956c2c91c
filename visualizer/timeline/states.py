"""The paths of receptors and carriers through their chains over a whole scene, drawn or directed. Knows no molecules."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from visualizer.core.noise import uniform, uniforms
from visualizer.pharma import Chain, Conditions, Jump, Transition, Ways, sample_ways, ways_of
from visualizer.scene import Substance
from visualizer.scene.model import FromCurve, MembraneProtein, Molecule, Scene, StateChain, Vesicle
from visualizer.timeline.plan import StepPlan
from visualizer.timeline.tracks import StateTrack, Track

TICK = 0.05
"""Screen seconds between samples of crowds; changes of state fall on this grid, so that a molecule and its site agree."""

SHORTEST = 0.25
"""Screen seconds: shorter stays in a state are not shown (an AMPA receptor flickers faster than a screen)."""

CROSSING = 0.9
"""Screen seconds from a vesicle's fusion to the first binding: the time the drawn molecules take to cross the gap."""


@dataclass(frozen=True, slots=True, order=True)
class _Pulse:
    """The concentration after releases: peaks that decay, at the pace of gating."""

    times: tuple[float, ...]
    peak: float
    decay: float

    def __call__(self, t: float) -> float:
        return sum(self.peak * math.exp(-(t - at) / self.decay) for at in self.times if t >= at)


@dataclass(frozen=True, slots=True, order=True)
class _Steady:
    """A concentration that stands from a time on."""

    value: float
    since: float = -math.inf
    until: float = math.inf

    def __call__(self, t: float) -> float:
        return self.value if self.since <= t < self.until else 0.0


Draws = dict[tuple[int, str, str, str, tuple[tuple[str, _Pulse | _Steady], ...]], tuple[Jump, ...]]
"""What members did when left to themselves, by all that it hangs on: step, member, first state, what it avoids, ligands."""


def chain_of(written: StateChain) -> Chain:
    """Return the author's chain as rates."""
    agonist = next(
        (m.by.ligand for m in written.moves if m.start == written.start and m.by is not None and m.by.ligand),
        None,
    )
    opening = max(
        (move.rate.base for move in written.moves if move.rate is not None and move.end == "open"),
        default=0.0,
    )
    transitions = []
    for move in written.moves:
        by, rate = move.by, move.rate.base if move.rate is not None else 0.0
        process = move.process or written.process
        if by is not None and by.voltage is not None:
            freed = _loses_plug(written, move.start, move.end)
            transitions.append(
                Transition(move.start, move.end, magnesium="leaves" if freed else "returns", process=process)
            )
        elif by is not None and by.reopens:
            transitions.append(
                Transition(move.start, move.end, rate=rate or opening, ligand=agonist, process=process)
            )
        elif by is not None and by.ligand is not None:
            k_on = by.k_on.base if by.k_on is not None else 0.0
            transitions.append(
                Transition(move.start, move.end, rate=rate, ligand=by.ligand, k_on=k_on, process=process)
            )
        else:
            transitions.append(Transition(move.start, move.end, rate=rate, process=process))
    return Chain(written.id, written.states, written.start, tuple(transitions))


def _loses_plug(written: StateChain, start: str, end: str) -> bool:
    before, after = written.poses.get(start), written.poses.get(end)
    if before is None or after is None:
        return written.states.index(end) > written.states.index(start)
    return "Mg" in before.holds.values() and "Mg" not in after.holds.values()


def draw_states(
    scene: Scene,
    chains: Mapping[str, StateChain],
    substances: Mapping[str, Substance],
    plans: tuple[StepPlan, ...],
    voltages: Mapping[str, Track],
    seed: int,
    draws: Draws,
) -> dict[str, StateTrack]:
    """Return each member's states over the scene's clock, keyed by member id such as nmdar.3.

    `draws` holds what has been drawn for this scene, seed and voltage, under whatever settings; it is added to.
    """
    tracks: dict[str, StateTrack] = {}
    ligands = tuple(_ligands(plan, scene, substances) for plan in plans)
    for name, figure in scene.cast.items():
        if not isinstance(figure, MembraneProtein) or figure.chain is None or figure.chain not in chains:
            continue
        written = chains[figure.chain]
        chain = chain_of(written)
        asked = {way.ligand for way in chain.transitions if way.ligand is not None}
        own = tuple({name: level for name, level in each.items() if name in asked} for each in ligands)
        world = _World(scene.id, seed, voltages.get(figure.on.partition(".")[0]), own, draws)
        for i in range(figure.count):
            member = f"{name}.{i + 1}"
            tracks[member] = _member(member, i, figure.count, chain, plans, world)
    return tracks


@dataclass(frozen=True, slots=True)
class _World:
    """What surrounds a member: chance, its membrane's voltage, and per step the ligands outside that its chain knows."""

    scene: str
    seed: int
    voltage: Track | None
    ligands: "tuple[Mapping[str, _Pulse | _Steady], ...]"
    draws: Draws
    ways: dict[tuple[int, str], Callable[[str, float], Ways]] = field(default_factory=dict)
    """What is open to a member in a step, by the state that it avoids: worked out once for all members of a group."""


def _member(
    member: str, i: int, count: int, chain: Chain, plans: tuple[StepPlan, ...], world: _World
) -> StateTrack:
    group = member.partition(".")[0]
    changes: list[tuple[float, str, bool]] = [(0.0, chain.start, False)]
    directed_before = False
    for plan in plans:
        state = changes[-1][1]
        course = [c for c in plan.courses if c.member in (member, group)]
        share = [s for s in plan.shares if s.group == group]
        if course:
            for directed in course:
                for target, at in directed.states:
                    changes.append((plan.start + on_tick(at), target, True))
            directed_before = True
        elif directed_before:
            continue  # a chosen member keeps its last chosen state until it is directed again
        elif share:
            wanted = share[0]
            picked = sorted(range(count), key=lambda k: uniform("occupy", world.seed, group, k))[
                : round(wanted.share * count)
            ]
            if i in picked:
                way = chain.route(state, wanted.state)[1:]
                begin = wanted.at + wanted.lasts * (picked.index(i) + 0.5) / max(len(picked), 1)
                for k, target in enumerate(way):
                    changes.append((plan.start + on_tick(begin + 0.3 * k), target, False))
            else:
                changes += _free(chain, state, member, plan, world, avoid=wanted.state)
        else:
            changes += _free(chain, state, member, plan, world)
    changes.sort(key=lambda change: change[0])
    return StateTrack(
        tuple(c[0] for c in changes), tuple(c[1] for c in changes), tuple(c[2] for c in changes)
    )


def _free(
    chain: Chain,
    state: str,
    member: str,
    plan: StepPlan,
    world: _World,
    avoid: str = "",
) -> list[tuple[float, str, bool]]:
    """Return the member's own jumps in a step, as drawn from the chain at the step's paces."""
    if not plan.pace:
        return []
    outside = tuple(sorted(world.ligands[plan.index].items()))
    key = (plan.index, member, state, avoid, outside)
    jumps = world.draws.get(key)
    if jumps is None:
        ways = world.ways.get((plan.index, avoid))
        if ways is None:
            ways = world.ways[plan.index, avoid] = _ways(chain, plan, world, avoid)
        jumps = sample_ways(ways, state, plan.step.seconds, world.seed, world.scene, plan.step.id, member)
        world.draws[key] = jumps
    return [(plan.start + at, name, False) for at, name in _visible(state, jumps, plan.step.seconds)]


def _ways(chain: Chain, plan: StepPlan, world: _World, avoid: str) -> Callable[[str, float], Ways]:
    """Return the ways that are open in a step under its membrane's voltage and its ligands, none to the state to avoid."""
    if avoid:
        chain = Chain(
            chain.id, chain.states, chain.start, tuple(t for t in chain.transitions if t.end != avoid)
        )
    outside = world.ligands[plan.index]

    def conditions(t: float) -> Conditions:
        mv = world.voltage.at(plan.start + t) if world.voltage is not None else -70.0
        return Conditions({name: concentration(t) for name, concentration in outside.items()}, mv)

    return ways_of(chain, conditions, plan.pace)


def _visible(state: str, jumps: tuple[Jump, ...], seconds: float) -> list[tuple[float, str]]:
    """Return the jumps an eye can follow: a stay shorter than `SHORTEST` is passed over, the rest keep their times."""
    kept: list[tuple[float, str]] = []
    ends = [*(jump.time for jump in jumps[1:]), seconds][: len(jumps)]
    for jump, until in zip(jumps, ends, strict=True):
        at = on_tick(jump.time)
        before = kept[-1][1] if kept else state
        if until - jump.time >= SHORTEST and jump.end != before and at < seconds:
            kept.append((at, jump.end))
    return kept


def _ligands(
    plan: StepPlan, scene: Scene, substances: Mapping[str, Substance]
) -> dict[str, "_Pulse | _Steady"]:
    ligands: dict[str, _Pulse | _Steady] = {
        name: _Steady(entry.ambient.level.base)
        for name, entry in substances.items()
        if entry.ambient is not None
    }
    gating = plan.pace.get("gating", plan.pace.get("transport", 0.0))
    released: dict[str, list[float]] = {}
    for burst in plan.bursts:
        figure = scene.cast[burst.vesicles.partition(".")[0]]
        if isinstance(figure, Vesicle):
            for substance in figure.holds:
                released.setdefault(substance, []).append(burst.at + CROSSING)
    for substance, times in released.items():
        known = substances.get(substance)
        if known is not None and known.released is not None and gating > 0:
            lasts = max(
                known.released.decay.base / gating, SHORTEST
            )  # a briefer pulse would bind nobody in sight
            ligands[substance] = _Pulse(tuple(times), known.released.peak.base, lasts)
    for name, figure in scene.cast.items():
        if isinstance(figure, Molecule) and isinstance(figure.count, FromCurve):
            molar = _molar(figure.count, plan)
            for substance in (figure.type,):
                came = [a.at for a in plan.arrivals if a.crowd == name and a.count > 0]
                ligands[substance] = _Steady(molar, came[0] + 1.0 if came else -math.inf)
    return ligands


def _molar(quantity: FromCurve, plan: StepPlan) -> float:
    curve = plan.curves.get(quantity.curve)
    if curve is None or plan.moment_h is None:
        return 0.0
    scale = {"uM": 1e-6, "µM": 1e-6, "nM": 1e-9, "mM": 1e-3}.get(curve.unit, 0.0)
    return curve.at(plan.moment_h) * scale


def on_tick(seconds: float) -> float:
    """Return the time of the grid that is next to a time."""
    return round(seconds / TICK) * TICK


def waits(mean: float, start: float, end: float, *key: str | int) -> list[float]:
    """Return times of chance events from start to end, on average `mean` seconds apart (a Poisson process)."""
    times, t = [], start
    for draw in uniforms(64, "waits", *key):
        t += -mean * math.log1p(-float(draw))
        if t >= end:
            break
        times.append(t)
    return times
