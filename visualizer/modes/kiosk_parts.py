"""What the pages of an unattended screen are put together from: the row of large buttons, their words, and icons.

Knows shapes and the session; knows no page.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from visualizer.core.colour import contrast
from visualizer.core.geometry import Box, Point
from visualizer.frame import type as typeface
from visualizer.frame.shapes import Fill, Label, Path, Region, Shape
from visualizer.modes import pieces
from visualizer.modes import words as says
from visualizer.modes.pieces import Chrome, Hand, Icon, Measure, Setting
from visualizer.modes.transport import OWN_NAMES, following_language
from visualizer.modes.words import Say, VisitWords
from visualizer.session import where

SIDE = 48.0  # the margin left and right, in lines of 1080
BAR = 176.0  # the least height of the bar of buttons
_MOST_BAR = 0.26  # of the frame's height
PAD = 14.0
_LABEL = 26.0
_LARGEST_LABEL = 1.3  # the bar has room for this much larger text
SMALLEST = 0.8  # of the usual text: words shrink no further to find room
STEPS_LEFT: tuple[str, ...] = ("previous-step", "restart", "next-step")
ALWAYS: tuple[str, ...] = ("larger-text", "swap-language", "support")
_WEIGHTS = {"next-step": 1.75, "support": 1.55, "close": 1.75, "larger-text": 1.15}


@dataclass(frozen=True, slots=True)
class Button:
    """A large button: where it is, what it says and shows; a strong one is what most people want next."""

    name: str
    box: Box
    text: str
    icon: Icon | None = None
    strong: bool = False


def bar(setting: Setting, left: Sequence[str], right: Sequence[str], progress: bool = False) -> Chrome:
    """Return the row of large buttons at the lower edge, and above it how far the playlist has come."""
    session, measure, colours = setting.session, setting.measure, setting.colours
    (width, height), unit = measure.size, measure.unit
    strip = Box(0, height - bar_height(measure), width, height)
    drawn = Chrome(ground(setting, strip))
    gap = 16 * unit
    full = (*STEPS_LEFT, *ALWAYS)
    weights = sum(_WEIGHTS.get(name, 1.0) for name in full)
    middle = 90 * unit
    one = (width - 2 * SIDE * unit - gap * (len(full) - 2) - middle) / weights
    low, high = strip.low + PAD * unit, strip.high - PAD * unit
    x = SIDE * unit
    for name in left:
        wide = one * _WEIGHTS.get(name, 1.0)
        drawn += button(setting, _bar_button(setting, name, Box(x, low, x + wide, high)))
        x += wide + gap
    between, x = x, width - SIDE * unit
    for name in reversed(right):
        wide = one * _WEIGHTS.get(name, 1.0)
        drawn += button(setting, _bar_button(setting, name, Box(x - wide, low, x, high)))
        x -= wide + gap
    if progress:
        here, count = where(session)
        part = (here + (session.seconds / session.length if session.length else 0.0)) / max(1, count)
        thick = max(3.0, 6 * unit)
        track = Box(0, strip.low - thick / 2, width, strip.low + thick / 2)
        done = Box(0, track.low, max(1.0, width * part), track.high)
        drawn += Chrome((Fill(track, colours.edge), Fill(done, colours.accent)))
        text = f"{here + 1} / {count}"
        size = 26 * unit
        if typeface.width(text, size) < x - between + gap:
            at = ((between + x) / 2, pieces.line_under((low + high) / 2, size))
            drawn += Chrome((Label(text, at, size, colours.quiet, anchor="centre"),))
    return drawn


def _bar_button(setting: Setting, name: str, box: Box) -> Button:
    session, say = setting.session, setting.words.say
    if name == "swap-language":
        other = following_language(session)
        return Button(name, box, OWN_NAMES[other], pieces.sign_icon(other.upper()))
    text = say(says.KIOSK_BUTTONS["close" if name == "pin:away" else name])
    strong = name == "close" or (name == "next-step" and session.at_end and session.opening is None)
    return Button(name, box, text, _ICONS[name], strong)


def button(setting: Setting, button: Button, size: float = _LABEL) -> Chrome:
    """Return a large button, its icon above its words; on a low and wide one beside them."""
    session, measure, colours = setting.session, setting.measure, setting.colours
    unit, box = measure.unit, button.box
    pressed = session.pressed == button.name
    fill = colours.text if button.strong else colours.control
    ink = _ink(setting, fill)
    edge = colours.text if pressed else colours.accent if button.name == "next-step" else colours.edge
    shapes: list[Shape] = [
        Fill(
            box,
            fill,
            1.0 if pressed or button.strong else 0.9,
            20 * unit,
            edge,
            max(1.5, (3 if pressed else 2) * unit),
        )
    ]
    if session.focus == button.name:
        shapes += pieces.plate(setting, button.name, box.grown(7 * unit))
    scale = min(measure.text_scale, _LARGEST_LABEL)
    icon = max(20.0, 38 * unit) if button.icon is not None else 0.0
    aside = bool(button.text) and button.icon is not None and size > _LABEL
    room = box.width - 20 * unit - (icon + 20 * unit if aside else 0.0)
    em, lines = _shrunk(button.text, size * unit * scale, room, 24 * unit)
    pitch = em * 1.16
    x, y = box.centre
    if button.icon is not None and not button.text:
        return Chrome(
            (*shapes, *button.icon(box.centre, icon * 1.2, ink)), (Region(button.name, box, "button"),)
        )
    if aside and button.icon is not None:
        widest = max(typeface.width(line, em, "semibold") for line in lines)
        at = x - (widest + icon + 20 * unit) / 2 + icon / 2
        shapes += button.icon((at, y), icon, ink)
        x = at + icon / 2 + 20 * unit + widest / 2
        top = y - pitch * len(lines) / 2
    elif button.icon is not None:
        high = icon + 12 * unit + pitch * len(lines)
        shapes += button.icon((x, y - high / 2 + icon / 2), icon, ink)
        top = y - high / 2 + icon + 12 * unit
    else:
        top = y - pitch * len(lines) / 2
    for i, line in enumerate(lines):
        at_y = pieces.line_under(top + pitch * (i + 0.5), em)
        shapes.append(Label(line, (x, at_y), em, ink, "semibold", "centre"))
    return Chrome(tuple(shapes), (Region(button.name, box, "button"),))


def _shrunk(text: str, size: float, room: float, least: float) -> tuple[float, tuple[str, ...]]:
    """Return the size, not below the least, at which a text stands in at most two lines of this width."""
    while True:
        lines = typeface.wrap(text, size, "semibold", room)
        fits = len(lines) <= 2 and all(typeface.width(line, size, "semibold") <= room for line in lines)
        if fits or size <= least:
            return size, lines
        size = max(least, size * 0.94)


def fitting(texts: Sequence[str], size: float, room: float, weight: str) -> float:
    """Return the size at which the widest of some lines fits."""
    widest = max((typeface.width(text, size, weight) for text in texts), default=0.0)
    return size * min(1.0, room / widest) if widest else size


def bar_height(measure: Measure) -> float:
    """Return how high the row of large buttons is, in px."""
    wanted = max(BAR * measure.unit, measure.finger + 2 * PAD * measure.unit)
    return round(min(wanted, _MOST_BAR * measure.size[1]))


def ground(setting: Setting, strip: Box) -> tuple[Shape, ...]:
    """Return what the row of large buttons stands on."""
    line = Box(strip.left, strip.low, strip.right, strip.low + max(1.0, 1.5 * setting.measure.unit))
    return (Fill(strip, setting.colours.veil), Fill(line, setting.colours.edge, 0.7))


def veiled(setting: Setting, alpha: float = 0.985) -> Chrome:
    """Return what hides the picture below a page, and takes its touches."""
    whole = Box(0, 0, *setting.measure.size)
    return Chrome((Fill(whole, setting.colours.veil, alpha),), (Region("veil", whole, "veil"),))


def largest(
    draw: Callable[[float], tuple[tuple[Label, ...], float]], room: float, scale: float
) -> tuple[tuple[Label, ...], float]:
    """Return what is drawn at the largest text size, at most the one that was asked for, that keeps to a height."""
    while True:
        labels, high = draw(scale)
        if high <= room or scale <= SMALLEST:
            return labels, high
        scale -= 0.05


def column(texts: Sequence[tuple[str, Hand, float]], room: float) -> tuple[tuple[Label, ...], float]:
    """Return paragraphs one below the other from the origin on, each with the gap after it, and their height."""
    drawn: list[Label] = []
    top = 0.0
    for text, hand, gap in texts:
        lines, taken = pieces.paragraph(text, (0.0, top), room, hand)
        drawn += lines
        top += taken + gap
    return tuple(drawn), top


def moved(labels: Sequence[Label], by: Point) -> tuple[Label, ...]:
    """Return labels at another place."""
    return tuple(replace(label, at=(label.at[0] + by[0], label.at[1] + by[1])) for label in labels)


def upright(setting: Setting, x: float, top: float, low: float) -> Fill:
    """Return a thin line that parts two columns."""
    half = max(0.5, 0.75 * setting.measure.unit)
    return Fill(Box(x - half, top, x + half, low), setting.colours.edge, 0.8)


def narrowed(box: Box, wide: float) -> Box:
    """Return the right part of a box, at most so wide."""
    return Box(max(box.left, box.right - wide), box.low, box.right, box.high)


def centred(text: str, x: float, top: float, room: float, hand: Hand) -> tuple[tuple[Label, ...], float]:
    """Return wrapped lines around an upright axis, and the height they take."""
    pitch = hand.size * typeface.LINE_HEIGHT
    lines = typeface.wrap(text, hand.size, hand.weight, room)
    labels = tuple(
        Label(
            line,
            (x, pieces.line_under(top + pitch * (i + 0.5), hand.size)),
            hand.size,
            hand.colour,
            hand.weight,
            "centre",
        )
        for i, line in enumerate(lines)
    )
    return labels, pitch * len(lines)


def _ink(setting: Setting, ground: str) -> str:
    """Return the colour of words on a ground: whichever of the theme's is read best."""
    return max((setting.colours.text, setting.colours.veil), key=lambda colour: contrast(colour, ground))


def ring_of(setting: Setting, centre: Point, radius: float, part: float) -> tuple[Shape, ...]:
    """Return a ring that empties clockwise from the top."""
    unit, colours = setting.measure.unit, setting.colours
    points = tuple(
        (
            centre[0] + radius * math.sin(math.tau * turn / 96),
            centre[1] - radius * math.cos(math.tau * turn / 96),
        )
        for turn in range(97)
    )
    shown = points[: max(2, round(96 * min(max(part, 0.0), 1.0)) + 1)]
    width = max(3.0, 7 * unit)
    return (Path(points, colours.edge, width), Path(shown, colours.accent, width))


def speech(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
    """Return a speech bubble with two lines in it: somebody listens."""
    half_w, half_h, width = size * 0.5, size * 0.36, max(2.0, size * 0.08)
    x, y = at[0], at[1] - size * 0.06
    corner = size * 0.14
    outline = (
        (x - half_w + corner, y - half_h), (x + half_w - corner, y - half_h), (x + half_w, y - half_h + corner),
        (x + half_w, y + half_h - corner), (x + half_w - corner, y + half_h), (x - size * 0.05, y + half_h),
        (x - size * 0.26, y + half_h + size * 0.24), (x - size * 0.26, y + half_h),
        (x - half_w + corner, y + half_h), (x - half_w, y + half_h - corner), (x - half_w, y - half_h + corner),
    )  # fmt: skip
    rows = tuple(
        Path(((x - half_w * 0.55, y + dy), (x + half_w * 0.55, y + dy)), colour, width)
        for dy in (-size * 0.1, size * 0.1)
    )
    return (Path(outline, colour, width, closed=True), *rows)


def erase(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
    """Return a key's outline that points back, with a cross in it: the last digit goes."""
    width = max(2.0, size * 0.08)
    outline = ((-0.52, 0.0), (-0.2, -0.34), (0.5, -0.34), (0.5, 0.34), (-0.2, 0.34))
    placed = tuple((at[0] + x * size, at[1] + y * size) for x, y in outline)
    middle, reach = (at[0] + 0.16 * size, at[1]), 0.14 * size
    cross = tuple(
        Path(
            ((middle[0] - reach, middle[1] - reach * s), (middle[0] + reach, middle[1] + reach * s)),
            colour,
            width,
        )
        for s in (1, -1)
    )
    return (Path(placed, colour, width, closed=True), *cross)


def tick(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
    """Return a tick."""
    points = ((-0.36, 0.02), (-0.1, 0.28), (0.38, -0.28))
    placed = tuple((at[0] + x * size, at[1] + y * size) for x, y in points)
    return (Path(placed, colour, max(3.0, size * 0.12)),)


def languages(setting: Setting) -> dict[str, Say]:
    """Return how each language says the words of the program, the place's own first."""
    return dict(words_of(setting).languages) or {setting.session.language: setting.words.say}


def words_of(setting: Setting) -> VisitWords:
    """Return what is said on this screen alone."""
    return setting.words.visit or VisitWords()


_ICONS: dict[str, Icon] = {
    "previous-step": pieces.previous_icon,
    "restart": pieces.loop_icon,
    "next-step": pieces.next_icon,
    "larger-text": pieces.sign_icon("A+"),
    "support": speech,
    "close": pieces.close_icon,
    "pin:away": pieces.close_icon,
}
