"""Crowds of molecules as swarms: one art and many places a substance. Knows silhouettes and sizes; knows no motion."""

import math

from visualizer.core.geometry import View
from visualizer.figures.art.molecules import Guest, molecule
from visualizer.figures.look import Look, Theme
from visualizer.frame.art import Art
from visualizer.frame.shapes import Group, Shape, Sprite, Swarm
from visualizer.scene import Library
from visualizer.timeline.snapshot import Crowd

LETTER_FROM_PX = 22.0


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
    state: Crowd, library: Library, look: Look, view: View, unit: float
) -> tuple[tuple[Shape, ...], tuple[Shape, ...]]:
    """Return the free molecules, and those in a pore or carrier, which are drawn between its back and its front."""
    radius = radius_px(state.substance, library, view, unit)
    art = _art(state.substance, library, look, radius)
    scale = radius / 10.0
    free: list[Shape] = []
    if len(state.free):
        free.append(Swarm(state.id, art, scale, view.array_px(state.free)))
    for x, y, alpha in state.fading:
        free.append(Sprite(art, view.px((x, y)), scale, alpha=alpha))
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
    return wide_px >= LETTER_FROM_PX * (1.0 if len(letter) <= 3 else 1.45)


def _art(substance: str, library: Library, look: Look, radius: float) -> Art:
    entry = library.substances[substance]
    ramp = look.colours.substances[entry.colour]
    return molecule(entry.shape, ramp, entry.letter, lettered(entry.letter, 2.0 * radius), 10.0)
