"""Technical words where they stand: each opens its entry by mouse, touch or keyboard, and closes back; what to remember."""

import pytest
from conftest import settle, timeline
from windows import SIZE, key, middle, mouse

import visualizer.render  # noqa: F401 (before pygame)
from visualizer import app
from visualizer.app.copies import text_of
from visualizer.export import find
from visualizer.figures import Look, arrange
from visualizer.figures.details import details
from visualizer.frame.text import as_text
from visualizer.session import Overlay
from visualizer.session import effects as wish
from visualizer.session import intents as ask

pygame = pytest.importorskip("pygame")


def pressed(shell: app.Shell, name: str, how: str) -> None:
    """Press a region by mouse, by touch, or by keyboard alone."""
    settle(shell)
    if how == "mouse":
        at = middle(shell, name)
        mouse(shell, pygame.MOUSEMOTION, at)
        mouse(shell, pygame.MOUSEBUTTONDOWN, at)
        mouse(shell, pygame.MOUSEBUTTONUP, at)
    elif how == "touch":
        x, y = middle(shell, name)
        for kind in (pygame.FINGERDOWN, pygame.FINGERUP):
            shell.heed(pygame.Event(kind, {"x": x / SIZE[0], "y": y / SIZE[1], "finger_id": 1}))
    else:
        for _ in range(200):
            if shell.session.focus == name:
                break
            key(shell, "tab")
        assert shell.session.focus == name
        key(shell, "return")


def shut(shell: app.Shell, how: str) -> None:
    """Close what is on top in the same way."""
    if how == "keyboard":
        key(shell, "escape")
    else:
        pressed(shell, "close", how)


HOWS = ("mouse", "touch", "keyboard")


def test_no_word_is_underlined_where_the_caption_is_hidden(shell: app.Shell) -> None:
    """With the caption its technical words go, however often it has been shown before."""
    for shown in (True, False, True):
        settle(shell)
        terms = [one for one in shell.picture.words if one.role == "term"]
        assert bool(terms) is shown
        shell.do(ask.ToggleCaptions())


def test_the_page_of_all_words_says_nothing_twice() -> None:
    """No heading of it is the name of its own paragraph, and what to remember stands there once."""
    line = timeline("two-clocks")
    for language in ("en", "fr"):
        layout = arrange(line, Look(language=language), SIZE)
        for step in range(len(line.steps)):
            page = details(layout, step)
            assert all(name != heading for heading, rows in page for name, _ in rows)
            assert len({heading for heading, _ in page}) == len(page)
            written = line.scene.steps[step]
            if written.remember and language == "en":
                assert (("", written.remember),) in [rows for _, rows in page]


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("register", ["text", "plain", "more"])
def test_a_word_of_the_caption_opens_and_closes_to_the_same_frame(
    shell: app.Shell,
    register: str,
    how: str,
) -> None:
    """In all three registers a technical word opens its entry by mouse, touch or keyboard, and the frame is the one before."""
    while shell.session.register != register:
        shell.do(ask.CycleRegister())
    shell.do(ask.FocusOn(""))
    settle(shell)
    before, words = as_text(shell.picture), [one.name for one in shell.picture.regions if one.role == "term"]
    assert words
    pressed(shell, words[-1], how)
    assert (shell.session.overlay, shell.session.subject) == ("card", words[-1])
    shell.do(ask.Tick(1.0))
    shut(shell, how)
    assert shell.session.overlays == ()
    settle(shell)
    assert as_text(shell.picture) == before


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("page", ["remember", "sources", "glossary", "details", "simplifies", "quiz"])
def test_a_word_on_a_page_opens_above_it_and_closes_back(shell: app.Shell, page: Overlay, how: str) -> None:
    """What is read on a page or a card explains its words as well; closing leads back to the same lines of the same page."""
    shell.do(ask.NextStep())
    shell.do(ask.NextStep())
    shell.do(ask.NextStep())
    shell.do(ask.ToggleOverlay(page))
    settle(shell)
    if page == "glossary":
        shell.do(ask.Scroll(2, shell.chrome.scroll_limit))
        settle(shell)
    scroll, before = shell.session.scroll, {one.name for one in shell.chrome.regions}
    words = [one.name for one in shell.chrome.regions if one.name.startswith("term:")]
    assert words, page
    pressed(shell, words[0], how)
    assert (shell.session.overlays, shell.session.subject) == ((page, "card"), words[0])
    settle(shell)
    inner = [one.name for one in shell.chrome.regions if one.name.startswith("term:")]
    inner = [name for name in inner if name != words[0]]
    if inner:  # an entry explains its own words in turn
        pressed(shell, inner[0], how)
        assert shell.session.subject == inner[0]
        shut(shell, how)
        assert (shell.session.overlays, shell.session.subject) == ((page, "card"), words[0])
    shut(shell, how)
    assert (shell.session.overlays, shell.session.scroll) == ((page,), scroll)
    settle(shell)
    assert {one.name for one in shell.chrome.regions} == before


@pytest.mark.parametrize("how", HOWS)
def test_a_word_on_a_card_opens_above_the_card(shell: app.Shell, how: str) -> None:
    """The card of a figure explains the words in what it says, and comes back as it was."""
    shell.do(ask.OpenCard("nmdar.5"))
    settle(shell)
    words = [one.name for one in shell.chrome.regions if one.name.startswith("term:")]
    pressed(shell, words[0], how)
    assert shell.session.subject == words[0]
    shut(shell, how)
    assert (shell.session.overlays, shell.session.subject) == (("card",), "nmdar.5")


def test_what_to_remember_is_shown_and_copied(shell: app.Shell) -> None:
    """Shift+W shows what to remember of the step beside its picture; it is copied with the card, the step and the quiz."""
    shell.do(ask.GoToStep(2))
    key(shell, "w", "W", pygame.KMOD_LSHIFT)
    assert (shell.session.overlay, shell.session.page) == ("remember", None)
    settle(shell)
    found = find("nmda-blockade")
    step = found.scene.steps[2]
    assert step.remember
    assert step.unknown
    for language, wanted in (
        ("en", (f"To remember: {step.remember}", f"Not known: {step.unknown}")),
        ("fr", ()),
    ):
        for asked in (
            wish.CopyText("nmda-blockade", 2, "remember"),
            wish.CopyText("nmda-blockade", 2, None),
            wish.CopyText("nmda-blockade", 2, "quiz", quiz=shell.session.quiz),
        ):
            text, _ = text_of(found, asked, language, "text")
            assert all(line in text for line in wanted)
            assert found.text(language, "coincidence/unknown", step.unknown) in text


def test_the_deepest_words_say_what_to_remember() -> None:
    """One level deeper, the caption ends with what to remember and what is not known."""
    wording = arrange(timeline("nmda-blockade"), Look(language="fr", register="more"), (1280, 720)).wording
    assert "À retenir\u00a0: " in wording.caption(2, "more")[1]
    assert "À retenir" not in wording.caption(2, "text")[1]
    assert "À retenir" not in wording.caption(1, "more")[1]
