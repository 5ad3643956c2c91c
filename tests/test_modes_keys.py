"""The key table: no key means two things, no row is dead, and keyboards of other layouts find their keys."""

import re
from pathlib import Path

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
from visualizer.modes.keys import without_singles
from visualizer.modes.menu import LEAVES, MENU
from visualizer.modes.pair import HALVES
from visualizer.modes.transport import LEFT, RIGHT
from visualizer.modes.words import key_name
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


def test_every_action_can_be_reached_by_pointer() -> None:
    """Nothing can be done by key alone: each of the student's actions is a button of the line or of the menu."""
    halves = {f"{action}-{half}" for action in ("pause", "alone") for half in HALVES}
    buttons = {*LEFT, *RIGHT, *halves, *(action for action, _ in MENU), "close"}
    assert {row.action for row in bindings("student")} - {*AIMED} <= buttons
    assert {*LEAVES} <= {action for action, _ in MENU}


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
        (Stroke("", "7", "7", alt=True), "digit"),
        (Stroke("", "r", "r", alt=True), "reset"),
        (Stroke("", "s", "s", alt=True), "sources"),
        (Stroke("", "f6", "f6"), "focus-area"),
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


@pytest.mark.parametrize("mode", MODES)
def test_without_single_keys_everything_is_still_reached(mode: str) -> None:
    """With letters, digits and signs switched off, every action keeps a key with Alt or Ctrl, or one with a name."""
    for row in bindings(mode, without_singles()):
        assert row.keys, row.action
    strokes = [Stroke(sign, sign, sign) for sign in "kwsobtghjlrnpm,.[]-=?0123456789"]
    assert [match_key(mode, stroke, without_singles()) for stroke in strokes] == [None] * len(strokes)


def test_the_readme_names_keys_as_they_are() -> None:
    """Each key that the README's table names is in the key table, for an action that does what the row says."""
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    table = readme.split("## Keys")[1].split("## Command line")[0]
    known = {key_name(key, str) for row in bindings("student") for key in row.keys} | {"a number", "Enter"}
    rows = [line for line in table.splitlines() if line.startswith("| ") and "---" not in line][1:]
    assert len(rows) >= 10
    for line in rows:
        keys = line.split("|")[1].replace("\\", "")
        named = re.split(r", then |, and | and |, | (?=→|←|Page)", keys.strip())
        assert {name.strip() for name in named} <= known, line


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
