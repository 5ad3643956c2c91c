"""A curve over time after the first dose, from a table. Knows times in hours and values; knows no drug."""

import bisect
import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Curve:
    """A named curve: times in hours, rising; between them a smooth line over the logarithm of time that never overshoots.

    Piecewise cubic Hermite with Fritsch and Carlson's slopes (1980): monotone wherever the table is.
    """

    name: str
    unit: str
    hours: tuple[float, ...]
    values: tuple[float, ...]
    assumed: bool = True

    def at(self, hours: float) -> float:
        """Return the value at this time, held at both ends."""
        if hours <= self.hours[0]:
            return self.values[0]
        if hours >= self.hours[-1]:
            return self.values[-1]
        i = bisect.bisect_right(self.hours, hours) - 1
        if self.hours[i] <= 0.0:  # from time 0, which has no logarithm, a straight line
            part = hours / self.hours[i + 1]
            return self.values[i] + (self.values[i + 1] - self.values[i]) * part
        a, b = math.log(self.hours[i]), math.log(self.hours[i + 1])
        h = b - a
        x = (math.log(hours) - a) / h
        low, high = self.values[i], self.values[i + 1]
        return (
            low * (1.0 + 2.0 * x) * (1.0 - x) ** 2
            + high * x * x * (3.0 - 2.0 * x)
            + h * x * (1.0 - x) * (self._slope(i) * (1.0 - x) - self._slope(i + 1) * x)
        )

    def _slope(self, i: int) -> float:
        """Return the slope over log time at a point of the table: 0 at a turn, a weighted harmonic mean elsewhere."""
        if not 0 < i < len(self.hours) - 1 or self.hours[i - 1] <= 0.0:
            return 0.0
        h0 = math.log(self.hours[i] / self.hours[i - 1])
        h1 = math.log(self.hours[i + 1] / self.hours[i])
        d0 = (self.values[i] - self.values[i - 1]) / h0
        d1 = (self.values[i + 1] - self.values[i]) / h1
        if d0 * d1 <= 0.0:
            return 0.0
        w0, w1 = 2.0 * h1 + h0, h1 + 2.0 * h0
        return (w0 + w1) / (w0 / d0 + w1 / d1)
