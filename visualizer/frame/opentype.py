"""What a font file says of signs, their widths and their kerning, as plain values. Knows fontTools; knows no text.

fontTools takes a third of a second to unpack a file's kerning, so what it found is kept on disk for the next start.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from io import BytesIO
from typing import Any

from visualizer.core.kept import kept

MISSING = 0  # the glyph that stands for signs without one
_VERSION = "2"  # of the values below


@dataclass(frozen=True, slots=True)
class PairTable:
    """One table of kerning, in units of the em: a row for each left glyph, in which the right glyph is found.

    Where glyphs have `columns`, a right glyph that has none stands in column 0, a value that is not there is nought, and
    the table knows every pair of its left glyphs. Where there are none, a row knows those right glyphs that it lists.
    """

    rows: Mapping[int, int]
    columns: Mapping[int, int] | None
    values: tuple[Mapping[int, int], ...]

    def moved(self, left: int, right: int) -> int | None:
        """Return by how much a pair is moved together; None where the table does not know it."""
        row = self.rows.get(left)
        if row is None:
            return None
        if self.columns is None:
            return self.values[row].get(right)
        return self.values[row].get(self.columns.get(right, 0), 0)


@dataclass(frozen=True, slots=True)
class Face:
    """One font file: units of an em, the glyph of each sign, the advance of each glyph, and kerning."""

    em: int
    glyphs: Mapping[int, int]
    advances: tuple[int, ...]
    pairs: tuple[PairTable, ...]

    def kern(self, left: int, right: int) -> int:
        """Return by how much two glyphs are moved together: the first table that knows the pair decides."""
        return next((moved for table in self.pairs if (moved := table.moved(left, right)) is not None), 0)


def read_face(data: bytes, name: str = "face") -> Face:
    """Return what a file says; read once, and kept under this name while the file is the same.

    Raises:
        ValueError: it is no TrueType font, or is damaged.
    """
    made_of = f"{_VERSION} {blake2b(data, digest_size=16).hexdigest()}"
    return kept(name, made_of, lambda: unpacked(data), ("visualizer.frame.opentype",))


def unpacked(data: bytes) -> Face:
    """Return what fontTools finds in a file.

    Raises:
        ValueError: it is no TrueType font, or is damaged.
    """
    # Imported here: it takes 40 ms, and is needed once a machine.
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        font = TTFont(BytesIO(data), lazy=True)
        order = {name: number for number, name in enumerate(font.getGlyphOrder())}
        glyphs = {sign: order[name] for sign, name in font.getBestCmap().items()}
        metrics = font["hmtx"].metrics
        advances = tuple(metrics[name][0] for name in order)
        pairs = tuple(_pair_tables(font, order, frozenset(glyphs.values())))
        return Face(font["head"].unitsPerEm, glyphs, advances, pairs)
    except Exception as error:  # fontTools fails in many ways on a torn file
        raise ValueError(f"{type(error).__name__}: {error}") from error


def _pair_tables(font: Any, order: Mapping[str, int], written: frozenset[int]) -> list[PairTable]:
    """Return the kerning of those glyphs that are `written` for some sign; small capitals and the like are left out."""
    if "GPOS" not in font:
        return []
    layout = font["GPOS"].table
    features = [record.Feature for record in layout.FeatureList.FeatureRecord if record.FeatureTag == "kern"]
    lookups = sorted({index for feature in features for index in feature.LookupListIndex})
    found = (table for index in lookups for table in layout.LookupList.Lookup[index].SubTable)
    return [_pair_table(getattr(table, "ExtSubTable", table), order, written) for table in found]


def _pair_table(table: Any, order: Mapping[str, int], written: frozenset[int]) -> PairTable:
    left = [order[name] for name in table.Coverage.glyphs]
    if table.Format == 1:
        kept = [row for row, glyph in enumerate(left) if glyph in written]
        listed = tuple(
            {
                glyph: _advance(pair.Value1)
                for pair in reversed(table.PairSet[row].PairValueRecord)
                if (glyph := order[pair.SecondGlyph]) in written
            }
            for row in kept
        )
        return PairTable({left[row]: place for place, row in enumerate(kept)}, None, listed)
    classes = table.ClassDef1.classDefs
    names = table.Coverage.glyphs
    rows = {glyph: classes.get(name, 0) for glyph, name in zip(left, names, strict=True) if glyph in written}
    columns = {
        glyph: column
        for name, column in table.ClassDef2.classDefs.items()
        if (glyph := order[name]) in written
    }
    lefts, rights = frozenset(rows.values()), sorted({0, *columns.values()})
    values: tuple[Mapping[int, int], ...] = tuple(
        {i: moved for i in rights if (moved := _advance(row.Class2Record[i].Value1))}
        if place in lefts
        else {}
        for place, row in enumerate(table.Class1Record)
    )
    return PairTable(rows, columns, values)


def _advance(value: Any) -> int:
    return int(getattr(value, "XAdvance", 0) or 0)
