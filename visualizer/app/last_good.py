"""The last text of each scene that could be shown, kept for the day its file turns bad. Knows files; judges none."""

import contextlib
import logging
from collections.abc import Iterable
from pathlib import Path

from visualizer.core.errors import ExportError
from visualizer.core.files import write_whole
from visualizer.export import BrokenSceneError, Found
from visualizer.export.finding import found_at
from visualizer.export.programme import Entry
from visualizer.scene import Library

LOG = logging.getLogger("moa")


def keep(entries: Iterable[Entry], folder: Path) -> None:
    """Keep the texts of the scenes that are shown; where that is not possible, they are not kept."""
    for entry in entries:
        path = entry.found.path
        if path is None or path.parent == folder:
            continue
        with contextlib.suppress(OSError, ExportError):
            text, kept = path.read_bytes(), folder / f"{entry.found.scene.id}.yaml"
            if not kept.is_file() or kept.read_bytes() != text:
                folder.mkdir(parents=True, exist_ok=True)
                write_whole(kept, text)


def rescue(path: Path, library: Library, folder: Path) -> Found | None:
    """Return the last good scene of a file that is broken now; nothing when there is none."""
    kept = folder / f"{path.stem}.yaml"
    if not kept.is_file():
        LOG.error("%s is broken, and is left out", path.name)
        return None
    try:
        found = found_at(kept, library)
    except BrokenSceneError:
        LOG.error("%s is broken, and so is what was kept of it", path.name)
        return None
    LOG.error("%s is broken; the last good one is shown", path.name)
    return found
