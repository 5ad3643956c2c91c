"""What becomes of a damaged file: it is read, checked, and what passes is compiled and composed. Knows bounds and folders.

A finding is anything that is raised but not meant for people, and anything that takes more time or memory than its bounds.
"""

import contextlib
import os
import resource
import shutil
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import FrameType

from visualizer.app.settings import load_settings
from visualizer.core.errors import UsageError, VisualizerError
from visualizer.core.languages import own_locales
from visualizer.core.paths import assets_folder, scenes_folder
from visualizer.export.programme import lengths, of_playlist, spot_of
from visualizer.figures import Look, arrange, compose
from visualizer.figures import look as looks
from visualizer.frame.text import as_text
from visualizer.pharma.settings import settle
from visualizer.pharma.solve import solve
from visualizer.render import render
from visualizer.scene import Library, Scene, load_library, load_scene, load_shipped
from visualizer.scene.catalogues import damaged_catalogues
from visualizer.scene.check import check_paths
from visualizer.scene.help_lines import read_help_lines
from visualizer.scene.kiosk_file import known_in, read_kiosk_file
from visualizer.scene.library import SHARED_FILES, forget_catalogues, judged
from visualizer.scene.model_graph import graph_of
from visualizer.scene.modelling import ModelFile
from visualizer.scene.nodes import read_document
from visualizer.scene.reading import Loaded, scene_of
from visualizer.scene.rules import OF_CHECK_ALONE
from visualizer.timeline import Timeline, compile_scene
from visualizer.timeline.crossings import way_between
from visualizer.timeline.expect import failed

EXAMPLES = Path(__file__).resolve().parent.parent / "scenes"
READ_S, COMPILE_S = (
    5.0,
    20.0,
)  # processor time for reading and checking, and for compiling and composing one picture
MEMORY_BYTES = 3_000_000_000
SIZE = (320, 180)


@dataclass(frozen=True, slots=True)
class Finding:
    """What went wrong, where in our code, and the file that did it."""

    place: str
    story: str
    file: Path


class TooLongError(Exception):
    """The bound of time has passed."""


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise when more processor time passes; what does not even listen is ended by the system, with its process."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooLongError(f"more than {seconds:g} s of processor time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def bound_memory() -> None:
    """Let this process have no more memory than the bound."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def judge_text(content: bytes, path: Path, library: Library) -> Loaded:
    """Read and check a scene file's content."""
    path.write_bytes(content)
    loaded = scene_of(read_document(path, path.name), path.stem)
    found = judged(loaded, library, OF_CHECK_ALONE)
    assert loaded.scene is not None or found, "neither a scene nor a problem"
    for problem in found:
        assert problem.message
        assert problem.span.line >= 1
        assert problem.span.column >= 1
        assert "\n" not in str(problem)
    if any(problem.severity == "error" for problem in found):
        return Loaded(loaded.document)
    return loaded


def show(scene: Scene, library: Library, look: Look | None = None) -> None:
    """Compile a scene, ask what it expects, and compose one picture of it."""
    timeline = compile_scene(scene, library)
    failed(timeline)
    for entry in scene.enter:
        before = neighbour(entry.start) if entry.start in library.scenes else None
        if before is not None:
            way_between(before, timeline)
    layout = arrange(timeline, look or Look(), SIZE)
    step = len(timeline.steps) // 2
    as_text(compose(timeline, timeline.at(step, timeline.steps[step].key), layout))


@lru_cache(maxsize=32)
def neighbour(name: str) -> Timeline | None:
    """Return a shipped scene from which the camera may come, compiled; nothing for a name that none has."""
    library, _ = load_shipped()
    path = library.scenes.get(name)
    scene = load_scene(path, library)[0] if path is not None else None
    return compile_scene(scene, library) if scene is not None else None


def judge_scene(content: bytes, path: Path, library: Library) -> str:
    """Judge a scene file; return how far it got."""
    with within(READ_S):
        loaded = judge_text(content, path, library)
    if loaded.scene is None:
        return "refused"
    with within(COMPILE_S):
        show(loaded.scene, library)
    return "shown"


def judge_shared(content: bytes, name: str, folder: Path) -> str:
    """Judge a file that scenes share, in a folder of its own with a scene that uses it; return how far it got."""
    path = folder / name
    path.write_bytes(content)
    with within(READ_S):
        library, problems = load_library(folder)
        for problem in (*problems, *check_paths([path])):
            assert problem.message
            assert "\n" not in str(problem)
    if any(problem.severity == "error" for problem in problems):
        return "refused"
    with within(COMPILE_S):
        use(name, library)
    users = [one for one in library.scenes.values() if path.stem in one.read_text(encoding="utf-8")]
    with within(COMPILE_S):
        for scene_path in users[:1] or (folder / "good-gate.yaml",):
            scene, found = load_scene(scene_path, library)
            if scene is not None and not any(problem.severity == "error" for problem in found):
                show(scene, library, Look(language="fr"))
    return "shown"


def use(name: str, library: Library) -> None:
    """Ask a playlist for its scenes and lengths, and solve a model under each of its interventions."""
    kind, _, stem = name.partition("/")
    stem = stem.removesuffix(".yaml")
    if kind == "playlists" and stem in library.playlists:
        playlist = library.playlists[stem]
        programme = of_playlist(playlist, library)
        for at in (0.0, programme.seconds / 2, None):
            spot_of(programme, at)
        lengths(playlist, {entry.found.scene.id: entry.found for entry in programme.entries})
        assert programme.text("fr", "title")
    file = library.curves.get(stem) if kind == "models" else None
    if isinstance(file, ModelFile):
        model = graph_of(file)
        solve(model, settle(model))
        for intervention in model.interventions:
            with contextlib.suppress(UsageError):  # one that its own settings do not fit is refused in a line
                solve(model, settle(model, interventions=(intervention,)))


def judge_kiosk(content: bytes, path: Path, library: Library) -> str:
    """Judge what a clinic settles for its unattended screen."""
    path.write_bytes(content)
    with within(READ_S):
        entry, problems = read_kiosk_file(path, known_in(library))
        for problem in (*problems, *check_paths([path])):
            assert problem.message
            assert "\n" not in str(problem)
    assert entry is not None or problems
    return "refused" if entry is None else "shown"


def judge_help_lines(content: bytes, path: Path) -> str:
    """Judge a list of help lines; what it holds is said in both languages."""
    path.write_bytes(content)
    with within(READ_S):
        regions, problems = read_help_lines(path)
        for region in regions.values():
            assert region.name.said("fr")
            assert region.name.said("en")
            assert all(line.says.said("fr") for line in region.lines)
    assert regions or problems or not content.strip() or b"{}" in content
    return "refused" if problems else "shown"


def judge_own_language(content: bytes, name: str, folder: Path, library: Library) -> str:
    """Judge a catalogue of a language that a person has added: it is named as damaged, or shows what it says."""
    os.environ["XDG_DATA_HOME"] = str(folder / "data")
    path = own_locales() / "de" / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        forget_catalogues()
        with within(READ_S):
            damaged = damaged_catalogues()
            scene, _ = load_scene(library.scenes["brain"], library)
        assert scene is not None
        with within(COMPILE_S):
            show(scene, library, Look(language="de"))
        return "refused" if damaged else "shown"
    finally:
        shutil.rmtree(folder / "data", ignore_errors=True)
        del os.environ["XDG_DATA_HOME"]
        forget_catalogues()


def judge_theme(content: bytes, folder: Path, scene: Scene, library: Library) -> str:
    """Judge a look's file: it is refused as damaged, or draws."""
    (folder / "themes").mkdir(exist_ok=True)
    (folder / "themes" / "mutant.yaml").write_bytes(content)
    looks.load_theme.cache_clear()
    looks.assets_folder = lambda: folder
    try:
        with within(READ_S):
            Look(theme="mutant").colours  # noqa: B018 (reading it is the trial)
        with within(COMPILE_S):
            timeline = compile_scene(scene, library)
            layout = arrange(timeline, Look(theme="mutant"), SIZE)
            render(compose(timeline, timeline.at(0, 1.0), layout))
        return "shown"
    except VisualizerError:
        return "refused"
    finally:
        looks.assets_folder = assets_folder


def judge_settings(content: bytes, folder: Path) -> str:
    """Judge a settings file: it counts, or is set aside with a line."""
    path = folder / "settings.json"
    path.write_bytes(content)
    with within(READ_S):
        _, said = load_settings(path)
    return "shown" if said is None else "refused"


def library_folder(folder: Path) -> Path:
    """Make a folder with all that scenes share and the scenes themselves, and return it."""
    folder.mkdir()
    for path in scenes_folder().iterdir():
        if path.is_dir():
            shutil.copytree(path, folder / path.name)
        elif path.name in SHARED_FILES:
            own = EXAMPLES / path.name
            text = path.read_text(encoding="utf-8") + (
                own.read_text(encoding="utf-8") if own.is_file() else ""
            )
            (folder / path.name).write_text(text, encoding="utf-8")
        elif path.suffix == ".yaml":
            shutil.copy(path, folder / path.name)
    for name in ("good-gate.yaml", "good-minimal.yaml", "chains/gate.yaml", "models/dose.yaml"):
        shutil.copy(EXAMPLES / name, folder / name)
    return folder


def place_of(error: BaseException) -> str:
    """Return the innermost line of ours that an error came through, which tells findings apart."""
    ours = [
        line
        for line in traceback.extract_tb(error.__traceback__)
        if f"{os.sep}visualizer{os.sep}" in line.filename
    ]
    last = ours[-1] if ours else traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno} {last.name}"


def tried(judge: Callable[[], str], content: bytes, keep: Path, name: str) -> tuple[str, Finding | None]:
    """Judge, and keep the file when it is a finding."""
    began = time.process_time()
    try:
        return judge(), None
    except VisualizerError:  # one line for a person
        return "refused", None
    except (Exception, RecursionError) as error:
        keep.mkdir(parents=True, exist_ok=True)
        file = keep / name
        file.write_bytes(content)
        took = f"{time.process_time() - began:.1f} s"
        return "found", Finding(place_of(error), f"{str(error)[:200]} (after {took})", file)
