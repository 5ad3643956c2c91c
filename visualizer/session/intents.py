"""What a person, the clock or the program may ask of the show: a closed union. Knows wishes; does nothing."""

from dataclasses import dataclass

from visualizer.core.geometry import Point
from visualizer.session.state import Corner, Covering, Overlay, Part
from visualizer.timeline import StepOutline
from visualizer.timeline.pairing import Side


@dataclass(frozen=True, slots=True)
class Tick:
    """This much real time has passed: for the story, and, where the story was spared a long one, for the clock."""

    seconds: float
    real: float | None = None


@dataclass(frozen=True, slots=True)
class TogglePlay:
    """Play, or pause; at a step's end, go on."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """Complete the step; when it is complete, start the next one."""


@dataclass(frozen=True, slots=True)
class PreviousStep:
    """Go to the end picture of the step before."""


@dataclass(frozen=True, slots=True)
class StepStart:
    """Go to the start of the step; from there, to the start of the step before."""


@dataclass(frozen=True, slots=True)
class Restart:
    """Play the step again from its start."""


@dataclass(frozen=True, slots=True)
class FirstStep:
    """Go to the start of the scene."""


@dataclass(frozen=True, slots=True)
class LastStep:
    """Go to the end picture of the scene."""


@dataclass(frozen=True, slots=True)
class GoToStep:
    """Play this step from its start; steps count from nought."""

    step: int


@dataclass(frozen=True, slots=True)
class SeekTo:
    """Go to a time within a step."""

    step: int
    seconds: float


@dataclass(frozen=True, slots=True)
class SeekPart:
    """Go to a part of the whole scene, from 0 to 1 (the scrub line)."""

    part: float


@dataclass(frozen=True, slots=True)
class SeekBy:
    """Move through the story by this much screen time, across steps."""

    seconds: float


@dataclass(frozen=True, slots=True)
class FrameStep:
    """While paused, move by this many frames within the step."""

    frames: int


@dataclass(frozen=True, slots=True)
class ToggleLoop:
    """Repeat the step, or stop repeating it."""


@dataclass(frozen=True, slots=True)
class ChangeSpeed:
    """Go this many places up or down the list of speeds."""

    by: int


@dataclass(frozen=True, slots=True)
class CycleSpeed:
    """Go to the next speed of the list, and from the last to the first."""


@dataclass(frozen=True, slots=True)
class Reset:
    """Show the scene as when it was opened: time, speed and view; language, words, look and text size stay."""


@dataclass(frozen=True, slots=True)
class ToggleSingleKeys:
    """Let single letters and signs be shortcuts, or not; all other keys stay."""


@dataclass(frozen=True, slots=True)
class GoHome:
    """Leave the scene for the home page."""


@dataclass(frozen=True, slots=True)
class OpenScene:
    """Show a scene from a step and a time on, under knobs and interventions of its model."""

    scene: str
    step: int = 0
    seconds: float = 0.0
    playing: bool = True
    knobs: tuple[tuple[str, str], ...] = ()
    withs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenRoute:
    """Show scenes one after the other, from the first step of the first one on, or from another step of it."""

    name: str
    parts: tuple[Part, ...]
    step: int = 0


@dataclass(frozen=True, slots=True)
class OpenPair:
    """Show two scenes side by side under one clock, from where the first one begins this step."""

    scenes: tuple[str, str]
    step: int = 0
    playing: bool = True
    knobs: tuple[tuple[str, str], ...] = ()
    withs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowAnew:
    """Show a scene as its file says it now, where the show stands; `step` is the place of the step that shows."""

    scene: str
    step: int


@dataclass(frozen=True, slots=True)
class PauseHalf:
    """Let one of two halves stand still while the other goes on, or let it follow the clock again."""

    side: Side


@dataclass(frozen=True, slots=True)
class ShowAlone:
    """Let one of two halves fill the screen; asked again, show both."""

    side: Side


@dataclass(frozen=True, slots=True)
class SeekClock:
    """Go to a part of the ribbon of moments, from 0 to 1."""

    part: float


@dataclass(frozen=True, slots=True)
class Compiled:
    """A scene that was asked for is ready."""

    request: int
    scene: str
    steps: tuple[StepOutline, ...]


@dataclass(frozen=True, slots=True)
class CompileFailed:
    """A scene that was asked for cannot be shown; the reason is one line."""

    request: int
    reason: str


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """Speak this language."""

    language: str


@dataclass(frozen=True, slots=True)
class SwapLanguage:
    """Speak the next language."""


@dataclass(frozen=True, slots=True)
class CycleTheme:
    """Use the next look."""


@dataclass(frozen=True, slots=True)
class CycleRegister:
    """Say it in the next way: lecture, everyday words, deeper."""


@dataclass(frozen=True, slots=True)
class ChangeTextScale:
    """Go this many places up or down the list of text sizes."""

    by: int


@dataclass(frozen=True, slots=True)
class ToggleReducedMotion:
    """Show each step as its end picture with arrows, or let it move."""


@dataclass(frozen=True, slots=True)
class ToggleCaptions:
    """Hide the caption, or bring it back."""


@dataclass(frozen=True, slots=True)
class ZoomBy:
    """Come closer by a factor; `at` stays where it is, in parts of the frame's height from the action's middle.

    Of two scenes side by side, the half (0 left, 1 right) is meant: where it is not said, the one in focus.
    """

    factor: float
    at: tuple[float, float] = (0.0, 0.0)
    half: int | None = None


@dataclass(frozen=True, slots=True)
class PanBy:
    """Move the picture by parts of the frame's height; of two side by side, that of a half."""

    dx: float
    dy: float
    half: int | None = None


@dataclass(frozen=True, slots=True)
class AuthorView:
    """Go back to the view that the author chose."""


@dataclass(frozen=True, slots=True)
class ToggleOverlay:
    """Open this overlay, or close it when it is on top."""

    overlay: Overlay


@dataclass(frozen=True, slots=True)
class OpenCard:
    """Say what a named place of the picture is; a card that is open changes to it."""

    subject: str


@dataclass(frozen=True, slots=True)
class Scroll:
    """Move an overlay's text by lines, at most to `limit`."""

    lines: int
    limit: int


@dataclass(frozen=True, slots=True)
class CloseTop:
    """Close the topmost overlay or state; never leave the program."""


@dataclass(frozen=True, slots=True)
class ToggleProfile:
    """Show or hide how long each part of a picture takes."""


@dataclass(frozen=True, slots=True)
class ToggleControls:
    """Hide the controls, or bring them back."""


@dataclass(frozen=True, slots=True)
class ToggleFullscreen:
    """Fill the screen with a window, or go back to its size; windows count from nought."""

    window: int = 0


@dataclass(frozen=True, slots=True)
class FocusOn:
    """Put the keyboard's focus on a region; the empty name takes it away."""

    region: str


@dataclass(frozen=True, slots=True)
class PointAt:
    """The pointer is over this region, or over none (the empty name)."""

    region: str


@dataclass(frozen=True, slots=True)
class Press:
    """The pointer went down on this region."""

    region: str


@dataclass(frozen=True, slots=True)
class LetGo:
    """The pointer came up."""


@dataclass(frozen=True, slots=True)
class TypeDigit:
    """A digit of a step's number or of a time was typed, or the colon between minutes and seconds."""

    digit: str


@dataclass(frozen=True, slots=True)
class EraseTyped:
    """Take back the last sign that was typed of a step's number or a time."""


@dataclass(frozen=True, slots=True)
class GoToTyped:
    """Go to the step, or the time, that was typed."""


@dataclass(frozen=True, slots=True)
class Cover:
    """Make the audience's screen black or white; asked again, bring the picture back."""

    colour: Covering


@dataclass(frozen=True, slots=True)
class Uncover:
    """Bring the audience's picture back from black or white."""


@dataclass(frozen=True, slots=True)
class Freeze:
    """Keep the audience's picture while the talk looks elsewhere; asked again, show where it is."""


@dataclass(frozen=True, slots=True)
class Spotlight:
    """Light a thing of the audience's picture and dim the rest; asked again, or with no name, light all."""

    name: str


@dataclass(frozen=True, slots=True)
class PointOut:
    """Show the audience a pointer there, in parts of the picture's width and height; with no place, none."""

    at: Point | None


@dataclass(frozen=True, slots=True)
class TogglePen:
    """Let what is dragged over the picture draw, or point."""


@dataclass(frozen=True, slots=True)
class Draw:
    """Draw on to there, in parts of the picture's width and height, or begin a new line there."""

    at: Point
    begins: bool = False


@dataclass(frozen=True, slots=True)
class WipePicture:
    """Take away what was lit and drawn on the audience's picture."""


@dataclass(frozen=True, slots=True)
class GoBack:
    """Go back to where the talk stood before it was led elsewhere; asked again, there once more."""


@dataclass(frozen=True, slots=True)
class SwapWindows:
    """Let the two windows change what they show."""


@dataclass(frozen=True, slots=True)
class ToggleDesk:
    """Show or hide the desk, where one window must do for both."""


@dataclass(frozen=True, slots=True)
class SwapDeskLanguage:
    """Speak the next language on the desk alone."""


@dataclass(frozen=True, slots=True)
class SwapDeskTheme:
    """Use the next look on the desk alone."""


@dataclass(frozen=True, slots=True)
class RestartClock:
    """Count the talk's time from nought again, from its next step on."""


@dataclass(frozen=True, slots=True)
class HearKey:
    """A key was received, and what it does, if anything; the desk says so."""

    key: str
    does: str = ""


@dataclass(frozen=True, slots=True)
class Wake:
    """Somebody touched a screen that waits: ask for her language."""


@dataclass(frozen=True, slots=True)
class OpenStop:
    """Show an entry of the playlist from its first step on; entries count from nought."""

    stop: int


@dataclass(frozen=True, slots=True)
class Finish:
    """The visitor is done: make the screen ready for the next one."""


@dataclass(frozen=True, slots=True)
class SceneFailed:
    """A picture of this scene could not be drawn; show something else."""

    scene: str


@dataclass(frozen=True, slots=True)
class PressCorner:
    """The pointer went down in an upper corner of the screen."""

    corner: Corner


@dataclass(frozen=True, slots=True)
class OpenPad:
    """Ask for the PIN of the staff."""


@dataclass(frozen=True, slots=True)
class ClosePad:
    """Put the PIN pad away."""


@dataclass(frozen=True, slots=True)
class TypePin:
    """A digit of the PIN was typed."""

    digit: str


@dataclass(frozen=True, slots=True)
class ErasePin:
    """Take the last digit of the PIN back."""


@dataclass(frozen=True, slots=True)
class SubmitPin:
    """The PIN is complete."""


@dataclass(frozen=True, slots=True)
class PinJudged:
    """The PIN was compared with the one of the staff."""

    right: bool


@dataclass(frozen=True, slots=True)
class Screenshot:
    """Keep the picture that shows as a file."""


@dataclass(frozen=True, slots=True)
class ToggleLens:
    """Let the picture say how sure each thing in it is, and who found it, or what it says otherwise."""


@dataclass(frozen=True, slots=True)
class ToggleAsking:
    """Let a running step stop before its effect with a question, or not."""


@dataclass(frozen=True, slots=True)
class AnswerStep:
    """Say what will happen in the step, by the answer's number from nought; then it plays on."""

    answer: int


@dataclass(frozen=True, slots=True)
class PlayOn:
    """Leave the step's question and let the step play on."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Show a question of the quiz; one after the last is the page with what came of it."""

    question: int


@dataclass(frozen=True, slots=True)
class PickAnswer:
    """Pick an answer to the question of the quiz that shows, by its number on the page from nought."""

    answer: int


@dataclass(frozen=True, slots=True)
class ForgetAnswers:
    """Begin the quiz again."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Put what is in focus on the clipboard as text: a card, sources, technical words, or the step."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Say one line for a few seconds, or for as long as it is true."""

    text: str
    stays: bool = False


@dataclass(frozen=True, slots=True)
class TurnKnobs:
    """Show the same moment under other knobs and interventions of the model; these are all that differ from its defaults."""

    knobs: tuple[tuple[str, str], ...]
    withs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResetKnobs:
    """Show the same moment under the model's defaults again."""


@dataclass(frozen=True, slots=True)
class ToggleResearch:
    """Offer all that the model can be asked, or only what is asked first."""


@dataclass(frozen=True, slots=True)
class ShowCurves:
    """Draw these curves of the model on the picture, three at most; none takes them away."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToggleCurveTime:
    """Draw the curves on the picture over the logarithm of time, or over time as it is."""


@dataclass(frozen=True, slots=True)
class PlotNext:
    """Plot the next of the model's curves beside the controls, or the one before."""

    by: int


@dataclass(frozen=True, slots=True)
class Quit:
    """Leave the program."""


Intent = (
    Tick
    | TogglePlay
    | NextStep
    | PreviousStep
    | StepStart
    | Restart
    | FirstStep
    | LastStep
    | GoToStep
    | SeekTo
    | SeekPart
    | SeekBy
    | FrameStep
    | ToggleLoop
    | ChangeSpeed
    | CycleSpeed
    | Reset
    | ToggleSingleKeys
    | GoHome
    | OpenScene
    | OpenPair
    | OpenRoute
    | ShowAnew
    | PauseHalf
    | ShowAlone
    | SeekClock
    | Compiled
    | CompileFailed
    | SetLanguage
    | SwapLanguage
    | CycleTheme
    | CycleRegister
    | ChangeTextScale
    | ToggleReducedMotion
    | ToggleCaptions
    | ZoomBy
    | PanBy
    | AuthorView
    | ToggleOverlay
    | OpenCard
    | Scroll
    | CloseTop
    | ToggleControls
    | ToggleProfile
    | ToggleFullscreen
    | FocusOn
    | PointAt
    | Press
    | LetGo
    | TypeDigit
    | EraseTyped
    | GoToTyped
    | Cover
    | Uncover
    | Freeze
    | Spotlight
    | PointOut
    | TogglePen
    | Draw
    | WipePicture
    | GoBack
    | SwapWindows
    | ToggleDesk
    | SwapDeskLanguage
    | SwapDeskTheme
    | RestartClock
    | HearKey
    | Wake
    | OpenStop
    | Finish
    | SceneFailed
    | PressCorner
    | OpenPad
    | ClosePad
    | TypePin
    | ErasePin
    | SubmitPin
    | PinJudged
    | ToggleLens
    | ToggleAsking
    | AnswerStep
    | PlayOn
    | OpenQuestion
    | PickAnswer
    | ForgetAnswers
    | Screenshot
    | Copy
    | Notice
    | TurnKnobs
    | ResetKnobs
    | ToggleResearch
    | ShowCurves
    | ToggleCurveTime
    | PlotNext
    | Quit
)
