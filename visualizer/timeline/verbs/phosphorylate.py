"""A body, or a receptor with a chain, is handed a phosphate that sets it to work or stops it."""

from visualizer.scene.model import MembraneProtein, Phosphorylate
from visualizer.timeline.plan import Mark, StepPlan
from visualizer.timeline.verbs.dimerise import courses
from visualizer.timeline.verbs.signal import arrow

WORK = {"activates": 1.0, "inhibits": 0.0}


def plan(happening: Phosphorylate, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    target = happening.phosphorylate
    there = arrow(happening, target, happening.effect, plan)
    name = target.partition(".")[0]
    if isinstance(plan.scene.cast[name], MembraneProtein):
        plan.courses += courses(target, "phosphorylated", there, happening.lasts or 1.0, plan)
        return
    plan.marks.append(Mark(name, "phosphate", 1.0, there, 0.5))
    if happening.effect in WORK:
        plan.marks.append(Mark(name, "active", WORK[happening.effect], there + 0.2, 0.7))
