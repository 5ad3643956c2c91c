"""A pace is not of the form `1 s = 10 ms`.

It says for one process what a second on screen stands for.

Wrong::

    pace: {gating: 100x slower}

Right::

    pace: {gating: 1 s = 10 ms}
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.core.units import amount
from visualizer.scene.model import Scene
from visualizer.scene.rules.context import Context

ID = "bad-pace"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each pace that cannot be read."""
    for index, step in enumerate(scene.steps):
        for process, pace in step.pace.items():
            if not _readable(pace):
                trail = ("steps", index, "pace", process)
                yield context.at(ID, trail, f"'{pace[:40]}' is not a pace", f"write {process}: 1 s = 10 ms")


def _readable(pace: str) -> bool:
    screen, equals, life = pace.partition("=")
    try:
        first, second = amount(screen.strip()), amount(life.strip())
    except ValueError:
        return False
    return (
        bool(equals)
        and first.dimension == second.dimension == "time"
        and first.value > 0
        and second.value > 0
    )
