"""What a clinic settles for its unattended screen, read with places as scenes are. Knows words and limits; shows nothing."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from visualizer.core.paths import assets_folder
from visualizer.core.problems import Problem, in_file_order
from visualizer.core.units import Amount
from visualizer.scene.complaints import did_you_mean
from visualizer.scene.help_lines import help_lines
from visualizer.scene.library import Library
from visualizer.scene.model import Line, Strict, _as_amount, _measures
from visualizer.scene.nodes import Document, read_document
from visualizer.scene.reading import read_entry

SHORTEST_QUESTION_S = 20.0
PIN_PATTERN = r"scrypt:[0-9]{2}:[0-9a-f]{32}:[0-9a-f]{64}"


def _within(low: Amount, high: Amount) -> AfterValidator:
    def check(value: Amount) -> Amount:
        if not low.base <= value.base <= high.base:
            raise ValueError(f"expected {low} to {high}, not {value}")
        return value

    return AfterValidator(check)


Text = Annotated[
    Amount, BeforeValidator(_as_amount), _measures("part"), _within(Amount(100, "%"), Amount(200, "%"))
]
Idle = Annotated[
    Amount, BeforeValidator(_as_amount), _measures("time"), _within(Amount(15, "s"), Amount(30, "min"))
]
Question = Annotated[
    Amount,
    BeforeValidator(_as_amount),
    _measures("time"),
    _within(Amount(SHORTEST_QUESTION_S, "s"), Amount(5, "min")),
]
Width = Annotated[
    Amount, BeforeValidator(_as_amount), _measures("length"), _within(Amount(90, "mm"), Amount(3000, "mm"))
]


class HelpLineEntry(Strict):
    """One help line of the place's own, shown before those of its region."""

    number: Annotated[str, StringConstraints(min_length=1, max_length=40)] = Field(
        description="What to call, in quotes."
    )
    says: dict[Literal["fr", "en"], Line] = Field(description="Who answers: a text a language.", min_length=1)


class KioskFile(Strict):
    """What a place settles for its unattended screen."""

    kiosk: Literal[1] = Field(description="The format of this file.")
    playlist: Line | None = Field(
        None, description="A playlist's id or file, or a scene; the first playlist when left out."
    )
    language: Literal["fr", "en"] = Field(
        "fr", description="The language of the waiting screen, first everywhere."
    )
    theme: Line = Field("lecture", description="A look.")
    text: Text = Field(Amount(100, "%"), description="The size of text, 100 % to 200 %.")
    idle: Idle = Field(
        Amount(60, "s"), description="How long nobody touches a resting step before the question is asked."
    )
    question: Question = Field(Amount(30, "s"), description="How long the question waits for an answer.")
    pin: Line | None = Field(
        None,
        description="What `moa kiosk --pin` prints; without it the screen is left from the machine alone.",
    )
    region: Line = Field("quebec", description="Whose help lines are shown: a region of help-lines.yaml.")
    help: Annotated[tuple[HelpLineEntry, ...], Field(max_length=3)] = Field(
        (), description="Help lines of the place's own."
    )
    screen_width: Width | None = Field(
        None,
        alias="screen-width",
        description="The lit width of the screen, where it does not tell its size truly.",
    )


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a kiosk file may give: looks, and whether there is a playlist or scene of a name."""

    themes: tuple[str, ...]
    playlists: Iterable[str]
    scenes: Iterable[str]


def known_in(library: Library) -> Known:
    """Return the names that the kiosk file of a library's scenes may give."""
    themes = tuple(sorted(path.stem for path in (assets_folder() / "themes").glob("*.yaml")))
    return Known(themes, tuple(library.playlists), tuple(library.scenes))


def read_kiosk_file(
    path: Path, known: Known, shown: str | None = None
) -> tuple[KioskFile | None, tuple[Problem, ...]]:
    """Return what a kiosk file settles, or what is wrong with it and where."""
    return judged_kiosk_file(read_document(path, shown), known)


def judged_kiosk_file(document: Document, known: Known) -> tuple[KioskFile | None, tuple[Problem, ...]]:
    """Return what a kiosk file that was read settles, or what is wrong with it and where."""
    if not isinstance(document.data, dict):
        problems = document.problems or (
            Problem(
                document.span(()), "wrong-type", "a kiosk file holds keys and values", "begin with kiosk: 1"
            ),
        )
        return None, problems
    entry, found = read_entry(KioskFile, document.data, (), document)
    said = [*document.problems, *found, *_unknown_region(document)]
    if entry is not None:
        said += _unknown(entry, document, known)
    errors = any(problem.severity == "error" for problem in said)
    return (None if errors else entry), in_file_order(said)


def _unknown_region(document: Document) -> Iterator[Problem]:
    """Judge the region of a file whatever else is wrong with it: all slips are told at once."""
    region = document.data.get("region")
    if isinstance(region, str) and region not in help_lines():
        message = f"there are no help lines for '{region}'"
        hint = did_you_mean(region, help_lines())
        yield Problem(document.span(("region",)), "unknown-region", message, hint)


def _unknown(entry: KioskFile, document: Document, known: Known) -> Iterator[Problem]:
    if entry.pin is not None and not re.fullmatch(PIN_PATTERN, entry.pin):
        message = "this is not what moa kiosk --pin prints"
        yield Problem(document.span(("pin",)), "bad-pin", message, "a PIN itself never stands in a file")
    if entry.theme not in known.themes:
        message = f"there is no theme '{entry.theme}'"
        yield Problem(
            document.span(("theme",)), "unknown-theme", message, did_you_mean(entry.theme, known.themes)
        )
    name, names = entry.playlist, (*known.playlists, *known.scenes)
    if (
        name is not None
        and Path(name).suffix not in (".yaml", ".yml")
        and name.partition("@")[0] not in names
    ):
        message = f"there is no playlist '{name}'"
        yield Problem(document.span(("playlist",)), "unknown-playlist", message, did_you_mean(name, names))
