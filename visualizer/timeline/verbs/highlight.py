"""A figure glows; what is not lit grows quiet."""

import math

from visualizer.scene.model import Highlight
from visualizer.timeline.plan import Spell, StepPlan


def plan(happening: Highlight, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    at = plan.start_of(happening)
    until = at + happening.lasts if happening.lasts is not None else math.inf
    plan.lit.append(Spell(happening.highlight, at, until))
