"""Electrical signals on cell bodies: a depolarised membrane that glows, an action potential that runs in. Knows places only."""

import math
from collections.abc import Sequence
from functools import lru_cache

from visualizer.core.colour import mixed
from visualizer.core.geometry import Box, Point, Points, View, box_of
from visualizer.figures.art.molecules import halo
from visualizer.figures.layout import Layout
from visualizer.figures.scenery import cut_to
from visualizer.frame.art import Art, Stroke
from visualizer.frame.shapes import Shape, Sprite
from visualizer.timeline.anatomy import THICKNESS, BodyPlan
from visualizer.timeline.snapshot import Body

STEPS = 8
"""A glow comes and goes in so many levels, so that it is thinned from one baked picture."""

TRAIL = 9
TRAIL_GAP = 15.0
"""An action potential is drawn as so many lights on each side of the axon, so far apart in stage units."""


def signals(layout: Layout, view: View, bodies: Sequence[Body], seen: Box) -> tuple[Shape, ...]:
    """Return the light of all signals in a shot."""
    shapes: list[Shape] = []
    for body in bodies:
        plan = layout.timeline.anatomy.bodies[body.id]
        theme = layout.look.colours
        colour = theme.bodies.get(plan.cell, theme.bodies["target"]).rim
        level = round(min(body.lit, 1.0) * STEPS) / STEPS
        if level > 0.0:
            line = _inside(layout, view, plan, seen)
            if line is not None:
                shapes.append(
                    Sprite(_glow(line, colour), view.px((0.0, 0.0)), view.scale, alpha=level * body.alpha)
                )
        if body.wave >= 0.0:
            shapes += _spike(plan, body.wave, colour, theme.colours["text"], view, body.alpha)
    return tuple(shapes)


def _inside(layout: Layout, view: View, plan: BodyPlan, seen: Box) -> Points | None:
    """Return the line along the inner side of a body's membrane, as far as a shot shows it."""
    return layout.kept.get(
        ("inside", view, plan.id),
        lambda: cut_to(plan.membranes["membrane"], THICKNESS * 0.75, seen.grown(40.0)),
    )


def _spike(plan: BodyPlan, part: float, colour: str, bright: str, view: View, alpha: float) -> list[Shape]:
    """Return the lights that run down both sides of the axon to the active zone and die there."""
    line = plan.membranes["membrane"].line
    zone = plan.membranes.get("active-zone")
    bottom = line.nearest(zone.line.at(zone.line.length / 2)) if zone is not None else line.length / 2
    reach = min(bottom, line.length - bottom, RUN)
    fading = alpha * (1.0 - max(part - 0.85, 0.0) / 0.15)
    shapes: list[Shape] = []
    for side in (-1.0, 1.0):
        for k in range(TRAIL):
            behind = reach * (1.0 - part) + k * TRAIL_GAP
            if 0.0 <= behind <= reach:
                strength = math.exp(-k / 2.5) * fading
                place: Point = line.at(bottom + side * behind)
                shapes.append(
                    Sprite(
                        halo(mixed(colour, bright, 0.55), 84.0),
                        view.px(place),
                        view.scale,
                        alpha=round(strength * STEPS) / STEPS,
                    )
                )
    return [shape for shape in shapes if isinstance(shape, Sprite) and shape.alpha > 0.0]


RUN = 1150.0
"""How far up the axon, in stage units along the membrane, an action potential comes into being."""


@lru_cache(maxsize=32)
def _glow(line: Points, colour: str) -> Art:
    """Return the light along the inner side of a membrane."""
    box = box_of(line).grown(60.0)
    return Art("glow", box, (Stroke(line, 34.0, colour, 0.42, 24.0), Stroke(line, 10.0, colour, 0.75, 5.0)))
