"""Plain values: noise, geometry, easing, units."""

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualizer.core.arrays import distinct
from visualizer.core.easing import ramp, smooth, smoother
from visualizer.core.geometry import Box, View, inside, polyline, smooth_curve
from visualizer.core.noise import drift, normals, uniform, uniforms
from visualizer.core.problems import Problem, Span, one_line
from visualizer.core.units import amount


def test_noise_is_the_same_everywhere():
    """A key's numbers are fixed for ever: these were written down once."""
    assert uniform("a", 1) == pytest.approx(WRITTEN[0], abs=0)
    assert list(uniforms(3, "b")) == pytest.approx(list(WRITTEN[1]), abs=0)


WRITTEN = (0.819878112781872, (0.25390289254697695, 0.9795944405072415, 0.8316397945138291))


def test_noise_is_even_and_normal():
    """Uniforms fill 0 to 1 evenly; normals have mean 0 and variance 1."""
    u, n = uniforms(20_000, "even"), normals(20_000, "normal")
    assert u.min() >= 0.0
    assert u.max() < 1.0
    assert np.histogram(u, 10, (0, 1))[0] == pytest.approx([2000] * 10, abs=180)
    assert abs(n.mean()) < 0.03
    assert n.var() == pytest.approx(1.0, abs=0.04)


@given(st.floats(-1e4, 1e4))
def test_drift_has_no_memory_and_stays_in_bounds(t):
    """Drift is a function of key and time, between −1 and 1."""
    assert -1.0 <= drift(t, "k") <= 1.0
    assert drift(t, "k") == drift(t, "k")


@given(st.floats(-2, 3))
def test_easing_runs_from_0_to_1(x):
    """Easing holds both ends and lies between."""
    assert 0.0 <= smooth(x) <= 1.0
    assert 0.0 <= smoother(x) <= 1.0
    assert ramp(5.0, 3.0, 1.0) == 1.0
    assert ramp(2.0, 3.0, 1.0) == 0.0


@given(st.lists(st.tuples(st.floats(-500, 500), st.floats(-500, 500)), min_size=4, max_size=9, unique=True))
def test_curves_pass_through_their_points_and_never_run_wild(points):
    """A smooth curve goes through each point and stays within the points' box grown by its own size."""
    curve = smooth_curve(points, pieces=6)
    for point in points:
        assert min(math.dist(point, place) for place in curve) < 1e-6
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    reach = max(max(xs) - min(xs), max(ys) - min(ys)) + 1.0
    assert all(
        min(xs) - reach <= x <= max(xs) + reach and min(ys) - reach <= y <= max(ys) + reach for x, y in curve
    )


def test_a_polyline_knows_its_length_and_places():
    """Places along a line lie where their arc length says."""
    line = polyline(((0, 0), (3, 0), (3, 4)))
    assert line.length == 7
    assert line.at(5) == pytest.approx((3, 2))
    assert line.nearest((3.5, 2)) == pytest.approx(5)
    assert line.normal(1) == pytest.approx((0, 1))


def test_a_view_turns_over_and_back():
    """Stage to pixels and back is the same point; y up becomes y down."""
    view = View(2.0, (10, 20), (960, 540))
    assert view.px((10, 30)) == (960, 520)
    assert view.stage(view.px((-7, 3))) == pytest.approx((-7, 3))


def test_inside_knows_a_square():
    """Points inside are told from points outside."""
    square = ((0, 0), (4, 0), (4, 4), (0, 4))
    assert list(inside(np.array([[2.0, 2.0], [5.0, 2.0], [-1.0, 2.0]]), square)) == [True, False, False]


grid = st.integers(-6, 6).map(float)


@given(st.lists(st.tuples(grid, grid), min_size=3, max_size=12), st.lists(st.tuples(grid, grid), max_size=30))
def test_inside_is_what_a_ray_to_the_right_says(ring, places):
    """For any ring, corners and level edges included, a place is inside when a ray from it crosses an odd number of edges."""

    def crossed(x, y):
        found = 0
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                found += 1
        return found % 2 == 1

    told = inside(np.array(places, dtype=np.float64).reshape(-1, 2), ring)
    assert told.tolist() == [crossed(x, y) for x, y in places]


def test_boxes_know_overlap():
    """Boxes that only touch do not overlap."""
    assert Box(0, 0, 2, 2).overlaps(Box(1, 1, 3, 3))
    assert not Box(0, 0, 2, 2).overlaps(Box(2, 0, 3, 2))


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("10 ms", "s", 0.01),
        ("-20 mV", "mV", -20),
        ("35 %", "%", 35),
        ("40 min", "h", 2 / 3),
        ("0,22 /s", "/min", 13.2),
    ],
)
def test_amounts_convert(text, unit, value):
    """An amount's value in another unit of its dimension is right."""
    assert amount(text).to(unit) == pytest.approx(value)


@pytest.mark.parametrize("text", ["ten ms", "10 parsec", "", "1 2 s"])
def test_amounts_refuse_nonsense(text):
    """What is no amount raises, with a word about what is wrong."""
    with pytest.raises(ValueError, match=r"amount|unit"):
        amount(text)


def test_amounts_do_not_mix_dimensions():
    """Seconds cannot be asked for in millivolts."""
    with pytest.raises(ValueError, match="time"):
        amount("3 s").to("mV")


def test_a_finding_is_one_line_whatever_it_quotes():
    """Line ends in an author's word do not break a finding into lines."""
    problem = Problem(Span("x.yaml", 3, 4), "unknown-verb", "no verb 're\nlease'", "did you mean 'release'?")
    assert str(problem) == "x.yaml:3:4: error: no verb 're\\nlease'; did you mean 'release'? [unknown-verb]"
    assert one_line("1 µM · « oui »") == "1 µM · « oui »"


def test_building_looks_for_no_garbage_and_leaves_things_as_they_were() -> None:
    """Within the block nothing is collected; after it, and after a mistake in it, collecting is on or off as before."""
    import contextlib
    import gc

    from visualizer.core.garbage import left_alone, settle

    with contextlib.suppress(ValueError), left_alone():
        assert not gc.isenabled()
        raise ValueError
    assert gc.isenabled()
    with left_alone():
        with left_alone():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
    settle()
    frozen = gc.get_freeze_count()
    kept = [[object()] for _ in range(1000)]
    settle()
    assert gc.get_freeze_count() <= frozen
    assert len(kept) == 1000


@given(st.lists(st.floats(-50.0, 50.0).map(lambda x: round(x, 1))))
def test_distinct_values_are_those_that_numpy_finds(values: list[float]) -> None:
    """Each value once, in order, of any list, the empty one included."""
    assert distinct(np.array(values)).tolist() == np.unique(np.array(values)).tolist()


def test_a_start_does_without_masked_arrays() -> None:
    """The first picture of a scene is drawn without a part of NumPy that takes 60 ms to import and that nobody needs."""
    code = (
        "import sys; from visualizer.export import shipped; from visualizer.timeline import compile_scene;"
        "from visualizer.figures import Look, arrange, compose; from visualizer.render import render;"
        "found = shipped()[0][0]; line = compile_scene(found.scene, found.library);"
        "render(compose(line, line.at(0, 1.0), arrange(line, Look(), (320, 180))));"
        "print('numpy.ma' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.split()[-1] == "False"
