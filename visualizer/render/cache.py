"""A bounded memory for baked pictures: what was not used for longest goes first. Knows bytes, not drawing."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import NamedTuple

import pygame


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A baked surface and where its top-left pixel lies from the place it is drawn at.

    `opaque` pictures are blitted plainly, all others are premultiplied. `keeps` holds what a key stands for,
    so that an identity in a key is never given to something new while the picture lives.
    """

    surface: pygame.Surface
    left: int = 0
    top: int = 0
    opaque: bool = False
    keeps: object = None

    @property
    def size_bytes(self) -> int:
        """Return the memory of the pixels."""
        return self.surface.get_height() * self.surface.get_pitch()


class Job(NamedTuple):
    """A picture that may not be baked yet; `make` is pure, so that any thread may call it."""

    key: Hashable
    make: Callable[[], Picture]


class Cache:
    """Pictures by key, at most `budget` bytes of them; a picture larger than the budget is kept alone."""

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self.hits = 0
        self.misses = 0
        self.size_bytes = 0
        self._pictures: OrderedDict[Hashable, Picture] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Picture]) -> Picture:
        """Return the picture of the key, made now if it is not there."""
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
        if key in self._pictures:
            return
        self._pictures[key] = picture
        self.size_bytes += picture.size_bytes
        while self.size_bytes > self.budget and len(self._pictures) > 1:
            _, oldest = self._pictures.popitem(last=False)
            self.size_bytes -= oldest.size_bytes

    def clear(self) -> None:
        """Forget every picture."""
        self._pictures.clear()
        self.size_bytes = 0

    def __contains__(self, key: Hashable) -> bool:
        return key in self._pictures

    def __len__(self) -> int:
        return len(self._pictures)
