"""A scene offers a knob or an intervention that its model does not have.

What can be turned belongs to the scene's `model`: `moa model NAME --list` names it all.

Wrong::

    model: ketamine
    knobs: [dose_mg_per_kilo]

Right::

    model: ketamine
    knobs: [dose_mg_per_kg]
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.complaints import did_you_mean
from visualizer.scene.model import Scene
from visualizer.scene.modelling import ModelFile
from visualizer.scene.rules.context import Context

ID = "unknown-knob"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each knob and each intervention that the scene's model lacks."""
    if not (scene.knobs or scene.interventions):
        return
    model = context.model()
    if model is None and (scene.model is not None or context.invented("model")):
        return  # that model is missing is a finding of its own
    for key, kind, names in (
        ("knobs", "knob", scene.knobs),
        ("interventions", "intervention", scene.interventions),
    ):
        known = getattr(model, key) if isinstance(model, ModelFile) else {}
        for index, name in enumerate(names):
            if model is None:
                message, hint = f"the {kind} '{name}' needs a model, and the scene names none", "add model: …"
            elif not known:
                message, hint = f"'{model.id}' is a table of curves and has no {key}", "take it away"
            elif name not in known:
                message, hint = f"the model '{model.id}' has no {kind} '{name}'", did_you_mean(name, known)
            else:
                continue
            yield context.at(ID, (key, index), message, hint)
