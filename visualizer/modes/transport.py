"""The quiet line below the caption: play, step, scrub, a few doors. Knows the session; knows no picture."""

from dataclasses import replace

from visualizer.core.geometry import Box, Point
from visualizer.frame import type as typeface
from visualizer.frame.shapes import Disc, Fill, Label, Region, Shape
from visualizer.modes import pieces
from visualizer.modes.pieces import BAND, Chrome, Icon, Measure, Setting
from visualizer.modes.words import Words, clock, speed_text, typed_text
from visualizer.session import CHART_CLOCK, CLOCK, SCRUB, Session

SIDE = 60.0  # the margin left and right
OWN_NAMES = {"en": "English", "fr": "Français"}
_LARGEST_TEXT = 2.0  # the line has room for this much larger text

LEFT: tuple[str, ...] = ("home", "step-start", "previous-step", "play", "next-step")
RIGHT: tuple[str, ...] = (
    "compare",
    "loop",
    "glossary",
    "sources",
    "simplifies",
    "quiz",
    "what-if",
    "swap-language",
    "theme",
    "menu",
    "help",
)
# In a narrow window those at the end of this list give way first; their keys stay.
_FIRST: tuple[str, ...] = (
    *("help", "menu", "swap-language", "sources", "glossary"),
    *("what-if", "loop", "theme", "compare", "simplifies", "quiz"),
)
_SHORTEST = 260.0  # of the scrub line
HINTS = {
    "home": "All scenes",
    "step-start": "Back to the start of the step",
    "previous-step": "Step back",
    "play": "Play or pause",
    "next-step": "Step on",
    "loop": "Repeat this step",
    "glossary": "What the words mean",
    "sources": "Sources of this step",
    "simplifies": "What this picture simplifies",
    "quiz": "Questions about this scene",
    "what-if": "What if? Another dose, another drug",
    "speed": "Speed",
    "type-a-time": "Type a time such as 1:05, or a step’s number, then Enter",
    "theme": "Another look",
    "menu": "More controls",
    "help": "Keys and help",
    "compare": "Beside the other scene, or alone",
    "pause-left": "Pause the left half, or go on",
    "pause-right": "Pause the right half, or go on",
    "alone-left": "The left half alone",
    "alone-right": "The right half alone",
    CLOCK: "Time after the first dose: drag",
    CHART_CLOCK: "Time after the first dose: drag",
}


def transport(setting: Setting) -> Chrome:
    """Return the line with its buttons, the scrub line with a mark a step, and the time."""
    setting = narrowed(setting)
    session, measure = setting.session, setting.measure
    width, height = measure.size
    unit, side, target = measure.unit, SIDE * measure.unit, measure.target
    middle = height - BAND / 2 * height / 1080
    # Icons start at the margin, not their larger plates.
    x = side + pieces.TEXT * unit / 2
    drawn = Chrome()
    for name in LEFT:
        drawn += button(setting, name, (x, middle))
        x += target
    scrub_from = x - target / 2 + 10 * unit
    size = measure.text()
    # The room for the time does not change while it counts.
    widest = typeface.width(f"{clock(600)} / {clock(600)}", size) + 44 * unit
    pace = max(target, typeface.width("0.25×", size, "semibold") + 16 * unit)
    widest += pace
    free = width - side + 10 * unit - scrub_from
    shown = doors_that_fit(setting, free - widest - _SHORTEST * unit)
    x = width - side + 10 * unit - target * (len(shown) - 0.5)
    time_right = x - target / 2 - 16 * unit
    doors = Chrome()
    for name in shown:
        doors += button(setting, name, (x, middle))
        x += target
    time = f"{clock(session.story)} / {clock(session.total)}"
    at = (time_right, pieces.line_under(middle, size))
    ends = (scrub_from, time_right - widest + 16 * unit)
    drawn += timer(setting, time, at)
    drawn += _scrub(setting, ends, middle) + _speed_button(setting, ends[1] + pace / 2, middle, pace) + doors
    tip = hint(setting, drawn.regions, middle - 17 * unit)  # stays below the caption
    return drawn + Chrome((*said(setting, ends, middle), *tip))


def narrowed(setting: Setting) -> Setting:
    """Return the setting with text no larger than the line has room for."""
    limited = Measure(setting.measure.size, min(setting.measure.text_scale, _LARGEST_TEXT))
    return replace(setting, measure=limited)


def doors_that_fit(setting: Setting, room: float) -> list[str]:
    """Return the doors at the right that find room, those that matter more before others, in their order."""
    target, scene = setting.measure.target, setting.words.scene
    paired = setting.session.pair is not None or (scene is not None and scene.beside)
    asks = setting.session.pair is None and scene is not None and scene.quiz
    model = scene is not None and scene.model
    unasked = {"compare": not paired, "quiz": not asks, "what-if": not model}
    there = [name for name in _FIRST if not unasked.get(name, False)]
    fitting = there[: max(0, int(room // target))]
    return [name for name in RIGHT if name in fitting]


def following_language(session: Session) -> str:
    """Return the language that the button leads to."""
    known = session.languages
    at = known.index(session.language) if session.language in known else -1
    return known[(at + 1) % len(known)]


def hint_of(session: Session, name: str, words: Words) -> str:
    """Return what the tooltip of a region says; nothing for what needs none."""
    if name.startswith("step:") and words.scene is not None:
        step = int(name.removeprefix("step:"))
        return f"{step + 1}  {words.scene.steps[step].title}" if step < len(words.scene.steps) else ""
    if name == "swap-language":
        return OWN_NAMES.get(following_language(session), following_language(session))
    return words.say(HINTS[name]) if name in HINTS else ""


def icon_of(session: Session, name: str) -> Icon:
    """Return the icon of a button."""
    match name:
        case "home":
            return pieces.scenes_icon
        case "step-start":
            return pieces.start_icon
        case "menu":
            return pieces.menu_icon
        case "previous-step":
            return pieces.previous_icon
        case "play":
            return pieces.pause_icon if session.playing else pieces.play_icon
        case "next-step":
            return pieces.next_icon
        case "loop":
            return pieces.loop_icon
        case "glossary":
            return pieces.sign_icon("Aa")
        case "sources":
            return pieces.sign_icon("[1]")
        case "simplifies":
            return pieces.sign_icon("≈")
        case "quiz":
            return pieces.sign_icon("Q")
        case "what-if":
            return pieces.knobs_icon
        case "swap-language":
            return pieces.sign_icon(following_language(session)[:2].upper())
        case "compare":
            return pieces.halves_icon
        case "pause-left" | "pause-right":
            held = session.pair is not None and session.pair.held[name == "pause-right"] is not None
            return pieces.play_icon if held else pieces.pause_icon
        case "alone-left":
            return pieces.half_icon(-1.0)
        case "alone-right":
            return pieces.half_icon(1.0)
        case "theme":
            return pieces.look_icon
        case _:
            return pieces.sign_icon("?")


def button(setting: Setting, name: str, at: Point) -> Chrome:
    """Return one of the line's buttons with its icon."""
    drawn = pieces.icon_button(setting, name, at, icon_of(setting.session, name))
    if name != "loop" or not setting.session.loop:
        return drawn
    unit = setting.measure.unit
    low = drawn.regions[0].box.high - 6 * unit
    mark = Fill(
        Box(at[0] - 12 * unit, low - 4 * unit, at[0] + 12 * unit, low),
        setting.colours.accent,
        radius=2 * unit,
    )
    return drawn + Chrome((mark,))


def timer(setting: Setting, time: str, at: Point) -> Chrome:
    """Return the time, whose right end is given, as a button: it says that another one can be typed."""
    measure, colours = setting.measure, setting.colours
    size, unit, name = measure.text(), measure.unit, "type-a-time"
    middle = at[1] - pieces.line_under(0.0, size)
    wide = typeface.width(time, size) + 16 * unit
    box = Box(
        at[0] - wide + 8 * unit, middle - measure.target / 2, at[0] + 8 * unit, middle + measure.target / 2
    )
    colour = colours.text if setting.chosen(name) else colours.quiet
    label = Label(time, at, size, colour, anchor="right")
    return Chrome((*pieces.plate(setting, name, box), label), (Region(name, box, "button"),))


def _speed_button(setting: Setting, x: float, middle: float, wide: float) -> Chrome:
    """Return the speed as a button, which leads to the next one."""
    session, measure, colours = setting.session, setting.measure, setting.colours
    size, half = measure.text(), measure.target / 2
    box = Box(x - wide / 2, middle - half, x + wide / 2, middle + half)
    changed = setting.chosen("speed") or session.speed != 1.0
    at = (x, pieces.line_under(middle, size))
    text = Label(
        speed_text(session),
        at,
        size,
        colours.text if changed else colours.quiet,
        "semibold" if session.speed != 1.0 else "regular",
        "centre",
    )
    return Chrome((*pieces.plate(setting, "speed", box), text), (Region("speed", box, "button"),))


def _scrub(setting: Setting, ends: Point, middle: float) -> Chrome:
    session, colours, unit = setting.session, setting.colours, setting.measure.unit
    (left, right), tall = ends, setting.measure.target / 2
    span, total = right - left, session.total or 1.0
    here = left + span * min(1.0, session.story / total)
    thick = max(2.0, 4 * unit)

    def line(start: float, end: float, colour: str) -> Fill:
        return Fill(Box(start, middle - thick / 2, end, middle + thick / 2), colour, radius=thick / 2)

    shapes: list[Shape] = [line(left, right, colours.edge)]
    regions = [Region(SCRUB, Box(left, middle - tall, right, middle + tall), "slider")]
    if here > left + 1:
        shapes.append(line(left, here, colours.accent))
    starts, begun = [], 0.0
    for step in session.steps:
        starts.append(left + span * begun / total)
        begun += step.seconds
    for i, x in enumerate(starts):
        name = f"step:{i}"
        radius = max(4.0, 7 * unit) * (1.45 if setting.chosen(name) else 1.0)
        colour = colours.accent if i <= session.step else colours.edge
        ring = colours.focus if session.focus == name else colours.text if setting.chosen(name) else None
        shapes.append(Disc((x, middle), radius, colour, 1.0, ring, max(1.5, 2.5 * unit) if ring else 0.0))
        nearest = min((abs(x - other) for j, other in enumerate(starts) if j != i), default=span)
        half = min(tall, nearest / 2)
        regions.append(Region(name, Box(x - half, middle - tall, x + half, middle + tall), "mark"))
    grown = 1.25 if setting.chosen(SCRUB) or session.pressed == SCRUB else 1.0
    ring = colours.focus if session.focus == SCRUB else colours.veil
    shapes.append(
        Disc((here, middle), max(6.0, 10 * unit) * grown, colours.text, 1.0, ring, max(1.0, 2 * unit))
    )
    return Chrome(tuple(shapes), tuple(regions))


def said(setting: Setting, ends: Point, middle: float) -> tuple[Shape, ...]:
    """Return the line's one message: the step whose number or time is typed, a scene on its way, or a notice."""
    session, words = setting.session, setting.words
    if session.digits:
        text = "  ".join(typed_text(session, words))
    elif session.opening is not None:
        text = words.say("Opening…")
    elif session.notice:
        text = session.notice
    else:
        return ()
    return pieces.tooltip(setting, text, ((ends[0] + ends[1]) / 2, middle + setting.measure.text() * 0.8))


def hint(setting: Setting, regions: tuple[Region, ...], low: float) -> tuple[Shape, ...]:
    """Return the tooltip of the region that is chosen, its lower edge at this height."""
    session = setting.session
    if session.pressed == SCRUB and setting.words.scene is not None:  # the line is dragged: where it stands
        line = next((region.box for region in regions if region.name == SCRUB), None)
        if line is None:
            return ()
        title = hint_of(session, f"step:{session.step}", setting.words)
        x = line.left + line.width * session.story / (session.total or 1.0)
        return pieces.tooltip(setting, f"{title} · {clock(session.seconds)}", (x, low))
    name = session.pointed or session.focus
    for region in regions:
        if region.name == name:
            text, x = hint_of(setting.session, name, setting.words), region.box.centre[0]
            if (
                setting.measure.text_scale > 1.2
            ):  # no room for two lines: the words lie on the line, beside the pointer
                line = next((other.box for other in regions if other.role == "slider"), region.box)
                half = line.width / 4
                x = line.centre[0] + (half if x < line.centre[0] else -half)
                low = region.box.centre[1] + 0.8 * setting.measure.text()
            return pieces.tooltip(setting, text, (x, low)) if text else ()
    return ()
