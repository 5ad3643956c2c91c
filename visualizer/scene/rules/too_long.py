"""A step lasts longer than people watch without a question.

A step of more than twelve seconds should be two, or ask something on the way (`predict`). This is a warning.

Wrong::

    seconds: 20

Right::

    seconds: 11
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.model import Scene
from visualizer.scene.rules.context import Context

_LONGEST = 12.0

ID = "too-long"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a warning for each long step without a question."""
    for index, step in enumerate(scene.steps):
        if (
            step.seconds > _LONGEST
            and step.predict is None
            and not context.invented("steps", index, "seconds")
        ):
            message = f"the step lasts {step.seconds:g} s without a question"
            yield context.at(
                ID, ("steps", index, "seconds"), message, "make two steps of it, or add predict:", "warning"
            )
