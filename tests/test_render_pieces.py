"""Pictures cut into their inked pieces: drawn, they are what they were, and they take less memory."""

import numpy as np
import pygame
import pytest

import visualizer.render  # noqa: F401 (before pygame)
from visualizer.core.geometry import Box
from visualizer.frame.art import Art, Flat, Stroke
from visualizer.frame.shapes import Fill, Frame, Sprite
from visualizer.render import PygameRenderer, read_pixels, render
from visualizer.render.cache import Picture
from visualizer.render.pieces import cropped, cut

GROUND = Fill(Box(0, 0, 700, 400), "#335577")


def _picture(*marks: tuple[int, int, int, int]) -> Picture:
    surface = pygame.Surface((640, 360), pygame.SRCALPHA, 32)
    for mark in marks:
        surface.fill((40, 80, 20, 128), mark)
    return Picture(surface, -7, 5)


def _put(picture: Picture) -> np.ndarray:
    target = pygame.Surface((700, 400), 0, 32)
    for surface, left, top in picture.pieces:
        target.blit(surface, (30 + left, 20 + top), special_flags=pygame.BLEND_PREMULTIPLIED)
    return read_pixels(target)


@pytest.mark.parametrize(
    "marks",
    [
        ((0, 0, 1, 1),),
        ((639, 359, 1, 1), (0, 0, 1, 1)),
        ((63, 63, 2, 2),),
        ((10, 10, 600, 3), (10, 10, 3, 340), (300, 100, 3, 200)),
    ],
)
def test_the_pieces_are_the_picture(marks: tuple[tuple[int, int, int, int], ...]) -> None:
    """Put side by side, the pieces of a sparse picture show the same pixels in less memory."""
    whole = _picture(*marks)
    parts = cut(whole)
    assert parts.size_bytes < whole.size_bytes
    assert np.array_equal(_put(parts), _put(whole))


@pytest.mark.parametrize("marks", [((0, 0, 640, 360),), ((0, 0, 640, 300),), ()])
def test_full_and_empty_pictures_stay_whole(marks: tuple[tuple[int, int, int, int], ...]) -> None:
    """A picture that is nearly full of ink, or has none at all, is left as it is."""
    whole = _picture(*marks)
    assert cut(whole) is whole


@pytest.mark.parametrize("alpha", [1.0, 0.5, 0.37])
def test_a_cut_sprite_fades_like_a_whole_one(alpha: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large thin ring, cut or whole, thinned in a kept level or between two, has the same pixels."""
    turn = np.linspace(0.0, 2 * np.pi, 90)
    ring = tuple(zip((150 * np.cos(turn)).tolist(), (150 * np.sin(turn)).tolist(), strict=True))
    art = Art("ring", Box(-160, -160, 160, 160), (Stroke(ring, 8.0, "#F7B54A", 0.8, 6.0),))
    frame = Frame((700, 400), (GROUND, Sprite(art, (350, 200), 1.0, 0.0, alpha)))
    in_pieces = read_pixels(render(frame, PygameRenderer()))
    monkeypatch.setattr("visualizer.render.pygame_renderer.cut", lambda picture: picture)
    assert np.array_equal(in_pieces, read_pixels(render(frame, PygameRenderer())))


def test_the_parts_of_a_still_picture_are_let_go() -> None:
    """What a still group was put together from does not stay in memory beside it."""
    from visualizer.frame.shapes import Group

    art = Art("bar", Box(0, 0, 600, 300), (Stroke(((10, 10), (590, 290)), 20.0, "#F7B54A"),))
    sprite = Sprite(art, (20, 350), 1.0)
    alone, still = PygameRenderer(), PygameRenderer()
    render(Frame((700, 400), (GROUND, sprite)), alone)
    group = Group("scenery", (sprite,), still=True)
    render(Frame((700, 400), (GROUND, group)), still)
    assert still.stats()["pictures"] == alone.stats()["pictures"]
    # What is drawn on its own as well stays.
    render(Frame((700, 400), (GROUND, sprite, Group("scenery", (sprite,), still=True))), alone)
    before = alone.stats()["misses"]
    render(Frame((700, 400), (GROUND, sprite)), alone)
    assert alone.stats()["misses"] == before


def test_of_art_larger_than_the_picture_only_what_shows_is_kept() -> None:
    """A large sprite that reaches beyond the picture takes no more memory than what shows, and its pixels are the same."""
    ring = tuple((1300.0 * float(np.cos(a)), 700.0 * float(np.sin(a))) for a in np.linspace(0.0, 6.28, 60))
    art = Art("ring", Box(-1320, -720, 1320, 720), (Flat(ring, "#3F6FA0"),))
    wide = Fill(Box(0, 0, 1920, 1080), "#335577")
    for at in ((400.0, 500.0), (463.7, 1100.2), (1800.0, -60.0)):
        whole, alone = PygameRenderer(), PygameRenderer()
        big, small = pygame.Surface((5000, 3000), 0, 32), pygame.Surface((1920, 1080), 0, 32)
        moved = (at[0] + 1500, at[1] + 1000)
        whole.draw(
            Frame((5000, 3000), (Fill(Box(0, 0, 5000, 3000), "#335577"), Sprite(art, moved, 1.0))), big
        )
        alone.draw(Frame((1920, 1080), (wide, Sprite(art, at, 1.0))), small)
        assert (read_pixels(big.subsurface((1500, 1000, 1920, 1080))) == read_pixels(small)).all()
        assert alone.stats()["bytes"] < whole.stats()["bytes"]
    nothing = cropped(Picture(pygame.Surface((50, 50), pygame.SRCALPHA, 32)), pygame.Rect(500, 0, 64, 64))
    assert nothing.size_bytes <= 16
