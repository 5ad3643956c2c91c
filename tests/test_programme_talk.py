"""A talk along a playlist: next leads from scene to scene, back to the end before, and its time counts all of it."""

from pathlib import Path

import pytest
from conftest import library

from visualizer.app.routes import parts_of
from visualizer.cli import main
from visualizer.export.programme import find_programme
from visualizer.session import Part, Route, Session, Talk, behind_s, expected_s, following, update
from visualizer.session import intents as ask
from visualizer.session.effects import Compile
from visualizer.timeline import StepOutline
from visualizer.timeline.compile import spoken_s

STEPS = tuple(
    StepOutline(f"s{i}", f"S {i}", 10.0, False, "animal", 10.0, None, None, 20.0 * i) for i in range(3)
)
PARTS = (Part("a", (0, 2), 60.0), Part("b", (1,), 30.0))
TALK = Session(screen="scene", scene="a", steps=STEPS, talk=Talk(), route=Route(PARTS), seconds=10.0)


def after(session: Session, *intents: ask.Intent) -> Session:
    """Return the session after all the intents."""
    for intent in intents:
        session, _ = update(session, intent)
    return session


def test_next_keeps_to_the_steps_of_the_programme() -> None:
    """A step that the programme leaves out is passed over; the number keys still lead there."""
    gone = after(TALK, ask.NextStep())
    assert (gone.step, gone.seconds, gone.playing) == (2, 0.0, True)
    assert after(TALK, ask.GoToStep(1)).step == 1
    assert following(TALK) == ("a", 2)


def test_next_at_a_scenes_end_opens_the_next_scene() -> None:
    """The next scene is asked for and begins; the picture before stays until it is there."""
    end = after(TALK, ask.GoToStep(2), ask.NextStep())
    assert following(end) == ("b", 1)
    opening, effects = update(end, ask.NextStep())
    assert [effect for effect in effects if isinstance(effect, Compile)] == [Compile(1, "b")]
    assert (opening.scene, opening.step) == ("a", 2)
    there = after(opening, ask.Compiled(1, "b", STEPS))
    assert (there.scene, there.step, there.seconds, there.playing) == ("b", 1, 0.0, True)
    assert following(there) is None
    done = after(there, ask.NextStep(), ask.NextStep(), ask.NextStep())
    assert (done.scene, done.step, done.at_end) == ("b", 1, True)


def test_back_leads_to_the_end_picture_of_the_scene_before() -> None:
    """From the first step of a part, back lands on how the part before it ended."""
    there = after(TALK, ask.GoToStep(2), ask.NextStep(), ask.NextStep(), ask.Compiled(1, "b", STEPS))
    back = after(there, ask.PreviousStep(), ask.Compiled(2, "a", STEPS))
    assert (back.scene, back.step, back.at_end, back.playing) == ("a", 2, True, False)


def test_the_talk_counts_all_of_its_parts() -> None:
    """Expected is what all parts take; behind is counted from where the step stands in the whole."""
    assert expected_s(TALK) == 90.0
    there = after(
        TALK, ask.GoToStep(2), ask.NextStep(), ask.NextStep(), ask.Compiled(1, "b", STEPS), ask.Tick(75.0)
    )
    assert behind_s(there) == 0.0
    assert behind_s(after(there, ask.Tick(40.0))) == pytest.approx(25.0)


def test_a_step_is_expected_to_last_as_long_as_its_words() -> None:
    """A lecturer lets the step be seen, says its notes, and waits for hands where it asks a question."""
    assert STEPS[0].talk_s == 10.0
    assert STEPS[2].talk_s == 50.0
    for step in find_programme("nmda-blockade").entries[0].found.scene.steps:
        asked = 30.0 if step.predict is not None else 0.0
        assert spoken_s(step) == pytest.approx(len((step.notes or "").split()) / 130 * 60 + asked)


def test_a_playlist_can_be_presented(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`moa present PLAYLIST` opens its first scene, and its parts are those of the programme."""
    parts = parts_of(find_programme("waiting-room"))
    assert [part.scene for part in parts] == [
        item.scene for item in library().playlists["waiting-room"].items
    ]
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert main(["present", "waiting-room", "--seconds", "1", "--size", "640x360"]) == 0


def test_an_unknown_playlist_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is neither scene nor playlist is refused with what was meant."""
    assert main(["present", "waiting-rom"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "waiting-room" in said
