"""How everything is tinted and sized: theme, language, text size, motion. Reads theme files; knows no scene."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

import yaml

from visualizer.core.colour import mixed
from visualizer.core.errors import AssetError
from visualizer.core.paths import assets_folder

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C reader is seven times faster

FIRST = "lecture"  # the look that every other must match name for name


class Ramp(NamedTuple):
    """The four tones of a body: shaded, middle, lit, rim. For a substance the fourth is its letter's colour."""

    dark: str
    mid: str
    light: str
    rim: str


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """One look: colours by role, and the rules of what is shown in it.

    Sizes are in pixels at 1080 lines. `flare` is the stray light on the screen, as a part of white.
    """

    id: str
    name: str
    dark: bool
    colours: MappingProxyType[str, str]
    bodies: MappingProxyType[str, Ramp]
    substances: MappingProxyType[str, Ramp]
    text_from: float = 0.0  # no type is smaller
    labels_at_most: int = 4
    flare: float = 0.0
    planes: bool = True  # soft forms before and behind the action


@dataclass(frozen=True, slots=True)
class Look:
    """What the picture depends on besides the scene, the time and the size."""

    theme: str = "lecture"
    language: str = "en"
    text_scale: float = 1.0
    reduced_motion: bool = False
    register: str = "text"  # text | plain | more
    captions: bool = True
    lens: bool = False  # the words say how sure each thing is, and who found it

    @property
    def colours(self) -> Theme:
        """Return the theme's colours."""
        return load_theme(self.theme)


@lru_cache(maxsize=16)
def load_theme(name: str) -> Theme:
    """Return the theme of this name.

    Raises:
        AssetError: no such theme, or its file is damaged.
    """
    path = assets_folder() / "themes" / f"{name}.yaml"
    try:
        # It is a safe loader, which its C twin is as well.
        plain = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
        theme = _theme_of(plain)
    except FileNotFoundError:
        raise AssetError(f"no theme '{name}'; there are {', '.join(theme_names())}") from None
    except KeyError as error:
        raise AssetError(f"theme file {path.name} is damaged: it has no {error}") from error
    except (OSError, yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise AssetError(f"theme file {path.name} is damaged: {' '.join(str(error).split())}") from error
    if name != FIRST:
        first = load_theme(FIRST)
        for table in ("colours", "bodies", "substances"):
            lacking = set(getattr(first, table)) - set(getattr(theme, table))
            if lacking:
                raise AssetError(f"theme file {path.name} is damaged: {table} has no {min(lacking)}")
    return theme


def _theme_of(data: Any) -> Theme:
    """Return the theme that a file's data describe.

    Raises:
        KeyError, TypeError, ValueError: they describe none.
    """
    return Theme(
        id=data["id"],
        name=data["name"],
        dark=_flag(data["dark"]),
        colours=MappingProxyType({role: _colour(value) for role, value in _table(data["colours"])}),
        bodies=MappingProxyType({role: _ramp(value) for role, value in _table(data["bodies"])}),
        substances=MappingProxyType({role: _ramp(value) for role, value in _table(data["substances"])}),
        text_from=_number(data.get("text-from", 0.0), 200.0),
        labels_at_most=int(_number(data.get("labels-at-most", 4), 20.0)),
        flare=_number(data.get("flare", 0.0), 1.0),
        planes=_flag(data.get("planes", True)),
    )


def _table(value: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise ValueError("colours, bodies and substances are tables by name")
    yield from value.items()


def _ramp(value: Any) -> Ramp:
    if not isinstance(value, list) or len(value) != len(Ramp._fields):
        raise ValueError(f"four tones are wanted, not {value!r:.60}")
    return Ramp(*map(_colour, value))


def _colour(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch("#[0-9a-fA-F]{6}", value):
        raise ValueError(f"a colour is written as #RRGGBB, not {value!r:.60}")
    return value


def _number(value: Any, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise ValueError(f"a number from 0 to {most:g} is wanted, not {value!r:.60}")
    return float(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"true or false is wanted, not {value!r:.60}")
    return value


@lru_cache(maxsize=32)
def quiet(theme: Theme, part: float = 0.6) -> Theme:
    """Return the theme with bodies and substances drawn part of the way back into the backdrop: for what is out of focus."""
    ground = theme.colours["backdrop"]
    return replace(
        theme,
        bodies=MappingProxyType(
            {name: Ramp(*(mixed(tone, ground, part) for tone in ramp)) for name, ramp in theme.bodies.items()}
        ),
        substances=MappingProxyType(
            {
                name: Ramp(*(mixed(tone, ground, part) for tone in ramp))
                for name, ramp in theme.substances.items()
            }
        ),
    )


def theme_names() -> tuple[str, ...]:
    """Return the names of all themes, in order."""
    return tuple(sorted(path.stem for path in (assets_folder() / "themes").glob("*.yaml")))
