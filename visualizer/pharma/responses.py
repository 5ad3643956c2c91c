"""How one stage answers another: as it is, by a power, by a gain, by a saturating curve. Knows numbers; knows no names.

`rest` is the value of the input in an untreated, unstressed body. All but the first two shapes look only at how far the
input is from its rest, so that nothing happens where nothing has changed.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from visualizer.pharma.steps import Values

Shape = Literal["as-it-is", "power", "gain", "blocks", "raises", "lowers", "effect", "weight"]


@dataclass(frozen=True, slots=True)
class Response:
    """A shape with its numbers: size (power, gain, share or ceiling), half_at, hill, and the input's rest."""

    shape: Shape
    size: float = 1.0
    half_at: float = 1.0
    hill: float = 1.0
    rest: float = 0.0

    def of(self, x: Values) -> Values:
        """Return the answer to each value of the input.

        Worked numbers, at rest 0: raises with size 2 and half_at 3 gives 2 at 3; lowers with size 0.8 gives 0.6 there.
        """
        match self.shape:
            case "as-it-is":
                return x
            case "power":
                return np.asarray(np.maximum(x, 0.0) ** self.size)
            case "gain":
                return np.maximum(1.0 + self.size * (x - self.rest), 0.0)
            case "blocks":
                return np.maximum(1.0 - self.size * x, 0.0)
            case "weight":
                return self.size * (x - self.rest)
            case "raises":
                return 1.0 + self.size * self._filled(x)
            case "lowers":
                return 1.0 - self.size * self._filled(x)
            case "effect":
                return self.size * self._filled(x)

    def _filled(self, x: Values) -> Values:
        """Return the part of the saturating curve that is reached, 0 to 1."""
        excess = np.maximum(x - self.rest, 0.0) / self.half_at
        raised = excess**self.hill if self.hill != 1.0 else excess
        return np.asarray(raised / (1.0 + raised))
