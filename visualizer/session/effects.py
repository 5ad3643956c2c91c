"""What the show wants done outside itself: a closed union of wishes. The app grants them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Compile:
    """Compile this scene and answer with the request's number."""

    request: int
    scene: str


@dataclass(frozen=True, slots=True)
class SaveScreenshot:
    """Write the picture that shows to a file."""


@dataclass(frozen=True, slots=True)
class CopyText:
    """Put the words of this step on the clipboard."""

    scene: str
    step: int


@dataclass(frozen=True, slots=True)
class SetFullscreen:
    """Make a window fill the screen, or not; windows count from nought."""

    on: bool
    window: int = 0


@dataclass(frozen=True, slots=True)
class Remember:
    """Keep language, look and text size for the next time."""


@dataclass(frozen=True, slots=True)
class Leave:
    """Close the windows and end the program."""


Effect = Compile | SaveScreenshot | CopyText | SetFullscreen | Remember | Leave
