"""A membrane's voltage goes to a value for a while, then back."""

from visualizer.scene.model import Depolarise
from visualizer.timeline.plan import Pulse, StepPlan


def plan(happening: Depolarise, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    at = plan.start_of(happening)
    body = happening.depolarise.partition(".")[0]
    plan.pulses.append(
        Pulse(body, happening.to.to("mV"), at, 1.5 if happening.lasts is None else happening.lasts)
    )
