"""What a lecturer lays over the audience's picture: one thing lit, a pointer, lines of a pen. Knows shapes and places."""

import itertools
from collections.abc import Iterable, Sequence

from visualizer.core.geometry import Box, Point
from visualizer.figures.look import Theme
from visualizer.frame.shapes import Disc, Fill, Path, Region, Shape
from visualizer.session import Talk

LIT_ROLES = ("figure", "label", "panel", "crowd", "vesicle", "body")
_DIM = 0.66  # of what is not lit: its shapes stay in sight, for the place
_ROOM = 0.012  # of the picture's height, around what is lit
_MOST_LIT = 24  # places at once; a group of more is lit as one box
_POINTER, _PEN = 0.017, 0.0052  # of the picture's height: the pointer's radius, the pen's width


def over_picture(
    talk: Talk, regions: Iterable[Region], theme: Theme, size: tuple[int, int]
) -> tuple[Shape, ...]:
    """Return what lies over the audience's picture now; nothing while it is kept, since it is then an older one."""
    if talk.frozen is not None:
        return ()
    width, height = size
    ink, ground = theme.colours["contested"], theme.colours["backdrop-edge"]
    shapes: list[Shape] = []
    if talk.spot:
        lit = lit_boxes(talk.spot, regions, height)
        shapes += [Fill(box, ground, _DIM) for box in around(lit, size)] if lit else []
    for stroke in talk.strokes:
        points = tuple((x * width, y * height) for x, y in stroke)
        if len(points) == 1:
            shapes.append(Disc(points[0], _PEN * height, ink))
        else:
            shapes.append(Path(points, ground, 1.9 * _PEN * height))
            shapes.append(Path(points, ink, _PEN * height))
    if talk.pointer is not None:
        at = (talk.pointer[0] * width, talk.pointer[1] * height)
        shapes.append(Disc(at, _POINTER * height, ink, 0.45, ground, 0.004 * height))
        shapes.append(Disc(at, 0.4 * _POINTER * height, ink))
    return tuple(shapes)


def stem(name: str) -> str:
    """Return the group that a place belongs to: the third of some receptors stands for all of them."""
    return name.partition(".")[0]


def lit_boxes(spot: str, regions: Iterable[Region], height: float) -> tuple[Box, ...]:
    """Return where a thing and all of its kind lie, with room around them, each box whole."""
    found = [one.box for one in regions if one.role in LIT_ROLES and stem(one.name) == stem(spot)]
    boxes = tuple(dict.fromkeys(box.grown(_ROOM * height) for box in found))
    if len(boxes) > _MOST_LIT:
        lows, highs = min(box.low for box in boxes), max(box.high for box in boxes)
        boxes = (Box(min(box.left for box in boxes), lows, max(box.right for box in boxes), highs),)
    return boxes


def around(boxes: Sequence[Box], size: tuple[int, int]) -> tuple[Box, ...]:
    """Return rectangles of whole pixels that cover a picture once, but for the boxes, which may overlap."""
    width, height = size
    held = [
        (
            max(0, round(box.left)),
            max(0, round(box.low)),
            min(width, round(box.right)),
            min(height, round(box.high)),
        )
        for box in boxes
    ]
    rows = sorted({0, height, *(low for _, low, _, _ in held), *(high for _, _, _, high in held)})
    out: list[Box] = []
    for low, high in itertools.pairwise(rows):
        x = 0
        for left, right in sorted(
            (left, right) for left, top, right, end in held if top <= low and high <= end
        ):
            if left > x:
                out.append(Box(x, low, left, high))
            x = max(x, right)
        if x < width:
            out.append(Box(x, low, width, high))
    return tuple(out)


def things(places: Iterable[Region]) -> tuple[str, ...]:
    """Return what may be lit, in the order in which the places come, each group once by its first member."""
    first: dict[str, str] = {}
    for place in places:
        if place.role in LIT_ROLES:
            first.setdefault(stem(place.name), place.name)
    return tuple(first.values())


def part_of(at: Point, box: Box) -> Point | None:
    """Return a pixel in parts of a picture's width and height; nothing outside of it."""
    if not box.contains(at):
        return None
    return ((at[0] - box.left) / box.width, (at[1] - box.low) / box.height)
