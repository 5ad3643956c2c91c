"""What a TrueType file says of signs, their widths and their kerning. Knows tables and bytes; knows no text.

Read by hand, since the whole of it is six tables of which we want a number each: a library for all of OpenType takes a
quarter of a second to unpack the same numbers. Names and layouts are those of the OpenType specification.
"""

import struct
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

Pairs = Callable[[int, int], int | None]
"""By how much a pair of glyphs is moved together, in units of the em; None where a table does not know the pair."""

MISSING = 0  # the glyph that stands for signs without one

_X_ADVANCE = 0x0004
_PAIRS, _EXTENSION = 2, 9  # kinds of GPOS lookup
_BEST_FIRST = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One font file: units of an em, the glyph of each sign, the advance of each glyph, and kerning."""

    em: int
    glyphs: Mapping[int, int]
    advances: tuple[int, ...]
    kern: Callable[[int, int], int]


def read_face(data: bytes) -> Face:
    """Return what a file says.

    Raises:
        ValueError: it is no TrueType font, or is damaged.
    """
    try:
        tables = _tables(data)
        em = _number(tables["head"], 18)
        tall, glyphs = _number(tables["hhea"], 34), _number(tables["maxp"], 4)
        advances = [advance for advance, _ in struct.iter_unpack(">Hh", tables["hmtx"][: 4 * tall])]
        advances += advances[-1:] * (glyphs - tall)  # the rest is as wide as the last
        subtables = _pair_tables(tables["GPOS"]) if "GPOS" in tables else []
        return Face(em, _signs(tables["cmap"]), tuple(advances), _kerning(subtables))
    except (struct.error, KeyError, IndexError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error


def _tables(data: bytes) -> dict[str, memoryview]:
    whole = memoryview(data)
    records = struct.iter_unpack(">4sIII", whole[12 : 12 + 16 * _number(whole, 4)])
    return {tag.decode("latin-1"): whole[offset : offset + length] for tag, _, offset, length in records}


def _number(table: memoryview, at: int) -> int:
    return int(struct.unpack_from(">H", table, at)[0])


def _numbers(table: memoryview, at: int, count: int) -> tuple[int, ...]:
    return struct.unpack_from(f">{count}H", table, at)


# ------------------------------------------------------------------------------------------------ signs


def _signs(cmap: memoryview) -> dict[int, int]:
    """Return the glyph of each sign from the widest of the tables for Unicode."""
    places = {
        (platform, encoding): offset
        for platform, encoding, offset in struct.iter_unpack(">HHI", cmap[4 : 4 + 8 * _number(cmap, 2)])
    }
    best = [place for place in _BEST_FIRST if place in places]
    table = cmap[places[best[0]] :]
    form = _number(table, 0)
    if form == 12:
        groups = struct.iter_unpack(">III", table[16 : 16 + 12 * struct.unpack_from(">I", table, 12)[0]])
        found = {
            sign: glyph + sign - first for first, last, glyph in groups for sign in range(first, last + 1)
        }
    elif form == 4:
        found = _segments(table)
    else:
        raise ValueError(f"signs are told in form {form}")
    return {sign: glyph for sign, glyph in found.items() if glyph}


def _segments(table: memoryview) -> dict[int, int]:
    count = _number(table, 6) // 2
    ends = _numbers(table, 14, count)
    starts, deltas = _numbers(table, 16 + 2 * count, count), _numbers(table, 16 + 4 * count, count)
    offsets_at = 16 + 6 * count
    offsets = _numbers(table, offsets_at, count)
    found = {}
    for i, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for sign in range(start, min(end, 0xFFFE) + 1):
            glyph = sign
            if offset:
                glyph = _number(table, offsets_at + 2 * i + offset + 2 * (sign - start))
            if glyph or not offset:
                found[sign] = (glyph + delta) & 0xFFFF
    return found


# ------------------------------------------------------------------------------------------------ kerning


def _kerning(tables: list[Pairs]) -> Callable[[int, int], int]:
    @lru_cache(maxsize=8192)
    def kern(left: int, right: int) -> int:
        # The first table that knows the pair decides.
        return next((value for table in tables if (value := table(left, right)) is not None), 0)

    return kern


def _pair_tables(gpos: memoryview) -> list[Pairs]:
    features, lookups = gpos[_number(gpos, 6) :], gpos[_number(gpos, 8) :]
    wanted = set()
    for tag, offset in struct.iter_unpack(">4sH", features[2 : 2 + 6 * _number(features, 0)]):
        if tag == b"kern":
            wanted |= set(_numbers(features, offset + 4, _number(features, offset + 2)))
    found: list[Pairs] = []
    for index in sorted(wanted):
        lookup = lookups[_number(lookups, 2 + 2 * index) :]
        for offset in _numbers(lookup, 6, _number(lookup, 4)):
            kind, table = _number(lookup, 0), lookup[offset:]
            if kind == _EXTENSION:
                kind, table = _number(table, 2), table[struct.unpack_from(">I", table, 4)[0] :]
            if kind == _PAIRS:
                found.append(_by_glyphs(table) if _number(table, 0) == 1 else _by_classes(table))
    return found


def _by_glyphs(table: memoryview) -> Pairs:
    """Return a table that lists pairs glyph by glyph."""
    left = _covered(table[_number(table, 2) :])
    first, second = _number(table, 4), _number(table, 6)
    length, place = 2 + _size(first) + _size(second), _place(first)

    @cache
    def rights(number: int) -> dict[int, int]:
        pairs = table[_number(table, 10 + 2 * number) :]
        rows = range(2, 2 + length * _number(pairs, 0), length)
        return {_number(pairs, at): _moved(pairs, at + 2, place) for at in reversed(rows)}

    def moved(one: int, other: int) -> int | None:
        number = left.get(one)
        return None if number is None else rights(number).get(other)

    return moved


def _by_classes(table: memoryview) -> Pairs:
    """Return a table that knows all pairs of its left glyphs, by the classes of both."""
    left = _covered(table[_number(table, 2) :])
    first, second = _number(table, 4), _number(table, 6)
    ones, others = _classes(table[_number(table, 8) :]), _classes(table[_number(table, 10) :])
    columns, length, place = _number(table, 14), _size(first) + _size(second), _place(first)

    def moved(one: int, other: int) -> int | None:
        if one not in left:
            return None
        return _moved(table, 16 + length * (columns * ones(one) + others(other)), place)

    return moved


def _moved(table: memoryview, at: int, place: int | None) -> int:
    return 0 if place is None else int(struct.unpack_from(">h", table, at + place)[0])


def _size(form: int) -> int:
    """Return how many bytes a value of this form has: two for each thing that it tells."""
    return 2 * form.bit_count()


def _place(form: int) -> int | None:
    """Return where the advance stands in a value of this form, in bytes; None where it is not told."""
    return _size(form & (_X_ADVANCE - 1)) if form & _X_ADVANCE else None


def _covered(table: memoryview) -> dict[int, int]:
    """Return the number of each glyph that a table is about."""
    count = _number(table, 2)
    if _number(table, 0) == 1:
        return {glyph: number for number, glyph in enumerate(_numbers(table, 4, count))}
    ranges = struct.iter_unpack(">HHH", table[4 : 4 + 6 * count])
    return {
        glyph: number + glyph - first for first, last, number in ranges for glyph in range(first, last + 1)
    }


def _classes(table: memoryview) -> Callable[[int], int]:
    """Return what tells the class of a glyph; those that are not listed are of class 0."""
    if _number(table, 0) == 1:
        first = _number(table, 2)
        listed = _numbers(table, 6, _number(table, 4))
        return lambda glyph: listed[glyph - first] if 0 <= glyph - first < len(listed) else 0
    ranges = list(struct.iter_unpack(">HHH", table[4 : 4 + 6 * _number(table, 2)]))
    firsts = [first for first, _, _ in ranges]

    def of(glyph: int) -> int:
        i = bisect_right(firsts, glyph) - 1
        return int(ranges[i][2]) if i >= 0 and glyph <= ranges[i][1] else 0

    return of
