# ruff: noqa: PLC0415 (PyAV is an extra and takes its time: it is imported when a movie is made)
"""A scene or a step as a movie file: MP4, GIF or WebP. Knows what can be made, and where it goes; opens no window."""

import contextlib
import sys
from concurrent.futures import Executor
from pathlib import Path

from visualizer.core.errors import ExportError, UsageError
from visualizer.core.files import appearing, unwritable
from visualizer.export import animation, mp4
from visualizer.export.film import Film, film_of, film_of_programme
from visualizer.export.finding import Found
from visualizer.export.programme import Programme
from visualizer.export.studio import Crew, Here, Order, Studio, Tell, order_for, order_for_programme
from visualizer.figures import Look
from visualizer.render.bakery import Bakery

ENDINGS = (".mp4", ".gif", ".webp")
FPS, FPS_MOST = 30, 120
GIF_FPS_MOST = 50  # viewers play a frame that lasts less than two hundredths of a second at a tenth
USUAL_SIZE = {".mp4": (1920, 1080), ".gif": (960, 540), ".webp": (960, 540)}

_OLDEST = 17  # PyAV's first version that has all that is asked of it here
_INSTALL = "pip install 'moa-visualizer[movies]'"


def export_movie(
    found: Found,
    look: Look,
    size: tuple[int, int],
    fps: int,
    path: Path,
    tell: Tell | None = None,
    executor: Executor | None = None,
    at_once: int = 1,
    beside: Found | None = None,
) -> None:
    """Write a scene, or the step that was found, as a movie; the file appears whole or not at all.

    With `beside`, both scenes are filmed side by side under one clock.

    The pictures are made here, or by the workers of an executor, which is asked for so many pieces at once: one or two
    more than it has workers keep all of them busy. The file is the same, byte for byte.

    Raises:
        UsageError: the format cannot have this size or pace.
        ExportError: PyAV or an encoder is missing, the file cannot be written, or a worker failed.
    """
    ending = path.suffix.lower()
    check_movie(ending, size, fps)
    film = film_of(found, look, size, fps, beside)
    order = order_for(found, look, size, fps, beside) if executor is not None else None
    _write(film, order, ending, path, tell, executor, at_once)


def export_programme(
    programme: Programme,
    look: Look,
    size: tuple[int, int],
    fps: int,
    path: Path,
    tell: Tell | None = None,
    executor: Executor | None = None,
    at_once: int = 1,
) -> None:
    """Write the scenes of a playlist as one movie; on a journey the camera goes from each into the next.

    Raises:
        UsageError: the format cannot have this size or pace.
        ExportError: PyAV or an encoder is missing, the file cannot be written, or a worker failed.
    """
    ending = path.suffix.lower()
    check_movie(ending, size, fps)
    film = film_of_programme(programme, look, size, fps)
    order = order_for_programme(programme, look, size, fps) if executor is not None else None
    _write(film, order, ending, path, tell, executor, at_once)


def _write(
    film: Film,
    order: Order | None,
    ending: str,
    path: Path,
    tell: Tell | None,
    executor: Executor | None,
    at_once: int,
) -> None:
    with appearing(path) as part, contextlib.closing(Bakery()) as bakery:
        try:
            studio: Studio = (
                Here(film, bakery)
                if executor is None or order is None
                else Crew(film, order, executor, at_once)
            )
            write_film(film, ending, part, studio, tell)
        except ValueError as error:
            if not _is_of_av(error):
                raise
            raise unwritable(path, error) from error


def check_movie(ending: str, size: tuple[int, int], fps: int) -> None:
    """Make sure that a movie can be made so, before any work is done.

    Raises:
        UsageError: the format cannot have this size or pace; the message says which it can.
        ExportError: PyAV is missing or too old, or has no such encoder.
    """
    if not 1 <= fps <= FPS_MOST:
        raise UsageError(f"a movie has 1 to {FPS_MOST} pictures a second, not {fps}")
    if ending == ".gif" and fps > GIF_FPS_MOST:
        raise UsageError(f"a GIF has at most {GIF_FPS_MOST} pictures a second, not {fps}")
    if ending == ".mp4" and any(side % 2 for side in size):
        width, height = (side + side % 2 for side in size)
        raise UsageError(
            f"the sides of an MP4 are even numbers of pixels: {width}x{height}, not {size[0]}x{size[1]}"
        )
    _check_av(ending)


def write_film(film: Film, ending: str, path: Path, studio: Studio, tell: Tell | None = None) -> None:
    """Write a film into a file of a format; a failure leaves a torn file behind, for the caller to remove."""
    say = tell or _nobody
    match ending:
        case ".mp4":
            mp4.join(film, studio.coded(say), path)
        case ".gif":
            animation.write_gif(film, studio, path, say)
        case _:
            animation.write_webp(film, studio, path, say)


def _nobody(done: int, whole: int) -> None:
    """Tell nobody."""


def _check_av(ending: str) -> None:
    try:
        import av
    except ImportError as error:
        if getattr(sys, "frozen", False):  # in a folder of its own, without Python, nothing can be added
            raise ExportError(
                "this copy makes no movies; one that was installed with Python's pip does"
            ) from error
        raise ExportError(f"movies need PyAV; run: {_INSTALL}") from error
    if int(av.__version__.partition(".")[0]) < _OLDEST:
        raise ExportError(f"PyAV {av.__version__} is too old for movies; run: {_INSTALL}")
    name = {".mp4": "libx264", ".gif": "gif", ".webp": "libwebp_anim"}[ending]
    try:
        av.Codec(name, "w")
    except ValueError as error:
        raise ExportError(
            f"this PyAV has no encoder {name} for {ending} files; run: pip install --force-reinstall av"
        ) from error


def _is_of_av(error: Exception) -> bool:
    import av

    return isinstance(error, av.FFmpegError)
