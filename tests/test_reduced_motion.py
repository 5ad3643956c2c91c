"""Reduced motion: each step is a still end picture with arrows for what moved, and nothing that was said is lost."""

import itertools
import math
from dataclasses import replace

import pytest
from conftest import SHIPPED, timeline
from test_layout_walk import gathered, snapshot, text_box

from visualizer.core.geometry import Box
from visualizer.figures import Look, arrange, compose
from visualizer.figures.arrows import arrows
from visualizer.figures.captions import labels
from visualizer.figures.compose import dots, words_of
from visualizer.figures.crowd import radius_px
from visualizer.figures.details import details
from visualizer.frame.shapes import Label, Path
from visualizer.session import Session, update
from visualizer.session import intents as ask
from visualizer.timeline.moves import moves

STILL = Look(reduced_motion=True)
WHOLE = Box(-1e6, -1e6, 1e6, 1e6)


def still(**changes):
    """Return a session in a scene with reduced motion, on its first step's end."""
    steps = timeline("nmda-blockade").steps
    begun = Session(
        screen="scene", scene="nmda-blockade", steps=steps, reduced_motion=True, seconds=steps[0].seconds
    )
    return replace(begun, **changes)


@pytest.mark.parametrize("theme", ["lecture", "hall"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_is_lost(name, scale, theme):
    """All that the labels and the caption of a moving step say stands on its still picture or its page of details."""
    line = timeline(name)
    look = Look(text_scale=scale, theme=theme)
    moving, standing = (
        arrange(line, look, (1920, 1080)),
        arrange(line, replace(look, reduced_motion=True), (1920, 1080)),
    )
    for step, outline in enumerate(line.steps):
        plan = line.plans[step]
        said = {moving.wording.label(step, index, plan) for index in range(len(plan.said))}
        page = details(standing, step)
        told = {pair for _, rows in page for pair in rows}
        assert said <= told, outline.id
        assert moving.step(step).caption == standing.step(step).caption
        if theme == "lecture" and scale == 1.0:
            view = snapshot(name, step, outline.seconds)
            place = standing.view(view.camera.end)
            shown, _, _ = gathered(labels(standing, view, dots(standing, place), 1.0))
            words = " ".join(text.text for text in shown)
            assert all(title.split()[0] in words for title, _ in said), outline.id


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("theme", ["lecture", "hall"])
@pytest.mark.parametrize("size", [(1280, 720), (1024, 768), (2560, 1080)])
def test_still_pictures_keep_their_words_apart(name, theme, scale, size):
    """On still pictures, too, no two texts overlap and none leaves the frame."""
    line = timeline(name)
    layout = arrange(line, Look(theme=theme, text_scale=scale, language="fr", reduced_motion=True), size)
    for step, outline in enumerate(line.steps):
        view = snapshot(name, step, outline.seconds)
        place = layout.view(view.camera.end)
        texts, _, _ = gathered((*words_of(view, layout), *labels(layout, view, dots(layout, place), 1.0)))
        for text in texts:
            assert Box(-0.5, -0.5, size[0] + 0.5, size[1] + 0.5).contains((text.box.left, text.box.low))
            assert text.box.right <= size[0] + 0.5
            assert text.box.high <= size[1] + 0.5
        for a, b in itertools.combinations(texts, 2):
            assert not a.box.overlaps(b.box), (outline.id, a.text, b.text)


def test_arrows_show_what_moved():
    """Where ketamine enters its arrow ends in the vestibule; where the gate opened two arrows part; at rest there are none."""
    line = timeline("nmda-blockade")
    found = {step.id: moves(line, i, WHOLE, 9) for i, step in enumerate(line.scene.steps)}
    entering = [move for move in found["open-only"] if move.substance == "ketamine"]
    assert entering
    assert entering[0].member == "nmdar.5"
    assert entering[0].held
    assert any(not move.substance and move.opens for move in found["coincidence"])
    assert any(not move.substance and not move.opens for move in found["trapped"])
    assert any(move.substance == "Ca" for move in found["coincidence"])
    assert any(move.substance == "glutamate" and not move.held for move in found["trapped"])
    carried = moves(timeline("ssri-reuptake"), 2, WHOLE, 9)
    assert any(move.substance == "serotonin" for move in carried)


@pytest.mark.parametrize("name", SHIPPED)
def test_arrows_end_at_the_shapes(name):
    """The head of an arrow to a bound molecule touches its edge; tails are dotted; a look keeps to its number of arrows."""
    line = timeline(name)
    layout = arrange(line, STILL, (1920, 1080))
    for step in range(len(line.steps)):
        view = layout.view(line.shots[step][-1].box)
        drawn = arrows(layout, step, view)
        heads = [shape.points[0] for shape in drawn if isinstance(shape, Path) and shape.fill is not None]
        tails = [shape for shape in drawn if isinstance(shape, Path) and shape.dash is not None]
        assert len(tails) == len(heads)
        seen = Box(
            *view.stage((layout.action.left, layout.action.high)),
            *view.stage((layout.action.right, layout.action.low)),
        )
        for move in moves(line, step, seen, 4):
            if move.held:
                radius = radius_px(move.substance, line.library, view, layout.unit)
                gap = min(math.dist(head, view.px(move.way[-1])) for head in heads)
                assert gap == pytest.approx(radius, abs=2.0), (line.steps[step].id, move)


@pytest.mark.parametrize("name", SHIPPED)
def test_still_pictures_stand_still(name):
    """However long a still picture is held, nothing in it moves, and its camera is at rest."""
    line = timeline(name)
    for step, outline in enumerate(line.steps):
        assert line.at(step, outline.seconds).camera.mix == 1.0
    session = still()
    for seconds in (0.016, 3.0, 60.0):
        later, _ = update(session, ask.Tick(seconds))
        assert later == session


def test_steps_lead_from_end_picture_to_end_picture():
    """Next, previous, play, seeking and numbers stand on the end of a step; no key leaves the show between two."""
    session, lengths = still(), [step.seconds for step in timeline("nmda-blockade").steps]
    for intent, step in (
        (ask.NextStep(), 1), (ask.NextStep(), 2), (ask.PreviousStep(), 1), (ask.TogglePlay(), 2), (ask.Restart(), 2),
        (ask.SeekBy(1.0), 3), (ask.SeekBy(-1.0), 2), (ask.GoToStep(5), 5), (ask.StepStart(), 4), (ask.LastStep(), 7),
        (ask.FirstStep(), 0), (ask.SeekPart(0.99), 7), (ask.FrameStep(1), 7),
    ):  # fmt: skip
        session, _ = update(session, intent)
        assert (session.step, session.seconds, session.hold, session.playing) == (
            step,
            lengths[step],
            0.0,
            False,
        ), intent


def test_motion_can_be_had_again():
    """The same key brings motion back; both ways are remembered."""
    session = Session(
        screen="scene", scene="nmda-blockade", steps=timeline("nmda-blockade").steps, playing=True
    )
    quiet, wishes = update(session, ask.ToggleReducedMotion())
    assert (quiet.reduced_motion, quiet.at_end, quiet.playing) == (True, True, False)
    assert wishes
    again, _ = update(quiet, ask.ToggleReducedMotion())
    assert not again.reduced_motion


def test_captions_hide_and_the_picture_keeps_still():
    """Without its caption a picture has the same action, labels and controls' ground; only the words of the band go."""
    line = timeline("nmda-blockade")
    with_, without = (arrange(line, Look(captions=on), (1920, 1080)) for on in (True, False))
    assert with_.action == without.action
    assert with_.step(4) == without.step(4)
    texts = []
    for layout in (with_, without):
        frame = compose(line, line.at(4, 11.0), layout)
        texts.append({shape.text for shape in frame.walk() if isinstance(shape, Label)})
    assert texts[0] - texts[1] == {*with_.step(4).caption.title, *with_.step(4).caption.text}
    assert text_box(Label("a", (0, 0), 10, "#000000")).width > 0
