"""Frames to pixels and picture files without any window. Knows surfaces and PNG; knows no scene."""

import binascii
import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pygame
import pygame.image
from numpy.typing import NDArray

from visualizer.core.files import write_whole
from visualizer.frame.shapes import Frame
from visualizer.render.assets import check_pygame
from visualizer.render.pygame_renderer import PygameRenderer
from visualizer.render.raster import channel_order, pixel_bytes

_HEADER_END = 33  # the PNG signature and the IHDR chunk; text may stand anywhere after them


def render(frame: Frame, renderer: PygameRenderer | None = None) -> pygame.Surface:
    """Return the frame as a new opaque surface; no display is opened.

    Raises:
        MemoryError: there is no room for so many pixels.
    """
    check_pygame()
    try:
        surface = pygame.Surface(frame.size, 0, 32)
    except pygame.error as error:
        raise MemoryError(f"{frame.size[0]}x{frame.size[1]} pixels") from error
    (renderer or PygameRenderer()).draw(frame, surface)
    return surface


def read_pixels(surface: pygame.Surface) -> NDArray[np.uint8]:
    """Return a copy of a 32-bit surface's colours, shape (h, w, 3), in the order red, green, blue."""
    return pixel_bytes(surface)[:, : surface.get_width(), list(channel_order(surface)[:3])]


def write_png(surface: pygame.Surface, path: Path, text_chunks: Mapping[str, str] | None = None) -> None:
    """Write the surface as a PNG with texts about itself; the file appears whole or not at all.

    Raises:
        ExportError: the file cannot be written; the message says why in one line.
    """
    buffer = io.BytesIO()
    pygame.image.save(surface, buffer, "picture.png")
    data = buffer.getvalue()
    texts = b"".join(_text_chunk(key, value) for key, value in (text_chunks or {}).items())
    write_whole(path, data[:_HEADER_END] + texts + data[_HEADER_END:])


def _text_chunk(key: str, value: str) -> bytes:
    # iTXt: keyword, not compressed, no language, no translated keyword, UTF-8 (PNG specification, 11.3.3.4).
    body = b"iTXt" + key.encode("latin-1")[:79] + b"\0\0\0\0\0" + value.encode()
    return (len(body) - 4).to_bytes(4, "big") + body + binascii.crc32(body).to_bytes(4, "big")
