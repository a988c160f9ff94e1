"""Codes that people carry: invitations by link, words or figures; codes on paper.

One secret of 80 bits has three writings. Eight words of the SLIP-39 list, each told apart by its
first four letters, can be said on the telephone; five groups of five figures can be said in any
language; the compact form goes into a link.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata

from shamir_mnemonic.wordlist import WORDLIST

from nswp_gov.store.ids import ALPHABET

BITS = 80
WORDS = 8
FIGURES = 25  # 10^25 > 2^80
COMPACT = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: 16 characters
LETTERS = 4  # of a word, enough to tell it
PAPER_CODES = 10

_BY_START = {word[:LETTERS]: number for number, word in enumerate(WORDLIST)}


def new_token() -> str:
    """Return a fresh secret in its compact form (16 characters, 80 bits)."""
    return _compact(secrets.randbits(BITS))


def words_of(token: str) -> tuple[str, ...]:
    """Return the eight words of a token."""
    number = _number(token)
    return tuple(WORDLIST[(number >> 10 * place) & 1023] for place in reversed(range(WORDS)))


def figures_of(token: str) -> tuple[str, ...]:
    """Return the five groups of five figures of a token."""
    figures = f"{_number(token):0{FIGURES}d}"
    return tuple(figures[at : at + 5] for at in range(0, FIGURES, 5))


def read(typed: str) -> str | None:
    """Return the token that somebody typed in any of its writings, or None.

    Case, spaces, hyphens and what follows the fourth letter of a word do not matter.
    """
    plain = unicodedata.normalize("NFKC", typed).casefold().replace("-", " ")
    parts = plain.split()
    if len(parts) == WORDS and (found := half_of(plain, WORDS)) is not None:
        return _compact(found)
    joined = "".join(parts)
    if len(joined) == FIGURES and joined.isascii() and joined.isdigit():
        return _compact(int(joined)) if int(joined) < 1 << BITS else None
    joined = joined.translate(str.maketrans("oil", "011"))
    if len(joined) == BITS // 5 and all(sign in COMPACT for sign in joined):
        return joined
    return None


def half_of(typed: str, count: int = WORDS // 2) -> int | None:
    """Return the number that `count` words stand for, or None."""
    parts = typed.split()
    places = [_BY_START.get(part[:LETTERS]) for part in parts]
    if len(parts) != count or None in places:
        return None
    number = 0
    for place in places:
        number = number << 10 | (place or 0)
    return number


def new_half() -> tuple[str, ...]:
    """Return four fresh words (40 bits): half of a code that two people hold together."""
    return tuple(secrets.choice(WORDLIST) for _ in range(WORDS // 2))


def _compact(number: int) -> str:
    return "".join(COMPACT[(number >> 5 * place) & 31] for place in reversed(range(BITS // 5)))


def _number(token: str) -> int:
    number = 0
    for sign in token:
        number = number << 5 | COMPACT.index(sign)
    return number


def new_paper_codes() -> list[str]:
    """Return ten codes for paper: 17 letters and figures that are hard to misread, 84 bits."""
    return ["-".join(_group(size) for size in (5, 4, 4, 4)) for _ in range(PAPER_CODES)]


def _group(size: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(size))


def paper_hash(typed: str) -> str:
    """Return what is kept of a paper code: 80 random bits need no slow hash."""
    plain = unicodedata.normalize("NFKC", typed).casefold()
    kept = "".join(sign for sign in plain if sign in ALPHABET)
    return hashlib.sha256(kept.encode()).hexdigest()
