"""A word points at a part that figures of this kind do not have.

Wrong::

    on: dendrite.membran

Right::

    on: dendrite.membrane
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.complaints import did_you_mean
from visualizer.scene.model import AxonTerminal, Dendrite, Neuron, Scene
from visualizer.scene.refs import target
from visualizer.scene.rules.context import KIND_OF, Context, references

ID = "unknown-part"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each part that its figure lacks."""
    for reference, trail in references(scene):
        name, _, part = target(reference)
        figure = scene.cast.get(name)
        if figure is None or part is None or part in figure.parts:
            continue
        if part == "voltage" and trail[-1] == "of" and isinstance(figure, (Dendrite, AxonTerminal, Neuron)):
            continue
        kind = KIND_OF[type(figure)]
        hint = did_you_mean(part, figure.parts) or f"write {name}"
        article = "an" if kind[0] in "aeio" else "a"
        yield context.at_reference(
            ID, trail, f"'{name}' is {article} {kind}, which has no part '{part}'", hint
        )
