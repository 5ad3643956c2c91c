"""The end pictures of all steps on one page, to choose from. Knows shapes and words; the app puts the pictures in.

Each picture's region is named `picture:end:3`, steps counted from nought, and the button around it `step:3`.
"""

import math

from visualizer.core.geometry import Box
from visualizer.frame import type as typeface
from visualizer.frame.shapes import Backdrop, Fill, Label, Region, Shape
from visualizer.modes import pieces
from visualizer.modes.pieces import Chrome, Setting
from visualizer.modes.words import SceneWords

END = "picture:end:"
_SIDE, _TOP, _FOOT, _GAP = 48.0, 116.0, 84.0, 26.0
_TITLE = 24.0
_LINES = 2


def overview(setting: Setting, scene: SceneWords, backdrop: tuple[str, str], shape: float) -> Chrome:
    """Return the page; what finds no room is reached by scrolling rows."""
    session, measure, colours, say = setting.session, setting.measure, setting.colours, setting.words.say
    width, height = measure.size
    unit, side, gap = measure.unit, _SIDE * measure.unit, _GAP * measure.unit
    room = Box(side, _TOP * unit, width - side, height - _FOOT * unit)
    size = measure.text(_TITLE)
    below = _LINES * size * typeface.LINE_HEIGHT + 20 * unit
    columns, high = _grid(len(scene.steps), room, below, gap, shape)
    wide = high * shape
    rows = math.ceil(len(scene.steps) / columns)
    fitting = max(1, int((room.height + gap) // (high + below + gap)))
    limit = max(0, rows - fitting)
    first = min(session.scroll, limit)
    heading = Label(scene.title, (side, 76 * unit), measure.text(40), colours.text, "semibold")
    page = Chrome((Backdrop(Box(0, 0, width, height), *backdrop), heading), scroll_limit=limit)
    page += Chrome(regions=(Region("veil", Box(0, 0, width, height), "veil"),))
    for i, step in enumerate(scene.steps):
        row, column = divmod(i, columns)
        if not first <= row < first + fitting:
            continue
        left = room.left + column * (wide + gap)
        top = room.low + (row - first) * (high + below + gap)
        picture = Box(left, top, left + wide, top + high)
        whole = Box(left - 8 * unit, top - 8 * unit, left + wide + 8 * unit, top + high + below)
        name, here = f"step:{i}", i == session.step
        shapes: list[Shape] = list(pieces.plate(setting, name, whole, shown=here))
        edge = colours.accent if here else colours.edge
        shapes += [Fill(picture.grown(2 * unit), edge), Fill(picture, colours.veil)]
        lines = typeface.wrap(f"{i + 1}  {step.title}", size, "semibold" if here else "regular", wide)
        for number, line in enumerate(lines[:_LINES]):
            text = f"{line} …" if number == _LINES - 1 and len(lines) > _LINES else line
            at = (left, top + high + (number + 1) * size * typeface.LINE_HEIGHT)
            shapes.append(Label(text, at, size, colours.text, "semibold" if here else "regular"))
        page += Chrome(
            tuple(shapes), (Region(f"{END}{i}", picture, "picture"), Region(name, whole, "button"))
        )
    foot = say("A number and Enter, or the arrows and Enter, go there · Esc closes")
    page += Chrome((Label(foot, (side, height - 36 * unit), measure.text(), colours.quiet),))
    corner = (width - side - measure.target / 2, 62 * unit)
    return page + pieces.icon_button(setting, "close", corner, pieces.close_icon)


def _grid(count: int, room: Box, below: float, gap: float, shape: float) -> tuple[int, float]:
    """Return how many pictures stand in a row, and how high each is: the largest that all find room with."""
    best = (1, 0.0)
    for columns in range(1, count + 1):
        rows = math.ceil(count / columns)
        by_width = (room.width - gap * (columns - 1)) / columns / shape
        by_height = (room.height - gap * (rows - 1)) / rows - below
        high = min(by_width, by_height)
        if high > best[1]:
            best = (columns, high)
    columns, high = best
    return columns, max(high, 40.0)
