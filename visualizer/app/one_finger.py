"""One finger at a time: fingers and mouse become presses, and what is no clear tap is none. Knows points; acts on nothing."""

import math
from dataclasses import dataclass
from typing import Literal

from visualizer.core.geometry import Point

Who = tuple[Literal["mouse", "finger"], int]
MOUSE: Who = ("mouse", 0)
_SAME_S = 0.6  # a mouse event so soon after a finger's is the finger's echo
_STALE_S = 5.0  # a finger that rests longer (a palm, something leaning on the glass) no longer counts


@dataclass(frozen=True, slots=True)
class Down:
    """A press began here."""

    at: Point


@dataclass(frozen=True, slots=True)
class Up:
    """The press ended here."""

    at: Point


@dataclass(frozen=True, slots=True)
class Cancel:
    """The press is none: another finger came, or it was taken away."""


Touch = Down | Up | Cancel


class OnePointer:
    """Follows the one pointer that counts; `near` is how far apart two reports of one touch may lie, in pixels."""

    def __init__(self, near: float = 60.0) -> None:
        self.near = near
        self._who: Who | None = None
        self._at: Point = (0.0, 0.0)
        self._since = 0.0
        self._finger_at = -math.inf

    def down(self, who: Who, at: Point, now: float) -> Touch | None:
        """Take in that a pointer went down; `now` is in seconds."""
        if who != MOUSE:
            self._finger_at = now
        elif now - self._finger_at < _SAME_S:
            return None
        if self._who is not None and now - self._since < _STALE_S:
            if self._who != who and math.dist(at, self._at) <= self.near and now - self._since < _SAME_S:
                return None  # the same touch, told twice
            self._who = None
            return Cancel()
        self._who, self._at, self._since = who, at, now
        return Down(at)

    def up(self, who: Who, at: Point, now: float) -> Touch | None:
        """Take in that a pointer went up."""
        if who != MOUSE:
            self._finger_at = now
        if who != self._who:
            return None
        self._who = None
        return Up(at)

    def lost(self) -> Touch | None:
        """Take in that the window lost sight of whatever was down."""
        self._who = None
        return Cancel()
