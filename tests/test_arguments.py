"""Two lists, for and against: where they stand, that they take no side, and that their claims are checked as any."""

from pathlib import Path

import pytest

from visualizer.figures import Look, arrange, compose
from visualizer.figures.details import details
from visualizer.figures.layout import LIST_NAMES, arrange_half, lists_height
from visualizer.frame.shapes import Group, Label
from visualizer.scene.catalogues import placed_texts
from visualizer.scene.model import claims

EXAMPLES = Path(__file__).parent / "scenes"


def labels(shapes):
    """Yield all lines of type."""
    for shape in shapes:
        if isinstance(shape, Group):
            yield from labels(shape.shapes)
        elif isinstance(shape, Label):
            yield shape


def lists_of(timeline, look):
    """Return the group of the two lists at the end of the second step."""
    frame = compose(timeline, timeline.at(1, 12.0), arrange(timeline, look, (1920, 1080)))
    return next(shape for shape in frame.shapes if isinstance(shape, Group) and shape.name == "reasons")


def test_both_lists_look_alike(circuit):
    """Names and claims of both lists have one size and one colour: the picture takes no side."""
    words = list(labels((lists_of(circuit, Look()),)))
    assert [one.text for one in words if one.weight == "semibold"] == list(LIST_NAMES)
    assert len({one.size for one in words}) == 1
    assert len({one.colour for one in words}) == 1


def test_the_lens_says_how_sure_each_claim_is(circuit):
    """Under the evidence lens each claim ends in the word for its evidence."""
    said = " ".join(one.text for one in labels((lists_of(circuit, Look(lens=True)),)))
    assert "It was seen. (seen in animals)" in said
    assert "It was not seen. (contested)" in said


def test_lists_leave_room_for_labels(circuit):
    """They stand at the foot of the column, no higher than they are, or fold to an icon where type is too large for both."""
    layout = arrange(circuit, Look(), (1920, 1080))
    panel = layout.panel("reasons", 1)
    assert panel.box.high == layout.plot.high
    assert panel.box.height == pytest.approx(lists_height(layout, "reasons", layout.plot, panel.shrink))
    assert layout.column_of(1).high <= panel.box.low
    for scale in (1.0, 1.5, 2.0, 3.0):
        layout = arrange(circuit, Look(text_scale=scale), (1280, 720))
        panel = layout.panel("reasons", 1)
        assert panel.folded or panel.box.low - layout.column.low >= 0.2 * layout.column.height
    assert panel.folded


def test_in_a_half_lists_give_way_to_the_legend(circuit):
    """Side by side they fold to an icon in a step that has labels, and stand over the action in one that has none."""
    half = arrange_half(circuit, Look(), (960, 900), 1080.0)
    assert half.panel("reasons", 0).folded
    assert not half.panel("reasons", 1).folded


def test_what_has_no_room_is_on_the_page_of_details(circuit):
    """The page of details has every claim, under the name of its list, with how sure it is."""
    layout = arrange(circuit, Look(), (1920, 1080))
    rows = dict(details(layout, 1))["Reasons"]
    assert rows[0] == (LIST_NAMES[0], "It was seen. (seen in animals)")
    assert rows[-1] == (LIST_NAMES[1], "It was not seen. (contested)")


def test_claims_are_translated_where_they_stand(circuit):
    """Every claim has an entry in the catalogue, and its place in the file."""
    figure = circuit.scene.cast["reasons"]
    assert [where for where, _ in claims(figure)] == [("for", 0), ("for", 1), ("against", 0)]
    found = {(place, text) for place, text, _ in placed_texts(circuit.scene)}
    assert ("good-circuit/cast/reasons/says", "It was not seen.") in found
