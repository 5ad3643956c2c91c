"""A share of a group's members goes to a state and stays there."""

from visualizer.scene.model import FromCurve, Occupy
from visualizer.timeline.plan import Share, StepPlan


def plan(happening: Occupy, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    share = plan.value(happening.share) if isinstance(happening.share, FromCurve) else happening.share.base
    plan.shares.append(
        Share(
            happening.occupy,
            happening.state,
            share,
            plan.start_of(happening),
            2.0 if happening.lasts is None else happening.lasts,
        )
    )
