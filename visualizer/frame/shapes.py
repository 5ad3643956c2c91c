"""One inert picture in pixels, y down. Knows shapes; knows nothing of scenes, time or pygame."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

from visualizer.core.geometry import Box, Point, Points, inside
from visualizer.frame.art import Art, Colour

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Fill:
    """A plain rectangle, corners rounded by `radius`; the quick way to veil, frame or clear."""

    box: Box
    colour: Colour
    alpha: float = 1.0
    radius: float = 0.0
    outline: Colour | None = None
    outline_width: float = 1.0


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled, smooth-edged disc, with an optional ring."""

    centre: Point
    radius: float
    colour: Colour
    alpha: float = 1.0
    ring: Colour | None = None
    ring_width: float = 0.0


@dataclass(frozen=True, slots=True)
class Path:
    """A thin smooth line, or a filled area when `fill` is given. `dash` is (on, off) in pixels."""

    points: Points
    colour: Colour
    width: float = 1.5
    alpha: float = 1.0
    fill: Colour | None = None
    closed: bool = False
    dash: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Sprite:
    """Baked art at a place. `scale` is pixels per art unit; `angle` turns it counter-clockwise, in radians."""

    art: Art
    at: Point
    scale: float
    angle: float = 0.0
    alpha: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Swarm:
    """A crowd: one art at many places, drawn in one call. `places` has shape (n, 2), float32, in pixels."""

    name: str
    art: Art
    scale: float
    places: Floats
    alpha: float = 1.0


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text. `at` is the left, centre or right end of its baseline; superscripts as typed (Ca²⁺)."""

    text: str
    at: Point
    size: float
    colour: Colour
    weight: str = "regular"  # regular | semibold | bold
    anchor: str = "left"  # left | centre | right
    alpha: float = 1.0


@dataclass(frozen=True, slots=True)
class Backdrop:
    """The whole frame's background: a radial fall-off from `centre` colour to `edge`, with a trace of noise."""

    box: Box
    centre: Colour
    edge: Colour
    focus: Point = (0.42, 0.40)  # where the light falls, as parts of the width and height


@dataclass(frozen=True, slots=True)
class Shade:
    """A soft veil over a box: `alphas` at left, right (when across) or top, bottom, eased between."""

    box: Box
    colour: Colour
    alpha_from: float
    alpha_to: float
    across: bool = False


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Group:
    """Shapes that belong together. `still` groups never change while they are the same object, so they bake whole.

    Whoever baked one may let go of that when the group itself is gone: nobody can ask for it again.
    """

    name: str
    shapes: tuple["Shape", ...]
    alpha: float = 1.0
    still: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Zoomed:
    """One side of a camera move: a full picture of shapes, drawn at rest size, then scaled about a pixel.

    The picture's pixel `about` lands on pixel `to`; `alpha` dissolves it over what is behind; `feather` softens its
    outer edge over this part of its half width, for pictures that are scaled down.
    """

    shapes: tuple["Shape", ...]
    scale: float
    about: Point
    to: Point
    alpha: float = 1.0
    feather: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Pane:
    """A picture within the picture: shapes in the pixels of their own box, cut at its edges. Panes lie side by side."""

    name: str
    box: Box
    shapes: tuple["Shape", ...]


Shape = Fill | Disc | Path | Sprite | Swarm | Label | Backdrop | Shade | Group | Zoomed | Pane


@dataclass(frozen=True, slots=True)
class Region:
    """A named place on the picture that can be pointed at or reached by Tab: name is an id of the scene or chrome."""

    name: str
    box: Box
    role: str = "figure"
    outline: Points = ()  # where the box holds more than the place itself

    def contains(self, point: Point) -> bool:
        """Tell whether a pixel lies in the region."""
        if not self.box.contains(point):
            return False
        return not self.outline or bool(inside(np.array([point], dtype=np.float64), self.outline)[0])


class Places(Sequence[Region]):
    """Named places that are found when somebody first asks for one: a pointer does, most pictures go by without."""

    __slots__ = ("_find", "_found")

    def __init__(self, find: Callable[[], tuple[Region, ...]]) -> None:
        self._find = find
        self._found: tuple[Region, ...] | None = None

    @property
    def _all(self) -> tuple[Region, ...]:
        if self._found is None:
            self._found = self._find()
        return self._found

    @overload
    def __getitem__(self, index: int) -> Region: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Region, ...]: ...
    def __getitem__(self, index: int | slice) -> Region | tuple[Region, ...]:
        return self._all[index]

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Region]:
        return iter(self._all)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A whole picture: its size in pixels, shapes from back to front, and its named regions.

    `words` are those of the regions that are words: they are at hand in every picture, the others are found when asked for.
    """

    size: tuple[int, int]
    shapes: tuple[Shape, ...]
    regions: Sequence[Region] = ()
    words: tuple[Region, ...] = ()

    def walk(self) -> Iterator[Shape]:
        """Yield every shape, groups first and then what is in them."""
        stack = list(reversed(self.shapes))
        while stack:
            shape = stack.pop()
            yield shape
            if isinstance(shape, (Group, Zoomed, Pane)):
                stack.extend(reversed(shape.shapes))
