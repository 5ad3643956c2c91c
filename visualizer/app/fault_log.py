"""What went wrong, a line a fault, in files that never grow beyond a size. Knows lines and limits; mends nothing."""

import logging
import logging.handlers
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

LARGEST_BYTES, OLDER_FILES = 500_000, 3  # two megabytes in all, whatever happens
_LONGEST = 400
_KNOWN = 200
_A_MINUTE = 60  # more lines than these say nothing that the first ones did not


class FaultLog:
    """Writes each fault once, then how often it came again: the tenth time, the hundredth, and so on."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=LARGEST_BYTES, backupCount=OLDER_FILES, encoding="utf-8", delay=True
        )
        self._handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        self._clock = clock
        self._seen: OrderedDict[str, int] = OrderedDict()
        self._minute, self._written, self._left_out = clock(), 0, 0

    def tell(self, text: str) -> bool:
        """Note a fault; return whether a line was written."""
        line = " ".join(text.split())[:_LONGEST]
        if not line:
            return False
        times = self._seen.pop(line, 0) + 1
        self._seen[line] = times
        if len(self._seen) > _KNOWN:
            self._seen.popitem(last=False)
        if times > 1 and not _is_round(times):
            return False
        now = self._clock()
        if now - self._minute >= 60:
            left_out, self._left_out = self._left_out, 0
            self._minute, self._written = now, 0
            if left_out:
                self._write(f"{left_out} more lines were left out")
        if self._written >= _A_MINUTE:
            self._left_out += 1
            return False
        self._written += 1
        self._write(line if times == 1 else f"{line} ({times} times)")
        return True

    def close(self) -> None:
        """Close the file."""
        self._handler.close()

    def _write(self, line: str) -> None:
        self._handler.handle(logging.LogRecord("moa", logging.ERROR, "", 0, line, None, None))


def _is_round(times: int) -> bool:
    """Tell whether a count is a power of ten."""
    while times % 10 == 0:
        times //= 10
    return times == 1
