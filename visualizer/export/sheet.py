"""A contact sheet: the key picture of every step on one page. Knows grids and titles; opens no window."""

import math
from collections.abc import Sequence
from pathlib import Path

from visualizer import __version__
from visualizer.core.geometry import Box
from visualizer.export.finding import SEED, Found, compiled
from visualizer.figures import Look, arrange, compose
from visualizer.frame import type as typeface
from visualizer.frame.shapes import Backdrop, Fill, Frame, Label, Shape
from visualizer.render import PygameRenderer, render, write_png

COLUMNS = 3
CELL = (640, 360)
_MARGIN = 40
_GAP = 28
_HEAD = 84.0  # a scene's title above its pictures
_TEXT = 26.0


def export_sheet(scenes: Sequence[Found], look: Look, path: Path) -> int:
    """Write the sheet of these scenes as a PNG file and return how many pictures it shows.

    Raises:
        ExportError: the file cannot be written.
    """
    width = 2 * _MARGIN + COLUMNS * CELL[0] + (COLUMNS - 1) * _GAP
    titles: list[Shape] = []
    places: list[tuple[float, float]] = []
    top = float(_MARGIN)
    for found in scenes:
        top = _lay_out(found, look, top, titles, places)
    size = (width, math.ceil(top + _MARGIN - _GAP))
    colours = look.colours.colours
    backdrop = Backdrop(Box(0, 0, *size), colours["veil"], colours["veil"])
    sheet = render(Frame(size, (backdrop, *titles)))
    renderer = PygameRenderer()
    rest = iter(places)
    for found in scenes:
        timeline = compiled(found)
        layout = arrange(timeline, look, CELL)
        for step, outline in enumerate(timeline.steps):
            sheet.blit(
                render(compose(timeline, timeline.at(step, outline.key), layout), renderer), next(rest)
            )
    about = {
        "Software": f"moa {__version__}",
        "moa:scenes": " ".join(found.scene.id for found in scenes),
        "moa:seed": str(SEED),
        "moa:language": look.language,
        "moa:theme": look.theme,
    }
    write_png(sheet, path, about)
    return len(places)


def _lay_out(
    found: Found, look: Look, top: float, titles: list[Shape], places: list[tuple[float, float]]
) -> float:
    """Place a scene's title, pictures and captions from a top edge down; return where the next begins."""
    colours, scene = look.colours.colours, found.scene
    title = f"{found.text(look.language, 'title', scene.title)} · {scene.id}"
    titles.append(Label(title, (_MARGIN, top + 44), 40, colours["text"], "semibold"))
    top += _HEAD
    pitch = _TEXT * typeface.LINE_HEIGHT
    for row in range(0, len(scene.steps), COLUMNS):
        most = 1
        for column, step in enumerate(scene.steps[row : row + COLUMNS]):
            x = float(_MARGIN + column * (CELL[0] + _GAP))
            places.append((x, top))
            titles.append(
                Fill(Box(x - 1, top - 1, x + CELL[0] + 1, top + CELL[1] + 1), colours["control-edge"])
            )
            said = f"{row + column + 1}  {found.text(look.language, f'{step.id}/title', step.title)}"
            lines = typeface.wrap(said, _TEXT, "regular", CELL[0])
            baseline = top + CELL[1] + 32
            titles += (
                Label(line, (x, baseline + i * pitch), _TEXT, colours["text"]) for i, line in enumerate(lines)
            )
            most = max(most, len(lines))
        top += CELL[1] + 16 + most * pitch + _GAP
    return top
