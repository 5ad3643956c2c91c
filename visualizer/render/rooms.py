"""Surfaces that are lent while a picture is made, and given back when no picture asks for them. Knows sizes only.

A camera move needs half a dozen as large as the window, a picture at rest one at most; at 1080 lines each takes 8 MB.
"""

from enum import Enum

import pygame

_PICTURES = 90  # so many without being asked for, and a room is given back: a second and a half
_MARGIN = (
    24  # pixels; a scaled picture reaches beyond the frame by less than its scale, a little more each time
)


class Room(Enum):
    """What a surface is lent for."""

    LAYER = "layer"  # shapes put together with an alpha
    GROUND = "ground"  # shapes put together that leave nothing open
    SCALED = "scaled"  # a layer, scaled
    SCALED_GROUND = "scaled-ground"  # a ground, scaled


_OPAQUE = (Room.GROUND, Room.SCALED_GROUND)
_Key = tuple[Room, tuple[int, int], int]


class Rooms:
    """Lends surfaces by use, size and depth; what is lent holds until the next call that asks for the same."""

    def __init__(self) -> None:
        self._rooms: dict[_Key, pygame.Surface] = {}
        self._asked: dict[_Key, int] = {}  # in which picture last
        self._picture = 0

    def begin(self) -> None:
        """Begin another picture; give back what has not been asked for in a while."""
        self._picture += 1
        for key, last in list(self._asked.items()):
            if self._picture - last > _PICTURES:
                del self._rooms[key], self._asked[key]

    def of(self, use: Room, size: tuple[int, int], depth: int) -> pygame.Surface:
        """Return the surface of a size; depth tells apart those that are in use at once."""
        key = (use, size, depth)
        room = self._rooms.get(key)
        if room is None:
            room = self._rooms[key] = _surface(use, size)
        self._asked[key] = self._picture
        return room

    def within(self, use: Room, size: tuple[int, int]) -> pygame.Surface:
        """Return a part of this size of the one surface for a use, which grows where it must."""
        key = (use, (0, 0), 0)
        room = self._rooms.get(key)
        if room is None or room.get_width() < size[0] or room.get_height() < size[1]:
            room = self._rooms[key] = _surface(use, (size[0] + _MARGIN, size[1] + _MARGIN))
        self._asked[key] = self._picture
        return room.subsurface((0, 0, *size))

    def give_back(self) -> None:
        """Give all of them back."""
        self._rooms.clear()
        self._asked.clear()

    @property
    def size_bytes(self) -> int:
        """Return the memory of all of them."""
        return sum(room.get_height() * room.get_pitch() for room in self._rooms.values())


def _surface(use: Room, size: tuple[int, int]) -> pygame.Surface:
    return pygame.Surface(size, 0 if use in _OPAQUE else pygame.SRCALPHA, 32)
