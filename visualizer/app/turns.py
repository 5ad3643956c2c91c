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
        self._busy_s = array("d")
        self._since = time.perf_counter()
        self._late: list[tuple[float, float]] = []  # when, and how long

    @contextlib.contextmanager
    def one(self) -> Iterator[None]:
        """Take the time of one turn."""
        began = time.perf_counter()
        yield
        if self._kept:
            took = time.perf_counter() - began
            self._busy_s.append(took)
            if took > LIMIT_S:
                self._late.append((began - self._since, took))

    def tell(self) -> None:
        """Print what was seen, where it was asked for: a line, and one for each turn that was too long."""
        if not self._kept or not self._busy_s:
            return
        for when, took in self._late:
            print(f"a turn took {took * 1000:.1f} ms, {when:.2f} s after the start", file=sys.stderr)
        print(report(self._busy_s), file=sys.stderr, flush=True)


def report(busy_s: "array[float]") -> str:
    """Return the longest, the 99th percentile and the median of the turns, in milliseconds."""
    rising = sorted(1000.0 * one for one in busy_s)
    longest, most, half = rising[-1], rising[int(0.99 * (len(rising) - 1))], rising[(len(rising) - 1) // 2]
    return f"{len(rising)} turns: longest {longest:.1f} ms, 99 of 100 at most {most:.1f} ms, half at most {half:.1f} ms"
