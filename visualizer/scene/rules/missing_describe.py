"""A step has no `describe`.

The description is what somebody hears who cannot see the picture. This is a warning.

Wrong::

    - id: trapped
      text: Only an open channel lets ketamine in.

Right::

    - id: trapped
      text: Only an open channel lets ketamine in.
      describe: A channel stands open in the membrane, and calcium falls through it.
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.model import Scene
from visualizer.scene.rules.context import Context

ID = "missing-describe"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each step without it."""
    for index, step in enumerate(scene.steps):
        if not step.describe and not context.invented("steps", index, "describe"):
            message = f"the step '{step.id}' has no describe"
            yield context.at(ID, ("steps", index), message, "add describe: …", "warning")
