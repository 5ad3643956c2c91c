"""Crowds of molecules as swarms: one art and many places a substance. Knows silhouettes and sizes; knows no motion."""

import math

import numpy as np

from visualizer.core.geometry import Box, View
from visualizer.figures.art.molecules import Guest, molecule
from visualizer.figures.look import Look, Theme
from visualizer.frame.art import Art
from visualizer.frame.shapes import Group, Shape, Sprite, Swarm
from visualizer.frame.type import runs
from visualizer.scene import Library
from visualizer.timeline.snapshot import Crowd

LETTER_FROM_PX = 22.0

EDGE = 60.0
"""Pixels at 1080 lines over which a molecule fades towards the words."""

LEVELS = 8
"""That fading is in so many levels, each of them one swarm."""


def guest(substance: str, library: Library, theme: Theme) -> Guest:
    """Return how a substance looks: its silhouette, tones and letter, all from the table of substances."""
    entry = library.substances[substance]
    return Guest(entry.shape, theme.substances[entry.colour], entry.letter)


def radius_px(substance: str, library: Library, view: View, unit: float) -> float:
    """Return a molecule's radius in pixels.

    It grows less than the stage does under the camera (as scale to the power 0.62): at a true scale molecules would
    vanish in the wide view or fill the pore in the close one. The scenes say "not to scale".
    """
    size = library.substances[substance].size
    return max(size * 0.52 * unit * math.pow(view.scale / unit, 0.62), 3.0)


def crowd(
    state: Crowd, library: Library, look: Look, view: View, unit: float, clear: Box
) -> tuple[tuple[Shape, ...], tuple[Shape, ...]]:
    """Return the free molecules, and those in a pore or carrier, which are drawn between its back and its front.

    `clear` is the part of the frame that is free of words: molecules fade out at its edge.
    """
    radius = radius_px(state.substance, library, view, unit)
    art = _art(state.substance, library, look, radius)
    scale = radius / 10.0
    free: list[Shape] = []
    if len(state.free):
        places = view.array_px(state.free)
        x, y = places[:, 0], places[:, 1]
        depth = np.minimum(
            np.minimum(clear.right - x, x - clear.left), np.minimum(y - clear.low, clear.high - y)
        )
        levels = np.rint(np.clip(depth.astype(np.float64) / (EDGE * unit), 0.0, 1.0) * LEVELS).astype(np.int8)
        free += [
            Swarm(state.id, art, scale, places[levels == level], level / LEVELS)
            for level in np.flatnonzero(np.bincount(levels, minlength=LEVELS + 1))[::-1].tolist()
            if level > 0
        ]
    for stage_x, stage_y, alpha in state.fading:
        place = view.px((stage_x, stage_y))
        if clear.contains(place):
            free.append(Sprite(art, place, scale, alpha=alpha))
    if state.alpha < 1.0 and free:
        free = [Group(state.id, tuple(free), state.alpha)]
    threading: list[Shape] = (
        [Swarm(f"{state.id}-threading", art, scale, view.array_px(state.threading))]
        if len(state.threading)
        else []
    )
    return tuple(free), tuple(threading)


def lettered(letter: str, wide_px: float) -> bool:
    """Tell whether a molecule this wide carries its letter: from 22 px on, longer words from wider on."""
    signs = sum(run_.level == 0 for run_ in runs(letter) for _ in run_.text)
    return wide_px >= LETTER_FROM_PX * (1.0 if signs <= 3 else 1.45)


def _art(substance: str, library: Library, look: Look, radius: float) -> Art:
    entry = library.substances[substance]
    ramp = look.colours.substances[entry.colour]
    return molecule(entry.shape, ramp, entry.letter, lettered(entry.letter, 2.0 * radius), 10.0)
