"""A step is over before its sentence can be read.

People read about three words a second, and need one second to begin. The longest of `text`, `plain` and their
translations counts.

Wrong::

    text: Glutamate has bound and the membrane is depolarised, so the plug leaves and calcium enters.
    seconds: 3

Right::

    text: Glutamate has bound and the membrane is depolarised, so the plug leaves and calcium enters.
    seconds: 9
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.catalogues import LANGUAGES
from visualizer.scene.model import Scene, Step
from visualizer.scene.rules.context import Context

_WORDS_A_SECOND = 3.0
_TO_BEGIN = 1.0

ID = "too-short"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each step that is too short for its words."""
    for index, step in enumerate(scene.steps):
        if context.invented("steps", index, "seconds"):
            continue
        words = max(len(text.split()) for text in _readings(scene, step, context))
        needed = words / _WORDS_A_SECOND + _TO_BEGIN
        if needed > step.seconds:
            wanted = -int(-needed * 2 // 1) / 2  # up to the next half second
            message = f"{words} words need {needed:.1f} s to read, and the step lasts {step.seconds:g} s"
            yield context.at(
                ID, ("steps", index, "seconds"), message, f"write seconds: {wanted:g} or say less"
            )


def _readings(scene: Scene, step: Step, context: Context) -> list[str]:
    """Return everything that may be read in the step's time: both registers, in every language there is."""
    written = {"text": step.text, "plain": step.plain or ""}
    readings = list(written.values())
    for language in LANGUAGES:
        catalogue = context.library.catalogue(scene.id, language)
        readings += [
            catalogue.text(f"{scene.id}/{step.id}/{field}", source) for field, source in written.items()
        ]
    return readings
