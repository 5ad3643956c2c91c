"""The tree of exceptions, for ourselves; what is wrong with a scene is a Problem, not an exception.

VisualizerError
├── SceneError       a scene cannot be shown at all (its problems say why)
├── AssetError       a font, theme or data folder is missing or damaged
├── ExportError      a picture could not be written
├── DisplayError     there is no display, or the window was refused
├── ModelError       a model cannot be solved with these settings
└── UsageError       a command line, setting or name that makes no sense
"""


class VisualizerError(Exception):
    """Anything this program raises on purpose; the text is one line for a person."""


class SceneError(VisualizerError):
    """A scene cannot be shown at all."""


class AssetError(VisualizerError):
    """A font, theme or data folder is missing or damaged."""


class ExportError(VisualizerError):
    """A picture could not be written."""


class DisplayError(VisualizerError):
    """There is no display, or the window was refused."""


class ModelError(VisualizerError):
    """A model cannot be solved with these settings."""


class UsageError(VisualizerError):
    """A command line, setting or name that makes no sense."""
