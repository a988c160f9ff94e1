"""Sort keys: bytes that put names in the order of a language on every database.

Letters are compared without case and marks, except й, and ñ in Spanish, which are letters of their
own. Chinese is ordered by GB 18030, whose first level is in the order of pinyin. Names that are
equal so far are told apart by their exact letters, so an order never depends on chance.
"""

from __future__ import annotations

import unicodedata

from nswp_gov.rules.languages import Locale

_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_AFTER_N = "n\U0010ffff"  # sorts after every word that goes on with another letter


def sort_key(text: str, locale: Locale) -> bytes:
    """Return the key of `text` among names sorted for readers of `locale`."""
    composed = unicodedata.normalize("NFC", text).casefold()
    letters = "".join(_primary(char, locale) for char in composed.translate(_LIGATURES))
    primary = " ".join(letters.split())
    encoding = "gb18030" if locale is Locale.ZH_HANS else "utf-8"
    return primary.encode(encoding) + b"\x00" + composed.encode()


def _primary(char: str, locale: Locale) -> str:
    if char == "й":
        return char
    if char == "ñ" and locale is Locale.ES:
        return _AFTER_N
    parts = unicodedata.normalize("NFKD", char)
    kept = (part for part in parts if part.isalnum() or part.isspace())
    return "".join(part for part in kept if not unicodedata.combining(part))
