"""A substance comes into its region from the edge."""

from visualizer.scene.model import Add, FromCurve
from visualizer.timeline.plan import Arrival, StepPlan, molecules


def plan(happening: Add, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    figure = plan.scene.cast[happening.add]
    count = happening.count if happening.count is not None else getattr(figure, "count", 1)
    if isinstance(count, FromCurve):
        count = molecules(count, plan)
    plan.arrivals.append(Arrival(happening.add, count, plan.start_of(happening), happening.lasts or 2.0))
