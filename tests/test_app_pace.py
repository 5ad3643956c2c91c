"""An even pace, and what is left out where the machine is too slow for everything."""

from itertools import pairwise

import numpy as np
import pytest

import visualizer.render  # noqa: F401 (before pygame)
from visualizer.app import pace as pacing
from visualizer.app.pace import Pace
from visualizer.app.quality import LADDER, Quality, Rung, eased
from visualizer.core.geometry import Box
from visualizer.figures.art.molecules import halo
from visualizer.frame.shapes import Backdrop, Fill, Frame, Group, Sprite, Zoomed


class Clock:
    """A clock that is moved by hand and by sleeping."""

    def __init__(self) -> None:
        self.now = 100.0

    def perf_counter(self) -> float:
        """Return the time; each look costs a tenth of a millisecond."""
        self.now += 0.0001
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Put the clock in the machine's place."""
    made = Clock()
    monkeypatch.setattr(pacing, "time", made)
    return made


def test_sixty_pictures_take_a_second(clock: Clock) -> None:
    """However long each picture takes within its time, the hundredth deadline is a hundred sixtieths away."""
    pace, begun = Pace(), clock.now
    moved = 0.0
    for i in range(600):
        clock.now += 0.002 + 0.012 * (i % 7) / 7
        moved += pace.wait()
    assert clock.now - begun == pytest.approx(10.0, abs=0.001)
    assert moved == pytest.approx(10.0)


def test_a_late_picture_moves_none_after_it(clock: Clock) -> None:
    """A picture that is a little late is shown at once; those after it come when they would have come anyway."""
    pace, begun = Pace(), clock.now
    for i in range(60):
        clock.now += 0.022 if i == 20 else 0.004
        assert pace.wait() == pytest.approx(1 / 60)
    assert clock.now - begun == pytest.approx(1.0, abs=0.001)


def test_a_long_stop_is_not_made_up_by_a_jump(clock: Clock) -> None:
    """After two seconds the story has moved on by three pictures, and the next deadline lies on the same grid."""
    pace, begun = Pace(), clock.now
    clock.now += 2.004
    assert pace.wait() == pytest.approx(3 / 60)
    for _ in range(5):
        assert pace.wait() == pytest.approx(1 / 60)
    assert (clock.now - begun) * 60 == pytest.approx(round((clock.now - begun) * 60), abs=0.05)


def test_another_pace_goes_on_from_the_last_deadline(clock: Clock) -> None:
    """At thirty pictures a second each moves the story by a thirtieth."""
    pace = Pace()
    pace.wait()
    begun = clock.now
    pace.change(30.0)
    assert sum(pace.wait() for _ in range(30)) == pytest.approx(1.0)
    assert clock.now - begun == pytest.approx(1.0, abs=0.001)


def _told(quality: Quality, seconds: float, count: int) -> list[int]:
    found = []
    for _ in range(count):
        quality.took(seconds)
        found.append(quality.number)
    return found


def test_the_ladder_goes_down_when_pictures_take_too_long() -> None:
    """A machine that needs 25 ms a picture ends at thirty a second, and stays there."""
    quality = Quality()
    seen = _told(quality, 0.025, 2000)
    assert seen[-1] == 1
    assert sorted(seen) == seen
    assert _told(Quality(), 0.2, 5000)[-1] == len(LADDER) - 1


def test_the_ladder_goes_up_again_and_never_flutters() -> None:
    """What was slow for a while has everything back later; a time between the two limits changes nothing."""
    quality = Quality(2)
    assert _told(quality, 0.004, 3000)[-1] == 0
    for rung in range(len(LADDER)):
        quality = Quality(rung)
        between = 0.95 / LADDER[max(0, rung - 1)].per_second
        assert set(_told(quality, between, 3000)) == {rung}
    # A burst in which two pictures in five take long, as while a camera moves or much is baked, is no reason.
    quality = Quality()
    for i in range(2000):
        quality.took(0.05 if i % 5 < 2 else 0.013)
    assert quality.number == 0


def test_a_machine_that_was_busy_for_a_while_shows_sixty_again() -> None:
    """Thirteen milliseconds a picture are enough for sixty a second, whatever happened before."""
    quality = Quality()
    _told(quality, 0.060, 1000)
    assert quality.number == len(LADDER) - 1
    assert _told(quality, 0.013, 6 * 240 * len(LADDER))[-1] == 0


def test_a_rung_that_was_too_much_is_tried_less_and_less_often() -> None:
    """Where glows and moves cost so much that they are put back in vain, the ladder waits longer each time."""
    quality, changed = Quality(), []
    for i in range(60_000):
        if quality.took(0.036 if quality.number < 2 else 0.018):
            changed.append(i)
    climbs = [b - a for a, b in zip(changed[1::2], changed[2::2], strict=False)]
    assert len(climbs) >= 3
    assert all(later >= earlier for earlier, later in pairwise(climbs))
    assert climbs[-1] > 4 * climbs[0]


def test_the_top_rung_is_the_picture_itself() -> None:
    """With everything on, the frame is the same object; below, glows are left out and a move shows one shot."""
    light = Sprite(halo("#FFFFFF", 30.0), (50, 50), 1.0)
    ground = Backdrop(Box(0, 0, 100, 100), "#1E2E52", "#0B1021")
    still = Group("still", (light,), still=True)
    frame = Frame(
        (100, 100), (ground, still, Group("fading", (light, Fill(Box(0, 0, 9, 9), "#FFFFFF")), 0.5))
    )
    assert eased(frame, LADDER[0]) is frame
    below = eased(frame, Rung(30.0, glows=False))
    assert below.shapes[:2] == (ground, still)
    fading = below.shapes[2]
    assert isinstance(fading, Group)
    assert [type(shape) for shape in fading.shapes] == [Fill]
    wide, near = (
        Zoomed((ground,), 1.2, (50, 50), (50, 50)),
        Zoomed((ground,), 0.8, (50, 50), (50, 50), 0.3, 0.4),
    )
    shown = eased(Frame((100, 100), (wide, near)), Rung(30.0, moves=False)).shapes
    assert len(shown) == 1
    assert np.isclose(shown[0].scale, 1.2)
