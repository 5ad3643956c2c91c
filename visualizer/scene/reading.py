"""From a file to a Scene with its problems. Knows how words fit together; knows nothing of what they mean.

A scene is read piece by piece (each figure, each happening, each expectation by its own kind), so that one
slip yields one finding, and the rest is still checked.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from visualizer.core.problems import Problem, Span
from visualizer.scene.complaints import broken_trails, complaints, did_you_mean, keys_of, nearest
from visualizer.scene.model import KINDS, VERBS, Expect, Figure, Happening, Scene, Step, prepare
from visualizer.scene.nodes import CURLY, Document, Trail, is_refused, read_document

AnyModel = TypeVar("AnyModel", bound=BaseModel)

_MAYBE_BELOW = ("region-bounds", "unknown-step", "unknown-verb", "wrong-count", "wrong-type", "not-a-scene")
ANY_NAME = "*"
"""Stands in `declared` when the cast could not be read at all, so that no name can be called unknown."""

_EXPECT_OPTIONS = ("at", "from", "at-least", "at-most", "more", "through")
_STEP_STAND_INS: Mapping[str, Any] = MappingProxyType(
    {"title": "?", "text": "?", "seconds": 12.0, "evidence": "hypothesis"}
)
_HEAD_STAND_INS: Mapping[str, Any] = MappingProxyType(
    {"format": 1, "title": "?", "summary": "?", "language": "en"}
)


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """A scene file as read.

    `scene` is there when the file is whole; `sketch` is what could be made of it, for the rules to look at.
    Trails are written with the author's words: span("steps", 0, "happens", 2, "for").
    """

    document: Document
    scene: Scene | None = None
    sketch: Scene | None = None
    problems: tuple[Problem, ...] = ()
    declared: frozenset[str] = frozenset()  # every name in the cast, also of figures that could not be read
    invented: frozenset[Trail] = frozenset()  # values of the sketch that no author wrote
    places: Mapping[Trail, tuple[int, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def file(self) -> str:
        """Return the file's name as the caller gave it."""
        return self.document.file

    def trail(self, *trail: str | int) -> Trail:
        """Return the trail in the file: lists may have lost entries that could not be read, or be written as one entry."""
        found: list[str | int] = []
        seen: list[str | int] = []
        for step in trail:
            if step == 0 and seen == ["enter"] and ("enter", 0) not in self.document.values:
                seen.append(step)
                continue
            kept = self.places.get(tuple(seen)) if isinstance(step, int) else None
            found.append(
                kept[step] if kept is not None and isinstance(step, int) and step < len(kept) else step
            )
            seen.append(step)
        return tuple(found)

    def span(self, *trail: str | int) -> Span:
        """Return where the value of this trail stands."""
        return self.document.span(self.trail(*trail))

    def key_span(self, *trail: str | int) -> Span:
        """Return where the key of this trail stands."""
        return self.document.key_span(self.trail(*trail))


def read_scene(path: Path, shown: str | None = None, within: Path | None = None) -> Loaded:
    """Read one scene file by its words alone; what they mean is for the rules."""
    return scene_of(read_document(path, shown, within), path.stem)


def scene_of(document: Document, stem: str = "scene") -> Loaded:
    """Return the scene a document holds, and what is wrong with its words."""
    prepare()
    problems = [*document.problems]
    data = document.data
    if not isinstance(data, dict):
        if not problems:
            message = "the file is empty" if data is None else "a scene is a list of keys and values"
            problems.append(
                Problem(document.span(()), "not-a-scene", message, "begin with format: 1 and id: …")
            )
        return Loaded(document, problems=tuple(problems))
    reader = _Reader(document)
    sketch = reader.scene(data, stem)
    problems += still_true(reader.problems, document)
    whole = document.whole and not reader.problems
    cast = data.get("cast")
    return Loaded(
        document,
        scene=sketch if whole else None,
        sketch=sketch,
        problems=tuple(problems),
        declared=frozenset(cast) if isinstance(cast, dict) else frozenset({ANY_NAME}),
        invented=frozenset(reader.invented),
        places=MappingProxyType(reader.places),
    )


def still_true(problems: Iterable[Problem], document: Document) -> Iterator[Problem]:
    """Yield the problems that do not come from the end of a file that could only be read in part."""
    below = document.partial
    steps = isinstance(document.data, dict) and "steps" in document.data
    for problem in problems:
        lacks = problem.rule.startswith(("missing-", "needs-")) or problem.rule in _MAYBE_BELOW
        unseen = problem.rule == "unknown-figure" and not steps  # the cast goes on below
        if not below or not (lacks or unseen):
            yield problem


def read_entry(
    kind: type[AnyModel], data: Any, trail: Trail, document: Document
) -> tuple[AnyModel | None, tuple[Problem, ...]]:
    """Return one mapping of a file as its model, or what is wrong with it."""
    prepare()
    try:
        return kind.model_validate(data, by_alias=True, by_name=False), ()
    except ValidationError as error:
        return None, tuple(problem for _, problem in complaints(error, kind, data, trail, document))


class _Reader:
    """Collects problems and what was put in place of broken values while a scene is put together."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.invented: set[Trail] = set()
        self.places: dict[Trail, tuple[int, ...]] = {}

    def scene(self, data: dict[str, Any], stem: str) -> Scene | None:
        head = {key: value for key, value in data.items() if key not in ("cast", "steps")}
        for key in ("cast", "steps"):
            if key not in data:
                hint = "add cast: {name: {kind: …}}" if key == "cast" else "add steps: with a list"
                self._complain((), "missing-key", f"a scene needs the key '{key}'", hint)
        stand_ins = {**_HEAD_STAND_INS, "id": stem if nearest(stem, [stem]) and stem.isascii() else "scene"}
        probe = {"cast": {}, "steps": (_blank_step("step"),)}
        parts = self._piece(Scene, {**head, **probe}, (), stand_ins)
        cast = self._cast(data.get("cast", {}))
        steps, kept = self._steps(data.get("steps", []))
        if parts is None or not steps:
            return None
        self.places[("steps",)] = kept
        return parts.model_copy(update={"cast": cast, "steps": steps})

    def _cast(self, data: Any) -> dict[str, Figure]:
        if not isinstance(data, dict):
            self._wrong_shape(
                ("cast",), data, "'cast' wants names, each with a kind", "write cast: {name: {kind: …}}"
            )
            return {}
        cast: dict[str, Figure] = {}
        for name, entry in data.items():
            trail = ("cast", name)
            self._cast_name(name, trail)
            if is_refused(entry):
                continue
            if not isinstance(entry, dict):
                self._wrong_shape(
                    trail, entry, f"'{name}' wants keys and values", f"write {name}: {{kind: …}}"
                )
                continue
            kind = entry.get("kind")
            if "kind" not in entry:
                near = nearest("kind", [key for key in entry if key not in _ALL_FIGURE_KEYS])
                place = ("cast", name, near) if near else trail
                hint = "did you mean 'kind'?" if near else f"kinds are {', '.join(KINDS)}"
                self._complain(place, "missing-key", f"'{name}' has no kind", hint, key=True)
                continue
            if not isinstance(kind, str) or kind not in KINDS:
                if not is_refused(kind):
                    message = f"there is no kind of figure called '{_short(kind)}'"
                    self._complain((*trail, "kind"), "unknown-kind", message, did_you_mean(kind, KINDS))
                continue
            figure = self._piece(KINDS[kind], entry, trail)
            if figure is not None:
                cast[name] = figure
        return cast

    def _cast_name(self, name: str, trail: Trail) -> None:
        if name and name[0] in CURLY:
            return  # said by the reader
        try:
            Happening.model_validate({"id": name})  # an id is a Name, too
        except ValidationError:
            message = f"'{_short(name)}' is not a name: small letters, digits and hyphens, a letter first"
            self._complain(trail, "bad-name", message, "rename the figure", key=True)

    def _steps(self, data: Any) -> tuple[tuple[Step, ...], tuple[int, ...]]:
        if not isinstance(data, list) or not data:
            if "steps" in self.document.data:
                self._wrong_shape(
                    ("steps",), data, "'steps' wants a list with at least one step", "write - id: … below it"
                )
            return (), ()
        steps: list[Step] = []
        kept: list[int] = []
        for index, entry in enumerate(data):
            trail: Trail = ("steps", index)
            if not isinstance(entry, dict):
                self._wrong_shape(
                    trail, entry, "a step wants keys and values", "write - id: … and its keys below"
                )
                continue
            step = self._step(entry, trail, len(kept))
            if step is not None:
                steps.append(step)
                kept.append(index)
        if len(steps) > 40:
            self._complain(
                ("steps", 40), "wrong-count", "a scene has at most 40 steps", "split it into two scenes"
            )
        return tuple(steps), tuple(kept)

    def _step(self, entry: dict[str, Any], trail: Trail, position: int) -> Step | None:
        plain = {key: value for key, value in entry.items() if key not in ("happens", "expect")}
        stand_ins = {**_STEP_STAND_INS, "id": f"step-{position + 1}"}
        step = self._piece(Step, plain, trail, stand_ins, ("steps", position))
        happens = self._list(entry, "happens", trail, position, self._happening)
        expect = self._list(entry, "expect", trail, position, self._expectation)
        return step.model_copy(update={"happens": happens, "expect": expect}) if step is not None else None

    def _list(
        self, entry: dict[str, Any], key: str, trail: Trail, position: int, read: Any
    ) -> tuple[Any, ...]:
        if key not in entry or is_refused(entry[key]):
            return ()
        items = entry[key]
        if not isinstance(items, list):
            example = "- {label: nmdar, at: 1}" if key == "happens" else "- {nmdar.1: open, at: 6}"
            self._wrong_shape((*trail, key), items, f"'{key}' wants a list", f"write {example} below it")
            return ()
        if len(items) > 200:
            self._complain(
                (*trail, key), "wrong-count", f"'{key}' has {len(items)} entries, and at most 200 fit"
            )
            return ()
        read_items: list[Any] = []
        kept: list[int] = []
        for index, item in enumerate(items):
            value = None if is_refused(item) else read(item, (*trail, key, index))
            if value is not None:
                read_items.append(value)
                kept.append(index)
        self.places["steps", position, key] = tuple(kept)
        return tuple(read_items)

    def _happening(self, item: Any, trail: Trail) -> Happening | None:
        if not isinstance(item, dict):
            self._wrong_shape(
                trail, item, "a happening wants a verb and its keys", "write - {label: nmdar, at: 1}"
            )
            return None
        verbs = [key for key in item if key in VERBS]
        common = {*keys_of(Happening)}
        if len(verbs) > 1:
            first, second = verbs[0], verbs[1]
            message = f"two verbs in one happening: '{first}' and '{second}'"
            self._complain(
                (*trail, second), "two-verbs", message, "write each on a line of its own", key=True
            )
            return None
        if not verbs:
            odd = [key for key in item if key not in common]
            # An unknown verb is the odd key that is no option of any verb, or simply the first one.
            unknown = next((key for key in odd if key not in _ALL_VERB_KEYS), odd[0] if odd else "")
            if not unknown:
                self._complain(
                    trail, "unknown-verb", "this happening has no verb", f"verbs are {', '.join(VERBS)}"
                )
                return None
            message = f"there is no verb '{_short(unknown)}'"
            self._complain((*trail, unknown), "unknown-verb", message, did_you_mean(unknown, VERBS), key=True)
            return None
        return self._piece(VERBS[verbs[0]], item, trail)

    def _expectation(self, item: Any, trail: Trail) -> Expect | None:
        if not isinstance(item, dict):
            self._wrong_shape(
                trail,
                item,
                "an expectation wants a figure and what is true",
                "write - {nmdar.1: open, at: 6}",
            )
            return None
        odd = [key for key in item if key not in _EXPECT_OPTIONS]
        if not odd:
            self._complain(
                trail, "missing-key", "an expectation names no figure", "write - {nmdar.1: open, at: 6}"
            )
            return None
        subject, *rest = odd
        for key in rest:
            near = did_you_mean(key, _EXPECT_OPTIONS)
            self._complain(
                (*trail, key), "unknown-key", f"an expectation has no key '{_short(key)}'", near, key=True
            )
        data = {key: value for key, value in item.items() if key in _EXPECT_OPTIONS}
        data |= {"subject": subject, "claim": item[subject]}
        document = _with_subject(self.document, trail, subject)
        try:
            return Expect.model_validate(data, by_alias=True, by_name=False)
        except ValidationError as error:
            self.problems += [problem for _, problem in complaints(error, Expect, data, trail, document)]
            return None

    def _piece(
        self,
        kind: type[AnyModel],
        data: dict[str, Any],
        trail: Trail,
        stand_ins: Mapping[str, Any] | None = None,
        sketched: Trail | None = None,
    ) -> AnyModel | None:
        """Return the piece; a broken one without its broken keys, when it can do without them."""
        try:
            return kind.model_validate(data, by_alias=True, by_name=False)
        except ValidationError as error:
            found = complaints(error, kind, data, trail, self.document)
            self.problems += [problem for _, problem in found]
            if not found:
                self.invented.add(trail)  # what the reader refused has been reported already
            rest = dict(data)
            for broken in broken_trails(error, data):
                key = str(broken[0]) if broken else ""
                rest.pop(key, None)
                if stand_ins and key in stand_ins:
                    rest[key] = stand_ins[key]
                self.invented.add((*(sketched if sketched is not None else trail), key))
        try:
            return kind.model_validate(rest, by_alias=True, by_name=False)
        except ValidationError:
            return None

    def _wrong_shape(self, trail: Trail, value: Any, message: str, hint: str) -> None:
        if is_refused(value):
            return
        said = (
            "nothing"
            if value is None or value == []
            else "a list"
            if isinstance(value, list)
            else f"'{_short(value)}'"
        )
        said = "a mapping" if isinstance(value, dict) else said
        self._complain(trail, "wrong-type", f"{message}, not {said}", hint)

    def _complain(self, trail: Trail, rule: str, message: str, hint: str = "", *, key: bool = False) -> None:
        place = self.document.key_span(trail) if key else self.document.span(trail)
        self.problems.append(Problem(place, rule, message, hint))


def _with_subject(document: Document, trail: Trail, subject: str) -> Document:
    """Return the document with places for the subject and the claim, which stand as a key and its value."""
    values = {
        **{
            (*trail, "subject"): document.key_span((*trail, subject)),
            (*trail, "claim"): document.span((*trail, subject)),
        },
    }
    shown = {
        **{known: span for known, span in document.values.items() if known[: len(trail)] == trail},
        **values,
    }
    return Document(document.file, document.data, shown, document.keys, document.lines)


def _blank_step(name: str) -> Step:
    return Step(id=name, title="?", text="?", seconds=12, evidence="hypothesis")


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:37]}…"


def _all_keys(kinds: Iterable[type[BaseModel]]) -> frozenset[str]:
    return frozenset(key for kind in kinds for key in keys_of(kind))


_ALL_FIGURE_KEYS = _all_keys(KINDS.values())
_ALL_VERB_KEYS = _all_keys(VERBS.values())
