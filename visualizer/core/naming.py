"""How a name begins a line. Knows letters only."""


def capital(name: str) -> str:
    """Return a name with its first letter large, but for names such as mTORC1, p70S6K and µ-opioid, which keep their own."""
    kept = name[1:2].isupper() or name[1:2].isdigit() or name[:1] == "µ"
    return name if kept else name[:1].upper() + name[1:]
