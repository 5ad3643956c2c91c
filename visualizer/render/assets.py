"""Fonts and the drawing library itself, with plain words when they are missing. Knows files, not frames."""

from functools import lru_cache

from visualizer.core.errors import AssetError
from visualizer.frame.type import font_file

try:
    import pygame
    import pygame.font
except ImportError as error:  # what is left when the older pygame was taken away again
    raise AssetError(
        "pygame-ce is missing or damaged; run: pip install --force-reinstall pygame-ce"
    ) from error


_FONTS = 48  # of 0.2 MB each; a picture and its controls need a dozen


def font(weight: str, size: float) -> pygame.font.Font:
    """Return the font of a weight with an em of `size` px, to the nearest whole one that SDL can set.

    Raises:
        AssetError: no such weight, or the font file is missing or damaged.
    """
    if not pygame.font.get_init():
        check_pygame()
        pygame.font.init()
    try:
        letters = _font(weight, max(1, round(size)))
        letters.get_height()
    except pygame.error:
        # Fonts die when pygame is shut down and started again; so forget them all.
        _font.cache_clear()
        letters = _font(weight, max(1, round(size)))
    return letters


def check_pygame() -> None:
    """Make sure that the pygame in use is pygame-ce.

    Raises:
        AssetError: the older pygame took its place; both install into the same folder.
    """
    if not getattr(pygame, "IS_CE", False):
        raise AssetError(
            "the pygame that is installed is not pygame-ce; run: pip uninstall pygame, "
            "then: pip install --force-reinstall pygame-ce"
        )


@lru_cache(maxsize=_FONTS)
def _font(weight: str, size: int) -> pygame.font.Font:
    path = font_file(weight)
    try:
        return pygame.font.Font(path, size)
    except OSError as error:
        raise AssetError(f"the font file {path.name} cannot be read: {error}") from error


check_pygame()  # before anybody reaches for what the older pygame lacks
