"""Two scenes under one clock: the order of moments, where each half stands, and what a person may do with it."""

import itertools
import math

import pytest
from conftest import timeline
from hypothesis import given
from hypothesis import strategies as st

from visualizer.session import Session, place, shown_pair, update
from visualizer.session import intents as ask
from visualizer.timeline import StepOutline
from visualizer.timeline.pairing import SIDES, at_moment, pair

LEFT, RIGHT = "nmda-blockade", "ssri-reuptake"


def outline(name, seconds, moments_h=None):
    """Return what a player knows of a made-up step."""
    return StepOutline(name, name, seconds, False, "established", seconds, moments_h)


moments = st.one_of(
    st.none(),
    st.tuples(st.floats(0.01, 1000.0), st.sampled_from([1.0, 1.0, 3.0, 40.0])).map(
        lambda m: (m[0], m[0] * m[1])
    ),
)
outlines = st.lists(st.tuples(st.floats(1.0, 20.0), moments), min_size=1, max_size=7).map(
    lambda steps: tuple(outline(f"s{i}", seconds, m) for i, (seconds, m) in enumerate(steps))
)


@given(outlines, outlines)
def test_every_step_is_told_once_and_whole(left, right):
    """Each half plays each of its steps from its start to its end, in one or more pieces that join."""
    pairing = pair(left, right)
    for side, steps in zip(SIDES, (left, right), strict=True):
        told = {}
        for beat in pairing.beats:
            part = beat.parts[side]
            if part is not None:
                assert part.start == pytest.approx(told.get(part.step, 0.0))
                told[part.step] = part.end
        assert {step: pytest.approx(end) for step, end in told.items()} == {
            i: step.seconds for i, step in enumerate(steps)
        }


@given(outlines, outlines)
def test_the_master_never_turns_back(left, right):
    """From beat to beat, and within each, the hours after the first dose only rise."""
    pairing, last = pair(left, right), 0.0
    for i, beat in enumerate(pairing.beats):
        for part in (0.0, 0.2, 0.5, 0.9, 1.0):
            hours = pairing.master_h(i, beat.seconds * part)
            assert hours is None or hours >= last * (1 - 1e-9)
            last = hours or last


@given(outlines, outlines)
def test_a_half_shows_the_latest_moment(left, right):
    """At the end of each beat no half has begun a step whose moment is still to come."""
    pairing = pair(left, right)
    for i, beat in enumerate(pairing.beats):
        hours = pairing.master_h(i, beat.seconds)
        for side, steps in zip(SIDES, (left, right), strict=True):
            step = steps[pairing.place(side, i, beat.seconds).step]
            if beat.parts[side] is not None and step.moments_h is not None:
                assert hours is not None
                assert step.moments_h[0] <= hours * (1 + 1e-9)


@given(outlines, outlines, st.floats(0.0, 1.0))
def test_the_ribbon_leads_where_it_points(left, right, part):
    """A place on the ribbon gives a beat whose own place is there, or the last one before it."""
    pairing = pair(left, right)
    beat, seconds = pairing.at_ribbon(part)
    assert 0.0 <= seconds <= pairing.beats[beat].seconds * (1 + 1e-9)
    assert pairing.on_ribbon(beat, seconds) <= max(part, pairing.on_ribbon(0, 0.0)) + 2e-3


def test_the_shipped_pair_is_told_in_order():
    """Ketamine's minutes come before the SSRI's hours and weeks, and what precedes the dose comes first in both."""
    pairing = pair(timeline(LEFT).steps, timeline(RIGHT).steps)
    told = [
        (side, part.step)
        for beat in pairing.beats
        for side, part in zip(SIDES, beat.parts, strict=True)
        if part is not None
    ]
    assert [step for side, step in told if side == 0] == list(range(8))
    assert [step for side, step in told if side == 1] == list(range(8))
    assert pairing.beats[-1].moments_h == pytest.approx((21 * 24.0, 21 * 24.0))
    assert [beat.moments_h for beat in pairing.beats[:3]] == [None, None, None]


def opened(playing=True):
    """Return a session that shows the shipped pair."""
    session, effects = update(Session(), ask.OpenPair((LEFT, RIGHT), playing=playing))
    assert [effect.scene for effect in effects] == [LEFT, RIGHT]
    session, _ = update(session, ask.Compiled(session.requests, RIGHT, timeline(RIGHT).steps))
    assert session.screen == "home"  # one half alone is not shown
    session, _ = update(session, ask.Compiled(session.requests, LEFT, timeline(LEFT).steps))
    return session


def after(session, *asked):
    """Return the session after these intents."""
    for intent in asked:
        session, _ = update(session, intent)
    return session


def test_a_pair_opens_when_both_have_arrived():
    """The old page stays until both scenes are there; then both stand at their first step."""
    session = opened()
    assert shown_pair(session) is not None
    assert [place(session, side).step for side in SIDES] == [0, 0]


def test_next_and_back_move_both():
    """The first next completes what runs in both halves; back lands on the ends of the beat before."""
    session = after(opened(), ask.Tick(2.0), ask.NextStep())
    ends = [timeline(name).steps[0].seconds for name in (LEFT, RIGHT)]
    assert [place(session, side).seconds for side in SIDES] == ends
    session = after(session, ask.NextStep(), ask.Tick(1.0), ask.PreviousStep())
    assert [(place(session, side).step, place(session, side).seconds) for side in SIDES] == [
        (0, ends[0]),
        (0, ends[1]),
    ]


def test_a_paused_half_stands_while_the_other_goes_on():
    """What is paused keeps its place to the last digit; let go, it is where the clock is."""
    session = after(opened(), ask.Tick(2.0), ask.PauseHalf(1))
    stood = place(session, 1)
    session = after(session, ask.Tick(0.2), ask.Tick(0.2), ask.NextStep(), ask.NextStep(), ask.Tick(1.0))
    assert place(session, 1) == stood
    assert place(session, 0).step == 1
    session = after(session, ask.PauseHalf(1))
    assert place(session, 1) == after(
        opened(), ask.NextStep(), ask.NextStep(), ask.Tick(1.0)
    ).pair.pairing.place(1, 1, 1.0)


def test_a_half_alone_comes_back_to_the_pair():
    """One key gives a half the screen, from where it stands; the same key, or Esc, gives back the pair as it was."""
    session = after(opened(), ask.Tick(3.0))
    alone = after(session, ask.ShowAlone(1))
    assert (alone.scene, alone.step, alone.seconds) == (RIGHT, 0, 3.0)
    assert alone.playing
    assert shown_pair(alone) is None
    for way_back in (ask.ShowAlone(1), ask.CloseTop()):
        back = after(alone, ask.NextStep(), way_back)
        assert shown_pair(back) is not None
        assert [place(back, side) for side in SIDES] == [place(session, side) for side in SIDES]
    other = after(alone, ask.ShowAlone(0))
    assert other.scene == LEFT


def test_a_resting_half_breathes_on_from_beat_to_beat():
    """Where a half only holds its end, going on to the next beat does not set its molecules back."""
    session = after(opened(playing=False), ask.GoToStep(3), ask.NextStep(), ask.Tick(5.0))
    before = place(session, 1)
    session = after(session, ask.NextStep())
    assert place(session, 1).step == before.step
    assert place(session, 1).hold == pytest.approx(before.hold)
    session = after(session, ask.Tick(0.1))
    assert place(session, 1).hold == pytest.approx(before.hold + 0.1)


def test_the_clock_can_be_dragged():
    """A place on the ribbon sets both halves; before the dose, neither drug is there yet."""
    session = after(opened(), ask.SeekClock(0.0))
    assert [place(session, side).step for side in SIDES] == [0, 0]
    week = session.pair.pairing.ribbon_of(168.0)
    session = after(session, ask.SeekClock(week))
    right = place(session, 1)
    assert timeline(RIGHT).steps[right.step].id == "weeks"
    shown = timeline(RIGHT).plans[right.step].moment_at(right.seconds)
    assert shown == pytest.approx(168.0, rel=0.01)
    assert timeline(LEFT).steps[place(session, 0).step].id == "whose-receptors"


@given(
    st.lists(
        st.sampled_from(["next", "back", "tick", "half", "alone", "clock", "play", "close"]), max_size=40
    )
)
def test_the_pair_is_a_function_of_its_session(words):
    """Whatever was asked, both halves stand at a time that their scenes have, and equal sessions agree."""
    asked = {
        "next": ask.NextStep(),
        "back": ask.PreviousStep(),
        "tick": ask.Tick(0.7),
        "half": ask.PauseHalf(0),
        "alone": ask.ShowAlone(1),
        "clock": ask.SeekClock(0.6),
        "play": ask.TogglePlay(),
        "close": ask.CloseTop(),
    }
    session = after(opened(), *(asked[word] for word in words))
    if shown_pair(session) is None:
        return
    for side, name in zip(SIDES, (LEFT, RIGHT), strict=True):
        stands = place(session, side)
        assert 0 <= stands.seconds <= timeline(name).steps[stands.step].seconds
        assert math.isfinite(stands.hold)
        assert stands.hold >= 0.0
    assert all(
        a.moments_h is None or b.moments_h is not None
        for a, b in itertools.pairwise(session.pair.pairing.beats)
    )


def test_going_home_or_to_one_scene_ends_the_pair():
    """A pair is left behind with its page."""
    assert after(opened(), ask.GoHome()).pair is None
    session = after(opened(), ask.OpenScene(LEFT))
    session = after(session, ask.Compiled(session.requests, LEFT, timeline(LEFT).steps))
    assert session.pair is None
    assert session.steps == timeline(LEFT).steps


def test_a_time_of_the_clock_is_a_place_in_a_scene():
    """A scene alone follows its clock too: a sweep where it passes, a rest at its end, the sweep of two that begin together."""
    from conftest import timeline

    steps = timeline("two-clocks").steps
    ids = [step.id for step in steps]
    assert at_moment(steps, 0.5)[0] == ids.index("pore")
    step, seconds = at_moment(steps, 48.0)
    assert ids[step] == "week-one"
    assert 0.0 < seconds < steps[step].seconds
    assert at_moment(steps, 10_000.0) == (ids.index("eight-weeks"), steps[ids.index("eight-weeks")].seconds)
    assert (
        ids[at_moment(steps, 400.0)[0]] == "eight-weeks"
    )  # the step with another schedule begins at the same time
    with pytest.raises(ValueError, match="no step"):
        at_moment(timeline("getting-help").steps, 1.0)
