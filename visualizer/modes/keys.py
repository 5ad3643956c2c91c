"""The one table of keys: it feeds the program, the help overlay, `moa keys`, the manual and the tests.

Knows the names of keys and actions; knows no window and no event.
"""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, get_args

Mode = Literal["student", "presenter", "kiosk"]
MODES: tuple[Mode, ...] = get_args(Mode)
STUDENT: tuple[Mode, ...] = ("student",)
PRESENTER: tuple[Mode, ...] = ("presenter",)
KIOSK: tuple[Mode, ...] = ("kiosk",)
SEATED: tuple[Mode, ...] = ("student", "presenter")  # somebody sits at a keyboard of her own

_KEY = re.compile(
    r"(ctrl\+)?(alt\+)?(shift\+)?(\S|f([1-9]|1[0-2])|space|page-(up|down)|home|end|insert|delete|left|right|up|down|"
    r"backspace|return|enter|tab)"
)


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
    modes: tuple[Mode, ...] = SEATED


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
    Binding("play", ("space", "k", "alt+k"), "Play or pause", modes=STUDENT),
    Binding(
        "next-step",
        ("right", "down", "page-down", "n"),
        "Finish this step, then go on to the next",
        modes=STUDENT,
    ),
    Binding(
        "next-step",
        ("space", "right", "down", "page-down", "n"),
        "Finish this step, then go on to the next",
        modes=PRESENTER,
    ),
    Binding(
        "previous-step", ("left", "up", "page-up", "p"), "Back to the end of the step before", modes=STUDENT
    ),
    Binding(
        "previous-step",
        ("left", "up", "page-up", "p", "backspace"),
        "Back to the end of the step before",
        modes=PRESENTER,
    ),
    Binding("play", ("alt+k",), "Play or pause", modes=PRESENTER),
    Binding("step-start", ("shift+page-up", "shift+up"), "Back to the start of the step", modes=STUDENT),
    Binding("step-start", ("shift+page-up",), "Back to the start of the step", modes=PRESENTER),
    Binding("restart", ("r", "shift+home"), "Play this step again", modes=STUDENT),
    Binding("restart", ("r", "alt+r", "shift+home"), "Play this step again", modes=PRESENTER),
    Binding(
        "reset",
        ("alt+r",),
        "Start all over: time, speed and view; language and text size stay",
        modes=STUDENT,
    ),
    Binding("loop", ("o", "alt+o"), "Repeat this step", modes=STUDENT),
    Binding("back-a-second", ("shift+left", "j"), "Back by a second", repeats=True, modes=STUDENT),
    Binding("on-a-second", ("shift+right", "l"), "On by a second", repeats=True, modes=STUDENT),
    Binding("back-a-second", ("shift+left",), "Back by a second", repeats=True, modes=PRESENTER),
    Binding("on-a-second", ("shift+right",), "On by a second", repeats=True, modes=PRESENTER),
    Binding("frame-back", (",", "alt+,"), "Back by one frame, while paused", repeats=True, modes=STUDENT),
    Binding("frame-on", (".", "alt+."), "On by one frame, while paused", repeats=True, modes=STUDENT),
    Binding("slower", ("[", "-", "alt+[", "alt+-"), "Slower", modes=STUDENT),
    Binding("faster", ("]", "=", "alt+]", "alt+="), "Faster", modes=STUDENT),
    Binding("first-step", ("home",), "To the start of the scene"),
    Binding("last-step", ("end",), "To the end of the scene"),
    Binding(
        "digit",
        (*"0123456789:", *(f"alt+{digit}" for digit in "0123456789"), "alt+shift+;"),
        "The number of a step, or a time such as 1:05; then Enter goes there",
    ),
    Binding(
        "black",
        (".", "b", "alt+b"),
        "Make the audience’s screen black, or bring the picture back",
        modes=PRESENTER,
    ),
    Binding(
        "white",
        (",", "w", "alt+w"),
        "Make the audience’s screen white, or bring the picture back",
        modes=PRESENTER,
    ),
    Binding("uncover", ("f5",), "Bring the picture back", modes=PRESENTER),
    Binding(
        "freeze",
        ("f", "alt+f"),
        "Keep the audience’s picture while you look elsewhere, or go on",
        modes=PRESENTER,
    ),
    Binding(
        "light-next",
        ("l", "f8"),
        "Light a thing of the picture, the next one; a click on it does so as well",
        modes=PRESENTER,
    ),
    Binding(
        "light-previous", ("shift+l", "shift+f8"), "Light the thing before in the picture", modes=PRESENTER
    ),
    Binding(
        "pen",
        ("e", "alt+e"),
        "What is dragged over the picture draws a line, or shows a pointer",
        modes=PRESENTER,
    ),
    Binding(
        "wipe", ("shift+e", "alt+shift+e"), "Take away what was lit and drawn (also: Esc)", modes=PRESENTER
    ),
    Binding(
        "go-back", ("j", "alt+j"), "Back to where the talk was before it went elsewhere", modes=PRESENTER
    ),
    Binding("overview", ("o", "alt+o"), "The end pictures of all steps, to choose from", modes=PRESENTER),
    Binding("swap-windows", ("s", "alt+s"), "Swap what the two windows show", modes=PRESENTER),
    Binding("desk", ("d", "alt+d"), "Show or hide the notes, when there is one window", modes=PRESENTER),
    Binding("restart-clock", ("ctrl+t",), "Start the talk’s clock again from nought", modes=PRESENTER),
    Binding("words", ("w", "alt+w"), "Lecture words, everyday words, one level deeper", modes=STUDENT),
    Binding("glossary", ("g", "alt+g"), "What the technical words mean"),
    Binding("sources", ("s", "alt+s"), "Sources of this step", modes=STUDENT),
    Binding("lens", ("shift+s", "alt+shift+s"), "How sure is each thing here, and who found it?"),
    Binding("simplifies", ("b", "alt+b"), "What this picture simplifies", modes=STUDENT),
    Binding("question", ("shift+v", "alt+shift+v"), "What will happen in this step?", modes=STUDENT),
    Binding("quiz", ("v", "alt+v"), "Questions about this scene", modes=STUDENT),
    Binding(
        "remember",
        ("shift+w", "alt+shift+w"),
        "What to remember of this step, and what is not known",
        modes=STUDENT,
    ),
    Binding("asking", ("ctrl+shift+v",), "Let steps stop and ask before their effect, or not", modes=STUDENT),
    Binding("what-if", ("f8",), "What if? Another dose, drug or receptor, in the same moment", modes=STUDENT),
    Binding("reset-knobs", ("f9",), "What if: everything as it was", modes=STUDENT),
    Binding("curves", ("f7",), "Curves of the model on the picture, or none", modes=STUDENT),
    Binding("compare", ("c", "alt+c"), "Beside the other scene, or alone", modes=STUDENT),
    Binding("pause-left", ("a", "alt+a"), "Side by side: pause the left half, or go on", modes=STUDENT),
    Binding("pause-right", ("d", "alt+d"), "Side by side: pause the right half, or go on", modes=STUDENT),
    Binding("alone-left", ("q", "alt+q"), "Side by side: the left half alone, or both", modes=STUDENT),
    Binding("alone-right", ("e", "alt+e"), "Side by side: the right half alone, or both", modes=STUDENT),
    Binding("profile", ("f3",), "How long each part of a picture takes on this machine"),
    Binding("support", ("f4",), "Help lines, if you need someone to talk to"),
    Binding("swap-language", ("f2", "alt+l"), "English or French, on the same picture"),
    Binding("desk-theme", ("shift+t", "alt+shift+t"), "Another look, for the notes alone", modes=PRESENTER),
    Binding("desk-language", ("shift+f2",), "English or French, for the notes alone", modes=PRESENTER),
    Binding("theme", ("t", "alt+t"), "Another look"),
    Binding("larger-text", ("ctrl+=", "ctrl++"), "Larger text"),
    Binding("smaller-text", ("ctrl+-",), "Smaller text"),
    Binding(
        "reduced-motion", ("m", "alt+m"), "Still pictures with arrows instead of motion, or motion again"
    ),
    Binding("captions", ("u", "alt+u"), "Hide or show the caption"),
    Binding("details", ("i", "alt+i"), "All words of this picture on a page"),
    Binding("closer", ("z", "alt+z"), "Closer to the picture (also: wheel, pinch)", repeats=True),
    Binding("farther", ("shift+z", "alt+shift+z"), "Farther from the picture", repeats=True),
    Binding("pan-left", ("ctrl+left",), "Look further left", repeats=True),
    Binding("pan-right", ("ctrl+right",), "Look further right", repeats=True),
    Binding("pan-up", ("ctrl+up",), "Look further up", repeats=True),
    Binding("pan-down", ("ctrl+down",), "Look further down", repeats=True),
    Binding("author-view", ("x", "alt+x"), "Back to the author’s view (also: double tap)"),
    Binding(
        "text-on",
        ("shift+down",),
        "On in a text that is too long for its place",
        repeats=True,
        modes=PRESENTER,
    ),
    Binding(
        "text-back",
        ("shift+up",),
        "Back in a text that is too long for its place",
        repeats=True,
        modes=PRESENTER,
    ),
    Binding("copy", ("ctrl+c",), "Copy what is open or chosen, or the words of this step", modes=STUDENT),
    Binding("screenshot", ("ctrl+shift+s",), "Keep this picture as a file", modes=STUDENT),
    Binding("controls", ("h", "alt+h"), "Hide or show the controls", modes=STUDENT),
    Binding("fullscreen", ("f11", "f"), "Fill the screen", modes=STUDENT),
    Binding("fullscreen", ("f11",), "Fill the screen with the window in use", modes=PRESENTER),
    Binding("focus-next", ("tab",), "To the next button, or thing in the picture", repeats=True),
    Binding("focus-previous", ("shift+tab",), "To the button, or thing, before", repeats=True),
    Binding("focus-area", ("f6",), "From the buttons to the picture, or back", modes=STUDENT),
    Binding("activate", ("return", "enter"), "Press the chosen button, or say what is chosen", modes=STUDENT),
    Binding(
        "activate",
        ("return", "enter"),
        "Go to the step whose number was typed, or press the chosen button",
        modes=PRESENTER,
    ),
    Binding("close", ("escape",), "Close what is open; never leaves the program"),
    Binding("home", ("alt+home", "backspace"), "To the page of all scenes", modes=STUDENT),
    Binding("menu", ("f10",), "All controls as buttons, beside the picture", modes=STUDENT),
    Binding("single-keys", ("ctrl+k",), "Let single letters and signs be shortcuts, or not"),
    Binding("help", ("f1", "?"), "This help"),
    Binding("quit", ("ctrl+q",), "Leave the program"),
    # An unattended screen needs no keyboard. These are for switches and keyboards that somebody brings along;
    # none of them leaves.
    Binding(
        "next-step",
        ("right", "down", "page-down", "space"),
        "Finish this step, then go on to the next",
        modes=KIOSK,
    ),
    Binding("previous-step", ("left", "up", "page-up"), "Back to the end of the step before", modes=KIOSK),
    Binding("restart", ("alt+r",), "Play this step again", modes=KIOSK),
    Binding("larger-text", ("ctrl+=", "ctrl++"), "Larger text", modes=KIOSK),
    Binding("swap-language", ("f2", "alt+l"), "English or French, on the same picture", modes=KIOSK),
    Binding("support", ("f4",), "Help lines, if you need someone to talk to", modes=KIOSK),
    Binding("focus-next", ("tab",), "To the next button", repeats=True, modes=KIOSK),
    Binding("focus-previous", ("shift+tab",), "To the button before", repeats=True, modes=KIOSK),
    Binding("activate", ("return", "enter"), "Press the chosen button", modes=KIOSK),
    Binding("home", ("alt+home",), "To the page of all scenes", modes=KIOSK),
    Binding("staff", ("ctrl+shift+q",), "Staff: leave with the PIN", modes=KIOSK),
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


def is_single(key: str) -> bool:
    """Tell whether a key is one letter, digit or sign, typed alone or with Shift, which speech and slips can trigger."""
    return len(key.removeprefix("shift+")) == 1


def sign_of(key: str) -> str:
    """Return the digit or colon that a key of the action `digit` types."""
    return key[-1] if key[-1].isdigit() else ":"


def without_singles(rows: Iterable[Binding] = KEYS) -> tuple[Binding, ...]:
    """Return the table without single letters, digits and signs; every action keeps another key."""
    return tuple(replace(row, keys=tuple(key for key in row.keys if not is_single(key))) for row in rows)


def remapped(
    changes: Mapping[str, Sequence[str]], rows: Sequence[Binding] = KEYS
) -> tuple[tuple[Binding, ...], tuple[str, ...]]:
    """Return the table with a person's own keys in place of an action's single ones, and what could not be done.

    Keys with Ctrl or Alt, function keys and named keys stay. A key that another action has already is refused.
    """
    made, problems = list(rows), []
    known = {row.action for row in rows}
    for action, wanted in changes.items():
        if action not in known:
            problems.append(f"there is no action '{action}'{_meant(action, known)}")
            continue
        wrong = [key for key in wanted if not _KEY.fullmatch(key)]
        if wrong:
            problems.append(f"'{wrong[0]}' is no key for {action}; write a sign, f7, or alt+y")
            continue
        tried = [
            replace(
                row, keys=(*wanted, *(key for key in row.keys if not is_single(key) and key not in wanted))
            )
            if row.action == action
            else row
            for row in made
        ]
        try:
            for mode in MODES:
                key_map(mode, tried)
        except ValueError as error:
            problems.append(f"{error}; {action} keeps the keys that it had")
        else:
            made = tried
    return tuple(made), tuple(problems)


def _meant(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""


def match_key(mode: Mode, stroke: Stroke, rows: tuple[Binding, ...] = KEYS) -> tuple[str, str] | None:
    """Return the action and the key as in the table that a stroke asks for.

    The character typed comes first, then the key's name on this layout, then its place; a held key asks only
    for what repeats.
    """
    table = _own_map(mode, rows)
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


@lru_cache(maxsize=8)
def _own_map(mode: Mode, rows: tuple[Binding, ...]) -> Mapping[str, Binding]:
    return key_map(mode, rows)
