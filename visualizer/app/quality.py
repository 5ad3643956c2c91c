"""What is left out on a machine that is too slow for everything: a ladder of rungs. Knows times and frames, no scene.

Every rung keeps the meaning and the pace of the story. Exports, tests and screenshots have the top rung always.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import median

from visualizer.frame.shapes import Frame, Group, Pane, Shape, Sprite, Zoomed

GLOWS = frozenset({"halo", "glow"})
"""Names of art that is light alone."""

_LOOKED_AT = 240  # pictures on which a rung is judged, by the middle one: a camera move or a worker's burst is no reason
_SLOW = 1.0  # a rung is too much when the middle picture takes more of its interval than this
_EASY = 0.88  # the rung above is tried when it takes less of that one's interval than this
_EASY_IF_MORE = 0.60  # the same, where there is more to draw on the rung above
_PATIENCE = 2  # times as many pictures must be easy before going up as must be slow before going down
_MOST_PATIENCE = 32  # patience doubles each time that the rung above turns out to be too much, up to this


@dataclass(frozen=True, slots=True)
class Rung:
    """How much is drawn: pictures a second, with glows or without, camera moves with two shots or one."""

    per_second: float
    glows: bool = True
    moves: bool = True


LADDER = (Rung(60.0), Rung(30.0), Rung(30.0, glows=False, moves=False), Rung(20.0, glows=False, moves=False))


class Quality:
    """Chooses the rung by how long pictures take. Going up takes longer than going down, so that it never flutters."""

    def __init__(self, start: int = 0) -> None:
        self.number = start
        self._times: deque[float] = deque(maxlen=_LOOKED_AT)
        self._easy = 0
        self._patience = _PATIENCE
        self._climbed = False  # whether the rung in use was reached from below

    @property
    def rung(self) -> Rung:
        """Return the rung in use."""
        return LADDER[self.number]

    def took(self, seconds: float) -> bool:
        """Take in how long a picture took; tell whether the rung has changed."""
        self._times.append(seconds)
        if len(self._times) < _LOOKED_AT:
            return False
        usual = median(self._times)
        if usual > _SLOW / self.rung.per_second and self.number + 1 < len(LADDER):
            if self._climbed:
                self._patience = min(2 * self._patience, _MOST_PATIENCE)
            return self._go(self.number + 1)
        above = LADDER[max(0, self.number - 1)]
        alike = (above.glows, above.moves) == (self.rung.glows, self.rung.moves)
        easy = _EASY if alike else _EASY_IF_MORE
        self._easy = self._easy + 1 if usual < easy / above.per_second else 0
        if self.number > 0 and self._easy >= self._patience * _LOOKED_AT:
            return self._go(self.number - 1)
        return False

    def _go(self, number: int) -> bool:
        self._climbed = number < self.number
        self.number, self._easy = number, 0
        self._times.clear()
        return True


def eased(frame: Frame, rung: Rung) -> Frame:
    """Return the frame as a rung has it; on the top rung it is the frame itself."""
    if rung.glows and rung.moves:
        return frame
    return replace(frame, shapes=_eased(frame.shapes, rung))


def _eased(shapes: Iterable[Shape], rung: Rung) -> tuple[Shape, ...]:
    out: list[Shape] = []
    shots = [shape for shape in shapes if isinstance(shape, Zoomed)]
    for shape in shapes:
        match shape:
            case Sprite() if not rung.glows and shape.art.name in GLOWS:
                continue
            case Zoomed() if not rung.moves:
                # Of the two shots of a move the one that is more to be seen.
                chosen = shots[-1] if shots[-1].alpha >= 0.5 else shots[0]
                if shape is chosen:
                    out.append(replace(shape, shapes=_eased(shape.shapes, rung), alpha=1.0, feather=0.0))
            case Group() if not shape.still:
                out.append(replace(shape, shapes=_eased(shape.shapes, rung)))
            case Pane():
                out.append(replace(shape, shapes=_eased(shape.shapes, rung)))
            case _:
                out.append(shape)
    return tuple(out)
