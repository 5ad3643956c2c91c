"""The files in tests/scenes: good ones are accepted, broken ones give exactly the findings they list."""

import json
import re
from pathlib import Path

import pytest

from visualizer.core.paths import scenes_folder
from visualizer.core.problems import Problem, Span
from visualizer.scene.check import as_github, as_json, as_text, check_paths
from visualizer.scene.library import load_library, load_scene
from visualizer.scene.rules import RULES

EXAMPLES = Path(__file__).parent / "scenes"
GOOD = sorted(EXAMPLES.glob("good*.yaml"))
BROKEN = sorted(EXAMPLES.glob("broken*.yaml"))


def _expected(path: Path) -> set[tuple[int, int, str]]:
    first = path.read_bytes().split(b"\n")[0].decode("utf-8-sig")
    return {
        (int(line), int(column), rule) for line, column, rule in re.findall(r"(\d+):(\d+) ([a-z-]+)", first)
    }


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_examples_have_no_errors(path: Path) -> None:
    """A good example lacks at most what a draft may lack, and a translation."""
    errors = [problem for problem in check_paths([path]) if problem.severity == "error"]
    assert not [problem for problem in errors if problem.rule != "missing-translation"], as_text(errors)


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_broken_examples_give_exactly_their_findings(path: Path) -> None:
    """Each broken example lists every error it has, with its place, in its first line."""
    expected = _expected(path)
    problems = check_paths([path])
    found = {(problem.span.line, problem.span.column, problem.rule) for problem in problems}
    errors = {(p.span.line, p.span.column, p.rule) for p in problems if p.severity == "error"}
    assert expected, "the first line lists no finding"
    assert expected <= found, as_text(problems)
    assert errors <= expected, as_text(problems)


def test_every_rule_has_an_example_that_breaks_it() -> None:
    """No rule is there that no broken example shows."""
    shown = {rule for path in BROKEN for _, _, rule in _expected(path)}
    assert set(RULES) - shown == set()


def test_problems_come_in_file_order() -> None:
    """One run lists the findings of a file from its top to its end."""
    spans = [problem.span for problem in check_paths([EXAMPLES / "broken_values.yaml"])]
    assert spans == sorted(spans)


def test_a_whole_folder_is_checked_in_one_run() -> None:
    """A folder's scenes, chains, references and curves are all looked at."""
    problems = check_paths([EXAMPLES])
    assert {Path(problem.span.file).stem for problem in problems} >= {path.stem for path in BROKEN}
    assert not [problem for problem in problems if "/chains/" in problem.span.file]


def test_paths_are_printed_as_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path stays relative, so that an editor can jump to it."""
    monkeypatch.chdir(EXAMPLES)
    assert {problem.span.file for problem in check_paths(["broken_bom.yaml"])} == {"broken_bom.yaml"}
    assert {problem.span.file for problem in check_paths(["chains/gate.yaml"])} <= {"chains/gate.yaml"}


def test_the_forms_say_the_same() -> None:
    """Text, JSON and annotations carry file, line, column, rule and words."""
    problem = Problem(Span("a,b.yaml", 3, 7), "unknown-key", "no key 'x': 50%", "did you mean 'y'?")
    assert as_text([problem]) == ("a,b.yaml:3:7: error: no key 'x': 50%; did you mean 'y'? [unknown-key]\n")
    assert json.loads(as_json([problem])) == [
        {
            "file": "a,b.yaml",
            "line": 3,
            "column": 7,
            "severity": "error",
            "rule": "unknown-key",
            "message": "no key 'x': 50%",
            "suggestion": "did you mean 'y'?",
        }
    ]
    assert as_github([problem]) == (
        "::error file=a%2Cb.yaml,line=3,col=7,title=unknown-key::no key 'x': 50%25; did you mean 'y'?\n"
    )


def test_a_hook_adds_findings_to_a_sound_scene_only() -> None:
    """What a layer above finds is asked for when the scene can be computed, and never raises."""
    seen = []

    def extra(scene: object, library: object, loaded: object) -> list[Problem]:
        seen.append(scene)
        raise RuntimeError("boom")

    sound = check_paths([EXAMPLES / "good-gate.yaml"], extra)
    check_paths([EXAMPLES / "broken_homes.yaml"], extra)
    assert len(seen) == 1
    assert "cannot-compute" in {problem.rule for problem in sound}


def test_a_scene_with_errors_of_meaning_is_still_returned() -> None:
    """Words that could be read give a scene; words that could not give none."""
    library, problems = load_library(EXAMPLES)
    assert problems == ()
    readable, findings = load_scene(EXAMPLES / "broken_homes.yaml", library)
    assert readable is not None
    assert findings
    assert load_scene(EXAMPLES / "broken_words.yaml", library)[0] is None


def test_a_chain_outside_its_folder_is_known_by_its_keys(tmp_path: Path) -> None:
    """A file with states and moves is checked as a chain wherever it lies."""
    chain = tmp_path / "loose.yaml"
    chain.write_text(
        "id: loose\nstates: [a, b, c]\nstart: x\nmoves:\n  - {from: a, to: b}\n"
        "  - {from: b, to: d, rate: 5 mV}\n"
        "  - {from: a, to: a, by: {ligand: nosuch}, cites: [nobody-1900]}\n",
        encoding="utf-8",
    )
    found = {(problem.span.line, problem.rule) for problem in check_paths([chain])}
    assert found >= {
        (3, "unknown-state"),
        (5, "bad-chain"),
        (6, "unknown-state"),
        (6, "bad-amount"),
        (7, "unknown-substance"),
        (7, "bad-chain"),
        (7, "unknown-cite"),
    }


def test_shared_files_are_checked(tmp_path: Path) -> None:
    """Malformed references, unused ones, curves out of order and playlists to nowhere are findings."""
    (tmp_path / "references.yaml").write_text(
        "good-2001: {authors: [A], year: 2001, title: T, doi: 10.1000/x}\n"
        "bad-2002: {authors: [A], year: 2002, title: T, doi: 'https://doi.org/10.1000/y'}\n"
        "none-2003: {authors: [A], year: 2003, title: T}\n"
        "odd-2004: {authors: [A], year: 2004, title: T, pmid: PMC123}\n",
        encoding="utf-8",
    )
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "m.yaml").write_text(
        "id: m\nkind: fixed-curves\ntitle: M\ncurves:\n"
        "  c: {unit: x, source: s, status: measured, points: [[2 h, 1], [1 h, 2]]}\n",
        encoding="utf-8",
    )
    (tmp_path / "playlists").mkdir()
    (tmp_path / "playlists" / "p.yaml").write_text(
        "id: p\ntitle: P\nitems: [{scene: nowhere-at-all}]\n", encoding="utf-8"
    )
    found = {
        (Path(problem.span.file).name, problem.span.line, problem.rule) for problem in check_paths([tmp_path])
    }
    assert found >= {
        ("references.yaml", 1, "never-cited"),
        ("references.yaml", 2, "bad-reference"),
        ("references.yaml", 3, "bad-reference"),
        ("references.yaml", 4, "wrong-type"),
        ("m.yaml", 5, "bad-curve"),
        ("m.yaml", 5, "missing-source"),
        ("p.yaml", 3, "unknown-scene"),
    }


def test_the_shipped_folder_is_named_as_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Findings in the shipped chains carry the path that the caller typed, too."""
    monkeypatch.chdir(scenes_folder().parent)
    files = {problem.span.file for problem in check_paths([scenes_folder().name])}
    assert all(file.startswith(scenes_folder().name) for file in files)


def test_shipped_scenes_have_no_errors() -> None:
    """What comes with the program passes its own check."""
    assert [str(problem) for problem in check_paths([scenes_folder()]) if problem.severity == "error"] == []
