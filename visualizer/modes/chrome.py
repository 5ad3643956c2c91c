"""What a mode lays over the picture, as shapes and named regions. Knows no window and no scene file."""

from collections.abc import Sequence
from dataclasses import replace

from visualizer.core.geometry import Box
from visualizer.figures.look import Theme
from visualizer.frame.shapes import Fill, Frame, Pane, Places, Region, Shape
from visualizer.modes import pieces
from visualizer.modes.cards import room_beside
from visualizer.modes.keys import Mode
from visualizer.modes.pieces import Chrome, Measure, Setting
from visualizer.modes.table import MODE_TABLE
from visualizer.modes.words import Words
from visualizer.session import Session, shown_pair


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


def picture_size(session: Session, size: tuple[int, int]) -> tuple[int, int]:
    """Return how large the picture is in a frame, from its upper left corner: beside the panel of knobs it is narrower.

    Two pictures side by side keep the whole frame, and the panel lies over them.
    """
    if "what-if" not in session.overlays or session.screen != "scene" or shown_pair(session) is not None:
        return size
    return room_beside(Measure(size, session.text_scale))


def framed(picture: Frame, theme: Theme, size: tuple[int, int]) -> tuple[Shape, ...]:
    """Return the shapes of a picture in a frame: where the frame is wider, cut at its edge, on an even ground."""
    if picture.size[0] >= size[0]:
        return picture.shapes
    ground = Fill(Box(0, 0, *size), theme.colours["backdrop-edge"])
    return (ground, Pane("picture", Box(0, 0, *picture.size), picture.shapes))


def dressed(picture: Frame, over: Chrome) -> Frame:
    """Return the picture with the chrome above it."""
    regions = Places(lambda: (*picture.regions, *over.regions))
    return Frame(picture.size, (*picture.shapes, *over.shapes), regions, picture.words)


def markable(session: Session, picture: Frame) -> Sequence[Region]:
    """Return the places of a picture that may be marked now: all of them only where one has the focus or a card."""
    return picture.regions if session.focus or session.overlay == "card" else picture.words
