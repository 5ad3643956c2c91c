"""A quiz question points at a step that the scene does not have.

Wrong::

    see: traped

Right::

    see: trapped
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.complaints import did_you_mean
from visualizer.scene.model import Scene
from visualizer.scene.rules.context import Context

ID = "unknown-step"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each step that is pointed at and not there."""
    steps = [step.id for step in scene.steps]
    if any(context.invented("steps", index, "id") for index in range(len(steps))):
        return  # one of them may be the step that is meant
    for index, question in enumerate(scene.quiz):
        if question.see is not None and question.see not in steps:
            message = f"there is no step '{question.see}'"
            yield context.at(ID, ("quiz", index, "see"), message, did_you_mean(question.see, steps))
