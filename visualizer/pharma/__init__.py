"""Equations in, numbers out: binding, magnesium, state chains and curves."""

from visualizer.pharma.binding import occupancy
from visualizer.pharma.chains import Chain, Conditions, Jump, Transition, equilibrium, generator, sample_path
from visualizer.pharma.curves import Curve
from visualizer.pharma.magnesium import free_of_magnesium

__all__ = [
    "Chain",
    "Conditions",
    "Curve",
    "Jump",
    "Transition",
    "equilibrium",
    "free_of_magnesium",
    "generator",
    "occupancy",
    "sample_path",
]
