"""A caption is too long for the picture.

Title and text together stay within 45 words; deeper things belong into `more`. This is a warning.

Wrong::

    text: (sixty words)

Right::

    text: (twenty words)
    more: (the rest)
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.model import Scene
from visualizer.scene.rules.context import Context

_MOST = 45

ID = "caption-length"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a warning for each caption of too many words."""
    for index, step in enumerate(scene.steps):
        words = len(step.title.split()) + len(step.text.split())
        if words > _MOST:
            message = f"title and text have {words} words, and {_MOST} fit"
            yield context.at(ID, ("steps", index, "text"), message, "move what is deeper to more:", "warning")
