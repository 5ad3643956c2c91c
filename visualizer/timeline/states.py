"""The paths of receptors and carriers through their chains over a whole scene, drawn or directed. Knows no molecules."""

import math
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from visualizer.core.noise import uniform, uniforms
from visualizer.pharma import Chain, Conditions, Jump, Transition, Ways, sample_ways, ways_of
from visualizer.scene import Substance
from visualizer.scene.model import FromCurve, MembraneProtein, Molecule, Scene, StateChain, Vesicle
from visualizer.timeline.plan import Share, StepPlan
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
        tracks |= _group(name, figure.count, chain, plans, world)
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


Change = tuple[float, str, bool]
"""A moment of the scene's clock, the state from then on, and whether an author chose it."""


def _group(
    name: str, count: int, chain: Chain, plans: tuple[StepPlan, ...], world: _World
) -> dict[str, StateTrack]:
    """Return the states of a group's members: directed, drawn from the chain, or a share of them held."""
    members = [f"{name}.{i + 1}" for i in range(count)]
    changes: dict[str, list[Change]] = {member: [(0.0, chain.start, False)] for member in members}
    settled: set[str] = set()  # a chosen member keeps its last chosen state until it is directed again
    for plan in plans:
        at_start = {member: changes[member][-1][1] for member in members}
        now: set[str] = set()
        for course in plan.courses:
            for member in members:
                if course.member in (member, name):
                    changes[member] += [
                        (plan.start + on_tick(at), state, True) for state, at in course.states
                    ]
                    now.add(member)
        settled |= now
        wanted = next((share for share in plan.shares if share.group == name), None)
        if wanted is None:
            for member in members:
                if member not in settled:
                    changes[member] += _free(chain, at_start[member], member, plan, world)
            continue
        most = round(wanted.share * count) - sum(changes[member][-1][1] == wanted.state for member in now)
        others = {member: state for member, state in at_start.items() if member not in now}
        for member, moves in _shared(wanted, others, settled, most, chain, plan, world):
            changes[member] += moves
    return {member: _track(changes[member]) for member in members}


def _shared(
    wanted: Share,
    at_start: Mapping[str, str],
    settled: Collection[str],
    most: int,
    chain: Chain,
    plan: StepPlan,
    world: _World,
) -> Iterator[tuple[str, list[Change]]]:
    """Yield members' changes in a step in which so many of them are held in a state: a share of their group.

    Who is there already stays first, and who was chosen for something else before moves last. The surplus goes on the
    chain's way to rest (from rest, one jump on), and the others keep out.
    """
    order = sorted(
        at_start,
        key=lambda member: (
            at_start[member] != wanted.state,
            member in settled,
            uniform("occupy", world.seed, wanted.group, int(member.rpartition(".")[2]) - 1),
        ),
    )
    picked = order[: max(0, most)]
    surplus = [member for member in order[len(picked) :] if at_start[member] == wanted.state]
    away = chain.start if wanted.state != chain.start else next(iter(chain.leaving(wanted.state))).end
    for movers, end in ((picked, wanted.state), (surplus, away)):
        for i, member in enumerate(movers):
            begin = wanted.at + wanted.lasts * (i + 0.5) / len(movers)
            if end == wanted.state and i < len(wanted.reached):
                begin = wanted.reached[i]
            way = chain.route(at_start[member], end)[1:]
            yield (
                member,
                [(plan.start + on_tick(begin + 0.3 * k), state, False) for k, state in enumerate(way)],
            )
    for member in order[len(picked) :]:
        if member not in surplus and member not in settled:
            yield member, _free(chain, at_start[member], member, plan, world, avoid=wanted.state)


def point_out(plans: tuple[StepPlan, ...], scene: Scene, states: Mapping[str, StateTrack]) -> None:
    """Let each label that names a state point at a member that is in it when the label's time ends, if there is one."""
    for plan in plans:
        for index, said in enumerate(plan.said):
            name, wanted = said.verb.label.partition(".")[0], said.verb.state
            figure = scene.cast[name]
            if wanted is None or not isinstance(figure, MembraneProtein):
                continue
            end = plan.start + min(said.until, plan.step.seconds) - TICK / 2
            there = [i for i in range(figure.count) if states[f"{name}.{i + 1}"].at(end) == wanted]
            middle = min(there, key=lambda i: (abs(i - figure.count // 2), i), default=None)
            plan.said[index] = replace(
                said, holds=said.holds and bool(there), member=middle, held=(len(there), figure.count)
            )


def _track(changes: list[Change]) -> StateTrack:
    ordered = sorted(changes, key=lambda change: change[0])
    return StateTrack(
        tuple(c[0] for c in ordered), tuple(c[1] for c in ordered), tuple(c[2] for c in ordered)
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
