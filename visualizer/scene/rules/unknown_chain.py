"""A figure follows a state chain that has no file.

Chains lie in the folder `chains`, one a file. A figure that is directed or occupied needs one.

Wrong::

    nmdar: {kind: receptor, type: NMDA, on: dendrite.membrane, chain: nmda-with-bloker}

Right::

    nmdar: {kind: receptor, type: NMDA, on: dendrite.membrane, chain: nmda-with-blocker}
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.complaints import did_you_mean
from visualizer.scene.model import Dimerise, Direct, MembraneProtein, Occupy, Scene
from visualizer.scene.refs import target, verb_of
from visualizer.scene.rules.context import Context

ID = "unknown-chain"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each chain that the library lacks, and each directed figure without one."""
    for name, figure in scene.cast.items():
        chain = getattr(figure, "chain", None)
        if chain is not None and chain not in context.library.chains:
            hint = did_you_mean(chain, context.library.chains)
            yield context.at(ID, ("cast", name, "chain"), f"there is no state chain '{chain}'", hint)
    for index, step in enumerate(scene.steps):
        for number, happening in enumerate(step.happens):
            if not isinstance(happening, (Direct, Occupy, Dimerise)):
                continue
            verb = verb_of(happening)
            name = target(getattr(happening, verb)).figure
            doer = scene.cast.get(name)
            if (
                isinstance(doer, MembraneProtein)
                and doer.chain is None
                and not context.invented("cast", name, "chain")
            ):
                trail = ("steps", index, "happens", number, verb)
                yield context.at(
                    ID, trail, f"'{name}' follows no state chain", f"add chain: to '{name}' in the cast"
                )
