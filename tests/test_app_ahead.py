"""Baking ahead: the worker finds what comes next, and what it bakes is what the renderer would have baked."""

import time

import numpy as np

import visualizer.render  # noqa: F401 (before pygame)
from visualizer.app.ahead import Ahead, Place, moments
from visualizer.export import find
from visualizer.figures import Look, arrange, compose
from visualizer.render import PygameRenderer, read_pixels, render
from visualizer.timeline import compile_scene

SIZE = (480, 270)
FOUND = find("ssri-reuptake")
TIMELINE = compile_scene(FOUND.scene, FOUND.library)
LAYOUT = arrange(TIMELINE, Look(), SIZE)


def test_moments_run_from_here_to_the_end_of_the_next_step() -> None:
    """What is looked at begins where the show stands, and never leaves the scene."""
    last = len(TIMELINE.steps) - 1
    found = [*moments(Place(TIMELINE, LAYOUT, 1, 5.0))]
    assert found[0] == (1, 5.0)
    assert {step for step, _ in found} == {0, 1, 2}
    assert {step for step, _ in moments(Place(TIMELINE, LAYOUT, last, 0.0))} == {last - 1, last}
    assert all(0.0 <= seconds <= TIMELINE.steps[step].seconds for step, seconds in found)


def test_going_back_or_elsewhere_begins_afresh() -> None:
    """Playing on keeps the worker's plan; a step back, another step or another layout makes a new one."""
    here = Place(TIMELINE, LAYOUT, 1, 5.0)
    assert Place(TIMELINE, LAYOUT, 1, 5.5).follows(here)
    assert not Place(TIMELINE, LAYOUT, 1, 4.0).follows(here)
    assert not Place(TIMELINE, LAYOUT, 2, 5.0).follows(here)
    assert not Place(TIMELINE, arrange(TIMELINE, Look(), SIZE), 1, 5.0).follows(here)
    assert not here.follows(None)


def test_baking_ahead_changes_no_pixel() -> None:
    """After the worker has baked, nothing slow is missing, and no pixel differs from a drawing without it."""
    renderer = PygameRenderer()
    ahead = Ahead(renderer)
    ahead.stand(Place(TIMELINE, LAYOUT, 3, 10.5))
    frame = compose(TIMELINE, TIMELINE.at(3, TIMELINE.steps[3].seconds), LAYOUT)
    until = time.monotonic() + 120
    while renderer.missing(frame):
        assert time.monotonic() < until
        time.sleep(0.02)
        ahead.take_in()
    ahead.close()
    assert np.array_equal(read_pixels(render(frame, renderer)), read_pixels(render(frame)))
