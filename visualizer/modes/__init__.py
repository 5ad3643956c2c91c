"""Modes as tables: keys, actions, and the chrome as shapes."""

from visualizer.modes.actions import ACTIONS, AIMED, intent_for
from visualizer.modes.catalogue import program_words
from visualizer.modes.chrome import chrome, dressed, framed, markable, picture_size
from visualizer.modes.desk import desk, typed_step
from visualizer.modes.keys import KEYS, MODES, Binding, Mode, Stroke, bindings, key_map, match_key
from visualizer.modes.kiosk import picture_box
from visualizer.modes.pieces import Chrome
from visualizer.modes.profile import Profile, profile_over
from visualizer.modes.table import MODE_TABLE, ModeRow
from visualizer.modes.turning import coming, empty, first, turning
from visualizer.modes.words import (
    HelpLine,
    Pointed,
    SceneCard,
    SceneWords,
    StepWords,
    VisitWords,
    Words,
    key_name,
)

__all__ = [
    "ACTIONS",
    "AIMED",
    "KEYS",
    "MODES",
    "MODE_TABLE",
    "Binding",
    "Chrome",
    "HelpLine",
    "Mode",
    "ModeRow",
    "Pointed",
    "Profile",
    "SceneCard",
    "SceneWords",
    "StepWords",
    "Stroke",
    "VisitWords",
    "Words",
    "bindings",
    "chrome",
    "coming",
    "desk",
    "dressed",
    "empty",
    "first",
    "framed",
    "intent_for",
    "key_map",
    "key_name",
    "markable",
    "match_key",
    "picture_box",
    "picture_size",
    "profile_over",
    "program_words",
    "turning",
    "typed_step",
]
