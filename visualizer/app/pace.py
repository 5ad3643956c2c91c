"""Sixty pictures a second, kept to an absolute deadline. Knows the machine's clock; knows no picture."""

import time

FRAME_S = 1 / 60
_SPIN_S = 0.0015  # sleeping is only sure to a millisecond or so; the rest is waited out awake
_LOST_S = 0.1  # when we are further behind than this, catching up would only stutter


class Pace:
    """Waits for the next frame's time; a late frame does not move the ones after it."""

    def __init__(self) -> None:
        self._next = time.perf_counter() + FRAME_S

    def wait(self) -> None:
        """Sleep, then spin, until the next frame is due."""
        now = time.perf_counter()
        if now - self._next > _LOST_S:
            self._next = now
        if self._next - now > _SPIN_S:
            time.sleep(self._next - now - _SPIN_S)
        while time.perf_counter() < self._next:
            pass
        self._next += FRAME_S
