"""Translations: every text has a place, catalogues are read and brought up to date."""

from pathlib import Path

from visualizer.core.colour import contrast, delta_e_2000, difference
from visualizer.scene.catalogues import read_catalogue, read_po, texts, update_catalogue
from visualizer.scene.check import check_paths
from visualizer.scene.library import forget_catalogues, load_library, load_scene
from visualizer.scene.model import Scene

EXAMPLES = Path(__file__).parent / "scenes"


def _scene() -> Scene:
    scene, _ = load_scene(EXAMPLES / "good-gate.yaml", load_library(EXAMPLES)[0])
    assert scene is not None
    return scene


def test_texts_have_their_places() -> None:
    """Title, steps, labels, cast, quiz and prediction are all there, once each."""
    found = texts(_scene())
    assert len(found) == len(set(found))
    places = dict(found)
    assert places["good-gate/title"] == "A gate and its plug"
    assert ("good-gate/opening/says", "open for the signal") in found
    assert ("good-gate/plugged/predict", "closed ones") in found
    assert ("good-gate/quiz/1/because", "A shut gate keeps it out.") in found
    assert ("good-gate/cast/claims/says", "Gates open.") in found
    assert ("good-gate/strip", "Current") in found
    assert {place.count("/") for place in places} <= {1, 2, 3}


def test_a_new_catalogue_holds_every_text_untranslated(tmp_path: Path) -> None:
    """A first update writes each text with its context and no translation."""
    wanted = texts(_scene())
    path = tmp_path / "fr_CA" / "good-gate.po"
    assert update_catalogue(path, "fr", wanted, "good-gate") == (len(wanted), 0, 0)
    catalogue = read_catalogue(tmp_path, "good-gate", "fr")
    assert set(catalogue.entries) == set(wanted)
    assert catalogue.text("good-gate/title", "A gate and its plug") == "A gate and its plug"
    assert not catalogue.has("good-gate/title", "A gate and its plug")


def test_an_update_keeps_marks_and_sets_aside(tmp_path: Path) -> None:
    """Translations stay, a changed source is marked, what is gone becomes a comment."""
    path = tmp_path / "fr_CA" / "x.po"
    update_catalogue(path, "fr", [("x/title", "One"), ("x/a/text", "Two"), ("x/b/text", "Gone")], "x")
    text = path.read_text(encoding="utf-8")
    for source, target in (("One", "Un"), ("Two", "Deux"), ("Gone", "Parti")):
        text = text.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{target}"')
    path.write_text(text, encoding="utf-8")
    wanted = [("x/title", "One"), ("x/a/text", "Two changed"), ("x/c/text", "New")]
    assert update_catalogue(path, "fr", wanted, "x") == (1, 1, 1)
    catalogue = read_po(path, "fr")
    assert catalogue.has("x/title", "One")
    assert catalogue.text("x/a/text", "Two changed") == "Deux"
    assert not catalogue.has("x/a/text", "Two changed")
    assert '#~ msgid "Gone"' in path.read_text(encoding="utf-8")
    before = path.read_bytes()
    update_catalogue(path, "fr", wanted, "x")
    assert path.read_bytes() == before, "a second update changes nothing"


def test_a_translated_scene_has_no_finding(tmp_path: Path) -> None:
    """With a full catalogue beside it the good example is clean; without one text it is not."""
    scene = _scene()
    text = (EXAMPLES / "good-gate.yaml").read_text(encoding="utf-8").replace("beside: good-minimal\n", "")
    for name in ("substances.yaml", "references.yaml", "chains/gate.yaml", "models/dose.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((EXAMPLES / name).read_bytes())
    path = tmp_path / "good-gate.yaml"
    path.write_text(text, encoding="utf-8")
    po = tmp_path / "locale" / "fr_CA" / "good-gate.po"
    update_catalogue(po, "fr", texts(scene), "good-gate")
    forget_catalogues()
    assert {problem.rule for problem in check_paths([path])} == {"missing-translation"}
    po.write_text(po.read_text(encoding="utf-8").replace('msgstr ""\n\n', 'msgstr "x"\n\n'), encoding="utf-8")
    forget_catalogues()
    assert [problem for problem in check_paths([path]) if problem.severity == "error"] == []


def test_a_finished_translation_keeps_no_note_of_its_older_text(tmp_path: Path) -> None:
    """The text that a marked translation was of stands beside it, however long, and goes with the mark; other notes stay."""
    path = tmp_path / "fr_CA" / "x.po"
    long = "A gate that opens and closes again and again. " * 6
    update_catalogue(path, "fr", [("x/a/text", long.strip())], "x")
    path.write_text(path.read_text(encoding="utf-8").rstrip()[:-2] + '"Une porte"\n', encoding="utf-8")
    update_catalogue(path, "fr", [("x/a/text", "A gate")], "x")
    marked = path.read_text(encoding="utf-8")
    assert "The text was: A gate that opens" in marked
    path.write_text(marked.replace("#, fuzzy\nmsgctxt", "msgctxt"), encoding="utf-8")
    update_catalogue(path, "fr", [("x/a/text", "A gate")], "x")
    done = path.read_text(encoding="utf-8")
    assert "again" not in done
    assert 'msgid "A gate"\nmsgstr "Une porte"' in done


def _gate_in(folder: Path) -> tuple[Path, Path, str]:
    """Put the example with a gate into a folder, with what it shares and a new catalogue; return both paths and its text."""
    for name in ("substances.yaml", "references.yaml", "chains/gate.yaml", "models/dose.yaml"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes((EXAMPLES / name).read_bytes())
    path, po = folder / "good-gate.yaml", folder / "locale" / "fr_CA" / "good-gate.po"
    text = (EXAMPLES / "good-gate.yaml").read_text(encoding="utf-8").replace("beside: good-minimal\n", "")
    path.write_text(text, encoding="utf-8")
    update_catalogue(po, "fr", texts(_scene()), "good-gate")
    return path, po, text


def test_a_stale_translation_is_a_finding_and_says_so(tmp_path: Path) -> None:
    """When a text changes, its translation is marked as of the older one, and the check reports it at the new text."""
    path, po, text = _gate_in(tmp_path)
    po.write_text(po.read_text(encoding="utf-8").replace('msgstr ""\n\n', 'msgstr "x"\n\n'), encoding="utf-8")
    changed = text.replace("Only an open gate lets the plug in.", "An open gate alone lets the plug in.")
    path.write_text(changed, encoding="utf-8")
    scene, _ = load_scene(path, load_library(tmp_path)[0])
    assert scene is not None
    assert update_catalogue(po, "fr", texts(scene), "good-gate")[1] == 1
    forget_catalogues()
    found = [problem for problem in check_paths([path]) if problem.rule == "missing-translation"]
    assert [problem.message for problem in found] == ["the translation into 'fr' is of an older text"]
    line = 1 + changed[: changed.index("An open gate alone")].count("\n")
    assert found[0].span.line == line


def test_plain_words_are_measured_in_the_translation_as_well(tmp_path: Path) -> None:
    """A French sentence above twenty words is a finding of its own, though the English one is short."""
    path, po, _ = _gate_in(tmp_path)
    filled = po.read_text(encoding="utf-8").replace('msgstr ""\n\n', 'msgstr "x"\n\n')
    short = 'msgid "The door opens when the right key comes."\nmsgstr "x"'
    assert short in filled
    po.write_text(filled.replace(short, short[:-2] + "mot " * 21 + '."'), encoding="utf-8")
    forget_catalogues()
    found = [problem for problem in check_paths([path]) if problem.rule == "hard-plain"]
    assert [problem.message[:38] for problem in found] == ["a plain sentence has 21 words (fr): “m"]


def test_a_damaged_catalogue_is_a_finding(tmp_path: Path) -> None:
    """A file that is no catalogue is said to be none, and translates nothing."""
    path = tmp_path / "x.po"
    path.write_bytes(b'msgid "a\nmsgstr\n\xff\xfe')
    catalogue = read_po(path, "fr")
    assert [problem.rule for problem in catalogue.problems] == ["bad-catalogue"]
    assert catalogue.text("a", "b") == "b"


def test_colour_differences_repeat_published_pairs() -> None:
    """CIEDE2000 as in the paper's test data; contrast as in WCAG."""
    assert round(delta_e_2000((50, 2.6772, -79.7751), (50, 0, -82.7485)), 4) == 2.0425
    assert round(delta_e_2000((50, 2.5, 0), (56, -27, -3)), 4) == 31.9030
    assert round(delta_e_2000((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514)), 4) == 0.9082
    assert contrast("#000000", "#FFFFFF") == 21.0


def test_red_and_green_draw_together_for_some() -> None:
    """A red and a green that most people tell apart are nearer for somebody with deuteranopia."""
    assert difference("#C04A3A", "#6A8A3A", "deuteranopia") < difference("#C04A3A", "#6A8A3A") / 2
