"""One member goes through chosen transitions at given times."""

from visualizer.scene.model import Direct
from visualizer.timeline.plan import Course, StepPlan


def plan(happening: Direct, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    states = tuple((state, seconds) for entry in happening.states for state, seconds in entry.items())
    plan.courses.append(Course(happening.direct, states))
