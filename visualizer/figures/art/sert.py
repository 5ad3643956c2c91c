"""The carriers of serotonin, norepinephrine and dopamine: small by silhouette, and cut open. Knows rocking, no kinetics.

Two bundles of helices face each other about one central site. Tilting one against the other opens the outer
gate or the inner one, never both: the alternating access that carries serotonin in with sodium and chloride. The three
are kin and built alike; so that they are told apart, that of norepinephrine stands out with one tall loop, that of
dopamine with two wide ones.
"""

from collections.abc import Sequence
from functools import lru_cache
from types import MappingProxyType

from visualizer.core.colour import mixed
from visualizer.core.easing import clamp
from visualizer.core.geometry import Point, Points, smooth_curve
from visualizer.figures.art.forms import (
    art_of,
    blob,
    body,
    coils,
    jitter,
    mirrored,
    moved,
    rod,
    shape,
    toned,
)
from visualizer.figures.art.molecules import Guest, guest_layers
from visualizer.figures.art.nmda import CutawayArts
from visualizer.figures.look import Ramp, Theme
from visualizer.frame.art import Art, Flat, Glow, Layer, Stroke

SERT_CUTAWAY_HEIGHT = 330.0
SERT_CUTAWAY_BILAYER = 156.0
SERT_SMALL_HEIGHT = 66.0
_SITE_RADIUS, _ION_RADIUS = 20.0, 12.0
_PIVOT = 96.0  # the shut gate about which a bundle tilts
_TILT = 0.125  # radians, each bundle, when wide open; drawn larger than it is, so that it reads


@lru_cache(maxsize=64)
def sert_cutaway(
    theme: Theme,
    outward: float = 1.0,
    inward: float = 0.0,
    held: Guest | None = None,
    sodium: Guest | None = None,
    chloride: Guest | None = None,
    kind: str = "sert",
) -> CutawayArts:
    """Return the hero. `outward` and `inward` 0..1 open the outer or inner gate; both 0 is occluded."""
    ramp = theme.bodies[kind]
    deep = "#04120E" if theme.dark else "#143A24"
    back: list[Layer] = [*_shadow(theme), *_back_wall(ramp, deep)]
    back += _loops(kind, ramp, outward, inward, 4.1, _PIVOT, _TILT)
    for side in (-1.0, 1.0):
        back += _bundle(ramp, side, outward, inward, deep)
    sites = _sites(outward, inward)
    for guest, place, radius in (
        (sodium, sites["sodium-site"], _ION_RADIUS),
        (chloride, sites["chloride-site"], _ION_RADIUS),
        (held, sites["site"], _SITE_RADIUS * (1.22 if held is not None and held.shape == "hexagon" else 1.0)),
    ):
        if guest is not None:
            back.append(Glow(place, radius * 2.2, guest.ramp.mid, 0.34, 1.8))
            back += guest_layers(guest, place, radius)
    front = _near_lip(ramp, outward, inward)
    return CutawayArts(art_of("sert-cut-back", back, 2.0), art_of("sert-cut-front", front, 2.0), sites)


@lru_cache(maxsize=128)
def sert_small(
    theme: Theme, outward: float = 1.0, inward: float = 0.0, held: Guest | None = None, kind: str = "sert"
) -> Art:
    """Return the small carrier: two brackets about one site, open above, below, or at neither end."""
    ramp = theme.bodies[kind]
    layers: list[Layer] = [*_loops(kind, ramp, outward, inward, 1.0, 27.0, 0.20)]
    for side in (-1.0, 1.0):
        bracket: list[Point] = [
            (0.2, 26), (3, 31), (12, 35), (23, 29), (28, 10), (27, -11), (22, -28), (11, -34), (3, -31),
            (0.2, -26), (3, -18), (9.5, -8), (10.5, 1), (9.5, 9), (3, 18),
        ]  # fmt: skip
        tones = ramp if side > 0 else toned(ramp, ramp.dark, 0.16)
        outline = shape(mirrored(_rocked(bracket, outward, inward, 27.0, 0.20), side))
        layers.append(
            body(outline, toned(tones, tones.dark, 0.14), 9.0, grain=0.05, gloss=0.3, rim_width=1.6)
        )
        helices: tuple[list[Point], ...] = (
            [(21.5, -23), (23.6, -8), (23.8, 8), (19.8, 25)],
            [(12.5, -28), (16.6, -12), (17.2, 4), (11.5, 29)],
        )
        for helix in helices:
            line = mirrored(_rocked(helix, outward, inward, 27.0, 0.20), side)
            layers.append(body(rod(line, (5.0, 6.6, 6.6, 5.2)), tones, 3.4, rim_width=1.1, gloss=0.35))
            layers += coils(line, (5.0, 6.6, 6.6, 5.2), 3.2, tones.dark, 0.38)
    if held is not None:
        layers += guest_layers(held, (0.0, 1.0), 7.0 if held.shape == "hexagon" else 5.6, with_letter=False)
    return art_of("sert-small", layers, 1.0)


def _loops(
    kind: str, ramp: Ramp, outward: float, inward: float, size: float, pivot: float, tilt: float
) -> list[Layer]:
    """Return the outer loops by which two of the carriers are told apart, in the small one's units times a size."""
    tall = [(19.0, 24.0), (25.0, 34.0), (22.0, 43.0), (12.0, 41.0)]
    wide = [(18.0, 22.0), (33.0, 29.0), (44.0, 24.0), (43.0, 14.0)]
    shown = {"net": ((1.0, tall),), "dat": ((-1.0, wide), (1.0, wide))}.get(kind, ())
    layers: list[Layer] = []
    for side, points in shown:
        line = mirrored(
            _rocked([(x * size, y * size) for x, y in points], outward, inward, pivot, tilt), side
        )
        widths = tuple(part * size for part in (7.0, 8.6, 8.6, 7.4))
        layers.append(body(rod(line, widths), ramp, 4.2 * size, grain=0.08, gloss=0.35, rim_width=1.3 * size))
    return layers


def _rocked(points: Sequence[Point], outward: float, inward: float, pivot: float, tilt: float) -> Points:
    """Return the right bundle's points, tilted away from the middle about whichever gate stays shut."""
    out = _about(tuple(points), (0.0, -pivot), -tilt * clamp(outward) * (1 - clamp(inward)))
    return _about(out, (0.0, pivot), tilt * clamp(inward) * (1 - clamp(outward)))


def _about(points: Points, pivot: Point, turn: float) -> Points:
    return moved([(x - pivot[0], y - pivot[1]) for x, y in points], pivot, turn)


def _sites(outward: float, inward: float) -> MappingProxyType[str, Point]:
    return MappingProxyType(
        {
            "outside": (0.0, 215.0),
            "outer-gate": (0.0, 104.0),
            "site": (0.0, 8.0),
            "sodium-site": (15.0, -25.0),
            "chloride-site": (-15.0, -28.0),
            "inner-gate": (0.0, -104.0),
            "inside": (0.0, -215.0),
            "outer-edge": (_rocked([(6.0, 100.0)], outward, inward, _PIVOT, _TILT)[0][0], 100.0),
            "top": (0.0, 168.0),
            "membrane-outer": (130.0, SERT_CUTAWAY_BILAYER / 2),
            "membrane-inner": (130.0, -SERT_CUTAWAY_BILAYER / 2),
        }
    )


def _shadow(theme: Theme) -> list[Layer]:
    dark = "#02060A" if theme.dark else "#3A5A4A"
    ring = shape(
        [(128, 104), (140, 0), (128, -108), (0, -120), (-128, -108), (-140, 0), (-128, 104), (0, 120)]
    )
    return [Flat(ring, dark, 0.46 if theme.dark else 0.30, 18.0)]


def _back_wall(ramp: Ramp, deep: str) -> list[Layer]:
    """The far helices of both bundles, sunk in the dark, behind the way through."""
    wall = shape([(-82, 112), (0, 122), (82, 112), (92, 0), (82, -112), (0, -122), (-82, -112), (-92, 0)])
    layers: list[Layer] = [body(wall, toned(ramp, deep, 0.68), 36, gloss=0.0, rim_strength=0.2)]
    for x, top, low in ((-46, -50, -40), (-16, -22, -12), (16, 12, 22), (46, 42, 50)):
        line = [(low, -108.0), (x, 0.0), (top, 110.0)]
        layers.append(
            body(rod(line, (24, 29, 24)), toned(ramp, deep, 0.60), 13, gloss=0.0, rim_strength=0.35)
        )
    chamber = shape([(-44, 10), (-30, 54), (0, 66), (30, 54), (44, 10), (30, -44), (0, -56), (-30, -44)])
    return [*layers, Flat(chamber, deep, 0.70, 18.0)]


def _bundle(ramp: Ramp, side: float, outward: float, inward: float, deep: str) -> list[Layer]:
    """One bundle in section: the wall with its pocket, helices as rods, loops as soft caps."""
    k = ("sert", int(side))
    tones = ramp if side > 0 else toned(ramp, ramp.dark, 0.18)

    def place(points: Sequence[Point]) -> Points:
        return mirrored(_rocked(points, outward, inward, _PIVOT, _TILT), side)

    wall = place(
        [
            (1.5, 98), (12, 116), (48, 128), (92, 124), (116, 100), (124, 40), (119, -20), (121, -84),
            (104, -120), (60, -130), (14, -118), (1.5, -98), (9, -70), (24, -46), (35, -18), (36, 14),
            (27, 40), (10, 68),
        ]
    )  # fmt: skip
    sway = jitter(4.0, *k)
    helices: tuple[tuple[list[Point], tuple[float, ...], float, float, float], ...] = (
        ([(101, -102), (107 + sway, -20), (104, 40), (97, 106)], (24, 32, 33, 25), 0.18, 15.0, 0.35),
        ([(70, -116), (77, -40), (75 - sway, 40), (68, 114)], (25, 33, 33, 25), 0.02, 16.0, 0.5),
        ([(20, -106), (29, -74), (45, -34), (51, -6)], (22, 29, 28, 21), -0.06, 14.0, 0.85),
        ([(52, 12), (46, 40), (31, 74), (20, 106)], (21, 28, 29, 22), -0.14, 14.0, 1.0),
    )  # fmt: skip
    caps = (
        blob((64, 136), 44, 25, *k, "cap", uneven=0.07, tilt=-0.15),
        blob((92, 120), 26, 22, *k, "cap2", uneven=0.06),
    )
    floor = blob((64, -122), 46, 17, *k, "floor", uneven=0.07)
    layers: list[Layer] = [
        body(place(floor), toned(tones, tones.dark, 0.45), 14, grain=0.1, gloss=0.1, rim_strength=0.3),
        body(
            shape(wall, *k, uneven=1.4),
            toned(tones, tones.dark, 0.42),
            26,
            grain=0.05,
            gloss=0.1,
            rim_width=4.0,
        ),
    ]
    for points, widths, sunk, bevel, rim in helices:
        line = place(points)
        shade = toned(tones, tones.dark, sunk) if sunk > 0 else toned(tones, tones.light, -sunk)
        outline = rod(line, widths)
        layers.append(Flat(moved(outline, (1.5, -3.5)), deep, 0.34, 9.0))
        layers.append(body(outline, shade, bevel, grain=0.03, rim_strength=rim, gloss=0.2))
        layers += coils(line, widths, 11.0, deep, 0.20)
    for cap in reversed(caps):
        layers.append(Flat(moved(place(cap), (1.5, -4.0)), deep, 0.35, 9.0))
        layers.append(body(place(cap), tones, 20, grain=0.16, gloss=0.28, rim_width=3.6, rim_strength=1.0))
    inner_end = place([(34, -102), (98, -102), (104, -78), (70, -66), (36, -82)])
    layers.append(Flat(shape(inner_end), tones.dark, 0.58, 28.0))
    return layers


def _near_lip(ramp: Ramp, outward: float, inward: float) -> list[Layer]:
    """The near helices as glass: a faint front that fades downwards over the pocket's lower part."""
    bowl = smooth_curve(((-34.0, -12.0), (-20.0, -21.0), (0.0, -24.0), (20.0, -21.0), (34.0, -12.0)))
    front = shape([(-40, 92), (0, 100), (40, 92), (52, 0), (40, -92), (0, -100), (-40, -92), (-52, 0)])
    open_part = 0.05 + 0.03 * clamp(1 - outward - inward)
    return [
        Flat(front, ramp.rim, open_part, 9.0),
        Stroke(bowl, 18.0, mixed(ramp.mid, ramp.light, 0.3), 0.20, 9.0),
    ]
