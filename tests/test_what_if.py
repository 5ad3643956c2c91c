"""Knobs and interventions of a model, set from the command line: what they change in a picture, and what they leave."""

import subprocess
import sys

import numpy as np
import pygame
import pytest
from conftest import library, scene, timeline

from visualizer.core.errors import UsageError
from visualizer.core.paths import scenes_folder
from visualizer.export import compiled, facts, find, tuned
from visualizer.figures import Look
from visualizer.figures.wording import Wording
from visualizer.scene.reading import read_scene
from visualizer.scene.rules import bad_setting
from visualizer.scene.rules.context import Context

SCENE, STEP = "nmda-blockade", "arrival"


def free_ketamine(*sets, withs=()):
    """Return where free ketamine is at the end of the step in which it reaches the synapse."""
    (found,) = tuned([find(f"{SCENE}@{STEP}")], sets, withs)
    line = compiled(found)
    snapshot = line.at(found.step, line.steps[found.step].seconds)
    places = [crowd.free for crowd in snapshot.crowds if crowd.substance == "ketamine"]
    return np.concatenate(places) if places else np.empty((0, 2))


def test_more_drug_is_more_molecules_over_the_same_draws():
    """A larger dose adds molecules to those that are there, each of which stays where it was; no dose, none."""
    usual, more = free_ketamine(), free_ketamine("dose_mg_per_kg=2")
    assert len(free_ketamine("dose_mg_per_kg=0")) == 0
    assert 0 < len(usual) < len(more)
    assert {tuple(place) for place in usual.tolist()} <= {tuple(place) for place in more.tolist()}


def test_the_defaults_said_aloud_change_nothing():
    """Setting a knob to what it is gives the picture that nobody touched."""
    assert np.array_equal(free_ketamine("dose_mg_per_kg=0.5"), free_ketamine())


def test_curves_follow_the_settings():
    """An intervention reaches the curves that the scene's charts and crowds read, and only downstream of what it touches."""
    (found,) = tuned([find(SCENE)], (), ("ampa-antagonist",))
    changed, usual = compiled(found).curves, timeline(SCENE).curves
    assert changed["bdnf_release"].at(2.0) < usual["bdnf_release"].at(2.0)
    assert changed["brain_um"].at(2.0) == usual["brain_um"].at(2.0)


def test_a_picture_file_says_what_was_set():
    """Knobs and interventions stand in a file's facts as the command line takes them; a usual picture has none."""
    (found,) = tuned([find(SCENE)], ("dose_mg_per_kg=1",), ("low-dose-lithium",))
    about = facts(compiled(found), Look())
    assert "dose_mg_per_kg=1" in about["moa:knobs"].split()
    assert about["moa:with"] == "low-dose-lithium"
    assert facts(timeline(SCENE), Look())["moa:knobs"] == "none"


def test_each_half_takes_what_its_model_knows():
    """Of two scenes side by side a knob goes to the one whose model has it; a name that none has is refused."""
    both = [find("nmda-blockade"), find("ssri-reuptake")]
    left, right = tuned(both, ("dose_mg_per_kg=1", "dose_mg_per_day=20"), ("tryptophan-depletion",))
    assert left.settings.of("dose_mg_per_kg") == "1"
    assert right.settings.of("dose_mg_per_day") == "20"
    assert (left.settings.interventions, right.settings.interventions) == ((), ("tryptophan-depletion",))
    with pytest.raises(UsageError, match="no knob 'doze'"):
        tuned(both, ("doze=1",), ())


def test_a_scene_without_a_model_cannot_be_set():
    """One line says that there is nothing to set."""
    from dataclasses import replace

    bare = replace(find(SCENE), scene=scene(SCENE).model_copy(update={"model": None}), library=library())
    with pytest.raises(UsageError, match="nothing to set"):
        tuned([bare], ("dose_mg_per_kg=1",), ())


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--set", "dose_mg_per_kg=-1"), "write 0 to"),
        (("--set", "dose_mg_per_kg=nan"), "write a number"),
        (("--set", "dose"), "KNOB=VALUE"),
        (("--with", "ampa-antagonis"), "did you mean 'ampa-antagonist'?"),
    ],
)
def test_a_wrong_setting_is_refused_in_one_line(words, says, tmp_path):
    """Each slip has one line with what is allowed, exit code 2, and leaves no file."""
    path = tmp_path / "x.png"
    command = [sys.executable, "-m", "visualizer", "export", SCENE, *words, "-o", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert says in done.stderr
    assert not path.exists()


def test_a_window_opens_as_it_was_set():
    """`moa run --set` compiles its scene under the settings, and a kept picture says so."""
    import time

    from visualizer import app
    from visualizer.app.display import open_display
    from visualizer.export import shipped

    (found,) = tuned([find(f"{SCENE}@{STEP}")], ("dose_mg_per_kg=2",), ())
    open_display()
    shell = app.Shell(app.Options(found, (640, 360), "en"), shipped()[0])
    try:
        until = time.monotonic() + 120
        while shell.session.screen != "scene" and time.monotonic() < until:
            shell.hear()
            time.sleep(0.02)
        assert "dose_mg_per_kg=2" in shell._facts(shell.timelines[SCENE], (640, 360))["moa:knobs"]
    finally:
        shell.close()
        pygame.display.quit()


def test_a_scene_turns_knobs_of_its_own():
    """A scene about rats runs its model in rats; a step that turns a knob has curves of its own, another step has not."""
    line = timeline("glutamate-rise")
    assert dict(line.plans[0].set_curves.knobs)["species"] == "rat"
    rival = next(plan for plan in line.plans if plan.step.id == "rival")
    surge = next(plan for plan in line.plans if plan.step.id == "surge")
    assert rival.curve_value("glutamate", 0.5, 0.0) == pytest.approx(1.0, abs=0.01)
    assert surge.curve_value("glutamate", 0.5, 0.0) > 1.2


def test_a_knob_that_runs_moves_what_is_seen():
    """While the dose runs from 1 to 200 mg/kg the plot's dot goes up and then far below where it began."""
    line = timeline("glutamate-rise")
    step = next(i for i, plan in enumerate(line.plans) if plan.step.id == "too-much")
    seconds = line.steps[step].seconds
    dots = [line.at(step, seconds * part).responses[0] for part in (0.1, 0.5, 1.0)]
    assert [dot.now for dot in dots] == pytest.approx([200**0.1, 200**0.5, 200.0])
    assert dots[1].value > dots[0].value > 1.0 > dots[2].value
    cells = [line.at(step, seconds * part).cells for part in (0.5, 1.0)]
    rates = [next(one.rate for one in each if one.id == "pyramidal") for each in cells]
    assert rates[0] > 1.2
    assert rates[1] < 0.2


def test_measured_directions_agree_with_the_curve_below_them():
    """Where rats' glutamate was raised, unchanged or lowered, the plot's curve is above, near or below 1."""
    line = timeline("glutamate-rise")
    (curve,) = line.responses.values()
    for mark in line.scene.cast["dose_response"].marks:
        low, high = {"raised": (1.1, 9.0), "unchanged": (0.9, 1.1), "lowered": (0.0, 0.5)}[mark.was]
        assert low <= curve.at(mark.at) <= high, mark.at


def test_what_a_viewer_turns_wins_over_the_step():
    """A knob that the command line turned stays so in a step that would turn it itself."""
    (found,) = tuned([find("glutamate-rise")], ("dose_mg_per_kg=20",), ())
    line = compiled(found)
    step = next(i for i, plan in enumerate(line.plans) if plan.step.id == "too-much")
    seconds = line.steps[step].seconds
    assert {line.at(step, seconds * part).responses[0].now for part in (0.2, 1.0)} == {20.0}


@pytest.mark.parametrize(
    "knobs", [{"species": "rats"}, {"dose": 3.0}, {"dose_mg_per_kg": 900.0}, {"route": "nasal"}], ids=str
)
def test_a_knob_that_cannot_be_turned_so_is_found(knobs):
    """An unknown knob, a word it lacks, a number out of range and a combination without data are each one finding."""
    loaded = read_scene(scenes_folder() / "glutamate-rise.yaml")
    turned = loaded.sketch.model_copy(
        update={"settings": {"species": "rat", **knobs}, "steps": loaded.sketch.steps[:1]}
    )
    found = list(bad_setting.check(turned, Context(loaded, library())))
    assert [problem.span.line for problem in found][:1] == [loaded.span("settings").line]


BOUND = (
    ("glutamate-rise", "brake-first", "on_interneuron", "blocked", "dose_mg_per_kg=0"),
    ("glutamate-rise", "rival", "on_pyramidal", "blocked", "dose_mg_per_kg=0"),
    ("nmda-blockade", "whose-receptors", "on_interneuron", "blocked", "dose_mg_per_kg=0"),
    ("nmda-blockade", "whose-receptors", "on_pyramidal", "blocked", "dose_mg_per_kg=0"),
    ("other-carriers", "snri-high", "net", "blocked", "dose_mg_per_day=0"),
    ("ssri-reuptake", "brake", "autoreceptor", "active", "dose_mg_per_day=0"),
    ("two-routes", "second-route", "nmdar", "blocked", "dose_mg_per_kg=0"),
)


def held(scene_step, group, state, *sets):
    """Return which members of a group are in a state at the end of a step."""
    (found,) = tuned([find(scene_step)], sets, ())
    line = compiled(found)
    drawn = line.at(found.step, line.steps[found.step].seconds).proteins
    return [one.id for kin in drawn if kin.id == group for one in kin.members if one.state == state]


@pytest.mark.parametrize(("name", "step", "group", "state", "without"), BOUND)
def test_a_share_that_a_drug_holds_is_the_models(name, step, group, state, without):
    """At the usual dose some members are held, and none where no drug is given."""
    assert held(f"{name}@{step}", group, state)
    assert held(f"{name}@{step}", group, state, without) == []


def test_a_label_that_says_plugged_points_at_one_that_is():
    """In glutamate-rise the receptors that labels call plugged are among those that the model plugs."""
    assert "on_interneuron.3" in held("glutamate-rise@brake-first", "on_interneuron", "blocked")
    assert "on_pyramidal.2" in held("glutamate-rise@rival", "on_pyramidal", "blocked")


def test_a_turned_knob_says_that_the_words_do_not_follow():
    """Beside what was changed stands that the words are for the usual settings, in both languages; untouched, neither."""
    (found,) = tuned([find("ssri-reuptake@weeks")], ("dose_mg_per_day=2",), ())
    turned, usual = compiled(found), timeline("ssri-reuptake")
    for language, mark in (("en", "usual settings"), ("fr", "réglages habituels")):
        words = Wording(turned.scene, turned.library, language)
        assert any(mark in part for part in words.changed(turned))
        assert words.changed(usual) == ()
