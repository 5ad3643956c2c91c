"""The JSON Schema of the scene language, from the models of the check. Knows how authors write them."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from visualizer.scene.model import KINDS, VERBS, Expect, Scene, Step
from visualizer.scene.refs import REFERENCE_PATTERN

SCHEMA_FILE = "scene.schema.json"
"""Its name in the folder of the scenes, whose first line is # yaml-language-server: $schema=<this>"""


def scene_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) that editors complete and check scenes with."""
    models: list[type[BaseModel]] = [Scene, Step, *KINDS.values(), *VERBS.values()]
    names, schema = models_json_schema([(model, "validation") for model in models], by_alias=True)
    definitions: dict[str, Any] = schema["$defs"]
    for definition in definitions.values():
        _tidied(definition)
    for kind, model in KINDS.items():
        definition = definitions[names[model, "validation"]["$ref"].rpartition("/")[2]]
        definition["properties"]["kind"] = {"const": kind, "description": _first_sentence(model.__doc__)}
        if model.parts:
            definition["description"] += f" Parts: {', '.join(model.parts)}."
    definitions["Expect"] = _expectation(definitions["Expect"])
    # By verb, so that an editor offers the verbs first and then only the keys of the one that was chosen.
    happening = {"oneOf": [names[model, "validation"] for model in VERBS.values()]}
    definitions["Step"]["properties"]["happens"]["items"] = {"$ref": "#/$defs/AnyHappening"}
    definitions["AnyHappening"] = {"description": "One happening: a verb, its figure, and when.", **happening}
    scene = definitions.pop("Scene")
    definitions = _used(scene, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:moa:scene:1",
        "title": "Scene",
        **{key: value for key, value in scene.items() if key != "title"},
        "$defs": dict(sorted(definitions.items())),
    }


def _expectation(definition: dict[str, Any]) -> dict[str, Any]:
    """Return the form that authors write: {nmdar.5: open, at: 6}."""
    options = {
        key: value for key, value in definition["properties"].items() if key not in ("subject", "claim")
    }
    return {
        "type": "object",
        "description": Expect.__doc__,
        "properties": options,
        "patternProperties": {
            REFERENCE_PATTERN: {
                "type": "string",
                "description": "A state, or inside, outside, free, held, or a region.",
            }
        },
        "additionalProperties": False,
        "minProperties": 2,
    }


def _used(scene: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the definitions that the scene leads to."""
    found: dict[str, Any] = {}
    edge = _names_in(scene)
    while edge:
        name = edge.pop()
        if name not in found:
            found[name] = definitions[name]
            edge |= _names_in(definitions[name])
    return found


def _names_in(node: Any) -> set[str]:
    if isinstance(node, dict):
        here = {node["$ref"].rpartition("/")[2]} if isinstance(node.get("$ref"), str) else set()
        return here.union(*(_names_in(value) for value in node.values()))
    return set().union(*(_names_in(value) for value in node)) if isinstance(node, list) else set()


def _tidied(node: Any) -> None:
    """Take the titles away that pydantic makes of names; they only repeat them."""
    if isinstance(node, dict):
        if isinstance(node.get("title"), str) and "properties" not in node.get("title", ""):
            node.pop("title")
        for value in node.values():
            _tidied(value)
    elif isinstance(node, list):
        for value in node:
            _tidied(value)


def _first_sentence(text: str | None) -> str:
    return (text or "").strip().split("\n")[0]
