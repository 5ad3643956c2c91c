"""Surfaces that are lent while a picture is made go back when they are not asked for."""

import pytest

from visualizer.render.rooms import Room, Rooms

pygame = pytest.importorskip("pygame")
SIZE = (320, 180)


def test_a_room_is_lent_again() -> None:
    """The same use, size and depth give the same surface; another use, size or depth another one."""
    rooms = Rooms()
    layer = rooms.of(Room.LAYER, SIZE, 0)
    assert rooms.of(Room.LAYER, SIZE, 0) is layer
    others = [rooms.of(Room.LAYER, SIZE, 1), rooms.of(Room.GROUND, SIZE, 0), rooms.of(Room.LAYER, (8, 8), 0)]
    assert len({id(layer), *map(id, others)}) == 4
    assert layer.get_flags() & pygame.SRCALPHA
    assert not others[1].get_flags() & pygame.SRCALPHA


def test_what_is_scaled_has_one_room_that_grows() -> None:
    """A part of the size that was asked for; a larger one replaces the room, a smaller one does not."""
    rooms = Rooms()
    assert rooms.within(Room.SCALED, SIZE).get_size() == SIZE
    first = rooms.size_bytes
    assert rooms.within(Room.SCALED, (100, 100)).get_size() == (100, 100)
    assert rooms.size_bytes == first
    assert rooms.within(Room.SCALED, (400, 200)).get_size() == (400, 200)
    assert rooms.size_bytes > first


def test_what_nobody_asks_for_is_given_back() -> None:
    """After a while without being asked for a room is gone, and one that every picture asks for stays."""
    rooms = Rooms()
    layer = rooms.of(Room.LAYER, SIZE, 0)
    rooms.of(Room.GROUND, SIZE, 0)
    rooms.within(Room.SCALED_GROUND, SIZE)
    for _ in range(200):
        rooms.begin()
        assert rooms.of(Room.LAYER, SIZE, 0) is layer
    assert rooms.size_bytes == SIZE[0] * SIZE[1] * 4
    rooms.give_back()
    assert rooms.size_bytes == 0
