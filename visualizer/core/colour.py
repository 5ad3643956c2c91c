"""Colours as numbers: contrast, difference to the eye, deficiencies of colour vision. Knows no theme."""

import math

Rgb = tuple[float, float, float]

# Machado, Oliveira & Fernandes 2009, full severity, for linear RGB.
_DEFICIENCIES: dict[str, tuple[Rgb, Rgb, Rgb]] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(colour: str) -> Rgb:
    """Return #RRGGBB as linear light, each channel from 0 to 1.

    Raises:
        ValueError: not a colour of that form.
    """
    digits = colour.removeprefix("#")
    if len(digits) != 6:
        raise ValueError(f"'{colour}' is not a colour such as #E83492")
    channels = (int(digits[index : index + 2], 16) / 255 for index in (0, 2, 4))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return red, green, blue


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2: black 0, white 1."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str, flare: float = 0.0) -> float:
    """Return the contrast ratio of WCAG 2, from 1 to 21; `flare` is stray light on both, as a part of white."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + flare + 0.05) / (dark + flare + 0.05)


def as_seen(light: Rgb, deficiency: str) -> Rgb:
    """Return how linear light looks with a deficiency of colour vision, by name."""
    rows = _DEFICIENCIES[deficiency]
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, light, strict=True)))) for row in rows
    )
    return red, green, blue


def difference(first: str, second: str, deficiency: str | None = None) -> float:
    """Return the CIEDE2000 difference of two colours: 1 is just visible, below 20 is easily confused."""
    one, two = linear(first), linear(second)
    if deficiency is not None:
        one, two = as_seen(one, deficiency), as_seen(two, deficiency)
    return delta_e_2000(lab(one), lab(two))


def lab(light: Rgb) -> Rgb:
    """Return linear sRGB light as CIELAB under D65."""
    red, green, blue = light
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def delta_e_2000(first: Rgb, second: Rgb) -> float:
    """Return the CIEDE2000 difference of two CIELAB colours.

    Sharma, Wu & Dalal 2005; their first pair (50, 2.6772, -79.7751) and (50, 0, -82.7485) differs by 2.0425.
    """
    L1, a1, b1 = first
    L2, a2, b2 = second
    mean_c7 = ((math.hypot(a1, b1) + math.hypot(a2, b2)) / 2) ** 7
    grey = 0.5 * (1 - math.sqrt(mean_c7 / (mean_c7 + 25.0**7)))
    a1, a2 = a1 * (1 + grey), a2 * (1 + grey)
    C1, C2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, a)) % 360 if a or b else 0.0 for a, b in ((a1, b1), (a2, b2)))
    turn = h2 - h1
    if C1 * C2 == 0:
        turn = 0.0
    elif turn > 180:
        turn -= 360
    elif turn < -180:
        turn += 360
    delta_h = 2 * math.sqrt(C1 * C2) * math.sin(math.radians(turn / 2))
    L, C = (L1 + L2) / 2, (C1 + C2) / 2
    if C1 * C2 == 0:
        h = h1 + h2
    elif abs(h1 - h2) <= 180:
        h = (h1 + h2) / 2
    else:
        h = (h1 + h2 + 360) / 2 if h1 + h2 < 360 else (h1 + h2 - 360) / 2
    T = (
        1
        - 0.17 * math.cos(math.radians(h - 30))
        + 0.24 * math.cos(math.radians(2 * h))
        + 0.32 * math.cos(math.radians(3 * h + 6))
        - 0.20 * math.cos(math.radians(4 * h - 63))
    )
    SL = 1 + 0.015 * (L - 50) ** 2 / math.sqrt(20 + (L - 50) ** 2)
    SC, SH = 1 + 0.045 * C, 1 + 0.015 * C * T
    rotation = math.sin(math.radians(60 * math.exp(-(((h - 275) / 25) ** 2))))
    RT = -2 * math.sqrt(C**7 / (C**7 + 25.0**7)) * rotation
    dL, dC, dH = (L2 - L1) / SL, (C2 - C1) / SC, delta_h / SH
    return math.sqrt(max(0.0, dL**2 + dC**2 + dH**2 + RT * dC * dH))


def mixed(a: str, b: str, x: float) -> str:
    """Return the colour x of the way from a to b, both #RRGGBB, in plain sRGB."""
    pairs = zip(bytes.fromhex(a[1:]), bytes.fromhex(b[1:]), strict=True)
    return "#" + "".join(f"{round(p + (q - p) * min(max(x, 0.0), 1.0)):02X}" for p, q in pairs)
