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
from visualizer.timeline import model_of

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


def test_a_viewer_goes_back_to_one_dose_in_the_step_that_repeats_it():
    """What is turned on purpose wins over a step's own setting also where it is what the scene usually has."""

    def doses(*sets):
        (found,) = tuned([find("two-clocks@repeated")], sets, ())
        line = compiled(found)
        return line.plans[found.step].set_curves.doses["doses"], facts(line, Look())["moa:knobs"]

    often, untouched = doses()
    once, told = doses("schedule=once")
    assert (len(once), len(often) > 4) == (1, True)
    assert untouched == "none"
    assert "schedule=once" in told.split()


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


SHARED = (
    "bdnf-release",
    "glutamate-rise",
    "nmda-blockade",
    "other-carriers",
    "ssri-reuptake",
    "two-clocks",
    "two-routes",
)
DOSES = {"ssri": ("0", "2", "60"), "ketamine": ("0", "0.05", "3")}


def shares(line):
    """Yield each share of a state: its plan, itself, how many members are drawn in that state in the end, and of how many."""
    for plan in line.plans:
        for share in plan.shares:
            drawn = line.at(plan.index, line.steps[plan.index].seconds).proteins
            members = [one for kin in drawn if kin.id == share.group for one in kin.members]
            yield plan, share, sum(one.state == share.state for one in members), len(members)


@pytest.mark.parametrize("name", SHARED)
def test_as_many_are_held_as_the_model_says(name):
    """At every dose as many members are drawn in a state as the model's share gives, to the nearest whole one; none at none."""
    model = model_of(scene(name), library())
    assert model is not None
    knob = next(one for one in model.knobs if one in ("dose_mg_per_day", "dose_mg_per_kg"))
    seen = set()
    for dose in (None, *DOSES[model.id]):
        (found,) = tuned([find(name)], (f"{knob}={dose}",) if dose is not None else (), ())
        for plan, share, held, count in shares(compiled(found)):
            assert held == round(share.share * count), (plan.step.id, share.group, dose)
            seen.add(held)
    assert 0 in seen
    assert len(seen) > 1


@pytest.mark.parametrize("name", [name for name in SHARED if name != "nmda-blockade"])
def test_a_label_of_a_state_points_at_a_member_in_it(name):
    """A label that names a state points at a member that is drawn in it and says how many are; where none is, it is away."""
    model = model_of(scene(name), library())
    knob = next(one for one in model.knobs if one in ("dose_mg_per_day", "dose_mg_per_kg"))
    told = 0
    for dose in (None, "0"):
        (found,) = tuned([find(name)], (f"{knob}={dose}",) if dose is not None else (), ())
        line = compiled(found)
        words = Wording(line.scene, line.library, "en")
        for plan in line.plans:
            seconds = line.steps[plan.index].seconds
            view = line.at(plan.index, seconds)
            for index, said in enumerate(plan.said):
                if said.verb.state is None:
                    continue
                kin = next(one for one in view.proteins if one.id == said.verb.label.partition(".")[0])
                there = [i for i, one in enumerate(kin.members) if one.state == said.verb.state]
                assert said.held == (len(there), len(kin.members))
                assert said.holds == bool(there)
                assert (index in [label.index for label in view.labels]) == bool(there)
                if there:
                    assert line.pointed_at(plan.index, index) in there
                    assert "{" not in words.label(plan.index, index, plan)[1]
                    told += 1
    assert told


@pytest.mark.parametrize(
    ("name", "step", "words", "without"),
    [
        ("glutamate-rise", "brake-first", "fires less", "dose_mg_per_kg=0"),
        ("glutamate-rise", "let-go", "fires more", "dose_mg_per_kg=0"),
        ("ssri-reuptake", "longer", "cleared more slowly", "dose_mg_per_day=0"),
        ("ssri-reuptake", "brake", "fires less", "dose_mg_per_day=0"),
        ("two-clocks", "two-weeks", "spines go again", "schedule=twice-weekly"),
    ],
)
def test_a_label_stays_away_where_the_model_says_otherwise(name, step, words, without):
    """What hangs on the drug is said at the usual dose, and not where the turned model has none of it."""

    def told(*sets):
        (found,) = tuned([find(f"{name}@{step}")], sets, ())
        line = compiled(found)
        plan, wording = line.plans[found.step], Wording(line.scene, line.library, "en")
        shown = line.at(found.step, line.steps[found.step].seconds - 0.01).labels
        return {wording.label(found.step, view.index, plan)[1] for view in shown}

    assert words in told()
    assert words not in told(without)
    assert told(without) or name != "two-clocks"  # there something else is said instead


def test_a_turned_knob_says_that_the_words_do_not_follow():
    """Beside what was changed stands that the words are for the usual settings, in both languages; untouched, neither."""
    (found,) = tuned([find("ssri-reuptake@weeks")], ("dose_mg_per_day=2",), ())
    turned, usual = compiled(found), timeline("ssri-reuptake")
    for language, mark in (("en", "usual settings"), ("fr", "réglages habituels")):
        words = Wording(turned.scene, turned.library, language)
        assert any(mark in part for part in words.changed(turned))
        assert words.changed(usual) == ()
