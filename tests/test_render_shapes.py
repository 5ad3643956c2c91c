"""Each shape's pixels: where it is drawn, in which colour, how its edge and its transparency behave."""

import math

import numpy as np
import pygame
import pytest
from numpy.typing import NDArray

from visualizer.core.geometry import Box
from visualizer.frame.art import Art, Flat
from visualizer.frame.shapes import (
    Backdrop,
    Disc,
    Fill,
    Frame,
    Group,
    Label,
    Path,
    Shade,
    Shape,
    Sprite,
    Swarm,
    Zoomed,
)
from visualizer.render import PygameRenderer, raster, read_pixels, render, surfaces

SIZE = (200, 120)
BLUE = Fill(Box(0, 0, *SIZE), "#0000FF")
BLACK = Fill(Box(0, 0, *SIZE), "#000000")
# A red bar that points right and a little up from its origin, so that every turn can be told.
BAR = Art("bar", Box(-2, -2, 40, 12), (Flat(((0, 0), (38, 0), (38, 10), (0, 10)), "#FF0000"),))


def _pixels(*shapes: Shape) -> NDArray[np.int64]:
    return read_pixels(render(Frame(SIZE, shapes))).astype(np.int64)


def _near(pixel: NDArray[np.int64], colour: tuple[int, int, int], by: int = 2) -> bool:
    return bool((abs(pixel - colour) <= by).all())


def test_premultiplied_blit_is_right() -> None:
    """Half of red over blue is purple, through the blit that everything soft is drawn with."""
    target = pygame.Surface((4, 4), 0, 32)
    target.fill("#0000FF")
    half = pygame.Surface((4, 4), pygame.SRCALPHA, 32)
    half.fill((128, 0, 0, 128))
    target.blit(half, (0, 0), special_flags=pygame.BLEND_PREMULTIPLIED)
    assert _near(read_pixels(target).astype(np.int64)[2, 2], (128, 0, 127))


HALVES = {
    "fill": Fill(Box(60, 30, 140, 90), "#FF0000", 0.5),
    "rounded fill": Fill(Box(60, 30, 140, 90), "#FF0000", 0.5, 12),
    "disc": Disc((100, 60), 20, "#FF0000", 0.5),
    "line": Path(((60, 60), (140, 60)), "#FF0000", 30, 0.5),
    "area": Path(((60, 30), (140, 30), (140, 90), (60, 90)), "#FF0000", 2, 0.5, "#FF0000", True),
    "sprite": Sprite(BAR, (81, 65), 1.0, 0.0, 0.5),
    "turned sprite": Sprite(BAR, (80, 44), 1.0, -0.9, 0.5),
    "shade": Shade(Box(60, 30, 140, 90), "#FF0000", 0.5, 0.5),
    "group": Group("g", (Fill(Box(60, 30, 140, 90), "#FF0000"),), 0.5),
    "still group": Group("g", (Fill(Box(60, 30, 140, 90), "#FF0000"),), 0.5, True),
    "zoomed": Zoomed((Fill(Box(60, 30, 140, 90), "#FF0000"),), 1.5, (100, 60), (100, 60), 0.5),
}


@pytest.mark.parametrize("name", HALVES)
def test_half_of_red_over_blue_is_purple(name: str) -> None:
    """Every shape's transparency mixes evenly with what is behind."""
    assert _near(_pixels(BLUE, HALVES[name])[60, 100], (128, 0, 127), 3)


@pytest.mark.parametrize("name", HALVES)
def test_transparency_is_the_same_on_a_layer(name: str) -> None:
    """A translucent shape gives the same pixels directly and within a baked group."""
    plain = _pixels(BLUE, HALVES[name])
    baked = _pixels(BLUE, Group("still", (HALVES[name],), still=True))
    assert abs(plain - baked).max() <= 2


@pytest.mark.parametrize("name", [name for name in HALVES if name not in ("fill", "shade")])
def test_nothing_darkens_at_an_edge(name: str) -> None:
    """White on white stays white: no shape leaves a dark seam where its edge is half covered."""
    white = Fill(Box(0, 0, *SIZE), "#FFFFFF")
    shape = HALVES[name]
    art = Art("bar", BAR.box, (Flat(BAR.layers[0].outline, "#FFFFFF"),))
    shapes: dict[type, Shape] = {
        Fill: Fill(Box(60, 30, 140, 90), "#FFFFFF", 0.5, 12),
        Disc: Disc((100.3, 60.2), 20, "#FFFFFF", 0.5),
        Path: Path(((60, 63), (140, 47), (90, 90)), "#FFFFFF", 5, 0.5, "#FFFFFF" if name == "area" else None),
        Sprite: Sprite(art, (90, 40), 1.0, -0.9 if "turned" in name else 0.0, 0.5),
        Group: Group("g", (Disc((100, 60), 20, "#FFFFFF"),), 0.5, name.startswith("still")),
        Zoomed: Zoomed((Disc((100, 60), 20, "#FFFFFF"),), 1.5, (100, 60), (100, 60), 0.5),
    }
    assert _pixels(white, shapes[type(shape)]).min() >= 252


def test_a_fill_has_its_box() -> None:
    """A plain fill covers its pixels exactly and no more."""
    red = _pixels(BLUE, Fill(Box(20, 30, 50, 60), "#FF0000"))[..., 0]
    assert (red[30:60, 20:50] == 255).all()
    assert red.sum() == 255 * 30 * 30


def test_round_corners_are_left_open() -> None:
    """The corner of a rounded box shows what is behind, its middle and sides do not."""
    pixels = _pixels(BLUE, Fill(Box(20, 20, 120, 100), "#FF0000", radius=20))
    assert _near(pixels[20, 20], (0, 0, 255))
    assert _near(pixels[60, 20], (255, 0, 0))
    assert _near(pixels[20, 60], (255, 0, 0))


def test_an_outline_lies_inside_the_box() -> None:
    """An outlined box shows its line along the edge and its colour within."""
    pixels = _pixels(BLACK, Fill(Box(20, 20, 120, 100), "#FF0000", outline="#00FF00", outline_width=3))
    assert _near(pixels[60, 21], (0, 255, 0))
    assert _near(pixels[60, 24], (255, 0, 0))
    assert _near(pixels[60, 19], (0, 0, 0))


@pytest.mark.parametrize("radius", [2.0, 5.5, 12.0, 40.0])
def test_a_disc_has_the_area_of_a_circle(radius: float) -> None:
    """Covered pixels add up to πr², wherever between pixels the centre lies."""
    for centre in ((100.0, 60.0), (100.25, 59.75)):
        red = _pixels(BLACK, Disc(centre, radius, "#FF0000"))[..., 0]
        assert red.sum() / 255 == pytest.approx(math.pi * radius**2, rel=0.03)


def test_a_slow_disc_glides() -> None:
    """A quarter of a pixel's movement shows in a small disc's edge."""
    one, two = (_pixels(BLACK, Disc((100.0 + x, 60.0), 4, "#FFFFFF"))[..., 0] for x in (0.0, 0.25))
    columns = np.arange(SIZE[0])
    assert (two.sum(axis=0) @ columns) / two.sum() - (one.sum(axis=0) @ columns) / one.sum() == pytest.approx(
        0.25, abs=0.05
    )


def test_a_ring_lies_about_the_edge() -> None:
    """A disc's ring is its own colour at the radius."""
    pixels = _pixels(BLACK, Disc((100, 60), 20, "#FF0000", ring="#00FF00", ring_width=4))
    assert _near(pixels[60, 119], (0, 255, 0))
    assert _near(pixels[60, 110], (255, 0, 0))


@pytest.mark.parametrize("width", [0.5, 1.0, 1.5, 2.5, 6.0, 14.0])
def test_a_line_is_as_heavy_as_it_is_wide(width: float) -> None:
    """The ink across a slanted line adds up to its width, thinner than a pixel too."""
    ink = _pixels(BLACK, Path(((20, 30), (180, 90)), "#FFFFFF", width))[..., 0]
    across = ink[:, 100].sum() / 255 * math.cos(math.atan2(60, 160))
    assert across == pytest.approx(width, rel=0.06)


def test_a_translucent_line_is_even_where_it_meets_itself() -> None:
    """Corners and crossings of one line are no darker than the rest."""
    ink = _pixels(BLACK, Path(((40, 40), (160, 80), (40, 80), (160, 40)), "#FFFFFF", 7, 0.5))[..., 0]
    assert ink.max() <= 129


def test_dashes_leave_gaps() -> None:
    """A dashed line is drawn on and off by its measure."""
    ink = _pixels(BLACK, Path(((20, 60.5), (180, 60.5)), "#FFFFFF", 1, dash=(10, 10)))[60, :, 0]
    assert ink[25] > 250
    assert ink[35] < 5
    assert ink[45] > 250


def test_an_area_has_its_size() -> None:
    """A filled path covers the area of its polygon."""
    triangle = ((20.5, 20.25), (150.5, 40.0), (60.0, 100.0))
    red = _pixels(BLACK, Path(triangle, "#FF0000", 0.0, fill="#FF0000", closed=True))[..., 0]
    (ax, ay), (bx, by), (cx, cy) = triangle
    expected = abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2
    assert red.sum() / 255 == pytest.approx(expected, rel=0.01)


def test_a_line_far_outside_costs_and_shows_nothing() -> None:
    """A line beyond the picture leaves no trace, one that crosses it does."""
    assert _pixels(BLACK, Path(((-1e6, -500), (1e6, -500)), "#FFFFFF", 3)).max() == 0
    assert _pixels(BLACK, Path(((-1e6, 60), (1e6, 60)), "#FFFFFF", 3))[60, 100, 0] == 255


@pytest.mark.parametrize(
    ("degrees", "inside", "outside"),
    [
        (0, (85, 55), (85, 65)),
        (90, (55, 30), (65, 30)),
        (180, (40, 65), (40, 55)),
        (-90, (65, 85), (55, 85)),
        (30, (80, 45), (80, 60)),
        (-30, (85, 63), (70, 80)),
    ],
)
def test_a_sprite_turns_counter_clockwise_about_its_origin(
    degrees: float, inside: tuple[int, int], outside: tuple[int, int]
) -> None:
    """The bar's far end is where the angle says, and its near end stays at the place."""
    pixels = _pixels(BLACK, Sprite(BAR, (60, 60), 1.0, math.radians(degrees)))
    assert pixels[inside[1], inside[0], 0] > 200
    assert pixels[outside[1], outside[0], 0] < 50


def test_a_turned_sprite_keeps_its_ink() -> None:
    """Turning neither thins nor fattens a body."""
    straight = _pixels(BLACK, Sprite(BAR, (100, 60), 1.0))[..., 0].sum()
    for degrees in (12, 40, 77, 135, 250):
        turned = _pixels(BLACK, Sprite(BAR, (100, 60), 1.0, math.radians(degrees)))[..., 0].sum()
        assert turned == pytest.approx(straight, rel=0.04)


def test_very_large_art_is_baked_in_part_alike() -> None:
    """The visible part of art far larger than the frame looks like the same part of all of it."""
    outline = ((-900, -400), (900, -400), (700, 350), (-800, 380))
    art = Art("huge", Box(-910, -410, 910, 410), (Flat(outline, "#FF0000"),))
    seen = _pixels(BLUE, Sprite(art, (-590.0, 400.0), 1.0))
    large = read_pixels(
        render(
            Frame((2000, 1000), (Fill(Box(0, 0, 2000, 1000), "#0000FF"), Sprite(art, (910.0, 500.0), 1.0)))
        )
    )
    assert abs(seen - large[100:220, 1500:1700].astype(np.int64)).max() <= 2
    assert 0 < (seen[..., 0] > 128).mean() < 1


def test_a_swarm_is_its_sprites() -> None:
    """A crowd drawn in one call equals its members drawn one by one."""
    places = np.array([(20.2, 30.7), (90.5, 60.5), (-5.4, 10.0), (150.9, 118.2)], dtype=np.float32)
    together = _pixels(BLUE, Swarm("crowd", BAR, 0.8, places))
    apart = _pixels(BLUE, *(Sprite(BAR, (x, y), 0.8) for x, y in places.tolist()))
    assert (together == apart).all()
    assert (together[..., 0] > 200).any()


def test_labels_stand_on_their_anchor() -> None:
    """Left, centre and right text begins, straddles or ends at its place, on the baseline."""
    for anchor in ("left", "centre", "right"):
        ink = _pixels(BLACK, Label("HHHH", (100, 60), 24, "#FFFFFF", anchor=anchor))[..., 0] > 60
        rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
        assert rows[-1] == 59
        middle = (columns[0] + columns[-1] + 1) / 2
        place = {"left": columns[0], "centre": middle, "right": columns[-1] + 1}[anchor]
        assert place == pytest.approx(100, abs=3)


def test_superscripts_stand_higher() -> None:
    """A raised 2 ends well above the baseline and a lowered one below it."""
    raised, lowered = (
        np.flatnonzero((_pixels(BLACK, Label(text, (20, 60), 40, "#FFFFFF"))[..., 0] > 60).any(axis=1))[-1]
        for text in ("²", "₂")
    )
    assert raised < 50
    assert lowered > 60


def test_a_backdrop_falls_off_without_bands() -> None:
    """The middle is the centre colour, the corner the edge colour, and steps mix instead of forming bands."""
    frame = Frame((600, 400), (Backdrop(Box(0, 0, 600, 400), "#1E2E52", "#0B1021"),))
    pixels = read_pixels(render(frame)).astype(np.int64)
    assert _near(pixels[160, 252], (0x1E, 0x2E, 0x52), 3)
    assert _near(pixels[399, 599], (0x0B, 0x10, 0x21), 3)
    row = pixels[160, 252:, 2]
    assert len(np.flatnonzero(np.diff(row))) > 100


def test_a_shade_eases_from_one_end_to_the_other() -> None:
    """A veil is as thin as asked at one end, as thick at the other, and never turns back."""
    ink = _pixels(BLACK, Shade(Box(0, 0, *SIZE), "#FFFFFF", 0.0, 0.8))[..., 0].mean(axis=1)
    assert ink[0] < 2
    assert ink[-1] == pytest.approx(204, abs=2)
    assert (np.diff(ink) > -1).all()
    across = _pixels(BLACK, Shade(Box(0, 0, *SIZE), "#FFFFFF", 0.8, 0.0, across=True))[..., 0].mean(axis=0)
    assert across[0] == pytest.approx(204, abs=2)
    assert across[-1] < 2


def test_a_fading_group_fades_as_one() -> None:
    """Where two members of a half-faded group overlap, only the upper one is seen through it."""
    group = Group("g", (Fill(Box(20, 20, 120, 100), "#00FF00"), Fill(Box(60, 20, 160, 100), "#FF0000")), 0.5)
    assert _near(_pixels(BLUE, group)[60, 80], (128, 0, 127), 3)


def test_a_zoom_moves_the_pixel_to_its_place() -> None:
    """What was at `about` is at `to`, enlarged; outside the picture nothing is drawn."""
    pixels = _pixels(BLUE, Zoomed((BLACK, Fill(Box(90, 50, 110, 70), "#FF0000")), 3.0, (100, 60), (50, 40)))
    assert _near(pixels[40, 50], (255, 0, 0))
    assert _near(pixels[40, 50 + 27], (255, 0, 0))
    assert _near(pixels[40, 50 + 33], (0, 0, 0))
    small = _pixels(BLUE, Zoomed((BLACK,), 0.5, (100, 60), (100, 60)))
    assert _near(small[60, 100], (0, 0, 0))
    assert _near(small[10, 10], (0, 0, 255))


def test_a_zoom_at_rest_is_the_picture() -> None:
    """A camera that has arrived shows exactly what stands there, so that nothing jumps when it stops."""
    shapes = (BLACK, Disc((70.3, 50.1), 14, "#FF0000"), Label("rest", (90, 90), 24, "#FFFFFF"))
    assert (_pixels(Zoomed(shapes, 1.0, (30, 40), (30, 40))) == _pixels(*shapes)).all()


def test_a_feather_fades_the_edge_and_spares_the_middle() -> None:
    """A shot with a soft edge is whole in its middle, gone at its border, and never lighter farther out."""
    red = Fill(Box(0, 0, *SIZE), "#FF0000")
    soft = _pixels(BLACK, Zoomed((red,), 0.995, (0, 0), (0, 0), 1.0, 0.4))[..., 0]
    assert soft[35:85, 50:150].min() > 250  # scaling itself takes a few levels
    assert soft[[0, -1]].max() <= 8
    assert soft[:, [0, -1]].max() <= 8
    assert (np.diff(soft[60, :100]) >= -1).all()
    assert (np.diff(soft[:60, 100]) >= -1).all()
    assert len(np.unique(soft[60, :100])) > 15


def test_a_shot_that_is_all_but_there_is_there() -> None:
    """A ground that has come to within half a level of full is put as it is, with no trace of what is under it."""
    over = Zoomed((Fill(Box(0, 0, 200, 120), "#336699"),), 1.0, (0, 0), (0, 0), 0.9999)
    assert (_pixels(BLACK, over) == _pixels(Fill(Box(0, 0, 200, 120), "#336699"))).all()


def test_empty_and_invisible_shapes_leave_no_trace() -> None:
    """Shapes with nothing in them, and fully transparent ones, change nothing."""
    nothing: tuple[Shape, ...] = (
        Group("empty", ()),
        Group("still", (), still=True),
        Group("gone", (Disc((100, 60), 9, "#FF0000"),), 0.0),
        Swarm("nobody", BAR, 1.0, np.zeros((0, 2), dtype=np.float32)),
        Path((), "#FF0000"),
        Label(" ", (100, 60), 24, "#FF0000"),
        Fill(Box(50, 50, 50, 80), "#FF0000"),
        Sprite(BAR, (100, 60), 0.0),
        Zoomed((), 2.0, (0, 0), (0, 0)),
        *(
            shape
            for shape in (
                Disc((100, 60), 9, "#FF0000", 0.0),
                Sprite(BAR, (100, 60), 1.0, 0.0, 0.0),
                Label("gone", (100, 60), 24, "#FF0000", alpha=0.0),
                Shade(Box(0, 0, *SIZE), "#FF0000", 0.0, 0.0),
            )
        ),
    )
    assert (_pixels(BLUE, *nothing) == _pixels(BLUE)).all()


def test_a_renderer_serves_any_size() -> None:
    """One renderer draws frames of differing sizes, each as a fresh one would."""
    renderer = PygameRenderer()
    for size in ((200, 120), (90, 160), (200, 120)):
        group = Group("g", (Disc((60, 60), 30, "#FF0000"), Disc((80, 60), 30, "#00FF00")), 0.5)
        frame = Frame(size, (Fill(Box(0, 0, *size), "#0000FF"), group))
        assert (read_pixels(render(frame, renderer)) == read_pixels(render(frame))).all()


@pytest.mark.parametrize("outline", [None, "#336699"])
@pytest.mark.parametrize(("radius", "width"), [(16.0, 1.5), (10.3, 2.2), (0.0, 1.0), (3.7, 0.8)])
@pytest.mark.parametrize("size", [(300, 200), (301, 207), (40, 300)])
def test_a_large_box_is_a_small_one_drawn_out(
    size: tuple[int, int], radius: float, width: float, outline: str | None
) -> None:
    """Corners, edges and middle of a box that is put together from a small one are those of the whole, bit for bit."""
    box = Fill(Box(0, 0, *size), "#1A2B3C", 1.0, radius, outline, width)
    pixels = [
        raster.pixel_bytes(make(box, *size))[:, : size[0]]
        for make in (surfaces.box_surface, surfaces._whole_box)
    ]
    assert (pixels[0] == pixels[1]).all()
