"""A card shows a claim that is weaker than the step says.

The level a step shows is that of its weakest claim: established, animal, contested, hypothesis.

Wrong::

    evidence: established     # and shows a card with a row of evidence: contested

Right::

    evidence: contested
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.model import EVIDENCE_ORDER, Appear, Card, ForAndAgainst, Scene, Show
from visualizer.scene.refs import target
from visualizer.scene.rules.context import Context

ID = "weak-evidence"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each step that shows a card with a weaker claim."""
    for index, step in enumerate(scene.steps):
        for happening in step.happens:
            if isinstance(happening, Show):
                named: tuple[str, ...] = (happening.show,)
            elif isinstance(happening, Appear):
                named = (happening.appear,) if isinstance(happening.appear, str) else happening.appear
            else:
                continue
            for name in named:
                card = scene.cast.get(target(name).figure)
                if not isinstance(card, Card | ForAndAgainst) or context.invented("steps", index, "evidence"):
                    continue
                weakest = max((row.evidence for row in card.rows), key=EVIDENCE_ORDER.index)
                if EVIDENCE_ORDER.index(weakest) > EVIDENCE_ORDER.index(step.evidence):
                    message = f"the card '{name}' has a claim that is only '{weakest}'"
                    yield context.at(ID, ("steps", index, "evidence"), message, f"write evidence: {weakest}")
