"""A substance leaves its region by the edge."""

from visualizer.scene.model import Remove
from visualizer.timeline.plan import Arrival, StepPlan


def plan(happening: Remove, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    plan.arrivals.append(Arrival(happening.remove, 0, plan.start_of(happening), happening.lasts or 2.0))
