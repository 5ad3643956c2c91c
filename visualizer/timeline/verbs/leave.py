"""A figure leaves the stage."""

from visualizer.scene.model import Leave
from visualizer.timeline.plan import Fade, StepPlan


def plan(happening: Leave, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    figures = (happening.leave,) if isinstance(happening.leave, str) else happening.leave
    for figure in figures:
        plan.fades.append(
            Fade(figure, 0.0, plan.start_of(happening), 0.8 if happening.lasts is None else happening.lasts)
        )
