"""What a person chose, kept from run to run: language, look, words, text size. Knows one small file."""

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from visualizer.core.errors import ExportError
from visualizer.core.files import write_whole
from visualizer.core.languages import own_languages
from visualizer.figures.look import theme_names
from visualizer.modes.keys import Binding, remapped
from visualizer.session import LANGUAGES, REGISTERS, TEXT_SCALES, Register, Session

_LARGEST = 65_536  # a settings file that is larger was not written by us


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices; no language means that nobody chose one yet."""

    language: str | None = None
    theme: str = "lecture"
    register: Register = "text"
    text_scale: float = 1.0
    reduced_motion: bool = False
    captions: bool = True
    single_keys: bool = True
    asking: bool = True
    keys: tuple[tuple[str, tuple[str, ...]], ...] = ()  # a person's own keys, by action

    @property
    def table(self) -> tuple[tuple[Binding, ...], tuple[str, ...]]:
        """Return the key table with the person's own keys, and a line for each that cannot be used."""
        return remapped(dict(self.keys))


def load_settings(path: Path) -> tuple[Settings, str | None]:
    """Return the settings, and one line when the file was damaged and has been set aside."""
    try:
        return read_settings(path), None
    except FileNotFoundError:
        return Settings(), None
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        return Settings(), set_aside(path, reason)


def read_settings(path: Path) -> Settings:
    """Return what a settings file holds and leave it alone.

    Raises:
        OSError: the file is not there or cannot be read.
        ValueError: the file is damaged.
    """
    if path.stat().st_size > _LARGEST:
        raise ValueError("it is too large")
    try:
        return _checked(json.loads(path.read_text(encoding="utf-8")))
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def save_settings(settings: Settings, path: Path) -> str | None:
    """Write the settings whole or not at all; return one line when that was not possible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(
            path, (json.dumps({**asdict(settings), "keys": dict(settings.keys)}, indent=2) + "\n").encode()
        )
    except (OSError, ExportError) as error:
        return f"the settings were not kept: {error}"
    return None


def settings_of(session: Session, first: Session, before: Settings) -> Settings:
    """Return the settings with what the person has changed; a command's own options do not count."""
    changed = {
        name: getattr(session, name)
        for name in (
            *("language", "theme", "register", "text_scale", "reduced_motion", "captions"),
            *("single_keys", "asking"),
        )
        if getattr(session, name) != getattr(first, name)
    }
    return replace(before, **changed)


def preferred_language(settings: Settings) -> str:
    """Return the language chosen before, or the one of the system's locale, or English."""
    if settings.language is not None:
        return settings.language
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return value[:2] if value[:2] in (*LANGUAGES, *own_languages()) else "en"
    return "en"


def _checked(data: Any) -> Settings:
    """Return the settings of a file; what it holds must be ours throughout."""
    if not isinstance(data, dict):
        raise ValueError("it is not a table of settings")
    unknown = set(data) - set(Settings.__slots__)
    if unknown:
        raise ValueError(f"it has an unknown setting '{min(unknown)}'")
    settings = Settings(**{**data, "keys": _own_keys(data.get("keys", {}))})
    allowed = (
        (settings.single_keys, (True, False)),
        (settings.language, (None, *LANGUAGES, *own_languages())),
        (settings.theme, theme_names()),
        (settings.register, REGISTERS),
        (settings.text_scale, TEXT_SCALES),
        (settings.reduced_motion, (False, True)),
        (settings.captions, (False, True)),
        (settings.asking, (False, True)),
    )
    for value, choices in allowed:
        if value not in choices:
            raise ValueError(f"'{value}' is not a choice")
    return settings


def _own_keys(data: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return a person's own keys; one key may stand without a list."""
    if not isinstance(data, dict):
        raise ValueError('\'keys\' is no table such as {"sources": ["y"]}')
    found = []
    for action, keys in data.items():
        listed = [keys] if isinstance(keys, str) else keys
        if not isinstance(listed, list) or not all(isinstance(key, str) for key in listed):
            raise ValueError(f"the keys of '{action}' are no list such as [\"y\"]")
        found.append((str(action), tuple(listed)))
    return tuple(found)


def set_aside(path: Path, reason: str, what: str = "the settings") -> str:
    """Rename a damaged file to end in .bad, and return one line that says so."""
    bad = path.with_name(f"{path.name}.bad")
    try:
        os.replace(path, bad)
    except OSError as error:
        return f"{what} in {path} cannot be read ({reason}), and it could not be set aside: {error.strerror}"
    return f"{what} could not be read ({reason}); the file is now {bad}, and defaults are used"
