"""A figure comes on stage."""

from visualizer.scene.model import Appear
from visualizer.timeline.plan import Fade, StepPlan


def plan(happening: Appear, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    figures = (happening.appear,) if isinstance(happening.appear, str) else happening.appear
    for figure in figures:
        plan.fades.append(
            Fade(figure, 1.0, plan.start_of(happening), 0.8 if happening.lasts is None else happening.lasts)
        )
