"""What a baked picture promises: exact edges, one light, no bands, the same bytes every time."""

import math
import tracemalloc

import numpy as np
import pytest
from numpy.typing import NDArray

from visualizer.core.geometry import Box, Points
from visualizer.figures.art.forms import art_of, circle, joined
from visualizer.frame.art import Art, Balls, Body, Flat, Glow, Layer, Letters, Stroke
from visualizer.render.bake import Baked, bake

TONES = ("#1C3F8C", "#3C72CE", "#6FA8FA", "#BEDCFF")


def solid(outline: Points, bevel: float = 20.0) -> Body:
    """Return a body in the test's tones."""
    return Body(outline, *TONES, bevel)


def brightness(baked: Baked) -> NDArray[np.float64]:
    """Return the sum of the colour channels."""
    return baked.pixels[..., :3].astype(np.float64).sum(axis=2)


def every_layer() -> tuple[Layer, ...]:
    """Return one layer of every kind."""
    return (
        solid(circle((0.0, 0.0), 40.0)),
        Flat(circle((10.0, 5.0), 20.0), "#E83492", 0.5, feather=4.0, alpha_low=0.1),
        Stroke(((-50.0, -30.0), (0.0, 40.0), (50.0, -30.0)), 3.0, "#FFFFFF"),
        Stroke(circle((0.0, 0.0), 30.0), 2.0, "#FFFFFF", 0.4, 3.0, closed=True),
        Balls(((-20.0, 0.0), (20.0, 3.0)), (8.0, 3.0), *TONES[:3]),
        Glow((0.0, 0.0), 50.0, "#F7B54A"),
        Letters("K", (0.0, 0.0), 20.0, "#2A0418"),
    )


def test_a_square_on_half_pixels_covers_its_border_by_half() -> None:
    """Edges are coverage by area: a square that starts in the middle of a pixel fills that pixel by half."""
    square = ((0.5, -4.0), (8.0, -4.0), (8.0, -0.5), (0.5, -0.5))
    alpha = bake(Art("square", Box(0, -6, 10, 0), (Flat(square, "#FFFFFF"),)), 1.0).pixels[..., 3]
    assert alpha[2, 4] == 255
    assert 126 <= alpha[2, 0] <= 129
    assert 126 <= alpha[0, 4] <= 129
    assert 63 <= alpha[0, 0] <= 65
    assert alpha[5].max() == 0


def test_the_area_of_a_disc_is_pi_r_squared() -> None:
    """The mask's sum is the shape's area, however it lies on the grid."""
    disc = circle((0.3, -0.2), 20.0, sides=400)
    alpha = bake(art_of("disc", (Flat(disc, "#FFFFFF"),), 2.0), 1.0).pixels[..., 3]
    assert alpha.sum() / 255 == pytest.approx(math.pi * 400, rel=0.003)


def test_the_same_art_gives_the_same_bytes() -> None:
    """Baking is a function of art and scale alone."""
    art = art_of("all", every_layer(), 3.0)
    first, second = bake(art, 1.7), bake(art, 1.7)
    assert first.origin == second.origin
    assert first.pixels.tobytes() == second.pixels.tobytes()


def test_colour_is_never_above_alpha() -> None:
    """Pixels are premultiplied: no channel exceeds the alpha, or blending would burn."""
    pixels = bake(art_of("all", every_layer(), 3.0), 2.3).pixels
    assert (pixels[..., :3] <= pixels[..., 3:]).all()
    assert pixels[..., 3].max() == 255


def test_the_light_stands_at_the_upper_left() -> None:
    """The rim that looks to the upper left is far brighter than the rim that looks to the lower right."""
    baked = bake(art_of("ball", (solid(circle((0.0, 0.0), 60.0, 120), 24.0),)), 2.0)
    light = brightness(baked)
    x0, y0 = baked.origin
    reach = 2.0 * 57.0 / math.sqrt(2.0)
    upper = light[round(y0 - reach), round(x0 - reach)]
    lower = light[round(y0 + reach), round(x0 + reach)]
    assert upper > 1.8 * lower


def test_a_slow_gradient_shows_no_bands() -> None:
    """Each row's mean follows a faint slope closer than 8-bit steps could: they dissolve in noise."""
    area = ((0.0, 0.0), (300.0, 0.0), (300.0, 600.0), (0.0, 600.0))
    fade = Flat(area, "#FFFFFF", 0.1, alpha_low=0.0)
    means = bake(Art("fade", Box(0, 0, 300, 600), (fade,)), 1.0).pixels[..., 3].mean(axis=1)
    exact = 25.5 * (1.0 - (np.arange(600) + 0.5) / 600)
    assert np.abs(means - exact).max() < 0.12


def test_a_window_matches_the_whole_picture() -> None:
    """A part baked alone looks like that part of the whole, up to noise and the coarser light grid."""
    art = art_of(
        "body", (solid(circle((0.0, 0.0), 100.0, 160), 30.0), Balls(((10.0, 10.0),), (9.0,), *TONES[:3]))
    )
    whole, part = bake(art, 2.0), bake(art, 2.0, Box(-20.0, -30.0, 60.0, 50.0))
    x, y = round(whole.origin[0] - part.origin[0]), round(whole.origin[1] - part.origin[1])
    h, w = part.pixels.shape[:2]
    same = whole.pixels[y : y + h, x : x + w].astype(int)
    assert np.abs(same - part.pixels).max() <= 6


def test_a_part_of_a_giant_takes_no_giant_memory() -> None:
    """Flown into, a body whose rounded edge is wider than the window is painted within a few times the window's pixels."""
    art = art_of("giant", (solid(circle((0.0, 0.0), 100.0, 160), 30.0),))
    window = Box(-60.0, 60.0, -40.0, 71.0)
    tracemalloc.start()
    part = bake(art, 64.0, window)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert part.pixels.shape[:2] == (704, 1280)
    assert most < 300 * 704 * 1280  # bytes; all that the edge reaches would take 40 times as many pixels
    plain = bake(art, 8.0, window)
    steps = np.abs(part.pixels[4::8, 4::8].astype(int) - plain.pixels.astype(int))
    assert steps.mean() < 3.0  # it is the same picture, and as large


def test_joined_outlines_have_no_seam() -> None:
    """Two overlapping rings become one body: where they meet it is even, and covered once."""
    both = joined((circle((-20.0, 0.0), 30.0, 90), circle((20.0, 0.0), 30.0, 90)[::-1]))
    baked = bake(art_of("joined", (Flat(both, "#FFFFFF", 0.5),)), 2.0)
    x0, y0 = round(baked.origin[0]), round(baked.origin[1])
    assert 127 <= baked.pixels[y0, x0, 3] <= 128
    assert baked.pixels[y0 - 20 : y0 + 20, x0 - 60 : x0 + 60, 3].min() >= 127


def test_strokes_of_one_look_do_not_darken_where_they_cross() -> None:
    """Neighbouring strokes of one look share a mask, so a crossing is no denser than the rest."""
    cross = (
        Stroke(((-20.0, -20.0), (20.0, 20.0)), 4.0, "#FFFFFF", 0.5),
        Stroke(((-20.0, 20.0), (20.0, -20.0)), 4.0, "#FFFFFF", 0.5),
    )
    assert bake(art_of("cross", cross), 2.0).pixels[..., 3].max() <= 128


def test_holes_are_cut_out_of_bodies() -> None:
    """What lies in a hole stays empty."""
    ring = Body(circle((0.0, 0.0), 30.0), *TONES, 8.0, holes=(circle((0.0, 0.0), 12.0),))
    baked = bake(art_of("ring", (ring,)), 2.0)
    assert baked.pixels[round(baked.origin[1]), round(baked.origin[0]), 3] == 0


def test_a_soft_edge_fades_inwards() -> None:
    """A body with an edge fade is clear at its outline and solid well inside."""
    soft = Body(circle((0.0, 0.0), 40.0, 90), *TONES, 12.0, edge_fade=10.0)
    baked = bake(art_of("soft", (soft,)), 2.0)
    x0, y0 = round(baked.origin[0]), round(baked.origin[1])
    assert baked.pixels[y0, x0, 3] >= 254
    assert baked.pixels[y0, x0 + 78, 3] < 40


def test_art_outside_the_window_bakes_to_nothing() -> None:
    """A window beside the art gives a clear picture, not an error."""
    art = art_of("ball", (solid(circle((0.0, 0.0), 10.0)),))
    assert bake(art, 3.0, Box(100.0, 100.0, 120.0, 110.0)).pixels.max() == 0
