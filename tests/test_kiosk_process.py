"""`moa kiosk` as it runs in a clinic, in real processes: killed, stopped, raising, with broken files, flooded, and left."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest
from screens import MISSING, click, differs, one_screen, press, rich, seen, shot

import visualizer.render  # noqa: F401 (before pygame)
from visualizer.app.kiosk import House, Kiosk
from visualizer.app.settled import WAY_OUT
from visualizer.core.paths import scenes_folder
from visualizer.session import intents as ask

pygame = pytest.importorskip("pygame")
ROOT = Path(__file__).resolve().parent.parent
PATIENT_S = 60.0  # a test machine may be busy
WITHIN_S = 5.0  # another screen has begun
SIZE = (640, 360)
LARGER = (1280, 720)

# Read by Python as it starts, so that a scene fails while it is drawn in a program that is otherwise as it is shipped.
RAISING = """
import sys
if "--screen" in sys.orig_argv:
    import visualizer.render
    from visualizer.app import pictures
    compose = pictures.compose
    def raising(timeline, *rest):
        if timeline.scene.id in {scenes}:
            raise ZeroDivisionError("on purpose")
        return compose(timeline, *rest)
    pictures.compose = raising
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="stopping a process needs POSIX signals")
seen_in_a_window = pytest.mark.skipif(bool(MISSING), reason=f"needs {', '.join(MISSING)}")


class Running:
    """A `moa kiosk`, and what it tells of itself."""

    def __init__(self, folder: Path, words: tuple[str, ...], environment: Mapping[str, str]) -> None:
        self.folder = folder / "state" / "moa" / "kiosk"
        self.environment = {
            **environment,
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_CACHE_HOME": str(folder / "cache"),
        }
        self.output = (folder / "output.txt").open("w+")
        self.process = self.moa(*words)

    def moa(self, *words: str) -> "subprocess.Popen[bytes]":
        """Start the program with these words after `kiosk`."""
        command = [sys.executable, "-m", "visualizer", "kiosk", *words]
        return subprocess.Popen(
            command, env=self.environment, cwd=ROOT, stderr=self.output, stdout=self.output
        )

    def said(self) -> str:
        """Return all that the program has complained of."""
        return (self.folder.parents[2] / "output.txt").read_text()

    def health(self) -> dict[str, object]:
        """Return how the screen stands; nothing before it has begun."""
        try:
            found: dict[str, object] = json.loads((self.folder / "health.json").read_text())
        except FileNotFoundError:
            return {}
        return found

    def until(self, fact: Callable[[], bool], seconds: float = PATIENT_S) -> None:
        """Wait until something is so."""
        end = time.monotonic() + seconds
        while not fact():
            assert time.monotonic() < end, (self.health(), self.said())
            time.sleep(0.02)

    def another_than(self, screen: int, seconds: float) -> None:
        """Wait for another screen than this one."""
        self.until(lambda: self.health().get("screen", screen) != screen, seconds)

    def screen(self, state: str = "running") -> int:
        """Wait until a screen gives signs of life; return its process."""
        self.until(lambda: self.health().get("state") == state or self.process.poll() is not None)
        assert self.process.poll() is None, self.said()
        return int(str(self.health()["screen"]))

    def leave(self) -> None:
        """Let staff end it from another session."""
        assert self.moa("--leave").wait(PATIENT_S) == 0
        assert self.process.wait(PATIENT_S) == 0


Start = Callable[..., Running]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Return what starts a screen, and end it in any case."""
    started: list[Running] = []

    def start_it(
        *words: str, screen: Mapping[str, str] | None = None, raising: tuple[str, ...] = ()
    ) -> Running:
        environment = dict(screen) if screen is not None else {**os.environ, "SDL_VIDEODRIVER": "dummy"}
        if raising:
            (tmp_path / "fault").mkdir()
            (tmp_path / "fault" / "sitecustomize.py").write_text(RAISING.format(scenes=raising))
            environment["PYTHONPATH"] = str(tmp_path / "fault")
        usual = ("nmda-blockade@1", "--size", f"{SIZE[0]}x{SIZE[1]}")
        started.append(Running(tmp_path, words or usual, environment))
        return started[-1]

    yield start_it
    for one in started:
        if one.process.poll() is None:
            one.process.terminate()
            assert one.process.wait(20) == 0
        one.output.close()


@pytest.fixture
def content(tmp_path: Path) -> tuple[Path, Path]:
    """Return a clinic's own scene, a copy of a shipped one, and a playlist of it and another."""
    folder = tmp_path / "content"
    (folder / "playlists").mkdir(parents=True)
    text = (scenes_folder() / "nmda-blockade.yaml").read_text(encoding="utf-8")
    (folder / "mine.yaml").write_text(text.replace("id: nmda-blockade", "id: mine", 1), encoding="utf-8")
    playlist = folder / "playlists" / "ours.yaml"
    playlist.write_text("id: ours\ntitle: Ours\nitems: [mine, ssri-reuptake]\n", encoding="utf-8")
    return folder / "mine.yaml", playlist


def test_a_killed_and_a_hung_screen_come_back_and_staff_leave(start: Start) -> None:
    """After kill -9, and after SIGSTOP, another screen runs within five seconds; `moa kiosk --leave` ends it with 0."""
    running = start()
    for restarts, number in enumerate((signal.SIGKILL, signal.SIGSTOP), 1):
        screen = running.screen()
        os.kill(screen, number)
        running.another_than(screen, WITHIN_S)
        assert running.health()["restarts"] == restarts
    running.screen()
    running.leave()


def test_a_screen_whose_watcher_is_gone_goes_too(start: Start) -> None:
    """When the watching process is killed, no screen is left behind that nobody watches over."""
    running = start()
    screen = running.screen()
    running.process.kill()
    running.process.wait()
    running.until(lambda: not _runs(screen))


def test_after_three_restarts_in_a_row_the_card_stays(start: Start) -> None:
    """The fourth kill -9 in a row brings no fourth restart but the card, which staff leave like any screen."""
    running = start()
    for _ in range(4):
        screen = running.screen()
        os.kill(screen, signal.SIGKILL)
        running.another_than(screen, WITHIN_S)
    running.screen("out of service")
    assert running.health()["restarts"] == 3
    assert "failed 4 times in a row; a card is shown" in running.said()
    running.leave()


def test_a_scene_that_raises_is_left_out_and_the_screen_goes_on(
    start: Start, content: tuple[Path, Path]
) -> None:
    """The process that draws stays the same, is not started again, and one line says which scene and why."""
    running = start(str(content[1]), "--size", "640x360", raising=("mine",))
    screen = running.screen()
    running.until(lambda: "on purpose" in running.said())
    time.sleep(WITHIN_S)  # longer than a screen may be silent
    assert running.health() | {"restarts": 0, "state": "running", "screen": screen} == running.health()
    assert running.said().count("mine could not be drawn: ZeroDivisionError: on purpose") == 1
    running.leave()


def test_a_broken_scene_file_is_shown_as_it_was(start: Start, content: tuple[Path, Path]) -> None:
    """A file that turns bad is named with its place at the next start, and its last good text goes on."""
    scene, playlist = content
    running = start(str(playlist), "--size", "640x360")
    screen = running.screen()
    assert "mine" not in running.said()
    scene.write_text("format: 1\nid: mine\nsteps: [", encoding="utf-8")
    os.kill(screen, signal.SIGKILL)
    running.another_than(screen, WITHIN_S)
    assert running.screen() != screen
    running.until(lambda: "mine.yaml is broken; the last good one is shown" in running.said())
    assert "mine.yaml:3:" in running.said()
    assert running.health()["restarts"] == 1
    running.leave()


def test_with_every_file_broken_it_says_so_and_does_not_begin(
    start: Start, content: tuple[Path, Path]
) -> None:
    """Where there never was a good text, the program ends at once with a line and a code, and tries no more."""
    scene, playlist = content
    scene.write_text("format: 1\nid: mine\nsteps: [", encoding="utf-8")
    playlist.write_text("id: ours\ntitle: Ours\nitems: [mine]\n", encoding="utf-8")
    running = start(str(playlist), "--size", "640x360")
    assert running.process.wait(PATIENT_S) in (1, 2)
    assert "mine.yaml is broken, and is left out" in running.said()
    assert "restart" not in running.said()


@seen_in_a_window
def test_a_flood_of_events_leaves_the_screen_well(start: Start, tmp_path: Path) -> None:
    """Thousands of taps, keys and moves: the same process draws on, holds little more, and still answers a finger."""
    with one_screen(LARGER, tmp_path) as screen:
        running = start("nmda-blockade@1", "--size", "1280x720", screen=screen)
        process = running.screen()
        attract = seen(screen, tmp_path / "attract.png", rich)
        assert rich(attract)
        before = _resident_mb(process)
        _flood(screen, 6_000)
        assert running.health() | {"screen": process, "restarts": 0} == running.health()
        assert _resident_mb(process) < before + 150.0
        # The help card is one touch away, whatever page the flood has left.
        press(screen, "Escape")
        page = shot(screen, tmp_path / "page.png")
        click(screen, (LARGER[0] - 60, LARGER[1] - 60))
        answered = seen(screen, tmp_path / "answered.png", lambda p: differs(p, page) > 0.05, 20.0)
        assert differs(answered, page) > 0.05
        running.leave()


@seen_in_a_window
def test_when_every_scene_raises_the_card_is_seen(start: Start, tmp_path: Path) -> None:
    """Three restarts, and then what stands on the glass is, pixel by pixel, the page that says so in both languages."""
    with one_screen(LARGER, tmp_path) as screen:
        running = start("nmda-blockade@1", screen=screen, raising=("nmda-blockade",))
        running.screen("out of service")
        assert running.health()["restarts"] == 3
        assert "none of the scenes can be shown" in running.said()
        card = _card(LARGER)
        found = seen(screen, tmp_path / "card.png", lambda p: differs(p, card) == 0.0, 20.0)
        assert differs(found, card) == 0.0
        running.leave()


def _card(size: tuple[int, int]) -> np.ndarray:
    """Return the pixels of the card, drawn here."""
    pygame.display.init()
    try:
        closed = Kiosk(House(size=size, region="quebec", way_out=WAY_OUT))
        closed.do(ask.Tick(0.1))
        closed.show()
        while closed.page_waits:
            time.sleep(0.005)
            closed.show()
        pixels = pygame.surfarray.array3d(closed.window.get_surface()).astype(int)
        closed.close()
    finally:
        pygame.display.quit()
    return pixels


def _flood(screen: Mapping[str, str], events: int) -> None:
    """Send so many moves, taps and keys as fast as the server takes them."""
    lines = []
    for i in range(events // 4):
        lines.append(f"mousemove {i * 97 % LARGER[0]} {i * 61 % LARGER[1]}")
        lines.append(f"mousedown {1 + i % 3}")
        lines.append(f"mouseup {1 + i % 3}")
        lines.append(f"key --delay 0 {'abcFxyz123'[i % 10]}")
    text = "\n".join(lines) + "\n"
    subprocess.run(["xdotool", "-"], input=text, text=True, env=dict(screen), check=True, timeout=300)


def _resident_mb(process: int) -> float:
    pages = Path(f"/proc/{process}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
