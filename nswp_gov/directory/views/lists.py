"""The list as a page shows it: addresses, facets, chips. No query is made here."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from nswp_gov.directory.forms.labels import AREAS, FACETS, LEVELS
from nswp_gov.directory.queries import Asked
from nswp_gov.directory.queries.public import Counts
from nswp_gov.directory.states import Facet
from nswp_gov.rules.collation import sort_key
from nswp_gov.rules.languages import Locale
from nswp_gov.web.facets import Group, Option
from nswp_gov.web.formats import REGIONS, spell_country, spell_language
from nswp_gov.web.locale import locale

LONGEST_WORDS = 120


@dataclass(frozen=True)
class Seated:
    """A seat of a region on the board; `name` None: held by somebody who is not named, or vacant.

    Rooms above this one know of seats: they put what finds them into `SEATS`.
    """

    name: str | None
    is_held: bool
    href: str


SEATS: list[Callable[[str], Sequence[Seated]]] = []


@dataclass(frozen=True)
class Block:
    """What another room shows on a country's page: links (words, their language, address)."""

    title: str
    rows: Sequence[tuple[str, Locale, str]]
    more: tuple[str, str]  # words and address of all of it


@dataclass(frozen=True)
class Beside:
    """Where a country's page gets such a block; `stamp`: what the block depends on, cheaply."""

    stamp: Callable[[str], Hashable]
    block: Callable[[str], Block | None]


BESIDE: list[Beside] = []


@dataclass(frozen=True)
class Frame:
    """Where a list lives: its endpoint, the values of its address, the facet that it fixes."""

    endpoint: str
    values: Mapping[str, Any]
    fixed: Facet | None = None

    def address(self, asked: Asked, **more: Any) -> str:
        """Return the address of this list with these filters."""
        query: dict[str, Any] = {
            facet.value: sorted(values)
            for facet, values in asked.chosen.items()
            if facet is not self.fixed and values
        }
        if asked.words:
            query["q"] = asked.words
        return url_for(self.endpoint, **self.values, **query, **more)

    def query(self, asked: Asked) -> str:
        """Return the filters as the part of an address that begins with '?'."""
        _path, mark, query = self.address(asked).partition("?")
        return mark + query


def asked(fixed: Mapping[Facet, str] | None = None) -> Asked:
    """Return what the address of this request asks for."""
    fixed = fixed or {}
    chosen = {
        facet: frozenset({fixed[facet]} if facet in fixed else request.args.getlist(facet.value))
        for facet in Facet
    }
    return Asked(
        words=request.args.get("q", "")[:LONGEST_WORDS].strip(),
        chosen={facet: values for facet, values in chosen.items() if values},
        after=request.args.get("after", ""),
        before=request.args.get("before", ""),
    )


@lru_cache(maxsize=4096)
def _label(facet: Facet, value: str, code: str) -> str:
    if facet is Facet.COUNTRY:
        return spell_country(value, code)
    return spell_language(value, code)


def label_of(facet: Facet, value: str) -> str:
    """Return what a value of a facet is called in the reader's language."""
    if facet is Facet.REGION:
        return str(REGIONS.get(value, value))
    if facet is Facet.LEVEL:
        return str(LEVELS.get(value, value))
    if facet is Facet.AREA:
        return str(AREAS.get(value, value))
    return _label(facet, value, locale().value)


def groups(counts: Counts, question: Asked, frame: Frame) -> list[Group]:
    """Return the facets that can still narrow the list, each value with its exact count."""
    made = []
    for facet in Facet:
        chosen = question.chosen.get(facet, frozenset())
        offered = counts[facet]
        if facet is frame.fixed or (len(offered) < 2 and not chosen):  # noqa: PLR2004 - no choice
            continue
        made.append(
            Group(facet.value, str(FACETS[facet]), bool(chosen), _options(facet, offered, chosen))
        )
    return made


def _options(
    facet: Facet, offered: Mapping[str, int], chosen: frozenset[str]
) -> tuple[Option, ...]:
    here = locale()
    found = sorted((*_labelled(facet, value, here), value) for value in offered)
    return tuple(
        Option(value, label, offered[value], value in chosen) for _key, label, value in found
    )


@lru_cache(maxsize=8192)
def _labelled(facet: Facet, value: str, here: Locale) -> tuple[bytes, str]:
    """Return where a value stands among others, and what it is called, in the page's language."""
    label = label_of(facet, value)
    return sort_key(label, here), label


def chips(question: Asked, frame: Frame, counts: Counts) -> list[tuple[str, str]]:
    """Return each chosen value with the address of the list without it.

    A value that leaves nothing is not repeated: an address is not an echo.
    """
    made = []
    for facet, values in question.chosen.items():
        if facet is frame.fixed:
            continue
        for value in sorted(values & counts[facet].keys()):
            rest = {**question.chosen, facet: values - {value}}
            without = Asked(words=question.words, chosen=rest)
            made.append((label_of(facet, value), frame.address(without)))
    if question.words:
        without = Asked(chosen=question.chosen)
        made.append((_("“%(words)s”", words=question.words), frame.address(without)))
    return made


def by_name(codes: Iterable[str], here: Locale) -> list[str]:
    """Return country codes in the order of their names."""
    return sorted(codes, key=lambda code: sort_key(spell_country(code, here.value), here))
