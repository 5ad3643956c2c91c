"""Scenes as functions of time: compile once, ask at any time, in any order."""

from visualizer.timeline.compile import (
    at_once,
    compile_scene,
    curves_of,
    model_of,
    retuned,
    second_model_of,
    talk_s,
)
from visualizer.timeline.snapshot import Snapshot
from visualizer.timeline.story import StepOutline, Timeline

__all__ = [
    "Snapshot",
    "StepOutline",
    "Timeline",
    "at_once",
    "compile_scene",
    "curves_of",
    "model_of",
    "retuned",
    "second_model_of",
    "talk_s",
]
