"""How quick the program is on this machine, as figures. Knows the window's road from time to pixels; judges nothing.

Every frame goes the way that it goes in the window: `update`, `at`, `compose` with the controls, draw, and present where
there is a screen; what is not baked is baked by the window's own worker, while the picture before is shown again. A step is
gone through once (`first pass`) and is then measured in three runs of neighbouring frames; what is reported is the
median of the three runs' percentiles. A jump is the frame in which the window answers it; `until shown` is how long
its picture took to stand there. What-if is from a turned knob to the new picture, and to the one in full where that comes
later. Steps are taken from all over a scene until its time is up. Processor time is that of the loop's thread, with
what-if that of all threads: on a machine with other work it says more than the clock on the wall. A start is warm when
its bytecode and baked pictures are on the disk, cold when the pictures are not. The panel of knobs, the curves on the
picture and a saved file are measured in the program's own window, turn by turn of its loop.
"""

import contextlib
import gc
import importlib.util
import math
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

import numpy as np
import pygame
import pygame.display
import pygame.event

from visualizer import __version__
from visualizer.app import wording
from visualizer.app.ahead import Ahead, Stand
from visualizer.app.display import SCREENLESS, open_display, open_window
from visualizer.app.memory import keep_few_heaps
from visualizer.app.pace import give_way
from visualizer.app.pictures import Between, Both, Pictures
from visualizer.app.shell import Options, Shell
from visualizer.app.what_if import turned_to
from visualizer.core.errors import DisplayError, VisualizerError
from visualizer.core.noise import uniforms
from visualizer.export import SEED, Found, movie, shipped
from visualizer.export.film import Reel, film_of
from visualizer.export.film import first_picture as first_picture_of
from visualizer.export.finding import found_at
from visualizer.export.frames import frame_of, in_bt709, opaque
from visualizer.export.mp4 import coded
from visualizer.export.studio import piece_frames
from visualizer.figures import Look, compose, load_theme
from visualizer.frame.shapes import Frame
from visualizer.modes import Words, chrome, dressed, empty, markable
from visualizer.pharma import settle, solve
from visualizer.pharma.settings import range_of
from visualizer.render import PygameRenderer
from visualizer.render.bakery import Bakery
from visualizer.scene.model_graph import graph_of
from visualizer.scene.modelling import ModelFile
from visualizer.session import Lead, Session, update
from visualizer.session import intents as ask
from visualizer.timeline import Snapshot, Timeline, at_once, compile_scene, retuned
from visualizer.timeline.compile import forget_grounds, model_of
from visualizer.timeline.crossings import CROSSING_SECONDS, way_between
from visualizer.timeline.pairing import pair

SIZE = (1920, 1080)
CROWDS = (2000, 5000)
FRAME_S = 1 / 60
_RUNS = 3
_CROWD_TICKS_S = 20  # samples a second of a crowd's walk, as in a scene
_FEW_PICTURES = 100  # of a movie: the first few of a shot have all the work
_FRAMES_BYTES = 500_000_000  # the most that x264's own measure may hold

_IN_WINDOW = {
    "journey": "from scene to scene",
    "panel": "panel of knobs and three curves",
    "panel_beside": "panel of knobs and three curves, side by side",
    "author": "a saved file",
}

T = TypeVar("T")
Say = Callable[[str], None]
Figures = dict[str, float]
Took = tuple[float, float]
"""Seconds on the wall's clock, and of the processor."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured: frames a step and run, and so on."""

    scenes_s: float = 28.0  # for all scenes together; then no further step is begun
    frames: int = 30  # neighbouring ones, of each step in each run
    camera_every: int = 9  # of the frames of a camera move, one in so many
    cold_every_s: float = 1 / 5
    jumps: int = 25  # of each run
    jumps_s: float = 4.0  # for all of a scene's jumps; then no further one is begun
    journeys_s: float = 8.0  # for all ways from scene to scene; then no further one is begun
    saves: int = 3
    crowd: int = 80
    what_ifs: int = 5  # of each run
    what_ifs_s: float = 5.0
    solves: int = 9
    starts: int = 3
    movie: int = 300  # pictures
    compiles: int = 3
    onward: bool = True  # the worker goes on to what comes next, as in the window


FULL = Effort()
ALL = Effort(
    scenes_s=math.inf,
    jumps_s=math.inf,
    what_ifs_s=math.inf,
    journeys_s=math.inf,
    camera_every=6,
    cold_every_s=1 / 15,
)
QUICK = Effort(
    scenes_s=0.0, frames=2, camera_every=60, cold_every_s=60.0, jumps=1, what_ifs=1, solves=3, compiles=1,
    journeys_s=0.0, saves=1, crowd=2, starts=0, movie=6, onward=False,
)  # fmt: skip


@dataclass(slots=True)
class _Times:
    """Seconds that frames took, on the wall's clock and of the processor, a list a run."""

    runs: list[list[Took]] = field(default_factory=lambda: [[] for _ in range(_RUNS)])

    def percentiles(self, of: int = 0) -> Figures | None:
        """Return the medians of the runs' percentiles in milliseconds, or nothing when nothing was measured.

        `of` is 0 for the wall's clock and 1 for the processor's.
        """
        runs = [[took[of] for took in run] for run in self.runs if run]
        if not runs:
            return None
        return {
            f"p{part}": round(median(float(np.percentile(run, part)) for run in runs) * 1000, 3)
            for part in (50, 95, 99)
        }


class _Screen:
    """The window where there is a screen, and a surface where there is none."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._window: pygame.Window | None = None
        self.driver = "none"
        give_way()
        try:
            open_display()
        except DisplayError:
            self.surface = pygame.Surface(size, 0, 32)
            return
        self.driver = pygame.display.get_driver()
        if self.driver in SCREENLESS:
            self.surface = pygame.Surface(size, 0, 32)
            return
        self._window = open_window("moa bench", size)
        self.surface = self._window.get_surface()

    @property
    def presents(self) -> bool:
        """Tell whether frames are really shown."""
        return self._window is not None

    def present(self) -> None:
        """Show what was drawn, and let the system know that we are alive."""
        if self._window is not None:
            self._window.flip()

    def settle(self) -> None:
        """Take in events, and the surface anew: the system may have changed the window's size."""
        if self._window is not None:
            pygame.event.pump()
            self.surface = self._window.get_surface()

    def close(self) -> None:
        """Close the window."""
        if self._window is not None:
            self._window.destroy()
        pygame.display.quit()


class _Show:
    """One scene, or two side by side, on the way to the screen, with the window's worker."""

    def __init__(self, found: Found, timeline: Timeline, screen: _Screen, onward: bool) -> None:
        self.timeline, self.screen = timeline, screen
        self.renderer = PygameRenderer()
        self.ahead = Ahead(self.renderer, onward)
        self.pictures = Pictures()
        self.ready = True
        self._last: Frame | None = None
        session, _ = update(Session(), ask.OpenScene(found.scene.id))
        self.session, _ = update(session, ask.Compiled(session.requests, found.scene.id, timeline.steps))
        theme = load_theme(self.session.theme)
        self._words = Words(
            wording.say_in("en"), scene=wording.scene_words(found, self.session.language, theme)
        )

    def stand(self, step: int, seconds: float) -> None:
        """Go to a place and play on from there."""
        self.session, _ = update(self.session, ask.SeekTo(step, seconds))
        if not self.session.playing:
            self.session, _ = update(self.session, ask.TogglePlay())

    def frame(self, place: Stand | None = None) -> Took:
        """Let a sixtieth of a second pass, show what is ready, and return how long all that took."""
        began, worked = time.perf_counter(), time.thread_time()
        self.session, _ = update(self.session, ask.Tick(FRAME_S if self.ready else 0.0))
        size = self.screen.surface.get_size()
        found = self.ahead.picture(place or self.pictures.place(self.timeline, self.session, size))
        self.ready = found is not None
        self._last = found or self._last
        self._draw(self._last or empty(load_theme(self.session.theme), size))
        return time.perf_counter() - began, time.thread_time() - worked

    def settle(self, place: Stand | None = None) -> float:
        """Show the picture before until the one asked for is ready, and return how long that took, in seconds."""
        began = time.perf_counter()
        while not self.ready:
            time.sleep(FRAME_S / 2)
            self.frame(place)
        return time.perf_counter() - began

    def crowded(self, crowd: "_Crowd", time_s: float) -> Took:
        """Show the picture with a crowd in place of its own, and return how long that took."""
        began, worked = time.perf_counter(), time.thread_time()
        self.session, _ = update(self.session, ask.Tick(0.0))
        place = self.pictures.place(self.timeline, self.session, self.screen.surface.get_size())
        snapshot = crowd.at(self.timeline.at(place.step, place.seconds), time_s)
        self._draw(compose(self.timeline, snapshot, place.layout))
        return time.perf_counter() - began, time.thread_time() - worked

    def close(self) -> None:
        """Let the worker end."""
        self.ahead.close()

    def _draw(self, picture: Frame) -> None:
        surface = self.screen.surface
        theme, size = load_theme(self.session.theme), surface.get_size()
        over = chrome(self.session, self._words, theme, size, "student", markable(self.session, picture))
        self.renderer.draw(dressed(picture, over), surface)
        self.screen.present()


class _Crowd:
    """So many molecules of a scene's own kind that wander over the stage, by a table as a scene has it."""

    def __init__(self, count: int, index: int, camera: Any) -> None:
        self._index = index
        box = camera.end
        places = uniforms(2 * count, "bench", count).reshape(count, 2) * (box.width, box.height)
        steps = uniforms(2 * count * 2 * _CROWD_TICKS_S, "bench-walk", count).reshape(-1, count, 2) - 0.5
        walk = np.cumsum(steps * 12.0, axis=0)
        self._table = (np.add(places, (box.left, box.low)) + walk).astype(np.float32)

    def at(self, snapshot: Snapshot, time_s: float) -> Snapshot:
        """Return the snapshot with the crowd where it is at a time."""
        tick = (time_s * _CROWD_TICKS_S) % (len(self._table) - 1)
        first, mix = int(tick), np.float32(tick % 1.0)
        free = self._table[first] + (self._table[first + 1] - self._table[first]) * mix
        crowds = list(snapshot.crowds)
        crowds[self._index] = replace(crowds[self._index], free=free)
        return replace(snapshot, crowds=tuple(crowds))


def measure(size: tuple[int, int] = SIZE, effort: Effort = FULL, say: Say | None = None) -> dict[str, Any]:
    """Measure everything and return the figures as other programs read them.

    Raises:
        VisualizerError: there is no scene, or the program does not start.
    """
    tell = say or _nobody
    scenes, _ = shipped()
    if not scenes:
        raise VisualizerError("there is no scene to measure")
    keep_few_heaps()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    tell("start")
    start, cold_start = _starts_ms(scenes[0], size, effort.starts)
    screen = _Screen(size)
    found: dict[str, Any] = {}
    memory: list[float] = []
    crowd: dict[str, Any] = {}
    tell("models")
    more: dict[str, Any] = {
        "scenes": {},
        "crowd": {},
        "models": _solving(scenes[0], effort),
        "cold_start_ms": cold_start,
    }
    try:
        for one in scenes:
            name, share = one.scene.id, effort.scenes_s / len(scenes)
            found[name], more["scenes"][name], show = _scene(one, screen, effort, share, tell)
            memory += (held for held in (memory_mb(),) if held is not None)
            if not crowd:
                tell("crowds")
                for count in CROWDS:
                    times = _crowd(show, count, effort)
                    crowd[str(count)] = {"frame_ms": times.percentiles()}
                    more["crowd"][str(count)] = times.percentiles(1)
            show.close()
            del show
        if len(scenes) > 1:
            tell("side by side")
            more["beside"] = _beside(scenes[0], scenes[1], screen, effort)
        tell("from scene to scene")
        more["journey"] = _journeys(scenes, screen, effort)
        size, presents, driver = screen.surface.get_size(), screen.presents, screen.driver
    finally:
        screen.close()
    tell("window")
    more |= _in_window(scenes, size, effort)
    tell("movie")
    movie_s, more["pictures"] = _export(scenes[0], size, effort.movie, tell)
    more["load"] = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "machine": _machine(driver, load),
        "size": list(size),
        "presents": presents,
        "scenes": found,
        "start_ms": start,
        "crowd": crowd,
        "memory_mb": round(max(memory), 1) if memory else None,
        "export": movie_s,
        "more": more,
    }


def as_contract(figures: dict[str, Any]) -> dict[str, Any]:
    """Return the figures that other programs were promised, and no others."""
    return {key: value for key, value in figures.items() if key != "more"}


def as_table(figures: dict[str, Any]) -> str:
    """Return the figures for people."""
    machine, (width, height) = figures["machine"], figures["size"]
    how = f"shown by {machine['driver']}" if figures["presents"] else "drawn, not shown"
    more = figures["more"]
    load = "" if machine["load"] is None else f", load {machine['load']:.1f} before, {more['load']:.1f} after"
    lines = [
        f"moa {machine['moa']}, Python {machine['python']}, {machine['system']}",
        f"{machine['processor']}, {machine['cores']} cores{load}; {width}×{height}, {how}",
        "",
        f"{'milliseconds':<26}{'p50':>9}{'p95':>9}{'p99':>9}{'max':>9}",
    ]

    def row(name: str, times: Figures | None) -> None:
        cells = [times.get(part) if times else None for part in ("p50", "p95", "p99", "max")]
        lines.append(f"{name:<26}" + "".join(f"{'' if c is None else format(c, '.1f'):>9}" for c in cells))

    for name, scene in figures["scenes"].items():
        rest = more["scenes"][name]
        lines.append(f"{name} (compiled in {scene['compile_ms']:.0f} ms; {rest['steps']} steps measured)")
        row("  frame", scene["frame_ms"])
        row("    of the processor", rest["frame_cpu_ms"])
        row("  frame in a camera move", scene["camera_ms"])
        row("    of the processor", rest["camera_cpu_ms"])
        row("  jump", scene["jump_ms"])
        row("    until shown", rest["until_shown_ms"])
        row("  what if", scene["what_if_ms"])
        row("    of the processor", rest["what_if_cpu_ms"])
        row("    in full", rest["what_if_whole_ms"])
        row("  first pass", rest["cold_ms"])
        row("    until shown", rest["cold_until_shown_ms"])
    if "beside" in more:
        lines.append("side by side")
        row("  frame", more["beside"]["frame_ms"])
        row("    of the processor", more["beside"]["frame_cpu_ms"])
    for name, words in _IN_WINDOW.items():
        if name in more:
            lines.append(words)
            row("  frame" if name != "author" else "  until shown", more[name]["frame_ms"])
            row("    of the processor", more[name]["frame_cpu_ms"])
    for name, solving in more["models"].items():
        row(f"solving {name}", solving["solve_ms"])
        row("    of the processor", solving["solve_cpu_ms"])
    for count, crowd in figures["crowd"].items():
        row(f"{count} molecules", crowd["frame_ms"])
        row("    of the processor", more["crowd"][count])
    cold = more["cold_start_ms"]
    cold_words = "" if cold is None else f", {cold:.0f} ms without kept pictures"
    lines += ["", f"first picture after         {figures['start_ms']:.0f} ms{cold_words}"]
    if figures["memory_mb"] is not None:
        lines.append(f"memory in use               {figures['memory_mb']:.0f} MB")
    movie_s = figures["export"]
    if movie_s is None:
        lines.append("movie                       not measured: PyAV is missing")
    else:
        part = movie_s["export_s"] / movie_s["x264_alone_s"]
        lines.append(
            f"movie of {more['pictures']} pictures        {movie_s['export_s']:.2f} s, "
            f"{part:.2f} × x264 alone ({movie_s['x264_alone_s']:.2f} s)"
            + ("; too few to judge" if more["pictures"] < _FEW_PICTURES else "")
        )
    return "\n".join(lines)


def memory_mb() -> float | None:
    """Return how much memory this process holds, in MB; on some systems the most it has held, on others unknown."""
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    if sys.platform == "darwin":
        import resource  # noqa: PLC0415 (not on every system)

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return None


def first_picture(scene: str, size: tuple[int, int]) -> None:
    """Open the window, print the time when its first picture of a scene stands, and leave."""
    open_display()
    scenes, _ = shipped()
    found = next(one for one in scenes if one.scene.id == scene)
    shell = Shell(Options(found, size), scenes)
    try:
        while not shell.session.steps:
            shell.hear()
            time.sleep(0.001)
        shell.show()
        while shell.waiting:
            time.sleep(0.001)
            shell.show()
        print(repr(time.time()))
    finally:
        shell.close()
        pygame.display.quit()


def _nobody(doing: object) -> None:
    """Tell nobody."""


# ------------------------------------------------------------------------------------------------ scenes


def _scene(
    found: Found, screen: _Screen, effort: Effort, share_s: float, tell: Say
) -> tuple[dict[str, Any], dict[str, Any], _Show]:
    until = time.perf_counter() + share_s
    compiled: list[float] = []
    for _ in range(effort.compiles):
        forget_grounds()
        began = time.perf_counter()
        timeline = compile_scene(found.scene, found.library, SEED)
        compiled.append(time.perf_counter() - began)
    show = _Show(found, timeline, screen, effort.onward)
    rest, camera, jumps = _Times(), _Times(), _Times()
    cold: list[Took] = []
    cold_waits: list[float] = []
    waits: list[float] = []
    steps: list[int] = []
    for step in _spread(len(timeline.steps)):
        if steps and time.perf_counter() > until:
            break
        steps.append(step)
        tell(f"scene {found.scene.id}, step {step + 1}")
        screen.settle()
        _first_pass(show, step, effort, cold, cold_waits)
        for run in range(_RUNS):
            _neighbours(show, step, run, effort, rest.runs[run])
            _camera_move(show, step, run, effort, camera.runs[run])
    chances = iter(uniforms(2 * _RUNS * effort.jumps, "bench-jump", found.scene.id).tolist())
    tell(f"scene {found.scene.id}, jumps")
    for _, times in _in_turn(jumps.runs, effort.jumps, effort.jumps_s):
        step = steps[int(next(chances) * len(steps))]
        show.stand(step, next(chances) * timeline.steps[step].seconds)
        times.append(show.frame())
        waits.append(times[-1][0] + show.settle())
    tell(f"scene {found.scene.id}, what if")
    what_if, what_if_whole = _what_if(show, found, steps[len(steps) // 2], effort)
    promised = {
        "compile_ms": round(median(compiled) * 1000, 3),
        "frame_ms": rest.percentiles(),
        "camera_ms": camera.percentiles(),
        "jump_ms": jumps.percentiles(),
        "what_if_ms": what_if.percentiles(),
    }
    other = {
        "steps": len(steps),
        "what_if_cpu_ms": what_if.percentiles(1),
        "what_if_whole_ms": what_if_whole.percentiles(),
        "frame_cpu_ms": rest.percentiles(1),
        "camera_cpu_ms": camera.percentiles(1),
        "until_shown_ms": _of(waits),
        "cold_ms": _of([wall for wall, _ in cold]),
        "cold_until_shown_ms": _of(cold_waits),
    }
    return promised, other, show


def _what_if(show: _Show, found: Found, step: int, effort: Effort) -> "tuple[_Times, _Times]":
    """Measure how long a turned knob takes to show: the picture of the same moment, and when all is as compiled anew.

    The two differ where molecules have to walk anew through several steps. Nothing for a scene without a model, or whose
    model has no number to turn. Before the first turn the steps have walked, as they have when somebody turns a knob.
    """
    times, whole = _Times(), _Times()
    model = model_of(found.scene, found.library)
    if model is None:
        return times, whole
    base = settle(model, found.scene.settings)
    numbers = (knob for knob in model.knobs.values() if knob.kind == "number" and base.fits(knob.only))
    turnable = next(((knob, span) for knob in numbers if (span := range_of(knob, base)) is not None), None)
    if turnable is None:
        return times, whole
    knob, (least, most) = turnable[0], (turnable[1].least, turnable[1].most)
    first, seconds = show.timeline, show.timeline.steps[step].seconds / 2
    first.walks.table(step)
    for number, (took, took_whole) in _in_turn(
        [*zip(times.runs, whole.runs, strict=True)], effort.what_ifs, effort.what_ifs_s
    ):
        show.stand(step, seconds)
        part = 0.3 + 0.4 * (number + 1) / (_RUNS * effort.what_ifs)
        value = least + part * (most - least)
        turned = {knob.name: float(round(value)) if knob.whole else value}
        show.timeline = first
        show.frame()
        show.settle()
        show.ahead.pause()  # as the window does when a knob is turned
        began, worked = time.perf_counter(), time.process_time()  # the worker walks and bakes
        settings = settle(model, {**found.scene.settings, **turned})
        turned_one = retuned(first, settings)
        for timeline, into in ((at_once(turned_one, step), took), (turned_one, took_whole)):
            timeline.walks.table(step)  # at once when the walk is the one before
            show.pictures.retune(show.timeline, timeline)
            show.timeline = timeline
            show.frame()
            show.settle()
            into.append((time.perf_counter() - began, time.process_time() - worked))
    show.timeline = first
    return times, whole


def _solving(found: Found, effort: Effort) -> dict[str, dict[str, Figures | None]]:
    """Measure how long each model takes to be solved under its own settings."""
    out = {}
    for name, file in found.library.curves.items():
        if not isinstance(file, ModelFile):
            continue
        model, times = graph_of(file), _Times()
        settings = settle(model)
        solve(model, settings)
        for took in times.runs:
            for _ in range(effort.solves):
                began, worked = time.perf_counter(), time.thread_time()
                solve(model, settings)
                took.append((time.perf_counter() - began, time.thread_time() - worked))
        out[name] = {"solve_ms": times.percentiles(), "solve_cpu_ms": times.percentiles(1)}
    return out


def _in_turn(runs: Sequence[T], count: int, seconds: float) -> Iterator[tuple[int, T]]:
    """Yield numbers and the run that each is for, the runs taking turns: so many for each, or fewer when the time is up."""
    until = time.perf_counter() + seconds
    for number in range(count):
        if number and time.perf_counter() > until:
            return
        yield from ((number * len(runs) + i, run) for i, run in enumerate(runs))


def _of(seconds: Sequence[float]) -> Figures:
    """Return the percentiles and the most of some times, in milliseconds."""
    parts = {f"p{part}": float(np.percentile(seconds, part)) * 1000 for part in (50, 95, 99)}
    return {**parts, "max": max(seconds) * 1000}


def _spread(count: int) -> list[int]:
    """Return the numbers from nought in an order of which every beginning is spread: 0, 4, 2, 6, 1, 5, 3, 7."""
    return sorted(range(count), key=lambda number: int(f"{number:08b}"[::-1], 2))


def _first_pass(show: _Show, step: int, effort: Effort, times: list[Took], waits: list[float]) -> None:
    """Go through a step for the first time; what is not baked yet is baked by the worker now."""
    length = show.timeline.steps[step].seconds
    for seconds in np.arange(0.0, length, effort.cold_every_s).tolist():
        show.stand(step, seconds)
        times.append(show.frame())
        waits.append(times[-1][0] + show.settle())


def _neighbours(show: _Show, step: int, run: int, effort: Effort, times: list[Took]) -> None:
    """Play a stretch of a step at rest; each run has its own third of what is left after the camera's move."""
    length = show.timeline.steps[step].seconds
    moved = _moved_by(show.timeline, step)
    stretch = effort.frames * FRAME_S
    show.stand(step, max(moved, min(moved + (length - moved) * run / _RUNS, length - stretch)))
    show.frame()  # the jump there is not what is measured
    show.settle()
    gc.collect()
    times += (show.frame() for _ in range(effort.frames))
    show.settle()


def _camera_move(show: _Show, step: int, run: int, effort: Effort, times: list[Took]) -> None:
    frames = int(_moved_by(show.timeline, step) / FRAME_S) - 1
    for number in range(run * effort.camera_every // _RUNS, frames, effort.camera_every):
        show.stand(step, number * FRAME_S)
        show.frame()
        show.settle()
        show.stand(step, number * FRAME_S)
        times.append(show.frame())


def _beside(left: Found, right: Found, screen: _Screen, effort: Effort) -> dict[str, Any]:
    """Measure two scenes side by side in the middle of their common story."""
    timelines = tuple(compile_scene(one.scene, one.library, SEED) for one in (left, right))
    both = (timelines[0], timelines[1])
    pairing = pair(both[0].steps, both[1].steps)
    show, size, times = _Show(left, both[0], screen, effort.onward), screen.surface.get_size(), _Times()
    for run, frames in enumerate(times.runs):
        beat = (run + 1) * len(pairing.beats) // (_RUNS + 1)
        for number in range(-1, effort.frames):
            seconds = 0.5 * pairing.beats[beat].seconds + max(number, 0) * FRAME_S
            places = (pairing.place(0, beat, seconds), pairing.place(1, beat, seconds))
            place = Both(show.pictures, both, pairing, Look(), size, beat, seconds, places)
            took = show.frame(place)
            show.settle(place)
            if number >= 0:
                frames.append(took)
    show.close()
    return {"frame_ms": times.percentiles(), "frame_cpu_ms": times.percentiles(1)}


def _journeys(scenes: Sequence[Found], screen: _Screen, effort: Effort) -> dict[str, Any]:
    """Measure the camera's ways from scene to scene, where a scene says how it is entered."""
    known, times = {one.scene.id: one for one in scenes}, _Times()
    ways = [
        (known[entry.start], after) for after in scenes for entry in after.scene.enter if entry.start in known
    ]
    until = time.perf_counter() + effort.journeys_s
    for number, (before, after) in enumerate(ways):
        if number and time.perf_counter() > until:
            break
        left, come = (compile_scene(one.scene, one.library, SEED) for one in (before, after))
        way = way_between(left, come)
        if way is None:
            continue
        lead = Lead(before.scene.id, len(left.steps) - 1, 0, CROSSING_SECONDS)
        show, size = _Show(before, left, screen, effort.onward), screen.surface.get_size()
        frames = int(CROSSING_SECONDS / FRAME_S) - 1
        for run, took in enumerate(times.runs):
            for frame in range(1 + run * effort.camera_every // _RUNS, frames, effort.camera_every):
                place = Between(show.pictures, left, come, way, Look(), size, lead, frame * FRAME_S)
                show.frame(place)
                show.settle(place)
                took.append(show.frame(place))
        show.close()
    return {"frame_ms": times.percentiles(), "frame_cpu_ms": times.percentiles(1)}


def _in_window(scenes: Sequence[Found], size: tuple[int, int], effort: Effort) -> dict[str, Any]:
    """Measure what only the program's own window has: the panel with three curves, also side by side, and a saved file."""
    modelled = [one for one in scenes if model_of(one.scene, one.library) is not None]
    out: dict[str, Any] = {}
    try:
        open_display()
    except DisplayError:
        return out
    try:
        with tempfile.TemporaryDirectory() as folder:
            for name, pair in (("panel", modelled[:1]), ("panel_beside", modelled[:2])):
                if len(pair) == (2 if name == "panel_beside" else 1):
                    out[name] = _panel(pair, scenes, size, effort, Path(folder))
            out["author"] = _author(scenes[0], size, effort, Path(folder))
    finally:
        pygame.display.quit()
    return out


@contextlib.contextmanager
def _shell(options: Options, scenes: Sequence[Found], folder: Path) -> Iterator[Shell]:
    """Open the program's window with its first picture standing; what it keeps of a person goes into a folder."""
    shell = Shell(options, tuple(scenes))
    shell.state_path, shell.settings_path = folder / "state", folder / "settings"
    try:
        while not shell.session.steps:
            shell.hear()
            time.sleep(0.001)
        _stands(shell)
        yield shell
    finally:
        shell.close()


def _stands(shell: Shell) -> None:
    """Let the window's loop turn until its picture stands."""
    shell.show()
    while shell.waiting:
        time.sleep(0.001)
        shell.hear()
        shell.show()


def _panel(
    pair: Sequence[Found], scenes: Sequence[Found], size: tuple[int, int], effort: Effort, folder: Path
) -> dict[str, Any]:
    """Measure turns of the loop with the panel of knobs open and curves of the model on the picture."""
    times = _Times()
    options = Options(pair[0], size, beside=pair[1] if len(pair) > 1 else None)
    with _shell(options, scenes, folder) as shell:
        shell.do(turned_to(pair, shell.session, "curves:"))
        shell.do(ask.ToggleOverlay("what-if"))
        for run, took in enumerate(times.runs):
            step = (run + 1) * len(shell.session.steps) // (_RUNS + 1)
            shell.do(ask.SeekTo(step, 0.5 * shell.session.steps[step].seconds))
            _stands(shell)
            if not shell.session.playing:
                shell.do(ask.TogglePlay())
            for _ in range(effort.frames):
                began, worked = time.perf_counter(), time.thread_time()
                shell.hear()
                shell.do(ask.Tick(FRAME_S))
                shell.show()
                took.append((time.perf_counter() - began, time.thread_time() - worked))
                _stands(shell)
    return {"frame_ms": times.percentiles(), "frame_cpu_ms": times.percentiles(1)}


def _author(found: Found, size: tuple[int, int], effort: Effort, folder: Path) -> dict[str, Any]:
    """Measure how long it takes from a saved scene file to the new picture: noticed, read, judged, compiled and drawn."""
    assert found.path is not None, "shipped scenes are files"
    text, path = found.path.read_text(encoding="utf-8"), folder / found.path.name
    path.write_text(text, encoding="utf-8")
    mine, times, written = found_at(path, found.library), _Times(), path.with_suffix(".new")
    with _shell(Options(mine, size), (mine,), folder) as shell:
        for run, took in enumerate(times.runs):
            for number in range(effort.saves):
                before = shell.timelines[mine.scene.id]
                began, worked = time.perf_counter(), time.process_time()
                written.write_text(f"{text}# saved {run * effort.saves + number}\n", encoding="utf-8")
                os.replace(written, path)  # as editors do
                while shell.timelines.get(mine.scene.id) in (before, None):
                    time.sleep(0.001)
                    shell.hear()
                _stands(shell)
                took.append((time.perf_counter() - began, time.process_time() - worked))
    return {"frame_ms": times.percentiles(), "frame_cpu_ms": times.percentiles(1)}


@lru_cache(maxsize=64)
def _moved_by(timeline: Timeline, step: int) -> float:
    """Return when the camera of a step has come to rest."""
    moving = [
        seconds
        for seconds in np.arange(0.0, timeline.steps[step].seconds, 0.1).tolist()
        if timeline.at(step, seconds).camera.mix < 1.0
    ]
    return moving[-1] + 0.1 if moving else 0.0


def _crowd(show: _Show, count: int, effort: Effort) -> _Times:
    """Measure the scene's own picture with so many molecules in place of its largest crowd."""
    most = [
        (len(one.free), step, index)
        for step in range(len(show.timeline.steps))
        for index, one in enumerate(show.timeline.at(step, show.timeline.steps[step].key).crowds)
    ]
    times = _Times()
    if not most:
        return times
    _, step, index = max(most)
    key = show.timeline.steps[step].key
    show.stand(step, key)
    crowd = _Crowd(count, index, show.timeline.at(step, key).camera)
    show.crowded(crowd, 0.0)
    for run in times.runs:
        run.extend(show.crowded(crowd, number * FRAME_S) for number in range(effort.crowd))
    return times


# ------------------------------------------------------------------------------------------------ the rest


def _starts_ms(found: Found, size: tuple[int, int], starts: int) -> tuple[float, float | None]:
    """Return how long a new process takes to its first picture of a scene, warm and cold; the warm one is a median of some.

    The very first start only fills the caches. Where none is asked for, one start counts, with the caches as they are.
    """
    environment = dict(os.environ)
    try:
        open_display()
    except DisplayError:
        environment["SDL_VIDEODRIVER"] = "dummy"
    finally:
        pygame.display.quit()
    if starts < 1:
        return round(_started_ms(found, size, environment), 3), None
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        environment["PYTHONPYCACHEPREFIX"] = str(Path(folder, "bytecode"))
        _started_ms(found, size, {**environment, "XDG_CACHE_HOME": str(Path(folder, "warm"))})
        cold = _started_ms(found, size, {**environment, "XDG_CACHE_HOME": str(Path(folder, "cold"))})
        warm = [
            _started_ms(found, size, {**environment, "XDG_CACHE_HOME": str(Path(folder, "warm"))})
            for _ in range(starts)
        ]
    return round(median(warm), 3), round(cold, 3)


def _started_ms(found: Found, size: tuple[int, int], environment: dict[str, str]) -> float:
    code = (
        "from visualizer.core.garbage import left_alone\n"
        "with left_alone():\n"
        "    from visualizer.app.bench import first_picture\n"
        f"first_picture({found.scene.id!r}, {size!r})"
    )
    began = time.time()
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, env=environment, check=False, timeout=120,
    )  # fmt: skip
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise VisualizerError(f"the program did not start: {last}")
    return (float(done.stdout.split()[-1]) - began) * 1000


def _export(
    found: Found, size: tuple[int, int], pictures: int, tell: Say
) -> tuple[dict[str, float] | None, int]:
    """Measure how long a movie takes, and how much of that x264 takes, from pictures ready drawn to the files' bytes.

    Both make the same pictures in the same pieces, as many at a time as are held ready drawn. What is baked comes from the
    disk, as in every export but the first.
    """
    if importlib.util.find_spec("av") is None:
        return None, 0
    width, height = whole = (size[0] - size[0] % 2, size[1] - size[1] % 2)
    movie.check_movie(".mp4", whole, movie.FPS)
    film = film_of(found, Look(), whole, movie.FPS)
    first = first_picture_of(film, film.parts[len(film.parts) // 2])
    last = min(first + max(pictures, 6), len(film.instants))
    at_once = max(6, _FRAMES_BYTES // (width * height * 4))
    pieces = [range(start, min(start + at_once, last)) for start in range(first, last, at_once)]
    alone = 0.0
    with contextlib.closing(Bakery()) as bakery:
        reel = Reel(film, bakery)
        for piece in pieces:
            tell(f"movie, x264 alone, picture {piece.start - first + 1} of {last - first}")
            ready: list[Any] = []
            for number in piece:
                reel.draw(number)
                ready.append(frame_of(opaque(reel.surface), number - piece.start, movie.FPS))
            began = time.perf_counter()
            coded(map(in_bt709, ready), whole, movie.FPS)
            alone += time.perf_counter() - began
            ready.clear()
    with contextlib.closing(Bakery()) as bakery:
        reel = Reel(film, bakery)
        began = time.perf_counter()
        for piece in pieces:
            tell(f"movie, picture {piece.start - first + 1} of {last - first}")
            coded(piece_frames(reel, piece, _nobody), whole, movie.FPS)
        whole_s = time.perf_counter() - began
    return {"x264_alone_s": round(alone, 3), "export_s": round(whole_s, 3)}, last - first


def _machine(driver: str, load: float | None) -> dict[str, Any]:
    return {
        "moa": __version__,
        "system": platform.platform(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "pygame": pygame.version.ver,
        "sdl": ".".join(map(str, pygame.get_sdl_version())),
        "driver": driver,
        "load": None if load is None else round(load, 2),
    }


def _processor() -> str:
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
