"""What lies over the picture when something in it is pointed at: rings, small cards, the full card. Knows words and shapes.

The places are the picture's named regions; what is said of them is handed in.
"""

from collections.abc import Iterable, Sequence

from visualizer.core.geometry import Box
from visualizer.core.naming import capital
from visualizer.frame import type as typeface
from visualizer.frame.shapes import Fill, Label, Path, Region, Shape
from visualizer.modes import pieces
from visualizer.modes import words as says
from visualizer.modes.blocks import (
    Block,
    beside,
    fitting,
    limit_of,
    more_line,
    picture_block,
    placed,
    stacked,
    text_block,
    told_block,
)
from visualizer.modes.pieces import BAND, Chrome, Hand, Measure, Setting
from visualizer.modes.words import Card, Entry

PICTURE_ROLES = ("space", "body", "vesicle", "crowd", "figure", "panel", "label", "words", "term")
"""The roles of the picture's own places, from back to front."""

_WIDE = 640.0
_MOST_WIDE = 0.46  # of the frame
_FAR_RIGHT = 0.6  # of the frame: what lies further right has its card at the left
_SIDE, _TOP = 44.0, 40.0
_APART = 12.0  # between a picture and the panel beside it
_LEAST_ROOM = 1.1  # of the frame's height: a narrower picture is none
_INSET = 30.0
_PORTRAIT = 190.0  # the height of a technical word's picture on its card
_THUMB = 92.0  # and its side in the list of all words


def card_page(setting: Setting, places: Sequence[Region]) -> Chrome:
    """Return the card of what was asked about, beside it, with a ring around it; everything else closes the card."""
    card, measure = setting.words.card, setting.measure
    width, height = measure.size
    veil = Region("veil", Box(0, 0, width, height), "veil")
    if card is None:
        return Chrome(regions=(veil,))
    unit = measure.unit
    subject = [place for place in places if place.name == setting.session.subject]
    wide = min(_WIDE * unit * measure.text_scale, _MOST_WIDE * width)
    # Labels stand at the right, and what they name at the left.
    at_left = bool(subject) and subject[0].role != "label" and subject[0].box.centre[0] > _FAR_RIGHT * width
    left = _SIDE * unit if at_left else width - _SIDE * unit - wide
    box = Box(left, _TOP * unit, left + wide, height - BAND * height / 1080 + 8 * unit)
    ring = rings(setting, subject)
    blocks = card_blocks(setting, card, box.width - 2 * _INSET * unit)
    return Chrome(ring, (veil,)) + panel(setting, card.title, blocks, box)


def panel_box(setting: Setting) -> Box:
    """Return where a panel stands beside the picture, at its right, and how far down it may reach."""
    return _beside(setting.measure)


def room_beside(measure: Measure) -> tuple[int, int]:
    """Return the size of the picture, in pixels, that stands beside a panel; the whole frame where the rest is too narrow.

    There the panel lies over the picture.
    """
    wide, high = int(_beside(measure).left - _APART * measure.unit), measure.size[1]
    return (wide, high) if wide >= _LEAST_ROOM * high else measure.size


def _beside(measure: Measure) -> Box:
    (width, height), unit = measure.size, measure.unit
    wide = min(_WIDE * unit * measure.text_scale, _MOST_WIDE * width)
    right = width - _SIDE * unit
    return Box(right - wide, _TOP * unit, right, height - BAND * height / 1080 + 8 * unit)


def panel_room(setting: Setting) -> float:
    """Return how wide the text of a panel may be, in pixels."""
    return panel_box(setting).width - 2 * _INSET * setting.measure.unit


def panel(setting: Setting, heading: str, blocks: Sequence[Block], box: Box) -> Chrome:
    """Return a plate over the picture with a title, a cross and scrolling text, no higher than its text wants."""
    measure, colours, say = setting.measure, setting.colours, setting.words.say
    unit, inset = measure.unit, _INSET * measure.unit
    wide = box.width - 2 * inset
    foot = measure.text() * 1.9
    # The title stands beside the button that closes the card.
    title = text_block(
        heading, wide - measure.target, Hand(measure.text(32), colours.text, "semibold"), 14 * unit
    )
    top = box.low + inset + title.height
    limit = limit_of(blocks, 1, box.high - foot - top)
    first = min(setting.session.scroll, limit)
    last = fitting(blocks, first, box.high - foot - top)
    if limit == 0:
        high = top + sum(block.height for block in blocks) + foot
        box = Box(box.left, box.low, box.right, min(box.high, high))
    ground = Fill(box, colours.control, 1.0, 16 * unit, colours.edge, max(1.0, 1.5 * unit))
    shapes: list[Shape] = [ground, *title.draw((box.left + inset, box.low + inset))]
    y = top
    buttons: list[Region] = []
    for block in blocks[first:last]:
        there = placed(block, (box.left + inset, y), wide)
        shapes += there.shapes
        buttons += there.regions
        y += block.height
    line = more_line(say, first > 0, last < len(blocks))
    at = (box.left + inset, box.high - 0.55 * foot + typeface.CAP_HEIGHT * measure.text() / 2)
    shapes.append(Label(line, at, measure.text(), colours.quiet))
    page = Region("card", box, "page")
    corner = (
        box.right - inset / 2 - measure.target / 2,
        box.low + inset / 2 + measure.target / 2,
    )
    close = pieces.icon_button(setting, "close", corner, pieces.close_icon)
    return Chrome(tuple(shapes), (page, *buttons), limit) + close


def card_blocks(setting: Setting, card: Card, wide: float) -> tuple[Block, ...]:
    """Return what a card says below its title: role, how sure, words explained, sources."""
    measure, colours, say = setting.measure, setting.colours, setting.words.say
    unit = measure.unit

    def text(line: str, size: float, colour: str, weight: str = "regular", gap: float = 12.0) -> Block:
        return text_block(line, wide, Hand(measure.text(size), colour, weight), gap * unit)

    role = Hand(measure.text(27), colours.text)
    found = [told_block(setting, card.role, wide, role, 22 * unit)] if card.role else []
    if card.picture:
        found.insert(0, picture_block(setting, card.picture, (wide, _PORTRAIT * unit), 16 * unit))
    if card.evidence:
        sure = say("How sure is this? {evidence}").format(evidence=say(says.EVIDENCE[card.evidence]))
        found.append(text(sure, 25, colours.text, "semibold", 22))
    if card.entries:
        found.append(text(say("What the words mean"), 24, colours.quiet, "semibold", 4))
        for entry in card.entries:
            found.append(entry_block(setting, entry, wide, sources=False))
    if card.sources:
        found.append(
            text(
                say("Sources of this step" if card.evidence else "Sources"), 24, colours.quiet, "semibold", 4
            )
        )
        found += [text(source, 24, colours.quiet) for source in card.sources]
    if card.known:
        found.append(text(say("What is known about how it works"), 24, colours.quiet, "semibold", 4))
        found += [text(source, 24, colours.quiet) for source in card.known]
    return tuple(found)


def entry_block(setting: Setting, entry: Entry, wide: float, *, sources: bool = True) -> Block:
    """Return a technical word in one piece: its name, what it means, and, if wanted, where that comes from."""
    measure, colours, unit = setting.measure, setting.colours, setting.measure.unit
    name = capital(entry.name)
    thumb = _THUMB * unit * measure.text_scale if entry.picture and sources else 0.0
    left = thumb + 18 * unit if thumb else 0.0
    wide -= left
    cited = entry.sources if sources else ()
    parts = [
        text_block(name, wide, Hand(measure.text(25), colours.text, "semibold"), 0.0),
        told_block(setting, entry.says, wide, Hand(measure.text(25), colours.text), 2 * unit),
        *(text_block(source, wide, Hand(measure.text(24), colours.quiet), 0.0) for source in cited),
    ]
    if not thumb:
        return stacked(parts, 16 * unit)
    picture = picture_block(setting, entry.picture, (thumb, thumb), 0.0)
    return stacked([beside(picture, stacked(parts, 0.0), left)], 16 * unit)


def rings(setting: Setting, places: Iterable[Region]) -> tuple[Shape, ...]:
    """Return what shows where the keyboard's focus, or the card, is on the picture."""
    unit = setting.measure.unit
    width = max(2.0, 3.5 * unit)
    found = []
    for place in places:
        box = place.box.grown(5 * unit)
        line = place.outline or pieces.rounded(box, min(12 * unit, box.height / 2, box.width / 2))
        found.append(Path(line, setting.colours.veil, width * 2.2, 0.55, closed=True))
        found.append(Path(line, setting.colours.focus, width, closed=True))
    return tuple(found)


def marks(setting: Setting, places: Sequence[Region]) -> tuple[Shape, ...]:
    """Return a fine line below each word of the caption that can be asked about, and the ring of the focus."""
    session, unit = setting.session, setting.measure.unit
    dash = (2.0 * unit, 4.0 * unit)
    shapes: list[Shape] = []
    for place in places:
        if place.role == "term":
            chosen = setting.chosen(place.name)
            y = place.box.high + 1.0 * unit
            colour = setting.colours.accent if chosen else setting.colours.quiet
            line = ((place.box.left, y), (place.box.right, y))
            shapes.append(
                Path(line, colour, max(1.0, (2.6 if chosen else 1.6) * unit), dash=None if chosen else dash)
            )
    if session.focus:
        shapes += rings(setting, [place for place in places if place.name == session.focus])
    return tuple(shapes)


def small_card(setting: Setting) -> tuple[Shape, ...]:
    """Return the small card of what is pointed at: its name and what it is, beside it."""
    pointed, measure, colours = setting.words.pointed, setting.measure, setting.colours
    if pointed is None:
        return ()
    unit, size = measure.unit, measure.text()
    inset, gap = 16 * unit, 10 * unit
    room = min(460 * unit * measure.text_scale, 0.5 * measure.size[0])
    name, role = Hand(size, colours.text, "semibold"), Hand(size, colours.quiet)
    lines = [
        *((line, name) for line in typeface.wrap(pointed.name, size, name.weight, room)),
        *((line, role) for line in typeface.wrap(pointed.role, size, role.weight, room) if line),
    ]
    wide = max(typeface.width(line, size, hand.weight) for line, hand in lines) + 2 * inset
    high = len(lines) * size * typeface.LINE_HEIGHT + 1.4 * inset
    lowest = measure.size[1] - BAND * measure.size[1] / 1080 - high
    left, top = pointed.box.right + gap, pointed.box.centre[1] - high / 2
    if left + wide > measure.size[0] - gap:
        left = pointed.box.left - gap - wide
    if left < gap or pointed.above:
        left = min(max(gap, pointed.box.centre[0] - wide / 2), measure.size[0] - gap - wide)
        top = pointed.box.low - gap - high
    top = min(max(gap, top), lowest)
    ground = Fill(
        Box(left, top, left + wide, top + high), colours.control, 0.96, 10 * unit, colours.edge, 1.5 * unit
    )
    shapes: list[Shape] = [ground]
    for i, (line, hand) in enumerate(lines):
        middle = top + 0.7 * inset + (i + 0.5) * size * typeface.LINE_HEIGHT
        shapes.append(
            Label(line, (left + inset, pieces.line_under(middle, size)), size, hand.colour, hand.weight)
        )
    return tuple(shapes)
