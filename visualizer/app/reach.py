"""How many pixels a finger needs on this screen, from its size in millimetres. Knows SDL and plausibility; draws nothing."""

import contextlib
import ctypes
from functools import lru_cache
from pathlib import Path

import pygame
import pygame.display

FINGER_MM = 15.0
UNKNOWN_PART = (
    0.085  # of the height, where no size is known: 15 mm of a screen 176 mm high, or more on a larger one
)
_SMALLEST_MM, _LARGEST_MM = 90.0, 3000.0  # the width of a screen that somebody touches
_MM_AN_INCH = 25.4


def finger_px(width_px: int, height_px: int, width_mm: float | None = None) -> float:
    """Return the side of the smallest place to press, in pixels, on a screen of this size.

    `width_mm` is the screen's own width, where somebody has measured it; else the screen is asked.
    """
    measured = width_mm or _told_width_mm(width_px)
    if measured is None:
        return UNKNOWN_PART * height_px
    return FINGER_MM * width_px / measured


def _told_width_mm(width_px: int) -> float | None:
    """Return the width that the screen tells of itself; nothing when it tells none, or none that can be."""
    library = _sdl()
    if library is None or not pygame.display.get_init():
        return None
    across = ctypes.c_float(0.0)
    with contextlib.suppress(AttributeError, OSError):
        if library.SDL_GetDisplayDPI(0, None, ctypes.byref(across), None) == 0 and across.value > 0:
            width_mm = width_px / across.value * _MM_AN_INCH
            return width_mm if _SMALLEST_MM <= width_mm <= _LARGEST_MM else None
    return None


@lru_cache(maxsize=1)
def _sdl() -> ctypes.CDLL | None:
    """Return the SDL that pygame itself has loaded; pygame has no question of its own for this."""
    home = Path(pygame.__file__).parent
    folders = (home, home / ".dylibs", home.parent / "pygame_ce.libs", home.parent / "pygame.libs")
    for folder in folders:
        for path in sorted(folder.glob("*SDL2*")):
            name = path.name.lower()
            if any(other in name for other in ("image", "mixer", "ttf")) or path.is_dir():
                continue
            with contextlib.suppress(OSError):
                return ctypes.CDLL(str(path))
    return None
