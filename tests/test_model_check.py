"""A model file is judged at its places, with suggestions; the shipped ones are clean and their pages are current."""

import csv
import json
import re
from pathlib import Path

import platformdirs
import pytest
from conftest import library

from visualizer.cli import main
from visualizer.core.paths import scenes_folder
from visualizer.export import models
from visualizer.pharma import settle, solve
from visualizer.pharma.graph import Kinetics, Turnover
from visualizer.scene import ModelFile, load_library, load_model, load_shipped, model_paths
from visualizer.scene import library as shared
from visualizer.scene.catalogues import MODELS, model_texts
from visualizer.scene.check import check_paths
from visualizer.scene.model_check import MODEL_RULES

ROOT = Path(__file__).resolve().parent.parent
GOOD = """\
format: 1
id: toy
kind: model
version: "1"
title: A drug and a brake
knobs:
  form: {says: Which form, choices: {plain: "plain", strong: "ten times as strong"}, default: plain}
  dose_mg: {says: Dose, unit: mg, default: 10, least: 0, most: 100, because: more was never given}
parameters:
  volume: {says: Volume, unit: L, value: 20, status: assumed}
  clearance: {says: Clearance, unit: L/h, value: 5, status: measured, cites: [kamp-2020]}
  never: {says: No second dose, unit: h, value: 0, status: assumed}
  course: {says: Until, unit: wk, value: 8, status: assumed}
  constant:
    says: Half at
    unit: ng/mL
    by: form
    cases: {plain: {value: 50, status: assumed}, strong: {value: 5, status: assumed}}
  slow: {says: Half-life, unit: h, value: 6, status: assumed}
  gain: {says: Gain, unit: "1", value: 2, status: assumed}
  brake: {says: Brake, unit: "1", value: 0.5, status: assumed}
  half: {says: Half of the brake, unit: "1", value: 0.4, status: assumed}
stages:
  doses: {kind: regimen, says: Doses, unit: mg, amount: dose_mg, every: never, until: course}
  drug: {kind: kinetics, says: Drug, unit: mg/L, doses: doses, volume: volume, clearance: clearance}
  bound: {kind: binding, says: Bound, unit: share, ligands: [{of: drug, constant: constant}]}
  held: {kind: product, says: Brake, of: [{of: level, lowers: brake, half-at: half}]}
  level:
    kind: turnover
    says: Level
    half-life: slow
    starts: rest
    feedback: true
    made-by: [{of: bound, gain: gain}, {of: held}]
interventions:
  brake-off: {says: No brake, does: [{remove: held}]}
curves:
  drug_ng_per_ml: {of: drug, unit: ng/mL, says: Drug, status: assumed}
  bound: {of: bound, unit: share, says: Bound, status: assumed}
  level: {of: level, says: Level, status: assumed}
"""


def judged(tmp_path, text):
    """Return a model made of a text, and its problems as (line, rule, whole sentence)."""
    path = tmp_path / "toy.yaml"
    path.write_text(text, encoding="utf-8")
    model, problems = load_model(path, library(), "toy.yaml")
    return model, [(problem.span.line, problem.rule, str(problem)) for problem in problems]


def line_of(text, part):
    """Return the line that a part of a text stands on, from 1."""
    return text[: text.index(part)].count("\n") + 1


def entry_above(text, line):
    """Return the line on which the knob, parameter or stage begins that a line belongs to."""
    lines = text.splitlines()
    while not re.match(r"  \w", lines[line - 1]):
        line -= 1
    return line


def test_a_sound_model_has_no_findings(tmp_path):
    """The example is sound and can be solved; taking its brake off raises the level."""
    model, problems = judged(tmp_path, GOOD)
    assert problems == []
    plain, freed = (
        solve(model, settle(model, {}, withs, 48.0)).curve("level") for withs in ((), ("brake-off",))
    )
    assert 1.0 < plain.values.max() < freed.values.max()
    strong = solve(model, settle(model, {"form": "strong"}, (), 48.0))
    assert strong.curve("bound").values.max() > 0.98


BROKEN = [
    ("of: drug, constant: constant", "of: drgu, constant: constant", "unknown-stage", "did you mean 'drug'?"),
    (
        "clearance: clearance}\n  bound",
        "clearance: clearence}\n  bound",
        "unknown-parameter",
        "did you mean 'clearance'?",
    ),
    ("half-life: slow", "half-life: level", "unknown-parameter", "stages are read with of"),
    ("half-life: slow", "half-life: volume", "unit-clash", "is a volume (L), and a time is wanted"),
    (
        "ligands: [{of: drug, constant: constant",
        "ligands: [{of: drug, constant: half",
        "unit-clash",
        "a mass in a volume is wanted",
    ),
    ("Volume, unit: L,", "Volume, unit: litres,", "unit-clash", "there is no unit 'litres'"),
    ("unit: ng/mL, says: Drug", "unit: uM, says: Drug", "unit-clash", "change the unit that it is shown in"),
    ("    feedback: true\n", "", "unmeant-loop", "write feedback: true"),
    ("    starts: rest\n", "", "missing-start", "add starts: rest, or a number"),
    ("kind: binding", "kind: bindung", "unknown-kind", "did you mean 'binding'?"),
    ("lowers: brake, half-at: half", "lowers: brake", "bad-shape", "add half-at"),
    ("lowers: brake, half-at", "lowers: brake, gain: gain, half-at", "bad-shape", "two shapes"),
    ("cites: [kamp-2020]", "cites: [kamp-2021]", "unknown-cite", "did you mean 'kamp-2020'?"),
    (", cites: [kamp-2020]", "", "missing-source", "status: assumed"),
    (", strong: {value: 5, status: assumed}", "", "bad-parameter", "no case for strong"),
    ("by: form", "by: frm", "unknown-knob", "did you mean 'form'?"),
    ("value: 6, status: assumed", "status: assumed", "bad-parameter", "no value"),
    ("default: plain", "default: plane", "bad-knob", "did you mean 'plain'?"),
    (", because: more was never given", "", "bad-knob", "a range with its reason"),
    ("{remove: held}", "{remove: hold}", "unknown-stage", "did you mean 'held'?"),
    ("{remove: held}", "{remove: held, scale: level}", "bad-intervention", "two things"),
    ("{remove: held}", "{scale: held}", "bad-intervention", "add by"),
    ("{of: level, says: Level", "{of: levle, says: Level", "unknown-stage", "did you mean 'level'?"),
    ("value: 20, status: assumed", "value: 20, status: guessed", "unknown-word", "measured"),
    ("says: Bound, unit: share", "says: Bound, units: share", "unknown-key", "did you mean 'unit'?"),
    ("value: 20,", "value: twenty,", "wrong-type", "a number"),
]


@pytest.mark.parametrize(
    ("good", "bad", "rule", "words"), BROKEN, ids=[f"{rule}-{i}" for i, (_, _, rule, _) in enumerate(BROKEN)]
)
def test_each_slip_is_one_finding_at_its_place(tmp_path, good, bad, rule, words):
    """A slip in a sound model is found once, on its line, with what to do about it; the model is not solved."""
    assert GOOD.count(good) == 1
    text = GOOD.replace(good, bad)
    model, problems = judged(tmp_path, text)
    errors = [problem for problem in problems if ": error: " in problem[2]]
    assert model is None
    assert [found for _, found, _ in errors] == [rule], errors
    line, _, sentence = errors[0]
    assert line in (line_of(GOOD, good), entry_above(GOOD, line_of(GOOD, good)))
    assert words in sentence


def test_what_nothing_reads_is_a_warning(tmp_path):
    """A stage and a parameter that nothing reads are told of, and the model can still be solved."""
    text = GOOD.replace("stages:\n", "  spare: {says: Spare, unit: h, value: 1, status: assumed}\nstages:\n")
    text = text.replace(
        "  held:", "  aside: {kind: product, says: Aside, unit: share, of: [{of: bound}]}\n  held:"
    )
    model, problems = judged(tmp_path, text)
    assert model is not None
    assert [rule for _, rule, _ in problems] == ["never-read", "never-read"]


def test_a_ring_that_takes_no_time_is_refused(tmp_path):
    """Two stages that answer each other at once have no answer in time."""
    text = GOOD.replace("kind: turnover\n", "kind: product\n").replace(
        "    half-life: slow\n    starts: rest\n", ""
    )
    text = text.replace("made-by: [{of: bound, gain", "of: [{of: bound, gain")
    _, problems = judged(tmp_path, text)
    assert [rule for _, rule, _ in problems if rule != "never-read"] == ["bare-loop"]


def test_check_reads_models_in_folders_and_alone(tmp_path):
    """`moa check` finds the same in a model within its folder and alone; the shipped models have no findings."""
    folder = tmp_path / "models"
    folder.mkdir()
    broken = GOOD.replace("of: drug, constant", "of: drgu, constant")
    (folder / "toy.yaml").write_text(broken, encoding="utf-8")
    (tmp_path / "toy.yaml").write_text(broken, encoding="utf-8")
    for path in (tmp_path, folder / "toy.yaml", tmp_path / "toy.yaml"):
        rules = [problem.rule for problem in check_paths([path])]
        assert rules.count("unknown-stage") == 1, path
    assert not list(check_paths([scenes_folder() / "models"]))


def test_every_rule_of_models_has_an_example():
    """Each rule that the manual lists is broken by an example here, but for what no shipped word can bring about."""
    shown = {rule for _, _, rule, _ in BROKEN} | {"never-read", "bare-loop"}
    assert set(MODEL_RULES) - shown <= {"cannot-rest"}


# ------------------------------------------------------------------------------------------------ shipped models

CURVES = {
    "ketamine": [
        "plasma_ng_per_ml", "brain_um", "norketamine_ng_per_ml", "nmda_block", "interneuron_activity", "pyramidal_activity",
        "glutamate", "ampa_drive", "calcium_entry", "bdnf_release", "trkb", "mtorc1", "synaptic_protein", "spine_density",
        "spine_head_size", "mood_effect", "dissociation",
    ],
    "ssri": [
        "plasma_ng_per_ml", "transporter_occupancy", "raphe_firing", "autoreceptor_sensitivity", "serotonin_raphe",
        "serotonin_forebrain", "bdnf", "plasticity", "mood_effect", "net_occupancy", "dat_occupancy",
        "norepinephrine_forebrain", "dopamine_forebrain",
    ],
}  # fmt: skip
INTERVENTIONS = {
    "ketamine": [
        "ampa-antagonist", "gaba-agonist", "benzodiazepine", "l-type-blocker", "bdnf-neutralised", "bdnf-met-met",
        "trkb-inhibitor", "rapamycin-in-brain", "rapamycin-oral", "protein-synthesis-inhibitor", "mglu23-agonist",
        "interneuron-glun2b-loss", "pyramidal-glun2b-loss", "spine-erasure", "low-dose-lithium", "memantine-instead",
        "glun2b-antagonist-instead",
    ],
    "ssri": [
        "autoreceptor-antagonist", "autoreceptor-antagonist-late", "transporter-knockout", "transporter-half",
        "drug-site-mutant", "tryptophan-depletion",
    ],
}  # fmt: skip
KNOBS = {
    "ketamine": [
        "species", "route", "dose_mg_per_kg", "dose_mg", "infusion_min", "form", "schedule", "stress", "body_kg",
        "first_target", "mtor_in_people", "metabolite", "trkb_direct",
    ],
    "ssri": ["drug", "dose_mg_per_day", "weeks", "missed_days"],
}  # fmt: skip


@pytest.mark.parametrize("name", ["ketamine", "ssri"])
def test_shipped_models_offer_what_is_promised(name):
    """Curves, knobs, switches and interventions have the names that others rely on."""
    model = models.find_model(name)
    assert list(model.curves) == CURVES[name]
    assert sorted(model.knobs) == sorted(KNOBS[name])
    assert list(model.interventions) == INTERVENTIONS[name]
    solution = solve(model, settle(model))
    assert all(curve.values.shape == solution.times_h.shape for curve in solution.curves())


@pytest.mark.parametrize("name", ["ketamine", "ssri"])
def test_every_number_says_where_it_comes_from(name):
    """Each case of each parameter has a status; what is measured cites a reference that is there."""
    for parameter in models.find_model(name).parameters.values():
        assert parameter.says
        for case in parameter.cases:
            assert case.status in ("measured", "derived", "assumed")
            assert case.status != "measured" or case.cites, parameter.name
            assert set(case.cites) <= set(library().references)


@pytest.mark.parametrize("name", ["ketamine", "ssri"])
def test_the_page_of_the_model_is_current(name, request):
    """The tables of docs/models are what the model says now; --accept writes them anew."""
    path = ROOT / "docs" / "models" / f"{name}.md"
    text = path.read_text(encoding="utf-8")
    fresh = models.page_with_tables(text, models.find_model(name))
    if request.config.getoption("--accept"):
        path.write_text(fresh, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == fresh


def test_every_text_of_a_model_exists_in_french():
    """Titles, knobs, interventions and curves have a French text that nobody has to look at again."""
    catalogue = library().catalogue(MODELS, "fr")
    wanted = model_texts(file for file in library().curves.values() if isinstance(file, ModelFile))
    assert len(wanted) > 100
    assert [text for text in wanted if not catalogue.has(*text)] == []
    assert not any("  " in text or " :" in text for text in catalogue.entries.values())
    said = library().text("fr", "models/ketamine/knobs/species", "Whose body it is")
    assert said == "De quel corps il s\u2019agit"


def test_a_start_reads_no_shared_file(monkeypatch, tmp_path):
    """The shipped library is at hand from the last start; a shared file is read again when its places are asked for, once."""
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path)
    read = []
    plainly = shared.read_document
    monkeypatch.setattr(
        shared, "read_document", lambda path, *rest: read.append(path) or plainly(path, *rest)
    )
    for _ in range(2):
        shared._shipped.cache_clear()
        load_shipped.cache_clear()
        before = len(read)
        read.clear()
        shipped, problems = load_shipped()
    assert problems == ()
    assert before > 0
    assert read == []
    assert set(shipped.curves) == {"ketamine", "ssri"}
    assert "prozac" not in shipped.curves
    assert shipped.documents["models/ssri"] is shipped.documents["models/ssri"]
    assert [path.stem for path in read] == ["ssri"]


def test_the_library_knows_the_models():
    """The models are found by name, and a scene's curves come from them."""
    assert set(model_paths(library())) == {"ketamine", "ssri"}
    assert load_library(scenes_folder())[1] == ()


# ---------------------------------------------------------------------------------------------- the command line


def test_csv_can_be_taken_away(tmp_path, capsys):
    """--csv writes time_h and one column a curve, under lines that name version, settings and units."""
    path = tmp_path / "curves.csv"
    assert (
        main(
            [
                "model",
                "ketamine",
                "--set",
                "dose_mg_per_kg=1",
                "--with",
                "ampa-antagonist",
                "--csv",
                str(path),
            ]
        )
        == 0
    )
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    assert "version 1.1" in head[0]
    assert any("dose_mg_per_kg=1;" in line for line in head)
    assert any("ampa-antagonist" in line for line in head)
    assert any("plasma_ng_per_ml ng/mL" in line for line in head)
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert list(rows[0]) == ["time_h", *CURVES["ketamine"]]
    assert float(rows[0]["time_h"]) == 0.0
    assert float(rows[-1]["time_h"]) == 1344.0
    assert max(float(row["plasma_ng_per_ml"]) for row in rows) == pytest.approx(366, rel=0.05)
    assert capsys.readouterr().out == ""


def test_json_says_the_same(capsys):
    """--json holds version, settings, units, times and curves, and is short when --hours is."""
    assert main(["model", "ssri", "--set", "drug=sertraline", "--hours", "48", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["model"], data["version"], data["hours"]) == ("ssri", "1.0", 48.0)
    assert data["settings"]["drug"] == "sertraline"
    assert data["units"]["transporter_occupancy"] == "share"
    assert list(data["curves"]) == CURVES["ssri"]
    assert all(len(values) == len(data["time_h"]) for values in data["curves"].values())
    assert data["time_h"][-1] == 48.0


@pytest.mark.parametrize("name", ["ketamine", "ssri"])
def test_list_and_parameters_name_everything(name, capsys):
    """--list prints curves with units, knobs with defaults, switches and interventions; --parameters every number."""
    assert main(["model", name, "--list"]) == 0
    text = capsys.readouterr().out
    for word in (*CURVES[name], *KNOBS[name], *INTERVENTIONS[name]):
        assert re.search(rf"^  {word}\b", text, re.MULTILINE), word
    assert main(["model", name, "--list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [curve["name"] for curve in listed["curves"]] == CURVES[name]
    assert main(["model", name, "--parameters"]) == 0
    text = capsys.readouterr().out
    assert all(parameter in text for parameter in models.find_model(name).parameters)
    assert main(["model", name, "--parameters", "--json"]) == 0
    assert all(
        {"value", "unit", "status", "source"} <= set(row) for row in json.loads(capsys.readouterr().out)
    )
    assert main(["model", name]) == 0
    text = capsys.readouterr().out
    assert all(curve in text for curve in CURVES[name])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ketamin"], "there is no model 'ketamin'; did you mean 'ketamine'?"),
        (["ketamine", "--set", "dose_mg_per_kg=-1"], "write 0 to 13 mg/kg"),
        (["ketamine", "--set", "dose"], "sets nothing"),
        (["ketamine", "--with", "rapamycin"], "no intervention 'rapamycin'"),
        (["ketamine", "--hours", "soon"], "not a number of hours"),
        (["ketamine", "--hours", "5000"], "eight weeks"),
        (["ketamine", "--csv", "/nowhere/at/all.csv"], "there is no folder"),
        (["ketamine", "--list", "--parameters"], "not allowed with"),
        (["ketamine", "--list", "--csv", "x.csv"], "--csv writes curves"),
    ],
)
def test_misuse_is_one_line_and_2(arguments, words, capsys):
    """What makes no sense is one line on the error channel, and code 2."""
    assert main(["model", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert words in captured.err


def test_a_broken_model_file_prints_its_findings(tmp_path, capsys):
    """A file with slips is not solved: its findings are printed as compilers do, and the code is 1."""
    path = tmp_path / "toy.yaml"
    path.write_text(GOOD.replace("of: drug, constant", "of: drgu, constant"), encoding="utf-8")
    assert main(["model", str(path)]) == 1
    assert "[unknown-stage]" in capsys.readouterr().err
    path.write_text(GOOD, encoding="utf-8")
    assert main(["model", str(path), "--set", "form=strong"]) == 0


def test_graph_keeps_kinds_apart():
    """The graph that is solved holds names and numbers only; a stage's kind says how it moves."""
    model = models.find_model("ssri")
    assert isinstance(model.stages["drug"].kind, Kinetics)
    assert isinstance(model.stages["autoreceptor_sensitivity"].kind, Turnover)
    assert model.stages["autoreceptor_sensitivity"].remembers
    assert not model.stages["raphe_firing"].remembers
