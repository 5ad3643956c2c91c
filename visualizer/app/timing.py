"""How long each part of a picture takes, over the last two seconds. Knows the machine's clock; draws nothing."""

import contextlib
import threading
import time
from collections import deque
from collections.abc import Iterator
from statistics import median

from visualizer.app.quality import LADDER, Quality
from visualizer.modes.profile import STAGES, Profile

_LAST_S = 2.0


class Timing:
    """Takes the time of the stages of a picture, and of the whole of it."""

    def __init__(self) -> None:
        self._now: dict[str, float] = {}
        self._owner = threading.get_ident()
        self._rows: deque[tuple[float, dict[str, float]]] = deque()

    @contextlib.contextmanager
    def of(self, stage: str) -> Iterator[None]:
        """Take the time of a stage in the loop's thread; a stage may be entered several times in one picture."""
        if threading.get_ident() != self._owner:
            yield
            return
        began = time.perf_counter()
        try:
            yield
        finally:
            self._now[stage] = self._now.get(stage, 0.0) + time.perf_counter() - began

    def end(self) -> float:
        """End the picture and return how long its stages took together, in seconds."""
        now = time.perf_counter()
        self._rows.append((now, self._now))
        whole = sum(self._now.values())
        self._now = {}
        while self._rows and self._rows[0][0] < now - _LAST_S:
            self._rows.popleft()
        return whole

    def profile(self, hits: int, misses: int, quality: Quality) -> Profile:
        """Return the figures of the last two seconds, in milliseconds."""
        rows = [row for _, row in self._rows]
        times = []
        for stage in STAGES:
            taken = [row.get(stage, 0.0) * 1000.0 for row in rows] or [0.0]
            times.append((stage, median(taken), max(taken)))
        whole = [sum(row.values()) * 1000.0 for row in rows] or [0.0]
        return Profile(
            (*times, ("whole", median(whole), max(whole))),
            len(rows) / _LAST_S,
            hits,
            misses,
            quality.number,
            len(LADDER),
            quality.rung.per_second,
        )
