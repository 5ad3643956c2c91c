"""Settings last from run to run, and a damaged file costs nothing but its contents."""

import json
from pathlib import Path

import pytest

from visualizer.app.settings import (
    Settings,
    load_settings,
    preferred_language,
    save_settings,
    settings_of,
)
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
        "language": "fr",
        "theme": "lecture",
        "register": "text",
        "text_scale": 1.0,
        "reduced_motion": False,
        "captions": True,
    }
