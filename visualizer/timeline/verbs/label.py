"""A name and a line beside a figure, until the step ends or for a while."""

import math

from visualizer.scene.model import LabelVerb, Only
from visualizer.timeline.plan import Said, StepPlan


def plan(happening: LabelVerb, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    at = plan.start_of(happening)
    until = at + happening.lasts if happening.lasts is not None else math.inf
    bound = happening.only
    plan.said.append(
        Said(happening, at, until, bound is None or _keeps_to(bound, plan, min(until, plan.step.seconds)))
    )


def _keeps_to(bound: Only, plan: StepPlan, seconds: float) -> bool:
    """Tell whether the model's curve is within a bound at a time of the step; outside of any story it is at nought."""
    hours = plan.moment_at(seconds) if bound.after is None else bound.after.to("h")
    now = (0.0 if hours is None else plan.curve_value(bound.curve, hours, seconds)) or 0.0
    now = 1.0 - now if bound.rest else now
    return (bound.above is None or now > bound.above.base) and (bound.below is None or now < bound.below.base)
