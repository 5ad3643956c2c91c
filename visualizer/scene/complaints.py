"""What pydantic found, said to an author: a place, a sentence, a correction. Knows models, no meaning."""

import re
import typing
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ValidationError

from visualizer.core.problems import Problem
from visualizer.core.units import units_of
from visualizer.scene import model as words
from visualizer.scene.nodes import Document, Trail, is_refused

# What people write first, and what it is called here. A table of synonyms, by the wrong word.
SYNONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "duration": ("for", "seconds"),
        "length": ("seconds", "for"),
        "time": ("at",),
        "begin": ("at",),
        "start": ("at", "from"),
        "begins": ("at",),
        "delay": ("at",),
        "until": ("for",),
        "lasts": ("for",),
        "since": ("from",),
        "color": ("colour",),
        "caption": ("text",),
        "sentence": ("text",),
        "simple": ("plain",),
        "takeaway": ("remember",),
        "message": ("remember",),
        "not-known": ("unknown",),
        "description": ("describe", "summary"),
        "alt": ("describe",),
        "note": ("notes",),
        "source": ("cites", "source"),
        "sources": ("cites",),
        "references": ("cites",),
        "reference": ("cites",),
        "cite": ("cites",),
        "citations": ("cites",),
        "position": ("at",),
        "pos": ("at",),
        "membrane": ("on",),
        "region": ("in",),
        "where": ("in", "on"),
        "inside": ("in",),
        "parent": ("in", "on"),
        "number": ("count",),
        "n": ("count",),
        "amount": ("count",),
        "events": ("happens",),
        "actions": ("happens",),
        "happenings": ("happens",),
        "actors": ("cast",),
        "figures": ("cast",),
        "characters": ("cast",),
        "entities": ("cast",),
        "slides": ("steps",),
        "scenes": ("steps",),
        "cues": ("steps",),
        "level": ("evidence",),
        "certainty": ("evidence",),
        "camera": ("focus",),
        "version": ("format",),
        "schema": ("format",),
        "lang": ("language",),
        "name": ("title", "says"),
        "text": ("says", "text"),
        "question": ("ask",),
        "correct": ("right",),
        "reason": ("because",),
        # verbs
        "emit": ("release",),
        "inject": ("add",),
        "give": ("add",),
        "apply": ("add",),
        "clear": ("remove",),
        "depolarize": ("depolarise",),
        "open": ("direct",),
        "close": ("direct",),
        "block": ("direct", "occupy"),
        "bind": ("direct",),
        "state": ("direct",),
        "spike": ("fire",),
        "enter": ("appear",),
        "hide": ("leave",),
        "exit": ("leave",),
        "annotate": ("label",),
        "glow": ("highlight",),
        "zoom": ("look",),
        "pan": ("look",),
        "display": ("show",),
        # kinds
        "channel": ("receptor",),
        "ion-channel": ("receptor",),
        "drug": ("molecule",),
        "ligand": ("molecule",),
        "particle": ("molecule",),
        "terminal": ("axon-terminal",),
        "axon": ("axon-terminal",),
        "bouton": ("axon-terminal",),
        "spine": ("dendrite",),
        "cell": ("neuron",),
        "glia": ("astrocyte",),
        "pump": ("transporter",),
        "carrier": ("transporter",),
        "space": ("region",),
        "cleft": ("region",),
        "plot": ("chart",),
        "graph": ("chart",),
        "counter": ("number",),
        "table": ("card",),
    }
)
_NUMBER_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORIGINS = {
    "receptor": "on: dendrite.membrane",
    "transporter": "on: terminal.membrane",
    "molecule": "in: cleft",
    "ion": "in: cleft",
    "vesicle": "in: terminal",
}


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """Return "did you mean 'x'?" for a near miss, or what there is when nothing is near."""
    names = [*dict.fromkeys(known)]
    best = nearest(word, names)
    if best:
        return f"did you mean '{best}'?"
    if not names:
        return ""
    more = ", …" if len(names) > 16 else ""
    return f"there {'is' if len(names) == 1 else 'are'} {', '.join(names[:16])}{more}"


def nearest(word: object, known: Iterable[str]) -> str:
    """Return the known name that was probably meant; empty when none is near."""
    names = [*known]
    text = str(word)[:80].strip().lower().replace("_", "-").replace(" ", "-")
    for synonym in SYNONYMS.get(text, ()):
        if synonym in names:
            return synonym
    folded = {name.lower().replace("_", "-"): name for name in names}
    close = get_close_matches(text, list(folded), n=1, cutoff=0.6)
    return folded[close[0]] if close else ""


def complaints(
    error: ValidationError, kind: type[BaseModel], data: Any, trail: Trail, document: Document
) -> tuple[tuple[Trail, Problem], ...]:
    """Return one finding for each wrong leaf, with the trail of the leaf inside `data`."""
    found: dict[Trail, Problem] = {}
    for entry in _leaves(error.errors(include_url=False), data):
        where: Trail = entry["trail"]
        if is_refused(entry["input"]) or is_refused(_value_at(data, where)):
            continue
        if where not in found:
            found[where] = _sentence(entry, kind, data, trail, document)
    return tuple(found.items())


def broken_trails(error: ValidationError, data: Any) -> tuple[Trail, ...]:
    """Return the trails of everything pydantic refused, inside `data`."""
    return tuple(entry["trail"] for entry in _leaves(error.errors(include_url=False), data))


# ---------------------------------------------------------------------------------------- which of the errors


UNITS = tuple(
    unit for what in ("time", "voltage", "part", "concentration", "length", "rate") for unit in units_of(what)
)


def _leaves(errors: Sequence[Any], data: Any) -> list[Any]:
    """Return the errors without the tags of unions in their place, and of a union only the fitting branch."""
    entries = []
    for error in errors:
        trail, stem, branch = _stripped(error["loc"], data)
        entries.append({**error, "trail": trail, "stem": stem, "branch": branch})
    kept = []
    for entry in entries:
        if entry["branch"] is None:
            kept.append(entry)
            continue
        rivals = {other["branch"] for other in entries if other["stem"] == entry["stem"] and other["branch"]}
        if entry["branch"] == _fitting(rivals, _value_at(data, entry["stem"])):
            kept.append(entry)
    trails = [entry["trail"] for entry in kept]
    # A list whose entries were refused counts as too short as well; the entries say enough.
    return [
        entry
        for entry in kept
        if entry["type"] != "too_short"
        or not any(
            len(t) > len(entry["trail"]) and t[: len(entry["trail"])] == entry["trail"] for t in trails
        )
    ]


def _stripped(loc: Sequence[Any], data: Any) -> tuple[Trail, Trail, str | None]:
    trail: list[str | int] = []
    stem: Trail = ()
    branch: str | None = None
    value = data
    for index, step in enumerate(loc):
        if (isinstance(value, Mapping) and step in value) or (
            isinstance(value, (list, tuple)) and isinstance(step, int) and 0 <= step < len(value)
        ):
            value = value[step]
            trail.append(step)
        elif isinstance(step, str) and step == "[key]":
            continue
        elif isinstance(step, str) and _is_branch(step, value):
            if branch is None:
                stem, branch = tuple(trail), step
        elif index == len(loc) - 1:
            trail.append(step)  # the missing key itself
    return tuple(trail), stem, branch


def _is_branch(step: str, value: Any) -> bool:
    """Return whether an element of a place is pydantic's name for one arm of a union, not a key."""
    return bool(
        re.search(r"[\[\]()A-Z]|^(str|int|float|bool|none|constrained-\w+|function-\w+)$", step)
    ) and not (isinstance(value, Mapping) and step in value)


def _fitting(branches: set[str], value: Any) -> str:
    ordered = sorted(branches)
    if isinstance(value, Mapping):
        return next((name for name in ordered if name[:1].isupper()), ordered[0])
    if isinstance(value, (list, tuple)):
        lists = [name for name in ordered if name.startswith(("tuple[", "list["))]
        of_words = [name for name in lists if "..." in name]
        if value and isinstance(value[0], str) and of_words:
            return of_words[0]
        return (lists or ordered)[0]
    plain = [name for name in ordered if not name[:1].isupper() and not name.startswith(("tuple[", "list["))]
    return (plain or ordered)[0]


def _value_at(data: Any, trail: Trail) -> Any:
    for step in trail:
        within = isinstance(data, Mapping) and step in data
        if not within and not (
            isinstance(data, (list, tuple)) and isinstance(step, int) and 0 <= step < len(data)
        ):
            return None
        data = data[step]
    return data


# ----------------------------------------------------------------------------------------- the words for them


def _sentence(entry: Any, kind: type[BaseModel], data: Any, trail: Trail, document: Document) -> Problem:
    where: Trail = entry["trail"]
    full = (*trail, *where)
    what, context, value = entry["type"], entry.get("ctx", {}), entry["input"]
    key = next((step for step in reversed(where) if isinstance(step, str)), "")
    owner = _owner(kind, where[:-1], entry["loc"])

    def here(rule: str, message: str, suggestion: str = "") -> Problem:
        return Problem(document.span(full), rule, message, suggestion)

    if what == "extra_forbidden":
        return _unknown_key(owner, where, value, full, document)
    if what == "missing" and where and isinstance(where[-1], int):
        given = len(_value_at(data, where[:-1]) or ())
        place = document.span(full[:-1])
        return Problem(
            place, "wrong-count", f"{_field(key)} has {_entries(given)}, and more are wanted", _list_hint(key)
        )
    if what == "missing":
        return _missing(owner, str(where[-1]) if where else "", full, document)
    if what == "literal_error":
        known = re.findall(r"'([^']*)'|(\d+)", str(context.get("expected", "")))
        names = [text or digits for text, digits in known]
        if key == "format":
            return here(
                "bad-format", f"this program does not read format {str(value)[:20]}", "write format: 1"
            )
        return here("unknown-word", f"'{key}' cannot be {_said(value)}", did_you_mean(value, names))
    if what in ("string_type", "string_sub_type"):
        return here(
            "wrong-type",
            f"{_field(key)} wants text, not {_said(value)}",
            _as_text(key, value, document, full),
        )
    if what in ("int_type", "float_type", "int_from_float", "int_parsing", "float_parsing", "finite_number"):
        noun = "a whole number" if what.startswith("int") else "a number"
        hint = f"write {key}: {round(value)}" if isinstance(value, float) else number_hint(key, value)
        return here("wrong-type", f"{_field(key)} wants {noun}, not {_said(value)}", hint)
    if what in ("bool_type", "bool_parsing"):
        yes = str(value).lower() in ("yes", "on", "y", "1", "true")
        no = str(value).lower() in ("no", "off", "n", "0", "false")
        hint = f"write {key}: {'true' if yes else 'false'}" if yes or no else "write true or false"
        return here("wrong-type", f"{_field(key)} wants true or false, not {_said(value)}", hint)
    if what in ("greater_than_equal", "less_than_equal", "greater_than", "less_than"):
        limit = context.get("ge", context.get("le", context.get("gt", context.get("lt"))))
        side = "at least" if what.startswith("greater") else "at most"
        return here(
            "out-of-range",
            f"{_field(key)} must be {side} {limit:g}, not {_said(value)}",
            f"write {limit:g} or another value in range",
        )
    if what == "string_pattern_mismatch":
        return _bad_name(key, value, entry["loc"], full, document)
    if what in ("string_too_short", "string_too_long"):
        if what.endswith("short"):
            return here("wrong-type", f"{_field(key)} is empty", "write its text, or take the key away")
        return here(
            "too-long-text",
            f"{_field(key)} has {len(value)} signs, and {context['max_length']} fit",
            "say it in fewer words",
        )
    if what in ("too_short", "too_long"):
        few = what == "too_short"
        limit = context.get("min_length" if few else "max_length")
        given = len(value) if isinstance(value, (list, tuple, Mapping)) else 0
        message = (
            f"{_field(key)} has {_entries(given)}, and {'at least' if few else 'at most'} {limit} can be"
        )
        hint = "write each on its own: [{bound: 1.6}, {open: 3.4}]" if isinstance(value, Mapping) else ""
        return here("wrong-count", message, hint)
    if what in ("tuple_type", "list_type"):
        return here(
            "wrong-type",
            f"{_field(key)} wants a list, not {_said(value)}",
            _list_hint(key, value),
        )
    if what in ("model_type", "model_attributes_type", "dict_type", "mapping_type", "dataclass_type"):
        return here(
            "wrong-type",
            f"{_field(key)} wants keys and values, not {_said(value)}",
            _mapping_hint(owner, key),
        )
    if what == "value_error":
        text = str(context.get("error", entry["msg"]))
        if key == "date":
            return here(
                "bad-date", f"there is no day {_said(value)}", "write year, month and day: 2026-11-23"
            )
        if "known are" in text:
            unit = str(value).strip().lstrip("+-−0123456789.,eE ")
            return here("bad-amount", f"there is no unit '{unit[:20]}'", did_you_mean(unit, UNITS))
        hint = "" if "such as" in text else number_hint(key, value, with_unit=True)
        return here("bad-amount", f"{_field(key)}: {text}", hint)
    return here("wrong-type", f"{_field(key)}: {entry['msg']}")


def _unknown_key(
    owner: type[BaseModel] | None, where: Trail, value: Any, full: Trail, document: Document
) -> Problem:
    key = str(where[-1])
    place = document.key_span(full)
    known = keys_of(owner) if owner else ()
    line = document.line(place)
    if value is None and key.isdigit() and re.search(rf"[0-9],\s*{key}\b", line):
        message = "a comma ended the number before this"
        return Problem(place, "unquoted-comma", message, f"the decimal sign is a point: write 2.{key}")
    if value is None and "{" in line and " " in key:
        message = f"a comma ended the text before '{key}'"
        return Problem(
            place,
            "unquoted-comma",
            message,
            'inside { } or [ ] put text with a comma in quotes: says: "this, and that"',
        )
    if key.startswith("-"):
        return Problem(
            place, "missing-space", f"a space is missing after the dash of '{key}'", f"write - {key[1:]}"
        )
    return Problem(place, "unknown-key", f"{_a(noun_of(owner))} has no key '{key}'", did_you_mean(key, known))


def _missing(owner: type[BaseModel] | None, key: str, full: Trail, document: Document) -> Problem:
    place = document.key_span(full[:-1])
    noun = noun_of(owner)
    if owner is not None and key in getattr(owner, "needs", ()):
        example = _ORIGINS.get(noun, f"{key}: …")
        if key == "on":
            return Problem(
                place,
                "needs-membrane",
                f"a {noun} sits in a membrane, and this one has none",
                f"add {example}",
            )
        home = "terminal" if noun == "vesicle" else "region"
        return Problem(
            place, "needs-region", f"{_a(noun)} lives in a {home}, and this one has none", f"add {example}"
        )
    return Problem(place, "missing-key", f"{_a(noun)} needs the key '{key}'", f"add {key}: …")


def _bad_name(key: str, value: Any, loc: Sequence[Any], full: Trail, document: Document) -> Problem:
    text = str(value)
    place = document.key_span(full) if "[key]" in loc else document.span(full)
    if "/" in text or "\\" in text or ".." in text:
        message = f"'{text[:60]}' looks like a path; only names inside the folder of the scenes are taken"
        return Problem(place, "path-outside", message, "write the name alone, without folders or .yaml")
    if key == "date":
        return Problem(
            place, "bad-date", f"'{text[:40]}' is not a day", "write year, month and day: 2026-11-23"
        )
    slug = re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.")[:40]
    slug = re.sub(r"\.(yaml|yml)$", "", slug)
    wish = f"write {slug}" if re.match(r"[a-z]", slug) else "begin with a letter"
    return Problem(
        place,
        "bad-name",
        f"'{text[:60]}' is not a name: small letters, digits and hyphens, a letter first",
        wish,
    )


def number_hint(key: str, value: Any, *, with_unit: bool = False) -> str:
    """Return what to write instead of a value that is not a number as we read them."""
    text = str(value).strip()
    head = f"write {key}: " if key else "write "
    if isinstance(value, bool) or value is None or isinstance(value, (list, dict, tuple)):
        return f"{head}2.5" if key and not with_unit else ""
    if re.fullmatch(r"[-+]?0[0-9]+(\.[0-9]*)?", text):
        return f"{head}{text.lstrip('+').lstrip('0') or '0'}; a leading zero means base eight to some readers"
    if re.fullmatch(r"0[xX][0-9a-fA-F]{1,12}|0o[0-7]{1,12}|0b[01]{1,40}", text):
        return f"{head}{int(text, 0)}; numbers are written in tens"
    clock = re.fullmatch(r"([0-9]{1,3}):([0-9]{2})(?::([0-9]{2}))?", text)
    if clock:
        parts = [int(part) for part in clock.groups() if part is not None]
        total = 0
        for part in parts:
            total = total * 60 + part
        return f"{head}{total}{' s' if with_unit else ''}; times are in seconds, not minutes:seconds"
    if re.fullmatch(r"[-+]?[0-9][0-9_]*_[0-9]+", text):
        return f"{head}{text.replace('_', '')}"
    if re.fullmatch(r"[-+]?[0-9]+,[0-9]+", text):
        return f"{head}{text.replace(',', '.')}; the decimal sign is a point"
    unit = re.fullmatch(r"([-+]?[0-9.]+)\s*(s|sec|secs|second|seconds)", text)
    if unit and not with_unit:
        return f"{head}{unit[1]}; seconds have no unit here"
    if re.fullmatch(r"[-+]?[0-9.]+(e[-+]?[0-9]+)?", text, re.IGNORECASE) and not with_unit:
        return f"{head}{text}, without quotes"
    if text.lower() in _NUMBER_WORDS:
        return f"{head}{_NUMBER_WORDS.index(text.lower())}"
    if with_unit:
        tight = re.fullmatch(r"([-+]?[0-9.,]+)\s*([A-Za-zµ%/]+)\s*", text)
        if tight:
            common = {
                "sec": "s",
                "mins": "min",
                "hours": "h",
                "hour": "h",
                "days": "d",
                "day": "d",
                "weeks": "wk",
                "week": "wk",
            }
            if tight[2] in common:
                return f"{head}{tight[1]} {common[tight[2]]}"
        return "write a number, a space and a unit, such as 10 ms or 35 %"
    return f"{head}2.5"


def _as_text(key: str, value: Any, document: Document, full: Trail) -> str:
    if value is None:
        return (
            f'write the text after {key}:, or "" in quotes for the word itself' if key else "write the text"
        )
    if isinstance(value, (bool, int, float)):
        place = document.span(full)
        raw = re.match(r"[^\s,\]}#]+", document.line(place)[place.column - 1 :])
        return f'put it in quotes: "{raw[0] if raw else value}"'
    if isinstance(value, Mapping):
        return "put text with a colon in quotes"
    return "write one text" if isinstance(value, (list, tuple)) else ""


def _list_hint(key: str, value: Any = None) -> str:
    """Return the form of a list that a key wants."""
    forms = {
        "span": "[35 %, 62 %]",
        "density": "[30 %, 60 %]",
        "at": "[-180, 250]",
        "axon-to": "[-180, 250]",
        "size": "[560, 420]",
        "path": "[[-800, -180], [800, -250]]",
        "between": "[terminal.membrane, dendrite.membrane]",
        "focus": "[-400, -300, 400, 300], or the name of a figure",
        "look": "[-400, -300, 400, 300], or the name of a figure",
        "links": "[first, second]",
        "answers": "[first, second]",
    }
    if not key:
        return ""
    return f"write {key}: {forms.get(key) or f'[{_inline(value)}]'}"


def _entries(count: int) -> str:
    return f"{count} {'entry' if count == 1 else 'entries'}"


def _mapping_hint(owner: type[BaseModel] | None, key: str) -> str:
    known = {
        "pace": "pace: {gating: 1 s = 10 ms}",
        "holds": "holds: {glutamate: 20}",
        "cast": "cast: {name: {kind: …}}",
    }
    if key in known:
        return f"write {known[key]}"
    return f"write its keys: {', '.join(keys_of(owner)[:8])}" if owner else ""


def keys_of(kind: type[BaseModel] | None) -> tuple[str, ...]:
    """Return the keys of a mapping as authors write them."""
    if kind is None:
        return ()
    if kind is words.Expect:
        return ("at", "from", "at-least", "at-most", "more", "through")
    return tuple(info.alias or name for name, info in kind.model_fields.items())


def noun_of(kind: type[BaseModel] | None) -> str:
    """Return what an author calls this kind of mapping."""
    if kind is None:
        return "mapping"
    for table in (words.KINDS, words.VERBS):
        for name, member in table.items():
            if member is kind:
                return name
    named = {
        "StateChain": "state chain",
        "CurveFile": "file of curves",
        "CurveTable": "curve",
        "LabelVerb": "label",
    }
    named |= {
        "FromCurve": "quantity from a curve",
        "Question": "quiz question",
        "Wrong": "wrong answer",
        "Predict": "prediction",
    }
    named |= {
        "ModelFile": "model", "KnobWords": "knob", "DefaultWords": "default", "RangeWords": "range",
        "RefusalWords": "refusal", "ParameterWords": "parameter", "CaseWords": "case", "TermWords": "term",
        "RegimenWords": "regimen", "KineticsWords": "stage of kinetics", "ExchangeWords": "exchange",
        "MetaboliteWords": "metabolite", "BindingWords": "binding", "LigandWords": "ligand",
        "KineticBindingWords": "kinetic binding", "TurnoverWords": "turnover", "ProductWords": "product",
        "SumWords": "sum", "DelayWords": "delay", "AdaptationWords": "adaptation", "ConditionWords": "condition",
        "ChangeWords": "change",
        "InterventionWords": "intervention", "ActionWords": "action", "ShownWords": "curve of a model",
    }  # fmt: skip
    named |= {"Reviewed": "review", "Expect": "expectation", "Sweep": "swept moment", "CardRow": "card row"}
    named |= {"ForAndAgainst": "list for and against"}
    return named.get(kind.__name__, kind.__name__.lower())


def _owner(kind: type[BaseModel], where: Trail, loc: Sequence[Any]) -> type[BaseModel] | None:
    """Return the model of the mapping at a trail, following the annotations."""
    owners: tuple[type[BaseModel], ...] = (kind,)
    for step in where:
        if not isinstance(step, str):
            continue
        inner: list[type[BaseModel]] = []
        for owner in owners:
            for name, info in owner.model_fields.items():
                if step in (name, info.alias):
                    inner += _models_in(info.annotation)
        if inner:
            owners = tuple(inner)
    chosen = [owner for owner in owners if owner.__name__ in loc]
    return (chosen or [*owners])[0] if owners else None


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for inner in typing.get_args(annotation) for found in _models_in(inner)]


def _field(key: str) -> str:
    return f"'{key}'" if key else "this"


def _a(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeio' else 'a'} {noun}"


def _said(value: Any) -> str:
    """Return how a value is called in a sentence."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"the number {value:g}" if isinstance(value, float) else f"the number {value}"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    text = str(value)
    return f"'{text[:57]}…'" if len(text) > 60 else f"'{text}'"


def _inline(value: Any) -> str:
    return "…" if isinstance(value, (Mapping, list, tuple)) or value is None else str(value)[:40]
