"""What a mode lays over the picture, as shapes and named regions. Knows no window and no scene file."""

from collections.abc import Sequence
from dataclasses import replace

from visualizer.figures.look import Theme
from visualizer.frame.shapes import Frame, Region
from visualizer.modes import pieces
from visualizer.modes.cards import card_page, marks, rings, small_card
from visualizer.modes.home import home
from visualizer.modes.keys import Mode
from visualizer.modes.overlays import overlay
from visualizer.modes.pair import pair_controls
from visualizer.modes.pieces import Chrome, Measure, Setting
from visualizer.modes.transport import transport
from visualizer.modes.words import Words
from visualizer.session import Session, shown_pair


def chrome(
    session: Session,
    words: Words,
    theme: Theme,
    size: tuple[int, int],
    mode: Mode = "student",
    places: Sequence[Region] = (),
) -> Chrome:
    """Return the controls, the home page, or the overlay that is open; `places` are the picture's named regions."""
    colours = pieces.colours_of(theme)
    if words.scene is not None and words.scene.accent is not None:
        colours = replace(colours, accent=words.scene.accent)
    setting = Setting(session, words, colours, Measure(size, session.text_scale))
    backdrop = (theme.colours["backdrop"], theme.colours["backdrop-edge"])
    if session.overlay == "card":
        return card_page(setting, places)
    if session.overlay is not None:
        return overlay(setting, mode, backdrop)
    if session.screen == "home":
        return home(setting, backdrop)
    shown = small_card(setting)
    if session.bare:
        return Chrome((*rings(setting, _focused(session, places)), *shown))
    pair = shown_pair(session)
    controls = pair_controls(setting, pair) if pair is not None else transport(setting)
    return Chrome(marks(setting, places)) + controls + Chrome(shown)


def _focused(session: Session, places: Sequence[Region]) -> list[Region]:
    return [place for place in places if session.focus and place.name == session.focus]


def dressed(picture: Frame, over: Chrome) -> Frame:
    """Return the picture with the chrome above it."""
    return Frame(picture.size, (*picture.shapes, *over.shapes), (*picture.regions, *over.regions))
