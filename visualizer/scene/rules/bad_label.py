"""A label asks the model for what it cannot say.

`state` counts the members of a group with a chain, so it goes with the group and not with one member. `{held}` and
`{count}` are filled in from it, and nothing else in braces is. `only` has a bound: `above`, `below` or both.

Wrong::

    - {label: sert, says: "held: {held} of {count}", at: 3}

Right::

    - {label: sert, state: blocked, says: "held: {held} of {count}", at: 3}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.model import LabelVerb, MembraneProtein, Scene
from visualizer.scene.refs import target
from visualizer.scene.rules.context import Context

ID = "bad-label"

_FILLED = re.compile(r"\{[^}]*\}")


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each state, number and bound that a label cannot have."""
    for index, step in enumerate(scene.steps):
        for number, label in enumerate(step.happens):
            if not isinstance(label, LabelVerb):
                continue
            trail = ("steps", index, "happens", number)
            name, member, _ = target(label.label)
            figure = scene.cast.get(name)
            if label.state is not None and figure is not None and not _has_states(figure):
                message = f"'{name}' has no states to be in"
                yield context.at(
                    ID, (*trail, "state"), message, "name receptors, carriers or channels with a chain"
                )
            elif label.state is not None and member is not None:
                message = f"'{label.label}' is one member, and a state is asked of the group"
                yield context.at(ID, (*trail, "label"), message, f"write {name}")
            for key in ("name", "says"):
                known = {"{held}", "{count}"} if key == "says" and label.state is not None else set()
                for word in _FILLED.findall(getattr(label, key) or ""):
                    if word not in known:
                        hint = "add state: …" if word in ("{held}", "{count}") else "write {held} or {count}"
                        yield context.at(ID, (*trail, key), f"nothing is filled in for {word} here", hint)
            if label.only is not None and label.only.above is None and label.only.below is None:
                yield context.at(
                    ID, (*trail, "only"), "a bound is wanted", "write above: …, below: … or both"
                )


def _has_states(figure: object) -> bool:
    return isinstance(figure, MembraneProtein) and figure.chain is not None
