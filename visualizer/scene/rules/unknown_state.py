"""A state is named that the figure's chain does not have.

In `expect`, a crowd can be inside or outside of bodies, free or held, or in a region by name; a body inside a cell
can be active, idle or phosphorylated.

Wrong::

    - {direct: nmdar.5, states: [{opened: 3}]}

Right::

    - {direct: nmdar.5, states: [{open: 3}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.complaints import did_you_mean
from visualizer.scene.model import (
    CLAIMS,
    WORK,
    Direct,
    Ion,
    LabelVerb,
    Molecule,
    Occupy,
    Region,
    Ribosome,
    Scene,
    SoftBody,
    Vesicle,
)
from visualizer.scene.nodes import Trail
from visualizer.scene.refs import target
from visualizer.scene.rules.context import Context

ID = "unknown-state"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each state that no chain of its figure has."""
    for index, step in enumerate(scene.steps):
        for number, happening in enumerate(step.happens):
            trail: Trail = ("steps", index, "happens", number)
            if isinstance(happening, Direct):
                chain = context.chain_of(scene.cast.get(target(happening.direct).figure))
                named: list[tuple[str, Trail]] = [
                    (state, (*trail, "states", n, state))
                    for n, entry in enumerate(happening.states)
                    for state in entry
                ]
            elif isinstance(happening, Occupy):
                chain = context.chain_of(scene.cast.get(target(happening.occupy).figure))
                named = [(happening.state, (*trail, "state"))]
            elif isinstance(happening, LabelVerb) and happening.state is not None:
                chain = context.chain_of(scene.cast.get(target(happening.label).figure))
                named = [(happening.state, (*trail, "state"))]
            else:
                continue
            for state, where in named:
                if chain is not None and state not in chain.states:
                    message = f"the chain '{chain.id}' has no state '{state}'"
                    yield context.at_key(ID, where, message, did_you_mean(state, chain.states))
        for number, claim in enumerate(step.expect):
            figure = scene.cast.get(target(claim.subject).figure)
            if figure is None:
                continue
            chain = context.chain_of(figure)
            if chain is None and getattr(figure, "chain", None):
                continue  # said by unknown-chain
            regions = tuple(name for name, other in scene.cast.items() if isinstance(other, Region))
            crowd = isinstance(figure, (Molecule, Ion, Vesicle))
            known: tuple[str, ...] = (
                chain.states if chain is not None else (*CLAIMS, *regions) if crowd else ()
            )
            if isinstance(figure, (SoftBody, Ribosome)):
                known = WORK
            if claim.claim not in known:
                message = f"'{claim.subject}' cannot be '{claim.claim}'"
                hint = (
                    did_you_mean(claim.claim, known)
                    or "expect something of a receptor, a carrier, a body or a crowd"
                )
                yield context.at(ID, ("steps", index, "expect", number, claim.subject), message, hint)
