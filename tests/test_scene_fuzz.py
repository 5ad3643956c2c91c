"""No input whatever makes the check raise, and each ends soon."""

import random
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from fuzz.mutants import mutant
from fuzz.run import README_SCENE, run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from visualizer.core.errors import ModelError
from visualizer.core.paths import scenes_folder
from visualizer.pharma.settings import settle
from visualizer.pharma.solve import solve
from visualizer.scene.library import Library, judged, load_library, load_scene
from visualizer.scene.model_graph import graph_of
from visualizer.scene.nodes import parse_document, read_document
from visualizer.scene.reading import scene_of
from visualizer.timeline import compile_scene

EXAMPLES = Path(__file__).parent / "scenes"
LIBRARY: Library = load_library(EXAMPLES)[0]
GOOD = (EXAMPLES / "good-gate.yaml").read_text(encoding="utf-8")
DATA: Any = read_document(EXAMPLES / "good-gate.yaml").data
PIECES = [
    ": ",
    "\n",
    "  ",
    "\t",
    "- ",
    "{",
    "}",
    "[",
    "]",
    ",",
    "'",
    '"',
    "“",
    "&a",
    "*a",
    "!x",
    "%",
    "@",
    "#",
    "|",
    ">",
    "?",
]
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _check(text: str) -> None:
    start = time.process_time()
    loaded = scene_of(parse_document(text, "x.yaml"), "x")
    for problem in judged(loaded, LIBRARY):
        assert problem.span.line >= 1
        assert problem.span.column >= 1
        assert problem.message
        assert "\n" not in str(problem)
    assert loaded.scene is not None or loaded.problems
    assert time.process_time() - start < 5


@CALM
@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    """Text of any signs gives findings."""
    _check(text)


@CALM
@given(st.integers(0, 10_000), st.integers(1, 6))
def test_any_damage_to_a_good_scene_is_judged(seed: int, times: int) -> None:
    """Cutting, doubling and sowing signs into a good scene gives findings or a scene."""
    chance = random.Random(seed)
    text = GOOD
    for _ in range(times):
        place = chance.randrange(len(text))
        width = chance.choice((0, 0, 1, 3, 40))
        text = text[:place] + chance.choice(PIECES) * chance.choice((0, 1, 2)) + text[place + width :]
    _check(text)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.sampled_from(
        ["gates.5", "gates.99.pore", "nobody", "a.b.c.d", "10 ms", "5 bananas", "12:30", "../x", "-", "."]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8) | st.just("from"), inner, max_size=3)
    ),
    max_leaves=6,
)


def _places(value: Any, trail: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [trail, *(place for key, entry in inner for place in _places(entry, (*trail, key)))]


PLACES = [place for place in _places(DATA) if place]


def _changed(value: Any, trail: tuple[Any, ...], new: Any) -> Any:
    if not trail:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[trail[0]] = _changed(value[trail[0]], trail[1:], new)
    return copy


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PLACES), VALUES)
def test_any_value_in_any_place_is_judged(place: tuple[Any, ...], value: Any) -> None:
    """Whatever stands in the place of a value of a good scene gives findings or a scene."""
    _check(yaml.safe_dump(_changed(DATA, place, value), allow_unicode=True))


def test_each_key_can_be_missing_or_empty() -> None:
    """Every key of a good scene in turn: gone, or without a value."""
    for place in PLACES:
        if isinstance(place[-1], str):
            holder: Any = DATA
            for step in place[:-1]:
                holder = holder[step]
            without = {key: value for key, value in holder.items() if key != place[-1]}
            _check(yaml.safe_dump(_changed(DATA, place[:-1], without), allow_unicode=True))
        _check(yaml.safe_dump(_changed(DATA, place, None), allow_unicode=True))


def test_the_long_run_by_hand_still_runs(tmp_path: Path) -> None:
    """The first of the ten thousand damaged files, one shared file among them, are judged and leave nothing behind."""
    counted, findings = run(0, 6, tmp_path / "kept")
    assert sum(counted.values()) == 6
    assert findings == []
    assert not (tmp_path / "kept").exists()
    assert mutant(GOOD, (GOOD,), 7) == mutant(GOOD, (GOOD,), 7) != GOOD.encode()


# ------------------------------------------------------------------------------------- what the long run found


def test_empty_vesicles_spill_nothing(tmp_path: Path) -> None:
    """Vesicles that hold nothing fuse with the membrane, and nothing comes out of them."""
    path = tmp_path / "my-synapse.yaml"
    path.write_text(README_SCENE.replace("holds: {glutamate: 16}", "holds: {}"), encoding="utf-8")
    library = load_library(scenes_folder())[0]
    scene, problems = load_scene(path, library)
    assert scene is not None
    assert not [problem for problem in problems if problem.severity == "error"]
    end = compile_scene(scene, library).at(0, 9.0)
    assert end.vesicles
    assert not any(len(crowd.free) for crowd in end.crowds if crowd.substance == "glutamate")


def test_a_model_that_reads_what_is_not_there_is_named() -> None:
    """A stage whose source was renamed is one line with both names, wherever the model is solved."""
    library = load_library(scenes_folder())[0]
    model = graph_of(library.curves["ketamine"])
    reader, source = next((name, stage.reads[0]) for name, stage in model.stages.items() if stage.reads)
    stages = {name: stage for name, stage in model.stages.items() if name != source}
    with pytest.raises(ModelError, match=f"'{reader}' reads '{source}', which is no stage"):
        solve(replace(model, stages=stages), settle(model))


def test_a_cell_fires_no_faster_than_an_eye_can_see() -> None:
    """A firing rate of a thousand million is refused at its place, with the bounds in its own unit."""
    text = (EXAMPLES / "good-circuit.yaml").read_text(encoding="utf-8")
    place = text.index("fires: ") + len("fires: ")
    end = place + re.match(r"[^,}\n]*", text[place:]).end()  # type: ignore[union-attr]  # it matches any text
    loaded = scene_of(parse_document(f"{text[:place]}1000000000 Hz{text[end:]}", "x.yaml"), "x")
    found = [problem for problem in loaded.problems if "Hz" in problem.message]
    assert [problem.span.line for problem in found] == [1 + text[:place].count("\n")]
    assert "outside of 0 Hz to 100 Hz" in found[0].message
