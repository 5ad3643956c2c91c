"""The window's loop does nothing heavy itself: whatever takes long is done by a worker, whoever asks for it, and when."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import platformdirs
import pytest
from conftest import settle

import visualizer.render  # noqa: F401 (before pygame)
from visualizer import app
from visualizer.app import bakery, compiler, pictures, screenshots, thumbnail_files
from visualizer.app.display import open_display
from visualizer.app.thumbnails import Thumbnails
from visualizer.export import shipped
from visualizer.render import surfaces
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
)
"""What takes tens of milliseconds or more at the size of a screen."""


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[app.Shell]:
    """Return a shell on its home page whose folders are empty: everything has to be made."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    for folder in ("user_config_path", "user_cache_path", "user_pictures_path"):
        monkeypatch.setattr(platformdirs, folder, lambda *_, at=tmp_path / folder, **__: at)
    open_display()
    made = app.Shell(app.Options(size=SIZE, language="en"), shipped()[0])
    yield made
    made.close()
    pygame.display.quit()


def watch(monkeypatch: pytest.MonkeyPatch) -> tuple[set[str], set[str]]:
    """Note which heavy things are done from now on: by this thread, which is the loop's, and by others."""
    loop, here, elsewhere = threading.get_ident(), set[str](), set[str]()

    def noting(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*given: Any, **named: Any) -> Any:
            (here if threading.get_ident() == loop else elsewhere).add(name)
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
    assert here == set()
    assert elsewhere >= {"compiled", "walk", "arrange", "spread", "backdrop_surface", "write_png", "_picture"}
