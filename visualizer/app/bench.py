"""How quick the program is on this machine, as figures. Knows the window's road from time to pixels; judges nothing.

Every frame goes the way that it goes in the window: `update`, `at`, `compose` with the controls, draw, and present where
there is a screen. A step is gone through once, which bakes its pictures (the stalls of that pass are `cold_ms`), and is then
measured in three runs of neighbouring frames; what is reported is the median of the three runs' percentiles. Nothing bakes
ahead meanwhile, so a jump may have to bake. Steps are taken from all over a scene until its time is up.
"""

import contextlib
import gc
import importlib.util
import math
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pygame
import pygame.display
import pygame.event

from visualizer import __version__
from visualizer.app import wording
from visualizer.app.display import SCREENLESS, open_display, open_window
from visualizer.app.memory import give_large_blocks_back
from visualizer.app.pictures import Pictures
from visualizer.app.shell import Options, Shell
from visualizer.core.errors import DisplayError, VisualizerError
from visualizer.core.noise import uniforms
from visualizer.export import SEED, Found, movie, shipped
from visualizer.export.film import Reel, film_of
from visualizer.export.frames import frame_of, in_bt709, opaque
from visualizer.export.mp4 import coded
from visualizer.export.studio import piece_frames
from visualizer.figures import Look, compose, load_theme
from visualizer.frame.shapes import Frame
from visualizer.modes import Words, chrome, dressed
from visualizer.render import PygameRenderer
from visualizer.session import Session, update
from visualizer.session import intents as ask
from visualizer.timeline import Snapshot, Timeline, compile_scene

SIZE = (1920, 1080)
CROWDS = (2000, 5000)
FRAME_S = 1 / 60
_RUNS = 3
_CROWD_TICKS_S = 20  # samples a second of a crowd's walk, as in a scene
_FRAMES_BYTES = 500_000_000  # the most that x264's own measure may hold

Say = Callable[[str], None]
Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured: frames a step and run, and so on."""

    scenes_s: float = 28.0  # for all scenes together; then no further step is begun
    frames: int = 30  # neighbouring ones, of each step in each run
    camera_every: int = 9  # of the frames of a camera move, one in so many
    cold_every_s: float = 1 / 5
    jumps: int = 25
    crowd: int = 80
    starts: int = 3
    movie: int = 60


FULL = Effort()
ALL = Effort(scenes_s=math.inf, camera_every=6, cold_every_s=1 / 15)
QUICK = Effort(scenes_s=0.0, frames=2, camera_every=60, cold_every_s=4.0, jumps=2, crowd=3, starts=1, movie=6)


@dataclass(slots=True)
class _Times:
    """Seconds that frames took, a list a run."""

    runs: list[list[float]] = field(default_factory=lambda: [[] for _ in range(_RUNS)])

    def percentiles(self) -> Figures | None:
        """Return the medians of the runs' percentiles in milliseconds, or nothing when nothing was measured."""
        runs = [run for run in self.runs if run]
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
    """One scene on its way to the screen, without the window's workers."""

    def __init__(self, found: Found, timeline: Timeline, screen: _Screen, renderer: PygameRenderer) -> None:
        self.timeline, self.screen, self.renderer = timeline, screen, renderer
        self.pictures = Pictures()
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

    def frame(self) -> float:
        """Let a sixtieth of a second pass, show the picture, and return how long all that took."""
        began = time.perf_counter()
        self.session, _ = update(self.session, ask.Tick(FRAME_S))
        self._draw(self.pictures.picture(self.timeline, self.session, self.screen.surface.get_size()))
        return time.perf_counter() - began

    def crowded(self, crowd: "_Crowd", time_s: float) -> float:
        """Show the picture with a crowd in place of its own, and return how long that took."""
        began = time.perf_counter()
        self.session, _ = update(self.session, ask.Tick(0.0))
        place = self.pictures.place(self.timeline, self.session, self.screen.surface.get_size())
        snapshot = crowd.at(self.timeline.at(place.step, place.seconds), time_s)
        self._draw(compose(self.timeline, snapshot, place.layout))
        return time.perf_counter() - began

    def _draw(self, picture: Frame) -> None:
        surface = self.screen.surface
        over = chrome(
            self.session, self._words, load_theme(self.session.theme), surface.get_size(), "student"
        )
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
    give_large_blocks_back()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    tell("start")
    start = _start_ms(scenes[0], size, effort.starts)
    screen = _Screen(size)
    found: dict[str, Any] = {}
    memory: list[float] = []
    crowd: dict[str, Any] = {}
    try:
        for one in scenes:
            share = effort.scenes_s / len(scenes)
            found[one.scene.id], show = _scene(one, screen, effort, share, tell)
            memory += (held for held in (memory_mb(),) if held is not None)
            if not crowd:
                tell("crowds")
                crowd = {str(count): _crowd(show, count, effort) for count in CROWDS}
            del show
        size, presents, driver = screen.surface.get_size(), screen.presents, screen.driver
    finally:
        screen.close()
    tell("movie")
    return {
        "machine": _machine(driver, load),
        "size": list(size),
        "presents": presents,
        "scenes": found,
        "start_ms": start,
        "crowd": crowd,
        "memory_mb": round(max(memory), 1) if memory else None,
        "export": _export(scenes[0], size, effort.movie),
    }


def as_table(figures: dict[str, Any]) -> str:
    """Return the figures for people."""
    machine, (width, height) = figures["machine"], figures["size"]
    how = f"shown by {machine['driver']}" if figures["presents"] else "drawn, not shown"
    load = "" if machine["load"] is None else f", load {machine['load']:.1f} before"
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
        lines.append(f"{name} (compiled in {scene['compile_ms']:.0f} ms; {scene['steps']} steps measured)")
        row("  frame", scene["frame_ms"])
        row("  frame in a camera move", scene["camera_ms"])
        row("  jump", scene["jump_ms"])
        row("  first pass", scene["cold_ms"])
    for count, crowd in figures["crowd"].items():
        row(f"{count} molecules", crowd["frame_ms"])
    lines += ["", f"first picture after         {figures['start_ms']:.0f} ms"]
    if figures["memory_mb"] is not None:
        lines.append(f"memory in use               {figures['memory_mb']:.0f} MB")
    movie_s = figures["export"]
    if movie_s is None:
        lines.append("movie                       not measured: PyAV is missing")
    else:
        part = movie_s["export_s"] / movie_s["x264_alone_s"]
        lines.append(
            f"movie of {movie_s['frames']} pictures        {movie_s['export_s']:.2f} s, "
            f"{part:.2f} × x264 alone ({movie_s['x264_alone_s']:.2f} s)"
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
        print(repr(time.time()))
    finally:
        shell.close()
        pygame.display.quit()


def _nobody(doing: object) -> None:
    """Tell nobody."""


# ------------------------------------------------------------------------------------------------ scenes


def _scene(
    found: Found, screen: _Screen, effort: Effort, share_s: float, tell: Say
) -> tuple[dict[str, Any], _Show]:
    until = time.perf_counter() + share_s
    compiled: list[float] = []
    for _ in range(_RUNS):
        began = time.perf_counter()
        timeline = compile_scene(found.scene, found.library, SEED)
        compiled.append(time.perf_counter() - began)
    show = _Show(found, timeline, screen, PygameRenderer())
    rest, camera, jumps = _Times(), _Times(), _Times()
    cold: list[float] = []
    steps: list[int] = []
    for step in _spread(len(timeline.steps)):
        if steps and time.perf_counter() > until:
            break
        steps.append(step)
        tell(f"scene {found.scene.id}, step {step + 1}")
        screen.settle()
        cold += _first_pass(show, step, effort)
        for run in range(_RUNS):
            _neighbours(show, step, run, effort, rest.runs[run])
            _camera_move(show, step, run, effort, camera.runs[run])
    chances = iter(uniforms(2 * _RUNS * effort.jumps, "bench-jump", found.scene.id).tolist())
    for times in jumps.runs:
        for _ in range(effort.jumps):
            step = steps[int(next(chances) * len(steps))]
            show.stand(step, next(chances) * timeline.steps[step].seconds)
            times.append(show.frame())
    return {
        "compile_ms": round(median(compiled) * 1000, 3),
        "frame_ms": rest.percentiles(),
        "camera_ms": camera.percentiles(),
        "jump_ms": jumps.percentiles(),
        "what_if_ms": None,
        "steps": len(steps),
        "cold_ms": {
            "p99": round(float(np.percentile(cold, 99)) * 1000, 3),
            "max": round(max(cold) * 1000, 3),
        },
    }, show


def _spread(count: int) -> list[int]:
    """Return the numbers from nought in an order of which every beginning is spread: 0, 4, 2, 6, 1, 5, 3, 7."""
    return sorted(range(count), key=lambda number: int(f"{number:08b}"[::-1], 2))


def _first_pass(show: _Show, step: int, effort: Effort) -> list[float]:
    """Go through a step for the first time; what is not baked yet is baked now."""
    length = show.timeline.steps[step].seconds
    times = []
    for seconds in np.arange(0.0, length, effort.cold_every_s).tolist():
        show.stand(step, seconds)
        times.append(show.frame())
    return times


def _neighbours(show: _Show, step: int, run: int, effort: Effort, times: list[float]) -> None:
    """Play a stretch of a step at rest; each run has its own third of what is left after the camera's move."""
    length = show.timeline.steps[step].seconds
    moved = _moved_by(show.timeline, step)
    stretch = effort.frames * FRAME_S
    show.stand(step, max(moved, min(moved + (length - moved) * run / _RUNS, length - stretch)))
    show.frame()  # the jump there is not what is measured
    gc.collect()
    times += (show.frame() for _ in range(effort.frames))


def _camera_move(show: _Show, step: int, run: int, effort: Effort, times: list[float]) -> None:
    frames = int(_moved_by(show.timeline, step) / FRAME_S) - 1
    for number in range(run * effort.camera_every // _RUNS, frames, effort.camera_every):
        show.stand(step, number * FRAME_S)
        times.append(show.frame())


def _moved_by(timeline: Timeline, step: int) -> float:
    """Return when the camera of a step has come to rest."""
    moving = [
        seconds
        for seconds in np.arange(0.0, timeline.steps[step].seconds, 0.1).tolist()
        if timeline.at(step, seconds).camera.mix < 1.0
    ]
    return moving[-1] + 0.1 if moving else 0.0


def _crowd(show: _Show, count: int, effort: Effort) -> dict[str, Figures | None]:
    """Measure the scene's own picture with so many molecules in place of its largest crowd."""
    most = [
        (len(one.free), step, index)
        for step in range(len(show.timeline.steps))
        for index, one in enumerate(show.timeline.at(step, show.timeline.steps[step].key).crowds)
    ]
    if not most:
        return {"frame_ms": None}
    _, step, index = max(most)
    key = show.timeline.steps[step].key
    show.stand(step, key)
    crowd = _Crowd(count, index, show.timeline.at(step, key).camera)
    times = _Times()
    show.crowded(crowd, 0.0)
    for run in times.runs:
        run.extend(show.crowded(crowd, number * FRAME_S) for number in range(effort.crowd))
    return {"frame_ms": times.percentiles()}


# ------------------------------------------------------------------------------------------------ the rest


def _start_ms(found: Found, size: tuple[int, int], starts: int) -> float:
    """Return how long a new process takes to its first picture of a scene: the median of some."""
    environment = dict(os.environ)
    try:
        open_display()
    except DisplayError:
        environment["SDL_VIDEODRIVER"] = "dummy"
    finally:
        pygame.display.quit()
    code = f"from visualizer.app.bench import first_picture; first_picture({found.scene.id!r}, {size!r})"
    times = []
    for _ in range(starts):
        began = time.time()
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True, text=True, env=environment, check=False, timeout=120,
        )  # fmt: skip
        if done.returncode != 0:
            last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise VisualizerError(f"the program did not start: {last}")
        times.append((float(done.stdout.split()[-1]) - began) * 1000)
    return round(median(times), 3)


def _export(found: Found, size: tuple[int, int], pictures: int) -> dict[str, float] | None:
    """Measure how long a movie takes, and how much of that x264 takes, from pictures ready drawn to the file's bytes."""
    if importlib.util.find_spec("av") is None:
        return None
    width, height = (side - side % 2 for side in size)
    movie.check_movie(".mp4", (width, height), movie.FPS)
    step = len(found.scene.steps) // 2
    whole = film_of(replace(found, step=step), Look(), (width, height), movie.FPS)
    piece = range(max(6, min(pictures, _FRAMES_BYTES // (width * height * 4))))
    reel = Reel(whole)
    ready: list[Any] = []
    for number in piece:
        reel.draw(number)
        ready.append(frame_of(opaque(reel.surface), number, movie.FPS))
    alone = _timed(lambda: coded(map(in_bt709, ready), (width, height), movie.FPS))
    ready.clear()
    whole_s = _timed(lambda: coded(piece_frames(reel, piece, _nobody), (width, height), movie.FPS))
    return {"x264_alone_s": round(alone, 3), "export_s": round(whole_s, 3), "frames": len(piece)}


def _timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


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
