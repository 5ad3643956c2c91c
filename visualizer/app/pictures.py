"""The picture as a function of timeline, place, look and size; layouts are kept. Knows no window."""

from collections import OrderedDict
from dataclasses import dataclass

from visualizer.app.ahead import Place
from visualizer.figures import Look, arrange, compose
from visualizer.figures.beside import Spread, compose_spread, spread
from visualizer.figures.layout import Layout
from visualizer.frame.shapes import Frame
from visualizer.session import Pair, Session
from visualizer.session import place as place_of
from visualizer.timeline import Timeline
from visualizer.timeline.pairing import SIDES

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
        self._spread: Spread | None = None  # that of the pair in use

    def picture(self, timeline: Timeline, session: Session, size: tuple[int, int]) -> Frame:
        """Return the picture of the place where the session stands."""
        place = self.place(timeline, session, size)
        return compose(timeline, timeline.at(session.step, session.seconds, session.hold), place.layout)

    def both(
        self, timelines: tuple[Timeline, Timeline], session: Session, pair: Pair, size: tuple[int, int]
    ) -> Frame:
        """Return the picture of two scenes side by side, where the session's pair stands."""
        places = (place_of(session, 0), place_of(session, 1))
        return compose_spread(
            self.spread(timelines, session, pair, size), session.step, session.seconds, places
        )

    def places(
        self, timelines: tuple[Timeline, Timeline], session: Session, pair: Pair, size: tuple[int, int]
    ) -> tuple[Place, Place]:
        """Return where each half of the pair stands, and the layouts of their pictures."""
        layouts = self.spread(timelines, session, pair, size).layouts
        made = [
            Place(
                timelines[side], layouts[side], place_of(session, side).step, place_of(session, side).seconds
            )
            for side in SIDES
        ]
        return made[0], made[1]

    def spread(
        self, timelines: tuple[Timeline, Timeline], session: Session, pair: Pair, size: tuple[int, int]
    ) -> Spread:
        """Return the layout of a pair for a look and size, arranged once."""
        look = look_of(session)
        kept = self._spread
        same = kept is not None and (kept.size, kept.layouts[0].look) == (size, look)
        if (
            kept is None
            or not same
            or any(a.timeline is not b for a, b in zip(kept.layouts, timelines, strict=True))
        ):
            kept = self._spread = spread(pair.pairing, timelines, look, size)
        return kept

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
