"""Markov chains of receptor and carrier states: rates, equilibrium, and paths drawn from keyed chance.

Knows states, rates, concentrations and voltage; knows nothing of scenes, screens or pictures.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from visualizer.core.noise import Key, uniforms
from visualizer.pharma.magnesium import free_of_magnesium

MAGNESIUM_EXCHANGE_PER_S = 200.0
"""Sum of magnesium's leaving and return in the slow scheme drawn here. Its ratio follows Jahr and Stevens 1990; its size
is assumed: real exchange takes microseconds to milliseconds and could not be seen at the pace of gating."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What drives a chain at one instant: ligands outside in mol/L, the membrane's voltage in mV."""

    ligands_m: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    voltage_mv: float = -70.0


@dataclass(frozen=True, slots=True)
class Transition:
    """One way from a state to another. Rates per second of real time; `k_on` per mol/L per second."""

    start: str
    end: str
    rate: float = 0.0
    ligand: str | None = None
    k_on: float = 0.0
    magnesium: str | None = None  # "leaves" | "returns"
    process: str = "gating"

    def per_second(self, conditions: Conditions) -> float:
        """Return the rate under these conditions, per second of real time."""
        if self.magnesium == "leaves":
            return MAGNESIUM_EXCHANGE_PER_S * free_of_magnesium(conditions.voltage_mv)
        if self.magnesium == "returns":
            return MAGNESIUM_EXCHANGE_PER_S * (1.0 - free_of_magnesium(conditions.voltage_mv))
        if self.ligand is not None and self.k_on > 0.0:
            return self.k_on * conditions.ligands_m.get(self.ligand, 0.0)
        if self.ligand is not None and conditions.ligands_m.get(self.ligand, 0.0) <= 0.0:
            return 0.0
        return self.rate


@dataclass(frozen=True, slots=True)
class Chain:
    """States and the transitions between them."""

    id: str
    states: tuple[str, ...]
    start: str
    transitions: tuple[Transition, ...]

    def allows(self, start: str, end: str) -> bool:
        """Tell whether one transition leads from start to end."""
        return any(t.start == start and t.end == end for t in self.transitions)

    def leaving(self, state: str) -> tuple[Transition, ...]:
        """Return the transitions that leave a state, in the author's order."""
        return tuple(t for t in self.transitions if t.start == state)

    def route(self, start: str, end: str) -> tuple[str, ...]:
        """Return the shortest legal way from start to end, both included; empty when there is none."""
        ways: list[tuple[str, ...]] = [(start,)]
        seen = {start}
        while ways:
            way = ways.pop(0)
            if way[-1] == end:
                return way
            for transition in self.leaving(way[-1]):
                if transition.end not in seen:
                    seen.add(transition.end)
                    ways.append((*way, transition.end))
        return ()


@dataclass(frozen=True, slots=True)
class Jump:
    """A change of state at a time."""

    time: float
    start: str
    end: str


def generator(chain: Chain, conditions: Conditions) -> NDArray[np.float64]:
    """Return the rate matrix Q, shape (n, n), per second: Q[i, j] from i to j, rows summing to zero."""
    index = {state: i for i, state in enumerate(chain.states)}
    q = np.zeros((len(index), len(index)))
    for transition in chain.transitions:
        q[index[transition.start], index[transition.end]] += transition.per_second(conditions)
    np.fill_diagonal(q, q.diagonal() - q.sum(axis=1))
    return q


def equilibrium(chain: Chain, conditions: Conditions) -> dict[str, float]:
    """Return the share of time spent in each state in the long run, for a chain that can return everywhere.

    Solves p Q = 0 with the shares adding to one, by least squares.
    """
    q = generator(chain, conditions)
    n = len(chain.states)
    system = np.vstack([q.T, np.ones(n)])
    target = np.zeros(n + 1)
    target[-1] = 1.0
    shares, *_ = np.linalg.lstsq(system, target, rcond=None)
    return {state: float(max(share, 0.0)) for state, share in zip(chain.states, shares, strict=True)}


Ways = tuple[list[tuple[Transition, float]], float]
"""The transitions that leave a state, each with its rate per second on screen, and the sum of the rates."""


def ways_of(
    chain: Chain, conditions: Callable[[float], Conditions], pace: Mapping[str, float]
) -> Callable[[str, float], Ways]:
    """Return which ways are open from a state at a time, worked out once for all members that live through the same."""
    leaving = {
        state: [(way, pace[way.process]) for way in chain.leaving(state) if pace.get(way.process, 0.0) > 0.0]
        for state in chain.states
    }
    world: dict[float, Conditions] = {}
    known: dict[tuple[str, float], Ways] = {}

    def ways(state: str, t: float) -> Ways:
        found = known.get((state, t))
        if found is None:
            now = world.get(t)
            if now is None:
                now = world[t] = conditions(t)
            each = [(way, way.per_second(now) * quicker) for way, quicker in leaving[state]]
            found = known[state, t] = (each, sum(rate for _, rate in each))
        return found

    return ways


def sample_path(
    chain: Chain,
    start: str,
    seconds: float,
    conditions: Callable[[float], Conditions],
    pace: Mapping[str, float],
    *key: Key,
    grid: float = 0.05,
    most: int = 400,
) -> tuple[Jump, ...]:
    """Return one member's jumps over `seconds` of screen time, drawn from the key's chance.

    `conditions(t)` is asked once per `grid` interval of screen time and held over it. `pace` says, per process, how many
    seconds of real time one second on screen stands for; a process without a pace stands still. Waiting times are
    exponential by inversion, so a faster rate moves the same draw rather than rolling new dice (Gillespie 1977).
    """
    return sample_ways(ways_of(chain, conditions, pace), start, seconds, *key, grid=grid, most=most)


def sample_ways(
    ways: Callable[[str, float], Ways],
    start: str,
    seconds: float,
    *key: Key,
    grid: float = 0.05,
    most: int = 400,
) -> tuple[Jump, ...]:
    """Return one member's jumps as `sample_path` does, by ways that several members share."""
    draws = uniforms(2 * most, "chain", *key)
    jumps: list[Jump] = []
    state, t, used = start, 0.0, 0
    debt = -math.log1p(-draws[0])
    while t < seconds and used < most - 1:
        each, total = ways(state, t)
        cell_end = min((math.floor(t / grid + 1e-9) + 1) * grid, seconds)
        if total * (cell_end - t) < debt:
            debt -= total * (cell_end - t)
            t = cell_end
            continue
        t += debt / total
        end = _chosen(each, float(draws[2 * used + 1]))
        jumps.append(Jump(t, state, end))
        state, used = end, used + 1
        debt = -math.log1p(-draws[2 * used])
    return tuple(jumps)


def _chosen(ways: list[tuple[Transition, float]], draw: float) -> str:
    """Return where a draw in [0, 1) leads, each way as likely as its rate."""
    open_ways = [(way, rate) for way, rate in ways if rate > 0.0]
    left = draw * sum(rate for _, rate in open_ways)
    for way, rate in open_ways:
        left -= rate
        if left < 0.0:
            return way.end
    return open_ways[-1][0].end
