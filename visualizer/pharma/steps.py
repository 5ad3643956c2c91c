"""Exact exponential steps over a grid of times. Knows rates and targets; knows no stage.

A stage whose input is known obeys dR/dt = λ(t)·(T(t) − R). Over one interval T is taken as a straight line between its
ends and λ as its mean; the solution of that equation is exact, however long the interval, so nothing can become unstable.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


def follow(times: Values, target: Values, rate: Values | float, start: float) -> Values:
    """Return R over the times, from `start`, as it follows its target at a rate per hour.

    Worked number: target 1, rate ln 2 per hour, start 0 gives 0.5 after one hour and 0.75 after two.
    """
    h = np.diff(times)
    mean = 0.5 * (rate[1:] + rate[:-1]) if isinstance(rate, np.ndarray) else rate
    z = mean * h
    kept = np.exp(-z)
    first, second = _phi(z, kept)
    pushed = z * (target[:-1] * first + (target[1:] - target[:-1]) * second)
    return scan(kept, pushed, start)


def scan(kept: Values, pushed: Values, start: float) -> Values:
    """Return x with x[k + 1] = kept[k]·x[k] + pushed[k], beginning at `start`."""
    factor, value = kept.copy(), pushed.copy()
    if len(value):
        value[0] += factor[0] * start
        factor[0] = 0.0
    reach = 1  # each entry now carries the last `reach` steps; doubling them costs less than a loop (Hillis and Steele 1986)
    while reach < len(value):
        value[reach:] += factor[reach:] * value[:-reach]
        factor[reach:] = factor[reach:] * factor[:-reach]
        reach *= 2
    return np.concatenate([[start], value])


def _phi(z: Values, kept: Values) -> tuple[Values, Values]:
    """Return (1 − e^−z)/z and (z − 1 + e^−z)/z², by their series where z is small."""
    small = np.abs(z) < 1e-3
    safe = np.where(small, 1.0, z)
    first = np.where(small, 1.0 - z / 2.0 + z * z / 6.0, (1.0 - kept) / safe)
    second = np.where(small, 0.5 - z / 6.0 + z * z / 24.0, (safe - 1.0 + kept) / (safe * safe))
    return first, second


def grid(breaks: Sequence[float], hours: float, tightness: float = 1.0) -> Values:
    """Return rising times in hours from 0 to `hours`, log-spaced anew after each break.

    A break is a time at which something begins or ends: a dose, an infusion, an intervention. After the first, times begin
    at a millisecond; after the others at some seconds. `tightness` multiplies how many points there are.
    """
    edges = sorted({0.0, *(b for b in breaks if 0.0 < b < hours), hours})
    often = len(edges) > _MANY_BREAKS
    points = [np.array([0.0])]
    alike: dict[float, Values] = {}  # daily tablets: one day is spaced as the next
    for number, (start, end) in enumerate(pairwise(edges)):
        length = round(end - start, 12)
        if number == 0:
            quick = _spread(_FIRST_H, min(_QUICK_H, length), _PER_QUICK_DECADE * tightness)
            offsets = np.concatenate([quick, _spread(min(_QUICK_H, length), length, _PER_DECADE * tightness)])
            points.append(start + _within(offsets, length))
            continue
        if length not in alike:
            first, per_decade = (
                (_FIRST_OF_MANY_H, _PER_DECADE_OF_MANY) if often else (_FIRST_AFTER_BREAK_H, _PER_DECADE)
            )
            offsets = _spread(min(first, length / 2.0), length, per_decade * tightness)
            alike[length] = _within(offsets, length)
        points.append(start + alike[length])
    points.append(np.array(edges))
    times = np.unique(np.concatenate(points))
    return np.asarray(times[np.concatenate([[True], np.diff(times) > 1e-12])])


_PER_DECADE = 36.0
_FIRST_H = 1e-3 / 3600.0
_PER_QUICK_DECADE = 5.0  # below some seconds nothing of this model is in motion but what is read off anyway
_QUICK_H = 10.0 / 3600.0
_FIRST_AFTER_BREAK_H = 20.0 / 3600.0
_LAST_BEFORE_BREAK_H = 1.0 / 3600.0
_MANY_BREAKS = 24  # daily tablets: each begins slowly, by absorption, and there are many of them
_FIRST_OF_MANY_H = 0.4
_PER_DECADE_OF_MANY = 6.0


def _within(offsets: Values, length: float) -> Values:
    """Return the offsets inside a length, with one just before its end; the ends are the edges themselves."""
    kept = np.append(offsets, length - min(_LAST_BEFORE_BREAK_H, length / 4.0))
    return np.unique(kept[(kept > 0.0) & (kept < length - 1e-9)])


def _spread(least: float, most: float, per_decade: float) -> Values:
    if most <= least:
        return np.array([most])
    count = max(int(np.ceil(np.log10(most / least) * per_decade)), 1)
    return np.geomspace(least, most, count + 1)
