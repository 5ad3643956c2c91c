"""A real window on a virtual screen: opened, driven by keys and mouse, and photographed."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from screens import MISSING, differs, one_screen, press, rich, seen

SIZE = (1280, 720)

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"needs {', '.join(MISSING)}")


@pytest.fixture
def screen(tmp_path):
    """Return the environment of a person before a virtual screen."""
    with one_screen(SIZE, tmp_path) as environment:
        yield environment


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
