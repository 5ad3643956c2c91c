"""Curves from 0 to 1. Knows numbers only."""


def clamp(x: float, low: float = 0.0, high: float = 1.0) -> float:
    """Return x held between low and high."""
    return low if x < low else high if x > high else x


def smooth(x: float) -> float:
    """Return the cubic 3x²−2x³ of x held to 0..1: rest at both ends."""
    x = clamp(x)
    return x * x * (3.0 - 2.0 * x)


def smoother(x: float) -> float:
    """Return the quintic of x held to 0..1: no jerk at either end, for cameras."""
    x = clamp(x)
    return x * x * x * (x * (6.0 * x - 15.0) + 10.0)


def ramp(t: float, start: float, seconds: float) -> float:
    """Return how far t has come from start over seconds, eased, 0 before and 1 after."""
    if seconds <= 0.0:
        return 1.0 if t >= start else 0.0
    return smooth((t - start) / seconds)


def mix(a: float, b: float, x: float) -> float:
    """Return the value x of the way from a to b."""
    return a + (b - a) * x
