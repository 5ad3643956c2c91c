"""A step, or a claim on a card, says something and cites nobody.

No claim without a source. In a draft this is a warning.

Wrong::

    evidence: established

Right::

    evidence: established
    cites: [jahr-stevens-1990]
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.model import Scene, claims
from visualizer.scene.rules.context import Context

ID = "missing-source"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each claim without a source."""
    for index, step in enumerate(scene.steps):
        if not step.cites and not context.invented("steps", index, "cites"):
            message = f"the step '{step.id}' cites no source"
            yield context.at(
                ID, ("steps", index), message, "add cites: [key of references.yaml]", context.unfinished
            )
    for name, figure in scene.cast.items():
        for where, claim in claims(figure):
            if not claim.cites:
                yield context.at(
                    ID,
                    ("cast", name, *where),
                    "this claim cites no source",
                    "add cites: […]",
                    context.unfinished,
                )
