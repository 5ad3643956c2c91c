"""Files that appear whole or not at all, whatever happens on the way."""

import errno
import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from visualizer.cli import main
from visualizer.core.errors import ExportError
from visualizer.core.files import appearing, write_whole

SCENE = "ssri-reuptake"


def names(folder: Path) -> list[str]:
    """Return what lies in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_there_whole(tmp_path: Path) -> None:
    """What is written beside the place is at the place afterwards, with the rights of any new file, and nothing else is."""
    path = tmp_path / ("n" * 250 + ".txt")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)
    assert names(tmp_path) == [path.name, "plain"]


@pytest.mark.parametrize("fault", [KeyboardInterrupt, SystemExit, ValueError])
def test_whatever_is_raised_leaves_the_old_file(tmp_path: Path, fault: type[BaseException]) -> None:
    """Any fault on the way goes on as it is; the older file stays, and the begun one goes."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def write() -> None:
        with appearing(path) as beside:
            beside.write_bytes(b"half")
            raise fault

    with pytest.raises(fault):
        write()
    assert (path.read_bytes(), names(tmp_path)) == (b"old", ["a.txt"])


def test_two_files_on_their_way_do_not_meet(tmp_path: Path) -> None:
    """Two that are written to the same place at once are each whole; the later one stays."""
    path = tmp_path / "a.txt"
    with appearing(path) as one, appearing(path) as other:
        one.write_bytes(b"one")
        other.write_bytes(b"other")
    assert (path.read_bytes(), names(tmp_path)) == (b"one", ["a.txt"])


@pytest.mark.skipif(os.name == "nt", reason="makes links as POSIX does")
def test_a_link_is_followed(tmp_path: Path) -> None:
    """Where a link stands, the file that it leads to is written, and the link stays."""
    (tmp_path / "far").mkdir()
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "far" / "a.txt")
    write_whole(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "far" / "a.txt").read_bytes() == b"new"


@pytest.mark.skipif(os.name == "nt", reason="knows pipes and devices as POSIX does")
def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    """A folder, a pipe and a device, also behind a link, are refused in one line and stay."""
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "device").symlink_to("/dev/full")
    for name, why in (
        ("folder", "a folder"),
        ("pipe", "not an ordinary file"),
        ("device", "not an ordinary file"),
    ):
        with pytest.raises(ExportError, match=f"{name}: it is {why}"):
            write_whole(tmp_path / name, b"new")
    assert names(tmp_path) == ["device", "folder", "pipe"]


def test_a_protected_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that its owner protected from writing is refused in one line, though its folder would let it be replaced."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(0o444)
    if os.access(path, os.W_OK):  # the superuser may write anything
        monkeypatch.setattr(os, "access", lambda place, _: place != path)
    with pytest.raises(ExportError, match=r"cannot write .*a\.txt: it is write-protected"):
        write_whole(path, b"new")
    assert (path.read_bytes(), names(tmp_path)) == (b"old", ["a.txt"])


def test_a_folder_that_takes_no_file_is_told_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where no file can be begun, a movie is refused before its first picture, in one line."""
    av = pytest.importorskip("av")
    real = os.open

    def refuse(path: object, flags: int, *words: int, **named: int) -> int:
        if str(path).startswith(str(tmp_path)) and flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path, flags, *words, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(av, "open", None)
    path = tmp_path / "a.mp4"
    assert main(["export", SCENE, "-o", str(path)]) == 2
    assert capsys.readouterr().err == f"moa: error: cannot write {path}: permission denied\n"
    assert names(tmp_path) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of 64 kB, where the system lets us make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], check=True, capture_output=True
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no disk can be made here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("ending", [".png", ".mp4", ".gif", ".webp"])
def test_a_disk_that_fills_up_leaves_the_old_file(
    small_disk: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    """On a real disk without room, one line says so, the older file stays, and nothing lies beside it."""
    path = small_disk / f"a{ending}"
    path.write_bytes(b"old")
    if ending != ".png":
        pytest.importorskip("av")
    pace = [] if ending == ".png" else ["--fps", "2"]
    assert main(["export", f"{SCENE}@1", "-o", str(path), "--size", "640x360", *pace]) == 2
    assert capsys.readouterr().err == f"moa: error: cannot write {path}: no space left on device\n"
    assert (path.read_bytes(), names(small_disk)) == (b"old", [path.name])
