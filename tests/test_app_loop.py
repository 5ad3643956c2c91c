"""The window's loop does nothing heavy itself: whatever takes long is done by a worker, whoever asks for it, and when."""

import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import platformdirs
import pytest
from conftest import settle

import visualizer.render  # noqa: F401 (before pygame)
from visualizer import app
from visualizer.app import compiler, pictures, previews, screenshots, thumbnail_files
from visualizer.app.display import open_display
from visualizer.app.kiosk import House, Kiosk
from visualizer.app.pin import hashed
from visualizer.app.presenter import Presenter
from visualizer.app.thumbnails import Thumbnails
from visualizer.export import find, shipped
from visualizer.export.programme import find_programme
from visualizer.frame.text import as_text
from visualizer.render import bakery, surfaces
from visualizer.scene import catalogues, forget_catalogues, help_lines, library, load_shipped, reading
from visualizer.session import intents as ask
from visualizer.timeline import crowds

pygame = pytest.importorskip("pygame")
SIZE = (640, 360)
HEAVY: tuple[tuple[Any, str], ...] = (
    (compiler, "compiled"),
    (crowds, "walk"),
    (pictures, "arrange"),
    (pictures, "spread"),
    (bakery, "_unpacked"),
    (bakery, "_packed"),
    (surfaces, "backdrop_surface"),
    (screenshots, "write_png"),
    (thumbnail_files, "write_png"),
    (Thumbnails, "_picture"),
    (previews, "render"),
    (catalogues, "_parsed"),
    (library, "finder"),
    (reading, "prepare"),
)
"""What takes tens of milliseconds or more at the size of a screen."""


def test_what_was_asked_for_comes_before_the_page_of_all_scenes(
    cold: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A window that begins with a scene says its title while it waits, makes no small pictures, and shows no page."""
    seen, make = threading.Event(), compiler.compiled
    monkeypatch.setattr(compiler, "compiled", lambda found: (seen.wait(60), make(found))[1])
    shell = app.Shell(app.Options(scene=find("getting-help"), size=SIZE, language="fr"), shipped()[0])
    try:
        asked: list[int] = []
        ask_for = shell.compiler.ask
        shell.compiler.ask = lambda job: (asked.append(job.request), ask_for(job))[1]  # type: ignore[method-assign]
        title = shell.scenes["getting-help"].text("fr", "title", "")
        until = time.monotonic() + 120
        while shell.session.screen != "scene":
            assert time.monotonic() < until
            if shell.show():
                assert title in as_text(shell.frame(SIZE))
                assert not shell.regions
                seen.set()
            time.sleep(0.005)
            shell.hear()
        assert asked.count(0) == 0
        settle(shell)
        assert shell.picture.shapes
    finally:
        shell.close()


@pytest.fixture
def cold(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Empty the folders: everything has to be made."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    for folder in ("user_config_path", "user_cache_path", "user_pictures_path", "site_config_path"):
        monkeypatch.setattr(platformdirs, folder, lambda *_, at=tmp_path / folder, **__: at)
    forget_catalogues()
    help_lines.forget_help_lines()
    load_shipped()[0].finders.clear()
    open_display()
    yield
    pygame.display.quit()


@pytest.fixture
def shell(cold: None) -> Iterator[app.Shell]:
    """Return a shell on its home page."""
    made = app.Shell(app.Options(size=SIZE, language="en"), shipped()[0])
    yield made
    made.close()


@pytest.fixture
def talk(cold: None) -> Iterator[Presenter]:
    """Return a presenter with two windows, on the page of scenes."""
    made = Presenter(app.Options(None, SIZE, "en"), shipped()[0])
    yield made
    made.close()


@pytest.fixture
def screen(cold: None) -> Iterator[Kiosk]:
    """Return an unattended screen with two short entries."""
    entries = tuple(find_programme(name).entries[0] for name in ("nmda-blockade@1", "ssri-reuptake@1"))
    made = Kiosk(House(entries=entries, size=SIZE, pin=hashed("2468")))
    yield made
    made.close()


def watch(monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, str], set[str]]:
    """Note which heavy things are done from now on: by this thread, which is the loop's, with the way there, and by others."""
    loop, here, elsewhere = threading.get_ident(), dict[str, str](), set[str]()

    def noting(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*given: Any, **named: Any) -> Any:
            if threading.get_ident() == loop:
                here.setdefault(name, "".join(traceback.format_stack(limit=12)))
            else:
                elsewhere.add(name)
            return real(*given, **named)

        return noted

    for owner, name in HEAVY:
        monkeypatch.setattr(owner, name, noting(name, getattr(owner, name)))
    return here, elsewhere


def test_the_loop_does_nothing_heavy_itself(
    shell: app.Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Cold, from the home page into scenes, one and two, through looks, languages, sizes and a kept picture."""
    here, elsewhere = watch(monkeypatch)
    until = time.monotonic() + 240

    def turn_until(fact: Callable[[], bool]) -> None:
        while not fact():
            assert time.monotonic() < until
            shell.hear()
            shell.do(ask.Tick(0.0 if shell.waiting else 0.05))
            shell.show()
            time.sleep(0.002)

    settle(shell)
    cards = len([region for region in shell.chrome.regions if region.role == "picture"])
    turn_until(lambda: shell.thumbnails.state[0] >= min(cards, 2))
    shell.do(ask.OpenScene("nmda-blockade", 1))
    turn_until(lambda: shell.session.screen == "scene" and not shell.waiting)
    for intent in (
        *(ask.CycleTheme(), ask.SwapLanguage(), ask.ChangeTextScale(1), ask.NextStep(), ask.NextStep()),
        *(ask.ToggleOverlay("help"), ask.CloseTop(), ask.ToggleReducedMotion(), ask.ZoomBy(1.5, (0.0, 0.0))),
    ):
        shell.do(intent)
        turn_until(lambda: not shell.waiting)
    shell.do(ask.Screenshot())
    turn_until(lambda: bool(shell.session.notice))
    shell.do(ask.OpenPair(("nmda-blockade", "ssri-reuptake"), 1))
    turn_until(lambda: shell.session.opening is None and not shell.waiting)
    shell.window.size = (800, 450)
    shell.do(ask.GoHome())
    turn_until(lambda: not shell.waiting)
    assert not here, "\n".join(here.values())
    assert elsewhere >= {"compiled", "walk", "arrange", "spread", "backdrop_surface", "write_png", "_picture"}


def test_the_presenters_loop_does_nothing_heavy_itself(
    talk: Presenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cold, from the first pictures of both windows through steps, looks, languages, the overview, help and the start page."""
    here, elsewhere = watch(monkeypatch)
    until = time.monotonic() + 240

    def turn_until(fact: Callable[[], bool]) -> None:
        while True:
            assert time.monotonic() < until
            talk.hear()
            talk.do(ask.Tick(0.0 if talk.waiting else 0.05, 0.05))
            talk.show()
            if fact() and not talk.waiting and not talk.page_waits:
                return
            time.sleep(0.002)

    talk.do(ask.OpenScene("nmda-blockade", playing=False))
    turn_until(lambda: talk.session.screen == "scene")
    turn_until(lambda: talk._preview is not None)
    for intent in (
        *(ask.NextStep(), ask.NextStep(), ask.NextStep(), ask.CycleTheme(), ask.SwapDeskLanguage()),
        *(
            ask.ChangeTextScale(1),
            ask.Freeze(),
            ask.LastStep(),
            ask.Freeze(),
            ask.Cover("black"),
            ask.Uncover(),
        ),
        *(ask.SwapWindows(), ask.ToggleOverlay("help"), ask.CloseTop(), ask.ToggleOverlay("overview")),
    ):
        talk.do(intent)
        turn_until(lambda: True)
    turn_until(lambda: bool(talk._ends))
    talk.do(ask.GoHome())
    turn_until(lambda: True)
    assert not here, "\n".join(here.values())
    assert elsewhere >= {"compiled", "walk", "arrange", "backdrop_surface", "render"}


def test_the_unattended_loop_does_nothing_heavy_itself(
    screen: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cold, a visit from the waiting screen through every page, card and pad, to the end and the waiting screen again."""
    here, elsewhere = watch(monkeypatch)
    until = time.monotonic() + 240
    pages = set[object]()

    def turn_until(fact: Callable[[], bool]) -> None:
        while True:
            assert time.monotonic() < until
            screen.hear()
            screen.do(ask.Tick(0.05 if screen.ready else 0.0, 0.0))
            screen.show()
            pages.add((screen.visit.page, screen.session.overlay, screen.visit.typed is not None))
            if fact() and screen.ready and not screen.page_waits:
                return
            time.sleep(0.002)

    def do(intent: ask.Intent) -> None:
        screen.do(intent)
        turn_until(lambda: True)

    turn_until(lambda: screen.session.screen == "scene" and screen._whole is not None)
    for intent in (
        *(ask.Wake(), ask.SetLanguage("fr"), ask.ToggleOverlay("support"), ask.CloseTop(), ask.OpenStop(1)),
        *(ask.ChangeTextScale(1), ask.OpenPad(), ask.ClosePad()),
    ):
        do(intent)
    turn_until(lambda: screen.session.screen == "scene" and screen._whole is not None)
    while screen.visit.page == "steps":
        do(ask.NextStep())
    do(ask.Finish())
    assert not here, "\n".join(here.values())
    assert {page for page, _, _ in pages} >= {"attract", "language", "topics", "steps", "end"}
    assert {overlay for _, overlay, _ in pages} >= {"support"}
    assert any(pad for _, _, pad in pages)
    assert elsewhere >= {"compiled", "walk", "arrange", "backdrop_surface", "_picture"}
