"""Two scenes side by side: how intents change what the two halves show under their one clock. Knows no picture.

A beat of the pair is to the player what a step is to a scene: the session's steps are the beats, so that next, previous,
scrubbing and speed mean the same. What is added is here: one half may be paused, or fill the screen alone.
"""

from dataclasses import replace

from visualizer.session import intents as ask
from visualizer.session.intents import Intent
from visualizer.session.state import Pair, Session
from visualizer.timeline import StepOutline
from visualizer.timeline.pairing import SIDES, Pairing, Place, Side, pair


def paired(session: Session, scenes: tuple[str, str], steps: tuple[tuple[StepOutline, ...], ...]) -> Session:
    """Return the session showing two scenes side by side, at the start of their first beat."""
    pairing = pair(steps[0], steps[1])
    return replace(
        session,
        screen="scene",
        scene=scenes[0],
        steps=_outlines(pairing),
        step=0,
        seconds=0.0,
        hold=0.0,
        pair=Pair(scenes, pairing),
    )


def beat_of(session: Session, step: int) -> int:
    """Return the beat in which the left half's step begins; the first when it has no such step."""
    beats = session.pair.pairing.beats if session.pair is not None else ()
    parts = (beat.parts[0] for beat in beats)
    return next((i for i, part in enumerate(parts) if part is not None and part.step == step), 0)


def shown_pair(session: Session) -> Pair | None:
    """Return the pair when both halves show; nothing for one scene, or one half alone."""
    pair = session.pair
    return pair if pair is not None and pair.alone is None and session.screen == "scene" else None


def place(session: Session, side: Side) -> Place:
    """Return where a half of the pair that shows stands: where it was paused, or where the clock has brought it."""
    pair = session.pair
    if pair is None:
        raise ValueError("no two scenes show")
    kept = pair.held[side]
    if kept is not None:
        return kept
    natural = pair.pairing.place(side, session.step, session.seconds, session.hold)
    rests = natural.seconds >= pair.pairing.halves[side][natural.step].seconds
    return replace(natural, hold=natural.hold + pair.rested[side]) if rests else natural


def answered(session: Session, pair: Pair, intent: Intent) -> Session | None:
    """Return what an intent does to the pair; nothing when it is about the show as such."""
    match intent:
        case ask.PauseHalf(side) if pair.alone is None:
            held = list(pair.held)
            held[side] = None if held[side] is not None else place(session, side)
            return replace(session, pair=replace(pair, held=(held[0], held[1])))
        case ask.ShowAlone(side):
            return _together(session, pair) if pair.alone == side else _alone(session, pair, side)
        case ask.SeekClock(part) if pair.alone is None:
            step, seconds = pair.pairing.at_ribbon(part)
            return replace(
                session, step=step, seconds=seconds, hold=0.0, pair=replace(pair, rested=(0.0, 0.0))
            )
        case ask.CloseTop() if pair.alone is not None and not session.overlays and not session.digits:
            return _together(session, pair)
        case _:
            return None


def lived(before: Session, after: Session) -> Session:
    """Return the session with halves that only rest going on resting: their breathing does not start anew with a beat."""
    pair = after.pair
    if pair is None or before.pair is None or pair.alone is not None or before.pair.alone is not None:
        return after
    if after.step == before.step or before.pair.pairing is not pair.pairing:
        return after
    went_on = after.step == before.step + 1 and after.seconds == 0.0
    rested = tuple(_rest(before, after, side) if went_on else 0.0 for side in SIDES)
    return replace(after, pair=replace(pair, rested=(rested[0], rested[1])))


def _rest(before: Session, after: Session, side: Side) -> float:
    if after.pair is None or after.pair.held[side] is not None:
        return 0.0
    was = place(before, side)
    now = after.pair.pairing.place(side, after.step, after.seconds, after.hold)
    same = was.step == now.step and was.seconds == now.seconds
    return max(0.0, was.hold - now.hold) if same else 0.0


def _alone(session: Session, pair: Pair, side: Side) -> Session:
    """Let one half fill the screen, from where it stands; where the pair stands is kept."""
    if pair.alone is not None:
        session = _together(session, pair)
        pair = session.pair or pair
    at = place(session, side)
    aside = Place(session.step, session.seconds, session.hold)
    return replace(
        session,
        scene=pair.scenes[side],
        steps=pair.pairing.halves[side],
        step=at.step,
        seconds=at.seconds,
        hold=at.hold,
        playing=session.playing and at.seconds < pair.pairing.halves[side][at.step].seconds,
        pair=replace(pair, alone=side, aside=aside),
        focus="",
    )


def _together(session: Session, pair: Pair) -> Session:
    at = pair.aside or Place(0, 0.0)
    return replace(
        session,
        scene=pair.scenes[0],
        steps=_outlines(pair.pairing),
        step=at.step,
        seconds=at.seconds,
        hold=at.hold,
        playing=False,
        pair=replace(pair, alone=None),
        focus="",
    )


def _outlines(pairing: Pairing) -> tuple[StepOutline, ...]:
    """Return the beats as the player counts them; what they are called is the chrome's to say."""
    out = []
    for i, beat in enumerate(pairing.beats):
        steps = [
            pairing.halves[side][part.step]
            for side, part in zip(SIDES, beat.parts, strict=True)
            if part is not None
        ]
        title = " · ".join(step.title for step in steps)
        out.append(
            StepOutline(
                f"beat-{i + 1}", title, beat.seconds, False, steps[0].evidence, beat.seconds, beat.moments_h
            )
        )
    return tuple(out)
