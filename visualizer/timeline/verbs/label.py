"""A name and a line beside a figure, until the step ends or for a while."""

import math

from visualizer.scene.model import LabelVerb
from visualizer.timeline.plan import Said, StepPlan


def plan(happening: LabelVerb, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    at = plan.start_of(happening)
    until = at + happening.lasts if happening.lasts is not None else math.inf
    plan.said.append(Said(happening, at, until))
