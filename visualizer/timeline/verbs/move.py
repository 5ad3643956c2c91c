"""A body glides to another place."""

from visualizer.scene.model import MoveTo
from visualizer.timeline.plan import Glide, StepPlan


def plan(happening: MoveTo, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    lasts = 1.6 if happening.lasts is None else happening.lasts
    figure = happening.move.partition(".")[0]
    plan.glides.append(Glide(figure, happening.to, plan.start_of(happening), lasts))
