"""Scenes one after the other: which step follows which, and how long the camera takes from scene to scene.

Knows parts of a playlist as scenes and step numbers; what a scene is, and how the way into it looks, it does not know.
"""

from dataclasses import replace

from visualizer.core.geometry import AUTHOR
from visualizer.session.effects import Compile, Effect
from visualizer.session.state import Lead, Opening, Part, Route, Session, Stop
from visualizer.timeline import StepOutline

Answer = tuple[Session, tuple[Effect, ...]]
_TO_ITS_END = 1e9  # seconds; a step is held to its own length


def lead_into(route: Route, number: int) -> Lead | None:
    """Return how the camera comes into a part from the one before; None where it is a cut, or the first."""
    return lead_between(route.parts[number - 1], route.parts[number]) if number else None


def lead_between(before: Part | Stop, part: Part | Stop) -> Lead | None:
    """Return how the camera goes from the end of a part into the one after it; None where it is a cut."""
    if part.lead_s <= 0.0:
        return None
    return Lead(before.scene, before.steps[-1], part.steps[0], part.lead_s)


def lead_of(session: Session, scene: str) -> Lead | None:
    """Return the lead of a scene that the route stands in; None for any other scene."""
    route = session.route
    if route is None or route.parts[route.part].scene != scene:
        return None
    return lead_into(route, route.part)


def led(steps: tuple[StepOutline, ...], lead: Lead | None) -> tuple[StepOutline, ...]:
    """Return the outlines with the camera's way in at the beginning of the step that it leads to."""
    if lead is None or lead.first >= len(steps):
        return steps
    first = steps[lead.first]
    asks_at = None if first.asks_at is None else first.asks_at + lead.seconds
    longer = replace(first, seconds=first.seconds + lead.seconds, asks_at=asks_at)
    return (*steps[: lead.first], longer, *steps[lead.first + 1 :])


def following(session: Session) -> tuple[str, int] | None:
    """Return the scene and step that "next" leads to from the end of this one; nothing at the end of all."""
    route = session.route
    if route is None or route.parts[route.part].scene != session.scene:
        return (session.scene, session.step + 1) if session.step + 1 < len(session.steps) else None
    ahead = [step for step in route.parts[route.part].steps if step > session.step]
    if ahead:
        return session.scene, ahead[0]
    if route.part + 1 < len(route.parts):
        part = route.parts[route.part + 1]
        return part.scene, part.steps[0]
    return None


def onward(session: Session) -> tuple[str, Lead] | None:
    """Return which scene the camera goes to from the end of this step, and how; None where it does not."""
    route, coming = session.route, following(session)
    if route is None or coming is None or coming[0] == session.scene or route.part + 1 >= len(route.parts):
        return None
    lead = lead_into(route, route.part + 1)
    return (coming[0], lead) if lead is not None else None


def set_out(session: Session, route: Route, step: int) -> Answer:
    """Begin a route at a step of the part that it stands in."""
    number, part = session.requests + 1, route.parts[route.part]
    opening = Opening(number, part.scene, step, 0.0, playing=True, lead=lead_into(route, route.part))
    return replace(session, requests=number, opening=opening, route=route), (Compile(number, part.scene),)


def along(session: Session, by: int) -> Answer | None:
    """Go on along the route, or back: within the part to its steps alone, at its end to the next scene.

    Returns None where the show itself knows what to do: it is elsewhere, or the step has to be finished first.
    """
    route = session.route
    if route is None:
        return None
    part = route.parts[route.part]
    if session.screen != "scene" or session.overlays or session.scene != part.scene:
        return None
    if by > 0 and not session.at_end:
        return None  # the step is finished first, as everywhere
    ahead = [step for step in part.steps if (step > session.step if by > 0 else step < session.step)]
    if ahead:
        step = ahead[0] if by > 0 else ahead[-1]
        seconds = 0.0 if by > 0 else session.steps[step].seconds
        moved = replace(
            session, step=step, seconds=seconds, hold=0.0, playing=by > 0, zoom=AUTHOR, drawn=AUTHOR
        )
        return moved, ()
    other = route.part + by
    if not 0 <= other < len(route.parts):
        return None if by < 0 else (session, ())
    to, number = route.parts[other], session.requests + 1
    step, seconds = (to.steps[0], 0.0) if by > 0 else (to.steps[-1], _TO_ITS_END)
    opening = Opening(number, to.scene, step, seconds, playing=by > 0, lead=lead_into(route, other))
    opened = replace(session, requests=number, opening=opening, route=replace(route, part=other))
    return opened, (Compile(number, to.scene),)
