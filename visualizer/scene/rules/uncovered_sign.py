"""A text holds a sign that the program's typeface cannot write.

There is no second typeface to fall back on: the sign would be an empty box on the picture. Super- and subscripts
(²⁺, ₂) are typeset from plain signs, so they may be used.

Wrong::

    text: Binding ⇌ unbinding.

Right::

    text: Binding and unbinding, again and again.
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.frame.type import covered
from visualizer.scene.catalogues import placed_texts
from visualizer.scene.model import Scene
from visualizer.scene.rules.context import Context

ID = "uncovered-sign"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each text with signs that no font of the family covers."""
    for _, source, trail in placed_texts(scene):
        missing = sorted({sign for sign in source if not sign.isspace() and not covered(sign)})
        if missing:
            signs = " ".join(f"'{sign}' (U+{ord(sign):04X})" for sign in missing[:5])
            yield context.at(
                ID, trail, f"the typeface has no {signs}", "say it in words or with another sign"
            )
