"""The small parts of the chrome: buttons, icons, paragraphs. Knows shapes and sizes; knows no page."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from visualizer.core.geometry import Box, Point, Points
from visualizer.figures.look import Theme
from visualizer.frame import type as typeface
from visualizer.frame.shapes import Disc, Fill, Group, Label, Path, Region, Shape
from visualizer.modes.words import Words
from visualizer.session import Session

TEXT = 24.0  # the smallest text at 1080 lines
TARGET_PX = 44.0  # the smallest place to press, however small the window
BAND = 88.0  # of 1080 lines the picture leaves so many free below its caption for the controls


@dataclass(frozen=True, slots=True, eq=False)
class Chrome:
    """Shapes over the picture, what can be pressed, and how far the open overlay or page can be scrolled."""

    shapes: tuple[Shape, ...] = ()
    regions: tuple[Region, ...] = ()
    scroll_limit: int = 0

    def __add__(self, other: "Chrome") -> "Chrome":
        limit = max(self.scroll_limit, other.scroll_limit)
        return Chrome((*self.shapes, *other.shapes), (*self.regions, *other.regions), limit)


@dataclass(frozen=True, slots=True)
class Measure:
    """How large things are on a frame of this size."""

    size: tuple[int, int]
    text_scale: float = 1.0
    finger: float = 0.0  # the smallest place to press, in pixels, where the screen's own size asks for more

    @property
    def unit(self) -> float:
        """Return the pixels of one line of 1080; narrow frames count as lower ones."""
        return min(self.size[1] / 1080, self.size[0] / 1440)

    def text(self, size: float = TEXT) -> float:
        """Return a text size in pixels, as the person wants it."""
        return size * self.unit * self.text_scale

    @property
    def target(self) -> float:
        """Return the side of a square button; below 540 lines the band itself is narrower than a finger."""
        scaled = 56 * self.unit * min(self.text_scale, 1.4)
        return max(min(TARGET_PX, BAND * self.size[1] / 1080), scaled, self.finger)


@dataclass(frozen=True, slots=True)
class Colours:
    """The theme's colours that controls use."""

    text: str
    quiet: str
    control: str
    edge: str
    accent: str
    focus: str
    veil: str


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """What all chrome is drawn for: the show, its words, its colours and the frame's measure."""

    session: Session
    words: Words
    colours: Colours
    measure: Measure

    def chosen(self, name: str) -> bool:
        """Tell whether the pointer or the keyboard's focus is on a region."""
        return bool(name) and name in {self.session.pointed, self.session.focus}


def colours_of(theme: Theme) -> Colours:
    """Return what controls use of a theme."""
    of = theme.colours
    return Colours(
        text=of["text"],
        quiet=of["text-quiet"],
        control=of["control"],
        edge=of["control-edge"],
        accent=of["accent"],
        focus=of["focus-ring"],
        veil=of["veil"],
    )


Icon = Callable[[Point, float, str], tuple[Shape, ...]]


def square(centre: Point, side: float) -> Box:
    """Return the square of this side around a point."""
    half = side / 2
    return Box(centre[0] - half, centre[1] - half, centre[0] + half, centre[1] + half)


def line_under(centre_y: float, size: float) -> float:
    """Return the baseline of a text whose capitals stand around this height."""
    return centre_y + typeface.CAP_HEIGHT * size / 2


def plate(setting: Setting, name: str, box: Box, shown: bool = False) -> tuple[Shape, ...]:
    """Return what lies under a control: a quiet plate under the pointer, a ring on the focus."""
    unit, colours = setting.measure.unit, setting.colours
    radius = min(14 * unit, box.height / 2)
    pointed = setting.session.pointed == name
    out: list[Shape] = []
    if shown or pointed:
        out.append(
            Fill(box, colours.control, 1.0 if pointed else 0.7, radius, colours.edge, max(1.0, 1.5 * unit))
        )
    if setting.session.focus == name:
        ring = max(2.0, 3 * unit)
        out.append(Path(rounded(box.grown(-ring / 2), radius), colours.focus, ring, closed=True))
    return tuple(out)


def icon_button(setting: Setting, name: str, centre: Point, icon: Icon) -> Chrome:
    """Return a square button with an icon."""
    box = square(centre, setting.measure.target)
    colour = setting.colours.text if setting.chosen(name) else setting.colours.quiet
    drawn = _drawn(
        icon, centre, max(20.0, 28 * setting.measure.unit * min(setting.measure.text_scale, 1.5)), colour
    )
    return Chrome((*plate(setting, name, box), drawn), (Region(name, box, "button"),))


@lru_cache(maxsize=128)
def _drawn(icon: Icon, centre: Point, size: float, colour: str) -> Group:
    """Return an icon as one still group: the same object as long as nothing about it changes."""
    return Group("icon", icon(centre, size, colour), still=True)


def text_button(setting: Setting, name: str, text: str, right: Point) -> Chrome:
    """Return a button with words whose right end stands at a point."""
    measure = setting.measure
    size = measure.text()
    wide = typeface.width(text, size, "semibold") + 2 * 22 * measure.unit
    height = max(measure.target, size * 1.9)
    x, y = right
    box = Box(x - wide, y - height / 2, x, y + height / 2)
    label = Label(text, (x - wide / 2, line_under(y, size)), size, setting.colours.text, "semibold", "centre")
    return Chrome((*plate(setting, name, box, shown=True), label), (Region(name, box, "button"),))


def tooltip(setting: Setting, text: str, over: Point) -> tuple[Shape, ...]:
    """Return words in a small plate whose lower edge stands at the point, held within the frame."""
    measure, colours = setting.measure, setting.colours
    size, unit = measure.text(), measure.unit
    half = typeface.width(text, size, "semibold") / 2 + 16 * unit
    room = measure.size[0] / 2 - 12
    if half > room:  # a long line in large type gives way to the frame
        size *= (room - 16 * unit) / (half - 16 * unit)
        half = room
    x = min(max(over[0], half + 8), measure.size[0] - half - 8)
    height = size * 1.6
    box = Box(x - half, over[1] - height, x + half, over[1])
    baseline = line_under(over[1] - height / 2, size)
    return (
        Fill(box, colours.control, 0.96, 10 * unit, colours.edge, max(1.0, 1.5 * unit)),
        Label(text, (x, baseline), size, colours.text, "semibold", "centre"),
    )


@dataclass(frozen=True, slots=True)
class Hand:
    """How a paragraph is written: size in pixels, colour, weight."""

    size: float
    colour: str
    weight: str = "regular"


def paragraph(text: str, corner: Point, wide: float, hand: Hand) -> tuple[tuple[Label, ...], float]:
    """Return wrapped lines from their upper left corner on, and the height they take."""
    pitch = hand.size * typeface.LINE_HEIGHT
    first = corner[1] + pitch / 2 + typeface.CAP_HEIGHT * hand.size / 2
    lines = typeface.wrap(text, hand.size, hand.weight, wide)
    labels = tuple(
        Label(line, (corner[0], first + pitch * i), hand.size, hand.colour, hand.weight)
        for i, line in enumerate(lines)
    )
    return labels, pitch * len(lines)


# -------------------------------------------------------------------------------------------------- icons


def play_icon(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
    """Return a triangle that points on."""
    return (_filled(at, size, ((-0.32, -0.42), (0.46, 0.0), (-0.32, 0.42)), colour),)


def pause_icon(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
    """Return two upright bars."""
    return tuple(_bar(at, size, (x, 0.0, 0.2, 0.8), colour) for x in (-0.2, 0.2))


def next_icon(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
    """Return a triangle that ends on a bar."""
    return (
        _filled(at, size, ((-0.38, -0.36), (0.22, 0.0), (-0.38, 0.36)), colour),
        _bar(at, size, (0.32, 0.0, 0.14, 0.72), colour),
    )


def previous_icon(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
    """Return a triangle that points back to a bar."""
    return (
        _filled(at, size, ((0.38, -0.36), (-0.22, 0.0), (0.38, 0.36)), colour),
        _bar(at, size, (-0.32, 0.0, 0.14, 0.72), colour),
    )


def start_icon(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
    """Return two triangles that point back to a bar."""
    return (
        _bar(at, size, (-0.42, 0.0, 0.12, 0.72), colour),
        _filled(at, size, ((0.06, -0.34), (-0.32, 0.0), (0.06, 0.34)), colour),
        _filled(at, size, ((0.46, -0.34), (0.08, 0.0), (0.46, 0.34)), colour),
    )


def menu_icon(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
    """Return three dots in a row: there is more."""
    return tuple(_bar(at, size, (x, 0.0, 0.18, 0.18), colour) for x in (-0.32, 0.0, 0.32))


def knobs_icon(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
    """Return three slides, each with its knob at another place."""
    bars = tuple(_bar(at, size, (0.0, y, 0.84, 0.08), colour) for y in (-0.28, 0.0, 0.28))
    knobs = ((-0.18, -0.28), (0.22, 0.0), (-0.06, 0.28))
    return (*bars, *(Disc((at[0] + x * size, at[1] + y * size), 0.13 * size, colour) for x, y in knobs))


def scenes_icon(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
    """Return four small pictures: all scenes."""
    return tuple(_bar(at, size, (x, y, 0.34, 0.34), colour) for x in (-0.22, 0.22) for y in (-0.22, 0.22))


def look_icon(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
    """Return a disc, half light and half dark."""
    half = tuple(_around(at, size * 0.40, 90 + 10 * i) for i in range(19))
    ring = tuple(_around(at, size * 0.40, 10 * i) for i in range(36))
    return (
        Path(half, colour, 1.0, fill=colour, closed=True),
        Path(ring, colour, max(1.5, size * 0.07), closed=True),
    )


def halves_icon(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
    """Return two upright pages: scenes side by side."""
    return tuple(_page(at, size, x, colour) for x in (-0.24, 0.24))


def half_icon(side: float) -> Icon:
    """Return an icon of two pages of which one is full: −1 for the left one, 1 for the right one."""

    def icon(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
        full = _bar(at, size, (0.24 * side, 0.0, 0.36, 0.66), colour)
        return (full, _page(at, size, -0.24 * side, colour))

    return icon


def _page(at: Point, size: float, x: float, colour: str) -> Path:
    """Return the outline of an upright page."""
    half_w, half_h = 0.17, 0.33
    corners = ((-half_w, -half_h), (half_w, -half_h), (half_w, half_h), (-half_w, half_h))
    points = tuple((at[0] + (x + dx) * size, at[1] + dy * size) for dx, dy in corners)
    return Path(points, colour, max(1.5, size * 0.07), closed=True)


def loop_icon(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
    """Return a ring that runs into its own start."""
    ring = tuple(_around(at, size * 0.36, 60 + 10 * i) for i in range(30))
    tip_x, tip_y = _around(at, size * 0.36, 60)
    reach = size * 0.2
    head = (
        (tip_x - reach, tip_y - reach * 0.9),
        (tip_x + reach * 0.75, tip_y),
        (tip_x - reach * 0.55, tip_y + reach),
    )
    return (
        Path(ring, colour, max(1.5, size * 0.09)),
        Path(head, colour, 1.0, fill=colour, closed=True),
    )


def close_icon(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
    """Return a cross."""
    reach = size * 0.32
    width = max(2.0, size * 0.09)
    return tuple(
        Path(((at[0] - reach, at[1] - reach * s), (at[0] + reach, at[1] + reach * s)), colour, width)
        for s in (1, -1)
    )


@lru_cache(maxsize=32)
def sign_icon(sign: str) -> Icon:
    """Return an icon that is a short sign in letters: ?, ≈, FR."""

    def icon(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
        em = size * 0.92
        return (Label(sign, (at[0], line_under(at[1], em)), em, colour, "semibold", "centre"),)

    return icon


def _around(at: Point, radius: float, degrees: float) -> Point:
    angle = math.radians(degrees)
    return (at[0] + radius * math.cos(angle), at[1] - radius * math.sin(angle))


def _filled(at: Point, size: float, points: Points, colour: str) -> Path:
    return Path(
        tuple((at[0] + x * size, at[1] + y * size) for x, y in points), colour, 1.0, fill=colour, closed=True
    )


def _bar(at: Point, size: float, place: tuple[float, float, float, float], colour: str) -> Fill:
    """Return a bar by its middle, width and height, in parts of the icon's size."""
    cx, cy = at[0] + place[0] * size, at[1] + place[1] * size
    half_w, half_h = place[2] * size / 2, place[3] * size / 2
    return Fill(Box(cx - half_w, cy - half_h, cx + half_w, cy + half_h), colour, radius=0.04 * size)


def rounded(box: Box, radius: float) -> Points:
    """Return the outline of a box with round corners."""
    corners = (
        (box.right, box.low, 0),
        (box.left, box.low, 90),
        (box.left, box.high, 180),
        (box.right, box.high, 270),
    )
    out: list[Point] = []
    for x, y, start in corners:
        centre = (
            x - radius if x == box.right else x + radius,
            y + radius if y == box.low else y - radius,
        )
        out.extend(_around(centre, radius, start + turn) for turn in range(0, 91, 15))
    return tuple(out)
