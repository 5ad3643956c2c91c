"""Where our own files lie, and where the person's settings and caches belong. Looks in the installed data, then the checkout."""

from functools import lru_cache
from pathlib import Path

import platformdirs

from visualizer.core.errors import AssetError

_PACKAGE = Path(__file__).resolve().parent.parent


@lru_cache(maxsize=8)
def data_folder(name: str) -> Path:
    """Return the folder `scenes` or `assets` that came with the program.

    Raises:
        AssetError: the installation is incomplete.
    """
    for candidate in (_PACKAGE / "data" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise AssetError(f"the folder '{name}' that belongs to the program is missing; install it again")


def scenes_folder() -> Path:
    """Return the folder of the shipped scenes."""
    return data_folder("scenes")


def assets_folder() -> Path:
    """Return the folder of the shipped assets."""
    return data_folder("assets")


def settings_file() -> Path:
    """Return where a person's choices are kept on this system."""
    return platformdirs.user_config_path("moa", appauthor=False) / "settings.json"


def state_file() -> Path:
    """Return where the place is kept at which a person stopped."""
    return platformdirs.user_state_path("moa", appauthor=False) / "state.json"


def cache_folder() -> Path:
    """Return the system's own folder for what may be deleted at any time."""
    return Path(platformdirs.user_cache_path("moa", appauthor=False))
