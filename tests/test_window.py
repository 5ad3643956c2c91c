"""A real window on a virtual screen: opened, driven by keys and mouse, and photographed."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pygame
import pytest

NEEDED = ("Xvfb", "xdotool", "import")
SIZE = (1280, 720)

pytestmark = pytest.mark.skipif(
    any(shutil.which(tool) is None for tool in NEEDED), reason=f"needs {', '.join(NEEDED)} on a Linux machine"
)


@pytest.fixture
def screen(tmp_path):
    """Start a virtual screen and give the environment of a person who sits before it."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as pipe:
        number = pipe.readline().strip()
    wanted = {
        key: value for key, value in os.environ.items() if not key.startswith(("SDL_", "XDG_", "WAYLAND"))
    }
    wanted |= {
        "DISPLAY": f":{number}",
        "HOME": str(tmp_path),
        "LANG": "en_CA.UTF-8",
        "SDL_AUDIODRIVER": "dummy",
    }
    yield wanted
    server.terminate()
    server.wait(10)


@pytest.fixture
def player(screen, tmp_path):
    """Open a scene in a real window, leave by itself after a while."""
    out = (tmp_path / "out.txt").open("w")
    words = [
        sys.executable,
        "-m",
        "visualizer",
        "run",
        "nmda-blockade",
        "--size",
        "1280x720",
        "--seconds",
        "240",
    ]
    program = subprocess.Popen(words, env=screen, stdout=out, stderr=out, cwd=Path(__file__).parent.parent)
    try:
        yield program
    finally:
        program.terminate()
        program.wait(15)
        out.close()


def shot(screen, path):
    """Photograph the virtual screen."""
    subprocess.run(["import", "-window", "root", str(path)], env=screen, check=True, timeout=30)
    return pygame.surfarray.array3d(pygame.image.load(str(path))).astype(int)


def seen(screen, path, wanted, seconds=60.0):
    """Photograph until the picture is as wanted, or time is up; return the last photograph."""
    until = time.monotonic() + seconds
    while True:
        picture = shot(screen, path)
        if wanted(picture) or time.monotonic() > until:
            return picture
        time.sleep(0.3)


def press(screen, *keys):
    """Press keys on the virtual keyboard."""
    subprocess.run(["xdotool", "key", *keys], env=screen, check=True, timeout=20)


def rich(picture):
    """Tell whether a photograph shows a drawn scene rather than an even ground."""
    return picture.std() > 18 and len({tuple(p) for p in picture[::40, ::40].reshape(-1, 3)}) > 60


def differs(a, b):
    """Return which part of the pixels differs clearly."""
    return float((abs(a - b).max(axis=2) > 24).mean())


def test_a_person_opens_steps_switches_and_leaves(screen, player, tmp_path):
    """The window shows the scene, Right goes on, F2 changes the words alone, Escape never quits, Ctrl+Q does."""
    first = seen(screen, tmp_path / "1.png", rich)
    assert rich(first), "no picture in the window"

    press(screen, "Right")  # completes the running step
    ended = seen(screen, tmp_path / "2.png", lambda p: differs(p, first) > 0.08)
    assert differs(ended, first) > 0.08

    press(screen, "F2")
    caption = (slice(0, None), slice(590, 660))
    french = seen(screen, tmp_path / "3.png", lambda p: differs(p[caption], ended[caption]) > 0.01)
    assert differs(french[caption], ended[caption]) > 0.01

    press(screen, "Escape", "Escape", "Escape")
    time.sleep(1.0)
    assert player.poll() is None

    press(screen, "F1")
    helped = seen(screen, tmp_path / "4.png", lambda p: differs(p, french) > 0.2)
    assert differs(helped, french) > 0.2

    press(screen, "Escape", "ctrl+q")
    assert player.wait(20) == 0
