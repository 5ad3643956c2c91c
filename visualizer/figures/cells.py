"""Whole small neurons with their firing. Knows somata, axons and spikes as ages; knows no rates."""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from visualizer.core.geometry import Box, Point, Polyline, View, polyline
from visualizer.figures.art.bodies import NEURON_KINDS, axon_line, neuron
from visualizer.figures.art.molecules import halo
from visualizer.figures.look import Look
from visualizer.frame.shapes import Fill, Group, Path, Shape, Sprite
from visualizer.timeline.snapshot import Cell
from visualizer.timeline.story import TRACE_SECONDS

FORMS = {"habenula": "raphe"}
"""Cells that look like others; their colour tells them apart."""

INHIBITORY = frozenset({"interneuron"})
"""Cells whose axon ends in a flat bar: they release GABA."""

GLOWS = 16
"""A glow comes and goes in so many levels, so that each is thinned once."""

SEED = 1
RUN = 0.9
"""Seconds on screen that an action potential takes along the drawn axon."""


def cell(
    state: Cell, look: Look, view: View, dimmed: float, others: Sequence[Cell] = ()
) -> tuple[Shape, ...]:
    """Return a neuron, its glow when lit or firing, and the light that runs along its axon.

    The bar of an inhibitory end is there as far as one of the `others` is there to be inhibited.
    """
    theme = look.colours
    ramp = theme.bodies.get(state.cell, theme.bodies["target"])
    kind = FORMS.get(state.cell, state.cell)
    kind = kind if kind in NEURON_KINDS else "interneuron"
    to = None if state.axon_to is None else (state.axon_to[0] - state.at[0], state.axon_to[1] - state.at[1])
    art = neuron(kind, state.size, ramp, SEED, to)
    at = view.px(state.at)
    shapes: list[Shape] = []
    flash = max((math.exp(-age / 0.28) for age in state.spikes), default=0.0)
    glow = round(min(max(0.75 * state.lit, 0.9 * flash), 1.0) * GLOWS) / GLOWS
    if glow > 0.0:
        shapes.append(Sprite(halo(ramp.rim, 100.0), at, view.scale * state.size * 0.015, alpha=glow))
    shapes.append(Sprite(art, at, view.scale))
    if to is not None:
        axon = _axon(kind, state.size, state.at, to)
        met = max((one.alpha for one in others if _meets(state, one)), default=0.0)
        if state.cell in INHIBITORY and met > 0.0:
            shapes.append(replace(_bar(axon, view, ramp.rim, state.size), alpha=met))
        for age in state.spikes:
            if age < RUN:
                place = view.px(axon.at(axon.length * age / RUN))
                light = halo(ramp.rim, 30.0)
                scale = view.scale * state.size / 190.0
                shapes.append(Sprite(light, place, scale, alpha=0.9 * (1.0 - age / RUN * 0.4)))
    alpha = state.alpha * (1.0 - 0.62 * dimmed)
    return (Group(state.id, tuple(shapes), alpha),) if alpha < 1.0 else tuple(shapes)


def trace(state: Cell, look: Look, left: float, base: float, unit: float) -> tuple[Shape, ...]:
    """Return the last seconds of firing as on an oscilloscope: a line with a tick for each spike, now at the right."""
    wide, high = 420.0 * unit, 52.0 * unit
    colour = look.colours.bodies.get(state.cell, look.colours.bodies["target"]).rim
    shapes: list[Shape] = [Path(((left, base), (left + wide, base)), colour, 2.0 * unit, 0.75 * state.alpha)]
    thick = max(1.0, round(3.0 * unit))
    for age in state.spikes:
        x = round(left + wide * (1.0 - age / TRACE_SECONDS) - thick / 2)
        if x >= left:
            tick = Box(x, base - high, x + thick, base)
            shapes.append(Fill(tick, colour, 0.95 * state.alpha, thick / 2))
    return tuple(shapes)


@lru_cache(maxsize=64)
def _axon(kind: str, size: float, at: Point, to: Point) -> Polyline:
    """Return the line of an axon on the stage, from a cell at a place to a point seen from there."""
    return polyline([(at[0] + x, at[1] + y) for x, y in axon_line(kind, size, to, SEED)])


def _meets(state: Cell, other: Cell) -> bool:
    """Tell whether an axon ends at another cell's body."""
    if state.axon_to is None or other.id == state.id:
        return False
    return math.dist(state.axon_to, other.at) < 0.8 * other.size


def _bar(axon: Polyline, view: View, colour: str, size: float) -> Path:
    """Return the flat bar that says: this end inhibits."""
    (x, y), (nx, ny) = axon.at(axon.length), axon.normal(axon.length)
    half = size * 0.17
    ends = ((x - nx * half, y - ny * half), (x + nx * half, y + ny * half))
    return Path(view.all_px(ends), colour, size * 0.045 * view.scale)
