"""A number with a unit is said, and the step cites nobody for it.

Every number on screen comes from a model or from a cited source. In a draft this is a warning.

Wrong::

    text: About 80 % of the carriers are blocked.

Right::

    text: About 80 % of the carriers are blocked.
    cites: [meyer-2004]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.model import LabelVerb, Scene
from visualizer.scene.nodes import Trail
from visualizer.scene.rules.context import Context

MEASURED = re.compile(
    r"\d[\d.,]*\s?(?:%|per\s?cent\b|(?:nM|[uµ]M|mM|mV|nm|[uµ]m|mg|ng|ns|ms|Hz|hours?|days?|weeks?|minutes?|seconds?|"
    r"months?|h|min|s|d|fold|times)\b)"
)

ID = "number-without-source"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each measured number in a step that cites nobody."""
    for index, step in enumerate(scene.steps):
        if step.cites or context.invented("steps", index, "cites"):
            continue
        told: list[tuple[str | None, Trail]] = [
            (getattr(step, key), (key,)) for key in ("title", "text", "plain", "more", "remember", "unknown")
        ]
        told += [
            (happening.says, ("happens", number, "says"))
            for number, happening in enumerate(step.happens)
            if isinstance(happening, LabelVerb)
        ]
        for text, where in told:
            match = MEASURED.search(text or "")
            if match:
                message = f"the number '{match[0]}' has no source"
                yield context.at(
                    ID, ("steps", index, *where), message, "add cites: to the step", context.unfinished
                )
