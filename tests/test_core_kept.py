"""What was kept is found while all it was made of is the same; nothing in a file is ever run."""

import os
import pickle
import time
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType

import platformdirs
import pytest

from visualizer.core import kept as shelf
from visualizer.core.files import BEGUN_S
from visualizer.core.kept import kept, sign_of, text_of
from visualizer.core.problems import Span
from visualizer.scene import library as shared
from visualizer.scene.library import load_scene, load_shipped, load_shipped_scene

PACKAGES = ("visualizer.core",)
VALUE = MappingProxyType({"places": (Span("a.yaml", 3), Span("b.yaml", 4)), "path": Path("x")})


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give each test a cache of its own, and return where kept values lie in it."""
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path / "cache")
    return tmp_path / "cache" / "kept"


def refuse() -> object:
    """Stand for what must not be made again."""
    raise AssertionError("it was there already")


def only(folder: Path) -> Path:
    """Return the one file of a folder."""
    (file,) = folder.iterdir()
    return file


def test_what_was_kept_is_found() -> None:
    """A value is made once, and comes back equal, read-only mappings as such."""
    assert kept("v", "a", lambda: VALUE, PACKAGES) is VALUE
    again = kept("v", "a", refuse, PACKAGES)
    assert again == VALUE
    assert isinstance(again, MappingProxyType)


def test_what_was_made_of_something_else_is_not_found() -> None:
    """Another text of what it was made of, or another name, makes it anew."""
    kept("v", "a", lambda: 1, PACKAGES)
    assert kept("v", "b", lambda: 2, PACKAGES) == 2
    assert kept("w", "a", lambda: 3, PACKAGES) == 3
    assert kept("v", "a", refuse, PACKAGES) == 1


@pytest.mark.parametrize("at", [0, 12, 60, -1])
def test_a_damaged_file_is_made_anew(folder: Path, at: int) -> None:
    """A file with one wrong byte, wherever it is, is as good as none."""
    kept("v", "a", lambda: VALUE, PACKAGES)
    data = bytearray(only(folder).read_bytes())
    data[at] ^= 1
    only(folder).write_bytes(bytes(data))
    assert kept("v", "a", lambda: 5, PACKAGES) == 5
    assert kept("v", "a", refuse, PACKAGES) == 5


class Trap:
    """A value that would run something when it is read."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        """Ask for a folder to be made."""
        return os.mkdir, ("sprung",)


@dataclass(frozen=True)
class Stranger:
    """A value of a package that was not named."""

    number: int = 1


@pytest.mark.parametrize(
    "value", [Trap(), Stranger(), shelf.kept, os.system], ids=["trap", "stranger", "function", "system"]
)
def test_nothing_in_a_file_is_run(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: object
) -> None:
    """A whole file that names anything but plain values and our value classes is refused and made anew."""
    monkeypatch.chdir(tmp_path)
    kept("v", "a", lambda: 1, PACKAGES)
    data = pickle.dumps(value)
    only(folder).write_bytes(shelf._MARK + blake2b(data, digest_size=16).digest() + data)
    assert kept("v", "a", lambda: 2, PACKAGES) == 2
    assert not (tmp_path / "sprung").exists()


def test_a_folder_that_cannot_be_written_costs_only_time(folder: Path) -> None:
    """Where nothing can be kept, everything is made each time."""
    folder.parent.mkdir()
    folder.write_text("a file where a folder should be")
    assert [kept("v", "a", lambda number=number: number, PACKAGES) for number in (1, 2)] == [1, 2]


def test_few_files_of_a_name_stay(folder: Path) -> None:
    """Of one name the last few stay, and those of other names are left alone."""
    kept("other", "a", lambda: 0, PACKAGES)
    for number in range(3 * shelf.FILES_AT_MOST):
        kept("v", str(number), lambda number=number: number, PACKAGES)
    assert len(list(folder.glob("v-*"))) == shelf.FILES_AT_MOST
    assert len(list(folder.glob("other-*"))) == 1
    assert kept("v", str(3 * shelf.FILES_AT_MOST - 1), refuse, PACKAGES) == 3 * shelf.FILES_AT_MOST - 1


def test_what_a_crash_left_half_written_goes(folder: Path) -> None:
    """A begun file that is older by minutes than the newest whole one is taken away; a younger one may be another program's."""
    folder.mkdir(parents=True)
    for name, age in ((".moa-1-1.part", 2 * BEGUN_S), (".moa-2-1.part", 0.5 * BEGUN_S)):
        (folder / name).write_bytes(b"x")
        begun = time.time() - age
        os.utime(folder / name, (begun, begun))
    kept("v", "a", lambda: 0, PACKAGES)
    assert [path.name for path in folder.glob(".moa-*")] == [".moa-2-1.part"]


def test_signs_change_with_the_files(tmp_path: Path) -> None:
    """Another text, even of the same length and time, another size and another name each change the sign of a text."""
    file = tmp_path / "a.yaml"
    file.write_text("seconds: 9")
    before, time = text_of([file]), file.stat().st_mtime_ns
    assert before == text_of([file])
    file.write_text("seconds: 8")
    os.utime(file, ns=(time, time))
    assert text_of([file]) != before
    by_time = sign_of([file])
    file.write_text("seconds: 80")
    assert sign_of([file]) != by_time
    assert text_of([file.rename(tmp_path / "b.yaml")]) != text_of([file])


def test_scenes_that_were_kept_are_those_that_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped library and its scenes are the same from their files and from what was kept of them."""
    shared._shipped.cache_clear()
    shared.load_shipped.cache_clear()
    read = shared._shipped()
    shared._shipped.cache_clear()
    monkeypatch.setattr(shared, "_read_shipped", refuse)
    found, problems = load_shipped()
    assert problems == read.problems == ()
    for name in ("substances", "chains", "references", "curves", "playlists", "glossary"):
        assert getattr(found, name) == getattr(read, name), name
    monkeypatch.undo()
    for name, path in list(found.scenes.items())[:2]:
        assert load_shipped_scene(name) == load_scene(path, found)
    assert found.span("references", next(iter(found.references))).line > 0
    shared._shipped.cache_clear()
    shared.load_shipped.cache_clear()
