"""Bodies inside a cell as art: kinases, complexes, proteins, the lysosome. Knows form and tone; knows no pathway."""

import math
from functools import lru_cache

from visualizer.core.colour import mixed
from visualizer.core.geometry import Point, Points
from visualizer.core.noise import between, uniform, uniforms
from visualizer.figures.art.forms import art_of, blob, body, brightest, deepened, jitter, joined, toned
from visualizer.figures.art.molecules import Guest, guest_layers
from visualizer.figures.look import Ramp, Theme
from visualizer.frame.art import Art, Balls, Flat, Glow, Layer, Letters, Stroke
from visualizer.frame.type import width

BODY_WIDTH = 120.0
"""Width of a body in its own art, whose height follows its proportions; art is baked at the size in use."""


def tones(theme: Theme, colour: str, working: bool) -> tuple[Ramp, str]:
    """Return a body's tones and the colour of its name: its own colour at work, grey while idle."""
    if not working or colour not in theme.substances:
        grey = theme.bodies["idle"]
        return grey, grey.rim
    ramp = theme.substances[colour]
    rim = mixed(ramp.light, "#FFFFFF", 0.55) if theme.dark else mixed(ramp.dark, ramp.mid, 0.25)
    return Ramp(ramp.dark, ramp.mid, ramp.light, rim), ramp.rim


@lru_cache(maxsize=128)
def kinase(theme: Theme, word: str, colour: str, working: bool, high: float) -> Art:
    """Return a kinase: a small lobe above a large one with a cleft between, where its work is done."""
    ramp, letters = tones(theme, colour, working)
    w, k = BODY_WIDTH, ("kinase", word)
    large = blob((0.0, -0.07 * high), 0.50 * w, 0.43 * high, *k, uneven=0.035, tilt=jitter(0.05, *k))
    small = blob((-0.15 * w, 0.34 * high), 0.27 * w, 0.20 * high, *k, "small", uneven=0.05, tilt=0.12)
    cleft = [
        (0.20 * w, 0.42 * high),
        (0.10 * w, 0.29 * high),
        (-0.06 * w, 0.235 * high),
        (-0.26 * w, 0.25 * high),
    ]
    layers = [
        *_ground(large, ramp, theme),
        *_lobe(small, toned(ramp, ramp.dark, 0.16), theme, high),
        *_lobe(large, ramp, theme, high),
        Stroke(tuple(cleft), 0.035 * high, deepened(ramp, 0.2), 0.55, 0.035 * high),
        *_word(word, letters, w, high, -0.08 * high),
    ]
    return art_of("kinase", layers, 1.0)


@lru_cache(maxsize=128)
def complex_(theme: Theme, word: str, colour: str, working: bool, high: float, lobes: int) -> Art:
    """Return a complex: lobes of several proteins about a middle that bears the name."""
    ramp, letters = tones(theme, colour, working)
    w, k = BODY_WIDTH, ("complex", word, lobes)
    layers: list[Layer] = []
    turns = [math.tau * (i + 0.35 + 0.10 * uniform(*k, i)) / lobes for i in range(lobes)]
    rims = [
        blob(
            (0.30 * w * math.cos(a), 0.27 * high * math.sin(a)),
            w * between(0.19, 0.24, *k, i, "rx"),
            high * between(0.22, 0.27, *k, i, "ry"),
            *k,
            i,
            uneven=0.05,
        )
        for i, a in enumerate(turns)
    ]
    middle = blob((0.0, 0.0), 0.36 * w, 0.33 * high, *k, "middle", uneven=0.04)
    layers += _ground(joined([middle, *rims]), ramp, theme)
    for i in sorted(range(lobes), key=lambda i: -math.sin(turns[i])):
        shade = toned(ramp, ramp.dark, 0.06 + 0.16 * uniform(*k, i, "shade"))
        layers += _lobe(rims[i], shade, theme, high)
    layers.append(
        Flat(blob((0.8, -2.2), 0.36 * w, 0.33 * high, *k, "middle", uneven=0.04), ramp.dark, 0.35, 5.0)
    )
    layers += _lobe(middle, ramp, theme, high)
    layers += _word(word, letters, 0.80 * w, high, 0.0)
    return art_of("complex", layers, 1.0)


@lru_cache(maxsize=128)
def protein(theme: Theme, word: str, colour: str, working: bool, high: float) -> Art:
    """Return a protein with its name: one soft uneven body."""
    ramp, letters = tones(theme, colour, working)
    w = BODY_WIDTH
    outline = blob((0.0, 0.0), 0.49 * w, 0.48 * high, "protein", word, uneven=0.06)
    layers = [
        *_ground(outline, ramp, theme),
        *_lobe(outline, ramp, theme, high),
        *_word(word, letters, w, high, 0.0),
    ]
    return art_of("protein", layers, 1.0)


@lru_cache(maxsize=64)
def folded(theme: Theme, colour: str, seed: int) -> Art:
    """Return a small protein without a name: a chain of beads, folded; about 24 units across."""
    ramp, _ = tones(theme, colour, True)
    chance = uniforms(64, "folded", seed)
    at, heading = (0.0, 0.0), math.tau * float(chance[0])
    places = [at]
    for i in range(1, 15):
        heading += (float(chance[i]) - 0.5) * 3.2
        x, y = at[0] + 4.6 * math.cos(heading), at[1] + 4.6 * math.sin(heading)
        pull = min(math.hypot(x, y) / 10.0, 1.0)
        at = (round(x * (1 - 0.30 * pull), 3), round(y * (1 - 0.30 * pull), 3))
        places.append(at)
    edge = mixed(ramp.dark, "#04060E", 0.5) if theme.dark else ramp.dark
    order = sorted(range(len(places)), key=lambda i: float(chance[20 + i]))
    layers: list[Layer] = [
        Stroke(tuple(places), 7.4, edge, 0.55, 1.6),
        Stroke(tuple(places), 2.2, ramp.mid),
    ]
    for part in (order[:7], order[7:]):
        balls = tuple(places[i] for i in part)
        shade = toned(ramp, ramp.dark, 0.25) if part is not order[7:] and part == order[:7] else ramp
        layers.append(Balls(balls, (3.3,) * len(balls), shade.dark, shade.mid, shade.light))
    return art_of("folded", layers, 1.0)


@lru_cache(maxsize=16)
def phosphate(theme: Theme) -> Art:
    """Return a phosphate: a gold disc with a P, of radius 10."""
    return art_of(
        "phosphate", guest_layers(Guest("disc", theme.substances["gold"], "P"), (0.0, 0.0), 10.0), 1.0
    )


@lru_cache(maxsize=32)
def lysosome(theme: Theme, seed: int = 0) -> Art:
    """Return a lysosome of radius 100: one membrane as beads around a dense, grainy inside."""
    ramp, k = theme.bodies["lysosome"], ("lysosome", seed)
    ring = blob((0.0, 0.0), 100.0, 98.0, *k, uneven=0.018)
    deep = deepened(ramp, 0.45)
    layers: list[Layer] = [
        Flat(tuple((x + 3.0, y - 6.0) for x, y in ring), "#04060E", 0.30 if theme.dark else 0.12, 12.0),
        body(ring, toned(ramp, deep, 0.30), 46.0, gloss=0.16, rim_strength=0.5, rim_width=4.0),
    ]
    chance = uniforms(96, *k)
    for i in range(13):
        away, turn = 70.0 * math.sqrt(float(chance[3 * i])), math.tau * float(chance[3 * i + 1])
        size = 8.0 + 16.0 * float(chance[3 * i + 2])
        spot = blob((away * math.cos(turn), away * math.sin(turn)), size, size * 0.8, *k, i, uneven=0.12)
        tone = mixed(ramp.dark, deep, 0.6) if i % 3 else mixed(ramp.mid, ramp.light, 0.35)
        layers.append(Flat(spot, tone, 0.42 if i % 3 else 0.30, size * 0.35))
    for i in range(3):
        x, y = 46.0 * math.cos(2.1 * i + 0.6), 46.0 * math.sin(2.1 * i + 0.6)
        curl = tuple(
            (x + (5 + 1.6 * s) * math.cos(0.9 * s + i), y + (5 + 1.6 * s) * math.sin(0.9 * s + i))
            for s in range(9)
        )
        layers.append(Stroke(curl, 2.4, mixed(ramp.mid, ramp.light, 0.5), 0.35, 1.2))
    layers += [*_beads(ring, theme, k), Glow((-38.0, 42.0), 52.0, brightest(ramp), 0.16, 1.8)]
    return art_of("lysosome", layers, 1.0)


def _beads(ring: Points, theme: Theme, key: tuple[str, int]) -> list[Layer]:
    """The two rows of heads of the organelle's membrane."""
    ramp = theme.bodies["lysosome"]
    pale = toned(ramp, ramp.light, 0.35)
    layers: list[Layer] = []
    for row, (grow, size) in enumerate(((0.955, 3.3), (1.01, 3.7))):
        count = int(math.tau * 100.0 * grow / (2.15 * size))
        chance = uniforms(count, *key, "beads", row)
        places = []
        for i in range(count):
            turn = (i + 0.3 * (float(chance[i]) - 0.5)) / count
            x, y = _along(ring, turn)
            places.append((round(x * grow, 3), round(y * grow, 3)))
        layers.append(
            Balls(
                tuple(places), (size,) * count, pale.dark, mixed(pale.mid, pale.light, 0.4), brightest(pale)
            )
        )
    return layers


def _along(ring: Points, part: float) -> Point:
    at = part * len(ring)
    i, x = int(at) % len(ring), at - int(at)
    (ax, ay), (bx, by) = ring[i], ring[(i + 1) % len(ring)]
    return (ax + (bx - ax) * x, ay + (by - ay) * x)


def _ground(outline: Points, ramp: Ramp, theme: Theme) -> list[Layer]:
    """The soft shadow that a body throws to the lower right, and a dark edge that stands it off any ground."""
    dark = mixed(ramp.dark, "#04060E", 0.6) if theme.dark else mixed(ramp.dark, ramp.rim, 0.5)
    return [
        Flat(tuple((x + 1.8, y - 3.6) for x, y in outline), "#04060E", 0.34 if theme.dark else 0.16, 6.0),
        Stroke(outline, 2.2, dark, 0.55, 1.6, closed=True),
    ]


def _lobe(outline: Points, ramp: Ramp, theme: Theme, high: float) -> list[Layer]:
    bevel = 0.34 * min(high, BODY_WIDTH)
    return [body(outline, ramp, bevel, grain=0.04, gloss=0.30, rim_width=1.8, rim_strength=0.85)]


def _word(word: str, colour: str, wide: float, high: float, y: float) -> list[Layer]:
    if not word:
        return []
    size = min(0.70 * wide / max(width(word, 1.0, "semibold"), 0.1), 0.34 * high)
    return [Letters(word, (0.0, y), round(size, 3), colour, "semibold")]


def halo_radius(size: tuple[float, float]) -> float:
    """Return how far the light about a body at work reaches, in stage units."""
    return 0.5 * math.hypot(*size) * 1.25
