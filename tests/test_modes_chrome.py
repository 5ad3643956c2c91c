"""The chrome as shapes: everything is said in both languages, large enough, inside the frame, and apart."""

from dataclasses import replace
from itertools import combinations

import pytest

from visualizer.app.wording import helps
from visualizer.core.geometry import Box
from visualizer.figures.look import load_theme
from visualizer.frame import type as typeface
from visualizer.frame.shapes import Frame, Label
from visualizer.modes import SceneCard, SceneWords, StepWords, Words, chrome, program_words
from visualizer.modes.words import (
    Answer,
    Card,
    Comparison,
    Control,
    Entry,
    Glossary,
    Pointed,
    QuizQuestion,
    Say,
    StepQuestion,
    Switch,
    WhatIf,
)
from visualizer.scene import program_catalogue
from visualizer.scene.pseudo import PSEUDO
from visualizer.session import TEXT_SCALES, Guess, Quiz, Session
from visualizer.timeline import StepOutline

SIZES = ((640, 360), (1280, 720), (1920, 1080), (1024, 768), (2560, 1080), (3840, 2160))
STEPS = tuple(StepOutline(f"s{i}", f"Step {i}", 9.0, False, "animal", 9.0) for i in range(8))
CARDS = tuple(
    SceneCard(
        f"scene-{i}",
        "A medicine holds a carrier still for a long while",
        "What it holds, what follows within hours, and what may take weeks.",
        88.0,
        8,
        draft=i == 1,
    )
    for i in range(6)
)
SCENE = SceneWords(
    "A scene",
    tuple(
        StepWords(
            f"A step that has a rather long title, number {i}",
            "animal",
            ("Somebody A (2020). A title. doi:1",) * 3,
            remember="The plug leaves when the membrane is depolarised and glutamate is bound at once.",
            unknown="How much of this holds in people after one dose is not known.",
            question=StepQuestion(
                "The membrane is at rest. What else must happen before calcium can enter?",
                ("The membrane must be depolarised.", "More glutamate must bind to it.", "Nothing."),
                1,
            ),
        )
        for i in range(8)
    ),
    ("Receptors are drawn far too large.", "Colours are chosen."),
    quiz=tuple(
        QuizQuestion(
            f"Question number {i}: what holds magnesium in the pore of the receptor at rest?",
            (
                Answer("The closed gate alone.", False, "The plug holds even when the gate is loosened."),
                Answer("The negative voltage inside the cell.", True),
                Answer("Glutamate on its binding site.", False, "It stays with or without glutamate."),
            ),
            2,
            "A step that shows it, with a long title",
        )
        for i in range(4)
    ),
)
ENTRIES = tuple(
    Entry(
        f"word {i}",
        "What it means, in a sentence or two that fill some lines. " * 2,
        ("Somebody A (2020). doi:1",),
    )
    for i in range(9)
)
CARD = Card(
    "NMDA receptor",
    "A channel that needs two signals before it passes current. " * 2,
    "animal",
    ("Somebody A (2020). A title that goes on for a while. doi:1",) * 3,
    ("Somebody B (2021). Another title. doi:2",) * 2,
    ENTRIES[:4],
)
DETAILS = tuple(
    (f"Figure {i}", (("NMDA receptor", "A channel that needs two signals before it passes current."),) * 4)
    for i in range(4)
)
TURNED = WhatIf(
    tuple(
        Control(
            f"knob-{i}", "How long the antidepressant stays", "12.5 h", "6.0 h", "less:x", "more:x", i == 1
        )
        for i in range(5)
    ),
    (Switch("tagged", "the antidepressant is left out", "The antidepressant is left out.", True),),
    plot=Comparison(
        "Share of carriers held",
        "%",
        True,
        (0.1, 1.0, 24.0, 168.0),
        (0.0, 60.0, 80.0, 20.0),
        (0.0, 30.0, 90.0, 40.0),
    ),
    turned=True,
)
STATES = {
    "home": Session(focus="open:scene-0"),
    "home opening": Session(notice="Kept.", pointed="help"),
    "scene": Session(
        screen="scene", scene="demo", steps=STEPS, step=3, seconds=2.0, playing=True, loop=True, speed=0.25
    ),
    "hint": Session(screen="scene", scene="demo", steps=STEPS, step=7, seconds=9.0, pointed="step:7"),
    "digits": Session(screen="scene", scene="demo", steps=STEPS, digits="9"),
    "help": Session(screen="scene", scene="demo", steps=STEPS, overlays=("help",)),
    "sources": Session(screen="scene", scene="demo", steps=STEPS, overlays=("sources",)),
    "simplifies": Session(screen="scene", scene="demo", steps=STEPS, overlays=("simplifies",)),
    "menu": Session(screen="scene", scene="demo", steps=STEPS, step=3, overlays=("menu",)),
    "overview": Session(screen="scene", scene="demo", steps=STEPS, step=3, overlays=("overview",)),
    "details": Session(screen="scene", scene="demo", steps=STEPS, overlays=("details",)),
    "remember": Session(screen="scene", scene="demo", steps=STEPS, overlays=("remember",)),
    "what-if": Session(screen="scene", scene="demo", steps=STEPS, overlays=("what-if",)),
    "support": Session(overlays=("support",)),
    "glossary": Session(screen="scene", scene="demo", steps=STEPS, overlays=("glossary",)),
    "card": Session(screen="scene", scene="demo", steps=STEPS, overlays=("card",), subject="nmdar.5"),
    "question": Session(screen="scene", scene="demo", steps=STEPS, overlays=("question",)),
    "question told": Session(
        screen="scene", scene="demo", steps=STEPS, seconds=9.0, overlays=("question",), guess=Guess(0, 2)
    ),
    "quiz": Session(
        screen="scene", scene="demo", steps=STEPS, overlays=("quiz",), quiz=Quiz(1, ((1,), (0, 2, 1)))
    ),
    "quiz outcome": Session(
        screen="scene", scene="demo", steps=STEPS, overlays=("quiz",), quiz=Quiz(4, ((1,), (0, 1)))
    ),
}


def say_in(language: str) -> Say:
    """Return the program's words in a language."""
    catalogue = program_catalogue(language)
    return lambda text: catalogue.text("program", text)


def told(session: Session, say: Say) -> Words:
    """Return what the chrome may say in a state."""
    scene = SCENE if session.screen == "scene" else None
    glossary = Glossary(ENTRIES[:3], ENTRIES[3:]) if session.overlay == "glossary" else Glossary()
    card = CARD if session.overlay == "card" else None
    lines = helps(session.language) if session.overlay == "support" else ()
    details = DETAILS if session.overlay == "details" else ()
    what_if = TURNED if session.overlay == "what-if" else WhatIf()
    return Words(
        say, CARDS, scene, card=card, glossary=glossary, helps=lines, details=details, what_if=what_if
    )


def made(session: Session, size: tuple[int, int] = (1920, 1080), scale: float = 1.0) -> Frame:
    """Return the chrome of a session as a frame, in its language."""
    words = told(session, say_in(session.language))
    over = chrome(replace(session, text_scale=scale), words, load_theme("lecture"), size)
    return Frame(size, over.shapes, over.regions)


def box_of(label: Label) -> Box:
    """Return the box that a label's capitals and descenders fill."""
    wide = typeface.width(label.text, label.size, label.weight)
    left = label.at[0] - {"left": 0.0, "centre": wide / 2, "right": wide}[label.anchor]
    top = label.at[1] - typeface.CAP_HEIGHT * label.size
    return Box(left, top, left + wide, label.at[1] + 0.2 * label.size)


def labels(frame: Frame) -> list[Label]:
    """Return all labels of a frame."""
    return [shape for shape in frame.walk() if isinstance(shape, Label)]


@pytest.mark.parametrize("scale", TEXT_SCALES)
@pytest.mark.parametrize("language", ["en", "fr", PSEUDO])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
def test_words_stay_inside_and_apart(state: str, size: tuple[int, int], language: str, scale: float) -> None:
    """In every state, size, language and text size no label leaves the frame or lies on another."""
    if size == (640, 360) and scale > 1.0:
        pytest.skip("larger text begins with a window of 1024 by 768 or 1280 by 720")
    frame = made(replace(STATES[state], language=language), size, scale)
    boxes = [(label.text, box_of(label)) for label in labels(frame) if label.text.strip()]
    for text, box in boxes:
        assert box.left >= 0, text
        assert box.low >= 0, text
        assert box.right <= size[0] + 0.5, text
        assert box.high <= size[1], text
    # A tooltip or notice, drawn on its own plate, may cover what is under it.
    floating = 1 if state in ("home opening", "hint", "digits") else 0
    notice = say_in(language)("Kept.") if state == "home opening" else ""
    boxes = [pair for pair in boxes[: len(boxes) - floating] if pair[0] != notice]
    for (a, first), (b, second) in combinations(boxes, 2):
        assert not first.overlaps(second), f"{a!r} lies on {b!r}"


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("state", STATES)
def test_text_is_large_enough(state: str, scale: float) -> None:
    """At 1080 lines nothing is smaller than 24 pixels, at every text size."""
    assert min(label.size for label in labels(made(STATES[state], scale=scale))) >= 24.0


@pytest.mark.parametrize("size", SIZES[1:])
@pytest.mark.parametrize("state", ["home", "scene", "help"])
def test_targets_are_large_enough(state: str, size: tuple[int, int]) -> None:
    """Every button is at least 44 pixels wide and high in every window of 540 lines or more."""
    for region in made(STATES[state], size).regions:
        if region.role == "button":
            assert min(region.box.width, region.box.height) >= 44.0, region.name


@pytest.mark.parametrize("size", SIZES)
def test_the_transport_keeps_to_its_band(size: tuple[int, int]) -> None:
    """The controls stay in the lowest 88 of 1080 lines, below the caption, and their buttons lie apart."""
    frame = made(STATES["scene"], size)
    assert min(region.box.low for region in frame.regions) >= size[1] * (1 - 88 / 1080) - 0.01
    buttons = [region.box for region in frame.regions if region.role in ("button", "slider")]
    for first, second in combinations(buttons, 2):
        assert not first.grown(-0.5).overlaps(second)


@pytest.mark.parametrize("scale", TEXT_SCALES)
@pytest.mark.parametrize("language", ["en", "fr", PSEUDO])
@pytest.mark.parametrize("size", SIZES[1:])
def test_the_menus_words_keep_to_their_buttons(size: tuple[int, int], language: str, scale: float) -> None:
    """A word of the menu keeps clear of the edge of its button, at every size, language and text size."""
    frame = made(replace(STATES["menu"], language=language), size, scale)
    page = next(region.box for region in frame.regions if region.role == "page")
    buttons = [
        region.box for region in frame.regions if region.role == "button" and page.contains(region.box.centre)
    ]
    assert buttons
    for label in labels(frame):
        drawn = box_of(label)
        for button in buttons:
            if button.contains((drawn.left, drawn.centre[1])):
                assert drawn.right <= button.right - 0.006 * size[1], label.text


def test_every_word_of_the_chrome_is_listed_and_translated() -> None:
    """What the chrome says in any state is listed for translators, and French has all of the list."""
    said: set[str] = set()

    def listen(text: str) -> str:
        said.add(text)
        return text

    for session in STATES.values():
        chrome(session, told(session, listen), load_theme("lecture"), (1920, 1080))
        chrome(replace(session, scroll=1), Words(listen), load_theme("lecture"), (800, 600))
    listed = set(program_words())
    assert said <= listed
    french = program_catalogue("fr")
    assert [text for text in sorted(listed) if not french.has("program", text)] == []


@pytest.mark.parametrize("overlay", ["help", "sources", "support", "glossary", "card", "quiz", "question"])
def test_scrolling_reaches_every_line(overlay: str) -> None:
    """On a small window with large text, scrolling shows all that a large one shows at once."""
    base = replace(STATES["scene"], overlays=(overlay,))
    words = told(base, say_in("en"))
    theme = load_theme("lecture")
    small = replace(base, text_scale=1.5)
    limit = chrome(small, words, theme, (960, 540)).scroll_limit
    seen: set[str] = set()
    for scroll in range(limit + 1):
        over = chrome(replace(small, scroll=scroll), words, theme, (960, 540))
        seen |= {word for label in labels(Frame((960, 540), over.shapes)) for word in label.text.split()}
    large = {word for label in labels(made(base, (3840, 2160))) for word in label.text.split()}
    assert large <= seen


def test_help_lines_are_one_step_away_on_the_first_page() -> None:
    """The home page says that it is no advice, and one button leads to the help lines."""
    frame = made(STATES["home"])
    assert any("not medical advice" in label.text for label in labels(frame))
    assert "support" in {region.name for region in frame.regions}
    assert any("9-8-8" in label.text for label in labels(made(STATES["support"])))


@pytest.mark.parametrize("count", [1, 4, 6, 11, 20])
@pytest.mark.parametrize("size", SIZES)
def test_cards_without_room_stand_on_further_pages(size: tuple[int, int], count: int) -> None:
    """All scenes are reached by turning pages, each exactly once, in their order, none on another."""
    cards = tuple(replace(CARDS[i % len(CARDS)], id=f"scene-{i}") for i in range(count))
    words = replace(told(STATES["home"], say_in("fr")), cards=cards)
    names: list[str] = []
    page = limit = 0
    while page <= limit:
        over = chrome(replace(STATES["home"], scroll=page), words, load_theme("lecture"), size)
        opens = [region for region in over.regions if region.name.startswith("open:")]
        assert not any(a.box.overlaps(b.box) for a, b in combinations(opens, 2))
        names += [region.name for region in opens]
        page, limit = page + 1, over.scroll_limit
    assert names == [f"open:{card.id}" for card in cards]


def test_hidden_controls_leave_the_picture_alone() -> None:
    """With the controls hidden the chrome draws nothing over a scene."""
    frame = made(replace(STATES["scene"], bare=True))
    assert frame.shapes == ()
    assert frame.regions == ()


@pytest.mark.parametrize("left", [10.0, 1700.0])
def test_the_card_of_a_figure_stays_in_the_frame(left: float) -> None:
    """The card of the figure under the pointer stands beside it, within the frame and above the controls."""
    box = Box(left, 900, left + 200, 1000)
    words = Words(
        say_in("en"), scene=SCENE, pointed=Pointed("NMDA receptor", "Opens when two signals come " * 4, box)
    )
    plain = made(STATES["scene"])
    over = chrome(STATES["scene"], words, load_theme("lecture"), (1920, 1080))
    card = labels(Frame((1920, 1080), over.shapes))[len(labels(plain)) :]
    assert card[0].text == "NMDA receptor"
    for label in card:
        drawn = box_of(label)
        assert drawn.left >= 0
        assert drawn.right <= 1920
        assert drawn.high <= 1080 - 88
        assert not drawn.overlaps(box)
