"""`beside` names a scene that is not there.

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
    """Yield a problem when the scene to stand beside does not exist."""
    known = context.library.scenes
    if scene.beside is not None and scene.beside not in known:
        yield context.at(
            ID, ("beside",), f"there is no scene '{scene.beside}'", did_you_mean(scene.beside, known)
        )
