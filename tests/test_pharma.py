"""Laws of binding, magnesium and state chains, and the worked numbers of their formulas."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visualizer.pharma import (
    Chain,
    Conditions,
    Curve,
    Transition,
    equilibrium,
    free_of_magnesium,
    generator,
    occupancy,
    sample_path,
)

ON_OFF = Chain(
    "on-off",
    ("free", "bound"),
    "free",
    (Transition("free", "bound", ligand="drug", k_on=0.15e6), Transition("bound", "free", rate=0.22)),
)


@given(st.floats(1e-12, 1e-2), st.floats(1e-12, 1e-2), st.floats(0.3, 4))
def test_occupancy_is_a_share_that_rises_with_concentration(low, high, hill):
    """Occupancy lies between 0 and 1 and never falls when there is more."""
    low, high = sorted((low, high))
    assert 0.0 <= occupancy(low, 1e-6, hill) <= occupancy(high, 1e-6, hill) <= 1.0


@given(st.floats(1e-12, 1e-2), st.floats(0.3, 4))
def test_occupancy_is_half_at_the_constant(constant, hill):
    """Half of the sites are taken at a concentration equal to the constant."""
    assert occupancy(constant, constant, hill) == pytest.approx(0.5)


@pytest.mark.parametrize("bad", [(-1e-6, 1e-6, 1.0), (1e-6, 0.0, 1.0), (1e-6, 1e-6, 0.0)])
def test_occupancy_refuses_what_makes_no_sense(bad):
    """Negative concentrations and constants that are not positive raise."""
    with pytest.raises(ValueError, match="must"):
        occupancy(*bad)


@pytest.mark.parametrize(("mv", "free"), [(-70, 0.04), (-60, 0.08), (-40, 0.23), (-20, 0.51), (0, 0.78)])
def test_magnesium_leaves_as_jahr_and_stevens_found(mv, free):
    """The free share at 1 mM agrees with the published formula's values."""
    assert free_of_magnesium(mv) == pytest.approx(free, abs=0.006)


def test_more_magnesium_blocks_more():
    """The free share falls with magnesium and rises with voltage."""
    assert free_of_magnesium(-60, 2.0) < free_of_magnesium(-60, 1.0) < free_of_magnesium(-40, 1.0)


def test_rates_out_of_a_state_balance():
    """Each row of the rate matrix adds to zero."""
    q = generator(ON_OFF, Conditions({"drug": 1e-6}))
    assert np.allclose(q.sum(axis=1), 0.0)


@given(st.floats(1e-8, 1e-4))
def test_a_binding_chain_settles_at_the_closed_form(concentration):
    """In the long run the bound share is that of the law of mass action, with Kd = off / on."""
    share = equilibrium(ON_OFF, Conditions({"drug": concentration}))["bound"]
    assert share == pytest.approx(occupancy(concentration, 0.22 / 0.15e6), rel=1e-6)


def test_dwell_times_are_as_long_as_their_rates_say():
    """Mean stays in both states agree with 1 / rate, within four standard errors."""
    stays = {"free": [], "bound": []}
    for member in range(300):
        jumps = sample_path(
            ON_OFF,
            "free",
            60.0,
            lambda t: Conditions({"drug": 3e-6}),
            {"gating": 1.0},
            "dwell",
            member,
            grid=1.0,
        )
        last = 0.0
        for jump in jumps:
            stays[jump.start].append(jump.time - last)
            last = jump.time
    for state, rate in (("free", 0.45), ("bound", 0.22)):
        mean, count = np.mean(stays[state]), len(stays[state])
        assert count > 1000
        # the window of 60 s cuts long stays short by a little under 8 % of the slower mean
        assert abs(mean - 1 / rate) < 4 / rate / math.sqrt(count) + 0.09 / rate


def test_time_shares_match_the_equilibrium():
    """Over long paths the share of time bound is the equilibrium's."""
    bound = 0.0
    for member in range(120):
        state, last = "free", 0.0
        for jump in sample_path(
            ON_OFF,
            "free",
            100.0,
            lambda t: Conditions({"drug": 3e-6}),
            {"gating": 1.0},
            "share",
            member,
            grid=1.0,
        ):
            bound += (jump.time - last) * (state == "bound")
            state, last = jump.end, jump.time
        bound += (100.0 - last) * (state == "bound")
    assert bound / 12_000 == pytest.approx(0.45 / 0.67, abs=0.03)


def test_flows_balance_in_both_directions():
    """Where detailed balance holds, as many jumps go one way as the other, within chance."""
    there = back = 0
    for member in range(150):
        for jump in sample_path(
            ON_OFF,
            "free",
            80.0,
            lambda t: Conditions({"drug": 3e-6}),
            {"gating": 1.0},
            "balance",
            member,
            grid=1.0,
        ):
            there += jump.end == "bound"
            back += jump.end == "free"
    assert abs(there - back) <= 150


def test_a_process_without_a_pace_stands_still():
    """No pace, no jump."""
    assert sample_path(ON_OFF, "bound", 100.0, lambda t: Conditions(), {}, "still") == ()


def test_twice_the_pace_is_the_same_story_in_half_the_time():
    """Pace stretches time and changes nothing else."""
    slow = sample_path(ON_OFF, "free", 40.0, lambda t: Conditions({"drug": 3e-6}), {"gating": 1.0}, "pace")
    fast = sample_path(ON_OFF, "free", 20.0, lambda t: Conditions({"drug": 3e-6}), {"gating": 2.0}, "pace")
    assert [(j.start, j.end) for j in slow] == [(j.start, j.end) for j in fast]
    assert [j.time for j in slow] == pytest.approx([2 * j.time for j in fast])


@settings(max_examples=40)
@given(st.floats(0.01, 1000.0))
def test_a_curve_stays_between_its_points(hours):
    """Between two points of a table a curve never leaves their range, and it is held at both ends."""
    curve = Curve("c", "uM", (0.1, 1.0, 24.0), (0.0, 0.8, 0.1))
    assert 0.0 <= curve.at(hours) <= 0.8
    assert curve.at(0.001) == 0.0
    assert curve.at(1e6) == 0.1


def test_routes_are_legal():
    """A route uses only transitions that the chain has, and there is none where it has none."""
    chain = Chain("c", ("a", "b", "c"), "a", (Transition("a", "b", 1.0), Transition("b", "c", 1.0)))
    assert chain.route("a", "c") == ("a", "b", "c")
    assert chain.route("c", "a") == ()
