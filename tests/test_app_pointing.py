"""Pointing at the picture: what lies under a pointer, cards, focus, and fingers, mouse and keyboard each alone."""

from collections.abc import Iterator

import numpy as np
import pytest
from conftest import settle
from windows import SIZE, compiled, key, middle, mouse

import visualizer.render  # noqa: F401 (before pygame)
from visualizer import app
from visualizer.app.cards import card_of, card_text, glossary_of
from visualizer.app.copies import text_of
from visualizer.app.pointer import LONG_PRESS_S, Press, ordered, under
from visualizer.core.geometry import Box
from visualizer.export import Found, find
from visualizer.figures import Look, arrange, compose
from visualizer.figures.pointing import SHOWN
from visualizer.frame.shapes import Frame, Region
from visualizer.modes.cards import PICTURE_ROLES
from visualizer.session import Overlay
from visualizer.session import effects as wish
from visualizer.session import intents as ask

pygame = pytest.importorskip("pygame")
SCENES = ("nmda-blockade", "ssri-reuptake")


def pictures(scene: str) -> Iterator[tuple[Found, int, Frame]]:
    """Yield the end picture of every step."""
    found = find(scene)
    line = compiled(found.scene, found.library, 0)
    layout = arrange(line, Look(), (1280, 720))
    for step, outline in enumerate(line.steps):
        yield found, step, compose(line, line.at(step, outline.seconds), layout)


@pytest.mark.parametrize("scene", SCENES)
def test_everything_in_the_picture_has_a_card(scene: str) -> None:
    """Figures, members, labels, molecules, panels, strip, paces, moment and evidence all say what they are, twice."""
    roles = set()
    for found, step, frame in pictures(scene):
        names = {region.name for region in frame.regions}
        assert {"paces", "evidence", "link:1"} <= names
        for region in frame.regions:
            roles.add(region.role)
            for language in ("en", "fr"):
                card = card_of(found, step, region.name, language)
                assert card is not None, region.name
                assert card.title
                assert card.role or card.entries, (region.name, language)
                if region.role != "term":
                    assert card.evidence == found.scene.steps[step].evidence
                    assert card.sources
    assert roles >= {"body", "crowd", "figure", "label", "words", "term"}


@pytest.mark.parametrize("scene", SCENES)
def test_places_lie_within_the_frame(scene: str) -> None:
    """No place that can be chosen lies outside the picture, where its ring could not be seen."""
    for _, step, frame in pictures(scene):
        for region in frame.regions:
            assert region.box.overlaps(Box(0, 0, 1280, 720)), (step, region.name)


def test_a_card_says_all_in_both_languages() -> None:
    """A receptor's card has its name, its role, the words explained, and sources with where to find them."""
    found = find("nmda-blockade")
    card = card_of(found, 1, "nmdar.5", "fr")
    assert card is not None
    assert "NMDA" in card.title
    assert any(entry.name == "récepteur NMDA" for entry in card.entries)
    text = card_text(card, "fr")
    assert "doi:" in text
    assert "Est-ce bien certain?" in text
    assert card_of(found, 1, "nobody.3", "fr") is None


def test_a_words_card_has_its_own_sources() -> None:
    """An entry of the glossary cites what it rests on, not the step."""
    card = card_of(find("nmda-blockade"), 1, "term:co-agonist", "en")
    assert card is not None
    assert card.evidence == ""
    assert "Furukawa" in card.sources[0]


def test_the_glossary_of_a_step_has_its_words_first() -> None:
    """The words of the step come first, the rest by name, and none twice."""
    found = find("ssri-reuptake")
    glossary = glossary_of(found, 3, "fr")
    here = [entry.name for entry in glossary.here]
    assert "ISRS" in here
    assert len(here) + len(glossary.others) == len(found.library.glossary)
    assert not {*here} & {entry.name for entry in glossary.others}


def test_the_topmost_thing_is_meant() -> None:
    """A member lies before the body that carries it, and a molecule before the body behind it."""
    for _, _, frame in pictures("nmda-blockade"):
        members = [
            region for region in frame.regions if region.name.startswith("nmdar.") and region.role == "figure"
        ]
        for member in members:
            found = under(frame.regions, frame, member.box.centre)
            assert found is not None
            assert found.role in ("figure", "label", "panel"), found


def test_molecules_are_found_one_by_one() -> None:
    """Each molecule of a swarm is a place of its own, named as its crowd; those that have all but faded are not."""
    count = 0
    for _, _, frame in pictures("nmda-blockade"):
        for shape in frame.walk():
            if getattr(shape, "alpha", 1.0) < SHOWN:
                continue
            for x, y in getattr(shape, "places", np.empty((0, 2))):
                found = under((), frame, (float(x), float(y)))
                assert found is not None
                assert found.role == "crowd"
                count += 1
    assert count > 50


def test_the_focus_goes_in_the_order_of_reading() -> None:
    """Labels come first and from above, then members from the left; every name once."""
    for _, _, frame in pictures("ssri-reuptake"):
        found = ordered(frame.regions)
        names = [place.name for place in found]
        assert len(names) == len(set(names))
        tops = [place.box.low for place in found if place.role == "label"]
        assert tops == sorted(tops)
        lefts = [place.box.left for place in found if place.role == "figure"]
        assert lefts == sorted(lefts)


def place_of(shell: app.Shell, role: str = "figure") -> Region:
    """Return a place of the last picture whose middle is its own."""
    for region in shell.picture.regions:
        if region.role == role and under(shell.regions, shell.picture, region.box.centre) == region:
            return region
    raise AssertionError(f"no place with the role {role}")


def ended(shell: app.Shell) -> app.Shell:
    """Return the shell at the end of its step, drawn."""
    shell.do(ask.SeekTo(1, 99.0))
    settle(shell)
    return shell


def test_keyboard_alone_opens_and_closes_a_card(shell: app.Shell) -> None:
    """F6 and Tab reach the picture, Enter opens the card, Escape goes back to the same frame and the same focus."""
    ended(shell)
    shell.do(ask.Tick(0.5))
    before = shell.session
    key(shell, "f6")
    label = shell.session.focus
    assert label == ordered(shell.picture.regions)[0].name
    settle(shell)
    key(shell, "tab", "\t")
    chosen = shell.session.focus
    assert chosen != label
    key(shell, "return", "\r")
    assert (shell.session.overlay, shell.session.subject) == ("card", chosen)
    shell.do(ask.Tick(3.0))
    settle(shell)
    assert shell.words().card is not None
    key(shell, "escape", "\x1b")
    after = shell.session
    assert (after.step, after.seconds, after.hold) == (before.step, before.seconds, before.hold)
    assert after.focus == chosen
    key(shell, "f6")
    assert after.focus not in {region.name for region in shell.chrome.regions}
    assert shell.session.focus in {region.name for region in shell.chrome.regions}


def test_tab_goes_round_everything(shell: app.Shell) -> None:
    """Tab visits each control and each thing in the picture once, and comes back."""
    ended(shell)
    wanted = {name for name, role in shell._stops() if role in app.shell._FOCUS_ROLES}
    seen = []
    for _ in range(len(wanted)):
        key(shell, "tab", "\t")
        settle(shell)
        seen.append(shell.session.focus)
    assert set(seen) == wanted
    key(shell, "tab", "\t")
    assert shell.session.focus == seen[0]


def test_mouse_alone_opens_and_closes_a_card(shell: app.Shell) -> None:
    """A click on a thing opens its card on release, a click beside it closes it, sliding off does nothing."""
    place = place_of(ended(shell))
    at = (round(place.box.centre[0]), round(place.box.centre[1]))
    mouse(shell, pygame.MOUSEBUTTONDOWN, at)
    mouse(shell, pygame.MOUSEMOTION, (at[0] + 40, at[1]))
    mouse(shell, pygame.MOUSEBUTTONUP, at)
    assert shell.session.overlay is None
    mouse(shell, pygame.MOUSEBUTTONDOWN, at)
    assert shell.session.overlay is None
    mouse(shell, pygame.MOUSEBUTTONUP, at)
    assert (shell.session.overlay, shell.session.subject) == ("card", place.name)
    settle(shell)
    veil = next(
        (x, y)
        for x in range(5, SIZE[0], 10)
        for y in range(5, SIZE[1], 10)
        if (found := under(shell.regions, shell.picture, (x, y))) is not None and found.role == "veil"
    )
    mouse(shell, pygame.MOUSEBUTTONDOWN, veil)
    mouse(shell, pygame.MOUSEBUTTONUP, veil)
    assert shell.session.overlay is None


def finger(shell: app.Shell, kind: int, at: tuple[float, float], number: int = 1) -> None:
    """Touch, move or lift a finger, with the mouse event that SDL sends for it before."""
    pair = {pygame.FINGERDOWN: pygame.MOUSEBUTTONDOWN, pygame.FINGERUP: pygame.MOUSEBUTTONUP}
    given = {
        "pos": (round(at[0]), round(at[1])),
        "rel": (0, 0),
        "buttons": (0, 0, 0),
        "button": 1,
        "touch": True,
    }
    shell.heed(pygame.Event(pair.get(kind, pygame.MOUSEMOTION), given))
    where = {"x": at[0] / SIZE[0], "y": at[1] / SIZE[1], "dx": 0.0, "dy": 0.0}
    shell.heed(pygame.Event(kind, {**where, "finger_id": number, "touch_id": 1}))


def test_touch_alone_opens_a_card(shell: app.Shell) -> None:
    """A tap on a label opens its card; the pair of finger and mouse counts once."""
    place = place_of(ended(shell), "label")
    finger(shell, pygame.FINGERDOWN, place.box.centre)
    finger(shell, pygame.FINGERUP, place.box.centre)
    assert (shell.session.overlay, shell.session.subject) == ("card", place.name)


def test_a_tap_on_play_counts_once(shell: app.Shell) -> None:
    """One touch toggles once, although SDL reports it twice."""
    settle(shell)
    play = middle(shell, "play")
    finger(shell, pygame.FINGERDOWN, play)
    assert not shell.session.playing
    finger(shell, pygame.FINGERUP, play)
    assert shell.session.playing


def test_a_long_press_opens_the_same_card(shell: app.Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Holding a thing for half a second opens its card; letting go afterwards leaves it open."""
    place = place_of(ended(shell))
    now = [100.0]
    monkeypatch.setattr(app.shell.time, "perf_counter", lambda: now[0])
    finger(shell, pygame.FINGERDOWN, place.box.centre)
    shell.hear()
    assert shell.session.overlay is None
    now[0] += LONG_PRESS_S
    shell.hear()
    assert (shell.session.overlay, shell.session.subject) == ("card", place.name)
    finger(shell, pygame.FINGERUP, place.box.centre)
    assert shell.session.overlay == "card"


def test_a_swipe_turns_the_step_but_not_from_the_edge(shell: app.Shell) -> None:
    """A swipe to the left goes on, one to the right goes back; from the edge, and with two fingers, nothing happens."""
    settle(shell)
    for start, end, number, step, at_end in (
        ((10, 100), (300, 100), 1, 1, False),
        ((500, 100), (200, 100), 1, 1, True),
        ((500, 100), (200, 100), 1, 2, False),
        ((300, 100), (560, 100), 1, 1, True),
    ):
        finger(shell, pygame.FINGERDOWN, start, number)
        finger(shell, pygame.FINGERMOTION, end, number)
        finger(shell, pygame.FINGERUP, end, number)
        assert (shell.session.step, shell.session.at_end) == (step, at_end), (start, end)
    finger(shell, pygame.FINGERDOWN, (500, 100), 1)
    finger(shell, pygame.FINGERDOWN, (400, 100), 2)
    finger(shell, pygame.FINGERUP, (200, 100), 1)
    finger(shell, pygame.FINGERUP, (100, 100), 2)
    assert (shell.session.step, shell.session.at_end) == (1, True)


def test_a_press_knows_a_tap_from_a_slide() -> None:
    """A few pixels are a tap, more are a slide, and only a long flat way is a swipe."""
    press = Press((300.0, 100.0), "x", None, 0.0)
    assert not press.slid_to((304.0, 102.0), SIZE)
    assert press.slid_to((320.0, 100.0), SIZE)
    assert press.swipe((400.0, 190.0), SIZE) == 0
    assert press.swipe((400.0, 110.0), SIZE) == -1


def test_the_card_shows_its_ring_and_words(shell: app.Shell) -> None:
    """The open card lies over the picture, which stays, and another thing can be asked about at once."""
    ended(shell)
    shell.do(ask.OpenCard("nmdar.5"))
    settle(shell)
    assert shell.picture.shapes
    assert "page" in {region.role for region in shell.chrome.regions}
    other = next(region for region in shell.picture.regions if region.role in PICTURE_ROLES)
    shell._activate(other.name)
    assert shell.session.subject == other.name
    assert shell.session.overlays == ("card",)


@pytest.mark.parametrize(
    ("overlay", "subject", "holds"),
    [
        (None, "", "Glutamate arrives, but the plug holds"),
        (None, "nmdar.5", "NMDA receptor"),
        ("card", "term:co-agonist", "Co-agonist"),
        ("sources", "", "doi:"),
        ("simplifies", "", "drawn"),
        ("glossary", "", "co-agonist: "),
        ("support", "", "9-8-8"),
    ],
)
def test_what_is_in_focus_is_copied(overlay: Overlay | None, subject: str, holds: str) -> None:
    """Ctrl+C takes the card, the sources, the words or the help lines that are open, else the step."""
    found = find("nmda-blockade")
    text, done = text_of(found, wish.CopyText("nmda-blockade", 1, overlay, subject), "en", "text")
    assert holds in text
    assert done
