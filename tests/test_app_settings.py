"""Settings last from run to run, and a damaged file costs nothing but its contents."""

import json
from pathlib import Path

import platformdirs
import pytest

from visualizer.app.places import Stopped, load_stopped, save_stopped
from visualizer.app.settings import (
    Settings,
    load_settings,
    preferred_language,
    save_settings,
    settings_of,
)
from visualizer.core.paths import settings_file, state_file
from visualizer.modes import Stroke, bindings, match_key
from visualizer.session import Session, update
from visualizer.session import intents as ask


def test_settings_survive_a_run(tmp_path: Path) -> None:
    """What was saved is loaded again, and nothing else lies in the folder."""
    path = tmp_path / "moa" / "settings.json"
    kept = Settings("fr", "daylight", "plain", 1.25)
    assert save_settings(kept, path) is None
    assert load_settings(path) == (kept, None)
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_no_file_means_defaults(tmp_path: Path) -> None:
    """A first run has defaults and says nothing."""
    assert load_settings(tmp_path / "settings.json") == (Settings(), None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"language": "xx"}',
        '{"theme": "../../etc"}',
        '{"colour": "red"}',
        '{"text_scale": "big"}',
        '{"language": ["en"]}',
        "\udcff",
        '{"text_scale": 1e999}',
        " " * 70_000,
        "[" * 30_000,
    ],
)
def test_a_damaged_file_is_set_aside(tmp_path: Path, text: str) -> None:
    """A file that is not ours throughout is renamed .bad, one line says so, and defaults are used."""
    path = tmp_path / "settings.json"
    content = text.encode("utf-8", "surrogateescape")
    path.write_bytes(content)
    settings, note = load_settings(path)
    assert settings == Settings()
    assert note is not None
    assert len(note.splitlines()) == 1
    assert not path.exists()
    assert (tmp_path / "settings.json.bad").read_bytes() == content


def test_a_folder_that_cannot_be_written_costs_one_line(tmp_path: Path) -> None:
    """When the settings cannot be kept, one line says so and nothing is raised."""
    (tmp_path / "moa").write_text("a file where a folder should be")
    problem = save_settings(Settings(), tmp_path / "moa" / "settings.json")
    assert problem is not None
    assert len(problem.splitlines()) == 1


def test_only_what_the_person_changed_is_kept() -> None:
    """A look asked for on the command line is not kept; one chosen in the program is."""
    first = Session(language="fr", themes=("lecture", "daylight"), theme="daylight")
    changed, _ = update(first, ask.ChangeTextScale(1))
    assert settings_of(changed, first, Settings()) == Settings(text_scale=1.25)
    swapped, _ = update(changed, ask.SwapLanguage())
    assert settings_of(swapped, first, Settings()).language == "en"


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "fr_CA.UTF-8"}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "fr_CA"}, "en"),
        ({}, "en"),
    ],
)
def test_the_first_language_is_the_locales(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    """Before anybody chose, the locale decides; a choice goes before the locale."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert preferred_language(Settings()) == language
    assert preferred_language(Settings(language="fr")) == "fr"


def test_the_file_is_readable_json(tmp_path: Path) -> None:
    """A person can read and edit the settings."""
    path = tmp_path / "settings.json"
    save_settings(Settings("fr"), path)
    assert json.loads(path.read_text()) == {
        "single_keys": True,
        "asking": True,
        "keys": {},
        "language": "fr",
        "theme": "lecture",
        "register": "text",
        "text_scale": 1.0,
        "reduced_motion": False,
        "captions": True,
    }


OWN = {"sources": ["y"], "loop": "ctrl+l", "nothing": ["x"], "words": ["s p"], "theme": ["g"]}


def test_own_keys_take_the_place_of_single_ones(tmp_path: Path) -> None:
    """A key of one's own replaces the letter, Alt and function-key forms stay, and what cannot be is said."""
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"keys": OWN}))
    settings, note = load_settings(path)
    assert note is None
    rows, problems = settings.table
    student = {row.action: row.keys for row in bindings("student", rows)}
    assert student["sources"] == ("y", "alt+s")
    assert student["loop"] == ("ctrl+l", "alt+o")
    assert student["theme"] == ("t", "alt+t")
    assert [problem.split(";")[0] for problem in problems] == [
        "there is no action 'nothing'",
        "'s p' is no key for words",
        "in mode student, g means both glossary and theme",
    ]
    assert match_key("student", Stroke("y", "y", "y"), rows) == ("sources", "y")
    assert match_key("student", Stroke("s", "s", "s"), rows) is None


@pytest.mark.parametrize("keys", ["[]", '{"loop": 7}', '{"loop": [7]}', '"o"'])
def test_keys_that_are_no_table_damage_the_file(tmp_path: Path, keys: str) -> None:
    """A file whose keys cannot be read at all is set aside like any other damage."""
    path = tmp_path / "settings.json"
    path.write_text(f'{{"keys": {keys}}}')
    assert load_settings(path)[0] == Settings()
    assert (tmp_path / "settings.json.bad").exists()


def test_own_keys_survive_a_run(tmp_path: Path) -> None:
    """What a person wrote by hand is still there after the program has saved a choice."""
    path = tmp_path / "settings.json"
    kept = Settings("fr", keys=(("sources", ("y",)),), single_keys=False)
    assert save_settings(kept, path) is None
    assert load_settings(path) == (kept, None)


def test_the_place_survives_a_run(tmp_path: Path) -> None:
    """Scene and step are kept by their ids, whole or not at all."""
    path = tmp_path / "moa" / "state.json"
    assert load_stopped(path) == (None, None)
    assert save_stopped(Stopped("nmda-blockade", "trapped"), path) is None
    assert load_stopped(path) == (Stopped("nmda-blockade", "trapped"), None)
    assert [file.name for file in path.parent.iterdir()] == ["state.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"scene": "x"}', '{"scene": 1, "step": "y"}', " " * 5000])
def test_a_damaged_place_is_set_aside(tmp_path: Path, text: str) -> None:
    """A damaged place costs one line; the program opens as for a new person."""
    path = tmp_path / "state.json"
    path.write_text(text)
    stopped, note = load_stopped(path)
    assert stopped is None
    assert note is not None
    assert "state.json.bad" in note
    assert (tmp_path / "state.json.bad").read_text() == text


def test_files_lie_in_the_systems_own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Choices belong to the settings, the place to the state, each in its folder."""
    monkeypatch.setattr(platformdirs, "user_config_path", lambda *_, **__: tmp_path / "config")
    monkeypatch.setattr(platformdirs, "user_state_path", lambda *_, **__: tmp_path / "state")
    assert settings_file() == tmp_path / "config" / "settings.json"
    assert state_file() == tmp_path / "state" / "state.json"
