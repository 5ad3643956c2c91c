"""Scenes as functions of time: compile once, ask at any time, in any order."""

from visualizer.timeline.compile import StepOutline, Timeline, compile_scene
from visualizer.timeline.snapshot import Snapshot

__all__ = ["Snapshot", "StepOutline", "Timeline", "compile_scene"]
