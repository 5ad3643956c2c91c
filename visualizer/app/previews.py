"""End pictures of steps for the desk, made beside the loop. Knows pictures; knows no window."""

import logging
import queue
import threading
from collections import OrderedDict
from dataclasses import dataclass

import pygame
import pygame.transform

from visualizer.app.pictures import Pictures
from visualizer.figures import Look, compose
from visualizer.render import PygameRenderer, render
from visualizer.render.pygame_renderer import Baker
from visualizer.timeline import Timeline

LOG = logging.getLogger("moa")
BUDGET_MB = 32.0
_KEPT = 20  # the next step's picture, and the small ones of the overview


@dataclass(frozen=True, slots=True)
class Wish:
    """The end picture of a step of a scene, in a look; composed in one size, and shown in a smaller one."""

    scene: str
    step: int
    look: Look
    size: tuple[int, int]
    shown: tuple[int, int]


class Previews:
    """One worker that composes, bakes, draws and shrinks, one picture after another."""

    def __init__(self, baker: Baker) -> None:
        self._renderer = PygameRenderer(budget_mb=BUDGET_MB, baker=baker)
        self._pictures = Pictures()
        self._wishes: queue.SimpleQueue[tuple[Wish, Timeline] | None] = queue.SimpleQueue()
        self._made: queue.SimpleQueue[tuple[Wish, pygame.Surface]] = queue.SimpleQueue()
        self._asked: Wish | None = None
        self._drawn: OrderedDict[Wish, pygame.Surface] = OrderedDict()
        self._closed = False
        self._free = threading.Event()
        self._free.set()
        self._worker = threading.Thread(target=self._work, name="previews", daemon=True)
        self._worker.start()

    def get(self, wish: Wish, timeline: Timeline) -> pygame.Surface | None:
        """Return the picture, or nothing while it is being made."""
        self._take_in()
        found = self._drawn.get(wish)
        if found is not None:
            self._drawn.move_to_end(wish)
        elif wish != self._asked:
            self._asked = wish
            self._wishes.put((wish, timeline))
        return found

    def rest(self, on: bool) -> None:
        """Let the worker rest, or go on: what the audience's picture waits for is baked first."""
        if on:
            self._free.clear()
        else:
            self._free.set()

    def close(self) -> None:
        """Let the worker end; what is under way is dropped."""
        self._closed = True
        self._free.set()
        self._wishes.put(None)
        self._worker.join(timeout=1.0)

    def _take_in(self) -> None:
        while not self._made.empty():
            wish, small = self._made.get_nowait()
            self._drawn[wish] = small
            if len(self._drawn) > _KEPT:
                self._drawn.popitem(last=False)

    def _work(self) -> None:
        while True:
            wanted = self._wishes.get()
            while not self._wishes.empty():
                wanted = self._wishes.get()
            if wanted is None or self._closed:
                return
            try:
                self._make(*wanted)
            except Exception as error:  # the desk goes on without this picture
                LOG.error("the next picture could not be made: %s: %s", type(error).__name__, error)

    def _make(self, wish: Wish, timeline: Timeline) -> None:
        self._free.wait()
        layout = self._pictures.layout(timeline, wish.look, wish.size)
        frame = compose(timeline, timeline.at(wish.step, timeline.steps[wish.step].seconds), layout)
        for job in self._renderer.missing(frame):
            self._free.wait()
            if self._closed or not self._wishes.empty():
                return
            self._renderer.keep(job, job.make())
        self._made.put((wish, pygame.transform.smoothscale(render(frame, self._renderer), wish.shown)))
        self._renderer.clear()  # nobody needs what was baked for it
