"""What all tests share: no window, no sound, and the shipped scenes compiled once."""

import os
import time
from functools import lru_cache
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import pytest
from hypothesis import settings

from visualizer.core.paths import scenes_folder
from visualizer.scene import Library, Scene, load_library, load_scene
from visualizer.timeline import Timeline, compile_scene

settings.register_profile("steady", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("steady")  # what lands is judged by the same examples each time

SHIPPED = tuple(sorted(load_library(scenes_folder())[0].scenes))


@pytest.fixture(autouse=True)
def own_state_folder(monkeypatch, tmp_path):
    """Keep a person's place out of the tests, and the tests out of it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def pytest_addoption(parser):
    """Add --accept, which rewrites the expected texts and pictures."""
    parser.addoption("--accept", action="store_true", help="take what is seen as what is expected")


@lru_cache(maxsize=1)
def library() -> Library:
    """Return the shipped library."""
    return load_library(scenes_folder())[0]


@lru_cache(maxsize=32)
def scene(name: str) -> Scene:
    """Return a shipped scene."""
    found, problems = load_scene(library().scenes[name], library())
    assert found is not None, [str(problem) for problem in problems]
    return found


@lru_cache(maxsize=32)
def timeline(name: str) -> Timeline:
    """Return a shipped scene's timeline."""
    return compile_scene(scene(name), library())


@pytest.fixture(scope="session")
def circuit() -> Timeline:
    """Return the timeline of the example with a cell that bursts, one that it holds down, and two lists in its second step."""
    examples = Path(__file__).parent / "scenes"
    shared, _ = load_library(examples)
    found, _ = load_scene(examples / "good-circuit.yaml", shared)
    assert found is not None
    return compile_scene(found, shared)


def settle(shell) -> None:
    """Show a window's picture, and wait until it is the one that was asked for."""
    until = time.monotonic() + 120
    shell.show()
    while shell.waiting:
        assert time.monotonic() < until
        time.sleep(0.005)
        shell.show()


@pytest.fixture
def home(monkeypatch, tmp_path):
    """Return a shell on its home page, without a screen, with its own folders."""
    from windows import opened_home  # only the tests of windows need pygame

    with opened_home(monkeypatch, tmp_path) as shell:
        yield shell


@pytest.fixture
def shell(home):
    """Return a shell that shows a scene, paused at the start of its second step."""
    from windows import arrive

    from visualizer.session import intents as ask

    home.do(ask.OpenScene("nmda-blockade", 1, playing=False))
    arrive(home)
    settle(home)
    return home
