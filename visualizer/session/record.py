"""Intents as lines of text and back, so that a show can be told again exactly. Knows intents; knows no file.

A line is a JSON list: the intent's name, then its values in order. Floats are written so that they are read back as they were.
"""

import json
import types
import typing
from dataclasses import astuple, fields, is_dataclass
from typing import Any

from visualizer.session import intents as ask
from visualizer.session.intents import Intent

KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in typing.get_args(ask.Intent)}

_KNOWN: dict[type[Any], tuple[Any, ...]] = {}


def line_of(intent: Intent) -> str:
    """Return an intent as one line."""
    return json.dumps([type(intent).__name__, *astuple(intent)], ensure_ascii=False, separators=(",", ":"))


def intent_of(line: str) -> Intent:
    """Return the intent of a line.

    Raises:
        ValueError: the line is no intent; the message says what is wrong, without the place.
    """
    try:
        data = json.loads(line)
    except ValueError as error:
        raise ValueError("it is not JSON") from error
    if not isinstance(data, list) or not data or data[0] not in KINDS:
        raise ValueError("it names no intent")
    intent: Intent = _made(KINDS[data[0]], data[1:])
    return intent


def _hints(kind: type[Any]) -> tuple[Any, ...]:
    if kind not in _KNOWN:
        _KNOWN[kind] = _looked_up(kind)
    return _KNOWN[kind]


def _looked_up(kind: type[Any]) -> tuple[Any, ...]:
    known = typing.get_type_hints(kind)
    return tuple(known[field.name] for field in fields(kind))


def _made(kind: type[Any], values: Any) -> Any:
    hints = _hints(kind)
    if not isinstance(values, list) or len(values) != len(hints):
        raise ValueError(f"{kind.__name__} has {len(hints)} values")
    return kind(*(_read(hint, value) for hint, value in zip(hints, values, strict=True)))


def _read(hint: Any, value: Any) -> Any:
    """Return a value as its type wants it; what JSON cannot tell apart is told by the type."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        if value is None and type(None) in inner:
            return None
        return _read(next(kind for kind in inner if kind is not type(None)), value)
    if origin is typing.Literal:
        if value not in inner:
            raise ValueError(f"{value!r} is not a choice")
        return value
    if origin is tuple and isinstance(value, list):
        kinds = [inner[0]] * len(value) if inner[-1:] == (Ellipsis,) else list(inner)
        if len(kinds) != len(value):
            raise ValueError(f"{value!r} has not {len(kinds)} parts")
        return tuple(_read(kind, one) for kind, one in zip(kinds, value, strict=True))
    if is_dataclass(hint):
        return _made(typing.cast("type[Any]", hint), value)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(hint, type) or not isinstance(value, hint):
        raise ValueError(f"{value!r} is no {getattr(hint, '__name__', hint)}")
    return value
