"""The unattended screen as shapes: words inside and apart, places to press as large as a finger and in reach."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from visualizer.core.geometry import Box
from visualizer.figures.look import load_theme
from visualizer.frame import type as typeface
from visualizer.frame.shapes import Fill, Frame, Label, Shape
from visualizer.modes import (
    MODE_TABLE,
    MODES,
    HelpLine,
    SceneCard,
    VisitWords,
    Words,
    bindings,
    chrome,
    intent_for,
    picture_box,
    program_words,
)
from visualizer.modes.words import Say
from visualizer.scene import help_lines as lists
from visualizer.scene import program_catalogue
from visualizer.scene.check import check_paths
from visualizer.scene.help_lines import forget_help_lines, help_lines, own_problems
from visualizer.scene.pseudo import PSEUDO
from visualizer.session import TEXT_SCALES, Session, Site, Stop, Visit
from visualizer.timeline import StepOutline

SIZES = ((1280, 720), (1920, 1080), (1024, 768), (2560, 1080), (3840, 2160), (1080, 1920))
STEPS = tuple(StepOutline(f"s{i}", f"Step {i}", 9.0, False, "animal", 9.0) for i in range(8))
SITE = Site(stops=(Stop("one", tuple(range(8))), Stop("two", (1, 2))), pin=True)
SHOWN = Session(screen="scene", scene="one", steps=STEPS, step=3, seconds=9.0, register="plain")
PAGES = {
    "attract": (Visit(SITE), ()),
    "language": (Visit(SITE, page="language"), ()),
    "topics": (Visit(SITE, page="topics"), ()),
    "steps": (Visit(SITE, page="steps"), ()),
    "end": (Visit(SITE, page="end"), ()),
    "help": (Visit(SITE, page="steps"), ("support",)),
    "question": (Visit(SITE, page="steps", question=17.2), ()),
    "pad": (Visit(SITE, page="language", typed="123"), ()),
    "pad locked": (Visit(SITE, page="language", typed="", locked=290.0, wrong=9), ()),
    "pad judging": (Visit(SITE, page="language", typed="", checking=True), ()),
    "pad without PIN": (Visit(replace(SITE, pin=False), page="language", typed=""), ()),
    "closed": (Visit(Site(), page="closed"), ()),
}
LYING_ABOVE = ("question", "pad", "pad locked", "pad judging", "pad without PIN")
CARDS = tuple(
    SceneCard(f"scene-{i}", "A medicine holds a carrier still for a long while", "", 88.0, 8)
    for i in range(2)
)


def say_in(language: str) -> Say:
    """Return the program's words in a language."""
    catalogue = program_catalogue(language)
    return lambda text: catalogue.text("program", text)


def made(
    page: str, size: tuple[int, int], language: str = "fr", scale: float = 1.0, say: Say | None = None
) -> Frame:
    """Return a page's chrome as a frame; a finger needs a twelfth of the height."""
    visit, overlays = PAGES[page]
    session = replace(SHOWN, visit=visit, overlays=overlays, language=language, text_scale=scale)
    lines = {
        spoken: tuple(
            HelpLine(one.call, (say or str)(one.says.said(spoken))) for one in help_lines()["quebec"].lines
        )
        for spoken in ("fr", "en")
    }
    about = VisitWords(
        CARDS, {spoken: say or say_in(spoken) for spoken in ("fr", "en")}, lines, "moa kiosk --leave"
    )
    words = Words(say or say_in(language), visit=about)
    over = chrome(session, words, load_theme("lecture"), size, "kiosk", finger=finger(size))
    return Frame(size, over.shapes, over.regions)


def finger(size: tuple[int, int]) -> float:
    """Return how large a finger is on a screen of this size in these tests."""
    return min(size) / 12


def box_of(label: Label) -> Box:
    """Return the box that a label's capitals and descenders fill."""
    wide = typeface.width(label.text, label.size, label.weight)
    left = label.at[0] - {"left": 0.0, "centre": wide / 2, "right": wide}[label.anchor]
    top = label.at[1] - typeface.CAP_HEIGHT * label.size
    return Box(left, top, left + wide, label.at[1] + 0.2 * label.size)


def is_veil(shape: Shape, size: tuple[int, int]) -> bool:
    """Tell whether a shape covers all that was drawn before it."""
    return isinstance(shape, Fill) and (shape.box.width, shape.box.height) == size


def inside(inner: Box, outer: Box) -> bool:
    """Tell whether a box lies within another."""
    return (
        outer.left <= inner.left
        and inner.right <= outer.right
        and outer.low <= inner.low
        and inner.high <= outer.high
    )


@pytest.mark.parametrize("language", ["en", "fr", PSEUDO])
@pytest.mark.parametrize("scale", TEXT_SCALES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("page", PAGES)
def test_words_stay_inside_and_apart(page: str, size: tuple[int, int], scale: float, language: str) -> None:
    """On every page, size, text size and language no label leaves the frame or lies on another."""
    frame = made(page, size, language, scale)
    shapes = list(frame.walk())
    if page in LYING_ABOVE:  # these veil the page below them
        shapes = shapes[max(i for i, one in enumerate(shapes) if is_veil(one, size)) :]
    boxes = [(one.text, box_of(one)) for one in shapes if isinstance(one, Label) and one.text.strip()]
    for text, box in boxes:
        assert box.left >= 0, text
        assert box.low >= 0, text
        assert box.right <= size[0] + 0.5, text
        assert box.high <= size[1] + 0.5, text
    for (a, first), (b, second) in combinations(boxes, 2):
        assert not first.overlaps(second), f"{a!r} lies on {b!r}"
    buttons = [one for one in frame.regions if one.role == "button" and one.name != "wake"]
    for button in buttons:
        for text, box in boxes:
            apart = not button.box.overlaps(box)
            assert apart or inside(box, button.box), f"{text!r} lies half on {button.name}"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("page", PAGES)
def test_places_to_press_are_as_large_as_a_finger_and_in_reach(page: str, size: tuple[int, int]) -> None:
    """Every button is at least a finger wide and high; those for visitors reach into the lower 40 %, and none overlap."""
    buttons = [one for one in made(page, size).regions if one.role == "button" and one.name != "wake"]
    for button in buttons:
        assert min(button.box.width, button.box.height) >= finger(size) * 0.99, button.name
        if not button.name.startswith("pin:"):
            assert button.box.high > 0.6 * size[1], button.name
    for first, second in combinations(buttons, 2):
        assert not first.box.grown(-0.5).overlaps(second.box), f"{first.name} {second.name}"


@pytest.mark.parametrize("page", [page for page in PAGES if page not in ("help", "closed")])
def test_help_is_one_touch_away(page: str) -> None:
    """Every page has the door to the help lines; the card itself and the closed screen show them."""
    assert "support" in {region.name for region in made(page, (1920, 1080)).regions}


@pytest.mark.parametrize("page", ["help", "closed"])
def test_the_help_lines_are_shown_in_full(page: str) -> None:
    """9-8-8 and all other lines of the region are on the card, at every text size."""
    for scale in TEXT_SCALES:
        told = {one.text for one in made(page, (1920, 1080), scale=scale).walk() if isinstance(one, Label)}
        assert "9-8-8" in told
        assert told >= {one.call for one in help_lines()["quebec"].lines}


@pytest.mark.parametrize("page", PAGES)
def test_every_button_does_something(page: str) -> None:
    """Each place to press asks for an intent; the question's own is answered by the touch itself."""
    session = replace(SHOWN, visit=PAGES[page][0], overlays=PAGES[page][1])
    for region in made(page, (1920, 1080)).regions:
        if region.role == "button" and region.name != "stay":
            assert intent_for(region.name, session) is not None, region.name


def test_every_word_is_listed_and_translated() -> None:
    """What the screen says on any page is listed for translators, and French has all of the list."""
    said: set[str] = set()

    def listen(text: str) -> str:
        said.add(text)
        return text

    for page in PAGES:
        made(page, (1920, 1080), say=listen)
    lines = {
        line.says.said(spoken)
        for one in help_lines().values()
        for line in one.lines
        for spoken in ("en", "fr")
    }
    assert said - lines <= set(program_words())
    catalogue = program_catalogue("fr")
    assert [text for text in program_words() if not catalogue.has("program", text)] == []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_picture_keeps_clear_of_the_bar(size: tuple[int, int]) -> None:
    """The picture's caption ends above the buttons, and no picture is narrower than 4:3."""
    box = picture_box(size, finger(size))
    bar = min(one.box.low for one in made("steps", size).regions if one.role == "button")
    assert box.high - box.height * 88 / 1080 < bar
    assert box.low >= 0
    assert box.width / box.height >= 4 / 3 - 0.01


def test_modes_are_rows_of_one_table() -> None:
    """Each mode has its row; the unattended one keeps nothing, cannot be left by a key, and begins in everyday words."""
    assert set(MODE_TABLE) == set(MODES)
    row = MODE_TABLE["kiosk"]
    assert (row.register, row.features) == ("plain", frozenset({"asks"}))
    actions = {binding.action for binding in bindings("kiosk")}
    assert not actions & {"quit", "close", "fullscreen", "screenshot", "copy"}
    assert "escape" not in {key for binding in bindings("kiosk") for key in binding.keys}


def test_a_list_of_ones_own_replaces_regions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A region in a person's own list stands for the shipped one, a new one is added, and a slip leaves the shipped ones."""
    own = tmp_path / "help-lines.yaml"
    monkeypatch.setattr(lists, "own_file", lambda: own)
    line = '{call: "112", says: {en: Call, fr: Appelez}, seen: "2026-11-27", at: example.org}'
    own.write_text(
        f"canada: {{name: {{en: C, fr: C}}, lines: [{line}]}}\nitaly: {{name: {{en: I, fr: I}}, lines: [{line}]}}\n"
    )
    forget_help_lines()
    assert [one.call for one in help_lines()["canada"].lines] == ["112"]
    assert {"italy", "quebec"} <= set(help_lines())
    own.write_text("canada: {lines: 3}\n")
    forget_help_lines()
    assert [one.call for one in help_lines()["canada"].lines] == ["9-8-8", "9-1-1"]
    assert {problem.span.line for problem in own_problems()} == {1}
    found = check_paths([own])
    assert found
    assert {problem.span.line for problem in found} == {1}
    forget_help_lines()


def test_every_help_line_says_when_and_where_it_was_read() -> None:
    """Each number of the shipped list has a day, a place, and words in both languages."""
    regions = help_lines()
    assert set(regions) >= {"quebec", "canada", "united-states", "france"}
