"""Mechanism-of-action visualizer: scenes in YAML, drawn as a function of time."""

import os

# Before any part imports pygame: what it would print stands in the way of programs that read ours.
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

__version__ = "0.1.0"
