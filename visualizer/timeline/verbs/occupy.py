"""A share of a group's members goes to a state and stays there."""

from visualizer.scene.model import FromCurve, Occupy
from visualizer.timeline.plan import Share, StepPlan


def plan(happening: Occupy, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    starts, lasts = plan.start_of(happening), 2.0 if happening.lasts is None else happening.lasts
    asked = happening.share
    share = (
        min(max(plan.value(asked, starts + lasts), 0.0), 1.0) if isinstance(asked, FromCurve) else asked.base
    )
    plan.shares.append(Share(happening.occupy, happening.state, share, starts, lasts))
