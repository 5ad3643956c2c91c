"""A compiled scene comes back from the disk as it was, and only where nothing was set or read again."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import platformdirs
import pytest

from visualizer.export import compiled, find, finding
from visualizer.export.finding import found_at
from visualizer.figures import Look, arrange, compose
from visualizer.frame.text import as_text
from visualizer.pharma import settle
from visualizer.timeline.compile import model_of


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Give each test a cache of its own."""
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path / "cache")


def refuse(*_: object) -> object:
    """Stand for what must not be done again."""
    raise AssertionError("it was there already")


@pytest.mark.parametrize("name", ["nmda-blockade", "bdnf-release"])
def test_a_kept_timeline_is_the_one_that_was_compiled(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """From the disk come the same pictures, word for word, and molecules walk on from there to the same places."""
    found = find(name)
    first = compiled(found)
    monkeypatch.setattr(finding, "compile_scene", refuse)
    again = compiled(found)
    assert again is not first
    assert again.scene is found.scene
    assert again.library is found.library
    assert all(plan.step is step for plan, step in zip(again.plans, found.scene.steps, strict=True))
    layouts = [arrange(timeline, Look(), (960, 540)) for timeline in (again, first)]
    for step, part in ((1, 0.4), (1, 1.0), (0, 0.7)):  # what is asked for last was kept
        seconds, hold = part * first.steps[step].seconds, part // 1
        texts = [
            as_text(compose(timeline, timeline.at(step, seconds, hold), layout))
            for timeline, layout in zip((again, first), layouts, strict=True)
        ]
        assert texts[0] == texts[1], (step, part)
        assert np.array_equal(again.walks.table(step).places, first.walks.table(step).places)


def test_what_was_set_or_read_again_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A turned knob, and a scene whose file has been read again, are never taken from the disk."""
    found = find("nmda-blockade")
    compiled(found)
    asked = []
    plainly = finding.compile_scene
    monkeypatch.setattr(finding, "compile_scene", lambda *those: asked.append(those) or plainly(*those))
    model = model_of(found.scene, found.library)
    assert model is not None
    compiled(replace(found, settings=settle(model, found.scene.settings)))
    assert found.path is not None
    compiled(found_at(found.path, found.library))
    assert len(asked) == 2
