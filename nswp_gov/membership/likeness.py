"""How alike two names are, in any script. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from itertools import combinations
from typing import TypeVar
from urllib.parse import urlsplit

from nswp_gov.membership.transliteration import ARTICLE, TABLE

ALIKE = 0.84
_PIECE = 3  # letters
_FEWEST_WORDS = 3  # of a name whose initials say something
_LONGEST_ACRONYM = 8
_NUMBER = 9  # digits of a telephone number: the rest is how it is dialled from elsewhere
_SHORTEST_NUMBER = 7
_MOST_TOGETHER = 400  # a piece that more names share tells nothing
_LITTLE = frozenset(
    {
        *("the", "of", "and", "for", "de", "la", "le", "les", "du", "des", "et", "el", "los"),
        *("las", "y", "del", "i", "association", "asociacion", "organisation", "organization"),
        *("organizacion", "ngo", "ong", "nko", "al"),
    }
)
Key = TypeVar("Key")


def fold(name: str) -> str:
    """Return a name without case, marks, signs and little words, in Latin letters.

    Cyrillic, Greek, Arabic and Devanagari are transliterated; Chinese signs are the simplified
    ones, and compared as signs.
    """
    words: list[str] = []
    for word in unicodedata.normalize("NFC", name.casefold()).split():
        bare = word.removeprefix(ARTICLE) if len(word) > len(ARTICLE) else word
        words.extend("".join(_latin(char) for char in bare).split())
    return " ".join(one for one in words if one not in _LITTLE) or " ".join(words)


def _latin(char: str) -> str:
    """Return what a sign is compared as: letters, nothing for a mark, a space between words."""
    if char in TABLE:
        return TABLE[char]
    parts = (one for one in unicodedata.normalize("NFKD", char) if not unicodedata.combining(one))
    return "".join(TABLE.get(one, one if one.isalnum() else " ") for one in parts)


def likeness(first: str, second: str) -> float:
    """Return how alike two folded names are: 1 for the same words in any order, 0 for none."""
    one, other = sorted(first.split()), sorted(second.split())
    if one == other:
        return 1.0
    ways = ((first, second), (" ".join(one), " ".join(other)), (_joined(first), _joined(second)))
    return max(SequenceMatcher(None, *way, autojunk=False).ratio() for way in ways)


def _joined(name: str) -> str:
    return name.replace(" ", "")


def alike(names: Mapping[Key, str]) -> list[tuple[Key, Key]]:
    """Return the pairs whose folded names are alike; only names that share a piece are compared."""
    together: dict[str, list[Key]] = {}
    for key, name in names.items():
        for piece in _pieces(name):
            together.setdefault(piece, []).append(key)
    order = {key: at for at, key in enumerate(names)}
    pairs = {
        (one, other) if order[one] < order[other] else (other, one)
        for keys in together.values()
        if len(keys) <= _MOST_TOGETHER
        for one, other in combinations(keys, 2)
    }
    found = [pair for pair in pairs if likeness(names[pair[0]], names[pair[1]]) >= ALIKE]
    return sorted(found, key=lambda pair: (order[pair[0]], order[pair[1]]))


def touches(first: str, second: str) -> bool:
    """Tell whether two folded names can be alike at all, or one the first letters of the other."""
    if _pieces(first) & _pieces(second):
        return True
    return (initials(first) or " ") == short(second) or (initials(second) or " ") == short(first)


def _pieces(name: str) -> set[str]:
    """Return what a name is looked up by: its words' beginnings, or its signs two by two."""
    joined = _joined(name)
    if joined and ord(joined[0]) > 0x2E7F:  # noqa: PLR2004 - from here on each sign is a word
        return {joined[at : at + 2] for at in range(max(1, len(joined) - 1))}
    return {word[:_PIECE] for word in name.split()}


def site(address: str) -> str:
    """Return the part of a web address that says whose it is; shared hosts keep their path."""
    parts = urlsplit(address if "//" in address else f"//{address}")
    host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    path = parts.path.rstrip("/")
    return f"{host}{path}".casefold()


def number(written: str) -> str:
    """Return the digits by which a telephone number is known, however it is written; or ''."""
    digits = "".join(char for char in written if char.isdecimal())
    return digits[-_NUMBER:] if len(digits) >= _SHORTEST_NUMBER else ""


def initials(name: str) -> str:
    """Return the first letters of a folded name of several words, else ''."""
    words = name.split()
    if len(words) < _FEWEST_WORDS or not name.isascii():
        return ""
    return "".join(word[0] for word in words)


def short(name: str) -> str:
    """Return a folded name that is one short word, as an acronym would be, else ''."""
    return name if 1 < len(name) <= _LONGEST_ACRONYM and name.isalnum() else ""


def abbreviated(
    names: Mapping[Key, str], acronyms: Iterable[tuple[Key, str]]
) -> list[tuple[Key, Key]]:
    """Return the pairs of which one is called by the first letters of the other's name.

    `names`, `acronyms`: folded; somebody may have none. That two have the same acronym counts too.
    """
    said: dict[str, dict[Key, None]] = {}
    for key, word in acronyms:
        said.setdefault(_joined(word), {})[key] = None
    for key, name in names.items():
        if short(name):
            said.setdefault(name, {})[key] = None
    spelt: dict[str, list[Key]] = {}
    for key, name in names.items():
        if first := initials(name):
            spelt.setdefault(first, []).append(key)
    found: dict[tuple[Key, Key], None] = {}
    for word, keys in said.items():
        if not word or len(keys) > _MOST_TOGETHER:
            continue
        found |= dict.fromkeys(combinations(keys, 2))
        others = [one for one in spelt.get(word, ()) if one not in keys]
        found |= dict.fromkeys((one, other) for one in keys for other in others)
    return list(found)


def same(values: Iterable[tuple[Key, str]]) -> list[tuple[Key, Key]]:
    """Return the pairs that have the same value."""
    having: dict[str, list[Key]] = {}
    for key, value in values:
        if value:
            having.setdefault(value, []).append(key)
    return [pair for keys in having.values() for pair in combinations(keys, 2)]
