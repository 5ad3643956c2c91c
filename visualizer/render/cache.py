"""A bounded memory for baked pictures: what was not used for longest goes first. Knows bytes, not drawing."""

import contextlib
import threading
import weakref
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pygame

from visualizer.frame.shapes import Group

_OVERDRAWN = 1.5  # times the budget, while something is put together


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A baked surface and where its top-left pixel lies from the place it is drawn at.

    `opaque` pictures are blitted plainly, all others are premultiplied. `shows` is what its key stands for by
    identity, where it does: once that is gone, the cache lets the picture go before the identity can be another's.
    `others` are further pieces of a picture that was cut up, each with its own place; `boxes` are the pieces' rectangles.
    """

    surface: pygame.Surface
    left: int = 0
    top: int = 0
    opaque: bool = False
    shows: "weakref.ref[Group] | None" = None
    others: tuple["Piece", ...] = ()
    boxes: tuple[pygame.Rect, ...] = field(init=False)

    def __post_init__(self) -> None:
        boxes = tuple(surface.get_rect(topleft=(left, top)) for surface, left, top in self.pieces)
        object.__setattr__(self, "boxes", boxes)

    @property
    def pieces(self) -> tuple["Piece", ...]:
        """Return every piece with its place."""
        return ((self.surface, self.left, self.top), *self.others)

    @property
    def size_bytes(self) -> int:
        """Return the memory of the pixels."""
        return sum(surface.get_height() * surface.get_pitch() for surface, _, _ in self.pieces)


Piece = tuple[pygame.Surface, int, int]
"""A part of a picture and where its top-left pixel lies from the place the picture is drawn at."""


class Job(NamedTuple):
    """A picture that may not be baked yet; `make` is pure, so that any thread may call it.

    `pixels` is how large it is, and so how long it takes: about a microsecond each.
    """

    key: Hashable
    make: Callable[[], Picture]
    pixels: float = 0.0


class Cache:
    """Pictures by key, at most `budget` bytes of them; a picture larger than the budget is kept alone.

    What the last frame was drawn of stays in any case: a window goes on drawing it while the next is made ready, and that
    next one may be as large. Several threads may ask; what is made twice is kept once.
    """

    def __init__(self, budget: int) -> None:
        self.budget = self._least = budget
        self.hits = 0
        self.misses = 0
        self.size_bytes = 0
        self.in_use: frozenset[Hashable] = frozenset()  # what the last frame was drawn of
        self._pictures: OrderedDict[Hashable, Picture] = OrderedDict()
        self._watched: dict[Hashable, weakref.ref[Group]] = {}
        self._gone: deque[tuple[Hashable, weakref.ref[Group]]] = deque()  # of what no longer is, to be let go
        self._at_work = 0  # how many put something together just now
        self._lock = threading.Lock()

    def suit(self, times: float) -> None:
        """Let the budget be so many times what it was made with, and never less than that: for larger pictures."""
        self.budget = int(self._least * max(1.0, times))

    def get(self, key: Hashable, make: Callable[[], Picture]) -> Picture:
        """Return the picture of the key, made now if it is not there."""
        with self._lock:
            self._let_go()
            picture = self._pictures.get(key)
            if picture is not None:
                self.hits += 1
                self._pictures.move_to_end(key)
                return picture
            self.misses += 1
        picture = make()
        self.put(key, picture)
        return picture

    def put(self, key: Hashable, picture: Picture) -> None:
        """Keep a picture that was made elsewhere; one that is there already stays."""
        shown = picture.shows() if picture.shows is not None else None  # held until it is watched
        if picture.shows is not None and shown is None:
            return
        with self._lock:
            self._let_go()
            if key in self._pictures:
                return
            self._pictures[key] = picture
            self.size_bytes += picture.size_bytes
            if shown is not None:
                self._watched[key] = weakref.ref(shown, lambda gone: self._gone.append((key, gone)))
            self._shrink(self.budget * (_OVERDRAWN if self._at_work else 1.0), key)

    @contextlib.contextmanager
    def overdrawn(self) -> Iterator[None]:
        """Let more be kept for a while: what is put together out of parts that are let go after it pushes nothing out."""
        with self._lock:
            self._at_work += 1
        try:
            yield
        finally:
            with self._lock:
                self._at_work -= 1
                self._shrink(self.budget, None)

    def _shrink(self, most: float, but: Hashable) -> None:
        """Forget the longest unused pictures beyond so many bytes, but none that is in use, and not this one."""
        if self.size_bytes <= most:
            return
        for oldest in [known for known in self._pictures if known not in self.in_use and known != but]:
            self._forget(oldest)
            if self.size_bytes <= most:
                break

    def _let_go(self) -> None:
        """Forget the pictures of what no longer is; a new thing of the same identity has a watch of its own."""
        while self._gone:
            key, gone = self._gone.popleft()
            if self._watched.get(key) is gone:
                self._forget(key)

    def _forget(self, key: Hashable) -> None:
        self._watched.pop(key, None)
        self.size_bytes -= self._pictures.pop(key).size_bytes

    def renewed(self, keys: Iterable[Hashable]) -> bool:
        """Tell whether the pictures of all these keys are there; if so, they count as used just now."""
        with self._lock:
            self._let_go()
            known = tuple(keys)
            if not all(key in self._pictures for key in known):
                return False
            for key in known:
                self._pictures.move_to_end(key)
            return True

    def drop(self, keys: Iterable[Hashable], larger_than: int) -> None:
        """Forget the pictures of these keys that are larger than so many bytes, but none that is in use."""
        with self._lock:
            for key in keys:
                if key in self.in_use:
                    continue
                picture = self._pictures.get(key)
                if picture is not None and picture.size_bytes > larger_than:
                    self._forget(key)

    def clear(self) -> None:
        """Forget every picture."""
        with self._lock:
            self._pictures.clear()
            self._watched.clear()
            self._gone.clear()
            self.size_bytes = 0

    def bytes_of(self, keys: Iterable[Hashable]) -> int:
        """Return how much memory the pictures of these keys take."""
        with self._lock:
            self._let_go()
            found = [self._pictures[key] for key in keys if key in self._pictures]
        return sum(picture.size_bytes for picture in found)

    def __contains__(self, key: Hashable) -> bool:
        with self._lock:
            self._let_go()
            return key in self._pictures

    def __len__(self) -> int:
        return len(self._pictures)
