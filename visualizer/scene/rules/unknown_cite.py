"""A source is cited that is not in the list of references.

`cites` holds keys of `references.yaml`.

Wrong::

    cites: [jahr-stevens-1991]

Right::

    cites: [jahr-stevens-1990]
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.complaints import did_you_mean
from visualizer.scene.model import Chart, Scene, claims
from visualizer.scene.nodes import Trail
from visualizer.scene.rules.context import Context

ID = "unknown-cite"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each cited key that is no reference."""
    known = context.library.references
    for key, trail in cited(scene):
        if key not in known:
            yield context.at(
                ID,
                trail,
                f"there is no reference '{key}'",
                did_you_mean(key, known) or "add it to references.yaml",
            )


def cited(scene: Scene) -> Iterator[tuple[str, Trail]]:
    """Yield every citation of a scene with its trail."""
    for index, step in enumerate(scene.steps):
        yield from ((key, ("steps", index, "cites", number)) for number, key in enumerate(step.cites))
    for name, figure in scene.cast.items():
        if isinstance(figure, Chart):
            for index, point in enumerate(figure.points):
                yield from (
                    (key, ("cast", name, "points", index, "cites", n)) for n, key in enumerate(point.cites)
                )
        for where, claim in claims(figure):
            yield from ((key, ("cast", name, *where, "cites", n)) for n, key in enumerate(claim.cites))
