"""The controls below two scenes side by side: the player's own, and for each half a pause and a way to fill the screen.

Knows the session; knows no picture. The ribbon above the halves is the line that is dragged.
"""

from visualizer.core.geometry import Box, Point
from visualizer.figures.beside import half_boxes, ribbon_box
from visualizer.frame import type as typeface
from visualizer.frame.shapes import Label, Path, Region
from visualizer.modes import pieces
from visualizer.modes.pieces import BAND, Chrome, Setting
from visualizer.modes.transport import LEFT, SIDE, button, doors_that_fit, hint, narrowed, said, timer
from visualizer.modes.words import clock, speed_text
from visualizer.session import CLOCK, Pair
from visualizer.timeline.pairing import SIDES

HALVES = ("left", "right")


def pair_controls(setting: Setting, pair: Pair) -> Chrome:
    """Return the line below the halves, and the ribbon as a slider."""
    setting = narrowed(setting)
    session, measure = setting.session, setting.measure
    width, height = measure.size
    unit, target = measure.unit, measure.target
    middle = height - BAND / 2 * height / 1080
    x = SIDE * unit + pieces.TEXT * unit / 2
    drawn = _ribbon(setting)
    for name in LEFT:
        drawn += button(setting, name, (x, middle))
        x += target
    boxes = half_boxes(measure.size)
    for side in SIDES:
        # The left half's stand at its right end, the right half's at its left: both beside the middle.
        near = boxes[0].right - 1.5 * target if side == 0 else boxes[1].left + 0.5 * target
        drawn += button(setting, f"pause-{HALVES[side]}", (near, middle))
        drawn += button(setting, f"alone-{HALVES[side]}", (near + target, middle))
        if pair.held[side] is not None:
            drawn += _stands(setting, boxes[side])
    size = measure.text()
    right = width - SIDE * unit + 10 * unit
    time = f"{clock(session.story)} / {clock(session.total)}"
    if session.speed != 1.0:
        time = f"{speed_text(session)} · {time}"
    widest = typeface.width(f"0.25× · {clock(600)} / {clock(600)}", size) + 44 * unit
    doors = doors_that_fit(setting, right - (boxes[1].left + 2 * target) - widest)
    at = (right - target * len(doors) - 16 * unit, pieces.line_under(middle, size))
    drawn += timer(setting, time, at)
    for i, name in enumerate(doors):
        drawn += button(setting, name, (right - target * (len(doors) - 0.5 - i), middle))
    ends = (SIDE * unit, width - SIDE * unit)
    over_clock = CLOCK in {session.pointed, session.focus}
    low = ribbon_box(measure.size).high + 1.7 * size if over_clock else middle - 17 * unit
    return drawn + Chrome((*said(setting, ends, middle), *hint(setting, drawn.regions, low)))


def _ribbon(setting: Setting) -> Chrome:
    box = ribbon_box(setting.measure.size)
    ring: tuple[Path, ...] = ()
    if setting.session.focus == CLOCK:
        line = max(2.0, 3 * setting.measure.unit)
        corners = ((box.left, box.low), (box.right, box.low), (box.right, box.high), (box.left, box.high))
        ring = (Path(corners, setting.colours.focus, line, closed=True),)
    return Chrome(ring, (Region(CLOCK, box, "slider"),))


def _stands(setting: Setting, half: Box) -> Chrome:
    """Return the word that says that a half is paused, in its lower corner on the side of the middle."""
    text, size, unit = setting.words.say("paused"), setting.measure.text(), setting.measure.unit
    at: Point = (half.right - 24 * unit, half.high - 14 * unit)
    return Chrome((Label(text, at, size, setting.colours.text, "semibold", "right"),))
