"""The JSON Schema and the manual, which come from the same definitions as the check."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from visualizer.core.paths import scenes_folder
from visualizer.scene.library import scene_paths
from visualizer.scene.manual import WORD_RULES, scene_format
from visualizer.scene.model import KINDS, VERBS
from visualizer.scene.nodes import read_document
from visualizer.scene.rules import RULES
from visualizer.scene.schema import SCHEMA_FILE, scene_schema
from visualizer.scene.shared import SHARED_RULES

PROJECT = Path(__file__).parent.parent
EXAMPLES = Path(__file__).parent / "scenes"
SCENES = [*sorted(EXAMPLES.glob("good*.yaml")), *scene_paths(scenes_folder())]


def _validator() -> Any:
    return jsonschema.Draft202012Validator(scene_schema())


def test_the_schema_is_a_schema() -> None:
    """An independent library accepts the schema itself, and it can be written as JSON."""
    jsonschema.Draft202012Validator.check_schema(json.loads(json.dumps(scene_schema())))


@pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)
def test_scenes_validate_by_an_independent_library(path: Path) -> None:
    """What the check accepts, the schema accepts."""
    errors = [
        f"{error.json_path}: {error.message[:200]}"
        for error in _validator().iter_errors(read_document(path).data)
    ]
    assert not errors


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("colour", "red"),
        ("format", 2),
        ("cast", {"a": {"kind": "recepter", "type": "NMDA", "on": "b.membrane"}}),
        ("cast", {"a": {"kind": "receptor", "type": "NMDA"}}),
        ("cast", {"a": {"kind": "ion", "type": "Ca", "in": "x", "on": "y"}}),
        ("happens", [{"relese": "pool"}]),
        ("happens", [{"release": "pool", "label": "gates"}]),
        ("happens", [{"at": 1}]),
        ("happens", [{"direct": "a.1", "states": [{"b": 1, "c": 2}]}]),
        ("expect", [{"gates.1": "open", "att": 3}]),
        ("seconds", "9 s"),
    ],
)
def test_the_schema_refuses_what_the_check_refuses(key: str, value: object) -> None:
    """The schema is not merely permissive: a slip in a good scene is seen by it, too."""
    data = read_document(EXAMPLES / "good-minimal.yaml").data
    step_keys = ("happens", "expect", "seconds")
    target = data["steps"][0] if key in step_keys else data
    target[key] = value
    assert list(_validator().iter_errors(data))


def test_every_key_has_a_description_for_the_editor() -> None:
    """Hover help is there for each key of each mapping."""
    bare = []
    for name, definition in scene_schema()["$defs"].items():
        for key, value in definition.get("properties", {}).items():
            if "description" not in value and "$ref" not in value:
                bare.append(f"{name}.{key}")
    assert not bare


def test_the_schema_file_is_current() -> None:
    """The file that the scenes name in their first line is what the program would write."""
    text = (scenes_folder() / SCHEMA_FILE).read_text(encoding="utf-8")
    assert json.loads(text) == scene_schema()


def test_the_manual_is_current() -> None:
    """docs/scene-format.md is what the definitions say now."""
    assert (PROJECT / "docs" / "scene-format.md").read_text(encoding="utf-8") == scene_format()


def test_the_manual_names_everything() -> None:
    """Each kind with its parts, each verb and each rule has its place in the manual."""
    page = scene_format()
    for kind, figure in KINDS.items():
        assert f"### `kind: {kind}`" in page
        assert all(f"`{part}`" in page for part in figure.parts)
    assert all(f"### `{verb}`" in page for verb in VERBS)
    assert all(f"### {rule}\n" in page for rule in RULES)


def test_rules_are_documented_and_named_after_their_file() -> None:
    """One rule a file: its name, its reason, and what is wrong and right."""
    for name, rule in RULES.items():
        assert name == rule.ID
        assert rule.__name__.rpartition(".")[2] == name.replace("-", "_")
        assert "Wrong::" in (rule.__doc__ or "")
        assert "Right::" in (rule.__doc__ or "")


def test_every_rule_name_in_the_code_is_in_the_manual() -> None:
    """A finding never carries a name that the manual does not explain."""
    known = {*RULES, *SHARED_RULES, *WORD_RULES}
    folder = PROJECT / "visualizer" / "scene"
    sources = "\n".join(
        (folder / f"{name}.py").read_text(encoding="utf-8") for name in ("nodes", "slips", "reading")
    )
    used = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', sources)) - {
        "step-id",
        "at-least",
        "at-most",
        "r-ketamine",
    }
    assert used - known <= set(KINDS)
