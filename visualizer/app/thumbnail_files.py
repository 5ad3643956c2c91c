"""Small pictures on disk, so that cards have theirs at once the next time. Knows files; draws nothing.

A picture is found again only while everything that it was made of is as it was: the program's own files, its themes, and the
scene with what it shares. The folder is bounded and may be deleted at any time.
"""

import contextlib
import logging
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import pygame
import pygame.image

from visualizer.core.errors import ExportError
from visualizer.core.kept import program_sign, sign_of
from visualizer.core.paths import assets_folder, cache_folder, scenes_folder
from visualizer.export import Found
from visualizer.render import write_png
from visualizer.scene.library import SHARED_FILES, SHARED_FOLDERS

LOG = logging.getLogger("moa")
FILES_AT_MOST = 80  # of a few hundred kB


class ThumbnailFiles:
    """Reads and writes small pictures; where that is not possible, they are made anew each time. One thread asks."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = cache_folder() / "thumbnails" if folder is None else folder

    def read(self, found: Found | None, theme: str, size: tuple[int, int]) -> pygame.Surface | None:
        """Return the picture that was kept, if there is one of today's scene."""
        path = self._path(found, theme, size)
        if path is None:
            return None
        try:
            kept = pygame.image.load(path)
        except (OSError, pygame.error):
            return None
        if kept.get_size() != size:
            return None
        with contextlib.suppress(OSError):
            path.touch()  # what is used stays longest
        return kept.convert_alpha()

    def write(self, found: Found | None, theme: str, small: pygame.Surface) -> None:
        """Keep a picture."""
        path = self._path(found, theme, small.get_size())
        if path is None:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_png(small, path)
        except (OSError, ExportError) as error:
            LOG.debug("a small picture is not kept: %s", error)
        self._prune()

    def _path(self, found: Found | None, theme: str, size: tuple[int, int]) -> Path | None:
        if found is None or found.path is None:
            return None
        made_of = f"{_program()} {_scene(found.path)} {theme} {size}"
        return self._folder / f"{blake2b(made_of.encode(), digest_size=16).hexdigest()}.png"

    def _prune(self) -> None:
        with contextlib.suppress(OSError):
            files = sorted(self._folder.glob("*.png"), key=lambda path: path.stat().st_mtime_ns)
            for path in files[:-FILES_AT_MOST]:
                path.unlink()


@lru_cache(maxsize=1)
def _program() -> str:
    """Return a sign of the program, its themes and the scenes that came with it."""
    files = sign_of((*assets_folder().rglob("*.yaml"), *scenes_folder().rglob("*.yaml")))
    return f"{program_sign()} {files}"


def _scene(path: Path) -> str:
    """Return a sign of a scene's file and of what it shares with its neighbours."""
    return sign_of((path, *_shared(path.parent)))


def _shared(folder: Path) -> Iterator[Path]:
    yield from (folder / name for name in SHARED_FILES)
    for name in SHARED_FOLDERS:
        yield from sorted((folder / name).glob("*.yaml"))
