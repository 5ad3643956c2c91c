"""Bakes what is asked for, and then what the next seconds will need, beside the window's loop. Knows threads; knows no window.

A picture whose parts are baked is drawn in milliseconds; the first of a new shot may take a second. So the loop asks
for the picture of a place and goes on with the one before until it is ready, and what comes next is composed and
baked before anybody asks.
"""

import logging
import os
import queue
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from visualizer.app.memory import give_back
from visualizer.frame.shapes import Frame
from visualizer.render import PygameRenderer

LOG = logging.getLogger("moa")
_PATIENCE_S = (
    0.006  # the loop waits so long for a picture elsewhere in the story, and then goes on with the one before
)
_PART = 0.5  # of the renderer's memory is baked ahead, and never what shows now pushed out for it


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
            frame = place.frame() if place.follows(self._shown) else self._elsewhere(place)
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
        while (place := _latest_of(self._places, own)) is not None and not self._closed:
            try:
                own.prepare(place.frame(), self._is_wanted_elsewhere, self._second)
            except Exception as error:  # the loop will meet the same fault and say so; the worker goes on
                LOG.debug("nothing was baked: %s: %s", type(error).__name__, error)
            if not self._is_wanted_elsewhere():
                self._made = place
                self._passed.put(place)

    def _work_ahead(self) -> None:
        own = self._renderer.sibling()
        while (place := _latest_of(self._passed, own)) is not None and not self._closed:
            kept = self._renderer.stats()
            room = min(_PART * kept["budget"], kept["budget"] - kept["in_use"])
            try:
                for coming in place.coming():
                    room -= own.prepare(coming.frame(), self._is_to_stop)
                    if room <= 0.0 or self._is_to_stop():
                        break
            except Exception as error:
                LOG.debug("nothing was baked ahead: %s: %s", type(error).__name__, error)

    def _is_to_stop(self) -> bool:
        waited_for = self._asked is not None and self._asked != self._made
        return self._pausing or waited_for or self._is_wanted_elsewhere() or not self._passed.empty()

    def _is_wanted_elsewhere(self) -> bool:
        return self._closed or not self._places.empty()


def _latest_of(places: "queue.SimpleQueue[Stand | None]", own: PygameRenderer) -> Stand | None:
    """Return the place that was put there last, waiting for one; None when the work is over."""
    if places.empty():
        own.rest()
        give_back()
    place = places.get()
    while not places.empty():
        place = places.get()
    return place
