"""Two fingers on the picture: what they ask when they move, and two taps in one place. Knows points, no window."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from visualizer.core.geometry import Point
from visualizer.session import intents as ask

DOUBLE_S = 0.4
_NEAR = 0.05  # two taps so near to each other, in parts of the frame's height, are one gesture


def _none() -> Mapping[int, Point]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Hands:
    """The fingers that are down, in parts of the frame's height from the action's middle, and the last tap."""

    fingers: Mapping[int, Point] = field(default_factory=_none)
    tapped_at: Point | None = None
    tapped_s: float = 0.0

    def down(self, finger: int, at: Point) -> "Hands":
        """Return the hands with one more finger down."""
        return replace(self, fingers=MappingProxyType({**self.fingers, finger: at}))

    def up(self, finger: int) -> "Hands":
        """Return the hands with one finger less."""
        left = {name: at for name, at in self.fingers.items() if name != finger}
        return replace(self, fingers=MappingProxyType(left))

    def moved(self, finger: int, at: Point) -> tuple["Hands", tuple[ask.ZoomBy | ask.PanBy, ...]]:
        """Return the hands after a finger has moved, and what two of them ask by it: closer and aside at once."""
        if finger not in self.fingers:
            return self, ()
        after = self.down(finger, at)
        if len(self.fingers) != 2:
            return after, ()
        before_pair, now_pair = tuple(self.fingers.values()), tuple(after.fingers.values())
        apart, now = math.dist(*before_pair), math.dist(*now_pair)
        was, middle = _middle(before_pair), _middle(now_pair)
        pan = ask.PanBy(middle[0] - was[0], middle[1] - was[1])
        if apart < 0.02 or now < 0.02:
            return after, (pan,)
        return after, (ask.ZoomBy(now / apart, middle), pan)

    def tapped(self, at: Point, seconds: float) -> tuple["Hands", bool]:
        """Return the hands after a tap at a time, and whether it was the second of two in one place."""
        known = self.tapped_at
        twice = known is not None and seconds - self.tapped_s < DOUBLE_S and math.dist(at, known) < _NEAR
        return replace(self, tapped_at=None if twice else at, tapped_s=seconds), twice


def _middle(pair: tuple[Point, ...]) -> Point:
    return ((pair[0][0] + pair[1][0]) / 2, (pair[0][1] + pair[1][1]) / 2)
