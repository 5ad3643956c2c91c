"""Makes the soft plain surfaces: backdrop, veil, rounded box, disc. Knows gradients and edges; keeps none.

Every slow gradient gets noise of about one step of 8 bits before it is rounded, so that it shows no bands.
"""

import itertools
import math
from functools import lru_cache

import numpy as np
import pygame
from numpy.typing import NDArray

from visualizer.core.noise import uniforms
from visualizer.frame.shapes import Backdrop, Disc, Fill, Shade
from visualizer.render.raster import channel_order, pixel_bytes

Floats = NDArray[np.float32]

_ROWS = 32
_TILE = 256  # px; the noise repeats after so many, which nobody sees below one step of brightness


def backdrop_surface(shape: Backdrop, width: int, height: int) -> pygame.Surface:
    """Return the opaque background: even light falls off from the focus to the farthest corner."""
    x = (np.arange(width, dtype=np.float32) + 0.5) / width - shape.focus[0]
    y = (np.arange(height, dtype=np.float32) + 0.5) / height - shape.focus[1]
    aspect = width / height
    far = math.hypot(
        max(shape.focus[0], 1 - shape.focus[0]) * aspect, max(shape.focus[1], 1 - shape.focus[1])
    )
    x, y = x * np.float32(aspect / far), y * np.float32(1 / far)
    grain = _grain(width, height)
    surface = pygame.Surface((width, height), 0, 32)
    pixels, order = pixel_bytes(surface), channel_order(surface)
    for top in range(0, height, _ROWS):  # a few rows at a time stay in the processor's own memory
        rows = slice(top, top + _ROWS)
        fall = np.hypot(x[None, :], y[rows, None])
        np.minimum(fall, 1.0, out=fall)
        fall *= fall * (3.0 - 2.0 * fall)  # eased, so that neither the middle nor the corners show an edge
        for byte, start, end in zip(order, _rgb(shape.centre), _rgb(shape.edge), strict=False):
            pixels[rows, :width, byte] = np.clip(start + fall * np.float32(end - start) + grain[rows], 0, 255)
    return surface


def shade_surface(shape: Shade, width: int, height: int) -> pygame.Surface:
    """Return the veil, its stronger end opaque; the renderer thins it to the shape's alphas."""
    peak = max(shape.alpha_from, shape.alpha_to)
    count = width if shape.across else height
    part = (np.arange(count, dtype=np.float32) + 0.5) / count
    part = part * part * (3.0 - 2.0 * part)
    alpha = (shape.alpha_from + (shape.alpha_to - shape.alpha_from) * part) / peak
    alpha = alpha[None, :] if shape.across else alpha[:, None]
    return _one_colour(np.broadcast_to(alpha, (height, width)), _rgb(shape.colour), dither=True)


def box_surface(shape: Fill, width: int, height: int) -> pygame.Surface:
    """Return the box with its rounded corners and its outline, which lies inside the edge.

    A large one is a small one whose middle is drawn out: nothing but its size tells it apart.
    """
    margin = math.ceil(max(shape.radius, shape.outline_width)) + 2
    if width <= 2 * margin + 1 or height <= 2 * margin + 1:
        return _whole_box(shape, width, height)
    small = _whole_box(shape, 2 * margin + 1, 2 * margin + 1)
    surface = pygame.Surface((width, height), pygame.SRCALPHA, 32)
    pattern, pixels = pixel_bytes(small)[:, : small.get_width()], pixel_bytes(surface)[:, :width]
    pixels[...] = pattern[margin, margin]
    ends = (slice(0, margin), slice(-margin, None))
    for end in ends:
        pixels[end] = pattern[end, margin : margin + 1]
        pixels[:, end] = pattern[margin : margin + 1, end]
    for rows, columns in itertools.product(ends, ends):
        pixels[rows, columns] = pattern[rows, columns]
    return surface


def _whole_box(shape: Fill, width: int, height: int) -> pygame.Surface:
    radius = min(shape.radius, width / 2, height / 2)
    x = np.abs(np.arange(width, dtype=np.float32) + 0.5 - width / 2) - (width / 2 - radius)
    y = np.abs(np.arange(height, dtype=np.float32) + 0.5 - height / 2) - (height / 2 - radius)
    corner = np.hypot(np.maximum(x, 0.0)[None, :], np.maximum(y, 0.0)[:, None])
    edge = (corner + np.minimum(np.maximum(x[None, :], y[:, None]), 0.0) - radius).astype(
        np.float32, copy=False
    )
    if shape.outline is None:
        return _one_colour(_within(edge, 0.0), _rgb(shape.colour))
    return _ringed(edge, 0.0, shape.outline_width, shape.colour, shape.outline)


def disc_surface(shape: Disc, radius: float, middle: tuple[float, float], size: int) -> pygame.Surface:
    """Return a disc about `middle` in a square of `size` pixels; its ring lies about its edge."""
    place = np.arange(size, dtype=np.float32) + 0.5
    edge = np.hypot((place - middle[0])[None, :], (place - middle[1])[:, None])
    if shape.ring is None or shape.ring_width <= 0.0:
        return _one_colour(_within(edge, radius), _rgb(shape.colour))
    return _ringed(edge, radius + shape.ring_width / 2, shape.ring_width, shape.colour, shape.ring)


def _ringed(edge: Floats, radius: float, width: float, inside: str, ring: str) -> pygame.Surface:
    outer, inner = _within(edge, radius), _within(edge, radius - width)
    surface = pygame.Surface((edge.shape[1], edge.shape[0]), pygame.SRCALPHA, 32)
    colours = zip(channel_order(surface), (*_rgb(ring), 255), (*_rgb(inside), 255), strict=True)
    pixels = pixel_bytes(surface)
    for byte, ring_value, inside_value in colours:
        mixed = ring_value * (outer - inner) + inside_value * inner
        pixels[:, : edge.shape[1], byte] = mixed + np.float32(0.5)
    return surface


def _one_colour(alpha: Floats, colour: tuple[int, int, int], dither: bool = False) -> pygame.Surface:
    height, width = alpha.shape
    surface = pygame.Surface((width, height), pygame.SRCALPHA, 32)
    grain = _grain(width, height) if dither else np.float32(0.5)
    pixels = pixel_bytes(surface)
    for byte, value in zip(channel_order(surface), (*colour, 255), strict=True):
        # Nothing stays nothing and full stays full; only what lies between is dithered.
        pixels[:, :width, byte] = np.clip(alpha * np.float32(value) + grain * (alpha > 0.0), 0, value)
    return surface


def _within(edge: Floats, radius: float) -> Floats:
    return np.asarray(np.clip(np.float32(radius + 0.5) - edge, 0.0, 1.0), dtype=np.float32)


def _grain(width: int, height: int) -> Floats:
    rows, columns = -(-height // _TILE), -(-width // _TILE)
    return np.tile(_noise_tile(), (rows, columns))[:height, :width]


@lru_cache(maxsize=1)
def _noise_tile() -> Floats:
    """Return noise of triangular spread over two steps; its mean of a half makes cutting off fair."""
    u = uniforms(2 * _TILE * _TILE, "grain").astype(np.float32)
    return (u[: _TILE * _TILE] + u[_TILE * _TILE :] - np.float32(0.5)).reshape(_TILE, _TILE)


def _rgb(colour: str) -> tuple[int, int, int]:
    value = pygame.Color(colour)
    return value.r, value.g, value.b
