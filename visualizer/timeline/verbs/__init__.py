"""The verbs: one file each, one function `plan(happening, step_plan)`, and the table that finds it."""

from collections.abc import Callable
from typing import Any

from visualizer.scene.model import (
    Add,
    Appear,
    Depolarise,
    Direct,
    Fire,
    Happening,
    Highlight,
    LabelVerb,
    Leave,
    Look,
    Occupy,
    Release,
    Remove,
    Show,
)  # fmt: skip
from visualizer.timeline.plan import StepPlan
from visualizer.timeline.verbs import (
    add,
    appear,
    depolarise,
    direct,
    fire,
    highlight,
    label,
    leave,
    look,
    occupy,
    release,
    remove,
    show,
)  # fmt: skip

__all__ = ["PLANS", "plan"]

PLANS: dict[type[Happening], Callable[[Any, StepPlan], None]] = {
    Add: add.plan,
    Appear: appear.plan,
    Depolarise: depolarise.plan,
    Direct: direct.plan,
    Fire: fire.plan,
    Highlight: highlight.plan,
    LabelVerb: label.plan,
    Leave: leave.plan,
    Look: look.plan,
    Occupy: occupy.plan,
    Release: release.plan,
    Remove: remove.plan,
    Show: show.plan,
}

DEFAULT_LASTS: dict[type[Happening], float] = {
    Depolarise: 1.5,
    Add: 2.0,
    Remove: 2.0,
    Occupy: 2.0,
    Look: 1.4,
    Appear: 0.8,
    Leave: 0.8,
}


def plan(step_plan: StepPlan) -> None:
    """Fill a step's plan from its happenings, in the order written; `after` finds what stands earlier."""
    for happening in step_plan.step.happens:
        at = step_plan.start_of(happening)
        lasts = happening.lasts if happening.lasts is not None else DEFAULT_LASTS.get(type(happening), 0.0)
        if happening.id is not None:
            step_plan.times[happening.id] = (at, at + lasts)
        PLANS[type(happening)](happening, step_plan)
