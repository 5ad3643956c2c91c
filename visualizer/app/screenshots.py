"""Keeps pictures as files in the person's folder, beside the loop: drawing one and packing it takes a second. Knows files."""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import platformdirs
import pygame

from visualizer.app.refusals import not_expected
from visualizer.core.errors import ExportError
from visualizer.core.worded import reason_of
from visualizer.render import write_png

LOG = logging.getLogger("moa")


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture that was kept in a file, or why it was not."""

    file: str
    problem: str = ""


class Screenshots:
    """One worker, which keeps pictures in the order in which they were asked for."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="screenshots")
        self._waiting: list[Future[Kept]] = []

    def keep(self, name: str, draw: Callable[[], pygame.Surface], about: Mapping[str, str]) -> None:
        """Have a picture drawn and kept under a name that is not taken; `about` goes into the file."""
        self._waiting.append(self._worker.submit(_keep, name, draw, about))

    def answers(self) -> tuple[Kept, ...]:
        """Return what has been kept since the last question."""
        done = [one for one in self._waiting if one.done()]
        self._waiting = [one for one in self._waiting if not one.done()]
        return tuple(one.result() for one in done)

    def close(self) -> None:
        """Finish what was asked for: a picture that somebody wanted is not lost with the window."""
        self._worker.shutdown(wait=True)


def _keep(name: str, draw: Callable[[], pygame.Surface], about: Mapping[str, str]) -> Kept:
    try:
        folder = Path(platformdirs.user_pictures_path())
        folder.mkdir(parents=True, exist_ok=True)
        path = _free_path(folder, name)
        write_png(draw(), path, about)
    except (OSError, ExportError) as error:
        return Kept("", reason_of(error))
    except Exception as error:  # a scene that cannot be drawn is said, and the window goes on
        LOG.error("no picture was kept: %s: %s", type(error).__name__, error)
        return Kept("", not_expected(name, error))
    return Kept(path.name)


def _free_path(folder: Path, name: str) -> Path:
    """Return a file name that is not taken yet."""
    path, number = folder / f"{name}.png", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.png"
    return path
