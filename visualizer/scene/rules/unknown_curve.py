"""A quantity comes from a curve, or a scene from a model, that is not there.

Curves belong to the scene's `model`, which is a file of the folder `models`.

Wrong::

    count: {from: brain_conc, per: 0.05 uM}

Right::

    count: {from: brain_um, per: 0.05 uM}
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.complaints import did_you_mean
from visualizer.scene.model import (
    Add,
    Chart,
    FromCurve,
    LabelVerb,
    Molecule,
    Neuron,
    Number,
    Occupy,
    Protein,
    Remodel,
    Response,
    Scene,
    SpinyDendrite,
)
from visualizer.scene.modelling import ModelFile
from visualizer.scene.nodes import Trail
from visualizer.scene.rules.context import Context

ID = "unknown-curve"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for an unknown model, and for each curve that the model lacks."""
    library = context.library
    if scene.model is not None and scene.model not in library.curves:
        yield context.at(
            ID, ("model",), f"there is no model '{scene.model}'", did_you_mean(scene.model, library.curves)
        )
        return
    others: set[str] = set()
    regimens: set[str] = set()
    if scene.second_model is not None:
        second = library.curves.get(scene.second_model)
        if not isinstance(second, ModelFile):
            message = f"there is no model '{scene.second_model}' with knobs"
            yield context.at(ID, ("second-model",), message, "name one of the folder models")
        else:
            others = {f"{second.id.replace('-', '_')}_{name}" for name in second.curves}
            regimens = {f"{second.id.replace('-', '_')}_{name}" for name in _regimens(second)}
    model = context.model()
    regimens |= set(_regimens(model)) if isinstance(model, ModelFile) else set()
    for name, figure in scene.cast.items():
        for index, row in enumerate(figure.doses if isinstance(figure, Chart) else ()):
            if row.regimen is not None and row.regimen not in regimens:
                message = f"no model of this scene has a regimen '{row.regimen}'"
                where: Trail = ("cast", name, "doses", index, "regimen")
                yield context.at(ID, where, message, did_you_mean(row.regimen, sorted(regimens)))
    for curve, trail in _curves(scene):
        if model is None:
            if not context.invented("model"):
                yield context.at(
                    ID, trail, f"the curve '{curve}' needs a model, and the scene names none", "add model: …"
                )
        elif curve not in model.curves and curve not in others:
            message = f"the model '{model.id}' has no curve '{curve}'"
            yield context.at(ID, trail, message, did_you_mean(curve, model.curves))


def _regimens(model: ModelFile) -> list[str]:
    return [name for name, stage in model.stages.items() if stage.kind == "regimen"]


def _curves(scene: Scene) -> Iterator[tuple[str, Trail]]:
    for name, figure in scene.cast.items():
        trail = ("cast", name)
        if isinstance(figure, (Molecule, Protein)) and isinstance(figure.count, FromCurve):
            yield figure.count.curve, (*trail, "count", "from")
        if isinstance(figure, Neuron) and isinstance(figure.fires, FromCurve):
            yield figure.fires.curve, (*trail, "fires", "from")
        if isinstance(figure, Number) and isinstance(figure.of, FromCurve):
            yield figure.of.curve, (*trail, "of", "from")
        if isinstance(figure, SpinyDendrite):
            for key in ("spines", "heads"):
                quantity = getattr(figure, key)
                if isinstance(quantity, FromCurve):
                    yield quantity.curve, (*trail, key, "from")
        if isinstance(figure, Chart):
            for index, series in enumerate(figure.series):
                yield series.curve, (*trail, "series", index, "curve")
        if isinstance(figure, Response):
            yield figure.curve, (*trail, "curve")
    for index, step in enumerate(scene.steps):
        for number, happening in enumerate(step.happens):
            where = ("steps", index, "happens", number)
            if isinstance(happening, Add) and isinstance(happening.count, FromCurve):
                yield happening.count.curve, (*where, "count", "from")
            if isinstance(happening, LabelVerb) and happening.only is not None:
                yield happening.only.curve, (*where, "only", "from")
            if isinstance(happening, Occupy) and isinstance(happening.share, FromCurve):
                yield happening.share.curve, (*where, "share", "from")
            if isinstance(happening, Remodel):
                for key in ("spines", "heads"):
                    quantity = getattr(happening, key)
                    if isinstance(quantity, FromCurve):
                        yield quantity.curve, (*where, key, "from")
