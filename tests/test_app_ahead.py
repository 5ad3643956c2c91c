"""Baking beside the loop: what is asked for is made ready, what comes next is baked, and no pixel hangs on either."""

import threading
import time
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

import visualizer.render  # noqa: F401 (before pygame)
from visualizer.app.ahead import Ahead
from visualizer.app.pictures import Pictures, Place
from visualizer.export import find
from visualizer.figures import Look
from visualizer.frame.shapes import Frame, Label
from visualizer.render import PygameRenderer, read_pixels, render
from visualizer.timeline import compile_scene

SIZE = (480, 270)
FOUND = find("ssri-reuptake")
TIMELINE = compile_scene(FOUND.scene, FOUND.library)
PICTURES = Pictures()


def place(step: int, seconds: float, pictures: Pictures = PICTURES) -> Place:
    """Return a place of the scene."""
    return Place(pictures, TIMELINE, Look(), SIZE, step, seconds)


def awaited(ahead: Ahead, here: Place) -> Frame:
    """Ask as the loop does until the picture is there."""
    until = time.monotonic() + 60
    while (found := ahead.picture(here)) is None:
        assert time.monotonic() < until
        time.sleep(0.005)
    return found


def test_moments_run_from_here_to_the_end_of_the_next_step() -> None:
    """What is looked at begins where the show stands, and never leaves the scene."""
    last = len(TIMELINE.steps) - 1
    found = [*place(1, 5.0).coming()]
    assert (found[0].step, found[0].seconds) == (1, 5.0)
    assert {one.step for one in found} == {0, 1, 2}
    assert {one.step for one in place(last, 0.0).coming()} == {last - 1, last}
    assert all(0.0 <= one.seconds <= TIMELINE.steps[one.step].seconds for one in found)


def test_going_back_or_elsewhere_begins_afresh() -> None:
    """Playing on keeps the worker's plan; a step back, another step or another look makes a new one."""
    here = place(1, 5.0)
    assert place(1, 5.5).follows(here)
    assert not place(1, 4.0).follows(here)
    assert not place(2, 5.0).follows(here)
    assert not replace(place(1, 5.0), look=Look(theme="daylight")).follows(here)
    assert not here.follows(None)


def test_baking_ahead_changes_no_pixel() -> None:
    """After the worker has baked, nothing slow is missing, and no pixel differs from a drawing without it."""
    renderer = PygameRenderer()
    ahead = Ahead(renderer)
    ahead.stand(place(3, 10.5))
    frame = place(3, TIMELINE.steps[3].seconds).frame()
    until = time.monotonic() + 60
    while not renderer.is_ready(frame):
        assert time.monotonic() < until
        time.sleep(0.02)
    ahead.close()
    assert np.array_equal(read_pixels(render(frame, renderer)), read_pixels(render(frame)))


def test_asking_never_waits() -> None:
    """The first question for a place that nobody has looked at costs next to nothing; its picture comes later, whole."""
    renderer = PygameRenderer()
    ahead = Ahead(renderer)
    here = place(5, 2.0, Pictures())
    begun = time.thread_time()
    assert ahead.picture(here) is None
    assert time.thread_time() - begun < 0.02
    frame = awaited(ahead, here)
    assert renderer.is_ready(frame)
    assert ahead.picture(here) is not None  # asked again, it is there at once
    ahead.close()
    assert np.array_equal(read_pixels(render(frame, renderer)), read_pixels(render(frame)))


def test_the_latest_question_counts() -> None:
    """Of many places asked for in haste the last is made ready, and the ones before hold nobody up."""
    ahead = Ahead(PygameRenderer())
    for step in (1, 3, 5, 7):
        ahead.picture(place(step, 1.0))
    assert awaited(ahead, place(6, 4.0)).size == SIZE
    ahead.close()


def test_a_place_that_cannot_be_drawn_is_handed_to_the_loop() -> None:
    """A fault in the worker does not end it, nor make the loop wait for ever: asking again meets the fault."""

    class Faulty:
        def is_arranged(self) -> bool:
            return False

        def frame(self) -> Frame:
            raise ValueError("no picture")

        def follows(self, before: object) -> bool:
            return False

        def coming(self) -> "list[Faulty]":
            return []

    ahead = Ahead(PygameRenderer())
    faulty = Faulty()
    assert ahead.picture(faulty) is None
    with pytest.raises(ValueError, match="no picture"):
        awaited(ahead, faulty)
    assert awaited(ahead, place(0, 0.0)).size == SIZE
    ahead.close()


def test_a_picture_elsewhere_holds_the_loop_up_no_longer_than_its_patience(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where composing a place elsewhere takes long, the loop gets none and goes on; what follows it composes itself."""
    slow: list[str] = []

    def composing(of: Place) -> Frame:
        slow.append(threading.current_thread().name)
        time.sleep(0.3 if of.step == 5 else 0.0)
        return plainly(of)

    ahead = Ahead(PygameRenderer(), onward=False)
    shown = place(3, 2.0)
    awaited(ahead, shown)
    awaited(ahead, place(5, 2.0))
    awaited(ahead, shown)
    plainly = Place.frame
    monkeypatch.setattr(Place, "frame", composing)
    assert ahead.picture(place(3, 2.02)) is not None
    assert slow == [threading.current_thread().name]
    begun = time.monotonic()
    assert ahead.picture(place(5, 2.0)) is None
    assert time.monotonic() - begun < 0.2
    assert awaited(ahead, place(5, 2.0)).shapes == plainly(place(5, 2.0)).shapes
    ahead.close()


POSES = {0.0: "shut", 1 / 30: "half open", 1 / 15: "open", 2 / 15: "open"}
"""What a made-up protein looks like at its moments; half open it is seen between two that are looked at."""


@dataclass(frozen=True)
class Moment:
    """A made-up place whose picture is one long word, and who has been asked for it."""

    seconds: float
    asked: list[float] = field(compare=False)

    def is_arranged(self) -> bool:
        """Tell that its word is at hand."""
        return True

    def frame(self) -> Frame:
        """Return its word, and take down the question."""
        self.asked.append(self.seconds)
        pose = POSES[max(moment for moment in POSES if moment <= self.seconds)]
        return Frame(SIZE, (Label(pose * 90, (0.0, 20.0), 12.0, "#FFFFFF"),))

    def follows(self, before: object) -> bool:
        """Tell that it stands alone."""
        return False

    def coming(self) -> "list[Moment]":
        """Return three moments."""
        return [replace(self, seconds=number / 15) for number in range(3)]

    def halfway(self, other: "Moment") -> "Moment | None":
        """Return the moment in the middle."""
        apart = other.seconds - self.seconds
        return replace(self, seconds=self.seconds + apart / 2) if apart > 0.025 else None

    def planned(self) -> "Moment":
        """Return itself."""
        return self


def idle(ahead: Ahead, asked: list[float], count: int) -> None:
    """Wait until so many pictures have been composed, and then until no more are."""
    until = time.monotonic() + 60
    while len(asked) < count or ahead._is_to_stop():
        assert time.monotonic() < until
        time.sleep(0.01)
    time.sleep(0.1)


def looked_through() -> tuple[list[float], PygameRenderer, Ahead]:
    """Return workers that have gone through the moments once, with who was asked for a picture."""
    asked: list[float] = []
    renderer = PygameRenderer()
    ahead = Ahead(renderer)
    ahead.stand(Moment(0.0, asked))
    idle(ahead, asked, 5)
    return asked, renderer, ahead


def test_between_moments_that_differ_there_may_be_a_pose() -> None:
    """Whoever looks every fifteenth of a second also meets what is seen between; where nothing changes, nobody looks."""
    asked, renderer, ahead = looked_through()
    ahead.close()
    assert any("half open" in str(key) for key in renderer._cache._pictures)
    assert not [moment for moment in asked if 1 / 15 < moment < 2 / 15]


def test_what_was_looked_at_is_not_composed_again() -> None:
    """The next time round only what shows is composed, as long as nothing that it needs has been let go."""
    asked, renderer, ahead = looked_through()
    asked.clear()
    ahead.stand(Moment(0.0, asked))
    idle(ahead, asked, 1)
    assert asked == [0.0]  # the worker that makes ready what shows
    renderer.clear()
    asked.clear()
    ahead.stand(Moment(0.0, asked))
    idle(ahead, asked, 3)
    ahead.close()
    assert {0.0, 1 / 30, 1 / 15} <= set(asked)  # of what is gone, each pose once


def test_the_show_goes_on_into_the_next_step_without_a_wait() -> None:
    """The end of a step that is held, and the beginning of the next, with its caption and without, are there at once."""
    pictures = Pictures()
    renderer = PygameRenderer()
    ahead = Ahead(renderer)
    end = TIMELINE.steps[1].seconds
    awaited(ahead, place(1, end - 0.1, pictures))
    coming = (
        replace(place(1, end, pictures), hold=1e-6),
        place(2, 0.0, pictures),
        replace(place(2, 0.0, pictures), look=Look(captions=False)),
    )
    until = time.monotonic() + 60
    while not all(
        one.planned() in ahead._needs and one.is_arranged() and renderer.is_ready(one.frame())
        for one in coming
    ):
        ahead.stand(place(1, end - 0.1, pictures))
        assert time.monotonic() < until
        time.sleep(0.05)
    assert [ahead.picture(one) is not None for one in coming] == [True, True, True]
    ahead.close()
