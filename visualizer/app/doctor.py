"""How the program stands here: versions, displays, fonts, settings. Knows where to look; mends nothing."""

import importlib.metadata
import io
import os
import platform
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pygame
import pygame.display

from visualizer import __version__
from visualizer.app import settings as kept
from visualizer.app.display import open_display
from visualizer.core.errors import VisualizerError
from visualizer.core.files import write_whole
from visualizer.core.languages import SHIPPED, own_languages, own_locales
from visualizer.core.paths import assets_folder, scenes_folder, settings_file
from visualizer.export import shipped
from visualizer.figures.look import theme_names
from visualizer.frame import type as typeface
from visualizer.scene.catalogues import damaged_catalogues

_PACKAGES = (
    "pygame-ce",
    "numpy",
    "PyYAML",
    "pydantic",
    "platformdirs",
    "Babel",
    "fonttools",
    "font-source-sans-pro",
)
_VARIABLES = (
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "SDL_VIDEODRIVER",
    "SDL_FRAMEBUFFER_ACCELERATION",
    "MOA_FRAMEBUFFER_ACCELERATION",
    "LANG",
    "LC_ALL",
    "LC_MESSAGES",
)
_WIDE = 32


@dataclass(frozen=True, slots=True)
class Report:
    """Lines of what was found, and whether everything that is needed is there."""

    lines: tuple[tuple[str, str], ...]
    well: bool

    def text(self) -> str:
        """Return the report for a person or a fault report; the home folder is written as ~."""
        home = str(Path.home())
        return "\n".join(f"{name:<{_WIDE}}{value.replace(home, '~')}" for name, value in self.lines)


def report() -> Report:
    """Look at everything; what is missing is a line, not an error."""
    lines: list[tuple[str, str]] = [
        ("moa", __version__),
        ("Python", f"{platform.python_version()} ({sys.platform}, {platform.machine()})"),
        ("system", platform.platform()),
        ("SDL", ".".join(map(str, pygame.get_sdl_version()))),
    ]
    lines += [(name, _version(name)) for name in _PACKAGES]
    faults = 0
    for name, look in _LOOKS.items():
        try:
            lines.append((name, look()))
        except (VisualizerError, OSError) as error:
            faults += 1
            lines.append((name, f"MISSING: {str(error).splitlines()[0]}"))
    lines.append(("display", _display()))
    lines += [(name, os.environ[name]) for name in _VARIABLES if name in os.environ]
    faults += sum(value == "MISSING" for _, value in lines)
    return Report(tuple(lines), faults == 0)


def write_bundle(path: Path, found: Report) -> None:
    """Write the report and the settings into one ZIP file for a report of a fault.

    Raises:
        ExportError: the file cannot be written.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("doctor.txt", found.text() + "\n")
        settings = settings_file()
        if settings.is_file():
            bundle.writestr("settings.json", settings.read_bytes())
    write_whole(path, buffer.getvalue())


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "MISSING"


def _display() -> str:
    """Return the screens; having none is no fault, since pictures can be written without one."""
    try:
        open_display()
    except VisualizerError as error:
        return f"none: {error}"
    try:
        sizes = ", ".join(f"{width}×{height}" for width, height in pygame.display.get_desktop_sizes())
        return f"{pygame.display.get_driver()}: {sizes}"
    finally:
        pygame.display.quit()


def _settings() -> str:
    path = settings_file()
    if not path.is_file():
        return f"{path} (not there yet: defaults, language {kept.preferred_language(kept.Settings())})"
    try:
        return f"{path} (language {kept.preferred_language(kept.read_settings(path))})"
    except ValueError as error:
        return f"{path} (damaged: {error}; it will be set aside)"


def _scenes() -> str:
    scenes, problems = shipped()
    broken = f"; {len(problems)} problems, see moa check" if problems else ""
    return f"{scenes_folder()} ({len(scenes)} scenes{broken})"


def _languages() -> str:
    """Return the languages: those that come with the program, those of the person's own folder, and what is wrong there."""
    told = ", ".join((*SHIPPED, *own_languages()))
    broken = "; ".join(f"{problem.span.file}: {problem.message}" for problem in damaged_catalogues())
    return f"{told} (own ones in {own_locales()}{f'; damaged: {broken}' if broken else ''})"


_LOOKS: dict[str, Callable[[], str]] = {
    "scenes": _scenes,
    "assets": lambda: str(assets_folder()),
    "themes": lambda: ", ".join(theme_names()),
    "typeface": lambda: str(typeface.font_file("regular")),
    "sound": lambda: "not used",
    "settings": _settings,
    "languages": _languages,
}
