"""Help lines on an unattended screen: the card that is one touch away, and the one for a screen out of service."""

from collections.abc import Sequence

from visualizer.core.geometry import Box, Point
from visualizer.frame import type as typeface
from visualizer.frame.shapes import Backdrop, Fill, Label, Shape
from visualizer.modes import kiosk_parts as parts
from visualizer.modes import pieces
from visualizer.modes import words as says
from visualizer.modes.pieces import Chrome, Hand, Setting
from visualizer.modes.words import HelpLine


def help_page(setting: Setting) -> Chrome:
    """Return the help card: that somebody answers, who, and how."""
    session, measure = setting.session, setting.measure
    (width, height), unit = measure.size, measure.unit
    drawn = parts.veiled(setting, 1.0)
    room = min(width - 2 * parts.SIDE * unit, 1500 * unit)
    left = (width - room) / 2
    low = height - parts.bar_height(measure) - 16 * unit
    lines = parts.words_of(setting).lines.get(session.language, ())
    scale = measure.text_scale
    while True:
        card, bottom = _help_card(setting, lines, (left, 52 * unit), room, scale)
        if bottom <= low or scale <= 0.75:
            break
        scale -= 0.05
    return drawn + Chrome(card) + parts.bar(setting, ("close",), ("larger-text", "swap-language"))


def closed(setting: Setting, backdrop: tuple[str, str]) -> Chrome:
    """Return the card of a screen that is out of service: calm, in both languages, with the first help line."""
    measure, colours = setting.measure, setting.colours
    (width, height), unit = measure.size, measure.unit
    drawn = Chrome((Backdrop(Box(0, 0, width, height), *backdrop),))
    spoken = parts.languages(setting)
    pitch = (width - 2 * parts.SIDE * unit) / max(1, len(spoken))
    for i, (language, say) in enumerate(spoken.items()):
        left, room, top = parts.SIDE * unit + i * pitch + 36 * unit, pitch - 72 * unit, height * 0.08
        for text, hand, gap in (
            (
                say("This screen is out of service for now."),
                Hand(46 * unit, colours.text, "semibold"),
                16,
            ),
            (say("Thank you for your patience."), Hand(34 * unit, colours.quiet), 44),
            (say(says.SUPPORT_BUTTON), Hand(34 * unit, colours.text, "semibold"), 8),
            (say(says.SUPPORT_HERE), Hand(30 * unit, colours.text), 22),
        ):
            lines, taken = pieces.paragraph(text, (left, top), room, hand)
            drawn += Chrome(lines)
            top += taken + gap * unit
        shown = parts.words_of(setting).lines.get(language, ())
        scale = 0.95
        rows, bottom = _help_rows(setting, shown, (left, top), room, scale)
        while bottom > height - 30 * unit and scale > 0.6:
            scale -= 0.05
            rows, bottom = _help_rows(setting, shown, (left, top), room, scale)
        drawn += Chrome(rows)
        if i:
            drawn += Chrome(
                (parts.upright(setting, parts.SIDE * unit + i * pitch, height * 0.08, height * 0.94),)
            )
    return drawn


def _help_card(
    setting: Setting, lines: Sequence[HelpLine], corner: Point, room: float, scale: float
) -> tuple[tuple[Shape, ...], float]:
    colours, say, unit = setting.colours, setting.words.say, setting.measure.unit
    left, top = corner
    shapes: list[Shape] = []
    for text, size, colour, weight, gap in (
        (say(says.SUPPORT_BUTTON), 48, colours.text, "semibold", 10),
        (say(says.SUPPORT_FIRST), 34, colours.text, "regular", 8),
        (say(says.SUPPORT_HERE), 34, colours.text, "semibold", 22),
    ):
        drawn, taken = pieces.paragraph(text, (left, top), room, Hand(size * unit * scale, colour, weight))
        shapes += drawn
        top += taken + gap * unit * scale
    shown, top = _help_rows(setting, lines, (left, top), room, scale)
    return (*shapes, *shown), top


def _help_rows(
    setting: Setting, lines: Sequence[HelpLine], corner: Point, room: float, scale: float
) -> tuple[tuple[Shape, ...], float]:
    """Return one plate a line: the number large, and beside it who answers; and where they end."""
    colours, unit = setting.colours, setting.measure.unit
    (left, top), inset = corner, 24 * unit
    large, small = 40 * unit * scale, 28 * unit * scale
    widest = max((typeface.width(line.number, large, "semibold") for line in lines), default=0.0)
    stacked = widest > room * 0.52
    beside = left + inset if stacked else left + inset + widest + 40 * unit
    shapes: list[Shape] = []
    for line in lines:
        told = typeface.wrap(line.says, small, "regular", left + room - inset - beside)
        words_high = len(told) * small * typeface.LINE_HEIGHT
        number_high = large * typeface.LINE_HEIGHT
        high = number_high + words_high if stacked else max(number_high, words_high)
        box = Box(left, top, left + room, top + high + 16 * unit * scale)
        shapes.append(Fill(box, colours.control, 0.9, 12 * unit, colours.edge, max(1.0, 1.5 * unit)))
        middle = top + 8 * unit * scale + number_high / 2 if stacked else box.centre[1]
        at = (left + inset, pieces.line_under(middle, large))
        shapes.append(Label(line.number, at, large, colours.text, "semibold"))
        first = box.high - 8 * unit * scale - words_high if stacked else box.centre[1] - words_high / 2
        hand = Hand(small, colours.quiet if stacked else colours.text)
        shapes += pieces.paragraph(line.says, (beside, first), left + room - inset - beside, hand)[0]
        top = box.high + 10 * unit * scale
    return tuple(shapes), top
