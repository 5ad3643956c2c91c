"""Dendrites with spines: one draw of places, thresholds for numbers, areas that equal their numbers."""

import math
from dataclasses import replace
from itertools import combinations

import pytest
from conftest import library
from hypothesis import given, settings
from hypothesis import strategies as st

from visualizer.scene.model import Scene
from visualizer.timeline import compile_scene
from visualizer.timeline.spines import ROOM, outline_of, plan_spines, slot_angle, tip_at

AREA = 1.5
"""The largest heads that leave room: half as much again."""


def scene(**branch) -> Scene:
    """Return a scene with one spiny dendrite and three quiet steps."""
    step = {"title": "One", "text": "Spines.", "seconds": 6.0, "evidence": "animal"}
    return Scene.model_validate(
        {
            "format": 1, "id": "spines", "title": "Spines", "summary": "Spines.", "language": "en", "model": "ketamine",
            "settings": branch.pop("settings", {}),
            "cast": {"branch": {"kind": "spiny-dendrite", "path": [(-560, -60), (-60, -40), (560, -50)]} | branch},
            "steps": [
                step | {"id": "before", "happens": branch_story(branch.pop("story", ()))},
                step | {"id": "day", "moment": "24 h"},
                step | {"id": "fortnight", "moment": "14 d"},
            ],
        }
    )  # fmt: skip


def branch_story(story):
    """Return happenings for the first step."""
    from visualizer.scene.model import VERBS

    return [VERBS[next(verb for verb in VERBS if verb in told)].model_validate(told) for told in story]


def plan(seed=0, **branch):
    """Return where the spines of a dendrite stand."""
    return plan_spines("branch", scene(**branch).cast["branch"], seed)


def standing(line, step, seconds):
    """Return the numbers of the spines that stand full grown."""
    return {one.number for one in line.at(step, seconds).spiny[0].spines if one.grown >= 1.0}


@given(st.integers(0, 400), st.integers(4, 14))
@settings(max_examples=25, deadline=None)
def test_heads_never_touch(seed, count):
    """However the dice fall, no two heads or partner boutons meet, even with heads half as large again."""
    spines = plan(seed, count=count).spines
    for one, other in combinations(spines, 2):
        for (ax, ay), ra in ((one.head, max(one.across, one.along) * ROOM), one.bouton):
            for (bx, by), rb in ((other.head, max(other.across, other.along) * ROOM), other.bouton):
                assert math.hypot(ax - bx, ay - by) > ra + rb


def test_spines_are_of_three_kinds_and_nothing_is_regular():
    """There are mushroom, thin and stubby spines; necks lean and bend, each in its own way."""
    spines = [spine for seed in range(3) for spine in plan(seed, count=14).spines]
    assert {spine.kind for spine in spines} == {"mushroom", "thin", "stubby"}
    headings = sorted(math.atan2(s.heading[1] * s.side, s.heading[0]) for s in spines)
    assert headings[-1] - headings[0] > 0.8
    assert len({round(s.across, 1) for s in spines}) > len(spines) / 2


@pytest.mark.parametrize("heads", [0.6, 0.93, 1.0, 1.3])
def test_area_of_heads_equals_its_number(heads):
    """A head's area follows the number that is given."""
    spine = plan().spines[0]

    def area(size):
        around = [tip_at(spine, 1.0, size, math.tau * i / 200)[0] for i in range(200)]
        ring = zip(around, (*around[1:], around[0]), strict=True)
        return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in ring)) / 2

    assert area(heads) / area(1.0) == pytest.approx(heads, rel=1e-6)


@pytest.mark.parametrize("share", ["50 %", "84 %", "100 %", "117 %", "150 %"])
def test_the_number_of_spines_equals_the_density(share):
    """As many spines stand as the density says, to the nearest whole one."""
    line = compile_scene(scene(count=12, spines=share), library())
    assert len(standing(line, 0, 6.0)) == round(12 * float(share.split()[0]) / 100)


def test_another_density_changes_thresholds_not_places():
    """Fewer spines are a part of more spines, each at the same place with the same shape."""
    few = compile_scene(scene(count=12, spines="75 %"), library())
    many = compile_scene(scene(count=12, spines="125 %"), library())
    assert standing(few, 0, 6.0) < standing(many, 0, 6.0)
    assert few.anatomy.spiny["branch"] == many.anatomy.spiny["branch"]


def test_a_knob_of_the_model_changes_the_spines_of_a_moment():
    """Under chronic stress there are fewer spines before the dose, and more again a day after it."""
    line = compile_scene(
        scene(count=12, spines={"from": "spine_density"}, settings={"stress": "chronic"}), library()
    )
    healthy = compile_scene(scene(count=12, spines={"from": "spine_density"}), library())
    before, day = (standing(line, step, 6.0) for step in (0, 1))
    assert len(before) == round(12 * line.curves["spine_density"].at(0.0))
    assert len(day) == round(12 * line.curves["spine_density"].at(24.0))
    assert before < day
    assert before < standing(healthy, 0, 6.0)


def test_verbs_take_the_spines_to_their_numbers():
    """`stress`, `shrink` and `grow` reach what they say within their time, one after the other."""
    story = [
        {"stress": "branch", "share": "100 %", "spines": "75 %", "at": 0.5, "for": 1.0},
        {"shrink": "branch", "heads": "80 %", "at": 1.0, "for": 1.0},
        {"grow": "branch", "spines": "100 %", "heads": "120 %", "at": 3.0, "for": 1.5},
    ]
    made = scene(count=12)
    steps = (made.steps[0].model_copy(update={"happens": tuple(branch_story(story))}), *made.steps[1:])
    line = compile_scene(made.model_copy(update={"steps": steps}), library())
    low, high = line.at(0, 2.9).spiny[0], line.at(0, 6.0).spiny[0]
    assert (len(standing(line, 0, 2.9)), low.heads, low.stress) == (9, pytest.approx(0.8, abs=0.01), 1.0)
    assert (len(standing(line, 0, 6.0)), high.heads) == (12, pytest.approx(1.2, abs=0.01))


def test_inserted_receptors_end_in_the_membrane_of_the_head():
    """What goes in ends on the head's edge, beside what was there, no two at one place."""
    made = scene(count=8, receptors=2)
    told = tuple(branch_story([{"insert": "branch.1", "count": 3, "at": 0.5, "for": 3.0}]))
    steps = (made.steps[0].model_copy(update={"happens": told}), *made.steps[1:])
    line = compile_scene(made.model_copy(update={"steps": steps}), library())
    first = {one.number: one.receptors for one in line.at(0, 6.0).spiny[0].spines}
    assert first[1] == (1.0,) * 5
    assert first[2] == (1.0,) * 2
    spine = line.anatomy.spiny["branch"].spines[0]
    places = [tip_at(spine, 1.0, 1.0, slot_angle(spine, slot))[0] for slot in range(5)]
    assert min(math.dist(a, b) for a, b in combinations(places, 2)) > 7.0
    edge = [point for side in outline_of(spine, 1.0, 1.0) for point in side]
    assert max(min(math.dist(place, point) for point in edge) for place in places) < 3.0


def test_growing_is_gradual():
    """A spine's outline reaches farther with every bit of growth."""
    spine = plan().spines[0]
    tips = [outline_of(spine, level / 10, 1.0)[0][-1] for level in range(1, 11)]
    base = spine.axis.points[0]
    reaches = [math.dist(base, tip) for tip in tips]
    assert reaches == sorted(reaches)
    assert replace(spine) == spine
