"""How everything is tinted and sized: theme, language, text size, motion. Reads theme files; knows no scene."""

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import yaml

from visualizer.core.colour import mixed
from visualizer.core.errors import AssetError
from visualizer.core.paths import assets_folder


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
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Theme(
            id=data["id"],
            name=data["name"],
            dark=bool(data["dark"]),
            colours=MappingProxyType(dict(data["colours"])),
            bodies=MappingProxyType({key: Ramp(*value) for key, value in data["bodies"].items()}),
            substances=MappingProxyType({key: Ramp(*value) for key, value in data["substances"].items()}),
            text_from=float(data.get("text-from", 0.0)),
            labels_at_most=int(data.get("labels-at-most", 4)),
            flare=float(data.get("flare", 0.0)),
            planes=bool(data.get("planes", True)),
        )
    except FileNotFoundError:
        raise AssetError(f"no theme '{name}'; there are {', '.join(theme_names())}") from None
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise AssetError(f"theme file {Path(path).name} is damaged: {error}") from error


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
