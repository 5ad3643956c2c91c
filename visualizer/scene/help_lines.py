"""Who answers where: help lines by region, of the shipped list and a person's own. Knows numbers to call; shows nothing."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import pydantic
from pydantic import Field, StringConstraints

from visualizer.core.kept import kept, program_sign, text_of
from visualizer.core.paths import scenes_folder, settings_file
from visualizer.core.problems import Problem
from visualizer.scene.model import Day, Line, Strict
from visualizer.scene.nodes import read_document
from visualizer.scene.reading import read_entry

FILE = "help-lines.yaml"
VALUES = ("visualizer.core", "visualizer.scene")  # packages of which what is kept may consist


class Said(Strict):
    """A text in both languages."""

    en: Line = Field(description="In English.")
    fr: Line = Field(description="In French.")

    def said(self, language: str) -> str:
        """Return the text in a language; in English when it has no such language. Apostrophes are typographic."""
        return (self.fr if language == "fr" else self.en).replace("'", "’")


class HelpEntry(Strict):
    """Somebody who answers, and where the number was read."""

    call: Annotated[str, StringConstraints(min_length=2, max_length=40)] = Field(
        description="What to call, text or open; a number in quotes."
    )
    says: Said = Field(description="What is said of it.")
    seen: Day = Field(description="The day when it was last read: 2026-11-27.")
    at: Line = Field(description="Where it was read.")


class HelpRegion(Strict):
    """The help lines of one region, in the order in which they are shown."""

    name: Said = Field(description="What the region is called.")
    lines: Annotated[tuple[HelpEntry, ...], Field(min_length=1, max_length=8)] = Field(
        description="One to eight lines."
    )


def own_file() -> Path:
    """Return where a person's own list lies; its regions stand for those of the same name."""
    return settings_file().parent / FILE


def help_lines() -> Mapping[str, HelpRegion]:
    """Return the regions by name: the shipped ones, and those of a person's own list before them, where it can be read.

    They are kept from one start to the next while neither list changes: what checks their keys takes long to build.
    """
    return _lists()[0]


def own_problems() -> tuple[Problem, ...]:
    """Return what is wrong with a person's own list; its regions that can be read are shown all the same."""
    return _lists()[1]


@lru_cache(maxsize=1)
def _lists() -> tuple[Mapping[str, HelpRegion], tuple[Problem, ...]]:
    files = (scenes_folder() / FILE, own_file())

    def read() -> tuple[Mapping[str, HelpRegion], tuple[Problem, ...]]:
        (shipped, _), (own, problems) = (read_help_lines(file) for file in files)
        return MappingProxyType({**shipped, **own}), problems

    return kept("help-lines", f"{program_sign()} {pydantic.VERSION} {text_of(files)}", read, VALUES)


def forget_help_lines() -> None:
    """Read both lists again at the next question: a file has changed."""
    _lists.cache_clear()


def read_help_lines(
    path: Path, shown: str | None = None
) -> tuple[Mapping[str, HelpRegion], tuple[Problem, ...]]:
    """Return the regions of a list, and what is wrong with the rest; nothing where there is no file."""
    if not path.exists():
        return MappingProxyType({}), ()
    document = read_document(path, shown)
    problems = list(document.problems)
    found: dict[str, HelpRegion] = {}
    if isinstance(document.data, dict):
        for key, data in document.data.items():
            entry, wrong = read_entry(HelpRegion, data, (key,), document)
            problems += wrong
            if entry is not None:
                found[key] = entry
    elif not problems:
        message = "a list of help lines holds one region a key"
        problems.append(Problem(document.span(()), "wrong-type", message, "begin with quebec:"))
    return MappingProxyType(found), tuple(problems)
