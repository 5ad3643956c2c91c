"""How the camera gets from one scene into another: which part of the one becomes which part of the other.

Knows two stages and the boxes on them; each keeps its own units. The layouts make pixels of them.
"""

from dataclasses import dataclass

from visualizer.core.geometry import Box, box_of
from visualizer.core.problems import Problem, Span
from visualizer.scene.entering import entry_from, slips_between
from visualizer.scene.model import MembraneProtein, Neuron, Scene
from visualizer.scene.nodes import Trail
from visualizer.scene.refs import target
from visualizer.timeline.anatomy import Anatomy, bounds, site
from visualizer.timeline.cameras import Focus
from visualizer.timeline.story import Timeline

CROSSING_SECONDS = 3.0
"""How long the camera takes from one scene into the next."""

_SITE = 0.16
"""How much of a protein's height the surroundings of one of its sites take to either side."""

_ENDING = 0.32
"""How much of a cell's size the surroundings of its axon's ending take to either side."""


@dataclass(frozen=True, slots=True)
class Way:
    """What a scene opens by (`through`, on its stage) and what that is on the next one's stage (`here`).

    None stands for the whole of what the camera shows.
    """

    through: Box | None
    here: Box | None


def way_between(before: Timeline, after: Timeline) -> Way | None:
    """Return how the camera gets from one scene into another; None where the author does not say, or names what is not there."""
    entry = entry_from(after.scene, before.scene.id)
    if entry is None or slips_between(before.scene, after.scene, _slip):
        return None
    through = place_of(before.scene, before.anatomy, entry.through)
    here = place_of(after.scene, after.anatomy, entry.here)
    return Way(through, here)


def _slip(rule: str, trail: Trail, message: str, suggestion: str = "") -> Problem:
    """Return a slip whose place the check names; here it only counts."""
    return Problem(Span(""), rule, message, suggestion)


def place_of(scene: Scene, anatomy: Anatomy, focus: Focus) -> Box | None:
    """Return the box of what an entry names: a figure, a member, one of their parts, or a box as it is written."""
    if focus is None:
        return None
    if not isinstance(focus, str):
        return Box(*focus)
    name, member, part = target(focus)
    figure = scene.cast[name]
    if part is None:
        return bounds(scene, anatomy, focus)
    if isinstance(figure, MembraneProtein):
        socket = anatomy.sockets[name][(member or 1) - 1]
        at = site(socket, figure.type, part)
        return Box(*at, *at).grown(_SITE * socket.height)
    if isinstance(figure, Neuron):
        at = figure.axon_to if part in ("axon", "ending") and figure.axon_to is not None else figure.at
        return Box(*at, *at).grown(_ENDING * figure.size)
    body = anatomy.bodies.get(name)
    line = body.membranes.get(part) if body is not None else None
    return box_of(line.line.points) if line is not None else bounds(scene, anatomy, name)
