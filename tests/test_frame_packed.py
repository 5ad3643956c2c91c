"""Points in little room are the points they were made of."""

import sys

import numpy as np
import pytest

from visualizer.core.geometry import Box
from visualizer.frame.art import Art, Stroke
from visualizer.frame.packed import Packed, packed

POINTS = ((0.25, -1.5), (3.0, 1e-9), (-2.0, 0.1))


def test_packed_points_are_read_as_the_tuple_they_were() -> None:
    """Length, places, order, equality, hash and text are those of the tuple; the numbers are the same to the last bit."""
    points = Packed(POINTS)
    assert tuple(points) == POINTS
    assert (len(points), points[-1], points[:2]) == (3, POINTS[-1], POINTS[:2])
    assert points == POINTS
    assert points == Packed(POINTS)
    assert points != Packed(POINTS[:2])
    assert (hash(points), repr(points)) == (hash(POINTS), repr(POINTS))
    assert packed(points) is points


def test_packed_points_are_an_array_that_nobody_changes() -> None:
    """NumPy sees them without a copy, and refuses to write into them."""
    seen = np.asarray(Packed(POINTS), np.float64)
    assert np.array_equal(seen, np.array(POINTS))
    with pytest.raises(ValueError, match="read-only"):
        seen[0, 0] = 1.0
    assert np.asarray(Packed(()), np.float64).shape == (0, 2)


def test_an_art_keeps_its_points_in_little_room() -> None:
    """A line of a thousand points takes less than twenty bytes a point, and the art is the same as before."""
    line = tuple((x + 0.125, -x + 0.5) for x in map(float, range(1000)))
    art = Art("line", Box(0.0, -1000.0, 1000.0, 1.0), (Stroke(line, 1.0, "#FFFFFF"),))
    stroke = art.layers[0]
    assert isinstance(stroke, Stroke)
    assert stroke.points == line
    assert isinstance(stroke.points, Packed)
    assert sys.getsizeof(stroke.points) + sys.getsizeof(stroke.points._numbers) < 20 * len(line)
    assert art == Art("line", art.box, art.layers)
