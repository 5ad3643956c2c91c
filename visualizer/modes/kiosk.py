"""What an unattended touch screen lays over the picture: a few large buttons in reach, and pages in two languages.

Knows shapes, words and the visit; knows no window, no screen's size in millimetres, and no PIN.
"""

from visualizer.core.geometry import Box
from visualizer.modes import kiosk_parts as parts
from visualizer.modes.kiosk_above import pad, question
from visualizer.modes.kiosk_help import closed, help_page
from visualizer.modes.kiosk_pages import PAGES
from visualizer.modes.pieces import BAND, Chrome, Measure, Setting
from visualizer.session import Visit

CORNER = 0.13  # of the frame's height: how far an upper corner reaches, for the staff's taps
_NARROWEST = 4 / 3  # a picture is never narrower; above it the frame is empty


def picture_box(size: tuple[int, int], finger: float = 0.0) -> Box:
    """Return where the picture lies: above the bar, its own empty band behind it, never narrower than 4:3."""
    width, height = size
    measure = Measure(size, finger=finger)
    free = height - parts.bar_height(measure) - 8 * measure.unit
    high = min(free / (1 - BAND / 1080), width / _NARROWEST)
    top = round(free - high * (1 - BAND / 1080))
    return Box(0.0, float(top), float(width), float(top + round(high)))


def kiosk(setting: Setting, backdrop: tuple[str, str]) -> Chrome:
    """Return the chrome of the page that the visit is on, and of what lies above it."""
    visit = setting.session.visit or Visit()
    if visit.page == "closed":
        page = closed(setting, backdrop)
    elif setting.session.overlay is not None:
        page = help_page(setting)
    else:
        page = PAGES[visit.page](setting, visit)
    if visit.typed is not None:
        return Chrome(page.shapes) + pad(setting, visit)
    if visit.question is not None:
        return Chrome(page.shapes) + question(setting, visit)
    return page
