"""What each mode is, a row a mode: its words, its features, its chrome; its keys are in `keys`. Knows no window."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from visualizer.frame.shapes import Region
from visualizer.modes.cards import card_page, marks, rings, small_card
from visualizer.modes.home import home
from visualizer.modes.keys import Mode
from visualizer.modes.kiosk import kiosk
from visualizer.modes.menu import menu_page
from visualizer.modes.overlays import overlay
from visualizer.modes.pair import pair_controls
from visualizer.modes.pieces import Chrome, Setting
from visualizer.modes.questions import question_panel
from visualizer.modes.remember import remember_panel
from visualizer.modes.transport import transport
from visualizer.modes.what_if import what_if_panel
from visualizer.session import Register, Session, below_card, shown_pair

Backdrop = tuple[str, str]
Draw = Callable[[Setting, Backdrop, Sequence[Region]], Chrome]
Feature = Literal["remembers", "resumes", "leaves", "asks", "rereads"]
"""What a mode may do: keep for the next time what somebody chose, and where she stopped; be left by closing its window or
by a key; ask whether anybody is still there, and begin anew when nobody answers; read a scene's file again when it is saved."""


@dataclass(frozen=True, slots=True)
class ModeRow:
    """One mode: the words in which it begins, what it may do, and what it lays over the picture."""

    register: Register
    features: frozenset[Feature]
    chrome: Draw


def _seated(mode: Mode) -> Draw:
    """Return the chrome of somebody who sits before the screen: a page, an overlay, or the transport."""

    def draw(setting: Setting, backdrop: Backdrop, places: Sequence[Region]) -> Chrome:
        session = setting.session
        if session.overlay == "card":
            return _carded(setting, mode, backdrop, places)
        if session.overlay == "what-if":
            # What is turned is seen in the picture, and its controls stay in reach.
            return Chrome(marks(setting, places)) + _controls(setting) + what_if_panel(setting)
        if session.overlay == "menu":
            return menu_page(setting)
        if session.overlay == "question":
            # The show goes on below it, and its controls stay in reach.
            return Chrome(marks(setting, places)) + transport(setting) + question_panel(setting)
        if session.overlay == "remember":
            return Chrome(marks(setting, places)) + _controls(setting) + remember_panel(setting)
        if session.overlay is not None:
            return overlay(setting, mode, backdrop)
        if session.screen == "home":
            return home(setting, backdrop)
        shown = small_card(setting)
        if session.bare:
            return Chrome((*rings(setting, _focused(session, places)), *shown))
        return Chrome(marks(setting, places)) + _controls(setting) + Chrome(shown)

    return draw


def _controls(setting: Setting) -> Chrome:
    """Return the line below the picture: of two halves side by side, or of one scene."""
    pair = shown_pair(setting.session)
    return pair_controls(setting, pair) if pair is not None else transport(setting)


def _carded(setting: Setting, mode: Mode, backdrop: Backdrop, places: Sequence[Region]) -> Chrome:
    """Return a card over what it was opened from: the picture, or a page whose words are all still there."""
    session = setting.session
    if session.page_below is None:
        return card_page(setting, places)
    page = overlay(replace(setting, session=below_card(session)), mode, backdrop)
    return Chrome(page.shapes) + card_page(setting, ())


def _focused(session: Session, places: Sequence[Region]) -> list[Region]:
    return [place for place in places if session.focus and place.name == session.focus]


def _unattended(setting: Setting, backdrop: Backdrop, _: Sequence[Region]) -> Chrome:
    """Return the chrome of a screen whose picture nobody asks for a figure's name."""
    return kiosk(setting, backdrop)


MODE_TABLE: Mapping[Mode, ModeRow] = MappingProxyType(
    {
        "student": ModeRow(
            "text", frozenset({"remembers", "resumes", "leaves", "rereads"}), _seated("student")
        ),
        "presenter": ModeRow("text", frozenset({"remembers", "leaves"}), _seated("presenter")),
        "kiosk": ModeRow("plain", frozenset({"asks"}), _unattended),
    }
)
