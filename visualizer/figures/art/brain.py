"""A human brain from its left side: hemisphere, cerebellum, stem, prefrontal cortex, deep structures. Knows form only."""

from functools import lru_cache

from visualizer.core.colour import mixed
from visualizer.core.geometry import Point, Points, smooth_curve
from visualizer.figures.art.forms import art_of, blob, body, deepened, rod, shape, toned
from visualizer.figures.look import Ramp, Theme
from visualizer.frame.art import Art, Flat, Layer, Stroke

BRAIN_WIDTH = 200.0
"""Width of the brain in its own art, frontal pole at the left; the origin is the middle of the hemisphere."""

HIGH = 0.86
"""Its height with cerebellum and stem, in its width."""

_HEMISPHERE = (
    (-99.0, 2.0), (-95.0, 28.0), (-79.0, 53.0), (-53.0, 70.0), (-20.0, 79.0), (16.0, 78.0), (49.0, 69.0), (77.0, 50.0),
    (94.0, 24.0), (97.0, 0.0), (88.0, -20.0), (68.0, -31.0), (44.0, -35.0), (16.0, -39.0), (-8.0, -48.0), (-36.0, -52.0),
    (-57.0, -45.0), (-65.0, -30.0), (-60.0, -20.0), (-74.0, -18.0), (-92.0, -12.0),
)  # fmt: skip
_PREFRONTAL = (
    (-97.0, 2.0), (-93.0, 27.0), (-77.0, 52.0), (-58.0, 66.0), (-46.0, 60.0), (-42.0, 38.0), (-46.0, 14.0), (-58.0, -4.0),
    (-72.0, -14.0), (-90.0, -10.0),
)  # fmt: skip
_FURROWS: tuple[tuple[Point, ...], ...] = (
    ((-61.0, -21.0), (-38.0, -12.0), (-8.0, -2.0), (24.0, 10.0), (38.0, 20.0)),  # the lateral one
    ((6.0, 78.0), (2.0, 58.0), (-8.0, 40.0), (-10.0, 22.0), (-18.0, 6.0)),  # the central one
    ((-16.0, 76.0), (-21.0, 56.0), (-29.0, 40.0), (-30.0, 22.0), (-36.0, 6.0)),
    ((25.0, 75.0), (24.0, 58.0), (15.0, 42.0), (14.0, 28.0)),
    ((-88.0, 34.0), (-70.0, 38.0), (-54.0, 46.0), (-37.0, 50.0)),
    ((-91.0, 14.0), (-74.0, 16.0), (-60.0, 25.0), (-44.0, 26.0)),
    ((-58.0, -34.0), (-34.0, -28.0), (-6.0, -18.0), (22.0, -10.0), (48.0, -2.0)),
    ((-46.0, -45.0), (-18.0, -38.0), (12.0, -29.0), (40.0, -23.0)),
    ((30.0, 54.0), (44.0, 46.0), (58.0, 36.0), (64.0, 20.0)),
    ((72.0, 50.0), (68.0, 34.0), (78.0, 18.0), (76.0, 2.0)),
    ((50.0, 14.0), (62.0, 4.0), (70.0, -12.0)),
    ((88.0, 14.0), (86.0, -2.0), (80.0, -16.0)),
)
_HIPPOCAMPUS = ((-36.0, -31.0), (-24.0, -33.0), (-8.0, -29.0), (8.0, -22.0), (21.0, -13.0), (29.0, -2.0))
_RAPHE = ((20.5, -37.0), (23.5, -48.0), (26.0, -59.0), (28.5, -70.0), (31.0, -81.0))


@lru_cache(maxsize=8)
def brain(theme: Theme) -> Art:
    """Return the brain from its left side; its frontal part is lit in the tone of pyramidal cells."""
    ramp, warm = theme.bodies["idle"], theme.bodies["pyramidal"]
    hemisphere, front = shape(_HEMISPHERE), shape(_PREFRONTAL)
    layers: list[Layer] = [
        body(
            rod(((18.0, -30.0), (27.0, -54.0), (33.0, -92.0)), (19.0, 15.0, 12.0)),
            toned(ramp, ramp.dark, 0.25),
            7.0,
        ),
        *_cerebellum(ramp),
        Stroke(hemisphere, 5.0, ramp.rim, 0.12, 10.0, closed=True),
        body(hemisphere, toned(ramp, ramp.dark, 0.18), 26.0, gloss=0.10, rim_strength=0.7, rim_width=3.0),
        Flat(front, warm.light if theme.dark else warm.mid, 0.55, 9.0),
        Stroke(front, 1.1, warm.rim, 0.75, 0.8, closed=True),
    ]
    for furrow in _FURROWS:
        line = _curved(furrow)
        layers.append(Stroke(line, 2.6, deepened(ramp, 0.15), 0.42, 2.2))
        lit = tuple((x - 0.8, y + 1.9) for x, y in line)
        layers.append(Stroke(lit, 1.0, mixed(ramp.light, ramp.rim, 0.4), 0.22, 1.2))
    return art_of("brain", layers, 1.0)


@lru_cache(maxsize=8)
def deep_structures(theme: Theme) -> Art:
    """Return hippocampus, lateral habenula at the back of the thalamus, and raphe nuclei, where they lie in `brain`."""
    pyramidal, habenula, raphe = (theme.bodies[name] for name in ("pyramidal", "habenula", "raphe"))
    seahorse = rod(_HIPPOCAMPUS, (9.0, 13.0, 12.0, 10.0, 7.5, 4.0))
    thalamus = blob((1.0, 1.0), 21.0, 13.0, "thalamus", uneven=0.03, tilt=0.16)
    nub = blob((20.0, 5.0), 5.2, 3.9, "habenula", uneven=0.05, tilt=-0.4)
    layers: list[Layer] = [
        Flat(thalamus, deepened(theme.bodies["idle"], 0.35), 0.30, 3.0),
        Stroke(thalamus, 0.8, theme.bodies["idle"].rim, 0.40, 0.8, closed=True),
        *_seen_through(seahorse, pyramidal),
        *_seen_through(nub, habenula),
    ]
    for i, centre in enumerate(_RAPHE):
        layers += _seen_through(blob(centre, 3.2, 4.4, "raphe", i, uneven=0.08, tilt=0.22), raphe)
    return art_of("deep-structures", layers, 1.0)


def _seen_through(outline: Points, ramp: Ramp) -> tuple[Layer, ...]:
    """Return a body with the glow that lets it be seen as if through what lies before it."""
    return (
        Stroke(outline, 3.4, ramp.rim, 0.22, 4.0, closed=True),
        body(outline, ramp, 4.0, gloss=0.12),
        Stroke(outline, 0.7, ramp.rim, 0.85, 0.5, closed=True),
    )


def _cerebellum(ramp: Ramp) -> list[Layer]:
    whole = blob((60.0, -49.0), 31.0, 19.0, "cerebellum", uneven=0.03, tilt=-0.12)
    layers: list[Layer] = [body(whole, toned(ramp, ramp.dark, 0.22), 10.0, gloss=0.08)]
    for i in range(5):
        y = -38.0 - 5.4 * i
        line = _curved(((34.0 + 1.5 * i, y - 3.0), (60.0, y - 6.0 + 0.8 * i), (87.0 - 2.5 * i, y + 1.0)))
        layers.append(Stroke(line, 1.2, deepened(ramp, 0.1), 0.40, 1.0))
    return layers


def _curved(points: tuple[Point, ...]) -> Points:
    """Return a smooth open line through the points."""
    return tuple(smooth_curve(points, pieces=8))
