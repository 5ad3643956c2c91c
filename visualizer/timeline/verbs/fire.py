"""An action potential runs down an axon, or a neuron fires."""

from visualizer.scene.model import Fire
from visualizer.timeline.plan import StepPlan


def plan(happening: Fire, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    plan.fired.append(
        (happening.fire.partition(".")[0], plan.start_of(happening), happening.times, happening.lasts or 1.0)
    )
