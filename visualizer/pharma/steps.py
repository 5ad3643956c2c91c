"""Exact exponential steps over a grid of times. Knows rates and targets; knows no stage.

A stage whose input is known obeys dR/dt = λ(t)·(T(t) − R). Over one interval T is taken as a straight line between its
ends and λ as its mean; the solution of that equation is exact, however long the interval, so nothing can become unstable.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from visualizer.core.arrays import distinct

Values = NDArray[np.float64]

_NO_STEP = 1e-300


def follow(times: Values, target: Values, rate: Values | float, start: float) -> Values:
    """Return R over the times, from `start`, as it follows its target at a rate per hour.

    Worked number: target 1, rate ln 2 per hour, start 0 gives 0.5 after one hour and 0.75 after two.
    """
    h = np.diff(times)
    mean = 0.5 * (rate[1:] + rate[:-1]) if isinstance(rate, np.ndarray) else rate
    z = mean * h
    gone = -np.expm1(
        -z
    )  # the share of the old level that is gone at the end; what has come in its place was pulled thither
    late = 1.0 - gone / np.maximum(
        z, _NO_STEP
    )  # how much of it felt the target's end rather than its beginning
    pushed = gone * target[:-1] + late * (target[1:] - target[:-1])
    return scan(1.0 - gone, pushed, start)


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


def grid(breaks: Sequence[float], hours: float, tightness: float = 1.0, gentle_h: float = 0.0) -> Values:
    """Return rising times in hours from 0 to `hours`, log-spaced anew after each break.

    A break is a time at which something begins or ends: a dose, an infusion, an intervention. After the first, times begin
    at a millisecond; after the others at some seconds, or at `gentle_h` where doses are absorbed so slowly that nothing
    moves before. `tightness` multiplies how many points there are.
    """
    edges = sorted({0.0, *(b for b in breaks if 0.0 < b < hours), hours})
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
            per_decade = _PER_DECADE
            if gentle_h > 0.0:
                per_decade = _PER_GENTLE_DECADE if length <= _A_DAY_H else _PER_LONG_GENTLE_DECADE
            first = gentle_h or _FIRST_AFTER_BREAK_H
            alike[length] = _within(_spread(min(first, length / 2.0), length, per_decade * tightness), length)
        points.append(start + alike[length])
    points.append(np.array(edges))
    times = distinct(np.concatenate(points))
    return np.asarray(times[np.concatenate([[True], np.diff(times) > 1e-12])])


_PER_DECADE = 40.0
_FIRST_H = 1e-3 / 3600.0
_PER_QUICK_DECADE = 5.0  # below some seconds nothing of this model is in motion but what is read off anyway
_QUICK_H = 10.0 / 3600.0
_FIRST_AFTER_BREAK_H = 20.0 / 3600.0
_LAST_BEFORE_BREAK_H = 1.0 / 3600.0
_A_DAY_H = 24.0
_PER_GENTLE_DECADE = 6.0  # from tablet to tablet
_PER_LONG_GENTLE_DECADE = 14.0  # after the last, or while some are missed


def _within(offsets: Values, length: float) -> Values:
    """Return the offsets inside a length, with one just before its end; the ends are the edges themselves."""
    kept = np.append(offsets, length - min(_LAST_BEFORE_BREAK_H, length / 4.0))
    return distinct(kept[(kept > 0.0) & (kept < length - 1e-9)])


def _spread(least: float, most: float, per_decade: float) -> Values:
    if most <= least:
        return np.array([most])
    count = max(int(np.ceil(np.log10(most / least) * per_decade)), 1)
    return np.geomspace(least, most, count + 1)
