"""The running show as one value: what it is, what may be asked of it, and what it wants done."""

from visualizer.session.effects import Effect
from visualizer.session.intents import Intent
from visualizer.session.pair import place, shown_pair
from visualizer.session.questions import withholds
from visualizer.session.state import (
    LANGUAGES,
    REGISTERS,
    SPEEDS,
    TEXT_SCALES,
    Corner,
    Covering,
    Guess,
    Opening,
    Overlay,
    Page,
    Pair,
    Quiz,
    Register,
    Screen,
    Session,
    Site,
    Stop,
    Talk,
    Visit,
)
from visualizer.session.talk import audience, behind_s, desk_language, desk_theme, expected_s, remaining_s
from visualizer.session.update import CLOCK, SCRUB, update
from visualizer.session.visit import asks_first, first_visit, stations, where

__all__ = [
    "CLOCK",
    "LANGUAGES",
    "REGISTERS",
    "SCRUB",
    "SPEEDS",
    "TEXT_SCALES",
    "Corner",
    "Covering",
    "Effect",
    "Guess",
    "Intent",
    "Opening",
    "Overlay",
    "Page",
    "Pair",
    "Quiz",
    "Register",
    "Screen",
    "Session",
    "Site",
    "Stop",
    "Talk",
    "Visit",
    "asks_first",
    "audience",
    "behind_s",
    "desk_language",
    "desk_theme",
    "expected_s",
    "first_visit",
    "place",
    "remaining_s",
    "shown_pair",
    "stations",
    "update",
    "where",
    "withholds",
]
