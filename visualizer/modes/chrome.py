"""What a mode lays over the picture, as shapes and named regions. Knows no window and no scene file."""

from dataclasses import replace

from visualizer.figures.look import Theme
from visualizer.frame.shapes import Frame
from visualizer.modes import pieces
from visualizer.modes.home import home
from visualizer.modes.keys import Mode
from visualizer.modes.overlays import overlay
from visualizer.modes.pieces import Chrome, Measure, Setting
from visualizer.modes.transport import figure_card, transport
from visualizer.modes.words import Words
from visualizer.session import Session


def chrome(
    session: Session, words: Words, theme: Theme, size: tuple[int, int], mode: Mode = "student"
) -> Chrome:
    """Return the controls, the home page, or the overlay that is open and hides both."""
    colours = pieces.colours_of(theme)
    if words.scene is not None and words.scene.accent is not None:
        colours = replace(colours, accent=words.scene.accent)
    setting = Setting(session, words, colours, Measure(size, session.text_scale))
    backdrop = (theme.colours["backdrop"], theme.colours["backdrop-edge"])
    if session.overlay is not None:
        return overlay(setting, mode, backdrop)
    if session.screen == "home":
        return home(setting, backdrop)
    below = Chrome() if session.bare else transport(setting)
    return below + Chrome(figure_card(setting))


def dressed(picture: Frame, over: Chrome) -> Frame:
    """Return the picture with the chrome above it."""
    return Frame(picture.size, (*picture.shapes, *over.shapes), (*picture.regions, *over.regions))
