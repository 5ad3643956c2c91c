"""Who draws and encodes a film: this process, or the workers of an executor. Knows orders and pieces; writes no file.

An executor is any `concurrent.futures.Executor`: processes of this machine (`pool`), threads, or a cluster's own. What it
is asked for are plain functions of plain values, so its machines need nothing but this program in the same version.
"""

import contextlib
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from fractions import Fraction
from multiprocessing.connection import wait
from multiprocessing.synchronize import Event
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from visualizer.core.errors import ExportError, VisualizerError
from visualizer.core.paths import scenes_folder
from visualizer.export.film import Film, Reel, film_of, film_of_programme, pieces_of
from visualizer.export.finding import Found, find, fingerprint
from visualizer.export.frames import converted, opaque
from visualizer.export.mp4 import coded
from visualizer.export.programme import Programme, find_programme
from visualizer.figures import Look
from visualizer.pharma import Settings
from visualizer.render.bake import bake
from visualizer.render.bakery import Bakery
from visualizer.render.pygame_renderer import Baker

if TYPE_CHECKING:
    from av import VideoFrame


_BATCH_BYTES = 64_000_000  # of drawn pictures that travel together
_BATCH_PICTURES = 16

Tell = Callable[[int, int], None]  # how many pictures are done, and of how many
Pixels = NDArray[np.uint8]  # shape (height, width, 4): blue, green, red, 255


class Studio(Protocol):
    """Whoever makes the pictures of a film."""

    def coded(self, tell: Tell) -> Iterator[tuple[int, bytes]]:
        """Yield the film's pieces as H.264, in order, each with the number of its first picture."""

    def pictures(self, numbers: Sequence[int]) -> Iterator[Pixels]:
        """Yield the pictures of these numbers, in this order."""


class Here:
    """Draws in this thread, and encodes beside it."""

    def __init__(self, film: Film, baker: Baker = bake) -> None:
        self._film, self._reel = film, Reel(film, baker)

    def coded(self, tell: Tell) -> Iterator[tuple[int, bytes]]:
        """Yield the film's pieces as H.264, in order, each with the number of its first picture."""
        whole = len(self._film.instants)
        for piece in pieces_of(self._film):
            frames = piece_frames(self._reel, piece, lambda number: tell(number + 1, whole))
            yield piece.start, coded(frames, self._film.size, self._film.fps)

    def pictures(self, numbers: Sequence[int]) -> Iterator[Pixels]:
        """Yield the pictures of these numbers, in this order."""
        for number in numbers:
            self._reel.draw(number)
            yield opaque(self._reel.surface)


@dataclass(frozen=True, slots=True)
class Order:
    """Everything that a worker must know to film; it travels to other processes and machines."""

    scene: str  # as `find` takes it
    made_from: str  # the fingerprint of all that was read for it
    look: Look
    size: tuple[int, int]
    fps: int
    settings: Settings | None = None  # of its model
    beside: str = ""  # the scene at its right, if any, and what that is made from
    beside_made_from: str = ""
    beside_settings: Settings | None = None
    playlist: bool = False  # `scene` is a playlist, as `find_programme` takes it


def order_for(
    found: Found, look: Look, size: tuple[int, int], fps: int, beside: Found | None = None
) -> Order:
    """Return the order for the film that `film_of` returns for the same words."""
    order = Order(_name(found), fingerprint(found), look, size, fps, found.settings)
    if beside is None:
        return order
    made_from, settings = fingerprint(beside), beside.settings
    return replace(order, beside=_name(beside), beside_made_from=made_from, beside_settings=settings)


def order_for_programme(programme: Programme, look: Look, size: tuple[int, int], fps: int) -> Order:
    """Return the order for the film that `film_of_programme` returns for the same words."""
    return Order(programme.name, _made_from(programme), look, size, fps, playlist=True)


def _made_from(programme: Programme) -> str:
    return " ".join(fingerprint(entry.found) for entry in programme.entries)


def _name(found: Found) -> str:
    ours = found.path is None or found.path.parent.resolve() == scenes_folder().resolve()
    name = found.scene.id if ours else str(found.path.resolve()) if found.path else ""
    return name + ("" if found.step is None else f"@{found.step + 1}")


class Crew:
    """Has pieces of a film made by the workers of an executor, a few more at once than there are workers."""

    def __init__(self, film: Film, order: Order, executor: Executor, at_once: int) -> None:
        self._film, self._order = film, order
        self._executor, self._at_once = executor, at_once

    def coded(self, tell: Tell) -> Iterator[tuple[int, bytes]]:
        """Yield the film's pieces as H.264, in order, each with the number of its first picture."""
        pieces = pieces_of(self._film)
        tell(0, len(self._film.instants))
        for piece, data in zip(pieces, self._in_order(coded_piece, pieces), strict=True):
            yield piece.start, data
            tell(piece.stop, len(self._film.instants))

    def pictures(self, numbers: Sequence[int]) -> Iterator[Pixels]:
        """Yield the pictures of these numbers, in this order."""
        width, height = self._film.size
        several = max(1, min(_BATCH_PICTURES, _BATCH_BYTES // (4 * width * height)))
        batches = [tuple(numbers[i : i + several]) for i in range(0, len(numbers), several)]
        for batch in self._in_order(drawn, batches):
            for pixels in batch:
                yield np.frombuffer(pixels, dtype=np.uint8).reshape(height, width, 4)

    def _in_order(self, task: Callable[..., Any], pieces: Iterable[object]) -> Iterator[Any]:
        waiting: deque[Future[Any]] = deque()
        try:
            for piece in pieces:
                waiting.append(self._executor.submit(task, self._order, piece))
                if len(waiting) >= self._at_once:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except (BrokenExecutor, CancelledError) as error:
            raise ExportError("a worker ended before its time; try again with fewer jobs") from error
        finally:
            for future in waiting:
                future.cancel()


# ------------------------------------------------------------------------------------------------ in a worker


def coded_piece(order: Order, piece: range) -> bytes:
    """Return one piece of a film as H.264; a worker's task.

    Raises:
        ExportError: what the film is made from is not what it was made from elsewhere.
    """
    return coded(piece_frames(_reel(order), piece, _nobody), order.size, order.fps)


def drawn(order: Order, numbers: Sequence[int]) -> list[bytes]:
    """Return pictures of a film as bytes of solid blue, green and red; a worker's task.

    Raises:
        ExportError: what the film is made from is not what it was made from elsewhere.
    """
    reel, pictures = _reel(order), []
    for number in numbers:
        with _drawing:
            reel.draw(number)
            pictures.append(opaque(reel.surface).tobytes())
        _heed()
    return pictures


def piece_frames(reel: Reel, piece: range, tell: Callable[[int], None]) -> Iterator["VideoFrame"]:
    """Yield the pictures of a piece as an MP4 wants them, at their times from its start."""
    for number in piece:
        with _drawing:
            reel.draw(number)
            frame = converted(reel.surface)
        frame.pts, frame.time_base = number - piece.start, Fraction(1, reel.film.fps)
        yield frame
        tell(number)
        _heed()


_drawing = threading.Lock()  # where workers are threads, they share fonts and baked pictures
_kept = threading.local()  # a worker's reel, for the pieces of the same film that follow
_stop: Event | None = None  # set when nobody wants this worker's pieces any more


class _NobodyWaits(Exception):  # noqa: N818 (it is no error: what was asked for is not wanted any more)
    """The one who asked has gone on."""


def _heed() -> None:
    if _stop is not None and _stop.is_set():
        raise _NobodyWaits


def _reel(order: Order) -> Reel:
    if getattr(_kept, "order", None) != order:
        try:
            film, made_from = _film(order)
        except VisualizerError as error:
            raise ExportError(f"a worker cannot read the scene: {str(error).splitlines()[0]}") from error
        if made_from != (order.made_from, order.beside_made_from):
            raise ExportError("a worker has another version of the scene or of the program; start again")
        _kept.order, _kept.reel = order, Reel(film(), Bakery())
    reel: Reel = _kept.reel
    return reel


def _film(order: Order) -> tuple[Callable[[], Film], tuple[str, str]]:
    """Return what makes the film of an order here, and the fingerprints of what it is made from."""
    if order.playlist:
        programme = find_programme(order.scene)
        made = (_made_from(programme), "")
        return lambda: film_of_programme(programme, order.look, order.size, order.fps), made
    found = replace(find(order.scene), settings=order.settings)
    beside = replace(find(order.beside), settings=order.beside_settings) if order.beside else None
    made = (fingerprint(found), fingerprint(beside) if beside is not None else "")
    return lambda: film_of(found, order.look, order.size, order.fps, beside), made


def _nobody(number: int) -> None:
    """Tell nobody."""


# ------------------------------------------------------------------------------------------------ processes


@contextlib.contextmanager
def pool(jobs: int) -> Iterator[Executor]:
    """Yield an executor of so many processes of this machine; at the end, however it comes, they are gone.

    Raises:
        ExportError: the system cannot run processes that work together.
    """
    try:
        context = multiprocessing.get_context("spawn")
        stop = context.Event()
        executor = ProcessPoolExecutor(jobs, context, _begin, (stop,))
    except (ImportError, NotImplementedError, OSError) as error:
        raise ExportError("this system cannot run several jobs; leave --jobs out") from error
    try:
        with _interrupts_later():
            for _ in range(jobs):
                executor.submit(_heed)
        yield executor
    finally:
        stop.set()
        executor.shutdown(cancel_futures=True)


def _begin(stop: Event) -> None:
    """Make this process a worker: it works until it is told to stop, or until nobody is there to tell it."""
    global _stop  # noqa: PLW0603 (a process is a worker for good)
    _stop = stop
    # Ctrl+C reaches every process of a terminal; the one that was started says what becomes of the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, name="parent", daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


@contextlib.contextmanager
def _interrupts_later() -> Iterator[None]:
    """Hold Ctrl+C back for a moment; processes that start meanwhile never hear it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
