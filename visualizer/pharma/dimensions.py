"""Compound units such as ng/mL or L/h/kg, and what they measure. Knows unit signs; knows no drug.

Inside a model every value is held in milligrams, litres, hours and micromoles; units are converted once, where a
parameter enters and where a curve leaves.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_MASS, _VOLUME, _TIME, _AMOUNT = range(4)
_ATOMS: dict[str, tuple[float, tuple[int, int, int, int]]] = {
    # sign: (size in mg, L, h or µmol; powers of mass, volume, time and amount)
    "ng": (1e-6, (1, 0, 0, 0)), "ug": (1e-3, (1, 0, 0, 0)), "µg": (1e-3, (1, 0, 0, 0)), "mg": (1.0, (1, 0, 0, 0)),
    "g": (1e3, (1, 0, 0, 0)), "kg": (1e6, (1, 0, 0, 0)),
    "mL": (1e-3, (0, 1, 0, 0)), "L": (1.0, (0, 1, 0, 0)),
    "ms": (1 / 3.6e6, (0, 0, 1, 0)), "s": (1 / 3600, (0, 0, 1, 0)), "min": (1 / 60, (0, 0, 1, 0)),
    "h": (1.0, (0, 0, 1, 0)), "d": (24.0, (0, 0, 1, 0)), "wk": (168.0, (0, 0, 1, 0)),
    "nmol": (1e-3, (0, 0, 0, 1)), "umol": (1.0, (0, 0, 0, 1)), "µmol": (1.0, (0, 0, 0, 1)), "mol": (1e6, (0, 0, 0, 1)),
    "nM": (1e-3, (0, -1, 0, 1)), "uM": (1.0, (0, -1, 0, 1)), "µM": (1.0, (0, -1, 0, 1)), "M": (1e6, (0, -1, 0, 1)),
    "%": (0.01, (0, 0, 0, 0)), "1": (1.0, (0, 0, 0, 0)), "share": (1.0, (0, 0, 0, 0)),
    "relative": (1.0, (0, 0, 0, 0)), "effect": (1.0, (0, 0, 0, 0)), "count": (1.0, (0, 0, 0, 0)),
}  # fmt: skip
_WORDS = {
    (0, 0, 0, 0): "a plain number", (1, 0, 0, 0): "a mass", (0, 1, 0, 0): "a volume", (0, 0, 1, 0): "a time",
    (0, 0, 0, 1): "an amount", (1, -1, 0, 0): "a mass in a volume", (0, -1, 0, 1): "an amount in a volume",
    (0, 1, -1, 0): "a clearance", (0, 0, -1, 0): "a rate", (1, 0, 0, -1): "a molar mass",
    (-1, 1, 0, 0): "a volume for a body mass", (-1, 1, -1, 0): "a clearance for a body mass",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: how large it is in milligrams, litres, hours and micromoles, and what it measures."""

    size: float
    powers: tuple[int, int, int, int]

    @property
    def measures(self) -> str:
        """Return what it measures in words, such as 'a clearance'."""
        return _WORDS.get(self.powers, "another quantity")

    def times(self, other: "Unit", power: float = 1.0) -> "Unit":
        """Return the unit of a product; powers that are not whole keep a plain number plain."""
        if all(p == 0 for p in other.powers):
            return Unit(self.size, self.powers)
        a, b = self.powers, other.powers
        joined = tuple(round(x + power * y) for x, y in zip(a, b, strict=True))
        return Unit(self.size, (joined[0], joined[1], joined[2], joined[3]))


PLAIN = Unit(1.0, (0, 0, 0, 0))
HOURS = Unit(1.0, (0, 0, 1, 0))
LITRES = Unit(1.0, (0, 1, 0, 0))
CLEARANCE = Unit(1.0, (0, 1, -1, 0))
MILLIGRAMS = Unit(1.0, (1, 0, 0, 0))


def known_units() -> tuple[str, ...]:
    """Return the signs that units are made of."""
    return tuple(_ATOMS)


@lru_cache(maxsize=256)
def unit(text: str) -> Unit:
    """Return the unit that a text such as "ng/mL", "L/h/kg" or "1/h" stands for.

    Raises:
        ValueError: a sign that is not known; the message names it.
    """
    size, powers = 1.0, [0, 0, 0, 0]
    for sign, part in re.findall(r"(^|[/·])([^/·]*)", text.strip() or "1"):
        if part not in _ATOMS:
            raise ValueError(f"there is no unit '{part}'")
        factor, atoms = _ATOMS[part]
        way = -1 if sign == "/" else 1
        size *= factor**way
        powers = [have + way * more for have, more in zip(powers, atoms, strict=True)]
    return Unit(size, (powers[0], powers[1], powers[2], powers[3]))
