"""How long the window has been waiting for a picture. Knows the machine's clock; draws nothing."""

import time

TURNS_PER_S = 0.8
_STEPS = 12  # of one turn
_PATIENCE_S = 0.15  # a shorter wait shows no sign


class Waiting:
    """True from the first picture that was not ready until the next that is."""

    def __init__(self) -> None:
        self._since: float | None = None

    def __bool__(self) -> bool:
        return self._since is not None

    @property
    def turn(self) -> int:
        """Return how far the sign has turned, in steps of 30 degrees: nought without a sign, else from 1 on."""
        passed = 0.0 if self._since is None else time.perf_counter() - self._since - _PATIENCE_S
        return 0 if passed <= 0.0 else 1 + int(passed * TURNS_PER_S * _STEPS)

    def go_on(self) -> None:
        """Wait, or wait on."""
        if self._since is None:
            self._since = time.perf_counter()

    def end(self) -> None:
        """Wait no longer."""
        self._since = None
