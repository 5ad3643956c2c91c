"""Modes as tables: keys, actions, and the chrome as shapes."""

from visualizer.modes.actions import ACTIONS, AIMED, intent_for
from visualizer.modes.catalogue import program_words
from visualizer.modes.chrome import chrome, dressed
from visualizer.modes.desk import desk, typed_step
from visualizer.modes.keys import KEYS, MODES, Binding, Mode, Stroke, bindings, key_map, match_key
from visualizer.modes.pieces import Chrome
from visualizer.modes.turning import empty, turning
from visualizer.modes.words import Pointed, SceneCard, SceneWords, StepWords, Words, key_name

__all__ = [
    "ACTIONS",
    "AIMED",
    "KEYS",
    "MODES",
    "Binding",
    "Chrome",
    "Mode",
    "Pointed",
    "SceneCard",
    "SceneWords",
    "StepWords",
    "Stroke",
    "Words",
    "bindings",
    "chrome",
    "desk",
    "dressed",
    "empty",
    "intent_for",
    "key_map",
    "key_name",
    "match_key",
    "program_words",
    "turning",
    "typed_step",
]
