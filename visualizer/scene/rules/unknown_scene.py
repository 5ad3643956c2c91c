"""`beside`, or `from` of `enter`, names a scene that is not there.

Wrong::

    beside: ssri-reuptak

Right::

    beside: ssri-reuptake
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.complaints import did_you_mean
from visualizer.scene.model import Scene
from visualizer.scene.rules.context import Context

ID = "unknown-scene"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each other scene that is named and does not exist."""
    known = context.library.scenes
    for index, entry in enumerate(scene.enter):
        if entry.start not in known:
            hint = did_you_mean(entry.start, known)
            yield context.at(ID, ("enter", index, "from"), f"there is no scene '{entry.start}'", hint)
    if scene.beside is not None and scene.beside not in known:
        yield context.at(
            ID, ("beside",), f"there is no scene '{scene.beside}'", did_you_mean(scene.beside, known)
        )
