"""The first page: the program's name, what it is not, help lines one step away, and a card a scene.

Knows shapes; the pictures on the cards are put in by the app at the regions with the role `picture`.
"""

from visualizer.core.geometry import Box, Point
from visualizer.frame import type as typeface
from visualizer.frame.shapes import Backdrop, Fill, Label, Region, Shape
from visualizer.modes import pieces
from visualizer.modes import words as says
from visualizer.modes.pieces import Chrome, Hand, Measure, Setting
from visualizer.modes.transport import SIDE, hint_of, icon_of
from visualizer.modes.words import Resume, SceneCard

BUTTONS: tuple[str, ...] = ("swap-language", "theme", "help")
PICTURE_SHAPE = 16 / 9
_NARROWEST = 400.0  # a card is never narrower, in lines of 1080
_WIDEST = 640.0
_MOST_COLUMNS = 4
_GAP = 36.0
_INSET = 14.0
_LEAST_OF_TWO = 0.55  # of its usual height; where it would be smaller, a page has one row of cards
_LEAST_PICTURE = 0.45  # of its usual height; before it would be smaller, the cards become rows
_PICTURE_PART = 0.3  # of a row
PAGES = "Page {page} of {pages}: turn with the wheel or the arrow keys"


def home(setting: Setting, backdrop: tuple[str, str]) -> Chrome:
    """Return the home page; cards that find no room stand on further pages."""
    measure, cards = setting.measure, setting.words.cards
    width, height = measure.size
    unit, side, gap = measure.unit, SIDE * measure.unit, _GAP * measure.unit
    header, top = _header(setting)
    below, low = footer(setting)
    resume, foot = (setting.words.resume if cards else None), low
    if resume is not None:
        low -= 84 * unit
    said = setting.session.opening is not None or setting.session.notice
    columns = _columns(len(cards), measure)
    wide = min((width - 2 * side - gap * (columns - 1)) / columns, _WIDEST * unit)
    usual, inset = (wide - 2 * _INSET * unit) / PICTURE_SHAPE, _INSET * unit

    def fitted(rows: int) -> tuple[float, float]:
        """Return how high a card's picture and words are where so many rows share the page.

        Where there are two, the summaries are left out; else the picture gives way before words do.
        """
        told = (_card_text(setting, card, (0.0, 0.0), wide, brief=rows > 1)[1] for card in cards)
        words = max(told, default=0.0)
        return min(usual, (low - top - gap * (rows - 1)) / rows - words - 2 * inset), words

    rows = 2 if len(cards) > columns and fitted(2)[0] >= _LEAST_OF_TWO * usual else 1
    picture_high, text_high = fitted(rows)
    if cards and picture_high < _LEAST_PICTURE * usual:
        return _listed(setting, backdrop)
    pages = max(1, -(-len(cards) // (columns * rows)))
    page = min(setting.session.scroll, pages - 1)
    shown = cards[page * columns * rows : (page + 1) * columns * rows]
    card_high = picture_high + text_high + 2 * inset
    used = -(-len(shown) // columns) or 1
    y = top + max(0.0, (low - top - used * card_high - (used - 1) * gap) * 0.4)
    page_shapes = Chrome((Backdrop(Box(0, 0, width, height), *backdrop),))
    for first in range(0, len(shown), columns):
        row = shown[first : first + columns]
        # A row that is not full begins where the one above it does.
        wanted = len(row) if used == 1 else columns
        left = (width - (wide * wanted + gap * (wanted - 1))) / 2
        for card in row:
            box = Box(left, y, left + wide, y + card_high)
            page_shapes += _card(setting, card, box, picture_high, brief=rows > 1)
            left += wide + gap
        y += card_high + gap
    if resume is not None:
        page_shapes += _resume(setting, resume, y - gap, foot)
    size = measure.text()
    if not cards:
        text = setting.words.say("There are no scenes here.")
        page_shapes += Chrome((Label(text, (side, top + size), size, setting.colours.text),))
    if pages > 1 and not said:
        text = setting.words.say(PAGES).format(page=page + 1, pages=pages)
        label = Label(
            text, (width / 2, foot + 44 * unit - 0.4 * size), size, setting.colours.quiet, anchor="centre"
        )
        page_shapes += Chrome((label,))
    # The order is the order of the Tab key: scenes first.
    return page_shapes + below + header + Chrome(scroll_limit=pages - 1)


def _listed(setting: Setting, backdrop: tuple[str, str]) -> Chrome:
    """Return the home page for large text: a row a scene, its picture beside the words while there is room for it."""
    measure, cards = setting.measure, setting.words.cards
    width, height = measure.size
    unit, side, size = measure.unit, SIDE * measure.unit, measure.text()
    header, top = _header(setting)
    below, low = footer(setting)
    said = setting.session.opening is not None or setting.session.notice
    low -= (1.15 if said else 0.9) * size  # the notice, or the line that counts the pages
    counted, resume = low + 1.15 * size, setting.words.resume if cards else None
    if resume is not None:
        low -= max(measure.target, 1.9 * size) + 20 * unit
    wide, inset, gap = width - 2 * side, _INSET * unit, 0.5 * _GAP * unit
    part = _PICTURE_PART * wide
    needs = [_card_text(setting, card, (0.0, 0.0), wide - part)[1] for card in cards]
    beside = max(needs) + 2 * inset <= low - top
    if not beside:
        needs = [_card_text(setting, card, (0.0, 0.0), wide)[1] for card in cards]
    pages: list[list[int]] = [[]]
    used = 0.0
    for i, high in enumerate(needs):
        if pages[-1] and used + high + 2 * inset > low - top:
            pages.append([])
            used = 0.0
        pages[-1].append(i)
        used += high + 2 * inset + gap
    page = min(setting.session.scroll, len(pages) - 1)
    shapes = Chrome((Backdrop(Box(0, 0, width, height), *backdrop),))
    y = top
    for i in pages[page]:
        box = Box(side, y, side + wide, y + needs[i] + 2 * inset)
        shapes += _row(setting, cards[i], box, part if beside else 0.0)
        y = box.high + gap
    if len(pages) > 1 and not said:
        text = setting.words.say(PAGES).format(page=page + 1, pages=len(pages))
        label = Label(text, (width / 2, counted), size, setting.colours.quiet, anchor="centre")
        shapes += Chrome((label,))
    if resume is not None:
        shapes += _resume(setting, resume, low, low + max(measure.target, 1.9 * size) + 20 * unit)
    return shapes + below + header + Chrome(scroll_limit=len(pages) - 1)


def _row(setting: Setting, card: SceneCard, box: Box, part: float) -> Chrome:
    """Return one scene of the list, with its picture in the left part of its row."""
    session, colours, unit = setting.session, setting.colours, setting.measure.unit
    name = card.region
    chosen = name in {session.pointed, session.pressed}
    edge, inset = colours.quiet if chosen else colours.edge, _INSET * unit
    shapes: list[Shape] = [
        Fill(box, colours.control, 0.95 if chosen else 0.6, 16 * unit, edge, max(1.0, 1.5 * unit))
    ]
    if session.focus == name and not chosen:
        shapes += pieces.plate(setting, name, box.grown(3 * unit))
    regions = [Region(name, box, "button")]
    if part:
        wide = min(part - inset, (box.height - 2 * inset) * PICTURE_SHAPE)
        high, middle = wide / PICTURE_SHAPE, box.centre[1]
        left = box.left + inset + (part - inset - wide) / 2
        picture = Box(left, middle - high / 2, left + wide, middle + high / 2)
        shapes.append(Fill(picture, colours.veil, 0.8, 8 * unit))
        regions = [*_pictures(card, picture, 6 * unit), *regions]
    text, _ = _card_text(setting, card, (box.left + part, box.low + inset), box.width - part)
    return Chrome((*shapes, *text), tuple(regions))


def _columns(cards: int, measure: Measure) -> int:
    room = measure.size[0] - 2 * SIDE * measure.unit + _GAP * measure.unit
    fitting = int(room // (_NARROWEST * measure.unit * min(measure.text_scale, 1.3) + _GAP * measure.unit))
    return max(1, min(cards, fitting, _MOST_COLUMNS))


def _header(setting: Setting) -> tuple[Chrome, float]:
    """Return the name, the purpose and the buttons, and where the page goes on below them."""
    measure, colours, say = setting.measure, setting.colours, setting.words.say
    width, unit, side = measure.size[0], measure.unit, SIDE * measure.unit
    # In large text the heading gives way before the scenes do.
    top, large = 56 * unit, measure.text(54 if measure.text_scale < 1.4 else 38)
    top = top if measure.text_scale < 1.4 else 0.5 * top
    name, high = pieces.paragraph(
        say(says.PROGRAM), (side, top), width - 2 * side, Hand(large, colours.text, "semibold")
    )
    below = top + high + 2 * unit
    purpose, more = pieces.paragraph(
        say(says.PURPOSE), (side, below), width - 2 * side, Hand(measure.text(28), colours.quiet)
    )
    drawn = Chrome((*name, *purpose))
    tips: tuple[Shape, ...] = ()
    at = (width - side + 10 * unit - measure.target * (len(BUTTONS) - 0.5), top + high / 2)
    for button in BUTTONS:
        drawn += pieces.icon_button(setting, button, at, icon_of(setting.session, button))
        if setting.chosen(button):
            low = at[1] + measure.target / 2 + measure.text() * 1.6 + 4 * unit
            tips += pieces.tooltip(setting, hint_of(setting.session, button, setting.words), (at[0], low))
        at = (at[0] + measure.target, at[1])
    return drawn + Chrome(tips), below + more + 36 * unit


def _resume(setting: Setting, resume: Resume, top: float, low: float) -> Chrome:
    """Return the button that goes on where the person stopped, in the room below the cards."""
    measure, say = setting.measure, setting.words.say
    width, _ = measure.size
    text = say("Go on where you stopped: {title} · {step}").format(title=resume.title, step=resume.step_title)
    size, unit = measure.text(), measure.unit
    room = width - 2 * SIDE * unit - 44 * unit
    text = typeface.wrap(text, size, "semibold", room)[0]
    wide = typeface.width(text, size, "semibold") + 44 * unit
    middle = top + min(0.5 * (low - top), 60 * unit)
    return pieces.text_button(
        setting, f"open:{resume.scene}@{resume.step}", text, (width / 2 + wide / 2, middle)
    )


def footer(setting: Setting) -> tuple[Chrome, float]:
    """Return what every first page says, and the door to the help lines; and where the page above it ends."""
    measure, colours, say, session = setting.measure, setting.colours, setting.words.say, setting.session
    width, height = measure.size
    unit, side = measure.unit, SIDE * measure.unit
    middle = height - 62 * unit
    door = pieces.text_button(setting, "support", say(says.SUPPORT_BUTTON), (width - side, middle))
    size, box = measure.text(), door.regions[0].box
    room = box.left - side - 40 * unit
    lines = typeface.wrap(say(says.NO_ADVICE), size, "regular", room)
    high = len(lines) * size * typeface.LINE_HEIGHT
    top = min(middle - high / 2, height - 16 * unit - high)
    advice, _ = pieces.paragraph(say(says.NO_ADVICE), (side, top), room, Hand(size, colours.text))
    said: tuple[Shape, ...] = ()
    if session.opening is not None or session.notice:
        text = say("Opening…") if session.opening is not None else session.notice
        said = pieces.tooltip(setting, text, (width / 2, top - 16 * unit))
    return Chrome((*advice, *said)) + door, min(top, box.low) - 44 * unit


def _card_text(
    setting: Setting, card: SceneCard, corner: Point, wide: float, *, brief: bool = False
) -> tuple[tuple[Label, ...], float]:
    """Return a card's words below its picture, in brief without the summary, and the height they take."""
    measure, colours, say = setting.measure, setting.colours, setting.words.say
    inset = 22 * measure.unit
    left, top = corner[0] + inset, corner[1]
    room = wide - 2 * inset
    quiet = Hand(measure.text(), colours.quiet)
    title, high = pieces.paragraph(
        card.title, (left, top), room, Hand(measure.text(30), colours.text, "semibold")
    )
    y = high + 8 * measure.unit
    summary: tuple[Label, ...] = ()
    if not brief:
        summary, high = pieces.paragraph(card.summary, (left, top + y), room, quiet)
        y += high + 12 * measure.unit
    steps = say("{steps} steps").format(steps=card.steps)
    facts = f"{says.length(card.seconds, say)} · {steps}" if card.steps else say("two scenes, one clock")
    if card.draft:
        facts = f"{facts} · {say('draft')}"
    line, high = pieces.paragraph(facts, (left, top + y), room, quiet)
    return (*title, *summary, *line), y + high + 10 * measure.unit


def _card(setting: Setting, card: SceneCard, box: Box, picture_high: float, *, brief: bool) -> Chrome:
    session, colours, unit = setting.session, setting.colours, setting.measure.unit
    name = card.region
    chosen = name in {session.pointed, session.pressed}
    edge = colours.quiet if chosen else colours.edge
    shapes: list[Shape] = [
        Fill(box, colours.control, 0.95 if chosen else 0.6, 16 * unit, edge, max(1.0, 1.5 * unit))
    ]
    if session.focus == name and not chosen:
        shapes += pieces.plate(setting, name, box.grown(3 * unit))
    inset, wide, middle = _INSET * unit, picture_high * PICTURE_SHAPE, box.centre[0]
    picture = Box(middle - wide / 2, box.low + inset, middle + wide / 2, box.low + inset + picture_high)
    shapes.append(Fill(picture, colours.veil, 0.8, 8 * unit))
    text, _ = _card_text(setting, card, (box.left, picture.high + inset), box.width, brief=brief)
    return Chrome((*shapes, *text), (*_pictures(card, picture, 6 * unit), Region(name, box, "button")))


def _pictures(card: SceneCard, box: Box, gap: float) -> tuple[Region, ...]:
    """Return where the app puts the picture of a card's scene, or those of two."""
    if not card.beside:
        return (Region(f"picture:{card.id}", box, "picture"),)
    middle = box.centre[0]
    return (
        Region(f"picture:{card.id}", Box(box.left, box.low, middle - gap / 2, box.high), "picture"),
        Region(f"picture:{card.beside}", Box(middle + gap / 2, box.low, box.right, box.high), "picture"),
    )
