"""Bodies inside cells and the arrows between them: places, work, phosphates, counts, and the grammar of arrows."""

import math
from pathlib import Path

import pytest

from visualizer.core.geometry import View
from visualizer.figures import Look
from visualizer.figures.insides import link
from visualizer.frame.shapes import Path as Line
from visualizer.scene import load_library, load_scene
from visualizer.timeline import compile_scene
from visualizer.timeline.insides import TOUCH
from visualizer.timeline.snapshot import Link

EXAMPLES = Path(__file__).parent / "scenes"
VIEW = View(1.0, (0.0, 0.0), (800.0, 450.0))


@pytest.fixture(scope="module")
def cell():
    """Return the timeline of the example with every kind that lies inside a cell."""
    library, _ = load_library(EXAMPLES)
    scene, _ = load_scene(EXAMPLES / "good-cell.yaml", library)
    return compile_scene(scene, library)


def soft(snapshot, name):
    """Return a body of a snapshot by name."""
    return next(one for one in snapshot.softs if one.id == name)


def test_a_body_sets_to_work_when_its_arrow_arrives(cell):
    """Before the arrow has grown the body is idle; afterwards it works, and still does in the next step."""
    assert soft(cell.at(0, 4.4), "first").active == 0.0
    assert soft(cell.at(0, 7.0), "first").active == 1.0
    assert soft(cell.at(1, 0.0), "first").active == 1.0


def test_a_phosphate_can_stop_a_body(cell):
    """The effect says what a phosphate does: here it is the brake that is marked and stopped."""
    before, after = soft(cell.at(1, 1.0), "brake"), soft(cell.at(1, 5.0), "brake")
    assert (before.active, before.phosphorylated) == (1.0, 0.0)
    assert (after.active, after.phosphorylated) == (0.0, 1.0)


def test_the_inside_is_a_function_of_time(cell):
    """Asked in any order, the same moment has the same bodies, ribosomes and arrows."""
    first = cell.at(1, 6.0)
    cell.at(0, 1.0)
    cell.at(1, 9.0)
    again = cell.at(1, 6.0)
    assert (first.softs, first.ribosomes, first.links) == (again.softs, again.ribosomes, again.links)


def test_arrows_touch_what_they_join(cell):
    """An arrow begins and ends within a few units of the outlines of its two bodies."""
    view = cell.at(1, 2.0)
    arrow = next(one for one in view.links if one.source == "first")
    for name, end in (("first", arrow.line[0]), ("second", arrow.line[-1])):
        body = soft(view, name)
        dx, dy = end[0] - body.at[0], end[1] - body.at[1]
        inside = math.hypot(dx / (body.size[0] / 2), dy / (body.size[1] / 2))
        assert inside > 0.95
        assert math.hypot(dx, dy) * (1.0 - 1.0 / inside) < 2.0 * TOUCH


def test_what_ribosomes_make_comes_off_them(cell):
    """Nothing is made before they read; at the end all of it lies where the author put it."""
    assert not any(one.id == "made" for one in cell.at(1, 3.0).softs)
    ends = soft(cell.at(1, 9.0), "made").many
    assert len(ends) == 8
    assert all(abs(x + 500.0) < 170.0 and abs(y) < 110.0 for x, y, _ in ends)


def test_a_count_follows_its_curve(cell):
    """As many proteins lie there as the model's curve says at the moment, one for each amount named."""
    curve = cell.curves["level_um"].at(40.0 / 60.0)
    shown = sum(alpha for _, _, alpha in soft(cell.at(1, 5.0), "level").many)
    assert shown == pytest.approx(min(curve / 0.05, 12.0), abs=1e-6)


def test_members_pair_one_after_another(cell):
    """Dimerise brings every member to the paired state within its time, not all at once."""
    times = [cell.states[f"pair.{i}"].times[1] for i in (1, 2)]
    assert times[0] != times[1]
    assert all(1.0 <= at <= 2.0 for at in times)


def ends_of(effect, evidence):
    """Return the lines of an arrow across a frame."""
    state = Link(((-300.0, 0.0), (0.0, 0.0), (300.0, 0.0)), effect, evidence, 1.0, 1.0, "first")
    drawn = link(state, "blue", Look(), VIEW, 1.0)
    return [shape for shape in (*drawn.way, *drawn.end) if isinstance(shape, Line)]


def test_the_end_of_an_arrow_says_what_it_does():
    """A head activates, a flat bar across the way inhibits, and what moves has neither."""
    head = [one for one in ends_of("activates", "established") if one.fill is not None]
    assert len(head) == 1
    bars = [
        one
        for one in ends_of("inhibits", "established")
        if one.points[0][0] == pytest.approx(one.points[-1][0])
    ]
    assert bars
    assert all(one.fill is None for one in ends_of("moves", "established"))
    assert len(ends_of("moves", "established")) == 1


def test_an_arrow_shows_how_sure_it_is():
    """Solid for what is established, and a pattern of its own for each weaker kind of evidence."""
    patterns = [
        ends_of("none", kind)[1].dash for kind in ("established", "animal", "contested", "hypothesis")
    ]
    assert patterns[0] is None
    assert len(set(patterns)) == 4


def test_a_phosphate_that_comes_off_drifts_away_and_frees_its_body():
    """It sits until the arrow arrives, then drifts off and is gone; what it stopped works again."""
    library, _ = load_library(EXAMPLES)
    scene, _ = load_scene(EXAMPLES / "good-circuit.yaml", library)
    circuit = compile_scene(scene, library)
    before, on_its_way, after = (soft(circuit.at(0, at), "marked") for at in (2.0, 4.4, 8.0))
    assert (before.active, before.phosphorylated, before.drifted) == (0.0, 1.0, 0.0)
    assert 0.0 < on_its_way.drifted == 1.0 - on_its_way.phosphorylated < 1.0
    assert (after.active, after.phosphorylated, after.drifted) == (1.0, 0.0, 0.0)
