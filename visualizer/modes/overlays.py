"""Pages instead of the picture: keys, sources, what is simplified, help lines. Knows words and shapes."""

from itertools import zip_longest

from visualizer.core.geometry import Box, Point
from visualizer.core.languages import MARK, SHIPPED
from visualizer.frame import type as typeface
from visualizer.frame.shapes import Backdrop, Fill, Label, Region, Shape
from visualizer.modes import keys, pieces
from visualizer.modes import words as says
from visualizer.modes.blocks import Block, limit_of, more_line, placed, stacked, text_block, told_block
from visualizer.modes.cards import card_blocks, entry_block
from visualizer.modes.keys import Mode
from visualizer.modes.pieces import Chrome, Hand, Setting
from visualizer.modes.questions import quiz_blocks
from visualizer.modes.remember import remember_blocks
from visualizer.modes.transport import SIDE
from visualizer.session import Overlay

TITLES: dict[Overlay, str] = {
    "help": "Keys and help",
    "sources": "Sources of this step",
    "simplifies": "What this picture simplifies",
    "support": says.SUPPORT_BUTTON,
    "glossary": "What the words mean",
    "menu": "More controls",
    "card": "What is this?",
    "overview": "Steps",
    "details": "All words of this picture",
    "question": "What happens next?",
    "remember": "What to remember",
    "quiz": "Questions about this scene",
    "what-if": "What if?",
}
_KEYS_WIDE = 0.36  # the part of a help column that the keys take
_LINE_WIDE = 1300.0  # longer lines are hard to read


def overlay(setting: Setting, mode: Mode, backdrop: tuple[str, str]) -> Chrome:
    """Return the topmost overlay, which fills the frame; nothing when none is open."""
    session, measure, colours, say = setting.session, setting.measure, setting.colours, setting.words.say
    if session.overlay is None:
        return Chrome()
    width, height = measure.size
    unit, side = measure.unit, SIDE * measure.unit
    large, gap = measure.text(44), 70 * unit
    top, low = 70 * unit + large * 1.5, height - 84 * unit
    columns = (
        2
        if session.overlay in ("help", "glossary", "support")
        and width / height > 1.2
        and measure.text_scale < 1.3
        else 1
    )
    wide = min((width - 2 * side - gap * (columns - 1)) / columns, _LINE_WIDE * unit)
    blocks = _blocks(setting, mode, wide)
    limit = limit_of(blocks, columns, low - top)
    if limit == 0:  # all fits: columns of about one height
        even = sum(block.height for block in blocks) / columns + max(
            (block.height for block in blocks), default=0.0
        )
        low = min(low, top + even)
    first = min(session.scroll, limit)
    card = setting.words.card if session.overlay == "card" else None
    heading = card.title if card is not None else say(TITLES[session.overlay])
    room = (
        width - 2 * side - measure.target - 20 * unit
    )  # the title gives way to the cross that closes the page
    large_title = large * min(1.0, room / max(typeface.width(heading, large, "semibold"), 1.0))
    title = Label(heading, (side, 70 * unit + large * 0.8), large_title, colours.text, "semibold")
    shapes: list[Shape] = [Backdrop(Box(0, 0, width, height), *backdrop), title]
    buttons: list[Region] = []
    shown, column, y = first, 0, top
    for block in blocks[first:]:
        if y + block.height > low:
            column, y = column + 1, top
        if column >= columns:
            break
        left = side + column * (wide + gap)
        there = placed(block, (left, y), wide)
        shapes += there.shapes
        buttons += there.regions
        y += block.height
        shown += 1
    foot = more_line(say, first > 0, shown < len(blocks))
    shapes.append(Label(foot, (side, height - 44 * unit), measure.text(), colours.quiet))
    at = (width - side - measure.target / 2, 70 * unit + large * 0.5)
    veil = Region("veil", Box(0, 0, width, height), "veil")
    return Chrome(tuple(shapes), (veil, *buttons), limit) + pieces.icon_button(
        setting, "close", at, pieces.close_icon
    )


def _blocks(setting: Setting, mode: Mode, wide: float) -> tuple[Block, ...]:
    measure, colours, say, scene = setting.measure, setting.colours, setting.words.say, setting.words.scene

    def text(line: str, size: float, colour: str, weight: str = "regular", gap: float = 20.0) -> Block:
        return told_block(setting, line, wide, Hand(measure.text(size), colour, weight), gap * measure.unit)

    match setting.session.overlay:
        case "help":
            bound = (row for row in keys.bindings(mode, setting.words.keys) if row.keys)
            added = setting.session.language not in SHIPPED
            note = (text(say(says.UNTRANSLATED).format(mark=MARK), 24, colours.quiet),) if added else ()
            return (*note, *(_key_row(setting, row, wide) for row in bound))
        case "support":
            rows = [text(say(says.SUPPORT_FIRST), 34, colours.text, "semibold")]
            for region in setting.words.helps:
                for number, line in enumerate(region.lines):
                    above = [] if number else [text(region.name, 28, colours.quiet, "semibold", 6.0)]
                    called = text(line.number, 34, colours.text, "semibold", 0.0)
                    told = text(line.says, 26, colours.text, gap=0.0)
                    rows.append(stacked([*above, called, told], 16 * measure.unit))
            return tuple(rows)
        case "sources" if scene is not None and setting.session.step < len(scene.steps):
            step = scene.steps[setting.session.step]
            sure = say("How sure is this? {evidence}").format(evidence=say(says.EVIDENCE[step.evidence]))
            sources: list[tuple[str, list[str]]] = [
                (source, [says] if says else [])
                for source, says in zip_longest(step.sources, step.supports, fillvalue="")
            ] or [(say("No source is named for this step."), [])]
            return (
                text(step.title, 32, colours.text, "semibold"),
                text(sure, 28, colours.text),
                *(
                    stacked(
                        [
                            text_block(
                                source, wide, Hand(measure.text(24), colours.text), 2.0 * measure.unit
                            ),
                            *(text(one, 24, colours.quiet, gap=0.0) for one in said),
                        ],
                        20 * measure.unit,
                    )
                    for source, said in sources
                ),
            )
        case "glossary":
            here, others = setting.words.glossary.here, setting.words.glossary.others
            found = []
            if not here:
                nothing = "This step has no technical words." if others else "There is no glossary here."
                found.append(text(say(nothing), 26, colours.text))
            for heading, entries in (("In the words of this step", here), ("All technical words", others)):
                if entries:
                    found.append(text(say(heading), 26, colours.quiet, "semibold"))
                found += [entry_block(setting, entry, wide) for entry in entries]
            return tuple(found)
        case "details":
            rows = []
            for heading, said in setting.words.details:
                rows.append(text(heading, 30, colours.text, "semibold"))
                for name, words in said:
                    if name:
                        rows.append(text(name, 26, colours.text))
                    if words:
                        rows.append(text(words, 26, colours.quiet))
            return tuple(rows)
        case "quiz":
            return quiz_blocks(setting, wide)
        case "card" if setting.words.card is not None:
            return card_blocks(setting, setting.words.card, wide)
        case "remember":
            return remember_blocks(setting, wide)
        case "simplifies" if scene is not None:
            lines = scene.simplifies or (say("Nothing is noted for this scene."),)
            return tuple(text(line, 30, colours.text) for line in lines)
        case _:
            return ()


def _key_row(setting: Setting, row: keys.Binding, wide: float) -> Block:
    """Return one row of the key table: the keys as small plates, and the sentence beside them."""
    measure, colours, say = setting.measure, setting.colours, setting.words.say
    names = [says.key_name(key, say) for key in row.keys]
    if row.action == "digit":  # ten keys are one thing
        names = list(dict.fromkeys(f"{name[:-1]}0 – 9" if name[-1].isdigit() else name for name in names))
    size, unit = measure.text(), measure.unit
    plain = Hand(size, colours.text)
    pitch = size * 1.62
    longest = max(typeface.width(name, size, "semibold") for name in names) + 34 * unit
    left_wide = max(wide * _KEYS_WIDE, longest)
    places: list[tuple[str, float, float, float]] = []  # name, left, line, width
    x, line = 0.0, 0
    for name in dict.fromkeys(names):
        cap = max(typeface.width(name, size, "semibold") + 18 * unit, size * 1.5)
        if x and x + cap > left_wide - 12 * unit:
            x, line = 0.0, line + 1
        places.append((name, x, line, cap))
        x += cap + 10 * unit
    _, high = pieces.paragraph(say(row.says), (0.0, 0.0), wide - left_wide, plain)
    offset = size * (1.42 - typeface.LINE_HEIGHT) / 2

    def draw(corner: Point) -> tuple[Shape, ...]:
        out: list[Shape] = []
        for name, left, at_line, cap in places:
            top = corner[1] + at_line * pitch
            box = Box(corner[0] + left, top, corner[0] + left + cap, top + size * 1.42)
            out.append(Fill(box, colours.control, 1.0, 7 * unit, colours.edge, max(1.0, 1.5 * unit)))
            at = (box.centre[0], pieces.line_under(box.centre[1], size))
            out.append(Label(name, at, size, colours.quiet, "semibold", "centre"))
        beside = (corner[0] + left_wide, corner[1] + offset)
        return (*out, *pieces.paragraph(say(row.says), beside, wide - left_wide, plain)[0])

    return Block(max(high + 2 * offset, (line + 1) * pitch), draw)
