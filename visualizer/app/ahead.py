"""Bakes what is asked for, and then what the next seconds will need, beside the window's loop. Knows threads; knows no window.

A picture whose parts are baked is drawn in milliseconds; the first of a new shot may take a second. So the loop asks
for the picture of a place and goes on with the one before until it is ready, and what comes next is composed and
baked before anybody asks.
"""

import logging
import os
import queue
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Protocol

from visualizer.app.memory import give_back
from visualizer.frame.shapes import Frame
from visualizer.render import PygameRenderer

LOG = logging.getLogger("moa")
_PATIENCE_S = (
    0.006  # the loop waits so long for a picture elsewhere in the story, and then goes on with the one before
)
_PART = 0.5  # of the renderer's memory is for what comes next, and never what shows now pushed out for it
_MOST_LOOKED_AT = 2_000  # places of which it is remembered what they need
_TIDY_EVERY_S = 0.5  # while pictures are baked
_IDLE_S = 1.0  # after so long without a wish, memory that is free goes back to the system


class Stand(Protocol):
    """A place of the show, as far as it must be known to bake for it. Equal places have equal pictures."""

    def is_arranged(self) -> bool:
        """Tell whether `frame` answers at once."""

    def frame(self) -> Frame:
        """Return the picture of the place."""

    def follows(self, before: object) -> bool:
        """Tell whether what was being baked for the place before is still what comes next."""

    def coming(self) -> "Iterator[Stand]":
        """Yield the places that come next, the nearest first."""

    def halfway(self, other: object) -> "Stand | None":
        """Return the place in the middle between this and the next one, unless they are too near to each other."""

    def planned(self) -> "Stand":
        """Return the place that stands for this one among those that come next."""


_Looked = tuple[Stand, frozenset[Hashable]]
"""A place that was looked at, and what its picture needs."""


class Ahead:
    """One worker makes ready what is asked for; another, if it may go onward, stays ahead of the show meanwhile.

    They are two because a large part takes half a second: whoever asks does not wait for one that nobody has asked for.
    """

    def __init__(self, renderer: PygameRenderer, onward: bool = True) -> None:
        self._renderer = renderer
        self._places: queue.SimpleQueue[Stand | None] = queue.SimpleQueue()
        self._passed: queue.SimpleQueue[Stand | None] = queue.SimpleQueue()  # what is ready, to go on from
        self._latest: Stand | None = None
        self._asked: Stand | None = None
        self._made: Stand | None = None  # what the worker has made ready last
        self._shown: Stand | None = None  # the picture that was given last
        self._needs: dict[Stand, frozenset[Hashable]] = {}  # of the places that were looked at
        self._tidied_s = time.monotonic()
        self._untidy = False  # whether anything was baked since
        self._met: set[Stand] = set()  # in this round; what is met no more is forgotten at its end
        self._closed = False
        self._pausing = False
        # What is waited for is baked by two; what comes next by one, so that the loop keeps a core of its own.
        self._second = ThreadPoolExecutor(1, "ahead-too") if (os.cpu_count() or 1) > 1 else None
        # A picture elsewhere may need recipes that nobody has written yet, and those may take longer than a frame.
        self._composer = ThreadPoolExecutor(1, "composer")
        self._workers = [threading.Thread(target=self._work, name="asked", daemon=True)]
        if onward:
            self._workers.append(threading.Thread(target=self._work_ahead, name="ahead", daemon=True))
        for worker in self._workers:
            worker.start()

    def picture(self, place: Stand) -> Frame | None:
        """Return the picture of a place, or nothing while it is being made ready; then the loop asks again."""
        if place == self._asked:
            if place != self._made:
                return None
            self._asked, self._shown = None, place
            return place.frame()  # ready, or at fault; the loop meets the fault and says so
        if place.is_arranged():
            near = place.follows(self._shown) or place.planned() in self._needs
            frame = place.frame() if near else self._elsewhere(place)
            if frame is not None and self._renderer.is_ready(frame):
                self._asked, self._shown = None, place
                return frame
        self._asked, self._made = place, None
        self._go_to(place)
        return None

    def _elsewhere(self, place: Stand) -> Frame | None:
        """Return a picture that does not follow what was shown, unless composing it takes longer than the loop can wait."""
        try:
            return self._composer.submit(place.frame).result(_PATIENCE_S)
        except TimeoutError:
            return None

    def stand(self, place: Stand) -> None:
        """Tell where the show stands now; what comes after it is baked next."""
        if self._asked is None and not place.follows(self._latest):
            self._go_to(place)

    def pause(self) -> None:
        """Bake nothing ahead until the show stands elsewhere: somebody waits for what another thread works out."""
        self._pausing = True

    def _go_to(self, place: Stand) -> None:
        self._latest, self._pausing = place, False
        self._places.put(place)

    def close(self) -> None:
        """Let the workers end; what is under way is dropped."""
        self._closed = True
        self._places.put(None)
        self._passed.put(None)
        for worker in self._workers:
            worker.join(timeout=1.0)
        self._composer.shutdown(wait=False, cancel_futures=True)
        if self._second is not None:
            self._second.shutdown(wait=False, cancel_futures=True)

    def _work(self) -> None:
        own = self._renderer.sibling()
        while (place := self._latest_of(self._places, own)) is not None and not self._closed:
            try:
                self._bake(place.frame(), own, self._is_wanted_elsewhere, self._second)
            except Exception as error:  # the loop will meet the same fault and say so; the worker goes on
                LOG.debug("nothing was baked: %s: %s", type(error).__name__, error)
            if not self._is_wanted_elsewhere():
                self._made = place
                self._passed.put(place)

    def _work_ahead(self) -> None:
        own = self._renderer.sibling()
        while (place := self._latest_of(self._passed, own)) is not None and not self._closed:
            try:
                self._go_through(place, own)
            except Exception as error:
                LOG.debug("nothing was baked ahead: %s: %s", type(error).__name__, error)

    def _go_through(self, place: Stand, own: PygameRenderer) -> None:
        """Bake for what comes after a place, as far as there is memory for it, until told to stop.

        What was looked at before is not composed again: it is known what it needs, and that is kept from being let go.
        """
        budget = self._renderer.stats()["budget"]
        room = _PART * budget
        wanted: frozenset[Hashable] = frozenset()
        before: _Looked | None = None
        self._met = set()
        if len(self._needs) > _MOST_LOOKED_AT:  # round after round was broken off
            self._needs = {}
        for coming in place.coming():
            needs = self._look_at(coming, own)
            if needs is None or not (before is None or self._look_between(before, (coming, needs), own)):
                return
            new = needs - wanted
            if before is None:  # what shows now
                room = min(room, budget - own.bytes_of(new))
            else:
                room -= own.bytes_of(new)
            wanted, before = wanted | new, (coming, needs)
            if room <= 0.0:
                break
        self._needs = {met: needs for met, needs in self._needs.items() if met in self._met}

    def _look_at(self, place: Stand, own: PygameRenderer) -> frozenset[Hashable] | None:
        """Bake for one place, and return what it needs; None when told to stop before all of it was there."""
        self._met.add(place)
        needs = self._needs.get(place)
        if needs is None or not own.renewed(needs):
            frame = place.frame()
            self._bake(frame, own, self._is_to_stop)
            if self._is_to_stop():
                return None
            needs = own.needs(frame)
            last = next(reversed(self._needs.values()), needs)
            self._needs[place] = needs = last if last == needs else needs  # neighbours mostly share one set
        return needs

    def _look_between(self, before: "_Looked", after: "_Looked", own: PygameRenderer) -> bool:
        """Look at what lies between two places that need different things; tell whether one may go on.

        A pose may be seen for two pictures only.
        """
        middle = None if before[1] == after[1] else before[0].halfway(after[0])
        if middle is None:
            return True
        needs = self._look_at(middle, own)
        if needs is None:
            return False
        half = (middle, needs)
        return self._look_between(before, half, own) and self._look_between(half, after, own)

    def _bake(
        self, frame: Frame, own: PygameRenderer, stop: Callable[[], bool], second: Executor | None = None
    ) -> None:
        if own.prepare(frame, stop, second):
            self._untidy = True
            self._tidy(_TIDY_EVERY_S)

    def _tidy(self, after_s: float) -> None:
        """Give free memory back, so long after the last time: pictures are baked out of arrays many times their size."""
        if self._untidy and time.monotonic() - self._tidied_s > after_s:
            self._untidy, self._tidied_s = False, time.monotonic()
            give_back()

    def _latest_of(self, places: "queue.SimpleQueue[Stand | None]", own: PygameRenderer) -> Stand | None:
        """Return the place that was put there last, waiting for one; None when the work is over."""
        try:
            place = places.get(timeout=_IDLE_S)
        except queue.Empty:
            own.rest()
            self._tidy(0.0)
            place = places.get()
        while not places.empty():
            place = places.get()
        return place

    def _is_to_stop(self) -> bool:
        waited_for = self._asked is not None and self._asked != self._made
        return self._pausing or waited_for or self._is_wanted_elsewhere() or not self._passed.empty()

    def _is_wanted_elsewhere(self) -> bool:
        return self._closed or not self._places.empty()
