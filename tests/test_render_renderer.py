"""The renderer as a function of the frame: caches, order and repetition never show in the pixels."""

import math
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pygame
import pytest

from visualizer.core.errors import AssetError
from visualizer.core.geometry import Box
from visualizer.frame.art import Art, Balls, Flat, Glow, Letters
from visualizer.frame.shapes import (
    Backdrop,
    Disc,
    Fill,
    Frame,
    Group,
    Label,
    Path,
    Shade,
    Shape,
    Sprite,
    Swarm,
    Zoomed,
)
from visualizer.render import PygameRenderer, check_pygame, read_pixels, render
from visualizer.render.turn import turned

SIZE = (320, 180)
BALL = Art(
    "ball",
    Box(-16, -16, 16, 16),
    (
        Glow((0, 0), 16, "#F7B54A"),
        Balls(((0, 0),), (9,), "#8A5A10", "#F7B54A", "#FFE3A8"),
        Letters("²⁺", (0, 0), 9, "#000000"),
    ),
)


def _shapes(t: float) -> tuple[Shape, ...]:
    places = np.array([(40 + 9 * i + t, 60 + 30 * math.sin(i + t)) for i in range(20)], dtype=np.float32)
    return (
        Backdrop(Box(0, 0, *SIZE), "#1E2E52", "#0B1021"),
        Fill(Box(20, 20, 120, 60), "#2C427A", 0.6, 8.0, "#7AA0EE"),
        Group(
            "still", (Disc((60, 90), 20, "#C48EE6", 0.5), Label("µM", (50, 94), 18, "#FFFFFF")), still=True
        ),
        Swarm("crowd", BALL, 0.7, places),
        Sprite(BALL, (200 + t, 90), 2.0, t / 3, 0.8),
        Path(tuple((10 + 4 * i, 150 + 9 * math.sin(i / 3 + t)) for i in range(70)), "#7ED478", 2.5, 0.7),
        Path(((200, 20), (300, 20), (250, 70 + t)), "#E83492", 1.5, 0.5, "#E83492", True),
        Group("fading", (Disc((150, 100), 15, "#8CE8E0"), Disc((160, 100), 15, "#E83492")), 0.4),
        Shade(Box(0, 140, 320, 180), "#000000", 0.0, 0.8),
        Label("Kₐ of Ca²⁺", (160, 170), 24, "#EEF2FA", "semibold", "centre", 0.9),
        Zoomed((Disc((250, 120), 20, "#FFFFFF", 0.3),), 1.3, (250, 120), (260, 120), 0.6),
    )


def _frame(t: float) -> Frame:
    return Frame(SIZE, _shapes(t))


def test_two_renderers_agree() -> None:
    """The same frame gives the same pixels from any renderer."""
    assert (read_pixels(render(_frame(1.0))) == read_pixels(render(_frame(1.0)))).all()


def test_what_was_drawn_before_never_shows() -> None:
    """Visited in any order, from warm or emptied caches, a time always looks the same."""
    fresh = {t: read_pixels(render(_frame(t))) for t in (0.0, 1.0, 2.5)}
    renderer = PygameRenderer()
    for t in (2.5, 0.0, 1.0, 0.0, 2.5):
        assert (read_pixels(render(_frame(t), renderer)) == fresh[t]).all()
        if t == 1.0:
            renderer.clear()


def test_a_tiny_budget_changes_nothing_but_time() -> None:
    """A renderer that must bake everything anew draws the same picture."""
    starved = PygameRenderer(budget_mb=0.01)
    assert (read_pixels(render(_frame(1.0), starved)) == read_pixels(render(_frame(1.0)))).all()


def test_a_still_group_is_its_shapes() -> None:
    """Baked whole or drawn shape by shape, a group looks the same, with a backdrop and without."""
    for shapes in (_shapes(1.0), _shapes(1.0)[1:]):
        ground = Fill(Box(0, 0, *SIZE), "#335577")
        plain = read_pixels(render(Frame(SIZE, (ground, Group("g", shapes))))).astype(int)
        still = read_pixels(render(Frame(SIZE, (ground, Group("g", shapes, still=True))))).astype(int)
        assert abs(plain - still).max() <= 2


def test_a_still_group_is_baked_once() -> None:
    """The same group object is found again; an equal-looking other object is not mistaken for it."""
    renderer = PygameRenderer()
    group = Group("g", (Disc((60, 60), 20, "#FF0000"),), still=True)
    render(Frame(SIZE, (group,)), renderer)
    baked = renderer.stats()["misses"]
    render(Frame(SIZE, (group,)), renderer)
    assert renderer.stats()["misses"] == baked
    other = Group("g", (Disc((60, 60), 20, "#00FF00"),), still=True)
    assert read_pixels(render(Frame(SIZE, (other,)), renderer))[60, 60].tolist() == [0, 255, 0]


def test_many_short_lived_still_groups_are_never_mixed_up() -> None:
    """A group that is gone never lends its picture to a new one that got its place in memory."""
    renderer = PygameRenderer()
    for i in range(200):
        group = Group("g", (Fill(Box(0, 0, 20, 20), f"#{i:02X}0000"),), still=True)
        assert read_pixels(render(Frame((20, 20), (group,)), renderer))[10, 10, 0] == i


def test_memory_stays_within_the_budget() -> None:
    """However many different pictures are drawn, what is kept stays within the budget."""
    renderer = PygameRenderer(budget_mb=1.0)
    for i in range(300):
        label = Label(f"word {i}", (10, 60), 40, "#FFFFFF")
        render(Frame(SIZE, (label, Sprite(BALL, (90, 90), 1.0 + i / 60, i / 40))), renderer)
        assert renderer.stats()["bytes"] <= renderer.stats()["budget"]
    assert renderer.stats()["pictures"] < 600


def test_growing_art_bakes_once_a_pixel() -> None:
    """Sizes that differ by less than a pixel share one picture."""
    renderer = PygameRenderer()
    for i in range(100):
        render(Frame(SIZE, (Sprite(BALL, (90, 90), 1.0 + i / 1000),)), renderer)
    assert renderer.stats()["misses"] <= 5


def test_bakes_done_beforehand_are_found() -> None:
    """What a frame would wait for can be baked in another thread, and nothing is then left to wait for."""
    renderer, frame = PygameRenderer(), _frame(1.0)
    jobs = renderer.missing(frame)
    assert len(jobs) == 6
    with ThreadPoolExecutor(1) as pool:
        for job, picture in zip(jobs, pool.map(lambda job: job.make(), jobs), strict=True):
            renderer.keep(job, picture)
    assert renderer.missing(frame) == ()
    assert (read_pixels(render(frame, renderer)) == read_pixels(render(frame))).all()


def test_quarter_turns_add_up() -> None:
    """Four quarters are no turn, and letters stay what they were."""
    art = Art(
        "bar",
        Box(-1, -2, 30, 8),
        (Flat(((0, 0), (30, 0), (0, 8)), "#FF0000"), Letters("A", (3, 1), 4, "#000000")),
    )
    again = art
    for _ in range(4):
        again = turned(again, 1)
    assert again == art
    assert turned(art, 1).box == Box(-8, -1, 2, 30)


def test_light_keeps_to_the_upper_left() -> None:
    """A lit ball upside down is still lit from above."""
    art = Art("ball", Box(-40, -40, 40, 40), (Balls(((0, 0),), (36,), "#000000", "#808080", "#FFFFFF"),))
    for degrees in (0, 90, 180, 270):
        frame = Frame((100, 100), (Sprite(art, (50, 50), 1.0, math.radians(degrees)),))
        grey = read_pixels(render(frame)).astype(int)[..., 0]
        assert grey[:50].sum() > 1.1 * grey[50:].sum()
        assert grey[:, :50].sum() > 1.1 * grey[:, 50:].sum()


def test_drawing_needs_no_display() -> None:
    """Rendering works in a process that never opened a video system."""
    code = (
        "import pygame\n"
        "from visualizer.core.geometry import Box\n"
        "from visualizer.frame.shapes import Backdrop, Frame, Group, Label\n"
        "from visualizer.render import render\n"
        "shapes = (Backdrop(Box(0, 0, 64, 36), '#1E2E52', '#0B1021'), Label('a', (9, 30), 24, '#FFFFFF'))\n"
        "surface = render(Frame((64, 36), (Group('g', shapes, still=True),)))\n"
        "assert surface.get_size() == (64, 36) and not pygame.display.get_init()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_text_survives_a_restart_of_the_library() -> None:
    """After pygame was shut down and started again, text is drawn as before."""
    frame = Frame(SIZE, (Label("again", (20, 90), 31, "#FFFFFF"),))
    before = read_pixels(render(frame))
    for _ in range(2):
        pygame.quit()
        assert (read_pixels(render(frame)) == before).all()
        pygame.font.quit()
        pygame.font.init()
        assert (read_pixels(render(frame)) == before).all()


def test_the_other_pygame_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the older pygame took the folder, the message says which two commands help."""
    monkeypatch.delattr("pygame.IS_CE")
    with pytest.raises(
        AssetError, match=r"pip uninstall pygame, then: pip install --force-reinstall pygame-ce"
    ):
        check_pygame()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the setting is made on Linux only")
@pytest.mark.parametrize(("wish", "expected"), [(None, "0"), ("1", "1")])
def test_the_window_is_presented_without_emulated_opengl(wish: str | None, expected: str) -> None:
    """On Linux plain memory is presented, unless somebody asks for SDL's own way."""
    import os

    environment = {key: value for key, value in os.environ.items() if "FRAMEBUFFER_ACCELERATION" not in key}
    if wish is not None:
        environment["MOA_FRAMEBUFFER_ACCELERATION"] = wish
    code = "import os, visualizer.render; print(os.environ['SDL_FRAMEBUFFER_ACCELERATION'])"
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, timeout=60, capture_output=True, text=True, env=environment
    )
    assert done.stdout.split()[-1] == expected
