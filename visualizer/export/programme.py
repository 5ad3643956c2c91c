"""What a playlist shows, scene by scene, and how long it takes. Knows ids and files; knows no window."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from visualizer.core.errors import UsageError
from visualizer.core.problems import Problem
from visualizer.core.worded import worded
from visualizer.export.finding import BrokenSceneError, Found, find, found_at, found_shipped
from visualizer.pharma.settings import nearest
from visualizer.scene import Library, Playlist, load_shipped
from visualizer.scene.catalogues import PLAYLISTS
from visualizer.scene.entering import entry_from, slips_between
from visualizer.scene.library import beside
from visualizer.scene.nodes import Trail
from visualizer.scene.reading import read_scene
from visualizer.timeline import talk_s
from visualizer.timeline.crossings import CROSSING_SECONDS

Rescue = Callable[[Path, Library], Found | None]
"""What to show instead of a scene file that is broken: the last good one, or nothing."""


NO_PLAYLIST = "there is no scene or playlist '{name}'; {hint}"
NOTHING_TO_SHOW = "there is nothing to show; moa check says what is wrong"
SENTENCES = (NO_PLAYLIST, NOTHING_TO_SHOW)
"""What is said of a playlist that cannot be shown, for the translators."""

USUAL = "waiting-room"
"""The playlist of an unattended screen for which nobody has named one."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One scene of a playlist, and which of its steps are shown, counted from nought.

    `lead_s` is how long the camera takes to come into it from the entry before; nought where it does not.
    """

    found: Found
    steps: tuple[int, ...]
    lead_s: float = 0.0

    @property
    def seconds(self) -> float:
        """Return how long the steps take together, the way in too."""
        return self.lead_s + sum(self.found.scene.steps[step].seconds for step in self.steps)

    @property
    def talk_s(self) -> float:
        """Return how long a lecturer is expected to take over them, in seconds."""
        steps = self.found.scene.steps
        return self.lead_s + sum(talk_s(steps[i]) for i in self.steps)


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """Scenes and steps in the order in which they are shown; `problems` say what had to be left out."""

    entries: tuple[Entry, ...]
    playlist: Playlist | None = None
    problems: tuple[Problem, ...] = ()
    name: str = ""  # as it was asked for

    @property
    def library(self) -> Library:
        """Return what its scenes share."""
        return self.entries[0].found.library

    def text(self, language: str, field: str) -> str:
        """Return the playlist's title or summary in a language; that of its first scene where there is no playlist."""
        if self.playlist is None:
            found = self.entries[0].found
            return found.text(language, field, getattr(found.scene, field))
        source = getattr(self.playlist, field) or ""
        return (
            self.library.text(language, f"{PLAYLISTS}/{self.playlist.id}/{field}", source) if source else ""
        )

    @property
    def seconds(self) -> float:
        """Return how long all entries take together."""
        return sum(entry.seconds for entry in self.entries)

    @property
    def talk_s(self) -> float:
        """Return how long a talk about all of them is expected to take, in seconds."""
        return sum(entry.talk_s for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a programme: which entry and step, how far into it; or, on the way in, how long the camera has been on it."""

    entry: int
    step: int
    seconds: float
    crossing: float | None = None


def spot_of(programme: Programme, at: float | None) -> Spot:
    """Return what shows so many seconds after a programme's start; its end without a time. Steps follow without a rest.

    Raises:
        UsageError: the time lies outside.
    """
    whole = programme.seconds
    left = whole if at is None else at
    if not 0.0 <= left <= whole:
        raise UsageError(f"this playlist lasts {whole:g} seconds; there is no {at:g}")
    for number, entry in enumerate(programme.entries):
        if left < entry.lead_s:
            return Spot(number, entry.steps[0], 0.0, left)
        left -= entry.lead_s
        for step in entry.steps:
            seconds = entry.found.scene.steps[step].seconds
            if left < seconds:
                return Spot(number, step, left)
            left -= seconds
    last = programme.entries[-1]
    return Spot(len(programme.entries) - 1, last.steps[-1], last.found.scene.steps[last.steps[-1]].seconds)


def is_playlist(name: str) -> bool:
    """Tell whether a name means a playlist, and no scene: one that comes with us, or a file in a folder of playlists."""
    library, _ = load_shipped()
    path = Path(name)
    return name in library.playlists or (path.is_file() and path.parent.name == PLAYLISTS)


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
        return replace(of_playlist(library.playlists[name], library, rescue), name=name)
    path = Path(name)
    if path.is_file() and path.parent.name == PLAYLISTS:
        folder = path.parent.parent
        library, shared = beside(library, folder, str(folder))
        if path.stem in library.playlists:
            found_here = of_playlist(library.playlists[path.stem], library, rescue)
            return replace(found_here, name=str(path.resolve()))
        raise BrokenSceneError(tuple(p for p in shared if Path(p.span.file).name == path.name) or shared)
    if name.partition("@")[0] not in library.scenes and not path.suffix:
        hint = nearest(name, (*library.playlists, *library.scenes))
        raise UsageError(worded(NO_PLAYLIST, name=name, hint=hint))
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
        shown = tuple(range(len(ids))) if step is None else (ids.index(step),) if step in ids else ()
        if not shown:
            continue
        before = entries[-1] if entries else None
        if before is not None and before.found is found and before.steps[-1] < shown[0]:
            entries[-1] = replace(before, steps=(*before.steps, *shown))  # one scene goes on
        else:
            lead_s, wrong = _lead(playlist, before, found)
            entries.append(Entry(found, shown, lead_s))
            problems[scene] += wrong
    if not entries:
        raise UsageError(worded(NOTHING_TO_SHOW))
    return Programme(tuple(entries), playlist, tuple(one for some in problems.values() for one in some))


def _lead(playlist: Playlist | None, before: Entry | None, found: Found) -> tuple[float, tuple[Problem, ...]]:
    """Return how long the camera takes from an entry into the next scene, and what is wrong with its way, which is a cut then."""
    travels = playlist is not None and playlist.journey and before is not None
    if not travels or before is None or entry_from(found.scene, before.found.scene.id) is None:
        return 0.0, ()

    def at(rule: str, trail: Trail, message: str, suggestion: str = "") -> Problem:
        loaded = read_scene(found.path or found.library.scenes[found.scene.id])
        return Problem(loaded.span(*trail), rule, message, suggestion)

    wrong = slips_between(before.found.scene, found.scene, at)
    return (0.0 if wrong else CROSSING_SECONDS), wrong


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
    there = [scenes[item.scene].scene for item in playlist.items if item.scene in scenes]
    ways = [
        b for a, b in pairwise(there) if playlist.journey and entry_from(b, a.id) is not None and a is not b
    ]
    led_s = CROSSING_SECONDS * len(ways)
    seconds = sum(step.seconds for step in shown)
    return led_s + seconds, led_s + sum(map(talk_s, shown))
