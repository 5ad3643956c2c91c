"""How files become data: scalars by YAML 1.2, places, and everything a file must not be."""

import os
import time
from pathlib import Path

import pytest

from visualizer.scene.check import check_paths
from visualizer.scene.nodes import MAX_BYTES, parse_document, read_document
from visualizer.scene.reading import read_scene, scene_of


def _rules(text: str) -> list[str]:
    return [problem.rule for problem in parse_document(text, "x.yaml").problems]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("12", 12),
        ("-3", -3),
        ("2.5", 2.5),
        ("2.5e3", 2500.0),
        ("1e-3", 0.001),
        ("1.", 1.0),
        (".5", 0.5),
        ("no", "no"),
        ("on", "on"),
        ("Off", "Off"),
        ("yes", "yes"),
        ("012", "012"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("2026-11-23", "2026-11-23"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        (".", "."),
        ("=", "="),
        ("9" * 5000, "9" * 5000),
        ('"12"', "12"),
        ("'true'", "true"),
        ("10 ms", "10 ms"),
    ],
)
def test_scalars_are_read_by_our_rules(written: str, value: object) -> None:
    """What YAML 1.1 would change silently stays the text that the author wrote."""
    data = parse_document(f"key: {written}\n", "x.yaml").data
    assert data == {"key": value}
    assert type(data["key"]) is type(value)


def test_keys_are_always_text() -> None:
    """A key such as no, on or 12 is the word that was written."""
    assert parse_document("no: 1\non: 2\n12: 3\n1.50: 4\n", "x").data == {
        "no": 1,
        "on": 2,
        "12": 3,
        "1.50": 4,
    }


def test_every_value_and_key_has_its_place() -> None:
    """Lines and columns count from 1 and point at the first sign of a value."""
    document = parse_document("a:\n  - {b: 1,  c: [x, yz]}\n", "x.yaml")
    place = document.span(("a", 0, "c", 1))
    assert (place.line, place.column) == (2, 20)
    assert document.key_span(("a", 0, "c")).column == 13
    assert document.span(("a", 0, "nothing")) == document.span(("a", 0))


def test_repairs_do_not_move_places() -> None:
    """After a slip was put right for reading on, columns are still those of the author's file."""
    document = parse_document("{a: b: c, d: 1, d: 2}\ne: f\n", "x.yaml")
    assert next((p.rule, p.span.column) for p in document.problems) == ("unquoted-colon", 5)
    document = parse_document("a: {t: x: y, d: 1, d: 2}\n", "x.yaml")
    assert [(p.rule, p.span.column) for p in document.problems] == [
        ("unquoted-colon", 8),
        ("duplicate-key", 20),
    ]


@pytest.mark.parametrize(
    ("text", "rule", "suggestion"),
    [
        ("title: The gate: open\n", "unquoted-colon", 'write title: "The gate: open"'),
        ("title:Gate\nid: x\n", "missing-space", "write title: Gate"),
        ("a:\n  - b\n  -c: 1\n", "missing-space", "write - c: 1"),
        ("a:\n\tb: 1\n", "tab", "write b: 1"),
        ("a: @home\n", "unquoted-sign", 'write a: "@home"'),
        ("a: %home\n", "unquoted-sign", 'write a: "%home"'),
        ("a: `home`\n", "unquoted-sign", 'write a: "`home`"'),
        ("a: * home\n", "unquoted-sign", 'write a: "* home"'),
        ("a: “x: y”\n", "curly-quotes", 'write a: "x: y"'),
        ("a: “x”\n", "curly-quotes", 'write "x"'),
        ('a: "A "good" one"\n', "open-quote", "write a: 'A \"good\" one'"),
        ("a: 'It's'\n", "open-quote", 'write a: "It\'s"'),
        ('a: "x\n', "open-quote", "add the closing quote"),
        ("a: [1, 2\nb: 3\n", "open-bracket", "close it"),
        ("a: b\n  c: d\n", "indentation", "0 spaces"),
        ("a: 1\na: 2\n", "duplicate-key", "keep one of them"),
        ("a: &x 1\n", "alias", "quotes"),
        ("a: !!str 1\n", "tag", "quotes"),
        ("a: 1\n---\nb: 2\n", "second-document", "one scene a file"),
        ("a: x\x07y\n", "bad-character", "delete it"),
        ("a: {{b}}\n", "bad-key", "quotes"),
    ],
)
def test_slips_have_their_own_message(text: str, rule: str, suggestion: str) -> None:
    """Each beginner's slip is named, and the line is shown as it should be."""
    problems = parse_document(text, "x.yaml").problems
    assert [problem.rule for problem in problems][:1] == [rule], problems
    assert suggestion in problems[0].suggestion


def test_all_slips_of_a_file_are_found_in_one_run() -> None:
    """A slip that stops other readers does not hide the ones below it."""
    assert _rules("a: x: y\nb:c\nd: @e\nf: 1\nf: 2\n") == [
        "unquoted-colon",
        "missing-space",
        "unquoted-sign",
        "duplicate-key",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 400_000,
        "{a: " * 200_000,
        "- " * 400_000,
        "a: " * 300_000,
        "a:\n" + "".join(f"{' ' * depth}b:\n" for depth in range(1, 900)),
        "- x\n" * 240_000,
        "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(20_000)),
        '"' + "x" * 900_000,
        "? " * 300_000,
        "a: 'it's'\n" * 80_000,
        "a:b\n" * 200_000,
        "\t- x\n" * 150_000,
        "“" * 300_000,
        "a: x: y\n" * 100_000,
        "\x00" * 900_000,
        "&" * 900_000,
        "{a: " + "{" * 30 + "\n" * 5 + "]" * 9,
        "%YAML 9.9\n---\na: 1\n",
        "a: |\n\t\n x\n  y\n z: [",
    ],
    ids=range(19),
)
def test_hostile_texts_end_soon(text: str) -> None:
    """Deep, long and twisted texts are findings, not waits."""
    start = time.process_time()
    loaded = scene_of(parse_document(text, "x.yaml"))
    assert loaded.scene is None
    assert 0 < len(loaded.problems) <= 500
    assert time.process_time() - start < 8


def test_large_files_are_refused(tmp_path: Path) -> None:
    """A file past the limit is not read into memory."""
    large = tmp_path / "large.yaml"
    with large.open("wb") as stream:
        stream.truncate(50 * MAX_BYTES)
    assert [problem.rule for problem in read_document(large).problems] == ["too-large"]


def test_links_and_pipes_are_refused(tmp_path: Path) -> None:
    """Only ordinary files are opened; a pipe would wait for ever."""
    (tmp_path / "real.yaml").write_text("format: 1\n", encoding="utf-8")
    try:
        os.symlink(tmp_path / "real.yaml", tmp_path / "link.yaml")
        os.mkfifo(tmp_path / "pipe.yaml")
    except (OSError, AttributeError):
        pytest.skip("this system makes no links or pipes here")
    for name in ("link.yaml", "pipe.yaml", "nothing.yaml", "."):
        assert [p.rule for p in read_document(tmp_path / name).problems] == ["unreadable-file"], name
    rules = {(Path(p.span.file).name, p.rule) for p in check_paths([tmp_path])}
    assert {("link.yaml", "unreadable-file"), ("pipe.yaml", "unreadable-file")} <= rules


def test_a_folder_cannot_be_left(tmp_path: Path) -> None:
    """A linked folder inside the scenes' folder is not followed."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "evil.yaml").write_text("id: evil\n", encoding="utf-8")
    inside = tmp_path / "scenes"
    inside.mkdir()
    try:
        os.symlink(outside, inside / "chains", target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links here")
    problems = check_paths([inside])
    assert any("leaves the folder" in problem.message for problem in problems)


@pytest.mark.parametrize(
    "content", [b"\xff\xfea\x00:\x00", b"\x00\x01\x02", b"\x80\x81", b"", b"\xef\xbb\xbf", b"\n\n"]
)
def test_other_encodings_are_findings(tmp_path: Path, content: bytes) -> None:
    """Bytes that are no UTF-8 text, and empty files, are named as such."""
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    loaded = read_scene(path)
    assert loaded.scene is None
    assert loaded.problems
    assert loaded.problems[0].span.line >= 1
