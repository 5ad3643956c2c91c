"""Scenes as functions of time: compile once, ask at any time, in any order."""

from visualizer.timeline.compile import compile_scene, model_of
from visualizer.timeline.snapshot import Snapshot
from visualizer.timeline.story import StepOutline, Timeline

__all__ = ["Snapshot", "StepOutline", "Timeline", "compile_scene", "model_of"]
