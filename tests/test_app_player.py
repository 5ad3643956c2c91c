"""The player under a person's hands: the line, the buttons, the menu, pictures kept, the place where she stopped."""

import json
from pathlib import Path

import pytest
from conftest import settle
from windows import SIZE, arrive, key, middle, mouse, told

import visualizer.render  # noqa: F401 (before pygame)
from visualizer import app
from visualizer.app.keyboard import stroke_of
from visualizer.app.places import Stopped, load_stopped
from visualizer.export import find
from visualizer.frame.shapes import Label
from visualizer.modes import match_key
from visualizer.session import intents as ask

pygame = pytest.importorskip("pygame")


def labels(shell: app.Shell) -> list[str]:
    """Return what the chrome says now."""
    shell.frame(SIZE)
    return [shape.text for shape in shell.chrome.shapes if isinstance(shape, Label)]


def press(shell: app.Shell, name: str) -> None:
    """Click on a region of the last picture."""
    shell.frame(SIZE)
    at = middle(shell, name)
    mouse(shell, pygame.MOUSEBUTTONDOWN, at)
    mouse(shell, pygame.MOUSEBUTTONUP, at)


def test_marks_have_titles_under_pointer_focus_and_drag(shell: app.Shell) -> None:
    """A mark says its step's title when pointed at or chosen, and so does the line while it is dragged."""
    titles = [step.title for step in find("nmda-blockade").scene.steps]
    shell.do(ask.PointAt("step:4"))
    assert f"5  {titles[4]}" in labels(shell)
    shell.do(ask.PointAt(""))
    shell.do(ask.FocusOn("step:2"))
    assert f"3  {titles[2]}" in labels(shell)
    box = next(region.box for region in shell.regions if region.name == "scrub")
    shell.do(ask.Press("scrub"))
    shell._scrub((box.left + 0.99 * box.width, box.centre[1]))
    assert any(text.startswith(f"8  {titles[7]} · ") for text in labels(shell))


def test_the_line_stands_on_marks_that_are_near(shell: app.Shell) -> None:
    """Dragged to within a few pixels of a mark, the line stands on the step's start; further away it does not."""
    shell.frame(SIZE)
    shell.do(ask.Press("scrub"))
    mark, following = (
        next(region.box for region in shell.regions if region.name == name) for name in ("step:3", "step:4")
    )
    half = (following.centre[0] - mark.centre[0]) / 2
    for off, on_start in ((-2.0, True), (0.0, True), (2.0, True), (half, False)):
        shell._scrub((mark.centre[0] + off, mark.centre[1]))
        assert (shell.session.step, shell.session.seconds) == (3, 0.0) or not on_start
        assert (shell.session.seconds == 0.0) == on_start


def test_the_speed_button_goes_round(shell: app.Shell) -> None:
    """Pressed again and again, the speed goes through all of the list, and is written as the language writes it."""
    seen = []
    for _ in range(5):
        press(shell, "speed")
        seen.append(shell.session.speed)
    assert seen == [1.5, 2.0, 0.25, 0.5, 1.0]
    shell.do(ask.ChangeSpeed(-2))
    shell.do(ask.SetLanguage("fr"))
    assert "0,25×" in labels(shell)


def test_buttons_lead_back_to_the_start(shell: app.Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """The start button leads to the step's start, and so does "previous" with Shift; without it, to an end picture."""
    for shift, name, place in ((0, "step-start", (1, 0.0)), (pygame.KMOD_LSHIFT, "previous-step", (1, 0.0))):
        shell.do(ask.SeekTo(1, 5.0))
        monkeypatch.setattr(pygame.key, "get_mods", lambda held=shift: held)
        press(shell, name)
        assert (shell.session.step, shell.session.seconds) == place
    monkeypatch.setattr(pygame.key, "get_mods", lambda: 0)
    shell.do(ask.SeekTo(1, 5.0))
    press(shell, "previous-step")
    assert (shell.session.step, shell.session.at_end) == (0, True)


def test_the_menu_leaves_the_picture_in_sight(shell: app.Shell) -> None:
    """F10 opens it, frame steps and speeds work with the picture beside it, and the running step waits meanwhile."""
    shell.do(ask.TogglePlay())
    key(shell, "f10")
    shell.do(ask.Tick(1.0))
    assert shell.session.seconds == 0.0
    shell.frame(SIZE)
    assert shell.picture.shapes
    press(shell, "slower")
    assert (shell.session.overlay, shell.session.speed) == ("menu", 0.5)
    press(shell, "reset")
    assert (shell.session.overlay, shell.session.step, shell.session.speed) == (None, 0, 1.0)


def test_reset_keeps_language_and_text_size(shell: app.Shell) -> None:
    """Alt+R brings back time, speed, repeat and view, and leaves language, look, words and text size."""
    for intent in (
        *(ask.SwapLanguage(), ask.ChangeTextScale(2), ask.CycleTheme(), ask.CycleRegister()),
        *(ask.ChangeSpeed(1), ask.ToggleLoop(), ask.ToggleControls(), ask.ToggleOverlay("help")),
    ):
        shell.do(intent)
    kept = [getattr(shell.session, name) for name in ("language", "text_scale", "theme", "register")]
    key(shell, "r", mod=pygame.KMOD_LALT)
    after = shell.session
    assert (after.step, after.seconds, after.playing, after.speed) == (0, 0.0, True, 1.0)
    assert (after.loop, after.bare, after.overlays) == (False, False, ())
    assert [getattr(after, name) for name in ("language", "text_scale", "theme", "register")] == kept


def test_letters_can_be_switched_off(shell: app.Shell) -> None:
    """Ctrl+K switches single letters off, says how to get them back, is remembered, and leaves Alt forms."""
    key(shell, "k", "\x0b", pygame.KMOD_LCTRL)
    assert "Ctrl+K" in shell.session.notice
    key(shell, "o", "o")
    assert not shell.session.loop
    key(shell, "o", mod=pygame.KMOD_LALT)
    assert shell.session.loop
    assert json.loads(shell.settings_path.read_text())["single_keys"] is False
    key(shell, "k", "\x0b", pygame.KMOD_LCTRL)
    key(shell, "o", "o")
    assert not shell.session.loop


def texts_of(path: Path) -> dict[str, str]:
    """Return what a PNG file says about itself."""
    data, at, found = path.read_bytes(), 8, {}
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if kind == b"iTXt":
            name, _, rest = body.partition(b"\0")
            found[name.decode()] = rest[4:].decode()
        at += 12 + length
    return found


def test_a_kept_picture_says_how_it_was_made(shell: app.Shell, tmp_path: Path) -> None:
    """A screenshot carries scene, step, time, knobs, seed, look and size; the home page's does, as far as it has them."""
    shell.do(ask.SeekTo(1, 2.5))
    key(shell, "s", "\x13", pygame.KMOD_LCTRL | pygame.KMOD_LSHIFT)
    told(shell)
    about = texts_of(tmp_path / "pictures" / "nmda-blockade-2.png")
    wanted = {
        **{"moa:scene": "nmda-blockade", "moa:step": "plug-holds", "moa:seconds": "2.5", "moa:knobs": "none"},
        **{"moa:seed": "0", "moa:theme": "lecture", "moa:language": "en", "moa:size": "640x360"},
        **{"moa:text-scale": "1", "moa:register": "text"},
    }
    assert {name: about[name] for name in wanted} == wanted
    shell.do(ask.GoHome())
    shell.do(ask.Notice(""))
    settle(shell)
    key(shell, "s", "\x13", pygame.KMOD_LCTRL | pygame.KMOD_LSHIFT)
    told(shell)
    about = texts_of(tmp_path / "pictures" / "moa.png")
    assert (about["moa:page"], about["moa:theme"], about["moa:size"]) == ("home", "lecture", "640x360")


def test_the_place_is_offered_the_next_time(shell: app.Shell) -> None:
    """Where the person stopped is kept by the step's id, and the home page leads back there by one button."""
    shell.do(ask.GoToStep(5))
    assert load_stopped(shell.state_path)[0] == Stopped("nmda-blockade", "trapped")
    shell.do(ask.GoHome())
    shell.show()
    assert any("The gate closes" in text for text in labels(shell))
    press(shell, "open:nmda-blockade@5")
    arrive(shell)
    assert (shell.session.scene, shell.session.step, shell.session.seconds) == ("nmda-blockade", 5, 0.0)


@pytest.mark.parametrize("stopped", [Stopped("nmda-blockade", "gone"), Stopped("gone", "rest")])
def test_a_place_that_is_gone_is_not_offered(home: app.Shell, stopped: Stopped) -> None:
    """A step or scene that is no longer there leaves the home page as for a new person."""
    home.stopped = stopped
    assert home.words().resume is None


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_first_page_says_what_it_is_not(home: app.Shell, language: str) -> None:
    """It is education and no advice; the help lines are one key or one press away, in both languages."""
    home.do(ask.SetLanguage(language))
    said = " ".join(labels(home))
    wanted = {"en": "education, not medical advice", "fr": "contenu éducatif, pas un avis médical"}
    assert wanted[language] in said
    key(home, "f4")
    assert home.session.overlay == "support"
    assert "9-8-8" in " ".join(labels(home))
    key(home, "escape", "\x1b")
    press(home, "support")
    assert "9-8-8" in " ".join(labels(home))


def event(code: int, place: int, typed: str = "", mod: int = 0) -> pygame.Event:
    """Return a key press as SDL reports it."""
    return pygame.Event(pygame.KEYDOWN, {"key": code, "scancode": place, "unicode": typed, "mod": mod})


RALT, LCTRL, SHIFT, MODE = pygame.KMOD_RALT, pygame.KMOD_LCTRL, pygame.KMOD_LSHIFT, pygame.KMOD_MODE


@pytest.mark.parametrize(
    ("pressed", "action"),
    [
        # AltGr reaches [ and ]: Linux reports it as a mode or a right Alt, Windows as left Ctrl with right Alt.
        (event(pygame.K_CARET, pygame.KSCAN_LEFTBRACKET, "[", MODE), "slower"),
        (event(pygame.K_CARET, pygame.KSCAN_LEFTBRACKET, "[", RALT), "slower"),
        (event(pygame.K_CARET, pygame.KSCAN_LEFTBRACKET, "[", RALT | LCTRL), "slower"),
        (event(231, pygame.KSCAN_RIGHTBRACKET, "]", RALT | LCTRL), "faster"),
        # A dead key types nothing: its place counts.
        (event(pygame.K_CARET, pygame.KSCAN_LEFTBRACKET), "slower"),
        (event(pygame.K_6, pygame.KSCAN_6, "?", SHIFT), "help"),
        (event(233, pygame.KSCAN_SLASH, "É", SHIFT), "help"),
        (event(pygame.K_MINUS, pygame.KSCAN_MINUS, "-"), "slower"),
        (event(pygame.K_COMMA, pygame.KSCAN_COMMA, ","), "frame-back"),
        (event(pygame.K_l, pygame.KSCAN_L, "", pygame.KMOD_LALT), "swap-language"),
        (event(pygame.K_KP_ENTER, pygame.KSCAN_KP_ENTER, "\r"), "activate"),
    ],
)
def test_canadian_french_events_find_their_keys(pressed: pygame.Event, action: str) -> None:
    """Events of a fr-CA keyboard mean what is typed first, and the key's place second."""
    found = match_key("student", stroke_of(pressed, frozenset()))
    assert found is not None
    assert found[0] == action
