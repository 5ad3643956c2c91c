"""Ribosomes read their strand, and proteins come off."""

from visualizer.scene.model import Translate
from visualizer.timeline.plan import Fade, Mark, Reading, StepPlan


def plan(happening: Translate, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    at = plan.start_of(happening)
    lasts = 5.0 if happening.lasts is None else happening.lasts
    into = (happening.into or "").partition(".")[0]
    plan.marks.append(Mark(happening.translate.partition(".")[0], "active", 1.0, at, 0.5))
    plan.readings.append(Reading(happening.translate.partition(".")[0], into, at, lasts))
    if into:
        plan.fades.append(Fade(into, 1.0, at, 0.0))
