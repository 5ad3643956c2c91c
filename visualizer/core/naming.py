"""How a name begins a line. Knows letters only."""


def capital(name: str) -> str:
    """Return a name with its first letter large, but for names such as mTORC1 and p70S6K, which keep their own."""
    return name if name[1:2].isupper() or name[1:2].isdigit() else name[:1].upper() + name[1:]
