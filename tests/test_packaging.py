"""What is built and installed: the same files from checkout and source archive, data inside, pygame-ce in its place."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OLDER = """
def __getattr__(name):
    if name in ("IS_CE", "Window"):
        raise AttributeError(name)
    return type(name, (Exception,), {})
"""


def _build(source: Path, out: Path, *words: str) -> Path:
    """Build in this environment, without the network, and return the file that came out."""
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), *words, str(source)],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return next(path for path in out.iterdir() if path.suffix in (".whl", ".gz"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel built from the checkout."""
    return _build(ROOT, tmp_path_factory.mktemp("wheel"), "--wheel")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a source archive of the checkout."""
    return _build(ROOT, tmp_path_factory.mktemp("sdist"), "--sdist")


def _names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as whole:
        return sorted(whole.namelist())


def _ours(folder: Path, pattern: str) -> set[Path]:
    return {path.relative_to(ROOT) for path in folder.rglob(pattern) if path.is_file()}


def test_scenes_and_assets_travel_in_the_wheel(wheel: Path) -> None:
    """Every scene, chain, curve, catalogue, theme and licence of the checkout is in the wheel, and every module."""
    names = set(_names(wheel))
    data = _ours(ROOT / "scenes", "*.*") | _ours(ROOT / "assets", "*.*")
    assert {path.suffix for path in data} >= {".yaml", ".po", ".json", ".md"}
    assert not {f"visualizer/data/{path.as_posix()}" for path in data} - names
    assert not {path.as_posix() for path in _ours(ROOT / "visualizer", "*.py")} - names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_nothing_else_is_in_the_wheel(wheel: Path) -> None:
    """Neither tests nor documentation, caches or machine code are installed."""
    for name in _names(wheel):
        assert name.startswith(("visualizer/", "moa_visualizer-")), name
        assert "__pycache__" not in name, name
        assert not name.endswith((".pyc", ".so", ".pyd")), name


def test_the_source_archive_builds_the_same_wheel(wheel: Path, archive: Path, tmp_path: Path) -> None:
    """A wheel made from the source archive has, file for file, the contents of one made from the checkout."""
    with tarfile.open(archive) as whole:
        whole.extractall(tmp_path / "source", filter="data")
    source = next((tmp_path / "source").iterdir())
    again = _build(source, tmp_path / "out", "--wheel")
    assert _names(again) == _names(wheel)
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(again) as other:
        for name in _names(wheel):
            assert one.read(name) == other.read(name), name
    for needed in ("tests/conftest.py", "docs/architecture.md", "README.md", "CHANGELOG.md", ".ci/run"):
        assert (source / needed).is_file(), needed


def test_the_wheel_runs_from_anywhere(wheel: Path, tmp_path: Path) -> None:
    """Unpacked far from the checkout, the program finds its own scenes and draws one."""
    with zipfile.ZipFile(wheel) as whole:
        whole.extractall(tmp_path / "site")
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "site"), "SDL_VIDEODRIVER": "dummy"}
    (tmp_path / "elsewhere").mkdir()

    def moa(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "visualizer", *words],
            cwd=tmp_path / "elsewhere", env=environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-1000:]
        return done.stdout

    assert "nmda-blockade" in moa("list")
    moa("export", "ssri-reuptake@1", "--lang", "fr", "--size", "320x180", "-o", "picture.png")
    assert (tmp_path / "elsewhere" / "picture.png").stat().st_size > 10_000
    assert str(tmp_path / "site") in moa("doctor")


@pytest.mark.parametrize("verb", [(), ("doctor",), ("export", "nmda-blockade", "-o", "picture.png")])
@pytest.mark.parametrize("left_over", [False, True], ids=["older", "remains"])
def test_the_older_pygame_is_explained(tmp_path: Path, verb: tuple[str, ...], left_over: bool) -> None:
    """With the older pygame in its place, or what uninstalling that leaves, one line says what to run."""
    package = tmp_path / "pygame"
    package.mkdir()
    if not left_over:
        for module in ("__init__", "font", "display", "event", "image"):
            (package / f"{module}.py").write_text(OLDER, encoding="utf-8")
    hide = "import sys; sys.meta_path.insert(0, type('H', (), {'find_spec': staticmethod(find)}))"
    find = (
        "def find(name, path=None, target=None):\n"
        "    if name == 'pygame.font': raise ModuleNotFoundError(name)\n"
        "    return None\n"
    )
    if left_over:
        (tmp_path / "sitecustomize.py").write_text(f"{find}{hide}\n", encoding="utf-8")
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT))),
        "SDL_VIDEODRIVER": "dummy",
    }
    done = subprocess.run(
        [sys.executable, "-m", "visualizer", *verb],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2, done.stdout + done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "pip install --force-reinstall pygame-ce" in done.stderr
