"""Only what differs is drawn anew: that a picture that follows another has the pixels of one drawn from nothing."""

import numpy as np
import pygame
import pytest
from conftest import timeline

from visualizer.core.geometry import Box
from visualizer.core.noise import uniforms
from visualizer.figures import Look, arrange, compose
from visualizer.frame.art import Art, Balls, Letters
from visualizer.frame.shapes import (
    Backdrop,
    Disc,
    Fill,
    Frame,
    Group,
    Label,
    Pane,
    Path,
    Shape,
    Sprite,
    Swarm,
)
from visualizer.render import PygameRenderer, read_pixels, render
from visualizer.render.cache import Picture
from visualizer.render.marks import Mark, changed, touched

SIZE = (480, 270)
BALL = Art(
    "ball",
    Box(-20, -20, 20, 20),
    (Balls(((0, 0),), (18,), "#102030", "#4080C0", "#F0F8FF"), Letters("K", (0, 0), 12, "#FFFFFF")),
)
GROUND = Group("ground", (Backdrop(Box(0, 0, *SIZE), "#1E2E52", "#0B1021"),), still=True)
WORDS = Group("words", (Label("Words that stay", (20, 250), 22, "#FFFFFF"),), still=True)


def _scatter(count: int, *key: object) -> np.ndarray:
    places = uniforms(2 * count, "marks", *key).reshape(count, 2) * SIZE
    return np.asarray(places, dtype=np.float32)


def _shapes(turn: int) -> tuple[Shape, ...]:
    """Return a picture of everything: some of it moves a little, some comes and goes, some stays."""
    there = (uniforms(40, "there", turn // 3) < 0.9) | (np.arange(40) % 5 == 0)
    walked = _scatter(40, "crowd") + 3.0 * turn * (_scatter(40, "way") / SIZE - 0.5)
    inner: tuple[Shape, ...] = (
        Fill(Box(0, 0, 200, 120), "#203040"),
        Swarm("inner", BALL, 0.4, _scatter(9, "inner", turn // 2) * 0.4),
        Label(f"{turn // 4}", (30, 60), 20, "#FFFFFF"),
    )
    shapes: list[Shape] = [
        GROUND,
        Swarm("crowd", BALL, 0.35, walked[there].astype(np.float32)),
        Swarm("pale", BALL, 0.5, _scatter(60, "pale", turn // 5), 0.375),
        Sprite(BALL, (60.0 + turn * 0.3, 90.0), 1.0, angle=0.1 * (turn // 6)),
        Group("fading", (Disc((200, 80), 30, "#E09020"), Disc((220, 90), 30, "#2090E0")), 0.1 * (turn % 11)),
        Path(((20.0, 30.0), (300.0 + turn, 200.0)), "#FFFFFF", 1.6, alpha=0.9),
        Path(((30, 200), (200, 210), (180, 100)), "#FFD040", 3.0, alpha=0.6, closed=True),
        Fill(Box(300, 40, 380 + turn, 60), "#FF8080", alpha=0.5),
        Fill(Box(300, 80, 420, 110), "#405060", 0.7, 8.0, "#FFFFFF", 2.0),
        Label("Moving words", (250 - turn, 160), 18, "#FFFFFF", alpha=min(1.0, 0.07 * turn)),
    ]
    if turn % 4 < 2:
        shapes.insert(3, Disc((400, 200), 12, "#80FF80", ring="#FFFFFF", ring_width=2.0))
    if turn % 5 == 0:
        shapes[3], shapes[4] = shapes[4], shapes[3]
    return (*shapes, Pane("pane", Box(260, 130, 460, 250), inner), WORDS)


def test_what_follows_has_the_pixels_of_what_is_drawn_from_nothing() -> None:
    """Picture after picture, forwards, standing and jumping, the same renderer draws what a new one draws."""
    warm = PygameRenderer()
    for turn in (*range(24), 23, 23, 7, 8, 30, 31, 0):
        frame = Frame(SIZE, _shapes(turn))
        seen, fresh = read_pixels(render(frame, warm)), read_pixels(render(frame, PygameRenderer()))
        assert np.array_equal(seen, fresh), turn


def test_what_others_drew_on_the_surface_does_not_stay() -> None:
    """A window's surface may be drawn on between two pictures: the next one is whole again."""
    warm, surface = PygameRenderer(), pygame.Surface(SIZE, 0, 32)
    frame = Frame(SIZE, _shapes(3))
    for _ in range(4):
        warm.draw(frame, surface)
        assert np.array_equal(read_pixels(surface), read_pixels(render(frame)))
        surface.fill("#FF00FF", (100, 100, 50, 50))


def test_a_mistake_while_drawing_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    """When a picture breaks off in the middle, the next one is drawn from nothing."""
    warm = PygameRenderer()
    for turn in range(3):
        render(Frame(SIZE, _shapes(turn)), warm)

    def broken(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr("visualizer.render.pygame_renderer._flood", broken)
        with pytest.raises(MemoryError):
            render(Frame(SIZE, _shapes(4)), warm)
    frame = Frame(SIZE, _shapes(5))
    assert np.array_equal(read_pixels(render(frame, warm)), read_pixels(render(frame)))


@pytest.mark.parametrize("scene", ["nmda-blockade", "ssri-reuptake"])
def test_a_scene_played_is_the_scene_seen(scene: str) -> None:
    """Pictures of a scene as they follow each other in the window are those that one would see by jumping there."""
    line = timeline(scene)
    layout, warm = arrange(line, Look(), SIZE), PygameRenderer(48)
    for step in range(0, len(line.steps), 3):
        middle = line.steps[step].seconds / 2
        for seconds in (0.4, 0.4 + 1 / 60, *(middle + i / 60 for i in range(6)), 2 * middle):
            frame = compose(line, line.at(step, seconds), layout)
            seen = read_pixels(render(frame, warm))
            whole = read_pixels(render(frame, warm.sibling()))  # knows what was baked, and no picture before
            assert np.array_equal(seen, whole), (step, seconds)


def test_nothing_is_drawn_where_nothing_differs() -> None:
    """Equal marks in the same order leave nothing to draw; a mark that moved leaves its old place and its new one."""
    whole = pygame.Rect(0, 0, *SIZE)
    picture = Picture(pygame.Surface((10, 10), pygame.SRCALPHA, 32))

    def mark(x: int, y: int) -> Mark:
        return Mark((picture, x, y), whole, [pygame.Rect(x, y, 10, 10)], picture, (x, y))

    still = [mark(x, 100) for x in range(0, 400, 40)]
    assert changed(still, list(still), SIZE) == []
    boxes = changed([*still, mark(5, 5)], [*still, mark(300, 200)], SIZE)
    assert boxes is not None
    assert {box.collidepoint(5, 5) or box.collidepoint(300, 200) for box in boxes} == {True}
    assert sum(box.width * box.height for box in boxes) <= 3 * 32 * 32
    one, other = mark(50, 50), mark(55, 52)
    assert changed([one, other], [other, one], SIZE) != []


def test_what_marks_touch_lies_in_boxes_that_do_not_overlap() -> None:
    """The rectangles that hold a fading group cover every pixel that its marks can touch, and none of them twice."""
    square = Picture(pygame.Surface((50, 40), pygame.SRCALPHA, 32))
    whole = pygame.Rect((0, 0), SIZE)
    places = [(3, 5), (40, 30), (200, 100), (460, 250), (470, -20), (350, 60)]
    marks = [Mark(place, whole, [box.move(place) for box in square.boxes], square, place) for place in places]
    seen = pygame.Rect(0, 0, 400, 270)
    count = np.zeros(SIZE, dtype=int)
    for box in touched(marks, SIZE, seen):
        count[box.left : box.right, box.top : box.bottom] += 1
    for mark in marks:
        box = mark.box.clip(seen)
        assert (count[box.left : box.right, box.top : box.bottom] == 1).all()
    assert count.max() == 1
    assert not count[400:].any()
    assert count.mean() < 0.5
