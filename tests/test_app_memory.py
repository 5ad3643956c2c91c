"""Scenes in a loop: nothing grows. Times are jumped through, so that laps are short; the show is the window's own."""

import gc
import os
import sys
import threading
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest
from conftest import settle, timeline

import visualizer.render
from visualizer import app
from visualizer.app.display import open_display
from visualizer.export import shipped
from visualizer.session import intents as ask

pygame = pytest.importorskip("pygame")
SIZE = (320, 180)
MOST_BYTES = 1_000_000
LAPPED = ("nmda-blockade", "ssri-reuptake")
"""Scenes of the laps: as many as the window keeps compiled at a time; all twelve take minutes, and fill caches for longer."""
LAP = ((1.0, 2.5),)
"""Where each step is looked at: part of its length, and seconds held."""


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[app.Shell]:
    """Return a small window with folders of its own, and scenes compiled once."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setattr(platformdirs, "user_config_path", lambda *_, **__: tmp_path / "config")
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path / "cache")
    monkeypatch.setattr(app.compiler, "compiled", lambda found: timeline(found.scene.id))
    open_display()
    made = app.Shell(app.Options(size=SIZE, language="en"), shipped()[0])
    yield made
    made.close()
    pygame.display.quit()


def lap(shell: app.Shell) -> None:
    """Go through every step of every scene once."""
    for scene in LAPPED:
        shell.do(ask.OpenScene(scene))
        until = time.monotonic() + 60
        while shell.session.opening is not None:
            assert time.monotonic() < until
            shell.hear()
            time.sleep(0.002)
        for number, step in enumerate(shell.session.steps):
            for part, held in LAP:
                shell.do(ask.SeekTo(number, part * step.seconds))
                shell.do(ask.Tick(held))
                settle(shell)
    shell.do(ask.GoHome())
    shell.show()


def idle(shell: app.Shell) -> None:
    """Wait until the worker has nothing left to bake."""
    before = -1
    while before != shell.renderer.stats()["misses"]:
        before = shell.renderer.stats()["misses"]
        time.sleep(0.5)
    gc.collect()


def surfaces() -> int:
    """Return how many surfaces there are."""
    return sum(type(one) is pygame.Surface for one in gc.get_objects())


def handles() -> int:
    """Return how many files are open, where the system tells."""
    return len(os.listdir("/proc/self/fd")) if sys.platform.startswith("linux") else 0


def test_laps_through_scenes_leave_nothing_behind(shell: app.Shell) -> None:
    """After two laps to warm up, one more takes less than a megabyte, and no surface, font, thread or file more."""
    lap(shell)
    idle(shell)
    tracemalloc.start()
    try:
        lap(shell)  # what is traced from now on replaces what was there, so this lap is not yet counted
        idle(shell)
        pictures, kept = surfaces(), shell.renderer.stats()
        before, threads, files = tracemalloc.get_traced_memory()[0], threading.active_count(), handles()
        fonts = visualizer.render.assets._font.cache_info().currsize
        lap(shell)
        idle(shell)
        assert tracemalloc.get_traced_memory()[0] - before < MOST_BYTES
        assert threading.active_count() <= threads
        assert handles() <= files
        assert visualizer.render.assets._font.cache_info().currsize == fonts
        # Baked pictures come and go within their budget; nothing else makes surfaces that stay.
        now = shell.renderer.stats()
        assert now["bytes"] <= now["budget"]
        assert surfaces() - pictures <= max(0, now["pictures"] - kept["pictures"]) + 4
    finally:
        tracemalloc.stop()
