"""The laws of a screen left to visitors: pages, the kind question, what a reset restores, and the way out of staff."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visualizer.session import TEXT_SCALES, Session, Site, Stop, Visit, first_visit, stations, update, where
from visualizer.session import intents as ask
from visualizer.session.effects import CheckPin, Compile, Effect, Leave
from visualizer.session.visit import running
from visualizer.timeline import StepOutline

STEPS = tuple(StepOutline(f"s{i}", f"Step {i}", 4.0 + i, False, "established", 4.0) for i in range(3))
TWO = Site(stops=(Stop("one", (0, 1, 2)), Stop("two", (1,))), pin=True)
ONE = Site(stops=(Stop("one", (0, 1, 2)),))


WAY = Site(stops=(Stop("one", (0, 2)), Stop("two", (1, 2), 3.0), Stop("three", (0,))))


class Screen:
    """A screen as the window drives it: wishes for scenes are granted at the next turn."""

    def __init__(self, site: Site = TWO, broken: tuple[str, ...] = ()) -> None:
        self.session = first_visit(site, ("lecture",), fullscreen=True)
        self.broken = broken
        self.asked: list[Compile] = []
        self.left = False
        self.checked: list[str] = []
        self.do(ask.Finish())

    def do(self, *intents: ask.Intent) -> "Screen":
        """Send intents, and answer what they wish for."""
        for intent in intents:
            self.session, effects = update(self.session, intent)
            self._grant(effects)
        return self

    def _grant(self, effects: tuple[Effect, ...]) -> None:
        for effect in effects:
            match effect:
                case Compile(request, scene) if scene in self.broken:
                    self.do(ask.CompileFailed(request, "broken"))
                case Compile(request, scene):
                    self.asked.append(effect)
                    self.do(ask.Compiled(request, scene, STEPS))
                case CheckPin(digits):
                    self.checked.append(digits)
                case Leave():
                    self.left = True
                case _:
                    pass

    def wait(self, seconds: float, tick: float = 0.1) -> "Screen":
        """Let time pass."""
        for _ in range(round(seconds / tick)):
            self.do(ask.Tick(tick))
        return self

    @property
    def visit(self) -> Visit:
        """Return the visit, which the session always has here."""
        assert self.session.visit is not None
        return self.session.visit


def visiting(site: Site = TWO) -> Screen:
    """Return a screen whose visitor has chosen English and the first topic, and watches its first step."""
    screen = Screen(site).do(ask.Wake(), ask.SetLanguage("en"))
    return screen.do(ask.OpenStop(0)) if len(site.stops) > 1 else screen


def test_the_waiting_screen_goes_round_for_ever() -> None:
    """Left alone, the playlist plays from its first place to its last and begins again, and nobody is asked anything."""
    screen = Screen()
    seen = [where(screen.session)[0]]
    for _ in range(600):
        screen.wait(0.2)
        assert screen.visit.page == "attract"
        assert screen.visit.question is None
        if where(screen.session)[0] != seen[-1]:
            seen.append(where(screen.session)[0])
    assert seen[:9] == [0, 1, 2, 3, 0, 1, 2, 3, 0]


def test_a_touch_asks_for_the_language_first_and_then_for_the_topic() -> None:
    """Touch, language, topic, step: each page leads to the next, and the step plays in the chosen language."""
    screen = Screen().do(ask.Wake())
    assert screen.visit.page == "language"
    screen.do(ask.SetLanguage("en"))
    assert (screen.visit.page, screen.session.language) == ("topics", "en")
    screen.do(ask.OpenStop(1))
    assert (screen.visit.page, screen.session.scene, screen.session.step) == ("steps", "two", 1)
    assert screen.session.playing
    assert screen.session.register == "plain"


def test_a_single_topic_needs_no_choice() -> None:
    """With one entry the first step follows the language at once."""
    screen = visiting(ONE)
    assert (screen.visit.page, screen.session.step, screen.session.playing) == ("steps", 0, True)


def test_next_completes_goes_on_and_ends() -> None:
    """Next completes a step, then starts the next one, across scenes, and after the last there is an end page."""
    screen = visiting()
    for place in range(4):
        assert where(screen.session) == (place, 4)
        screen.do(ask.NextStep())
        assert screen.session.at_end
        screen.do(ask.NextStep())
    assert screen.visit.page == "end"
    screen.do(ask.PreviousStep())
    assert (screen.visit.page, where(screen.session)) == ("steps", (3, 4))
    assert screen.session.at_end


def test_back_lands_on_the_end_picture_and_leads_out_to_the_topics() -> None:
    """Back shows how the step before ended, across scenes too; from the first step it leads to the topics."""
    screen = visiting().do(ask.OpenStop(1), ask.PreviousStep())
    assert (where(screen.session), screen.session.at_end, screen.session.playing) == ((2, 4), True, False)
    screen.do(ask.PreviousStep(), ask.PreviousStep(), ask.PreviousStep())
    assert screen.visit.page == "topics"
    screen.do(ask.PreviousStep())
    assert screen.visit.page == "language"


def test_again_plays_the_step_from_its_start() -> None:
    """Again starts the same step anew."""
    screen = visiting().do(ask.NextStep(), ask.Restart())
    assert (screen.session.step, screen.session.seconds, screen.session.playing) == (0, 0.0, True)


def test_larger_text_goes_round() -> None:
    """Each touch makes the text larger; after the largest it is as at first."""
    screen = visiting()
    seen = [screen.do(ask.ChangeTextScale(1)).session.text_scale for _ in TEXT_SCALES]
    assert seen == [*TEXT_SCALES[1:], TEXT_SCALES[0]]


def test_help_is_one_touch_from_everywhere() -> None:
    """On every page, the waiting one too, one intent opens the help card, and closing it leads back."""
    for screen in (Screen(), Screen().do(ask.Wake()), visiting(), visiting().do(ask.GoHome())):
        screen.do(ask.ToggleOverlay("support"))
        assert screen.session.overlay == "support"
        screen.do(ask.SwapLanguage())
        assert screen.session.overlay == "support"
        screen.do(ask.CloseTop())
        assert screen.session.overlays == ()
        assert screen.visit.page != "attract"


def test_help_is_one_touch_from_the_question_and_the_pad() -> None:
    """Whoever is being asked, or stands before the staff's pad, gets to the help lines at once, too."""
    asked = visiting(ONE).do(ask.NextStep()).wait(60.5)
    assert asked.visit.question is not None
    asked.do(ask.Press("support"), ask.LetGo(), ask.ToggleOverlay("support"))
    assert (asked.session.overlay, asked.visit.question) == ("support", None)
    pad = visiting(ONE).do(ask.OpenPad(), ask.ToggleOverlay("support"))
    assert (pad.session.overlay, pad.visit.typed) == ("support", None)


def test_a_running_step_is_never_interrupted() -> None:
    """The idle clock begins at the end of the step, however long the step is."""
    long = tuple(replace(step, seconds=500.0) for step in STEPS)
    screen = visiting(ONE)
    screen.session = replace(screen.session, steps=long)
    screen.wait(499.0, tick=0.5)
    assert screen.visit.question is None
    screen.wait(60.0, tick=0.5)
    assert screen.visit.question is None
    screen.wait(2.0, tick=0.5)
    assert screen.visit.question is not None


def test_the_question_counts_down_and_any_touch_extends() -> None:
    """A touch anywhere takes the question away and acts on nothing else; without one the screen is reset."""
    screen = visiting(ONE).do(ask.NextStep()).wait(60.5)
    assert screen.visit.question is not None
    before = where(screen.session)
    screen.wait(25.0).do(ask.Press("next-step"))
    assert screen.visit.question is None
    assert screen.session.pressed == ""
    assert where(screen.session) == before
    screen.do(ask.LetGo()).wait(59.0)
    assert screen.visit.page == "steps"
    screen.wait(1.5 + 30.5)
    assert screen.visit.page == "attract"


def test_a_help_card_left_open_is_asked_about_too() -> None:
    """A card over a running step stops the step, and so the idle clock runs."""
    screen = visiting(ONE).do(ask.ToggleOverlay("support")).wait(61.0)
    assert screen.visit.question is not None
    assert screen.session.overlay == "support"
    screen.do(ask.Press("anything"))
    assert screen.session.overlay == "support"


def test_the_reset_restores_everything() -> None:
    """Language, text size, look, place, cards and speed are as every visitor finds them."""
    screen = Screen()
    first = screen.session
    screen.do(ask.Wake(), ask.SetLanguage("en"), ask.OpenStop(1), ask.ChangeTextScale(1))
    screen.do(ask.ToggleOverlay("support"))
    screen.session = replace(screen.session, loop=True, speed=2.0, bare=True, theme="daylight", scroll=3)
    screen.do(ask.FocusOn("next-step")).wait(61.0).wait(31.0, tick=0.5)
    assert screen.visit.page == "attract"
    settled = {"requests": first.requests, "turning": first.turning, "seconds": first.seconds}
    assert replace(screen.session, **settled) == first


HUMAN = st.sampled_from(
    [
        ask.Wake(), ask.SetLanguage("en"), ask.SwapLanguage(), ask.OpenStop(0), ask.OpenStop(1), ask.OpenStop(9),
        ask.NextStep(), ask.PreviousStep(), ask.Restart(), ask.ChangeTextScale(1), ask.GoHome(),
        ask.ToggleOverlay("support"), ask.CloseTop(), ask.Press("x"), ask.PressCorner("left"),
        ask.PressCorner("right"), ask.OpenPad(), ask.ClosePad(), ask.TypePin("1"), ask.SubmitPin(), ask.ErasePin(),
        ask.PinJudged(False), ask.FocusOn("y"), ask.SceneFailed("two"), ask.ToggleLoop(), ask.TogglePlay(),
        ask.CycleTheme(), ask.TypeDigit("3"), ask.GoToTyped(), ask.SeekBy(4.0), ask.Screenshot(), ask.Copy(),
        ask.ToggleControls(), ask.ToggleFullscreen(), ask.Cover("black"), ask.OpenScene("one"), ask.ToggleDesk(),
    ]
)  # fmt: skip
MOMENTS = st.one_of(
    HUMAN, st.floats(0.01, 3.0).map(ask.Tick), st.just(ask.LetGo()), st.just(ask.PointAt("z"))
)
BY_ITSELF = (ask.Tick, ask.LetGo, ask.PointAt, ask.PinJudged, ask.SceneFailed)


@settings(max_examples=150, deadline=None)
@given(st.lists(MOMENTS, max_size=60))
def test_whatever_a_visitor_does_the_idle_policy_holds(moments: list[ask.Intent]) -> None:
    """Nobody is asked during a step or by the waiting screen, a touch always extends, and nobody is sent away early."""
    screen = Screen()
    untouched = asked = 0.0
    for moment in moments:
        before = screen.session
        was = screen.visit
        screen.do(moment)
        now = screen.visit
        if isinstance(moment, ask.Tick):
            untouched += moment.seconds
            asked = asked + moment.seconds if now.question is not None else asked
        elif not isinstance(moment, BY_ITSELF):
            untouched = asked = 0.0
            assert now.question is None
        if now.question is not None:
            assert not running(screen.session)
            assert now.page != "attract"
            assert was.question is not None or not running(before)
        if was.page != "attract" and now.page == "attract":
            assert untouched >= TWO.idle_s
            assert asked >= 20.0
            untouched = asked = 0.0
        assert screen.session.fullscreen
        assert not screen.left


@settings(max_examples=60, deadline=None)
@given(st.lists(MOMENTS, max_size=40))
def test_a_screen_left_alone_always_comes_home(moments: list[ask.Intent]) -> None:
    """From wherever it was left, a screen that nobody touches waits for the next visitor, in the language of the place."""
    screen = Screen().do(*moments).wait(150.0, tick=0.5)
    assert screen.visit.page == "attract"
    assert screen.visit.typed is None
    assert (screen.session.language, screen.session.text_scale, screen.session.overlays) == ("fr", 1.0, ())


def test_a_question_lasts_twenty_seconds_however_the_machine_stutters() -> None:
    """A place cannot settle a shorter question, and one long tick is not time in which somebody could answer."""
    screen = visiting(replace(ONE, question_s=3.0)).do(ask.NextStep()).wait(60.5)
    assert screen.visit.question is not None
    screen.wait(19.0)
    assert screen.visit.page == "steps"
    screen.do(ask.Press("x"), ask.LetGo()).wait(60.5).do(ask.Tick(0.2, 3600.0))
    assert screen.visit.page == "steps"


def test_five_taps_and_a_hold_open_the_pad() -> None:
    """Five quick taps in one corner, the last held for two seconds, open the pad; fewer, slower or shorter do not."""

    def tapped(times: int, hold: float, pause: float = 0.3, corners: tuple[str, ...] = ("left",)) -> Screen:
        screen = visiting()
        for tap in range(times):
            corner = "left" if corners[tap % len(corners)] == "left" else "right"
            screen.do(ask.Press(""), ask.PressCorner(corner)).wait(hold if tap == times - 1 else 0.1)
            screen.do(ask.LetGo()).wait(pause)
        return screen

    assert tapped(5, 2.2).visit.typed == ""
    assert tapped(4, 2.2).visit.typed is None
    assert tapped(5, 1.7).visit.typed is None
    assert tapped(5, 2.2, pause=1.6).visit.typed is None
    assert tapped(5, 2.2, corners=("left", "right")).visit.typed is None


def test_only_the_right_pin_leaves_and_a_wrong_one_waits_longer_each_time() -> None:
    """The digits go out to be compared; wrong ones lock the pad for a doubled time, and a reset forgets nothing of it."""
    screen = visiting().do(ask.OpenPad(), *(ask.TypePin(digit) for digit in "1234"), ask.SubmitPin())
    assert screen.checked == ["1234"]
    screen.do(ask.PinJudged(False))
    locks = [screen.visit.locked]
    screen.do(ask.TypePin("1"))
    assert screen.visit.typed == ""
    for _ in range(3):
        screen.wait(screen.visit.locked + 0.2).do(ask.TypePin("9"), ask.SubmitPin(), ask.PinJudged(False))
        locks.append(screen.visit.locked)
    assert locks == [2.0, 4.0, 8.0, 16.0]
    screen.do(ask.ClosePad(), ask.Finish())
    assert (screen.visit.page, screen.visit.wrong, screen.visit.locked) == ("attract", 4, 16.0)
    assert not screen.left
    screen.wait(17.0).do(ask.OpenPad(), ask.TypePin("1"), ask.SubmitPin(), ask.PinJudged(True))
    assert screen.left


def test_without_a_pin_the_pad_takes_no_digit() -> None:
    """Where no PIN is settled there is nothing to compare, and so nothing leaves."""
    screen = visiting(ONE).do(ask.OpenPad(), ask.TypePin("1"), ask.SubmitPin())
    assert (screen.visit.typed, screen.checked) == ("", [])


def test_the_pad_is_put_away_on_every_page() -> None:
    """A pad that staff left open goes away by itself, on the waiting screen too."""
    for screen in (Screen(), visiting()):
        screen.do(ask.OpenPad()).wait(31.0)
        assert screen.visit.typed is None


def test_a_scene_that_fails_is_left_out() -> None:
    """A scene that cannot be compiled or drawn is passed over from then on; with none left the screen is closed."""
    screen = Screen(broken=("one",))
    assert (screen.session.scene, screen.visit.failed) == ("two", ("one",))
    screen.do(ask.Wake(), ask.SetLanguage("en"), ask.OpenStop(0))
    assert screen.visit.page == "topics"
    screen.do(ask.OpenStop(1))
    assert screen.session.scene == "two"
    screen.do(ask.SceneFailed("two"))
    assert screen.visit.page == "closed"


def test_every_place_of_the_playlist_is_a_station() -> None:
    """Places are numbered through all entries."""
    assert stations(TWO) == ((0, 0), (0, 1), (0, 2), (1, 1))


@pytest.mark.parametrize("intent", [ask.NextStep(), ask.Wake(), ask.ToggleOverlay("support"), ask.Finish()])
def test_a_closed_screen_stays_closed(intent: ask.Intent) -> None:
    """Nothing but the staff gets anywhere from the card that says that the screen is out of service."""
    session = first_visit(Site(), ("lecture",), fullscreen=True)
    session = replace(session, visit=Visit(Site(), page="closed"))
    assert update(session, intent)[0].visit == session.visit
    assert isinstance(session, Session)


def test_the_camera_goes_on_where_a_journey_is_shown() -> None:
    """At the end of an entry the next begins with the camera's way in; a jump, a way back and a cut have none."""
    screen = Screen(WAY)
    seen = []
    while screen.session.scene != "two":
        screen.wait(0.1)
    lead = screen.session.lead
    assert lead is not None
    assert (lead.scene, lead.last, lead.first, lead.seconds) == ("one", 2, 1, 3.0)
    assert screen.session.steps[1].seconds == STEPS[1].seconds + 3.0
    assert screen.session.crossing_s is not None
    while screen.session.scene == "two":
        screen.wait(0.5)
        seen.append(screen.session.crossing_s is None)
    assert seen[-1]
    assert (screen.session.scene, screen.session.lead) == ("three", None)
    screen.do(ask.Wake(), ask.SetLanguage("fr"), ask.OpenStop(1))
    assert (screen.session.scene, screen.session.lead) == ("two", None)
