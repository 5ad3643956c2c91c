"""Magnesium in the NMDA pore: the share of channels free of it, by voltage. Knows one equation."""

import math


def free_of_magnesium(voltage_mv: float, magnesium_mm: float = 1.0) -> float:
    """Return the share of open NMDA channels that magnesium leaves free, 0 to 1.

    B(V) = 1 / (1 + exp(−0.062 V) [Mg] / 3.57), V in mV, [Mg] in mM (Jahr and Stevens 1990, J Neurosci 10:3178, in
    the form used in public model code). Worked number: −70 mV and 1 mM give 0.04; 0 mV gives 0.78.
    """
    return 1.0 / (1.0 + math.exp(-0.062 * voltage_mv) * magnesium_mm / 3.57)
