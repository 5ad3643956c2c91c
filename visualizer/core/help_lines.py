"""Who answers where, by region: what to call, and what is said of it. The one list; where it was read is in docs/kiosk.md."""

from collections.abc import Mapping
from types import MappingProxyType

HELP_LINES: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "quebec": (
            ("1 866 APPELLE (1 866 277-3553)", "Call, day or night, from anywhere in Québec"),
            ("535353", "Text message, day or night"),
            ("suicide.ca", "Chat, day or night"),
            ("811, option 2", "Info-Social, day or night, for you or someone close to you"),
            ("9-8-8", "Call or text, anywhere in Canada, in English or French"),
            ("9-1-1", "In an emergency"),
        ),
        "canada": (
            ("9-8-8", "Call or text, anywhere in Canada, in English or French"),
            ("9-1-1", "In an emergency"),
        ),
        "united-states": (("988", "Call or text, day or night"), ("9-1-1", "In an emergency")),
        "france": (("3114", "Call, day or night"), ("15 · 112", "In an emergency")),
    }
)
