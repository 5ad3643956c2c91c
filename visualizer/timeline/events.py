"""What the states and the vesicles mean for single molecules: who is caught, let go, carried or spilled, and when.

Chains decide; molecules follow. Knows sites and ways through proteins; knows nothing of walks or pictures.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from visualizer.core.geometry import Point
from visualizer.core.noise import between
from visualizer.scene.model import Ion, MembraneProtein, Scene, StateChain
from visualizer.timeline.anatomy import Anatomy, Socket, local, site, way_through
from visualizer.timeline.crowds import Catch, ComeIn, Event, GoOut, LetGo, Spill
from visualizer.timeline.plan import StepPlan
from visualizer.timeline.regions import outside_of, region_inside
from visualizer.timeline.states import waits
from visualizer.timeline.tracks import StateTrack, Track
from visualizer.timeline.vesicles import Pool

PORE_SITES = ("pore", "gate", "filter", "vestibule")
ION_WAIT = 0.75
"""Mean seconds on screen between ions through one open channel. In life about a thousand pass in a millisecond."""


VISIT_WAIT = 2.2
"""Mean seconds on screen between molecules that come to the mouth of a carrier whose site is taken."""


@dataclass(frozen=True, slots=True)
class Happened:
    """All that befalls single molecules in a scene, and what proteins hold at its start (key to substance and place)."""

    events: tuple[Event, ...]
    held: Mapping[str, tuple[str, Point]]


def follow(
    scene: Scene,
    chains: Mapping[str, StateChain],
    anatomy: Anatomy,
    plans: tuple[StepPlan, ...],
    states: Mapping[str, StateTrack],
    pools: Mapping[str, Pool],
    presence: Mapping[str, Track],
    seed: int,
) -> Happened:
    """Return the events of a whole scene, in no particular order."""
    events: list[Event] = []
    held: dict[str, tuple[str, Point]] = {}
    for name, figure in scene.cast.items():
        if not isinstance(figure, MembraneProtein) or figure.chain not in chains:
            continue
        chain = chains[figure.chain or ""]
        for i in range(figure.count):
            member = f"{name}.{i + 1}"
            if member in states:
                own: list[Event] = []
                if chain.carries:
                    end = plans[-1].start + plans[-1].step.seconds
                    _visits(
                        scene, chain, figure, member, anatomy.sockets[name][i], states[member], end, own, seed
                    )
                _member(scene, chain, figure, member, anatomy.sockets[name][i], states[member], own, held)
                _ions(
                    scene, chain, figure, member, anatomy.sockets[name][i], states[member], plans, own, seed
                )
                events += [
                    event for event in own if presence[name].at(event.at) > 0.5
                ]  # what is off stage does nothing
    for pool in pools.values():
        for fusion in pool.bursts if pool.substance else ():  # an empty vesicle fuses, and nothing comes out
            _, _, pore = pool.docks[fusion.dock]
            centre = pool.docks[fusion.dock][0]
            out = (pore[0] + (pore[0] - centre[0]) * 0.55, pore[1] + (pore[1] - centre[1]) * 0.55)
            events.append(Spill(fusion.at + 0.4, f"{pool.id}:{pool.substance}", pool.holds, pore, out))
    for plan in plans:
        for arrival in plan.arrivals:
            at = plan.start + arrival.at
            if arrival.count > 0:
                events.append(ComeIn(at, arrival.crowd, arrival.count, arrival.lasts))
            else:
                events += [GoOut(at, crowd, arrival.lasts) for crowd in _crowds_of(arrival.crowd, pools)]
    return Happened(tuple(events), held)


def _crowds_of(name: str, pools: Mapping[str, Pool]) -> tuple[str, ...]:
    """Return the crowds a name means: a vesicle's name means what its vesicles let out."""
    return (f"{name}:{pools[name].substance}",) if name in pools else (name,)


def _member(
    scene: Scene,
    chain: StateChain,
    figure: MembraneProtein,
    member: str,
    socket: Socket,
    track: StateTrack,
    events: list[Event],
    held: dict[str, tuple[str, Point]],
) -> None:
    body = socket.membrane[0]
    inner = region_inside(scene, body)
    outer = outside_of(scene, body)
    first = chain.poses.get(track.states[0])
    for place, substance in first.holds.items() if first is not None else ():
        held[f"{member}.{place}"] = (substance, site(socket, figure.type, place))
    for k in range(1, len(track.states)):
        before, after = chain.poses.get(track.states[k - 1]), chain.poses.get(track.states[k])
        if before is None or after is None:
            continue
        at = track.times[k]
        carried = track.states[k] in chain.carries or track.states[k - 1] in chain.carries
        for place, substance in before.holds.items():
            if after.holds.get(place) != substance:
                way = _way_in(socket, figure.type, place) if carried else _way_out(socket, figure.type, place)
                events.append(LetGo(at, substance, f"{member}.{place}", way, inner if carried else outer))
        from_inside = max(before.inward, after.inward) > max(before.outward, after.outward)
        for place, substance in after.holds.items():
            if before.holds.get(place) != substance:
                way = tuple(
                    reversed(
                        _way_in(socket, figure.type, place)
                        if from_inside
                        else _way_out(socket, figure.type, place)
                    )
                )
                sides = (inner,) if from_inside else (outer,)
                events.append(Catch(at, substance, way, f"{member}.{place}", sides))


def _ions(
    scene: Scene,
    chain: StateChain,
    figure: MembraneProtein,
    member: str,
    socket: Socket,
    track: StateTrack,
    plans: tuple[StepPlan, ...],
    events: list[Event],
    seed: int,
) -> None:
    """Let ions through while the member is in a state that passes them."""
    sorts = {other.type for other in scene.cast.values() if isinstance(other, Ion)}
    end = plans[-1].start + plans[-1].step.seconds
    inner = region_inside(scene, socket.membrane[0])
    way = tuple(site(socket, figure.type, part) for part in way_through(figure.type))
    for k, state in enumerate(track.states):
        until = track.times[k + 1] if k + 1 < len(track.times) else end
        for sort in chain.passes.get(state, ()):
            if sort in sorts:
                for at in waits(ION_WAIT, track.times[k] + 0.5, until - 0.1, seed, member, "ion", sort, k):
                    events.append(Catch(at + 0.45, sort, way, None, (), inner, 1.1, member))


def _visits(
    scene: Scene,
    chain: StateChain,
    figure: MembraneProtein,
    member: str,
    socket: Socket,
    track: StateTrack,
    end: float,
    events: list[Event],
    seed: int,
) -> None:
    """Let a carrier's own ligand come to a mouth whose site is taken by another substance, and turn away."""
    own = {
        move.by.ligand
        for move in chain.moves
        if move.start == chain.start and move.by is not None and move.by.ligand
    }
    natural = {substance for pose in chain.poses.values() for substance in pose.holds.values()} & own
    carried = {chain.carries[state] for state in chain.carries}
    outer = outside_of(scene, socket.membrane[0])
    mouth = site(socket, figure.type, "mouth")
    for k, state in enumerate(track.states):
        pose = chain.poses.get(state)
        if pose is None or not pose.holds or set(pose.holds.values()) & carried:
            continue
        until = track.times[k + 1] if k + 1 < len(track.times) else end
        for substance in sorted(natural & carried):
            for at in waits(VISIT_WAIT, track.times[k] + 2.0, until - 0.1, seed, member, "visit", k):
                events.append(Catch(at, substance, (mouth,), None, (outer,), outer, lead=2.4))


def _way_out(socket: Socket, type_: str, place: str) -> tuple[Point, ...]:
    """Return the way from a site to the outside, a little beyond the protein."""
    start = site(socket, type_, place)
    side = between(-0.5, 0.5, "way", place, round(socket.distance * 10))
    if place in PORE_SITES or place in ("site", "sodium-site", "chloride-site", "potassium-site"):
        door = "mouth"
        return (
            start,
            site(socket, type_, door),
            local(socket, (side * socket.height * 0.5, socket.height * 1.0)),
        )
    x, y = (start[0] - socket.at[0], start[1] - socket.at[1])
    return (start, (start[0] + 0.5 * x, start[1] + 0.35 * y))


def _way_in(socket: Socket, type_: str, place: str) -> tuple[Point, ...]:
    """Return the way from a site to the inside of the cell."""
    side = between(-0.5, 0.5, "way-in", place, round(socket.distance * 10))
    return (
        site(socket, type_, place),
        site(socket, type_, "inside"),
        local(socket, (side * socket.height * 0.6, -socket.height * 0.85)),
    )
