"""A page of the program as something that is made ready beside the loop. Knows how it is named; draws nothing."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field

from visualizer.app.ahead import Stand
from visualizer.frame.shapes import Frame


@dataclass(frozen=True, slots=True)
class Page:
    """A page in a look. The first one measures all of its words and bakes its ground, which takes a fifth of a second."""

    look: Hashable
    make: Callable[[], Frame] = field(compare=False)

    def is_arranged(self) -> bool:
        """Tell whether it can be made at once: never, since whoever asks has not seen it yet."""
        return False

    def frame(self) -> Frame:
        """Return its picture."""
        return self.make()

    def follows(self, before: object) -> bool:
        """Tell whether what was being baked is still what comes next."""
        return True

    def coming(self) -> Iterator[Stand]:
        """Yield nothing: nobody knows where a person goes from a page."""
        return iter(())

    def halfway(self, other: object) -> None:
        """Return nothing: a page does not move."""

    def planned(self) -> "Page":
        """Return the page itself."""
        return self
