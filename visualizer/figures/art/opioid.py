"""The µ-opioid receptor: seven helices about a pocket that opens to the outside. Knows form and pose, no drug.

Cut open, the two near helices are glass, so that what lies in the pocket is seen between the others.
"""

from functools import lru_cache

from visualizer.core.easing import mix
from visualizer.core.geometry import Point
from visualizer.figures.art.forms import art_of, blob, body, coils, deepened, jitter, moved, rod, shape, toned
from visualizer.figures.art.molecules import Guest, guest_layers
from visualizer.figures.art.nmda import CutawayArts
from visualizer.figures.look import Ramp, Theme
from visualizer.frame.art import Art, Flat, Layer, Stroke

OPIOID_HEIGHT = 100.0

POCKET: Point = (0.0, 11.5)
"""Where a ligand lies: deep in the upper half of the bundle."""

_SWING = 9.0
"""How far the inner end of one helix swings out when the receptor is active, which makes room for a G protein."""


@lru_cache(maxsize=64)
def opioid_cutaway(theme: Theme, active: float = 0.0, ligand: Guest | None = None) -> CutawayArts:
    """Return the receptor cut open, with its ligand and its letter."""
    ramp = theme.bodies["gpcr"]
    back = _far_side(ramp, active)
    if ligand is not None:
        back += guest_layers(ligand, POCKET, 11.5)
    return CutawayArts(
        art_of("opioid-back", back, 1.0),
        art_of("opioid-front", _near_side(ramp, active), 1.0),
        {"ligand-site": POCKET},
    )


@lru_cache(maxsize=64)
def opioid_small(theme: Theme, active: float = 0.0, ligand: Guest | None = None) -> Art:
    """Return the receptor as one small picture."""
    ramp = theme.bodies["gpcr"]
    layers = _far_side(ramp, active)
    if ligand is not None:
        layers += guest_layers(ligand, POCKET, 10.0, with_letter=False)
    return art_of("opioid", [*layers, *_near_side(ramp, active)], 1.0)


def _far_side(ramp: Ramp, active: float) -> list[Layer]:
    """The far helices, the dark pocket before them, and the loops that join their ends."""
    deep = deepened(ramp, 0.6)
    layers: list[Layer] = []
    for i, (top, low) in enumerate(((-15.0, -11.0), (0.0, 1.5), (15.0, 11.0))):
        line = [
            (low, -30.0 + jitter(1.5, "opioid", i)),
            ((top + low) / 2, 0.0),
            (top, 33.0 + jitter(2.0, "opioid", i)),
        ]
        widths = (11.0, 13.0, 11.5)
        layers.append(body(rod(line, widths), toned(ramp, ramp.dark, 0.48), 5.5, gloss=0.1, rim_strength=0.5))
        layers += coils(line, widths, 5.0, deep, 0.34)
    pocket = shape([(-15, 36), (0, 38), (15, 36), (14, 12), (9, -4), (0, -9), (-9, -4), (-14, 12)])
    layers.append(Flat(pocket, deep, 0.72, 6.0))
    return layers


def _near_side(ramp: Ramp, active: float) -> list[Layer]:
    """The helices at both sides, the near two as glass, the hairpin over the mouth, and the small helix inside."""
    deep = deepened(ramp, 0.55)
    swing = mix(0.0, _SWING, active)
    layers: list[Layer] = []
    sides = ((-27.0, -21.0, 0.0), (-17.0, -15.0, 0.0), (17.5, 14.0, 0.0), (28.0, 22.0, swing))
    for i, (top, low, out) in enumerate(sides):
        tone = toned(ramp, ramp.dark, 0.16) if i in (0, 2) else ramp
        widths = (12.0, 14.5, 12.5)
        line = [
            (low + out, -33.0 - jitter(2.0, "opioid", "side", i)),
            ((top + low) / 2 + 0.3 * out, -2.0),
            (top, 34.0),
        ]
        layers.append(Flat(moved(rod(line, widths), (0.8, -1.6)), deep, 0.30, 3.5))
        layers.append(body(rod(line, widths), tone, 6.4, rim_width=1.7, rim_strength=1.0, gloss=0.36))
        layers += coils(line, widths, 5.2, tone.dark, 0.40)
    for x in (-6.0, 6.5):
        line = [(x * 1.2, -33.0), (x, -18.0), (x * 1.05, -6.0)]
        layers.append(body(rod(line, (11.0, 12.5, 8.0)), toned(ramp, ramp.light, 0.06), 5.4, gloss=0.3))
        layers += coils(line, (11.0, 12.5, 8.0), 5.0, ramp.dark, 0.34)
        rise = [(x * 1.05, -6.0), (x, 12.0), (x * 1.1, 33.0)]
        layers.append(Stroke(tuple(rise), 9.0, ramp.rim, 0.10, 3.0))
    loops = (
        ((-27.0, 33.0), (-22.0, 44.0), (-17.0, 33.0)),
        ((17.5, 33.0), (23.0, 42.0), (28.0, 33.0)),
        ((-21.0, -34.0), (-18.0, -43.0), (-15.0, -34.0)),
        ((14.0, -34.0), (18.0 + 0.6 * swing, -45.0), (22.0 + swing, -34.0)),
    )
    for loop in loops:
        strand = rod(list(loop), (5.0, 4.6, 5.0))
        layers.append(body(strand, toned(ramp, ramp.light, 0.18), 2.6, gloss=0.15, rim_width=1.2))
    hairpin = shape([(-19, 37), (-12, 45), (-4, 46), (3, 43), (1, 39), (-6, 41), (-12, 40), (-15, 35)])
    layers.append(body(hairpin, toned(ramp, ramp.light, 0.10), 3.0, gloss=0.3, rim_width=1.3))
    tail = blob((33.0 + swing, -41.0), 9.5, 4.6, "opioid", "tail", uneven=0.05, tilt=-0.12)
    layers.append(body(tail, toned(ramp, ramp.dark, 0.18), 4.0, gloss=0.2))
    return layers
