"""What is typed to go somewhere: a step's number, or a time of the scene such as 1:05. Knows signs; knows no key."""

from visualizer.session.state import Session

COLON = ":"  # between minutes and seconds
_MOST = 2  # digits of a number; a scene has at most 40 steps and lasts less than 100 minutes


def typed_on(before: str, sign: str) -> str:
    """Return what has been typed once a digit or the colon was added; of a number too long its end counts."""
    minutes, colon, seconds = before.partition(COLON)
    if sign == COLON:
        return f"{minutes}{COLON}" if minutes and not colon else before
    return f"{minutes}{COLON}{(seconds + sign)[-_MOST:]}" if colon else (minutes + sign)[-_MOST:]


def is_time(typed: str) -> bool:
    """Tell whether what is typed is a time, not a step's number."""
    return COLON in typed


def target(session: Session) -> tuple[int, float] | None:
    """Return the step, counted from nought, and the seconds into it that were typed; nothing beyond the scene."""
    minutes, _, seconds = session.digits.partition(COLON)
    if not is_time(session.digits):
        number = int(minutes or "0")
        return (number - 1, 0.0) if 1 <= number <= len(session.steps) else None
    story = 60.0 * int(minutes) + int(seconds or "0")
    return step_at(session, story) if session.steps and story <= session.total else None


def step_at(session: Session, story: float) -> tuple[int, float]:
    """Return the step and the seconds into it at a time of the whole scene; a boundary belongs to what begins there."""
    for step, outline in enumerate(session.steps[:-1]):
        if story < outline.seconds:
            return step, story
        story -= outline.seconds
    return len(session.steps) - 1, story
