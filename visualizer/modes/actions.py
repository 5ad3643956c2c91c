"""What each action and each region of the chrome asks of the show. Knows intents; draws nothing."""

from collections.abc import Mapping
from types import MappingProxyType

from visualizer.session import LANGUAGES, Intent, Session
from visualizer.session import intents as ask

ACTIONS: Mapping[str, Intent] = MappingProxyType(
    {
        "play": ask.TogglePlay(),
        "next-step": ask.NextStep(),
        "previous-step": ask.PreviousStep(),
        "step-start": ask.StepStart(),
        "restart": ask.Restart(),
        "loop": ask.ToggleLoop(),
        "back-a-second": ask.SeekBy(-1.0),
        "on-a-second": ask.SeekBy(1.0),
        "frame-back": ask.FrameStep(-1),
        "frame-on": ask.FrameStep(1),
        "reset": ask.Reset(),
        "single-keys": ask.ToggleSingleKeys(),
        "question": ask.ToggleOverlay("question"),
        "quiz": ask.ToggleOverlay("quiz"),
        "remember": ask.ToggleOverlay("remember"),
        "asking": ask.ToggleAsking(),
        "menu": ask.ToggleOverlay("menu"),
        "what-if": ask.ToggleOverlay("what-if"),
        "reset-knobs": ask.ResetKnobs(),
        "slower": ask.ChangeSpeed(-1),
        "faster": ask.ChangeSpeed(1),
        "first-step": ask.FirstStep(),
        "last-step": ask.LastStep(),
        "words": ask.CycleRegister(),
        "sources": ask.ToggleOverlay("sources"),
        "simplifies": ask.ToggleOverlay("simplifies"),
        "lens": ask.ToggleLens(),
        "glossary": ask.ToggleOverlay("glossary"),
        "support": ask.ToggleOverlay("support"),
        "help": ask.ToggleOverlay("help"),
        "swap-language": ask.SwapLanguage(),
        "theme": ask.CycleTheme(),
        "larger-text": ask.ChangeTextScale(1),
        "smaller-text": ask.ChangeTextScale(-1),
        "reduced-motion": ask.ToggleReducedMotion(),
        "captions": ask.ToggleCaptions(),
        "closer": ask.ZoomBy(1.25),
        "farther": ask.ZoomBy(0.8),
        "author-view": ask.AuthorView(),
        "pan-left": ask.PanBy(0.08, 0.0),
        "pan-right": ask.PanBy(-0.08, 0.0),
        "pan-up": ask.PanBy(0.0, 0.08),
        "pan-down": ask.PanBy(0.0, -0.08),
        "details": ask.ToggleOverlay("details"),
        "copy": ask.Copy(),
        "screenshot": ask.Screenshot(),
        "controls": ask.ToggleControls(),
        "profile": ask.ToggleProfile(),
        "fullscreen": ask.ToggleFullscreen(),
        "pause-left": ask.PauseHalf(0),
        "pause-right": ask.PauseHalf(1),
        "alone-left": ask.ShowAlone(0),
        "alone-right": ask.ShowAlone(1),
        "black": ask.Cover("black"),
        "white": ask.Cover("white"),
        "uncover": ask.Uncover(),
        "freeze": ask.Freeze(),
        "pen": ask.TogglePen(),
        "wipe": ask.WipePicture(),
        "go-back": ask.GoBack(),
        "swap-windows": ask.SwapWindows(),
        "desk": ask.ToggleDesk(),
        "overview": ask.ToggleOverlay("overview"),
        "desk-theme": ask.SwapDeskTheme(),
        "desk-language": ask.SwapDeskLanguage(),
        "restart-clock": ask.RestartClock(),
        "close": ask.CloseTop(),
        "staff": ask.OpenPad(),
        "home": ask.GoHome(),
        "quit": ask.Quit(),
    }
)
_PAD: Mapping[str, Intent] = MappingProxyType(
    {"erase": ask.ErasePin(), "enter": ask.SubmitPin(), "away": ask.ClosePad()}
)
# What these mean hangs on the key or on the last picture's regions; the app settles it.
AIMED = (
    "compare",
    "curves",
    "digit",
    "activate",
    "focus-next",
    "focus-previous",
    "focus-area",
    "text-on",
    "text-back",
    "light-next",
    "light-previous",
)


def intent_for(name: str, session: Session) -> Intent | None:
    """Return what an action, or a region of the chrome such as `open:SCENE`, `step:2` or `pin:7`, asks for."""
    if name in ACTIONS:
        return ACTIONS[name]
    action, _, target = name.partition(":")
    match action:
        case "open":
            left, _, right = target.partition("+")
            scene, _, step = left.partition("@")
            if right:
                return ask.OpenPair((left, right))
            return ask.OpenScene(scene, int(step) if step.isdigit() else 0)
        case "speed":
            return ask.CycleSpeed()
        case "term" if target:
            return ask.OpenCard(name)
        case "wake":
            return ask.Wake()
        case "language" if target in LANGUAGES:
            return ask.SetLanguage(target)
        case "topic" if target.isdigit():
            return ask.OpenStop(int(target))
        case "finish":
            return ask.Finish()
        case "curve-time":
            return ask.ToggleCurveTime()
        case "research":
            return ask.ToggleResearch()
        case "plot-next" | "plot-before":
            return ask.PlotNext(1 if action == "plot-next" else -1)
        case "play-on":
            return ask.PlayOn()
        case "forget-answers":
            return ask.ForgetAnswers()
        case "answer" if target.isdigit():
            return ask.AnswerStep(int(target))
        case "question" if target.isdigit():
            return ask.OpenQuestion(int(target))
        case "pick" if target.isdigit():
            return ask.PickAnswer(int(target))
        case "pin" if target.isdigit():
            return ask.TypePin(target)
        case "pin":
            return _PAD.get(target)
        case "step" if target.isdigit() and int(target) < len(session.steps):
            return ask.GoToStep(int(target))
        case _:
            return None
