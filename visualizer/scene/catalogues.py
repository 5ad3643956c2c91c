"""Translations of scenes and of the program, as gettext files. Knows texts by place; knows no screen."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

from visualizer.core.languages import MARK, own_languages, own_locales
from visualizer.core.problems import Problem, Span
from visualizer.scene.model import (
    Chart,
    DatedRow,
    Figure,
    LabelVerb,
    Number,
    Playlist,
    Reference,
    Response,
    Scene,
    claims,
)
from visualizer.scene.modelling import ModelFile
from visualizer.scene.nodes import read_bytes
from visualizer.scene.pseudo import PSEUDO, stretched

LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "en", "fr": "fr_CA"})  # our id, the locale's folder
PLAYLISTS = "playlists"
"""The catalogue of all playlists of a folder, by its file's name; no scene may have it for an id."""

MODELS = "models"
"""The catalogue of all models of a folder: titles, knobs, interventions and curves; parameters stay in the source language."""

REFERENCES = "references"
"""The catalogue of what sources are cited for: of those that a scene names, since a person reads them."""

SOURCE_LANGUAGE = "en"  # of models, references and program

STEP_FIELDS = ("title", "text", "plain", "notes", "more", "remember", "unknown", "describe")

_WAS = "The text was: "  # what a translator needs to see beside a marked translation
Texts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """The translations of one file: context and source to text."""

    language: str
    entries: Mapping[tuple[str, str], str] = field(default_factory=lambda: MappingProxyType({}))
    fuzzy: frozenset[tuple[str, str]] = frozenset()
    path: Path | None = None
    problems: tuple[Problem, ...] = ()
    lines: Mapping[tuple[str, str], int] = field(default_factory=lambda: MappingProxyType({}))

    def text(self, context: str, source: str) -> str:
        """Return the translation; the source when there is none, marked in an added language. Apostrophes are typographic."""
        if self.language == PSEUDO:
            return curled(stretched(source))
        found = self.entries.get((context, source))
        if not found and self.marks and source.strip():
            return f"{curled(source)}{MARK}"
        return curled(found or source)

    @property
    def marks(self) -> bool:
        """Tell whether a text that is missing here is marked where it shows: in a language that a person has added."""
        return self.language not in LANGUAGES and self.language != PSEUDO

    def has(self, context: str, source: str) -> bool:
        """Return whether there is a translation that nobody has to look at again."""
        key = (context, source)
        return bool(self.entries.get(key)) and key not in self.fuzzy


def curled(text: str) -> str:
    """Return the text with typographic apostrophes, whichever its author typed."""
    return text.replace("'", "\u2019")


def texts(scene: Scene) -> Texts:
    """Return every text of a scene that is translated, as (context, source), in the order of the file."""
    return tuple(
        dict.fromkeys((context, source) for context, source, _ in placed_texts(scene) if source.strip())
    )


def playlist_texts(playlists: Iterable[Playlist], language: str) -> Texts:
    """Return the texts of the playlists that need a translation into the language, as (context, source)."""
    return tuple(
        (f"{PLAYLISTS}/{playlist.id}/{key}", source)
        for playlist in playlists
        if playlist.language != language
        for key, source in (("title", playlist.title), ("summary", playlist.summary))
        if source
    )


def model_texts(models: Iterable[ModelFile]) -> Texts:
    """Return the texts of the models that people read in a picture or a panel, as (context, source)."""
    found: list[tuple[str, str]] = []
    for model in models:
        head = f"{MODELS}/{model.id}"
        found.append((f"{head}/title", model.title))
        for name, knob in model.knobs.items():
            place = f"{head}/knobs/{name}"
            found.append((place, knob.says))
            found.append((f"{place}/brief", knob.brief or ""))
            found += [(f"{place}/{word}", says) for word, says in (knob.choices or {}).items()]
            reasons = [known.because for known in knob.ranges] + [knob.because or ""]
            found += [(f"{place}/because", because) for because in reasons]
            found.append((f"{place}/otherwise", knob.otherwise if knob.only else ""))
        found += [(f"{head}/refuses", refusal.because) for refusal in model.refuses]
        found += [(f"{head}/interventions/{name}", known.says) for name, known in model.interventions.items()]
        found += [
            (f"{head}/interventions/{name}/plain", known.plain or "")
            for name, known in model.interventions.items()
        ]
        found += [(f"{head}/curves/{name}", shown.says) for name, shown in model.curves.items()]
        found += [(f"{head}/curves/{name}/brief", shown.brief or "") for name, shown in model.curves.items()]
    return tuple(dict.fromkeys((context, source) for context, source in found if source))


def reference_texts(references: Mapping[str, Reference], cited: Iterable[str]) -> Texts:
    """Return what the sources that scenes cite are cited for, as (context, source), in the order of their keys."""
    found = sorted(set(cited) & set(references))
    return tuple(
        (f"{REFERENCES}/{key}/supports", says)
        for key in found
        if (says := references[key].supports) is not None
    )


def placed_texts(scene: Scene) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    """Yield context, source and trail of every text of a scene."""
    head = scene.id
    yield f"{head}/title", scene.title, ("title",)
    yield f"{head}/summary", scene.summary, ("summary",)
    if scene.strip is not None:
        for index, link in enumerate(scene.strip.links):
            yield f"{head}/strip", link, ("strip", "links", index)
    for index, line in enumerate(scene.simplifies):
        yield f"{head}/simplifies", line, ("simplifies", index)
    for name, figure in scene.cast.items():
        trail = ("cast", name)
        for key in ("name", "role"):
            value = getattr(figure, key)
            if value:
                yield f"{head}/cast/{name}/{key}", value, (*trail, key)
        if isinstance(figure, Number):
            yield f"{head}/cast/{name}/unit", figure.unit, (*trail, "unit")
        elif isinstance(figure, Chart):
            if figure.says:
                yield f"{head}/cast/{name}/says", figure.says, (*trail, "says")
            for index, series in enumerate(figure.series):
                yield f"{head}/cast/{name}/says", series.name, (*trail, "series", index, "name")
            for key in ("points", "doses"):
                for index, named in enumerate(getattr(figure, key)):
                    yield f"{head}/cast/{name}/says", named.name, (*trail, key, index, "name")
        elif isinstance(figure, Response):
            for key in ("says", "along", "marked"):
                value = getattr(figure, key)
                if value:
                    yield f"{head}/cast/{name}/{key}", value, (*trail, key)
        for where, row in claims(figure):
            if isinstance(row, DatedRow):
                yield f"{head}/cast/{name}/when", row.when, (*trail, *where, "when")
            yield f"{head}/cast/{name}/says", row.says, (*trail, *where, "says")
    yield from _step_texts(scene)
    for index, question in enumerate(scene.quiz):
        place, where = f"{head}/quiz/{index + 1}", ("quiz", index)
        yield f"{place}/ask", question.ask, (*where, "ask")
        yield f"{place}/right", question.right, (*where, "right")
        for number, wrong in enumerate(question.wrong):
            yield f"{place}/answer", wrong.answer, (*where, "wrong", number, "answer")
            yield f"{place}/because", wrong.because, (*where, "wrong", number, "because")


def panel_texts(figure: Figure) -> tuple[str, ...]:
    """Return what a chart, response, card or timeline says on the picture, below its name."""
    match figure:
        case Chart():
            names = [one.name for one in figure.series] + [one.name for one in figure.marks]
            return (*((figure.says,) if figure.says else ()), *names)
        case Response():
            return tuple(text for text in (figure.says, figure.along, figure.marked) if text)
        case _:
            return tuple(row.says for _, row in claims(figure))


def _step_texts(scene: Scene) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    for index, step in enumerate(scene.steps):
        place = f"{scene.id}/{step.id}"
        for key in STEP_FIELDS:
            value = getattr(step, key)
            if value:
                yield f"{place}/{key}", value, ("steps", index, key)
        for number, happening in enumerate(step.happens):
            if isinstance(happening, LabelVerb):
                where = ("steps", index, "happens", number)
                if happening.name:
                    yield f"{place}/name", happening.name, (*where, "name")
                if happening.says:
                    yield f"{place}/says", happening.says, (*where, "says")
        if step.predict is not None:
            asked = ("steps", index, "predict")
            yield f"{place}/predict", step.predict.ask, (*asked, "ask")
            for number, answer in enumerate(step.predict.answers):
                yield f"{place}/predict", answer, (*asked, "answers", number)
            yield f"{place}/predict", step.predict.right, (*asked, "right")


# ---------------------------------------------------------------------------------------------------- reading


def catalogue_path(locale: Path, scene_id: str, language: str) -> Path:
    """Return where the catalogue of a scene lies."""
    return locale / LANGUAGES.get(language, language) / f"{scene_id}.po"


def read_catalogue(locale: Path, scene_id: str, language: str) -> Catalogue:
    """Return the catalogue of a scene; an empty one, without a path, when there is no file."""
    return read_po(catalogue_path(locale, scene_id, language), language)


def read_program_catalogue(locale: Path, language: str) -> Catalogue:
    """Return the catalogue of the program's own words."""
    return read_po(locale / LANGUAGES.get(language, language) / "program.po", language)


def read_po(path: Path, language: str, shown: str | None = None) -> Catalogue:
    """Return what a gettext file holds; a damaged one is an empty catalogue with problems."""
    if not path.exists() and not path.is_symlink():
        return Catalogue(language)
    file = shown if shown is not None else str(path)
    content = read_bytes(path, file)
    if isinstance(content, Problem):
        return Catalogue(language, path=path, problems=(content,))
    try:
        parsed = _parsed(content)
    except Exception as error:  # babel raises whatever its parser stumbles on
        line = getattr(error, "lineno", 0) + 1
        message = f"not readable as a gettext catalogue: {str(error)[:100]}"
        return Catalogue(
            language, path=path, problems=(Problem(Span(file, max(line, 1)), "bad-catalogue", message),)
        )
    entries: dict[tuple[str, str], str] = {}
    lines: dict[tuple[str, str], int] = {}
    fuzzy = set()
    for message in parsed:
        if not message.id or not isinstance(message.id, str):
            continue
        key = (message.context or "", message.id)
        entries[key] = message.string if isinstance(message.string, str) else ""
        lines[key] = message.lineno or 1
        if message.fuzzy:
            fuzzy.add(key)
    return Catalogue(language, MappingProxyType(entries), frozenset(fuzzy), path, (), MappingProxyType(lines))


def _parsed(content: bytes) -> Any:
    # Imported here because it takes a tenth of a second that an English start does not need.
    pofile = import_module("babel.messages.pofile")
    return pofile.read_po(BytesIO(content), abort_invalid=True)


def damaged_catalogues() -> tuple[Problem, ...]:
    """Return what is wrong with the catalogues of languages that a person has added, each file once."""
    found: list[Problem] = []
    for language in own_languages():
        for path in sorted((own_locales() / language).glob("*.po")):
            found += read_po(path, language).problems
    return tuple(found)


# ---------------------------------------------------------------------------------------------------- writing


def update_catalogue(
    path: Path, language: str, wanted: Iterable[tuple[str, str]], title: str
) -> tuple[int, int, int]:
    """Bring a catalogue up to date: add new texts, keep translations, mark changed ones, set old ones aside.

    Returns:
        How many texts are new, marked as changed, and set aside.
    """
    catalog: Any = import_module("babel.messages.catalog")
    pofile: Any = import_module("babel.messages.pofile")
    locale = LANGUAGES.get(language, language)
    old: Any = catalog.Catalog(locale=locale)
    if path.exists():
        content = path.read_bytes()
        old = _parsed(content)
    fresh: Any = catalog.Catalog(
        locale=locale, project=title, header_comment=f"# {title}", fuzzy=False, charset="utf-8",
        creation_date=old.creation_date, revision_date=old.revision_date,
    )  # fmt: skip
    known = {(message.context or "", message.id): message for message in old if message.id}
    by_context: dict[str, list[Any]] = {}
    for (context, _), message in known.items():
        by_context.setdefault(context, []).append(message)
    texts_wanted = tuple(dict.fromkeys(wanted))
    keys = set(texts_wanted)
    new = changed = 0
    used: set[tuple[str, str]] = set()
    for context, source in texts_wanted:
        before = known.get((context, source))
        if before is not None:
            used.add((context, source))
            fresh.add(
                source,
                before.string,
                context=context,
                flags=before.flags,
                user_comments=_kept_notes(before),
            )
            continue
        new += 1
        gone = next(
            (
                m
                for m in by_context.get(context, ())
                if (context, m.id) not in keys and (context, m.id) not in used
            ),
            None,
        )
        if gone is not None and gone.string:
            changed, new = changed + 1, new - 1
            used.add((context, gone.id))
            fresh.add(
                source, gone.string, context=context, flags={"fuzzy"}, user_comments=[f"{_WAS}{gone.id}"]
            )
        else:
            fresh.add(source, "", context=context)
    aside = [message for key, message in known.items() if key not in used and message.string]
    for message in aside:
        fresh.obsolete[message.context or "", message.id] = message
    for key, message in getattr(old, "obsolete", {}).items():
        fresh.obsolete.setdefault(key, message)
    output = BytesIO()
    pofile.write_po(output, fresh, width=100, omit_header=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(output.getvalue())
    return new, changed, len(aside)


def _kept_notes(message: Any) -> list[str]:
    """Return a translator's notes; the text that a finished translation once was of goes, all lines of it."""
    notes: list[str] = list(message.user_comments)
    was = next((i for i, note in enumerate(notes) if note.startswith(_WAS)), len(notes))
    return notes if message.fuzzy else notes[:was]
