"""What the chrome says, in one language: scene texts handed in, and the program's own words through `say`.

Knows sentences; knows no shape and no catalogue.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from visualizer.core.geometry import Box

Say = Callable[[str], str]

PROGRAM = "Mechanisms of action"
PURPOSE = "Moving pictures of how medicines are thought to act."
NO_ADVICE = "This is education, not medical advice. It does not replace your care team."
NOTES = "Notes"  # of the lecturer, in the title of her window
SUPPORT_BUTTON = "Need someone to talk to?"
SUPPORT_LINES = (
    "If you are thinking about suicide, or feel unsafe: you can talk to someone now, day or night.",
    "Québec: 1 866 APPELLE (1 866 277-3553), text 535353, or chat at suicide.ca. Info-Social: 811, option 2.",
    "Anywhere in Canada: call or text 9-8-8, in English or French.",
    "United States: 988. France: 3114.",
    "In an emergency: 9-1-1 (France: 15 or 112).",
)
EVIDENCE = {
    "established": "Well established",
    "animal": "Mainly seen in animals",
    "contested": "Contested",
    "hypothesis": "A hypothesis",
}
SURENESS = {
    "established": "Shown directly and more than once, or read from the structure itself.",
    "animal": "Seen mainly in animals or in cells, by several groups; in people it is not settled.",
    "contested": "Credible published results point in different directions.",
    "hypothesis": "A proposal that has been tested little so far.",
}
SENTENCES = (  # said where they are needed; here for the catalogue
    "{arrows} for more",
    "{hours}:{minutes}",
    "{key} does nothing here",
    "{time} ahead",
    "{time} behind",
    "{minutes} min {seconds} s",
    "{seconds} s",
    "{steps} steps",
    "draft",
    "Esc closes",
    "How sure is this? {evidence}",
    "no such step",
    "All technical words",
    "How fast it runs",
    "How sure is this?",
    "In the words of this step",
    "Link {number} of {links} in the chain of events that the scene tells.",
    "On the picture, {pace}.",
    "One member is led through chosen states, so that the lesson is seen. It does nothing that it could not do by itself.",
    "Sizes on the picture are not to scale.",
    "Sources",
    "Sources of this step",
    "The card is on the clipboard.",
    "The sources are on the clipboard.",
    "The words are on the clipboard.",
    "There is no glossary here.",
    "This step has no technical words.",
    "What is known about how it works",
    "What the words mean",
    "Where: {part}, {figure}.",
    "When it happens",
    "Where this step stands on the long clock, counted from the first dose.",
    "No source is named for this step.",
    "Nothing is noted for this scene.",
    "BLACK",
    "Side by side",
    "two scenes, one clock",
    "paused",
    "Elapsed",
    "F1 shows the keys",
    "FROZEN",
    "Last key: {key}",
    "Next: how step {step} ends",
    "No notes are written for this step.",
    "No key yet",
    "Now",
    "Now: step {step} of {steps}",
    "On time",
    "Opening…",
    "Remaining",
    "Starts with the first step",
    "Steps",
    "The audience still sees step {step}. F lets it see this one.",
    "The audience’s screen is black. B or Esc brings the picture back.",
    "The audience’s screen is white. W or Esc brings the picture back.",
    "This is the last step.",
    "Time",
    "WHITE",
    "Which scene will you present?",
    "Page {page} of {pages}: turn with the wheel",
    "Picture kept: {file}",
    "The clipboard did not answer.",
    "The words of this step are on the clipboard.",
    "There are no scenes here.",
)
KEY_NAMES = {
    "space": "Space",
    "page-down": "Page down",
    "page-up": "Page up",
    "home": "Home",
    "end": "End",
    "tab": "Tab",
    "return": "Enter",
    "enter": "Enter",
    "escape": "Esc",
    "backspace": "Backspace",
    "shift": "Shift",
    "ctrl": "Ctrl",
    "alt": "Alt",
}
ARROWS = {"left": "←", "right": "→", "up": "↑", "down": "↓"}


@dataclass(frozen=True, slots=True)
class SceneCard:
    """A scene on the home page."""

    id: str
    title: str
    summary: str
    seconds: float
    steps: int
    draft: bool = False
    beside: str = ""  # the scene at its right, on the card of two side by side


@dataclass(frozen=True, slots=True)
class StepWords:
    """What can be said about a step beside its caption."""

    title: str
    evidence: str
    sources: tuple[str, ...]
    notes: str = ""


@dataclass(frozen=True, slots=True)
class SceneWords:
    """The texts of the scene that shows."""

    title: str
    steps: tuple[StepWords, ...]
    simplifies: tuple[str, ...] = ()
    accent: str | None = None  # the colour that marks the scene, "#RRGGBB"
    beside: bool = False  # there is a scene that it can stand beside


@dataclass(frozen=True, slots=True)
class Entry:
    """A technical word: its name, what it means, and where that comes from."""

    name: str
    says: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """What can be said of a named place of the picture; what there is nothing to say of is empty."""

    title: str
    role: str = ""
    evidence: str = ""  # how sure the step is, by name
    sources: tuple[str, ...] = ()
    known: tuple[str, ...] = ()  # where its own behaviour comes from
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Glossary:
    """The technical words of a step, and all others."""

    here: tuple[Entry, ...] = ()
    others: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Pointed:
    """The figure under the pointer: its name, what it does, and the box it fills on the frame."""

    name: str
    role: str
    box: Box
    above: bool = False  # a word in a line: what stands beside it must stay readable


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Everything the chrome may say now."""

    say: Say
    cards: tuple[SceneCard, ...] = ()
    scene: SceneWords | None = None
    pointed: Pointed | None = None
    card: Card | None = None
    glossary: Glossary = Glossary()
    hour: tuple[int, int] | None = None  # the time of day, hours and minutes


def clock(seconds: float) -> str:
    """Return a time as minutes and seconds: 1:05."""
    whole = int(seconds + 1e-6)
    return f"{whole // 60}:{whole % 60:02d}"


def countdown(seconds: float) -> str:
    """Return a time that may be over: 0:20, and −0:20 when it is twenty seconds late."""
    # A running count shows the second that is not over yet.
    whole = math.ceil(seconds - 1e-6)
    return f"−{clock(-whole)}" if whole < 0 else clock(whole)


def length(seconds: float, say: Say) -> str:
    """Return a length in words: 1 min 20 s."""
    whole = round(seconds)
    if whole < 60:
        return say("{seconds} s").format(seconds=whole)
    return say("{minutes} min {seconds} s").format(minutes=whole // 60, seconds=whole % 60)


def key_name(key: str, say: Say) -> str:
    """Return a key of the table as it stands on a keyboard: Shift+←."""
    if key.endswith("++"):
        return "+".join(_cap(part, say) for part in [*key[:-2].split("+"), "+"])
    return "+".join(_cap(part, say) for part in key.split("+"))


def _cap(part: str, say: Say) -> str:
    if part in ARROWS:
        return ARROWS[part]
    return say(KEY_NAMES[part]) if part in KEY_NAMES else part.upper()
