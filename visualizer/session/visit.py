"""A screen left to visitors: its pages, when it asks whether somebody is there, and how staff get out.

Knows how intents and time change a visit; steps, languages and overlays change in `update` as everywhere. What the
place has settled (`Site`) never changes here, and what a visitor changed never outlives her.
"""

from collections.abc import Callable
from dataclasses import replace

from visualizer.session import intents as ask
from visualizer.session.effects import CheckPin, Compile, Effect, Leave
from visualizer.session.intents import Intent
from visualizer.session.route import lead_between
from visualizer.session.state import TEXT_SCALES, Lead, Opening, Page, Session, Site, Visit

Answer = tuple[Session, tuple[Effect, ...]]
Base = Callable[[Session, Intent], Answer]
"""What an intent does in every mode."""

SHORTEST_QUESTION_S = 20.0  # WCAG 2.2.1: nobody has less time to say that she is still there
ATTRACT_REST_S = 4.0  # the waiting screen rests on each end picture for so long
TOPICS_AT_MOST = 4  # more cards than these find no room in reach; the playlist then simply begins
TAPS = 5  # in one corner, by which staff ask for the PIN pad
TAP_WITHIN_S = 1.5  # a later tap begins the count again
HOLD_S = 2.0  # for which the last tap stays down
PAD_LASTS_S = 30.0  # an untouched PIN pad is put away
LOCK_FIRST_S, LOCK_LONGEST_S = 2.0, 300.0  # after a wrong PIN; doubled each time
WRONG_FORGOTTEN_S = 3600.0
PIN_AT_MOST = 12
_LONGEST_TICK_S = 1.0  # a machine that slept, or was busy, has not asked anybody meanwhile
_TO_THE_END = 1e9  # seconds into a step; held to its length once that is known

# What happens by itself; everything else is somebody's doing.
_UNTOUCHED = (
    *(ask.Tick, ask.Compiled, ask.CompileFailed, ask.SceneFailed, ask.PinJudged),
    *(ask.PointAt, ask.LetGo, ask.Notice, ask.Quit),
)
_FOR_HELP = (ask.Press("support"), ask.ToggleOverlay("support"))  # the door to the help lines is always open
_STAFF = (ask.OpenPad, ask.ClosePad, ask.TypePin, ask.ErasePin, ask.SubmitPin)


def first_visit(site: Site, themes: tuple[str, ...], fullscreen: bool, visit: Visit | None = None) -> Session:
    """Return the session as every visitor finds it; of the visit before, only what guards the PIN is kept."""
    kept = visit or Visit()
    return Session(
        language=site.language,
        themes=themes,
        theme=site.theme,
        text_scale=site.text_scale,
        register=site.register,
        fullscreen=fullscreen,
        visit=Visit(
            site,
            failed=kept.failed,
            checking=kept.checking,
            wrong=kept.wrong,
            wrong_age=kept.wrong_age,
            locked=kept.locked,
        ),
    )


def stations(site: Site) -> tuple[tuple[int, int], ...]:
    """Return all places of the playlist in order: which entry, and which step of its scene."""
    return tuple((i, step) for i, stop in enumerate(site.stops) for step in stop.steps)


def where(session: Session) -> tuple[int, int]:
    """Return which place of the playlist shows, counted from nought, and how many there are."""
    if session.visit is None:
        return (0, 0)
    places = stations(session.visit.site)
    here = _place(session, session.visit)
    return (places.index(here) if here in places else 0, len(places))


def asks_first(site: Site) -> bool:
    """Tell whether visitors choose what to see; a single entry, or very many, simply begin."""
    return 1 < len(site.stops) <= TOPICS_AT_MOST


def answered(session: Session, visit: Visit, intent: Intent, base: Base) -> Answer:
    """Return the session after the intent, and what has to be done outside."""
    if isinstance(intent, ask.Tick):
        return _ticked(session, visit, intent, base)
    if not isinstance(intent, _UNTOUCHED):
        if visit.question is not None and intent not in _FOR_HELP:
            # Whoever answers the question says only that she is there; nothing under her finger acts.
            return _with(replace(session, pressed="", focus=""), question=None, idle=0.0), ()
        visit = replace(visit, idle=0.0, question=None)
        session = replace(session, visit=visit)
    if isinstance(intent, _STAFF) or (visit.typed is not None and not isinstance(intent, _UNTOUCHED)):
        return _with_staff(session, visit, intent, base)
    match intent:
        case ask.PressCorner(corner):
            again = corner == visit.corner and visit.tap_age <= TAP_WITHIN_S
            taps = visit.taps + 1 if again else 1
            return _with(session, corner=corner, taps=taps, tap_age=0.0, held=0.0), ()
        case ask.LetGo():
            return _with(base(session, intent)[0], held=None), ()
        case ask.PinJudged(right):
            return _judged(session, visit, right)
        case ask.Compiled() | ask.CompileFailed():
            return _opened(session, visit, intent, base)
        case ask.SceneFailed(scene):
            return _failed(session, visit, scene)
        case ask.Quit() | ask.PointAt() | ask.Press() | ask.FocusOn() | ask.Notice():
            return base(session, intent)
        case _ if visit.page == "closed":
            return session, ()
        case ask.Finish():
            return _reset(session, visit)
        case ask.ToggleOverlay() if visit.page == "attract":
            return base(_woken(session), intent)
        case _ if visit.page == "attract":
            return _woken(session), ()
        case _:
            return _visited(session, visit, intent, base)


def _visited(session: Session, visit: Visit, intent: Intent, base: Base) -> Answer:
    """Return what a visitor's own wish does."""
    match intent:
        case ask.SetLanguage() | ask.SwapLanguage() if visit.page == "language" and not session.overlays:
            session, _ = base(session, intent)
            return _begun(session, replace(visit, page="steps"))
        case ask.SetLanguage() | ask.SwapLanguage() | ask.ToggleOverlay() | ask.Scroll():
            return base(session, intent)[0], ()
        case ask.CloseTop():
            return base(session, intent) if session.overlays else (session, ())
        case ask.ChangeTextScale():
            at = TEXT_SCALES.index(session.text_scale) if session.text_scale in TEXT_SCALES else 0
            return replace(session, text_scale=TEXT_SCALES[(at + 1) % len(TEXT_SCALES)]), ()
        case _ if session.overlays or session.opening is not None:
            return session, ()
        case ask.OpenStop(stop) if stop in {place[0] for place in _shown(visit)}:
            return _at_station(session, visit, (stop, visit.site.stops[stop].steps[0]))
        case ask.GoHome():
            return _begun(session, visit)
        case ask.NextStep():
            return _next(session, visit, base)
        case ask.PreviousStep():
            return _previous(session, visit, base)
        case ask.Restart() if visit.page == "steps":
            return base(session, intent)
        case _:
            return session, ()


# ------------------------------------------------------------------------------------------- time and idleness


def running(session: Session) -> bool:
    """Tell whether a step is being shown; nobody is asked anything then, and no idle time counts."""
    return (
        session.visit is not None
        and session.visit.page == "steps"
        and session.playing
        and not session.at_end
        and not session.overlays
        and session.visit.typed is None
    )


def _ticked(session: Session, visit: Visit, tick: ask.Tick, base: Base) -> Answer:
    real = min(max(0.0, tick.seconds if tick.real is None else tick.real), _LONGEST_TICK_S)
    visit = replace(
        visit,
        locked=max(0.0, visit.locked - real),
        wrong=visit.wrong if visit.wrong_age + real < WRONG_FORGOTTEN_S else 0,
        wrong_age=visit.wrong_age + real if visit.wrong else 0.0,
        tap_age=visit.tap_age + real if visit.taps else 0.0,
        held=visit.held + real if visit.held is not None else None,
    )
    if visit.typed is None and visit.taps >= TAPS and visit.held is not None and visit.held >= HOLD_S:
        visit = replace(visit, typed="", taps=0, held=None, idle=0.0)
    still = visit.question is not None or visit.typed is not None or visit.page not in ("attract", "steps")
    session = replace(session, visit=visit)
    was_running = running(session)
    if not still:
        session, _ = base(session, tick)
    if visit.page in ("attract", "closed"):
        if visit.typed is not None:
            return _put_away(session, replace(visit, idle=visit.idle + real)), ()
        return _looped(session, visit)
    return _idled(session, visit, 0.0 if was_running else visit.idle + real, real)


def _looped(session: Session, visit: Visit) -> Answer:
    """Let the waiting screen go on to its next step."""
    if visit.page != "attract" or session.opening is not None or not session.steps:
        return session, ()
    if not session.at_end or session.hold < ATTRACT_REST_S:
        return session, ()
    return _onward(session, visit)


def _idled(session: Session, visit: Visit, idle: float, real: float) -> Answer:
    if visit.question is not None:
        left = visit.question - real
        return _reset(session, visit) if left <= 0 else (_with(session, question=left), ())
    session = _put_away(session, replace(visit, idle=idle))
    if idle < visit.site.idle_s or not visit.site.asks:
        return session, ()
    return _with(
        replace(session, pressed=""),
        typed=None,
        question=max(visit.site.question_s, SHORTEST_QUESTION_S),
    ), ()


def _put_away(session: Session, visit: Visit) -> Session:
    if visit.typed is not None and visit.idle >= PAD_LASTS_S:
        visit = replace(visit, typed=None)
    return replace(session, visit=visit)


def _reset(session: Session, visit: Visit) -> Answer:
    """Return the screen as the next visitor finds it."""
    fresh = first_visit(visit.site, session.themes, session.fullscreen, visit)
    fresh = replace(fresh, requests=session.requests)
    return _onward(fresh, fresh.visit or Visit(visit.site), from_start=True)


# ----------------------------------------------------------------------------------------- pages and stations


def _woken(session: Session) -> Session:
    return _with(replace(session, playing=False, pressed="", focus=""), page="language")


def _begun(session: Session, visit: Visit) -> Answer:
    """Show what there is to choose from, or begin when there is nothing to choose."""
    if asks_first(visit.site):
        return _with(replace(session, playing=False, focus=""), page="topics", idle=0.0), ()
    return _onward(session, replace(visit, page="steps"), from_start=True)


def _next(session: Session, visit: Visit, base: Base) -> Answer:
    if visit.page != "steps":
        return session, ()
    if not session.at_end:
        return base(session, ask.NextStep())
    places = _shown(visit)
    here = _place(session, visit)
    after = [place for place in places if place > here]
    if not after:
        return _with(replace(session, playing=False, focus=""), page="end"), ()
    return _at_station(session, visit, after[0])


def _previous(session: Session, visit: Visit, base: Base) -> Answer:
    here = _place(session, visit)
    if visit.page == "end":
        return _with(session, page="steps"), ()
    before = [place for place in _shown(visit) if place < here]
    if visit.page == "topics" or (visit.page == "steps" and not before and not asks_first(visit.site)):
        return _with(replace(session, playing=False, focus=""), page="language"), ()
    if visit.page != "steps":
        return session, ()
    if not before:
        return _begun(session, visit)
    return _at_station(session, visit, before[-1], _TO_THE_END, playing=False)


def _place(session: Session, visit: Visit) -> tuple[int, int]:
    return (visit.stop, session.step)


def _shown(visit: Visit) -> tuple[tuple[int, int], ...]:
    """Return the places of the playlist whose scenes can be shown."""
    stops = visit.site.stops
    return tuple(place for place in stations(visit.site) if stops[place[0]].scene not in visit.failed)


def _onward(session: Session, visit: Visit, from_start: bool = False) -> Answer:
    """Go on to the next place that can be shown, around the end; with none left the screen is closed."""
    places = _shown(visit)
    if not places:
        return _with(
            replace(session, visit=visit, opening=None, playing=False, overlays=()), page="closed"
        ), ()
    after = [] if from_start else [place for place in places if place > _place(session, visit)]
    return _at_station(session, visit, (after or places)[0])


def _at_station(
    session: Session, visit: Visit, place: tuple[int, int], seconds: float = 0.0, playing: bool = True
) -> Answer:
    """Show a place of the playlist, at once where its scene is there, else when it is compiled."""
    stop, step = place
    scene = visit.site.stops[stop].scene
    page: Page = "steps" if visit.page != "attract" else "attract"
    visit = replace(visit, stop=stop, page=page, idle=0.0)
    session = replace(session, visit=visit, focus="", pressed="")
    if scene == session.scene and step < len(session.steps):
        length = session.steps[step].seconds
        shown = replace(session, screen="scene", step=step, seconds=min(seconds, length), hold=0.0)
        return replace(shown, playing=playing), ()
    number = session.requests + 1
    lead = _lead(session, visit, place) if playing and seconds == 0.0 else None
    opening = Opening(number, scene, step, seconds, playing, lead=lead)
    return replace(session, requests=number, opening=opening, playing=False), (Compile(number, scene),)


def _lead(session: Session, visit: Visit, place: tuple[int, int]) -> Lead | None:
    """Return how the camera comes into an entry from the end of the one before it, where that shows; else it is a cut."""
    stop, step = place
    stops = visit.site.stops
    if stop == 0 or step != stops[stop].steps[0]:
        return None
    before = stops[stop - 1]
    shows = (session.scene, session.step) == (before.scene, before.steps[-1])
    return lead_between(before, stops[stop]) if shows else None


def _opened(session: Session, visit: Visit, intent: ask.Compiled | ask.CompileFailed, base: Base) -> Answer:
    opening = session.opening
    if opening is None or opening.request != intent.request:
        return session, ()
    if isinstance(intent, ask.Compiled) and opening.step < len(intent.steps):
        kept = session.overlays  # a help card that was opened meanwhile stays
        session, effects = base(session, intent)
        return replace(session, overlays=kept), effects
    return _failed(replace(session, opening=None), visit, opening.scene)


def _failed(session: Session, visit: Visit, scene: str) -> Answer:
    """Leave a scene out from now on, and show the next one."""
    known = any(stop.scene == scene for stop in visit.site.stops)
    if not known or scene in visit.failed:
        return session, ()
    visit = replace(visit, failed=(*visit.failed, scene))
    shows = visit.site.stops[visit.stop].scene == scene
    session = replace(session, visit=visit)
    if (shows and visit.page in ("attract", "steps")) or not _shown(visit):
        return _onward(replace(session, scene="", steps=()), visit)
    return session, ()


# -------------------------------------------------------------------------------------------------- the staff


def _with_staff(session: Session, visit: Visit, intent: Intent, base: Base) -> Answer:
    """Return what the PIN pad does with an intent; what is behind it is out of reach."""
    match intent:
        case ask.ToggleOverlay():
            return answered(_with(session, typed=None), replace(visit, typed=None), intent, base)
        case ask.OpenPad():
            return _with(session, typed="" if visit.typed is None else visit.typed), ()
        case ask.ClosePad():
            return _with(session, typed=None), ()
        case ask.Press() | ask.FocusOn():
            return base(session, intent)
        case _ if visit.typed is None or not visit.site.pin or visit.locked > 0 or visit.checking:
            return session, ()
        case ask.TypePin(digit):
            return _with(session, typed=(visit.typed + digit)[:PIN_AT_MOST]), ()
        case ask.ErasePin():
            return _with(session, typed=visit.typed[:-1]), ()
        case ask.SubmitPin() if visit.typed:
            return _with(session, typed="", checking=True), (CheckPin(visit.typed),)
        case _:
            return session, ()


def _judged(session: Session, visit: Visit, right: bool) -> Answer:
    if right:
        return _with(session, checking=False, wrong=0, typed=None), (Leave(),)
    lock = min(LOCK_FIRST_S * 2**visit.wrong, LOCK_LONGEST_S)
    return _with(session, checking=False, wrong=visit.wrong + 1, wrong_age=0.0, locked=lock), ()


def _with(session: Session, **changes: object) -> Session:
    visit = session.visit or Visit()
    return replace(session, visit=replace(visit, **changes))  # type: ignore[arg-type]
