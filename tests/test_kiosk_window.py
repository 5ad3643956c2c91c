"""The unattended screen's window under SDL's dummy driver: fingers, faults, floods, and the way out."""

import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import platformdirs
import pytest

import visualizer.render  # noqa: F401 (before pygame)
from visualizer.app import compiler, last_good
from visualizer.app import pictures as pictures_module
from visualizer.app.display import open_display
from visualizer.app.kiosk import EVENTS_A_TURN, House, Kiosk, NothingToShowError
from visualizer.app.one_finger import MOUSE, Cancel, Down, OnePointer, Up
from visualizer.app.pin import hashed, matches
from visualizer.app.reach import FINGER_MM, finger_px
from visualizer.app.settled import Asked, house_of, settled
from visualizer.core.errors import UsageError
from visualizer.export.finding import BrokenSceneError, Found, compiled
from visualizer.export.programme import Entry, find_programme
from visualizer.frame.shapes import Frame
from visualizer.scene.kiosk_file import Known, read_kiosk_file
from visualizer.session import intents as ask
from visualizer.timeline import Timeline

pygame = pytest.importorskip("pygame")
SIZE = (640, 360)
PIN = hashed("2468")
KEPT: dict[str, Timeline] = {}
KNOWN = Known(("lecture", "daylight"), ("waiting-room",), ("nmda-blockade",))


def kept(found: Found) -> Timeline:
    """Return the timeline of a scene, the same for all tests."""
    if found.scene.id not in KEPT:
        KEPT[found.scene.id] = compiled(found)
    return KEPT[found.scene.id]


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Give every test its own folders, no screen, and scenes that are compiled once."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setattr(platformdirs, "user_config_path", lambda *_, **__: tmp_path / "config")
    monkeypatch.setattr(platformdirs, "site_config_path", lambda *_, **__: tmp_path / "site")
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path / "cache")
    monkeypatch.setattr(compiler, "compiled", kept)


def entries() -> tuple[Entry, ...]:
    """Return one step of each scene: quick to prepare."""
    names = ("nmda-blockade@1", "ssri-reuptake@1")
    return tuple(find_programme(name).entries[0] for name in names)


@pytest.fixture
def screen() -> Iterator[Kiosk]:
    """Return a screen that waits for visitors."""
    open_display()
    made = Kiosk(House(entries=entries(), size=SIZE, pin=PIN))
    settle(made)
    yield made
    made.close()
    pygame.display.quit()


def settle(screen: Kiosk, seconds: float = 30.0) -> None:
    """Let the loop turn until the picture is there."""
    end = time.monotonic() + seconds
    while screen.session.opening is not None or not screen.ready or screen._whole is None:
        assert time.monotonic() < end
        turn(screen)
        time.sleep(0.005)
    turn(screen)


def turn(screen: Kiosk, times: int = 1, seconds: float = 0.0) -> None:
    """Let the loop turn, as `run` does, until the page that was asked for is there."""
    for _ in range(times):
        screen.hear()
        screen.do(ask.Tick(seconds))
        screen.show()
        while screen.page_waits:
            time.sleep(0.002)
            screen.show()


def middle(screen: Kiosk, name: str) -> tuple[float, float]:
    """Return the middle of a place to press."""
    return next(region.box.centre for region in screen.chrome.regions if region.name == name)


def finger(screen: Kiosk, kind: int, at: tuple[float, float], number: int = 1) -> None:
    """Put a finger down, or take it away."""
    given = {"finger_id": number, "touch_id": 1, "x": at[0] / SIZE[0], "y": at[1] / SIZE[1], "dx": 0, "dy": 0}
    screen.heed(pygame.Event(kind, given))


def tap(screen: Kiosk, name: str) -> None:
    """Tap a place with one finger, and let the screen answer."""
    at = middle(screen, name)
    finger(screen, pygame.FINGERDOWN, at)
    finger(screen, pygame.FINGERUP, at)
    turn(screen)


def mouse(screen: Kiosk, kind: int, at: tuple[float, float]) -> None:
    """Press or let go the mouse's left button."""
    screen.heed(pygame.Event(kind, {"pos": (round(at[0]), round(at[1])), "button": 1}))


def page(screen: Kiosk) -> str:
    """Return the page that shows."""
    return screen.visit.page


def test_a_visit_by_finger_alone(screen: Kiosk) -> None:
    """Touch, language, topic, next, larger text, help and back: everything is a tap."""
    tap(screen, "wake")
    assert page(screen) == "language"
    tap(screen, "language:en")
    tap(screen, "topic:1")
    settle(screen)
    assert (page(screen), screen.session.scene, screen.session.language) == ("steps", "ssri-reuptake", "en")
    tap(screen, "larger-text")
    assert screen.session.text_scale > 1.0
    tap(screen, "support")
    assert screen.session.overlay == "support"
    tap(screen, "close")
    tap(screen, "next-step")
    assert screen.session.at_end
    tap(screen, "next-step")
    assert page(screen) == "end"
    tap(screen, "finish")
    assert (page(screen), screen.session.language, screen.session.text_scale) == ("attract", "fr", 1.0)


def test_a_finger_and_its_mouse_count_once(screen: Kiosk) -> None:
    """Where the system reports a touch twice, in whatever order, it is one tap."""
    at = middle(screen, "wake")
    for kind in (pygame.FINGERDOWN, pygame.MOUSEBUTTONDOWN, pygame.FINGERUP, pygame.MOUSEBUTTONUP):
        (finger if kind in (pygame.FINGERDOWN, pygame.FINGERUP) else mouse)(screen, kind, at)
    turn(screen)
    assert page(screen) == "language"
    at = middle(screen, "language:en")
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.FINGERDOWN, pygame.FINGERUP, pygame.MOUSEBUTTONUP):
        (finger if kind in (pygame.FINGERDOWN, pygame.FINGERUP) else mouse)(screen, kind, at)
    assert screen.visit.page in ("language", "topics")


def test_sliding_off_takes_a_tap_back(screen: Kiosk) -> None:
    """A tap acts on release, and only where it began."""
    tap(screen, "wake")
    finger(screen, pygame.FINGERDOWN, middle(screen, "language:en"))
    finger(screen, pygame.FINGERUP, middle(screen, "support"))
    turn(screen)
    assert (page(screen), screen.session.overlays) == ("language", ())


def test_a_palm_presses_nothing(screen: Kiosk) -> None:
    """Several fingers at once are no tap on anything."""
    tap(screen, "wake")
    for number, name in enumerate(("language:en", "language:fr", "support", "language:en")):
        finger(screen, pygame.FINGERDOWN, middle(screen, name), number)
    for number, name in enumerate(("language:en", "language:fr", "support")):
        finger(screen, pygame.FINGERUP, middle(screen, name), number)
    turn(screen)
    assert (page(screen), screen.session.overlays) == ("language", ())


def test_a_hand_that_rests_locks_nobody_out() -> None:
    """What leans on the glass for long no longer counts; a finger beside it does."""
    pointer = OnePointer()
    assert pointer.down(("finger", 1), (10, 10), 0.0) == Down((10, 10))
    assert isinstance(pointer.down(("finger", 2), (500, 10), 1.0), Cancel)
    assert pointer.down(("finger", 3), (10, 10), 2.0) == Down((10, 10))
    assert pointer.down(("finger", 4), (500, 10), 9.0) == Down((500, 10))
    assert pointer.up(("finger", 3), (10, 10), 9.1) is None
    assert pointer.up(("finger", 4), (500, 10), 9.2) == Up((500, 10))
    assert pointer.down(MOUSE, (500, 10), 9.3) is None


@pytest.mark.parametrize(
    "kind",
    [pygame.QUIT, pygame.WINDOWCLOSE, pygame.WINDOWFOCUSLOST, pygame.WINDOWLEAVE, pygame.WINDOWEXPOSED],
)
def test_no_window_event_leaves(screen: Kiosk, kind: int) -> None:
    """Alt+F4 and every other way to close a window do nothing here."""
    screen.heed(pygame.Event(kind))
    turn(screen)
    assert not screen.leaving


def test_no_key_leaves(screen: Kiosk) -> None:
    """Every key with every modifier: the screen stays, full, and without a word kept of anybody."""
    codes = [
        *range(32, 127),
        *range(pygame.K_F1, pygame.K_F1 + 12),
        pygame.K_ESCAPE,
        pygame.K_RETURN,
        pygame.K_TAB,
    ]
    for mod in (0, pygame.KMOD_CTRL, pygame.KMOD_LALT, pygame.KMOD_CTRL | pygame.KMOD_SHIFT):
        for code in codes:
            given = {
                "key": code,
                "scancode": code % 256,
                "unicode": chr(code) if code < 127 else "",
                "mod": mod,
            }
            screen.heed(pygame.Event(pygame.KEYDOWN, given))
            screen.heed(pygame.Event(pygame.KEYUP, given))
    turn(screen)
    assert not screen.leaving
    assert page(screen) != "closed"


def test_the_pin_leaves_and_a_wrong_one_does_not(screen: Kiosk) -> None:
    """Five taps and a hold in a corner open the pad; only the right digits end the program."""

    def typed(digits: str) -> None:
        for digit in digits:
            tap(screen, f"pin:{digit}")
        tap(screen, "pin:enter")
        end = time.monotonic() + 10
        while screen.visit.checking:
            assert time.monotonic() < end
            turn(screen)
            time.sleep(0.01)

    for count in range(5):
        finger(screen, pygame.FINGERDOWN, (8, 8))
        turn(screen, 25 if count == 4 else 1, 0.1)
        finger(screen, pygame.FINGERUP, (8, 8))
        turn(screen)
    assert screen.visit.typed == ""
    typed("1357")
    assert not screen.leaving
    assert screen.visit.wrong == 1
    turn(screen, 4, 0.9)
    typed("2468")
    assert screen.leaving


def test_a_flood_of_events_is_taken_in_small_portions(screen: Kiosk) -> None:
    """However many events a broken touch screen sends, a turn of the loop heeds only so many, and the show goes on."""
    heard: list[object] = []
    heed, screen.heed = screen.heed, heard.append  # type: ignore[method-assign]
    for i in range(5000):
        pygame.event.post(pygame.Event(pygame.FINGERDOWN, finger_id=i, touch_id=1, x=0.5, y=0.5, dx=0, dy=0))
    screen.hear()
    assert 0 < len(heard) <= EVENTS_A_TURN
    screen.heed = heed  # type: ignore[method-assign]
    for i in range(20_000):
        kind = (pygame.FINGERDOWN, pygame.FINGERUP, pygame.MOUSEBUTTONDOWN, pygame.KEYDOWN)[i % 4]
        at = {"x": i % 97 / 97, "y": i % 89 / 89, "finger_id": i % 7, "touch_id": 1, "dx": 0, "dy": 0}
        given = at | {"pos": (i % SIZE[0], i % SIZE[1]), "button": 1, "key": i % 300, "scancode": i % 250}
        screen.heed(pygame.Event(kind, **given, unicode="", mod=i % 3))
        if i % 500 == 0:
            turn(screen)
    turn(screen)
    assert not screen.leaving
    assert len(screen._down) <= 256


def test_a_scene_that_raises_is_left_out(
    screen: Kiosk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The last good picture stays, another scene goes on, and one line says what happened."""
    good = screen._whole
    real = pictures_module.compose

    def raising(timeline: Timeline, *rest: Any) -> Frame:
        if timeline.scene.id == "nmda-blockade":
            raise ZeroDivisionError("on purpose")
        return real(timeline, *rest)

    monkeypatch.setattr(pictures_module, "compose", raising)
    with caplog.at_level(logging.ERROR):
        turn(screen, 1, 0.1)
        assert screen._whole == good
        settle(screen)
        turn(screen, 20, 0.1)
    assert screen.session.scene == "ssri-reuptake"
    assert screen.visit.failed == ("nmda-blockade",)
    assert sum("on purpose" in record.message for record in caplog.records) == 1


def test_with_nothing_left_to_show_the_screen_gives_up(screen: Kiosk) -> None:
    """Who watches over it is told, and shows the card."""
    screen.do(ask.SceneFailed("nmda-blockade"))
    with pytest.raises(NothingToShowError):
        screen.do(ask.SceneFailed("ssri-reuptake"))


def test_the_card_needs_no_scene() -> None:
    """A screen that is out of service draws its card without any content, and stays."""
    open_display()
    closed = Kiosk(House(size=SIZE, pin=PIN))
    turn(closed, 3, 0.1)
    assert page(closed) == "closed"
    assert closed.window.get_surface().get_at((3, 3))[:3] != (0, 0, 0)
    closed.close()
    pygame.display.quit()


def test_a_broken_scene_file_shows_its_last_good_text(tmp_path: Path) -> None:
    """A file that was shown once and is broken now is shown as it was; one that was never good is left out."""
    folder, state = tmp_path / "content", tmp_path / "state"
    (folder / "playlists").mkdir(parents=True)
    found = find_programme("nmda-blockade").entries[0].found
    assert found.path is not None
    text = found.path.read_text(encoding="utf-8").replace("id: nmda-blockade", "id: mine", 1)
    scene = folder / "mine.yaml"
    scene.write_text(text, encoding="utf-8")
    playlist = folder / "playlists" / "ours.yaml"
    playlist.write_text("id: ours\ntitle: Ours\nitems: [mine, ssri-reuptake]\n", encoding="utf-8")
    asked = Asked(playlist=str(playlist), size=SIZE)

    def shown() -> list[str]:
        house = house_of(asked, state, lambda: True)
        return [entry.found.scene.id for entry in house.entries]

    scene.write_text("format: 1\nid: mine\nsteps: [", encoding="utf-8")
    assert shown() == ["ssri-reuptake"]
    scene.write_text(text, encoding="utf-8")
    assert shown() == ["mine", "ssri-reuptake"]
    for damage in ("", "format: 1\nid: mine\nsteps: [", text[: len(text) // 2], "\x00\x01"):
        scene.write_text(damage, encoding="utf-8")
        assert shown() == ["mine", "ssri-reuptake"]
    assert last_good.rescue(folder / "other.yaml", found.library, state / "last-good") is None


def test_a_finger_is_fifteen_millimetres() -> None:
    """Where the width is known, a place to press has 15 mm in pixels; else it is a part of the height."""
    assert finger_px(1920, 1080, 531.0) == pytest.approx(FINGER_MM * 1920 / 531.0)
    open_display()
    assert 40 < finger_px(1920, 1080) < 300
    pygame.display.quit()


def test_a_pin_is_kept_as_a_hash_alone() -> None:
    """Two hashes of one PIN differ, each matches it alone, and nothing else matches anything."""
    first, second = hashed("123456"), hashed("123456")
    assert first != second
    assert "123456" not in first
    assert matches("123456", first)
    assert matches("123456", second)
    for digits, kept in (
        ("123457", first),
        ("", first),
        ("123456", ""),
        ("123456", first[:-2]),
        ("1", "scrypt:99:0:0"),
    ):
        assert not matches(digits, kept)
    for digits in ("123", "12a4", "", "1234567890123"):
        with pytest.raises(UsageError):
            hashed(digits)


def test_a_kiosk_file_is_read_with_places(tmp_path: Path) -> None:
    """Each slip has its line, its column and a correction; a good file settles what it says."""
    path = tmp_path / "kiosk.yaml"
    path.write_text("kiosk: 1\nplaylist: wating-room\ntheme: lecure\npin: '1234'\n", encoding="utf-8")
    _, problems = read_kiosk_file(path, KNOWN)
    assert {(p.span.line, p.span.column, p.rule) for p in problems} == {
        (2, 11, "unknown-playlist"),
        (3, 8, "unknown-theme"),
        (4, 6, "bad-pin"),
    }
    path.write_text(
        "kiosk: 1\nidle: 5 s\nquestion: 10 s\npin: '1234'\nregion: Quebec\nhelp: [{number: x}]\nscreen-width: 2 m\n",
        encoding="utf-8",
    )
    entry, problems = read_kiosk_file(path, KNOWN)
    assert entry is None
    assert {p.span.line for p in problems} == {2, 3, 5, 6, 7}
    path.write_text(
        f'kiosk: 1\nidle: 2 min\nlanguage: en\npin: "{PIN}"\nscreen-width: 531 mm\n'
        'help: [{number: "418 555-0100", says: {fr: La réception, en: The desk}}]\n',
        encoding="utf-8",
    )
    house = house_of(
        Asked(config=path, theme="daylight", playlist="nmda-blockade@1"), tmp_path / "s", lambda: True
    )
    assert (house.language, house.theme, house.idle_s, house.question_s) == ("en", "daylight", 120.0, 30.0)
    assert (house.pin, house.width_mm, house.lines[0][0]) == (PIN, 531.0, "418 555-0100")
    path.write_text("- a list\n", encoding="utf-8")
    with pytest.raises(BrokenSceneError):
        settled(Asked(config=path))
