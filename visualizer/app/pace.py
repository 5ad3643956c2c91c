"""Pictures at an even pace, kept to an absolute deadline. Knows the machine's clock; knows no picture."""

import sys
import time

from visualizer.core import garbage

PER_SECOND = 60.0
_SPIN_S = 0.0015  # sleeping is only sure to a millisecond or so; the rest is waited out awake
_MOST = 3  # the story moves on by at most so many pictures at once: a long one is not made up by a jump
_TURN_S = 0.001  # a worker that runs Python gives the loop its turn after so long


class Pace:
    """Waits for the next picture's time. Deadlines lie on one grid; a late picture moves none of them."""

    def __init__(self, per_second: float = PER_SECOND) -> None:
        self.interval_s = 1.0 / per_second
        self._next = time.perf_counter() + self.interval_s

    def change(self, per_second: float) -> None:
        """Go on at another pace, from the last deadline on."""
        if per_second != 1.0 / self.interval_s:
            self._next += 1.0 / per_second - self.interval_s
            self.interval_s = 1.0 / per_second

    def wait(self) -> float:
        """Sleep, then spin, until the next picture is due; return by how much the story moves on, in seconds.

        That is a whole number of intervals, so that motion is even however uneven the machine is.
        """
        now = time.perf_counter()
        lost = max(
            0, int((now - self._next) / self.interval_s)
        )  # whole places on the grid; a little late is shown at once
        self._next += lost * self.interval_s
        if self._next - now > _SPIN_S:
            time.sleep(self._next - now - _SPIN_S)
        while time.perf_counter() < self._next:
            pass
        self._next += self.interval_s
        return min(1 + lost, _MOST) * self.interval_s


def give_way() -> None:
    """Let the loop be late because of others as little as can be.

    Workers give it its turn after one millisecond instead of five, and no search for garbage goes through what is there.
    """
    sys.setswitchinterval(_TURN_S)
    garbage.settle()
