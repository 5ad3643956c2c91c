"""What was baked is kept on disk: whole or not at all, bounded, shared, and never needed."""

import os
from pathlib import Path

import numpy as np
import pytest

from visualizer.core.geometry import Box
from visualizer.figures import load_theme
from visualizer.figures.art.nmda import nmda_cutaway
from visualizer.frame.art import Art, Flat
from visualizer.frame.shapes import Frame, Sprite
from visualizer.render import PygameRenderer, render
from visualizer.render.bake import bake
from visualizer.render.bakery import Bakery
from visualizer.render.offscreen import read_pixels

HERO = nmda_cutaway(load_theme("lecture"), 1.0, 1.0).back
SCALE = 0.5


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that is not there yet."""
    return tmp_path / "cache" / "baked"


def files(folder: Path) -> list[Path]:
    """Return the files kept, oldest first."""
    return sorted(folder.glob("*"), key=lambda path: path.stat().st_mtime)


def bake_once(folder: Path) -> None:
    """Bake the hero with a bakery of its own, and let it finish writing."""
    bakery = Bakery(folder)
    bakery(HERO, SCALE, None)
    bakery._writer.submit(lambda: None).result()
    bakery.close()


def test_what_comes_from_the_disk_is_what_was_baked(folder: Path) -> None:
    """A second bakery gives the same pixels and origin, without baking."""
    bake_once(folder)
    assert len(files(folder)) == 1
    kept = Bakery(folder)
    again = kept._read(files(folder)[0])
    kept.close()
    fresh = bake(HERO, SCALE, None)
    assert again is not None
    assert np.array_equal(again.pixels, fresh.pixels)
    assert again.origin == fresh.origin


@pytest.mark.parametrize("damage", [b"", b"moa1", b"x" * 400, None])
def test_a_damaged_file_is_as_good_as_none(folder: Path, damage: bytes | None) -> None:
    """Whatever a file holds, the picture is right and the bad file is gone."""
    bake_once(folder)
    path = files(folder)[0]
    path.write_bytes(path.read_bytes()[:-40] if damage is None else damage)
    bakery = Bakery(folder)
    baked = bakery(HERO, SCALE, None)
    bakery._writer.submit(lambda: None).result()
    bakery.close()
    assert np.array_equal(baked.pixels, bake(HERO, SCALE, None).pixels)
    assert len(files(folder)) == 1
    assert files(folder)[0].stat().st_size > 1000


def test_the_folder_is_bounded_and_the_longest_unused_goes(folder: Path) -> None:
    """Beyond the budget the oldest files are deleted, and what a crash left half-written."""
    folder.mkdir(parents=True)
    for age in range(6):
        path = folder / f"{age}.baked"
        path.write_bytes(b"x" * 1000)
        os.utime(path, (1000 + age, 1000 + age))
    for age, name in ((1, "left.4711"), (1004, "being-written.4712")):
        (folder / name).write_bytes(b"x")
        os.utime(folder / name, (age, age))
    Bakery(folder, budget=3000)._writer.submit(lambda: None).result()
    assert {path.name for path in files(folder)} == {"3.baked", "4.baked", "5.baked", "being-written.4712"}


def test_a_folder_that_cannot_be_written_harms_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The picture is baked all the same; one line says that it is not kept."""
    (tmp_path / "file").write_text("in the way")
    bakery = Bakery(tmp_path / "file" / "baked")
    for scale in (SCALE, SCALE * 1.1):
        assert bakery(HERO, scale, None).pixels.any()
        bakery._writer.submit(lambda: None).result()
    bakery.close()
    assert len([record for record in caplog.records if "not kept" in record.message]) == 1


def test_small_pictures_are_not_kept(folder: Path) -> None:
    """What is baked in a moment makes no file."""
    dot = Art("dot", Box(-5, -5, 5, 5), (Flat(((-4, -4), (4, -4), (0, 4)), "#FFFFFF"),))
    bakery = Bakery(folder)
    bakery(dot, 2.0, None)
    bakery._writer.submit(lambda: None).result()
    bakery.close()
    assert not folder.exists()


def test_a_frame_is_the_same_with_and_without_the_disk(folder: Path) -> None:
    """Drawn from kept pictures a frame has the pixels of one that was baked anew."""
    frame = Frame((640, 480), (Sprite(HERO, (320, 300), SCALE, 0.2),))
    bake_once(folder)
    bakery = Bakery(folder)
    kept = read_pixels(render(frame, PygameRenderer(16, bakery)))
    bakery.close()
    assert np.array_equal(kept, read_pixels(render(frame, PygameRenderer(16))))
