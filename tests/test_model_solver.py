"""The model graph is solved rightly: against closed forms, a tighter solve, SciPy's stiff solver, and the laws."""

import math
import time
from functools import lru_cache
from types import MappingProxyType

import numpy as np
import pytest
from conftest import library
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from visualizer.core.errors import ModelError, UsageError
from visualizer.pharma import Settings, settle, solve
from visualizer.pharma.compartments import Dose, Flow, amounts
from visualizer.pharma.dimensions import unit
from visualizer.pharma.graph import (
    Action,
    Adaptation,
    Binding,
    Case,
    Condition,
    Delay,
    Intervention,
    KineticBinding,
    Kinetics,
    Metabolite,
    Model,
    Parameter,
    Product,
    Regimen,
    Shown,
    Stage,
    Sum,
    Term,
    Turnover,
    in_order,
)
from visualizer.pharma.responses import Response
from visualizer.pharma.settings import days_of
from visualizer.pharma.solve import at_rest, quantities_of, response_of
from visualizer.pharma.steps import follow, grid, scan
from visualizer.scene import load_model, model_paths

KETAMINE_CASES = (
    {},
    {"species": "rat", "dose_mg_per_kg": 50},
    {"route": "bolus", "dose_mg_per_kg": 1},
    {"route": "nasal", "schedule": "twice-weekly"},
    {"first_target": "pyramidal", "mtor_in_people": "not-needed", "stress": "chronic"},
)
SSRI_CASES = (
    {},
    {"drug": "fluoxetine"},
    {"drug": "venlafaxine", "dose_mg_per_day": 300},
    {"missed_days": 4},
    {"weeks": 3},
)
CASES = [("ketamine", case) for case in KETAMINE_CASES] + [("ssri", case) for case in SSRI_CASES]


@lru_cache(maxsize=2)
def shipped(name) -> Model:
    """Return a shipped model."""
    model, problems = load_model(model_paths(library())[name], library())
    assert model is not None, [str(problem) for problem in problems]
    return model


def toy(stages, parameters, interventions=()) -> Model:
    """Return a model of these stages, each shown as a curve under its own name."""
    return Model(
        "toy", "1", "Toy", 100.0,
        MappingProxyType({}),
        MappingProxyType(
            {name: Parameter(name, name, sign, (Case("assumed", value),)) for name, (value, sign) in parameters.items()}
        ),
        MappingProxyType({stage.name: stage for stage in stages}),
        MappingProxyType({known.name: known for known in interventions}),
        MappingProxyType({stage.name: Shown(stage.name, stage.name, stage.unit, "", "assumed") for stage in stages}),
    )  # fmt: skip


def ask(model, hours=100.0, interventions=(), tightness=1.0):
    """Return a toy's solution."""
    return solve(model, settle(model, {}, interventions, hours), tightness)


NUMBERS = {
    "amount": (100.0, "mg"), "never": (0.0, "h"), "long": (1000.0, "h"), "volume": (10.0, "L"), "clearance": (2.0, "L/h"),
    "uptake": (1.5, "1/h"), "part": (0.6, "1"), "slow": (6.0, "h"), "half": (4.0, "mg/L"), "two": (2.0, "1"), "one": (1.0, "1"),
    "three_h": (3.0, "h"), "hour": (1.0, "h"),
}  # fmt: skip
DOSES = Stage("doses", "", "mg", Regimen("amount", "never", "long"))
BLOOD = Stage("blood", "", "mg/L", Kinetics("doses", "volume", "clearance"))


# ------------------------------------------------------------------------------------------------ closed forms


def test_one_compartment_falls_exponentially():
    """A bolus of 100 mg in 10 L cleared at 2 L/h is 10·e^(−0.2 t) mg/L, at every time of the grid."""
    found = ask(toy([DOSES, BLOOD], NUMBERS)).curve("blood")
    assert np.allclose(found.values, 10.0 * np.exp(-0.2 * found.times_h), rtol=1e-9)


def test_absorption_follows_bateman():
    """First-order absorption gives Bateman's curve (1910)."""
    blood = Stage("blood", "", "mg/L", Kinetics("doses", "volume", "clearance", "uptake", "part"))
    found = ask(toy([DOSES, blood], NUMBERS)).curve("blood")
    t, k, ka = found.times_h, 0.2, 1.5
    expected = 0.6 * 100.0 / 10.0 * ka / (ka - k) * (np.exp(-k * t) - np.exp(-ka * t))
    assert np.allclose(found.values, expected, rtol=1e-8, atol=1e-9)


def test_an_infusion_rises_to_its_plateau():
    """During an infusion C = R/CL·(1 − e^(−kt)); after it the level falls with k."""
    doses = Stage("doses", "", "mg", Regimen("amount", "never", "long", "three_h"))
    found = ask(toy([doses, BLOOD], NUMBERS)).curve("blood")
    t = found.times_h
    during = 100.0 / 3.0 / 2.0 * (1.0 - np.exp(-0.2 * np.minimum(t, 3.0)))
    assert np.allclose(found.values, during * np.exp(-0.2 * np.maximum(t - 3.0, 0.0)), rtol=1e-8, atol=1e-9)


def test_two_compartments_are_a_sum_of_two_exponentials():
    """With an exchanging volume the blood's level is the textbook's sum of two exponentials."""
    numbers = NUMBERS | {"far": (20.0, "L"), "flow": (5.0, "L/h")}
    blood = Stage("blood", "", "mg/L", Kinetics("doses", "volume", "clearance", exchanges=(("far", "flow"),)))
    found = ask(toy([DOSES, blood], numbers)).curve("blood")
    k10, k12, k21 = 0.2, 0.5, 0.25
    total = k10 + k12 + k21
    root = math.sqrt(total**2 - 4.0 * k10 * k21)
    fast, slow = (total + root) / 2.0, (total - root) / 2.0
    a, b = 10.0 * (fast - k21) / (fast - slow), 10.0 * (k21 - slow) / (fast - slow)
    expected = a * np.exp(-fast * found.times_h) + b * np.exp(-slow * found.times_h)
    assert np.allclose(found.values, expected, rtol=1e-7)


def test_equal_rates_are_no_trouble():
    """Absorption as quick as elimination, where Bateman's formula divides by nought, gives k·t·e^(−kt)."""
    numbers = NUMBERS | {"uptake": (0.2, "1/h"), "part": (1.0, "1")}
    blood = Stage("blood", "", "mg/L", Kinetics("doses", "volume", "clearance", "uptake", "part"))
    found = ask(toy([DOSES, blood], numbers)).curve("blood")
    t = found.times_h
    assert np.allclose(found.values, 10.0 * 0.2 * t * np.exp(-0.2 * t), rtol=1e-4, atol=1e-6)


def test_a_metabolite_gets_its_share():
    """The metabolite's exposure is share × dose / its clearance."""
    numbers = NUMBERS | {"other": (4.0, "L"), "away": (1.0, "L/h")}
    made = Stage("made", "", "mg/L", Metabolite("blood", "part", "other", "away"))
    found = ask(toy([DOSES, BLOOD, made], numbers), 1300.0).curve("made")
    assert np.trapezoid(found.values, found.times_h) == pytest.approx(0.6 * 100.0 / 1.0, rel=5e-3)


def test_a_level_follows_a_step():
    """A turnover whose making is doubled goes from 1 to 2 with its half-life: 1.5 after one of them."""
    up = Intervention("up", "", (Action("scale", "cause", "two"),))
    stages = [
        Stage("cause", "", "relative", Condition("one")),
        Stage("level", "", "relative", Turnover("slow", (Term("cause"),))),
    ]
    model = toy(stages, NUMBERS, [up])
    found = ask(model, interventions=["up"]).curve("level")
    assert np.allclose(found.values, 2.0 - np.exp(-math.log(2.0) / 6.0 * found.times_h), rtol=1e-9)
    assert found.at(6.0) == pytest.approx(1.5, abs=1e-3)
    assert np.allclose(ask(model).curve("level").values, 1.0, rtol=0, atol=1e-12)


def test_binding_that_takes_its_time():
    """At a constant level kinetic binding goes to C/(C + K) with k_off·(1 + C/K)."""
    level = Stage("level", "", "mg/L", Condition("four"))
    bound = Stage("bound", "", "share", KineticBinding("level", "half", "slow"))
    found = ask(toy([level, bound], NUMBERS | {"four": (4.0, "mg/L")})).curve("bound")
    rate = math.log(2.0) / 6.0 * 2.0
    assert found.values[0] == pytest.approx(0.5)  # it has always been there, so it is at rest
    away = Intervention("away", "", (Action("scale", "level", "part"),))
    later = ask(toy([level, bound], NUMBERS | {"four": (4.0, "mg/L")}, [away]), interventions=["away"]).curve(
        "bound"
    )
    rest, rate = 2.4 / 6.4, math.log(2.0) / 6.0 * 1.6
    assert np.allclose(later.values, rest + (0.5 - rest) * np.exp(-rate * later.times_h), rtol=1e-8)


def test_the_units_are_converted_once():
    """1 mg/L is 1000 ng/mL, and 237.7 g/mol makes 1 mg/L 4.207 µM."""
    assert unit("mg/L").size / unit("ng/mL").size == pytest.approx(1000.0)
    assert 1.0 / unit("g/mol").size / 237.7 == pytest.approx(4.207, abs=1e-3)
    with pytest.raises(ValueError, match="no unit 'bananas'"):
        unit("bananas/L")


def test_steps_are_exact():
    """Following a constant target at ln 2 per hour halves the way every hour, however long the steps."""
    times = np.array([0.0, 1.0, 2.0, 7.0])
    found = follow(times, np.ones(4), math.log(2.0), 0.0)
    assert found == pytest.approx([0.0, 0.5, 0.75, 1.0 - 0.5**7])


@given(
    st.lists(st.tuples(st.floats(0.0, 1.0), st.floats(-5.0, 5.0)), min_size=1, max_size=60),
    st.floats(-3.0, 3.0),
)
def test_the_quick_scan_is_the_plain_loop(steps, start):
    """Doubling gives what the loop x ← a·x + b gives."""
    kept, pushed = (np.array(column) for column in zip(*steps, strict=True))
    expected, now = [start], start
    for a, b in steps:
        now = a * now + b
        expected.append(now)
    assert scan(kept, pushed, start) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_the_grid_is_log_spaced_from_a_millisecond():
    """Times begin at a millisecond, rise, end where asked, and stand at every break."""
    times = grid([0.667, 84.0], 336.0)
    assert times[1] == pytest.approx(1e-3 / 3600.0)
    assert (np.diff(times) > 0.0).all()
    assert times[-1] == 336.0
    assert {0.667, 84.0} <= set(times.tolist())
    ratios = times[60:140] / times[59:139]
    assert ratios.max() < 1.5


# -------------------------------------------------------------------------------- tighter, and another solver


@pytest.mark.parametrize(("name", "case"), CASES)
def test_ten_times_tighter_changes_little(name, case):
    """On its own grid every curve is within 0.7 % of its height of a solve with ten times as many points."""
    model = shipped(name)
    settings = settle(model, case)
    plain, tight = solve(model, settings), solve(model, settings, 10.0)
    for curve in model.curves:
        ours, theirs = plain.curve(curve), tight.curve(curve)
        height = max(float(np.ptp(theirs.values)), 1e-3)
        miss = np.abs(ours.values - np.interp(ours.times_h, theirs.times_h, theirs.values)).max() / height
        assert miss < 0.007, (curve, miss)


def right_hand_side(model, settings, names, solution):
    """Return dx/dt of the stages that remember, written anew from the graph: the reference for SciPy."""
    quantities = quantities_of(
        model, settings, [model.interventions[name] for name in settings.interventions]
    )
    rest, _ = at_rest(model, settings)

    def number(name, otherwise=1.0):
        return otherwise if name is None else quantities[name]

    def rates(t, x):
        state, known = dict(zip(names, x, strict=True)), {}

        def value(name):
            if name in known:
                return known[name]
            kind = model.stages[name].kind
            if name in state and not isinstance(kind, Adaptation):
                return state[name]
            known[name] = out = read_off(name, kind)
            return out

        def answers(terms):
            return math.prod(
                float(response_of(term, quantities, rest[term.of]).of(np.float64(value(term.of))))
                for term in terms
            )

        def read_off(name, kind):
            match kind:
                case Kinetics() | Metabolite() | Regimen():
                    return float(np.interp(t, solution.times_h, solution.stages[name]))
                case Binding():
                    load = sum(value(of) / quantities[constant] for of, constant in kind.ligands) ** number(
                        kind.hill
                    )
                    return number(kind.most) * load / (1.0 + load)
                case Product():
                    return answers(kind.of) * math.prod(
                        quantities[factor] ** power for factor, power in kind.times
                    )
                case Sum():
                    total = number(kind.start, 0.0) + sum(answers([term]) for term in kind.of)
                    total = total if kind.least is None else max(total, kind.least)
                    return total if kind.most is None else min(total, kind.most)
                case Condition():
                    return quantities[kind.value]
                case Adaptation():
                    return value(kind.of) / (1.0 + quantities[kind.strength] * state[name])
                case Delay():
                    return state[f"{name}.{kind.rooms - 1}"]
            raise AssertionError(name)

        def rate(name):
            base, _, room = name.partition(".")
            kind = model.stages[base].kind
            match kind:
                case Turnover():
                    made = answers(kind.made_by) * number(kind.base)
                    return (
                        math.log(2.0)
                        / quantities[kind.half_life]
                        * (made - answers(kind.lost_by) * state[name])
                    )
                case KineticBinding():
                    filled = (value(kind.of) / quantities[kind.constant]) ** number(kind.hill)
                    leaving = math.log(2.0) / quantities[kind.leaves]
                    return leaving * (number(kind.most) * filled - (1.0 + filled) * state[name])
                case Adaptation():
                    excess = max(value(kind.of) - rest[kind.of], 0.0)
                    return math.log(2.0) / quantities[kind.half_life] * (excess - state[name])
                case Delay():
                    before = value(kind.of) if room == "0" else state[f"{base}.{int(room) - 1}"]
                    return kind.rooms / quantities[kind.mean] * (before - state[name])
            raise AssertionError(name)

        return [rate(name) for name in names]

    return rates


@pytest.mark.parametrize(
    ("name", "case", "hours"),
    [("ketamine", {}, 72.0), ("ketamine", {"species": "rat", "dose_mg_per_kg": 50, "stress": "chronic"}, 48.0),
     ("ssri", {}, 72.0), ("ssri", {"drug": "fluoxetine"}, 96.0)],
)  # fmt: skip
def test_scipys_stiff_solver_agrees(name, case, hours):
    """SciPy's LSODA, given the equations written anew, gives the same curves within 1 % of their height."""
    model = shipped(name)
    settings = settle(model, case, (), hours)
    ours = solve(model, settings)
    driven = solve(model, settings, 10.0)
    _, start = at_rest(model, settings)
    names, first = [], []
    for stage in model.stages.values():
        match stage.kind:
            case Turnover() | KineticBinding():
                names.append(stage.name)
                first.append(start[stage.name])
            case Adaptation():
                names.append(stage.name)
                first.append(0.0)
            case Delay():
                names += [f"{stage.name}.{room}" for room in range(stage.kind.rooms)]
                first += [start[stage.kind.of]] * stage.kind.rooms
    rates = right_hand_side(model, settings, names, driven)
    found = solve_ivp(rates, (0.0, hours), first, "LSODA", ours.times_h, rtol=1e-6, atol=1e-8, max_step=0.5)
    assert found.success, found.message
    for row, stage in enumerate(names):
        if "." in stage or isinstance(model.stages[stage].kind, Adaptation):
            continue
        mine = ours.stages[stage]
        height = max(float(np.ptp(mine)), 1e-3)
        assert np.abs(mine - found.y[row]).max() / height < 0.01, stage


@pytest.mark.parametrize("name", ["ketamine", "ssri"])
def test_a_solve_is_quick(name):
    """A solve takes milliseconds of the processor: far below 200 even here, where other work may run beside it."""
    model = shipped(name)
    settings = settle(model)
    solve(model, settings)
    spent = []
    for _ in range(5):
        began = time.process_time()
        solve(model, settings)
        spent.append(time.process_time() - began)
    assert min(spent) < 0.2


# ------------------------------------------------------------------------------------------------------- laws


@given(st.floats(0.0, 1e6), st.floats(1e-6, 1e6), st.floats(0.3, 4.0))
def test_occupancy_rises_and_stays_within_bounds(level, constant, hill):
    """Occupancy is 0 to 1, half at its constant, and never falls when the level rises."""
    response = Response("effect", 1.0, constant, hill)
    here, more, half = response.of(np.array([level, level * 1.1 + 1e-9, constant]))
    assert 0.0 <= here <= more + 1e-12  # the last digit may be rounded either way
    assert more <= 1.0
    assert half == pytest.approx(0.5)


@given(
    st.lists(st.floats(0.01, 5.0), min_size=5, max_size=5),
    st.lists(st.tuples(st.integers(0, 40), st.floats(0.0, 500.0)), min_size=1, max_size=5),
)
@examples(deadline=None)
def test_compartments_conserve_amount(rates, given_doses):
    """What was given is in one of the compartments, the bin of what was eliminated included."""
    flows = [
        Flow(0, 1, rates[0]),
        Flow(1, 2, rates[1]),
        Flow(2, 1, rates[2]),
        Flow(1, 3, rates[3]),
        Flow(1, 4, rates[4]),
    ]
    times = np.linspace(0.0, 40.0, 401)
    doses = [Dose(float(at), mg, 0) for at, mg in given_doses]
    held = amounts(5, flows, doses, times)
    given_so_far = sum(np.where(times >= dose.at_h - 1e-9, dose.amount_mg, 0.0) for dose in doses)
    assert np.allclose(held.sum(axis=1), given_so_far, rtol=1e-6, atol=1e-6)
    assert (held >= 0.0).all()


DRUGS = st.sampled_from([word for word, _ in dict.fromkeys(shipped("ssri").knobs["drug"].choices)])
SWITCHES = st.fixed_dictionaries(
    {
        "species": st.sampled_from(["human", "rat"]),
        "stress": st.sampled_from(["none", "chronic"]),
        "first_target": st.sampled_from(["interneuron", "pyramidal"]),
        "mtor_in_people": st.sampled_from(["needed", "not-needed"]),
        "metabolite": st.sampled_from(["inactive", "active"]),
        "trkb_direct": st.sampled_from(["no", "yes"]),
        "schedule": st.sampled_from(["once", "weekly", "twice-weekly"]),
    }
)


@given(SWITCHES)
@examples(deadline=None, max_examples=25)
def test_no_ketamine_no_effect(case):
    """Without a dose nothing moves, under any settings."""
    solution = solve(
        shipped("ketamine"), settle(shipped("ketamine"), case | {"dose_mg_per_kg": 0}, (), 400.0)
    )
    for curve in solution.curves():
        assert np.allclose(curve.values, curve.values[0], rtol=0, atol=1e-12), curve.name
    assert solution.curve("mood_effect").values[0] == 0.0
    if case["stress"] == "none":
        relative = [curve for curve in solution.curves() if curve.unit == "relative"]
        assert all(curve.values[0] == pytest.approx(1.0) for curve in relative)


@given(DRUGS)
@examples(deadline=None, max_examples=8)
def test_no_tablet_no_effect(drug):
    """The same without tablets, whichever drug they would hold."""
    solution = solve(shipped("ssri"), settle(shipped("ssri"), {"drug": drug, "dose_mg_per_day": 0}))
    for curve in solution.curves():
        assert np.allclose(curve.values, curve.values[0], rtol=0, atol=1e-9), curve.name


@given(SWITCHES, st.floats(0.05, 10.0), st.sampled_from(sorted(shipped("ketamine").interventions)))
@examples(deadline=None, max_examples=40)
def test_shares_and_effects_stay_in_bounds(case, dose, intervention):
    """Shares and effects are 0 to 1 and nothing is negative, whatever is set and done."""
    settings = settle(shipped("ketamine"), case | {"dose_mg_per_kg": dose}, [intervention], 500.0)
    for curve in solve(shipped("ketamine"), settings).curves():
        assert (curve.values >= 0.0).all(), curve.name
        if curve.unit in ("share", "effect"):
            assert (curve.values <= 1.0 + 1e-9).all(), curve.name


@given(st.floats(0.02, 3.0), st.floats(1.05, 4.0))
@examples(deadline=None, max_examples=25)
def test_more_drug_blocks_more(dose, times):
    """A larger dose never blocks less, at any time."""
    low, high = (
        solve(shipped("ketamine"), settle(shipped("ketamine"), {"dose_mg_per_kg": d}, (), 48.0)).curve(
            "nmda_block"
        )
        for d in (dose, min(dose * times, 13.0))
    )
    assert (high.values >= low.values - 1e-12).all()


@given(st.integers(1, 40))
@examples(deadline=None, max_examples=10)
def test_shifted_doses_shift_the_curves(days):
    """A course that begins later by some days gives the same curves, later: here the first tablets are missed."""
    model = shipped("ssri")
    missed = ",".join(map(str, range(1, days + 1)))
    early = solve(model, settle(model, {"weeks": 8}))
    late = solve(model, settle(model, {"weeks": 8, "missed_days": f"{missed},{days}"}))
    for name in ("plasma_ng_per_ml", "transporter_occupancy", "raphe_firing", "mood_effect"):
        at = np.arange(0.5, 1344.0 - 24.0 * days, 7.0)
        before = np.array([early.curve(name).at(hours) for hours in at])
        after = np.array([late.curve(name).at(hours + 24.0 * days) for hours in at])
        height = max(float(np.ptp(early.curve(name).values)), 1e-6)
        assert np.abs(before - after).max() < 0.06 * height, name


def test_an_intervention_on_a_stage_that_nothing_reads_changes_nothing():
    """What is done to a stage at the end of the graph is seen there and nowhere else."""
    aside = Stage("aside", "", "relative", Turnover("slow", (Term("blood", "effect", "one", "half"),)))
    bound = Stage("bound", "", "share", Binding((("blood", "half"),)))
    done = Intervention("done", "", (Action("scale", "aside", "two"),))
    model = toy([DOSES, BLOOD, bound, aside], NUMBERS, [done])
    plain, touched = ask(model), ask(model, interventions=["done"])
    assert (plain.curve("bound").values == touched.curve("bound").values).all()
    assert (plain.curve("aside").values[5:] != touched.curve("aside").values[5:]).any()


@pytest.mark.parametrize("name", ["ketamine", "ssri"])
def test_interventions_leave_alone_what_stands_before_them(name):
    """A stage that does not read, even from afar, what an intervention touches is not changed by it."""
    model = shipped(name)
    plain = solve(model, settle(model, {}, (), 200.0))
    reads = {stage: model.stages[stage].reads for stage in model.stages}
    for known in model.interventions.values():
        if any(action.do == "replace" for action in known.actions):
            continue
        touched = {action.target for action in known.actions}
        for _ in reads:
            touched |= {stage for stage, others in reads.items() if touched & set(others)}
        changed = solve(model, settle(model, {}, [known.name], 200.0))
        for stage in set(reads) - touched:
            same = np.interp(plain.times_h, changed.times_h, changed.stages[stage])
            assert np.allclose(same, plain.stages[stage], rtol=2e-3, atol=1e-3), (known.name, stage)


def test_equal_settings_give_equal_curves():
    """The model has no memory and no chance: the same question has the same answer, bit by bit."""
    settings = settle(shipped("ketamine"), {"species": "rat"}, ["low-dose-lithium"])
    one, two = solve(shipped("ketamine"), settings), solve(shipped("ketamine"), settings)
    assert all((a.values == b.values).all() for a, b in zip(one.curves(), two.curves(), strict=True))


# --------------------------------------------------------------------------------------------- loops and trouble


def loop(gain):
    """Return a model whose level brakes its own making after a delay."""
    numbers = NUMBERS | {"gain": (gain, "1")}
    level = Stage(
        "level", "", "relative", Turnover("hour", (Term("brake"), Term("blood", "raises", "two", "half")))
    )
    brake = Stage("brake", "", "relative", Product((Term("late", "lowers", "gain", "one"),)))
    late = Stage("late", "", "relative", Turnover("three_h", (Term("level"),)))
    return toy([DOSES, BLOOD, level, brake, late], numbers)


def test_a_brake_brakes():
    """Negative feedback lowers the peak and leaves the rest at 1."""
    free, braked = (ask(loop(gain)).curve("level") for gain in (0.0, 0.9))
    assert braked.values[0] == free.values[0] == 1.0
    assert 1.0 < braked.values.max() < free.values.max()
    assert braked.values[-1] == pytest.approx(1.0, abs=1e-2)


def test_a_loop_that_runs_away_is_refused():
    """A level that makes itself ever faster has no answer, and the message names it."""
    made = (Term("level", "power", "three"), Term("blood", "raises", "two", "half"))
    level = Stage("level", "", "relative", Turnover("hour", made))
    model = toy([DOSES, BLOOD, level], NUMBERS | {"three": (3.0, "1")})
    with pytest.raises(ModelError, match="level"):
        ask(model)


def test_names_come_after_what_they_read():
    """The order of solving is the order of reading; a ring comes as one group."""
    assert in_order({"c": ("b",), "b": ("a",), "a": ()}) == (("a",), ("b",), ("c",))
    assert in_order({"a": ("b",), "b": ("a",), "c": ("a",)}) == (("a", "b"), ("c",))


# ------------------------------------------------------------------------------------------------------ settings


@pytest.mark.parametrize(
    ("name", "sets", "withs", "words"),
    [
        (
            "ketamine",
            {"dose_mg_per_kg": "-1"},
            [],
            "dose_mg_per_kg cannot be -1; write 0 to 13 mg/kg: 13 mg/kg",
        ),
        ("ketamine", {"dose_mg_per_kg": "1e9"}, [], "write 0 to 13 mg/kg"),
        ("ketamine", {"dose_mg_per_kg": "nan"}, [], "write a number from 0 to 13"),
        ("ketamine", {"dose_mg_per_kg": "inf"}, [], "write a number from 0 to 13"),
        ("ketamine", {"dose_mg_per_kg": "half"}, [], "write a number from 0 to 13"),
        ("ketamine", {"specis": "rat"}, [], "no knob 'specis'; did you mean 'species'?"),
        ("ketamine", {"species": "mouse"}, [], "species cannot be 'mouse'; there are human, rat"),
        ("ketamine", {"route": "infusio"}, [], "did you mean 'infusion'?"),
        ("ketamine", {"species": "rat", "route": "nasal"}, [], "no plasma levels of a spray in rats"),
        ("ketamine", {"route": "nasal", "form": "racemic"}, [], "the spray that was studied is esketamine"),
        ("ketamine", {"route": "nasal", "dose_mg_per_kg": "1"}, [], "set dose_mg"),
        ("ketamine", {"dose_mg": "56"}, [], "set dose_mg_per_kg, or route=nasal"),
        ("ketamine", {"route": "bolus", "infusion_min": "40"}, [], "only an infusion takes its time"),
        ("ketamine", {"form": "arketamine", "route": "injection"}, [], "no plasma levels of arketamine"),
        ("ketamine", {}, ["ampa-antagonists"], "did you mean 'ampa-antagonist'?"),
        ("ketamine", {}, ["memantine-instead", "glun2b-antagonist-instead"], "cannot go together"),
        ("ssri", {"drug": "prozac"}, [], "there are escitalopram, citalopram"),
        ("ssri", {"weeks": "9"}, [], "write 0 to 8 wk"),
        ("ssri", {"missed_days": "two"}, [], "write how many days in a row"),
        ("ssri", {"drug": "bupropion", "dose_mg_per_day": "900"}, [], "seizures"),
    ],
)
def test_bad_settings_are_refused_in_one_line(name, sets, withs, words):
    """Unknown names, absurd numbers and impossible combinations are refused in one line that says what to do."""
    with pytest.raises(UsageError) as refused:
        settle(shipped(name), sets, withs)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("hours", [0.0, -1.0, math.nan, math.inf, 2000.0])
def test_hours_have_an_end(hours):
    """One looks at more than nothing and at most eight weeks."""
    with pytest.raises(UsageError, match="eight weeks"):
        settle(shipped("ketamine"), {}, (), hours)


def test_defaults_follow_what_was_set():
    """A rat is injected with 10 mg/kg, a spray holds esketamine, each drug has its least usual dose."""
    rat = dict(settle(shipped("ketamine"), {"species": "rat"}).knobs)
    assert (rat["route"], rat["dose_mg_per_kg"], rat["body_kg"]) == ("injection", "10", "0.3")
    assert settle(shipped("ketamine"), {"route": "nasal"}).of("form") == "esketamine"
    assert settle(shipped("ssri"), {"drug": "sertraline"}).of("dose_mg_per_day") == "50"


def test_missed_days_are_a_count_or_a_list():
    """A number misses so many days from the middle of the course on; a list names them."""
    assert days_of("3", 56) == (29, 30, 31)
    assert days_of("10,11", 56) == (10, 11)
    assert days_of("0", 56) == ()


def test_settings_may_be_numbers_or_words():
    """A slider's number and a typed word are the same setting."""
    assert settle(shipped("ketamine"), {"dose_mg_per_kg": 0.5}) == settle(
        shipped("ketamine"), {"dose_mg_per_kg": "0.5"}
    )
    assert isinstance(settle(shipped("ketamine")), Settings)
