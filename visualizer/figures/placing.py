"""Where labels stand: beside the action with leaders while there is room, else numbered with a legend. Knows boxes and type.

Type is the viewer's to choose, so what gives way is the arrangement: leaders first, then the second lines, which can be
read on the page of details, and last, by as little as must be, the size.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from visualizer.core.geometry import Box, Point
from visualizer.frame.type import width, wrap

LEADING = 1.26
SHRINKS = (1.0, 0.9, 0.82, 0.75)
"""By how much a legend's type may give way."""

_SMALLEST = (0.6, 0.5)
"""And by how much where there is no other way."""

_GIVING_WAY = tuple((said, part) for said in (True, False) for part in SHRINKS)
"""First the type gives way, then the second lines."""

_FOOT = 0.36
"""The most of the picture's height that a legend takes in its lowest part."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label to place: its words, where it points at some moments of its time on stage, and that time.

    `points` is empty when what it names is no longer in the picture. `knee` is how far its leader first runs straight down,
    under something that stands in its way.
    """

    index: int
    title: str
    says: str
    points: tuple[Point, ...]
    start: float
    end: float
    knee: float = 0.0

    @property
    def anchor(self) -> Point:
        """Return where its leader comes from: the middle of where it points, or the knee below."""
        count = len(self.points)
        return (sum(p[0] for p in self.points) / count, sum(p[1] for p in self.points) / count + self.knee)

    def meets(self, other: "Wanted") -> bool:
        """Tell whether the two are on stage at the same moment."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Placed:
    """One label's place: its lines and their sizes in px, the box they fill, and where its leader starts.

    A label with a `number` has no leader: its number stands in the picture, `offset` from what it names, and before
    its words in the legend. It has no lines when only its number is shown. With a `knee` its leader runs so far straight
    down from what it names before it turns to the words.
    """

    index: int
    title: tuple[str, ...]
    said: tuple[str, ...]
    at: Point
    box: Box
    leader: Point
    title_px: float
    said_px: float
    number: int = 0
    offset: Point = (0.0, 0.0)
    points: bool = True  # it points at something
    knee: float = 0.0


@dataclass(frozen=True, slots=True)
class Hand:
    """How labels are written: sizes of title and second line in px, the smallest that may be, the frame's unit."""

    title_px: float
    said_px: float
    smallest_px: float
    unit: float

    def at(self, shrink: float) -> "Hand":
        """Return the hand at a part of its size, no smaller than may be."""
        return replace(
            self,
            title_px=max(self.title_px * shrink, self.smallest_px),
            said_px=max(self.said_px * shrink, self.smallest_px),
        )


@dataclass(frozen=True, slots=True)
class _Block:
    want: Wanted
    title: tuple[str, ...]
    said: tuple[str, ...]
    height: float


def place(wanted: Sequence[Wanted], column: Box, hand: Hand, clear: Box) -> tuple[Placed, ...]:
    """Return the labels placed in the first way that fits; `clear` is where numbers may stand in the picture."""
    if not wanted:
        return ()
    beside = _beside(wanted, column, hand)
    if beside is not None:
        return beside
    offsets = _offsets(wanted, hand, clear)
    ways = (
        *(partial(_legend, wanted, column, hand.at(part), offsets, said) for said, part in _GIVING_WAY),
        *(partial(_at_the_foot, wanted, clear, hand.at(part), said) for said, part in _GIVING_WAY),
        *(partial(_legend, wanted, column, hand.at(part), offsets, False) for part in _SMALLEST),
    )
    legend = next((found for way in ways if (found := way()) is not None), None)
    if legend is not None:
        return legend
    return tuple(_number_only(want, i + 1, hand, offsets[i]) for i, want in enumerate(_by_time(wanted)))


def badge_radius(said_px: float) -> float:
    """Return the radius in px of a number's disc, for second lines of this size."""
    return 0.66 * said_px


# --------------------------------------------------------------------------------------------- with leaders


def _beside(wanted: Sequence[Wanted], column: Box, hand: Hand) -> tuple[Placed, ...] | None:
    """Return the labels beside the action, uncrossed; None when they do not fit."""
    blocks = [_block(want, column.width, hand, said=True) for want in wanted]
    found = _best_order(blocks, column, hand)
    if found is None:
        return None
    return tuple(_placed(block, (column.left, top), hand, column) for block, top in found)


def _block(want: Wanted, wide: float, hand: Hand, said: bool) -> _Block:
    title = wrap(want.title, hand.title_px, "semibold", wide)
    lines = wrap(want.says, hand.said_px, "regular", wide) if said and want.says else ()
    return _Block(want, title, lines, (len(title) * hand.title_px + len(lines) * hand.said_px) * LEADING)


def _best_order(blocks: Sequence[_Block], column: Box, hand: Hand) -> list[tuple[_Block, float]] | None:
    """Return the labels with their tops: uncrossed, with the fewest near misses, then the shortest leaders."""
    pointing = [block for block in blocks if block.want.points]
    rest = [block for block in blocks if not block.want.points]
    by_height = sorted(pointing, key=lambda block: (block.want.anchor[1], block.want.index))
    candidates: Iterator[tuple[_Block, ...]] = (
        itertools.permutations(by_height) if len(by_height) <= 5 else iter([tuple(by_height)])
    )
    best, score = None, (math.inf, math.inf)
    for order in candidates:
        whole = (*order, *rest)
        tops = _stack(whole, column, hand)
        if tops is None:
            continue
        starts = [_start(column.left, top, hand) for top in tops[: len(order)]]
        pairs = list(itertools.combinations(list(zip(order, starts, strict=True)), 2))
        if any(
            _cross(a.want.anchor, p, b.want.anchor, q) for (a, p), (b, q) in pairs if a.want.meets(b.want)
        ):
            continue
        misses = sum(
            _passes(a.want.anchor, p, b.want.anchor, 30.0 * hand.unit)
            for a, p in zip(order, starts, strict=True)
            for b in order
            if b is not a and a.want.meets(b.want)
        )
        length = sum(math.dist(a.want.anchor, p) for a, p in zip(order, starts, strict=True))
        if (misses, round(length, 3)) < score:
            best, score = list(zip(whole, tops, strict=True)), (misses, round(length, 3))
    return best


def _start(left: float, top: float, hand: Hand) -> Point:
    return (left - 14.0 * hand.unit, top + 0.62 * hand.title_px)


def _stack(order: Sequence[_Block], column: Box, hand: Hand) -> list[float] | None:
    """Return the tops of labels in this order from above: near their anchors, a gap apart; None when it is too much."""
    gap = 30.0 * hand.unit
    tops: list[float] = []
    for block in order:
        top = block.want.anchor[1] - 0.5 * hand.title_px if block.want.points else column.low
        for other, other_top in zip(order, tops, strict=False):
            if block.want.meets(other.want):
                top = max(top, other_top + other.height + gap)
        tops.append(max(top, column.low))
    for i in range(len(order) - 1, -1, -1):
        limit = column.high - order[i].height
        for k in range(i + 1, len(order)):
            if order[i].want.meets(order[k].want):
                limit = min(limit, tops[k] - order[i].height - gap)
        tops[i] = min(tops[i], limit)
    return tops if all(top >= column.low for top in tops) else None


def _placed(block: _Block, corner: Point, hand: Hand, column: Box) -> Placed:
    left, top = corner
    return Placed(
        block.want.index, block.title, block.said, (left, top + hand.title_px),
        Box(left, top, min(left + _widest(block, hand), column.right), top + block.height),
        _start(left, top, hand), hand.title_px, hand.said_px, points=bool(block.want.points), knee=block.want.knee,
    )  # fmt: skip


def _widest(block: _Block, hand: Hand) -> float:
    return max(
        *(width(line, hand.title_px, "semibold") for line in block.title),
        *(width(line, hand.said_px, "regular") for line in block.said),
        1.0,
    )


def _passes(start: Point, end: Point, dot: Point, reach: float) -> bool:
    """Tell whether the leader from start to end runs closer than `reach` by another label's dot."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    x = ((dot[0] - start[0]) * dx + (dot[1] - start[1]) * dy) / max(dx * dx + dy * dy, 1e-9)
    return 0.0 < x < 1.0 and math.dist((start[0] + dx * x, start[1] + dy * x), dot) < reach


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    def side(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


# ------------------------------------------------------------------------------------------- with a legend


def _by_time(wanted: Sequence[Wanted]) -> list[Wanted]:
    """Return the labels in the order of their numbers: what points first, then by when they come."""
    return sorted(wanted, key=lambda want: (not want.points, want.start, want.index))


def _legend(
    wanted: Sequence[Wanted], column: Box, hand: Hand, offsets: Sequence[Point], said: bool
) -> tuple[Placed, ...] | None:
    """Return the labels as a numbered list in the column; None when it is too long."""
    indent = _indent(hand)
    gap = 16.0 * hand.unit
    plain = replace(hand, title_px=hand.said_px)
    placed: list[tuple[Placed, Wanted]] = []
    for i, want in enumerate(_by_time(wanted)):
        block = _block(want, column.width - indent, plain, said)
        least = 2.0 * badge_radius(hand.said_px)
        block = replace(block, height=max(block.height, least))
        if _widest(block, plain) > column.width - indent + 1.0:
            return None  # a single word is wider than its line
        top = column.low
        for other, before in placed:
            if want.meets(before):
                top = max(top, other.box.high + gap)
        if top + block.height > column.high:
            return None
        one = _placed(block, (column.left + indent, top), plain, column)
        placed.append((replace(one, number=i + 1, offset=offsets[i]), want))
    return tuple(one for one, _ in placed)


def _at_the_foot(wanted: Sequence[Wanted], clear: Box, hand: Hand, said: bool) -> tuple[Placed, ...] | None:
    """Return the labels as a numbered list in the lowest part of the picture; None when it takes too much of it."""
    plain = replace(hand, title_px=hand.said_px)
    asked = wanted if said else [replace(want, says="") for want in wanted]
    high = rows_height(asked, clear.width, plain)
    blocks, _ = _slotted(asked, clear.width, plain)
    half = (clear.width - 24.0 * hand.unit) / 2 - _indent(plain)
    if high > _FOOT * clear.height or any(_widest(block, plain) > half + 1.0 for block in blocks):
        return None
    room = replace(clear, low=clear.high - high)
    return place_in_rows(asked, room, plain, replace(clear, high=room.low - 8.0 * hand.unit))


def place_in_rows(wanted: Sequence[Wanted], room: Box, hand: Hand, clear: Box) -> tuple[Placed, ...]:
    """Return the labels as a numbered list of two columns below the action; labels that never meet may share a place."""
    order, offsets = _by_time(wanted), _offsets(wanted, hand, clear)
    blocks, slots = _slotted(order, room.width, hand)
    heights, indent, gap = _row_heights(blocks, slots), _indent(hand), 10.0 * hand.unit
    placed = []
    for block, slot, offset in zip(blocks, slots, offsets, strict=True):
        row, side = divmod(slot, 2)
        corner = (
            room.left + side * (room.width + 24.0 * hand.unit) / 2 + indent,
            room.low + sum(heights[:row]) + gap * row,
        )
        placed.append(replace(_placed(block, corner, hand, room), number=slot + 1, offset=offset))
    return tuple(placed)


def rows_height(wanted: Sequence[Wanted], wide: float, hand: Hand) -> float:
    """Return the height of labels in rows of two, without asking where what they name is."""
    heights = _row_heights(*_slotted(_by_time(wanted), wide, hand))
    return sum(heights) + 10.0 * hand.unit * max(len(heights) - 1, 0)


def _indent(hand: Hand) -> float:
    """Return how far a legend's words stand in from their number's left edge."""
    return 2.0 * badge_radius(hand.said_px) + 14.0 * hand.unit


def _slotted(order: Sequence[Wanted], wide: float, hand: Hand) -> tuple[list[_Block], list[int]]:
    """Return the labels' words in half of a width, and each label's place, counted along rows of two."""
    room = (wide - 24.0 * hand.unit) / 2 - _indent(hand)
    blocks = [_block(want, room, hand, said=True) for want in order]
    taken: list[list[Wanted]] = []
    slots = []
    for want in order:
        free = next(
            (i for i, others in enumerate(taken) if not any(want.meets(one) for one in others)), len(taken)
        )
        if free == len(taken):
            taken.append([])
        taken[free].append(want)
        slots.append(free)
    return blocks, slots


def _row_heights(blocks: Sequence[_Block], slots: Sequence[int]) -> list[float]:
    rows = [0.0] * (max(slots, default=-1) // 2 + 1)
    for block, slot in zip(blocks, slots, strict=True):
        rows[slot // 2] = max(rows[slot // 2], block.height)
    return rows


def _number_only(want: Wanted, number: int, hand: Hand, offset: Point) -> Placed:
    nowhere = Box(-1.0, -1.0, -1.0, -1.0)
    return Placed(
        want.index, (), (), (-1.0, -1.0), nowhere, (-1.0, -1.0), hand.title_px, hand.said_px, number, offset,
        bool(want.points),
    )  # fmt: skip


def _offsets(wanted: Sequence[Wanted], hand: Hand, clear: Box) -> list[Point]:
    """Return how far each number stands off what it names: the nearest way that covers nothing that is named."""
    reach = 2.0 * badge_radius(hand.said_px) + 6.0 * hand.unit
    inner = clear.grown(-0.5 * reach)
    ways = [
        (far * reach * math.cos(turn), far * reach * math.sin(turn))
        for far in (0.75, 1.0, 1.4, 1.9, 2.6, 3.4, 4.4, 5.6)
        for turn in (0.0, -0.6, 0.6, -1.2, 1.2, math.pi, 2.5, -2.5, -1.57, 1.57, 2.1, -2.1)
    ]
    named = [point for want in wanted for point in want.points]
    chosen: list[Point] = []
    taken: list[tuple[Wanted, list[Point]]] = []
    for want in _by_time(wanted):
        if not want.points:
            chosen.append((0.0, 0.0))
            continue
        costs = [_blocked(want, way, taken, named, reach, inner) for way in ways]
        best = ways[costs.index(min(costs))]
        chosen.append(best)
        taken.append((want, [(x + best[0], y + best[1]) for x, y in want.points]))
    return chosen


def _blocked(
    want: Wanted,
    way: Point,
    taken: Sequence[tuple[Wanted, list[Point]]],
    named: Sequence[Point],
    reach: float,
    inner: Box,
) -> int:
    """Return how bad a place is: numbers that touch another or leave the picture count most, then covered things."""
    count = 0
    for x, y in want.points:
        spot = (x + way[0], y + way[1])
        count += 10 * (not inner.contains(spot))
        count += 10 * sum(
            math.dist(spot, other) < reach for before, spots in taken if want.meets(before) for other in spots
        )
        count += sum(math.dist(spot, other) < 0.6 * reach for other in named)
    return count
