"""A scene's id is not the name of its file.

Playlists, translations and the command line know scenes by their file. This is a warning.

Wrong::

    id: nmda            # in nmda-blockade.yaml

Right::

    id: nmda-blockade   # in nmda-blockade.yaml
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from visualizer.core.problems import Problem
from visualizer.scene.model import Scene
from visualizer.scene.rules.context import Context

ID = "id-is-filename"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a warning when the two names differ."""
    stem = PurePath(context.loaded.file).stem
    if scene.id != stem and not context.invented("id"):
        yield context.at(
            ID,
            ("id",),
            f"the id '{scene.id}' is not the file's name '{stem}'",
            "rename one of them",
            "warning",
        )
