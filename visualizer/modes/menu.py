"""All that a person can do, as buttons beside the picture: for touch and mouse alone. Knows actions and shapes."""

from visualizer.core.geometry import Box
from visualizer.frame import type as typeface
from visualizer.frame.shapes import Fill, Label, Region, Shape
from visualizer.modes import pieces
from visualizer.modes.blocks import Block, fitting, limit_of, more_line
from visualizer.modes.pieces import BAND, Chrome, Setting
from visualizer.modes.words import speed_text

# In pairs, as they stand beside each other; the words are short, the help page has the sentences.
MENU: tuple[tuple[str, str], ...] = (
    ("restart", "Play the step again"),
    ("reset", "Start all over"),
    ("frame-back", "One frame back"),
    ("frame-on", "One frame on"),
    ("back-a-second", "A second back"),
    ("on-a-second", "A second on"),
    ("first-step", "First step"),
    ("last-step", "Last step"),
    ("slower", "Slower"),
    ("faster", "Faster"),
    ("loop", "Repeat"),
    ("words", "Other words"),
    ("captions", "Caption"),
    ("details", "All words"),
    ("closer", "Closer"),
    ("farther", "Farther"),
    ("pan-left", "Look left"),
    ("pan-right", "Look right"),
    ("pan-up", "Look up"),
    ("pan-down", "Look down"),
    ("author-view", "The author’s view"),
    ("reduced-motion", "Without motion"),
    ("smaller-text", "Smaller text"),
    ("larger-text", "Larger text"),
    ("theme", "Another look"),
    ("swap-language", "Language"),
    ("glossary", "Technical words"),
    ("sources", "Sources"),
    ("simplifies", "What is simplified"),
    ("lens", "How sure is this?"),
    ("question", "What happens next?"),
    ("quiz", "Questions"),
    ("remember", "What to remember"),
    ("what-if", "What if?"),
    ("reset-knobs", "All as it was"),
    ("curves", "Curves on the picture"),
    ("asking", "Ask before it happens"),
    ("support", "Help lines"),
    ("copy", "Copy the words"),
    ("screenshot", "Keep the picture"),
    ("controls", "Hide the controls"),
    ("profile", "How quick this machine is"),
    ("fullscreen", "Fill the screen"),
    ("single-keys", "Letter keys on or off"),
    ("compare", "Beside the other scene"),
    ("help", "All keys"),
    ("home", "All scenes"),
    ("quit", "Leave"),
)
LEAVES = (
    "restart",
    "reset",
    "controls",
    "compare",
    "home",
    "quit",
)  # these close the menu: there is something to be seen
_WIDE, _MOST_WIDE = 620.0, 0.46
_SIDE, _TOP, _INSET, _GAP = 44.0, 40.0, 26.0, 10.0


def menu_page(setting: Setting) -> Chrome:
    """Return the menu at the right of the picture; everything else closes it."""
    measure, colours, say = setting.measure, setting.colours, setting.words.say
    width, height = measure.size
    unit, inset, gap = measure.unit, _INSET * measure.unit, _GAP * measure.unit
    wide = min(_WIDE * unit * measure.text_scale, _MOST_WIDE * width)
    left = width - _SIDE * unit - wide
    box = Box(left, _TOP * unit, left + wide, height - BAND * height / 1080 + 8 * unit)
    large, foot = measure.text(32), measure.text() * 1.9
    column = (wide - 2 * inset - gap) / 2
    rows = [MENU[i : i + 2] for i in range(0, len(MENU), 2)]
    heights = [max(_height(setting, say(text), column) for _, text in row) for row in rows]
    blocks = [Block(high + gap, lambda _: ()) for high in heights]
    top = box.low + inset + max(large * 1.5, measure.target)
    limit = limit_of(blocks, 1, box.high - foot - top)
    first = min(setting.session.scroll, limit)
    last = fitting(blocks, first, box.high - foot - top)
    ground = Fill(box, colours.control, 1.0, 16 * unit, colours.edge, max(1.0, 1.5 * unit))
    heading = (box.left + inset, box.low + inset + large * 0.8)
    right = (box.right - inset / 2 - measure.target - 8 * unit, heading[1])
    speed = Label(speed_text(setting.session), right, measure.text(), colours.quiet, anchor="right")
    room = right[0] - typeface.width(speed.text, speed.size) - 16 * unit - heading[0]
    named = say("More controls")
    fits = min(1.0, room / typeface.width(named, large, "semibold"))  # the title gives way to the speed
    title = Label(named, heading, large * fits, colours.text, "semibold")
    page = Chrome(
        (ground, title, speed),
        (Region("veil", Box(0, 0, width, height), "veil"), Region("menu", box, "page")),
    )
    y = top
    for row, high in zip(rows[first:last], heights[first:last], strict=True):
        for i, (action, text) in enumerate(row):
            x = box.left + inset + i * (column + gap)
            page += _button(setting, action, say(text), Box(x, y, x + column, y + high))
        y += high + gap
    line = more_line(say, first > 0, last < len(rows))
    at = (box.left + inset, box.high - 0.55 * foot + typeface.CAP_HEIGHT * measure.text() / 2)
    corner = (box.right - inset / 2 - measure.target / 2, box.low + inset / 2 + measure.target / 2)
    close = pieces.icon_button(setting, "close", corner, pieces.close_icon)
    return page + Chrome((Label(line, at, measure.text(), colours.quiet),), scroll_limit=limit) + close


def _height(setting: Setting, text: str, wide: float) -> float:
    measure = setting.measure
    size = measure.text()
    lines = typeface.wrap(text, size, "semibold", wide - 20 * measure.unit)
    return max(44.0, 46 * measure.unit, len(lines) * size * typeface.LINE_HEIGHT + 12 * measure.unit)


def _button(setting: Setting, action: str, text: str, box: Box) -> Chrome:
    measure, colours = setting.measure, setting.colours
    size = measure.text()
    pitch = size * typeface.LINE_HEIGHT
    lines = typeface.wrap(text, size, "semibold", box.width - 20 * measure.unit)
    longest = max(typeface.width(line, size, "semibold") for line in lines)
    fits = min(1.0, (box.width - 20 * measure.unit) / longest)  # one long word cannot be broken
    shapes: list[Shape] = list(pieces.plate(setting, action, box, shown=True))
    for i, line in enumerate(lines):
        middle = box.centre[1] + (i - (len(lines) - 1) / 2) * pitch
        at = (box.left + 10 * measure.unit, pieces.line_under(middle, size))
        shapes.append(Label(line, at, size * fits, colours.text, "semibold"))
    session = setting.session
    on = {
        "loop": session.loop,
        "single-keys": session.single_keys,
        "asking": session.asking,
        "lens": session.lens,
    }
    if on.get(action, False):
        inset = 8 * measure.unit
        bar = Box(box.left + 4 * measure.unit, box.low + inset, box.left + 8 * measure.unit, box.high - inset)
        shapes.append(Fill(bar, colours.accent, radius=2 * measure.unit))
    return Chrome(tuple(shapes), (Region(action, box, "button"),))
