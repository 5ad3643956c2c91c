"""The picture as a function of timeline, place, look and size; layouts are kept. Knows no window."""

from collections import OrderedDict
from dataclasses import dataclass

from visualizer.app.ahead import Place
from visualizer.figures import Look, arrange, compose
from visualizer.figures.layout import Layout
from visualizer.frame.shapes import Frame
from visualizer.session import Session
from visualizer.timeline import Timeline

_KEPT = 8  # layouts: languages, looks and sizes that a person goes back and forth between


def look_of(session: Session) -> Look:
    """Return how the session wants its pictures."""
    return Look(
        theme=session.theme,
        language=session.language,
        text_scale=session.text_scale,
        register=session.register,
    )


@dataclass(frozen=True, slots=True)
class _Key:
    timeline: int
    look: Look
    size: tuple[int, int]


class Pictures:
    """Composes pictures and keeps the layouts in use."""

    def __init__(self) -> None:
        self._layouts: OrderedDict[_Key, tuple[Timeline, Layout]] = OrderedDict()

    def picture(self, timeline: Timeline, session: Session, size: tuple[int, int]) -> Frame:
        """Return the picture of the place where the session stands."""
        place = self.place(timeline, session, size)
        return compose(timeline, timeline.at(session.step, session.seconds, session.hold), place.layout)

    def place(self, timeline: Timeline, session: Session, size: tuple[int, int]) -> Place:
        """Return where the session stands in the timeline, and the layout of its pictures."""
        return Place(timeline, self.layout(timeline, look_of(session), size), session.step, session.seconds)

    def layout(self, timeline: Timeline, look: Look, size: tuple[int, int]) -> Layout:
        """Return the layout for a look and size, arranged once."""
        key = _Key(id(timeline), look, size)
        kept = self._layouts.get(key)
        if kept is not None:
            self._layouts.move_to_end(key)
            return kept[1]
        layout = arrange(timeline, look, size)
        # The timeline is kept beside its layout, so that its identity is not given to another.
        self._layouts[key] = (timeline, layout)
        if len(self._layouts) > _KEPT:
            self._layouts.popitem(last=False)
        return layout
