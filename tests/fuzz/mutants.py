"""Damage done to files in four ways: bytes, words, structure, values. Knows YAML and chance; knows nothing of scenes."""

import copy
import random
import re
from collections.abc import Callable
from typing import Any, ClassVar

import yaml

WORD = re.compile(r"[\w.%+-]+|[^\w\s]|\s+")
SIGNS = (
    "\0",
    "\t",
    "\ufeff",
    "\r",
    "’",
    "{",
    "}",
    "[",
    "]",
    ":",
    "- ",
    "&a ",
    "*a",
    "!!python/object ",
    "%",
    "|",
    ">",
    "?",
    "#",
    "---\n",
    '"',
    "'",
)
NUMBERS = (
    0,
    -1,
    1,
    2,
    3,
    7,
    0.0,
    -0.5,
    0.001,
    1e-9,
    1e-300,
    1e9,
    1e18,
    1e99,
    99_999,
    400,
    10**17,
    0.1 + 0.2,
    -1e9,
)
TEXTS = (
    "", " ", "no", "012", "1:30", ".inf", ".nan", "10 ms", "1 s = 1 ms", "1 s = 0 ms", "1e99 h", "50 %", "-10 %", "150 %",
    "a.b.c", "pool.0", "pool.99999", "../x", "cleft", "terminal", "terminal.membrane", "x" * 3000,
    "é\u0301 😀 \u202e", "glutamate", "5 uM", "0 nM", "1e30 M", "\n\n", "SCENE", "*", "null", "24 h", "1 h to 2 h",
)  # fmt: skip


def mutant(text: str, others: tuple[str, ...], seed: int) -> bytes:
    """Return a damaged file; the same seed gives the same damage. Pieces of others may get in."""
    chance = random.Random(seed)
    data = text.encode()
    for _ in range(chance.choice((1, 1, 1, 1, 1, 2, 3, 6))):
        data = chance.choice(WAYS)(data, others, chance)
    return data


def _bytes(data: bytes, others: tuple[str, ...], chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    width = min(chance.choice((0, 1, 1, 2, 8, 200)), len(data) - place)
    sown = chance.choice(
        (
            b"",
            bytes([chance.randrange(256)]),
            chance.randbytes(4),
            data[place : place + width] * chance.choice((2, 3, 50)),
        )
    )
    return data[:place] + sown + data[place + width :]


def _words(data: bytes, others: tuple[str, ...], chance: random.Random) -> bytes:
    words = WORD.findall(data.decode("utf-8", "replace")) or [""]
    place = chance.randrange(len(words))
    other = WORD.findall(chance.choice(others)) or [""]
    match chance.randrange(5):
        case 0:
            words[place] = chance.choice(other)
        case 1:
            words[place] = chance.choice(SIGNS)
        case 2:
            del words[place : place + chance.choice((1, 2, 9))]
        case 3:
            second = chance.randrange(len(words))
            words[place], words[second] = words[second], words[place]
        case _:
            words[place:place] = other[
                (start := chance.randrange(len(other))) : start + chance.choice((1, 5, 40))
            ]
    return "".join(words).encode("utf-8", "replace")


def _structure(data: bytes, others: tuple[str, ...], chance: random.Random) -> bytes:
    def change(holder: Any, key: Any, chance: random.Random) -> None:
        match chance.randrange(7):
            case 0:
                del holder[key]
            case 1:
                holder[key] = [holder[key]] * chance.choice((0, 1, 2, 30))
            case 2:
                holder[key] = {"from": holder[key]}
            case 3:
                holder[key] = _subtree(_parsed(chance.choice(others).encode()), chance)
            case 4 if isinstance(holder, dict):
                holder[chance.choice((*TEXTS, *holder))] = holder.pop(key)
            case 5 if isinstance(holder, list):
                holder.insert(chance.randrange(len(holder) + 1), holder[key])
            case _:
                holder[key] = _subtree(holder, chance)

    return _changed(data, chance, change)


def _values(data: bytes, others: tuple[str, ...], chance: random.Random) -> bytes:
    def change(holder: Any, key: Any, chance: random.Random) -> None:
        value = holder[key]
        if isinstance(value, (int, float)) and not isinstance(value, bool) and chance.random() < 0.5:
            holder[key] = value * chance.choice((-1, 0, 0.5, 0.9, 1.001, 1.1, 1.5, 2, 10, 1000, 1e6))
        elif isinstance(value, list) and value and chance.random() < 0.7:
            change(value, chance.randrange(len(value)), chance)
        elif isinstance(value, str) and value and chance.random() < 0.3:
            holder[key] = re.sub(r"\d+", lambda _: str(chance.choice(NUMBERS)), value, count=1)
        else:
            holder[key] = chance.choice(
                (*NUMBERS, *TEXTS, True, None, [], {}, [0, 0], [1e9, -1e9], [[0, 0], [0, 0]])
            )

    return _changed(data, chance, change)


WAYS: tuple[Callable[[bytes, tuple[str, ...], random.Random], bytes], ...] = (
    _bytes,
    _words,
    _structure,
    _values,
    _values,
    _values,
)


def _changed(data: bytes, chance: random.Random, change: Callable[[Any, Any, random.Random], None]) -> bytes:
    tree = _parsed(data)
    places = [*_places(tree)]
    if not places:
        return data
    holder, key = chance.choice(places)
    change(holder, key, chance)
    return yaml.dump(tree, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=1000).encode(
        "utf-8", "replace"
    )


class _Words(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Reads `on` and `no` as words, as our reader does."""

    yaml_implicit_resolvers: ClassVar[dict[Any, Any]] = {}


for _tag, _pattern, _signs in (
    ("bool", r"true|false", "tf"),
    ("int", r"[-+]?(0|[1-9][0-9]*)", "-+0123456789"),
    ("float", r"[-+]?[0-9]*\.[0-9]+", "-+.0123456789"),
    ("null", r"null|~|", ["n", "~", ""]),
):
    _Words.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"({_pattern})$"), list(_signs))


class _Plain(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):
    """Writes what stands in two places twice."""

    def ignore_aliases(self, data: Any) -> bool:
        """Tell that nothing is named and repeated."""
        return True


def _parsed(data: bytes) -> Any:
    try:
        return yaml.load(data.decode("utf-8", "replace"), _Words)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def _places(tree: Any) -> Any:
    for key in [*tree] if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ():
        yield tree, key
        yield from _places(tree[key])


def _subtree(tree: Any, chance: random.Random) -> Any:
    places = [*_places(tree)]
    if not places:
        return tree
    holder, key = chance.choice(places)
    return copy.deepcopy(holder[key])  # a copy, so that nothing holds itself
