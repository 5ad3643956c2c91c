"""What `moa bench` prints: its shape, and that every figure is one. How quick this machine is, is not asked."""

import json
import math
import os
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from visualizer.app import bench
from visualizer.cli import main
from visualizer.export import Found, find

SCENES = ("ssri-reuptake", "getting-help")  # with knobs to turn, and without
MEASURED: dict[str, object] = {}  # all that was measured, what people alone are told included


def _beginning(name: str) -> Found:
    """Return a scene that ends after its first step."""
    found = find(name)
    return replace(found, scene=found.scene.model_copy(update={"steps": found.scene.steps[:1]}))


@pytest.fixture(scope="module")
def printed() -> dict[str, object]:
    """Measure the beginnings of two scenes once, quickly and small, as the command line does."""
    import contextlib
    import io

    measure = bench.measure

    def kept(*given: object) -> dict[str, object]:
        MEASURED.update(measure(*given))
        return dict(MEASURED)

    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out):
        patch.setattr(bench, "measure", kept)
        patch.setattr(bench, "shipped", lambda: (tuple(map(_beginning, SCENES)), ()))
        assert main(["bench", "--json", "--quick", "--size", "320x180"]) == 0
    return dict(json.loads(out.getvalue()))


def _positive(value: object) -> bool:
    return isinstance(value, (int, float)) and math.isfinite(value) and value > 0


def test_nothing_comes_before_the_figures() -> None:
    """Reading the command's code in a fresh process prints nothing, whichever part asks for pygame first."""
    clean = {name: value for name, value in os.environ.items() if name != "PYGAME_HIDE_SUPPORT_PROMPT"}
    ran = subprocess.run(
        [sys.executable, "-c", "import visualizer.app.bench"],
        env=clean,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == ""


def test_the_figures_have_the_promised_shape(printed: dict) -> None:
    """Other programs find each promised key, every scene that there is, and both crowds."""
    assert set(printed) == {
        "machine", "size", "presents", "scenes", "start_ms", "crowd", "memory_mb", "export",
    }  # fmt: skip
    assert printed["size"] == [320, 180]
    assert printed["presents"] is False
    assert set(printed["scenes"]) == set(SCENES)
    for scene in printed["scenes"].values():
        assert set(scene) == {"compile_ms", "frame_ms", "camera_ms", "jump_ms", "what_if_ms"}
    assert set(printed["crowd"]) == {"2000", "5000"}
    assert {"processor", "cores", "system", "python", "load"} <= set(printed["machine"])


def test_every_figure_is_finite_and_positive(printed: dict) -> None:
    """Times are above nought, percentiles rise, and memory is what a process may hold."""
    times = [one["frame_ms"] for one in printed["crowd"].values()]
    for scene in printed["scenes"].values():
        assert _positive(scene["compile_ms"])
        times += [scene["frame_ms"], scene["jump_ms"]]
        times += [scene[name] for name in ("camera_ms", "what_if_ms") if scene[name] is not None]
    assert printed["scenes"][SCENES[0]]["what_if_ms"] is not None
    assert printed["scenes"][SCENES[1]]["what_if_ms"] is None
    for figures in times:
        assert set(figures) == {"p50", "p95", "p99"}
        assert all(map(_positive, figures.values()))
        assert figures["p50"] <= figures["p95"] <= figures["p99"]
    assert _positive(printed["start_ms"])
    assert printed["memory_mb"] is None or 20 < printed["memory_mb"] < 4000
    if printed["export"] is not None:
        assert set(printed["export"]) == {"x264_alone_s", "export_s"}
        assert all(map(_positive, printed["export"].values()))


def test_people_get_a_table(printed: dict) -> None:
    """The table names the machine, every scene and crowd, and says that nothing was shown."""
    assert set(MEASURED) - set(printed) == {"more"}
    text = bench.as_table(MEASURED)
    assert "drawn, not shown" in text
    for name in (
        *printed["scenes"],
        "what if",
        "solving ssri",
        "side by side",
        "2000 molecules",
        "5000 molecules",
        "movie",
    ):
        assert name in text
    assert max(map(len, text.splitlines())) < 120
    assert re.search(r"^  frame +\d+\.\d", text, re.MULTILINE)


def test_without_pyav_the_movie_is_left_out(monkeypatch: pytest.MonkeyPatch, printed: dict) -> None:
    """A machine that cannot make movies is measured all the same, and the table says what is missing."""
    import importlib.util

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert bench._export(find("ssri-reuptake"), (64, 64), 2, print) == (None, 0)
    assert "PyAV is missing" in bench.as_table({**MEASURED, "export": None})


def test_steps_are_taken_from_all_over_a_scene() -> None:
    """However soon the time is up, the steps measured are spread over the scene, and none is taken twice."""
    assert bench._spread(8) == [0, 4, 2, 6, 1, 5, 3, 7]
    assert sorted(bench._spread(11)) == [*range(11)]


def test_runs_take_turns_until_the_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each run has as many turns as the others, however soon the time is up, and never none."""
    runs: list[list[int]] = [[], [], []]
    now = iter(range(100))
    monkeypatch.setattr(bench.time, "perf_counter", lambda: float(next(now)))
    for number, run in bench._in_turn(runs, 25, 2.5):
        run.append(number)
    assert runs == [[0, 3, 6], [1, 4, 7], [2, 5, 8]]
    assert [number for number, _ in bench._in_turn(runs, 2, -1.0)] == [0, 1, 2]


def test_runs_are_joined_by_their_medians() -> None:
    """A figure is the median of three runs' percentiles, so one disturbed run does not move it."""
    times = bench._Times()
    for run, seconds in zip(times.runs, (0.010, 0.011, 0.500), strict=True):
        run.extend([(seconds, seconds / 2)] * 5)
    assert times.percentiles() == {"p50": 11.0, "p95": 11.0, "p99": 11.0}
    assert times.percentiles(1) == {"p50": 5.5, "p95": 5.5, "p99": 5.5}
    assert bench._Times().percentiles() is None
