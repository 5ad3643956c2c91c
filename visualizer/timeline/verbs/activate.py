"""A body sets to work."""

from visualizer.scene.model import Activate
from visualizer.timeline.plan import Mark, StepPlan
from visualizer.timeline.verbs.signal import arrow


def plan(happening: Activate, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    there = arrow(happening, happening.activate, "activates", plan)
    plan.marks.append(Mark(happening.activate.partition(".")[0], "active", 1.0, there, 0.7))
