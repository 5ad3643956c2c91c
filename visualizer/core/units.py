"""Amounts with units, in a table small enough to read. Knows how to write and convert them; nothing of scenes."""

import re
from dataclasses import dataclass

_TO_BASE: dict[str, tuple[str, float]] = {
    # time, in seconds
    "ns": ("time", 1e-9), "us": ("time", 1e-6), "µs": ("time", 1e-6), "ms": ("time", 1e-3), "s": ("time", 1.0),
    "min": ("time", 60.0), "h": ("time", 3600.0), "d": ("time", 86400.0), "wk": ("time", 604800.0),
    # length, in metres
    "nm": ("length", 1e-9), "um": ("length", 1e-6), "µm": ("length", 1e-6), "mm": ("length", 1e-3),
    # concentration, in mol/L
    "nM": ("concentration", 1e-9), "uM": ("concentration", 1e-6), "µM": ("concentration", 1e-6),
    "mM": ("concentration", 1e-3), "M": ("concentration", 1.0),
    # voltage, in volts
    "mV": ("voltage", 1e-3), "V": ("voltage", 1.0),
    # rates
    "/s": ("rate", 1.0), "/ms": ("rate", 1e3), "/min": ("rate", 1 / 60), "/h": ("rate", 1 / 3600), "/d": ("rate", 1 / 86400),
    "/uM/s": ("binding rate", 1e6), "/µM/s": ("binding rate", 1e6), "/mM/ms": ("binding rate", 1e6),
    "/M/s": ("binding rate", 1.0), "/nM/s": ("binding rate", 1e9),
    # diffusion, in m²/s
    "um2/ms": ("diffusion", 1e-9), "µm²/ms": ("diffusion", 1e-9), "um2/s": ("diffusion", 1e-12),
    # parts of a whole
    "%": ("part", 0.01), "": ("number", 1.0),
    "Hz": ("rate", 1.0),
}  # fmt: skip

_AMOUNT = re.compile(
    r"\s*([+-−]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?)\s*(\S*)\s*".replace("+-−", "+\\-−")
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit as written, such as 10 ms."""

    value: float
    unit: str

    @property
    def dimension(self) -> str:
        """Return what is measured: time, length, concentration, voltage, rate, part or number."""
        return _TO_BASE[self.unit][0]

    @property
    def base(self) -> float:
        """Return the value in the base unit of its dimension (seconds, metres, mol/L, volts, per second)."""
        return self.value * _TO_BASE[self.unit][1]

    def to(self, unit: str) -> float:
        """Return the value in another unit of the same dimension.

        Raises:
            ValueError: the units measure different things.
        """
        (wanted, whole), (mine, part) = _TO_BASE[unit], _TO_BASE[self.unit]
        if wanted != mine:
            raise ValueError(f"{self} is a {mine}, not a {wanted}")
        return self.value * part / whole

    def __str__(self) -> str:
        return f"{self.value:g} {self.unit}".strip()


def amount(text: str | float) -> Amount:
    """Return the amount a text such as "10 ms", "-20 mV", "35 %" or "0.22 /s" stands for.

    Raises:
        ValueError: not a number with a unit of the table; the message says which.
    """
    if isinstance(text, (int, float)):
        return Amount(float(text), "")
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise ValueError(f"'{text}' is not an amount such as 10 ms or 35 %")
    unit = match[2]
    if unit not in _TO_BASE:
        raise ValueError(
            f"unit '{unit}' is not known; known are {', '.join(sorted(u for u in _TO_BASE if u))}"
        )
    return Amount(float(match[1].replace("−", "-").replace(",", ".")), unit)


def units_of(dimension: str) -> tuple[str, ...]:
    """Return the units that measure this dimension."""
    return tuple(unit for unit, (what, _) in _TO_BASE.items() if what == dimension)
