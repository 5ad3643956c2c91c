"""Makes all that the first picture of a place needs, beside the loop. Knows threads and pictures; shows none.

A place that was never shown may take seconds: its molecules' walks, its layout, its bakes. The screen keeps the
last picture meanwhile, and answers to touches.
"""

import queue
from concurrent.futures import Future, ThreadPoolExecutor

from visualizer.app.pictures import Pictures, look_of
from visualizer.figures import compose
from visualizer.render import PygameRenderer
from visualizer.render.cache import Job, Picture
from visualizer.session import Session
from visualizer.timeline import Timeline

Place = tuple[object, ...]
_MOMENT_S = 0.05
_KEPT = 64  # places that are known to be ready


def place_of(session: Session, size: tuple[int, int]) -> Place:
    """Return what a shot is made for: scene, step, look and size."""
    return (session.scene, session.step, look_of(session), size)


class Readiness:
    """One worker that prepares the place where the show stands."""

    def __init__(self, renderer: PygameRenderer, pictures: Pictures) -> None:
        self._renderer, self._pictures = renderer, pictures
        self._baked: queue.SimpleQueue[tuple[Job, Picture]] = queue.SimpleQueue()
        self._ready: dict[Place, None] = {}
        self._under_way: tuple[Place, Future[bool]] | None = None
        self._latest: Place = ()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="readiness")

    def of(self, timeline: Timeline, session: Session, size: tuple[int, int]) -> bool:
        """Tell whether the place can be drawn at once; if not, it is being prepared.

        Raises:
            Exception: whatever went wrong while it was prepared.
        """
        place = self._latest = place_of(session, size)
        self._take_in()
        if self._under_way is not None:
            made_for, made = self._under_way
            if not made.done():
                return place in self._ready
            self._under_way = None
            self._take_in()
            if made.result():
                self._ready[made_for] = None
                while len(self._ready) > _KEPT:
                    self._ready.pop(next(iter(self._ready)))
        if place in self._ready:
            return True
        self._under_way = (place, self._worker.submit(self._prepare, place, timeline, session, size))
        return False

    def close(self) -> None:
        """Let the worker end; nobody waits for what is under way."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _take_in(self) -> None:
        while not self._baked.empty():
            self._renderer.keep(*self._baked.get_nowait())

    def _prepare(self, place: Place, timeline: Timeline, session: Session, size: tuple[int, int]) -> bool:
        """Make what a place needs; tell whether it is whole, or was given up because another one is wanted."""
        layout = self._pictures.layout(timeline, look_of(session), size)
        length = timeline.steps[session.step].seconds
        timeline.at(session.step, length, _MOMENT_S)  # the walk of the hold as well
        for seconds in dict.fromkeys((session.seconds, length)):
            frame = compose(timeline, timeline.at(session.step, seconds), layout)
            for job in self._renderer.missing(frame):
                if place != self._latest:
                    return False
                self._baked.put((job, job.make()))
        return True
