"""The lecturer's own window: notes, pictures of now and next, steps, clocks. Knows shapes and words.

The two pictures are put in by the app, at the regions `picture:now` and `picture:next`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from visualizer.core.geometry import Box, Point
from visualizer.figures.look import Theme
from visualizer.frame import type as typeface
from visualizer.frame.shapes import Backdrop, Disc, Fill, Label, Path, Region, Shape
from visualizer.modes import pieces
from visualizer.modes import words as says
from visualizer.modes.blocks import told_lines
from visualizer.modes.cards import card_blocks, panel, panel_box, panel_room
from visualizer.modes.home import footer
from visualizer.modes.keys import Mode
from visualizer.modes.overlays import overlay
from visualizer.modes.overview import overview
from visualizer.modes.pieces import Chrome, Hand, Measure, Setting
from visualizer.modes.words import SceneWords, Words
from visualizer.session import Session, audience, behind_s, below_card, following, remaining_s

NOW, NEXT = "picture:now", "picture:next"
_SIDE = 48.0
_NOTES = (50.0, 46.0, 42.0, 38.0, 34.0, 30.0)  # the largest that fits is used
_VALUE = 54.0
_STEP_TEXT = 26.0
_NO_NOTES = "No notes are written for this step."
_HIGHEST_PICTURE = 0.38  # of the window
_LARGEST_TEXT = 1.15  # what is not notes has room for this much larger text


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """What the desk is drawn for: its setting, the theme for warnings, and the shape of the audience's picture."""

    setting: Setting
    theme: Theme
    shape: float

    @property
    def measure(self) -> Measure:
        """Return the measure of all that is not notes."""
        whole = self.setting.measure
        return Measure(whole.size, min(whole.text_scale, _LARGEST_TEXT))


def desk(
    session: Session, words: Words, theme: Theme, size: tuple[int, int], shape: float, mode: Mode
) -> Chrome:
    """Return the desk, the page to choose a scene from, or the overlay that is open and hides both."""
    colours = pieces.colours_of(theme)
    if words.scene is not None and words.scene.accent is not None:
        colours = replace(colours, accent=words.scene.accent)
    setting = Setting(session, words, colours, Measure(size, session.text_scale))
    backdrop = (theme.colours["backdrop"], theme.colours["backdrop-edge"])
    if session.overlay == "overview" and words.scene is not None:
        typed = _typed(Desk(setting, theme, shape))
        return overview(setting, words.scene, backdrop, shape) + Chrome(typed)
    if session.overlay == "card" and words.card is not None:
        under = desk(below_card(session), words, theme, size, shape, mode)
        kept = tuple(region for region in under.regions if region.role == "picture")
        blocks = card_blocks(setting, words.card, panel_room(setting))
        above = panel(setting, words.card.title, blocks, panel_box(setting))
        veil = Region("veil", Box(0, 0, *size), "veil")
        return Chrome(under.shapes, (*kept, veil)) + above
    if session.overlay is not None:
        return overlay(setting, mode, backdrop)
    ground = Chrome((Backdrop(Box(0, 0, *size), *backdrop),))
    if session.screen == "home" or words.scene is None:
        return ground + _chooser(setting)
    made = Desk(setting, theme, shape)
    unit, (width, height) = setting.measure.unit, size
    side = _SIDE * unit
    right_wide = max(0.26 * (width - 2 * side), 390 * unit)
    top, low = 178 * unit, height - 92 * unit
    left = Box(side, top, width - side - right_wide - 44 * unit, low)
    right = Box(width - side - right_wide, top, width - side, low)
    pictures, below = _pictures(made, words.scene, left)
    notes = _notes(made, words.scene, Box(left.left, below + 30 * unit, left.right, low))
    steps = _steps(made, words.scene, right)
    return ground + _clocks(made) + pictures + notes + steps + _foot(made) + Chrome(_typed(made))


def typed_step(session: Session, words: Words, theme: Theme, size: tuple[int, int]) -> tuple[Shape, ...]:
    """Return the step whose number is being typed, for the one window whose desk is hidden."""
    if words.scene is None:
        return ()
    setting = Setting(session, words, pieces.colours_of(theme), Measure(size, session.text_scale))
    return _typed(Desk(setting, theme, 1.0))


def _clocks(made: Desk) -> Chrome:
    """Return the upper line: elapsed, remaining, pace, and the time of day."""
    setting, measure, colours, say = made.setting, made.measure, made.setting.colours, made.setting.words.say
    session, talk = setting.session, setting.session.talk
    unit, width = measure.unit, measure.size[0]
    small, large = measure.text(), measure.text(_VALUE)
    over = remaining_s(session) < 0.0
    late, fine = made.theme.colours["contested"], made.theme.colours["established"]
    begun = talk is not None and talk.begun
    cells = (
        (say("Elapsed"), says.clock(talk.seconds if talk is not None else 0.0), colours.text),
        (say("Remaining"), says.countdown(remaining_s(session)), late if over else colours.text),
    )
    shapes: list[Shape] = []
    x, label_y, value_y = _SIDE * unit, 58 * unit, 128 * unit
    for name, value, colour in cells:
        shapes.append(Label(name, (x, label_y), small, colours.quiet))
        shapes.append(Label(value, (x, value_y), large, colour, "semibold"))
        # The room does not change while the time counts.
        room = max(typeface.width(name, small), typeface.width("−88:88", large, "semibold"))
        x += room + 46 * unit
    behind = behind_s(session)
    if not begun:
        shapes.append(Label(say("Starts with the first step"), (x, value_y), measure.text(30), colours.quiet))
    else:
        mark, text, colour = 0, say("On time"), fine
        if behind > 0.0:
            mark, text, colour = -1, say("{time} behind").format(time=says.clock(behind)), late
        elif behind < 0.0:
            ahead = made.theme.colours["hypothesis"]
            mark, text, colour = 1, say("{time} ahead").format(time=says.clock(-behind)), ahead
        at = (x + 16 * unit, value_y - typeface.CAP_HEIGHT * measure.text(44) / 2)
        shapes.append(_pace_mark(mark, at, 17 * unit, colour))
        shapes.append(Label(text, (x + 46 * unit, value_y), measure.text(44), colour, "semibold"))
    if setting.words.hour is not None:
        hours, minutes = setting.words.hour
        text = say("{hours}:{minutes}").format(hours=hours, minutes=f"{minutes:02d}")
        right = width - _SIDE * unit
        shapes.append(Label(say("Time"), (right, label_y), small, colours.quiet, anchor="right"))
        shapes.append(Label(text, (right, value_y), large, colours.text, "semibold", "right"))
    return Chrome(tuple(shapes))


def _pace_mark(mark: int, at: Point, reach: float, colour: str) -> Shape:
    """Return a disc for on time, a triangle that points on for ahead, one that points back for behind."""
    if mark == 0:
        return Disc(at, reach * 0.8, colour)
    points = ((-0.8, -0.95), (1.0, 0.0), (-0.8, 0.95))
    corners = tuple((at[0] + mark * x * reach, at[1] + y * reach) for x, y in points)
    return Path(corners, colour, 1.0, fill=colour, closed=True)


def _pictures(made: Desk, scene: SceneWords, room: Box) -> tuple[Chrome, float]:
    """Return the frames of the two pictures with their headings, and where they end."""
    measure, colours, say = made.measure, made.setting.colours, made.setting.words.say
    session, unit, gap = made.setting.session, measure.unit, 28 * measure.unit
    size, top = measure.text(_STEP_TEXT), room.low + 46 * unit
    wide = (room.width - gap) / 2
    high = min(wide / made.shape, _HIGHEST_PICTURE * measure.size[1])
    shown = high * made.shape
    now = Box(room.left, top, room.left + shown, top + high)
    beside = Box(room.left + wide + gap, top, room.left + wide + gap + shown, top + high)
    line = room.low + 26 * unit
    steps = len(scene.steps)
    warnings = _warnings(made, (now.left + wide, line))
    # The warnings need the room, and the list beside them says which step it is.
    heading = say("Now") if warnings else say("Now: step {step} of {steps}")
    heading = heading.format(step=session.step + 1, steps=steps)
    shapes: list[Shape] = [
        Label(heading, (now.left, line), size, colours.text, "semibold"),
        Fill(now.grown(2 * unit), colours.edge),
        Fill(now, colours.veil),
        Fill(beside.grown(2 * unit), colours.edge),
        Fill(beside, colours.veil),
    ]
    shapes += warnings
    regions = [Region(NOW, now, "picture")]
    coming = following(session)
    if coming is not None:
        other = coming[0] != session.scene
        heading = say("Next scene: how step {step} ends") if other else say("Next: how step {step} ends")
        heading = heading.format(step=coming[1] + 1)
        regions.append(Region(NEXT, beside, "picture"))
    else:
        heading = say("This is the last step.")
    shapes.append(Label(heading, (beside.left, line), size, colours.text, "semibold"))
    return Chrome(tuple(shapes), tuple(regions)), top + high


def _warnings(made: Desk, right: Point) -> tuple[Shape, ...]:
    """Return the words that say why the audience does not see this picture, from right to left."""
    talk, measure, say = made.setting.session.talk, made.measure, made.setting.words.say
    if talk is None:
        return ()
    said = [say("FROZEN")] if talk.frozen is not None else []
    if talk.cover:
        said.insert(0, say("BLACK") if talk.cover == "black" else say("WHITE"))
    size, unit, (x, line) = measure.text(_STEP_TEXT), measure.unit, right
    shapes: list[Shape] = []
    middle = line - typeface.CAP_HEIGHT * size / 2
    for text in said:
        wide = typeface.width(text, size, "bold") + 24 * unit
        plate = Box(x - wide, middle - 20 * unit, x, middle + 20 * unit)
        shapes.append(Fill(plate, made.theme.colours["contested"], radius=6 * unit))
        ink = made.setting.colours.veil
        shapes.append(Label(text, (plate.centre[0], line), size, ink, "bold", "centre"))
        x -= wide + 10 * unit
    return tuple(shapes)


def _notes(made: Desk, scene: SceneWords, room: Box) -> Chrome:
    """Return the step's title, notes and what to remember, as large as they fit; what does not fit is reached by scrolling."""
    measure, setting, say = made.measure, made.setting, made.setting.words.say
    colours, step = setting.colours, scene.steps[setting.session.step]
    title, high = pieces.paragraph(
        step.title, (room.left, room.low), room.width, Hand(measure.text(30), colours.quiet, "semibold")
    )
    corner = (room.left, room.low + high + 10 * measure.unit)
    space = room.high - corner[1]
    told = [(step.notes, colours.text) if step.notes else (say(_NO_NOTES), colours.quiet)]
    told += [(text, colours.quiet) for text in says.remembered(step, say)]
    for size in _NOTES:
        pixels = setting.measure.text(size)
        lines, tall = _paragraphs(told, corner, room.width, pixels)
        if tall <= space:
            return Chrome(title) + told_lines(setting, lines)
    pitch = pixels * typeface.LINE_HEIGHT
    limit = sum(line.at[1] - lines[0].at[1] > space - pitch for line in lines)
    first = min(setting.session.scroll, limit)
    start = lines[first].at[1]
    up = start - lines[0].at[1]
    shown = tuple(
        replace(line, at=(line.at[0], line.at[1] - up))
        for line in lines[first:]
        if line.at[1] - start <= space - pitch
    )
    below = first + len(shown) < len(lines)
    arrows = " ".join(sign for sign, more in (("↑", first > 0), ("↓", below)) if more)
    more = Label(
        say("{arrows} for more").format(arrows=arrows),
        (room.right, room.high + 20 * measure.unit),
        measure.text(),
        colours.quiet,
        anchor="right",
    )
    page = told_lines(setting, shown)
    return Chrome(title) + Chrome((*page.shapes, more), page.regions, limit)


def _paragraphs(
    told: Sequence[tuple[str, str]], corner: Point, wide: float, size: float
) -> tuple[tuple[Label, ...], float]:
    """Return texts, each in its colour, one below another with half a line between them, and the height of all."""
    x, y = corner
    lines: list[Label] = []
    for i, (text, colour) in enumerate(told):
        if i:
            y += size * typeface.LINE_HEIGHT / 2
        labels, high = pieces.paragraph(text, (x, y), wide, Hand(size, colour))
        lines += labels
        y += high
    return tuple(lines), y - corner[1]


def _steps(made: Desk, scene: SceneWords, room: Box) -> Chrome:
    """Return the list of steps with the one that shows marked; a long list keeps it in sight."""
    measure, setting, say = made.measure, made.setting, made.setting.words.say
    session, colours, unit = setting.session, setting.colours, measure.unit
    size, inset, number = measure.text(_STEP_TEXT), 16 * unit, 44 * unit
    pitch = size * typeface.LINE_HEIGHT
    titles = [
        typeface.wrap(step.title, size, "semibold", room.width - 2 * inset - number) for step in scene.steps
    ]
    heights = [len(lines) * pitch + 18 * unit for lines in titles]
    top = room.low + 46 * unit
    first, last = _in_sight(heights, session.step, room.high - top)
    heading = Label(say("Steps"), (room.left, room.low + 26 * unit), size, colours.text, "semibold")
    shapes: list[Shape] = [heading]
    arrows = " ".join(sign for sign, more in (("↑", first > 0), ("↓", last < len(titles))) if more)
    if arrows:
        shapes.append(Label(arrows, (room.right, heading.at[1]), size, colours.quiet, anchor="right"))
    regions: list[Region] = []
    y = top
    for i in range(first, last):
        box = Box(room.left, y, room.right, y + heights[i])
        name, here = f"step:{i}", i == session.step
        if here or setting.chosen(name):
            shapes.append(Fill(box, colours.control, 1.0, 8 * unit, colours.edge, max(1.0, 1.5 * unit)))
        if here:
            bar = Box(box.left, box.low, box.left + 7 * unit, box.high)
            shapes.append(Fill(bar, colours.accent, radius=3 * unit))
        if session.focus == name:
            shapes += pieces.plate(setting, name, box)
        hand = Hand(
            size, colours.text if i >= session.step else colours.quiet, "semibold" if here else "regular"
        )
        line = y + 9 * unit + pitch / 2 + typeface.CAP_HEIGHT * size / 2
        at = room.left + inset + number - 14 * unit
        shapes.append(Label(str(i + 1), (at, line), size, colours.quiet, hand.weight, "right"))
        for row, text in enumerate(titles[i]):
            where = (room.left + inset + number, line + row * pitch)
            shapes.append(Label(text, where, size, hand.colour, hand.weight))
        regions.append(Region(name, box, "button"))
        y += heights[i] + 4 * unit
    return Chrome(tuple(shapes), tuple(regions))


def _in_sight(heights: list[float], here: int, room: float) -> tuple[int, int]:
    """Return the first row and the one after the last, so that the row that matters is among those that fit."""
    gap = 4 / 26 * min(heights, default=0.0)
    first = last = here
    used = 0.0
    while True:
        # What comes is more useful than what was; one row of the past stays for the way back.
        down = last < len(heights) and used + heights[last] <= room
        up = first > 0 and used + heights[first - 1] <= room
        if up and (not down or here - first < 1 < last - here):
            first -= 1
            used += heights[first] + gap
        elif down:
            used += heights[last] + gap
            last += 1
        else:
            return first, max(last, here + 1)


def _foot(made: Desk) -> Chrome:
    """Return the lowest line: why the audience sees something else, or the last key; and where help is."""
    setting, measure, say = made.setting, made.measure, made.setting.words.say
    session, talk, colours = setting.session, setting.session.talk, setting.colours
    unit, (width, height) = measure.unit, measure.size
    line, side = height - 40 * unit, _SIDE * unit
    size = measure.text()
    help_line = Label(say("F1 shows the keys"), (width - side, line), size, colours.quiet, anchor="right")
    if talk is None:
        return Chrome((help_line,))
    warning, colour = "", made.theme.colours["contested"]
    if talk.cover == "black":
        warning = say("The audience’s screen is black. B or Esc brings the picture back.")
    elif talk.cover == "white":
        warning = say("The audience’s screen is white. W or Esc brings the picture back.")
    elif talk.frozen is not None:
        seen = audience(session).step + 1
        warning = say("The audience still sees step {step}. F lets it see this one.").format(step=seen)
    elif talk.pen:
        warning = say("The pen draws on the picture. E points again; Shift+E wipes it clean.")
    elif session.opening is not None or session.notice:
        warning = session.notice or say("Opening…")
    if warning:
        room = width - 2 * side - typeface.width(help_line.text, size) - 20 * unit
        large = measure.text(28)
        fits = min(1.0, room / typeface.width(warning, large, "semibold"))
        return Chrome((Label(warning, (side, line), large * fits, colour, "semibold"), help_line))
    return Chrome((Label(_heard(made), (side, line), size, colours.quiet), help_line))


def _heard(made: Desk) -> str:
    """Return the last key and what it does, which shows what a clicker sends."""
    talk, say = made.setting.session.talk, made.setting.words.say
    if talk is None or not talk.key:
        return say("No key yet")
    key = says.key_name(talk.key, say)
    if not talk.key_does:
        return say("{key} does nothing here").format(key=key)
    return f"{say('Last key: {key}').format(key=key)} · {say(talk.key_does)}"


def _typed(made: Desk) -> tuple[Shape, ...]:
    """Return a large plate with the number or time that is typed and the title of its step."""
    setting, measure = made.setting, made.measure
    session, unit = setting.session, measure.unit
    if not session.digits:
        return ()
    typed, title = says.typed_text(session, setting.words)
    size, (width, height) = measure.text(38), measure.size
    lines = typeface.wrap(f"{typed} · {title}", size, "semibold", 0.7 * width)
    pitch = size * typeface.LINE_HEIGHT
    wide = max(typeface.width(text, size, "semibold") for text in lines) + 64 * unit
    high = len(lines) * pitch + 36 * unit
    low = height - 84 * unit
    box = Box((width - wide) / 2, low - high, (width + wide) / 2, low)
    colours = setting.colours
    shapes: list[Shape] = [Fill(box, colours.control, 1.0, 14 * unit, colours.accent, 3 * unit)]
    for i, text in enumerate(lines):
        line = pieces.line_under(box.low + 18 * unit + (i + 0.5) * pitch, size)
        shapes.append(Label(text, (box.centre[0], line), size, colours.text, "semibold", "centre"))
    return tuple(shapes)


def _chooser(setting: Setting) -> Chrome:
    """Return the page of scenes to choose from, one row a scene, numbered for the digit keys."""
    measure, colours, say = setting.measure, setting.colours, setting.words.say
    unit, (width, _) = measure.unit, measure.size
    side = _SIDE * unit
    below, low = footer(setting)
    heading, high = pieces.paragraph(
        say("Which scene will you present?"),
        (side, 56 * unit),
        width - 2 * side,
        Hand(measure.text(48), colours.text, "semibold"),
    )
    top = 56 * unit + high + 30 * unit
    rows = [_row(setting, i, top, width - 2 * side) for i in range(len(setting.words.cards))]
    first = min(setting.session.scroll, max(0, len(rows) - 1))
    page, y, more = Chrome(heading), top, False
    for i, (_, tall) in enumerate(rows[first:], first):
        more = y + tall > low and i > first
        if more:
            break
        page += _row(setting, i, y, width - 2 * side)[0]
        y += tall + 18 * unit
    if not rows:
        empty = say("There are no scenes here.")
        page += Chrome((Label(empty, (side, top + 40 * unit), measure.text(30), colours.text),))
    return page + below + Chrome(scroll_limit=max(0, len(rows) - 1) if more or first else 0)


def _row(setting: Setting, index: int, top: float, wide: float) -> tuple[Chrome, float]:
    """Return one scene of the page, and how high it is."""
    measure, colours, say = setting.measure, setting.colours, setting.words.say
    card, unit = setting.words.cards[index], measure.unit
    left, inset = _SIDE * unit, 26 * unit
    text_left, room = left + inset + 60 * unit, wide - 2 * inset - 60 * unit
    y = top + 16 * unit
    title, high = pieces.paragraph(
        card.title, (text_left, y), room, Hand(measure.text(34), colours.text, "semibold")
    )
    number = Label(
        str(index + 1), (left + inset, title[0].at[1]), measure.text(34), colours.quiet, "semibold"
    )
    y += high + 4 * unit
    summary, high = pieces.paragraph(
        card.summary, (text_left, y), room, Hand(measure.text(26), colours.quiet)
    )
    y += high + 4 * unit
    facts = f"{says.length(card.seconds, say)} · {say('{steps} steps').format(steps=card.steps)}"
    line, high = pieces.paragraph(facts, (text_left, y), room, Hand(measure.text(26), colours.quiet))
    box = Box(left, top, left + wide, y + high + 16 * unit)
    name = f"open:{card.id}"
    shapes = (*pieces.plate(setting, name, box, shown=True), number, *title, *summary, *line)
    return Chrome(shapes, (Region(name, box, "button"),)), box.height
