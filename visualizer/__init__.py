"""Mechanism-of-action visualizer: scenes in YAML, drawn as a function of time."""

__version__ = "0.1.0"
