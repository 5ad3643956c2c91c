"""Record and replay: what was done in a window is a small file, and told again it ends in the same session and pixels."""

import dataclasses
import random
import re
from pathlib import Path

import numpy as np
import pytest
from conftest import settle
from hypothesis import given
from hypothesis import strategies as st
from windows import SIZE, arrive, key

import visualizer.render  # noqa: F401 (before pygame)
from visualizer import app
from visualizer.app.records import read_record
from visualizer.cli import main
from visualizer.core.errors import UsageError
from visualizer.export import shipped
from visualizer.render import PygameRenderer, read_pixels, render
from visualizer.session import intents as ask
from visualizer.session import update
from visualizer.session.record import KINDS, intent_of, line_of
from visualizer.timeline import StepOutline

pygame = pytest.importorskip("pygame")
STEPS = (
    StepOutline("a", "« Un »", 4.25, False, "animal", 2.0, (0.0, 1.5)),
    StepOutline("b", "B", 1.0, True, "contested", 1.0),
)


def examples() -> list[ask.Intent]:
    """Return one intent of every kind that can be made from simple values."""
    special = {
        "Compiled": ask.Compiled(3, "demo", STEPS),
        "ToggleOverlay": ask.ToggleOverlay("glossary"),
        "Cover": ask.Cover("white"),
        "OpenPair": ask.OpenPair(("a", "b"), 2),
    }
    simple = {float: 0.1, int: 2, str: 'é"x', bool: True}
    found: list[ask.Intent] = []
    for name, kind in KINDS.items():
        if name in special:
            found.append(special[name])
            continue
        hints = [
            simple.get(field.type if isinstance(field.type, type) else None)
            for field in dataclasses.fields(kind)
        ]
        if None not in hints:
            found.append(kind(*hints))
    return found


@pytest.mark.parametrize("intent", examples(), ids=lambda intent: type(intent).__name__)
def test_an_intent_survives_its_line(intent: ask.Intent) -> None:
    """Every kind of intent is read back exactly as it was written."""
    assert intent_of(line_of(intent)) == intent


@given(st.floats(allow_nan=False, allow_infinity=False), st.none() | st.floats(0, 1e6))
def test_times_are_read_back_to_the_last_bit(seconds: float, real: float | None) -> None:
    """A tick of any length comes back as the very same number."""
    assert intent_of(line_of(ask.Tick(seconds, real))) == ask.Tick(seconds, real)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{}",
        "[]",
        '["Nothing"]',
        '["Tick"]',
        '["Tick","x",null]',
        '["ToggleOverlay","nothing"]',
        '["GoToStep",1.5]',
    ],
)
def test_what_is_no_intent_is_refused(line: str) -> None:
    """A damaged line is a ValueError with a reason, whatever is wrong with it."""
    with pytest.raises(ValueError, match=r"\w"):
        intent_of(line)


def monkey(shell: app.Shell, chance: random.Random) -> None:
    """Do something that a person may do."""
    stroke = chance.choice(
        [*"kowsgbtrhjl,.[]", "right", "left", "f2", "tab", "return", "escape", "f6", "f10", "space"]
    )
    key(shell, stroke, stroke if len(stroke) == 1 else "")
    shell.do(ask.Tick(chance.uniform(0.0, 0.6)))


def test_a_record_told_again_ends_the_same(home: app.Shell, tmp_path: Path) -> None:
    """Told again in a new window, a record ends in an equal session and in the same pixels."""
    path = tmp_path / "session.jsonl"
    home.close()
    first = app.Shell(app.Options(size=SIZE, language="fr", log=path), shipped()[0])
    first.do(ask.OpenScene("nmda-blockade", 2))
    arrive(first)
    chance = random.Random(11)
    for _ in range(120):
        monkey(first, chance)
        if chance.random() < 0.1:
            first.frame(SIZE)
    while first.session.overlays:
        first.do(ask.CloseTop())
    first.do(ask.Tick(0.25))
    ended, wanted = first.session, pixels(first)
    first.close()
    assert path.stat().st_size < 20_000
    story = read_record(path)
    folded = dataclasses.replace(
        app.shell.first_session(app.Options(), first.settings, first.row), **story.first
    )
    for intent in story.intents:
        folded, _ = update(folded, intent)
    assert folded == ended
    again = app.Shell(app.Options(size=SIZE, replay=path), shipped()[0])
    for _ in range(20_000):
        again.hear()
        again._tell()
        if again._turns is None:
            break
    assert again.session == ended
    assert np.array_equal(pixels(again), wanted)
    key(again, "f2")
    assert again.session.language != ended.language  # the person goes on from there
    again.close()


def pixels(shell: app.Shell) -> np.ndarray:
    """Return the whole window's picture, controls included, drawn afresh."""
    settle(shell)
    return read_pixels(render(shell.frame(SIZE), PygameRenderer())).copy()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ":1: this is no record"),
        ("[]\n", ":1: this is no record"),
        ('{"first":{}}\n["Tick"]\n', ":2: Tick has 2 values"),
    ],
)
def test_a_damaged_record_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    """A record that cannot be told again costs one line with the place."""
    path = tmp_path / "broken.jsonl"
    path.write_text(text)
    with pytest.raises(UsageError, match=re.escape(said)):
        read_record(path)


def test_the_verb_writes_and_reads_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`moa run --log` leaves a file that `--replay` takes; one that is not there is a misuse."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    path = tmp_path / "session.jsonl"
    assert main(["run", "--seconds", "0.2", "--size", "640x360", "--log", str(path)]) == 0
    assert read_record(path).intents
    assert main(["run", "--seconds", "0.2", "--size", "640x360", "--replay", str(path)]) == 0
    assert main(["run", "--replay", str(tmp_path / "none.jsonl")]) == 2
    assert "cannot read" in capsys.readouterr().err
