"""The evidence lens: every claim says how sure it is by line and by word, with who found it; one key, both languages."""

from dataclasses import replace

import pytest
from conftest import SHIPPED, scene, timeline

from visualizer.app import wording
from visualizer.app.pictures import look_of
from visualizer.export import find
from visualizer.figures import Look, arrange, compose
from visualizer.figures.captions import DASHES
from visualizer.figures.wording import EVIDENCE, Wording
from visualizer.frame.shapes import Label, Path
from visualizer.modes.actions import intent_for
from visualizer.scene import program_catalogue
from visualizer.session import Session, update

SIZE = (1280, 720)


def texts(name: str, step: int, look: Look) -> list[str]:
    """Return all words of a step's end picture."""
    line = timeline(name)
    frame = compose(line, line.at(step, line.steps[step].seconds), arrange(line, look, SIZE))
    return [shape.text for shape in frame.walk() if isinstance(shape, Label)]


def test_one_key_puts_the_lens_on_and_off() -> None:
    """The same action leads to the lens and back, and the look follows."""
    intent = intent_for("lens", Session())
    assert intent is not None
    on, _ = update(Session(), intent)
    off, _ = update(on, intent)
    assert (look_of(on).lens, look_of(off).lens) == (True, False)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", SHIPPED)
def test_every_label_says_how_sure_it_is(name: str, language: str) -> None:
    """Under the lens the second line of each label is a word of evidence, and the caption names its sources."""
    for step, written in enumerate(scene(name).steps):
        shown = " ".join(texts(name, step, Look(language=language, lens=True)))
        line = timeline(name)
        layout = arrange(line, Look(language=language, lens=True), SIZE)
        word = program_catalogue(language).text("program", EVIDENCE[written.evidence])
        assert word in shown
        for placed in layout.step(step).labels:
            sure = layout.wording.label_evidence(step, placed.index, line.plans[step])
            told = " ".join(placed.said)
            assert told in ("", program_catalogue(language).text("program", EVIDENCE[sure]))
        for key in written.cites[:4]:
            assert str(line.library.references[key].year) in shown


def test_lines_differ_in_style_not_in_colour_alone() -> None:
    """Each strength has a line of its own, and a leader under the lens has that of its claim."""
    assert len(set(DASHES.values())) == len(EVIDENCE) == len(DASHES)
    name = SHIPPED[0]
    line = timeline(name)
    step = next(i for i, one in enumerate(scene(name).steps) if one.evidence == "contested")
    layout = arrange(line, Look(lens=True), SIZE)
    frame = compose(line, line.at(step, line.steps[step].seconds), layout)
    colour = Look().colours.colours["contested"]
    lines = [shape for shape in frame.walk() if isinstance(shape, Path) and shape.colour == colour]
    assert lines
    assert all(shape.dash is not None for shape in lines)


def test_a_labels_own_evidence_goes_before_its_steps() -> None:
    """What an author says of one label counts for it alone."""
    line = timeline(SHIPPED[0])
    plan = next(plan for plan in line.plans if plan.said)
    step = line.plans.index(plan)
    words = Wording(line.scene, line.library, "en")
    said = replace(plan.said[0], verb=plan.said[0].verb.model_copy(update={"evidence": "hypothesis"}))
    changed = replace(plan, said=(said, *plan.said[1:]))
    assert words.label_evidence(step, 0, changed) == "hypothesis"
    assert words.label_evidence(step, 0, plan) == line.scene.steps[step].evidence


@pytest.mark.parametrize("name", SHIPPED)
def test_each_source_says_what_it_supports(name: str) -> None:
    """The page of sources has a line for each source on what it is cited for, in French another one than in English."""
    found = find(name)
    english, french = (wording.scene_words(found, language) for language in ("en", "fr"))
    for en, fr in zip(english.steps, french.steps, strict=True):
        assert len(en.supports) == len(en.sources)
        assert all(a and b and a != b for a, b in zip(en.supports, fr.supports, strict=True))
