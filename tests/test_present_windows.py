"""The audience's window and the desk under SDL's dummy driver: injected events, swaps, faults, one window."""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import platformdirs
import pytest
from conftest import timeline as compiled

import visualizer.render  # noqa: F401 (before pygame)
from visualizer import app
from visualizer.app import presenter as presenter_module
from visualizer.app.display import Place, open_display, two_places
from visualizer.app.presenter import AUDIENCE_MB, DESK_MB
from visualizer.app.previews import BUDGET_MB
from visualizer.cli import main
from visualizer.core.errors import DisplayError
from visualizer.core.geometry import Box
from visualizer.export import find, shipped
from visualizer.figures import Look, arrange, compose
from visualizer.figures.look import load_theme
from visualizer.frame import type as typeface
from visualizer.frame.shapes import Label
from visualizer.modes import Chrome, SceneCard, SceneWords, StepWords, Words, desk
from visualizer.render import PygameRenderer, read_pixels, render
from visualizer.scene import program_catalogue
from visualizer.scene.pseudo import PSEUDO
from visualizer.session import TEXT_SCALES, Session, Talk
from visualizer.session import intents as ask
from visualizer.timeline import StepOutline

pygame = pytest.importorskip("pygame")
SIZE = (640, 360)
SCENE = "nmda-blockade"
Open = Callable[..., app.Presenter]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Open]:
    """Return what opens a presenter without a screen, with folders of its own."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setattr(platformdirs, "user_config_path", lambda *_, **__: tmp_path / "config")
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path / "cache")
    monkeypatch.setattr(app.compiler, "compiled", lambda found: compiled(found.scene.id))
    open_display()
    made: list[app.Presenter] = []

    def open_it(
        scene: str | None = SCENE, one: bool = False, size: tuple[int, int] | None = SIZE
    ) -> app.Presenter:
        found = find(scene) if scene is not None else None
        made.append(app.Presenter(app.Options(found, size, "en"), shipped()[0], one))
        arrive(made[-1])
        settle(made[-1])
        return made[-1]

    yield open_it
    for presenter in made:
        presenter.close()
    pygame.display.quit()


@pytest.fixture
def talk(opened: Open) -> app.Presenter:
    """Return a presenter with two windows that stands at the start of a scene."""
    return opened()


def arrive(presenter: app.Presenter) -> None:
    """Wait for the scene that was asked for."""
    until = time.monotonic() + 120
    while presenter.session.opening is not None:
        assert time.monotonic() < until
        presenter.hear()
        time.sleep(0.01)


def settle(presenter: app.Presenter) -> None:
    """Show both windows, and wait until picture and desk are those that were asked for."""
    until = time.monotonic() + 120
    presenter.show()
    while presenter.waiting or presenter.page_waits:
        assert time.monotonic() < until
        time.sleep(0.005)
        presenter.show()


def key(presenter: app.Presenter, name: str, typed: str = "", mod: int = 0, window: int = 1) -> None:
    """Inject a key press and its release into SDL's queue, and let the presenter hear it."""
    code = pygame.key.key_code(name)
    given = {"key": code, "scancode": 200 + code % 50, "unicode": typed, "mod": mod}
    given["window"] = presenter.windows[min(window, len(presenter.windows) - 1)]
    pygame.event.post(pygame.Event(pygame.KEYDOWN, given))
    pygame.event.post(pygame.Event(pygame.KEYUP, given))
    presenter.hear()


def seen(presenter: app.Presenter, window: int = 0) -> np.ndarray:
    """Show what has changed and return what a window shows."""
    settle(presenter)
    return read_pixels(presenter.windows[window].get_surface()).copy()


def test_the_audience_sees_nothing_but_the_picture(talk: app.Presenter) -> None:
    """Its window is the picture of that place and look, pixel by pixel, with no control on it."""
    key(talk, "space", " ")
    key(talk, "space", " ")
    timeline = compiled(SCENE)
    layout = arrange(timeline, Look(), SIZE)
    picture = compose(timeline, timeline.at(0, timeline.steps[0].seconds, talk.session.hold), layout)
    assert np.array_equal(seen(talk), read_pixels(render(picture, PygameRenderer())))
    assert {region.name for region in talk.chrome.regions} >= {"picture:now", "picture:next", "step:0"}


def test_the_small_picture_of_now_is_the_audiences(talk: app.Presenter) -> None:
    """The desk shows the picture itself, shrunk."""
    box = next(region.box for region in talk.chrome.regions if region.name == "picture:now")
    small = pygame.transform.smoothscale(talk.canvas, (round(box.width), round(box.height)))
    at = (round(box.left), round(box.low))
    shown = seen(talk, 1)[at[1] : at[1] + small.get_height(), at[0] : at[0] + small.get_width()]
    assert np.array_equal(shown, read_pixels(small))


def test_the_next_steps_end_picture_comes_by_itself(talk: app.Presenter) -> None:
    """Soon the desk shows how the next step ends."""
    before, until = seen(talk, 1), time.monotonic() + 120
    while talk._preview is None:
        assert time.monotonic() < until
        talk.show()
        time.sleep(0.02)
    box = next(region.box for region in talk.chrome.regions if region.name == "picture:next").grown(-4)
    area = (slice(round(box.low), round(box.high)), slice(round(box.left), round(box.right)))
    assert before[area].std(axis=(0, 1)).max() < 1.0 < seen(talk, 1)[area].std(axis=(0, 1)).max()


def test_the_talk_outlives_its_projector(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen that goes leaves the desk in front and the picture in a window; one that comes back is filled again."""
    there = [SIZE, SIZE]
    monkeypatch.setattr(presenter_module, "_desktops", lambda: list(there))
    monkeypatch.setattr(presenter_module, "_SCREENS_EVERY_S", 0.0)
    talk = opened(size=None)
    key(talk, "right")
    assert talk.session.fullscreen
    del there[1]
    talk.hear()
    assert not talk.session.fullscreen
    assert "The other screen is gone" in talk.session.notice
    key(talk, "right")
    assert seen(talk).std() > 10
    there.append(SIZE)
    talk.hear()
    assert talk.session.fullscreen
    assert "The other screen is back" in talk.session.notice
    key(talk, "left")
    assert seen(talk).std() > 10
    assert talk.session.talk is not None
    assert talk.session.talk.begun


def test_black_white_and_back(talk: app.Presenter) -> None:
    """B and W cover the audience's window alone, other keys do nothing there, and F5 brings the picture back."""
    picture = seen(talk)
    key(talk, "b", "b")
    assert not seen(talk).any()
    assert seen(talk, 1).any()
    key(talk, "right")
    assert not talk.session.playing
    key(talk, "w", "w")
    assert (seen(talk) == 255).all()
    key(talk, "f5")
    assert np.array_equal(seen(talk), picture)


def test_a_frozen_audience_keeps_its_pixels(talk: app.Presenter) -> None:
    """While the desk moves on, black and back included, the audience's picture does not change."""
    picture = seen(talk)
    key(talk, "f", "f")
    key(talk, "end")
    key(talk, "f2")
    assert np.array_equal(seen(talk), picture)
    key(talk, "b", "b")
    seen(talk)
    key(talk, "escape", "\x1b")
    assert np.array_equal(seen(talk), picture)
    assert talk.session.step == len(talk.session.steps) - 1
    key(talk, "f", "f")
    assert not np.array_equal(seen(talk), picture)


def test_a_mistake_in_drawing_keeps_the_last_picture(
    talk: app.Presenter, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A renderer that fails halfway leaves the audience its last good picture, and the talk goes on."""
    picture = seen(talk)

    def spoil(_: object, __: object, surface: pygame.Surface) -> None:
        surface.fill("red")
        raise ZeroDivisionError("no such thing")

    with caplog.at_level(logging.ERROR, "moa"), monkeypatch.context() as broken:
        broken.setattr(PygameRenderer, "draw", spoil)
        for _ in range(3):
            key(talk, "right")
            assert np.array_equal(seen(talk), picture)
            talk.heed(pygame.Event(pygame.WINDOWEXPOSED))
            assert np.array_equal(seen(talk), picture)
    assert talk.session.step == 1
    assert len([record for record in caplog.records if "audience" in record.message]) == 1
    key(talk, "right")
    assert not np.array_equal(seen(talk), picture)


def test_a_mistake_on_the_desk_leaves_the_audience_alone(
    talk: app.Presenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the desk cannot be drawn, the audience still sees the step."""
    picture = seen(talk)
    monkeypatch.setattr(app.presenter, "desk", lambda *_: 1 / 0)
    key(talk, "end")
    assert not np.array_equal(seen(talk), picture)


def test_swapped_windows_change_what_they_show(talk: app.Presenter) -> None:
    """S exchanges picture and desk; S again brings them back."""
    first, second = seen(talk, 0), seen(talk, 1)
    titles = [window.title for window in talk.windows]
    key(talk, "s", "s")
    assert np.array_equal(seen(talk, 1), first)
    assert [window.title for window in talk.windows] == titles[::-1]
    key(talk, "s", "s")
    assert np.array_equal(seen(talk, 0), first)
    assert second.shape == seen(talk, 1).shape


def test_full_screen_is_for_the_window_in_use(talk: app.Presenter, monkeypatch: pytest.MonkeyPatch) -> None:
    """F11 asks for the screen of the window that received the key."""
    asked: list[tuple[int, bool]] = []
    monkeypatch.setattr(talk, "_fill", lambda window, on: asked.append((window, on)))
    key(talk, "f11", window=1)
    key(talk, "f11", window=0)
    key(talk, "f11", window=1)
    assert asked == [(1, True), (0, True), (1, False)]


def test_the_desk_says_what_a_clicker_sends(talk: app.Presenter) -> None:
    """The last key is named, also one that means nothing."""
    key(talk, "page down")
    assert talk.talk.key == "page-down"
    key(talk, "f9")
    assert (talk.talk.key, talk.talk.key_does) == ("f9", "")


def test_a_step_is_chosen_on_the_list(talk: app.Presenter) -> None:
    """A click on a step of the list plays it; the same click on the audience's window does nothing."""
    box = next(region.box for region in talk.chrome.regions if region.name == "step:2")
    given = {"pos": (round(box.centre[0]), round(box.centre[1])), "button": 1}
    for window, step in ((0, 0), (1, 2)):
        for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            talk.heed(pygame.Event(kind, {**given, "window": talk.windows[window]}))
        assert talk.session.step == step


def test_the_pointer_leaves_the_picture(talk: app.Presenter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three seconds after it came to rest on the audience's window, and not on the desk, it is hidden."""
    monkeypatch.setattr(app.presenter.time, "perf_counter", lambda: now)
    for window, rest, shown in ((0, 2.9, True), (0, 3.1, False), (1, 9.0, True)):
        now = 1000.0
        talk.heed(pygame.Event(pygame.MOUSEMOTION, {"pos": (5, 5), "window": talk.windows[window]}))
        now += rest
        talk._hide_pointer()
        assert pygame.mouse.get_visible() == shown


def test_one_window_shows_the_desk_on_demand(opened: Open) -> None:
    """With --one, D lays the desk over the picture and takes it away; Escape does, too."""
    talk = opened(one=True)
    picture = seen(talk)
    assert len(talk.windows) == 1
    for leave in (("d", "d"), ("escape", "\x1b")):
        key(talk, "d", "d")
        assert not np.array_equal(seen(talk), picture)
        key(talk, *leave)
        assert np.array_equal(seen(talk), picture)


def test_a_refused_second_window_is_no_end(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the system grants one window only, the talk is held in that."""
    granted: list[object] = []

    def grudging(*wanted: object) -> pygame.Window:
        if granted:
            raise DisplayError("the window was refused: enough")
        granted.append(wanted)
        return pygame.Window("moa", SIZE)

    monkeypatch.setattr(app.presenter, "open_window", grudging)
    assert len(opened().windows) == 1


def test_without_a_scene_the_desk_asks_which(opened: Open) -> None:
    """The page of scenes is on the desk, a number and Enter choose, and the talk waits at its first step."""
    talk = opened(None)
    names = [region.name for region in talk.chrome.regions if region.name.startswith("open:")]
    assert 0 < len(names) <= len(talk.scenes)
    assert len(names) == len(talk.scenes) or talk.chrome.scroll_limit > 0
    key(talk, "2", "2")
    key(talk, "return", "\r")
    arrive(talk)
    assert f"open:{talk.session.scene}" == names[1]
    assert (talk.session.screen, talk.session.playing, talk.talk.begun) == ("scene", False, False)


def test_renderers_keep_to_their_memory(talk: app.Presenter) -> None:
    """No renderer of the talk may keep more than 60 MB."""
    assert max(AUDIENCE_MB, DESK_MB, BUDGET_MB) <= 60
    assert talk.renderer.stats()["budget"] == 60 * 2**20


def test_windows_stand_side_by_side() -> None:
    """On one wide screen the two do not overlap, on a narrow one both stay on it, and a second screen is used."""
    first, second = two_places(None, [(3840, 1080)])
    assert first.corner[0] + first.size[0] <= second.corner[0]
    assert second.corner[0] + second.size[0] <= 3840
    assert two_places((900, 500), [(1024, 768)]) == (
        Place((900, 500), (0, 134)),
        Place((900, 500), (124, 134)),
    )
    apart = two_places(None, [(1920, 1080), (1280, 720)])
    assert [place.corner[0] & 0xFF for place in apart] == [1, 0]


def test_the_overview_shows_every_end_and_goes_there(talk: app.Presenter) -> None:
    """O lists the end pictures of all steps; arrows and Enter, a number, or a press lead to one; the audience sees none of it."""
    picture = seen(talk)
    key(talk, "o", "o")
    assert np.array_equal(seen(talk), picture)
    boxes = {
        region.name: region.box for region in talk.chrome.regions if region.name.startswith("picture:end:")
    }
    assert len(boxes) == len(talk.session.steps)
    until = time.monotonic() + 120
    while len(talk._ends) < len(boxes):
        assert time.monotonic() < until
        talk.show()
        time.sleep(0.02)
    shown = seen(talk, 1)
    for box in boxes.values():
        inner = box.grown(-4)
        area = shown[round(inner.low) : round(inner.high), round(inner.left) : round(inner.right)]
        assert area.std(axis=(0, 1)).max() > 1.0
    key(talk, "right")
    key(talk, "right")
    key(talk, "return", "\r")
    assert (talk.session.overlay, talk.session.step) == (None, 2)
    key(talk, "o", "o")
    key(talk, "5", "5")
    key(talk, "return", "\r")
    assert (talk.session.overlay, talk.session.step) == (None, 4)
    key(talk, "o", "o")
    talk.show()
    place = next(region.box.centre for region in talk.chrome.regions if region.name == "step:6")
    given = {"pos": (round(place[0]), round(place[1])), "button": 1, "window": talk.windows[1]}
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        talk.heed(pygame.Event(kind, given))
    assert (talk.session.overlay, talk.session.step) == (None, 6)


def test_the_desk_may_have_another_look(talk: app.Presenter) -> None:
    """Shift+T changes the desk alone, and T the picture; the desk follows again when both would be alike."""
    picture, desk = seen(talk), seen(talk, 1)
    key(talk, "t", "T", pygame.KMOD_LSHIFT)
    assert talk.talk.theme not in ("", talk.session.theme)
    assert np.array_equal(seen(talk), picture)
    assert not np.array_equal(seen(talk, 1), desk)
    for _ in range(len(talk.session.themes) - 1):
        key(talk, "t", "T", pygame.KMOD_LSHIFT)
    assert talk.talk.theme == ""


def test_the_verb_leaves_by_itself_and_needs_a_screen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`moa present` runs for the seconds it is given; without a display it says so and gives 3."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert main(["present", SCENE, "--seconds", "0.2", "--size", "640x360", "--minutes", "5"]) == 0
    assert main(["present", SCENE, "--minutes", "0"]) == 2
    for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert main(["present", SCENE]) == 3
    assert "moa export" in capsys.readouterr().err


# ------------------------------------------------------------------------------------------- the desk as shapes

STEPS = tuple(StepOutline(f"s{i}", f"Step {i}", 9.0, False, "animal", 9.0) for i in range(40))
NOTES = (
    "Point at the gate first. Then ask who can tell what would have to leave before anything can enter. " * 4
)
WORDS = SceneWords(
    "A scene",
    tuple(
        StepWords(f"A step that has a rather long title, number {i}", "animal", (), NOTES) for i in range(40)
    ),
)
CARDS = tuple(
    SceneCard(f"scene-{i}", "A medicine holds a carrier still", "What it holds, and what follows.", 88.0, 8)
    for i in range(6)
)
TALKS = {
    "waiting": Talk(),
    "behind": Talk(
        begun=True, seconds=3599.0, key="page-down", key_does="Finish this step, then go on to the next"
    ),
    "frozen": Talk(
        begun=True, frozen=Session(screen="scene", steps=STEPS, step=12), cover="white", seconds=4.0
    ),
    "unknown key": Talk(begun=True, seconds=190.0, key="f9"),
}


def made(session: Session, size: tuple[int, int], scale: float = 1.0) -> Chrome:
    """Return the desk of a session in its language."""
    catalogue = program_catalogue(session.language)
    scene = WORDS if session.screen == "scene" else None
    words = Words(lambda text: catalogue.text("program", text), CARDS, scene, hour=(14, 5))
    return desk(session, words, load_theme("lecture"), size, 16 / 9, "presenter")


def box_of(label: Label) -> Box:
    """Return the box that a label's capitals and descenders fill."""
    wide = typeface.width(label.text, label.size, label.weight)
    left = label.at[0] - {"left": 0.0, "centre": wide / 2, "right": wide}[label.anchor]
    top = label.at[1] - typeface.CAP_HEIGHT * label.size
    return Box(left, top, left + wide, label.at[1] + 0.2 * label.size)


@pytest.mark.parametrize("language", ["en", "fr", PSEUDO])
@pytest.mark.parametrize(
    "size",
    [(640, 360), (1280, 720), (1920, 1080), (1024, 768), (2560, 1080), (3840, 2160), (1080, 1920)],
)
@pytest.mark.parametrize("scale", TEXT_SCALES)
@pytest.mark.parametrize("state", [*TALKS, "choosing"])
def test_the_desks_words_stay_inside_and_apart(
    state: str, size: tuple[int, int], language: str, scale: float
) -> None:
    """In every state, size and language no word of the desk leaves the window or lies on another."""
    session = Session(language=language, text_scale=scale, talk=TALKS.get(state, Talk()))
    if state in TALKS:
        session = Session("scene", "demo", STEPS, 20, language=language, text_scale=scale, talk=TALKS[state])
    chrome = made(session, size)
    boxes = [(shape.text, box_of(shape)) for shape in chrome.shapes if isinstance(shape, Label)]
    for text, box in boxes:
        assert box.left >= 0, text
        assert box.right <= size[0], text
        assert box.high <= size[1], text
    clashes = [(a, b) for i, (a, one) in enumerate(boxes) for b, two in boxes[i + 1 :] if one.overlaps(two)]
    assert clashes == []
    if state in TALKS:
        assert "step:20" in {region.name for region in chrome.regions}


def test_a_word_of_the_notes_opens_on_the_desk_and_closes_back(talk: app.Presenter) -> None:
    """The desk explains the technical words of its notes by mouse and by keyboard; the audience sees nothing of it."""
    talk.do(ask.GoToStep(2))
    audience = seen(talk)
    words = [name for name in talk._buttons() if name.startswith("term:")]
    assert words
    at = next(region.box.centre for region in talk.chrome.regions if region.name == words[0])
    window = talk.windows[1]
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        pygame.event.post(pygame.Event(kind, {"pos": at, "button": 1, "window": window}))
        talk.hear()
    assert (talk.session.overlay, talk.session.subject) == ("card", words[0])
    assert (seen(talk) == audience).all()
    assert "close" in talk._buttons()
    key(talk, "escape")
    assert talk.session.overlays == ()
    seen(talk)
    for _ in range(100):
        if talk.session.focus == words[-1]:
            break
        key(talk, "tab")
    key(talk, "return")
    assert talk.session.subject == words[-1]
    key(talk, "escape")
    assert talk.session.overlays == ()
    assert (seen(talk) == audience).all()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_desk_says_what_to_remember(language: str) -> None:
    """Below the notes stand what to remember of the step and what is not known, in the desk's language, however long they are."""
    step = StepWords("Title", "animal", (), "Notes. " * 60, remember="This stays.", unknown="That is open.")
    say = partial(program_catalogue(language).text, "program")
    words = Words(say, scene=SceneWords("Scene", (step,)))
    session = Session(
        screen="scene",
        scene="x",
        steps=(StepOutline("a", "Title", 5.0, False, "animal", 5.0),),
        talk=Talk(),
        language=language,
    )
    for scroll in (0, 99):
        page = desk(
            replace(session, scroll=scroll), words, load_theme("lecture"), (640, 360), 16 / 9, "presenter"
        )
        text = " ".join(shape.text for shape in page.shapes if isinstance(shape, Label))
    assert say("Not known") in text
    assert "open." in text
