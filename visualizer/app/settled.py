"""What the place has settled for its screen, from the command line, a file, or what is usual. Knows where files lie."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import platformdirs

from visualizer.app import last_good
from visualizer.app.kiosk import House
from visualizer.export import BrokenSceneError
from visualizer.export.programme import Entry, find_programme
from visualizer.scene import load_shipped
from visualizer.scene.kiosk_file import KioskFile, known_in, read_kiosk_file
from visualizer.session import TEXT_SCALES

FILE = "kiosk.yaml"
WAY_OUT = "moa kiosk --leave"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed; it goes before what a file settles."""

    playlist: str | None = None
    config: Path | None = None
    language: str | None = None
    theme: str | None = None
    size: tuple[int, int] | None = None
    seconds: float | None = None
    times: bool = False


def config_file(given: Path | None) -> Path | None:
    """Return the file that settles the screen: the one given, the user's, or the system's; nothing without one."""
    if given is not None:
        return given
    for folder in (
        platformdirs.user_config_path("moa", appauthor=False),
        platformdirs.site_config_path("moa", appauthor=False),
    ):
        if (folder / FILE).is_file():
            return folder / FILE
    return None


def settled(asked: Asked) -> KioskFile:
    """Return what the place has settled.

    Raises:
        BrokenSceneError: the file is broken; its problems say where.
    """
    path = config_file(asked.config)
    if path is None:
        return KioskFile(kiosk=1)
    entry, problems = read_kiosk_file(path, known_in(load_shipped()[0]), str(path))
    if entry is None:
        raise BrokenSceneError(problems)
    return entry


def house_of(asked: Asked, folder: Path, beat: Callable[[], bool], closed: bool = False) -> House:
    """Return what the screen starts with; a closed one shows nothing but that it is out of service.

    Raises:
        BrokenSceneError: the file, or the playlist, is broken.
        UsageError: there is no such playlist, or nothing of it can be shown.
    """
    file = settled(asked)
    kept = folder / "last-good"
    entries: tuple[Entry, ...] = ()
    if not closed:
        programme = find_programme(asked.playlist or file.playlist, partial(last_good.rescue, folder=kept))
        for problem in programme.problems:
            print(problem, file=sys.stderr)
        entries = programme.entries
        last_good.keep(entries, kept)
    if file.pin is None:
        print(f"moa: no PIN is set: staff leave by {WAY_OUT}; moa kiosk --pin makes one", file=sys.stderr)
    return House(
        entries=entries,
        language=asked.language or file.language,
        theme=asked.theme or file.theme,
        text_scale=min(TEXT_SCALES, key=lambda scale: abs(scale - file.text.base)),
        idle_s=file.idle.base,
        question_s=file.question.base,
        pin=file.pin,
        region=file.region,
        lines=tuple(
            (line.number, {str(spoken): text for spoken, text in line.says.items()}) for line in file.help
        ),
        width_mm=file.screen_width.to("mm") if file.screen_width is not None else None,
        size=asked.size,
        seconds=asked.seconds,
        times=asked.times,
        way_out=WAY_OUT,
        beat=beat,
    )


class Beat:
    """Tells the process that watches over this one, a few times a second, that the loop turns."""

    def __init__(self, clock: Callable[[], float], output: int = 1, every_s: float = 0.2) -> None:
        self._clock, self._output, self._every = clock, output, every_s
        self._next = 0.0

    def __call__(self) -> bool:
        """Give a sign of life; return whether anybody is there to see it."""
        now = self._clock()
        if now < self._next:
            return True
        self._next = now + self._every
        try:
            os.write(self._output, b".")
        except OSError:
            return False
        return True
