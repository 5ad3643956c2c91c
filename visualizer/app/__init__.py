"""The only place with windows, a clock and the disk. Loads pygame when a window is wanted, and not before."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visualizer.app.presenter import Presenter, present
    from visualizer.app.shell import Options, Shell, run

_HOMES = {
    "Options": "shell",
    "Presenter": "presenter",
    "Shell": "shell",
    "present": "presenter",
    "run": "shell",
}

__all__ = ["Options", "Presenter", "Shell", "present", "run"]


def __getattr__(name: str) -> object:
    """Return what the face shows, loaded on first use: who only watches over a window needs none of it.

    Raises:
        AttributeError: the face shows nothing of this name.
    """
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import_module("visualizer.render")  # tells SDL what it must know before pygame is first imported
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
