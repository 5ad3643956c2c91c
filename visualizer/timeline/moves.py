"""What moved in a step, for pictures that stand still: the ways of molecules and gates that differ at its end.

Read from the compiled events and states; knows stage units, no colour.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from visualizer.core.geometry import Box, Point
from visualizer.scene.model import MembraneProtein
from visualizer.timeline.anatomy import dot
from visualizer.timeline.crowds import Catch, Event, LetGo, Spill, begins
from visualizer.timeline.snapshot import Member
from visualizer.timeline.story import Timeline

MOVED = 0.25
"""A gate whose opening differs by at least so much has moved."""


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that moved: along `way`, from first to last point. A gate has no substance and `opens` or shuts."""

    member: str
    way: tuple[Point, ...]
    substance: str = ""
    held: bool = False  # it ends bound at a site, whose place is the way's end
    opens: bool = False


def moves(timeline: Timeline, step: int, box: Box, most: int) -> tuple[Move, ...]:
    """Return what moved most tellingly in a step, within a box of the stage: at most so many, one of a kind."""
    plan = timeline.plans[step]
    start, end = plan.start, plan.start + plan.step.seconds
    subject = timeline.shots[step][-1].subject
    told = {member for member in (subject, *(course.member for course in plan.courses)) if member}
    kinds: dict[tuple[str, str, str], Move] = {}
    events = sorted((event for event in timeline.walks.events if start <= begins(event) < end), key=begins)
    for event in events:
        for kind, move in _told(timeline, step, event):
            if subject and move.member not in ("", subject):
                continue
            if any(box.contains(point) for point in (move.way[0], move.way[-1])):
                name = move.member if move.member in told else ""
                kinds.pop((kind, move.substance, name), None)
                kinds[kind, move.substance, name] = move  # the last of a kind is what the end picture shows
    found = [move for (kind, _, _), move in kinds.items() if kind != "spill" or not subject]
    found += _gates(timeline, step, subject, box)
    middle = box.centre
    found.sort(
        key=lambda move: (move.member not in told, bool(move.substance), math.dist(move.way[-1], middle))
    )
    return tuple(found[:most])


def _told(timeline: Timeline, step: int, event: Event) -> Iterator[tuple[str, Move]]:
    """Yield what an event moved, when the step's end still shows it."""
    match event:
        case Catch(substance=substance, way=way, hold=hold, through=through) if hold is not None:
            member, _, place = hold.rpartition(".")
            if _holds(timeline, step, member, place) == substance and way:
                start = way[0] if len(way) > 1 else _beside(timeline, member, way[-1])
                yield (
                    "bind",
                    Move(member, (start, *way[1:]) if len(way) > 1 else (start, way[-1]), substance, True),
                )
        case Catch(substance=substance, way=way, through=through) if through and len(way) > 1:
            yield "pass", Move(through, way, substance)
        case LetGo(hold=hold, way=way) if len(way) > 1:
            member, _, place = hold.rpartition(".")
            substance = _held_before(timeline, step, member, place)
            if substance and substance in _carried(timeline, member):
                yield "carry", Move(member, way, substance)
            elif substance and _holds(timeline, step, member, place) != substance:
                yield "leave", Move(member, way, substance)
        case Spill(crowd=crowd, start=start, towards=towards):
            far = (start[0] + 2.2 * (towards[0] - start[0]), start[1] + 2.2 * (towards[1] - start[1]))
            yield "spill", Move("", (start, far), crowd.partition(":")[2])
        case _:  # what comes in at the stage's far edges, or fades there, has no way to show
            pass


def _beside(timeline: Timeline, member: str, end: Point) -> Point:
    """Return a place outside a member, for a way that has only its end."""
    name, _, number = member.partition(".")
    socket = timeline.anatomy.sockets[name][int(number) - 1]
    x, y = end[0] - socket.at[0], end[1] - socket.at[1]
    length = math.hypot(x, y) or 1.0
    return (end[0] + 0.5 * socket.height * x / length, end[1] + 0.5 * socket.height * y / length)


def _holds(timeline: Timeline, step: int, member: str, place: str) -> str:
    """Return what a member holds at a place at the step's end."""
    return _pose_holds(timeline, member, timeline.state_of(member, step, timeline.steps[step].seconds), place)


def _held_before(timeline: Timeline, step: int, member: str, place: str) -> str:
    """Return the last substance that a member held at a place in the step, before its end."""
    track, plan = timeline.states.get(member), timeline.plans[step]
    if track is None:
        return ""
    held = ""
    for at, state in zip(track.times, track.states, strict=True):
        if at < plan.start + plan.step.seconds:
            held = _pose_holds(timeline, member, state, place) or held
    return held


def _carried(timeline: Timeline, member: str) -> frozenset[str]:
    """Return what a member carries through the membrane."""
    figure = timeline.scene.cast[member.partition(".")[0]]
    if not isinstance(figure, MembraneProtein) or figure.chain is None:
        return frozenset()
    return frozenset(timeline.chains[figure.chain].carries.values())


def _pose_holds(timeline: Timeline, member: str, state: str | None, place: str) -> str:
    figure = timeline.scene.cast[member.partition(".")[0]]
    if state is None or not isinstance(figure, MembraneProtein):
        return ""
    pose = timeline.chains[figure.chain or ""].poses.get(state)
    return pose.holds.get(place, "") if pose is not None else ""


def _gates(timeline: Timeline, step: int, subject: str, box: Box) -> list[Move]:
    """Return the gates that stand otherwise at the step's end than at its start."""
    before = {member.id: member for group in timeline.at(step, 0.0).proteins for member in group.members}
    found = []
    for group in timeline.at(step, timeline.steps[step].seconds).proteins:
        for member in group.members:
            was = before.get(member.id)
            if was is None or (subject and member.id != subject) or not box.contains(member.at):
                continue
            for part, change in _changes(was, member, group.type):
                if abs(change) >= MOVED:
                    name, _, number = member.id.partition(".")
                    at = dot(timeline.anatomy.sockets[name][int(number) - 1], group.type, part)
                    across = 0.15 * member.height
                    c, s = math.cos(member.angle), math.sin(member.angle)
                    ends = (
                        (at[0] - across * c, at[1] - across * s),
                        (at[0] + across * c, at[1] + across * s),
                    )
                    found.append(Move(member.id, ends, opens=change > 0))
    return found


def _changes(was: Member, now: Member, kind: str) -> Iterator[tuple[str, float]]:
    if kind in ("NMDA", "AMPA", "GABA-A", "L-type"):
        yield "gate", now.gate - was.gate
    elif kind in ("SERT", "NET", "DAT"):
        yield "outer-gate", now.outward - was.outward
        yield "inner-gate", now.inward - was.inward
