"""What the typeface measures promise, and that drawn text keeps to them."""

import pytest

from visualizer.core.errors import AssetError
from visualizer.frame import type as face

SENTENCES = (
    "Glutamate waits in the cleft, unevenly; AV To",
    "Ca²⁺ enters, Mg²⁺ stays: kₒₙ = 10⁷ M⁻¹·s⁻¹",
    "Phosphorylation of p70S6K → protein synthesis",
    "L’effet apparaît après 24 h, « à suivre »",
    "AVATAR Type fluffy official",
    "ΔE ≥ 20, ½ ± 3 %, β-arrestin",
)


def test_superscripts_become_raised_plain_characters() -> None:
    """A typed superscript or subscript is a run of plain characters on another level."""
    assert face.runs("Ca²⁺ kₒₙ") == (
        face.Run("Ca", 0),
        face.Run("2+", 1),
        face.Run(" k", 0),
        face.Run("on", -1),
    )


def test_a_plain_line_is_one_run() -> None:
    """Characters without a level, fractions among them, stay together."""
    assert face.runs("½ dose") == (face.Run("½ dose", 0),)


def test_raised_signs_are_narrower() -> None:
    """A raised 2 is as wide as a plain 2 of 65 % the size."""
    assert face.width("²", 40.0) == pytest.approx(0.65 * face.width("2", 40.0))


def test_width_grows_with_the_size_alone() -> None:
    """Widths scale exactly with the em."""
    assert face.width("Ketamine", 48.0) == pytest.approx(2.0 * face.width("Ketamine", 24.0))


def test_kerning_is_counted() -> None:
    """T and o stand closer together than their advances say."""
    assert face.width("To", 100.0) < face.width("T", 100.0) + face.width("o", 100.0) - 2.0


def test_bold_is_wider_than_regular() -> None:
    """Each weight is measured from its own file."""
    assert face.width("Ketamine", 24.0, "bold") > face.width("Ketamine", 24.0)


@pytest.mark.parametrize("char", "aé²⁺⁻₀ₙβΔ→≥½±✓▶\u00a0\u202f")
def test_signs_of_the_scenes_are_covered(char: str) -> None:
    """French, Greek, arrows, comparisons and typeset levels can all be written."""
    assert face.covered(char)


@pytest.mark.parametrize("char", "★⇌漢")
def test_signs_the_family_lacks_are_known(char: str) -> None:
    """What the family cannot write is told apart, so that a reader can refuse it."""
    assert not face.covered(char)


def test_wrapped_lines_fit() -> None:
    """No wrapped line is wider than asked, and nothing is lost."""
    text = "Ketamine enters the open channel and stays between the gate and the filter"
    lines = face.wrap(text, 27.0, "regular", 300.0)
    assert len(lines) > 1
    assert all(face.width(line, 27.0) <= 300.0 for line in lines)
    assert " ".join(lines) == text


def test_an_address_is_broken_where_it_is_too_wide() -> None:
    """The address of a source fills no more than its column, and nothing of it is lost."""
    text = "See https://example.org/a-long-way/to-the-paper?which=one&page=2 and on"
    lines = face.wrap(text, 27.0, "regular", 260.0)
    assert all(face.width(line, 27.0) <= 260.0 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_fixed_spaces_never_break() -> None:
    """A number keeps to its unit when both are joined by a fixed space."""
    lines = face.wrap("after 24\u00a0h and 7\u202fd", 24.0, "regular", 60.0)
    assert lines == ("after", "24\u00a0h", "and", "7\u202fd")


def test_a_word_wider_than_the_line_stands_alone() -> None:
    """A word that cannot be broken is kept whole on its own line."""
    assert face.wrap("an antidepressant now", 24.0, "regular", 50.0) == ("an", "antidepressant", "now")


def test_line_ends_are_kept() -> None:
    """A line end in the text ends the line."""
    assert face.wrap("one\ntwo", 24.0, "regular", 500.0) == ("one", "two")


def test_an_unknown_weight_is_named() -> None:
    """A weight that does not exist is refused with those that do."""
    with pytest.raises(AssetError, match="'heavy'; there are regular, semibold"):
        face.font_file("heavy")


@pytest.mark.parametrize("size", [18.0, 22.0, 24.0, 26.7, 27.0, 36.0, 42.0])
@pytest.mark.parametrize("weight", ["regular", "semibold", "bold"])
@pytest.mark.parametrize("text", SENTENCES)
def test_drawn_text_keeps_to_the_measures(text: str, weight: str, size: float) -> None:
    """Ink ends where the measures say, within 1.5 % or one pixel and the last letter's side bearing."""
    from visualizer.render.typeset import line

    drawn = line(text, size, weight, "#FFFFFF")
    ink = drawn.surface.get_bounding_rect()
    measured = face.width(text, size, weight)
    last = text.rstrip()[-1]
    bearing = face.width(last, size, weight) * 0.2
    allowed = max(1.0, 0.015 * measured)
    assert ink.right - drawn.left <= measured + allowed
    assert ink.right - drawn.left >= measured - allowed - bearing
