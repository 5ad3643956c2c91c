"""One walk over all that is written on pictures: every step, three languages, four text sizes, five frames, the looks.

Layout only: no pixel is drawn. A frame of half a pane, or any other, is one more row in FRAMES.
"""

import itertools
from dataclasses import dataclass, replace
from functools import lru_cache

import pytest
from conftest import SHIPPED, timeline

from visualizer.core.geometry import Box
from visualizer.figures import Look, arrange
from visualizer.figures.captions import bar_of, labels, scale_bar
from visualizer.figures.compose import dots, words_of
from visualizer.figures.placing import _cross
from visualizer.frame.shapes import Disc, Fill, Group, Label
from visualizer.frame.type import runs, width
from visualizer.scene.pseudo import PSEUDO, stretched
from visualizer.session.state import TEXT_SCALES

FRAMES = ((1280, 720), (1920, 1080), (3840, 2160), (1024, 768), (2560, 1080))
SAME_SHAPE = ((1920, 1080), (3840, 2160))
LANGUAGES = ("en", "fr", PSEUDO)


def looks():
    """Yield the looks to walk: every language and size in the lecture look, the others where their rules differ."""
    for language, scale in itertools.product(LANGUAGES, TEXT_SCALES):
        yield Look(language=language, text_scale=scale)
    for language, scale in itertools.product(LANGUAGES, (1.0, 2.0)):
        yield Look(theme="hall", language=language, text_scale=scale)
    for register, scale in itertools.product(("plain", "more"), (1.0, 2.0)):
        yield Look(language="fr", text_scale=scale, register=register)
    for language, scale in itertools.product(("fr", PSEUDO), (1.0, 2.0)):
        yield Look(language=language, text_scale=scale, lens=True)


def cases():
    """Yield looks with frames; frames of one shape have one layout, so only the first of each meets all looks."""
    for look in looks():
        for size in FRAMES:
            if size in SAME_SHAPE and (look.text_scale not in (1.0, 2.0) or look.language == "fr"):
                continue
            register = "lens" if look.lens else look.register
            name = f"{look.theme}-{look.language}-{register}-{look.text_scale:g}-{size[0]}x{size[1]}"
            yield pytest.param(look, size, id=name)


CASES = list(cases())


@lru_cache(maxsize=4)
def laid_out(name, look, size):
    """Return the layout of a scene's pictures, shared by the tests of one case."""
    return arrange(timeline(name), look, size)


@dataclass(frozen=True)
class Text:
    """A line of type, the box of its x-height and capitals, and the panel it stands on, if any."""

    text: str
    box: Box
    size: float
    group: str


@lru_cache(maxsize=512)
def snapshot(name, step, seconds):
    """Return a snapshot, made once for all looks and frames."""
    return timeline(name).at(step, seconds)


def moments(line, step):
    """Return times at which all that a step ever says is on: its key, its end, and the middle of each label's time."""
    plan, outline = line.plans[step], line.steps[step]
    spans = [(said.at, min(said.until, plan.step.seconds)) for said in plan.said]
    middles = [round(start + 0.6 * (end - start), 2) for start, end in spans]
    return sorted({outline.key, outline.seconds, *middles})


def gathered(shapes, group=""):
    """Return all lines of type that are at all visible, and all panels, by group."""
    found, panels, badges = [], {}, []
    for shape in shapes:
        match shape:
            case Group() if shape.alpha > 0.05:
                inner, more, dots_ = gathered(shape.shapes, group or shape.name)
                found += inner
                panels |= more
                badges += dots_
            case Label() if shape.alpha > 0.05:
                found.append(Text(shape.text, text_box(shape), shape.size, group))
            case Fill() if shape.outline is not None and group and group not in panels:
                panels[group] = shape.box
            case Disc() if shape.alpha > 0.05 and shape.ring is not None and not group:
                badges.append(shape)
            case _:
                pass
    return found, panels, badges


def text_box(label):
    """Return the box of a line's capitals and tails."""
    wide = width(label.text, label.size, label.weight)
    left = label.at[0] - {"left": 0.0, "centre": wide / 2, "right": wide}[label.anchor]
    return Box(left, label.at[1] - 0.70 * label.size, left + wide, label.at[1] + 0.16 * label.size)


def within(inner, outer, slack=0.5):
    """Tell whether a box lies within another."""
    grown = outer.grown(slack)
    return grown.contains((inner.left, inner.low)) and grown.contains((inner.right, inner.high))


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize(("look", "size"), CASES)
def test_a_layout_keeps_its_promises(name, look, size):
    """Words have their places and the size that was asked for, and what a step looks at is seen."""
    line, layout = timeline(name), laid_out(name, look, size)
    words_have_their_places(name, line, layout, size)
    the_focus_is_seen(line, layout, size)
    type_is_large_enough(name, line, layout)


def words_have_their_places(name, line, layout, size):
    """No two texts overlap, none leaves the frame or its panel, none stands on a panel of others, leaders are uncrossed."""
    frame = Box(0, 0, *size)
    for step, outline in enumerate(line.steps):
        caption_top = layout.step(step).caption.top
        for seconds in moments(line, step):
            view = snapshot(name, step, seconds)
            place = layout.view(view.camera.end)
            shapes = (
                *words_of(view, layout),
                *labels(layout, view, dots(layout, place), 1.0),
                *scale_bar(layout, place.scale),
            )
            texts, panels, _ = gathered(shapes)
            where = (outline.id, seconds)
            for text in texts:
                assert within(text.box, frame), (*where, text)
                for group, box in panels.items():
                    if group == text.group:
                        assert within(text.box, box), (*where, "leaves its panel", text)
                    else:
                        assert not text.box.overlaps(box), (*where, f"on the panel {group}", text)
            for a, b in itertools.combinations(texts, 2):
                assert not a.box.overlaps(b.box), (*where, a.text, b.text)
            for group, box in panels.items():
                assert box.high <= caption_top, (*where, group)
            shown = {one.index: one for one in layout.step(step).labels}
            leaders = [
                (shown[one.index].leader, place.px(one.anchor))
                for one in view.labels
                if one.index in shown and not shown[one.index].number and one.alpha > 0.3
            ]
            for (a, p), (b, q) in itertools.combinations(leaders, 2):
                assert not _cross(a, p, b, q), where


def the_focus_is_seen(line, layout, size):
    """What a step looks at is fully within the frame, above the caption, beside the labels; enough of the frame is picture."""
    assert layout.action.height >= 0.24 * size[1]
    assert layout.action.width >= 0.36 * size[0]
    for step in range(len(line.steps)):
        for shot in line.shots[step][1:]:
            view = layout.view(shot.box)
            (left, top), (right, low) = (
                view.px((shot.box.left, shot.box.high)),
                view.px((shot.box.right, shot.box.low)),
            )
            seen = Box(0, 0, layout.column.left, layout.step(step).caption.top)
            assert within(Box(left, top, right, low), seen), (line.steps[step].id, shot)


def type_is_large_enough(name, line, layout):
    """Type is never smaller than the look's smallest, and at 200 % never smaller than 36 of 1080 lines but for axes."""
    unit, theme = layout.unit, layout.look.colours
    least = max(24.0, theme.text_from)
    for step, outline in enumerate(line.steps):
        view = snapshot(name, step, outline.seconds)
        texts, _, _ = gathered(words_of(view, layout))
        for text in texts:
            tick = text.group and text.text[:1].isdigit()
            assert (
                text.size
                >= (max(15.0, theme.text_from) if tick else 0.75 * least if not theme.text_from else least)
                * unit
                - 0.01
            ), text


def test_hall_keeps_to_its_rules():
    """In the look for halls type has 36 pixels at 1080 lines, and three labels are on at once at most."""
    look = Look(theme="hall")
    assert look.colours.text_from == 36
    assert look.colours.labels_at_most == 3
    for name in SHIPPED:
        line = timeline(name)
        layout = arrange(line, look, (1920, 1080))
        for step in range(len(line.steps)):
            for seconds in moments(line, step):
                view = snapshot(name, step, seconds)
                shapes = labels(layout, view, dots(layout, layout.view(view.camera.end)), 1.0)
                texts, _, _ = gathered((*shapes, *words_of(view, layout)))
                assert all(text.size >= 33.0 if text.text.isdigit() else text.size >= 36.0 for text in texts)
                spans = layout.step(step).spans
                assert sum(start <= seconds < end for start, end in spans) <= 3


@pytest.mark.parametrize("size", FRAMES)
@pytest.mark.parametrize("scale", TEXT_SCALES)
@pytest.mark.parametrize("name", SHIPPED)
def test_the_scale_bar_has_the_right_length(name, scale, size):
    """A bar stands for the length that it names, whatever the camera, and touches no words."""
    line = timeline(name)
    scene = line.scene.model_copy(
        update={"stage": line.scene.stage.model_copy(update={"scale": "100 = 50 nm"})}
    )
    layout = arrange(replace(line, scene=scene), Look(text_scale=scale), size)
    for step, outline in enumerate(line.steps):
        view = snapshot(name, step, outline.seconds)
        place = layout.view(view.camera.end)
        wide, text = bar_of(layout, "100 = 50 nm", place.scale)
        nanometres = float(text.split("\u00a0")[0])
        assert wide == pytest.approx(nanometres / 50 * 100 * place.scale)
        assert text.endswith("\u00a0nm")
        bar = scale_bar(layout, place.scale)
        said = [text_box(shape) for shape in bar if isinstance(shape, Label)]
        right, low = layout.column.right, layout.action.high
        ground = Box(right - wide, low - 17 * layout.unit, right, low).union(said[0])
        assert within(ground, Box(layout.column.left, 0, *size)), (outline.id, ground)
        others = (*words_of(view, layout), *labels(layout, view, dots(layout, place), 1.0))
        texts, panels, _ = gathered(others)
        for box in (*(text.box for text in texts), *panels.values()):
            assert not ground.overlaps(box), (outline.id, text)


def test_the_pseudo_language_is_two_fifths_longer():
    """Every text of the walk's third language is longer by 40 %, can be set, and keeps what the program fills in."""
    for text in ("Ketamine plugs the NMDA channel", "At rest, magnesium plugs the NMDA receptor"):
        assert 1.35 <= len(stretched(text)) / len(text) <= 1.45
    assert "{time}" in stretched("{time} from the start of the first dose")
    assert stretched("5 µM") != ""
    assert [run.level for run in runs(stretched("Ca²⁺"))].count(1) == 1


@pytest.mark.parametrize("name", SHIPPED)
def test_hardly_a_number_stands_without_its_words(name):
    """Where a chart takes the column, the labels are a legend at the picture's foot; a number alone says nothing.

    One step keeps its number alone, at 200 %: there traces of firing stand where its legend would.
    """
    line, alone = timeline(name), set()
    looks_ = (Look(language="fr", text_scale=scale) for scale in (1.0, 1.25, 1.5, 2.0))
    for look, size in itertools.product(
        (*looks_, Look(theme="hall", language="fr")), FRAMES[:1] + FRAMES[3:]
    ):
        layout = arrange(line, look, size)
        for step, outline in enumerate(line.steps):
            if any(one.number and not one.title for one in layout.step(step).labels):
                alone.add((name, outline.id, look.text_scale))
    spared = {("ssri-reuptake", "weeks", 2.0)}
    assert alone <= spared
