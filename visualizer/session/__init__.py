"""The running show as one value: what it is, what may be asked of it, and what it wants done."""

from visualizer.session.effects import Effect
from visualizer.session.intents import Intent
from visualizer.session.pair import place, shown_pair
from visualizer.session.state import (
    LANGUAGES,
    REGISTERS,
    SPEEDS,
    TEXT_SCALES,
    Covering,
    Opening,
    Overlay,
    Pair,
    Register,
    Screen,
    Session,
    Talk,
)
from visualizer.session.talk import audience, behind_s, desk_language, expected_s, remaining_s
from visualizer.session.update import CLOCK, SCRUB, update

__all__ = [
    "CLOCK",
    "LANGUAGES",
    "REGISTERS",
    "SCRUB",
    "SPEEDS",
    "TEXT_SCALES",
    "Covering",
    "Effect",
    "Intent",
    "Opening",
    "Overlay",
    "Pair",
    "Register",
    "Screen",
    "Session",
    "Talk",
    "audience",
    "behind_s",
    "desk_language",
    "expected_s",
    "place",
    "remaining_s",
    "shown_pair",
    "update",
]
