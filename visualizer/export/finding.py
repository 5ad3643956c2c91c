"""Which scene and step a person means by what she typed. Knows ids, numbers and paths; makes no picture."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from visualizer import __version__
from visualizer.core.errors import SceneError, UsageError
from visualizer.core.garbage import left_alone
from visualizer.core.kept import kept, program_sign
from visualizer.core.paths import assets_folder, scenes_folder
from visualizer.core.problems import Problem
from visualizer.pharma import Model, Settings, pairs, set_apart, settle
from visualizer.scene import Library, Scene, load_scene, load_shipped, load_shipped_scene, shipped_sign
from visualizer.scene.complaints import did_you_mean
from visualizer.scene.library import SHARED_FILES, SHARED_FOLDERS, beside
from visualizer.timeline import Timeline, compile_scene, model_of, second_model_of

_VALUES = tuple(f"visualizer.{package}" for package in ("core", "pharma", "scene", "timeline"))
"""Packages of which a kept timeline may consist."""

SEED = 0  # the pictures that we ship are drawn with these dice


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A scene that can be shown, with what it shares, and the step asked for, counted from nought.

    `settings` are the knobs and interventions of its model; the model's defaults where there are none.
    """

    scene: Scene
    library: Library
    step: int | None = None
    path: Path | None = None
    settings: Settings | None = None

    def text(self, language: str, field: str, source: str) -> str:
        """Return a text of the scene in a language; `field` is title, summary or step-id/field."""
        return self.library.text(language, f"{self.scene.id}/{field}", source)


class BrokenSceneError(SceneError):
    """A scene file that cannot be shown; `problems` say what is wrong and where."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def find(name: str) -> Found:
    """Return what SCENE or SCENE@STEP means: a shipped scene's id or a path; a step's id or number from 1.

    Raises:
        UsageError: there is no such scene or step; the message names the nearest.
        BrokenSceneError: the file is there, but cannot be shown.
    """
    place, at, step = name.rpartition("@") if "@" in name and not Path(name).is_file() else (name, "", "")
    found = _find_scene(place)
    return replace(found, step=_step(found.scene, step)) if at else found


@left_alone()
def compiled(found: Found) -> Timeline:
    """Return the scene as functions of time, drawn with the dice of what we ship, under its settings.

    A scene that comes with the program is compiled once, and kept on disk until it or the program changes.
    """
    scene, library = found.scene, found.library
    sign = shipped_sign(scene) if found.settings is None and library is load_shipped()[0] else None
    if sign is None:
        return compile_scene(scene, library, SEED, found.settings)
    return kept(
        f"timeline-{scene.id}",
        f"{program_sign()} {np.__version__} {sign} {SEED}",
        lambda: _begun(scene, library),
        _VALUES,
        (library, library.chains, scene, *scene.steps, *scene.cast.values()),
    )


def _begun(scene: Scene, library: Library) -> Timeline:
    timeline = compile_scene(scene, library, SEED)
    timeline.walks.table(0)  # most shows begin there
    return timeline


def tuned(scenes: Sequence[Found], sets: Sequence[str], withs: Sequence[str]) -> tuple[Found, ...]:
    """Return the scenes with knobs such as "dose_mg_per_kg=1" turned and interventions in use.

    Of two scenes side by side each takes what its own model knows.

    Raises:
        UsageError: no model of theirs knows a name, or it does not take the value; one line.
    """
    if not sets and not withs:
        return tuple(scenes)
    models = [(found, model) for found in scenes if (model := model_of(found.scene, found.library))]
    if not models:
        names = " and ".join(f"'{found.scene.id}'" for found in scenes)
        raise UsageError(f"{names} has no model, so there is nothing to set")
    given = pairs(sets)
    out = dict.fromkeys(found.scene.id for found in scenes)
    seconds = [(one, second_model_of(one.scene, one.library)) for one, _ in models]
    for i, (found, model) in enumerate(models):
        others = [other for j, (_, other) in enumerate(models) if j != i]
        others += [second for _, second in seconds if second is not None]
        knobs = {k: v for k, v in given.items() if k in model.knobs or not any(k in m.knobs for m in others)}
        used = [w for w in withs if w in model.interventions or not any(w in m.interventions for m in others)]
        settings = _settled(found.scene, model, knobs, used)
        out[found.scene.id] = _with_second(found, settings, tuple(given.items()), withs)
    return tuple(replace(found, settings=out[found.scene.id]) for found in scenes)


def under(found: Found, knobs: Sequence[tuple[str, str]], withs: Sequence[str]) -> Found:
    """Return the scene under those of the knobs and interventions that its own model knows.

    Raises:
        UsageError: the model does not take a value.
    """
    model = model_of(found.scene, found.library)
    if model is None:
        return found
    own = {name: value for name, value in knobs if name in model.knobs}
    used = [name for name in withs if name in model.interventions]
    settings = _settled(found.scene, model, own, used)
    return replace(found, settings=_with_second(found, settings, knobs, withs))


def _settled(scene: Scene, model: Model, own: Mapping[str, str], used: Sequence[str]) -> Settings | None:
    """Return a scene's settings with what was turned, which also wins over a step that would turn it itself."""
    if not own and not used:
        return None
    settings = settle(model, {**scene.settings, **own}, used)
    by_steps = {name for step in scene.steps for name in step.settings}
    return replace(settings, chosen=tuple(sorted(by_steps & own.keys())))


def _with_second(
    found: Found, settings: Settings | None, knobs: Sequence[tuple[str, str]], withs: Sequence[str]
) -> Settings | None:
    """Return a scene's settings with those of its second model, where that knows any of what was turned."""
    first, second = model_of(found.scene, found.library), second_model_of(found.scene, found.library)
    if first is None or second is None:
        return settings
    own = {name: value for name, value in knobs if name in second.knobs}
    used = [name for name in withs if name in second.interventions]
    if not own and not used:
        return settings
    return replace(settings or settle(first, found.scene.settings), second=settle(second, own, used))


def turned_of(found: Found) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Return the knobs that differ from the scene's own settings, and the interventions in use."""
    model = model_of(found.scene, found.library)
    if model is None or found.settings is None:
        return (), ()
    knobs, withs = set_apart(model, found.settings, found.scene.settings), found.settings.interventions
    second = second_model_of(found.scene, found.library)
    if second is None or found.settings.second is None:
        return knobs, withs
    more = found.settings.second
    return (*knobs, *set_apart(second, more, {})), (*withs, *more.interventions)


@left_alone()
def shipped() -> tuple[tuple[Found, ...], tuple[Problem, ...]]:
    """Return the scenes that come with the program and can be shown, and what is wrong with the others."""
    library, _ = load_shipped()
    found: list[Found] = []
    problems: list[Problem] = []
    for name in library.scenes:
        try:
            found.append(found_shipped(name))
        except BrokenSceneError as error:
            problems += error.problems
    found.sort(key=lambda one: (one.scene.order, one.scene.id))
    return tuple(found), tuple(problems)


def fingerprint(found: Found) -> str:
    """Return a word for everything that a scene's pictures are made from: equal words, equal pictures.

    The program's version counts, and every file that was read for the scene, but not where they lie.
    """
    made_from = hashlib.sha256(__version__.encode())
    for path in _sources(found):
        made_from.update(f"\n{path.name} ".encode())
        made_from.update(hashlib.sha256(path.read_bytes()).digest())
    return made_from.hexdigest()


def _sources(found: Found) -> Iterator[Path]:
    if found.path is not None:
        yield found.path
    for folder in dict.fromkeys((scenes_folder(), found.library.folder)):
        yield from (folder / name for name in SHARED_FILES if (folder / name).is_file())
        for name in SHARED_FOLDERS:
            yield from _files(folder / name)
    yield from _files(assets_folder() / "themes")
    yield from _files(assets_folder() / "locale")


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


def _find_scene(name: str) -> Found:
    library, _ = load_shipped()
    if name in library.scenes:
        return found_shipped(name)
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or path.is_file():
        if not path.is_file():
            raise UsageError(f"there is no file {name}")
        library, _ = beside(library, path.parent, str(path.parent))
        return found_at(path, library)
    hint = did_you_mean(name, library.scenes)
    raise UsageError(f"there is no scene '{name}'" + (f"; {hint}" if hint else ""))


def found_at(path: Path, library: Library) -> Found:
    """Return the scene of a file, as the file is now.

    Raises:
        BrokenSceneError: the file is there, but cannot be shown.
    """
    return _sound(load_scene(path, library), path, library)


def found_shipped(name: str) -> Found:
    """Return a scene that comes with the program, as its file was when the program started.

    Raises:
        BrokenSceneError: the file is there, but cannot be shown.
    """
    library, _ = load_shipped()
    return _sound(load_shipped_scene(name), library.scenes[name], library)


def _sound(read: tuple[Scene | None, tuple[Problem, ...]], path: Path, library: Library) -> Found:
    scene, problems = read
    errors = tuple(problem for problem in problems if problem.severity == "error")
    if scene is None or errors:
        raise BrokenSceneError(errors or problems)
    return Found(scene, library, path=path)


def _step(scene: Scene, text: str) -> int:
    ids = [step.id for step in scene.steps]
    if text in ids:
        return ids.index(text)
    if text.isascii() and text.isdigit():
        if 1 <= int(text) <= len(ids):
            return int(text) - 1
        raise UsageError(f"scene '{scene.id}' has steps 1 to {len(ids)}, not {int(text)}")
    hint = did_you_mean(text, ids)
    raise UsageError(f"scene '{scene.id}' has no step '{text}'" + (f"; {hint}" if hint else ""))
