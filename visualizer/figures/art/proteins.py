"""Small membrane proteins by silhouette: AMPA, GABA-A, serotonin receptors, EAAT. Knows form and pose."""

from functools import lru_cache

from visualizer.core.easing import mix
from visualizer.core.geometry import Point
from visualizer.figures.art.forms import (
    art_of,
    blob,
    body,
    circle,
    coils,
    jitter,
    mirrored,
    rod,
    shape,
    toned,
)
from visualizer.figures.art.molecules import Guest, guest_layers
from visualizer.figures.look import Theme
from visualizer.frame.art import Art, Flat, Layer

GPCR_KINDS = ("5-HT1A", "5-HT2A")


@lru_cache(maxsize=64)
def ampa(theme: Theme, gate: float = 0.0, bound: float = 0.0, ligand: Guest | None = None) -> Art:
    """Return the AMPA receptor: short, a narrow stem and arms that splay."""
    ramp = theme.bodies["ampa"]
    layers: list[Layer] = []
    for side in (-1.0, 1.0):
        tones = ramp if side > 0 else toned(ramp, ramp.dark, 0.14)
        gap = mix(0.3, 3.4, gate)
        stem = shape(
            mirrored([(gap, 12), (6, 15), (12, 12), (13.5, 0), (12, -13), (6, -16), (gap + 0.6, -12)], side)
        )
        arm = rod(mirrored([(7 + gap * 0.4, 12), (15 + gap * 0.3, 19), (24, 24)], side), (10, 13, 15))
        lobe = blob((side * (28 + bound), 31), 14.0, 11.4, "ampa", int(side), uneven=0.06, tilt=side * 0.42)
        layers.append(body(arm, toned(tones, tones.dark, 0.22), 5.0))
        layers.append(body(stem, toned(tones, tones.dark, 0.16), 6.0, rim_width=1.4))
        for x in (3.6 + gap, 9.6):
            ridge = mirrored([(x, -12), (x + 0.4, 0), (x + 0.2, 12)], side)
            layers.append(
                body(rod(ridge, (3.4, 4.6, 3.6)), toned(tones, tones.light, 0.05), 2.4, rim_width=0.9)
            )
        layers.append(body(lobe, tones, 8.5, grain=0.16, gloss=0.42, rim_strength=1.0, rim_width=1.5))
        if ligand is not None and bound >= 0.5:
            layers += guest_layers(ligand, (side * 20.5, 24.5), 4.2, with_letter=False)
    return art_of("ampa", layers, 1.0)


@lru_cache(maxsize=64)
def gaba_a(theme: Theme, gate: float = 0.0, bound: float = 0.0, ligand: Guest | None = None) -> Art:
    """Return the GABA-A receptor: a barrel of five staves with round heads about a pore."""
    ramp = theme.bodies["gaba-a"]
    swell = mix(0.0, 1.6, gate)
    far, side_tone = toned(ramp, ramp.dark, 0.50), toned(ramp, ramp.dark, 0.20)
    layers: list[Layer] = [body(_stave(0.0, 0.0, 12.0, 30.0, 7.6), far, 5.0, gloss=0.1, rim_strength=0.6)]
    for side in (-1.0, 1.0):
        head = side * (27.5 + swell)
        layers.append(
            body(_stave(side * 17.5, head, 11.0, 26.0, 7.4), side_tone, 5.5, gloss=0.25, rim_width=1.3)
        )
    pore = [(x * (4.0 + swell * 2.2), 13.0 + y * 13.0) for x, y in circle((0.0, 0.0), 1.0, 28)]
    layers.append(Flat(tuple(pore), toned(ramp, "#000000", 0.72).dark, 0.75, 2.0))
    for side in (-1.0, 1.0):
        head = side * (13.6 + swell * 1.4) + jitter(0.5, "gaba-a", int(side))
        foot = side * (6.6 + swell * 0.8)
        layers.append(body(_stave(foot, head, 12.0, 22.5, 8.0), ramp, 6.0, gloss=0.35, rim_width=1.4))
    if ligand is not None and bound >= 0.5:
        for x in (-21.0, 21.0):
            layers += guest_layers(ligand, (x, 17.0), 4.2, with_letter=False)
    return art_of("gaba-a", layers, 1.0)


def _stave(foot: float, head: float, width: float, top: float, round_head: float) -> tuple[Point, ...]:
    """Return one stave: straight in the membrane, a bulging head above it."""
    w = width / 2
    return shape(
        [
            (foot - w * 0.9, -26), (foot + w * 0.9, -26), (foot + w, -8),
            (foot + w * 0.95 + (head - foot) * 0.4, 7), (head + round_head * 1.05, top - 6),
            (head + round_head * 0.9, top + 6), (head, top + 10), (head - round_head * 0.9, top + 6),
            (head - round_head * 1.05, top - 6),
            (foot - w * 0.95 + (head - foot) * 0.4, 7), (foot - w, -8),
        ],
        pieces=5,
    )  # fmt: skip


@lru_cache(maxsize=64)
def gpcr(theme: Theme, kind: str = "5-HT1A", active: float = 0.0, ligand: Guest | None = None) -> Art:
    """Return a serotonin receptor: seven helices joined by loops; active spreads their inner ends."""
    if kind not in GPCR_KINDS:
        raise ValueError(f"no serotonin receptor '{kind}'; there are {', '.join(GPCR_KINDS)}")
    ramp = theme.bodies["gpcr"]
    k = ("gpcr", kind)
    spread = mix(0.0, 4.0, active)
    far, near = toned(ramp, ramp.dark, 0.42), ramp
    rods = (
        (-11, -8, far),
        (2, 1, far),
        (14, 10, far),
        (-19, -17, near),
        (-7, -9, near),
        (6, 8, near),
        (18, 19, near),
    )
    layers: list[Layer] = []
    ends: list[tuple[Point, Point]] = []
    for i, (top_x, low_x, tones) in enumerate(rods):
        high, deep = 21 + jitter(3.5, *k, i, "top"), -20 + jitter(4.0, *k, i, "low")
        low = low_x + (spread if low_x > 3 else -spread * 0.4 if low_x < -3 else 0.0)
        middle = ((top_x + low) / 2 + jitter(1.6, *k, i), 0.0)
        ends.append(((top_x, high), (low, deep)))
        line = [(low, deep), middle, (top_x, high)]
        widths = (8.2, 9.6, 8.2)
        layers.append(body(rod(line, widths), tones, 4.4, rim_width=1.2, rim_strength=1.0, gloss=0.35))
        layers += coils(line, widths, 3.6, tones.dark, 0.42)
    loops: list[Layer] = []
    for a, b, up in ((3, 4, True), (5, 6, True), (4, 5, False), (0, 1, True)):
        end = 0 if up else 1
        (ax, ay), (bx, by) = ends[a][end], ends[b][end]
        rise = 7.0 if up else -(11.0 if kind == "5-HT1A" else 7.5)
        strand = rod([(ax, ay), ((ax + bx) / 2, (ay + by) / 2 + rise), (bx, by)], (3.4, 3.0, 3.4))
        loops.append(body(strand, toned(ramp, ramp.light, 0.2), 1.8, gloss=0.1))
    layers = [*loops[2:], *layers, *loops[:2]]
    if kind == "5-HT2A":
        tail = rod([ends[6][1], (23, -30), (14, -33), (6, -31)], (4.6, 4.2, 3.6, 2.6))
        layers.append(body(tail, toned(ramp, ramp.dark, 0.2), 2.2))
    if ligand is not None:
        layers += guest_layers(ligand, (-0.5, 15.0), 5.2, with_letter=False)
    return art_of(f"gpcr-{kind}", layers, 1.0)


@lru_cache(maxsize=32)
def eaat(theme: Theme, lowered: float = 0.0, ligand: Guest | None = None) -> Art:
    """Return the glutamate transporter of the astrocyte's edge: a bowl whose carriers sink like lifts."""
    ramp = theme.bodies["eaat"]
    layers: list[Layer] = [
        body(blob((0, 4), 15, 16, "eaat", 0), toned(ramp, ramp.dark, 0.45), 7.0, gloss=0.1, rim_strength=0.4)
    ]
    sink = mix(0.0, -9.0, lowered)
    for side in (-1.0, 1.0):
        tones = ramp if side > 0 else toned(ramp, ramp.dark, 0.14)
        wall = shape(
            mirrored(
                [(6, -18), (18, -20), (27, -8), (30, 8), (25, 21), (18, 22), (13, 12), (9, -2), (4, -9)], side
            )
        )
        lift = blob((side * 9.0, 1.0 + sink), 6.8, 10.0, "eaat", int(side), tilt=side * 0.25)
        layers.append(body(lift, toned(tones, tones.light, 0.12), 5.0, gloss=0.3, rim_width=1.2))
        layers.append(body(wall, tones, 7.0, rim_width=1.5, rim_strength=0.95))
    if ligand is not None:
        layers += guest_layers(ligand, (0.0, 9.0 + sink), 4.4, with_letter=False)
    return art_of("eaat", layers, 1.0)
