"""Short codes that people read, write down and compare: trackers and receipt codes."""

from __future__ import annotations

import base64
import re
import secrets
import unicodedata

from .canonical import nfc
from .errors import BallotRefused

TRACKER = re.compile(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}")
TRACKER_BYTES = 10
RECEIPT_BYTES = 5
LONGEST_WORD = 24
WORD_CATEGORIES = ("L", "M", "N")
WORD_SIGNS = frozenset(" -")


def new_tracker() -> str:
    """Return 80 random bits as four groups of four base32 letters."""
    return grouped(secrets.token_bytes(TRACKER_BYTES))


def receipt_code(seal: str) -> str:
    """Return the eight characters to write down for a seal: its first 40 bits.

    `seal` is the hexadecimal SHA-256 of the envelope. The code finds the full seal in the
    published list; it does not say how anybody voted.
    """
    return grouped(bytes.fromhex(seal)[:RECEIPT_BYTES])


def grouped(data: bytes) -> str:
    """Return `data` (a multiple of 5 bytes) in base32, in groups of four with hyphens between."""
    letters = base64.b32encode(data).decode("ascii")
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def clean_word(word: str | None) -> str | None:
    """Return the voter's own word in the form that is sealed, or None when there is none.

    A word is at most 24 letters, digits, spaces and hyphens of any script. Raises
    `BallotRefused` for a longer one or for other signs.
    """
    text = nfc(" ".join((word or "").split()))
    if not text:
        return None
    if len(text) > LONGEST_WORD:
        raise BallotRefused("word_too_long", most=LONGEST_WORD)
    for sign in text:
        if sign not in WORD_SIGNS and unicodedata.category(sign)[0] not in WORD_CATEGORIES:
            raise BallotRefused("word_signs")
    return text
