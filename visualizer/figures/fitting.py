"""How a caption and a panel's words fit their room: lines first, then size. Knows type; knows no scene.

At the viewer's size a title takes two lines and an explanation three. Where that is too high for the frame, the title
gives way down to the explanation's size, and then both, never below the smallest type of the look.
"""

from dataclasses import dataclass

from visualizer.frame.type import wrap

LEADING = 1.26
TITLE_LINES, TEXT_LINES = 2, 3
HIGHEST = 0.40
"""The most of the frame's height that a caption takes."""

_TITLES = (1.0, 0.92, 0.85, 0.78, 0.72, 0.66)
_BOTH = (0.93, 0.87, 0.81, 0.75)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A caption's lines and sizes in px."""

    title: tuple[str, ...]
    text: tuple[str, ...]
    title_px: float
    text_px: float

    @property
    def height(self) -> float:
        """Return the height of all lines in px."""
        return (len(self.title) * self.title_px + len(self.text) * self.text_px) * LEADING


def fit_caption(
    words: tuple[str, str], wanted_px: tuple[float, float], smallest_px: float, room: tuple[float, float]
) -> Fitted:
    """Return the caption as large as it fits: `room` is the width of a line and the frame's height, in px."""
    wide, frame_high = room
    title_px, text_px = wanted_px
    sizes = [(max(title_px * part, text_px), text_px) for part in _TITLES]
    sizes += [(max(text_px * part, smallest_px),) * 2 for part in _BOTH]
    fitted = _at(words, sizes[0], wide)
    for pair in sizes:
        fitted = _at(words, pair, wide)
        few = len(fitted.title) <= TITLE_LINES and len(fitted.text) <= TEXT_LINES
        if few and fitted.height <= HIGHEST * frame_high:
            return fitted
    # A long deeper text: as many lines as the frame's part holds.
    size = sizes[-1][1]
    while fitted.height > HIGHEST * frame_high and size > smallest_px:
        size = max(size * 0.94, smallest_px)
        fitted = _at(words, (size, size), wide)
    return fitted


def _at(words: tuple[str, str], sizes: tuple[float, float], wide: float) -> Fitted:
    return Fitted(
        wrap(words[0], sizes[0], "semibold", wide),
        wrap(words[1], sizes[1], "regular", wide) if words[1] else (),
        *sizes,
    )
