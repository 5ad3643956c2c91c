"""A scale is not of the form `100 = 50 nm`.

It says for how long a distance so many stage units stand.

Wrong::

    stage: {scale: 1:1000}

Right::

    stage: {scale: 100 = 50 nm}
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.core.units import amount
from visualizer.scene.model import Scene
from visualizer.scene.rules.context import Context

ID = "bad-scale"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for a scale that cannot be read."""
    for key, scale in (("scale", scene.stage.scale), ("nominal", scene.stage.nominal)):
        if scale is not None and not _readable(scale):
            yield context.at(
                ID, ("stage", key), f"'{scale[:40]}' is not a scale", f"write {key}: 100 = 50 nm"
            )


def _readable(scale: str) -> bool:
    units, equals, life = scale.partition("=")
    try:
        first, second = amount(units.strip()), amount(life.strip())
    except ValueError:
        return False
    return (
        bool(equals)
        and first.unit == ""
        and second.dimension == "length"
        and first.value > 0
        and second.value > 0
    )
