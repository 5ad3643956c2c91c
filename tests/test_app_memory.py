"""Scenes in a loop: nothing grows. Times are jumped through, so that laps are short; the show is the window's own.

What is baked ahead hangs on how quick the machine is, and would fill memories for another lap or ten; so only what is
asked for is baked here. MOA_HOUR=1 looks at every scene every few seconds, for as many laps as make an hour of playing.
"""

import ctypes
import gc
import math
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import platformdirs
import pytest
from conftest import SHIPPED, settle, timeline

import visualizer.render
from visualizer import app
from visualizer.app.display import open_display
from visualizer.export import shipped
from visualizer.render import PygameRenderer
from visualizer.session import intents as ask

pygame = pytest.importorskip("pygame")
SIZE = (160, 90)
MOST_BYTES = 1_000_000
MOST_OBJECTS = 4_000
"""Small things of Python's own, of some 60 bytes each."""
HOUR = bool(os.environ.get("MOA_HOUR"))
EVERY_S = 6.0
"""So far apart are the moments that the hour looks at."""
HELD_S = 2.5


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[app.Shell]:
    """Return a small window with folders of its own, and scenes compiled once."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setattr(platformdirs, "user_config_path", lambda *_, **__: tmp_path / "config")
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path / "cache")
    monkeypatch.setattr(app.compiler, "compiled", lambda found: timeline(found.scene.id))
    monkeypatch.setattr(app.shell, "Ahead", partial(app.shell.Ahead, onward=False))
    open_display()
    made = app.Shell(app.Options(size=SIZE, language="en"), shipped()[0])
    yield made
    made.close()
    pygame.display.quit()


def lap(shell: app.Shell) -> None:
    """Go through every step of every scene once."""
    for scene in SHIPPED:
        shell.do(ask.OpenScene(scene))
        until = time.monotonic() + 60
        while shell.session.opening is not None:
            assert time.monotonic() < until
            shell.hear()
            time.sleep(0.002)
        for number, step in enumerate(shell.session.steps):
            looks = math.ceil(step.seconds / EVERY_S) if HOUR else 1
            for look in range(1, looks + 1):
                shell.do(ask.SeekTo(number, step.seconds * look / looks))
                settle(shell)
            shell.do(ask.Tick(HELD_S))
            settle(shell)
    shell.do(ask.GoHome())
    shell.show()


def idle(shell: app.Shell) -> None:
    """Wait until the worker has nothing left to bake."""
    gc.unfreeze()  # what was there early is counted as well
    before = -1
    while before != shell.renderer.stats()["misses"]:
        before = shell.renderer.stats()["misses"]
        time.sleep(0.5)
    gc.collect()


class _Allocated(ctypes.Structure):
    """What glibc's mallinfo2 answers."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    ]


def allocated() -> int:
    """Return the bytes in use of the C library, where it tells: pixels, arrays, and all that is no small thing."""
    try:
        ask_library = ctypes.CDLL(None).mallinfo2
    except (AttributeError, OSError, TypeError):
        return 0
    ask_library.restype = _Allocated
    found = ask_library()
    return int(found.uordblks) + int(found.hblkhd)


def reached() -> set[int]:
    """Return the identities of all surfaces held: Python does not list them, but it does list what holds them."""
    seen: set[int] = set()
    found: set[int] = set()
    left: list[object] = gc.get_objects()
    while left:
        one = left.pop()
        if type(one) is pygame.Surface:
            found.add(id(one))
        elif id(one) not in seen and (gc.is_tracked(one) or isinstance(one, tuple)):
            seen.add(id(one))
            left.extend(gc.get_referents(one))
    return found


def moving_lines() -> int:
    """Return how many lines that move are kept: at most so many bytes of them, which fill up slowly in a small window."""
    renderers = [one for one in gc.get_objects() if type(one) is PygameRenderer]
    assert renderers
    assert all(one._lines.size_bytes <= one._lines.budget for one in renderers)
    return sum(len(one._lines) for one in renderers)


def handles() -> int:
    """Return how many files are open, where the system tells."""
    return len(os.listdir("/proc/self/fd")) if sys.platform.startswith("linux") else 0


def kept(shell: app.Shell) -> dict[str, int]:
    """Return how many of each kind of thing are there now."""
    idle(shell)
    return {
        "bytes": allocated(),
        "objects": sys.getallocatedblocks(),
        "surfaces": len(reached()) - moving_lines(),
        "threads": threading.active_count(),
        "files": handles(),
        "fonts": visualizer.render.assets._font.cache_info().currsize,
        "pictures": shell.renderer.stats()["pictures"],
    }


def laps() -> int:
    """Return how many laps are made after the first two: one, or an hour of them."""
    whole = sum(step.seconds for name in SHIPPED for step in timeline(name).steps)
    return max(2, math.ceil(3600 / whole)) if HOUR else 1


def test_laps_through_scenes_leave_nothing_behind(shell: app.Shell) -> None:
    """After two laps to warm up, another takes less than a megabyte, and no surface, font, thread or file more."""
    lap(shell)
    lap(shell)
    first = kept(shell)
    print("warm", first)
    for number in range(laps()):
        lap(shell)
        print("lap", number + 1, now := kept(shell))
    assert now["bytes"] - first["bytes"] < MOST_BYTES
    assert now["objects"] - first["objects"] < MOST_OBJECTS
    for name in ("threads", "files", "fonts", "pictures"):
        assert now[name] <= first[name], name
    assert now["surfaces"] <= first["surfaces"] + 1  # the loop may be lent another


def test_surfaces_are_found_where_they_are_held() -> None:
    """A surface in a tuple that Python's collector leaves alone is found, and no more once it is let go."""
    held = {"one": ((pygame.Surface((4, 4)), 0, 0),)}
    gc.collect()
    name = id(held["one"][0][0])
    assert name in reached()
    held.clear()
    assert name not in reached()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="another C library has other habits")
def test_what_is_free_goes_back_to_the_system() -> None:
    """Blocks that other threads have let go, with small ones between them that stay, are given back when it is asked for."""
    code = """
import ctypes, threading
import numpy as np
from visualizer.app.memory import give_back, keep_few_heaps
if not hasattr(ctypes.CDLL(None), "malloc_trim"):
    raise SystemExit("none")
keep_few_heaps()
def held():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmRSS")) // 1024
kept = []
def work():
    for _ in range(150):
        kept.append((np.ones(1_000_000, np.uint8), np.ones(3_000, np.uint8)))
worker = threading.Thread(target=work)
worker.start()
worker.join()
kept = [small for _, small in kept]
before = held()
give_back()
print(before, held())
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    if done.stderr.strip() == "none":
        pytest.skip("this C library has no such call")
    before, after = map(int, done.stdout.split()[-2:])
    assert after < before - 100
