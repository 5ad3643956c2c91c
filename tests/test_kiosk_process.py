"""`moa kiosk` as it runs in a clinic, in real processes and without a screen: started, killed, stopped, and left."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PATIENT_S = 60.0  # a test machine may be busy

pytestmark = pytest.mark.skipif(os.name == "nt", reason="stopping a process needs POSIX signals")


class Running:
    """A `moa kiosk`, and what it tells of itself."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "state" / "moa" / "kiosk"
        self.environment = {
            **os.environ,
            "SDL_VIDEODRIVER": "dummy",
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_CACHE_HOME": str(folder / "cache"),
        }
        self.output = (folder / "output.txt").open("w+")
        self.process = self.moa("nmda-blockade@1", "--size", "640x360")

    def moa(self, *words: str) -> "subprocess.Popen[bytes]":
        """Start the program with these words after `kiosk`."""
        command = [sys.executable, "-m", "visualizer", "kiosk", *words]
        return subprocess.Popen(
            command, env=self.environment, cwd=ROOT, stderr=self.output, stdout=self.output
        )

    def health(self) -> dict[str, object]:
        """Return how the screen stands; nothing before it has begun."""
        try:
            found: dict[str, object] = json.loads((self.folder / "health.json").read_text())
        except FileNotFoundError:
            return {}
        return found

    def another_than(self, screen: int, seconds: float) -> None:
        """Wait for another screen than this one."""
        end = time.monotonic() + seconds
        while self.health().get("screen", screen) == screen:
            assert time.monotonic() < end, self.health()
            time.sleep(0.02)

    def screen(self) -> int:
        """Wait until a screen gives signs of life; return its process."""
        end = time.monotonic() + PATIENT_S
        while self.health().get("state") != "running":
            assert time.monotonic() < end, self.health()
            assert self.process.poll() is None
            time.sleep(0.02)
        return int(str(self.health()["screen"]))


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """Return a screen that runs, and end it in any case."""
    one = Running(tmp_path)
    yield one
    if one.process.poll() is None:
        one.process.terminate()
        assert one.process.wait(20) == 0
    one.output.close()


def test_a_killed_and_a_hung_screen_come_back_and_staff_leave(running: Running) -> None:
    """After kill -9, and after SIGSTOP, another screen runs within five seconds; `moa kiosk --leave` ends it with 0."""
    for restarts, number in enumerate((signal.SIGKILL, signal.SIGSTOP), 1):
        screen = running.screen()
        os.kill(screen, number)
        running.another_than(screen, 5.0)
        assert running.health()["restarts"] == restarts
    running.screen()
    assert running.moa("--leave").wait(PATIENT_S) == 0
    assert running.process.wait(PATIENT_S) == 0


def test_a_screen_whose_watcher_is_gone_goes_too(running: Running) -> None:
    """When the watching process is killed, no screen is left behind that nobody watches over."""
    screen = running.screen()
    running.process.kill()
    running.process.wait()
    end = time.monotonic() + PATIENT_S
    while _runs(screen):
        assert time.monotonic() < end
        time.sleep(0.1)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
