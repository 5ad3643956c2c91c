"""Compiles scenes beside the window's loop and keeps the timelines. Knows threads; knows no window.

The worker shares nothing but queues with the loop: what was asked for, and what is ready.
"""

import queue
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from visualizer.app.refusals import not_expected
from visualizer.core import garbage
from visualizer.core.errors import VisualizerError
from visualizer.core.worded import reason_of, worded
from visualizer.export import Found, compiled, under
from visualizer.modes.words import NO_SCENE
from visualizer.timeline import Timeline, at_once, retuned

_Key = tuple[Found, tuple[tuple[str, str], ...], tuple[str, ...]]
_KEPT = 4  # timelines of some 7 MB each; the oldest goes first


@dataclass(frozen=True, slots=True)
class Job:
    """A scene to compile, under knobs and interventions of its model; `request` is 0 for the small picture on its card.

    `step` is the one that shows, where a knob was turned.
    """

    request: int
    scene: str
    knobs: tuple[tuple[str, str], ...] = ()
    withs: tuple[str, ...] = ()
    step: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Done:
    """The answer to a job: a timeline, or one line that says why there is none.

    Where molecules have to walk anew, a turned knob is answered twice: first with all else, then in full.
    """

    job: Job
    timeline: Timeline | None = None
    reason: str = ""
    in_full: bool = True


class Compiler:
    """Two worker threads: one compiles scenes, what a person waits for before pictures on cards; one answers turned knobs.

    A scene that is there under other settings is made of that, which takes a hundredth to a tenth of a second.
    """

    def __init__(self, scenes: Mapping[str, Found]) -> None:
        self._scenes = scenes
        self._jobs: queue.PriorityQueue[tuple[int, int, Job | None]] = queue.PriorityQueue()
        self._done: queue.SimpleQueue[Done] = queue.SimpleQueue()
        self._order = 0
        self._kept: OrderedDict[_Key, Timeline] = OrderedDict()
        self._keeping = threading.Lock()
        self._near: dict[str, Timeline] = {}  # of each scene the timeline that others are made of
        self._latest = 0  # the request of the job that was asked for last
        self._seen: set[str] = set()
        self._worker = threading.Thread(target=self._work, name="compiler", daemon=True)
        self._turns: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._turner = threading.Thread(target=self._turn, name="turner", daemon=True)
        self._worker.start()
        self._turner.start()

    def ask(self, job: Job) -> None:
        """Compile a scene soon."""
        self._order += 1
        self._latest = max(self._latest, job.request)
        if job.request and job.scene in self._near:
            self._turns.put(job)
        else:
            self._jobs.put((1 if job.request == 0 else 0, self._order, job))

    def answers(self) -> tuple[Done, ...]:
        """Return what has become ready since the last question."""
        found = []
        while True:
            try:
                found.append(self._done.get_nowait())
            except queue.Empty:
                return tuple(found)

    def close(self) -> None:
        """Let the worker end; what is under way is dropped."""
        self._turns.put(None)
        self._jobs.put((-1, 0, None))
        self._worker.join(timeout=0.2)

    def _work(self) -> None:
        while True:
            _, _, job = self._jobs.get()
            if job is None:
                return
            self._done.put(self._answer(job))

    def _turn(self) -> None:
        while True:
            job = self._turns.get()
            if job is None:
                return
            done = self._answer(job)
            timeline, step = done.timeline, job.step
            if timeline is None or step is None or not 0 <= step < len(timeline.steps):
                self._done.put(done)
                continue
            first = at_once(timeline, step)
            if first is not timeline:
                self._done.put(Done(job, first, in_full=False))
                if job.request < self._latest:
                    continue
            timeline.walks.table(step)
            self._done.put(done)

    def _answer(self, job: Job) -> Done:
        found = self._scenes.get(job.scene)
        if found is None:
            return Done(job, reason=worded(NO_SCENE, name=job.scene))
        key = (found, job.knobs, job.withs)  # one whose file has been read again is another
        kept = self._known(key)
        if kept is not None:
            return Done(job, kept)
        try:
            if 0 < job.request < self._latest:
                return Done(job)  # something else has been asked for since
            timeline = self._made(under(found, job.knobs, job.withs))
        except VisualizerError as error:
            return Done(job, reason=reason_of(error))
        except Exception as error:  # a scene must never take the window with it
            return Done(job, reason=not_expected(job.scene, error))
        self._keep(key, timeline)
        return Done(job, timeline)

    def _known(self, key: _Key) -> Timeline | None:
        with self._keeping:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def _made(self, found: Found) -> Timeline:
        near = self._near.get(found.scene.id)
        if near is not None and near.scene is found.scene:
            return retuned(near, found.settings)
        return compiled(found)

    def _keep(self, key: _Key, timeline: Timeline) -> None:
        with self._keeping:
            self._kept[key] = timeline
            name = timeline.scene.id
            if name not in self._near or self._near[name].scene is not timeline.scene:
                self._near[name] = timeline
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            there = {found.scene.id for found, _, _ in self._kept}
            for scene in [scene for scene in self._near if scene not in there]:
                del self._near[scene]
        if name not in self._seen:  # once a scene, so that what is never searched again has an end
            self._seen.add(name)
            garbage.settle()
