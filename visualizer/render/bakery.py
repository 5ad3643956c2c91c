"""Bakes art and keeps what took long on disk, so that the second opening is quick. Knows files; what they hold is bake's.

The folder is the system's own for caches. It is bounded, may be deleted at any time, and may be shared by several running
programs: a picture is written to a file beside its place and then moved there whole.
"""

import contextlib
import logging
import os
import struct
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import numpy as np

from visualizer.core.errors import ExportError
from visualizer.core.files import BEGUN_S, write_whole
from visualizer.core.geometry import Box
from visualizer.core.paths import cache_folder
from visualizer.frame.art import Art
from visualizer.render import bake as bake_module
from visualizer.render import typeset as typeset_module
from visualizer.render.bake import Baked, bake

LOG = logging.getLogger("moa")
LARGE_PX = 4_000
"""Pictures with fewer pixels are baked anew each time: they take milliseconds, and a file would take as long."""

BUDGET_BYTES = 500 * 2**20
"""A scene played at 1080 lines writes some 40 MB in one look: this holds a dozen of them."""
_HEADER = struct.Struct("<4sIIdd")
_MARK = b"moa1"


class Bakery:
    """Bakes as `bake` does; asks the disk first for large pictures."""

    def __init__(self, folder: Path | None = None, budget: int = BUDGET_BYTES) -> None:
        self._folder = cache_folder() / "baked" if folder is None else folder
        self._budget = budget
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="bakery")
        self._usable = True
        self._lock = threading.Lock()
        self._writer.submit(self._prune)

    def __call__(self, art: Art, scale: float, window: Box | None) -> Baked:
        """Return the art baked, from the disk when it is there and whole."""
        if _pixels(art, scale, window) < LARGE_PX:
            return bake(art, scale, window)
        path = self._folder / f"{_name(art, scale, window)}.baked"
        kept = self._read(path)
        if kept is not None:
            return kept
        baked = bake(art, scale, window)
        with self._lock:
            if self._usable:
                self._writer.submit(self._write, path, baked)
        return baked

    def close(self) -> None:
        """Finish what is being written and let the writer end; what still waits is dropped."""
        with self._lock:
            self._usable = False
        self._writer.shutdown(wait=True, cancel_futures=True)

    def _read(self, path: Path) -> Baked | None:
        try:
            data = path.read_bytes()
        except OSError:
            return None
        baked = _unpacked(data)
        if baked is None:  # a damaged file is as good as none
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # what is used stays longest
        return baked

    def _write(self, path: Path, baked: Baked) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, _packed(baked))
        except (OSError, ExportError) as error:
            with self._lock:
                if self._usable:
                    LOG.warning("baked pictures are not kept on disk: %s", error)
                self._usable = False

    def _prune(self) -> None:
        """Delete the longest unused files beyond the budget, and rough ones that a crash has left."""
        files = _listed(self._folder)
        newest = max((used for used, _, _ in files), default=0.0)
        for used, _, path in files:
            if not path.endswith(".baked") and newest - used > BEGUN_S:
                _delete(path)  # a younger one may be another program's, being written
        whole = [file for file in files if file[2].endswith(".baked")]
        left = sum(size for _, size, _ in whole)
        for _, size, path in whole:
            if left <= self._budget:
                break
            _delete(path)
            left -= size


def _listed(folder: Path) -> list[tuple[float, int, str]]:
    """Return when each file was last used, its size and its path, oldest first; what vanishes meanwhile is left out."""
    files: list[tuple[float, int, str]] = []
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                about = entry.stat()
                files.append((about.st_mtime, about.st_size, entry.path))
    return sorted(files)


def _delete(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)


def _packed(baked: Baked) -> bytes:
    height, width = baked.pixels.shape[:2]
    return _HEADER.pack(_MARK, height, width, *baked.origin) + zlib.compress(baked.pixels.tobytes(), 1)


def _unpacked(data: bytes) -> Baked | None:
    """Return what a file holds, or None when it is not whole."""
    try:
        mark, height, width, x, y = _HEADER.unpack_from(data)
        if mark != _MARK or not 0 < height * width <= 64_000_000:
            return None
        pixels = np.frombuffer(zlib.decompress(data[_HEADER.size :]), dtype=np.uint8)
        return Baked(pixels.reshape(height, width, 4), (x, y))
    except (struct.error, zlib.error, ValueError):
        return None


def _pixels(art: Art, scale: float, window: Box | None) -> float:
    box = window or art.box
    return box.width * box.height * scale * scale


def _name(art: Art, scale: float, window: Box | None) -> str:
    place = "" if window is None else f"{window.left!r} {window.low!r} {window.right!r} {window.high!r}"
    return blake2b(f"{_bakers()} {art.key} {scale!r} {place}".encode(), digest_size=16).hexdigest()


@lru_cache(maxsize=1)
def _bakers() -> str:
    """Return a sign of the code that bakes: another version of it never finds this one's pictures."""
    digest = blake2b(digest_size=8)
    for module in (bake_module, typeset_module):
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.hexdigest()
