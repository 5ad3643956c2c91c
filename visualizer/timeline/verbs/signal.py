"""What every verb from one figure to another shares: the arrow between them. Knows no body and no colour."""

import math
from typing import Literal

from visualizer.scene.model import Signal
from visualizer.timeline.plan import Arrow, StepPlan

DRAWING = 1.0
"""Seconds on screen in which an arrow grows, when its verb says nothing else."""


def arrow(
    happening: Signal, target: str, effect: Literal["activates", "inhibits", "none"], plan: StepPlan
) -> float:
    """Add the arrow of a verb, if it comes from somewhere; return when it has reached its target."""
    at = plan.start_of(happening)
    lasts = DRAWING if happening.lasts is None else happening.lasts
    if happening.by is None:
        return at
    evidence = happening.evidence or plan.step.evidence
    plan.arrows.append(Arrow(happening.by, target, effect, evidence, happening.bend, at, lasts, math.inf))
    return at + 0.8 * lasts
