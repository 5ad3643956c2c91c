"""A share of a group's members goes to a state and stays there."""

from visualizer.scene.model import FromCurve, MembraneProtein, Occupy
from visualizer.timeline.plan import Share, StepPlan

_LOOKS = 60  # times at which a share that runs with a knob is asked


def plan(happening: Occupy, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    starts, lasts = plan.start_of(happening), 2.0 if happening.lasts is None else happening.lasts
    asked = happening.share
    if not isinstance(asked, FromCurve):
        plan.shares.append(Share(happening.occupy, happening.state, asked.base, starts, lasts))
        return
    share = _part(asked, plan, starts + lasts)
    reached: list[float] = []
    figure = plan.scene.cast[happening.occupy]
    if plan.set_curves is not None and plan.set_curves.runs and isinstance(figure, MembraneProtein):
        for i in range(_LOOKS + 1):
            seconds = starts + lasts * i / _LOOKS
            there = round(_part(asked, plan, seconds) * figure.count)
            reached += [seconds] * (there - len(reached))
    plan.shares.append(Share(happening.occupy, happening.state, share, starts, lasts, tuple(reached)))


def _part(asked: FromCurve, plan: StepPlan, seconds: float) -> float:
    return min(max(plan.value(asked, seconds), 0.0), 1.0)
