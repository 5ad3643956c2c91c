"""Names of authors in a list of sources: family name and initials, lists that end early. Knows no file of references."""

import re
from collections.abc import Iterable

OTHERS = "et al."
_INITIALS = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ-]{0,3}")


def names(authors: Iterable[str]) -> list[str]:
    """Return the authors by name, without the sign that there were more."""
    return [one for one in (name.removesuffix(OTHERS).strip(" ,") for name in authors) if one]


def shortened(authors: Iterable[str]) -> bool:
    """Tell whether a list of authors says that there were more."""
    return any(name.endswith(OTHERS) for name in authors)


def split(author: str) -> tuple[str, str]:
    """Return family name and initials; an organisation has no initials."""
    family, _, last = author.rpartition(" ")
    return (family, last) if family and _INITIALS.fullmatch(last) else (author, "")
