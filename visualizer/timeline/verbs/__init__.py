"""The verbs: one file each, one function `plan(happening, step_plan)`, and the table that finds it."""

from collections.abc import Callable
from typing import Any

from visualizer.scene.model import (
    Activate,
    Add,
    Appear,
    BurstVerb,
    Dephosphorylate,
    Depolarise,
    Dimerise,
    Direct,
    Fire,
    Grow,
    Happening,
    Highlight,
    Inhibit,
    Insert,
    LabelVerb,
    Leave,
    Look,
    MoveTo,
    Occupy,
    Phosphorylate,
    Release,
    Remove,
    Show,
    Shrink,
    Stress,
    Translate,
)  # fmt: skip
from visualizer.timeline.plan import StepPlan
from visualizer.timeline.verbs import (
    activate,
    add,
    appear,
    burst,
    dephosphorylate,
    depolarise,
    dimerise,
    direct,
    fire,
    grow,
    highlight,
    inhibit,
    insert,
    label,
    leave,
    look,
    move,
    occupy,
    phosphorylate,
    release,
    remove,
    show,
    shrink,
    stress,
    translate,
)  # fmt: skip

__all__ = ["PLANS", "plan"]

PLANS: dict[type[Happening], Callable[[Any, StepPlan], None]] = {
    Activate: activate.plan,
    Add: add.plan,
    Appear: appear.plan,
    BurstVerb: burst.plan,
    Depolarise: depolarise.plan,
    Dimerise: dimerise.plan,
    Direct: direct.plan,
    Fire: fire.plan,
    Grow: grow.plan,
    Highlight: highlight.plan,
    Inhibit: inhibit.plan,
    Insert: insert.plan,
    LabelVerb: label.plan,
    Leave: leave.plan,
    Look: look.plan,
    MoveTo: move.plan,
    Occupy: occupy.plan,
    Dephosphorylate: dephosphorylate.plan,
    Phosphorylate: phosphorylate.plan,
    Release: release.plan,
    Remove: remove.plan,
    Show: show.plan,
    Translate: translate.plan,
    Shrink: shrink.plan,
    Stress: stress.plan,
}

DEFAULT_LASTS: dict[type[Happening], float] = {
    Depolarise: 1.5,
    Add: 2.0,
    Remove: 2.0,
    Occupy: 2.0,
    Look: 1.4,
    Appear: 0.8,
    Leave: 0.8,
    Activate: 1.0,
    Inhibit: 1.0,
    Dephosphorylate: 1.0,
    Phosphorylate: 1.0,
    Dimerise: 2.0,
    Translate: 5.0,
    MoveTo: 1.6,
    Grow: 3.0,
    Shrink: 3.0,
    Stress: 3.0,
    Insert: 4.0,
}


def plan(step_plan: StepPlan) -> None:
    """Fill a step's plan from its happenings, in the order written; `after` finds what stands earlier."""
    for happening in step_plan.step.happens:
        at = step_plan.start_of(happening)
        lasts = happening.lasts if happening.lasts is not None else DEFAULT_LASTS.get(type(happening), 0.0)
        if happening.id is not None:
            step_plan.times[happening.id] = (at, at + lasts)
        PLANS[type(happening)](happening, step_plan)
