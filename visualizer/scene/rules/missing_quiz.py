"""A finished scene asks no question.

In a draft this is a warning.

Wrong::

    simplifies: [One dot stands for many molecules.]

Right::

    quiz:
      - ask: Why does ketamine need an open channel?
        right: Its site lies inside the pore.
        wrong: [{answer: It dissolves the membrane., because: It acts inside the pore.}]
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.model import Scene
from visualizer.scene.rules.context import Context

ID = "missing-quiz"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem when there is no quiz."""
    if not scene.quiz and not context.invented("quiz"):
        yield context.at(
            ID, (), "the scene has no quiz", "add quiz: with one question or more", context.unfinished
        )
