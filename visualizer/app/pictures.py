"""The picture as a function of timeline, place, look and size; layouts are kept. Knows no window."""

import itertools
import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace

from visualizer.core.geometry import AUTHOR, Zoom
from visualizer.figures import Look, arrange, compose
from visualizer.figures.beside import Spread, compose_spread, spread
from visualizer.figures.crossing import crossing_at
from visualizer.figures.layout import Layout
from visualizer.frame.shapes import Frame
from visualizer.session import Lead, Pair, Session, onward, withholds
from visualizer.session import place as place_of
from visualizer.timeline import Timeline
from visualizer.timeline.crossings import Way, way_between
from visualizer.timeline.pairing import Pairing
from visualizer.timeline.pairing import Place as HalfPlace

_KEPT = 4  # layouts: languages, looks and sizes that a person goes back and forth between, one with its caption held back
_PER_S = 15  # so many moments of a second are looked at, on one grid; between two that differ, those between
_FINEST_S = 1.5 / 60  # moments so near to each other have no picture between them
_BEGUN_S = 1e-9  # a hold that has just begun: molecules have a walk of their own there
_AFRESH_S = 3.0  # after so long it is looked again at what comes next


def look_of(session: Session) -> Look:
    """Return how the session wants its pictures."""
    return Look(
        theme=session.theme,
        language=session.language,
        text_scale=session.text_scale,
        register=session.register,
        reduced_motion=session.reduced_motion,
        lens=session.lens,
        captions=session.captions and not withholds(session),
    )


def _captioned(look: Look) -> Look:
    """Return the look with its captions: with them or without, a picture is made of the same parts."""
    return look if look.captions else replace(look, captions=True)


@dataclass(frozen=True, slots=True)
class _Key:
    timeline: int
    look: Look
    size: tuple[int, int]
    zoom: Zoom = AUTHOR


def _untimed(stage: str) -> AbstractContextManager[None]:
    """Take no time."""
    return nullcontext()


class Pictures:
    """Composes pictures and keeps the layouts in use. Several threads may ask."""

    def __init__(self, taking: Callable[[str], AbstractContextManager[None]] = _untimed) -> None:
        self.taking = taking
        self._layouts: OrderedDict[_Key, tuple[Timeline, Layout]] = OrderedDict()
        self._spread: Spread | None = None  # that of the pair in use
        self._near: Spread | None = None  # the same, closer to one half
        self._lock = threading.Lock()

    def picture(self, timeline: Timeline, session: Session, size: tuple[int, int]) -> Frame:
        """Return the picture of the place where the session stands."""
        return self.place(timeline, session, size).frame()

    def place(self, timeline: Timeline, session: Session, size: tuple[int, int]) -> "Place":
        """Return where the session stands in the timeline, and how its pictures look."""
        look, here = look_of(session), (session.step, session.told_s, session.hold)
        return Place(self, timeline, look, size, *here, session.drawn, session.zoom)

    def stand(
        self, timelines: Callable[[str], Timeline | None], session: Session, size: tuple[int, int]
    ) -> "Place | Between | None":
        """Return where the session stands: at a place of its scene, or on the way into it; None before it is there.

        The way is left out, and the scene stands at its beginning, where what it leads from is not at hand.
        """
        timeline = timelines(session.scene)
        if timeline is None or session.screen != "scene":
            return None
        place, lead = self.place(timeline, session, size), session.lead
        left = timelines(lead.scene) if lead is not None else None
        if lead is not None and left is not None and session.crossing_s is not None:
            between = self._between(left, timeline, lead, look_of(session), size, session.crossing_s)
            return place if between is None else between
        ahead = onward(session)
        come = timelines(ahead[0]) if ahead is not None else None
        if ahead is None or come is None:
            return place
        return replace(place, then=self._between(timeline, come, ahead[1], look_of(session), size, 0.0))

    def _between(
        self,
        left: Timeline,
        come: Timeline,
        lead: Lead,
        look: Look,
        size: tuple[int, int],
        seconds: float,
    ) -> "Between | None":
        way = way_between(left, come)
        return None if way is None else Between(self, left, come, way, look, size, lead, seconds)

    def both(
        self, timelines: tuple[Timeline, Timeline], session: Session, pair: Pair, size: tuple[int, int]
    ) -> "Both":
        """Return where the halves of two scenes side by side stand, and how their picture looks."""
        places = (place_of(session, 0), place_of(session, 1))
        if session.reduced_motion:
            ends = [line.steps[here.step].seconds for line, here in zip(timelines, places, strict=True)]
            first, second = places
            places = (
                replace(first, seconds=ends[0], hold=0.0),
                replace(second, seconds=ends[1], hold=0.0),
            )
        return Both(
            *(self, timelines, pair.pairing, look_of(session), size, session.step, session.seconds, places),
            *(session.near_half, session.drawn, session.zoom),
        )

    def known_spread(
        self,
        timelines: tuple[Timeline, Timeline],
        look: Look,
        size: tuple[int, int],
        near: tuple[int, Zoom] = (0, AUTHOR),
    ) -> Spread | None:
        """Return the layout of a pair for a look, size and zoom in a half when it has been arranged."""
        kept = self._spread if near[1] == AUTHOR else self._near
        if kept is None or (kept.size, kept.look) != (size, look):
            return None
        if near[1] != AUTHOR and kept.near != near:
            return None
        same = all(a.timeline is b for a, b in zip(kept.layouts, timelines, strict=True))
        return kept if same else None

    def spread(
        self,
        timelines: tuple[Timeline, Timeline],
        pairing: Pairing,
        look: Look,
        size: tuple[int, int],
        near: tuple[int, Zoom] = (0, AUTHOR),
    ) -> Spread:
        """Return the layout of a pair for a look, size and zoom in a half, arranged once."""
        known = self.known_spread(timelines, look, size, near)
        if known is not None:
            return known
        if near[1] != AUTHOR:
            closer = self.spread(timelines, pairing, look, size).closer(*near)
            with self._lock:
                self._near = self.known_spread(timelines, look, size, near) or closer
                return self._near
        made = spread(pairing, timelines, look, size)
        with self._lock:
            kept = self.known_spread(timelines, look, size) or made
            self._spread = kept
        return kept

    def retune(self, before: Timeline, after: Timeline) -> None:
        """Keep the layouts of a timeline for the same scene under other settings, so that its picture is there at once."""
        with self._lock:
            for key, (timeline, layout) in list(self._layouts.items()):
                if timeline is before:
                    fresh = replace(key, timeline=id(after))
                    self._layouts.setdefault(fresh, (after, layout.retuned(after)))
            while len(self._layouts) > _KEPT:
                self._layouts.popitem(last=False)

    def known(
        self, timeline: Timeline, look: Look, size: tuple[int, int], zoom: Zoom = AUTHOR
    ) -> Layout | None:
        """Return the layout for a look, size and zoom when it has been arranged."""
        key = _Key(id(timeline), look, size, zoom)
        with self._lock:
            kept = self._layouts.get(key)
            if kept is not None:
                self._layouts.move_to_end(key)
                return kept[1]
        if look.captions or zoom != AUTHOR:
            return None
        whole = self.known(timeline, _captioned(look), size)  # all else keeps its place
        return None if whole is None else self._keep(key, timeline, whole.without_caption())

    def layout(self, timeline: Timeline, look: Look, size: tuple[int, int], zoom: Zoom = AUTHOR) -> Layout:
        """Return the layout for a look, size and zoom, arranged once."""
        known = self.known(timeline, look, size, zoom)
        if known is not None:
            return known
        if zoom != AUTHOR:
            made = self.layout(timeline, look, size).closer(zoom)
        elif not look.captions:
            made = self.layout(timeline, _captioned(look), size).without_caption()
        else:
            made = arrange(timeline, look, size)
        return self._keep(_Key(id(timeline), look, size, zoom), timeline, made)

    def _keep(self, key: "_Key", timeline: Timeline, made: Layout) -> Layout:
        """Keep a layout, or return the one that is there already."""
        with self._lock:
            # The timeline is kept beside its layout, so that its identity is not given to another.
            kept = self._layouts.setdefault(key, (timeline, made))
            if len(self._layouts) > _KEPT:
                self._layouts.popitem(last=False)
        return kept[1]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the show stands, and what its pictures are made with."""

    pictures: Pictures = field(repr=False)
    timeline: Timeline
    look: Look
    size: tuple[int, int]
    step: int
    seconds: float
    hold: float = 0.0
    drawn: Zoom = AUTHOR
    zoom: Zoom = AUTHOR
    then: "Between | None" = field(
        default=None, repr=False, compare=False
    )  # where the camera goes from the step's end

    @property
    def layout(self) -> Layout:
        """Return the layout of its pictures, arranged now when it is not there."""
        return self.pictures.layout(self.timeline, self.look, self.size, self.drawn)

    def is_arranged(self) -> bool:
        """Tell whether the picture can be composed at once: its words are placed and its molecules have walked."""
        layout = self.pictures.known(self.timeline, self.look, self.size, self.drawn)
        return (
            layout is not None and self.step in layout.steps and self.timeline.walks.has(self.step, self.hold)
        )

    def frame(self) -> Frame:
        """Return the picture; the first of a look, size and step takes long."""
        with self.pictures.taking("at"):
            snapshot = self.timeline.at(self.step, self.seconds, self.hold)
        with self.pictures.taking("compose"):
            return compose(self.timeline, snapshot, self.layout, self.zoom)

    def follows(self, before: object) -> bool:
        """Tell whether what was being baked for the place before is still what comes next."""
        return (
            isinstance(before, Place)
            and (self.timeline, self.look, self.size) == (before.timeline, before.look, before.size)
            and (self.step, self.drawn) == (before.step, before.drawn)
            and before.seconds <= self.seconds < before.seconds + _AFRESH_S
        )

    def coming(self) -> "Iterator[Place | Between]":
        """Yield the places to look at: the rest of this step, the next one, the end of the one before.

        Where the camera goes on into another scene, that is what comes next.
        """
        for step, seconds in moments(self.timeline, self.step, self.seconds):
            drawn = self.drawn if step == self.step else AUTHOR  # another step has a view of its own
            if self.then is not None and step > self.step:
                break
            here = replace(self, step=step, seconds=seconds, hold=0.0, drawn=drawn, zoom=drawn, then=None)
            if step > self.step and seconds <= 0.0:  # a step that asks begins without its caption
                yield replace(here, look=replace(self.look, captions=False))
            yield replace(here, look=_captioned(self.look))
            if step == self.step and seconds >= self.timeline.steps[step].seconds:
                yield replace(here, look=_captioned(self.look), hold=_BEGUN_S)
        if self.then is not None:
            yield from self.then.coming()

    def halfway(self, other: object) -> "Place | None":
        """Return the place in the middle between this and a later one that was planned with it, where there is one."""
        if not isinstance(other, Place) or other.step != self.step or other.drawn != self.drawn:
            return None
        middle = _middle(self.seconds, other.seconds)
        return None if middle is None else replace(self, seconds=middle)

    def planned(self) -> "Place":
        """Return the place that `coming` yields for this moment."""
        here = replace(self, seconds=_on_grid(self.seconds), hold=0.0, zoom=self.drawn, then=None)
        return replace(here, look=_captioned(self.look))


@dataclass(frozen=True, slots=True)
class Between:
    """Where the show stands on the camera's way from one scene into the next."""

    pictures: Pictures = field(repr=False)
    left: Timeline
    come: Timeline
    way: Way
    look: Look
    size: tuple[int, int]
    lead: Lead
    seconds: float

    def is_arranged(self) -> bool:
        """Tell whether the picture can be composed at once."""
        ends = ((self.left, self.lead.last, self.seconds), (self.come, self.lead.first, 0.0))
        return all(
            (layout := self.pictures.known(timeline, self.look, self.size)) is not None
            and step in layout.steps
            and timeline.walks.has(step, hold)
            for timeline, step, hold in ends
        )

    def frame(self) -> Frame:
        """Return the picture; the first of a look and size takes long."""
        left = self.pictures.layout(self.left, self.look, self.size)
        come = self.pictures.layout(self.come, self.look, self.size)
        with self.pictures.taking("compose"):
            return crossing_at((left, self.lead.last), (come, self.lead.first), self.way, self.seconds)

    def follows(self, before: object) -> bool:
        """Tell whether what was being baked for the place before is still what comes next."""
        return (
            isinstance(before, Between)
            and (self.left, self.come, self.look, self.size)
            == (before.left, before.come, before.look, before.size)
            and before.seconds <= self.seconds
        )

    def coming(self) -> "Iterator[Place | Between]":
        """Yield the places to look at: the rest of the way, and what follows in the scene that it leads to."""
        for seconds in _grid(self.seconds, self.lead.seconds):
            yield replace(self, seconds=seconds)
        yield from Place(self.pictures, self.come, self.look, self.size, self.lead.first, 0.0).coming()

    def halfway(self, other: object) -> "Between | None":
        """Return the place in the middle between this and a later one that was planned with it, where there is one."""
        middle = _middle(self.seconds, other.seconds) if isinstance(other, Between) else None
        return None if middle is None else replace(self, seconds=middle)

    def planned(self) -> "Between":
        """Return the place that `coming` yields for this moment."""
        return replace(self, seconds=_on_grid(self.seconds))


@dataclass(frozen=True, slots=True)
class Both:
    """Where two scenes side by side stand, and what their picture is made with."""

    pictures: Pictures = field(repr=False)
    timelines: tuple[Timeline, Timeline]
    pairing: Pairing = field(repr=False, compare=False)
    look: Look
    size: tuple[int, int]
    beat: int
    seconds: float
    places: tuple[HalfPlace, HalfPlace]
    near_half: int = 0
    drawn: Zoom = AUTHOR
    zoom: Zoom = AUTHOR

    @property
    def near(self) -> tuple[int, Zoom]:
        """Return the half that the viewer has come closer to, and how near it is drawn."""
        return (self.near_half, self.drawn)

    @property
    def spread(self) -> Spread:
        """Return the layout of the pair, arranged now when it is not there."""
        return self.pictures.spread(self.timelines, self.pairing, self.look, self.size, self.near)

    def is_arranged(self) -> bool:
        """Tell whether the picture can be composed at once."""
        known = self.pictures.known_spread(self.timelines, self.look, self.size, self.near)
        return known is not None and all(
            place.step in layout.steps and timeline.walks.has(place.step, place.hold)
            for place, layout, timeline in zip(self.places, known.layouts, self.timelines, strict=True)
        )

    def frame(self) -> Frame:
        """Return the picture; the first of a look, size and step takes long."""
        with self.pictures.taking("compose"):
            moving = (self.near_half, self.zoom)
            return compose_spread(self.spread, self.beat, self.seconds, self.places, moving)

    def follows(self, before: object) -> bool:
        """Tell whether what was being baked for the place before is still what comes next."""
        return (
            isinstance(before, Both)
            and (self.timelines, self.look, self.size) == (before.timelines, before.look, before.size)
            and self.near == before.near
            and all(
                now.step == then.step and then.seconds <= now.seconds < then.seconds + _AFRESH_S
                for now, then in zip(self.places, before.places, strict=True)
            )
        )

    def coming(self) -> "Iterator[Half]":
        """Yield the moments of both halves in turn, so that neither is left behind."""
        rows = itertools.zip_longest(
            *(
                [Half(layout, *moment) for moment in moments(layout.timeline, place.step, place.seconds)]
                for place, layout in zip(self.places, self.spread.layouts, strict=True)
            )
        )
        return (half for row in rows for half in row if half is not None)

    def halfway(self, other: object) -> None:
        """Return nothing: what comes next is looked at half by half."""

    def planned(self) -> "Both":
        """Return the pair itself, which `coming` never yields."""
        return self


@dataclass(frozen=True, slots=True)
class Half:
    """One half of a pair at a moment, with its own layout."""

    layout: Layout
    step: int
    seconds: float

    def is_arranged(self) -> bool:
        """Tell whether the picture can be composed at once."""
        return self.step in self.layout.steps and self.layout.timeline.walks.has(self.step, 0.0)

    def frame(self) -> Frame:
        """Return the picture of the half alone."""
        timeline = self.layout.timeline
        return compose(timeline, timeline.at(self.step, self.seconds), self.layout)

    def follows(self, before: object) -> bool:
        """Tell that a half is looked at alone: nothing is planned from it."""
        return before == self

    def coming(self) -> "Iterator[Half]":
        """Yield nothing: what comes next is the pair's to say."""
        return iter(())

    def halfway(self, other: object) -> None:
        """Return nothing: two halves take turns, and have no middle."""

    def planned(self) -> "Half":
        """Return the half itself."""
        return self


def moments(timeline: Timeline, here: int, now_s: float) -> Iterator[tuple[int, float]]:
    """Yield the moments to look at: the rest of this step, the next one, the end of the one before."""
    steps = timeline.steps
    for step in (here, here + 1):
        if step < len(steps):
            for seconds in _grid(now_s if step == here else 0.0, steps[step].seconds):
                yield step, seconds
            yield step, steps[step].seconds
    if here > 0:
        yield here - 1, steps[here - 1].seconds


def _grid(first_s: float, until_s: float) -> Iterator[float]:
    """Yield the moments of the grid from the last one before a time on, as far as they lie before another."""
    number = math.floor(first_s * _PER_S + 1e-6)
    while number / _PER_S < until_s:
        yield number / _PER_S
        number += 1


def _on_grid(seconds: float) -> float:
    return next(_grid(seconds, math.inf))


def _middle(before_s: float, after_s: float) -> float | None:
    """Return the time between two moments; None where they are too near to each other, or not next to each other."""
    apart = after_s - before_s
    return 0.5 * (before_s + after_s) if _FINEST_S < apart <= 1.01 / _PER_S else None
