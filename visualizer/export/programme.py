"""What a playlist shows, scene by scene, and how long it takes. Knows ids and files; knows no window."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from visualizer.core.errors import UsageError
from visualizer.core.problems import Problem
from visualizer.export.finding import BrokenSceneError, Found, find, found_at, found_shipped
from visualizer.scene import Library, Playlist, load_shipped
from visualizer.scene.complaints import did_you_mean
from visualizer.scene.library import beside
from visualizer.timeline import spoken_s

Rescue = Callable[[Path, Library], Found | None]
"""What to show instead of a scene file that is broken: the last good one, or nothing."""


USUAL = "waiting-room"
"""The playlist of an unattended screen for which nobody has named one."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One scene of a playlist, and which of its steps are shown, counted from nought."""

    found: Found
    steps: tuple[int, ...]

    @property
    def seconds(self) -> float:
        """Return how long the steps take together."""
        return sum(self.found.scene.steps[step].seconds for step in self.steps)

    @property
    def talk_s(self) -> float:
        """Return how long a lecturer is expected to take over them, in seconds."""
        steps = self.found.scene.steps
        return sum(steps[i].seconds + spoken_s(steps[i]) for i in self.steps)


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """Scenes and steps in the order in which they are shown; `problems` say what had to be left out."""

    entries: tuple[Entry, ...]
    playlist: Playlist | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def seconds(self) -> float:
        """Return how long all entries take together."""
        return sum(entry.seconds for entry in self.entries)

    @property
    def talk_s(self) -> float:
        """Return how long a talk about all of them is expected to take, in seconds."""
        return sum(entry.talk_s for entry in self.entries)


def find_programme(name: str | None, rescue: Rescue = lambda path, library: None) -> Programme:
    """Return what PLAYLIST means: a playlist's id or file, or a scene as SCENE[@STEP]; without a name the usual one.

    Raises:
        UsageError: there is nothing of this name, or nothing of it can be shown.
        BrokenSceneError: the playlist's file is broken.
    """
    library, shared = load_shipped()
    if name is None:
        name = USUAL if USUAL in library.playlists else next(iter(library.playlists), None)
        if name is None:
            return _programme(None, tuple((scene, None) for scene in library.scenes), library, rescue)
    if name in library.playlists:
        return of_playlist(library.playlists[name], library, rescue)
    path = Path(name)
    if path.is_file() and path.parent.name == "playlists":
        folder = path.parent.parent
        library, shared = beside(library, folder, str(folder))
        if path.stem in library.playlists:
            return of_playlist(library.playlists[path.stem], library, rescue)
        raise BrokenSceneError(tuple(p for p in shared if Path(p.span.file).name == path.name) or shared)
    if name.partition("@")[0] not in library.scenes and not path.suffix:
        hint = did_you_mean(name, (*library.playlists, *library.scenes))
        raise UsageError(f"there is no scene or playlist '{name}'" + (f"; {hint}" if hint else ""))
    found = find(name)
    every = tuple(range(len(found.scene.steps)))
    return Programme((Entry(found, every if found.step is None else (found.step,)),))


def of_playlist(
    playlist: Playlist, library: Library, rescue: Rescue = lambda path, library: None
) -> Programme:
    """Return what a playlist of a library shows.

    Raises:
        UsageError: nothing of it can be shown.
    """
    return _programme(playlist, tuple((item.scene, item.step) for item in playlist.items), library, rescue)


def _programme(
    playlist: Playlist | None, items: tuple[tuple[str, str | None], ...], library: Library, rescue: Rescue
) -> Programme:
    entries: list[Entry] = []
    problems: dict[str, tuple[Problem, ...]] = {}
    known: dict[str, Found | None] = {}
    for scene, step in items:
        if scene not in known:
            known[scene], problems[scene] = _scene(scene, library, rescue)
        found = known[scene]
        if found is None:
            continue
        ids = [outline.id for outline in found.scene.steps]
        if step is None:
            entries.append(Entry(found, tuple(range(len(ids)))))
        elif step in ids:
            entries.append(Entry(found, (ids.index(step),)))
    if not entries:
        raise UsageError("there is nothing to show; moa check says what is wrong")
    return Programme(tuple(entries), playlist, tuple(one for some in problems.values() for one in some))


def _scene(scene: str, library: Library, rescue: Rescue) -> tuple[Found | None, tuple[Problem, ...]]:
    path = library.scenes.get(scene)
    if path is None:
        return None, ()  # the check of playlists says so
    try:
        return found_shipped(scene) if library is load_shipped()[0] else found_at(path, library), ()
    except BrokenSceneError as error:
        return rescue(path, library), error.problems


def lengths(playlist: Playlist, scenes: Mapping[str, Found]) -> tuple[float, float]:
    """Return how long a playlist takes on its own, and as a talk, in seconds; what is not there takes none."""
    shown = [
        step
        for item in playlist.items
        if item.scene in scenes
        for step in scenes[item.scene].scene.steps
        if item.step in (None, step.id)
    ]
    return sum(step.seconds for step in shown), sum(step.seconds + spoken_s(step) for step in shown)
