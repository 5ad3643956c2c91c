"""Where a person stopped, kept for the next time in the system's folder for such things. Knows one small file."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from visualizer.app.settings import set_aside
from visualizer.core.errors import ExportError
from visualizer.core.files import write_whole

_LARGEST = 4096  # a larger file was not written by us


@dataclass(frozen=True, slots=True)
class Stopped:
    """A scene and a step, by their ids: a step that moves within its scene is still found."""

    scene: str
    step: str
    knobs: tuple[tuple[str, str], ...] = ()  # of the scene's model, as far as they were turned
    withs: tuple[str, ...] = ()


def load_stopped(path: Path) -> tuple[Stopped | None, str | None]:
    """Return where the person stopped, if ever, and one line when the file was damaged and has been set aside."""
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("it is too large")
        return _checked(json.loads(path.read_text(encoding="utf-8"))), None
    except FileNotFoundError:
        return None, None
    except (OSError, ValueError) as error:
        return None, set_aside(path, str(error).splitlines()[0], "the place where you stopped")


def save_stopped(stopped: Stopped, path: Path) -> str | None:
    """Write the place whole or not at all; return one line when that was not possible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, (json.dumps(asdict(stopped), indent=2) + "\n").encode())
    except (OSError, ExportError) as error:
        return f"the place was not kept: {error}"
    return None


def _checked(data: Any) -> Stopped:
    if not isinstance(data, dict) or not {"scene", "step"} <= set(data) <= {
        "scene",
        "step",
        "knobs",
        "withs",
    }:
        raise ValueError("it does not name a scene and a step")
    if not all(isinstance(data[key], str) for key in ("scene", "step")):
        raise ValueError("a scene or step is not a name")
    knobs, withs = data.get("knobs", []), data.get("withs", [])
    if not isinstance(knobs, list) or not isinstance(withs, list):
        raise ValueError("what was turned is no list")
    if not all(isinstance(pair, list) and len(pair) == 2 for pair in knobs):
        raise ValueError("a knob has no value")
    if not all(isinstance(word, str) for word in (*withs, *(word for pair in knobs for word in pair))):
        raise ValueError("what was turned is not named")
    return Stopped(data["scene"], data["step"], tuple((name, value) for name, value in knobs), tuple(withs))
