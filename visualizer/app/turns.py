"""How long each turn of a window's loop was busy, for whoever asks at the end. Knows the machine's clock; draws nothing."""

import contextlib
import sys
import time
from array import array
from collections.abc import Iterator

LIMIT_S = 0.1  # no turn may keep a person waiting for longer


class Turns:
    """Takes the time of each turn, from the first event heard to the last picture shown; waiting for the next is no work."""

    def __init__(self, kept: bool) -> None:
        self._kept = kept
        self._busy_s, self._own_s = array("d"), array("d")
        self._since = time.perf_counter()
        # When, how long, and how much of it was the loop's own work.
        self._late: list[tuple[float, float, float]] = []

    @contextlib.contextmanager
    def one(self) -> Iterator[None]:
        """Take the time of one turn."""
        began, worked = time.perf_counter(), time.thread_time()
        yield
        if self._kept:
            took, own = time.perf_counter() - began, time.thread_time() - worked
            self._busy_s.append(took)
            self._own_s.append(own)
            if took > LIMIT_S:
                self._late.append((began - self._since, took, own))

    def tell(self) -> None:
        """Print what was seen, where it was asked for: a line, and one for each turn that was too long."""
        if not self._kept or not self._busy_s:
            return
        for when, took, own in self._late:
            line = f"a turn took {took * 1000:.1f} ms, {own * 1000:.1f} of them its own work, {when:.2f} s after the start"
            print(line, file=sys.stderr)
        print(report(self._busy_s, self._own_s), file=sys.stderr, flush=True)


def report(busy_s: "array[float]", own_s: "array[float]") -> str:
    """Return the longest, the 99th percentile and the median of the turns, in milliseconds.

    `own_s` is the processor time of the loop itself in each: the rest is waiting for other threads and programs.
    """
    rising = sorted(1000.0 * one for one in busy_s)
    longest, most, half = rising[-1], rising[int(0.99 * (len(rising) - 1))], rising[(len(rising) - 1) // 2]
    return (
        f"{len(rising)} turns: longest {longest:.1f} ms, 99 of 100 at most {most:.1f} ms, half at most {half:.1f} ms; "
        f"most work in one {1000.0 * max(own_s):.1f} ms"
    )
