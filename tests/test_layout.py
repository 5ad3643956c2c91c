"""Words on the picture: nothing overlaps, nothing is cut, leaders do not cross; in both languages and all shapes of frame."""

import itertools
from dataclasses import dataclass

import pytest
from conftest import SHIPPED, timeline

from visualizer.core.geometry import Box
from visualizer.figures import Look, arrange, compose
from visualizer.figures.layout import corner_lines
from visualizer.figures.placing import _cross
from visualizer.figures.pointing import regions
from visualizer.frame.shapes import Group, Label, Zoomed
from visualizer.frame.type import width

BESIDE_PANEL = (1224, 1080)  # what the panel of knobs leaves of 1920×1080
SIZES = ((1920, 1080), (1440, 1080), BESIDE_PANEL)
"""Frames of whole pictures; every frame and look of what is written alone is walked in `test_layout_walk`."""

CASES = [(name, language, size) for name in SHIPPED for language in ("en", "fr") for size in SIZES]


@dataclass(frozen=True)
class Text:
    """A line of type and the box of its x-height and capitals, which must touch no other."""

    text: str
    box: Box
    size: float


def texts(frame):
    """Return every line of type of a frame that is at all visible."""
    found = []

    def gather(shapes, alpha):
        for shape in shapes:
            match shape:
                case Group():
                    gather(shape.shapes, alpha * shape.alpha)
                case Zoomed():
                    continue
                case Label() if shape.alpha * alpha > 0.05:
                    wide = width(shape.text, shape.size, shape.weight)
                    left = shape.at[0] - {"left": 0.0, "centre": wide / 2, "right": wide}[shape.anchor]
                    box = Box(
                        left, shape.at[1] - 0.70 * shape.size, left + wide, shape.at[1] + 0.16 * shape.size
                    )
                    found.append(Text(shape.text, box, shape.size))
                case _:
                    pass

    gather(frame.shapes, 1.0)
    return found


def moments(line):
    """Yield times that show each step's words: its key moment and its end."""
    for step, outline in enumerate(line.steps):
        for seconds in sorted({outline.key, outline.seconds}):
            yield step, seconds


@pytest.mark.parametrize(("name", "language", "size"), CASES)
def test_no_words_overlap_and_none_are_cut(name, language, size):
    """Every line of type lies within the frame and touches no other."""
    line = timeline(name)
    layout = arrange(line, Look(language=language), size)
    frame_box = Box(0, 0, *size)
    for step, seconds in moments(line):
        shown = texts(compose(line, line.at(step, seconds), layout))
        for text in shown:
            assert text.box.left >= frame_box.left and text.box.right <= frame_box.right, (step, text)  # noqa: PT018
            assert text.box.low >= frame_box.low and text.box.high <= frame_box.high, (step, text)  # noqa: PT018
        for a, b in itertools.combinations(shown, 2):
            assert not a.box.overlaps(b.box), (line.steps[step].id, a.text, b.text)


@pytest.mark.parametrize(("name", "language", "size"), CASES)
def test_labels_keep_off_the_action_and_their_leaders_apart(name, language, size):
    """Labels stand in their column, beside the action, or as a legend at its foot; leaders of labels that meet do not cross."""
    line = timeline(name)
    layout = arrange(line, Look(language=language), size)
    for step, seconds in moments(line):
        snapshot = line.at(step, seconds)
        view = layout.view(snapshot.camera.end)
        placed = {one.index: one for one in layout.step(step).labels}
        on = [(placed[one.index], view.px(one.anchor)) for one in snapshot.labels if one.index in placed]
        assert len(on) <= 4
        for one, _ in on:
            if one.number and not one.title:  # its number alone is shown
                continue
            at_the_foot = bool(one.number) and one.box.low > layout.action.centre[1]
            assert one.box.left > layout.action.right or at_the_foot
            assert one.box.high <= layout.step(step).caption.top
        for (a, dot_a), (b, dot_b) in itertools.combinations(on, 2):
            assert not a.box.overlaps(b.box)
            leading = (
                not a.number and not b.number
            )  # where there is no room for leaders, numbers stand for them
            crossed = leading and _cross(a.leader, dot_a, b.leader, dot_b)
            assert not crossed, (line.steps[step].id, a.title, b.title)


@pytest.mark.parametrize("name", SHIPPED)
def test_labels_are_calm(name):
    """A label's place is the same at every moment of its step, however its anchor moves."""
    line = timeline(name)
    layout = arrange(line, Look(), (1920, 1080))
    for step in range(len(line.steps)):
        assert layout.step(step) is layout.step(step)
        first = layout.step(step).labels
        compose(line, line.at(step, 1.0), layout)
        assert layout.step(step).labels == first


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_type_is_large_enough(name, language):
    """At 1080 lines type is at least 24 pixels, ticks of axes 18."""
    line = timeline(name)
    layout = arrange(line, Look(language=language), (1920, 1080))
    for step, seconds in moments(line):
        for text in texts(compose(line, line.at(step, seconds), layout)):
            assert text.size >= (18.0 if text.text.lstrip("−")[:1].isdigit() else 24.0), text


@pytest.mark.parametrize("name", SHIPPED)
def test_every_label_points_into_the_picture(name):
    """The dot at the end of a leader lies in the part of the frame where the action is."""
    line = timeline(name)
    layout = arrange(line, Look(), (1920, 1080))
    for step, seconds in moments(line):
        snapshot = line.at(step, seconds)
        if snapshot.camera.mix < 1.0:
            continue
        view = layout.view(snapshot.camera.end)
        for one in snapshot.labels:
            x, y = view.px(one.anchor)
            assert 0 <= x <= layout.column.left, (line.steps[step].id, one)
            assert 60 <= y <= layout.step(step).caption.top + 20, (line.steps[step].id, one)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_picture_says_when_its_paces_differ(name):
    """Two processes at two paces are said to differ; one pace, or none, is not."""
    line = timeline(name)
    layout = arrange(line, Look(), (1920, 1080))
    for step, plan in enumerate(line.plans):
        said = any("paces differ" in each for each in corner_lines(layout, step))
        assert said == (len(set(plan.pace.values())) > 1), plan.step.id


def test_some_steps_have_two_paces():
    """What is said of paces that differ is not said of nothing: shipped scenes have such steps."""
    assert any(len(set(plan.pace.values())) > 1 for name in SHIPPED for plan in timeline(name).plans)


def test_outlines_carry_the_long_clock():
    """A step's outline says where it stands after the first dose, from its start to its end, or that it stands nowhere."""
    release, brake = timeline("ssri-reuptake").steps[0], timeline("ssri-reuptake").steps[5]
    assert release.moments_h is None
    assert brake.moments_h == pytest.approx((1.0, 24.0))


@pytest.mark.parametrize("size", SIZES)
def test_a_leader_out_of_a_pore_passes_under_the_receptor_beside_it(size):
    """Of two plugged pores side by side, the farther one's leader bends under the nearer receptor's foot."""
    line = timeline("nmda-blockade")
    layout = arrange(line, Look(), size)
    step = next(i for i, one in enumerate(line.steps) if one.id == "mirror-forms")
    end = line.at(step, line.steps[step].seconds)
    view = layout.view(end.camera.end)
    far, near = sorted(layout.step(step).labels, key=lambda one: one.index)
    assert not far.number
    assert near.knee == 0.0
    foot = max(
        region.box.high for region in regions(line, end, layout, view) if region.name.startswith("pore_r")
    )
    dot = next(view.px(one.anchor) for one in end.labels if one.index == far.index)
    assert dot[1] + far.knee > foot
    assert far.leader[1] > foot
