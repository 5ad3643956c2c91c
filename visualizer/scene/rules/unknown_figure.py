"""A word points at a figure that is not in the cast.

Every name in `in`, `on`, `between`, `focus`, `happens` and `expect` must be a figure of the cast.

Wrong::

    - {label: nmdr, says: opens}

Right::

    - {label: nmdar, says: opens}
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.complaints import did_you_mean
from visualizer.scene.model import Scene
from visualizer.scene.refs import target
from visualizer.scene.rules.context import Context, references

ID = "unknown-figure"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each name that no figure has."""
    for reference, trail in references(scene):
        name = target(reference).figure
        if name not in scene.cast and not context.unread(name):
            yield context.at_reference(
                ID, trail, f"there is no figure '{name}' in the cast", did_you_mean(name, scene.cast)
            )
