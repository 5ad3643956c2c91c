"""A step has no `notes`.

Notes help a lecturer to talk over a step. In a draft this is a warning.

Wrong::

    - id: trapped
      text: Only an open channel lets ketamine in.

Right::

    - id: trapped
      text: Only an open channel lets ketamine in.
      notes: Ask who would call this an AND gate.
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.model import Scene
from visualizer.scene.rules.context import Context

ID = "missing-notes"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each step without it."""
    for index, step in enumerate(scene.steps):
        if not step.notes and not context.invented("steps", index, "notes"):
            message = f"the step '{step.id}' has no notes"
            yield context.at(ID, ("steps", index), message, "add notes: …", context.unfinished)
