"""Two steps, or two happenings of one step, have the same id.

Wrong::

    - id: trapped
    - id: trapped

Right::

    - id: blocked
    - id: trapped
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.model import Scene
from visualizer.scene.rules.context import Context

ID = "duplicate-id"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each id that was there before."""
    steps: set[str] = set()
    for index, step in enumerate(scene.steps):
        if step.id in steps:
            yield context.at(
                ID, ("steps", index, "id"), f"there is a step '{step.id}' already", "give it another id"
            )
        steps.add(step.id)
        named: set[str] = set()
        for number, happening in enumerate(step.happens):
            if happening.id is not None and happening.id in named:
                trail = ("steps", index, "happens", number, "id")
                yield context.at(
                    ID,
                    trail,
                    f"there is a happening '{happening.id}' in this step already",
                    "give it another id",
                )
            named.add(happening.id or "")
