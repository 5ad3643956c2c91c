"""Linear compartments with doses, solved exactly: absorption, exchange, elimination, metabolites. Knows amounts and flows.

The amounts obey dx/dt = A·x + doses. A is taken apart into its eigenvectors once; each then decays on its own, exactly,
from one time of the grid to the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from visualizer.pharma.steps import Values, scan


@dataclass(frozen=True, slots=True)
class Flow:
    """So much of a compartment's amount an hour goes to another, or out of the body when `end` is None."""

    start: int
    end: int | None
    rate_per_h: float


@dataclass(frozen=True, slots=True)
class Dose:
    """Milligrams put into a compartment: all at once at `at_h`, or evenly over `lasts_h`."""

    at_h: float
    amount_mg: float
    into: int
    lasts_h: float = 0.0


def amounts(count: int, flows: Sequence[Flow], doses: Sequence[Dose], times: Values) -> Values:
    """Return milligrams in each compartment at each time, shape (times, compartments), from empty compartments.

    A dose given at once is there at its own time. Every start and end of a dose must be one of the times.
    """
    matrix = np.zeros((count, count))
    for flow in flows:
        matrix[flow.start, flow.start] -= flow.rate_per_h
        if flow.end is not None:
            matrix[flow.end, flow.start] += flow.rate_per_h
    rates, vectors = _taken_apart(matrix)
    back = np.linalg.inv(vectors)
    steps = np.diff(times)
    entering = np.zeros((len(steps), count))  # mg/h, constant over each interval
    at_once = np.zeros((len(times), count))
    for dose in doses:
        if dose.lasts_h > 0.0:
            inside = (times[:-1] >= dose.at_h - 1e-12) & (times[1:] <= dose.at_h + dose.lasts_h + 1e-9)
            entering[inside, dose.into] += dose.amount_mg / dose.lasts_h
        elif dose.at_h <= times[-1]:
            at_once[int(np.argmin(np.abs(times - dose.at_h))), dose.into] += dose.amount_mg
    modes = np.empty((len(times), count))
    steady = entering @ back.T
    jumps = at_once @ back.T
    for mode, rate in enumerate(rates):
        z = rate * steps
        kept = np.exp(z)
        gained = np.where(np.abs(z) > 1e-9, np.expm1(z) / np.where(rate == 0.0, 1.0, rate), steps)
        pushed = steady[:, mode] * gained + jumps[1:, mode]
        modes[:, mode] = scan(kept, pushed, float(jumps[0, mode]))
    return np.maximum(modes @ vectors.T, 0.0)


def _taken_apart(matrix: Values) -> tuple[Values, Values]:
    """Return eigenvalues and eigenvectors of a compartment matrix; two equal rates are moved apart by a millionth.

    Raises:
        ArithmeticError: the compartments swing, which chains and exchanges of amounts cannot.
    """
    for attempt in range(4):
        nudge = 1.0 + 1e-6 * attempt * np.arange(len(matrix))
        rates, vectors = np.linalg.eig(matrix * nudge)
        if np.abs(rates.imag).max() < 1e-9 * max(1.0, float(np.abs(rates.real).max())):
            vectors = vectors.real
            if np.linalg.cond(vectors) < 1e9:
                return rates.real, vectors
    raise ArithmeticError("the compartments cannot be taken apart")
