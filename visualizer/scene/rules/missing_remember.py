"""A step shows a number or a curve, and does not say in one sentence each what to remember and what is not known.

A number stays in the mind without what it was measured in, and a curve looks surer than it is. `remember` says what the
step leaves its reader with, `unknown` what nobody knows about it yet; each is one sentence. A step shows a number or a
curve when a chart, a number or a response stands on its picture, or when its words, its labels or the rows of its card
say a number with a unit. In a draft this is a warning.

Wrong::

    text: About 80 % of the carriers are blocked.

Right::

    text: About 80 % of the carriers are blocked.
    remember: At a usual dose, most carriers are blocked within hours.
    unknown: Nobody knows why mood follows only weeks later.
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.model import (
    Appear,
    Chart,
    LabelVerb,
    Leave,
    Number,
    Response,
    Scene,
    Show,
    Step,
    claims,
)
from visualizer.scene.refs import target
from visualizer.scene.rules.context import Context
from visualizer.scene.rules.hard_plain import sentences
from visualizer.scene.rules.number_without_source import MEASURED

ID = "missing-remember"

_KEYS = ("remember", "unknown")
_TOLD = ("title", "text", "plain", "more")


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each sentence that a step with a number or a curve lacks, and for each that is several."""
    for index, (step, panels) in enumerate(zip(scene.steps, _panels(scene), strict=True)):
        shown = _shown(scene, step, panels)
        for key in _KEYS:
            text = getattr(step, key)
            if context.invented("steps", index, key):
                continue
            if text is None and shown:
                message = f"the step '{step.id}' shows {shown} and has no {key}"
                yield context.at(ID, ("steps", index), message, f"add {key}: …", context.unfinished)
            elif text is not None and len(sentences(text)) > 1:
                message = f"{key} of the step '{step.id}' is more than one sentence"
                yield context.at(ID, ("steps", index, key), message, "say it in one", context.unfinished)


def _shown(scene: Scene, step: Step, panels: frozenset[str]) -> str:
    """Return what the step shows that a reader may take for more than it is; empty where there is nothing."""
    figures = {name: scene.cast[name] for name in sorted(panels & set(scene.cast))}
    for name, figure in figures.items():
        if isinstance(figure, Chart | Response):
            return f"the curve '{name}'"
        if isinstance(figure, Number):
            return f"the number '{name}'"
    told = [getattr(step, key) or "" for key in _TOLD]
    for happening in step.happens:
        if isinstance(happening, LabelVerb):
            told += [happening.name or "", happening.says or ""]
    for figure in figures.values():
        told += [row.says for _, row in claims(figure)]
    found = next((match[0] for text in told if (match := MEASURED.search(text))), None)
    return f"the number '{found}'" if found else ""


def _panels(scene: Scene) -> Iterator[frozenset[str]]:
    """Yield for each step the figures on its picture: what is shown stays for the step, what appears until it leaves."""
    there = {name for name, figure in scene.cast.items() if not figure.hidden}
    for step in scene.steps:
        brought: set[str] = set()
        gone: set[str] = set()
        shown: set[str] = set()
        for happening in step.happens:
            match happening:
                case Show():
                    shown.add(target(happening.show).figure)
                case Appear():
                    brought |= _named(happening.appear)
                case Leave():
                    gone |= _named(happening.leave)
                case _:
                    pass
        yield frozenset(there | brought | shown)
        there = (there | brought) - gone


def _named(references: str | tuple[str, ...]) -> set[str]:
    every = (references,) if isinstance(references, str) else references
    return {target(reference).figure for reference in every}
