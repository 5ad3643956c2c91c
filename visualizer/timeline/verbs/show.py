"""A chart, number or card is shown for the rest of the step, or for a while."""

import math

from visualizer.scene.model import Show
from visualizer.timeline.plan import Spell, StepPlan


def plan(happening: Show, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    at = plan.start_of(happening)
    until = at + happening.lasts if happening.lasts is not None else math.inf
    plan.shown.append(Spell(happening.show, at, until))
