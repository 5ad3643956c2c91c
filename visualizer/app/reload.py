"""Reads a scene anew when its file has been saved, beside the loop. Knows files; what is done about it is the shell's.

The files are looked at by their time and length, twenty times a second: that works on every file system, network folders
among them, and costs a few microseconds a file.
"""

import queue
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from visualizer.core.paths import scenes_folder
from visualizer.core.problems import Problem, Span
from visualizer.export import BrokenSceneError, Found
from visualizer.export.finding import found_at
from visualizer.scene import forget_catalogues, load_shipped
from visualizer.scene.library import SHARED_FILES, SHARED_FOLDERS, beside

_LOOKS_EVERY_S = 0.05
_Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Reread:
    """A scene as its file says it now, or what is wrong with the file; the scene of before is good until then."""

    path: Path
    found: Found | None = None
    problems: tuple[Problem, ...] = ()


class Reload:
    """One thread that waits for scenes' files to be saved."""

    def __init__(self, founds: Sequence[Found]) -> None:
        self._founds = [found for found in founds if found.path is not None]
        self._stamps = [_stamp(found) for found in self._founds]
        self._done: queue.SimpleQueue[Reread] = queue.SimpleQueue()
        self._ends = threading.Event()
        self._worker = threading.Thread(target=self._work, name="reload", daemon=True)
        if self._founds:
            self._worker.start()

    def answers(self) -> tuple[Reread, ...]:
        """Return what has been read since the last question."""
        found = []
        while not self._done.empty():
            found.append(self._done.get_nowait())
        return tuple(found)

    def close(self) -> None:
        """Look no more."""
        self._ends.set()
        if self._founds:
            self._worker.join(timeout=0.5)

    def _work(self) -> None:
        while not self._ends.wait(_LOOKS_EVERY_S):
            for i, found in enumerate(self._founds):
                stamp = _stamp(found)
                if stamp == self._stamps[i] or not any(name == str(found.path) for name, _, _ in stamp):
                    continue  # as it was, or gone for the moment: editors write beside and rename
                only_itself = _apart(stamp, found) == _apart(self._stamps[i], found)
                self._stamps[i] = stamp
                answer = _read(found, only_itself)
                if answer.found is not None:
                    self._founds[i] = answer.found
                self._done.put(answer)


def _read(found: Found, only_itself: bool) -> Reread:
    """Return the scene as its file says it now; what lies beside it is read again as well when that has changed."""
    path = found.path
    assert path is not None, "only scenes of files are looked at"
    try:
        library = found.library
        if not only_itself:
            forget_catalogues()
            library, _ = beside(load_shipped()[0], path.parent, str(path.parent))
        anew = found_at(path, library)
    except BrokenSceneError as error:
        return Reread(path, problems=error.problems)
    except Exception as error:  # whatever an author wrote, the window goes on
        return Reread(
            path, problems=(Problem(Span(str(path)), "unreadable", f"{type(error).__name__}: {error}"),)
        )
    if anew.scene.id != found.scene.id:
        message = f"the scene that is open is '{found.scene.id}', and the file now says '{anew.scene.id}'"
        problem = Problem(
            Span(str(path)), "another-scene", message, "take the id back, or open the file anew"
        )
        return Reread(path, problems=(problem,))
    return Reread(path, replace(anew, step=found.step))


def _stamp(found: Found) -> _Stamp:
    """Return what tells whether a scene's files have been written: the scene, and what its own folder shares."""
    return tuple(sorted(_look(path) for path in _files(found) if path.is_file()))


def _look(path: Path) -> tuple[str, int, int]:
    try:
        about = path.stat()
    except OSError:  # it went between two looks
        return (str(path), 0, 0)
    return (str(path), about.st_mtime_ns, about.st_size)


def _apart(stamp: _Stamp, found: Found) -> _Stamp:
    return tuple(one for one in stamp if one[0] != str(found.path))


def _files(found: Found) -> list[Path]:
    """Return the files that an author may change under an open scene; what ships with the program stays as it is."""
    path = found.path
    assert path is not None, "only scenes of files are looked at"
    folder = found.library.folder
    if folder.resolve() == scenes_folder().resolve():
        return [path]
    shared = [folder / name for name in SHARED_FILES]
    return [path, *shared, *(file for name in SHARED_FOLDERS for file in (folder / name).rglob("*"))]
