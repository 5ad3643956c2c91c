"""The key table: no key means two things, no row is dead, and keyboards of other layouts find their keys."""

import pytest

from visualizer.modes import (
    ACTIONS,
    AIMED,
    KEYS,
    MODES,
    Binding,
    Stroke,
    bindings,
    intent_for,
    key_map,
    match_key,
)
from visualizer.modes.transport import LEFT, RIGHT
from visualizer.session import Session


@pytest.mark.parametrize("mode", MODES)
def test_no_key_has_two_meanings(mode: str) -> None:
    """Within a mode every key asks for one action."""
    assert len(key_map(mode)) == sum(len(row.keys) for row in bindings(mode))


def test_a_second_meaning_is_refused() -> None:
    """A table in which one key means two actions cannot be used."""
    rows = (Binding("play", ("space",), "Play"), Binding("quit", ("space",), "Leave"))
    with pytest.raises(ValueError, match="space means both play and quit"):
        key_map("student", rows)


def test_every_row_does_something() -> None:
    """Each action of the table has an intent, or is one of those that the app aims."""
    for row in KEYS:
        assert row.action in ACTIONS or row.action in AIMED, row.action


def test_every_action_can_be_reached_by_a_key() -> None:
    """Nothing can be done by pointer alone."""
    assert {*ACTIONS, *AIMED} == {row.action for row in KEYS}
    assert {*LEFT, *RIGHT} <= {*ACTIONS, *AIMED}


def test_regions_name_their_scene_or_step() -> None:
    """A card opens its scene and a mark starts its step; names that are not there ask for nothing."""
    assert intent_for("open:demo", Session()) is not None
    assert intent_for("step:0", Session()) is None
    assert intent_for("scrub", Session()) is None


@pytest.mark.parametrize(
    ("stroke", "action"),
    [
        (Stroke(" ", "space", "space"), "play"),
        (Stroke("", "right", "right"), "next-step"),
        (Stroke("", "right", "right", shift=True), "on-a-second"),
        (Stroke("K", "k", "k", shift=False), "play"),  # caps lock
        (Stroke("?", "/", "/", shift=True), "help"),
        (Stroke("\x11", "q", "q", ctrl=True), "quit"),
        (Stroke("\x13", "s", "s", ctrl=True, shift=True), "screenshot"),
        (Stroke("k", "k", "k", alt=True), "play"),
        (Stroke("7", "7", "7"), "digit"),
        (Stroke("\x1b", "escape", "escape"), "close"),
    ],
)
def test_a_us_keyboard_finds_its_keys(stroke: Stroke, action: str) -> None:
    """The usual strokes mean what the table says."""
    found = match_key("student", stroke)
    assert found is not None
    assert found[0] == action


@pytest.mark.parametrize(
    ("stroke", "action"),
    [
        (Stroke("", "^", "["), "slower"),  # a dead key: nothing is typed, its place counts
        (Stroke("[", "^", "["), "slower"),  # AltGr types the sign itself
        (Stroke("?", "6", "6", shift=True), "help"),  # Shift+6 types ? there
        (Stroke("é", "é", "/", shift=True), "help"),
        (Stroke("-", "-", "-"), "slower"),
        (Stroke(",", ",", ","), "frame-back"),
    ],
)
def test_a_canadian_french_keyboard_finds_its_keys(stroke: Stroke, action: str) -> None:
    """The character typed counts first, then the key's place on a US keyboard."""
    found = match_key("student", stroke)
    assert found is not None
    assert found[0] == action


def test_a_place_never_overrules_a_letter() -> None:
    """Ctrl+A on a French keyboard lies where US keyboards have Q, and must not leave the program."""
    assert match_key("student", Stroke("\x01", "a", "q", ctrl=True)) is None


def test_held_keys_step_once_and_seek_on() -> None:
    """A held step key asks once; a held seek key asks again and again."""
    assert match_key("student", Stroke("", "right", "right", held=True)) is None
    assert match_key("student", Stroke("", "right", "right", shift=True, held=True)) == (
        "on-a-second",
        "shift+right",
    )
