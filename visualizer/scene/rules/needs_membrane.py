"""A receptor or carrier does not sit in a membrane, or a gap does not lie between two of them.

`on` and `between` name the membrane of a body.

Wrong::

    nmdar: {kind: receptor, type: NMDA, on: dendrite}

Right::

    nmdar: {kind: receptor, type: NMDA, on: dendrite.membrane}
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.model import Receptor, Region, Scene, Transporter
from visualizer.scene.nodes import Trail
from visualizer.scene.refs import target
from visualizer.scene.rules.context import Context

MEMBRANES = ("membrane", "active-zone", "flank-left", "flank-right", "density")

ID = "needs-membrane"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each place that wants a membrane and gets something else."""
    for name, figure in scene.cast.items():
        wanted: list[tuple[str, Trail]] = []
        if isinstance(figure, (Receptor, Transporter)):
            wanted.append((figure.on, ("cast", name, "on")))
        elif isinstance(figure, Region) and figure.between is not None:
            wanted += [(side, ("cast", name, "between", index)) for index, side in enumerate(figure.between)]
        for reference, trail in wanted:
            body, _, part = target(reference)
            holder = scene.cast.get(body)
            if holder is None or part in MEMBRANES:
                continue
            if part is not None and part not in holder.parts:
                continue  # said by unknown-part
            bodies = [other for other, found in scene.cast.items() if "membrane" in found.parts]
            best = body if "membrane" in holder.parts else bodies[0] if bodies else "dendrite"
            yield context.at(ID, trail, f"'{reference}' is not a membrane", f"write {best}.membrane")
