"""A dendrite comes under stress, or recovers."""

from visualizer.scene.model import Stress
from visualizer.timeline.plan import Remodelled, StepPlan


def plan(happening: Stress, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    plan.remodelled.append(
        Remodelled(
            happening.stress.partition(".")[0],
            happening.spines,
            happening.heads,
            happening.share.base,
            plan.start_of(happening),
            3.0 if happening.lasts is None else happening.lasts,
        )
    )
