"""Languages that a person adds: catalogues in her own folder, what is missing marked, what is damaged named in a line."""

from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest

from visualizer.app import settings
from visualizer.cli import main
from visualizer.core.languages import MARK, own_languages, own_locales
from visualizer.export import find
from visualizer.figures.wording import Wording
from visualizer.modes.transport import following_language
from visualizer.scene import program_catalogue
from visualizer.scene.library import forget_catalogues
from visualizer.session import Session, update
from visualizer.session import intents as ask

TITLE = "Two signals at once open the channel"


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Return a person's folder of catalogues with two German ones, of which one text is translated."""
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_, **__: tmp_path)
    folder = own_locales() / "de"
    folder.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    said = f'msgctxt "nmda-blockade/coincidence/title"\nmsgid "{TITLE}"\nmsgstr "Zwei Signale zugleich"\n'
    (folder / "nmda-blockade.po").write_text(head + said, encoding="utf-8")
    (folder / "program.po").write_text(
        head + 'msgctxt "program"\nmsgid "Glossary"\nmsgstr ""\n', encoding="utf-8"
    )
    forget_catalogues()
    yield folder
    forget_catalogues()


def test_a_folder_of_catalogues_adds_a_language(german: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is taken by --lang, listed, named by the doctor, kept as a choice, and reached by F2 after the shipped ones."""
    assert own_languages() == ("de",)
    assert main(["list", "--lang", "de"]) == 0
    listed = capsys.readouterr().out
    assert "s; en, fr, de)" in listed
    assert "Zwei Signale zugleich" in listed
    main(["doctor"])
    assert "en, fr, de" in capsys.readouterr().out
    assert main(["list", "--lang", "it"]) == 2
    session = Session(languages=("en", "fr", "de"), language="fr")
    assert following_language(session) == "de"
    assert update(session, ask.SwapLanguage())[0].language == "de"
    kept = german.parent / "settings.json"
    kept.write_text('{"language": "de"}', encoding="utf-8")
    assert settings.preferred_language(settings.read_settings(kept)) == "de"


def test_what_is_missing_shows_marked_in_its_source_language(german: Path) -> None:
    """A translated text stands alone; any other is the author's, with the mark; those of the shipped languages have none."""
    found = find("nmda-blockade")
    assert found.text("de", "coincidence/title", TITLE) == "Zwei Signale zugleich"
    assert found.text("de", "trapped/title", "The gate closes") == f"The gate closes{MARK}"
    assert program_catalogue("de").text("program", "Sources") == f"Sources{MARK}"
    assert Wording(found.scene, found.library, "de").caption(2, "text")[0] == "Zwei Signale zugleich"
    assert MARK not in found.text("fr", "trapped/title", "Not in any catalogue")


def test_a_damaged_catalogue_is_one_line_and_the_rest_goes_on(
    german: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be read is named with its place on one line; the command does its work, with its texts marked."""
    (german / "program.po").write_bytes(b"\xff\xfe garbage")
    forget_catalogues()
    assert main(["list", "--lang", "de"]) == 0
    out, err = capsys.readouterr()
    assert "Zwei Signale zugleich" in out
    assert err.count("\n") == 1
    assert err.startswith(f"{german / 'program.po'}:1:1: warning: not readable as a gettext catalogue")


def test_a_new_language_begins_with_all_texts(german: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`moa translate pt_BR` writes the program's and every scene's catalogue into the person's own folder, and nowhere else."""
    assert main(["translate", "pt_BR"]) == 0
    assert "pt_BR/program.po" in capsys.readouterr().out
    made = {path.stem for path in (german.parent / "pt_BR").glob("*.po")}
    assert made >= {"program", "nmda-blockade", "models", "playlists", "references"}
    assert 'msgid "Sources"' in (german.parent / "pt_BR" / "program.po").read_text(encoding="utf-8")
    for wrong in ("en", "x", "qq"):
        assert main(["translate", wrong]) == 2
