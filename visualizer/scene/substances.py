"""What molecules and ions look like: letter, silhouette, colour of a theme, size, speed. Knows no scene."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from visualizer.core.paths import assets_folder
from visualizer.scene.model import Concentration, Diffusion, Duration, Line, Name, Slug, Strict
from visualizer.scene.nodes import read_document

Silhouette = Literal["ball", "ring-ball", "diamond", "hexagon", "pair", "square", "disc"]


class Released(Strict):
    """What one release does to a substance's concentration outside: a peak that decays."""

    peak: Concentration = Field(description="The peak, such as 1.1 mM.")
    decay: Duration = Field(description="The time constant of its decay, such as 1.2 ms.")
    cites: tuple[Slug, ...] = Field((), description="Where the values come from.")
    status: Literal["measured", "derived", "assumed"] = Field(description="How they are known.")


class Ambient(Strict):
    """What is always there outside."""

    level: Concentration = Field(description="The concentration, such as 10 uM.")
    cites: tuple[Slug, ...] = Field((), description="Where the value comes from.")
    status: Literal["measured", "derived", "assumed"] = Field(description="How it is known.")


class Substance(Strict):
    """One sort of molecule or ion: how it is told from the others, and how fast it diffuses."""

    name: Line = Field(description="Its name on labels.")
    letter: Annotated[str, Field(min_length=1, max_length=6)] = Field(description="The letters on it.")
    shape: Silhouette = Field(description="Its silhouette.")
    colour: Name = Field(description="A colour of the theme's substances.")
    size: Annotated[float, Field(ge=2, le=60, strict=True)] = Field(description="Radius in stage units.")
    diffusion: Diffusion = Field(description="Diffusion coefficient, such as 0.33 um2/ms.")
    released: Released | None = Field(None, description="What one release does to its concentration.")
    ambient: Ambient | None = Field(None, description="What is always there.")


@lru_cache(maxsize=8)
def palette(theme: str = "lecture", folder: Path | None = None) -> Mapping[str, str]:
    """Return the middle tone of each substance colour of a theme, as #RRGGBB."""
    path = (folder or assets_folder() / "themes") / f"{theme}.yaml"
    data = read_document(path).data
    tones = data.get("substances", {}) if isinstance(data, dict) else {}
    return MappingProxyType(
        {name: ramp[1] for name, ramp in tones.items() if isinstance(ramp, list) and len(ramp) > 1}
    )


@lru_cache(maxsize=2)
def palettes(folder: Path | None = None) -> tuple[str, ...]:
    """Return the names of all looks that have colours for substances."""
    return tuple(sorted(path.stem for path in (folder or assets_folder() / "themes").glob("*.yaml")))
