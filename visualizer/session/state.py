"""The running show as one value. Knows which step shows and how far it ran; knows no picture or clock."""

from dataclasses import dataclass, replace
from typing import Literal

from visualizer.core.geometry import AUTHOR, Point, Zoom
from visualizer.timeline import StepOutline
from visualizer.timeline.pairing import Pairing, Place, Side

Screen = Literal["home", "scene"]
Overlay = Literal[
    "help",
    "sources",
    "simplifies",
    "support",
    "glossary",
    "menu",
    "card",
    "details",
    "overview",
    "question",
    "quiz",
    "what-if",
    "remember",
]
Register = Literal["text", "plain", "more"]
Covering = Literal["", "black", "white"]
Page = Literal["attract", "language", "topics", "steps", "end", "closed"]
Corner = Literal["left", "right"]

BESIDE: tuple[Overlay, ...] = (
    "card",
    "menu",
    "question",
    "what-if",
    "remember",
)  # overlays that leave the picture in sight
LANGUAGES: tuple[str, ...] = ("en", "fr")
REGISTERS: tuple[Register, ...] = ("text", "plain", "more")
SPEEDS: tuple[float, ...] = (0.25, 0.5, 1.0, 1.5, 2.0)
TEXT_SCALES: tuple[float, ...] = (1.0, 1.25, 1.5, 2.0)


@dataclass(frozen=True, slots=True)
class Lead:
    """The camera's way into a scene: from the step `last` of another into its own step `first`, and how long it takes.

    It is the beginning of that step: seconds below `seconds` are on the way.
    """

    scene: str
    last: int
    first: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Opening:
    """A scene on its way: which request, and where to stand when it is there.

    `beside` is the scene to stand beside it, and `there` holds the outlines of those two that have arrived. One that shows
    already, and only comes `anew`, keeps the view that was chosen.
    """

    request: int
    scene: str
    step: int = 0
    seconds: float = 0.0
    playing: bool = True
    beside: str = ""
    there: tuple[tuple[str, tuple[StepOutline, ...]], ...] = ()
    lead: Lead | None = None
    knobs: tuple[tuple[str, str], ...] = ()
    withs: tuple[str, ...] = ()
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Behind:
    """What a card was opened from: the card below it, if it was one, how far that was scrolled, and what had the focus."""

    subject: str
    scroll: int
    focus: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two scenes side by side under one clock.

    `held` is where a paused half stands. `rested` is how much longer than the clock says the end that a half rests on
    has been breathing. `alone` is the half that fills the screen, and `aside` where the pair stood when it began to.
    """

    scenes: tuple[str, str]
    pairing: Pairing
    held: tuple[Place | None, Place | None] = (None, None)
    rested: tuple[float, float] = (0.0, 0.0)
    alone: Side | None = None
    aside: Place | None = None


@dataclass(frozen=True, slots=True)
class Guess:
    """What a person thinks will happen in a step: which of the answers, counted from nought in the author's order."""

    step: int
    answer: int


@dataclass(frozen=True, slots=True)
class Quiz:
    """How far the questions about a scene have come: which one shows, and for each what was picked, in order.

    Held as long as the scene is open, and never written anywhere.
    """

    at: int = 0
    picked: tuple[tuple[int, ...], ...] = ()

    def picks(self, question: int) -> tuple[int, ...]:
        """Return the answers that were picked for a question, in order."""
        return self.picked[question] if question < len(self.picked) else ()


@dataclass(frozen=True, slots=True)
class Part:
    """One scene of a route: which of its steps are shown, counted from nought, and how long they take in a talk.

    `lead_s` is how long the camera takes to come into it from the part before; nought where it does not.
    """

    scene: str
    steps: tuple[int, ...]
    talk_s: float
    lead_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Route:
    """Scenes in the order in which they are shown, and in which of them the show stands; `name` is the playlist's."""

    parts: tuple[Part, ...]
    part: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """What a talk before an audience adds to the show.

    `seconds` have passed since its first step began, and `minutes` is how long it should take, where somebody
    said so. `frozen` is the show as the audience saw it when its picture was kept.
    """

    windows: int = 2
    minutes: float | None = None
    begun: bool = False
    seconds: float = 0.0
    cover: Covering = ""
    frozen: "Session | None" = None
    swapped: bool = False
    fullscreen: bool = False  # the second window fills its screen; the session has it for the first
    desk: bool = False  # one window does for both, and shows the desk now
    language: str = ""  # the desk's own; it follows the picture's when empty
    theme: str = ""  # the desk's own look, likewise
    key: str = ""  # the last one that was received, and what it does
    key_does: str = ""
    spot: str = ""  # the thing that is lit, with all of its kind; the rest of the picture is dimmed
    pointer: Point | None = None  # shown while it is held, in parts of the picture's width and height
    pen: bool = False  # what is dragged over the picture draws, and does not point
    strokes: tuple[tuple[Point, ...], ...] = ()
    left: tuple[str, int, float] | None = None  # the scene, step and second that was left by going elsewhere


@dataclass(frozen=True, slots=True)
class Stop:
    """One entry of what an unattended screen shows: a scene, and which of its steps, counted from nought.

    `lead_s` is how long the camera takes to come into it from the entry before; nought where it does not.
    """

    scene: str
    steps: tuple[int, ...]
    lead_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Site:
    """What the place of an unattended screen has settled; no visitor changes it."""

    stops: tuple[Stop, ...] = ()
    language: str = "fr"
    theme: str = "lecture"
    text_scale: float = 1.0
    idle_s: float = 60.0  # after so long without a touch, and with no step running, somebody is asked
    question_s: float = 30.0  # and has so long to answer
    pin: bool = False  # staff have a PIN to leave with
    register: Register = "plain"  # the words in which it tells everything
    asks: bool = True  # whether anybody is asked, and the screen begins anew when nobody answers


@dataclass(frozen=True, slots=True)
class Visit:
    """What an unattended screen adds to the show: which page a visitor is on, and whether she is still there.

    `question` is how long she has to answer, where she is being asked. Taps in a corner and the PIN are the
    staff's way out; `typed` are the digits on the pad, where it is open.
    """

    site: Site = Site()
    page: Page = "attract"
    stop: int = 0
    idle: float = 0.0
    question: float | None = None
    failed: tuple[str, ...] = ()  # scenes that could not be shown
    corner: Corner | None = None
    taps: int = 0
    tap_age: float = 0.0
    held: float | None = None  # how long the last tap has been down, where it counts
    typed: str | None = None
    checking: bool = False  # the PIN is being compared
    wrong: int = 0
    wrong_age: float = 0.0
    locked: float = 0.0  # seconds until the next PIN is looked at


@dataclass(frozen=True, slots=True)
class Session:
    """Everything that changes while the program runs.

    `seconds` is how far into the step we are, `hold` how long the finished step has been breathing:
    above nought only at the step's end. `focus`, `pointed` and `pressed` name regions of the last picture.
    """

    screen: Screen = "home"
    scene: str = ""
    steps: tuple[StepOutline, ...] = ()
    step: int = 0
    seconds: float = 0.0
    hold: float = 0.0
    playing: bool = False
    loop: bool = False
    speed: float = 1.0
    language: str = "en"
    languages: tuple[str, ...] = (
        LANGUAGES  # those that come with the program, then those that the person has added
    )
    themes: tuple[str, ...] = ("lecture",)
    theme: str = "lecture"
    text_scale: float = 1.0
    register: Register = "text"
    reduced_motion: bool = False  # each step is its end picture, with arrows for what moved
    captions: bool = True
    lens: bool = False  # the picture says how sure each thing is, and who found it
    asking: bool = True  # a running step stops before its effect, with its question
    guess: Guess | None = None  # what was answered then
    quiz: Quiz = Quiz()
    zoom: Zoom = AUTHOR
    drawn: Zoom = AUTHOR  # the zoom that the picture was last drawn for; between the two it is scaled
    moved_s: float = 0.0
    near_half: int = 0  # of two scenes side by side, the one that the zoom is of: 0 left, 1 right
    overlays: tuple[Overlay, ...] = ()
    subject: str = ""  # the place of the picture that the card is about
    behind: tuple[Behind, ...] = ()  # what the card was opened from, and each card under it
    scroll: int = 0
    focus: str = ""
    pointed: str = ""
    pressed: str = ""
    single_keys: bool = True  # letters and signs are shortcuts, too
    bare: bool = False  # the controls are hidden
    profile: bool = False  # the times of a picture's parts are shown
    fullscreen: bool = False
    digits: str = ""
    digits_age: float = 0.0
    notice: str = ""
    notice_left: float = 0.0
    requests: int = 0
    opening: Opening | None = None
    knobs: tuple[tuple[str, str], ...] = ()  # of the model underneath, as far as they were turned
    withs: tuple[str, ...] = ()  # interventions in use
    turning: int = 0  # the request that answers the last turn
    research: bool = False  # all that the model can be asked, not only what is asked first
    curves: tuple[str, ...] = ()  # of the model, on the picture
    curves_log: bool = True  # over the logarithm of time
    plotted: int = 0  # which of the model's curves is plotted beside the controls
    pair: Pair | None = None  # two scenes side by side; `steps` are their beats then, unless one shows alone
    route: Route | None = None  # the playlist that is shown, if any
    lead: Lead | None = None  # how the camera comes into the scene that shows
    talk: Talk | None = None  # only where there is an audience
    visit: Visit | None = None  # only where the screen is left to visitors

    @property
    def length(self) -> float:
        """Return how long the step that shows is, in seconds; nought without a scene."""
        return self.steps[self.step].seconds if self.steps else 0.0

    @property
    def crossing_s(self) -> float | None:
        """Return how long the camera has been on its way into the scene; None when it is there."""
        lead = self.lead
        underway = lead is not None and self.step == lead.first and self.seconds < lead.seconds
        return self.seconds if underway else None

    @property
    def told_s(self) -> float:
        """Return how far into the step itself we are, the camera's way in left out."""
        led = self.lead is not None and self.step == self.lead.first
        return max(0.0, self.seconds - self.lead.seconds) if self.lead is not None and led else self.seconds

    @property
    def at_end(self) -> bool:
        """Tell whether the step that shows has run to its end."""
        return self.seconds >= self.length

    @property
    def overlay(self) -> Overlay | None:
        """Return the overlay on top, if any."""
        return self.overlays[-1] if self.overlays else None

    @property
    def page(self) -> Overlay | None:
        """Return the overlay that hides the picture, if any; a card and the menu lie beside it."""
        return None if self.overlay in BESIDE else self.overlay

    @property
    def page_below(self) -> Overlay | None:
        """Return the page that the card on top was opened from; none when it was the picture, or what lies beside it."""
        below = self.overlays[-2] if self.overlay == "card" and len(self.overlays) > 1 else None
        return None if below in BESIDE else below

    @property
    def total(self) -> float:
        """Return how long all steps take together, in seconds."""
        return sum(step.seconds for step in self.steps)

    @property
    def story(self) -> float:
        """Return how far into the whole scene we are, in seconds."""
        return sum(step.seconds for step in self.steps[: self.step]) + self.seconds


def below_card(session: Session) -> Session:
    """Return the show as it would be without the card on top: on the page that it was opened from, or on the picture."""
    scroll = next((one.scroll for one in session.behind if not one.subject), 0)
    return replace(session, overlays=session.overlays[:-1], scroll=scroll, focus="", pointed="")
