"""What lies above the pages of an unattended screen: the kind question, and the pad where staff type their PIN."""

import math

from visualizer.core.geometry import Box
from visualizer.frame import type as typeface
from visualizer.frame.shapes import Disc, Fill, Label, Region, Shape
from visualizer.modes import kiosk_parts as parts
from visualizer.modes import pieces
from visualizer.modes.pieces import Chrome, Hand, Setting
from visualizer.modes.words import clock
from visualizer.session import Visit


def question(setting: Setting, visit: Visit) -> Chrome:
    """Return the kind question: any touch means yes."""
    measure, colours, say = setting.measure, setting.colours, setting.words.say
    (width, height), unit = measure.size, measure.unit
    veil = Region("veil", Box(0, 0, width, height), "veil")
    left_s = math.ceil(visit.question or 0.0)
    most = max(visit.site.question_s, 20.0)
    room = min(1080 * unit, width - 2 * parts.SIDE * unit)
    inset, x = 44 * unit, width / 2
    ring, button = 58 * unit, max(110 * unit, measure.finger)
    low = height - parts.bar_height(measure) - 26 * unit
    scale = measure.text_scale
    while True:
        texts = (
            (say("Would you like to go on?"), Hand(52 * unit * scale, colours.text, "semibold"), 14),
            (say("Take your time. Touch the screen to go on."), Hand(32 * unit * scale, colours.text), 8),
            (
                say("Otherwise this screen gets ready for the next person."),
                Hand(28 * unit * scale, colours.quiet),
                26,
            ),
        )
        taken = [len(typeface.wrap(t, h.size, h.weight, room - 2 * inset)) * h.size for t, h, _ in texts]
        high = sum(taken) * typeface.LINE_HEIGHT + sum(gap * unit for _, _, gap in texts) + 2 * ring
        high += button + 2 * inset + 26 * unit
        if high <= low - 10 * unit or scale <= parts.SMALLEST:
            break
        scale -= 0.05
    card = Box(x - room / 2, max(10 * unit, low - high), x + room / 2, low)
    shapes: list[Shape] = [
        Fill(Box(0, 0, width, height), colours.veil, 0.78),
        Fill(card, colours.control, 0.98, 26 * unit, colours.edge, max(1.5, 2 * unit)),
    ]
    top = card.low + inset
    for text, hand, gap in texts:
        labels, used = parts.centred(text, x, top, room - 2 * inset, hand)
        shapes += labels
        top += used + gap * unit
    shapes += parts.ring_of(setting, (x, top + ring), ring, (visit.question or 0.0) / most)
    number = 44 * unit
    at = (x, pieces.line_under(top + ring, number))
    shapes.append(Label(str(left_s), at, number, colours.text, "semibold", "centre"))
    wide = min(560 * unit, room - 2 * inset)
    box = Box(x - wide / 2, card.high - inset - button, x + wide / 2, card.high - inset)
    yes = parts.Button("stay", box, say("Yes, go on"), parts.tick, strong=True)
    drawn = Chrome(tuple(shapes), (veil,)) + parts.button(setting, yes, size=36)
    return drawn + parts.bar(setting, (), ("support",))


def pad(setting: Setting, visit: Visit) -> Chrome:
    """Return the staff's PIN pad, or how they leave where no PIN is set."""
    measure, colours, say = setting.measure, setting.colours, setting.words.say
    (width, height), unit = measure.size, measure.unit
    drawn = parts.veiled(setting, 1.0)  # words below would be read through a thinner one
    x, low = width / 2, height - parts.bar_height(measure) - 10 * unit
    room = min(900 * unit, width - 2 * parts.SIDE * unit)
    title, taken = parts.centred(
        say("For the staff"), x, 40 * unit, room, Hand(40 * unit, colours.text, "semibold")
    )
    drawn += Chrome(title)
    top = 40 * unit + taken + 8 * unit
    bar = parts.bar(setting, ("pin:away",), ("support",))
    if not visit.site.pin:
        way = parts.words_of(setting).way_out
        text = say("No PIN is set for this screen. It can be left from the machine alone: {way}").format(
            way=way
        )
        lines, _ = parts.centred(text, x, top + 60 * unit, room, Hand(32 * unit, colours.text))
        return drawn + Chrome(lines) + bar
    if visit.locked > 0:
        told = say("This PIN is not the right one. Try again in {seconds} s.")
        told = told.format(
            seconds=clock(math.ceil(visit.locked)) if visit.locked >= 60 else math.ceil(visit.locked)
        )
    elif visit.checking:
        told = say("One moment…")
    else:
        told = say("Type the PIN, then touch the tick.")
    lines, taken = parts.centred(told, x, top, room, Hand(28 * unit, colours.quiet))
    drawn += Chrome(lines)
    top += taken + 14 * unit
    typed = len(visit.typed or "")
    dots = max(4, typed)
    for i in range(dots):
        at = (x + (i - (dots - 1) / 2) * 40 * unit, top + 16 * unit)
        filled = i < typed
        ring = None if filled else colours.edge
        colour = colours.text if filled else colours.control
        drawn += Chrome((Disc(at, 12 * unit, colour, 1.0, ring, 0.0 if filled else 2 * unit),))
    top += 52 * unit
    gap = 14 * unit
    key = min(max(116 * unit, measure.finger), (low - top - 3 * gap) / 4)
    grid = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "erase", "0", "enter")
    icons = {"erase": parts.erase, "enter": parts.tick}
    wide = key * 1.35
    for place, name in enumerate(grid):
        left = x - 1.5 * wide - gap + (place % 3) * (wide + gap)
        y = top + (place // 3) * (key + gap)
        text = name if name.isdigit() else ""
        button = parts.Button(
            f"pin:{name}", Box(left, y, left + wide, y + key), text, icons.get(name), name == "enter"
        )
        drawn += parts.button(setting, button, size=44)
    return drawn + bar
