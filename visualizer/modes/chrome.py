"""What a mode lays over the picture, as shapes and named regions. Knows no window and no scene file."""

from collections.abc import Sequence
from dataclasses import replace

from visualizer.figures.look import Theme
from visualizer.frame.shapes import Frame, Places, Region
from visualizer.modes import pieces
from visualizer.modes.keys import Mode
from visualizer.modes.pieces import Chrome, Measure, Setting
from visualizer.modes.table import MODE_TABLE
from visualizer.modes.words import Words
from visualizer.session import Session


def chrome(
    session: Session,
    words: Words,
    theme: Theme,
    size: tuple[int, int],
    mode: Mode = "student",
    places: Sequence[Region] = (),
    finger: float = 0.0,
) -> Chrome:
    """Return what the mode shows now: controls, a page, or what lies above it.

    `places` are those of the picture's named regions that may be marked (see `markable`); `finger` is the smallest place
    to press, in pixels, where the screen's own size asks for more.
    """
    colours = pieces.colours_of(theme)
    if words.scene is not None and words.scene.accent is not None:
        colours = replace(colours, accent=words.scene.accent)
    setting = Setting(session, words, colours, Measure(size, session.text_scale, finger))
    backdrop = (theme.colours["backdrop"], theme.colours["backdrop-edge"])
    return MODE_TABLE[mode].chrome(setting, backdrop, places)


def dressed(picture: Frame, over: Chrome) -> Frame:
    """Return the picture with the chrome above it."""
    regions = Places(lambda: (*picture.regions, *over.regions))
    return Frame(picture.size, (*picture.shapes, *over.shapes), regions, picture.words)


def markable(session: Session, picture: Frame) -> Sequence[Region]:
    """Return the places of a picture that may be marked now: all of them only where one has the focus or a card."""
    return picture.regions if session.focus or session.overlay == "card" else picture.words
