"""Everything wrong with files and folders, in one run. Knows which file is what; the rules know the rest."""

import json
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from visualizer.core.paths import scenes_folder
from visualizer.core.problems import Problem, Span, in_file_order
from visualizer.scene.catalogues import (
    LANGUAGES,
    MODELS,
    PLAYLISTS,
    REFERENCES,
    Texts,
    model_texts,
    playlist_texts,
    read_po,
    reference_texts,
    texts,
)
from visualizer.scene.entering import check_enter
from visualizer.scene.help_lines import FILE as HELP_LINES
from visualizer.scene.help_lines import read_help_lines
from visualizer.scene.kiosk_file import judged_kiosk_file, known_in
from visualizer.scene.library import (
    SHARED_FILES,
    Library,
    beside,
    forget_catalogues,
    judged,
    load_library,
    load_shipped,
    scene_paths,
)
from visualizer.scene.model import CurveFile, Playlist, Scene, StateChain
from visualizer.scene.model_graph import read_model
from visualizer.scene.modelling import ModelFile
from visualizer.scene.nodes import Document, Trail, read_document
from visualizer.scene.reading import Loaded, read_entry, read_scene, scene_of
from visualizer.scene.rules.unknown_cite import cited
from visualizer.scene.shared import (
    check_catalogue,
    check_chain,
    check_curves,
    check_glossary,
    check_playlist,
    check_references,
    check_substances,
    check_supports,
    check_uncited,
)

Extra = Callable[[Scene, Library, Loaded], Iterable[Problem]]
"""More findings about a scene that can be computed, such as expectations that fail: from a layer above."""

MAX_FILES = 500
UNREADABLE = frozenset({"unreadable-file"})
"""Rules that mean a path could not be read at all: a misuse of the command, not a slip in a scene."""

# Errors that leave a scene computable, so that the layer above is still asked what it finds.
_HARMLESS = frozenset(
    {
        "bom", "curly-quotes", "french-typography", "hard-plain", "look-alike", "missing-notes", "missing-plain", "missing-quiz",
        "missing-remember", "missing-source", "missing-translation", "number-without-source", "right-answer", "too-short",
        "unknown-cite", "unknown-scene", "unknown-step", "weak-evidence",
    }
)  # fmt: skip


def check_paths(paths: Sequence[str | Path] = (), extra: Extra | None = None) -> tuple[Problem, ...]:
    """Return every problem of these files and folders, in file order; of the shipped ones when none are
    given.

    A scene of another folder is checked against the shipped library and what lies beside the scene. Never
    raises for anything a file may hold.
    """
    forget_catalogues()
    problems: list[Problem] = []
    for given in paths or (scenes_folder(),):
        shown, path = str(given), Path(given)
        try:
            kind = path.lstat().st_mode
        except (OSError, ValueError):
            problems.append(
                Problem(Span(shown), "unreadable-file", "there is no such file or folder", "check the name")
            )
            continue
        if stat.S_ISDIR(kind):
            problems += _folder(path, shown, extra)
        else:
            problems += _file(path, shown, extra)
    return in_file_order(problems)


def as_text(problems: Iterable[Problem]) -> str:
    """Return the problems one a line, as compilers write them."""
    return "".join(f"{problem}\n" for problem in problems)


def as_json(problems: Iterable[Problem]) -> str:
    """Return the problems as a JSON list."""
    entries = [
        {
            "file": problem.span.file,
            "line": problem.span.line,
            "column": problem.span.column,
            "severity": problem.severity,
            "rule": problem.rule,
            "message": problem.message,
            "suggestion": problem.suggestion,
        }
        for problem in problems
    ]
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def as_github(problems: Iterable[Problem]) -> str:
    """Return the problems as the annotations that GitHub's runners show beside the lines."""
    lines = []
    for problem in problems:
        text = f"{problem.message}; {problem.suggestion}" if problem.suggestion else problem.message
        place = f"file={_escaped(problem.span.file, True)},line={problem.span.line},col={problem.span.column}"
        lines.append(
            f"::{problem.severity} {place},title={_escaped(problem.rule, True)}::{_escaped(text, False)}\n"
        )
    return "".join(lines)


def _escaped(text: str, in_property: bool) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if in_property else text


# ------------------------------------------------------------------------------------------------------ files


def _file(path: Path, shown: str, extra: Extra | None) -> Iterator[Problem]:
    """Yield the problems of one file, which is read as what it is."""
    if path.suffix == ".po":
        yield from read_po(path, path.parent.name, shown).problems
        return
    if path.name in SHARED_FILES or path.parent.name in ("chains", "models", "playlists"):
        folder = path.parent if path.name in SHARED_FILES else path.parent.parent
        label = shown[: -len(path.name)].rstrip("/\\") or "."
        if path.name not in SHARED_FILES:
            label = str(Path(label).parent)
        own = f"{label}/{path.relative_to(folder).as_posix()}"
        found = (*_shared(folder, label), *_playlist(path, folder, label))
        yield from (
            Problem(Span(shown, p.span.line, p.span.column), p.rule, p.message, p.suggestion, p.severity)
            for p in found
            if p.span.file == own
        )
        return
    document = read_document(path, shown)
    library, near = _library_for(path.parent, str(Path(shown).parent))
    yield from near
    shared = _read_as_shared(document, library, path.stem)
    if shared is not None:
        yield from shared
        return
    yield from _scene(scene_of(document, path.stem), library, extra)


def _playlist(
    path: Path, folder: Path, label: str, known: Mapping[str, Scene] = MappingProxyType({})
) -> Iterator[Problem]:
    """Yield what is wrong with what a playlist names; nothing for a file that is none."""
    library, _ = _library_for(folder, label)
    if path.parent.name != PLAYLISTS or path.stem not in library.playlists:
        return
    scenes = dict(known)
    for item in library.playlists[path.stem].items:
        if item.scene not in scenes and item.scene in library.scenes:
            sketch = read_scene(library.scenes[item.scene]).sketch
            scenes |= {item.scene: sketch} if sketch is not None else {}
    yield from check_playlist(path.stem, library, scenes, f"{PLAYLISTS}/{path.stem}")


def _scene(loaded: Loaded, library: Library, extra: Extra | None) -> Iterator[Problem]:
    found = (*judged(loaded, library), *_entered(loaded, library))
    yield from found
    broken = any(problem.severity == "error" and problem.rule not in _HARMLESS for problem in found)
    if extra is None or loaded.scene is None or broken:
        return
    try:
        yield from tuple(extra(loaded.scene, library, loaded))
    except Exception as error:  # a scene that cannot be computed is a finding, whatever the reason
        message = f"the scene cannot be computed: {type(error).__name__}: {str(error)[:200]}"
        yield Problem(Span(loaded.file), "cannot-compute", message, "please report this with the file")


def _entered(loaded: Loaded, library: Library) -> Iterator[Problem]:
    """Yield what is wrong with the ways into a scene; its neighbours are read for what they hold."""
    scene = loaded.sketch
    if scene is None or not scene.enter:
        return
    paths = {
        entry.start: library.scenes[entry.start] for entry in scene.enter if entry.start in library.scenes
    }
    sketches = {name: read_scene(path).sketch for name, path in paths.items()}
    neighbours = {name: sketch for name, sketch in sketches.items() if sketch is not None}

    def at(rule: str, trail: Trail, message: str, suggestion: str = "") -> Problem:
        return Problem(loaded.span(*trail), rule, message, suggestion)

    yield from check_enter(scene, neighbours, at)


def _read_as_shared(document: Document, library: Library, stem: str) -> Iterator[Problem] | None:
    """Return the problems of a chain, curves, playlist or kiosk file that lies alone; None for a scene."""
    data = document.data
    if not isinstance(data, dict) or "steps" in data or "cast" in data:
        return None
    if "kiosk" in data:
        return iter(judged_kiosk_file(document, known_in(library))[1])
    documents = MappingProxyType({**library.documents, stem: document})

    def judge() -> Iterator[Problem]:
        yield from document.problems
        if "moves" in data or "states" in data:
            chain, problems = read_entry(StateChain, data, (), document)
            yield from problems
            if chain is not None:
                yield from check_chain(chain, _with(library, documents), stem)
        elif "curves" in data or data.get("kind") == "model":
            curves: CurveFile | ModelFile | None
            if data.get("kind") == "model":
                curves, problems = read_model(data, document)
            else:
                curves, problems = read_entry(CurveFile, data, (), document)
            yield from problems
            if curves is not None:
                own = _with(library, documents, curves=MappingProxyType({**library.curves, stem: curves}))
                yield from check_curves(stem, own, stem)
        else:
            playlist, problems = read_entry(Playlist, data, (), document)
            yield from problems
            if playlist is not None:
                own = _with(
                    library, documents, playlists=MappingProxyType({**library.playlists, stem: playlist})
                )
                yield from check_playlist(stem, own, {}, stem)

    return (
        judge() if {"moves", "states", "curves", "items"} & set(data) or data.get("kind") == "model" else None
    )


def _with(library: Library, documents: Mapping[str, Document], **tables: object) -> Library:
    names = ("substances", "chains", "references", "curves", "playlists", "scenes", "glossary")
    kept = {name: tables.get(name, getattr(library, name)) for name in names}
    return Library(library.folder, locales=library.locales, documents=documents, **kept)  # type: ignore[arg-type]


def _library_for(folder: Path, shown: str) -> tuple[Library, tuple[Problem, ...]]:
    """Return the library that the scenes of a folder see, and what is wrong with the part that lies there."""
    shipped, _ = load_shipped()
    if folder.resolve() == shipped.folder.resolve():
        return load_library(folder, shown)  # read again: findings name the files as the caller does
    return beside(shipped, folder, shown)


# ---------------------------------------------------------------------------------------------------- folders


def _folder(folder: Path, shown: str, extra: Extra | None) -> Iterator[Problem]:
    """Yield the problems of everything in a folder of scenes."""
    if folder.name in ("chains", "models", "playlists") and not (folder / "chains").is_dir():
        for path in scene_paths(folder):
            yield from _file(path, f"{shown.rstrip('/')}/{path.name}", extra)
        return
    yield from _shared(folder, shown)
    paths = scene_paths(folder)
    if len(paths) > MAX_FILES:
        yield Problem(
            Span(shown), "too-large", f"the folder has {len(paths)} files, and {MAX_FILES} are checked"
        )
    library, _ = _library_for(folder, shown)
    scenes: dict[str, Scene] = {}
    ids: dict[str, str] = {}
    for path in paths[:MAX_FILES]:
        loaded = read_scene(path, f"{shown.rstrip('/')}/{path.name}", folder)
        yield from _scene(loaded, library, extra)
        if loaded.sketch is None:
            continue
        scenes[path.stem] = loaded.sketch
        identity = loaded.sketch.id
        if identity in ids and ("id",) not in loaded.invented:
            message = f"the scene in {ids[identity]} has the id '{identity}' already"
            yield Problem(loaded.span("id"), "duplicate-id", message, "give it another id")
        ids.setdefault(identity, path.name)
    if (
        not paths
        and not (folder / "chains").is_dir()
        and not scene_paths(folder / PLAYLISTS)
        and not any((folder / name).exists() for name in SHARED_FILES)
    ):
        yield Problem(
            Span(shown), "no-scenes", "there is no scene in this folder", "give a folder with .yaml files"
        )
    if "references" in library.documents and (folder / "references.yaml").exists():
        yield from check_uncited(library, scenes.values())
        yield from check_supports(library, scenes.values())
    for path in scene_paths(folder / PLAYLISTS):
        yield from _playlist(path, folder, shown, scenes)
    own_playlists = [playlist for name, playlist in library.playlists.items() if name in _near(folder)]
    paths_of_models = {path.stem for path in scene_paths(folder / "models")}
    own_models = [
        file
        for name, file in library.curves.items()
        if isinstance(file, ModelFile) and name in paths_of_models
    ]
    yield from _catalogues(folder, shown, scenes, own_playlists, own_models, library)


def _shared(folder: Path, shown: str) -> Iterator[Problem]:
    """Yield the problems of what the scenes of a folder share."""
    own, problems = load_library(folder, shown)
    yield from problems
    library, _ = _library_for(folder, shown)
    for name, chain in own.chains.items():
        yield from check_chain(chain, library, f"chains/{name}")
    for name in own.curves:
        yield from check_curves(name, library, f"models/{name}")
    if "references" in own.documents:
        yield from check_references(library)
    if "substances" in own.documents:
        yield from check_substances(own)
    if "glossary" in own.documents:
        yield from check_glossary(library)
    yield from read_help_lines(folder / HELP_LINES, f"{shown.rstrip('/')}/{HELP_LINES}")[1]


def _near(folder: Path) -> frozenset[str]:
    """Return the ids of the playlists that lie in the folder itself."""
    return frozenset(path.stem for path in scene_paths(folder / PLAYLISTS))


def _catalogues(
    folder: Path,
    shown: str,
    scenes: Mapping[str, Scene],
    playlists: Sequence[Playlist],
    models: Sequence[ModelFile],
    library: Library,
) -> Iterator[Problem]:
    for language, locale in LANGUAGES.items():
        place = folder / "locale" / locale
        if not place.is_dir():
            continue
        for path in sorted(place.glob("*.po"))[:MAX_FILES]:
            name = f"{shown.rstrip('/')}/locale/{locale}/{path.name}"
            wanted: Texts | None = None
            if path.stem == PLAYLISTS:
                wanted = playlist_texts(playlists, language)
            elif path.stem == MODELS:
                wanted = model_texts(models)
            elif path.stem == REFERENCES:
                keys = {key for scene in scenes.values() for key, _ in cited(scene)}
                wanted = reference_texts(library.references, keys)
            elif path.stem in scenes:
                wanted = texts(scenes[path.stem])
            else:
                message = f"there is no scene '{path.stem}' for this catalogue"
                yield Problem(
                    Span(name), "stale-translation", message, "rename it, or take it away", "warning"
                )
            yield from check_catalogue(read_po(path, language, name), wanted, name)
