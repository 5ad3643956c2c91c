"""A receptor, carrier or channel does not sit in a membrane, or a gap does not lie between two of them.

`on` and `between` name the membrane of a body; the `on` of ribosomes names a strand of mRNA.

Wrong::

    nmdar: {kind: receptor, type: NMDA, on: dendrite}

Right::

    nmdar: {kind: receptor, type: NMDA, on: dendrite.membrane}
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.model import MembraneProtein, Mrna, Region, Ribosome, Scene
from visualizer.scene.nodes import Trail
from visualizer.scene.refs import target
from visualizer.scene.rules.context import Context

MEMBRANES = ("membrane", "active-zone", "flank-left", "flank-right", "density")

ID = "needs-membrane"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each place that wants a membrane and gets something else."""
    for name, figure in scene.cast.items():
        if isinstance(figure, Ribosome):
            strand = scene.cast.get(target(figure.on).figure)
            if strand is not None and not isinstance(strand, Mrna):
                strands = [other for other, found in scene.cast.items() if isinstance(found, Mrna)]
                hint = f"write {strands[0]}" if strands else "add one: strand: {kind: mrna, path: […]}"
                yield context.at(ID, ("cast", name, "on"), f"'{figure.on}' is not a strand of mRNA", hint)
        wanted: list[tuple[str, Trail]] = []
        if isinstance(figure, MembraneProtein):
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
