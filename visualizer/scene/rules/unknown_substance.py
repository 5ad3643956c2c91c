"""A molecule, ion or transmitter is of no known sort.

Sorts are the entries of `substances.yaml`. A new drug is a new entry.

Wrong::

    drug: {kind: molecule, type: ketmine, in: cleft}

Right::

    drug: {kind: molecule, type: ketamine, in: cleft}
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.complaints import did_you_mean
from visualizer.scene.model import AxonTerminal, Ion, Ligand, Molecule, Scene, Vesicle
from visualizer.scene.nodes import Trail
from visualizer.scene.rules.context import Context

ID = "unknown-substance"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each substance that the library lacks."""
    known = context.library.substances
    named: list[tuple[str | None, Trail, bool]] = [(scene.accent, ("accent",), False)]
    for name, figure in scene.cast.items():
        trail: Trail = ("cast", name)
        if isinstance(figure, (Molecule, Ion, Ligand)):
            named.append((figure.type, (*trail, "type"), False))
        elif isinstance(figure, AxonTerminal):
            named.append((figure.transmitter, (*trail, "transmitter"), False))
        elif isinstance(figure, Vesicle):
            named += [(substance, (*trail, "holds", substance), True) for substance in figure.holds]
    for substance, where, is_key in named:
        if substance is not None and substance not in known:
            place = context.at_key if is_key else context.at
            yield place(ID, where, f"there is no substance '{substance}'", did_you_mean(substance, known))
