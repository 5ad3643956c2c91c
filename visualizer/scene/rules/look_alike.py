"""Two substances in one step cannot be told apart.

Colour is never alone: substances that share the stage differ in letter or silhouette, and two of one
silhouette also in colour, in every look, as seen by somebody with deuteranopia (a CIEDE2000 difference of 20 or
more), with protanopia or with tritanopia (12 or more).

Wrong::

    a: {name: A, letter: S, shape: diamond, colour: magenta, size: 17, diffusion: 0.2 um2/ms}
    b: {name: B, letter: S, shape: diamond, colour: violet, size: 17, diffusion: 0.2 um2/ms}

Right::

    b: {name: B, letter: R, shape: hexagon, colour: violet, size: 17, diffusion: 0.2 um2/ms}
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from visualizer.core.colour import difference
from visualizer.core.problems import Problem
from visualizer.scene.model import (
    Add,
    Appear,
    Figure,
    Ion,
    Leave,
    Ligand,
    Molecule,
    Release,
    Remove,
    Scene,
    Step,
    Vesicle,
)
from visualizer.scene.nodes import Trail
from visualizer.scene.refs import target
from visualizer.scene.rules.context import Context
from visualizer.scene.substances import Substance, palette, palettes

TELL_APART = {"deuteranopia": 20.0, "protanopia": 12.0, "tritanopia": 12.0}
"""How much two colours differ to each kind of eyes; the most frequent deficiency is asked for most."""

ID = "look-alike"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each pair of substances that look alike in a step, once a scene."""
    known = context.library.substances
    told: set[frozenset[str]] = set()
    for index, present in enumerate(_present(scene)):
        for first, second in combinations(present, 2):
            pair = frozenset((first, second))
            one, two = known.get(first), known.get(second)
            if pair in told or one is None or two is None:
                continue
            why = _alike(one, two)
            if why:
                told.add(pair)
                message = f"'{first}' and '{second}' look alike: {why}"
                trail: Trail = ("steps", index)
                yield context.at(
                    ID, trail, message, "give one another letter, silhouette or colour in substances.yaml"
                )


def _alike(one: Substance, two: Substance) -> str:
    """Return why two substances cannot be told apart; empty when they can."""
    if one.shape != two.shape:
        return ""
    if one.letter == two.letter:
        return f"both are a {one.shape} with the letter {one.letter}"
    if _letters_tell(one, two):
        return ""
    for theme in palettes():
        colours = palette(theme)
        first, second = colours.get(one.colour), colours.get(two.colour)
        if first is None or second is None:
            continue
        for eyes, needed in TELL_APART.items():
            apart = difference(first, second, eyes)
            if apart < needed:
                how = f"their colours differ by {apart:.0f} of {needed:.0f} in the look {theme}, with {eyes}"
                return f"both are a {one.shape}, and {how}"
    return ""


def _letters_tell(one: Substance, two: Substance) -> bool:
    """Return whether the letters carry the difference alone: ions are known by their symbols."""
    return one.shape == "disc" and one.letter[0] != two.letter[0]


def _present(scene: Scene) -> Iterator[tuple[str, ...]]:
    """Yield, for each step, the substances that are on stage in it."""
    added = {
        target(happening.add).figure
        for step in scene.steps
        for happening in step.happens
        if isinstance(happening, Add)
    }
    on_stage = {name for name, figure in scene.cast.items() if not figure.hidden and name not in added}
    for step in scene.steps:
        on_stage |= _coming(step)
        found: dict[str, None] = {}
        for name in scene.cast:
            if name in on_stage:
                found |= dict.fromkeys(_sorts(scene.cast[name]))
        yield tuple(found)
        on_stage -= _going(step)


def _sorts(figure: Figure) -> tuple[str, ...]:
    if isinstance(figure, (Molecule, Ion, Ligand)):
        return (figure.type,)
    return tuple(figure.holds) if isinstance(figure, Vesicle) else ()


def _coming(step: Step) -> set[str]:
    names: set[str] = set()
    for happening in step.happens:
        if isinstance(happening, Appear):
            names |= {target(name).figure for name in _many(happening.appear)}
        elif isinstance(happening, Add):
            names.add(target(happening.add).figure)
        elif isinstance(happening, Release):
            names.add(target(happening.release).figure)
    return names


def _going(step: Step) -> set[str]:
    names: set[str] = set()
    for happening in step.happens:
        if isinstance(happening, Leave):
            names |= {target(name).figure for name in _many(happening.leave)}
        elif isinstance(happening, Remove):
            names.add(target(happening.remove).figure)
    return names


def _many(names: str | tuple[str, ...]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else names
