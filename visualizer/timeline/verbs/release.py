"""Docked vesicles fuse and let out what they hold. Knows when; the crowd knows how."""

from visualizer.scene.model import Release
from visualizer.timeline.plan import Burst, StepPlan


def plan(happening: Release, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    plan.bursts.append(Burst(happening.release, happening.vesicles, plan.start_of(happening)))
