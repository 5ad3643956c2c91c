"""The one table of keys: it feeds the program, the help overlay, `moa keys`, the manual and the tests.

Knows the names of keys and actions; knows no window and no event.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, get_args

Mode = Literal["student"]
MODES: tuple[Mode, ...] = get_args(Mode)


@dataclass(frozen=True, slots=True)
class Binding:
    """One row: an action, the keys that ask for it, and a sentence for people.

    A single sign (`?`, `k`) means the character that is typed, on whatever layout; where a layout cannot type
    it, the place where it lies on a US keyboard counts. `repeats` says that a held key asks again and again.
    """

    action: str
    keys: tuple[str, ...]
    says: str
    repeats: bool = False
    modes: tuple[Mode, ...] = MODES


@dataclass(frozen=True, slots=True)
class Stroke:
    """A key that went down: what it types, its name on this layout, its name by place on a US keyboard."""

    typed: str
    key: str
    place: str
    ctrl: bool = False
    alt: bool = False
    shift: bool = False
    held: bool = False


# The order is the order of the help page.
KEYS: tuple[Binding, ...] = (
    Binding("play", ("space", "k", "alt+k"), "Play or pause"),
    Binding("next-step", ("right", "down", "page-down", "n"), "Finish this step, then go on to the next"),
    Binding("previous-step", ("left", "up", "page-up", "p"), "Back to the end of the step before"),
    Binding("step-start", ("shift+page-up", "shift+up"), "Back to the start of the step"),
    Binding("restart", ("r", "alt+r"), "Play this step again"),
    Binding("loop", ("o",), "Repeat this step"),
    Binding("back-a-second", ("shift+left", "j"), "Back by a second", repeats=True),
    Binding("on-a-second", ("shift+right", "l"), "On by a second", repeats=True),
    Binding("frame-back", (",",), "Back by one frame, while paused", repeats=True),
    Binding("frame-on", (".",), "On by one frame, while paused", repeats=True),
    Binding("slower", ("[", "-"), "Slower"),
    Binding("faster", ("]", "="), "Faster"),
    Binding("first-step", ("home",), "To the start of the scene"),
    Binding("last-step", ("end",), "To the end of the scene"),
    Binding("digit", tuple("0123456789"), "The number of a step; then Enter goes there"),
    Binding("words", ("w",), "Lecture words, everyday words, one level deeper"),
    Binding("sources", ("s",), "Sources of this step"),
    Binding("simplifies", ("b",), "What this picture simplifies"),
    Binding("support", ("f4",), "Help lines, if you need someone to talk to"),
    Binding("swap-language", ("f2", "alt+l"), "English or French, on the same picture"),
    Binding("theme", ("t",), "Another look"),
    Binding("larger-text", ("ctrl+=", "ctrl++"), "Larger text"),
    Binding("smaller-text", ("ctrl+-",), "Smaller text"),
    Binding("copy", ("ctrl+c",), "Copy the words of this step"),
    Binding("screenshot", ("ctrl+shift+s",), "Keep this picture as a file"),
    Binding("controls", ("h",), "Hide or show the controls"),
    Binding("fullscreen", ("f11", "f"), "Fill the screen"),
    Binding("focus-next", ("tab",), "To the next button", repeats=True),
    Binding("focus-previous", ("shift+tab",), "To the button before", repeats=True),
    Binding("activate", ("return", "enter"), "Press the chosen button"),
    Binding("close", ("escape",), "Close what is open; never leaves the program"),
    Binding("home", ("alt+home", "backspace"), "To the page of all scenes"),
    Binding("help", ("f1", "?"), "This help"),
    Binding("quit", ("ctrl+q",), "Leave the program"),
)


def bindings(mode: Mode, rows: Iterable[Binding] = KEYS) -> tuple[Binding, ...]:
    """Return the rows of a mode, in the order of the help page."""
    return tuple(row for row in rows if mode in row.modes)


def key_map(mode: Mode, rows: Iterable[Binding] = KEYS) -> Mapping[str, Binding]:
    """Return the row of each key in a mode.

    Raises:
        ValueError: one key has two meanings.
    """
    found: dict[str, Binding] = {}
    for row in bindings(mode, rows):
        for key in row.keys:
            if key in found:
                raise ValueError(f"in mode {mode}, {key} means both {found[key].action} and {row.action}")
            found[key] = row
    return MappingProxyType(found)


def match_key(mode: Mode, stroke: Stroke) -> tuple[str, str] | None:
    """Return the action and the key as in the table that a stroke asks for.

    The character typed comes first, then the key's name on this layout, then its place; a held key asks only
    for what repeats.
    """
    table = _own_map(mode)
    for key in _readings(stroke):
        row = table.get(key)
        if row is not None:
            return None if stroke.held and not row.repeats else (row.action, key)
    return None


def _readings(stroke: Stroke) -> Iterable[str]:
    if stroke.typed.isprintable() and stroke.typed.strip() and not stroke.ctrl and not stroke.alt:
        shifted = stroke.shift and stroke.typed.isalpha()
        yield f"shift+{stroke.typed.lower()}" if shifted else stroke.typed.lower()
    held = "".join(
        name
        for name, down in (("ctrl+", stroke.ctrl), ("alt+", stroke.alt), ("shift+", stroke.shift))
        if down
    )
    yield held + stroke.key
    # By place only where the layout has no letter: Ctrl with the key that types A on a French keyboard lies
    # where a US keyboard has Q, and must not leave the program.
    if not (len(stroke.key) == 1 and stroke.key.isascii() and stroke.key.isalpha()):
        yield held + stroke.place
        if stroke.place == "/" and stroke.shift and not stroke.ctrl and not stroke.alt:
            yield "?"


@lru_cache(maxsize=4)
def _own_map(mode: Mode) -> Mapping[str, Binding]:
    return key_map(mode)
