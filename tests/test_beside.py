"""Two scenes side by side as one picture: words apart and whole, the ribbon true, in a window and in a file."""

import itertools
import subprocess
import sys
from dataclasses import replace

import pygame
import pytest
from conftest import settle, timeline
from test_layout import texts

from visualizer import app
from visualizer.app.display import open_display
from visualizer.core.geometry import AUTHOR, Box
from visualizer.export import find, shipped
from visualizer.figures import Look
from visualizer.figures.beside import compose_spread, half_boxes, ribbon_box, spread
from visualizer.frame.shapes import Disc, Frame, Pane
from visualizer.frame.text import as_text
from visualizer.render import read_pixels, render
from visualizer.scene.pseudo import PSEUDO
from visualizer.session import CLOCK, place, shown_pair
from visualizer.session import intents as ask
from visualizer.timeline.pairing import SIDES, pair

NAMES = ("nmda-blockade", "ssri-reuptake")
SIZES = ((1280, 720), (1920, 1080), (1440, 1080), (2560, 1080), (3840, 2160))


def both():
    """Return the shipped pair's timelines."""
    return timeline(NAMES[0]), timeline(NAMES[1])


def picture(size, beat, seconds, look=None):
    """Return the picture of the shipped pair at a time of a beat."""
    pairing = pair(both()[0].steps, both()[1].steps)
    laid = spread(pairing, both(), look or Look(), size)
    places = tuple(pairing.place(side, beat, seconds) for side in SIDES)
    return laid, compose_spread(laid, beat, seconds, places)


def panes(frame):
    """Yield each half with its own frame's shapes."""
    for shape in frame.shapes:
        if isinstance(shape, Pane):
            yield shape


LOOKS = (
    *(Look(language=language) for language in ("en", "fr")),
    *(
        Look("hall", "fr"),
        Look("high-contrast", "fr", 2.0),
        Look("daylight", "en", 1.5),
        Look(language=PSEUDO),
    ),
)


CASES = [(look, size) for look in LOOKS for size in (SIZES if look in LOOKS[:2] else (SIZES[0], SIZES[2]))]


@pytest.mark.parametrize(
    ("look", "size"),
    CASES,
    ids=[f"{look.theme}-{look.language}-{look.text_scale:g}-{size[0]}x{size[1]}" for look, size in CASES],
)
def test_words_of_a_half_keep_apart_and_whole(look, size):
    """At the end of every beat no two lines of a half overlap, none leaves it, and none is smaller than the smallest.

    In every look, at every size of text, and in a language that is 40 % longer; what is about the step keeps its room.
    """
    pairing = pair(both()[0].steps, both()[1].steps)
    laid = spread(pairing, both(), look, size)
    for layout in laid.layouts:
        assert layout.action.height >= 0.25 * layout.size[1]
    for i, beat in enumerate(pairing.beats):
        places = tuple(pairing.place(side, i, beat.seconds) for side in SIDES)
        frame = compose_spread(laid, i, beat.seconds, places)
        for half in panes(frame):
            inner = Box(0, 0, half.box.width, half.box.height)
            found = texts(Frame((round(inner.width), round(inner.height)), half.shapes))
            assert found
            for one in found:
                where = (i, half.name, one.text)
                assert one.box.left >= 0, where
                assert one.box.right <= inner.width, where
                assert 0 <= one.box.low <= one.box.high <= inner.height, where
            for a, b in itertools.combinations(found, 2):
                assert not a.box.overlaps(b.box), (i, half.name, a.text, b.text)
            words = [one for one in found if len(one.text) > 2]
            assert min(one.size for one in words) >= 20.0 * laid.unit - 1e-6


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_words_of_the_ribbon_keep_apart(size, language):
    """The ribbon's times and the clock's own never lie on one another, wherever the clock stands."""
    pairing = pair(both()[0].steps, both()[1].steps)
    laid = spread(pairing, both(), Look(language=language), size)
    for i, beat in enumerate(pairing.beats):
        places = tuple(pairing.place(side, i, beat.seconds) for side in SIDES)
        frame = compose_spread(laid, i, beat.seconds, places)
        found = texts(Frame(size, tuple(s for s in frame.shapes if not isinstance(s, Pane))))
        for a, b in itertools.combinations(found, 2):
            assert not a.box.overlaps(b.box), (a.text, b.text)
        assert all(one.box.left >= 0 and one.box.right <= size[0] for one in found)


def test_the_focus_of_a_step_is_in_its_half():
    """What a step is about lies whole between the words above and below it."""
    laid, _ = picture((1920, 1080), 0, 1.0)
    for layout in laid.layouts:
        for step, outline in enumerate(layout.timeline.steps):
            camera = layout.timeline.at(step, outline.seconds).camera
            view = layout.view(camera.end)
            corners = [
                view.px((x, y))
                for x in (camera.end.left, camera.end.right)
                for y in (camera.end.low, camera.end.high)
            ]
            assert all(layout.action.grown(1e-6).contains(corner) for corner in corners)


def test_halves_do_not_touch_and_fill_the_width():
    """The halves share no pixel, and leave the ribbon and the controls free."""
    for size in SIZES:
        left, right = half_boxes(size)
        assert left.left == 0
        assert left.right < right.left
        assert right.right == size[0]
        assert ribbon_box(size).high <= left.low


def test_the_clock_stands_where_the_ribbon_says():
    """The handle lies at the master's place on the logarithm of hours: a week is seven days' logarithm from a day."""
    for hours in (1.0, 24.0, 168.0):
        pairing = pair(both()[0].steps, both()[1].steps)
        beat, seconds = pairing.at_hours(hours)
        laid, frame = picture((1920, 1080), beat, seconds)
        line = ribbon_box(laid.size)
        handle = max((s for s in frame.shapes if isinstance(s, Disc)), key=lambda disc: disc.radius)
        assert handle.centre[0] == pytest.approx(line.left + pairing.ribbon_of(hours) * line.width, abs=2.0)


def test_what_was_drawn_before_never_shows_in_a_half():
    """Halves drawn after other pictures, by a renderer in use, have the pixels of a fresh one."""
    from visualizer.render import PygameRenderer

    used = PygameRenderer()
    for beat, seconds in ((1, 3.0), (9, 4.0)):
        render(picture((640, 360), beat, seconds)[1], used)
    frame = picture((640, 360), 4, 12.0)[1]
    assert read_pixels(render(frame, used)).tobytes() == read_pixels(render(frame)).tobytes()


@pytest.fixture
def shell():
    """Open a small window with the shipped pair."""
    open_display()
    made = app.Shell(app.Options(find(NAMES[0]), (960, 540), "en", beside=find(NAMES[1])), shipped()[0])
    import time

    until = time.monotonic() + 120
    while shown_pair(made.session) is None and time.monotonic() < until:
        made.hear()
        time.sleep(0.02)
    yield made
    made.close()
    pygame.display.quit()


def _type(shell, key, typed=""):
    for kind in (pygame.KEYDOWN, pygame.KEYUP):
        shell.heed(pygame.event.Event(kind, key=key, unicode=typed, mod=0, scancode=key % 500))


def test_a_window_shows_both_and_is_driven_by_keys_and_mouse(shell):
    """Keys pause a half and give one the screen; the ribbon is dragged; everything can be reached by Tab."""
    shell.do(ask.Tick(1.0))
    settle(shell)
    names = {region.name for region in shell.regions}
    assert {CLOCK, "pause-left", "pause-right", "alone-left", "alone-right"} <= names
    assert any(name.startswith("left/") for name in names)
    assert any(name.startswith("right/") for name in names)
    _type(shell, pygame.K_a, "a")
    stood = place(shell.session, 0)
    shell.do(ask.Tick(1.0))
    assert place(shell.session, 0) == stood
    assert place(shell.session, 1).seconds == pytest.approx(2.0)
    _type(shell, pygame.K_e, "e")
    assert (shell.session.scene, shown_pair(shell.session)) == (NAMES[1], None)
    _type(shell, pygame.K_e, "e")
    assert shown_pair(shell.session) is not None
    settle(shell)
    ribbon = next(region.box for region in shell.regions if region.name == CLOCK)
    at = (round(ribbon.left + 0.9 * ribbon.width), round(ribbon.centre[1]))
    shell.heed(pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=at))
    shell.heed(pygame.event.Event(pygame.MOUSEBUTTONUP, button=1, pos=at))
    assert shell.session.pair.pairing.master_h(shell.session.step, shell.session.seconds) > 24.0 * 7


def test_both_halves_are_in_the_copy_and_the_kept_picture(shell, monkeypatch):
    """The clipboard has the words and sources of both halves, and a kept picture says where both stand."""
    copied = []
    monkeypatch.setattr(pygame.scrap, "put_text", copied.append)
    shell.do(ask.Copy())
    for name in NAMES:
        assert timeline(name).steps[0].title in copied[0]
    about = shell._facts(shell.timelines[NAMES[0]], SIZES[0])
    assert (about["moa:scene"], about["moa:beside"]) == NAMES
    assert about["moa:hours-after-first-dose"] == "before"


def test_one_key_leads_from_a_scene_to_the_pair_and_back(shell):
    """C gives the left scene alone; from a scene with `beside:` it opens both, where the scene stands."""
    _type(shell, pygame.K_c, "c")
    assert shown_pair(shell.session) is None
    _type(shell, pygame.K_c, "c")
    assert shown_pair(shell.session) is not None


def halves_of(shell, **changes):
    """Return each half as text where the session stands, after some changes to it."""
    session = replace(shell.session, **changes)
    stand = shell.pictures.both(both(), session, shown_pair(session), SIZES[0])
    return [as_text(Frame(SIZES[0], pane.shapes)) for pane in panes(stand.frame())]


def test_one_half_is_looked_at_closely_by_wheel_keys_and_fingers(shell):
    """The half under the pointer, in focus or between two fingers comes closer, alone; one key gives the author's view back."""
    settle(shell)
    box = half_boxes(shell.window.get_surface().get_size())[1]
    shell.do(ask.ZoomBy(2.0, shell._from_middle(box.centre), shell._half_at(box.centre)))
    shell.do(ask.Tick(0.0, 1.0))
    assert (shell.session.near_half, shell.session.zoom.scale) == (1, 2.0)
    far, near = halves_of(shell, zoom=AUTHOR, drawn=AUTHOR), halves_of(shell, drawn=shell.session.zoom)
    assert near[0] == far[0]
    assert near[1] != far[1]
    assert halves_of(shell, near_half=0, drawn=shell.session.zoom)[1] == far[1]
    shell.do(ask.AuthorView())
    assert shell.session.zoom == AUTHOR
    shell.do(ask.PointAt("left/nmdar.1"))
    shell.do(ask.ZoomBy(1.25))
    assert (shell.session.near_half, shell.session.zoom.scale) == (0, 1.25)
    for kind, finger, x in (
        *((pygame.FINGERDOWN, 1, 0.6), (pygame.FINGERDOWN, 2, 0.7)),
        (pygame.FINGERMOTION, 2, 0.9),
    ):
        shell.heed(pygame.event.Event(kind, finger_id=finger, touch_id=1, x=x, y=0.5, dx=0.0, dy=0.0))
    assert shell.session.near_half == 1
    assert shell.session.zoom.scale > 1.5


def moa(*words):
    """Run a command line and return what became of it."""
    return subprocess.run(
        [sys.executable, "-m", "visualizer", *words], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--beside", "nmda-blockade"), "cannot stand beside itself"),
        (("--beside", "ssri-reuptak"), "ssri-reuptake"),
        (("--beside", "ssri-reuptake@2"), "takes a whole scene"),
        (("--beside", "ssri-reuptake", "--at", "9999"), "there is no 9999"),
    ],
)
def test_a_wrong_second_scene_is_refused_in_one_line(words, says, tmp_path):
    """Each slip has one line, exit code 2, and leaves no file."""
    path = tmp_path / "x.png"
    done = moa("export", "nmda-blockade", *words, "-o", str(path))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert says in done.stderr
    assert not path.exists()


def test_a_picture_of_both_is_a_file(tmp_path):
    """`moa export A@STEP --beside B` writes the end of that step's beat."""
    path = tmp_path / "both.png"
    done = moa(
        "export", "nmda-blockade@trapped", "--beside", "ssri-reuptake", "--size", "640x360", "-o", str(path)
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert pygame.image.load(path).get_size() == (640, 360)
    assert b"moa:beside" in path.read_bytes()


def test_a_movie_of_both_is_the_windows_picture(tmp_path):
    """Frame n of a film of two scenes is the picture of both at that time, and resting halves breathe on between beats."""
    from fractions import Fraction

    from visualizer.export.film import HOLD_S, film_of

    film = film_of(find(f"{NAMES[0]}@5"), Look(), (320, 180), 5, find(NAMES[1]))
    pairing = pair(both()[0].steps, both()[1].steps)
    assert {part.step for part in film.parts} == {4}
    assert len(film.instants) == round((Fraction(pairing.beats[4].seconds) + HOLD_S) * 5)
    one = film.instants[20]
    places = tuple(pairing.place(side, 4, one.seconds, one.hold, float(HOLD_S)) for side in SIDES)
    laid = spread(pairing, both(), Look(), (320, 180))
    expected = render(compose_spread(laid, 4, one.seconds, places))
    assert read_pixels(render(film.picture(20))).tobytes() == read_pixels(expected).tobytes()
    end = pairing.place(1, 3, pairing.beats[3].seconds, float(HOLD_S), float(HOLD_S))
    assert pairing.place(1, 4, 0.0, 0.0, float(HOLD_S)).hold == pytest.approx(end.hold)


def test_a_movie_of_both_has_a_chapter_a_beat(tmp_path):
    """Chapters and subtitles of a file name what both halves show."""
    av = pytest.importorskip("av")
    path = tmp_path / "both.mp4"
    done = moa(
        "export",
        "nmda-blockade@trapped",
        "--beside",
        "ssri-reuptake",
        "--size",
        "320x180",
        "--fps",
        "2",
        "-o",
        str(path),
    )
    assert (done.returncode, done.stderr) == (0, "")
    with av.open(str(path)) as film:
        title = film.chapters()[0]["metadata"]["title"]
        assert timeline(NAMES[0]).steps[5].title in title
        assert timeline(NAMES[1]).steps[2].title in title


def test_the_home_page_has_a_card_for_both(shell):
    """The card of two scenes shows both pictures and opens them side by side."""
    shell.do(ask.GoHome())
    settle(shell)
    while shell.session.scroll < shell.chrome.scroll_limit:  # the cards of two stand after those of one
        shell.do(ask.Scroll(1, shell.chrome.scroll_limit))
        settle(shell)
    names = [region.name for region in shell.regions]
    assert f"open:{NAMES[0]}+{NAMES[1]}" in names
    pictures = [name for name in names if name.startswith("picture:")]
    assert [f"picture:{name}" for name in NAMES] in [pictures[i : i + 2] for i in range(len(pictures))]
    shell._activate(f"open:{NAMES[0]}+{NAMES[1]}")
    assert (shell.session.opening.scene, shell.session.opening.beside) == NAMES
