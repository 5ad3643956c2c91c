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
    """One worker that makes ready what is asked for, and otherwise, if it may go onward, stays ahead of the show."""

    def __init__(self, renderer: PygameRenderer, onward: bool = True) -> None:
        self._renderer, self._onward = renderer, onward
        self._own = renderer.sibling()
        self._places: queue.SimpleQueue[Stand | None] = queue.SimpleQueue()
        self._latest: Stand | None = None
        self._asked: Stand | None = None
        self._made: Stand | None = None  # what the worker has made ready last
        self._shown: Stand | None = None  # the picture that was given last
        self._closed = False
        # What is waited for is baked by two; what comes next by one, so that the loop keeps a core of its own.
        self._second = ThreadPoolExecutor(1, "ahead-too") if (os.cpu_count() or 1) > 1 else None
        # A picture elsewhere may need recipes that nobody has written yet, and those may take longer than a frame.
        self._composer = ThreadPoolExecutor(1, "composer")
        self._worker = threading.Thread(target=self._work, name="ahead", daemon=True)
        self._worker.start()

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
        self._latest = place
        self._places.put(place)
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
            self._latest = place
            self._places.put(place)

    def close(self) -> None:
        """Let the worker end; what is under way is dropped."""
        self._closed = True
        self._places.put(None)
        self._worker.join(timeout=1.0)
        self._composer.shutdown(wait=False, cancel_futures=True)
        if self._second is not None:
            self._second.shutdown(wait=False, cancel_futures=True)

    def _work(self) -> None:
        while True:
            if self._places.empty():
                self._own.rest()
            place = self._places.get()
            while not self._places.empty():
                place = self._places.get()
            if place is None or self._closed:
                return
            try:
                self._own.prepare(place.frame(), self._is_wanted_elsewhere, self._second)
            except Exception as error:  # the loop will meet the same fault and say so; the worker goes on
                LOG.debug("nothing was baked: %s: %s", type(error).__name__, error)
            if not self._is_wanted_elsewhere():
                self._made = place
                if self._onward:
                    self._go_on(place)

    def _go_on(self, place: Stand) -> None:
        kept = self._renderer.stats()
        room = min(_PART * kept["budget"], kept["budget"] - kept["in_use"])
        try:
            for coming in place.coming():
                room -= self._own.prepare(coming.frame(), self._is_wanted_elsewhere)
                if room <= 0.0 or self._is_wanted_elsewhere():
                    return
        except Exception as error:
            LOG.debug("nothing was baked ahead: %s: %s", type(error).__name__, error)

    def _is_wanted_elsewhere(self) -> bool:
        return self._closed or not self._places.empty()
