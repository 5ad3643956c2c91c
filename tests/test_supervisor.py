"""The process that watches over the unattended screen, with real processes: killed, stopped, crashing, silent, flooding."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from visualizer.app.fault_log import LARGEST_BYTES, OLDER_FILES, FaultLog
from visualizer.app.supervisor import HEALTH_FILE, LOG_FILE, Patience, ask_to_leave, supervise

QUICK = Patience(start_s=5.0, beat_s=0.6, well_s=60.0, restarts=3)
BEATS = "import os, sys, time\ndef beat():\n    os.write(1, b'.'); time.sleep(0.05)\n"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="stopping a process needs POSIX signals")


def python(code: str) -> list[str]:
    """Return the command line of a small screen that is a few lines of Python."""
    return [sys.executable, "-c", BEATS + code]


CARD = python("while True: beat()")


class Watched:
    """A supervisor in a thread of its own, and what it writes about its screen."""

    def __init__(self, folder: Path, screen: list[str], card: list[str] = CARD) -> None:
        self.folder, self.code = folder, -1
        self.thread = threading.Thread(target=self._run, args=(screen, card), daemon=True)
        self.thread.start()

    def _run(self, screen: list[str], card: list[str]) -> None:
        self.code = supervise(screen, card, self.folder, QUICK)

    def health(self) -> dict[str, object]:
        """Return how the screen stands."""
        try:
            found: dict[str, object] = json.loads((self.folder / HEALTH_FILE).read_text())
        except FileNotFoundError:
            return {"screen": 0, "state": "", "restarts": 0}
        return found

    def until(self, true: Callable[[dict[str, object]], bool], seconds: float = 10.0) -> dict[str, object]:
        """Wait until the screen stands as wanted."""
        end = time.monotonic() + seconds
        while not true(self.health()):
            assert time.monotonic() < end, self.health()
            time.sleep(0.02)
        return self.health()

    def log(self) -> list[str]:
        """Return the lines of the log."""
        return (self.folder / LOG_FILE).read_text(encoding="utf-8").splitlines()


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Callable[..., Watched]]:
    """Return what starts a supervisor; each is asked to leave at the end."""
    begun: list[Watched] = []

    def start(*given: list[str]) -> Watched:
        begun.append(Watched(tmp_path, *given))
        return begun[-1]

    yield start
    for one in begun:
        if one.thread.is_alive():
            ask_to_leave(tmp_path)
            one.thread.join(5)
        assert not one.thread.is_alive()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP, signal.SIGSEGV])
def test_a_dead_or_silent_screen_is_started_again(
    watched: Callable[..., Watched], number: signal.Signals
) -> None:
    """Killed, stopped in its tracks or crashed: within the time that was promised another one runs."""
    one = watched(python("while True: beat()"))
    first = one.until(lambda health: health["state"] == "running")["screen"]
    time.sleep(0.5)
    os.kill(int(str(first)), number)
    again = one.until(lambda health: health["screen"] != first, seconds=5.0)
    assert again["restarts"] == 1
    one.until(lambda health: health["state"] == "running")
    with pytest.raises(ProcessLookupError):
        os.kill(int(str(first)), 0)


def test_the_usual_patience_keeps_the_promise() -> None:
    """A hung screen is missed soon enough for another one to run within five seconds."""
    assert Patience().beat_s < 5.0
    assert Patience().restarts == 3


def test_after_three_restarts_in_a_row_there_is_a_card(watched: Callable[..., Watched]) -> None:
    """A screen that fails again and again is left alone; the card stays, and staff can still leave."""
    one = watched(python("beat(); sys.exit(70)"))
    health = one.until(lambda health: health["state"] == "out of service")
    assert health["restarts"] == 3
    time.sleep(0.3)
    assert one.health() == health
    ask_to_leave(one.folder)
    one.thread.join(5)
    assert one.code == 0
    assert sum("ended with code 70" in line for line in one.log()) == 4


def test_a_card_that_fails_ends_it(tmp_path: Path) -> None:
    """Where not even the card can be shown, whoever started it is told."""
    fails = python("beat(); sys.exit(70)")
    assert supervise(fails, fails, tmp_path, QUICK) == 1


def test_leaving_on_purpose_is_not_a_fault(tmp_path: Path) -> None:
    """Exit code 0 ends it; nothing is started again, and nothing is logged."""
    assert supervise(python("beat()"), CARD, tmp_path, QUICK) == 0
    assert not (tmp_path / LOG_FILE).exists()


@pytest.mark.parametrize("code", [1, 2, 3])
def test_what_cannot_begin_is_not_tried_again(tmp_path: Path, code: int) -> None:
    """Findings, misuse and a missing display come back at once, as they are."""
    began = time.monotonic()
    assert supervise(python(f"sys.exit({code})"), CARD, tmp_path, QUICK) == code
    assert time.monotonic() - began < 4.0


def test_staff_leave_by_a_file(watched: Callable[..., Watched], tmp_path: Path) -> None:
    """The file that says so ends the screen with code 0 and is gone; one from before does not count."""
    path = ask_to_leave(tmp_path)
    one = watched(CARD)
    one.until(lambda health: health["state"] == "running")
    assert not path.exists()
    time.sleep(0.7)
    assert one.thread.is_alive()
    ask_to_leave(tmp_path)
    one.thread.join(5)
    assert (one.code, path.exists()) == (0, False)


def test_the_system_stops_both(tmp_path: Path) -> None:
    """SIGTERM to the watching process ends the screen, too, with code 0."""
    code = (
        "import sys; from pathlib import Path; from visualizer.app.supervisor import supervise\n"
        f"sys.exit(supervise({CARD!r}, {CARD!r}, Path(sys.argv[1])))"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) as process:
        one = Watched.__new__(Watched)
        one.folder = tmp_path
        screen = int(str(one.until(lambda health: health["state"] == "running")["screen"]))
        process.terminate()
        assert process.wait(5) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(screen, 0)


def test_a_flood_of_complaints_leaves_small_files(watched: Callable[..., Watched]) -> None:
    """A screen that complains without end keeps its health, and its log stays within its bound."""
    flood = "n = 0\nwhile True:\n    beat()\n    for _ in range(2000):\n        n += 1\n        os.write(2, b'fault %d\\n' % n)"
    one = watched(python(flood))
    time.sleep(1.5)
    assert one.health()["restarts"] == 0
    size = sum(path.stat().st_size for path in one.folder.glob(f"{LOG_FILE}*"))
    assert size < 20_000


def test_a_log_is_bounded_whatever_happens(tmp_path: Path) -> None:
    """Ten thousand faults, all different, stay within the files' size; the same one is one line."""
    now = [0.0]
    log = FaultLog(tmp_path / LOG_FILE, clock=lambda: now[0])
    for i in range(10_000):
        now[0] += 1.0
        log.tell(f"fault {i} " + "x" * 1000)
    log.close()
    files = list(tmp_path.glob(f"{LOG_FILE}*"))
    assert sum(path.stat().st_size for path in files) <= (LARGEST_BYTES + 1000) * (OLDER_FILES + 1)
    (tmp_path / "other").mkdir()
    log = FaultLog(tmp_path / "other" / LOG_FILE)
    written = [log.tell("the same\nfault") for _ in range(1000)]
    log.close()
    lines = (tmp_path / "other" / LOG_FILE).read_text().splitlines()
    assert sum(written) == len(lines) == 4
    assert lines[-1].endswith("the same fault (1000 times)")


def test_the_watching_process_needs_no_pygame() -> None:
    """Whoever watches for months is small: neither pygame nor NumPy is imported for it."""
    code = "import sys; from visualizer.app import supervisor; print({'pygame', 'numpy', 'pydantic'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
