"""Recipes for pictures that are baked once: inert, comparable, in art units with y up and the origin at the anchor.

A recipe says what a body looks like, never how many pixels it has. The renderer bakes it for the size in use.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from visualizer.core.geometry import Box, Point
from visualizer.frame.packed import packed

Points = Sequence[Point]
"""Places of a recipe; once an art is made of it they are packed, for a scene has hundreds of thousands."""

Colour = str  # "#RRGGBB"


@dataclass(frozen=True, slots=True)
class Body:
    """A solid with one light from the upper left: an outline raised like a pillow.

    `dark`, `mid` and `light` are the ramp from the shaded to the lit side, `rim` the thin lit edge, `bevel` how far
    in from the edge the surface still curves (art units), `holes` are cut out.
    """

    outline: Points
    dark: Colour
    mid: Colour
    light: Colour
    rim: Colour
    bevel: float
    alpha: float = 1.0
    holes: tuple[Points, ...] = ()
    grain: float = 0.0
    gloss: float = 0.25
    rim_strength: float = 0.8
    rim_width: float = 0.0  # 0: a quarter of the bevel
    edge_fade: float = 0.0  # a soft outer edge instead of a crisp one, in art units


@dataclass(frozen=True, slots=True)
class Flat:
    """An even area; `feather` softens its edge (art units). `alpha_low` fades it towards the bottom of its box."""

    outline: Points
    fill: Colour
    alpha: float = 1.0
    feather: float = 0.0
    holes: tuple[Points, ...] = ()
    alpha_low: float | None = None


@dataclass(frozen=True, slots=True)
class Stroke:
    """A smooth line with round ends; `feather` makes it glow."""

    points: Points
    width: float
    colour: Colour
    alpha: float = 1.0
    feather: float = 0.0
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Balls:
    """Lit balls, all of one look, at many places, each with its radius."""

    centres: Points
    radii: tuple[float, ...]
    dark: Colour
    mid: Colour
    light: Colour
    alpha: float = 1.0


@dataclass(frozen=True, slots=True)
class Glow:
    """Light that fades from the centre to nothing at the radius; `power` above 1 gathers it in the middle."""

    centre: tuple[float, float]
    radius: float
    colour: Colour
    alpha: float = 0.5
    power: float = 2.0


@dataclass(frozen=True, slots=True)
class Letters:
    """A short word or sign on a body, centred; `size` is the cap-to-base em in art units. Superscripts as typed (²⁺)."""

    text: str
    centre: tuple[float, float]
    size: float
    colour: Colour
    weight: str = "semibold"


Layer = Body | Flat | Stroke | Balls | Glow | Letters


@dataclass(frozen=True, slots=True, eq=False)
class Art:
    """A baked-once picture: layers from back to front within a box. Equal when the recipe is equal.

    `key` is made from the recipe, so caches in memory and on disk can trust it.
    """

    name: str
    box: Box
    layers: tuple[Layer, ...]
    key: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", tuple(map(_kept, self.layers)))
        recipe = repr((self.box, self.layers)).encode()
        object.__setattr__(self, "key", f"{self.name}-{blake2b(recipe, digest_size=10).hexdigest()}")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Art) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


def _kept(layer: Layer) -> Layer:
    """Return the same layer in little room."""
    match layer:
        case Body() | Flat():
            return replace(layer, outline=packed(layer.outline), holes=tuple(map(packed, layer.holes)))
        case Stroke():
            return replace(layer, points=packed(layer.points))
        case Balls():
            return replace(layer, centres=packed(layer.centres))
        case Glow() | Letters():
            return layer
