"""The command line as other programs use it: words, exit codes, one-line errors, JSON, files."""

import json
import os
import re
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import jsonschema
import pytest

from visualizer import __version__
from visualizer.cli import main

SCENE = "nmda-blockade"
VERBS = (
    "run",
    "present",
    "kiosk",
    "list",
    "check",
    "export",
    "sheet",
    "model",
    "translate",
    "schema",
    "keys",
    "bench",
    "doctor",
)
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Give every test its own settings, and no screen."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")


def moa(*words: str, **variables: str | None) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own; a variable set to None is taken away."""
    environment = {**os.environ, **{k: v for k, v in variables.items() if v is not None}}
    for name, value in variables.items():
        if value is None:
            environment.pop(name, None)
    command = [sys.executable, "-m", "visualizer", *words]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        env=environment,
        cwd=ROOT,
        timeout=60,
        check=False,
        encoding="utf-8",
    )


def one_line(text: str) -> str:
    """Return the only line of a text."""
    lines = text.splitlines()
    assert len(lines) == 1, text
    return lines[0]


def text_chunks(path: Path) -> dict[str, str]:
    """Return what a PNG file says about itself, its size included, and check each chunk's sum."""
    data, at, found = path.read_bytes(), 8, {}
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + body)
        if kind == b"IHDR":
            found["size"] = "{}x{}".format(*struct.unpack(">II", body[:8]))
        if kind == b"iTXt":
            key, rest = body.split(b"\0", 1)
            found[key.decode()] = rest[4:].decode()
        at += 12 + length
    return found


def test_help_names_every_verb_and_nothing_that_does_not_work(capsys: pytest.CaptureFixture[str]) -> None:
    """The help lists what works, each verb has its own help, and what is not there yet is not shown."""
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    for verb in VERBS:
        assert f"\n    {verb} " in text
        assert main([verb, "--help"]) == 0
        assert f"usage: moa {verb}" in capsys.readouterr().out
    for later in ("new", "watch"):
        assert f"    {later}" not in text


def test_help_and_version_need_no_pygame() -> None:
    """Help answers at once: neither pygame nor NumPy is imported for it."""
    code = (
        "import sys; from visualizer.cli import main; main(['--help']); main(['--version']);"
        "sys.exit(any(name in sys.modules for name in ('pygame', 'numpy', 'pydantic')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=False, timeout=60
    )
    assert done.returncode == 0


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """The version is the package's."""
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"moa {__version__}\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["lst"], "did you mean 'list'?"),
        (["list", "--jsn"], "did you mean '--json'?"),
        (["run", "nmda-blokade"], "did you mean 'nmda-blockade'?"),
        (["run", f"{SCENE}@traped"], "did you mean 'trapped'?"),
        (["run", f"{SCENE}@0"], "steps 1 to 8"),
        (["run", f"{SCENE}@"], "no step ''"),
        (["run", "nowhere.yaml"], "no file nowhere.yaml"),
        (["run", SCENE, "--theme", "daylite"], "did you mean 'daylight'?"),
        (["run", SCENE, "--size", "big"], "not a size such as 1920x1080"),
        (["run", SCENE, "--size", "1x1"], "64 to 8192"),
        (["run", SCENE, "--seconds", "nan"], "not a number of seconds"),
        (["run", SCENE, "--lang", "de"], "there is no choice 'de'"),
        (["keys", "--mode", "studnt"], "did you mean 'student'?"),
        (["export", SCENE], "required: -o"),
        (["export", SCENE, "-o", "talk.pdf"], ".pdf files cannot be written yet"),
        (["export", SCENE, "-o", "film.mp4", "--size", "333x200"], "334x200, not 333x200"),
        (["export", SCENE, "-o", "film.gif", "--fps", "60"], "at most 50 pictures a second"),
        (["export", SCENE, "-o", "film.mp4", "--fps", "0"], "1 to 120 pictures a second"),
        (["export", SCENE, "-o", "film.mp4", "--fps", "24.5"], "not '24.5'"),
        (["export", SCENE, "-o", "film.mp4", "--at", "2"], "--at is for pictures"),
        (["export", SCENE, "-o", "picture.png", "--fps", "30"], "--fps is for movies"),
        (["export", f"{SCENE}@1", "-o", "no/such/folder/x.mp4"], "cannot write no/such/folder/x.mp4"),
        (["sheet", SCENE, "-o", "sheet.mp4"], "does not end in .png"),
        (["export", SCENE, "-o", "picture"], "does not end in .png"),
        (["export", f"{SCENE}@1", "--at", "99", "-o", "x.png"], "lasts 10 seconds"),
        (["export", f"{SCENE}@1", "-o", "no/such/folder/x.png"], "cannot write no/such/folder/x.png"),
        (["export", SCENE, "--at", "-1", "-o", "x.png"], "not a number of seconds"),
    ],
)
def test_misuse_is_one_line_and_two(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What makes no sense leaves with 2 and one line that says what would."""
    assert main(words) == 2
    line = one_line(capsys.readouterr().err)
    assert line.startswith("moa: error: ")
    assert says in line


def test_list_as_json_is_what_others_read(capsys: pytest.CaptureFixture[str]) -> None:
    """The listing has the promised keys, and lengths that add up."""
    assert main(["list", "--json"]) == 0
    listing = json.loads(capsys.readouterr().out)
    assert set(listing) == {"scenes", "playlists"}
    scenes = {scene["id"]: scene for scene in listing["scenes"]}
    assert {"nmda-blockade", "ssri-reuptake"} <= set(scenes)
    for scene in scenes.values():
        assert set(scene) == {"id", "title", "summary", "seconds", "languages", "steps"}
        assert scene["languages"][0] in ("en", "fr")
        assert scene["seconds"] == pytest.approx(sum(step["seconds"] for step in scene["steps"]))
        for step in scene["steps"]:
            assert set(step) == {"id", "title", "seconds", "evidence"}


def test_list_speaks_french(capsys: pytest.CaptureFixture[str]) -> None:
    """With --lang fr the titles are French."""
    assert main(["list", "--lang", "fr"]) == 0
    assert "La kétamine bouche le canal NMDA" in capsys.readouterr().out


def test_keys_come_from_the_one_table(capsys: pytest.CaptureFixture[str]) -> None:
    """The printed table has every action, with its keys and a sentence in the language asked for."""
    from visualizer.modes import bindings

    assert main(["keys", "--mode", "student", "--json", "--lang", "fr"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["action"], tuple(row["keys"])) for row in rows] == [
        (row.action, row.keys) for row in bindings("student")
    ]
    assert {row["mode"] for row in rows} == {"student"}
    assert rows[0]["says"] == "Lecture ou pause"
    assert main(["keys"]) == 0
    assert "Ctrl+Q" in capsys.readouterr().out


def test_check_knows_clean_from_broken_from_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A clean scene gives 0, a broken one 1 with file:line:column, a missing file 2."""
    assert main(["check", str(ROOT / "scenes" / f"{SCENE}.yaml")]) == 0
    assert capsys.readouterr().out == ""
    broken = tmp_path / "broken.yaml"
    broken.write_text(
        (ROOT / "scenes" / f"{SCENE}.yaml").read_text(encoding="utf-8").replace("seconds:", "secnds:", 1)
    )
    assert main(["check", str(broken)]) == 1
    assert f"{broken}:" in capsys.readouterr().out
    assert main(["check", "--format", "json", str(broken)]) == 1
    findings = json.loads(capsys.readouterr().out)
    assert set(findings[0]) == {"file", "line", "column", "severity", "rule", "message", "suggestion"}
    assert main(["check", "--format", "github", str(broken)]) == 1
    assert capsys.readouterr().out.startswith("::")
    assert main(["check", str(tmp_path / "missing.yaml")]) == 2


def test_check_runs_what_authors_expect(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An expectation inside a scene that is not met is a finding at its line."""
    text = (ROOT / "scenes" / f"{SCENE}.yaml").read_text(encoding="utf-8")
    wrong = tmp_path / f"{SCENE}.yaml"
    state, other = ("trapped", "open") if ": trapped," in text else ("open", "plugged")
    wrong.write_text(text.replace(f": {state}, at", f": {other}, at"), encoding="utf-8")
    assert main(["check", str(wrong)]) == 1
    assert "[failing-expect]" in capsys.readouterr().out


def test_a_broken_scene_is_not_shown_but_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exporting a broken file leaves with 1 and its findings, one a line, and writes nothing."""
    broken = tmp_path / "broken.yaml"
    broken.write_text("format: 1\nid: broken\n")
    assert main(["export", str(broken), "-o", str(tmp_path / "x.png")]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines
    assert all(line.startswith(f"{broken}:") and line.endswith("]") for line in lines)
    assert not (tmp_path / "x.png").exists()


def test_schema_is_a_schema(capsys: pytest.CaptureFixture[str]) -> None:
    """The printed schema is valid JSON Schema."""
    assert main(["schema"]) == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(capsys.readouterr().out))


def test_an_exported_picture_says_what_it_is(tmp_path: Path) -> None:
    """A PNG has the size asked for, and enough about itself to be made again."""
    path = tmp_path / "step.png"
    words = [
        "export",
        f"{SCENE}@trapped",
        "-o",
        str(path),
        "--size",
        "480x270",
        "--lang",
        "fr",
        "--theme",
        "daylight",
    ]
    assert main(words) == 0
    about = text_chunks(path)
    assert about["size"] == "480x270"
    assert about["moa:scene"] == SCENE
    assert about["moa:step"] == "trapped"
    assert about["moa:seconds"] == "9"
    assert (about["moa:seed"], about["moa:language"], about["moa:theme"]) == ("0", "fr", "daylight")
    assert about["Software"] == f"moa {__version__}"


def test_a_time_without_a_step_counts_from_the_scenes_start(tmp_path: Path) -> None:
    """SCENE --at and SCENE@STEP --at name the same picture, byte for byte."""
    whole, step = tmp_path / "whole.png", tmp_path / "step.png"
    assert main(["export", SCENE, "--at", "12", "-o", str(whole), "--size", "320x180"]) == 0
    assert main(["export", f"{SCENE}@2", "--at", "2", "-o", str(step), "--size", "320x180"]) == 0
    assert whole.read_bytes() == step.read_bytes()


def test_a_scene_of_ones_own_can_be_exported(tmp_path: Path) -> None:
    """A path does what an id does."""
    own = tmp_path / "my-own.yaml"
    text = (ROOT / "scenes" / f"{SCENE}.yaml").read_text(encoding="utf-8")
    own.write_text(text.replace(f"id: {SCENE}", "id: my-own", 1), encoding="utf-8")
    path = tmp_path / "own.png"
    assert main(["export", f"{own}@1", "-o", str(path), "--size", "320x180"]) == 0
    assert text_chunks(path)["moa:scene"] == "my-own"


def test_a_sheet_shows_every_step(tmp_path: Path) -> None:
    """The contact sheet of a scene is as high as its steps need and names the scene."""
    path = tmp_path / "sheet.png"
    assert main(["sheet", "ssri-reuptake", "-o", str(path), "--lang", "fr"]) == 0
    about = text_chunks(path)
    width, height = map(int, about["size"].split("x"))
    assert width == 2 * 40 + 3 * 640 + 2 * 28
    assert height > 3 * 360
    assert about["moa:scenes"] == "ssri-reuptake"


def test_doctor_reports_and_bundles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The doctor prints versions, scenes, typeface, settings and display, and puts them in a file."""
    import zipfile

    bundle = tmp_path / "report.zip"
    assert main(["doctor", "--bundle", str(bundle)]) == 0
    text = capsys.readouterr().out
    for name in ("moa", "Python", "SDL", "pygame-ce", "scenes", "typeface", "settings", "display"):
        assert any(line.startswith(f"{name} ") for line in text.splitlines()), name
    assert "MISSING" not in text
    assert zipfile.ZipFile(bundle).read("doctor.txt").decode() == text


def test_translate_finds_the_catalogues_whole(tmp_path: Path) -> None:
    """Bringing the shipped catalogues up to date finds nothing new, changed or left over."""
    from visualizer.export.catalogues import bring_up_to_date
    from visualizer.modes import program_words
    from visualizer.scene import load_library

    shutil.copytree(ROOT / "scenes", tmp_path / "scenes")
    shutil.copytree(ROOT / "assets" / "locale", tmp_path / "locale")
    library, _ = load_library(tmp_path / "scenes")
    found = [*bring_up_to_date(library, tmp_path / "locale", program_words(), "fr")]
    assert len(found) == 1 + len(library.scenes) + 3  # the program, each scene, playlists, models, references
    assert all((one.new, one.changed, one.aside) == (0, 0, 0) for one in found), [*map(str, found)]


def test_translate_marks_what_an_author_changed(tmp_path: Path) -> None:
    """A sentence that changed keeps its old translation, marked, and is the only one that is."""
    from visualizer.export.catalogues import bring_up_to_date
    from visualizer.scene import load_library

    shutil.copytree(ROOT / "scenes", tmp_path / "scenes")
    [*bring_up_to_date(load_library(tmp_path / "scenes")[0], tmp_path / "locale", (), "fr")]
    path = tmp_path / "scenes" / f"{SCENE}.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^title: .*$", "title: Another title", text, count=1), encoding="utf-8")
    found = [*bring_up_to_date(load_library(tmp_path / "scenes")[0], tmp_path / "locale", (), "fr")]
    assert [(one.new, one.changed, one.aside) for one in found if one.path.stem == SCENE] == [(0, 1, 0)]


def test_the_window_opens_and_leaves_by_itself() -> None:
    """Under a driver that was asked for, a window opens, stays for the seconds given, and says nothing."""
    for words in (["run", f"{SCENE}@2"], []):
        done = moa(*words, "--seconds", "0.3", "--size", "480x270", "--lang", "fr")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_without_a_display_one_line_names_export() -> None:
    """No screen and none asked for: exit 3 and one line that says how to get a picture all the same."""
    for words in (["run", SCENE], []):
        done = moa(*words, SDL_VIDEODRIVER=None, DISPLAY=None, WAYLAND_DISPLAY=None)
        assert done.returncode == 3
        assert "moa export" in one_line(done.stderr)
        assert done.stdout == ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names a screen as X11 does")
def test_a_screen_that_is_not_there_is_noticed() -> None:
    """A DISPLAY that nobody serves makes SDL fall back silently; that is exit 3, too."""
    done = moa("run", SCENE, SDL_VIDEODRIVER=None, DISPLAY=":987", WAYLAND_DISPLAY=None)
    assert done.returncode == 3
    assert "moa export" in one_line(done.stderr)


def test_an_interruption_is_130(tmp_path: Path) -> None:
    """Ctrl+C in the terminal leaves quietly with 130."""
    import signal
    import time

    record = tmp_path / "record.jsonl"  # begun when the window is there
    command = [sys.executable, "-m", "visualizer", "run", SCENE, "--size", "480x270", "--log", str(record)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    until = time.monotonic() + 120
    while process.poll() is None and not record.exists() and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (130, b"")


@pytest.mark.skipif(os.name == "nt", reason="pipes close differently on Windows")
def test_a_closed_pipe_is_quiet() -> None:
    """When the reader has seen enough, nothing complains."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "visualizer", "schema"]
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(command, stdout=pipe, stderr=subprocess.PIPE, cwd=ROOT, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
