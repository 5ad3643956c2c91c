"""Whether there is a screen, and the window on it. Knows SDL's video drivers; knows nothing of pictures."""

from __future__ import annotations  # the older pygame has no windows; it is explained when one is asked for

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pygame
import pygame.display

from visualizer.app.pace import give_way
from visualizer.core.errors import DisplayError

SCREENLESS = ("dummy", "offscreen")  # drivers that succeed without a screen: only when asked for
NO_DISPLAY = "there is no display; a picture needs none: moa export SCENE -o picture.png"
_PART_OF_DESKTOP = 0.85
_PART_OF_HALF = 0.97
_MIDDLE_OF_SCREEN = 0x2FFF0000  # SDL_WINDOWPOS_CENTERED_DISPLAY(0) of SDL_video.h
_USUAL = (1280, 720)
_SMALLEST = (640, 360)


def asked_drivers() -> tuple[str, ...]:
    """Return the video drivers that the environment asks for."""
    return tuple(name.strip() for name in os.environ.get("SDL_VIDEODRIVER", "").split(",") if name.strip())


def open_display() -> None:
    """Start SDL's video, and nothing else of it.

    Raises:
        DisplayError: there is no screen, and no screenless driver was asked for.
    """
    asked = asked_drivers()
    screens = ("DISPLAY", "WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not asked and not any(os.environ.get(name) for name in screens):
        raise DisplayError(NO_DISPLAY)
    try:
        with _only_our_words():
            pygame.display.init()
    except pygame.error as error:
        raise DisplayError(f"{NO_DISPLAY} (SDL: {error})") from error
    driver = pygame.display.get_driver()
    if driver in SCREENLESS and driver not in asked:
        pygame.display.quit()
        raise DisplayError(NO_DISPLAY)


@contextlib.contextmanager
def _only_our_words() -> Iterator[None]:
    """Silence the screens' own libraries while SDL tries them; our one line says it all."""
    try:
        kept = os.dup(2)
    except OSError:  # there is no terminal to write to
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        sys.stderr.flush()
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def open_window(
    title: str, size: tuple[int, int] | None, position: tuple[int, int] | None = None
) -> pygame.Window:
    """Return a new window, of the size asked for or of one that suits the desktop.

    From then on the loop goes before all others: see `give_way`.

    Raises:
        DisplayError: the system refuses the window.
    """
    place = pygame.WINDOWPOS_UNDEFINED if position is None else position
    try:
        window = pygame.Window(title, size or _suiting_size(), place, resizable=True)
        window.minimum_size = (
            _SMALLEST if size is None else (min(_SMALLEST[0], size[0]), min(_SMALLEST[1], size[1]))
        )
        window.get_surface()
    except pygame.error as error:
        raise DisplayError(f"the window was refused: {error}") from error
    give_way()
    return window


@dataclass(frozen=True, slots=True)
class Place:
    """How large a window is, and where its upper left corner lies."""

    size: tuple[int, int]
    corner: tuple[int, int]


def two_places(size: tuple[int, int] | None, desktops: Sequence[tuple[int, int]]) -> tuple[Place, Place]:
    """Return the places of the audience's window and of the desk.

    With a second screen the audience has that, whole, and the desk a part of the first; with one, both stand side by
    side, and overlap where it is too narrow.
    """
    first = desktops[0] if desktops else _USUAL
    if len(desktops) > 1:
        # SDL reads these numbers as "in the middle of the screen with this number".
        middles = tuple((_MIDDLE_OF_SCREEN | i, _MIDDLE_OF_SCREEN | i) for i in (1, 0))
        return Place(size or desktops[1], middles[0]), Place(size or _fitting(first, 1), middles[1])
    fitting = size or _fitting(first, 2)
    gap = max(0, first[0] - 2 * fitting[0]) // 3
    top = max(0, first[1] - fitting[1]) // 2
    return Place(fitting, (gap, top)), Place(fitting, (max(0, first[0] - gap - fitting[0]), top))


def windowed_place(desktop: tuple[int, int], screen: int) -> Place:
    """Return the place of a window that leaves a whole screen: in its middle, with some of it free."""
    return Place(_fitting(desktop, 1), (_MIDDLE_OF_SCREEN | screen, _MIDDLE_OF_SCREEN | screen))


def whole_place(desktop: tuple[int, int], screen: int) -> Place:
    """Return the place of a window that covers a whole screen."""
    return Place(desktop, (_MIDDLE_OF_SCREEN | screen, _MIDDLE_OF_SCREEN | screen))


def _fitting(desktop: tuple[int, int], windows: int) -> tuple[int, int]:
    """Return the largest 16:9 window of which so many stand side by side and leave some of the desktop free."""
    wide = desktop[0] / windows * (_PART_OF_DESKTOP if windows == 1 else _PART_OF_HALF)
    wide = max(_SMALLEST[0], min(wide, desktop[1] * _PART_OF_DESKTOP * 16 / 9))
    return (int(wide), int(wide) * 9 // 16)


def _suiting_size() -> tuple[int, int]:
    """Return the largest 16:9 window that leaves some of the desktop free."""
    desktops = pygame.display.get_desktop_sizes()
    if not desktops:
        return _USUAL
    width, height = desktops[0]
    high = min(height, width * 9 // 16) * _PART_OF_DESKTOP
    high = max(_SMALLEST[1], int(high))
    return (high * 16 // 9, high)
