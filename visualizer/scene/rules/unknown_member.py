"""A number points past the end of a group, or at a member of something that is no group.

`count: 9` makes members 1 to 9.

Wrong::

    - {direct: nmdar.10, states: [{open: 2}]}

Right::

    - {direct: nmdar.9, states: [{open: 2}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.model import Scene
from visualizer.scene.refs import target
from visualizer.scene.rules.context import Context, references

ID = "unknown-member"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each member that does not exist."""
    for reference, trail in references(scene):
        name, member, _ = target(reference)
        figure = scene.cast.get(name)
        if figure is None or member is None:
            continue
        count = getattr(figure, "most", getattr(figure, "count", 1))
        most = count if isinstance(count, int) else getattr(count, "at_most", None) or 5000
        if not 1 <= member <= most:
            hint = f"members are {name}.1 to {name}.{most}" if most > 1 else f"write {name}"
            yield context.at_reference(ID, trail, f"'{name}' has no member {member}", hint)
