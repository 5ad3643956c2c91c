"""A body is stopped."""

from visualizer.scene.model import Inhibit
from visualizer.timeline.plan import Mark, StepPlan
from visualizer.timeline.verbs.signal import arrow


def plan(happening: Inhibit, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    there = arrow(happening, happening.inhibit, "inhibits", plan)
    plan.marks.append(Mark(happening.inhibit.partition(".")[0], "active", 0.0, there, 0.7))
