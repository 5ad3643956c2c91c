"""A member is directed through a transition that its chain does not have.

A directed member keeps the state it was last given; one that was never directed starts where the chain starts, or where
chance has left it in an earlier step, which shows when the scene is computed. Each state must be reached from the one before
by one move of the chain.

Wrong::

    - {direct: nmdar.5, states: [{open: 3.4}]}

Right::

    - {direct: nmdar.5, states: [{bound: 1.6}, {unplugged: 3.0}, {open: 3.4}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.model import Direct, Occupy, Scene, StateChain
from visualizer.scene.refs import Target, target
from visualizer.scene.rules.context import Context

ID = "illegal-transition"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each directed transition that the chain does not allow."""
    states: dict[Target, str | None] = {}
    for index, step in enumerate(scene.steps):
        ordered = sorted(enumerate(step.happens), key=lambda entry: _begins(entry[1]))
        for number, happening in ordered:
            if isinstance(happening, Occupy):
                # Whoever was directed before keeps that state; of the others chance decides who is taken.
                states.setdefault(Target(target(happening.occupy).figure), None)
            if not isinstance(happening, Direct):
                continue
            member = target(happening.direct)
            chain = context.chain_of(scene.cast.get(member.figure))
            if chain is None:
                continue
            now = states.get(member, states.get(Target(member.figure), chain.start))
            for position, entry in enumerate(happening.states):
                for state in entry:
                    if state not in chain.states:
                        now = None
                        continue
                    if now is not None and state != now and not allowed(chain, now, state):
                        trail = ("steps", index, "happens", number, "states", position, state)
                        message = (
                            f"'{happening.direct}' is {now}, and its chain has no way from {now} to {state}"
                        )
                        yield context.at_key(ID, trail, message, way(chain, now, state))
                    now = state
            states[member] = now


def _begins(happening: object) -> float:
    if isinstance(happening, Direct):
        return min((time for entry in happening.states for time in entry.values()), default=0.0)
    return float(getattr(happening, "at", 0.0))


def allowed(chain: StateChain, start: str, end: str) -> bool:
    """Tell whether a chain has a move from one state to another."""
    return any(move.start == start and move.end == end for move in chain.moves)


def way(chain: StateChain, start: str, end: str) -> str:
    """Return the shortest legal way as a suggestion."""
    ways: dict[str, tuple[str, ...]] = {start: ()}
    edge = [start]
    while edge and end not in ways:
        here = edge.pop(0)
        for move in chain.moves:
            if move.start == here and move.end not in ways:
                ways[move.end] = (*ways[here], move.end)
                edge.append(move.end)
    if end not in ways:
        legal = [move.end for move in chain.moves if move.start == start]
        return f"from {start} it can go to {', '.join(legal)}" if legal else f"nothing leaves {start}"
    return f"go by {', then '.join(ways[end])}"
