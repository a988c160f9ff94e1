"""What can be checked in a translation without understanding it: terms, placeholders, links.

A term is looked for in any of its forms, roughly: the beginning of each of its words counts. So a
remark is a question to a reader, never a refusal; a word that is wrong anywhere is told apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nswp_gov.rules.languages import Locale

_PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}|\[\[[^\[\]\n]+\]\]")
_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>()\[\]\"'，。；、（）《》“”«»]+")
_BRACKETS = re.compile(r"\s*[(（].*?[)）]")
_SHORT = 4
# How many letters at the end of a longer word may become others.
_ENDING = {Locale.EN: 1, Locale.FR: 2, Locale.ES: 2, Locale.RU: 3, Locale.ZH_HANS: 0}


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry as a check needs it: its names and the words to avoid, by language."""

    key: str
    names: Mapping[Locale, str]
    avoid: Mapping[Locale, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """A term that occurs in a source: how it is to be rendered, whether it is, what to avoid."""

    key: str
    said: str
    wanted: str
    is_met: bool
    avoided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remarks:
    """Everything that a look at source and target found."""

    terms: tuple[Found, ...]
    wrong: tuple[str, ...]  # words that are wrong anywhere in our own text
    lost: tuple[str, ...]  # placeholders and links of the source that the target lacks
    added: tuple[str, ...]  # those that only the target has

    @property
    def is_whole(self) -> bool:
        """Tell whether every placeholder and link is in its place."""
        return not self.lost and not self.added


def remarks(
    source: str, target: str, terms: Iterable[Term], source_locale: Locale, locale: Locale
) -> Remarks:
    """Return what can be said of `target` as a rendering of `source`."""
    known = tuple(terms)
    lost, added = differing(source, target)
    return Remarks(
        terms=terms_in(source, target, known, source_locale, locale),
        wrong=wrong_words(target, known, locale),
        lost=lost,
        added=added,
    )


def differing(source: str, target: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the placeholders and links that only one side has: (lost, added)."""
    before, after = Counter(marks(source)), Counter(marks(target))
    return tuple((before - after).elements()), tuple((after - before).elements())


def marks(words: str) -> list[str]:
    """Return every placeholder, reference and link of a text, in order."""
    links = [one.rstrip(".,;:!?…") for one in _LINK.findall(words)]
    return [*_PLACE.findall(words), *links]


def terms_in(
    source: str, target: str, terms: Sequence[Term], source_locale: Locale, locale: Locale
) -> tuple[Found, ...]:
    """Return the terms that occur in `source` and have a name in `locale`; longest first.

    A term that occurs only inside a longer one is not asked for by itself.
    """
    spoken = _plain(source)
    heard = _plain(target)
    found = []
    for term in sorted(terms, key=lambda one: -len(one.names.get(source_locale, ""))):
        said, wanted = term.names.get(source_locale, ""), term.names.get(locale, "")
        if not said or not wanted:
            continue
        if _beginning(said) not in spoken:
            continue  # the quick answer: most terms are in no text
        pattern = _forms(said, source_locale)
        if not pattern.search(spoken):
            continue
        spoken = pattern.sub(" \0 ", spoken)
        is_met = bool(_forms(wanted, locale).search(heard))
        found.append(Found(term.key, said, wanted, is_met, _avoided(term, heard, locale)))
    return tuple(sorted(found, key=lambda one: (one.is_met, one.said)))


def wrong_words(target: str, terms: Iterable[Term], locale: Locale) -> tuple[str, ...]:
    """Return the words of `target` that are wrong anywhere in our own text."""
    heard = _plain(target)
    never = dict.fromkeys(
        word[1:] for term in terms for word in term.avoid.get(locale, ()) if word.startswith("!")
    )
    return tuple(word for word in never if _begins(word, locale).search(heard))


def says_any(words: str, forms: Iterable[str], locale: Locale) -> bool:
    """Tell whether words hold one of some forms, each looked for by its beginning."""
    heard = _plain(words)
    return any(_begins(form, locale).search(heard) for form in forms)


def _avoided(term: Term, heard: str, locale: Locale) -> tuple[str, ...]:
    words = (word.removeprefix("!") for word in term.avoid.get(locale, ()))
    return tuple(word for word in words if _begins(word, locale).search(heard))


@lru_cache(maxsize=4096)
def _beginning(name: str) -> str:
    """Return the letters that every form of a term begins with."""
    return _plain(name)[: 1 if len(name) < _SHORT else _SHORT - 1]


def _plain(words: str) -> str:
    return words.casefold().replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")


@lru_cache(maxsize=4096)
def _begins(word: str, locale: Locale) -> re.Pattern[str]:
    """Match a word by its beginning; in Russian without its last letter, in Chinese anywhere."""
    stem = _plain(word)
    stem = stem[:-1] if locale is Locale.RU else stem
    return re.compile(re.escape(stem) if locale is Locale.ZH_HANS else rf"\b{re.escape(stem)}")


@lru_cache(maxsize=4096)
def _forms(name: str, locale: Locale) -> re.Pattern[str]:
    """Match a term in any of its forms, roughly: each word by its beginning, in their order."""
    bare = _BRACKETS.sub("", _plain(name)).strip() or _plain(name)
    if locale is Locale.ZH_HANS:
        return re.compile(re.escape(bare))
    pieces = [_form(word, locale) for word in re.split(r"[\s\-]+", bare) if word]
    between = r"[\s\-]+" if locale in {Locale.EN, Locale.RU} else r"[\s\-]+(?:\w{1,4}['\s]+)?"
    return re.compile(rf"(?<!\w){between.join(pieces)}(?!\w)")


def _form(word: str, locale: Locale) -> str:
    if locale is Locale.EN:
        stem = word[:-1] if word.endswith("y") and len(word) > _SHORT else word
        return rf"{re.escape(stem)}(?:s|es|'s|s'|y|ies|d|ed|ing)?"
    kept = max(len(word) - _ENDING[locale], min(len(word), _SHORT - 1))
    return rf"{re.escape(word[:kept])}\w{{0,6}}"
