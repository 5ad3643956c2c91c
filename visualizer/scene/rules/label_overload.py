"""More than four labels stand on the picture at once.

This is a warning. `for` takes a label away again.

Wrong::

    happens: (five labels without for:)

Right::

    happens: (each label with for: 3)
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.model import LabelVerb, Scene
from visualizer.scene.rules.context import Context

_MOST = 4

ID = "label-overload"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a warning at the first label that is one too many."""
    for index, step in enumerate(scene.steps):
        labels = [
            (number, label) for number, label in enumerate(step.happens) if isinstance(label, LabelVerb)
        ]
        for number, label in labels:
            there = {
                other.label
                for _, other in labels
                if other.at <= label.at and (other.lasts is None or label.at < other.at + other.lasts)
            }
            if len(there) > _MOST:
                message = f"{len(there)} labels stand here at {label.at:g} s, and {_MOST} are calm"
                trail = ("steps", index, "happens", number)
                yield context.at(ID, trail, message, "give the earlier ones a for:", "warning")
                break
