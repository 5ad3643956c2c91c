"""Everything scenes share: substances, chains, references, curves, catalogues. Knows files; knows no time."""

import re
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from threading import Event
from types import MappingProxyType
from typing import Any, TypeVar

import pydantic
from pydantic import BaseModel

from visualizer.core.kept import kept, program_sign, text_of
from visualizer.core.languages import own_languages, own_locales
from visualizer.core.paths import assets_folder, scenes_folder
from visualizer.core.problems import Problem, Span, in_file_order
from visualizer.pharma.graph import Model
from visualizer.scene.catalogues import Catalogue, catalogue_path, read_catalogue, read_po
from visualizer.scene.glossary import Finder, Term, finder
from visualizer.scene.model import CurveFile, Playlist, Reference, Scene, StateChain
from visualizer.scene.model_graph import graph_of, read_model
from visualizer.scene.modelling import ModelFile
from visualizer.scene.nodes import Document, Trail, read_document
from visualizer.scene.reading import Loaded, read_entry, read_scene, still_true
from visualizer.scene.rules import OF_CHECK_ALONE, OF_PROSE, broken_rules
from visualizer.scene.substances import Substance

AnyModel = TypeVar("AnyModel", bound=BaseModel)

SHARED_FILES = ("references.yaml", "substances.yaml", "glossary.yaml", "help-lines.yaml")
_VALUES = ("visualizer.core", "visualizer.pharma", "visualizer.scene")
"""Packages of which a kept value may consist."""

_CHANGED = Event()  # files of catalogues change while the program runs: none is kept on disk any more
SHARED_FOLDERS = ("chains", "models", "playlists", "locale")


def _empty() -> MappingProxyType[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """What the scenes of one folder may name, and where each entry stands."""

    folder: Path
    substances: Mapping[str, Substance] = field(default_factory=_empty)
    chains: Mapping[str, StateChain] = field(default_factory=_empty)
    references: Mapping[str, Reference] = field(default_factory=_empty)
    curves: Mapping[str, CurveFile | ModelFile] = field(default_factory=_empty)  # the files of models/
    playlists: Mapping[str, Playlist] = field(default_factory=_empty)
    scenes: Mapping[str, Path] = field(default_factory=_empty)  # by id, which is the file's name
    locales: tuple[Path, ...] = ()  # folders of catalogues; the first that has a scene's file wins
    documents: Mapping[str, Document] = field(default_factory=_empty)  # by "chains/ampa", "references", …
    glossary: Mapping[str, Term] = field(default_factory=_empty)
    finders: dict[str, Finder] = field(default_factory=dict)  # by language, made when first asked for

    def catalogue(self, scene_id: str, language: str) -> Catalogue:
        """Return the translations of a scene; an empty catalogue when there are none."""
        return _catalogue(self.locales, scene_id, language)

    def text(self, language: str, context: str, source: str) -> str:
        """Return a text of a scene in a language; its source when it is not translated.

        The context is the catalogue's: scene-id/step-id/field.
        """
        return self.catalogue(context.partition("/")[0], language).text(context, source)

    def words(self, language: str) -> Finder:
        """Return what finds the glossary's words in texts of a language."""
        if language not in self.finders:
            self.finders[language] = finder(self.glossary, language)
        return self.finders[language]

    def span(self, document: str, *trail: str | int) -> Span:
        """Return where a trail stands in a shared file, named as "chains/ampa" or "references"."""
        known = self.documents.get(document)
        return known.span(trail) if known else Span(str(self.folder / f"{document}.yaml"))

    def key_span(self, document: str, *trail: str | int) -> Span:
        """Return where a key stands in a shared file."""
        known = self.documents.get(document)
        return known.key_span(trail) if known else Span(str(self.folder / f"{document}.yaml"))


def load_library(folder: Path, shown: str | None = None) -> tuple[Library, tuple[Problem, ...]]:
    """Read everything that the scenes of a folder share, with what is wrong in it.

    `shown` is how findings name the folder; the folder's own path when left out.
    """
    return _gathered(_Gatherer(folder, shown if shown is not None else str(folder)))


def _gathered(gatherer: "_Gatherer") -> tuple[Library, tuple[Problem, ...]]:
    folder = gatherer.folder
    library = Library(
        folder,
        substances=gatherer.entries("substances", Substance),
        chains=gatherer.files("chains", StateChain),
        references=gatherer.entries("references", Reference),
        curves=gatherer.models(),
        playlists=gatherer.files("playlists", Playlist),
        scenes=MappingProxyType({path.stem: path for path in scene_paths(folder)}),
        locales=(folder / "locale",),
        glossary=gatherer.entries("glossary", Term),
        documents=MappingProxyType(gatherer.documents),
    )
    return library, in_file_order(gatherer.problems)


def load_scene(
    path: Path,
    library: Library,
    shown: str | None = None,
    leave_out: frozenset[str] = OF_CHECK_ALONE,
) -> tuple[Scene | None, tuple[Problem, ...]]:
    """Read a scene and judge it by every rule but some, such as the one on translations, which only `moa check` needs.

    The scene is there when its words could be read; it may still have errors of meaning.
    """
    loaded = read_scene(path, shown)
    return loaded.scene, judged(loaded, library, leave_out)


def load_model(
    path: Path, library: Library, shown: str | None = None
) -> tuple[Model | None, tuple[Problem, ...]]:
    """Read a model and judge it; the graph is there when nothing in it is wrong."""
    # The check solves the model's resting state, which a library that is only read need not.
    from visualizer.scene.model_check import check_model  # noqa: PLC0415

    document = read_document(path, shown)
    if not isinstance(document.data, dict) or document.data.get("kind") != "model":
        problems = document.problems or (
            Problem(
                document.span(()),
                "not-a-model",
                "this file holds no model",
                "begin with format: 1 and kind: model",
            ),
        )
        return None, tuple(problems)
    file, problems = read_model(document.data, document)
    found = [*document.problems, *problems]
    if file is not None:
        found += check_model(file, document, library.references)
    sound = file is not None and not any(problem.severity == "error" for problem in found)
    return (graph_of(file) if sound and file is not None else None), in_file_order(found)


def model_paths(library: Library) -> Mapping[str, Path]:
    """Return the files of the library's models by name; fixed tables of curves are no models."""
    return MappingProxyType(
        {
            name: library.folder / "models" / f"{name}.yaml"
            for name, file in library.curves.items()
            if isinstance(file, ModelFile)
        }
    )


def judged(loaded: Loaded, library: Library, leave_out: frozenset[str] = frozenset()) -> tuple[Problem, ...]:
    """Return every problem of a scene as read: of its text, its words and its meaning, in file order."""
    found = broken_rules(loaded, library, leave_out)
    return in_file_order((*loaded.problems, *still_true(found, loaded.document)))


@lru_cache(maxsize=1)
def load_shipped() -> tuple[Library, tuple[Problem, ...]]:
    """Return the library of the folder that comes with the program, read once.

    What is in it is kept from one start to the next while no file has changed; the files themselves are read again when
    somebody asks where something stands in them.
    """
    folder, read = scenes_folder(), _shipped()
    library = Library(
        folder,
        read.substances,
        read.chains,
        read.references,
        read.curves,
        read.playlists,
        scenes=MappingProxyType({path.stem: path for path in scene_paths(folder)}),
        locales=(folder / "locale",),
        documents=_WhenAsked(_shared_files(folder), partial(_read_again, folder)),
        glossary=read.glossary,
    )
    return library, read.problems


def shipped_sign(scene: Scene) -> str | None:
    """Return a word for all that a scene was read from, where it comes with the program; another word after any change.

    None for every other scene, and for one whose file has been read again since the program began.
    """
    known, _ = _shipped().scenes.get(scene.id, (None, ()))
    return _texts() if known is scene else None


def load_shipped_scene(name: str) -> tuple[Scene | None, tuple[Problem, ...]]:
    """Return a scene that comes with the program as `load_scene` does, read and judged once while no file changes.

    Its prose is not measured again on a reader's machine: `moa check` has done that before it was shipped.

    Raises:
        KeyError: there is no such scene.
    """
    return _shipped().scenes[name]


@dataclass(frozen=True, slots=True, eq=False)
class _Shipped:
    """What was read of the folder that comes with the program: what scenes share, and each scene with what is wrong in it."""

    substances: Mapping[str, Substance]
    chains: Mapping[str, StateChain]
    references: Mapping[str, Reference]
    curves: Mapping[str, CurveFile | ModelFile]
    playlists: Mapping[str, Playlist]
    glossary: Mapping[str, Term]
    problems: tuple[Problem, ...]
    scenes: Mapping[str, tuple[Scene | None, tuple[Problem, ...]]]


@lru_cache(maxsize=1)
def _shipped() -> _Shipped:
    return kept("scenes", f"{program_sign()} {pydantic.VERSION} {_texts()}", _read_shipped, _VALUES)


@lru_cache(maxsize=1)
def _texts() -> str:
    """Return a word for the text of every file of the folder that comes with the program, as it was when first asked."""
    return text_of(path for path in scenes_folder().rglob("*") if path.suffix in (".yaml", ".yml", ".po"))


def _read_shipped() -> _Shipped:
    folder = scenes_folder()
    library, problems = _gathered(_Gatherer(folder, str(folder)))
    return _Shipped(
        library.substances,
        library.chains,
        library.references,
        library.curves,
        library.playlists,
        library.glossary,
        problems,
        MappingProxyType(
            {
                name: load_scene(path, library, leave_out=OF_CHECK_ALONE | OF_PROSE)
                for name, path in library.scenes.items()
            }
        ),
    )


def _shared_files(folder: Path) -> dict[str, Path]:
    """Return the files that scenes share, by the names of their documents."""
    found = {Path(name).stem: folder / name for name in SHARED_FILES if _exists(folder / name)}
    for name in ("chains", "models", "playlists"):
        found |= {f"{name}/{path.stem}": path for path in scene_paths(folder / name)}
    return found


def _read_again(folder: Path, path: Path) -> Document:
    return read_document(path, f"{folder}/{path.relative_to(folder).as_posix()}", folder)


def beside(library: Library, folder: Path, shown: str | None = None) -> tuple[Library, tuple[Problem, ...]]:
    """Return the library with what lies beside a scene of another folder; the nearer entry wins."""
    if folder.resolve() == library.folder.resolve():
        return library, ()
    near, problems = load_library(folder, shown)

    def joined(name: str) -> Mapping[str, Any]:
        return MappingProxyType(ChainMap(getattr(near, name), getattr(library, name)))

    both = Library(
        folder,
        joined("substances"), joined("chains"), joined("references"), joined("curves"), joined("playlists"),
        joined("scenes"), (*near.locales, *library.locales), joined("documents"), joined("glossary"),
    )  # fmt: skip
    return both, problems


def scene_paths(folder: Path) -> tuple[Path, ...]:
    """Return the scene files of a folder, in order of their names."""
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml"))
    except OSError:
        return ()
    return tuple(path for path in found if path.name not in SHARED_FILES and not path.name.startswith("."))


@lru_cache(maxsize=64)
def _catalogue(locales: tuple[Path, ...], scene_id: str, language: str) -> Catalogue:
    added = (own_locales(),) if language in own_languages() else ()
    for folder in (*locales, *added):
        found = _read_or_kept(folder, scene_id, language)
        if found.path is not None:
            return found
    return Catalogue(language)


@lru_cache(maxsize=4)
def program_catalogue(language: str) -> Catalogue:
    """Return the program's own words in a language: buttons, kinds, parts, evidence, units."""
    folder = own_locales() if language in own_languages() else assets_folder() / "locale"
    return _read_or_kept(folder, "program", language)


def _read_or_kept(locale: Path, name: str, language: str) -> Catalogue:
    """Return a catalogue of a folder, kept on disk where it comes with the program; empty, without a path, if there is none."""
    if _CHANGED.is_set() or locale not in (scenes_folder() / "locale", assets_folder() / "locale"):
        return read_catalogue(locale, name, language)
    return _translated(locale, language).get(name, Catalogue(language))


@lru_cache(maxsize=8)
def _translated(locale: Path, language: str) -> Mapping[str, Catalogue]:
    """Return a language's catalogues of a folder that comes with the program, by name: parsed once while no file changes."""
    paths = sorted(catalogue_path(locale, "any", language).parent.glob("*.po"))

    def read() -> Mapping[str, Catalogue]:
        return MappingProxyType({path.stem: read_po(path, language) for path in paths})

    if not paths:
        return MappingProxyType({})
    made_of = f"{program_sign()} {text_of(paths)}"
    return kept(f"catalogues-{locale.parent.name}-{language}", made_of, read, _VALUES)


def forget_catalogues() -> None:
    """Read catalogues again at the next question, each by itself from now on: their files change while the program runs."""
    _CHANGED.set()
    _catalogue.cache_clear()
    program_catalogue.cache_clear()


class _WhenAsked(Mapping[str, Document]):
    """Documents by their names; each is read when it is first looked up, and stays."""

    def __init__(self, paths: Mapping[str, Path], read: Callable[[Path], Document]) -> None:
        self._paths = paths
        self._read = read
        self._known: dict[str, Document] = {}

    def __getitem__(self, name: str) -> Document:
        if name not in self._known:
            self._known[name] = self._read(self._paths[name])
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __contains__(self, name: object) -> bool:
        return name in self._paths


class _Gatherer:
    """Reads the shared files of one folder and keeps their documents and problems."""

    def __init__(self, folder: Path, label: str) -> None:
        self.folder = folder
        self.label = label.rstrip("/\\")
        self.documents: dict[str, Document] = {}
        self.problems: list[Problem] = []

    def entries(self, name: str, kind: type[AnyModel]) -> Mapping[str, AnyModel]:
        """Return the entries of one file, by key."""
        path = self.folder / f"{name}.yaml"
        if not _exists(path):
            return _empty()
        document = self._document(path, name)
        if not isinstance(document.data, dict):
            self._not_a_mapping(document, f"{name}.yaml holds one entry a key")
            return _empty()
        found: dict[str, AnyModel] = {}
        for key, data in document.data.items():
            entry = self._entry(kind, data, (key,), document)
            if not _KEY.fullmatch(key):
                place = document.key_span((key,))
                self.problems.append(
                    Problem(
                        place, "bad-name", f"'{key[:40]}' is not a name", "use letters, digits and hyphens"
                    )
                )
            elif entry is not None:
                found[key] = entry
        return MappingProxyType(found)

    def files(self, name: str, kind: type[AnyModel]) -> Mapping[str, AnyModel]:
        """Return the entries of a folder with one file each, by their id, which is the file's name."""
        found: dict[str, AnyModel] = {}
        for path in scene_paths(self.folder / name):
            document = self._document(path, f"{name}/{path.stem}", f"{name}/{path.name}")
            if not isinstance(document.data, dict):
                self._not_a_mapping(document, "the file holds keys and values")
                continue
            entry = self._entry(kind, document.data, (), document)
            if entry is None:
                continue
            identity = str(getattr(entry, "id", path.stem))
            self._named(identity, path, document)
            found[identity] = entry
        return MappingProxyType(found)

    def models(self) -> Mapping[str, CurveFile | ModelFile]:
        """Return the files of the folder `models`: models that are solved, and fixed tables of curves."""
        read = map(self.model, scene_paths(self.folder / "models"))
        return MappingProxyType({entry.id: entry for entry in read if entry is not None})

    def model(self, path: Path) -> CurveFile | ModelFile | None:
        """Return what one file of the folder `models` holds; None when its words cannot be read."""
        document = self._document(path, f"models/{path.stem}", f"models/{path.name}")
        if not isinstance(document.data, dict):
            self._not_a_mapping(document, "the file holds keys and values")
            return None
        entry: CurveFile | ModelFile | None
        if document.data.get("kind") == "model":
            entry, problems = read_model(document.data, document)
            self.problems += problems
        else:
            entry = self._entry(CurveFile, document.data, (), document)
        if entry is not None:
            self._named(entry.id, path, document)
        return entry

    def _named(self, identity: str, path: Path, document: Document) -> None:
        if identity != path.stem:
            message = f"the id '{identity}' is not the file's name '{path.stem}'"
            self.problems.append(
                Problem(document.span(("id",)), "id-is-filename", message, f"write id: {path.stem}")
            )

    def _document(self, path: Path, name: str, shown: str | None = None) -> Document:
        document = read_document(path, f"{self.label}/{shown or path.name}", self.folder)
        self.documents[name] = document
        self.problems += document.problems
        return document

    def _entry(self, kind: type[AnyModel], data: Any, trail: Trail, document: Document) -> AnyModel | None:
        entry, problems = read_entry(kind, data, trail, document)
        self.problems += problems
        return entry

    def _not_a_mapping(self, document: Document, message: str) -> None:
        if not document.problems:
            self.problems.append(Problem(document.span(()), "wrong-type", message, "write key: value"))


def _exists(path: Path) -> bool:
    return path.exists() or path.is_symlink()


_KEY = re.compile(r"[A-Za-z][A-Za-z0-9]*([_-][a-z0-9]+)*")
