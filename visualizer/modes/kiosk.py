"""What an unattended touch screen lays over the picture: a few large buttons in reach, and pages in two languages.

Knows shapes, words and the visit; knows no window, no screen's size in millimetres, and no PIN.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from visualizer.core.colour import contrast
from visualizer.core.geometry import Box, Point
from visualizer.frame import type as typeface
from visualizer.frame.shapes import Backdrop, Disc, Fill, Label, Path, Region, Shape
from visualizer.modes import pieces
from visualizer.modes import words as says
from visualizer.modes.pieces import BAND, Chrome, Hand, Icon, Measure, Setting
from visualizer.modes.transport import LANGUAGE_NAMES, LANGUAGE_SIGNS
from visualizer.modes.words import HelpLine, Say, SceneCard, VisitWords, clock
from visualizer.session import Visit, where

SIDE = 48.0  # the margin left and right, in lines of 1080
BAR = 176.0  # the least height of the bar of buttons
CORNER = 0.13  # of the frame's height: how far an upper corner reaches, for the staff's taps
_MOST_BAR = 0.26  # of the frame's height
_PAD = 14.0
_LABEL = 26.0
_LARGEST_LABEL = 1.3  # the bar has room for this much larger text
_SMALLEST = 0.8  # of the usual text: words shrink no further to find room
_NARROWEST = 4 / 3  # a picture is never narrower; above it the frame is empty
_LINE_WIDE = 1180.0
_BREATH_S = 4.0
STEPS_LEFT: tuple[str, ...] = ("previous-step", "restart", "next-step")
ALWAYS: tuple[str, ...] = ("larger-text", "swap-language", "support")
_WEIGHTS = {"next-step": 1.75, "support": 1.55, "close": 1.75, "larger-text": 1.15}
OWN_NAMES = {"en": "English", "fr": "Français"}


@dataclass(frozen=True, slots=True)
class Button:
    """A large button: where it is, what it says and shows; a strong one is what most people want next."""

    name: str
    box: Box
    text: str
    icon: Icon | None = None
    strong: bool = False


def picture_box(size: tuple[int, int], finger: float = 0.0) -> Box:
    """Return where the picture lies: above the bar, its own empty band behind it, never narrower than 4:3."""
    width, height = size
    measure = Measure(size, finger=finger)
    free = height - _bar_height(measure) - 8 * measure.unit
    high = min(free / (1 - BAND / 1080), width / _NARROWEST)
    top = round(free - high * (1 - BAND / 1080))
    return Box(0.0, float(top), float(width), float(top + round(high)))


def kiosk(setting: Setting, backdrop: tuple[str, str]) -> Chrome:
    """Return the chrome of the page that the visit is on, and of what lies above it."""
    visit = setting.session.visit or Visit()
    if visit.page == "closed":
        page = _closed(setting, backdrop)
    elif setting.session.overlay is not None:
        page = _help(setting)
    else:
        page = _PAGES[visit.page](setting, visit)
    if visit.typed is not None:
        return Chrome(page.shapes) + _pad(setting, visit)
    if visit.question is not None:
        return Chrome(page.shapes) + _question(setting, visit)
    return page


# -------------------------------------------------------------------------------------------------- the pages


def _attract(setting: Setting, visit: Visit) -> Chrome:
    """Return the waiting screen's strip: what to do, what this is, and the door to the help lines."""
    session, measure, colours = setting.session, setting.measure, setting.colours
    (width, height), unit = measure.size, measure.unit
    strip = Box(0, height - _bar_height(measure), width, height)
    middle = (strip.low + strip.high) / 2
    whole = Region("wake", Box(0, 0, width, height), "button")
    drawn = Chrome((*_ground(setting, strip),), (whole,))
    spoken = _languages(setting)
    wide = width * 0.36
    pill = Box((width - wide) / 2, strip.low + _PAD * unit, (width + wide) / 2, strip.high - _PAD * unit)
    shapes: list[Shape] = [
        Fill(pill, colours.control, 0.95, 22 * unit, colours.accent, max(2.0, 3 * unit)),
    ]
    if session.focus == "wake":
        shapes += pieces.plate(setting, "wake", pill.grown(8 * unit))
    large = _fitting(
        [say(says.TOUCH_TO_START) for say in spoken.values()], 44 * unit, wide - 150 * unit, "semibold"
    )
    breath = 0.5 - 0.5 * math.cos(math.tau * (session.seconds + session.hold) / _BREATH_S)
    dot = (pill.left + 62 * unit, middle)
    shapes += [
        Disc(dot, (20 + 10 * breath) * unit, colours.accent, 0.25),
        Disc(dot, 14 * unit, colours.accent),
    ]
    rows = list(spoken.values())
    pitch = large * 1.3
    for i, say in enumerate(rows):
        y = middle + (i - (len(rows) - 1) / 2) * pitch
        hand = (colours.text, "semibold") if i == 0 else (colours.quiet, "regular")
        at = (pill.left + 112 * unit, pieces.line_under(y, large))
        shapes.append(Label(say(says.TOUCH_TO_START), at, large, *hand))
    room = pill.left - 2 * SIDE * unit
    told = [say(says.NO_ADVICE) for say in rows]
    blocks = [typeface.wrap(text, 24 * unit, "regular", room) for text in told]
    while (
        len(blocks) > 1
        and sum(map(len, blocks)) * 24 * typeface.LINE_HEIGHT * unit > strip.height - 20 * unit
    ):
        blocks.pop()
    size, line = 24 * unit, 24 * typeface.LINE_HEIGHT * unit
    y = middle - sum(map(len, blocks)) * line / 2
    for i, block in enumerate(blocks):
        for text in block:
            at = (SIDE * unit, pieces.line_under(y + line / 2, size))
            shapes.append(Label(text, at, size, colours.text if i == 0 else colours.quiet))
            y += line
    right = Box(pill.right + SIDE * unit, pill.low, width - SIDE * unit, pill.high)
    text = setting.words.say(says.SUPPORT_BUTTON)
    help_button = Button("support", _narrowed(right, 420 * unit), text, _speech)
    return drawn + Chrome(tuple(shapes)) + _button(setting, help_button)


def _language(setting: Setting, visit: Visit) -> Chrome:
    """Return the first page: in each language what this is, what it is not, and the button that chooses it."""
    measure, colours = setting.measure, setting.colours
    (width, height), unit = measure.size, measure.unit
    spoken = _languages(setting)
    drawn = _veiled(setting)
    high = max(150 * unit, measure.finger)
    low = height - _bar_height(measure) - 34 * unit
    pitch = (width - 2 * SIDE * unit) / max(1, len(spoken))
    room = pitch - 72 * unit

    def told(say: Say, scale: float) -> tuple[tuple[Label, ...], float]:
        return _column(
            (
                (say(says.WELCOME), Hand(72 * unit, colours.text, "semibold"), 20 * unit),
                (say(says.PURPOSE), Hand(38 * unit * scale, colours.text), 30 * unit),
                (say(says.NO_ADVICE), Hand(32 * unit * scale, colours.quiet), 0.0),
            ),
            room,
        )

    columns = [
        _largest(partial(told, say), low - high - 60 * unit, measure.text_scale) for say in spoken.values()
    ]
    top = max(24 * unit, (low - high - max(taken for _, taken in columns)) * 0.55)
    for i, language in enumerate(spoken):
        left = SIDE * unit + i * pitch + 36 * unit
        drawn += Chrome(_moved(columns[i][0], (left, top)))
        box = Box(left, low - high, left + room, low)
        drawn += _button(
            setting, Button(f"language:{language}", box, OWN_NAMES[language], strong=True), size=48
        )
        if i:
            drawn += Chrome((_upright(setting, SIDE * unit + i * pitch, top, low),))
    return drawn + _bar(setting, (), ("support",))


def _topics(setting: Setting, visit: Visit) -> Chrome:
    """Return a card a topic, in reach."""
    measure, colours, say = setting.measure, setting.colours, setting.words.say
    (width, height), unit = measure.size, measure.unit
    cards = [
        (i, card)
        for i, card in enumerate(_words(setting).topics)
        if i < len(visit.site.stops) and visit.site.stops[i].scene not in visit.failed
    ]
    drawn = _veiled(setting)
    hand = Hand(measure.text(54), colours.text, "semibold")
    title, taken = pieces.paragraph(
        say("What would you like to see?"), (SIDE * unit, 64 * unit), width - 2 * SIDE * unit, hand
    )
    drawn += Chrome(title)
    top, low = 64 * unit + taken + 34 * unit, height - _bar_height(measure) - 30 * unit
    gap = 32 * unit
    columns = min(len(cards), 2 if len(cards) > 3 or width / height < 1.2 else 3) or 1
    rows = -(-len(cards) // columns)
    wide = min((width - 2 * SIDE * unit - gap * (columns - 1)) / columns, 900 * unit)
    high = min((low - top - gap * (rows - 1)) / rows, 640 * unit)
    left = (width - wide * columns - gap * (columns - 1)) / 2
    for place, (i, card) in enumerate(cards):
        x = left + (place % columns) * (wide + gap)
        y = low - (rows - place // columns) * (high + gap) + gap
        drawn += _topic(setting, i, card, Box(x, y, x + wide, y + high))
    return drawn + _bar(setting, ("previous-step",), ALWAYS)


def _topic(setting: Setting, index: int, card: SceneCard, box: Box) -> Chrome:
    session, measure, colours, say = (
        setting.session, setting.measure, setting.colours, setting.words.say
    )  # fmt: skip
    unit, name = measure.unit, f"topic:{index}"
    chosen = name in {session.pressed, session.focus}
    shapes: list[Shape] = [
        Fill(
            box,
            colours.control,
            1.0 if chosen else 0.85,
            20 * unit,
            colours.text if chosen else colours.edge,
            max(1.5, 2 * unit),
        )
    ]
    inset = 16 * unit
    room = box.width - 2 * inset - 16 * unit
    title = typeface.wrap(card.title, measure.text(34), "semibold", room)
    line = measure.text(34) * typeface.LINE_HEIGHT
    facts = f"{says.length(card.seconds, say)}"
    below = len(title) * line + measure.text(26) * typeface.LINE_HEIGHT + 30 * unit
    picture = Box(box.left + inset, box.low + inset, box.right - inset, box.high - below)
    regions = [Region(name, box, "button")]
    if picture.height > 60 * unit:
        shapes.append(Fill(picture, colours.veil, 0.8, 10 * unit))
        regions.insert(0, Region(f"picture:{card.id}", picture, "picture"))
    y = box.high - below + 8 * unit
    hand = Hand(measure.text(34), colours.text, "semibold")
    labels, taken = pieces.paragraph(card.title, (box.left + inset + 8 * unit, y), room, hand)
    more, _ = pieces.paragraph(
        facts, (box.left + inset + 8 * unit, y + taken), room, Hand(measure.text(26), colours.quiet)
    )
    return Chrome((*shapes, *labels, *more), tuple(regions))


def _steps(setting: Setting, visit: Visit) -> Chrome:
    return _bar(setting, STEPS_LEFT, ALWAYS, progress=True)


def _end(setting: Setting, visit: Visit) -> Chrome:
    """Return what follows the last step: a thank you, who answers questions, and two ways to go on."""
    measure, colours, say = setting.measure, setting.colours, setting.words.say
    (width, height), unit = measure.size, measure.unit
    drawn = _veiled(setting)
    room = min(width - 2 * SIDE * unit, _LINE_WIDE * unit)
    high = max(140 * unit, measure.finger)
    low = height - _bar_height(measure) - 34 * unit

    def told(scale: float) -> tuple[tuple[Label, ...], float]:
        size = unit * scale
        texts = (
            (say("That was the last picture."), Hand(54 * size, colours.text, "semibold")),
            (
                say("Do you have questions? Your care team will gladly answer them."),
                Hand(36 * size, colours.text),
            ),
            (say(says.NO_ADVICE), Hand(30 * size, colours.quiet)),
        )
        labels: list[Label] = []
        top = 0.0
        for text, hand in texts:
            lines, taken = _centred(text, width / 2, top, room, hand)
            labels += lines
            top += taken + 22 * unit
        return tuple(labels), top

    lines, taken = _largest(told, low - high - 40 * unit, measure.text_scale)
    drawn += Chrome(_moved(lines, (0.0, (low - high - taken) * 0.55)))
    wide, gap = min(460 * unit, (width - 3 * SIDE * unit) / 2), 40 * unit
    left = Box(width / 2 - gap / 2 - wide, low - high, width / 2 - gap / 2, low)
    right = Box(width / 2 + gap / 2, low - high, width / 2 + gap / 2 + wide, low)
    drawn += _button(
        setting, Button("home", left, say(says.KIOSK_BUTTONS["home"]), pieces.loop_icon), size=34
    )
    drawn += _button(
        setting, Button("finish", right, say(says.KIOSK_BUTTONS["finish"]), _tick, strong=True), size=34
    )
    return drawn + _bar(setting, ("previous-step",), ALWAYS)


def _help(setting: Setting) -> Chrome:
    """Return the help card: that somebody answers, who, and how."""
    session, measure = setting.session, setting.measure
    (width, height), unit = measure.size, measure.unit
    drawn = _veiled(setting)
    room = min(width - 2 * SIDE * unit, 1500 * unit)
    left = (width - room) / 2
    low = height - _bar_height(measure) - 16 * unit
    lines = _words(setting).lines.get(session.language, ())
    scale = measure.text_scale
    while True:
        card, bottom = _help_card(setting, lines, (left, 52 * unit), room, scale)
        if bottom <= low or scale <= 0.75:
            break
        scale -= 0.05
    return drawn + Chrome(card) + _bar(setting, ("close",), ("larger-text", "swap-language"))


def _help_card(
    setting: Setting, lines: Sequence[HelpLine], corner: Point, room: float, scale: float
) -> tuple[tuple[Shape, ...], float]:
    colours, say, unit = setting.colours, setting.words.say, setting.measure.unit
    left, top = corner
    shapes: list[Shape] = []
    for text, size, colour, weight, gap in (
        (say(says.SUPPORT_BUTTON), 48, colours.text, "semibold", 10),
        (say(says.SUPPORT_LINES[0]), 34, colours.text, "regular", 8),
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


def _closed(setting: Setting, backdrop: tuple[str, str]) -> Chrome:
    """Return the card of a screen that is out of service: calm, in both languages, with the first help line."""
    measure, colours = setting.measure, setting.colours
    (width, height), unit = measure.size, measure.unit
    drawn = Chrome((Backdrop(Box(0, 0, width, height), *backdrop),))
    spoken = _languages(setting)
    pitch = (width - 2 * SIDE * unit) / max(1, len(spoken))
    for i, (language, say) in enumerate(spoken.items()):
        left, room, top = SIDE * unit + i * pitch + 36 * unit, pitch - 72 * unit, height * 0.08
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
        shown = _words(setting).lines.get(language, ())
        scale = 0.95
        rows, bottom = _help_rows(setting, shown, (left, top), room, scale)
        while bottom > height - 30 * unit and scale > 0.6:
            scale -= 0.05
            rows, bottom = _help_rows(setting, shown, (left, top), room, scale)
        drawn += Chrome(rows)
        if i:
            drawn += Chrome((_upright(setting, SIDE * unit + i * pitch, height * 0.08, height * 0.94),))
    return drawn


# ------------------------------------------------------------------------------------- what lies above a page


def _question(setting: Setting, visit: Visit) -> Chrome:
    """Return the kind question: any touch means yes."""
    measure, colours, say = setting.measure, setting.colours, setting.words.say
    (width, height), unit = measure.size, measure.unit
    veil = Region("veil", Box(0, 0, width, height), "veil")
    left_s = math.ceil(visit.question or 0.0)
    most = max(visit.site.question_s, 20.0)
    room = min(1080 * unit, width - 2 * SIDE * unit)
    inset, x = 44 * unit, width / 2
    ring, button = 58 * unit, max(110 * unit, measure.finger)
    low = height - _bar_height(measure) - 26 * unit
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
        if high <= low - 10 * unit or scale <= _SMALLEST:
            break
        scale -= 0.05
    card = Box(x - room / 2, max(10 * unit, low - high), x + room / 2, low)
    shapes: list[Shape] = [
        Fill(Box(0, 0, width, height), colours.veil, 0.78),
        Fill(card, colours.control, 0.98, 26 * unit, colours.edge, max(1.5, 2 * unit)),
    ]
    top = card.low + inset
    for text, hand, gap in texts:
        labels, used = _centred(text, x, top, room - 2 * inset, hand)
        shapes += labels
        top += used + gap * unit
    shapes += _ring(setting, (x, top + ring), ring, (visit.question or 0.0) / most)
    number = 44 * unit
    at = (x, pieces.line_under(top + ring, number))
    shapes.append(Label(str(left_s), at, number, colours.text, "semibold", "centre"))
    wide = min(560 * unit, room - 2 * inset)
    box = Box(x - wide / 2, card.high - inset - button, x + wide / 2, card.high - inset)
    yes = Button("stay", box, say("Yes, go on"), _tick, strong=True)
    drawn = Chrome(tuple(shapes), (veil,)) + _button(setting, yes, size=36)
    return drawn + _bar(setting, (), ("support",))


def _pad(setting: Setting, visit: Visit) -> Chrome:
    """Return the staff's PIN pad, or how they leave where no PIN is set."""
    measure, colours, say = setting.measure, setting.colours, setting.words.say
    (width, height), unit = measure.size, measure.unit
    veil = Region("veil", Box(0, 0, width, height), "veil")
    drawn = Chrome((Fill(Box(0, 0, width, height), colours.veil, 0.94),), (veil,))
    x, low = width / 2, height - _bar_height(measure) - 10 * unit
    room = min(900 * unit, width - 2 * SIDE * unit)
    title, taken = _centred(
        say("For the staff"), x, 40 * unit, room, Hand(40 * unit, colours.text, "semibold")
    )
    drawn += Chrome(title)
    top = 40 * unit + taken + 8 * unit
    bar = _bar(setting, ("pin:away",), ("support",))
    if not visit.site.pin:
        way = _words(setting).way_out
        text = say("No PIN is set for this screen. It can be left from the machine alone: {way}").format(
            way=way
        )
        lines, _ = _centred(text, x, top + 60 * unit, room, Hand(32 * unit, colours.text))
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
    lines, taken = _centred(told, x, top, room, Hand(28 * unit, colours.quiet))
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
    icons = {"erase": _erase, "enter": _tick}
    wide = key * 1.35
    for place, name in enumerate(grid):
        left = x - 1.5 * wide - gap + (place % 3) * (wide + gap)
        y = top + (place // 3) * (key + gap)
        text = name if name.isdigit() else ""
        button = Button(
            f"pin:{name}", Box(left, y, left + wide, y + key), text, icons.get(name), name == "enter"
        )
        drawn += _button(setting, button, size=44)
    return drawn + bar


# -------------------------------------------------------------------------------------------------- the parts


def _bar(setting: Setting, left: Sequence[str], right: Sequence[str], progress: bool = False) -> Chrome:
    """Return the row of large buttons at the lower edge, and above it how far the playlist has come."""
    session, measure, colours = setting.session, setting.measure, setting.colours
    (width, height), unit = measure.size, measure.unit
    strip = Box(0, height - _bar_height(measure), width, height)
    drawn = Chrome(_ground(setting, strip))
    gap = 16 * unit
    full = (*STEPS_LEFT, *ALWAYS)
    weights = sum(_WEIGHTS.get(name, 1.0) for name in full)
    middle = 90 * unit
    one = (width - 2 * SIDE * unit - gap * (len(full) - 2) - middle) / weights
    low, high = strip.low + _PAD * unit, strip.high - _PAD * unit
    x = SIDE * unit
    for name in left:
        wide = one * _WEIGHTS.get(name, 1.0)
        drawn += _button(setting, _bar_button(setting, name, Box(x, low, x + wide, high)))
        x += wide + gap
    between, x = x, width - SIDE * unit
    for name in reversed(right):
        wide = one * _WEIGHTS.get(name, 1.0)
        drawn += _button(setting, _bar_button(setting, name, Box(x - wide, low, x, high)))
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
        return Button(
            name, box, LANGUAGE_NAMES[session.language], pieces.sign_icon(LANGUAGE_SIGNS[session.language])
        )
    text = say(says.KIOSK_BUTTONS["close" if name == "pin:away" else name])
    strong = name == "close" or (name == "next-step" and session.at_end and session.opening is None)
    return Button(name, box, text, _ICONS[name], strong)


def _button(setting: Setting, button: Button, size: float = _LABEL) -> Chrome:
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


def _fitting(texts: Sequence[str], size: float, room: float, weight: str) -> float:
    """Return the size at which the widest of some lines fits."""
    widest = max((typeface.width(text, size, weight) for text in texts), default=0.0)
    return size * min(1.0, room / widest) if widest else size


def _bar_height(measure: Measure) -> float:
    wanted = max(BAR * measure.unit, measure.finger + 2 * _PAD * measure.unit)
    return round(min(wanted, _MOST_BAR * measure.size[1]))


def _ground(setting: Setting, strip: Box) -> tuple[Shape, ...]:
    line = Box(strip.left, strip.low, strip.right, strip.low + max(1.0, 1.5 * setting.measure.unit))
    return (Fill(strip, setting.colours.veil), Fill(line, setting.colours.edge, 0.7))


def _veiled(setting: Setting, alpha: float = 0.985) -> Chrome:
    whole = Box(0, 0, *setting.measure.size)
    return Chrome((Fill(whole, setting.colours.veil, alpha),), (Region("veil", whole, "veil"),))


def _largest(
    draw: Callable[[float], tuple[tuple[Label, ...], float]], room: float, scale: float
) -> tuple[tuple[Label, ...], float]:
    """Return what is drawn at the largest text size, at most the one that was asked for, that keeps to a height."""
    while True:
        labels, high = draw(scale)
        if high <= room or scale <= _SMALLEST:
            return labels, high
        scale -= 0.05


def _column(texts: Sequence[tuple[str, Hand, float]], room: float) -> tuple[tuple[Label, ...], float]:
    """Return paragraphs one below the other from the origin on, each with the gap after it, and their height."""
    drawn: list[Label] = []
    top = 0.0
    for text, hand, gap in texts:
        lines, taken = pieces.paragraph(text, (0.0, top), room, hand)
        drawn += lines
        top += taken + gap
    return tuple(drawn), top


def _moved(labels: Sequence[Label], by: Point) -> tuple[Label, ...]:
    return tuple(replace(label, at=(label.at[0] + by[0], label.at[1] + by[1])) for label in labels)


def _upright(setting: Setting, x: float, top: float, low: float) -> Fill:
    half = max(0.5, 0.75 * setting.measure.unit)
    return Fill(Box(x - half, top, x + half, low), setting.colours.edge, 0.8)


def _narrowed(box: Box, wide: float) -> Box:
    return Box(max(box.left, box.right - wide), box.low, box.right, box.high)


def _centred(text: str, x: float, top: float, room: float, hand: Hand) -> tuple[tuple[Label, ...], float]:
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


def _ring(setting: Setting, centre: Point, radius: float, part: float) -> tuple[Shape, ...]:
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


def _speech(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
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


def _erase(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
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


def _tick(at: Point, size: float, colour: str) -> tuple[Shape, ...]:
    """Return a tick."""
    points = ((-0.36, 0.02), (-0.1, 0.28), (0.38, -0.28))
    placed = tuple((at[0] + x * size, at[1] + y * size) for x, y in points)
    return (Path(placed, colour, max(3.0, size * 0.12)),)


def _languages(setting: Setting) -> dict[str, Say]:
    return dict(_words(setting).languages) or {setting.session.language: setting.words.say}


def _words(setting: Setting) -> VisitWords:
    return setting.words.visit or VisitWords()


_PAGES = {"attract": _attract, "language": _language, "topics": _topics, "steps": _steps, "end": _end}
_ICONS: dict[str, Icon] = {
    "previous-step": pieces.previous_icon,
    "restart": pieces.loop_icon,
    "next-step": pieces.next_icon,
    "larger-text": pieces.sign_icon("A+"),
    "support": _speech,
    "close": pieces.close_icon,
    "pin:away": pieces.close_icon,
}
