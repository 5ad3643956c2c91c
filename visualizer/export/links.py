"""A link to a place: scene, step, time, and what of the models was turned. Knows its form; opens nothing.

`moa:nmda-blockade@arrival?at=4.2&dose_mg_per_kg=1&with=ampa-antagonist` is what `moa run` and `moa export` take for a scene.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from visualizer.core.errors import UsageError

SCHEME = "moa:"
_AT, _WITH, _BESIDE = "at", "with", "beside"


@dataclass(frozen=True, slots=True)
class Link:
    """A place of the show. `at` counts seconds from the step's start; None is where the step begins."""

    scene: str
    step: str = ""
    at: float | None = None
    knobs: tuple[tuple[str, str], ...] = ()
    withs: tuple[str, ...] = ()
    beside: str | None = None

    @property
    def place(self) -> str:
        """Return the scene and step as the command line takes them."""
        return f"{self.scene}@{self.step}" if self.step else self.scene

    def __str__(self) -> str:
        """Return the link, its words quoted where they must be."""
        from urllib.parse import quote  # noqa: PLC0415  36 ms that no start needs

        told: list[tuple[str, str]] = []
        if self.beside is not None:
            told.append((_BESIDE, self.beside))
        if self.at is not None:
            told.append((_AT, f"{self.at:g}"))
        told += self.knobs
        told += ((_WITH, name) for name in self.withs)
        asked = "&".join(f"{quote(name)}={quote(value, safe=':,')}" for name, value in told)
        return f"{SCHEME}{quote(self.place, safe='@/')}" + (f"?{asked}" if asked else "")


def is_link(text: str) -> bool:
    """Tell whether a word of the command line is a link, and no scene's name or file."""
    return text.startswith(SCHEME)


def read_link(text: str) -> Link:
    """Return the place that a link tells.

    Raises:
        UsageError: it names no scene, or its time is none; one line.
    """
    from urllib.parse import parse_qsl, unquote  # noqa: PLC0415  as above

    place, _, asked = text.removeprefix(SCHEME).partition("?")
    scene, _, step = unquote(place).partition("@")
    if not scene:
        raise UsageError(f"'{text}' names no scene; write {SCHEME}SCENE@STEP?at=SECONDS&KNOB=VALUE")
    knobs: list[tuple[str, str]] = []
    withs: list[str] = []
    at, beside = None, None
    for name, value in parse_qsl(asked, keep_blank_values=True):
        if name == _AT:
            at = _seconds(text, value)
        elif name == _WITH:
            withs.append(value)
        elif name == _BESIDE:
            beside = value
        else:
            knobs.append((name, value))
    return Link(scene, step, at, tuple(knobs), tuple(withs), beside)


def sets_of(link: Link) -> Sequence[str]:
    """Return a link's knobs as the command line takes them: dose_mg_per_kg=1."""
    return [f"{name}={value}" for name, value in link.knobs]


def _seconds(text: str, value: str) -> float:
    try:
        at = float(value)
    except ValueError:
        at = math.nan
    if not 0.0 <= at < math.inf:
        raise UsageError(
            f"at={value} in '{text}' is no time; write seconds from the step's start, such as at=4.2"
        )
    return at
