"""A text has no translation.

Both languages of the program need every text. `moa translate` adds the new texts to the catalogue. In a
draft this is a warning. A number that is filled in, such as `{held}`, stands in both.

Wrong::

    msgctxt "nmda-blockade/trapped/title"
    msgid "Ketamine slips in"
    msgstr ""

Right::

    msgctxt "nmda-blockade/trapped/title"
    msgid "Ketamine slips in"
    msgstr "La kétamine se glisse"
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.catalogues import LANGUAGES, placed_texts
from visualizer.scene.model import Scene
from visualizer.scene.rules.context import Context

ID = "missing-translation"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each text without a finished translation; one in all when there is no catalogue."""
    for language in LANGUAGES:
        if language == scene.language:
            continue
        catalogue = context.library.catalogue(scene.id, language)
        if catalogue.path is None:
            where = f"locale/{LANGUAGES[language]}/{scene.id}.po"
            message = f"the scene has no translation into '{language}'"
            yield context.at(
                ID, ("title",), message, f"run moa translate, then fill in {where}", context.unfinished
            )
            continue
        yield from catalogue.problems
        seen = set()
        for place, source, trail in placed_texts(scene):
            if (place, source) in seen or not source.strip() or source == "?":
                continue
            seen.add((place, source))
            if not catalogue.has(place, source):
                stale = (place, source) in catalogue.fuzzy
                message = (
                    f"the translation into '{language}' is of an older text"
                    if stale
                    else f"no translation into '{language}'"
                )
                yield context.at(ID, trail, message, f"fill in {place} in {scene.id}.po", context.unfinished)
                continue
            lost = _filled_in(source) ^ _filled_in(catalogue.text(place, source))
            if lost:
                message = (
                    f"the translation into '{language}' does not fill in the same: {', '.join(sorted(lost))}"
                )
                yield context.at(ID, trail, message, f"write them as they are, in {place} in {scene.id}.po")


def _filled_in(text: str) -> set[str]:
    return set(re.findall(r"\{[^}]*\}", text))
