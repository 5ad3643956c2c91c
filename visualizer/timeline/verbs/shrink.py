"""Heads shrink and spines leave."""

from visualizer.scene.model import Shrink
from visualizer.timeline.plan import Remodelled, StepPlan


def plan(happening: Shrink, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    plan.remodelled.append(
        Remodelled(
            happening.shrink.partition(".")[0],
            happening.spines,
            happening.heads,
            None,
            plan.start_of(happening),
            3.0 if happening.lasts is None else happening.lasts,
        )
    )
