"""The camera goes to another focus."""

from visualizer.scene.model import Look
from visualizer.timeline.cameras import focus_box, subject_of
from visualizer.timeline.plan import Shot, StepPlan


def plan(happening: Look, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    box = focus_box(happening.look, plan)
    if box is not None:
        lasts = 1.4 if happening.lasts is None else happening.lasts
        plan.looks.append(Shot(plan.start_of(happening), lasts, box, subject_of(happening.look)))
