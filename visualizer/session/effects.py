"""What the show wants done outside itself: a closed union of wishes. The app grants them."""

from dataclasses import dataclass

from visualizer.session.state import Overlay, Quiz


@dataclass(frozen=True, slots=True)
class Compile:
    """Compile this scene, under knobs and interventions of its model, and answer with the request's number."""

    request: int
    scene: str
    knobs: tuple[tuple[str, str], ...] = ()
    withs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SaveScreenshot:
    """Write the picture that shows to a file."""


@dataclass(frozen=True, slots=True)
class CopyText:
    """Put words on the clipboard: those of the overlay that is open, of a place of the picture, or of the step."""

    scene: str
    step: int
    overlay: Overlay | None = None
    subject: str = ""
    quiz: Quiz | None = None  # what was picked, where that is asked for


@dataclass(frozen=True, slots=True)
class SetFullscreen:
    """Make a window fill the screen, or not; windows count from nought."""

    on: bool
    window: int = 0


@dataclass(frozen=True, slots=True)
class Remember:
    """Keep language, look and text size for the next time."""


@dataclass(frozen=True, slots=True)
class CheckPin:
    """Compare these digits with the PIN of the staff, and answer."""

    digits: str


@dataclass(frozen=True, slots=True)
class KeepPlace:
    """Keep where the person stands for the next time, and what was turned; steps go by their ids."""

    scene: str
    step: str
    knobs: tuple[tuple[str, str], ...] = ()
    withs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leave:
    """Close the windows and end the program."""


Effect = Compile | SaveScreenshot | CopyText | SetFullscreen | Remember | KeepPlace | CheckPin | Leave
