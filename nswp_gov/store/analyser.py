"""What a text is found by: folded words, their stems, and Han characters with their pairs.

The same analysis serves both databases, so that both find the same. A word is folded (case, marks,
ligatures; й stays a letter); from four letters on its stem is a term too. A run of Han characters
becomes every character and every pair of neighbours, so any piece of it is found without a
dictionary.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import Stemmer

from nswp_gov.rules.languages import Locale

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_HAN}]+|(?:(?![{_HAN}])[^\W_])+")
_IS_HAN = re.compile(rf"[{_HAN}]")
_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_STEM_MARK = "zq"  # no folded word of our languages begins so
_SHORTEST_STEMMED = 4
_LONGEST_WORD = 40
_QUERY_TERMS = 12
_ALGORITHMS = (
    (Locale.EN, "english"),
    (Locale.FR, "french"),
    (Locale.ES, "spanish"),
    (Locale.RU, "russian"),
)
_LATIN = frozenset({Locale.EN, Locale.FR, Locale.ES})
_CYRILLIC = frozenset(map(chr, range(0x400, 0x530)))
_stemmers = threading.local()


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that a result must hold.

    Any one of `exact`, or a word that begins with `prefix`; several of these stand for "and".
    """

    exact: frozenset[str]
    prefix: str | None = None


def fold(text: str) -> str:
    """Return `text` without case, marks and ligatures; ё is е, й stays."""
    lower = unicodedata.normalize("NFKC", text).casefold().translate(_LIGATURES)
    kept: list[str] = []
    for char in unicodedata.normalize("NFD", lower):
        is_short_i = char == "\u0306" and kept and kept[-1] == "и"
        if is_short_i or not unicodedata.combining(char):
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def terms(text: str, locale: Locale) -> list[str]:
    """Return what `text` in the language `locale` is indexed by, in order, with repetition."""
    found: list[str] = []
    for run in _runs(text):
        if _IS_HAN.match(run):
            found.extend(run)
            found.extend(_pairs(run))
            continue
        found.append(run)
        stem = _stem(run, locale)
        if stem:
            found.append(stem)
    return found


def prefixes(text: str, longest: int = 12) -> list[str]:
    """Return the beginnings, two letters and longer, of every word of `text`."""
    words = (run for run in _runs(text) if not _IS_HAN.match(run))
    return [word[:size] for word in words for size in range(2, min(len(word), longest) + 1)]


def wanted(query: str) -> tuple[Wanted, ...]:
    """Return what a result for `query` must hold, all of it; nothing for an empty query.

    A word may be a whole word, the beginning of one, or share its stem in any language; a Han run
    asks for each of its pairs. What goes beyond a dozen terms is left out.
    """
    found: list[Wanted] = []
    for run in _runs(query):
        if _IS_HAN.match(run):
            found.extend(Wanted(frozenset({piece})) for piece in _pairs(run) or [run])
            continue
        stems = {stem for locale, _ in _ALGORITHMS if (stem := _stem(run, locale))}
        found.append(Wanted(frozenset({run, *stems}), run if len(run) > 1 else None))
    return tuple(dict.fromkeys(found))[:_QUERY_TERMS]


def _runs(text: str) -> Iterator[str]:
    for match in _RUN.finditer(fold(text)):
        run = match.group()
        yield run if _IS_HAN.match(run) else run[:_LONGEST_WORD]


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]


def _stem(word: str, locale: Locale) -> str | None:
    """Return the marked stem; None for a short word.

    The script decides before the language of the text: a Russian word in a Chinese text is
    Russian; any other word in a text without stems of its own is taken as English.
    """
    if len(word) < _SHORTEST_STEMMED:
        return None
    if word[0] in _CYRILLIC:
        locale = Locale.RU
    elif locale not in _LATIN:
        locale = Locale.EN
    stem: str = _stemmer(locale).stemWord(word)
    return _STEM_MARK + stem


def _stemmer(locale: Locale) -> Stemmer.Stemmer:
    """Return this thread's stemmer; one stemmer must not serve two threads."""
    known = getattr(_stemmers, "known", None)
    if known is None:
        known = {one: Stemmer.Stemmer(name) for one, name in _ALGORITHMS}
        _stemmers.known = known
    return known[locale]
