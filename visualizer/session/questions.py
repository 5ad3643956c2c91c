"""Questions in the running show: a step that stops before its effect, and the quiz of a scene. Knows no words."""

from dataclasses import replace

from visualizer.session import intents as ask
from visualizer.session.state import Guess, Quiz, Session

Asked = ask.AnswerStep | ask.PlayOn | ask.OpenQuestion | ask.PickAnswer | ask.ForgetAnswers
MOST_QUESTIONS = 20  # a scene has fewer; a record that was tampered with may not ask for more


def answered(session: Session, intent: Asked) -> Session:
    """Return the session after an answer, or after the quiz was turned to another page."""
    match intent:
        case ask.AnswerStep(answer):
            if session.overlay != "question" or answer < 0:
                return session
            guessed = replace(session, guess=Guess(session.step, answer))
            return guessed if session.at_end else _playing(guessed)
        case ask.PlayOn():
            return _playing(session) if session.overlay == "question" else session
        case ask.OpenQuestion(question):
            at = min(max(0, question), MOST_QUESTIONS)
            return replace(session, quiz=replace(session.quiz, at=at), scroll=0, focus="", pressed="")
        case ask.PickAnswer(answer):
            at, picks = session.quiz.at, session.quiz.picks(session.quiz.at)
            if session.overlay != "quiz" or answer < 0 or answer in picks:
                return session
            picked = [session.quiz.picks(i) for i in range(max(at + 1, len(session.quiz.picked)))]
            picked[at] = (*picks, answer)
            return replace(session, quiz=replace(session.quiz, picked=tuple(picked)))
        case ask.ForgetAnswers():
            return replace(session, quiz=Quiz(), scroll=0, focus="", pressed="")


def without_question(session: Session) -> Session:
    """Return the session with the step's question put away, as it is when the show is moved."""
    if "question" not in session.overlays:
        return session
    others = tuple(name for name in session.overlays if name != "question")
    return replace(session, overlays=others, focus="", pressed="")


def stops(session: Session, after: float) -> float | None:
    """Return when a step that plays on to `after` stops with its question; None when it does not."""
    if not session.asking or session.loop or session.talk is not None or session.visit is not None:
        return None
    outline = session.steps[session.step]
    if outline.asks_at is None or not session.seconds < outline.asks_at <= after:
        return None
    told = session.guess is not None and session.guess.step == session.step
    return None if told else outline.asks_at


def withholds(session: Session) -> bool:
    """Tell whether the caption is kept back: it would give away what the step is about to ask, or asks now."""
    if not session.steps or session.pair is not None or session.at_end:
        return False
    outline = session.steps[session.step]
    if outline.asks_at is None or session.seconds > outline.asks_at:
        return False
    return session.overlay == "question" or (session.playing and stops(session, outline.asks_at) is not None)


def asked(session: Session, seconds: float) -> Session:
    """Return the session as it stands before the step's effect, with the question beside the picture."""
    stopped = replace(session, seconds=seconds, hold=0.0, playing=False)
    return replace(stopped, overlays=(*session.overlays, "question"), focus="", scroll=0)


def told(before: Session, after: Session) -> Session:
    """Return the session with the question open again, now with what came true, when its step has just ended."""
    guess = after.guess
    same = (before.scene, before.step) == (after.scene, after.step)
    if guess is None or guess.step != after.step or not same or before.at_end or not after.at_end:
        return after
    if after.loop or after.overlays or after.screen != "scene":
        return after
    return replace(after, overlays=("question",), focus="", scroll=0)


def _playing(session: Session) -> Session:
    return replace(without_question(session), playing=not session.at_end)
