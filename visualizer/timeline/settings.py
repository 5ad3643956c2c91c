"""Which curves hold in a scene and in each of its steps: knobs that the author set, under those that a viewer turned.

Knows how settings come together; what a knob does is the model's.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from visualizer.core.easing import mix
from visualizer.pharma import Curve, Model, Settings, dose_times, settle, solve
from visualizer.scene.model import Response, Run, Scene, Step

RUN_POINTS = 17
"""A knob that runs is solved at so many values; between them, values are mixed."""


@dataclass(frozen=True, slots=True)
class StepCurves:
    """A step's curves: one set for a step that turns no knob while it runs, else one for each of some parts of its time."""

    knobs: Mapping[str, str]
    runs: Mapping[str, Run]
    solved: tuple[Mapping[str, Curve], ...]
    doses: Mapping[str, tuple[float, ...]]

    def at(self, curve: str, hours: float, part: float) -> float | None:
        """Return a curve's value at a moment, when this part (0 to 1) of the step is over; None for no such curve."""
        if curve not in self.solved[0]:
            return None
        place = min(max(part, 0.0), 1.0) * (len(self.solved) - 1)
        low = min(int(place), max(len(self.solved) - 2, 0))
        before = self.solved[low][curve].at(hours)
        if len(self.solved) == 1:
            return before
        return mix(before, self.solved[low + 1][curve].at(hours), place - low)

    def knob(self, name: str, part: float) -> float | None:
        """Return a number that a knob stands at, when this part of the step is over; None when it is no number."""
        if name in self.runs:
            return along(self.runs[name].start, self.runs[name].end, min(max(part, 0.0), 1.0))
        try:
            return float(self.knobs[name])
        except (KeyError, ValueError):
            return None


def along(low: float, high: float, part: float) -> float:
    """Return the value that lies at this part of the way on a logarithmic axis."""
    value = low * math.exp(math.log(high / low) * part)
    return min(max(value, min(low, high)), max(low, high))  # no rounding beyond what the knob takes


def settings_of(model: Model, scene: Scene, turned: Settings | None) -> Settings:
    """Return the settings of a whole scene: what the viewer turned, else what the author set, else the defaults."""
    return turned if turned is not None else settle(model, scene.settings)


def step_curves(model: Model, scene: Scene, step: Step, turned: Settings | None) -> StepCurves:
    """Return a step's curves; a knob that the viewer turned stays as she left it."""
    own = settle(model, scene.settings)
    whole = settings_of(model, scene, turned)
    viewer = {name: value for name, value in whole.knobs if value != own.of(name) or name in whole.chosen}
    mine = {name: value for name, value in step.settings.items() if name not in viewer}
    runs = {name: value for name, value in mine.items() if isinstance(value, Run)}
    still = {name: value for name, value in mine.items() if not isinstance(value, Run)}
    base: dict[str, str | float] = {**scene.settings, **viewer, **still}
    solved = []
    for i in range(RUN_POINTS if runs else 1):
        now = {name: along(run.start, run.end, i / (RUN_POINTS - 1)) for name, run in runs.items()}
        solved.append(solved_curves(model, settle(model, {**base, **now}, whole.interventions, whole.hours)))
    knobs = settle(model, {**base, **{name: run.start for name, run in runs.items()}}, whole.interventions)
    doses = MappingProxyType(dose_times(model, knobs))
    return StepCurves(MappingProxyType(dict(knobs.knobs)), MappingProxyType(runs), tuple(solved), doses)


def response_of(model: Model, figure: Response, curves: StepCurves, whole: Settings) -> Curve:
    """Return a plot against a knob: the curve's value at the plot's moment, over the knob instead of time."""
    low, high = figure.span
    hours, points = figure.after.to("h"), []
    for i in range(RUN_POINTS):
        value = along(low, high, i / (RUN_POINTS - 1))
        knobs: dict[str, str | float] = {**_turnable(model, curves), figure.knob: value}
        solution = solved_curves(model, settle(model, knobs, whole.interventions, whole.hours))
        points.append((value, solution[figure.curve].at(hours)))
    knobs_, values = zip(*points, strict=True)
    assumed = curves.solved[0][figure.curve].assumed
    return Curve(figure.curve, figure.unit, knobs_, values, assumed)


def _turnable(model: Model, curves: StepCurves) -> dict[str, str | float]:
    """Return the knobs of a step that have a meaning under its settings."""
    settled = Settings(tuple(curves.knobs.items()))
    return {name: value for name, value in curves.knobs.items() if settled.fits(model.knobs[name].only)}


@lru_cache(maxsize=96)
def solved_curves(model: Model, settings: Settings) -> Mapping[str, Curve]:
    """Return all curves of a model under settings, by name."""
    return MappingProxyType({curve.name: curve.as_curve() for curve in solve(model, settings).curves()})
