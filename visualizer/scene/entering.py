"""How scenes of a journey open into each other: what `enter` names in both. Knows words of casts; knows no places."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Protocol

from visualizer.core.problems import Problem
from visualizer.scene.complaints import did_you_mean
from visualizer.scene.model import (
    Astrocyte,
    AxonTerminal,
    Brain,
    DeepStructures,
    Dendrite,
    Enter,
    Figure,
    IonChannel,
    Ligand,
    Lysosome,
    Mrna,
    Neuron,
    Playlist,
    Receptor,
    Ribosome,
    Scene,
    SoftBody,
    SpinyDendrite,
    Transporter,
)
from visualizer.scene.nodes import Trail
from visualizer.scene.refs import target

_OUTLINED = (
    *(
        Astrocyte,
        AxonTerminal,
        Brain,
        DeepStructures,
        Dendrite,
        IonChannel,
        Ligand,
        Lysosome,
        Mrna,
        Neuron,
        Receptor,
        Ribosome,
    ),
    *(SoftBody, SpinyDendrite, Transporter),
)
"""Kinds with a place that stays; crowds, regions, numbers and panels have none."""


class Teller(Protocol):
    """Makes a problem at a trail of some file."""

    def __call__(self, rule: str, trail: Trail, message: str, suggestion: str = ..., /) -> Problem:
        """Return the problem."""


def entry_from(scene: Scene, before: str) -> Enter | None:
    """Return how the camera comes into a scene from another one."""
    return next((entry for entry in scene.enter if entry.start == before), None)


def slips_between(before: Scene, scene: Scene, at: Teller) -> tuple[Problem, ...]:
    """Return what is wrong with how the camera comes into a scene from another one; nothing where it is a cut."""
    return (
        tuple(check_enter(scene, {before.id: before}, at)) if entry_from(scene, before.id) is not None else ()
    )


def check_journey(playlist: Playlist, scenes: Mapping[str, Scene], at: Teller) -> Iterator[Problem]:
    """Yield a problem for each scene of a journey to which the camera would have to jump."""
    for index, (before, item) in enumerate(pairwise(playlist.items), 1):
        scene = scenes.get(item.scene)
        if scene is None or before.scene == item.scene or entry_from(scene, before.scene) is not None:
            continue
        message = f"'{item.scene}' does not say how the camera comes in from '{before.scene}'"
        hint = f"write enter: {{from: {before.scene}, through: FIGURE}} in {item.scene}.yaml"
        yield at("missing-enter", ("items", index), message, hint)


def check_enter(scene: Scene, neighbours: Mapping[str, Scene], at: Teller) -> Iterator[Problem]:
    """Yield what is wrong with what a scene's `enter` names; its own figures are looked up with all others."""
    for index, entry in enumerate(scene.enter):
        trail: Trail = ("enter", index)
        if entry.through is None and entry.here is None:
            message = (
                f"it is not said what of '{entry.start}' opens, nor what of this scene it turns out to be"
            )
            yield at("bad-enter", trail, message, "write through: FIGURE, as: FIGURE, or both")
        if isinstance(entry.here, str):
            yield from _outlined(entry.here, scene, (*trail, "as"), at)
        neighbour = neighbours.get(entry.start)
        if isinstance(entry.through, str) and neighbour is not None:
            yield from _elsewhere(entry.through, neighbour, (*trail, "through"), at)


def _elsewhere(words: str, scene: Scene, trail: Trail, at: Teller) -> Iterator[Problem]:
    name, member, part = target(words)
    figure = scene.cast.get(name)
    if figure is None:
        message = f"there is no figure '{name}' in the cast of '{scene.id}'"
        yield at("unknown-figure", trail, message, did_you_mean(name, scene.cast))
    elif member is not None and not 1 <= member <= _members(figure):
        message = f"'{name}' of '{scene.id}' has no member {member}"
        yield at("unknown-member", trail, message, f"its last is {name}.{_members(figure)}")
    elif part is not None and part not in figure.parts:
        message = f"'{name}' of '{scene.id}' has no part '{part}'"
        yield at("unknown-part", trail, message, did_you_mean(part, figure.parts) or f"write {name}")
    else:
        yield from _outlined(words, scene, trail, at)


def _outlined(words: str, scene: Scene, trail: Trail, at: Teller) -> Iterator[Problem]:
    figure = scene.cast.get(target(words).figure)
    if figure is not None and not isinstance(figure, _OUTLINED):
        message = f"'{words}' has no outline that a camera could go through"
        yield at("wrong-kind", trail, message, "name a body, a receptor, a cell, or a box")


def _members(figure: Figure) -> int:
    count = getattr(figure, "count", 1)
    return count if isinstance(count, int) else getattr(count, "at_most", None) or 5000
