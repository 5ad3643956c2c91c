"""The laws of a talk: what covers and freezes the audience's picture, where next leads, and how its time runs."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualizer.modes import ACTIONS, Stroke, bindings, key_map, match_key
from visualizer.session import Session, Talk, audience, behind_s, desk_language, remaining_s, update
from visualizer.session import intents as ask
from visualizer.session.effects import Leave, SetFullscreen
from visualizer.timeline import StepOutline

STEPS = tuple(
    StepOutline(f"step-{i}", f"Step {i}", seconds, False, "established", seconds)
    for i, seconds in enumerate((4.0, 6.0, 2.5, 8.0))
)
RESUME = (ask.Cover("black"), ask.Cover("white"), ask.Uncover(), ask.CloseTop(), ask.Quit())
AWAY = [intent for intent in ACTIONS.values() if intent not in RESUME]


def talking(talk: Talk | None = None, **changes: object) -> Session:
    """Return a session before an audience, which stands at the start of its first step."""
    shown = Session(screen="scene", scene="demo", steps=STEPS, talk=talk or Talk())
    return replace(shown, **changes)  # type: ignore[arg-type]


def after(session: Session, *intents: ask.Intent) -> Session:
    """Return the session after all the intents."""
    for intent in intents:
        session, _ = update(session, intent)
    return session


def talk_of(session: Session) -> Talk:
    """Return the talk of a session that has one."""
    assert session.talk is not None
    return session.talk


def test_next_begins_completes_and_goes_on() -> None:
    """A lecturer who stands at a step's start begins with it; then next completes it, and then starts the next."""
    session = after(talking(), ask.NextStep())
    assert (session.step, session.seconds, session.playing) == (0, 0.0, True)
    session = after(session, ask.Tick(1.0), ask.NextStep())
    assert (session.step, session.seconds, session.playing) == (0, 4.0, False)
    session = after(session, ask.NextStep())
    assert (session.step, session.seconds, session.playing) == (1, 0.0, True)


def test_previous_is_the_end_picture_of_the_step_before() -> None:
    """Back from the middle of a step leads to how the one before it ended."""
    session = after(talking(step=2, seconds=1.0, playing=True), ask.PreviousStep())
    assert (session.step, session.seconds, session.playing) == (1, 6.0, False)


@pytest.mark.parametrize("colour", ["black", "white"])
@pytest.mark.parametrize("intent", AWAY, ids=lambda intent: type(intent).__name__)
def test_while_covered_only_resume_keys_act(colour: str, intent: ask.Intent) -> None:
    """Under black or white no other key changes anything, nor asks for anything."""
    covered = talking(Talk(cover=colour, begun=True), step=1, seconds=2.0, playing=True)  # type: ignore[arg-type]
    for asked in (intent, ask.TypeDigit("2"), ask.GoToTyped(), ask.GoToStep(3), ask.ToggleFullscreen(1)):
        assert update(covered, asked) == (covered, ())


@pytest.mark.parametrize("resume", [ask.Cover("black"), ask.Uncover(), ask.CloseTop()])
def test_the_same_picture_comes_back(resume: ask.Intent) -> None:
    """However long the screen was black, the story goes on where it stood, and the clock has counted."""
    session = after(talking(step=1, seconds=2.0, playing=True), ask.Cover("black"), ask.Tick(9.0), resume)
    assert (session.step, session.seconds, session.playing) == (1, 2.0, True)
    assert talk_of(session).cover == ""
    assert talk_of(session).seconds == 9.0


def test_black_and_white_change_places() -> None:
    """White asked for on a black screen makes it white."""
    assert talk_of(after(talking(), ask.Cover("black"), ask.Cover("white"))).cover == "white"


@given(st.lists(st.sampled_from([ask.Uncover(), ask.CloseTop()]), max_size=12))
def test_a_clicker_that_sends_f5_and_escape_is_harmless(presses: list[ask.Intent]) -> None:
    """In whatever order they come, they leave step, time, freeze and full screen as they are."""
    frozen = after(talking(step=1, seconds=2.0, fullscreen=True), ask.ToggleFullscreen(1), ask.Freeze())
    assert after(frozen, *presses) == frozen


def test_a_frozen_audience_keeps_its_picture() -> None:
    """The talk moves on, in another language and look; what the audience sees does not, until it is let go."""
    session = after(talking(step=1, seconds=2.0, playing=True, themes=("lecture", "daylight")), ask.Freeze())
    kept = audience(session)
    moved = after(session, ask.Tick(1.0), ask.GoToStep(3), ask.SwapLanguage(), ask.CycleTheme())
    assert audience(moved) == kept
    assert (kept.step, kept.seconds, kept.language) == (1, 2.0, "en")
    assert moved.step == 3
    assert audience(after(moved, ask.Freeze())).step == 3


def test_a_typed_number_leads_to_its_step() -> None:
    """Digits and Enter start the step; after three seconds, or for a step that is not there, nothing happens."""
    typed = after(talking(), ask.TypeDigit("3"))
    assert after(typed, ask.GoToTyped()).step == 2
    assert after(typed, ask.Tick(3.0), ask.GoToTyped()).step == 0
    assert after(talking(), ask.TypeDigit("9"), ask.GoToTyped()).step == 0


def test_the_clock_starts_with_the_first_step() -> None:
    """Setting up takes no time of the talk; once it has begun, all real time counts, and it can begin again."""
    waiting = after(talking(), ask.Tick(30.0))
    assert talk_of(waiting).seconds == 0.0
    begun = after(waiting, ask.NextStep(), ask.Tick(0.25, 2.0), ask.Tick(1.0))
    assert talk_of(begun).seconds == 3.0
    assert talk_of(after(begun, ask.RestartClock())).seconds == 0.0


@pytest.mark.parametrize(
    ("step", "seconds", "behind"),
    [(1, 3.0, -1.0), (1, 4.0, 0.0), (1, 9.5, 0.0), (1, 12.0, 2.0), (3, 0.5, -12.0), (0, 5.0, 1.0)],
)
def test_pace_goes_by_expected_seconds(step: int, seconds: float, behind: float) -> None:
    """Within its expected time a step is on time; before it the talk is ahead, after it behind."""
    assert behind_s(talking(Talk(begun=True, seconds=seconds), step=step)) == behind


def test_a_talk_of_a_given_length_stretches_its_steps() -> None:
    """With minutes given, remaining and pace go by them."""
    session = talking(Talk(minutes=20.5 / 6, begun=True, seconds=100.0), step=1)
    assert remaining_s(session) == pytest.approx(105.0)
    assert behind_s(session) == pytest.approx(0.0)
    assert remaining_s(talking(Talk(begun=True, seconds=21.5))) == -1.0


def test_the_desk_may_speak_another_language() -> None:
    """Shift+F2 changes the desk alone; F2 changes the picture, and the desk that has no language of its own."""
    assert desk_language(after(talking(), ask.SwapLanguage())) == "fr"
    own = after(talking(), ask.SwapDeskLanguage())
    assert (own.language, desk_language(own)) == ("en", "fr")
    both = after(own, ask.SwapLanguage())
    assert (both.language, desk_language(both)) == ("fr", "fr")
    assert talk_of(after(own, ask.SwapDeskLanguage())).language == ""


def test_pages_on_the_desk_do_not_stop_the_picture() -> None:
    """A step runs on while the lecturer reads the help, and next still goes on."""
    session = after(talking(playing=True), ask.ToggleOverlay("help"), ask.Tick(1.0))
    assert session.seconds == 1.0
    assert after(session, ask.NextStep()).seconds == 4.0


def test_each_window_fills_its_own_screen() -> None:
    """F11 in one window leaves the other as it is, and Escape leaves both."""
    session, effects = update(talking(), ask.ToggleFullscreen(1))
    assert effects == (SetFullscreen(True, 1),)
    assert (session.fullscreen, talk_of(session).fullscreen) == (False, True)
    assert after(session, ask.CloseTop()) == session


def test_escape_never_leaves_and_quit_does() -> None:
    """Escape closes what is on top, one thing at a time; only Quit leaves, from under black too."""
    session = talking(Talk(windows=1), overlays=("help",))
    session = after(session, ask.ToggleDesk())
    for _ in range(5):
        session, effects = update(session, ask.CloseTop())
        assert effects == ()
    assert not session.overlays
    assert not talk_of(session).desk
    assert Leave() in update(after(session, ask.Cover("black")), ask.Quit())[1]


def test_one_window_cannot_be_swapped_and_two_need_no_overlay() -> None:
    """Swapping takes two windows, and showing the desk on demand takes one."""
    assert after(talking(Talk(windows=1)), ask.SwapWindows()) == talking(Talk(windows=1))
    assert after(talking(), ask.ToggleDesk()) == talking()
    assert talk_of(after(talking(), ask.SwapWindows())).swapped


def test_a_student_has_no_audience() -> None:
    """Without a talk nothing can be covered, frozen or counted."""
    alone = Session(screen="scene", scene="demo", steps=STEPS)
    assert after(alone, ask.Cover("black"), ask.Freeze(), ask.SwapWindows(), ask.HearKey("x")) == alone


@pytest.mark.parametrize(
    ("stroke", "action"),
    [
        (Stroke(" ", "space", "space"), "next-step"),
        (Stroke("", "page-down", "page-down"), "next-step"),
        (Stroke("", "page-up", "page-up"), "previous-step"),
        (Stroke("\b", "backspace", "backspace"), "previous-step"),
        (Stroke("", "f5", "f5"), "uncover"),
        (Stroke("\x1b", "escape", "escape"), "close"),
        (Stroke(".", ".", "."), "black"),
        (Stroke("B", "b", "b"), "black"),  # caps lock
        (Stroke(",", ",", ","), "white"),
        (Stroke("f", "f", "f"), "freeze"),
        (Stroke("", "f2", "f2", shift=True), "desk-language"),
        (Stroke("\r", "enter", "enter"), "activate"),
    ],
)
def test_a_clicker_and_a_keyboard_find_their_keys(stroke: Stroke, action: str) -> None:
    """What clickers send and what presenters know means what they expect, with no setup."""
    found = match_key("presenter", stroke)
    assert found is not None
    assert found[0] == action


def test_the_presenters_table_has_no_second_meaning() -> None:
    """Every key of the presenter's table asks for one action, and a held step key asks once."""
    assert len(key_map("presenter")) == sum(len(row.keys) for row in bindings("presenter"))
    assert match_key("presenter", Stroke(" ", "space", "space", held=True)) is None
