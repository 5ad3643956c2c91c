"""A talk before an audience: what covers its picture, what freezes it, and how its time runs.

Knows how intents change a talk; the show itself, its steps and overlays, changes in `update` as everywhere.
"""

from dataclasses import replace

from visualizer.core.geometry import AUTHOR, Point
from visualizer.session import intents as ask
from visualizer.session.effects import Compile, Effect, SetFullscreen
from visualizer.session.intents import Intent
from visualizer.session.route import lead_of
from visualizer.session.state import Opening, Session, Talk

Answer = tuple[Session, tuple[Effect, ...]]
Strokes = tuple[tuple[Point, ...], ...]
_MOST_STROKES, _LONGEST_STROKE = 60, 400  # points
# What acts while the screen is black or white: what brings the picture back, what leaves, and no other key.
HEARD_WHILE_COVERED = (
    *(ask.Tick, ask.Cover, ask.Uncover, ask.CloseTop, ask.Quit, ask.HearKey),
    *(ask.Compiled, ask.CompileFailed, ask.LetGo, ask.PointAt, ask.Notice),
)


def expected_s(session: Session) -> float:
    """Return how long the talk should take: what was asked for, or what its steps take together."""
    talk = session.talk
    return talk.minutes * 60 if talk is not None and talk.minutes is not None else _all_s(session)


def _all_s(session: Session) -> float:
    """Return how long all that is to be shown takes: the parts of the talk, or the scene's steps."""
    parts = session.route.parts if session.route is not None else ()
    return sum(part.talk_s for part in parts) if parts else sum(step.talk_s for step in session.steps)


def _span_s(session: Session) -> tuple[float, float]:
    """Return from when to when the step that shows is expected, in seconds of the talk."""
    route, step = session.route, session.step
    before, shown = 0.0, tuple(range(len(session.steps)))
    if route is not None:
        before = sum(part.talk_s for part in route.parts[: route.part])
        if route.parts[route.part].scene == session.scene:
            shown = route.parts[route.part].steps
    before += sum(session.steps[i].talk_s for i in shown if i < step)
    return before, before + session.steps[step].talk_s


def remaining_s(session: Session) -> float:
    """Return the seconds that are left of the talk; below nought when it is over its time."""
    return expected_s(session) - (session.talk.seconds if session.talk is not None else 0.0)


def behind_s(session: Session) -> float:
    """Return how far the talk is behind its steps' expected seconds; below nought when it is ahead.

    While the clock stands within the time that the step may take, the talk is on time.
    """
    if session.talk is None or not session.steps or not _all_s(session):
        return 0.0
    stretch = expected_s(session) / _all_s(session)
    start, end = (stretch * one for one in _span_s(session))
    return session.talk.seconds - min(max(session.talk.seconds, start), end)


def audience(session: Session) -> Session:
    """Return the show as the audience sees it: frozen, or where it is."""
    return session.talk.frozen or session if session.talk is not None else session


def desk_language(session: Session) -> str:
    """Return the language of notes and desk."""
    return session.talk.language or session.language if session.talk is not None else session.language


def desk_theme(session: Session) -> str:
    """Return the look of the desk."""
    return session.talk.theme or session.theme if session.talk is not None else session.theme


def answered(session: Session, talk: Talk, intent: Intent) -> Answer | None:
    """Return what an intent does to the talk; nothing when it is about the show itself."""

    def told(**changes: object) -> Answer:
        return replace(session, talk=replace(talk, **changes)), ()  # type: ignore[arg-type]

    if talk.cover and not isinstance(intent, HEARD_WHILE_COVERED):
        return session, ()
    match intent:
        case ask.Cover(colour):
            return told(cover="" if talk.cover == colour else colour)
        case ask.Uncover():
            return told(cover="")
        case ask.CloseTop():
            return _closed(session, talk)
        case ask.Freeze():
            kept = replace(session, talk=None, playing=False) if session.screen == "scene" else None
            return told(frozen=None if talk.frozen is not None else kept)
        case ask.Spotlight(name):
            return told(spot="" if name == talk.spot else name)
        case ask.PointOut(place):
            return told(pointer=place)
        case ask.TogglePen():
            return told(pen=not talk.pen, pointer=None)
        case ask.Draw(point, begins):
            return told(strokes=_drawn(talk.strokes, point, begins))
        case ask.WipePicture():
            return told(spot="", strokes=(), pointer=None)
        case ask.GoBack():
            return _back(session, talk)
        case ask.SwapWindows():
            return told(swapped=not talk.swapped) if talk.windows > 1 else (session, ())
        case ask.ToggleDesk():
            return told(desk=not talk.desk) if talk.windows == 1 else (session, ())
        case ask.SwapDeskLanguage():
            speaks = talk.language or session.language
            at = session.languages.index(speaks) if speaks in session.languages else -1
            following = session.languages[(at + 1) % len(session.languages)]
            return told(language="" if following == session.language else following)
        case ask.SwapDeskTheme():
            shown = talk.theme or session.theme
            at = session.themes.index(shown) if shown in session.themes else -1
            following = session.themes[(at + 1) % len(session.themes)]
            return told(theme="" if following == session.theme else following)
        case ask.RestartClock():
            return told(begun=False, seconds=0.0)
        case ask.HearKey(key, does):
            return told(key=key, key_does=does)
        case ask.ToggleFullscreen(window) if window > 0:
            return told(fullscreen=not talk.fullscreen)[0], (SetFullscreen(not talk.fullscreen, window),)
        case _:
            return None


def _drawn(strokes: Strokes, at: Point, begins: bool) -> Strokes:
    """Return the lines of the pen with one point more; the oldest go when there are very many."""
    if begins or not strokes:
        return (*strokes, (at,))[-_MOST_STROKES:]
    last = strokes[-1]
    if len(last) < _LONGEST_STROKE:
        return (*strokes[:-1], (*last, at))
    return (*strokes, (last[-1], at))[-_MOST_STROKES:]


def _back(session: Session, talk: Talk) -> Answer:
    """Go to where the talk was left for another place; that place is kept in its stead."""
    if talk.left is None or session.screen != "scene":
        return session, ()
    scene, step, seconds = talk.left
    here = replace(talk, left=(session.scene, session.step, session.seconds))
    if scene != session.scene:
        number = session.requests + 1
        opening = Opening(number, scene, step, seconds, playing=False, lead=lead_of(session, scene))
        return replace(session, requests=number, opening=opening, talk=here), (Compile(number, scene),)
    moved = replace(session, step=step, seconds=seconds, hold=0.0, playing=False, overlays=(), talk=here)
    return replace(moved, zoom=AUTHOR, drawn=AUTHOR), ()


def lived(before: Session, after: Session, intent: Intent) -> Session:
    """Return the session with its clock begun, once a step has been started or left, and its text at the top.

    What was lit and drawn belongs to the step; a jump leaves word of where the talk was.
    """
    talk = after.talk
    if talk is None:
        return after
    elsewhere = (after.screen, after.scene, after.step) != (before.screen, before.scene, before.step)
    if elsewhere:
        talk = replace(talk, spot="", strokes=(), pointer=None)
    jumps = isinstance(intent, ask.GoToStep | ask.GoToTyped) and elsewhere
    opens = isinstance(intent, ask.OpenScene) and before.screen == "scene" and after.opening is not None
    if jumps or opens:
        talk = replace(talk, left=(before.scene, before.step, before.seconds))
    if talk is not after.talk:
        after = replace(after, talk=talk)
    if not talk.begun and (after.playing or (before.screen == "scene" and after.step != before.step)):
        after = replace(after, talk=replace(talk, begun=True))
    return replace(after, scroll=0) if after.step != before.step and not after.overlays else after


def older(session: Session, talk: Talk, seconds: float) -> Session:
    """Return the session with the talk's clock moved on; it counts whatever the audience sees."""
    return replace(session, talk=replace(talk, seconds=talk.seconds + seconds)) if talk.begun else session


def _closed(session: Session, talk: Talk) -> Answer | None:
    """Leave what is on top; a screen that is filled stays filled, since clickers send Esc on their own."""
    if session.digits or session.overlays:
        return None
    if not talk.cover and (talk.spot or talk.strokes):
        return replace(session, talk=replace(talk, spot="", strokes=(), pointer=None)), ()
    return replace(session, focus="", talk=replace(talk, cover="", desk=talk.desk and bool(talk.cover))), ()
