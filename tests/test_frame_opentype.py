"""What is kept of the font files is what fontTools finds in them, sign by sign and pair by pair."""

import random
from io import BytesIO
from typing import Any

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from visualizer.frame import type as face
from visualizer.frame.opentype import read_face


def read_by_the_library(weight: str) -> Any:
    """Return the font as fontTools sees it."""
    return TTFont(BytesIO(face.font_file(weight).read_bytes()))


def kerning_by_the_library(font: Any, left: str, right: str) -> int:
    """Return by how much a pair is moved, found in fontTools' tables: the first that knows the pair decides."""
    layout = font["GPOS"].table
    features = [record.Feature for record in layout.FeatureList.FeatureRecord if record.FeatureTag == "kern"]
    lookups = sorted({index for feature in features for index in feature.LookupListIndex})
    for table in (table for index in lookups for table in layout.LookupList.Lookup[index].SubTable):
        pairs = getattr(table, "ExtSubTable", table)
        if left not in pairs.Coverage.glyphs:
            continue
        if pairs.Format == 1:
            listed = pairs.PairSet[pairs.Coverage.glyphs.index(left)].PairValueRecord
            values = [pair.Value1 for pair in listed if pair.SecondGlyph == right]
            if not values:
                continue
            value = values[0]
        else:
            row = pairs.Class1Record[pairs.ClassDef1.classDefs.get(left, 0)]
            value = row.Class2Record[pairs.ClassDef2.classDefs.get(right, 0)].Value1
        return int(getattr(value, "XAdvance", 0) or 0)
    return 0


@pytest.mark.parametrize("weight", face.FILES)
def test_signs_and_advances_are_those_of_the_file(weight: str) -> None:
    """Every sign has the glyph, and every glyph the advance, that fontTools finds."""
    font, ours = read_by_the_library(weight), read_face(face.font_file(weight).read_bytes())
    names = font.getGlyphOrder()
    assert {sign: names[glyph] for sign, glyph in ours.glyphs.items()} == font.getBestCmap()
    assert list(ours.advances) == [font["hmtx"].metrics[name][0] for name in names]
    assert ours.em == font["head"].unitsPerEm


@pytest.mark.parametrize("weight", face.FILES)
def test_kerning_is_that_of_the_file(weight: str) -> None:
    """Letters of both languages, and pairs from all over the file, are moved together by what fontTools finds."""
    font, ours = read_by_the_library(weight), read_face(face.font_file(weight).read_bytes())
    names = font.getGlyphOrder()
    letters = sorted(ours.glyphs[ord(sign)] for sign in "AVTWYLPFKRaevotyfr.,-’«»éÉçœ 0127\u00a0")
    drawn = random.Random(weight)
    others = sorted(ours.glyphs.values())
    pairs = [(left, right) for left in letters for right in letters]
    pairs += [(drawn.choice(others), drawn.choice(others)) for _ in range(1500)]
    moved = [ours.kern(left, right) for left, right in pairs]
    assert moved == [kerning_by_the_library(font, names[left], names[right]) for left, right in pairs]
    assert sum(value != 0 for value in moved) > 100


@pytest.mark.parametrize("length", [0, 3, 11, 40, 300, 5000])
def test_a_torn_font_is_a_value_error(length: int) -> None:
    """A font of which only the beginning is there is refused in one way, wherever it ends."""
    with pytest.raises(ValueError, match=r"\w"):
        read_face(face.font_file("regular").read_bytes()[:length])
