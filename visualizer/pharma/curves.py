"""A curve over time after the first dose, from a table. Knows times in hours and values; knows no drug."""

import bisect
import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Curve:
    """A named curve: times in hours, rising; values between them by a straight line over the logarithm of time."""

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
        a, b = self.hours[i], self.hours[i + 1]
        part = (hours - a) / (b - a) if a <= 0.0 else math.log(hours / a) / math.log(b / a)
        return self.values[i] + (self.values[i + 1] - self.values[i]) * part
