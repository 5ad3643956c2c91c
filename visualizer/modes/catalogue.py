"""All that the chrome may ever say, for the translators. Knows every table of words; says nothing itself."""

from visualizer.core import files
from visualizer.figures.layout import LIST_NAMES
from visualizer.figures.wording import KINDS, MORE_SOURCES, PARTS, SURENESS, TYPES
from visualizer.modes import profile, words
from visualizer.modes.keys import KEYS
from visualizer.modes.menu import MENU
from visualizer.modes.overlays import TITLES
from visualizer.modes.transport import HINTS
from visualizer.pharma import settings


def program_words() -> tuple[str, ...]:
    """Return every sentence of the chrome once, in order of the pages."""
    said = (
        words.PROGRAM,
        words.PURPOSE,
        words.NO_ADVICE,
        words.NOTES,
        words.SCREEN_BACK,
        words.SCREEN_GONE,
        words.SUPPORT_BUTTON,
        words.SUPPORT_FIRST,
        words.SUPPORT_HERE,
        words.UNTRANSLATED,
        words.TOUCH_TO_START,
        words.WELCOME,
        *words.KIOSK_BUTTONS.values(),
        *words.KIOSK_SENTENCES,
        *words.EVIDENCE.values(),
        *SURENESS.values(),
        MORE_SOURCES,
        *LIST_NAMES,
        *PARTS.values(),
        *TYPES.values(),
        *KINDS.values(),
        *HINTS.values(),
        *TITLES.values(),
        *(text for _, text in MENU),
        *words.SENTENCES,
        *words.REFUSALS,
        files.CANNOT_WRITE,
        *files.REASONS,
        *settings.SENTENCES,
        *profile.NAMES.values(),
        *profile.SENTENCES,
        *(row.says for row in KEYS),
        *words.KEY_NAMES.values(),
    )
    return tuple(dict.fromkeys(said))
