"""Bakes what the next seconds will need, beside the window's loop. Knows threads and pictures, but no window.

A picture whose parts are baked is drawn in milliseconds; the first of a new shot may take a second. So
the moments that come next are composed and baked by a worker, and the loop takes in what is ready.
"""

import itertools
import logging
import queue
import threading
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from visualizer.figures import Layout, compose
from visualizer.render import PygameRenderer
from visualizer.render.cache import Job, Picture
from visualizer.timeline import Timeline

LOG = logging.getLogger("moa")
_EVERY_S = 1 / 15  # moments this far apart are looked at; a change of pose is seen for longer
_AFRESH_S = 3.0  # after so long the worker looks again at what comes next
_PART = 0.5  # of the renderer's memory is baked ahead; more would push out what was baked and not yet shown


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where the show stands, and what its pictures are made with."""

    timeline: Timeline
    layout: Layout
    step: int
    seconds: float

    def follows(self, before: "Place | None") -> bool:
        """Tell whether what was being baked for the place before is still what comes next."""
        return (
            before is not None
            and self.layout is before.layout
            and self.step == before.step
            and before.seconds <= self.seconds < before.seconds + _AFRESH_S
        )


class Ahead:
    """One worker that stays ahead of the show."""

    def __init__(self, renderer: PygameRenderer) -> None:
        self._renderer = renderer
        self._places: queue.SimpleQueue[tuple[Place, ...]] = queue.SimpleQueue()
        self._baked: queue.SimpleQueue[tuple[Job, Picture]] = queue.SimpleQueue()
        self._latest: tuple[Place, ...] = ()
        self._closed = False
        self._worker = threading.Thread(target=self._work, name="ahead", daemon=True)
        self._worker.start()

    def stand(self, *places: Place) -> None:
        """Tell where the show stands now, or both halves of a pair; what comes after it is baked next."""
        before = self._latest
        if len(before) != len(places) or not all(map(Place.follows, places, before)):
            self._latest = places
            self._places.put(places)

    def take_in(self) -> None:
        """Give the renderer what has been baked; called in the thread that draws."""
        while True:
            try:
                job, picture = self._baked.get_nowait()
            except queue.Empty:
                return
            self._renderer.keep(job, picture)

    def close(self) -> None:
        """Let the worker end; what is under way is dropped."""
        self._closed = True
        self._places.put(())
        self._worker.join(timeout=1.0)

    def _work(self) -> None:
        while True:
            places = self._places.get()
            while not self._places.empty():
                places = self._places.get()
            if not places or self._closed:
                return
            try:
                self._bake(places)
            except Exception as error:  # the loop will meet the same fault and say so; the worker goes on
                LOG.debug("nothing was baked ahead: %s: %s", type(error).__name__, error)

    def _bake(self, places: tuple[Place, ...]) -> None:
        room = _PART * self._renderer.stats()["budget"]
        under_way: set[Hashable] = set()  # baked, but perhaps not taken in yet
        for place, step, seconds in _in_turn(places):
            frame = compose(place.timeline, place.timeline.at(step, seconds), place.layout)
            for job in self._renderer.missing(frame):
                if not self._places.empty() or room <= 0.0:
                    return
                if job.key not in under_way:
                    under_way.add(job.key)
                    picture = job.make()
                    room -= picture.size_bytes
                    self._baked.put((job, picture))
            if not self._places.empty():
                return


def _in_turn(places: tuple[Place, ...]) -> Iterator[tuple[Place, int, float]]:
    """Yield the moments of all places in turn, so that no half of a pair is left behind."""
    for row in itertools.zip_longest(*(((place, *moment) for moment in moments(place)) for place in places)):
        yield from (one for one in row if one is not None)


def moments(place: Place) -> Iterator[tuple[int, float]]:
    """Yield the moments to look at: the rest of this step, the next one, the end of the one before."""
    steps = place.timeline.steps
    for step in (place.step, place.step + 1):
        if step < len(steps):
            seconds = place.seconds if step == place.step else 0.0
            while seconds < steps[step].seconds:
                yield step, seconds
                seconds += _EVERY_S
            yield step, steps[step].seconds
    if place.step > 0:
        yield place.step - 1, steps[place.step - 1].seconds
