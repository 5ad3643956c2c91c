"""The plain words are hard to read: a sentence of more than 20 words, a scene above grade eight, or an unexplained abbreviation.

Plain words are read by visitors of a waiting room. The measure is RIX, long words (more than six letters) to a
sentence, which was made for more than one language; from 3.7 on a text is for grade nine or above (Anderson, J.
(1983). Lix and Rix: variations on a little-known readability index. Journal of Reading, 26(6), 490-496). It is taken
of all plain words of a scene together, in each language, where there are ten sentences or more. An abbreviation
must be a word of the glossary, which opens where it stands. Sentences of `remember` and `unknown` are held to the same
length. In a draft this is a warning.

Wrong::

    plain: >-
      This protein of the cell, which the blood had carried to the brain on the day before and which has a long name
      that nobody needs to know, opens.

Right::

    plain: This protein opens. Its name does not matter here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.catalogues import LANGUAGES
from visualizer.scene.model import Scene
from visualizer.scene.nodes import Trail
from visualizer.scene.rules.context import Context

ID = "hard-plain"

MOST_WORDS = 20
GRADE_NINE = 3.7
EASY = ("plain", "remember", "unknown")
"""What must be easy to read: the plain words, and what a step leaves its reader with."""
ENOUGH = 10
"""Sentences below which the measure says nothing."""
_LONG = 7
_END = re.compile(r"(?<=[.!?…])[\s»”)]+")
_WORD = re.compile(r"[^\W\d_]+")
_SHORT_FORM = re.compile(r"\b[A-Z][A-Z0-9]*[A-Z][A-Z0-9]*\b")


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each sentence that is too long, and for each language that is too hard throughout."""
    for language in LANGUAGES:
        told = list(_told(scene, context, language))
        words = context.library.words(language)
        for where, text in told:
            for sentence in sentences(text):
                count = len(_WORD.findall(sentence))
                if count > MOST_WORDS:
                    message = f"a plain sentence has {count} words ({language}): “{sentence[:40]}…”"
                    yield context.at(ID, where, message, "make two sentences of it", context.unfinished)
            known = [text[place.start : place.end] for place in words.places(text)]
            for short in sorted(set(_SHORT_FORM.findall(text))):
                if not any(short in form for form in known):
                    message = (
                        f"the plain words have an abbreviation that nothing explains ({language}): {short}"
                    )
                    yield context.at(ID, where, message, "say it in words", context.unfinished)
        measured = [sentence for where, text in told if where[-1] == "plain" for sentence in sentences(text)]
        hard = rix(measured)
        if len(measured) >= ENOUGH and hard >= GRADE_NINE:
            message = f"the plain words are above grade eight ({language}): RIX {hard:.1f}, and below {GRADE_NINE} is wanted"
            yield context.at_key(
                ID, ("steps",), message, "use shorter words and sentences", context.unfinished
            )


def _told(scene: Scene, context: Context, language: str) -> Iterator[tuple[Trail, str]]:
    """Yield the texts in a language that must be easy to read, each with its trail; what has no translation is left out."""
    catalogue = context.library.catalogue(scene.id, language)
    for index, step in enumerate(scene.steps):
        for key in EASY:
            text, place = getattr(step, key), f"{scene.id}/{step.id}/{key}"
            if not text or context.invented("steps", index, key):
                continue
            if language == scene.language:
                yield ("steps", index, key), text
            elif catalogue.has(place, text):
                yield ("steps", index, key), catalogue.text(place, text)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [part for part in _END.split(text.strip()) if _WORD.search(part)]


def rix(found: list[str]) -> float:
    """Return long words to a sentence; nought without sentences. Source: Anderson (1983), in this module's head."""
    if not found:
        return 0.0
    return sum(len(word) >= _LONG for text in found for word in _WORD.findall(text)) / len(found)
