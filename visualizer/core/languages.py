"""Languages that a person has added: folders of catalogues among her own data. Knows names of folders; reads no catalogue."""

import re
from pathlib import Path

import platformdirs

SHIPPED = ("en", "fr")
MARK = "†"
"""Stands behind a text that a language of a person's own does not have yet, and that shows in its source's language."""

_NAME = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")


def own_locales() -> Path:
    """Return the folder in which each folder of catalogues adds a language: `de/program.po` and so on."""
    return platformdirs.user_data_path("moa", appauthor=False) / "locale"


def is_language(name: str) -> bool:
    """Tell whether a word can be the name of a language: de, pt_BR."""
    return _NAME.fullmatch(name) is not None


def own_languages() -> tuple[str, ...]:
    """Return the languages that a person has added, by name; those that come with the program are not among them."""
    try:
        found = sorted(path.name for path in own_locales().iterdir() if any(path.glob("*.po")))
    except OSError:
        return ()
    return tuple(name for name in found if is_language(name) and name[:2] not in SHIPPED)
