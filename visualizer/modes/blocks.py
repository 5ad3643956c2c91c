"""Text in pieces that are shown whole or not at all, so that a long page can be scrolled. Knows heights and columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from visualizer.core.geometry import Box, Point
from visualizer.frame import type as typeface
from visualizer.frame.shapes import Label, Path, Region, Shape
from visualizer.modes import pieces
from visualizer.modes.pieces import Chrome, Hand, Setting
from visualizer.modes.words import Say


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A piece of a page's text: how high it is, and what draws it from its upper left corner.

    A block with a `name` can be pressed, down to the `gap` below it; the name is its region's. One with several buttons
    returns their regions from its corner.
    """

    height: float
    draw: Callable[[Point], tuple[Shape, ...]]
    name: str = ""
    gap: float = 0.0
    buttons: Callable[[Point], tuple[Region, ...]] | None = None


def text_block(text: str, wide: float, hand: Hand, gap: float) -> Block:
    """Return a paragraph as a block, with a gap below it."""
    _, high = pieces.paragraph(text, (0.0, 0.0), wide, hand)
    return Block(high + gap, lambda corner: pieces.paragraph(text, corner, wide, hand)[0])


def told_block(setting: Setting, text: str, wide: float, hand: Hand, gap: float) -> Block:
    """Return a paragraph whose technical words have a fine line below them and open their entries where they stand."""
    lines, high = pieces.paragraph(text, (0.0, 0.0), wide, hand)

    def told(corner: Point) -> Chrome:
        return told_lines(setting, pieces.paragraph(text, corner, wide, hand)[0])

    return Block(
        high + gap,
        lambda corner: told(corner).shapes,
        buttons=(lambda corner: told(corner).regions) if lines else None,
    )


def told_lines(setting: Setting, lines: Sequence[Label]) -> Chrome:
    """Return lines of text as they stand, with the technical words in them marked and open to be pressed."""
    shapes: list[Shape] = list(lines)
    regions: list[Region] = []
    unit = setting.measure.unit
    for line in lines:
        x, y = line.at
        for term, start, end in setting.words.finds(line.text):
            left = x + typeface.width(line.text[:start], line.size, line.weight)
            right = left + typeface.width(line.text[start:end], line.size, line.weight)
            name = f"term:{term}"
            regions.append(
                Region(name, Box(left, y - 0.9 * line.size, right, y + 0.32 * line.size), "button")
            )
            chosen = setting.chosen(name)
            under = ((left, y + 0.2 * line.size), (right, y + 0.2 * line.size))
            colour = setting.colours.accent if chosen else setting.colours.quiet
            width = max(1.0, (2.6 if chosen else 1.6) * unit)
            shapes.append(Path(under, colour, width, dash=None if chosen else (2.0 * unit, 4.0 * unit)))
    return Chrome(tuple(shapes), tuple(regions))


def picture_block(setting: Setting, key: str, size: tuple[float, float], gap: float) -> Block:
    """Return the small picture of a technical word as a block of this width and height."""
    wide, high = size
    return Block(
        high + gap,
        lambda corner: setting.words.portrays(
            key, Box(corner[0], corner[1], corner[0] + wide, corner[1] + high)
        ),
    )


def beside(first: Block, second: Block, left: float) -> Block:
    """Return two blocks side by side from one height on, the second so far to the right."""
    right = shifted(second, left)
    return Block(
        max(first.height, second.height),
        lambda corner: (*first.draw(corner), *right.draw(corner)),
        buttons=right.buttons,
    )


def shifted(block: Block, left: float) -> Block:
    """Return a block so far to the right of its corner."""
    inside = block.buttons
    return Block(
        block.height,
        lambda corner: block.draw((corner[0] + left, corner[1])),
        buttons=(lambda corner: inside((corner[0] + left, corner[1]))) if inside is not None else None,
    )


def placed(block: Block, corner: Point, wide: float) -> Chrome:
    """Return a block from its upper left corner on, with what can be pressed in it."""
    regions = block.buttons(corner) if block.buttons is not None else ()
    if block.name:
        x, y = corner
        regions = (Region(block.name, Box(x, y, x + wide, y + block.height - block.gap), "button"), *regions)
    return Chrome(block.draw(corner), regions)


def stacked(parts: Sequence[Block], gap: float) -> Block:
    """Return blocks as one that is never torn apart, with a gap below it."""

    def at(corner: Point) -> Chrome:
        found = Chrome()
        x, y = corner
        for part in parts:
            inside = part.buttons((x, y)) if part.buttons is not None else ()
            found += Chrome(part.draw((x, y)), inside)
            y += part.height
        return found

    pressed = any(part.buttons is not None for part in parts)
    return Block(
        sum(part.height for part in parts) + gap,
        lambda corner: at(corner).shapes,
        buttons=(lambda corner: at(corner).regions) if pressed else None,
    )


def limit_of(blocks: Sequence[Block], columns: int, room: float) -> int:
    """Return the first block from which all the rest fits."""
    for first in range(len(blocks)):
        column, y = 0, 0.0
        for block in blocks[first:]:
            if y + block.height > room:
                column, y = column + 1, 0.0
            y += block.height
        if column < columns:
            return first
    return max(0, len(blocks) - 1)


def fitting(blocks: Sequence[Block], first: int, room: float) -> int:
    """Return the block after the last one that fits in one column from `first` on; one is always shown."""
    y, last = 0.0, first
    for block in blocks[first:]:
        if y + block.height > room and last > first:
            break
        y += block.height
        last += 1
    return last


def more_line(say: Say, above: bool, below: bool) -> str:
    """Return the line at a page's foot: where there is more, and what closes it."""
    arrows = " ".join(sign for sign, more in (("↑", above), ("↓", below)) if more)
    if not arrows:
        return say("Esc closes")
    return f"{say('{arrows} for more').format(arrows=arrows)} · {say('Esc closes')}"
