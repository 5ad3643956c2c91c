"""The running show as one value: what it is, what may be asked of it, and what it wants done."""

from visualizer.session.effects import Effect
from visualizer.session.intents import Intent
from visualizer.session.state import (
    LANGUAGES,
    REGISTERS,
    SPEEDS,
    TEXT_SCALES,
    Opening,
    Overlay,
    Register,
    Screen,
    Session,
)
from visualizer.session.update import SCRUB, update

__all__ = [
    "LANGUAGES",
    "REGISTERS",
    "SCRUB",
    "SPEEDS",
    "TEXT_SCALES",
    "Effect",
    "Intent",
    "Opening",
    "Overlay",
    "Register",
    "Screen",
    "Session",
    "update",
]
