"""Receptors go up a spine's neck and into the membrane of its head."""

from visualizer.scene.model import Insert
from visualizer.scene.refs import target
from visualizer.timeline.plan import Inserted, StepPlan


def plan(happening: Insert, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    figure, member, _ = target(happening.insert)
    lasts = 4.0 if happening.lasts is None else happening.lasts
    plan.inserted.append(Inserted(figure, member or 0, happening.count, plan.start_of(happening), lasts))
