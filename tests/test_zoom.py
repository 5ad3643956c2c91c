"""Zoom and pan: a picture of where the viewer stands, drawn afresh at rest, and one key back to the author's view."""

import itertools
from dataclasses import replace

import pytest
from conftest import SHIPPED, timeline
from test_layout_walk import gathered

from visualizer.app.gestures import Hands
from visualizer.core.geometry import AUTHOR, Zoom
from visualizer.figures import Look, arrange, compose
from visualizer.figures.captions import labels
from visualizer.figures.compose import dots, words_of
from visualizer.figures.placing import _cross
from visualizer.frame.shapes import Zoomed
from visualizer.frame.text import as_text
from visualizer.session import Session, update
from visualizer.session import intents as ask
from visualizer.session.zooming import FARTHEST_SCALED, NEAREST, REST_S


def session(**changes):
    """Return a session in a scene."""
    return replace(Session(screen="scene", scene=SHIPPED[0], steps=timeline(SHIPPED[0]).steps), **changes)


def after(start, *asked):
    """Return the session after some intents."""
    for intent in asked:
        start, _ = update(start, intent)
    return start


def test_what_is_pointed_at_stays():
    """Coming closer keeps the place under the pointer where it is, as long as the picture's edge allows."""
    at = (0.1, -0.05)
    near = after(session(), ask.ZoomBy(1.6, at)).zoom
    before = ((at[0] - 0.0) / 1.0, (at[1] - 0.0) / 1.0)
    now = ((at[0] - near.dx) / near.scale, (at[1] - near.dy) / near.scale)
    assert now == pytest.approx(before)


def test_zoom_has_ends():
    """No nearer than four times, no farther than the author's view, where nothing moves aside."""
    near = after(session(), *[ask.ZoomBy(1.25)] * 20)
    assert near.zoom.scale == NEAREST
    far = after(near, ask.PanBy(0.2, 0.1), *[ask.ZoomBy(0.8)] * 20)
    assert far.zoom == AUTHOR
    assert after(session(), ask.PanBy(0.3, 0.3)).zoom == AUTHOR


def test_pixels_are_drawn_afresh_at_rest():
    """While it moves a picture is scaled, by 1.5 at most; a quarter second after the last movement it is drawn afresh."""
    moving = session()
    for _ in range(30):
        moving = after(moving, ask.ZoomBy(1.06), ask.Tick(0.01))
        assert 1 / FARTHEST_SCALED - 1e-9 <= moving.zoom.scale / moving.drawn.scale <= FARTHEST_SCALED + 1e-9
    assert moving.drawn != moving.zoom
    assert after(moving, ask.Tick(REST_S + 0.01)).drawn == moving.zoom


def test_one_key_leads_back():
    """The author's view comes back by one intent; another step, another scene and the home page begin with it."""
    near = after(session(), ask.ZoomBy(2.0), ask.PanBy(0.1, 0.0))
    assert near.zoom != AUTHOR
    assert after(near, ask.AuthorView()).zoom == AUTHOR
    assert after(near, ask.GoToStep(3)).zoom == AUTHOR
    assert after(near, ask.GoHome()).zoom == AUTHOR
    assert after(near, ask.Tick(1.0), ask.SeekBy(0.5)).zoom == near.zoom


def test_a_picture_is_a_function_of_its_zoom():
    """At rest the same zoom gives the same picture, whatever was looked at before; on the way the stage alone is scaled."""
    line = timeline(SHIPPED[0])
    layout, zoom = arrange(line, Look(), (1280, 720)), Zoom(1.8, 0.1, 0.05)
    shot = line.at(4, 11.0)
    one = compose(line, shot, layout.closer(zoom), zoom)
    other = compose(line, shot, arrange(line, Look(), (1280, 720)).closer(zoom), zoom)
    assert as_text(one) == as_text(other)
    assert not any(isinstance(shape, Zoomed) for shape in one.shapes)
    between = compose(line, shot, layout, Zoom(1.3))
    scaled = [shape for shape in between.shapes if isinstance(shape, Zoomed)]
    assert [shape.scale for shape in scaled] == [pytest.approx(1.3)]


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("zoom", [Zoom(1.5), Zoom(2.0, 0.3, -0.2), Zoom(3.0, -0.6, 0.5)])
def test_labels_and_leaders_follow(name, zoom):
    """Closer in, too, labels of what is in sight have their places: nothing overlaps, leaders are uncrossed and end in sight."""
    line = timeline(name)
    layout = arrange(line, Look(), (1280, 720)).closer(zoom)
    for step, outline in enumerate(line.steps):
        view = line.at(step, outline.seconds)
        place = layout.view(view.camera.end)
        texts, _, _ = gathered((*words_of(view, layout), *labels(layout, view, dots(layout, place), 1.0)))
        for a, b in itertools.combinations(texts, 2):
            assert not a.box.overlaps(b.box), (outline.id, a.text, b.text)
        shown = {one.index: one for one in layout.step(step).labels}
        leaders = [
            (shown[one.index].leader, place.px(one.anchor))
            for one in view.labels
            if one.index in shown and not shown[one.index].number
        ]
        for (a, p), (b, q) in itertools.combinations(leaders, 2):
            assert not _cross(a, p, b, q), outline.id


def test_two_fingers_zoom_and_pan():
    """Fingers that part come closer about their middle, fingers that move together pan; one finger asks nothing."""
    hands = Hands().down(1, (0.0, 0.0))
    assert hands.moved(1, (0.1, 0.0))[1] == ()
    hands = Hands().down(1, (-0.1, 0.0)).down(2, (0.1, 0.0))
    hands, asked = hands.moved(2, (0.3, 0.0))
    assert asked == (
        ask.ZoomBy(pytest.approx(2.0), pytest.approx((0.1, 0.0))),
        ask.PanBy(pytest.approx(0.1), pytest.approx(0.0)),
    )
    assert hands.up(2).moved(1, (0.0, 0.0))[1] == ()


def test_two_taps_in_one_place_count_as_two():
    """A second tap soon after and near the first leads back to the author's view; a late or far one does not."""
    hands, twice = Hands().tapped((0.0, 0.0), 1.0)
    assert not twice
    assert hands.tapped((0.01, 0.0), 1.2)[1]
    assert not hands.tapped((0.3, 0.0), 1.2)[1]
    assert not hands.tapped((0.0, 0.0), 2.0)[1]
