"""More is taken than there is.

Wrong::

    pool: {kind: vesicle, in: terminal, count: 2, docked: 3}

Right::

    pool: {kind: vesicle, in: terminal, count: 14, docked: 3}
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.model import Release, Scene, Vesicle
from visualizer.scene.refs import target
from visualizer.scene.rules.context import Context

ID = "bad-count"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem where more vesicles are docked or released than there are."""
    for name, figure in scene.cast.items():
        if isinstance(figure, Vesicle) and figure.docked > figure.count:
            message = f"{figure.docked} vesicles are docked, and there are {figure.count}"
            yield context.at_key(
                ID, ("cast", name, "docked"), message, f"write docked: {figure.count} or fewer"
            )
    for index, step in enumerate(scene.steps):
        for number, happening in enumerate(step.happens):
            if not isinstance(happening, Release):
                continue
            pool = scene.cast.get(target(happening.release).figure)
            if isinstance(pool, Vesicle) and happening.vesicles > pool.count:
                trail = ("steps", index, "happens", number, "vesicles")
                yield context.at(
                    ID, trail, f"{happening.vesicles} vesicles are let go, and there are {pool.count}"
                )
