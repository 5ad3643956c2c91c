"""The text form of a frame, by which pictures are compared exactly."""

import numpy as np

from visualizer.core.geometry import Box
from visualizer.frame.art import Art, Glow
from visualizer.frame.shapes import (
    Backdrop,
    Disc,
    Fill,
    Frame,
    Group,
    Label,
    Path,
    Region,
    Shade,
    Sprite,
    Swarm,
    Zoomed,
)
from visualizer.frame.text import as_text

DOT = Art("dot", Box(-4, -4, 4, 4), (Glow((0, 0), 4, "#FF0000"),))


def _frame(places: np.ndarray) -> Frame:
    return Frame(
        (320, 180),
        (
            Backdrop(Box(0, 0, 320, 180), "#1E2E52", "#0B1021"),
            Group("still", (Fill(Box(10, 10, 50, 30), "#2C427A", 0.5, 4.0, "#7AA0EE"),), still=True),
            Group(
                "fading", (Disc((-0.001, 20.0), 3.0, "#FFFFFF", ring="#000000", ring_width=2.0),), alpha=0.25
            ),
            Path(((0.0, 0.0), (1.0, 2.0)), "#A8B6D4", dash=(4.0, 2.0)),
            Sprite(DOT, (100.0, 90.0), 2.0, 0.5, 0.75),
            Swarm("glutamate", DOT, 1.0, places),
            Label("Ca²⁺", (160.0, 170.0), 24.0, "#EEF2FA", "bold", "centre"),
            Shade(Box(0, 140, 320, 180), "#000000", 0.0, 0.8),
            Zoomed((Disc((5.0, 5.0), 1.0, "#FFFFFF"),), 1.5, (1.0, 2.0), (3.0, 4.0)),
        ),
        (Region("nmdar", Box(90, 80, 110, 100)),),
    )


def _crowd() -> np.ndarray:
    return np.array([(i, 2 * i) for i in range(7)], dtype=np.float32)


def test_every_shape_has_its_line() -> None:
    """Groups are indented, numbers have two places, defaults are left out, minus nothing is nothing."""
    text = as_text(_frame(_crowd())).replace(DOT.key, "dot-key")
    lines = text.splitlines()
    assert len(lines[8].rsplit(" ", 1)[1]) == 12
    assert lines == [
        "frame 320x180",
        "  backdrop [0.00 0.00 320.00 180.00] #1E2E52 #0B1021 focus (0.42 0.40)",
        "  group still still",
        "    fill [10.00 10.00 50.00 30.00] #2C427A radius 4.00 outline #7AA0EE 1.00 alpha 0.50",
        "  group fading alpha 0.25",
        "    disc (0.00 20.00) r 3.00 #FFFFFF ring #000000 2.00",
        "  path #A8B6D4 width 1.50 dash 4.00 2.00 points 2 (0.00 0.00) (1.00 2.00)",
        "  sprite dot-key (100.00 90.00) scale 2.00 angle 0.50 alpha 0.75",
        "  swarm glutamate dot-key scale 1.00 count 7"
        " (0.00 0.00) (1.00 2.00) (2.00 4.00) (3.00 6.00) (4.00 8.00) … " + lines[8].rsplit(" ", 1)[1],
        '  label (160.00 170.00) 24.00 bold centre #EEF2FA "Ca²⁺"',
        "  shade [0.00 140.00 320.00 180.00] #000000 down 0.00..0.80",
        "  zoomed 1.50 about (1.00 2.00) to (3.00 4.00)",
        "    disc (5.00 5.00) r 1.00 #FFFFFF",
        "region nmdar figure [90.00 80.00 110.00 100.00]",
    ]


def test_the_same_frame_gives_the_same_text() -> None:
    """Two frames made alike read alike."""
    assert as_text(_frame(_crowd())) == as_text(_frame(_crowd()))


def test_a_late_member_of_a_crowd_shows_in_the_text() -> None:
    """A place beyond those written out still changes the checksum."""
    moved = _crowd()
    moved[6, 0] += 0.5
    assert as_text(_frame(moved)) != as_text(_frame(_crowd()))


def test_less_than_a_hundredth_does_not_show() -> None:
    """A difference far below a pixel is not a difference."""
    moved = _crowd()
    moved[6, 0] += 0.001
    assert as_text(_frame(moved)) == as_text(_frame(_crowd()))
