"""What could not be done is said in the viewer's language: errors carry their words, and every sentence has a French one."""

import ast
import importlib
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import visualizer
from visualizer.app.refusals import refusal
from visualizer.app.wording import say_in
from visualizer.core.errors import UsageError
from visualizer.core.files import write_whole
from visualizer.core.problems import Problem, Span
from visualizer.core.worded import reason_of, said, worded
from visualizer.export import BrokenSceneError, find
from visualizer.export.programme import find_programme
from visualizer.pharma.settings import settle
from visualizer.scene import program_catalogue
from visualizer.scene.model_graph import graph_of
from visualizer.session import intents as ask

SOURCES = Path(visualizer.__file__).parent


def french(template: str) -> str:
    """Return a sentence of the program in French."""
    return say_in("fr")(template)


def templates() -> Iterator[str]:
    """Yield the value of every constant that a module makes a worded sentence of."""
    for path in sorted(SOURCES.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {
            part.id
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "worded" and call.args
            for part in ast.walk(call.args[0])
            if isinstance(part, ast.Name) and part.id.isupper()
        }
        module = ".".join(path.relative_to(SOURCES.parent).with_suffix("").parts)
        yield from (getattr(importlib.import_module(module), name) for name in sorted(named))


def fields(template: str) -> set[str | None]:
    """Return the names of a template's values."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_a_sentence_is_said_with_its_values() -> None:
    """A worded sentence is plain English text, and can be said in another language, what stands in it too."""
    hint = worded("did you mean '{name}'?", name="brain")
    text = worded("there is no scene or playlist '{name}'; {hint}", name="brian", hint=hint)
    assert text == "there is no scene or playlist 'brian'; did you mean 'brain'?"
    assert reason_of(UsageError(text)) is text
    assert said(french, text) == (
        "il n’y a ni scène ni liste de scènes «\u00a0brian\u00a0»; vouliez-vous dire «\u00a0brain\u00a0»?"
    )
    assert said(french, "plain") == "plain"


@pytest.mark.parametrize("template", sorted(set(templates())))
def test_every_sentence_has_a_french_one(template: str) -> None:
    """Each sentence that errors are made of is translated, with the same values in it."""
    assert program_catalogue("fr").has("program", template)
    assert fields(french(template)) == fields(template)


def test_why_a_file_cannot_be_written_is_said_in_french(tmp_path: Path) -> None:
    """The system's reason is translated as well as ours."""
    with pytest.raises(Exception, match="it is a folder") as ours:
        write_whole(tmp_path, b"x")
    assert said(french, reason_of(ours.value)) == f"impossible d’écrire {tmp_path}\u00a0: c’est un dossier"
    with pytest.raises(Exception, match="no such file or directory") as theirs:
        write_whole(tmp_path / "none" / "x.png", b"x")
    assert said(french, reason_of(theirs.value)).endswith("il n’y a ni fichier ni dossier de ce nom")


def test_settings_that_cannot_be_are_refused_in_french() -> None:
    """A knob's value out of its range, and a wrong name, are refused with the range and the hint in French."""
    model = graph_of(find("nmda-blockade").library.curves["ketamine"])
    with pytest.raises(UsageError) as wrong:
        settle(model, {"species": "mouse"})
    assert (
        said(french, reason_of(wrong.value))
        == "species ne peut pas être «\u00a0mouse\u00a0»; il y a human, rat"
    )


def test_a_broken_file_is_named_with_line_and_rule_in_french() -> None:
    """What is wrong with a file of a playlist is said by its name, its line and its rule; the terminal has the rest."""
    slips = tuple(
        Problem(Span(f"a/b/{name}.yaml", 7, 3), "unknown-key", "no key") for name in ("gate", "door")
    )
    text = refusal(french, BrokenSceneError(slips))
    assert text.startswith("gate.yaml, ligne 7")
    assert "unknown-key" in text
    assert "Le terminal" in text


def test_a_window_refuses_in_the_viewers_language(home) -> None:
    """A playlist that is not there is refused by a French window in French."""
    home.do(ask.SetLanguage("fr"))
    with pytest.raises(UsageError):
        find_programme("nothing-of-this-name")
    home._travel("nothing-of-this-name")
    assert home.session.notice is not None
    assert "il n’y a ni scène ni liste de scènes" in str(home.session.notice)
