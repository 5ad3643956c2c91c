"""Words that point at figures: nmdar, nmdar.5, dendrite.membrane, nmdar.5.pore. Knows their grammar only."""

from collections.abc import Iterator
from typing import NamedTuple

from visualizer.scene.model import VERBS, Happening

REFERENCE_PATTERN = (
    r"^(?!(at|from|at-least|at-most|more|through)$)"
    r"[a-z][a-z0-9]*([_-][a-z0-9]+)*(\.[0-9]+)?(\.[a-z][a-z0-9-]*)?$"
)
"""A reference, for the JSON Schema, where the options of an expectation must not count as one."""


class Target(NamedTuple):
    """What a reference points at: a figure, one member of it, one part of it."""

    figure: str
    member: int | None = None
    part: str | None = None


def target(reference: str) -> Target:
    """Return what a reference such as nmdar.5.pore points at."""
    figure, *rest = reference.split(".")
    member = int(rest.pop(0)) if rest and rest[0].isdigit() else None
    return Target(figure, member, rest[0] if rest else None)


def verb_of(happening: Happening) -> str:
    """Return the verb of a happening as authors write it."""
    return _VERB_NAMES[type(happening)]


def objects(happening: Happening) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Yield the references that a happening makes, with their trail inside it."""
    verb = verb_of(happening)
    told = getattr(happening, verb)
    if isinstance(told, str):
        yield told, (verb,)
    else:
        yield from ((name, (verb, index)) for index, name in enumerate(told) if isinstance(name, str))
    for key in ("near", "by", "into"):
        other = getattr(happening, key, None)
        if other is not None:
            yield other, (key,)


_VERB_NAMES = {kind: verb for verb, kind in VERBS.items()}
