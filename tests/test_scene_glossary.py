"""The glossary: both languages, sources that exist, and words that are found where they stand in the scenes' texts."""

import shutil
from pathlib import Path

import pytest

from visualizer.core.geometry import Box
from visualizer.core.paths import scenes_folder
from visualizer.figures.look import load_theme
from visualizer.figures.portrait import portrait
from visualizer.frame.shapes import Sprite
from visualizer.scene import Library, load_scene, load_shipped
from visualizer.scene.check import check_paths
from visualizer.scene.glossary import Term, Word, finder
from visualizer.scene.model import HelpLines

LANGUAGES = ("en", "fr")


@pytest.fixture(scope="module")
def library() -> Library:
    """Return the shipped library."""
    return load_shipped()[0]


def term(en: str, fr: str, *also: str) -> Term:
    """Return an entry with English forms."""
    return Term(en=Word(name=en, also=also, says="A thing."), fr=Word(name=fr, says="Une chose."))


GLOSSARY = {
    "receptor": term("receptor", "récepteur"),
    "nmda-receptor": term("NMDA receptor", "récepteur NMDA", "NMDA channel"),
    "canal": term("ion channel", "canal ionique"),
    "agonist": term("agonist", "agoniste"),
    "co-agonist": term("co-agonist", "coagoniste"),
    "sert": term("SERT", "SERT"),
}


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("NMDA receptors are receptors.", "en", ["nmda-receptor", "receptor"]),
        ("An NMDA\u00a0receptor and a co-agonist", "en", ["nmda-receptor", "co-agonist"]),
        ("Preceptors and agonistic co-agonists", "en", ["co-agonist"]),
        ("Les récepteurs NMDA, puis un récepteur", "fr", ["nmda-receptor", "receptor"]),
        ("Un frein sert à freiner", "fr", []),
        ("Récepteur NMDA", "fr", ["nmda-receptor"]),
        ("Le transporteur SERT sert à reprendre", "fr", ["sert"]),
        ("Nothing here", "en", []),
    ],
)
def test_words_are_found_in_texts(text: str, language: str, found: list[str]) -> None:
    """Plurals count, the longer of two words wins, a word inside another is none, and an abbreviation keeps its capitals."""
    assert list(finder(GLOSSARY, language).terms(text)) == found


def test_places_are_those_of_the_text() -> None:
    """A place holds exactly the signs of the word."""
    text = "The NMDA receptor’s co-agonist"
    places = list(finder(GLOSSARY, "en").places(text))
    assert [text[place.start : place.end] for place in places] == ["NMDA receptor", "co-agonist"]


def test_the_glossary_is_large_enough(library: Library) -> None:
    """There are at least fifty words, each explained in both languages in at most two sentences and a few lines."""
    assert len(library.glossary) >= 50
    for key, entry in library.glossary.items():
        for language in LANGUAGES:
            word = entry.said(language)
            assert 15 <= len(word.says) <= 180, key
            assert word.says.endswith("."), key
            assert word.says.count(". ") <= 1, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_explains_its_words(library: Library, language: str) -> None:
    """Each step of the shipped scenes has words that the glossary explains, but where help lines ask for plain words."""
    words = library.words(language)
    for path in library.scenes.values():
        scene, _ = load_scene(path, library)
        assert scene is not None
        if any(isinstance(figure, HelpLines) for figure in scene.cast.values()):
            continue
        for step in scene.steps:
            text = library.text(language, f"{scene.id}/{step.id}/text", step.text)
            title = library.text(language, f"{scene.id}/{step.id}/title", step.title)
            assert words.terms(f"{title}\n{text}"), (scene.id, step.id)


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        ("x:\n  en: {name: synapse, says: A.}\n  fr: {name: y, says: B.}\n", "bad-term"),
        (
            "x:\n  en: {name: z, says: A.}\n  fr: {name: y, says: B.}\n  cites: [nobody-1900]\n",
            "unknown-cite",
        ),
        (
            "x:\n  en: {name: z, says: It is 20 nm wide.}\n  fr: {name: y, says: B.}\n",
            "number-without-source",
        ),
        ("x:\n  en: {name: z, says: A.}\n", "missing-key"),
    ],
)
def test_slips_in_the_glossary_are_found(tmp_path: Path, entry: str, rule: str) -> None:
    """A word that is written like another, an unknown source, a number without one and a missing language are named."""
    folder = tmp_path / "scenes"
    shutil.copytree(scenes_folder(), folder)
    glossary = folder / "glossary.yaml"
    glossary.write_text(glossary.read_text(encoding="utf-8") + entry, encoding="utf-8")
    found = [problem for problem in check_paths([glossary]) if problem.severity == "error"]
    assert [problem.rule for problem in found] == [rule]
    shown = glossary.read_text(encoding="utf-8").splitlines()
    assert found[0].span.line > len(shown) - entry.count("\n")
    assert found[0].span.line <= len(shown)


@pytest.mark.parametrize("theme", ["lecture", "daylight", "hall", "high-contrast"])
def test_small_pictures_fill_their_places(library: Library, theme: str) -> None:
    """Twenty-five words or more have a picture of the scenes' own art, which lies in its box and touches two sides."""
    box, look = Box(10.0, 20.0, 110.0, 90.0), load_theme(theme)
    pictured = {key: term.picture for key, term in library.glossary.items() if term.picture is not None}
    assert len(pictured) >= 25
    for key, picture in pictured.items():
        sprites = [shape for shape in portrait(picture, library, look, box) if isinstance(shape, Sprite)]
        assert sprites, key
        edges = [
            (
                one.at[0] + one.art.box.left * one.scale,
                one.at[1] - one.art.box.high * one.scale,
                one.at[0] + one.art.box.right * one.scale,
                one.at[1] - one.art.box.low * one.scale,
            )
            for one in sprites
        ]
        left, low = min(edge[0] for edge in edges), min(edge[1] for edge in edges)
        right, high = max(edge[2] for edge in edges), max(edge[3] for edge in edges)
        over = (box.left - left, box.low - low, right - box.right, high - box.high)
        assert max(over) <= 1e-6, key
        assert right - left == pytest.approx(box.width) or high - low == pytest.approx(box.height), key


def test_a_picture_of_what_nobody_has_is_a_finding(tmp_path: Path) -> None:
    """A type that no figure has and a substance that is not in the table are named, each at its place."""
    says = "{name: gate, says: A gate of a cell.}"
    picture = "{kind: receptor, type: NMDB, holds: {pore: ketamin}}"
    text = f"gate:\n  en: {says}\n  fr: {says}\n  picture: {picture}\n"
    (tmp_path / "glossary.yaml").write_text(text, encoding="utf-8")
    shutil.copy(scenes_folder() / "substances.yaml", tmp_path)
    found = [
        problem for problem in check_paths([tmp_path / "glossary.yaml"]) if problem.rule == "bad-picture"
    ]
    assert [(problem.span.line, problem.suggestion) for problem in found] == [
        (4, "did you mean 'NMDA'?"),
        (4, "did you mean 'ketamine'?"),
    ]
