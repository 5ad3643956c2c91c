"""The picture is a function of time: purity, walls, speed, conservation and the authors' own expectations."""

import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from conftest import SHIPPED, library, scene, timeline
from hypothesis import given, settings
from hypothesis import strategies as st

from visualizer.figures import Look, arrange, compose
from visualizer.frame.text import as_text
from visualizer.scene import load_library
from visualizer.scene.model import Expect
from visualizer.scene.reading import read_scene
from visualizer.timeline import compile_scene, crowds
from visualizer.timeline.crowds import FREE, HIDDEN, TICK
from visualizer.timeline.expect import failed, unmet
from visualizer.timeline.regions import inside_of
from visualizer.timeline.states import chain_of

moments = st.sampled_from(SHIPPED).flatmap(
    lambda name: st.tuples(
        st.just(name),
        st.integers(0, len(scene(name).steps) - 1),
        st.floats(0.0, 12.0),
        st.sampled_from([0.0, 0.4, 7.3, 95.0]),
    )
)


def facts(snapshot):
    """Return a snapshot as plain text, arrays rounded, for comparison."""
    out = [
        repr(snapshot.camera),
        repr(snapshot.bodies),
        repr(snapshot.proteins),
        repr(snapshot.vesicles),
        repr(snapshot.labels),
    ]
    out += [repr(snapshot.cells), repr(snapshot.charts), repr(snapshot.cards), repr(snapshot.numbers)]
    out += [repr(snapshot.softs), repr(snapshot.strands), repr(snapshot.ribosomes), repr(snapshot.links)]
    out += [repr(snapshot.spiny), repr(snapshot.responses)]
    out += [
        f"{c.id} {np.round(c.free, 3).tolist()} {np.round(c.threading, 3).tolist()} {c.fading}"
        for c in snapshot.crowds
    ]
    return "\n".join(out)


@settings(max_examples=25, deadline=None)
@given(st.lists(moments, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_what_was_looked_at_before_never_changes_what_is_seen_now(visits, chance):
    """Any visiting order gives the same snapshot at each moment."""
    seen = {visit: facts(timeline(visit[0]).at(*visit[1:])) for visit in visits}
    again = list(visits)
    chance.shuffle(again)
    for visit in again:
        assert facts(timeline(visit[0]).at(*visit[1:])) == seen[visit]


@pytest.mark.parametrize("name", SHIPPED)
def test_two_compilations_are_equal(name):
    """One scene and seed give one story."""
    other = compile_scene(scene(name), library())
    for step, outline in enumerate(timeline(name).steps):
        for seconds in (0.0, outline.seconds * 0.61, outline.seconds):
            assert facts(other.at(step, seconds)) == facts(timeline(name).at(step, seconds))


@pytest.mark.parametrize("name", SHIPPED)
def test_another_seed_is_another_story(name):
    """The seed is what chance hangs on."""
    other = compile_scene(scene(name), library(), seed=1)
    assert drawn(other) != drawn(timeline(name))


def drawn(line):
    """Return a moment of the second step as it is drawn, in lines of text."""
    return as_text(compose(line, line.at(1, 3.0), arrange(line, Look(), (640, 360))))


@pytest.mark.parametrize("name", SHIPPED)
def test_hold_0_is_the_end_picture(name):
    """A step held for no time is the step's end."""
    for step, outline in enumerate(timeline(name).steps):
        assert facts(timeline(name).at(step, outline.seconds, 0.0)) == facts(
            timeline(name).at(step, outline.seconds)
        )


@pytest.mark.parametrize("name", SHIPPED)
def test_holding_never_stops_the_breathing(name):
    """However long a step is held, two seconds later something has moved, and nothing has jumped at the seam."""
    line = timeline(name)
    for step, outline in enumerate(line.steps):
        views = [line.at(step, outline.seconds, hold) for hold in (0.0, 2.0, 9.0, 11.0, 61.0, 3600.0)]
        for a, b in pairwise(views):
            assert facts(a) != facts(b)
        before, after = line.at(step, outline.seconds, 0.0), line.at(step, outline.seconds, 0.02)
        for a, b in zip(before.crowds, after.crowds, strict=True):
            if len(a.free) == len(b.free) and len(a.free):
                assert np.hypot(*(a.free - b.free).T).max() <= crowds.FASTEST * 0.021


@pytest.mark.parametrize("name", SHIPPED)
def test_the_end_of_every_step_is_seen_to_breathe(name):
    """A finished step holds alive in the picture itself, dendrites and brains too."""
    line = timeline(name)
    layout = arrange(line, Look(), (960, 540))
    for step, outline in enumerate(line.steps):
        held = (line.at(step, outline.seconds, hold) for hold in (2.0, 3.3, 4.6))
        assert len({as_text(compose(line, view, layout)) for view in held}) > 1, outline.id


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_moves_faster_than_the_stage_allows(name):
    """Between two ticks no molecule that is on stage goes further than the stage's speed limit."""
    for table in timeline(name).tables:
        on = (table.states[:-1] != HIDDEN) & (table.states[1:] != HIDDEN)
        step = np.hypot(*np.moveaxis(np.diff(table.places, axis=0), 2, 0))
        assert step[on].max(initial=0.0) / TICK <= LIMIT


LIMIT = 1500.0
"""Stage units a second: a guided molecule may hurry; a free one stays under crowds.FASTEST."""


@pytest.mark.parametrize("name", SHIPPED)
def test_steps_join(name):
    """A step begins where the last one ended: molecules, states and vesicles."""
    line = timeline(name)
    for a, b in zip(line.tables, line.tables[1:], strict=False):
        same = (a.states[-1] == FREE) & (b.states[0] == FREE)
        assert np.abs(a.places[-1][same] - b.places[0][same]).max(initial=0.0) < 30.0


@pytest.mark.parametrize("name", SHIPPED)
def test_free_molecules_are_never_in_lipid_nor_in_the_wrong_place(name):
    """Every free molecule lies on its own side of every membrane, and so does the straight way between two ticks."""
    line = timeline(name)
    for plan, table in zip(line.plans, line.tables, strict=True):
        middle = plan.start + plan.step.seconds / 2
        walls = [
            line.regions.index(inside_of(body))
            for body in line.anatomy.bodies
            if line.presence[body].at(middle) > 0.5
        ]
        on_stage = [kind for kind in line.kinds if line.presence[kind.id.partition(":")[0]].at(middle) > 0.5]
        for kind in on_stage:
            states = table.states[:, kind.all]
            free = (states[:-1] == FREE) & (states[1:] == FREE)
            for part in (0.0, 0.5):
                a, b = table.places[:-1, kind.all], table.places[1:, kind.all]
                flat = (a + (b - a) * np.float32(part))[free].astype(np.float64)
                for wall in walls if len(flat) else ():
                    depth = line.regions.depth(flat, np.full(len(flat), wall))
                    # depth is measured from the membrane's surface: between 0 and minus its thickness lies lipid
                    lipid = (depth < -4.0) & (depth > -18.0)
                    assert lipid.mean() < 0.004, (plan.step.id, kind.id)


def test_what_is_released_was_in_a_vesicle():
    """Glutamate appears only where a vesicle has just opened, and no more than it held."""
    line = timeline("nmda-blockade")
    kind = next(kind for kind in line.kinds if kind.id == "pool:glutamate")
    pool = line.pools["pool"]
    for plan, table in zip(line.plans, line.tables, strict=True):
        for row in range(1, len(table.states)):
            clock = plan.start + row * TICK
            new = np.flatnonzero(
                (table.states[row, kind.all] != HIDDEN) & (table.states[row - 1, kind.all] == HIDDEN)
            )
            for molecule in new:
                place = table.places[row, kind.first + molecule]
                pores = [
                    math.dist(place, pool.docks[f.dock][2])
                    for f in pool.bursts
                    if f.at <= clock <= f.at + 2.5
                ]
                sites = [
                    math.dist(place, socket.at)
                    for group in ("nmdar", "ampar")
                    for socket in line.anatomy.sockets[group]
                ]
                assert min(pores, default=1e9) < 70.0 or min(sites) < 90.0
    assert kind.count == pool.holds * len(pool.bursts)


def test_calcium_inside_came_through_an_open_channel():
    """Whoever enters the dendrite did so through a member that was open at the time."""
    line = timeline("nmda-blockade")
    passed = line.walks.passed(len(line.steps) - 1)
    assert passed
    for when, member, _ in passed:
        step = max(i for i, plan in enumerate(line.plans) if plan.start <= when + 1e-9)
        lately = {
            line.state_of(member, step, when - line.plans[step].start - back) for back in (0.0, 0.5, 1.0)
        }
        assert "open" in lately, (when, member)


def test_what_is_pumped_arrives_inside():
    """In the reuptake step serotonin reaches the inside of the terminal."""
    line = timeline("ssri-reuptake")
    step = next(i for i, outline in enumerate(line.steps) if outline.id == "reuptake")
    inside = 0
    for kind in line.kinds:
        if kind.substance == "serotonin":
            table = line.tables[step]
            free = table.states[-1, kind.all] == FREE
            places = table.places[-1, kind.all].astype(np.float64)
            depth = line.regions.depth(
                places, np.full(len(places), line.regions.index(inside_of("terminal")))
            )
            inside += int((free & (depth > 0)).sum())
    assert inside >= 1


def test_diffusion_spreads_as_it_should():
    """Far from walls the mean square displacement of free molecules is 2 D t per axis, within a tenth."""
    from visualizer.timeline.regions import REACH, Regions

    n, constant = 600, 60.0
    kinds = (crowds.Kind("x", "x", "open", 0, n, 0.0),)
    grid = np.full((1, int(REACH.height / 8) + 2, int(REACH.width / 8) + 2), 500.0, dtype=np.float32)
    regions = Regions(("open",), grid, {"open": np.zeros((1, 2))})
    flock = crowds.gather(kinds, regions, {"x": n}, {}, 0)
    table = crowds.walk(flock, 0.0, 12.0, {"x": constant}, (), 0, "spread")
    for seconds in (4.0, 10.0):
        a, b = table.places[20], table.places[20 + round(seconds / TICK)]
        assert float(((b - a) ** 2).mean()) == pytest.approx(2 * constant * seconds, rel=0.12)


@pytest.mark.parametrize("name", SHIPPED)
def test_authors_expectations_hold(name):
    """Each `expect` of a shipped scene is met."""
    assert failed(timeline(name)) == ()


def test_an_expectation_can_fail():
    """A wrong expectation is found, with what is there instead."""
    good = scene("nmda-blockade")
    wrong = Expect.model_validate({"subject": "nmdar.5", "claim": "trapped", "at": 2.0})
    many = Expect.model_validate({"subject": "calcium", "claim": "inside", "at-least": 500, "at": 9})
    first = good.steps[0].model_copy(update={"expect": (wrong, many)})
    found = failed(compile_scene(good.model_copy(update={"steps": (first,)}), library()))
    assert [failure.index for failure in found] == [0, 1]
    assert "plugged" in found[0].found


def test_an_order_that_chance_has_made_impossible_is_found(tmp_path):
    """A member that an earlier step left elsewhere is told a state to which its chain has no way: named with place and remedy."""
    examples = Path(__file__).parent / "scenes"
    text = (examples / "broken_orders.yaml").read_text(encoding="utf-8")
    shown = tmp_path / "broken_orders.yaml"
    shown.write_text(text.replace("      - {direct: gates.1, states: [{bound: 2}]}\n", ""), encoding="utf-8")
    shared, _ = load_library(examples)
    loaded = read_scene(shown)
    found = [
        problem for problem in unmet(loaded.scene, shared, loaded) if problem.rule == "illegal-transition"
    ]
    assert [(problem.span.line, problem.span.column) for problem in found] == [(41, 37)]
    assert "'gates.2' is " in found[0].message
    assert found[0].suggestion.endswith("or direct it in the earlier step")


@pytest.mark.parametrize("name", SHIPPED)
def test_directed_members_go_only_legal_ways(name):
    """A chosen change of state is a transition of the chain; a drawn one follows transitions, short stays passed over."""
    line = timeline(name)
    for member, track in line.states.items():
        written = line.chains[line.scene.cast[member.partition(".")[0]].chain]
        chain = chain_of(written)
        for k in range(1, len(track.states)):
            a, b = track.states[k - 1], track.states[k]
            if track.chosen[k]:
                assert chain.allows(a, b), (member, a, b)
            else:
                assert a == b or chain.route(a, b), (member, a, b)


@pytest.mark.parametrize("name", SHIPPED)
def test_tables_stay_small(name):
    """All of a scene's molecules take under 40 MB."""
    assert sum(t.places.nbytes + t.states.nbytes + t.alpha.nbytes for t in timeline(name).tables) < 40e6


@pytest.mark.parametrize("name", SHIPPED)
def test_proteins_sit_in_their_membrane(name):
    """The middle of every receptor and carrier lies on its membrane's line, turned to its normal within 6 degrees."""
    line = timeline(name)
    for group, sockets in line.anatomy.sockets.items():
        for socket in sockets:
            membrane = line.anatomy.membrane(".".join(socket.membrane))
            place = membrane.line.at(membrane.line.nearest(socket.at))
            assert math.dist(place, socket.at) < 0.5, group
            out = membrane.outward(socket.distance)
            turn = math.atan2(out[1], out[0]) - math.pi / 2 - socket.angle
            assert abs(math.remainder(turn, math.tau)) < math.radians(6), group
