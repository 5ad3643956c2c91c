"""The models against the published record: a row of tests/published_results.yaml is a result, a source and a tolerance."""

from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
import yaml
from conftest import library

from visualizer.pharma import Settings, Solution, SolvedCurve, settle, solve
from visualizer.scene import load_model, model_paths

ROWS_FILE = Path(__file__).parent / "published_results.yaml"
RESULTS = yaml.safe_load(ROWS_FILE.read_text(encoding="utf-8"))
ROWS = [(model, row) for model, rows in RESULTS.items() for row in rows]
KEYS = {
    "id", "species", "source", "says", "set", "with", "curve", "read", "than", "by", "beyond", "between", "miss",
}  # fmt: skip
# Sources that only these rows cite; the others are in scenes/references.yaml. Identifiers are those that were seen.
SOURCES = {
    "chowdhury-2017": "Chowdhury GM 2017, Mol Psychiatry 22:120-126, doi 10.1038/mp.2016.34",
    "citalopram-label": "Citalopram, prescribing information as copied: half-life 35 h, build-up 2.5 times",
    "fava-2018": "Fava M 2018, Mol Psychiatry 25:1592-1603, doi 10.1038/s41380-018-0256-5, PMID 30283029",
    "klein-2006": "Klein N 2006, Psychopharmacology 188:263-272, doi 10.1007/s00213-006-0486-0, PMID 16955282",
    "mgi-sert": "Mouse Genome Informatics MGI:3629666, phenotypes of the Slc6a4 null allele",
    "popova-2019": "Popova V 2019 (TRANSFORM-2), Am J Psychiatry; as copied",
    "pozzi-1999": "25 mg/kg i.p., frontal cortex: fluoxetine 246 %, citalopram 155 % (abstract, scilit 9c77f812)",
    "spravato-label": "Esketamine spray, prescribing information: twice a week in weeks 1 to 4",
    "spravato-page": "Measurement of plasma levels of Spravato, jnjmedicalconnect.com, 27 December 2024: half-lives",
    "spray-phase-2": "First phase 2 trial of the spray, PMC5838571 table 1",
    "xu-2015": "Lithium, valproate and ketamine in bipolar depression, PMC4475570",
    "zarate-2006-ketamine": "Zarate CA 2006, Arch Gen Psychiatry, doi 10.1001/archpsyc.63.8.856, PMID 16894061",
}


@lru_cache(maxsize=2)
def model_named(name):
    """Return a shipped model, which must be sound."""
    model, problems = load_model(model_paths(library())[name], library())
    assert model is not None, [str(problem) for problem in problems]
    return model


@lru_cache(maxsize=256)
def _solved(name: str, settings: Settings) -> Solution:
    return solve(model_named(name), settings)


def solution_of(name, row) -> Solution:
    """Return the solve that a row asks for."""
    settings = settle(model_named(name), row.get("set", {}), row.get("with", ()))
    return _solved(name, settings)


def reading_of(curve: SolvedCurve, read) -> float:
    """Return what a row reads of a curve."""
    what, where = (read, None) if isinstance(read, str) else next(iter(read.items()))
    times, values = curve.times_h, curve.values
    if isinstance(where, list):
        if what == "mean":
            even = np.linspace(*where, 400)
            return float(np.interp(even, times, values).mean())
        inside = (times >= where[0]) & (times <= where[1])
        times, values = times[inside], values[inside]
    match what:
        case "at":
            return curve.at(where)
        case "start":
            return float(values[0])
        case "max":
            return float(values.max())
        case "min":
            return float(values.min())
        case "time-of-max":
            return float(times[values.argmax()])
        case "half-life":
            first, last = float(values[0]), float(values[-1])
            return float((times[-1] - times[0]) * np.log(2.0) / np.log(first / last))
        case "rises":
            way = np.abs(values - values[0])
            return float(times[np.argmax(way >= where * way.max())])
    raise AssertionError(f"a row cannot read '{what}'")


def outcome_of(name, row) -> float:
    """Return the number that a row's source bounds."""
    mine = reading_of(solution_of(name, row).curve(row["curve"]), row["read"])
    beyond = row.get("beyond", 0.0)
    if "than" not in row:
        return mine - beyond
    other = {**row, **row["than"], "set": {**row.get("set", {}), **row["than"].get("set", {})}}
    theirs = reading_of(solution_of(name, other).curve(other["curve"]), other["read"])
    if row.get("by", "ratio") == "difference":
        return mine - theirs
    return (mine - beyond) / (theirs - beyond)


def within(outcome, bounds) -> bool:
    """Tell whether an outcome lies between its bounds; an open bound is None."""
    least, most = bounds
    return (least is None or outcome >= least) and (most is None or outcome <= most)


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[f"{name}-{row['id']}" for name, row in ROWS])
def test_the_model_agrees_with_the_published_record(name, row):
    """What the source found, the model gives within the tolerance; a row marked as a miss still misses."""
    outcome = outcome_of(name, row)
    met = within(outcome, row["between"])
    assert met != ("miss" in row), f"{row['says']}: {outcome:.4g}, and {row['between']} is wanted"


def test_rows_are_written_as_they_say():
    """Every row has its words, no other keys, its own id, a source that can be found, and says why it misses."""
    ids = [(name, row["id"]) for name, row in ROWS]
    assert len(set(ids)) == len(ids)
    for _, row in ROWS:
        assert set(row) <= KEYS, row["id"]
        assert {"id", "species", "source", "says", "curve", "read", "between"} <= set(row), row["id"]
        assert row["source"] in SOURCES or row["source"] in library().references, row["source"]
        assert len(row.get("miss", "x" * 40)) >= 40, row["id"]
    cited = {row["source"] for _, row in ROWS}
    assert set(SOURCES) <= cited
    assert not set(SOURCES) & set(library().references)


def test_at_least_thirty_results_a_model_and_few_missed():
    """Each model is held to thirty results or more, and misses fewer than one in eight."""
    for rows in RESULTS.values():
        assert len(rows) >= 30
        assert sum("miss" in row for row in rows) < len(rows) / 8
