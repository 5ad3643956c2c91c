"""The pages of an unattended screen: waiting, languages, topics, steps, and the end. Knows shapes, words and the visit."""

import math
from collections.abc import Callable, Mapping
from functools import partial

from visualizer.core.geometry import Box
from visualizer.frame import type as typeface
from visualizer.frame.shapes import Disc, Fill, Label, Region, Shape
from visualizer.modes import kiosk_parts as parts
from visualizer.modes import pieces
from visualizer.modes import words as says
from visualizer.modes.pieces import Chrome, Hand, Setting
from visualizer.modes.transport import OWN_NAMES
from visualizer.modes.words import Say, SceneCard
from visualizer.session import Visit
from visualizer.session.state import Page

_LINE_WIDE = 1180.0
_BREATH_S = 4.0


def _attract(setting: Setting, visit: Visit) -> Chrome:
    """Return the waiting screen's strip: what to do, what this is, and the door to the help lines."""
    session, measure, colours = setting.session, setting.measure, setting.colours
    (width, height), unit = measure.size, measure.unit
    strip = Box(0, height - parts.bar_height(measure), width, height)
    middle = (strip.low + strip.high) / 2
    whole = Region("wake", Box(0, 0, width, height), "button")
    drawn = Chrome((*parts.ground(setting, strip),), (whole,))
    spoken = parts.languages(setting)
    wide = width * 0.36
    pill = Box(
        (width - wide) / 2, strip.low + parts.PAD * unit, (width + wide) / 2, strip.high - parts.PAD * unit
    )
    shapes: list[Shape] = [
        Fill(pill, colours.control, 0.95, 22 * unit, colours.accent, max(2.0, 3 * unit)),
    ]
    if session.focus == "wake":
        shapes += pieces.plate(setting, "wake", pill.grown(8 * unit))
    large = parts.fitting(
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
    room = pill.left - 2 * parts.SIDE * unit
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
            at = (parts.SIDE * unit, pieces.line_under(y + line / 2, size))
            shapes.append(Label(text, at, size, colours.text if i == 0 else colours.quiet))
            y += line
    right = Box(pill.right + parts.SIDE * unit, pill.low, width - parts.SIDE * unit, pill.high)
    text = setting.words.say(says.SUPPORT_BUTTON)
    help_button = parts.Button("support", parts.narrowed(right, 420 * unit), text, parts.speech)
    return drawn + Chrome(tuple(shapes)) + parts.button(setting, help_button)


def _language(setting: Setting, visit: Visit) -> Chrome:
    """Return the first page: in each language what this is, what it is not, and the button that chooses it."""
    measure, colours = setting.measure, setting.colours
    (width, height), unit = measure.size, measure.unit
    spoken = parts.languages(setting)
    drawn = parts.veiled(setting)
    high = max(150 * unit, measure.finger)
    low = height - parts.bar_height(measure) - 34 * unit
    pitch = (width - 2 * parts.SIDE * unit) / max(1, len(spoken))
    room = pitch - 72 * unit

    def told(say: Say, scale: float) -> tuple[tuple[Label, ...], float]:
        return parts.column(
            (
                (say(says.WELCOME), Hand(72 * unit, colours.text, "semibold"), 20 * unit),
                (say(says.PURPOSE), Hand(38 * unit * scale, colours.text), 30 * unit),
                (say(says.NO_ADVICE), Hand(32 * unit * scale, colours.quiet), 0.0),
            ),
            room,
        )

    columns = [
        parts.largest(partial(told, say), low - high - 60 * unit, measure.text_scale)
        for say in spoken.values()
    ]
    top = max(24 * unit, (low - high - max(taken for _, taken in columns)) * 0.55)
    for i, language in enumerate(spoken):
        left = parts.SIDE * unit + i * pitch + 36 * unit
        drawn += Chrome(parts.moved(columns[i][0], (left, top)))
        box = Box(left, low - high, left + room, low)
        drawn += parts.button(
            setting, parts.Button(f"language:{language}", box, OWN_NAMES[language], strong=True), size=48
        )
        if i:
            drawn += Chrome((parts.upright(setting, parts.SIDE * unit + i * pitch, top, low),))
    return drawn + parts.bar(setting, (), ("support",))


def _topics(setting: Setting, visit: Visit) -> Chrome:
    """Return a card a topic, in reach."""
    measure, colours, say = setting.measure, setting.colours, setting.words.say
    (width, height), unit = measure.size, measure.unit
    cards = [
        (i, card)
        for i, card in enumerate(parts.words_of(setting).topics)
        if i < len(visit.site.stops) and visit.site.stops[i].scene not in visit.failed
    ]
    drawn = parts.veiled(setting)
    hand = Hand(measure.text(54), colours.text, "semibold")
    title, taken = pieces.paragraph(
        say("What would you like to see?"),
        (parts.SIDE * unit, 64 * unit),
        width - 2 * parts.SIDE * unit,
        hand,
    )
    drawn += Chrome(title)
    top, low = 64 * unit + taken + 34 * unit, height - parts.bar_height(measure) - 30 * unit
    gap = 32 * unit
    columns = min(len(cards), 2 if len(cards) > 3 or width / height < 1.2 else 3) or 1
    rows = -(-len(cards) // columns)
    wide = min((width - 2 * parts.SIDE * unit - gap * (columns - 1)) / columns, 900 * unit)
    high = min((low - top - gap * (rows - 1)) / rows, 640 * unit)
    left = (width - wide * columns - gap * (columns - 1)) / 2
    for place, (i, card) in enumerate(cards):
        x = left + (place % columns) * (wide + gap)
        y = low - (rows - place // columns) * (high + gap) + gap
        drawn += _topic(setting, i, card, Box(x, y, x + wide, y + high))
    return drawn + parts.bar(setting, ("previous-step",), parts.ALWAYS)


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
    return parts.bar(setting, parts.STEPS_LEFT, parts.ALWAYS, progress=True)


def _end(setting: Setting, visit: Visit) -> Chrome:
    """Return what follows the last step: a thank you, who answers questions, and two ways to go on."""
    measure, colours, say = setting.measure, setting.colours, setting.words.say
    (width, height), unit = measure.size, measure.unit
    drawn = parts.veiled(setting)
    room = min(width - 2 * parts.SIDE * unit, _LINE_WIDE * unit)
    high = max(140 * unit, measure.finger)
    low = height - parts.bar_height(measure) - 34 * unit

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
            lines, taken = parts.centred(text, width / 2, top, room, hand)
            labels += lines
            top += taken + 22 * unit
        return tuple(labels), top

    lines, taken = parts.largest(told, low - high - 40 * unit, measure.text_scale)
    drawn += Chrome(parts.moved(lines, (0.0, (low - high - taken) * 0.55)))
    wide, gap = min(460 * unit, (width - 3 * parts.SIDE * unit) / 2), 40 * unit
    left = Box(width / 2 - gap / 2 - wide, low - high, width / 2 - gap / 2, low)
    right = Box(width / 2 + gap / 2, low - high, width / 2 + gap / 2 + wide, low)
    drawn += parts.button(
        setting, parts.Button("home", left, say(says.KIOSK_BUTTONS["home"]), pieces.loop_icon), size=34
    )
    drawn += parts.button(
        setting,
        parts.Button("finish", right, say(says.KIOSK_BUTTONS["finish"]), parts.tick, strong=True),
        size=34,
    )
    return drawn + parts.bar(setting, ("previous-step",), parts.ALWAYS)


PAGES: Mapping[Page, Callable[[Setting, Visit], Chrome]] = {
    "attract": _attract,
    "language": _language,
    "topics": _topics,
    "steps": _steps,
    "end": _end,
}
