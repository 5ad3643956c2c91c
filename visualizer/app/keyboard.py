"""Key events to strokes of the key table. Knows pygame's names for keys; knows no action."""

from collections.abc import Mapping

import pygame
import pygame.key

from visualizer.modes import Stroke

_SIGNS = {
    "LEFTBRACKET": "[",
    "RIGHTBRACKET": "]",
    "SLASH": "/",
    "COMMA": ",",
    "PERIOD": ".",
    "MINUS": "-",
    "EQUALS": "=",
    "PAGEUP": "page-up",
    "PAGEDOWN": "page-down",
    "KP_ENTER": "enter",
}


def _places() -> Mapping[int, str]:
    """Return what a US keyboard has at each place."""
    found = {}
    for name in dir(pygame):
        if name.startswith("KSCAN_"):
            label = name.removeprefix("KSCAN_")
            found[getattr(pygame, name)] = _SIGNS.get(label, label.lower())
    return found


PLACES = _places()


def stroke_of(event: pygame.Event, down: frozenset[int]) -> Stroke:
    """Return the stroke of a KEYDOWN event; `down` holds the scancodes that were already down."""
    held = event.mod
    # AltGr is how a layout reaches a sign, not a command.
    altgr = bool(held & pygame.KMOD_MODE) or bool(held & pygame.KMOD_RALT)
    return Stroke(
        typed=event.unicode,
        key=pygame.key.name(event.key).replace(" ", "-"),
        place=PLACES.get(event.scancode, ""),
        ctrl=bool(held & pygame.KMOD_CTRL) and not altgr,
        alt=bool(held & pygame.KMOD_LALT),
        shift=bool(held & pygame.KMOD_SHIFT),
        held=event.scancode in down,
    )
