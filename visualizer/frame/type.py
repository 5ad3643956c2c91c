"""How wide words are and which signs can be written, read from the font files. Draws nothing."""

import importlib.util
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from visualizer.core.errors import AssetError

Level = Literal[-1, 0, 1]

FILES = {
    "regular": "SourceSansPro-Regular.ttf",
    "semibold": "SourceSansPro-Semibold.ttf",
    "bold": "SourceSansPro-Bold.ttf",
    "italic": "SourceSansPro-It.ttf",
}
# Measures of the family, in parts of the em.
ASCENT = 0.75
DESCENT = 0.25
CAP_HEIGHT = 0.66
LINE_HEIGHT = 1.25
# Raised and lowered signs are set from plain ones, since the family lacks ⁺ and ⁻.
SMALL = 0.65
RAISE = 0.33
LOWER = 0.12


@dataclass(frozen=True, slots=True)
class Run:
    """Plain characters on one level: 1 raised, 0 on the line, −1 lowered."""

    text: str
    level: Level


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without a space and where they start: x along the line, rise above it, both in px."""

    text: str
    x: float
    rise: float
    size: float


def runs(text: str) -> tuple[Run, ...]:
    """Return the text as runs of plain characters, Unicode super- and subscripts turned into levels."""
    out: list[Run] = []
    for char in text:
        plain, level = _plain(char)
        if out and out[-1].level == level:
            out[-1] = Run(out[-1].text + plain, level)
        else:
            out.append(Run(plain, level))
    return tuple(out)


@lru_cache(maxsize=8192)
def width(text: str, size: float, weight: str = "regular") -> float:
    """Return the advance of one line in px, for an em of `size` px, kerning included."""
    return sum(_ems(run.text, weight) * size * (SMALL if run.level else 1.0) for run in runs(text))


def words(text: str, size: float, weight: str = "regular") -> tuple[Word, ...]:
    """Return the line's words and where each starts, so that a renderer's rounding never adds up."""
    out: list[Word] = []
    start = 0.0
    for run in runs(text):
        em = size * SMALL if run.level else size
        rise = size * (RAISE if run.level > 0 else -LOWER if run.level < 0 else 0.0)
        for first, word in _split(run.text):
            out.append(Word(word, start + _ems(run.text[:first], weight) * em, rise, em))
        start += _ems(run.text, weight) * em
    return tuple(out)


@lru_cache(maxsize=2048)
def wrap(text: str, size: float, weight: str, max_width: float) -> tuple[str, ...]:
    """Return the text as lines of at most `max_width`, broken at spaces and line ends, not at fixed spaces.

    A word that is wider than the line stands alone and overhangs.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in filter(None, paragraph.split(" ")):
            longer = f"{line} {word}" if line else word
            if line and width(longer, size, weight) > max_width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return tuple(lines)


@lru_cache(maxsize=2048)
def covered(char: str) -> bool:
    """Tell whether the family can write this character, raised and lowered signs included."""
    return all(ord(plain) in _face("regular").glyphs for plain in _plain(char)[0])


@lru_cache(maxsize=8)
def font_file(weight: str) -> Path:
    """Return the font file of a weight: regular, semibold, bold or italic.

    Raises:
        AssetError: there is no such weight, or the font package is not installed.
    """
    if weight not in FILES:
        raise AssetError(f"no font weight '{weight}'; there are {', '.join(FILES)}")
    package = importlib.util.find_spec("font_source_sans_pro")
    if package is None or package.origin is None:
        raise AssetError("the typeface is missing; install it with: pip install font-source-sans-pro")
    path = Path(package.origin).parent / "files" / FILES[weight]
    if not path.is_file():
        raise AssetError(f"the font file {path.name} is missing; install font-source-sans-pro again")
    return path


_TABLES = Lock()  # fontTools reads a table's parts when they are first asked for, and minds no other thread


@dataclass(frozen=True, slots=True)
class _Face:
    em: int
    glyphs: dict[int, str]
    advances: dict[str, tuple[int, int]]
    kern: Callable[[str, str], int]


@lru_cache(maxsize=8)
def _face(weight: str) -> _Face:
    # Imported here: 40 ms that a program without text should not pay.
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415

    path = font_file(weight)
    try:
        # From memory: a file left to the font would stay open for as long as its lazy tables live.
        font = TTFont(BytesIO(path.read_bytes()), lazy=True)
        em, glyphs, advances = font["head"].unitsPerEm, font.getBestCmap(), font["hmtx"].metrics
        tables = _kerning_tables(font)
    except Exception as error:
        raise AssetError(f"the font file {path.name} is damaged: {error}") from error
    return _Face(
        em, glyphs, advances, lru_cache(maxsize=8192)(lambda left, right: _kern(tables, left, right))
    )


def _kerning_tables(font: Any) -> list[tuple[dict[str, int], Any]]:
    """Return the tables that tell of kerning, each with the number of every glyph that may stand at the left."""
    if "GPOS" not in font:
        return []
    layout = font["GPOS"].table
    lookups = {
        index
        for record in layout.FeatureList.FeatureRecord
        if record.FeatureTag == "kern"
        for index in record.Feature.LookupListIndex
    }
    tables = [table for index in sorted(lookups) for table in layout.LookupList.Lookup[index].SubTable]
    whole = [getattr(table, "ExtSubTable", table) for table in tables]
    return [({glyph: i for i, glyph in enumerate(table.Coverage.glyphs)}, table) for table in whole]


def _kern(tables: list[tuple[dict[str, int], Any]], left: str, right: str) -> int:
    with _TABLES:
        return _kern_of(tables, left, right)


def _kern_of(tables: list[tuple[dict[str, int], Any]], left: str, right: str) -> int:
    # OpenType: the first table that knows the pair decides; a class table knows all pairs of its left glyphs.
    for numbers, table in tables:
        number = numbers.get(left)
        if number is None:
            continue
        if table.Format == 1:
            pairs = table.PairSet[number].PairValueRecord
            found = [pair.Value1 for pair in pairs if pair.SecondGlyph == right]
            if not found:
                continue
            value = found[0]
        else:
            first = table.Class1Record[table.ClassDef1.classDefs.get(left, 0)]
            value = first.Class2Record[table.ClassDef2.classDefs.get(right, 0)].Value1
        return int(getattr(value, "XAdvance", 0) or 0)
    return 0


@lru_cache(maxsize=16384)
def _ems(text: str, weight: str) -> float:
    face = _face(weight)
    names = [face.glyphs.get(ord(char), ".notdef") for char in text]
    advance = sum(face.advances[name][0] for name in names)
    return (advance + sum(map(face.kern, names, names[1:]))) / face.em


@lru_cache(maxsize=1024)
def _plain(char: str) -> tuple[str, Level]:
    kind, *codes = unicodedata.decomposition(char).split() or [""]
    if kind not in ("<super>", "<sub>"):
        return char, 0
    return "".join(chr(int(code, 16)) for code in codes), 1 if kind == "<super>" else -1


def _split(text: str) -> list[tuple[int, str]]:
    out: list[tuple[int, str]] = []
    first = 0
    for i, char in enumerate(text + " "):
        if char.isspace():
            if i > first:
                out.append((first, text[first:i]))
            first = i + 1
    return out
