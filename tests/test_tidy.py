"""What keeps the house tidy: lint, types, faces, docstrings, licences, and words that agree with the program."""

import ast
import importlib
import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest
import yaml

import visualizer
from visualizer.cli import _parser
from visualizer.core.paths import scenes_folder
from visualizer.modes import bindings
from visualizer.modes.words import key_name
from visualizer.scene import load_library, load_scene
from visualizer.scene.model import KINDS

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OURS = (".ci", "assets", "docs", "scenes", "tests", "visualizer")
FREE = ("golden",)  # accepted by the program's own tests, not written by hand
WORDS = (".py", ".md", ".yaml", ".yml", ".toml", ".po", ".json", ".txt", "")
PICTURES_AT_MOST = 900_000


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, check=False, timeout=600
    )


def _files() -> Iterator[Path]:
    """Yield every file that is ours."""
    yield from (path for path in ROOT.iterdir() if path.suffix in (".md", ".toml") or path.name == "LICENSE")
    for folder in OURS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def _functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            yield node


# ----------------------------------------------------------------------------------------------- code


@pytest.mark.parametrize(
    "words", [("ruff", "check", "."), ("ruff", "format", "--check", ".")], ids=["check", "format"]
)
def test_ruff_is_content(words: tuple[str, ...]) -> None:
    """The linter finds nothing, and every file is in the formatter's form."""
    done = _run(*words)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_types_hold() -> None:
    """The strict type checker finds nothing."""
    done = _run("mypy")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_faces_are_complete() -> None:
    """What others import from a package is in its `__all__`, and what stands there exists."""
    for path in (ROOT / "visualizer").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ImportFrom) or node.level or not node.module:
                continue
            folder = ROOT.joinpath(*node.module.split("."))
            if not node.module.startswith("visualizer.") or not folder.is_dir():
                continue
            face = getattr(importlib.import_module(node.module), "__all__", [])
            for alias in node.names:
                is_module = (folder / f"{alias.name}.py").is_file() or (folder / alias.name).is_dir()
                assert alias.name in face or is_module, (
                    f"{path.name}: {node.module} does not show {alias.name}"
                )
    for path in (ROOT / "visualizer").rglob("__init__.py"):
        name = ".".join(path.parent.relative_to(ROOT).parts)
        package = importlib.import_module(name)
        face = getattr(package, "__all__", [])
        assert len(face) == len(set(face)), name
        assert all(hasattr(package, word) for word in face), name


def test_every_module_says_what_it_knows() -> None:
    """Each module opens with a sentence."""
    for path in (ROOT / "visualizer").rglob("*.py"):
        says = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert says, path
        assert says.split("\n\n")[0].rstrip().endswith((".", ":")) or "\n" in says, path


def test_every_test_states_a_fact() -> None:
    """Each test has a docstring of some words that ends like a sentence."""
    for path in sorted((ROOT / "tests").glob("test_*.py")):
        for function in _functions(path):
            if function.name.startswith("test_"):
                fact = ast.get_docstring(function) or ""
                place = f"{path.name}:{function.lineno} {function.name}"
                assert fact.endswith("."), place
                assert len(fact.split()) > 3, place


def test_no_module_names_a_scene_or_a_drug() -> None:
    """Scenes and drugs are known from their files alone; code names at most what bodies are made of."""
    library = load_library(scenes_folder())[0]
    natural = {"glutamate", "glycine", "gaba", "serotonin", "Ca", "Mg", "Na", "K", "Cl"}
    theirs = (
        (set(library.scenes) | set(library.substances)) - natural - set(KINDS)
    )  # a scene may be called as a kind is
    assert len(theirs) >= 5
    for path in (ROOT / "visualizer").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value not in theirs, f"{path.name}:{node.lineno}"


# ----------------------------------------------------------------------------------------------- files


def test_nothing_is_left_for_later_or_tied_to_a_machine() -> None:
    """No file of ours holds a note to self or the path of somebody's machine."""
    note = re.compile("TO" + r"DO\b|FIX" + r"ME\b|XX" + r"X\b")
    place = re.compile(r"""(?:^|[\s"'=:(])/(?:work|tmp|home|Users|root)/""", re.MULTILINE)
    for path in _files():
        if path.suffix in WORDS and not any(part in FREE for part in path.parts):
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not note.search(text), path
            assert not place.search(text), path


def test_names_are_plain() -> None:
    """Files have names that every system can hold: ASCII, no spaces, and no two that differ by case alone."""
    names = [path.relative_to(ROOT).as_posix() for path in _files()]
    assert all(re.fullmatch(r"[A-Za-z0-9._/@-]+", name) for name in names)
    assert len({name.lower() for name in names}) == len(names)


def test_every_asset_has_a_licence() -> None:
    """The table of licences names every asset, and nothing that is not there."""
    text = (ROOT / "assets" / "licences.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE)
    used = set()
    for folder in ("assets", "scenes", "docs/pictures", "tests/golden"):
        for path in (ROOT / folder).rglob("*"):
            name = path.relative_to(ROOT).as_posix()
            if path.is_file() and name != "assets/licences.md":
                pattern = next((row[0] for row in rows if PurePosixPath(name).match(row[0])), None)
                assert pattern is not None, f"{name} has no licence"
                used.add(pattern)
    assert used == {row[0] for row in rows}


def test_pictures_of_the_readme_are_small() -> None:
    """A picture in the documentation takes less than 900 kB."""
    for path in (ROOT / "docs" / "pictures").iterdir():
        assert path.stat().st_size < PICTURES_AT_MOST, path


def test_links_lead_somewhere() -> None:
    """Every link between our pages leads to a file, and every test that a page names is there."""
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    for page in (path for path in _files() if path.suffix == ".md"):
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"
        for name in re.findall(r"`(?:test_\w+\.py::)?(test_\w+)`", text):
            assert f"def {name}(" in tests, f"{page.name}: {name}"
        for module in re.findall(r"`((?:tests|visualizer|scenes|assets|docs)/[\w./-]*)`", text):
            assert (ROOT / module).exists(), f"{page.name}: {module}"


def test_the_version_is_one() -> None:
    """Project, package and changelog name the same version."""
    newest = re.search(
        r"^## \[(\d[^\]]*)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert newest is not None
    assert PROJECT["version"] == visualizer.__version__ == newest[1]


def test_what_is_imported_is_what_is_installed() -> None:
    """The program imports each package that it installs, and no other."""
    homes = importlib.metadata.packages_distributions()
    imported: set[str] = set()
    for path in (ROOT / "visualizer").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Import():
                    imported |= {alias.name.partition(".")[0] for alias in node.names}
                case ast.ImportFrom(module=str(module), level=0):
                    imported.add(module.partition(".")[0])
                case ast.Call(args=[ast.Constant(value=str(name)), *_], func=ast.Name(id="import_module")):
                    imported.add(name.partition(".")[0])
                case ast.Call(args=[ast.Constant(value=str(name)), *_], func=ast.Attribute(attr="find_spec")):
                    imported.add(name.partition(".")[0])
                case _:
                    pass
    outside = imported - set(sys.stdlib_module_names) - {"visualizer"}
    # pydantic's own two halves come with it and are pinned by it.
    used = {homes[name][0].lower() for name in outside} - {"pydantic_core", "annotated-types"}
    extras = PROJECT["optional-dependencies"]["movies"]
    declared = {re.split(r"[<>=]", one)[0].lower() for one in (*PROJECT["dependencies"], *extras)}
    assert used == declared


# ----------------------------------------------------------------------------------------------- words


def _readme_lines(fence: str) -> list[str]:
    blocks = re.findall(rf"^```{fence}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line]


def test_the_readme_has_two_commands() -> None:
    """One line opens the program and one runs the tests; the Windows form beside each takes the same steps."""
    posix, windows = _readme_lines("bash"), _readme_lines("powershell")
    assert len(posix) == len(windows) == 2
    assert posix[0].endswith("/moa")
    assert posix[1].endswith("-m pytest")
    for line, other in zip(posix, windows, strict=True):
        steps = line.replace(".venv/bin/", ".venv\\Scripts\\").replace("python3 -m venv", "py -m venv")
        assert other.split("; ") == steps.split(" && ")


def test_ci_runs_the_readmes_own_commands() -> None:
    """Each pattern by which `.ci/run` finds a command finds exactly that line of the README."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    patterns = re.findall(r"grep -m 1 -E '([^']+)' README\.md", script)
    found = [[line for line in README.splitlines() if re.search(pattern, line)] for pattern in patterns]
    assert found == [[line] for line in _readme_lines("bash")]
    assert os.access(ROOT / ".ci" / "run", os.X_OK) or os.name == "nt"


def test_command_lines_of_the_readme_are_understood() -> None:
    """Every `moa …` line of the README is one that the program takes."""
    lines = [line for line in re.findall(r"^moa.*$", README, re.MULTILINE) if not line.startswith("moa ani")]
    assert len(lines) >= 9
    for line in lines:
        words = re.split(r"\s{2,}", line)[0].split()[1:]
        assert callable(_parser().parse_args(words).do), line


def test_keys_of_the_readme_are_in_the_table() -> None:
    """The README's short list names only keys that the student's table has."""
    known = {key_name(key, str) for row in bindings("student") for key in row.keys}
    known |= {"Space", "a number"}
    table = README[README.index("| key | does |") : README.index("`moa keys`")]
    for row in re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)[2:]:
        words = [word for word in re.split(r",? (?:and|then) |, | (?=[→←P])", row.replace("\\", "")) if word]
        assert words, row
        for word in words:
            assert word in known, f"{word} of {row}"


def test_the_readmes_scene_works(tmp_path: Path) -> None:
    """The scene in the README has no error, and its slip is reported as the README says."""
    block = re.search(r"^```yaml\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert block is not None
    library = load_library(scenes_folder())[0]
    path = tmp_path / f"{yaml.safe_load(block[1])['id']}.yaml"
    path.write_text(block[1], encoding="utf-8")
    scene, problems = load_scene(path, library)
    assert scene is not None
    assert not [problem for problem in problems if problem.severity == "error"]
    path.write_text(block[1].replace("kind: receptor", "kind: recepter"), encoding="utf-8")
    errors = [str(problem) for problem in load_scene(path, library)[1] if problem.severity == "error"]
    assert [error.removeprefix(f"{tmp_path.as_posix()}/") for error in errors] == [
        line for line in README.splitlines() if line.startswith("my-synapse.yaml:")
    ]
