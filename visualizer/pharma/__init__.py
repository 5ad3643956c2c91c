"""Equations in, numbers out: binding, magnesium, state chains, curves, and the model graph that makes curves."""

from visualizer.pharma.binding import occupancy
from visualizer.pharma.chains import (
    Chain,
    Conditions,
    Jump,
    Transition,
    Ways,
    equilibrium,
    generator,
    sample_path,
    sample_ways,
    ways_of,
)
from visualizer.pharma.curves import Curve
from visualizer.pharma.graph import Intervention, Knob, Model, Parameter, Shown, Stage
from visualizer.pharma.magnesium import free_of_magnesium
from visualizer.pharma.settings import (
    Settings,
    default_of,
    pairs,
    range_of,
    set_apart,
    settle,
    stops_of,
    switched,
    turned,
)
from visualizer.pharma.solve import Solution, SolvedCurve, at_rest, dose_times, quantities_of, solve

__all__ = [
    "Chain",
    "Conditions",
    "Curve",
    "Intervention",
    "Jump",
    "Knob",
    "Model",
    "Parameter",
    "Settings",
    "Shown",
    "Solution",
    "SolvedCurve",
    "Stage",
    "Transition",
    "Ways",
    "at_rest",
    "default_of",
    "dose_times",
    "equilibrium",
    "free_of_magnesium",
    "generator",
    "occupancy",
    "pairs",
    "quantities_of",
    "range_of",
    "sample_path",
    "sample_ways",
    "set_apart",
    "settle",
    "solve",
    "stops_of",
    "switched",
    "turned",
    "ways_of",
]
