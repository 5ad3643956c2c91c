"""A French text is not set as in Québec.

Guillemets « », each with a space inside that does not break; such a space before a colon, a per cent sign and a unit;
none before an exclamation mark, a question mark or a semicolon; a comma in decimals; three dots as one sign. In a
draft this is a warning.

Wrong::

    text: Que voit-on ? Un "bouchon" à 0.5 µM : il tient.

Right::

    text: Que voit-on? Un « bouchon » à 0,5 µM : il tient.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.catalogues import placed_texts
from visualizer.scene.model import Scene
from visualizer.scene.rules.context import Context

ID = "french-typography"

_FIRM = "\u00a0\u202f"
SLIPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile('["“”„]'), "quotation marks are « »"),
    (re.compile(f"«(?![{_FIRM}])|(?<![{_FIRM}])»"), "a space that does not break belongs inside « »"),
    (
        re.compile(r"[\s\u00a0\u202f][?!;]"),
        "no space belongs before a question mark, an exclamation mark or a semicolon",
    ),
    (re.compile(rf"(?<![{_FIRM}]):(?=\s|$)"), "a space that does not break belongs before a colon"),
    (re.compile(rf"\d[^\S{_FIRM}]?%"), "a space that does not break belongs before %"),
    (
        re.compile(
            r"\d (?:[nµmk]?[MmgLlVs]|min|h|Hz|mV|mg|kg|ng|µg|nm|µm|mM|nM|µM|jours?|heures?|semaines?)\b(?![\w’-])"
        ),
        "a number and its unit stand together: a space that does not break",
    ),
    (re.compile(r"(?<![\w.])\d+\.\d+(?![\w.])"), "decimals have a comma"),
    (re.compile(r"\.\.\."), "three dots are one sign: …"),
)
"""What is wrong in a French text, and what belongs there (Office québécois de la langue française, spacing of signs)."""


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each slip in a French text, in the scene or in its translation."""
    catalogue = context.library.catalogue(scene.id, "fr")
    for place, source, trail in placed_texts(scene):
        if scene.language == "fr":
            text = source
        elif catalogue.has(place, source):
            text = catalogue.text(place, source)
        else:
            continue
        for message in slips(text):
            shown = f"French, “{text[:40]}…”: {message}"
            yield context.at(ID, trail, shown, f"change {place}", context.unfinished)


def slips(text: str) -> Iterator[str]:
    """Yield what is wrong in a French text, in words."""
    for pattern, message in SLIPS:
        if pattern.search(text):
            yield message
