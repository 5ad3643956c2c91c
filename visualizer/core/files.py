"""Files that appear whole or not at all: written beside their place, then moved there. Knows paths; knows no format."""

import contextlib
import itertools
import os
from collections.abc import Iterator
from pathlib import Path

from visualizer.core.errors import ExportError
from visualizer.core.worded import worded

CANNOT_WRITE = "cannot write {path}: {reason}"
REASONS = (
    "it is a folder",
    "it is not an ordinary file",
    "it is write-protected",
    "no space left on device",
    "permission denied",
    "read-only file system",
    "no such file or directory",
    "file name too long",
    "input/output error",
    "disk quota exceeded",
    "file too large",
)
"""Why a file cannot be written, as we or the system say it; these are translated."""

BEGUN_S = 600.0
"""Seconds by which the newest file of a folder is younger than one that nobody is writing any more."""

_NUMBERS = itertools.count(1)  # several files may be on their way at once, in one folder


@contextlib.contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """Yield an empty file beside `path` to write into; at the end it takes the place of `path`, whole.

    Whatever is raised meanwhile, what was at `path` stays as it was, and the begun file is taken away.

    Raises:
        ExportError: nothing can be written there; the message says why in one line.
    """
    try:
        place = Path(os.path.realpath(path))  # what a link leads to is replaced, not the link
        _refuse_odd(path, place)
        beside = place.with_name(f".moa-{os.getpid()}-{next(_NUMBERS)}.part")
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except OSError as error:
        raise unwritable(path, error) from error
    try:
        yield beside
        os.replace(beside, place)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        ExportError: the file cannot be written; the message says why in one line.
    """
    with appearing(path) as beside:
        beside.write_bytes(data)


def begun_files(folder: Path) -> tuple[Path, ...]:
    """Return the files of a folder that are being written, or that a crash has left half written."""
    return tuple(folder.glob(".moa-*.part"))


def unwritable(path: Path, error: Exception) -> ExportError:
    """Return what to say when writing to `path` failed."""
    told = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return _refused(path, told.splitlines()[0].lower())


def _refused(path: Path, reason: str) -> ExportError:
    return ExportError(
        worded(CANNOT_WRITE, path=path, reason=worded(reason) if reason in REASONS else reason)
    )


def _refuse_odd(path: Path, place: Path) -> None:
    if place.is_dir():
        raise _refused(path, "it is a folder")
    if place.exists():
        if not place.is_file():
            raise _refused(path, "it is not an ordinary file")
        if not os.access(place, os.W_OK):
            raise _refused(path, "it is write-protected")
