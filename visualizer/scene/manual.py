"""docs/scene-format.md, made from models and rules. Knows how to say a type in words; adds no fact."""

import re
import textwrap
import types
import typing
from collections.abc import Iterable
from typing import Any

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from visualizer.core.units import Amount
from visualizer.scene import model as words
from visualizer.scene import modelling
from visualizer.scene.glossary import Term, Word
from visualizer.scene.model import KINDS, VERBS, Figure, Happening
from visualizer.scene.model_check import MODEL_RULES
from visualizer.scene.rules import RULES
from visualizer.scene.shared import SHARED_RULES
from visualizer.scene.substances import Substance

_INTRODUCTION = """\
# The scene language

This page is generated from the program's own definitions. `moa check` finds what is wrong with a scene, and
`moa schema` prints the same definitions for editors. Begin a scene with

```yaml
# yaml-language-server: $schema=scene.schema.json
format: 1
id: my-scene
```

and the editor completes keys and shows their meaning.

## How YAML is read

One file is one scene, in UTF-8, at most 1 MB. Indent with spaces. Values are read by the rules of YAML 1.2,
with nothing changed silently:

| written | read as |
|---|---|
| `true`, `false` | yes or no |
| `null`, `~`, nothing | nothing |
| `9`, `-20`, `2.5`, `2.5e3`, `1e-3` | a number |
| `no`, `yes`, `on`, `off` | text, as written |
| `2026-11-23` | text, as written |
| `012`, `0x1F`, `1:30`, `1_000`, `.inf` | text; where a number is wanted, refused with what to write |
| `10 ms`, `35 %`, `-20 mV` | an amount: a number, a space, a unit |

A key may be given once. Anchors (`&`), aliases (`*`), tags (`!`) and merges (`<<`) are refused, and so is
anything nested more than 24 deep. Put text in quotes when it holds a colon and a space, or begins with one
of `@ % * & ! { [`. Inside `{ }` and `[ ]`, text with a comma needs quotes, too. Links, pipes and paths that
leave the folder are refused.

## References to figures

`nmdar` is a figure of the cast, or the whole group; `nmdar.5` its fifth member; `dendrite.membrane` a part;
`nmdar.5.pore` a part of a member. Places are stage units: the origin in the middle, y up, 1600 wide and 900
high.
"""


def scene_format() -> str:
    """Return the page that describes the scene language."""
    sections = [
        _INTRODUCTION,
        _mapping("## The scene", words.Scene),
        *(_mapping(f"### `{key}`", kind) for key, kind in _SCENE_PARTS),
        "## The cast\n\nEach figure has a name and a `kind`. Every kind takes these keys:\n",
        _fields(Figure),
        *(_kind(name, kind) for name, kind in KINDS.items()),
        "### A quantity from a curve\n\n" + _doc(words.FromCurve) + "\n",
        _fields(words.FromCurve),
        _mapping("### A series of a chart", words.ChartSeries),
        _mapping("### A row of a card", words.CardRow),
        "## The steps\n",
        _doc(words.Step) + "\n",
        _fields(words.Step),
        *(
            _mapping(f"### `{key}`", kind)
            for key, kind in (("moment", words.Sweep), ("predict", words.Predict))
        ),
        _expect(),
        "## The verbs\n\nA happening has one verb. Every verb takes these keys:\n",
        _fields(Happening),
        *(_verb(name, kind) for name, kind in VERBS.items()),
        "## What scenes share\n",
        *(_mapping(title, kind) for title, kind in _SHARED),
        *_models(),
        _rules(),
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(sections)).rstrip() + "\n"


_SCENE_PARTS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("stage", words.Stage),
    ("reviewed", words.Reviewed),
    ("strip", words.Strip),
    ("enter", words.Enter),
    ("quiz", words.Question),
    ("quiz: wrong", words.Wrong),
)
_SHARED: tuple[tuple[str, type[BaseModel]], ...] = (
    ("### State chains: `chains/ID.yaml`", words.StateChain),
    ("#### `moves`", words.Move),
    ("#### `by`", words.By),
    ("#### `poses`", words.Pose),
    ("### Fixed tables of curves, in place of a model: `models/ID.yaml`", words.CurveFile),
    ("#### `curves`", words.CurveTable),
    ("### References: `references.yaml`, one a key", words.Reference),
    ("### Substances: `substances.yaml`, one a key", Substance),
    ("### The glossary: `glossary.yaml`, one a key", Term),
    ("#### `en` and `fr`", Word),
    ("### Playlists: `playlists/ID.yaml`", words.Playlist),
    ("#### `items`", words.PlaylistItem),
)


def _models() -> tuple[str, ...]:
    """Return the chapter on models: their sections, the kinds of stages, and how a stage answers another."""
    stages = [
        f"#### `kind: {name}`\n\n{_doc(kind)}\n\n{_fields(kind, without=(*modelling.StageWords.model_fields, 'kind'))}"
        for name, kind in modelling.STAGES.items()
    ]
    return (
        _MODELS,
        _mapping("### The file", modelling.ModelFile),
        *(_mapping(f"### `{key}`", kind) for key, kind in _MODEL_PARTS),
        "### Stages\n\nEvery stage takes these keys:\n",
        _fields(modelling.StageWords),
        *stages,
        _mapping("### How a stage answers another", modelling.TermWords),
        *(_mapping(f"### `{key}`", kind) for key, kind in _INTERVENTION_PARTS),
    )


_MODELS = """\
## Models: `models/ID.yaml`

A model says what the slow quantities of a scene do: from the dose to the mood, in hours and weeks. It is data: names,
numbers and a few kinds of stages, no formula and no code. A stage holds names of parameters, and a parameter holds the
value, its unit, its sources and its status, so that every number can be looked up. `moa model ID --list` shows what a model
offers, `moa check` judges it, and `models/ketamine.yaml` is an example at work.

*Rest* is the value in a body without a dose, in the settings that `reference` names. The shapes `gain`, `weight`, `raises`,
`lowers` and `effect` look at how far their input is from its rest; without a shape the input is taken as it is. Stages that
read each other in a ring are solved together when one of them says `feedback: true`.
"""
_MODEL_PARTS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("knobs", modelling.KnobWords),
    ("knobs: defaults", modelling.DefaultWords),
    ("knobs: ranges", modelling.RangeWords),
    ("refuses", modelling.RefusalWords),
    ("parameters", modelling.ParameterWords),
    ("parameters: cases", modelling.CaseWords),
)
_INTERVENTION_PARTS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("interventions", modelling.InterventionWords),
    ("interventions: does", modelling.ActionWords),
    ("curves of a model", modelling.ShownWords),
)


def _mapping(title: str, kind: type[BaseModel]) -> str:
    return f"{title}\n\n{_doc(kind)}\n\n{_fields(kind)}"


def _kind(name: str, kind: type[Figure]) -> str:
    parts = f"Parts: {', '.join(f'`{part}`' for part in kind.parts)}.\n\n" if kind.parts else ""
    own = _fields(kind, without=(*Figure.model_fields, "kind"))
    return f"### `kind: {name}`\n\n{_doc(kind)}\n\n{parts}{own}"


def _verb(name: str, kind: type[Happening]) -> str:
    return f"### `{name}`\n\n{_doc(kind)}\n\n{_fields(kind, without=tuple(Happening.model_fields))}"


def _expect() -> str:
    options = _fields(words.Expect, without=("subject", "claim"))
    claims = ", ".join(f"`{claim}`" for claim in words.CLAIMS)
    work = ", ".join(f"`{claim}`" for claim in words.WORK)
    return f"""### `expect`

{_doc(words.Expect)} The figure and what is true of it stand first: `{{nmdar.5: open, at: 6}}`,
`{{calcium: inside, at-least: 3, at: 9}}`, `{{calcium: inside, more: 0, from: 7, through: nmdar.5}}`. What
can be true is a state of the figure's chain; for a crowd {claims} or the name of a region; for a kinase, complex,
protein or ribosomes {work}.

{options}"""


def _fields(kind: type[BaseModel], without: Iterable[str] = ()) -> str:
    rows = [_row(name, info) for name, info in kind.model_fields.items() if name not in tuple(without)]
    if not rows:
        return ""
    return "| key | value | |\n|---|---|---|\n" + "".join(rows)


def _row(name: str, info: FieldInfo) -> str:
    key = info.alias or name
    need = " (needed)" if info.is_required() else ""
    default = "" if info.is_required() else _default(info)
    told = " ".join(part for part in (info.description or "", default) if part)
    kind = _LONG.get(name) or _in_words(info.annotation, info.metadata)
    return f"| `{key}`{need} | {kind} | {told} |\n".replace("  |", " |")


def _default(info: FieldInfo) -> str:
    value = info.default
    if value is PydanticUndefined or value is None or value == () or isinstance(value, BaseModel):
        return ""
    if isinstance(value, bool):
        return f"Default: {str(value).lower()}."
    if isinstance(value, tuple):
        return f"Default: [{', '.join(map(str, value))}]."
    return f"Default: {value:g}." if isinstance(value, float) else f"Default: {value}."


_TUPLES: dict[Any, str] = {
    words.Place: "[x, y]",
    words.Extent: "[width, height]",
    words.View: "[left, low, right, high]",
}
_LONG: dict[str, str] = {
    "cast": "figures by name",
    "steps": "a list of steps",
    "happens": "a list of happenings",
    "moves": "a list of moves",
    "poses": "poses by state",
    "curves": "curves by name",
    "expect": "a list of expectations",
    "parameters": "parameters by name",
    "stages": "stages by name",
    "cases": "cases by word, or a list of cases",
    "made_by": "a list of terms",
    "lost_by": "a list of terms",
    "does": "a list of actions",
    "ranges": "a list of ranges",
    "defaults": "a list of defaults",
    "refuses": "a list of refusals",
    "product": "a list of names, each perhaps with a power: `[a, {b: -1}]`",
    "when": "knobs, each with a word or a list of words",
    "only": "knobs, each with a word or a list of words",
    "ligands": "a list of ligands",
    "exchanges": "a list of volumes",
}


def _in_words(annotation: Any, metadata: Iterable[Any] = ()) -> str:
    """Return a type as an author would say it."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _in_words(arguments[0], arguments[1:])
    if origin in (typing.Union, types.UnionType):
        kinds = [argument for argument in arguments if argument is not type(None)]
        if len(kinds) > 4:
            return "figures" if KINDS["region"] in kinds else "happenings"
        return " or ".join(dict.fromkeys(_in_words(kind, metadata) for kind in kinds))
    if origin is typing.Literal:
        return ", ".join(f"`{choice}`" for choice in arguments)
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return f"a list: {_in_words(arguments[0])}"
        if annotation in _TUPLES:
            return _TUPLES[annotation]
        return f"[{', '.join(_in_words(argument) for argument in arguments)}]"
    if origin is dict:
        return f"keys, each with {_in_words(arguments[1])}"
    if annotation is Amount:
        return "an amount"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return (
            f"keys: {', '.join(f'`{info.alias or name}`' for name, info in annotation.model_fields.items())}"
        )
    if annotation in (int, float):
        return ("a whole number" if annotation is int else "a number") + _range(metadata)
    if annotation is bool:
        return "`true` or `false`"
    return f"text{_length(metadata)}" if annotation is str else "a value"


def _range(metadata: Iterable[Any]) -> str:
    low = next((bound.ge for bound in _flat(metadata) if isinstance(bound, Ge)), None)
    high = next((bound.le for bound in _flat(metadata) if isinstance(bound, Le)), None)
    return f" from {low} to {high}" if low is not None and high is not None else ""


def _length(metadata: Iterable[Any]) -> str:
    for constraint in _flat(metadata):
        if getattr(constraint, "pattern", None):
            return " (a name)"
        if isinstance(constraint, (MaxLen, MinLen)):
            continue
    return ""


def _flat(metadata: Iterable[Any]) -> list[Any]:
    """Return constraints, also those inside a Field."""
    found: list[Any] = []
    for constraint in metadata:
        found += constraint.metadata if isinstance(constraint, FieldInfo) else [constraint]
    return found


def _rules() -> str:
    parts = ["## What `moa check` finds\n\nEach finding ends with the name of its rule in brackets.\n"]
    for name, rule in RULES.items():
        parts.append(f"### {name}\n\n{_code_blocks(textwrap.dedent(rule.__doc__ or '').strip())}\n")
    parts.append("### In shared files\n\n| rule | finds |\n|---|---|\n")
    parts[-1] += "".join(f"| {name} | {text} |\n" for name, text in SHARED_RULES.items())
    parts.append("### In models\n\n| rule | finds |\n|---|---|\n")
    parts[-1] += "".join(f"| {name} | {text} |\n" for name, text in MODEL_RULES.items())
    parts.append("### In the words themselves\n\n| rule | finds |\n|---|---|\n")
    parts[-1] += "".join(f"| {name} | {text} |\n" for name, text in WORD_RULES.items())
    return "\n".join(parts)


def _code_blocks(text: str) -> str:
    """Return a docstring as Markdown: what is indented after `::` becomes a block of YAML."""
    lines: list[str] = []
    inside = False
    for line in text.split("\n"):
        indented = line.startswith("    ")
        if indented and not inside:
            lines.append("```yaml")
        if inside and line.strip() and not indented:
            while lines and not lines[-1]:
                lines.pop()
            lines += ["```", ""]
        inside = indented or (inside and not line.strip())
        lines.append(line[4:] if indented else re.sub(r"::$", ":", line))
    return "\n".join([*lines, "```"] if inside else lines)


def _doc(kind: type[BaseModel]) -> str:
    return " ".join((kind.__doc__ or "").split())


WORD_RULES: dict[str, str] = {
    "alias": "An anchor, alias or merge, which scenes do not have.",
    "bad-amount": "A number with a unit that is unknown, or measures something else.",
    "bad-character": "An invisible sign.",
    "bad-date": "A day that is not written year-month-day.",
    "bad-format": "A `format` that this program does not read.",
    "bad-key": "A list or mapping where a key should be.",
    "bad-name": "A name with signs that names do not have.",
    "bom": "A byte order mark at the start of the file.",
    "cannot-compute": "A scene that is well written and yet cannot be computed.",
    "curly-quotes": "Curly quotes where YAML wants straight ones.",
    "duplicate-key": "A key that is given twice.",
    "failing-expect": "An expectation that the scene, once computed, does not meet.",
    "indentation": "A line that fits no level above it.",
    "missing-key": "A key that is needed.",
    "missing-space": "No space after a colon or dash.",
    "needs-membrane": "A receptor or carrier without `on`.",
    "needs-region": "Molecules, ions or vesicles without `in`.",
    "no-scenes": "A folder without a scene.",
    "not-a-scene": "A file that holds something else, or nothing.",
    "open-bracket": "A bracket or brace that is not closed.",
    "open-quote": "A quote that is not closed, or text after it.",
    "out-of-range": "A number that is too large or too small.",
    "path-outside": "A path where a name belongs.",
    "second-document": "A second document in one file.",
    "syntax": "Anything else that is not YAML.",
    "tab": "A tab that indents.",
    "tag": "A tag, such as !!python/object.",
    "too-large": "A file that is too large, too deep or too long.",
    "too-long-text": "A text that does not fit.",
    "two-verbs": "Two verbs in one happening.",
    "unknown-key": "A key that this mapping does not have.",
    "unknown-kind": "A kind of figure that does not exist.",
    "unknown-verb": "A verb that does not exist.",
    "unknown-word": "A value that is not one of the choices.",
    "unquoted-colon": "A colon and a space in text without quotes.",
    "unquoted-comma": "A comma in text without quotes, inside { } or [ ].",
    "unquoted-sign": "Text that begins with a sign that YAML keeps for itself.",
    "unreadable-file": "A file that is missing, a link, a pipe, a folder, or closed to us.",
    "wrong-count": "A list with too few or too many entries.",
    "wrong-encoding": "A file that is not in UTF-8.",
    "wrong-type": "Text for a number, a number for text, a list for a mapping, and the like.",
}
