"""The window and its loop under SDL's dummy driver: events, faults, wishes, and a monkey."""

import logging
import random
import time
from pathlib import Path

import numpy as np
import pytest
from conftest import settle
from windows import SIZE, arrive, key, middle, mouse, pixels_of, told

import visualizer.render  # noqa: F401 (before pygame)
from visualizer import app
from visualizer.app.thumbnails import key_of
from visualizer.export import find
from visualizer.modes import dressed
from visualizer.render import read_pixels, render
from visualizer.session import intents as ask

pygame = pytest.importorskip("pygame")


def test_a_key_takes_the_one_road(shell: app.Shell) -> None:
    """A key press becomes an action, an intent, and a new session."""
    key(shell, "space", " ")
    assert shell.session.playing


def test_a_held_step_key_steps_once(shell: app.Shell) -> None:
    """Auto-repeat does not skip through the lesson, and letting go makes the key new again."""
    for _ in range(5):
        key(shell, "right", release=False)
    assert (shell.session.step, shell.session.at_end) == (1, True)
    shell.heed(pygame.Event(pygame.KEYUP, {"key": pygame.K_RIGHT, "scancode": 79, "unicode": "", "mod": 0}))
    key(shell, "right")
    assert shell.session.step == 2


def test_the_language_changes_on_the_same_picture(shell: app.Shell) -> None:
    """F2 keeps step and time and changes the words of the window."""
    before = (shell.session.step, shell.session.seconds)
    key(shell, "f2")
    shell.show()
    assert (shell.session.step, shell.session.seconds) == before
    assert shell.session.language == "fr"
    assert "Mécanismes" in shell.window.title


def test_a_button_acts_on_release_and_forgives(shell: app.Shell) -> None:
    """A press acts when it is let go on the same button; sliding off takes it back."""
    play = middle(shell, "play")
    mouse(shell, pygame.MOUSEBUTTONDOWN, play)
    assert not shell.session.playing
    mouse(shell, pygame.MOUSEBUTTONUP, (play[0], 20))
    assert not shell.session.playing
    mouse(shell, pygame.MOUSEBUTTONDOWN, play)
    mouse(shell, pygame.MOUSEBUTTONUP, play)
    assert shell.session.playing


def test_dragging_the_line_scrubs(shell: app.Shell) -> None:
    """The scene follows the pointer along the line, to both ends and beyond."""
    box = next(region.box for region in shell.regions if region.name == "scrub")
    between = (round(box.left + box.width * 0.3), round(box.centre[1]))
    while any(region.role == "mark" and region.box.contains(between) for region in shell.regions):
        between = (between[0] + 3, between[1])
    mouse(shell, pygame.MOUSEBUTTONDOWN, between)
    part = shell.session.story / shell.session.total
    assert part == pytest.approx((between[0] - box.left) / box.width, abs=0.01)
    mouse(shell, pygame.MOUSEMOTION, (SIZE[0] - 1, between[1]))
    assert shell.session.story == shell.session.total
    mouse(shell, pygame.MOUSEBUTTONUP, (SIZE[0] - 1, between[1]))
    assert shell.session.pressed == ""


def test_pointing_at_a_receptor_names_it(shell: app.Shell) -> None:
    """The figure under the pointer gets a card with its name in the person's language."""
    shell.do(ask.LastStep())
    shell.do(ask.SeekTo(1, 99.0))
    settle(shell)
    figure = next(region for region in shell.regions if region.name.startswith("nmdar"))
    x = min(max(figure.box.centre[0], 0), SIZE[0] - 1)
    mouse(shell, pygame.MOUSEMOTION, (round(x), round(min(figure.box.centre[1], 200))))
    pointed = shell.words().pointed
    assert pointed is not None
    assert "NMDA" in pointed.name


def test_tab_reaches_cards_and_enter_opens_one(home: app.Shell) -> None:
    """The home page works by keyboard alone."""
    settle(home)
    key(home, "tab", "\t")
    assert home.session.focus.startswith("open:")
    key(home, "return", "\r")
    arrive(home)
    assert (home.session.screen, home.session.playing) == ("scene", True)


def test_escape_never_leaves(shell: app.Shell) -> None:
    """However often Escape is pressed, the program stays; Ctrl+Q leaves."""
    key(shell, "f1")
    for _ in range(4):
        key(shell, "escape", "\x1b")
    assert not shell.leaving
    key(shell, "q", "\x11", pygame.KMOD_LCTRL)
    assert shell.leaving


def test_a_mistake_in_drawing_keeps_the_last_picture(
    shell: app.Shell, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """When a picture cannot be drawn the last one stays, the log has one line, and the show goes on."""
    flips = []
    monkeypatch.setattr(app.shell, "chrome", lambda *_: 1 / 0)
    monkeypatch.setattr(type(shell), "_dress_window", lambda _: flips.append(1))
    with caplog.at_level(logging.ERROR, "moa"):
        for _ in range(3):
            shell.do(ask.FrameStep(1))
            shell.show()
    assert flips == []
    assert len(caplog.records) == 1
    monkeypatch.undo()
    shell.do(ask.FrameStep(1))
    settle(shell)
    assert shell.regions


def test_a_still_page_is_drawn_once(home: app.Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is drawn while nothing changes, which saves a laptop's battery."""
    until = time.monotonic() + 120
    while home.thumbnails.state[1] or not home.thumbnails.state[0]:
        assert time.monotonic() < until
        home.hear()
        home.show()
        time.sleep(0.01)
    home.show()
    drawn = []
    monkeypatch.setattr(type(home.renderer), "draw", lambda *_: drawn.append(1))
    for _ in range(5):
        home.do(ask.Tick(0.016))
        home.show()
    assert drawn == []


def test_cards_get_their_pictures(home: app.Shell) -> None:
    """Each card's picture appears by itself, one after another."""

    def missing() -> list[str]:
        return [
            region.name
            for region in home.chrome.regions
            if region.role == "picture" and home.thumbnails.get(key_of(region, "lecture")) is None
        ]

    home.show()
    until = time.monotonic() + 120
    while missing():
        assert time.monotonic() < until
        home.hear()
        home.show()
        time.sleep(0.01)


def test_a_screenshot_is_kept_beside_the_ones_before(shell: app.Shell, tmp_path: Path) -> None:
    """Two screenshots are two files, and the person is told their names."""
    shell.do(ask.Screenshot())
    told(shell)
    assert "nmda-blockade-2.png" in shell.session.notice
    shell.do(ask.Screenshot())
    shell.do(ask.Notice(""))
    told(shell)
    names = sorted(path.name for path in (tmp_path / "pictures").iterdir())
    assert names == ["nmda-blockade-2-2.png", "nmda-blockade-2.png"]


def test_choices_are_kept_for_the_next_run(shell: app.Shell) -> None:
    """A language chosen in the program is there after a restart."""
    key(shell, "f2")
    assert '"language": "fr"' in shell.settings_path.read_text()


def test_a_copy_has_words_evidence_and_sources(shell: app.Shell) -> None:
    """What goes to the clipboard names the step, how sure it is, and where it comes from."""
    found = shell.scenes["nmda-blockade"]
    text = app.shell.wording.step_text(found, 1, "fr", "plain")
    assert text.splitlines()[0] == found.text(
        "fr", f"{found.scene.steps[1].id}/title", found.scene.steps[1].title
    )
    assert "doi:" in text


def test_a_scene_that_cannot_be_compiled_leaves_the_page(
    home: app.Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault while compiling is a notice on the page that shows, not an end of the program."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError("no such thing")

    monkeypatch.setattr(app.compiler, "compiled", fail)
    home.do(ask.OpenScene("nmda-blockade"))
    arrive(home)
    assert home.session.screen == "home"
    assert "no such thing" in home.session.notice


def test_a_monkey_leaves_the_picture_a_function(shell: app.Shell) -> None:
    """After seeded nonsense at uneven speed, the picture is the one made afresh for that place and look."""
    chance = random.Random(7)
    intents: list[ask.Intent] = [
        *(
            ask.TogglePlay(),
            ask.NextStep(),
            ask.PreviousStep(),
            ask.StepStart(),
            ask.Restart(),
            ask.LastStep(),
        ),
        *(ask.FirstStep(), ask.ToggleLoop(), ask.ChangeSpeed(1), ask.ChangeSpeed(-1), ask.FrameStep(-1)),
        *(
            ask.SwapLanguage(),
            ask.CycleTheme(),
            ask.CycleRegister(),
            ask.ToggleOverlay("help"),
            ask.CloseTop(),
        ),
    ]
    for _ in range(60):
        shell.do(chance.choice(intents))
        shell.do(
            ask.SeekPart(chance.random()) if chance.random() < 0.2 else ask.Tick(chance.uniform(0.0, 4.0))
        )
        if chance.random() < 0.2:
            shell.show()
    while shell.session.overlays:
        shell.do(ask.CloseTop())
    settle(shell)
    frame = shell.frame(SIZE)
    over = dressed(
        shell.pictures.picture(shell.timelines["nmda-blockade"], shell.session, SIZE), app.shell._EMPTY
    )
    shown = read_pixels(render(over, shell.renderer))
    assert frame.size == over.size == SIZE
    assert np.array_equal(shown, pixels_of(find("nmda-blockade"), shell.session))
