"""A scene turns a knob that its model does not have, or to a value that the knob does not take.

`settings` are the model's knobs as the scene begins; `moa model ID --list` prints them with their values.

Wrong::

    settings: {stress: much}

Right::

    settings: {stress: chronic}
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.errors import UsageError
from visualizer.core.problems import Problem
from visualizer.pharma import settle
from visualizer.scene.model import Scene
from visualizer.scene.model_graph import graph_of
from visualizer.scene.modelling import ModelFile
from visualizer.scene.rules.context import Context

ID = "bad-setting"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem where the settings cannot be had."""
    if not scene.settings or context.invented("model"):
        return
    model = context.model()
    if not isinstance(model, ModelFile):
        yield context.at(ID, ("settings",), "no model with knobs stands behind this scene", "leave it out")
        return
    try:
        settle(graph_of(model), scene.settings)
    except UsageError as error:
        yield context.at(ID, ("settings",), str(error))
