"""A step has no `plain`.

Plain words are what the clinic shows, and what a visitor reads. In a draft this is a warning.

Wrong::

    - id: trapped
      text: Only an open channel lets ketamine in.

Right::

    - id: trapped
      text: Only an open channel lets ketamine in.
      plain: This door opens only when two things happen at once.
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.model import Scene
from visualizer.scene.rules.context import Context

ID = "missing-plain"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each step without it."""
    for index, step in enumerate(scene.steps):
        if not step.plain and not context.invented("steps", index, "plain"):
            message = f"the step '{step.id}' has no plain"
            yield context.at(ID, ("steps", index), message, "add plain: …", context.unfinished)
