"""What a layout has made once and shows again and again. Knows keys and their order of use; knows no shape."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Container, Hashable
from typing import TypeVar, cast

Made = TypeVar("Made")
_MOST = 512


class Keepsakes:
    """Values by key, the longest unused first to go. Several threads may ask: a key has one value as long as it is kept."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = threading.Lock()

    def among(self, first: Container[object]) -> "Keepsakes":
        """Return new ones that begin with the values whose key, or its first part, is among these."""
        fresh = Keepsakes(self._most)
        with self._lock:
            fresh._values.update(
                (key, value)
                for key, value in self._values.items()
                if (key[0] if isinstance(key, tuple) else key) in first
            )
        return fresh

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return the value of the key, made now if it is not there; a key always stands for one kind of value."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return cast(Made, self._values[key])
        made = make()  # outside the lock, since making may ask for other keys
        with self._lock:
            kept = self._values.setdefault(key, made)
            if len(self._values) > self._most:
                self._values.popitem(last=False)
        return cast(Made, kept)
