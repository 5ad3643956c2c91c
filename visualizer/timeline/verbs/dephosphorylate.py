"""A body loses its phosphate, and with it what the mark did."""

from visualizer.scene.model import Dephosphorylate
from visualizer.timeline.plan import Mark, StepPlan
from visualizer.timeline.verbs.phosphorylate import WORK
from visualizer.timeline.verbs.signal import arrow

LEAVING = 1.2
"""Seconds on screen in which a phosphate comes off and drifts away."""


def plan(happening: Dephosphorylate, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    target = happening.dephosphorylate
    there = arrow(happening, target, happening.effect, plan)
    name = target.partition(".")[0]
    plan.marks.append(Mark(name, "phosphate", 0.0, there, LEAVING))
    if happening.effect in WORK:
        plan.marks.append(Mark(name, "active", WORK[happening.effect], there + 0.5 * LEAVING, 0.7))
