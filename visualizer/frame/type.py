"""How wide words are and which signs can be written, read from the font files. Draws nothing."""

import importlib.util
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from visualizer.core.errors import AssetError
from visualizer.frame.opentype import MISSING, Face, read_face

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

    A word that is wider than the line stands alone and overhangs; an address is broken behind its signs.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _words(paragraph, size, weight, max_width):
            longer = f"{line} {word}" if line else word
            if line and width(longer, size, weight) > max_width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return tuple(lines)


def _words(paragraph: str, size: float, weight: str, max_width: float) -> Iterator[str]:
    """Yield the words of a paragraph; an address that is wider than a line in pieces that are not."""
    for word in filter(None, paragraph.split(" ")):
        if "://" not in word or width(word, size, weight) <= max_width:
            yield word
            continue
        piece = ""
        for part in re.findall(r"[^/.?&=_-]*[/.?&=_-]+|[^/.?&=_-]+", word):
            if piece and width(piece + part, size, weight) > max_width:
                yield piece
                piece = ""
            piece += part
        yield piece


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


def get_ready() -> None:
    """Read the font files, so that the first words need not wait for them.

    Raises:
        AssetError: one of them is missing or damaged.
    """
    for weight in FILES:
        _face(weight)


@lru_cache(maxsize=8)
def _face(weight: str) -> Face:
    path = font_file(weight)
    try:
        return read_face(path.read_bytes(), f"face-{weight}")
    except (OSError, ValueError) as error:
        raise AssetError(f"the font file {path.name} is damaged: {error}") from error


@lru_cache(maxsize=16384)
def _ems(text: str, weight: str) -> float:
    face = _face(weight)
    glyphs = [face.glyphs.get(ord(char), MISSING) for char in text]
    advance = sum(face.advances[glyph] for glyph in glyphs)
    return (advance + sum(map(face.kern, glyphs, glyphs[1:]))) / face.em


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
