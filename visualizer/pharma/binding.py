"""How much of a site a ligand occupies at rest. Knows concentrations and constants; knows no scene."""

import math


def occupancy(concentration_m: float, constant_m: float, hill: float = 1.0) -> float:
    """Return the share of sites occupied at equilibrium, 0 to 1 (Hill 1910; with hill = 1 the law of mass action).

    Worked number: at a concentration equal to the constant it is 0.5, whatever the Hill coefficient.

    Raises:
        ValueError: a negative concentration, or a constant or coefficient that is not positive.
    """
    if concentration_m < 0 or constant_m <= 0 or hill <= 0:
        raise ValueError("concentration must not be negative; constant and Hill coefficient must be positive")
    if concentration_m == 0:
        return 0.0
    return 1.0 / (1.0 + math.pow(constant_m / concentration_m, hill))
