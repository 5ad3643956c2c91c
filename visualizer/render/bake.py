"""Bakes a recipe into premultiplied pixels: masks, light, glow. Knows art; knows no screen, scene or time.

One light stands at the upper left of everything. Edges are exact area coverage, so nothing needs
supersampling, and each picture ends with a trace of keyed noise below one step of 8 bits, so that no slow
gradient shows bands.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from visualizer.core.geometry import Box, Point
from visualizer.frame.art import Art, Balls, Body, Colour, Flat, Glow, Layer, Letters, Stroke

Floats = NDArray[np.float32]

_LIGHT = (-0.52, -0.60, 0.61)  # towards the light, in pixels (y down) and towards the eye
_HALFWAY = (-0.29, -0.334, 0.897)  # between the light and the eye, for the soft highlight
_DIRECT = 4  # up to this radius adding shifted rows is quicker than a running sum
_UNSEEN = 0.7  # pixels; a soft stroke thinner than this is texture too fine to be seen, and is left out
_SHARP = 0.35  # radians; gentler corners of a line need no arc
_TURN = np.linspace(0.0, 1.0, 25)[:-1]
_BEND = np.linspace(0.0, 1.0, 11)
_SMALL_BEVEL = 2.5  # pixels; below it the fine curve of the edge is the whole curve
_ROOM, _SMALL_PX = 1.25, 1e6  # a patch may take so many times its paper's pixels, and so many more
_COARSEST = 4  # pixels of a cell where nothing is sharp
_CELLS_AN_EDGE = 16  # and at least so many cells to the feather of its sharpest edge
_CELLS_A_RIM = 4  # a rim is worked out on so many cells across
_BAND_PX = 1 << 16  # pixels of a band of rows, whose planes the processor's own memory holds
_STEPS = 4  # balls are placed to a quarter of a pixel, so that a few stamps serve a whole membrane


@dataclass(frozen=True, slots=True, eq=False)
class Baked:
    """Pixels of one art: premultiplied RGBA, shape (h, w, 4), and where the art's origin lies in them."""

    pixels: NDArray[np.uint8]
    origin: Point


def bake(art: Art, scale: float, window: Box | None = None) -> Baked:
    """Return the art at so many pixels per art unit; `window` keeps only that part of it (art units).

    Where edges and glows reach far beyond the window, as when the camera flies into a brain, or where nothing in it is
    sharp, it is painted on a coarser grid and enlarged: light that curves over a thousand pixels has no finer detail.
    """
    box = art.box if window is None else _common(art.box, window)
    left, top = math.floor(box.left * scale), math.floor(-box.high * scale)
    width = max(1, math.ceil(box.right * scale) - left)
    height = max(1, math.ceil(-box.low * scale) - top)
    by = _coarser(art, scale, width, height)
    paper = _Paper(
        np.zeros((4, -(-height // by), -(-width // by)), np.float32), scale / by, (-left / by, -top / by)
    )
    for _, run in groupby(art.layers, _same_mask):
        _paint(paper, tuple(run))
    planes = paper.planes
    if by > 1:
        planes = np.stack([_enlarged(plane, by, (height, width)) for plane in planes])
    return Baked(_to_bytes(planes), (float(-left), float(-top)))


def _coarser(art: Art, scale: float, width: int, height: int) -> int:
    """Return by how much coarser a paper must be painted so that no patch of it takes much more than the paper."""
    reach = max((_reach(layer) for layer in art.layers), default=0.0) * scale
    whole = (
        (art.box.right - art.box.left) * scale + 2 * reach,
        (art.box.high - art.box.low) * scale + 2 * reach,
    )
    needed = min(whole[0], width + 2 * reach) * min(whole[1], height + 2 * reach)
    by = math.ceil(math.sqrt(needed / (_ROOM * width * height + _SMALL_PX)))
    softest = min((_softness(layer) for layer in art.layers), default=0.0) * scale
    return max(1, by, min(_COARSEST, int(softest / _CELLS_AN_EDGE)))


def _softness(layer: Layer) -> float:
    """Return how far a layer's edge is spread, in art units; nought where it has anything sharp."""
    return layer.feather if isinstance(layer, (Flat, Stroke)) else 0.0


def _reach(layer: Layer) -> float:
    """Return how far beyond the paper a layer is worked out, in art units."""
    match layer:
        case Body():
            return 1.2 * layer.bevel
        case Flat() | Stroke():
            return 1.2 * layer.feather
        case _:
            return 0.0


@dataclass(frozen=True, slots=True, eq=False)
class _Paper:
    """The picture in the making: four premultiplied planes, the scale, the pixel of the art's origin."""

    planes: Floats
    scale: float
    origin: Point

    def px(self, points: Sequence[Point]) -> NDArray[np.float64]:
        """Return pixel places of art points, shape (n, 2)."""
        places = np.asarray(points, np.float64).reshape(-1, 2) * (self.scale, -self.scale)
        return np.asarray(places + self.origin)


@dataclass(frozen=True, slots=True)
class _Patch:
    """A rectangle of whole pixels, which may reach beyond the paper."""

    left: int
    top: int
    width: int
    height: int

    def moved(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the places as seen from the patch's corner."""
        return np.asarray(places - (self.left, self.top))


def _common(a: Box, b: Box) -> Box:
    left, low = max(a.left, b.left), max(a.low, b.low)
    return Box(left, low, max(left, min(a.right, b.right)), max(low, min(a.high, b.high)))


def _same_mask(layer: Layer) -> object:
    """Neighbouring strokes of one look share one mask: hundreds of lipid tails cost as much as one line."""
    return (layer.colour, layer.alpha, layer.feather) if isinstance(layer, Stroke) else id(layer)


def _paint(paper: _Paper, run: tuple[Layer, ...]) -> None:
    match run[0]:
        case Body() as body:
            _paint_body(paper, body)
        case Flat() as flat:
            _paint_flat(paper, flat)
        case Stroke():
            _paint_strokes(paper, tuple(layer for layer in run if isinstance(layer, Stroke)))
        case Balls() as balls:
            _paint_balls(paper, balls)
        case Glow() as glow:
            _paint_glow(paper, glow)
        case Letters() as letters:
            _paint_letters(paper, letters)


# Layers.


def _paint_body(paper: _Paper, body: Body) -> None:
    scale = paper.scale
    bevel = max(body.bevel * scale, 0.8)
    outline = paper.px(body.outline)
    patch = _patch(paper, outline, math.ceil(2.2 * bevel) + 2, math.ceil(1.2 * bevel) + 2)
    if patch is None:
        return
    mask = _coverage([patch.moved(outline)], patch)
    for hole in body.holes:
        mask *= 1.0 - _coverage([patch.moved(paper.px(hole))], patch)
    light, facing = _lit(paper, body, mask, patch)
    inside = _softened(mask, max((body.rim_width or body.bevel / 4) * scale, 0.9))
    alpha = mask if body.edge_fade <= 0 else _faded(mask, body.edge_fade * scale)
    for rows in _bands(*mask.shape):
        colour = _lit_colour(body, light.rows(rows), _rim(inside.rows(rows), facing.rows(rows)))
        part = _Patch(patch.left, patch.top + rows.start, patch.width, rows.stop - rows.start)
        _over(paper, part, colour, alpha[rows] * np.float32(body.alpha))


def _lit_colour(body: Body, light: Floats, rim: Floats) -> Floats:
    """Return three planes of colour for a light value and how strong the lit edge is there."""
    rim *= np.float32(body.rim_strength)
    rim += np.clip(light - 1.0, 0.0, 0.5)
    np.clip(rim, 0.0, 1.0, out=rim)
    colour = _three_tones(np.clip(light, 0.0, 1.0), body.dark, body.mid, body.light)
    for plane, edge in zip(colour, _rgb(body.rim), strict=True):
        plane[...] += (np.float32(edge) - plane) * rim
    return colour


def _paint_flat(paper: _Paper, flat: Flat) -> None:
    feather = flat.feather * paper.scale
    outline = paper.px(flat.outline)
    patch = _patch(paper, outline, math.ceil(1.2 * feather) + 2, math.ceil(1.2 * feather) + 2)
    if patch is None:
        return
    mask = _coverage([patch.moved(outline)], patch)
    for hole in flat.holes:
        mask *= 1.0 - _coverage([patch.moved(paper.px(hole))], patch)
    mask = _soft(mask, feather)
    if flat.alpha_low is None:
        mask *= flat.alpha
    else:
        rows = np.arange(patch.height) + patch.top + 0.5
        top, bottom = float(outline[:, 1].min()), float(outline[:, 1].max())
        down = np.clip((rows - top) / max(bottom - top, 1e-6), 0.0, 1.0)
        mask *= (flat.alpha + (flat.alpha_low - flat.alpha) * down)[:, None].astype(np.float32)
    _over_even(paper, patch, flat.fill, mask)


def _paint_strokes(paper: _Paper, strokes: tuple[Stroke, ...]) -> None:
    feather = strokes[0].feather * paper.scale
    rings: list[NDArray[np.float64]] = []
    inner: list[NDArray[np.float64]] = []
    thinness = 1.0
    for stroke in strokes:
        width = stroke.width * paper.scale
        if feather > 0 and width < _UNSEEN:
            continue
        thinness = min(1.0, width / 0.9)
        line = _without_repeats(paper.px(stroke.points))
        if len(line) == 0:
            continue
        if stroke.closed and len(line) > 2:
            outside, inside = _band(line, max(width, 0.9) / 2)
            rings.append(outside)
            inner.append(inside)
        else:
            rings.append(_ribbon(line, max(width, 0.9) / 2))
    if not rings:
        return
    margin = math.ceil(1.2 * feather) + 2
    patch = _patch(paper, np.concatenate(rings), margin, margin)
    if patch is None:
        return
    mask = _coverage([patch.moved(ring) for ring in rings], patch)
    for ring in inner:
        mask *= 1.0 - _coverage([patch.moved(ring)], patch)
    mask = _soft(mask, feather) * np.float32(strokes[0].alpha * thinness)
    _over_even(paper, patch, strokes[0].colour, mask)


def _paint_balls(paper: _Paper, balls: Balls) -> None:
    height, width = paper.planes.shape[1:]
    ramp = _curve(balls.dark, balls.mid, balls.light)
    for (x, y), radius in zip(paper.px(balls.centres), balls.radii, strict=True):
        size = max(round(radius * paper.scale * _STEPS), 2) / _STEPS
        if not (-size - 2 < x < width + size + 2 and -size - 2 < y < height + size + 2):
            continue
        across, down = math.floor(x * _STEPS) / _STEPS, math.floor(y * _STEPS) / _STEPS
        stamp = _ball(size, across % 1.0, down % 1.0, ramp, balls.alpha)
        reach = (stamp.shape[1] - 1) // 2
        _stamp(paper.planes, stamp, math.floor(across) - reach, math.floor(down) - reach)


def _paint_glow(paper: _Paper, glow: Glow) -> None:
    (x, y), radius = paper.px([glow.centre])[0], glow.radius * paper.scale
    corners = np.array([(x - radius, y - radius), (x + radius, y + radius)])
    patch = _patch(paper, corners, 1, 1)
    if patch is None:
        return
    dx = (np.arange(patch.width, dtype=np.float32) + patch.left + 0.5 - x) / radius
    dy = (np.arange(patch.height, dtype=np.float32) + patch.top + 0.5 - y) / radius
    near = np.clip(1.0 - (dx * dx)[None, :] - (dy * dy)[:, None], 0.0, 1.0)
    _over_even(paper, patch, glow.colour, (near**glow.power * glow.alpha).astype(np.float32))


def _paint_letters(paper: _Paper, letters: Letters) -> None:
    from visualizer.render.typeset import text_mask  # noqa: PLC0415  type is loaded only by pictures that carry letters

    mask = np.asarray(text_mask(letters.text, letters.size * paper.scale, letters.weight), np.float32)
    ink = np.argwhere(mask > 0.02)
    if len(ink) == 0:
        return
    (top, left), (bottom, right) = ink.min(axis=0), ink.max(axis=0) + 1
    mask = mask[top:bottom, left:right]
    (x, y) = paper.px([letters.centre])[0]
    height, width = mask.shape
    patch = _Patch(round(x - width / 2), round(y - height / 2), width, height)
    _over_even(paper, patch, letters.colour, mask)


# Light.


@dataclass(frozen=True, slots=True, eq=False)
class _Coarse:
    """A smooth image on a grid `by` times coarser than the one of `shape`; it is enlarged a few rows at a time."""

    image: Floats
    by: int
    shape: tuple[int, ...]

    def rows(self, rows: slice) -> Floats:
        """Return some rows of the image at its full size."""
        return _enlarged(self.image, self.by, self.shape, rows)


def _bands(height: int, width: int) -> Iterator[slice]:
    """Yield the rows of an image, so many at a time that what is made of them stays in the processor's own memory."""
    tall = max(1, _BAND_PX // max(width, 1))
    for top in range(0, height, tall):
        yield slice(top, min(top + tall, height))


def _lit(paper: _Paper, body: Body, mask: Floats, patch: _Patch) -> tuple[_Coarse, _Coarse]:
    """Return the light value (0 dark, 0.5 mid, 1 light) and how far each place faces the light (−1..1).

    The mask is raised like a pillow at two widths. Both are smooth, so they are worked out on a coarser grid.
    """
    scale = paper.scale
    bevel = max(body.bevel * scale, 0.8)
    coarse = int(min(8, max(1, bevel // 7)))
    small = _reduced(mask, coarse)
    reach = bevel / coarse
    x1, y1 = _tilt(small, reach)
    x2, y2 = _tilt(small, max(reach * 0.38, 0.7)) if reach > _SMALL_BEVEL else (x1, y1)
    nx, ny = 0.68 * x1 + 0.46 * x2, 0.68 * y1 + 0.46 * y2
    if body.grain > 0:
        corner = ((patch.left - paper.origin[0]) / coarse, (patch.top - paper.origin[1]) / coarse)
        bump = _bumps(small.shape, corner, max(body.bevel * scale * 0.62, 2.5) / coarse, _salt(body))
        gy, gx = np.gradient(bump)
        strength = body.grain * reach * 1.6
        nx, ny = nx - gx * strength, ny - gy * strength
    length = np.sqrt(nx * nx + ny * ny)
    over = np.maximum(length / 0.985, 1.0)
    nx, ny = nx / over, ny / over
    nz = np.sqrt(np.clip(1.0 - nx * nx - ny * ny, 0.0, 1.0))
    lambert = nx * _LIGHT[0] + ny * _LIGHT[1] + nz * _LIGHT[2]
    value = (
        0.5 + 0.5 * lambert
    ) ** 2.9  # a level place, 0.61 towards the light, lands a little above the middle tone
    if body.gloss > 0:
        shine = np.clip(nx * _HALFWAY[0] + ny * _HALFWAY[1] + nz * _HALFWAY[2], 0.0, 1.0)
        value += body.gloss * (0.55 * shine**28 - 0.10)
    value += _fall_off(small.shape, coarse, patch.moved(paper.px(body.outline)))
    facing = (x2 * _LIGHT[0] + y2 * _LIGHT[1]) / 0.794
    return (
        _Coarse(value.astype(np.float32), coarse, mask.shape),
        _Coarse(facing.astype(np.float32), coarse, mask.shape),
    )


def _tilt(mask: Floats, reach: float) -> tuple[Floats, Floats]:
    """Return the sideways parts of the surface normal of a pillow whose edge curves over `reach` cells."""
    raised = _blurred(mask, reach / 2.4)
    height = np.clip(2.0 * raised - 1.0, 0.0, 1.0)
    gy, gx = np.gradient(raised)
    slope = np.sqrt(gx * gx + gy * gy)
    steep = (1.0 - height) ** 1.35 / (slope + 0.10 / max(reach, 1.0))
    return (-gx * steep).astype(np.float32), (-gy * steep).astype(np.float32)


def _fall_off(shape: tuple[int, ...], coarse: int, outline: NDArray[np.float64]) -> Floats:
    """Return the slow change over the body: its upper left a little lighter, its lower right deeper.

    It hangs on the whole outline, so that a part baked alone matches the whole.
    """
    (left, top), (right, bottom) = outline.min(axis=0), outline.max(axis=0)
    y = ((np.arange(shape[0]) + 0.5) * coarse - top) / max(bottom - top, 1.0) - 0.5
    x = ((np.arange(shape[1]) + 0.5) * coarse - left) / max(right - left, 1.0) - 0.5
    slope = -0.20 * np.clip(y, -0.5, 0.5)[:, None] - 0.12 * np.clip(x, -0.5, 0.5)[None, :]
    return np.asarray(slope, np.float32)


def _softened(mask: Floats, width: float) -> _Coarse:
    """Return the mask with its edge spread as wide as a rim."""
    coarse = int(min(_COARSEST, max(1.0, width / _CELLS_A_RIM)))
    return _Coarse(_blurred(_reduced(mask, coarse), width / 2.1 / coarse), coarse, mask.shape)


def _rim(inside: Floats, facing: Floats) -> Floats:
    """Return a thin lit edge, strong where it faces the light and all but gone where it looks away."""
    depth = np.clip(2.0 - 2.0 * inside, 0.0, 1.0)
    towards = np.clip((1.45 * facing + 0.24) / 1.1, 0.0, 1.0)
    towards = 0.07 + 0.93 * towards * towards * (3.0 - 2.0 * towards)
    return np.asarray((depth * np.sqrt(depth) * towards), np.float32)


def _faded(mask: Floats, fade: float) -> Floats:
    soft = np.clip(2.0 * _soft(mask, fade) - 1.0, 0.0, 1.0)
    return np.asarray((soft * soft * (3.0 - 2.0 * soft)), np.float32)


def _bumps(shape: tuple[int, ...], corner: Point, spacing: float, salt: int) -> Floats:
    """Return a smooth uneven surface, 0..1, of two sizes of bump, fixed to the art whatever part is baked."""
    y = (np.arange(shape[0]) + corner[1]) / spacing
    x = (np.arange(shape[1]) + corner[0]) / spacing
    bump = 0.72 * _lattice(x, y, salt) + 0.28 * _lattice(x * 1.9, y * 1.9, salt + 91)
    return _blurred(np.asarray(bump, np.float32), spacing * 0.16)


def _salt(body: Body) -> int:
    """Return a number of the body's own, so that neighbours do not carry the same bumps."""
    x, y = body.outline[0]
    return int(abs(x * 31.0 + y * 17.0)) % 9973


def _lattice(x: NDArray[np.floating], y: NDArray[np.floating], salt: int) -> Floats:
    """Return noise at the crossings of x and y: hashed corners, eased between."""
    ix, iy = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    fx, fy = x - ix, y - iy
    fx, fy = fx * fx * fx * (fx * (6 * fx - 15) + 10), fy * fy * fy * (fy * (6 * fy - 15) + 10)
    columns = np.arange(ix[0], ix[-1] + 2)
    rows = np.arange(iy[0], iy[-1] + 2)
    corners = _hash01(columns[None, :], rows[:, None], salt)
    down = corners[iy - iy[0]] * (1 - fy)[:, None] + corners[iy - iy[0] + 1] * fy[:, None]
    across = down[:, ix - ix[0]] * (1 - fx)[None, :] + down[:, ix - ix[0] + 1] * fx[None, :]
    return np.asarray(across, np.float32)


def _hash01(x: NDArray[np.int64], y: NDArray[np.int64], salt: int) -> Floats:
    """Return a number in 0..1 for each cell: multiplied, shifted, mixed; the same on every machine."""
    with np.errstate(over="ignore"):
        bits = x.astype(np.uint32) * np.uint32(0x8DA6B343) ^ y.astype(np.uint32) * np.uint32(0xD8163841)
        bits = bits ^ np.uint32(salt * 0x9E3779B1 & 0xFFFFFFFF)
        bits = (bits ^ (bits >> np.uint32(15))) * np.uint32(0x2C1B3C6D)
        bits = (bits ^ (bits >> np.uint32(12))) * np.uint32(0x297A2D39)
        bits = bits ^ (bits >> np.uint32(15))
    return np.asarray((bits >> np.uint32(8)) * np.float64(2.0**-24), np.float32)


# Masks.


def _patch(paper: _Paper, places: NDArray[np.float64], margin: int, beyond: int) -> _Patch | None:
    """Return the pixels that the places need and a margin, at most `beyond` off the paper; None when none."""
    height, width = paper.planes.shape[1:]
    left = max(math.floor(places[:, 0].min()) - margin, -beyond)
    top = max(math.floor(places[:, 1].min()) - margin, -beyond)
    right = min(math.ceil(places[:, 0].max()) + margin, width + beyond)
    bottom = min(math.ceil(places[:, 1].max()) + margin, height + beyond)
    if right <= max(left, 0) or bottom <= max(top, 0) or left >= width or top >= height:
        return None
    return _Patch(left, top, right - left, bottom - top)


def _coverage(rings: Sequence[NDArray[np.float64]], patch: _Patch) -> Floats:
    """Return how much of each pixel the rings cover (union of rings that turn the same way), exactly by area.

    Each edge is cut at pixel borders; each piece adds its signed height to its row, and a running sum along
    the row turns that into area, as scan converters of type do.
    """
    width, height = patch.width, patch.height
    starts = np.concatenate(rings)
    ends = np.concatenate([np.roll(ring, -1, axis=0) for ring in rings])
    x0, y0, x1, y1 = starts[:, 0], starts[:, 1], ends[:, 0], ends[:, 1]
    crosses = (y0 != y1) & (np.minimum(y0, y1) < height) & (np.maximum(y0, y1) > 0)
    x0, y0, x1, y1 = (side[crosses] for side in (x0, y0, x1, y1))
    y0, x0, y1, x1 = _cut(y0, x0, y1, x1)
    inside = (y0 + y1 > 0) & (y0 + y1 < 2 * height)
    y0, x0, y1, x1 = (side[inside] for side in (y0, x0, y1, x1))
    x0, x1 = np.clip(x0, 0.0, width), np.clip(x1, 0.0, width)
    x0, y0, x1, y1 = _cut(x0, y0, x1, y1)
    middle = (x0 + x1) / 2
    column = np.minimum(np.floor(middle), width).astype(np.int64)
    row = np.clip(np.floor((y0 + y1) / 2), 0, height - 1).astype(np.int64)
    tall, part = y1 - y0, middle - column
    at = row * (width + 2) + column
    sums = np.bincount(
        np.concatenate([at, at + 1]),
        weights=np.concatenate([tall * (1.0 - part), tall * part]),
        minlength=height * (width + 2),
    )
    lines = sums.reshape(height, width + 2)[:, :width]
    out = np.empty((height, width), np.float32)
    for rows in _bands(height, width):
        area = np.cumsum(lines[rows], axis=1)
        np.abs(area, out=area)
        np.minimum(area, 1.0, out=out[rows], casting="same_kind")
    return out


def _cut(
    a0: NDArray[np.float64], b0: NDArray[np.float64], a1: NDArray[np.float64], b1: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the segments cut wherever `a` passes a whole number."""
    first = np.floor(np.minimum(a0, a1)) + 1.0
    last = np.ceil(np.maximum(a0, a1)) - 1.0
    cuts = np.maximum(last - first + 1.0, 0.0).astype(np.int64)
    which = np.repeat(np.arange(len(a0)), cuts + 1)
    k = np.arange(len(which)) - np.repeat(np.cumsum(cuts + 1) - (cuts + 1), cuts + 1)
    a, b, da, db = a0[which], b0[which], (a1 - a0)[which], (b1 - b0)[which]
    rising = da >= 0
    span = np.where(da == 0, 1.0, da)

    def part(index: NDArray[np.int64]) -> NDArray[np.float64]:
        border = np.where(rising, first[which] + index - 1, last[which] - index + 1)
        return np.asarray((border - a) / span)

    t0 = np.where(k == 0, 0.0, part(k))
    t1 = np.where(k == cuts[which], 1.0, part(k + 1))
    return a + da * t0, b + db * t0, a + da * t1, b + db * t1


def _without_repeats(line: NDArray[np.float64]) -> NDArray[np.float64]:
    if len(line) < 2:
        return line
    moved = np.hypot(*np.diff(line, axis=0).T) > 1e-6
    return np.asarray(line[np.concatenate([[True], moved])])


def _ribbon(line: NDArray[np.float64], half: float) -> NDArray[np.float64]:
    """Return the outline of a line with round ends, as one ring; all ribbons turn the same way."""
    if len(line) == 1:
        turn = _TURN[::-1] * (2 * math.pi)
        return np.asarray(line[0] + half * np.stack([np.cos(turn), np.sin(turn)], axis=1))
    steps = np.diff(line, axis=0)
    heading = np.arctan2(steps[:, 1], steps[:, 0])
    first, last = heading[0], heading[-1]
    return np.concatenate(
        [
            _side(line, heading, half),
            _arc(line[-1], last + math.pi / 2, last - math.pi / 2, half)[1:-1],
            _side(line[::-1], heading[::-1] + math.pi, half),
            _arc(line[0], first + 1.5 * math.pi, first + math.pi / 2, half)[1:-1],
        ]
    )


def _side(line: NDArray[np.float64], heading: NDArray[np.float64], half: float) -> NDArray[np.float64]:
    """Return the left side of a line; corners that turn sharply are rounded."""
    turns = (np.diff(heading) + math.pi) % (2 * math.pi) - math.pi
    out = np.concatenate([heading[:1], heading[:-1] + turns / 2, heading[-1:]]) + math.pi / 2
    edge = line + half * np.stack([np.cos(out), np.sin(out)], axis=1)
    sharp = np.flatnonzero(np.abs(turns) >= _SHARP)
    if len(sharp) == 0:
        return np.asarray(edge)
    pieces: list[NDArray[np.float64]] = []
    done = 0
    for corner in sharp.tolist():
        start = heading[corner] + math.pi / 2
        pieces += [edge[done : corner + 1], _arc(line[corner + 1], start, start + turns[corner], half)]
        done = corner + 2
    return np.concatenate([*pieces, edge[done:]])


def _arc(centre: NDArray[np.float64], start: float, end: float, radius: float) -> NDArray[np.float64]:
    turn = start + (end - start) * _BEND
    return np.asarray(centre + radius * np.stack([np.cos(turn), np.sin(turn)], axis=1))


def _band(line: NDArray[np.float64], half: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the outer and inner ring of a closed line."""
    along = np.roll(line, -1, axis=0) - np.roll(line, 1, axis=0)
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)
    normal = np.stack([-along[:, 1] / length, along[:, 0] / length], axis=1) * half
    one, other = line + normal, line - normal
    outer, inner = (one, other) if abs(_area(one)) >= abs(_area(other)) else (other, one)
    return (outer if _area(outer) < 0 else outer[::-1]), inner


def _area(ring: NDArray[np.float64]) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2)


def _soft(mask: Floats, feather: float) -> Floats:
    """Return the mask with its edge spread over so many pixels to both sides; coarser when that is wide."""
    if feather < 0.3:
        return mask
    coarse = int(min(8, max(1, feather // 6)))
    if coarse == 1:
        return _blurred(mask, feather / 3)
    return _enlarged(_blurred(_reduced(mask, coarse), feather / 3 / coarse), coarse, mask.shape)


def _blurred(image: Floats, radius: float) -> Floats:
    """Return the image after three box blurs of this radius (cells, may be a fraction): near a Gaussian."""
    for _ in range(3):
        image = _box_blurred(_box_blurred(image, radius, 1), radius, 0)
    return image


def _box_blurred(image: Floats, radius: float, axis: int) -> Floats:
    whole = math.floor(radius)
    part = np.float32(radius - whole)
    even = np.float32(1.0 / (2 * radius + 1))
    size = image.shape[axis]
    if whole <= _DIRECT:
        out = image * even
        weighted = out.copy() if whole > 0 else out
        for step in range(1, min(whole + 1, size - 1) + 1):
            if step > whole:
                if part == 0:
                    break
                weighted = image * (even * part)
            _along(out, axis, step, size)[...] += _along(weighted, axis, 0, size - step)
            _along(out, axis, 0, size - step)[...] += _along(weighted, axis, step, size)
        return out
    pad = whole + 2
    shape = list(image.shape)
    shape[axis] = size + 2 * pad
    wide = np.zeros(shape, np.float32)
    _along(wide, axis, pad, pad + size)[...] = image
    first = pad - whole - 1
    sums = np.cumsum(wide, axis=axis, dtype=np.float32)
    out = _along(sums, axis, pad + whole, pad + whole + size) - _along(sums, axis, first, first + size)
    if part > 0:
        out += part * (
            _along(wide, axis, pad + whole + 1, pad + whole + 1 + size)
            + _along(wide, axis, first, first + size)
        )
    out *= even
    return out


def _along(image: Floats, axis: int, start: int, stop: int) -> Floats:
    return image[start:stop] if axis == 0 else image[:, start:stop]


def _reduced(image: Floats, by: int) -> Floats:
    """Return the means of by×by cells; the last row and column are filled up with nothing."""
    if by == 1:
        return image
    height, width = image.shape
    tall, wide = -(-height // by), -(-width // by)
    if (tall * by, wide * by) != (height, width):
        image = np.pad(image, ((0, tall * by - height), (0, wide * by - width)))
    rows = image[::by].copy()
    for k in range(1, by):
        rows += image[k::by]
    cells = rows[:, ::by].copy()
    for k in range(1, by):
        cells += rows[:, k::by]
    cells *= np.float32(1.0 / (by * by))
    return np.asarray(cells)


def _enlarged(image: Floats, by: int, shape: tuple[int, ...], part: slice | None = None) -> Floats:
    """Return the image on a grid `by` times finer, straight between cell centres; some of its rows alone where asked."""
    wanted = part if part is not None else slice(0, shape[0])
    if by == 1:
        return image[wanted]
    y0, fy = _between_cells(range(wanted.start, wanted.stop), by, image.shape[0])
    x0, fx = _between_cells(range(shape[1]), by, image.shape[1])
    y1, x1 = np.minimum(y0 + 1, image.shape[0] - 1), np.minimum(x0 + 1, image.shape[1] - 1)
    near = image[y0[0] : y1[-1] + 1]
    rows = near[:, x0]
    rows += (near[:, x1] - rows) * fx[None, :]
    low, high = rows[y0 - y0[0]], rows[y1 - y0[0]]
    high -= low
    high *= fy[:, None]
    low += high
    return np.asarray(low, np.float32)


def _between_cells(places: range, by: int, cells: int) -> tuple[NDArray[np.int64], Floats]:
    at = np.clip((np.arange(places.start, places.stop) + 0.5) / by - 0.5, 0.0, cells - 1)
    whole = np.floor(at).astype(np.int64)
    return whole, (at - whole).astype(np.float32)


# Colour and laying over.


@lru_cache(maxsize=512)
def _rgb(colour: Colour) -> tuple[float, float, float]:
    return (int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255)


Curve = tuple[tuple[float, float, float], ...]


@lru_cache(maxsize=512)
def _curve(dark: Colour, mid: Colour, light: Colour) -> Curve:
    """Return per channel the parabola through dark at 0, mid at ½ and light at 1: a ramp without a kink."""
    return tuple(
        (a, 4 * b - 3 * a - c, 2 * a + 2 * c - 4 * b)
        for a, b, c in zip(_rgb(dark), _rgb(mid), _rgb(light), strict=True)
    )


def _three_tones(value: Floats, dark: Colour, mid: Colour, light: Colour) -> Floats:
    """Return three planes of colour for the light values 0 dark, 0.5 mid, 1 light."""
    out = np.empty((3, *value.shape), np.float32)
    for plane, (c0, c1, c2) in zip(out, _curve(dark, mid, light), strict=True):
        np.multiply(value, np.float32(c2), out=plane)
        plane[...] += np.float32(c1)
        plane[...] *= value
        plane[...] += np.float32(c0)
    return np.clip(out, 0.0, 1.0, out=out)


@lru_cache(maxsize=2048)
def _ball(radius: float, across: float, down: float, ramp: Curve, alpha: float) -> Floats:
    """Return one lit ball, premultiplied, its centre `across, down` beyond the middle pixel's corner."""
    reach = math.ceil(radius) + 1
    x = (np.arange(2 * reach + 1, dtype=np.float32) - reach + 0.5 - across)[None, :]
    y = (np.arange(2 * reach + 1, dtype=np.float32) - reach + 0.5 - down)[:, None]
    from_middle = np.sqrt(x * x + y * y)
    cover = np.clip(radius + 0.5 - from_middle, 0.0, 1.0) * np.float32(alpha)
    nx, ny = x / radius, y / radius
    nz = np.sqrt(np.clip(1.0 - nx * nx - ny * ny, 0.0, 1.0))
    lambert = nx * _LIGHT[0] + ny * _LIGHT[1] + nz * _LIGHT[2]
    value = np.clip(0.5 + 0.5 * lambert, 0.0, 1.0) ** 1.9
    shine = np.clip(nx * _HALFWAY[0] + ny * _HALFWAY[1] + nz * _HALFWAY[2], 0.0, 1.0) ** 42
    out = np.empty((4, *value.shape), np.float32)
    for plane, (c0, c1, c2) in zip(out, ramp, strict=False):
        tone = np.clip(c0 + value * (c1 + value * c2), 0.0, 1.0)
        plane[...] = (tone + (1.0 - tone) * 0.5 * shine) * cover
    out[3] = cover
    out.flags.writeable = False
    return out


def _stamp(planes: Floats, stamp: Floats, left: int, top: int) -> None:
    shared = _overlap(planes.shape[1:], stamp.shape[1:], left, top)
    if shared is None:
        return
    rows, columns, from_rows, from_columns = shared
    source = stamp[:, from_rows, from_columns]
    target = planes[:, rows, columns]
    target *= 1.0 - source[3]
    target += source


def _over(paper: _Paper, patch: _Patch, colour: Floats, alpha: Floats) -> None:
    """Lay coloured planes (not premultiplied) over the paper."""
    shared = _overlap(paper.planes.shape[1:], alpha.shape, patch.left, patch.top)
    if shared is None:
        return
    rows, columns, from_rows, from_columns = shared
    cover = alpha[from_rows, from_columns]
    for target, source in zip(
        paper.planes[:, rows, columns], colour[:, from_rows, from_columns], strict=False
    ):
        target[...] += (source - target) * cover
    target = paper.planes[3, rows, columns]
    target += (1.0 - target) * cover


def _over_even(paper: _Paper, patch: _Patch, colour: Colour, alpha: Floats) -> None:
    """Lay one colour over the paper through a mask."""
    shared = _overlap(paper.planes.shape[1:], alpha.shape, patch.left, patch.top)
    if shared is None:
        return
    rows, columns, from_rows, from_columns = shared
    cover = alpha[from_rows, from_columns]
    planes = paper.planes[:, rows, columns]
    for some in _bands(*cover.shape):
        for target, tone in zip(planes[:, some], (*_rgb(colour), 1.0), strict=True):
            target[...] += (np.float32(tone) - target) * cover[some]


def _overlap(
    paper: tuple[int, ...], patch: tuple[int, ...], left: int, top: int
) -> tuple[slice, slice, slice, slice] | None:
    """Return the rows and columns of the paper, then of the patch, where both lie; None when nowhere."""
    y0, y1 = max(top, 0), min(top + patch[0], paper[0])
    x0, x1 = max(left, 0), min(left + patch[1], paper[1])
    if y1 <= y0 or x1 <= x0:
        return None
    return slice(y0, y1), slice(x0, x1), slice(y0 - top, y1 - top), slice(x0 - left, x1 - left)


@lru_cache(maxsize=1)
def _grain_tile() -> Floats:
    cells = np.arange(256, dtype=np.int64)
    return _hash01(cells[None, :], cells[:, None], 5) * np.float32(0.998)


def _to_bytes(planes: Floats) -> NDArray[np.uint8]:
    """Return 8-bit pixels; one noise value for all four channels keeps colour ≤ alpha and hides the steps."""
    height, width = planes.shape[1:]
    tile = _grain_tile()
    noise = np.tile(tile, (-(-height // 256), -(-width // 256)))[:height, :width]
    np.minimum(planes[:3], planes[3], out=planes[:3])
    out = np.empty((height, width, 4), np.uint8)
    for rows in _bands(height, width):
        for channel, plane in enumerate(planes[:, rows]):
            plane[...] *= 255.0
            plane[...] += noise[rows]
            np.minimum(plane, 255.0, out=plane)
            out[rows, :, channel] = plane
    return out
