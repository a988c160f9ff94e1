"""How alike two names are, in any script. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from itertools import combinations
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import urlsplit

ALIKE = 0.84
_PIECE = 3  # letters
_MOST_TOGETHER = 400  # a piece that more names share tells nothing
_CYRILLIC = MappingProxyType(
    dict(
        zip(
            "абвгдезийклмнопрстуфыэіїєґёў",
            "a b v g d e z i i k l m n o p r s t u f y e i i e g e u".split(),  # noqa: SIM905 - a list of letters reads best so
            strict=True,
        )
    )
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"}
    | {"ь": "", "ъ": "", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "ß": "ss", "ı": "i", "đ": "d"}
)
_LITTLE = frozenset(
    {
        *("the", "of", "and", "for", "de", "la", "le", "les", "du", "des", "et", "el", "los"),
        *("las", "y", "del", "i", "association", "asociacion", "organisation", "organization"),
        *("organizacion", "ngo", "ong", "nko"),
    }
)
Key = TypeVar("Key")


def fold(name: str) -> str:
    """Return a name without case, marks, signs and little words; Cyrillic in Latin letters."""
    letters: list[str] = []
    for char in unicodedata.normalize("NFC", name.casefold()):
        known = _CYRILLIC.get(char)
        parts = unicodedata.normalize("NFKD", char) if known is None else known
        letters.extend(
            one if one.isalnum() else " " for one in parts if not unicodedata.combining(one)
        )
    words = "".join(letters).split()
    return " ".join(one for one in words if one not in _LITTLE) or " ".join(words)


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


def same(values: Iterable[tuple[Key, str]]) -> list[tuple[Key, Key]]:
    """Return the pairs that have the same value."""
    having: dict[str, list[Key]] = {}
    for key, value in values:
        if value:
            having.setdefault(value, []).append(key)
    return [pair for keys in having.values() for pair in combinations(keys, 2)]
