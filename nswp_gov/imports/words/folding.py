"""Words without case, marks and signs, so that what was meant alike is alike."""

from __future__ import annotations

import unicodedata

_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "&": " "}
)


def fold(words: str) -> str:
    """Return the letters and digits of `words`, small, without marks, single spaces between."""
    known = unicodedata.normalize("NFKD", words.casefold().translate(_LIGATURES))
    kept = (one if one.isalnum() else " " for one in known if not unicodedata.combining(one))
    return " ".join("".join(kept).split())


_JOINING = frozenset({"and", "et", "y", "и", "e", "the", "of", "de", "du", "la", "les", "el"})


def bare(words: str) -> str:
    """Return `words` folded, without the small words by which the same name differs."""
    return " ".join(one for one in fold(words).split() if one not in _JOINING) or fold(words)
