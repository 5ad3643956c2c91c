"""What a lecturer lays over the audience's picture: light on one thing, a pointer, a pen; and the way back."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_present_session import after, talk_of, talking
from test_present_windows import Open, key, opened, seen, talk  # noqa: F401 (fixtures)

import visualizer.render  # noqa: F401 (before pygame)
from visualizer import app
from visualizer.core.geometry import Box
from visualizer.figures.look import load_theme
from visualizer.frame.shapes import Fill, Region
from visualizer.modes.stage_light import LIT_ROLES, around, lit_boxes, over_picture, part_of, stem, things
from visualizer.session import Talk, update
from visualizer.session import intents as ask
from visualizer.session.effects import Compile

pygame = pytest.importorskip("pygame")
SIZE = (40, 30)
BOXES = st.lists(
    st.tuples(st.integers(-5, 45), st.integers(-5, 35), st.integers(1, 30), st.integers(1, 30)), max_size=6
)


def mask(boxes: tuple[Box, ...]) -> np.ndarray:
    """Return how often each pixel is covered."""
    seen = np.zeros(SIZE, int)
    for box in boxes:
        seen[
            max(0, int(box.left)) : max(0, int(box.right)), max(0, int(box.low)) : max(0, int(box.high))
        ] += 1
    return seen


@given(BOXES)
def test_the_dark_covers_all_but_the_light_once(boxes: list[tuple[int, int, int, int]]) -> None:
    """Every pixel outside of what is lit is dimmed once, and none within it, however the boxes lie."""
    lit = tuple(Box(x, y, x + wide, y + high) for x, y, wide, high in boxes)
    dark = mask(around(lit, SIZE))
    assert ((mask(lit) > 0) == (dark == 0)).all()
    assert dark.max(initial=0) <= 1


def test_all_of_a_kind_are_lit_with_room() -> None:
    """A receptor stands for its group, its label with it; words of the caption are never lit."""
    places = [
        Region("nmdar.1", Box(0, 0, 10, 10)),
        Region("nmdar.2", Box(20, 0, 30, 10)),
        Region("nmdar.2", Box(20, 20, 40, 26), "label"),
        Region("ampar.1", Box(50, 0, 60, 10)),
        Region("nmdar", Box(0, 80, 90, 90), "term"),
    ]
    boxes = lit_boxes("nmdar.2", places, 100.0)
    assert boxes == tuple(
        Box(*corners)
        for corners in ((-1.2, -1.2, 11.2, 11.2), (18.8, -1.2, 31.2, 11.2), (18.8, 18.8, 41.2, 27.2))
    )
    assert things(places) == ("nmdar.1", "ampar.1")
    crowd = [Region("ions", Box(x, 0, x + 1, 1), "crowd") for x in range(40)]
    assert len(lit_boxes("ions", crowd, 100.0)) == 1


def test_nothing_lies_over_a_picture_that_is_kept() -> None:
    """The frozen picture is an older one: neither light nor pointer belongs on it."""
    theme, places = load_theme("lecture"), [Region("a", Box(4, 4, 8, 8))]
    lit = Talk(spot="a", pointer=(0.5, 0.5), strokes=(((0.1, 0.1), (0.2, 0.2)),))
    shapes = over_picture(lit, places, theme, SIZE)
    assert any(isinstance(shape, Fill) for shape in shapes)
    assert len(shapes) > len(over_picture(replace(lit, spot=""), places, theme, SIZE)) > 2
    assert over_picture(replace(lit, frozen=talking()), places, theme, SIZE) == ()
    assert over_picture(Talk(), places, theme, SIZE) == ()
    assert part_of((5, 5), Box(0, 0, 10, 20)) == (0.5, 0.25)
    assert part_of((11, 5), Box(0, 0, 10, 20)) is None


def test_light_and_lines_belong_to_their_step() -> None:
    """Light asked for again goes out, and so does all that was drawn when the step is left, or by Esc."""
    lit = after(talking(), ask.Spotlight("ampar.1"), ask.Draw((0.1, 0.1), begins=True), ask.Draw((0.2, 0.2)))
    assert talk_of(lit).spot == "ampar.1"
    assert talk_of(lit).strokes == (((0.1, 0.1), (0.2, 0.2)),)
    assert talk_of(after(lit, ask.Spotlight("ampar.1"))).spot == ""
    assert talk_of(after(lit, ask.Tick(0.5))).strokes, "time alone takes nothing away"
    for away in (ask.GoToStep(2), ask.CloseTop(), ask.WipePicture()):
        gone = talk_of(after(lit, away))
        assert (gone.spot, gone.strokes, gone.pointer) == ("", (), None)
    assert after(lit, ask.CloseTop()).step == lit.step


def test_a_pen_has_an_end() -> None:
    """However long somebody draws, what is kept is bounded, and the line goes on where it was."""
    session = talking()
    for i in range(1000):
        session = after(session, ask.Draw((i / 1000, 0.5), begins=i % 2 == 0 and i < 300))
    strokes = talk_of(session).strokes
    assert len(strokes) <= 60
    assert max(map(len, strokes)) <= 400
    assert strokes[-1][-1] == (0.999, 0.5)
    assert strokes[-2][-1] == strokes[-1][0]


def test_back_is_where_the_talk_was_before_the_jump() -> None:
    """After a question elsewhere one key leads back to the same second, and again to the answer; next is no jump."""
    talked = after(talking(), ask.SeekTo(1, 3.5), ask.GoToStep(3), ask.SeekTo(3, 2.0))
    back = after(talked, ask.GoBack())
    assert (back.step, back.seconds, back.playing) == (1, 3.5, False)
    again = after(back, ask.GoBack())
    assert (again.step, again.seconds) == (3, 2.0)
    on = after(talking(seconds=4.0), ask.NextStep())
    assert after(on, ask.GoBack()).step == on.step == 1


def test_back_leads_to_another_scene_as_well() -> None:
    """A talk that was led to another scene goes back to the first one, step and second included."""
    away = after(talking(), ask.SeekTo(1, 3.5), ask.OpenScene("other"))
    steps = away.steps
    away = after(away, ask.Compiled(away.opening.request if away.opening else 0, "other", steps))
    back, wishes = update(away, ask.GoBack())
    assert wishes == (Compile(back.requests, "demo"),)
    home = after(back, ask.Compiled(back.requests, "demo", steps))
    assert (home.scene, home.step, home.seconds) == ("demo", 1, 3.5)


def drag(presenter: app.Presenter, kind: int, at: tuple[int, int]) -> None:
    """Move the pointer over the audience's window, or press or let go its left button."""
    given = (
        {"pos": at, "rel": (0, 0), "buttons": (0, 0, 0)}
        if kind == pygame.MOUSEMOTION
        else {"pos": at, "button": 1}
    )
    pygame.event.post(pygame.Event(kind, {**given, "window": presenter.windows[0], "touch": False}))
    presenter.hear()


def test_a_click_lights_a_thing_on_both_windows(talk: app.Presenter) -> None:  # noqa: F811
    """What is clicked in the picture stays as bright as it was, the rest is dimmed; a second click brings all back."""
    before = seen(talk)
    assert talk._frame is not None
    place = next(one for one in talk._frame.regions if one.role == "figure" and one.name.startswith("nmdar"))
    at = (round(place.box.centre[0]), round(place.box.centre[1]))
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        drag(talk, kind, at)
    assert stem(talk.talk.spot) == "nmdar"
    lit = seen(talk)
    assert (lit[at[::-1]] == before[at[::-1]]).all()
    box = lit_boxes(talk.talk.spot, talk._frame.regions, 360)
    dark = mask_of(around(box, (640, 360)))
    assert (lit[~dark] == before[~dark]).all()
    assert lit[dark].mean() < 0.75 * before[dark].mean()
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        drag(talk, kind, at)
    assert talk.talk.spot == ""
    assert (seen(talk) == before).all()


def mask_of(boxes: tuple[Box, ...]) -> np.ndarray:
    """Return the pixels that boxes cover, in the audience's window."""
    out = np.zeros((360, 640), bool)
    for box in boxes:
        out[int(box.low) : int(box.high), int(box.left) : int(box.right)] = True
    return out


def test_a_drag_points_and_the_pen_draws(talk: app.Presenter) -> None:  # noqa: F811
    """Dragging shows a pointer while the button is held; with the pen it leaves a line that Esc takes away."""
    before = seen(talk)
    drag(talk, pygame.MOUSEBUTTONDOWN, (200, 100))
    drag(talk, pygame.MOUSEMOTION, (300, 160))
    assert talk.talk.pointer == (300 / 640, 160 / 360)
    assert (seen(talk) != before).any()
    drag(talk, pygame.MOUSEBUTTONUP, (300, 160))
    assert (talk.talk.pointer, talk.talk.spot) == (None, "")
    assert (seen(talk) == before).all()
    key(talk, "e", "e")
    drag(talk, pygame.MOUSEBUTTONDOWN, (200, 100))
    drag(talk, pygame.MOUSEMOTION, (300, 160))
    drag(talk, pygame.MOUSEBUTTONUP, (300, 160))
    assert talk.talk.strokes == (((200 / 640, 100 / 360), (300 / 640, 160 / 360)),)
    changed = (seen(talk) != before).any(axis=2)
    assert changed[130, 250]
    assert changed.sum() < 2000
    key(talk, "escape")
    assert (seen(talk) == before).all()


def test_keys_go_through_what_can_be_lit(talk: app.Presenter) -> None:  # noqa: F811
    """L lights one kind of thing after another and at last all of the picture again; Shift+L goes the other way."""
    key(talk, "end")
    seen(talk)
    assert talk._frame is not None
    kinds = {stem(one.name) for one in talk._frame.regions if one.role in LIT_ROLES}
    met = []
    for _ in range(len(kinds)):
        key(talk, "l", "l")
        met.append(stem(talk.talk.spot))
    assert set(met) == kinds
    key(talk, "l", "l")
    assert talk.talk.spot == ""
    key(talk, "l", "L", pygame.KMOD_LSHIFT)
    assert stem(talk.talk.spot) == met[-1]
