"""Text in pieces that are shown whole or not at all, so that a long page can be scrolled. Knows heights and columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from visualizer.core.geometry import Point
from visualizer.frame.shapes import Region, Shape
from visualizer.modes import pieces
from visualizer.modes.pieces import Hand
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


def stacked(parts: Sequence[Block], gap: float) -> Block:
    """Return blocks as one that is never torn apart, with a gap below it."""

    def draw(corner: Point) -> tuple[Shape, ...]:
        shapes: list[Shape] = []
        x, y = corner
        for part in parts:
            shapes += part.draw((x, y))
            y += part.height
        return tuple(shapes)

    return Block(sum(part.height for part in parts) + gap, draw)


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
