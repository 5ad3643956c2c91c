"""What the chrome says, in one language: scene texts handed in, and the program's own words through `say`.

Knows sentences; knows no shape and no catalogue.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from visualizer.core.geometry import Box
from visualizer.frame.shapes import Shape
from visualizer.modes.keys import KEYS, Binding
from visualizer.session import Session, is_time, target

Say = Callable[[str], str]
Found = tuple[str, int, int]
"""A technical word in a text: its key in the glossary, and the signs it takes, from the first up to the last."""

Finds = Callable[[str], tuple[Found, ...]]


Portrays = Callable[[str, Box], tuple[Shape, ...]]


def portrays_none(_: str, __: Box) -> tuple[Shape, ...]:
    """Return no picture, where nothing is shown that has a glossary."""
    return ()


def finds_none(_: str) -> tuple[Found, ...]:
    """Return no technical word, where nothing is shown that has a glossary."""
    return ()


PROGRAM = "Mechanisms of action"
PURPOSE = "Moving pictures of how medicines are thought to act."
NO_ADVICE = "This is education, not medical advice. It does not replace your care team."
SCREEN_GONE = "The other screen is gone; the picture waits behind this window. Once it is back, F11 fills it."
SCREEN_BACK = "The other screen is back, and shows the picture."
NOTES = "Notes"  # of the lecturer, in the title of her window
SUPPORT_BUTTON = "Need someone to talk to?"
SUPPORT_FIRST = (
    "If you are thinking about suicide, or feel unsafe: you can talk to someone now, day or night."
)
UNTRANSLATED = (
    "{mark} stands behind what has no translation into this language yet and shows as it was written."
)
SUPPORT_HERE = "You can talk to someone here, too. Tell anyone on the team."
TOUCH_TO_START = "Touch to start"
WELCOME = "Welcome"
KIOSK_BUTTONS = {
    "previous-step": "Back",
    "restart": "Again",
    "next-step": "Next",
    "larger-text": "Larger text",
    "support": SUPPORT_BUTTON,
    "close": "Close",
    "finish": "I am done",
    "home": "See more",
}
KIOSK_SENTENCES = (
    "What would you like to see?",
    "That was the last picture.",
    "Do you have questions? Your care team will gladly answer them.",
    "Would you like to go on?",
    "Take your time. Touch the screen to go on.",
    "Otherwise this screen gets ready for the next person.",
    "Yes, go on",
    "Step {step} of {steps}",
    "For the staff",
    "Type the PIN, then touch the tick.",
    "This PIN is not the right one. Try again in {seconds} s.",
    "One moment…",
    "No PIN is set for this screen. It can be left from the machine alone: {way}",
    "This screen is out of service for now.",
    "Thank you for your patience.",
)
EVIDENCE = {
    "established": "Well established",
    "animal": "Mainly seen in animals",
    "contested": "Contested",
    "hypothesis": "A hypothesis",
}
NO_SCENE = "there is no scene '{name}'"
NO_MODEL = "there is no model here that knows '{name}'"
NOT_EXPECTED = "{what}: something went wrong in the program itself ({fault})"
REFUSALS = (NO_SCENE, NO_MODEL, NOT_EXPECTED)
"""What a window says of its own where it could not do what it was asked for."""

SENTENCES = (  # said where they are needed; here for the catalogue
    "{arrows} for more",
    "How sure is this?",
    "In the picture",
    "Time and scale",
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
    "no such time",
    "A number and Enter, or the arrows and Enter, go there · Esc closes",
    "Go on where you stopped: {title} · {step}",
    "Single letters and signs are no shortcuts now; {key} brings them back.",
    "Single letters and signs are shortcuts.",
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
    "A link to this place is on the clipboard.",
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
    "Next scene: how step {step} ends",
    "Time",
    "WHITE",
    "Which scene will you present?",
    "Page {page} of {pages}: turn with the wheel or the arrow keys",
    "Picture kept: {file}",
    "The pen draws on the picture. E points again; Shift+E wipes it clean.",
    "{file} has been read again.",
    "{file}, line {line}: {rule}",
    "and {count} more",
    "{words}. The terminal says more.",
    "The clipboard did not answer.",
    "The words of this step are on the clipboard.",
    "There are no scenes here.",
    "What happened",
    "Play on without an answer",
    "You said: {answer}",
    "It came as you said.",
    "It came otherwise: {answer}",
    "See it once more",
    "There are no questions about this scene yet.",
    "Question {number} of {count}",
    "Not this one. {because}",
    "That is right.",
    "See it: {title}",
    "Next question",
    "How it went",
    "Question before",
    "{number} of {count} at the first try",
    "Nothing of this is kept. Ctrl+C copies it.",
    "(no right answer yet)",
    "{name}: {text}",
    "What to remember",
    "To remember",
    "Not known",
    "This step shows no number and no curve; nothing is noted for it.",
    "(at the first try)",
    "(at try {number})",
    "Begin again",
    "What if?",
    "What if, besides …",
    "This scene has no model underneath.",
    "Research: all that the model can be asked",
    "Less",
    "All as it was (F9)",
    "thin: before · thick: now",
    "{name} (size assumed)",
    "What changed",
    "Curves on the picture",
    "Curves of the model",
    "This curve on the picture",
    "Time in equal steps",
    "each from its least to its most; dashed: size assumed",
    "most: {value}",
    "more than before",
    "less than before",
    "otherwise than before",
    "as before",
    "usual: {low} to {high}",
    "Days missed in a row",
    "h",
    "d",
    "wk",
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
    route: str = ""  # the playlist whose first scene it is, on the card of a journey

    @property
    def region(self) -> str:
        """Return the name of its button: what it opens."""
        if self.route:
            return f"open:>{self.route}"
        return f"open:{self.id}+{self.beside}" if self.beside else f"open:{self.id}"


@dataclass(frozen=True, slots=True)
class Resume:
    """Where a person stopped the last time: the scene, the step counted from nought, and their titles."""

    scene: str
    step: int
    title: str
    step_title: str


@dataclass(frozen=True, slots=True)
class StepQuestion:
    """What a step asks before its effect is seen, and which of the answers comes true, counted from nought."""

    ask: str
    answers: tuple[str, ...]
    right: int


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer on a page of the quiz; a wrong one says why it is wrong."""

    says: str
    right: bool
    because: str = ""


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """A question about the scene, with its answers as they stand on the page, and the step that shows it."""

    ask: str
    answers: tuple[Answer, ...]
    see: int | None = None
    see_title: str = ""


@dataclass(frozen=True, slots=True)
class StepWords:
    """What can be said about a step beside its caption."""

    title: str
    evidence: str
    sources: tuple[str, ...]
    notes: str = ""
    supports: tuple[str, ...] = ()  # what each source is cited for, in the order of the sources
    question: StepQuestion | None = None
    remember: str = ""
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class SceneWords:
    """The texts of the scene that shows."""

    title: str
    steps: tuple[StepWords, ...]
    simplifies: tuple[str, ...] = ()
    accent: str | None = None  # the colour that marks the scene, "#RRGGBB"
    beside: bool = False  # there is a scene that it can stand beside
    quiz: tuple[QuizQuestion, ...] = ()
    model: bool = False  # there is a model underneath whose knobs can be turned


@dataclass(frozen=True, slots=True)
class Entry:
    """A technical word: its name, what it means, where that comes from, and its key where it has a picture."""

    name: str
    says: str
    sources: tuple[str, ...] = ()
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What can be said of a named place of the picture; what there is nothing to say of is empty."""

    title: str
    role: str = ""
    evidence: str = ""  # how sure the step is, by name
    sources: tuple[str, ...] = ()
    known: tuple[str, ...] = ()  # where its own behaviour comes from
    entries: tuple[Entry, ...] = ()
    picture: str = ""  # the key of the technical word that it is about, where that has a picture


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


@dataclass(frozen=True, slots=True)
class HelpLine:
    """Somebody who answers: what to call, and what is said of it."""

    number: str
    says: str


@dataclass(frozen=True, slots=True)
class HelpRegionLines:
    """The help lines of a region, in the order in which they are shown."""

    name: str
    lines: tuple[HelpLine, ...]


@dataclass(frozen=True, slots=True)
class Control:
    """A knob of the model: what it is, its value in words, what is usual, and what leads to the value below and above."""

    name: str
    says: str
    value: str
    usual: str = ""
    less: str = ""  # names of regions; empty at the end of its way
    more: str = ""
    changed: bool = False
    counts: bool = True  # it is a number, and not one of several words
    group: str = ""  # whose it is, where two models stand behind the picture


@dataclass(frozen=True, slots=True)
class Switch:
    """An intervention: its region's name, what is done in everyday words, a line on what that is, and whether it is in use."""

    name: str
    plain: str
    says: str
    on: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """One curve of a model before and after: hours, values, and what is said of it."""

    name: str
    unit: str
    assumed: bool
    hours: tuple[float, ...]
    before: tuple[float, ...]
    after: tuple[float, ...]
    now_h: float | None = None
    came: str = ""  # one of KINDS, where something was turned
    curve: str = ""  # its name in the model
    on: bool = False  # it is on the picture


KINDS = ("more than before", "less than before", "otherwise than before", "as before")


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What may be asked of the model underneath, and what came of it."""

    controls: tuple[Control, ...] = ()
    switches: tuple[Switch, ...] = ()
    research: tuple[Control | Switch, ...] = ()
    plot: Comparison | None = None
    came: tuple[tuple[str, str], ...] = ()  # what changed: one of KINDS, and the names of curves
    turned: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class VisitWords:
    """What an unattended screen may say besides: what there is to see, and in each language, the site's own first."""

    topics: tuple[SceneCard, ...] = ()
    languages: Mapping[str, Say] = field(default_factory=dict)
    lines: Mapping[str, tuple[HelpLine, ...]] = field(default_factory=dict)
    way_out: str = ""  # how staff leave where no PIN is set


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Everything the chrome may say now."""

    say: Say
    cards: tuple[SceneCard, ...] = ()
    scene: SceneWords | None = None
    pointed: Pointed | None = None
    card: Card | None = None
    glossary: Glossary = Glossary()
    keys: tuple[Binding, ...] = KEYS  # as the person has them
    resume: Resume | None = None  # where she stopped the last time
    hour: tuple[int, int] | None = None  # the time of day, hours and minutes
    details: tuple[
        tuple[str, tuple[tuple[str, str], ...]], ...
    ] = ()  # headings, each with names and what is said
    visit: VisitWords | None = None
    helps: tuple[HelpRegionLines, ...] = ()  # who answers where
    what_if: WhatIf = WhatIf()
    portrays: Portrays = portrays_none  # the small picture of a technical word, within a box
    finds: Finds = finds_none  # the technical words of a text, which open their entries where they stand


def remembered(step: StepWords, say: Say) -> tuple[str, ...]:
    """Return what to remember of a step and what is not known, a line each with its heading; none where nobody said."""
    told = (("To remember", step.remember), ("Not known", step.unknown))
    return tuple(say("{name}: {text}").format(name=say(name), text=text) for name, text in told if text)


def clock(seconds: float) -> str:
    """Return a time as minutes and seconds: 1:05."""
    whole = int(seconds + 1e-6)
    return f"{whole // 60}:{whole % 60:02d}"


def typed_text(session: Session, words: "Words") -> tuple[str, str]:
    """Return what is being typed, and the title of the step that it leads to, or that it leads nowhere."""
    wanted = target(session)
    if wanted is None or words.scene is None or wanted[0] >= len(words.scene.steps):
        return session.digits, words.say("no such time" if is_time(session.digits) else "no such step")
    return session.digits, words.scene.steps[wanted[0]].title


def speed_text(session: Session) -> str:
    """Return the speed as it is written: 0.25×, in French 0,25×."""
    text = f"{session.speed:g}×"
    return text.replace(".", ",") if session.language == "fr" else text


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
