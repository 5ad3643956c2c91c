"""The staff's PIN as a hash that can lie in a file. Knows scrypt; knows no pad and no file."""

import binascii
import hashlib
import hmac
import os
import re

from visualizer.core.errors import UsageError
from visualizer.scene.kiosk_file import PIN_PATTERN

SHORTEST, LONGEST = 4, 12
_WORK = 14  # 2 to this power: 16 MB and some tens of milliseconds a try (RFC 7914, section 2)
_MOST_WORK = 18
_BLOCKS, _LANES = 8, 1


def hashed(digits: str) -> str:
    """Return what a configuration keeps of a PIN.

    Raises:
        UsageError: the PIN is not made of 4 to 12 digits.
    """
    if not re.fullmatch(rf"[0-9]{{{SHORTEST},{LONGEST}}}", digits):
        raise UsageError(f"a PIN has {SHORTEST} to {LONGEST} digits, and nothing else")
    salt = os.urandom(16)
    return f"scrypt:{_WORK}:{salt.hex()}:{_derived(digits, salt, _WORK).hex()}"


def matches(digits: str, kept: str) -> bool:
    """Tell whether these digits are the PIN; never so for anything that `hashed` has not made."""
    if not re.fullmatch(PIN_PATTERN, kept):
        return False
    _, work, salt, key = kept.split(":")
    if not 10 <= int(work) <= _MOST_WORK:
        return False
    try:
        return hmac.compare_digest(_derived(digits, bytes.fromhex(salt), int(work)), bytes.fromhex(key))
    except (binascii.Error, ValueError, MemoryError):
        return False


def _derived(digits: str, salt: bytes, work: int) -> bytes:
    memory = 2 * 128 * _BLOCKS * 2**work
    return hashlib.scrypt(digits.encode(), salt=salt, n=2**work, r=_BLOCKS, p=_LANES, maxmem=memory, dklen=32)
