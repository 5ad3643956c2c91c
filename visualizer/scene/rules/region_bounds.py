"""A region says in no way, or in two ways, where it ends.

A region has either `between` (two membranes), `in` (the body whose inside it is) or `around` (the outside of
a body).

Wrong::

    cleft: {kind: region}

Right::

    cleft: {kind: region, between: [terminal.membrane, dendrite.membrane]}
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.model import Region, Scene
from visualizer.scene.rules.context import Context

ID = "region-bounds"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each region that has not exactly one kind of bounds."""
    for name, figure in scene.cast.items():
        if not isinstance(figure, Region):
            continue
        given = [
            key
            for key, value in (("between", figure.between), ("in", figure.inside), ("around", figure.around))
            if value
        ]
        if len(given) == 1 or any(context.invented("cast", name, key) for key in ("between", "in", "around")):
            continue
        what = f"has {' and '.join(given)}" if given else "has no bounds"
        hint = (
            "keep one of them"
            if given
            else "add between: [terminal.membrane, dendrite.membrane], in: or around:"
        )
        yield context.at_key(ID, ("cast", name), f"the region '{name}' {what}", hint)
