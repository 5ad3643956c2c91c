"""A molecule or ion does not live in a region, or vesicles not in a terminal or dendrite.

Molecules and ions move about in a region, which has walls; vesicles belong to an axon terminal or a dendrite.

Wrong::

    calcium: {kind: ion, type: Ca, in: dendrite}

Right::

    cytosol: {kind: region, in: dendrite}
    calcium: {kind: ion, type: Ca, in: cytosol}
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.model import AxonTerminal, Dendrite, Ion, Molecule, Region, Scene, Vesicle
from visualizer.scene.refs import target
from visualizer.scene.rules.context import Context

ID = "needs-region"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each crowd without a home of the right kind."""
    regions = [name for name, figure in scene.cast.items() if isinstance(figure, Region)]
    for name, figure in scene.cast.items():
        if not isinstance(figure, (Molecule, Ion, Vesicle)):
            continue
        home = scene.cast.get(target(figure.inside).figure)
        if home is None:
            continue
        trail = ("cast", name, "in")
        if isinstance(figure, Vesicle):
            if not isinstance(home, (AxonTerminal, Dendrite)):
                yield context.at(
                    ID,
                    trail,
                    f"'{figure.inside}' is not an axon terminal or a dendrite",
                    "vesicles belong to one",
                )
        elif not isinstance(home, Region) or "." in figure.inside:
            hint = (
                f"regions are {', '.join(regions)}"
                if regions
                else "add one: cleft: {kind: region, between: […]}"
            )
            yield context.at(ID, trail, f"'{figure.inside}' is not a region", hint)
