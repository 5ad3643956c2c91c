"""A scene or a step turns a knob that its model does not have, or to a value that the knob does not take.

`settings` are the model's knobs as the scene begins, or those of one step; `moa model ID --list` prints them with their
values. A knob that runs during a step is a number.

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
from visualizer.scene.model import Response, Run, Scene
from visualizer.scene.model_graph import graph_of
from visualizer.scene.modelling import ModelFile
from visualizer.scene.nodes import Trail
from visualizer.scene.rules.context import Context

ID = "bad-setting"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem where the settings cannot be had."""
    turned: list[tuple[Trail, dict[str, str | float | Run]]] = []
    if scene.settings:
        turned.append((("settings",), dict(scene.settings)))
    turned += [
        (("steps", i, "settings"), dict(step.settings)) for i, step in enumerate(scene.steps) if step.settings
    ]
    plots = [(name, figure) for name, figure in scene.cast.items() if isinstance(figure, Response)]
    if not (turned or plots) or context.invented("model"):
        return
    file = context.model()
    if not isinstance(file, ModelFile):
        for where, _ in turned:
            yield context.at(ID, where, "no model with knobs stands behind this scene", "leave it out")
        return
    model = graph_of(file)
    for trail, knobs in turned:
        for part in ("start", "end"):
            values = {k: getattr(v, part) if isinstance(v, Run) else v for k, v in knobs.items()}
            try:
                settle(model, {**scene.settings, **values})
            except UsageError as error:
                yield context.at(ID, trail, str(error))
                break
        for name, value in knobs.items():
            if isinstance(value, Run) and name in model.knobs and model.knobs[name].kind != "number":
                yield context.at(ID, (*trail, name), f"'{name}' is no number, so it cannot run")
    for name, figure in plots:
        for value in figure.span:
            try:
                settle(model, {**scene.settings, figure.knob: value})
            except UsageError as error:
                yield context.at(ID, ("cast", name, "knob"), str(error))
                break
