"""A student's window under SDL's dummy driver, for the tests: opened, waited for, and used by keys and pointer."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import platformdirs
import pygame
import pytest

from visualizer import app
from visualizer.app.display import open_display
from visualizer.app.pictures import look_of
from visualizer.export import SEED, Found, shipped
from visualizer.figures import arrange, compose
from visualizer.render import PygameRenderer, read_pixels, render
from visualizer.scene import Library, Scene
from visualizer.session import Session
from visualizer.timeline import Timeline, compile_scene

SIZE = (640, 360)
KEPT: dict[str, Timeline] = {}


def compiled(scene: Scene, library: Library, seed: int) -> Timeline:
    """Return the timeline of a scene, the same for all tests."""
    if scene.id not in KEPT:
        KEPT[scene.id] = compile_scene(scene, library, seed)
    return KEPT[scene.id]


@contextmanager
def opened_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[app.Shell]:
    """Open a shell on its home page, without a screen, with its own folders, and close it."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setattr(platformdirs, "user_config_path", lambda *_, **__: tmp_path / "config")
    monkeypatch.setattr(platformdirs, "user_pictures_path", lambda: tmp_path / "pictures")
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path / "cache")
    monkeypatch.setattr(app.compiler, "compiled", lambda found: compiled(found.scene, found.library, SEED))
    open_display()
    shell = app.Shell(app.Options(size=SIZE, language="en"), shipped()[0])
    yield shell
    shell.close()
    pygame.display.quit()


def arrive(shell: app.Shell) -> None:
    """Wait for the scene that was asked for."""
    until = time.monotonic() + 120
    while shell.session.opening is not None:
        assert time.monotonic() < until
        shell.hear()
        time.sleep(0.01)


def told(shell: app.Shell) -> None:
    """Wait until the person is told something."""
    until = time.monotonic() + 120
    while not shell.session.notice:
        assert time.monotonic() < until
        shell.hear()
        time.sleep(0.01)


def key(shell: app.Shell, name: str, typed: str = "", mod: int = 0, *, release: bool = True) -> None:
    """Press a key as SDL would report it."""
    code = pygame.key.key_code(name)
    places = {"right": 79, "left": 80, "escape": 41, "f1": 58, "f2": 59, "return": 40, "tab": 43}
    given = {"key": code, "scancode": places.get(name, 4 + ord(name[0]) - 97), "unicode": typed, "mod": mod}
    shell.heed(pygame.Event(pygame.KEYDOWN, given))
    if release:
        shell.heed(pygame.Event(pygame.KEYUP, given))


def middle(shell: app.Shell, name: str) -> tuple[int, int]:
    """Return the middle of a region on the last picture."""
    box = next(region.box for region in shell.regions if region.name == name)
    return (round(box.centre[0]), round(box.centre[1]))


def mouse(shell: app.Shell, kind: int, at: tuple[int, int]) -> None:
    """Move the pointer, or press or let go its left button."""
    given = (
        {"pos": at, "rel": (0, 0), "buttons": (0, 0, 0)}
        if kind == pygame.MOUSEMOTION
        else {"pos": at, "button": 1}
    )
    shell.heed(pygame.Event(kind, given))


def pixels_of(found: Found, session: Session) -> np.ndarray:
    """Return a picture made from nothing but the place and the look."""
    timeline = compile_scene(found.scene, found.library, 0)
    layout = arrange(timeline, look_of(session), SIZE)
    snapshot = timeline.at(session.step, session.seconds, session.hold)
    return read_pixels(render(compose(timeline, snapshot, layout), PygameRenderer()))
