"""The NMDA receptor: small, by its silhouette, and cut open as the hero. Knows form and pose, no kinetics.

Four subunits of two kinds alternate round the pore. The cut leaves two of them in section at the left (GluN1,
holds glycine) and the right (GluN2, holds glutamate); the far pair stands behind, darker; the near pair is
glass. Gate, vestibule and filter are drawn wider than they are beside the protein, so that they can be seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from visualizer.core.colour import mixed
from visualizer.core.easing import mix
from visualizer.core.geometry import Point, Points, smooth_curve
from visualizer.figures.art.forms import (
    Finish,
    art_of,
    blob,
    body,
    brightest,
    coils,
    jitter,
    mirrored,
    moved,
    rod,
    shape,
    toned,
)
from visualizer.figures.art.molecules import Guest, guest_layers
from visualizer.figures.look import Ramp, Theme
from visualizer.frame.art import Art, Flat, Glow, Layer, Stroke

CUTAWAY_HEIGHT = 590.0  # art units from the inner mouth to the top
CUTAWAY_BILAYER = 156.0  # between the two rows of heads, for the membrane that the cutaway stands in
SMALL_HEIGHT = 100.0
SMALL_BILAYER = 22.0
GLUTAMATE_RADIUS, GLYCINE_RADIUS = 18.5, 17.0
PLUG_RADIUS, DRUG_RADIUS = 20.0, 30.0


@dataclass(frozen=True, slots=True)
class CutawayArts:
    """A cut-open protein: what lies behind moving molecules, what lies before them, and named places."""

    back: Art
    front: Art
    sites: Mapping[str, Point]

    def __hash__(self) -> int:
        return hash((self.back, self.front))


@lru_cache(maxsize=64)
def nmda_cutaway(
    theme: Theme,
    gate: float = 0.0,
    bound: float = 0.0,
    coagonist: float | None = None,
    plug: Guest | None = None,
    drug: Guest | None = None,
    drug_depth: float = 1.0,
    ligands: bool = True,
) -> CutawayArts:
    """Return the hero. `gate` 0 shut to 1 open; `bound` closes GluN2's clamshell, `coagonist` GluN1's.

    `drug_depth` leads the drug from the mouth (0) to its site between gate and filter (1).
    """
    shut1 = bound if coagonist is None else coagonist
    glun1, glun2 = theme.bodies["nmda-glycine"], theme.bodies["nmda"]
    deep = "#050A1A" if theme.dark else "#122A5E"
    sites = _sites(gate, bound, shut1)
    back: list[Layer] = [*_backlight(theme), *_contact(theme), *_far_pair(glun1, glun2, deep, gate)]
    back += _lumen(glun2, deep, gate)
    for side, ramp, shut in ((-1.0, glun1, shut1), (1.0, glun2, bound)):
        back += _linkers(ramp, side, shut, gate)
        back += _section(ramp, side, gate, deep)
        back += _tower(ramp, side, shut, deep)
    if ligands and bound >= 0.5:
        back += guest_layers(_guest(theme, "amber", "ball", "Glu"), sites["ligand-site"], GLUTAMATE_RADIUS)
    if ligands and shut1 >= 0.5:
        back += guest_layers(_guest(theme, "cream", "square", "Gly"), sites["coagonist-site"], GLYCINE_RADIUS)
    if drug is not None:
        place = _along((sites["vestibule-mouth"], sites["gate"], sites["vestibule"]), drug_depth)
        back.append(Glow(place, 62.0, drug.ramp.mid, 0.42, 1.8))
        back += guest_layers(drug, place, DRUG_RADIUS)
    front = _near_glass(glun2)
    if plug is not None:
        front.append(Glow(sites["plug-site"], 46.0, plug.ramp.light, 0.40, 1.8))
        front += guest_layers(_lighter(plug), sites["plug-site"], PLUG_RADIUS)
    return CutawayArts(art_of("nmda-cut-back", back, 2.0), art_of("nmda-cut-front", front, 2.0), sites)


@lru_cache(maxsize=128)
def nmda_small(
    theme: Theme,
    gate: float = 0.0,
    bound: float = 0.0,
    plug: Guest | None = None,
    drug: Guest | None = None,
) -> Art:
    """Return the small receptor, 100 units tall: two tall columns, a deep vestibule between, a gate below."""
    glun1, glun2 = theme.bodies["nmda-glycine"], theme.bodies["nmda"]
    layers: list[Layer] = []
    lobes: Finish = {"grain": 0.16, "gloss": 0.42, "rim_strength": 1.0, "rim_width": 1.6}
    for side, ramp in ((-1.0, glun1), (1.0, glun2)):
        bright = toned(ramp, ramp.light, 0.10)
        gap = mix(0.6, 5.2, gate)
        lean = mix(0.0, 2.2, bound)
        stem = shape(
            mirrored(
                [(gap, 12), (gap + 3, 17), (14, 20), (22, 16), (23, 2), (21.5, -16), (17, -20), (10, -19),
                 (8.5, -12), (4.2, -9), (3.6, -5), (8.6, -1), (9.2, 5)], side,
            )
        )  # fmt: skip
        lower = blob((side * (18.5 + lean), 31), 12.5, 11.5, "nmda-small", int(side), 1, uneven=0.05)
        k = ("nmda-small", int(side))
        bottom = blob((side * (18.0 + lean), 51), 12.5, 11.0, *k, 2, tilt=-0.10 * side, uneven=0.04)
        top = blob((side * (20.5 + lean * 1.4), 68), 15.0, 14.0, *k, 3, tilt=-0.20 * side, uneven=0.05)
        layers.append(
            body(rod(mirrored([(11, 26), (8 + gap, 14)], side), (8, 6)), toned(ramp, ramp.dark, 0.3), 3)
        )
        layers.append(body(stem, toned(ramp, ramp.dark, 0.26), 7.5, rim_width=1.4))
        for x in (13.0, 18.6):
            ridge = rod(mirrored([(x + 0.6, -15), (x + 1.0, 0), (x, 15)], side), (3.6, 5.0, 3.8))
            layers.append(body(ridge, toned(ramp, ramp.light, 0.06), 2.6, rim_width=0.9, rim_strength=0.6))
        layers.append(body(lower, bright, 8.0, **lobes))
        layers.append(body(bottom, toned(ramp, ramp.dark, 0.16), 8.0, **lobes))
        layers.append(body(top, bright, 10.0, **lobes))
        if bound >= 0.5:
            guest = ("amber", "ball") if side > 0 else ("cream", "square")
            layers += guest_layers(
                _guest(theme, *guest), (side * (29.0 + lean), 43.0), 4.2, with_letter=False
            )
    if plug is not None:
        layers += guest_layers(plug, (0.0, -3.0), 4.6, with_letter=False)
    if drug is not None:
        layers += guest_layers(drug, (0.0, 3.0), 6.4, with_letter=False)
    return art_of("nmda-small", layers, 1.0)


def _guest(theme: Theme, colour: str, silhouette: str, letter: str = "") -> Guest:
    return Guest(silhouette, theme.substances[colour], letter)


def _lighter(guest: Guest) -> Guest:
    """Return the guest in lighter tones, for a place behind glass and in shadow."""
    ramp = guest.ramp
    return Guest(guest.shape, ramp._replace(mid=mixed(ramp.mid, ramp.light, 0.35)), guest.letter)


def _sites(gate: float, bound: float, coagonist: float) -> Mapping[str, Point]:
    return MappingProxyType(
        {
            "top": (0.0, 456.0),
            "outside": (0.0, 500.0),
            "vestibule-mouth": (0.0, 176.0),
            "gate": (0.0, 88.0),
            "vestibule": (0.0, 24.0),
            "plug-site": (0.0, -29.0),
            "filter": (0.0, -46.0),
            "inside": (0.0, -168.0),
            "ligand-site": _pocket(1.0, bound),
            "coagonist-site": _pocket(-1.0, coagonist),
            "gate-edge": (_gate_half(gate), 88.0),
            "membrane-outer": (150.0, CUTAWAY_BILAYER / 2),
            "membrane-inner": (150.0, -CUTAWAY_BILAYER / 2),
        }
    )


def _along(points: tuple[Point, ...], part: float) -> Point:
    at = min(max(part, 0.0), 1.0) * (len(points) - 1)
    i = min(int(at), len(points) - 2)
    (ax, ay), (bx, by) = points[i], points[i + 1]
    return (mix(ax, bx, at - i), mix(ay, by, at - i))


def _gate_half(gate: float) -> float:
    """Return half the width of the gate: a hair when shut, wide enough for the drug when open."""
    return mix(0.5, 27.0, gate)


def _backlight(theme: Theme) -> list[Layer]:
    """A wide faint light behind the hero of a dark look, so that its outline stands off the ground."""
    if not theme.dark:
        return []
    return [Glow((-20.0, 250.0), 330.0, theme.bodies["nmda"].mid, 0.17, 2.2)]


def _contact(theme: Theme) -> list[Layer]:
    """A soft shadow on the membrane where the protein stands in it."""
    dark = "#02040A" if theme.dark else "#3A4A72"
    ring = shape(
        [(158, 100), (166, 20), (160, -92), (0, -120), (-160, -92), (-166, 20), (-158, 100), (0, 120)]
    )
    return [Flat(ring, dark, 0.46 if theme.dark else 0.30, 18.0)]


def _far_pair(glun1: Ramp, glun2: Ramp, deep: str, gate: float) -> list[Layer]:
    """The two far subunits, GluN2 behind GluN1 and the other way round, sunk towards the dark."""
    layers: list[Layer] = []
    for side, ramp in ((-1.0, glun2), (1.0, glun1)):
        far = toned(ramp, deep, 0.50)
        k = ("far", int(side))
        spread = side * mix(0.0, 5.0, gate)
        lobes = (
            blob((side * 42 + spread, 166), 46, 42, *k, 1),
            blob((side * 46 + spread, 238), 48, 46, *k, 2),
            blob((side * 44 + spread, 330), 45, 52, *k, 3, tilt=0.2 * side),
            blob((side * 50 + spread, 420), 50, 48, *k, 4, tilt=-0.2 * side),
        )
        layers += [body(lobe, far, 26, grain=0.03, gloss=0.05, rim_strength=0.35) for lobe in lobes]
    return layers


def _lumen(ramp: Ramp, deep: str, gate: float) -> list[Layer]:
    """The far wall of the pore: dark, with the far helices just to be seen, and darkest in the vestibule."""
    wall = shape(
        [(-104, 100), (-60, 118), (60, 118), (104, 100), (112, 0), (104, -112), (0, -122), (-104, -112)]
    )
    far = toned(ramp, deep, 0.66)
    layers: list[Layer] = [body(wall, far, 40, gloss=0.0, rim_strength=0.2)]
    for side in (-1.0, 1.0):
        tip = mix(7.0, 21.0, gate)
        helix = rod(mirrored([(30, -104), (27, -20), (23, 40), (tip, 104)], side), (26, 25, 23, 15))
        layers.append(body(helix, toned(ramp, deep, 0.56), 12, gloss=0.0, rim_strength=0.35))
        loop = rod(mirrored([(20, -100), (15, -66), (9, -40)], side), (19, 18, 12))
        layers.append(body(loop, toned(ramp, deep, 0.52), 9, gloss=0.0, rim_strength=0.4))
    chamber = shape([(-52, 24), (-44, 64), (0, 80), (44, 64), (52, 24), (34, -14), (0, -30), (-34, -14)])
    mouth = shape([(-18, -22), (18, -22), (40, -104), (0, -110), (-40, -104)])
    layers.append(Flat(chamber, deep, 0.86, 16.0))
    layers.append(Flat(mouth, deep, 0.86, 12.0))
    return layers


def _section(ramp: Ramp, side: float, gate: float, deep: str) -> list[Layer]:
    """One subunit's part within the membrane, cut: the wall, and its helices as rods in it."""
    k = ("section", int(side))
    half = _gate_half(gate)
    lean = mix(0.0, 6.0, gate)
    wall = mirrored(
        [
            (half + 13, 104), (half + 30, 118), (92, 124), (136, 114), (153, 84), (156, 30), (151, -34),
            (155, -92), (140, -124), (104, -131), (66, -127), (42, -112), (27, -86), (15, -64),
            (11, -48), (14, -36), (30, -22), (49, -3), (55, 24), (53 + lean * 0.4, 50), (half + 28, 72),
            (half + 13, 84),
        ],
        side,
    )  # fmt: skip
    matrix = toned(ramp, ramp.dark, 0.42)
    layers: list[Layer] = [
        body(shape(wall, *k, uneven=1.6), matrix, 26, grain=0.05, gloss=0.1, rim_strength=0.9, rim_width=4.5)
    ]
    sway = jitter(3.0, *k)
    helices: tuple[tuple[list[Point], tuple[float, ...], float, float, float], ...] = (
        ([(137, -104), (141 + sway, -30), (137, 40), (133, 92)], (24, 33, 34, 26), 0.26, 15.0, 0.65),
        ([(104, -117), (109, -40), (113 - sway, 40), (106, 106)], (26, 35, 36, 27), 0.10, 17.0, 0.6),
        ([(58, -113), (52, -84), (38, -58), (24, -44)], (21, 28, 28, 20), -0.16, 13.0, 0.9),
        ([(75, -114), (79, -62), (77, -8), (71 + lean, 38), (half + 31, 68), (half + 9.5, 97)],
         (25, 32, 34, 33, 30, 21), -0.30, 16.0, 1.0),
    )  # fmt: skip
    for index, (middle, widths, sunk, bevel, rim) in enumerate(helices):
        if index == 2:
            layers += _selectivity(ramp, side)
        line = mirrored(middle, side)
        tones = toned(ramp, ramp.dark, sunk) if sunk > 0 else toned(ramp, ramp.light, -sunk)
        outline = rod(line, widths)
        layers.append(_shade(outline, deep))
        layers.append(body(outline, tones, bevel, grain=0.03, rim_strength=rim, gloss=0.2))
        layers += coils(line, widths, 11.5, deep, 0.20)
    inner_end = shape(mirrored([(66, -104), (136, -100), (140, -78), (100, -66), (62, -80)], side))
    sunk_end = Flat(inner_end, ramp.dark, 0.62, 30.0)
    return [*layers, sunk_end]


def _selectivity(ramp: Ramp, side: float) -> list[Layer]:
    """The short strand that leads down from the loop's tip: the filter, the narrowest place."""
    strand = rod(mirrored([(25, -40), (14, -43), (13, -60), (17, -82)], side), (15, 15, 14, 10))
    return [body(strand, toned(ramp, ramp.light, 0.55), 6, rim_strength=1.0, gloss=0.3)]


def _shade(outline: Points, deep: str, alpha: float = 0.34, feather: float = 9.0) -> Flat:
    """A soft dark seat under a domain, so that it lies on what is behind."""
    return Flat(moved(outline, (1.5, -3.5)), deep, alpha, feather)


def _hinge(side: float) -> Point:
    return (side * 48.0, 190.0)


def _closing(shut: float) -> float:
    """Return the turn of the lower lobe about its hinge, radians below closed."""
    return mix(-0.33, 0.0, shut)


def _pocket(side: float, shut: float) -> Point:
    x, y = _hinge(side)
    return (x + side * 55.0, y + mix(-5.0, 3.0, shut))


def _linkers(ramp: Ramp, side: float, shut: float, gate: float) -> list[Layer]:
    """The two strands from the clamshell's lower lobe down to the gate and to the outer helices."""
    half = _gate_half(gate)
    foot = moved(mirrored([moved([(24.0, -62.0)], (0.0, 0.0), _closing(shut))[0]], side), _hinge(side))[0]
    linker = rod([(side * (half + 15), 100.0), (side * (half + 27), 118.0), foot], (22, 20, 26))
    side_linker = rod(
        [(side * 110.0, 108.0), (side * 112.0, 126.0), (foot[0] + side * 34, foot[1] + 8)], (26, 21, 24)
    )
    stalk = toned(ramp, ramp.dark, 0.30)
    return [body(side_linker, stalk, 9, rim_strength=0.4), body(linker, stalk, 9, rim_strength=0.5)]


def _tower(ramp: Ramp, side: float, shut: float, deep: str) -> list[Layer]:
    """One subunit outside the membrane: linker, clamshell of two lobes, and the two-lobed domain on top."""
    k = ("tower", int(side))
    hinge = _hinge(side)
    upper = moved(mirrored(_UPPER_LOBE, side), hinge)
    turned = moved(_LOWER_LOBE, (0.0, 0.0), _closing(shut))
    lower = moved(mirrored(turned, side), hinge)
    low_atd = blob((side * 84, 324), 57, 50, *k, 3, tilt=0.30 * side, uneven=0.035)
    top_atd = blob((side * 99, 402 - 3 * side), 65, 57, *k, 4, tilt=-0.25 * side, uneven=0.04)
    neck = rod([(side * 78, 250.0), (side * 74, 272.0), (side * 80, 290.0)], (34, 26, 34))
    stalk = toned(ramp, ramp.dark, 0.30)
    lobes: Finish = {"grain": 0.2, "gloss": 0.42, "rim_strength": 1.0, "rim_width": 4.6}
    bright = toned(ramp, ramp.light, 0.14)
    return [
        Glow(_pocket(side, 1.0), 30.0, deep, 0.6, 1.0),
        body(neck, stalk, 12, rim_strength=0.4),
        _shade(shape(lower), deep, 0.4),
        body(shape(lower, *k, 1, uneven=0.9), bright, 30, **lobes),
        _shade(shape(upper), deep, 0.45, 10.0),
        body(shape(upper, *k, 2, uneven=0.9), bright, 32, **lobes),
        _shade(low_atd, deep, 0.45, 12.0),
        body(low_atd, ramp, 34, **lobes),
        body(blob((side * 128, 366), 34, 33, *k, 5), toned(ramp, ramp.dark, 0.24), 22, **lobes),
        _shade(top_atd, deep, 0.5, 14.0),
        body(
            blob((side * 66, 432), 40, 32, *k, 6, tilt=0.5 * side), toned(ramp, ramp.dark, 0.14), 24, **lobes
        ),
        _shade(top_atd, deep, 0.3, 10.0),
        body(top_atd, bright, 42, **lobes),
    ]


_UPPER_LOBE: Points = (
    (-15, 6), (-20, 34), (-4, 66), (34, 80), (72, 70), (95, 44), (98, 22), (90, 9), (78, 8), (70, 17),
    (55, 23), (40, 17), (28, 4), (8, -4),
)  # fmt: skip
_LOWER_LOBE: Points = (
    (-12, -4), (10, 3), (28, -1), (40, -12), (55, -17), (70, -11), (79, -3), (90, -5), (97, -18), (93, -42),
    (74, -62), (40, -70), (8, -62), (-12, -38),
)  # fmt: skip


def _near_glass(ramp: Ramp) -> list[Layer]:
    """The near pair as glass: a faint front, the vestibule's lip before the drug, the foot of the wall."""
    pale = brightest(ramp)
    front = shape([(-60, 88), (0, 100), (60, 88), (74, 10), (66, -100), (0, -122), (-66, -100), (-74, 10)])
    lip = smooth_curve(
        ((-52.0, 8.0), (-40.0, -3.0), (-22.0, -9.0), (0.0, -11.0), (22.0, -9.0), (40.0, -3.0), (52.0, 8.0))
    )
    foot = shape([(-40, -96), (0, -92), (40, -96), (46, -110), (0, -119), (-46, -110)])
    base = smooth_curve(((-60.0, -111.0), (-30.0, -122.0), (0.0, -126.0), (30.0, -122.0), (60.0, -111.0)))
    shine = smooth_curve(((-46.0, 11.0), (-24.0, 2.0), (0.0, -0.5), (24.0, 1.5)))
    return [
        Flat(front, pale, 0.05, 8.0),
        Stroke(lip, 15.0, mixed(ramp.mid, ramp.light, 0.3), 0.50, 7.0),
        Stroke(shine, 1.8, pale, 0.6, 1.0),
        Flat(foot, mixed(ramp.mid, ramp.light, 0.3), 0.22, 14.0),
        Stroke(base, 1.8, pale, 0.38, 1.2),
    ]
