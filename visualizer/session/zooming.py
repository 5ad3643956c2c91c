"""How near the viewer has come to the picture: closer, aside, and back to the author's view. Knows numbers, no picture."""

from dataclasses import replace

from visualizer.core.geometry import AUTHOR, Zoom
from visualizer.session import intents as ask
from visualizer.session.state import Session

NEAREST = 4.0
REST_S = 0.25  # this long after the last movement the picture is drawn afresh
FARTHEST_SCALED = 1.5  # a picture is scaled by no more than this before it is drawn afresh


def towards(session: Session, intent: ask.ZoomBy | ask.PanBy | ask.AuthorView) -> Session:
    """Return the session with its zoom in the half that is meant: one half is near at a time, the other as its author chose."""
    if isinstance(intent, ask.AuthorView):
        return session
    inside = (session.focus or session.pointed).partition("/")[0]
    half = {"left": 0, "right": 1}.get(inside) if intent.half is None else intent.half
    if half is None or half == session.near_half:
        return session
    return replace(session, near_half=half, zoom=AUTHOR, drawn=AUTHOR)


def zoomed(session: Session, intent: ask.ZoomBy | ask.PanBy | ask.AuthorView) -> Session:
    """Return the session after the viewer has moved closer, away or aside."""
    now = session.zoom
    match intent:
        case ask.AuthorView():
            wanted = AUTHOR
        case ask.PanBy(dx=dx, dy=dy):
            wanted = _held(Zoom(now.scale, now.dx + dx, now.dy + dy))
        case ask.ZoomBy(factor=factor, at=(x, y)):
            scale = min(max(now.scale * factor, 1.0), NEAREST)
            part = scale / now.scale
            wanted = _held(Zoom(scale, x + (now.dx - x) * part, y + (now.dy - y) * part))
    ratio = wanted.scale / session.drawn.scale
    afresh = not 1.0 / FARTHEST_SCALED <= ratio <= FARTHEST_SCALED
    return replace(session, zoom=wanted, drawn=wanted if afresh else session.drawn, moved_s=0.0)


def rested(session: Session, seconds: float) -> Session:
    """Return the session after time has passed: what came to rest is drawn afresh."""
    if session.zoom == session.drawn:
        return session
    still = session.moved_s + seconds
    return replace(session, moved_s=still, drawn=session.zoom if still >= REST_S else session.drawn)


def _held(zoom: Zoom) -> Zoom:
    """Return the zoom held to where there is something to see; at the author's distance nothing moves aside."""
    far = zoom.scale - 1.0
    return Zoom(
        zoom.scale, min(max(zoom.dx, -0.8 * far), 0.8 * far), min(max(zoom.dy, -0.5 * far), 0.5 * far)
    )
