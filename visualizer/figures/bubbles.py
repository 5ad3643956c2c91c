"""Vesicles as art: whole, fusing as an omega, or sinking into the membrane. Knows places and fullness handed in."""

import math
from functools import lru_cache

from visualizer.core.geometry import Box, View
from visualizer.figures.art.vesicle import vesicle, vesicle_fusing
from visualizer.figures.crowd import guest
from visualizer.figures.look import Look
from visualizer.frame.art import Art, Flat
from visualizer.frame.shapes import Group, Shape, Sprite
from visualizer.scene import Library
from visualizer.timeline.snapshot import Vesicles
from visualizer.timeline.vesicles import DOCK_DEPTH

FILLS = 6
"""Emptying and opening are drawn in so many levels each."""


def bubbles(state: Vesicles, library: Library, look: Look, view: View) -> tuple[Shape, ...]:
    """Return a terminal's vesicles."""
    ramp = look.colours.bodies["vesicle"]
    cargo = guest(state.substance, library, look.colours) if state.substance in library.substances else None
    shapes: list[Shape] = []
    for i, one in enumerate(state.each):
        seed = i % 7
        fullness = round(one.fullness * FILLS) / FILLS
        alpha = 1.0 - one.sunk
        if one.opening > 0.0:
            opening = round(one.opening * FILLS) / FILLS
            art = vesicle_fusing(30.0, opening, ramp, cargo, state.holds, fullness, seed, state.dense)
            pore = (
                one.at[0] + DOCK_DEPTH * math.sin(one.angle),
                one.at[1] - DOCK_DEPTH * math.cos(one.angle),
            )
            scale = view.scale * one.radius / 30.0
            if one.opening > 0.4:
                shapes.append(
                    Sprite(_breach(look.colours.colours["backdrop"]), view.px(pore), scale, one.angle, alpha)
                )
            shapes.append(Sprite(art, view.px(pore), scale, one.angle, alpha))
        else:
            art = vesicle(30.0, ramp, cargo, state.holds, fullness, seed, state.dense)
            shapes.append(Sprite(art, view.px(one.at), view.scale * one.radius / 30.0, 0.0, alpha))
    return (Group(state.id, tuple(shapes), state.alpha),) if state.alpha < 1.0 else tuple(shapes)


@lru_cache(maxsize=8)
def _breach(ground: str) -> Art:
    """Return the opening in the plasma membrane under a fusing vesicle: a patch of what lies outside."""
    gap = ((-16.5, -16.0), (16.5, -16.0), (16.5, 13.0), (-16.5, 13.0))
    return Art("breach", Box(-24.0, -22.0, 24.0, 20.0), (Flat(gap, ground, 1.0, 2.0),))
