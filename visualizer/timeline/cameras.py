"""Where the picture looks at each time of a step. Knows boxes on the stage; the layout makes views of them."""

from visualizer.core.geometry import Box
from visualizer.timeline.anatomy import bounds
from visualizer.timeline.plan import Shot, StepPlan

OPENING_SECONDS = 1.4
"""How long a step's own camera move takes at its start."""

Focus = str | tuple[float, float, float, float] | None


def focus_box(focus: Focus, plan: StepPlan) -> Box | None:
    """Return the box of a focus: a figure's, or one given as left, bottom, right, top."""
    if focus is None:
        return None
    if isinstance(focus, str):
        return bounds(plan.scene, plan.anatomy, focus)
    return Box(*focus)


def subject_of(focus: Focus) -> str:
    """Return the one member a focus closes in on, or nothing."""
    if not isinstance(focus, str):
        return ""
    name, *rest = focus.split(".")
    return f"{name}.{rest[0]}" if rest and rest[0].isdigit() else ""


def shots(plans: tuple[StepPlan, ...]) -> tuple[tuple[Shot, ...], ...]:
    """Return each step's shots in order; the first is what the step before ended on, or its own opening."""
    out: list[tuple[Shot, ...]] = []
    before: Shot | None = None
    for plan in plans:
        box = focus_box(plan.step.focus, plan)
        if box is None:
            width, height = plan.scene.stage.size
            opening = before or Shot(0.0, 0.0, Box(-width / 2, -height / 2, width / 2, height / 2))
        else:
            opening = Shot(0.0, OPENING_SECONDS, box, subject_of(plan.step.focus))
        first = before or opening
        row = (
            Shot(0.0, 0.0, first.box, first.subject),
            Shot(0.0, OPENING_SECONDS, opening.box, opening.subject),
            *sorted(plan.looks, key=lambda shot: shot.at),
        )
        out.append(row)
        before = row[-1]
    return tuple(out)
