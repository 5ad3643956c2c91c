"""The only place where the running show changes: an intent turns a session into the next one, with wishes.

Knows no clock, window or file; equal sessions and intents give equal answers.
"""

import math
from dataclasses import replace
from typing import TypeVar

from visualizer.core.geometry import AUTHOR
from visualizer.session import intents as ask
from visualizer.session import pair as pairs
from visualizer.session import questions, typed, zooming
from visualizer.session import route as routes
from visualizer.session import talk as talks
from visualizer.session import visit as visits
from visualizer.session.effects import (
    Compile,
    CopyText,
    Effect,
    KeepPlace,
    Leave,
    Remember,
    SaveScreenshot,
    SetFullscreen,
)
from visualizer.session.intents import Intent
from visualizer.session.state import (
    REGISTERS,
    SPEEDS,
    TEXT_SCALES,
    Behind,
    Opening,
    Quiz,
    Route,
    Session,
)

# What these say is about a scene.
SCENE_OVERLAYS = (
    *("sources", "simplifies", "glossary", "card", "menu", "details", "overview"),
    *("question", "quiz", "what-if", "remember"),
)
SCRUB = "scrub"  # the region of the line that is dragged through the scene
CHART_CLOCK = "chart-clock"  # the region of a chart that is dragged through the moments of one scene
CLOCK = "clock"  # the region of the ribbon that is dragged through the moments of two scenes
TERM = "term:"  # a technical word: on a card it opens a card above it
CURVES_AT_MOST = 3  # on the picture at once
FRAME_S = 1 / 30  # one frame step, in seconds of the step
LOOP_REST_S = 1.0  # a repeated step rests on its end picture for this long, so that the end is seen
DIGITS_LAST_S = 3.0  # typed digits are forgotten after this long
NOTICE_LASTS_S = 4.0
_AT_START_S = 0.05  # nearer to the start than this counts as being there
_MOST_BEHIND = 12  # cards on cards; the oldest are forgotten

T = TypeVar("T")
Movement = (
    ask.TogglePlay
    | ask.NextStep
    | ask.PreviousStep
    | ask.StepStart
    | ask.Restart
    | ask.FirstStep
    | ask.LastStep
    | ask.GoToStep
    | ask.SeekTo
    | ask.SeekPart
    | ask.SeekBy
    | ask.FrameStep
    | ask.ToggleLoop
    | ask.ChangeSpeed
    | ask.CycleSpeed
    | ask.Reset
    | ask.TypeDigit
    | ask.GoToTyped
    | ask.EraseTyped
)
Answer = tuple[Session, tuple[Effect, ...]]


def update(session: Session, intent: Intent) -> Answer:
    """Return the session after the intent, and what has to be done outside."""
    if session.visit is not None:
        return visits.answered(session, session.visit, intent, _updated)
    if session.talk is None:
        after, effects = _updated(session, intent)
        if after.screen == "scene" and _stands(after) != _stands(session):
            effects = (*effects, KeepPlace(after.scene, after.steps[after.step].id, after.knobs, after.withs))
        return after, effects
    answer = talks.answered(session, session.talk, intent) or _updated(session, intent)
    return talks.lived(session, answer[0], intent), answer[1]


def _stands(session: Session) -> tuple[object, ...]:
    """Return what is kept for the next time: scene, step, and what was turned."""
    return (session.scene, session.step, session.knobs, session.withs)


def _updated(session: Session, intent: Intent) -> Answer:
    if session.pair is not None and session.screen == "scene":
        changed = pairs.answered(session, session.pair, intent)
        if changed is not None:
            return changed, ()
    after, effects = _answered(session, intent)
    return questions.told(session, pairs.lived(session, after)), effects


def _answered(session: Session, intent: Intent) -> Answer:
    match intent:
        case ask.Tick(seconds, real):
            if session.talk is not None:
                session = talks.older(session, session.talk, max(0.0, seconds if real is None else real))
            return _ticked(session, max(0.0, seconds)), ()
        case ask.OpenScene(scene, step, seconds, playing, knobs, withs):
            session = _off_route(session)
            number = session.requests + 1
            opening = Opening(number, scene, step, seconds, playing, knobs=knobs, withs=withs)
            wish = Compile(number, scene, knobs, withs)
            return replace(session, requests=number, opening=opening), (wish,)
        case ask.OpenRoute(name, parts, step) if parts:
            return routes.set_out(session, Route(parts, 0, name), max(step, parts[0].steps[0]))
        case ask.OpenRoute():
            return session, ()
        case ask.OpenPair(scenes, step, playing, knobs, withs):
            session = _off_route(session)
            number = session.requests + 1
            opening = Opening(
                number, scenes[0], step, 0.0, playing, beside=scenes[1], knobs=knobs, withs=withs
            )
            wishes = tuple(Compile(number, scene, knobs, withs) for scene in scenes)
            return replace(session, requests=number, opening=opening), wishes
        case ask.ShowAnew(scene, step):
            return _anew(session, scene, step)
        case ask.PauseHalf() | ask.ShowAlone() | ask.SeekClock():
            return session, ()  # only two scenes have halves and a clock
        case ask.Compiled():
            return _arrived(session, intent), ()
        case ask.CompileFailed(request, reason) if request == session.turning:
            return _noticed(session, reason), ()  # the last good picture stays
        case ask.CompileFailed(request, reason):
            if session.opening is None or session.opening.request != request:
                return session, ()
            return _noticed(replace(session, opening=None), reason), ()
        case ask.TurnKnobs(knobs, withs):
            return _turned(session, knobs, withs)
        case ask.ResetKnobs():
            return _turned(session, (), ())
        case ask.ToggleResearch():
            return replace(session, research=not session.research, scroll=0, focus=""), ()
        case ask.ShowCurves(names):
            return replace(session, curves=names[-CURVES_AT_MOST:]), ()
        case ask.ToggleCurveTime():
            return replace(session, curves_log=not session.curves_log), ()
        case ask.PlotNext(by):
            return replace(session, plotted=session.plotted + by), ()
        case ask.GoHome():
            home = replace(_untouched(session), screen="home", playing=False, opening=None, pair=None)
            home = _off_route(replace(home, lead=None))
            return replace(home, knobs=(), withs=()), ()
        case ask.Reset() if session.screen == "scene" and (session.knobs or session.withs):
            again, turns = _turned(session, (), ())
            return _settled(_moved(questions.without_question(again), intent)), turns
        case (
            ask.SetLanguage()
            | ask.SwapLanguage()
            | ask.CycleTheme()
            | ask.CycleRegister()
            | ask.ChangeTextScale()
            | ask.ToggleReducedMotion()
            | ask.ToggleCaptions()
            | ask.ToggleSingleKeys()
            | ask.ToggleAsking()
        ):
            changed = _with_look(session, intent)
            return changed, (Remember(),) if changed != session else ()
        case ask.ZoomBy() | ask.PanBy() | ask.AuthorView():
            if session.screen != "scene":
                return session, ()
            if pairs.shown_pair(session) is not None:
                session = zooming.towards(session, intent)
            return zooming.zoomed(session, intent), ()
        case ask.ToggleOverlay(overlay):
            asks = session.pair is None and bool(session.steps)  # two scenes at once ask nothing
            wanting = (
                session.screen != "scene"
                or (overlay == "card" and not session.subject)
                or (overlay == "question" and not (asks and session.steps[session.step].asks_at is not None))
                or (overlay == "quiz" and not asks)
            )
            if overlay in SCENE_OVERLAYS and wanting:
                return session, ()
            others = tuple(name for name in session.overlays if name != overlay)
            overlays = others if session.overlay == overlay else (*others, overlay)
            return replace(session, overlays=overlays, scroll=0, focus="", pressed=""), ()
        case ask.OpenCard(subject):
            if session.screen != "scene" or not subject:
                return session, ()
            return _carded(session, subject), ()
        case ask.Scroll(lines, limit):
            return replace(session, scroll=min(max(0, session.scroll + lines), max(0, limit))), ()
        case ask.CloseTop():
            return _closed(session)
        case ask.ToggleLens():
            return replace(session, lens=not session.lens), ()
        case ask.ToggleProfile():
            return replace(session, profile=not session.profile), ()
        case ask.ToggleControls():
            return replace(session, bare=not session.bare, focus=""), ()
        case ask.ToggleFullscreen():  # a window beyond the first is the talk's
            on = not session.fullscreen
            return replace(session, fullscreen=on), (SetFullscreen(on),)
        case ask.FocusOn(region):
            return replace(session, focus=region), ()
        case ask.PointAt(region):
            return replace(session, pointed=region), ()
        case ask.Press(region):
            return replace(session, pressed=region, focus=""), ()
        case ask.LetGo():
            return replace(session, pressed=""), ()
        case ask.Screenshot():
            return session, (SaveScreenshot(),)
        case ask.Notice(text, stays):
            return replace(_noticed(session, text), notice_left=math.inf if stays else NOTICE_LASTS_S), ()
        case ask.Quit():
            return session, (Remember(), Leave())
        case (
            ask.Cover()
            | ask.Uncover()
            | ask.Freeze()
            | ask.Spotlight()
            | ask.PointOut()
            | ask.TogglePen()
            | ask.Draw()
            | ask.WipePicture()
            | ask.GoBack()
            | ask.SwapWindows()
            | ask.ToggleDesk()
            | ask.SwapDeskLanguage()
            | ask.SwapDeskTheme()
            | ask.RestartClock()
            | ask.HearKey()
        ):
            return session, ()  # without an audience there is nothing to cover, light, freeze or count
        case (
            ask.Wake()
            | ask.OpenStop()
            | ask.Finish()
            | ask.SceneFailed()
            | ask.PressCorner()
            | ask.OpenPad()
            | ask.ClosePad()
            | ask.TypePin()
            | ask.ErasePin()
            | ask.SubmitPin()
            | ask.PinJudged()
        ):
            return session, ()  # these are about a screen that is left to visitors
        case ask.AnswerStep() | ask.PlayOn() | ask.OpenQuestion() | ask.PickAnswer() | ask.ForgetAnswers():
            return questions.answered(session, intent) if session.screen == "scene" else session, ()
        case ask.Copy():
            if session.screen != "scene" and session.overlay != "support":
                return session, ()
            subject = session.subject if session.overlay == "card" else session.focus or session.pointed
            quiz = session.quiz if session.overlay == "quiz" else None
            return session, (CopyText(session.scene, session.step, session.overlay, subject, quiz),)
        case _:
            if session.screen != "scene":
                return session, ()
            if isinstance(intent, ask.GoToStep) and session.overlay == "quiz":
                session = replace(session, overlays=(), focus="", pressed="")
            went = _along(session, intent)
            if went is not None:
                return _settled(questions.without_question(went[0])), went[1]
            if not isinstance(intent, ask.TypeDigit | ask.EraseTyped):
                session = questions.without_question(session)
            return _settled(_moved(session, intent)), ()


def _anew(session: Session, scene: str, step: int) -> Answer:
    """Ask for a scene whose file has changed, to stand where the show stands; nothing where it does not show."""
    pair = session.pair
    if session.screen != "scene" or scene not in (pair.scenes if pair is not None else (session.scene,)):
        return session, ()
    turned = (session.knobs, session.withs)
    if pair is not None:
        wanted: Intent = ask.OpenPair(pair.scenes, pairs.place(session, 0).step, session.playing, *turned)
    else:
        wanted = ask.OpenScene(scene, step, session.seconds, session.playing, *turned)
    after, wishes = _answered(session, wanted)
    opening = after.opening
    if opening is not None:
        opening = replace(opening, anew=True, lead=session.lead)
    return replace(after, opening=opening, route=session.route), wishes


def _off_route(session: Session) -> Session:
    """Return the session off its route; a lecturer who shows something else between keeps hers, and comes back to it."""
    return replace(session, route=None) if session.talk is None else session


def _along(session: Session, intent: Intent) -> Answer | None:
    """Return where a wish to go on or back leads on a route; None where it leads no further than within the scene."""
    match intent:
        case ask.NextStep():
            return routes.along(session, 1)
        case ask.PreviousStep():
            return routes.along(session, -1)
        case ask.TogglePlay() if (
            session.at_end and not session.loop and routes.following(session) is not None
        ):
            return routes.along(session, 1)
        case _:
            return None


def _turned(session: Session, knobs: tuple[tuple[str, str], ...], withs: tuple[str, ...]) -> Answer:
    """Ask for the scene, or for both halves, under other settings; what was asked for before is stale from now on."""
    if session.screen != "scene" or (knobs, withs) == (session.knobs, session.withs):
        return session, ()
    number = session.requests + 1
    scenes = session.pair.scenes if session.pair is not None else (session.scene,)
    after = replace(session, requests=number, turning=number, knobs=knobs, withs=withs)
    return after, tuple(Compile(number, scene, knobs, withs) for scene in scenes)


def _settled(session: Session) -> Session:
    """Return the session at rest on its step's end, where motion is reduced; as it is where not."""
    if not session.reduced_motion or not session.steps:
        return session
    return replace(session, seconds=session.length, hold=0.0, playing=False)


def _moved(session: Session, intent: Movement) -> Session:
    last = len(session.steps) - 1
    match intent:
        case ask.FrameStep() | ask.ToggleLoop() | ask.ChangeSpeed() if session.reduced_motion:
            return session  # what stands still has no frames, laps or speed
        case ask.SeekBy(seconds) if session.reduced_motion:
            step = session.step + (1 if seconds > 0 else -1)
            return _at(session, min(max(0, step), last), 0.0)
        case ask.StepStart() if session.reduced_motion:
            return _at(session, max(0, session.step - 1), 0.0)
        case ask.TogglePlay():
            return _toggled(session)
        case ask.NextStep():
            if session.talk is not None and not session.playing and session.seconds == 0.0 < session.length:
                return _started(
                    session, session.step
                )  # a lecturer who stands at a step's start begins with it
            if not session.at_end:
                return _standing(session, session.step, session.length)
            return session if session.step == last else _started(session, session.step + 1)
        case ask.PreviousStep():
            if session.step == 0:
                return _standing(session, 0, 0.0)
            return _standing(session, session.step - 1, session.steps[session.step - 1].seconds)
        case ask.StepStart():
            step = session.step if session.seconds > _AT_START_S else max(0, session.step - 1)
            return _at(session, step, 0.0)
        case ask.Restart():
            return _started(session, session.step)
        case ask.FirstStep():
            return _standing(session, 0, 0.0)
        case ask.LastStep():
            return _standing(session, last, session.steps[last].seconds)
        case ask.GoToStep(step):
            return _started(session, min(max(0, step), last))
        case ask.SeekTo(step, seconds):
            return _at(session, min(max(0, step), last), seconds)
        case ask.SeekPart(part):
            return _at_story(session, min(max(0.0, part), 1.0) * session.total)
        case ask.SeekBy(seconds):
            return _at_story(session, session.story + seconds)
        case ask.FrameStep(frames):
            if session.playing:
                return session
            return _at(session, session.step, session.seconds + frames * FRAME_S)
        case ask.ToggleLoop():
            return replace(session, loop=not session.loop)
        case ask.Reset():
            opened = replace(_untouched(session), speed=1.0, loop=False, bare=False, subject="")
            return _started(opened, 0)
        case ask.CycleSpeed():
            return replace(session, speed=_after(SPEEDS, session.speed))
        case ask.ChangeSpeed(by):
            return replace(session, speed=_neighbour(SPEEDS, session.speed, by))
        case ask.TypeDigit(digit):
            return replace(session, digits=typed.typed_on(session.digits, digit), digits_age=0.0)
        case ask.EraseTyped():
            return replace(session, digits=session.digits[:-1], digits_age=0.0)
        case ask.GoToTyped():
            wanted, forgotten = typed.target(session), replace(session, digits="")
            if wanted is None:
                return forgotten
            return (
                _at(forgotten, *wanted) if typed.is_time(session.digits) else _started(forgotten, wanted[0])
            )


def _ticked(session: Session, seconds: float) -> Session:
    """Let real time pass; a running step stands still while paused, dragged or behind an overlay."""
    session = zooming.rested(_aged(session, seconds), seconds)
    if session.screen != "scene" or not session.steps or (session.talk is not None and session.talk.cover):
        return session
    # Before an audience, pages lie on the desk, and the picture runs on beside them.
    behind = any(overlay != "what-if" for overlay in session.overlays)  # what is turned is seen at once
    if (behind and session.talk is None) or session.reduced_motion:
        return session
    if session.at_end and not (session.playing and session.loop):
        return replace(session, hold=session.hold + seconds, playing=False)
    if not session.playing or session.pressed in (SCRUB, CLOCK, CHART_CLOCK):
        return session
    # Counted in real time from the step's start, so that many small ticks and one large one end alike.
    runs = session.length / session.speed
    passed = (runs + session.hold if session.at_end else session.seconds / session.speed) + seconds
    if session.loop:
        passed %= runs + LOOP_REST_S
    stop = questions.stops(session, min(passed * session.speed, session.length))
    if stop is not None:
        return questions.asked(session, stop)
    if passed < runs:
        return replace(session, seconds=min(passed * session.speed, session.length), hold=0.0)
    return replace(session, seconds=session.length, hold=passed - runs, playing=session.loop)


def _aged(session: Session, seconds: float) -> Session:
    if session.digits:
        age = session.digits_age + seconds
        session = replace(session, digits_age=age, digits=session.digits if age < DIGITS_LAST_S else "")
    if session.notice:
        left = session.notice_left - seconds
        session = replace(session, notice_left=max(0.0, left), notice=session.notice if left > 0 else "")
    return session


def _toggled(session: Session) -> Session:
    if session.playing:
        return replace(session, playing=False)
    if not session.at_end:
        return replace(session, playing=True)
    goes_on = not session.loop and session.step + 1 < len(session.steps)
    return _started(session, session.step + 1 if goes_on else session.step)


def _arrived(session: Session, answer: ask.Compiled) -> Session:
    """Show the scene that has been compiled, unless something else has been asked for since."""
    opening = session.opening
    if opening is None or opening.request != answer.request or not answer.steps:
        return session
    opened = replace(_untouched(session), opening=None, playing=opening.playing)
    if opening.anew:
        opened = replace(opened, zoom=session.zoom, drawn=session.drawn)
    opened = replace(opened, knobs=opening.knobs, withs=opening.withs, turning=opening.request)
    if opening.beside:
        there = {**dict(opening.there), answer.scene: answer.steps}
        scenes = (opening.scene, opening.beside)
        if any(scene not in there for scene in scenes):
            return replace(session, opening=replace(opening, there=tuple(there.items())))
        opened = pairs.paired(replace(opened, lead=None), scenes, tuple(there[scene] for scene in scenes))
        return _settled(_at(opened, pairs.beat_of(opened, opening.step), 0.0))
    steps = routes.led(answer.steps, opening.lead)
    opened = replace(opened, screen="scene", scene=answer.scene, steps=steps, pair=None, lead=opening.lead)
    return _settled(_at(opened, min(max(0, opening.step), len(answer.steps) - 1), opening.seconds))


def _with_look(
    session: Session,
    intent: ask.SetLanguage
    | ask.SwapLanguage
    | ask.CycleTheme
    | ask.CycleRegister
    | ask.ChangeTextScale
    | ask.ToggleReducedMotion
    | ask.ToggleCaptions
    | ask.ToggleSingleKeys
    | ask.ToggleAsking,
) -> Session:
    match intent:
        case ask.ToggleReducedMotion():
            return _settled(replace(session, reduced_motion=not session.reduced_motion))
        case ask.ToggleCaptions():
            return replace(session, captions=not session.captions)
        case ask.ToggleSingleKeys():
            return replace(session, single_keys=not session.single_keys)
        case ask.ToggleAsking():
            return replace(session, asking=not session.asking)
        case ask.SetLanguage(language):
            return replace(session, language=language) if language in session.languages else session
        case ask.SwapLanguage():
            return replace(session, language=_after(session.languages, session.language))
        case ask.CycleTheme():
            return replace(session, theme=_after(session.themes, session.theme))
        case ask.CycleRegister():
            return replace(session, register=_after(REGISTERS, session.register))
        case ask.ChangeTextScale(by):
            return replace(session, text_scale=_neighbour(TEXT_SCALES, session.text_scale, by))


def _closed(session: Session) -> Answer:
    if session.digits:
        return replace(session, digits=""), ()
    if session.overlay == "card" and session.behind:
        return _uncarded(session), ()
    if session.overlays:
        # The keyboard goes back to what the card was about.
        focus = session.subject if session.overlay == "card" else ""
        return replace(session, overlays=session.overlays[:-1], scroll=0, focus=focus, pressed=""), ()
    if session.bare:
        return replace(session, bare=False), ()
    if session.fullscreen:
        return replace(session, fullscreen=False), (SetFullscreen(False),)
    return replace(session, focus=""), ()


def _carded(session: Session, subject: str) -> Session:
    """Return the show with a card on top; what it was opened from is kept, so that closing it leads back there."""
    on_card = session.overlay == "card"
    if on_card and subject == session.subject:
        return session
    behind = session.behind if on_card else ()
    if session.overlay is not None and (subject.startswith(TERM) or not on_card):
        was = Behind(session.subject if on_card else "", session.scroll, session.focus)
        behind = (*behind, was)[-_MOST_BEHIND:]
    others = tuple(name for name in session.overlays if name != "card")
    carded = replace(session, overlays=(*others, "card"), subject=subject, behind=behind)
    return replace(carded, scroll=0, focus="", pointed="", pressed="")


def _uncarded(session: Session) -> Session:
    """Return the show without its topmost card: on the card below it, or on the page that it was opened from."""
    *behind, last = session.behind
    under = replace(session, behind=tuple(behind), pressed="", focus=last.focus)
    if last.subject:
        return replace(under, subject=last.subject, scroll=last.scroll)
    overlays = session.overlays[:-1]
    return replace(under, overlays=overlays, scroll=last.scroll if overlays else 0)


def _untouched(session: Session) -> Session:
    session = replace(session, zoom=AUTHOR, drawn=AUTHOR, guess=None, quiz=Quiz())
    return replace(session, overlays=(), scroll=0, focus="", pointed="", pressed="", digits="")


def _noticed(session: Session, text: str) -> Session:
    return replace(session, notice=text, notice_left=NOTICE_LASTS_S)


def _at(session: Session, step: int, seconds: float) -> Session:
    at = min(max(0.0, seconds), session.steps[step].seconds)
    if step != session.step:  # another step has a view of its own
        session = replace(session, zoom=AUTHOR, drawn=AUTHOR)
    return replace(session, step=step, seconds=at, hold=0.0)


def _standing(session: Session, step: int, seconds: float) -> Session:
    return replace(_at(session, step, seconds), playing=False)


def _started(session: Session, step: int) -> Session:
    return replace(_at(session, step, 0.0), playing=True)


def _at_story(session: Session, story: float) -> Session:
    """Stand at a time of the whole scene."""
    return _at(session, *typed.step_at(session, story))


def _after(values: tuple[T, ...], value: T) -> T:
    """Return the value that follows in the ring; the first when the value is not of it."""
    return values[(values.index(value) + 1) % len(values)] if value in values else values[0]


def _neighbour(values: tuple[float, ...], value: float, by: int) -> float:
    """Return the value this many places along the list, held to its ends."""
    nearest = min(range(len(values)), key=lambda i: abs(values[i] - value))
    return values[min(max(0, nearest + by), len(values) - 1)]
