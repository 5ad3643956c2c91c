"""The laws of the running show: what every intent may and may not do to a session."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from visualizer.session import Session, update
from visualizer.session import intents as ask
from visualizer.session.effects import Compile, CopyText, KeepPlace, Leave, Remember, SetFullscreen
from visualizer.timeline import StepOutline

STEPS = tuple(
    StepOutline(
        id=f"step-{i}",
        title=f"Step {i}",
        seconds=seconds,
        optional=False,
        evidence="established",
        key=seconds,
    )
    for i, seconds in enumerate((4.0, 6.0, 2.5))
)


def shown(**changes: object) -> Session:
    """Return a session that shows the three steps, paused at the start of the first."""
    return replace(Session(screen="scene", scene="demo", steps=STEPS), **changes)  # type: ignore[arg-type]


def after(session: Session, *intents: ask.Intent) -> Session:
    """Return the session after all the intents."""
    for intent in intents:
        session, _ = update(session, intent)
    return session


def test_first_next_completes_the_running_step() -> None:
    """A next while the step runs shows its end picture and starts nothing."""
    session = after(shown(playing=True, seconds=1.0), ask.NextStep())
    assert (session.step, session.seconds, session.hold, session.playing) == (0, 4.0, 0.0, False)


def test_second_next_starts_the_next_step() -> None:
    """A next at the end plays the following step from its start."""
    session = after(shown(playing=True, seconds=1.0), ask.NextStep(), ask.NextStep())
    assert (session.step, session.seconds, session.playing) == (1, 0.0, True)


def test_next_at_the_end_of_the_last_step_changes_nothing() -> None:
    """The scene's end picture stays when next is pressed on it."""
    ended = shown(step=2, seconds=2.5, hold=1.0)
    assert after(ended, ask.NextStep()) == ended


def test_previous_lands_on_the_end_picture() -> None:
    """Going back shows the step before as it ended, and does not play it."""
    session = after(shown(step=1, seconds=3.0, playing=True), ask.PreviousStep())
    assert (session.step, session.seconds, session.hold, session.playing) == (0, 4.0, 0.0, False)


def test_step_start_goes_to_the_start_and_then_one_further() -> None:
    """Shift with previous goes to this step's start, and from there to the start of the one before."""
    session = after(shown(step=1, seconds=3.0), ask.StepStart())
    assert (session.step, session.seconds) == (1, 0.0)
    session = after(session, ask.StepStart())
    assert (session.step, session.seconds) == (0, 0.0)


def test_playing_stops_at_the_end_and_the_hold_goes_on() -> None:
    """What is left of a tick after the step's end becomes hold, and later ticks add to it."""
    session = after(shown(playing=True, seconds=3.5), ask.Tick(0.75))
    assert (session.seconds, session.hold, session.playing) == (4.0, 0.25, False)
    assert after(session, ask.Tick(1.0)).hold == 1.25


def test_a_pause_in_the_middle_freezes_the_picture() -> None:
    """Time does not touch a step that is paused before its end."""
    paused = shown(seconds=2.0)
    assert after(paused, ask.Tick(5.0)) == paused


def test_play_at_the_end_goes_on_to_the_next_step() -> None:
    """The play key on an end picture starts the next step, and on the last one plays it again."""
    assert after(shown(seconds=4.0), ask.TogglePlay()).step == 1
    again = after(shown(step=2, seconds=2.5, hold=9.0), ask.TogglePlay())
    assert (again.step, again.seconds, again.hold, again.playing) == (2, 0.0, 0.0, True)


def test_loop_repeats_the_step_after_a_rest() -> None:
    """A repeated step rests on its end picture for a second and begins again."""
    looping = shown(playing=True, loop=True, seconds=3.5)
    resting = after(looping, ask.Tick(1.0))
    assert (resting.seconds, resting.hold, resting.playing) == (4.0, 0.5, True)
    begun = after(resting, ask.Tick(0.75))
    assert (begun.step, begun.seconds, begun.hold) == (0, 0.25, 0.0)


@pytest.mark.parametrize("loop", [False, True])
def test_speed_stretches_playing_but_not_the_hold(loop: bool) -> None:
    """At double speed the step ends in half the time, and the breathing keeps its own pace."""
    session = after(shown(playing=True, speed=2.0, loop=loop), ask.Tick(2.25))
    assert (session.seconds, session.hold) == (4.0, 0.25)


@settings(deadline=None)
@given(
    st.lists(st.floats(0.0, 3.0), max_size=12),
    st.sampled_from((0.25, 0.5, 1.0, 1.5, 2.0)),
    st.booleans(),
)
def test_uneven_ticks_end_in_the_same_place(ticks: list[float], speed: float, loop: bool) -> None:
    """Many small ticks and one large one lead to the same picture."""
    start = shown(playing=True, speed=speed, loop=loop)
    many, one = after(start, *map(ask.Tick, ticks)), after(start, ask.Tick(sum(ticks)))

    def phase(session: Session) -> float:
        return session.seconds / speed + session.hold

    cycle = STEPS[0].seconds / speed + 1.0
    gap = abs(phase(many) - phase(one))
    assert min(gap, abs(cycle - gap)) < 1e-6 if loop else gap < 1e-6


def test_scrubbing_counts_over_the_whole_scene() -> None:
    """A part of the scrub line means that part of all steps together, and a mark is the start of its step."""
    assert after(shown(), ask.SeekPart(4.0 / 12.5)).step == 1
    half = after(shown(), ask.SeekPart(0.5))
    assert (half.step, half.seconds) == (1, pytest.approx(2.25))
    end = after(shown(), ask.SeekPart(1.0))
    assert (end.step, end.seconds) == (2, 2.5)


def test_a_seek_crosses_steps_both_ways() -> None:
    """Moving by seconds runs on into the neighbouring steps and stops at the scene's ends."""
    forward = after(shown(seconds=3.0), ask.SeekBy(2.0))
    assert (forward.step, forward.seconds) == (1, pytest.approx(1.0))
    back = after(forward, ask.SeekBy(-2.0))
    assert (back.step, back.seconds) == (0, pytest.approx(3.0))
    assert after(shown(), ask.SeekBy(-9.0)).story == 0.0


def test_frame_steps_work_only_while_paused() -> None:
    """A frame step moves a paused step by a thirtieth of a second and leaves a playing one alone."""
    assert after(shown(seconds=1.0), ask.FrameStep(3)).seconds == pytest.approx(1.1)
    playing = shown(seconds=1.0, playing=True)
    assert after(playing, ask.FrameStep(1)) == playing


def test_stale_answers_are_dropped() -> None:
    """Only the scene that was asked for last is shown, whatever arrives first."""
    session, effects = update(Session(), ask.OpenScene("one"))
    assert effects == (Compile(1, "one"),)
    session, effects = update(session, ask.OpenScene("two", step=1))
    assert effects == (Compile(2, "two"),)
    assert after(session, ask.Compiled(1, "one", STEPS)) == session
    assert after(session, ask.CompileFailed(1, "broken")) == session
    arrived = after(session, ask.Compiled(2, "two", STEPS), ask.Compiled(1, "one", STEPS))
    assert (arrived.scene, arrived.step, arrived.playing, arrived.opening) == ("two", 1, True, None)


def test_a_scene_that_fails_leaves_the_last_picture() -> None:
    """A failed compile keeps what shows and says why."""
    session = after(shown(step=1), ask.OpenScene("broken"), ask.CompileFailed(1, "no steps"))
    assert (session.scene, session.step, session.notice) == ("demo", 1, "no steps")
    assert after(session, ask.Tick(5.0)).notice == ""


def test_going_home_forgets_a_scene_on_its_way() -> None:
    """A compile that ends after the person went home does not pull her back."""
    session = after(shown(), ask.OpenScene("two"), ask.GoHome(), ask.Compiled(1, "two", STEPS))
    assert session.screen == "home"


def test_escape_closes_one_thing_at_a_time_and_never_leaves() -> None:
    """Close takes digits, overlay, hidden controls, full screen, in this order, and then nothing."""
    session = shown(digits="1", overlays=("help", "support"), bare=True, fullscreen=True)
    seen = []
    for _ in range(6):
        session, effects = update(session, ask.CloseTop())
        assert Leave() not in effects
        seen.append((session.digits, session.overlays, session.bare, session.fullscreen))
    assert seen == [
        ("", ("help", "support"), True, True),
        ("", ("help",), True, True),
        ("", (), True, True),
        ("", (), False, True),
        ("", (), False, False),
        ("", (), False, False),
    ]


def test_an_overlay_stops_the_running_step() -> None:
    """Behind an overlay a running step waits, and goes on afterwards: reading misses nothing."""
    reading = shown(playing=True, overlays=("help",))
    waited = after(reading, ask.Tick(3.0))
    assert waited.seconds == 0.0
    assert after(waited, ask.CloseTop(), ask.Tick(1.0)).seconds == 1.0


def test_scene_overlays_need_a_scene() -> None:
    """Sources and simplifications open over a scene only; help and support open everywhere."""
    home = Session()
    assert after(home, ask.ToggleOverlay("sources")) == home
    assert after(home, ask.ToggleOverlay("support")).overlay == "support"


def test_digits_go_to_a_step_and_are_forgotten() -> None:
    """Digits and enter start that step; after three seconds, or beyond the last step, they mean nothing."""
    session = after(shown(), ask.TypeDigit("3"), ask.GoToTyped())
    assert (session.step, session.playing, session.digits) == (2, True, "")
    assert after(shown(), ask.TypeDigit("3"), ask.Tick(3.5)).digits == ""
    assert after(shown(), ask.TypeDigit("9"), ask.GoToTyped()).step == 0


@pytest.mark.parametrize(
    ("signs", "typed", "place"),
    [
        ("0:05", "0:05", (1, 1.0)),
        ("1:", "1:", (0, 0.0)),
        (":05", "05", (0, 0.0)),
        ("0:0405", "0:05", (1, 1.0)),
        ("0::05", "0:05", (1, 1.0)),
        ("0:12", "0:12", (2, 2.0)),
        ("0:13", "0:13", (0, 0.0)),
        ("9:99", "9:99", (0, 0.0)),
    ],
)
def test_a_time_can_be_typed(signs: str, typed: str, place: tuple[int, float]) -> None:
    """Minutes, a colon and seconds lead to that time of the whole scene, playing or paused as before; too late is nowhere."""
    for playing in (True, False):
        session = replace(shown(), step=0, playing=playing)
        session = after(session, *(ask.TypeDigit(sign) for sign in signs))
        assert session.digits == typed
        gone = after(session, ask.GoToTyped())
        assert (gone.step, gone.seconds) == place
        assert gone.digits == ""
        assert gone.playing == playing


def test_what_is_typed_can_be_taken_back() -> None:
    """Sign after sign, down to nothing."""
    session = after(shown(), ask.TypeDigit("1"), ask.TypeDigit(":"), ask.EraseTyped())
    assert session.digits == "1"
    assert after(session, ask.EraseTyped(), ask.EraseTyped()).digits == ""


def test_looks_are_remembered_only_when_they_change() -> None:
    """Language, look, words and text size ask to be remembered, but only when they change."""
    assert update(Session(), ask.SwapLanguage())[1] == (Remember(),)
    assert update(Session(), ask.SetLanguage("en"))[1] == ()
    assert update(Session(), ask.SetLanguage("xx")) == (Session(), ())
    assert update(Session(text_scale=2.0), ask.ChangeTextScale(1))[1] == ()


def test_the_place_is_kept_when_the_step_changes() -> None:
    """Each step that is reached is named by its id, for the next time; moving within it names nothing."""
    _, effects = update(shown(seconds=4.0), ask.NextStep())
    assert effects == (KeepPlace("demo", "step-1"),)
    assert update(shown(), ask.SeekTo(0, 2.0))[1] == ()


def test_a_reset_shows_the_scene_as_opened() -> None:
    """Reset brings back step, time, speed and controls, and keeps language, look, words and text size."""
    changed = shown(step=2, seconds=1.0, speed=2.0, loop=True, bare=True, overlays=("help",), focus="play")
    kept = replace(changed, language="fr", text_scale=1.3, register="plain", theme="daylight")
    wanted = shown(playing=True, language="fr", text_scale=1.3, register="plain", theme="daylight")
    assert after(kept, ask.Reset()) == wanted


def test_a_card_stops_time_and_gives_the_focus_back() -> None:
    """While a card is open nothing passes, not even the hold; closing it puts the focus on what it was about."""
    ended = shown(seconds=4.0, hold=1.5)
    asked = after(ended, ask.OpenCard("nmdar.5"), ask.Tick(3.0))
    assert (asked.overlay, asked.subject, asked.hold, asked.page) == ("card", "nmdar.5", 1.5, None)
    again = after(asked, ask.OpenCard("nmdar.2"))
    assert (again.overlays, again.subject) == (("card",), "nmdar.2")
    assert after(again, ask.CloseTop()) == replace(ended, focus="nmdar.2", subject="nmdar.2")
    assert after(Session(), ask.OpenCard("nmdar.5")) == Session()
    assert after(shown(), ask.ToggleOverlay("card")) == shown()


def test_swapping_the_language_keeps_the_picture() -> None:
    """The other language shows the same step at the same time."""
    session = shown(step=1, seconds=2.0, playing=True)
    assert replace(after(session, ask.SwapLanguage()), language="en") == session


def test_effects_name_what_they_need() -> None:
    """Full screen says which way, copying says which step, and nothing is copied from the home page."""
    assert update(shown(), ask.ToggleFullscreen())[1] == (SetFullscreen(True),)
    assert update(shown(step=1), ask.Copy())[1] == (CopyText("demo", 1),)
    assert update(Session(), ask.Copy())[1] == ()


class Show(RuleBasedStateMachine):
    """A person who presses everything, in any order, while time passes."""

    @initialize()
    def begin(self) -> None:
        """Start on the home page."""
        self.session = Session(themes=("lecture", "daylight"))

    def do(self, intent: ask.Intent) -> None:
        """Apply one intent, and answer what it asked for."""
        self.session, effects = update(self.session, intent)
        for effect in effects:
            if isinstance(effect, Compile) and effect.scene != "never":
                self.session, _ = update(self.session, ask.Compiled(effect.request, effect.scene, STEPS))

    @rule(seconds=st.floats(0.0, 20.0))
    def tick(self, seconds: float) -> None:
        """Let time pass."""
        self.do(ask.Tick(seconds))

    @rule(scene=st.sampled_from(("one", "two", "never")), step=st.integers(-3, 9), seconds=st.floats(-5, 50))
    def open(self, scene: str, step: int, seconds: float) -> None:
        """Open a scene anywhere, or one that never arrives."""
        self.do(ask.OpenScene(scene, step, seconds))

    @rule(step=st.integers(-3, 9), seconds=st.floats(-5, 50))
    def seek(self, step: int, seconds: float) -> None:
        """Go anywhere."""
        self.do(ask.SeekTo(step, seconds))

    @rule(amount=st.floats(-30, 30))
    def move(self, amount: float) -> None:
        """Move through the story and scrub."""
        self.do(ask.SeekBy(amount))
        self.do(ask.SeekPart(amount / 20))

    @rule(
        intent=st.sampled_from(
            (
                *(
                    ask.TogglePlay(),
                    ask.NextStep(),
                    ask.PreviousStep(),
                    ask.StepStart(),
                    ask.Restart(),
                    ask.FirstStep(),
                ),
                *(
                    ask.LastStep(),
                    ask.ToggleLoop(),
                    ask.ChangeSpeed(1),
                    ask.ChangeSpeed(-1),
                    ask.FrameStep(1),
                ),
                *(ask.FrameStep(-1), ask.GoHome(), ask.SwapLanguage(), ask.CycleTheme(), ask.CycleRegister()),
                *(
                    ask.ToggleOverlay("help"),
                    ask.ToggleOverlay("sources"),
                    ask.CloseTop(),
                    ask.ToggleControls(),
                ),
                *(
                    ask.ToggleFullscreen(),
                    ask.Press("scrub"),
                    ask.LetGo(),
                    ask.TypeDigit("2"),
                    ask.GoToTyped(),
                ),
                *(ask.FocusOn("next"), ask.PointAt(""), ask.Scroll(3, 2), ask.GoToStep(7)),
            )
        )
    )
    def press(self, intent: ask.Intent) -> None:
        """Press anything."""
        self.do(intent)

    @invariant()
    def stands_in_the_scene(self) -> None:
        """Step and time always lie within the scene, and only a finished step holds."""
        session = self.session
        if session.screen == "scene":
            assert 0 <= session.step < len(session.steps)
        assert 0.0 <= session.seconds <= max(session.length, 0.0) or session.screen == "home"
        assert session.hold >= 0.0
        assert session.hold == 0.0 or session.at_end
        assert not (session.screen == "home" and session.playing)
        assert (
            session.at_end is False
            or not session.playing
            or session.loop
            or session.length == 0.0
            or session.hold == 0.0
        )


TestShow = Show.TestCase
TestShow.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
