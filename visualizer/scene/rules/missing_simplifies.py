"""A scene does not say what its picture bends.

Every picture of a molecule bends something: sizes, numbers, times. This is a warning.

Wrong::

    stage: {size: [1600, 900]}

Right::

    stage: {size: [1600, 900]}
    simplifies: [Receptors and ions are drawn far too large for the cleft.]
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.model import Scene
from visualizer.scene.rules.context import Context

ID = "missing-simplifies"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a warning when nothing is said to be simplified."""
    if not scene.simplifies and not context.invented("simplifies"):
        yield context.at(
            ID,
            (),
            "the scene does not say what it simplifies",
            "add simplifies: with one line or more",
            "warning",
        )
