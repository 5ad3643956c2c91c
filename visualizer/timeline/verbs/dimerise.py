"""Members of a receptor pair up, one after another. Knows the poses of their chain; says states."""

from collections.abc import Iterator

from visualizer.core.noise import uniform
from visualizer.scene.model import Dimerise, MembraneProtein
from visualizer.timeline.plan import Course, StepPlan


def plan(happening: Dimerise, plan: StepPlan) -> None:
    """Add this happening to the step's plan."""
    lasts = 2.0 if happening.lasts is None else happening.lasts
    plan.courses += courses(happening.dimerise, "paired", plan.start_of(happening), lasts, plan)


def courses(reference: str, pose: str, at: float, lasts: float, plan: StepPlan) -> Iterator[Course]:
    """Yield the courses that bring each member to the first state with this pose, spread over the time."""
    name, *rest = reference.split(".")
    figure = plan.scene.cast[name]
    assert isinstance(figure, MembraneProtein)
    chain = plan.chains.get(figure.chain or "")
    state = next((s for s in chain.states if _has(chain.poses.get(s), pose)), None) if chain else None
    if state is None:
        return
    members = [int(rest[0]) - 1] if rest and rest[0].isdigit() else list(range(figure.count))
    order = sorted(members, key=lambda i: uniform("pairs", name, i))
    for place, i in enumerate(order):
        yield Course(f"{name}.{i + 1}", ((state, at + lasts * place / max(len(order), 1)),))


def _has(pose: object, name: str) -> bool:
    return float(getattr(pose, name, 0.0)) >= 1.0
