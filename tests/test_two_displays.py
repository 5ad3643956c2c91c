"""`moa present` before two real displays of a virtual machine: the picture whole on one, the desk on the other."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest
from conftest import timeline
from numpy.typing import NDArray
from screens import NO_SECOND_SCREEN, differs, press, seen, shot, two_screens

import visualizer.render  # noqa: F401 (before pygame)
from visualizer.figures import Look, arrange, compose
from visualizer.render import PygameRenderer, read_pixels, render

ROOT = Path(__file__).resolve().parent.parent
SIZE = (1280, 720)
SCENE = "nmda-blockade"
SAME = 0.004  # of the pixels may differ clearly: a weaker machine leaves out glows
ANOTHER = 0.08

# Read by Python as it starts: one step of the scene cannot be drawn for the audience.
RAISING = """
import sys
if "present" in sys.orig_argv:
    import visualizer.render
    from visualizer.app import pictures
    compose = pictures.compose
    def raising(timeline, snapshot, *rest):
        if snapshot.step == 1:
            raise ZeroDivisionError("on purpose")
        return compose(timeline, snapshot, *rest)
    pictures.compose = raising
"""

pytestmark = pytest.mark.skipif(bool(NO_SECOND_SCREEN), reason=f"needs {', '.join(NO_SECOND_SCREEN)}")


@pytest.fixture(scope="module")
def displays(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Return the environment of a person before two displays."""
    with two_screens(SIZE, tmp_path_factory.mktemp("displays")) as environment:
        yield environment


Begin = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def begin(displays: Mapping[str, str], tmp_path: Path) -> Iterator[Begin]:
    """Return what begins a talk, and end it in any case."""
    begun: list[subprocess.Popen[bytes]] = []

    def begin_it(*words: str, path: str = "") -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "visualizer", "present", SCENE, *words]
        environment = dict(displays) | ({"PYTHONPATH": path} if path else {})
        output = (tmp_path / "output.txt").open("w")
        begun.append(subprocess.Popen(command, env=environment, cwd=ROOT, stdout=output, stderr=output))
        output.close()
        return begun[-1]

    yield begin_it
    for one in begun:
        one.terminate()
        one.wait(20)


@pytest.fixture
def manager(request: pytest.FixtureRequest, displays: Mapping[str, str]) -> Iterator[str]:
    """Let a program manage the windows, or nobody."""
    name = str(request.param)
    if name == "nobody":
        yield name
        return
    if shutil.which(name) is None:
        pytest.skip(f"needs {name}")
    running = subprocess.Popen([name], env=dict(displays), stderr=subprocess.DEVNULL)
    time.sleep(1.0)
    yield name
    running.terminate()
    running.wait(10)


def audience(picture: np.ndarray) -> np.ndarray:
    """Return what the second display shows; the first axis goes across."""
    return picture[SIZE[0] :]


def desk(picture: np.ndarray) -> np.ndarray:
    """Return what the first display shows."""
    return picture[: SIZE[0]]


def expected(language: str) -> np.ndarray:
    """Return the picture at the start of the scene, as large as a display."""
    line = timeline(SCENE)
    frame = compose(line, line.at(0, 0.0), arrange(line, Look(language=language), SIZE))
    return read_pixels(render(frame, PygameRenderer())).transpose(1, 0, 2).astype(int)


def test_there_are_really_two_displays(displays: Mapping[str, str]) -> None:
    """SDL itself counts two displays of this size: no test below stands on one alone."""
    code = "import pygame; pygame.display.init(); print(pygame.display.get_desktop_sizes())"
    told = subprocess.run(
        [sys.executable, "-c", code],
        env=dict(displays),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert told.stdout.splitlines()[-1] == str([SIZE, SIZE])


@pytest.mark.parametrize(("manager", "language"), [("nobody", "en"), ("openbox", "fr")], indirect=["manager"])
def test_the_audiences_picture_fills_its_display(
    displays: Mapping[str, str], begin: Begin, manager: str, language: str, tmp_path: Path
) -> None:
    """With a window manager and without one the second display shows the whole picture, and the first the desk."""
    begin("--lang", language)
    wanted = expected(language)
    found = seen(displays, tmp_path / "start.png", lambda p: differs(audience(p), wanted) < SAME)
    assert differs(audience(found), wanted) < SAME
    assert differs(desk(found), wanted) > ANOTHER
    assert desk(found).std() > 18

    press(displays, "Next")  # a clicker's key: the talk begins
    moved = seen(displays, tmp_path / "on.png", lambda p: differs(desk(p), desk(found)) > 0.001)
    assert differs(desk(moved), desk(found)) > 0.001
    press(displays, "b")
    black = seen(displays, tmp_path / "black.png", lambda p: not audience(p).any())
    assert not audience(black).any()
    assert desk(black).std() > 18


def test_the_talk_goes_on_after_a_step_that_cannot_be_drawn(
    displays: Mapping[str, str], begin: Begin, tmp_path: Path
) -> None:
    """The audience keeps the last good picture, the desk goes on, and the next step is shown to both again."""
    (tmp_path / "fault").mkdir()
    (tmp_path / "fault" / "sitecustomize.py").write_text(RAISING)
    talk = begin("--lang", "en", path=str(tmp_path / "fault"))
    wanted = expected("en")
    seen(displays, tmp_path / "1.png", lambda p: differs(audience(p), wanted) < SAME)
    for _ in range(2):  # begins, and completes the first step
        press(displays, "Next")
    last = seen(displays, tmp_path / "2.png", lambda p: differs(audience(p), wanted) > ANOTHER)
    press(displays, "Next")
    output = tmp_path / "output.txt"
    until = time.monotonic() + 60
    while "on purpose" not in output.read_text():
        assert time.monotonic() < until
        time.sleep(0.1)
    time.sleep(2.0)
    kept = shot(displays, tmp_path / "3.png")
    assert differs(audience(kept), audience(last)) < ANOTHER
    assert audience(kept).std() > 18
    assert differs(desk(kept), desk(last)) > 0.005
    for _ in range(2):
        press(displays, "Next")
    after = seen(displays, tmp_path / "4.png", lambda p: differs(audience(p), audience(kept)) > ANOTHER)
    assert differs(audience(after), audience(kept)) > ANOTHER
    assert talk.poll() is None
    assert output.read_text().count("the audience's picture could not be drawn") == 1
    assert "the desk could not be drawn" not in output.read_text()


@pytest.mark.parametrize("manager", ["nobody", "openbox"], indirect=True)
def test_the_talk_goes_on_when_the_projector_is_unplugged(
    displays: Mapping[str, str], begin: Begin, manager: str, tmp_path: Path
) -> None:
    """The desk stays in front and answers to keys; when the screen is there again, the picture fills it as before."""

    def xrandr(*words: str) -> None:
        subprocess.run(["xrandr", "--output", "DUMMY1", *words], env=dict(displays), check=True, timeout=20)

    talk = begin("--lang", "en")
    wanted = expected("en")
    first = seen(displays, tmp_path / "1.png", lambda p: differs(audience(p), wanted) < SAME)
    assert differs(audience(first), wanted) < SAME
    xrandr("--off")
    try:
        time.sleep(2.0)
        press(displays, "Next", "Next")
        here = seen(displays, tmp_path / "2.png", lambda p: 0.001 < differs(desk(p), desk(first)) < 0.5)
        assert 0.001 < differs(desk(here), desk(first)) < 0.5  # the desk, further on, and no picture over it
    finally:
        xrandr("--mode", "moa", "--pos", f"{SIZE[0]}x0")

    def stands(picture: NDArray[np.uint8]) -> bool:
        """The bare screen is black until the window stands there."""
        return bool(audience(picture).std() > 18 and differs(audience(picture), wanted) > ANOTHER)

    for _ in range(
        3
    ):  # SDL is not told by this driver that a screen is back, and a press before it stands is lost
        if manager == "openbox":
            press(displays, "F11")
        back = seen(displays, tmp_path / "3.png", stands)
        if stands(back):
            break
    assert audience(back).std() > 18
    assert differs(audience(back), wanted) > ANOTHER
    assert talk.poll() is None
