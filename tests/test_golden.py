"""Exact texts of the shipped scenes' pictures, and a few pictures with tolerance.

`pytest --accept` takes what is seen as what is expected; the difference is then read in review. Texts name shapes, places
and words to two decimals; recipes of art are named without their digest, since the pictures below judge what they look like.
"""

import re
from pathlib import Path

import numpy as np
import pytest
from conftest import SHIPPED, timeline

from visualizer.figures import Look, arrange, compose
from visualizer.frame.text import as_text
from visualizer.render.offscreen import read_pixels, render
from visualizer.render.pygame_renderer import PygameRenderer

GOLDEN = Path(__file__).parent / "golden"
DIGEST = re.compile(r"-[0-9a-f]{20}\b")
PICTURES = [
    ("bdnf-release", 2, 10.0, "fr", "lecture"),
    ("bdnf-release", 3, 4.5, "en", "daylight"),
    ("bdnf-release", 6, 9.0, "en", "lecture"),
    ("mtor-signalling", 1, 11.0, "fr", "lecture"),
    ("mtor-signalling", 4, 10.0, "en", "lecture"),
    ("mtor-signalling", 5, 9.0, "fr", "daylight"),
    ("nmda-blockade", 0, 3.0, "en", "lecture"),
    ("nmda-blockade", 1, 10.0, "fr", "lecture"),
    ("nmda-blockade", 2, 10.0, "en", "lecture"),
    ("nmda-blockade", 4, 11.0, "en", "daylight"),
    ("nmda-blockade", 5, 8.0, "fr", "lecture"),
    ("nmda-blockade", 6, 10.0, "en", "lecture"),
    ("nmda-blockade", 7, 5.0, "fr", "daylight"),
    ("ssri-reuptake", 0, 5.0, "en", "lecture"),
    ("ssri-reuptake", 2, 4.2, "fr", "lecture"),
    ("ssri-reuptake", 3, 9.5, "en", "lecture"),
    ("ssri-reuptake", 6, 11.0, "fr", "lecture"),
    ("ssri-reuptake", 7, 11.0, "en", "daylight"),
    ("chronic-stress", 1, 11.5, "en", "lecture"),
    ("chronic-stress", 4, 10.0, "fr", "daylight"),
    ("two-clocks", 2, 11.0, "en", "lecture"),
    ("two-clocks", 4, 11.0, "fr", "daylight"),
    ("synapse-growth", 0, 8.0, "en", "lecture"),
    ("synapse-growth", 2, 9.5, "fr", "daylight"),
    ("synapse-growth", 6, 11.5, "en", "lecture"),
    ("other-explanations", 1, 7.8, "en", "lecture"),
    ("other-explanations", 4, 5.0, "fr", "daylight"),
    ("other-explanations", 5, 4.8, "en", "lecture"),
    ("other-explanations", 6, 14.0, "fr", "lecture"),
]


def text_of(name, language):
    """Return the texts of each step at its start, its key moment and its end."""
    line = timeline(name)
    layout = arrange(line, Look(language=language), (1920, 1080))
    parts = []
    for step, outline in enumerate(line.steps):
        for seconds in sorted({0.0, outline.key, outline.seconds}):
            frame = compose(line, line.at(step, seconds), layout)
            parts.append(f"== {outline.id} at {seconds:g} s\n{DIGEST.sub('', as_text(frame))}")
    return "\n".join(parts)


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_texts_of_every_step(name, language, request):
    """Each step's picture is, shape for shape, what was accepted."""
    path = GOLDEN / f"{name}.{language}.txt"
    seen = text_of(name, language)
    if request.config.getoption("--accept"):
        path.write_text(seen, encoding="utf-8")
    expected = path.read_text(encoding="utf-8").splitlines()
    for number, (a, b) in enumerate(zip(expected, seen.splitlines(), strict=False), 1):
        assert a == b, f"{path.name}:{number}"
    assert len(expected) == len(seen.splitlines())


@pytest.mark.parametrize(("name", "step", "seconds", "language", "theme"), PICTURES)
def test_pictures_within_tolerance(name, step, seconds, language, theme, request, tmp_path):
    """A dozen pictures differ from the accepted ones by at most 6 levels on all but 0.2 % of the pixels."""
    import pygame

    line = timeline(name)
    layout = arrange(line, Look(language=language, theme=theme), (640, 360))
    seen = read_pixels(render(compose(line, line.at(step, seconds), layout), PygameRenderer(32)))
    path = GOLDEN / f"{name}-{step + 1}-{language}-{theme}.png"
    if request.config.getoption("--accept"):
        pygame.image.save(pygame.surfarray.make_surface(seen.swapaxes(0, 1)), str(path))
    expected = pygame.surfarray.array3d(pygame.image.load(str(path))).swapaxes(0, 1)
    difference = np.abs(expected.astype(int) - seen.astype(int)).max(axis=2)
    if (difference > 6).mean() > 0.002:
        both = np.concatenate(
            [expected, seen, np.repeat(np.minimum(difference * 8, 255)[:, :, None], 3, 2).astype(np.uint8)],
            axis=1,
        )
        pygame.image.save(
            pygame.surfarray.make_surface(both.swapaxes(0, 1)), str(tmp_path / "expected-got-difference.png")
        )
        pytest.fail(f"{(difference > 6).mean():.2%} of the pixels differ; see {tmp_path}")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_walk_of_seeks_ends_on_the_same_pixels(name):
    """After a random walk through the scene a moment has the pixels of a direct jump to it."""
    from visualizer.core.noise import uniforms

    line = timeline(name)
    layout = arrange(line, Look(), (480, 270))
    walker = PygameRenderer(24)
    for a, b in uniforms(24, "walk", name).reshape(12, 2):
        step = int(a * len(line.steps))
        render(compose(line, line.at(step, float(b) * line.steps[step].seconds), layout), walker)
    for step, seconds in ((2, 3.3), (min(5, len(line.steps) - 1), 6.0)):
        walked = read_pixels(render(compose(line, line.at(step, seconds), layout), walker))
        fresh = arrange(line, Look(), (480, 270))
        direct = read_pixels(render(compose(line, line.at(step, seconds), fresh), PygameRenderer(24)))
        assert np.array_equal(walked, direct)
