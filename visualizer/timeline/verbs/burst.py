"""A neuron's firing gathers in bursts, or comes apart again."""

from visualizer.scene.model import BurstVerb
from visualizer.timeline.plan import Mark, StepPlan


def plan(happening: BurstVerb, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    name, at = happening.burst.partition(".")[0], plan.start_of(happening)
    lasts = 0.0 if happening.lasts is None else happening.lasts
    plan.marks.append(Mark(name, "bursts", happening.share.base, at, lasts))
