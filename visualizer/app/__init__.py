"""The only place with windows, a clock and the disk."""

import visualizer.render  # noqa: F401 (tells SDL what it must know before pygame is first imported)
from visualizer.app.presenter import Presenter, present
from visualizer.app.shell import Options, Shell, run

__all__ = ["Options", "Presenter", "Shell", "present", "run"]
