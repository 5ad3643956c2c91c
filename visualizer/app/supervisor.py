"""Watches over the unattended screen: restarts it when it dies or hangs, and knows when to stop. Draws nothing.

The screen runs in a process of its own and writes a sign on its output at each turn of its loop. What it complains of
becomes lines of a log. Exit code 0 means that staff left on purpose.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO, Any, Literal

import platformdirs

from visualizer.app.fault_log import FaultLog

LOG_FILE, LEAVE_FILE, HEALTH_FILE = "kiosk.log", "leave", "health.json"
REFUSALS = (
    1,
    2,
    3,
)  # findings, misuse, no display: before the first sign of life, trying again would not help
GAVE_UP = 1
INTERRUPTED = 130
_POLL_S = 0.05
_LEAVE_EVERY_S = 0.5

Handler = Callable[[int, FrameType | None], Any] | int | signal.Handlers | None
Outcome = Literal["left", "refused", "died", "hung", "stopped"]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a screen may be silent, and how often it is started again in a row."""

    start_s: float = 30.0  # from the start to the first sign of life: a slow disk, a cold start
    beat_s: float = 4.0  # between two signs of life
    well_s: float = 60.0  # a screen that ran for so long is well, and its next fault is the first in a row
    restarts: int = 3


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended, and the code that it gave."""

    outcome: Outcome
    code: int = 0


def state_folder() -> Path:
    """Return where log, health and the staff's way out lie on this system."""
    return platformdirs.user_state_path("moa", appauthor=False) / "kiosk"


def ask_to_leave(folder: Path) -> Path:
    """Ask the screen that runs for this user to leave; return the file that says so."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / LEAVE_FILE
    path.touch()
    return path


def supervise(
    screen: Sequence[str], card: Sequence[str], folder: Path, patience: Patience | None = None
) -> int:
    """Keep the screen running, or after too many faults the card; return the exit code.

    `screen` and `card` are command lines. 0 means that staff left, or that the system asked to stop.
    """
    return _Supervisor(folder, patience or Patience()).run(screen, card)


class _Supervisor:
    def __init__(self, folder: Path, patience: Patience) -> None:
        self.folder, self.patience = folder, patience
        self.log = FaultLog(folder / LOG_FILE)
        self.stopping = False
        self.restarts = 0

    def run(self, screen: Sequence[str], card: Sequence[str]) -> int:
        with contextlib.suppress(OSError):  # who asked before we began meant another one
            (self.folder / LEAVE_FILE).unlink()
        before = self._on_signals()
        try:
            ended = self._keep("running", screen)
            if ended is None:
                self._tell(f"the screen failed {self.patience.restarts + 1} times in a row; a card is shown")
                ended = self._keep("out of service", card)
            if ended is None:
                self._tell("the card cannot be shown either")
                return GAVE_UP
            return ended.code
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            self.log.close()

    def _keep(self, state: str, command: Sequence[str]) -> Ended | None:
        """Run a command until it is left on purpose; nothing when it failed too often in a row."""
        failures = 0
        while True:
            began = time.monotonic()
            ended = self._once(state, command)
            if ended.outcome in ("left", "stopped", "refused"):
                return ended
            failures = 1 if time.monotonic() - began >= self.patience.well_s else failures + 1
            told = "gave no sign of life" if ended.outcome == "hung" else f"ended with code {ended.code}"
            if failures > self.patience.restarts:
                self._tell(f"the screen {told}, after {self.restarts} restarts")
                return None
            self.restarts += 1
            self._tell(f"the screen {told}; restart {self.restarts}")

    def _once(self, state: str, command: Sequence[str]) -> Ended:
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as child:
            life = _Life(child, self.log)
            self._health("starting", child.pid)
            try:
                return self._watch(state, child, life)
            finally:
                _end(child)
                life.join()

    def _watch(self, state: str, child: "subprocess.Popen[bytes]", life: "_Life") -> Ended:
        looked, told = 0.0, False
        while True:
            try:
                code = child.wait(_POLL_S)
            except subprocess.TimeoutExpired:
                code = None
            if code is not None:
                life.join()
                if code == 0:
                    return Ended("left")
                refused = not life.alive and code in REFUSALS
                return Ended("refused" if refused else "died", code)
            if life.alive and not told:
                told = True
                self._health(state, child.pid)
            now = time.monotonic()
            if self.stopping:
                return Ended("stopped")
            if now - looked >= _LEAVE_EVERY_S:
                looked = now
                if (self.folder / LEAVE_FILE).exists():
                    with contextlib.suppress(OSError):
                        (self.folder / LEAVE_FILE).unlink()
                    return Ended("left")
            silent = now - life.last
            if silent > (self.patience.beat_s if life.alive else self.patience.start_s):
                return Ended("hung")

    def _on_signals(self) -> dict[int, Handler]:
        def stop(*_: object) -> None:
            self.stopping = True

        if threading.current_thread() is not threading.main_thread():
            return {}
        return {signal.SIGTERM: signal.signal(signal.SIGTERM, stop)}

    def _tell(self, line: str) -> None:
        if self.log.tell(line):
            print(f"moa: kiosk: {line}", file=sys.stderr, flush=True)

    def _health(self, state: str, pid: int) -> None:
        """Write how the screen stands, for whoever looks after it; not being able to is no reason to stop."""
        about = {
            "state": state,
            "process": os.getpid(),
            "screen": pid,
            "restarts": self.restarts,
            "since": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        }
        rough = self.folder / f"{HEALTH_FILE}.{os.getpid()}"
        with contextlib.suppress(OSError):
            rough.write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
            rough.replace(self.folder / HEALTH_FILE)


@dataclass(slots=True)
class _Life:
    """The signs of life of a process, and what it complains of; read by two threads that end with it."""

    child: "subprocess.Popen[bytes]"
    log: FaultLog
    alive: bool = False
    last: float = field(default_factory=time.monotonic)
    threads: tuple[threading.Thread, ...] = ()

    def __post_init__(self) -> None:
        self.threads = tuple(
            threading.Thread(target=target, args=(stream,), daemon=True)
            for target, stream in ((self._listen, self.child.stdout), (self._note, self.child.stderr))
        )
        for thread in self.threads:
            thread.start()

    def join(self) -> None:
        for thread in self.threads:
            thread.join(timeout=1.0)

    def _listen(self, stream: IO[bytes]) -> None:
        while os.read(stream.fileno(), 4096):
            self.last = time.monotonic()
            self.alive = True

    def _note(self, stream: IO[bytes]) -> None:
        # Read by pieces: a line without an end must not fill the memory.
        while line := stream.readline(2000):
            text = line.decode("utf-8", "replace").rstrip()
            if not self.alive:
                print(text, file=sys.stderr, flush=True)  # whoever starts it still looks
            elif self.log.tell(text):
                print(text, file=sys.stderr, flush=True)


def _end(child: "subprocess.Popen[bytes]") -> None:
    """End a process, whatever state it is in."""
    if child.poll() is None:
        child.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(5.0)
