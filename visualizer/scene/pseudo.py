"""A pseudo-language for tests and authors: English, two fifths longer, with accents. Knows letters only.

Layouts break here first: what holds these words holds those of a real translation.
"""

PSEUDO = "xx-long"
LONGER = 1.4

_ACCENTS = str.maketrans("aeiouyncAEIOUYNC", "áéîöüÿñçÁÉÎÖÜŸÑÇ")


def stretched(text: str) -> str:
    """Return the text with accents and about 1.4 times its signs, each word lengthened by its own letters.

    Signs other than letters stay, and so does what stands in braces, which the program fills in.
    """
    out: list[str] = []
    owed, depth = 0.0, 0
    for char in text:
        depth += (char == "{") - (char == "}")
        out.append(char)
        if depth or char == "}":
            continue
        owed += LONGER - 1.0
        if char.isascii() and char.isalpha():
            out[-1] = char.translate(_ACCENTS)
            if owed >= 1.0:
                more = int(owed)
                out.append(char.lower().translate(_ACCENTS) * more)
                owed -= more
    return "".join(out)
