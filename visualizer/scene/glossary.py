"""Technical words explained in each language, and where they stand in a text. Knows words; knows no scene."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import Field

from visualizer.scene.catalogues import LANGUAGES, curled
from visualizer.scene.model import (
    Flag,
    IonChannel,
    Line,
    Name,
    Prose,
    Receptor,
    Slug,
    Sort,
    Strict,
    Transporter,
)

# A plural is the word with one of these behind it; what is formed otherwise stands in `also`.
_PLURAL = "(?:e?s|x)?"


class Word(Strict):
    """A word in one language: its name, other forms that texts use, and what it means in a sentence or two."""

    name: Line = Field(description="The word as a heading.")
    also: Annotated[tuple[Line, ...], Field(max_length=20)] = Field(
        (), description="Other forms that are found in texts; plurals in s, es and x are found by themselves."
    )
    says: Prose = Field(description="What it means, in a sentence or two.")


Part = Annotated[float, Field(ge=0.0, le=1.0)]
Pose = Literal["gate", "bound", "outward", "inward", "active", "paired", "phosphorylated"]
Site = Literal[
    "ligand-site",
    "membrane-site",
    "pore",
    "vestibule",
    "site",
    "sodium-site",
    "potassium-site",
    "chloride-site",
]


class Picture(Strict):
    """A figure of the scenes, alone and small, as the glossary shows it."""

    kind: Literal[
        "receptor", "transporter", "ion-channel", "molecule", "kinase", "complex", "protein", "phosphate", "lysosome",
        "ribosome", "vesicle", "neuron",
    ] = Field(description="The kind of figure.")  # fmt: skip
    type: Line | None = Field(
        None,
        description="Which receptor, carrier or channel; the substance of a molecule or in a vesicle; the sort of neuron.",
    )
    pose: dict[Pose, Part] = Field(
        default_factory=dict, description="How far it is open, bound, active: {gate: 1}."
    )
    holds: dict[Site, Sort] = Field(
        default_factory=dict, description="What lies at its sites: {vestibule: ketamine}."
    )
    close: Flag = Field(False, description="Cut open, where it can be.")
    active: Flag = Field(True, description="At work; of a vesicle, that it has a dense core.")
    word: Line | None = Field(None, description="What stands on a kinase, complex or protein.")
    colour: Name | None = Field(None, description="The colour of a kinase, complex or protein.")


_TYPES = {
    "receptor": get_args(Receptor.model_fields["type"].annotation),
    "transporter": get_args(Transporter.model_fields["type"].annotation),
    "ion-channel": get_args(IonChannel.model_fields["type"].annotation),
    "neuron": ("interneuron", "pyramidal", "raphe"),
}


def types_of(kind: str) -> tuple[str, ...]:
    """Return the types that a kind of figure can have; none for a kind whose type is a substance, or that has no type."""
    return _TYPES.get(kind, ())


class Term(Strict):
    """A technical word in every language, by a key such as nmda-receptor."""

    en: Word = Field(description="The word in English.")
    fr: Word = Field(description="The word in French.")
    cites: tuple[Slug, ...] = Field((), description="Where a statement of fact comes from.")
    picture: Picture | None = Field(None, description="A small picture, where one helps.")

    def said(self, language: str) -> Word:
        """Return the word in a language; in English when it has no such language."""
        word: Word = getattr(self, language if language in LANGUAGES else "en")
        return word


@dataclass(frozen=True, slots=True)
class Place:
    """A technical word in a text: which one, and the signs it takes, from `start` up to `end`."""

    term: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Finder:
    """Finds the words of a glossary in texts of one language; where two begin at one place, the longer counts."""

    forms: Mapping[str, str]
    pattern: re.Pattern[str]

    def places(self, text: str) -> Iterator[Place]:
        """Yield every technical word of a text, in its order."""
        for match in self.pattern.finditer(curled(text)):
            term = self.forms[match.lastgroup or ""]
            yield Place(term, match.start(), match.end())

    def terms(self, text: str) -> tuple[str, ...]:
        """Return the keys of the technical words of a text, each once, in order of their first place."""
        return tuple(dict.fromkeys(place.term for place in self.places(text)))


def finder(glossary: Mapping[str, Term], language: str) -> Finder:
    """Return what finds the words of a glossary in texts of a language."""
    written = [
        (form, key)
        for key, term in glossary.items()
        for form in (term.said(language).name, *term.said(language).also)
    ]
    written.sort(key=lambda pair: -len(pair[0]))
    forms: dict[str, str] = {}
    parts = []
    for index, (form, key) in enumerate(written):
        forms[f"t{index}"] = key
        parts.append(f"(?P<t{index}>{_expression(form)})")
    found = "|".join(parts) or "(?!)"
    return Finder(forms, re.compile(rf"(?<![\w-])(?:{found})(?![\w⁺⁻²])", re.IGNORECASE))


def _expression(form: str) -> str:
    """Return what a form looks like in a text: any space between its words, and plurals.

    A word with a capital behind its first sign, such as NET or SERT, is found as it is written only: net and sert are
    words of their own in French.
    """
    return r"\s+".join(_word(word) for word in curled(form).split())


def _word(word: str) -> str:
    """Return what a word of a form looks like in a text."""
    found = re.escape(word) + (_PLURAL if word[-1].isalpha() else "")
    return f"(?-i:{found})" if any(sign.isupper() for sign in word[1:]) else found
