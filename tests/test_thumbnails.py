"""The small pictures on cards: a drawing until they are there, the disk the next time, never the picture of another day."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import platformdirs
import pytest
from conftest import timeline as compiled

import visualizer.render  # noqa: F401 (before pygame)
from visualizer.app.display import open_display
from visualizer.app.thumbnail_files import FILES_AT_MOST, ThumbnailFiles
from visualizer.app.thumbnails import Thumbnails
from visualizer.core.geometry import Box
from visualizer.export import Found, find
from visualizer.frame.shapes import Region
from visualizer.render import PygameRenderer, read_pixels
from visualizer.render.bake import bake
from visualizer.timeline import Timeline

pygame = pytest.importorskip("pygame")
SCENE = "ssri-reuptake"
SIZE = (160, 90)
PLACE = Region(f"picture:{SCENE}", Box(20, 20, 180, 110), "picture")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Give every test a folder of its own, and no screen."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path / "cache")
    open_display()
    pygame.display.set_mode((200, 130))
    yield
    pygame.display.quit()


def made(found: Found, timelines: dict[str, Timeline]) -> tuple[pygame.Surface, list[str]]:
    """Let a new run fetch the picture of a card; return it, and which scenes it asked to have compiled."""
    asked: list[str] = []
    complaints: list[str] = []
    pictures = Thumbnails({SCENE: found}, asked.append, complaints.append, bake, scale=1)
    until = time.monotonic() + 60
    while pictures.get((SCENE, "lecture", SIZE)) is None:
        assert time.monotonic() < until
        pictures.turn([PLACE], "lecture", timelines if asked else {})
        time.sleep(0.005)
    pictures.close()
    assert complaints == []
    small = pictures.get((SCENE, "lecture", SIZE))
    assert small is not None
    return small, asked


def test_the_second_run_has_its_pictures_without_compiling() -> None:
    """What was drawn once is fetched from the disk, pixel by pixel, and nobody asks for the scene's timeline."""
    timelines = {SCENE: compiled(SCENE)}
    first, asked = made(find(SCENE), timelines)
    assert asked == [SCENE]
    again, asked = made(find(SCENE), timelines)
    assert asked == []
    assert np.array_equal(read_pixels(first), read_pixels(again))


def test_a_changed_scene_has_no_old_picture(tmp_path: Path) -> None:
    """When a scene's file, or what it shares, has changed, its small picture is made anew."""
    scene, shared = tmp_path / "mine.yaml", tmp_path / "substances.yaml"
    scene.write_text("one", encoding="utf-8")
    shared.write_text("one", encoding="utf-8")
    found = replace(find(SCENE), path=scene)
    files, small = ThumbnailFiles(), pygame.Surface(SIZE, pygame.SRCALPHA)
    for path in (scene, shared):
        files.write(found, "lecture", small)
        assert files.read(found, "lecture", SIZE) is not None
        assert files.read(found, "daylight", SIZE) is None
        path.write_text("another", encoding="utf-8")
        assert files.read(found, "lecture", SIZE) is None


def test_a_place_without_its_picture_is_never_empty() -> None:
    """At once, before anything is compiled or drawn, a card's place shows a membrane, and soon a sign that turns."""
    pictures = Thumbnails({SCENE: find(SCENE)}, lambda _: None, print, bake)
    for theme in ("lecture", "daylight"):
        surface = pygame.Surface((200, 130), 0, 32)
        brush = PygameRenderer()
        pictures.put(surface, [PLACE], theme, brush)
        quiet = read_pixels(surface).copy()
        assert quiet[20:110, 20:180].std() > 3
        assert not quiet[:20].any()
    pictures.turn([PLACE], "lecture", {})
    until = time.monotonic() + 30
    while pictures.state[1] == 0:
        assert time.monotonic() < until
        time.sleep(0.01)
    pictures.put(surface, [PLACE], "daylight", brush)
    assert not np.array_equal(read_pixels(surface), quiet)
    pictures.close()


def test_the_folder_is_bounded(tmp_path: Path) -> None:
    """However many sizes a window has had, only so many small pictures are kept, the ones used last."""
    files, found = ThumbnailFiles(tmp_path), find(SCENE)
    for i in range(FILES_AT_MOST + 5):
        (tmp_path / f"{i}.png").write_bytes(b"")
        os.utime(tmp_path / f"{i}.png", (i, i))
    files.write(found, "lecture", pygame.Surface(SIZE, pygame.SRCALPHA))
    names = {path.name for path in tmp_path.iterdir()}
    assert len(names) == FILES_AT_MOST
    assert "5.png" not in names
    assert "6.png" in names
