"""Picture files: what is in them, and that they appear whole or not at all."""

import os
from pathlib import Path

import numpy as np
import pygame
import pytest

from visualizer.core.errors import ExportError
from visualizer.core.geometry import Box
from visualizer.frame.shapes import Fill, Frame
from visualizer.render import read_pixels, render, write_png

FRAME = Frame((64, 36), (Fill(Box(0, 0, 64, 36), "#123456"), Fill(Box(10, 5, 20, 9), "#FEDCBA")))


def test_a_picture_comes_back_as_it_was(tmp_path: Path) -> None:
    """A written PNG holds the very pixels, in red, green, blue, without transparency."""
    surface = render(FRAME)
    write_png(surface, tmp_path / "a.png")
    again = pygame.image.load(tmp_path / "a.png")
    assert again.get_bitsize() == 24
    assert (np.transpose(pygame.surfarray.array3d(again), (1, 0, 2)) == read_pixels(surface)).all()
    assert read_pixels(surface)[0, 0].tolist() == [0x12, 0x34, 0x56]


def test_reading_pixels_leaves_the_surface_free() -> None:
    """After its pixels were read, and while they are kept, a surface can be drawn on."""
    surface = render(FRAME)
    kept = read_pixels(surface)
    surface.blit(pygame.Surface((4, 4), 0, 32), (0, 0))
    assert not surface.get_locked()
    assert kept[0, 0].tolist() == [0x12, 0x34, 0x56]


def test_texts_travel_in_the_picture(tmp_path: Path) -> None:
    """Title and source can be read back from the file, signs of any language too."""
    image = pytest.importorskip("PIL.Image")
    write_png(render(FRAME), tmp_path / "a.png", {"Title": "Ca²⁺ après 24 h", "Source": "a scene"})
    with image.open(tmp_path / "a.png") as picture:
        assert picture.text == {"Title": "Ca²⁺ après 24 h", "Source": "a scene"}
        picture.load()


def test_the_same_picture_gives_the_same_file(tmp_path: Path) -> None:
    """No date and no chance gets into a file."""
    for name in ("a.png", "b.png"):
        write_png(render(FRAME), tmp_path / name, {"Title": "same"})
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full the old picture stays alone, and the message says so."""
    target = tmp_path / "a.png"
    target.write_bytes(b"old")

    def full(self: Path, data: bytes) -> int:
        with open(self, "wb") as file:
            file.write(data[:10])
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ExportError, match="no space left on device"):
        write_png(render(FRAME), target)
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]
    assert target.read_bytes() == b"old"


def test_a_folder_is_not_overwritten(tmp_path: Path) -> None:
    """A path that is a folder is refused in one line."""
    with pytest.raises(ExportError, match="it is a folder") as caught:
        write_png(render(FRAME), tmp_path)
    assert "\n" not in str(caught.value)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """A folder that does not exist is an error of one line with the path in it."""
    with pytest.raises(ExportError, match=r"nowhere.*no such file or directory"):
        write_png(render(FRAME), tmp_path / "nowhere" / "a.png")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="an administrator may write anywhere"
)
def test_a_protected_folder_is_named(tmp_path: Path) -> None:
    """A folder without permission is an error of one line."""
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(ExportError, match="permission denied"):
            write_png(render(FRAME), tmp_path / "a.png")
    finally:
        tmp_path.chmod(0o700)
