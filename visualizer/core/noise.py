"""Chance without memory: the same key gives the same numbers, in any order, on any machine and version.

A key is any mix of strings and integers. Bits come from BLAKE2b (for keys) and SplitMix64 (for streams), both
fixed algorithms, so no library's generator can change our pictures (Steele, Lea and Flood 2014 for SplitMix64).
"""

import math
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Key = str | int
_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15


@lru_cache(maxsize=8192)
def seed_of(*key: Key) -> int:
    """Return 64 bits that stand for the key."""
    text = "\x1f".join(map(str, key)).encode()
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "little")


def uniform(*key: Key) -> float:
    """Return one number in [0, 1) that belongs to the key."""
    return (_split_mix(seed_of(*key)) >> 11) * 2.0**-53


def between(low: float, high: float, *key: Key) -> float:
    """Return one number in [low, high) that belongs to the key."""
    return low + (high - low) * uniform(*key)


def uniforms(count: int, *key: Key) -> NDArray[np.float64]:
    """Return count numbers in [0, 1) that belong to the key; shape (count,)."""
    seed = np.uint64(seed_of(*key))
    with np.errstate(over="ignore"):
        z = seed + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(_GOLDEN)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return np.asarray((z >> np.uint64(11)).astype(np.float64) * 2.0**-53)


def normals(count: int, *key: Key) -> NDArray[np.float64]:
    """Return count standard normal numbers that belong to the key (Box and Muller 1958); shape (count,)."""
    half = (count + 1) // 2
    u = uniforms(2 * half, *key)
    radius = np.sqrt(-2.0 * np.log1p(-u[:half]))
    angle = 2.0 * math.pi * u[half:]
    return np.concatenate([radius * np.cos(angle), radius * np.sin(angle)])[:count]


def drift(t: float, *key: Key, period: float = 4.0) -> float:
    """Return a slow wandering between −1 and 1 at time t: two incommensurate sines with the key's phases."""
    a, b = uniform("drift-a", *key), uniform("drift-b", *key)
    slow = math.sin(2.0 * math.pi * (t / period + a))
    quick = math.sin(2.0 * math.pi * (t / (period * 0.381966) + b))
    return 0.65 * slow + 0.35 * quick


def _split_mix(seed: int) -> int:
    z = (seed + _GOLDEN) & _MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return z ^ (z >> 31)
