"""The interface's words held against the glossary: which messages render a term in another way.

A term is looked for in any of its forms, roughly, so this is a list for a reader and no judgement.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from babel.messages.catalog import Catalog

from nswp_gov.desk.checking import Term, says_any, terms_in
from nswp_gov.operate import catalogues
from nswp_gov.rules.languages import Locale


@dataclass(frozen=True)
class Missed:
    """A message in which a term of the glossary is not found as it is to be rendered."""

    message: str
    said: str
    term: str
    wanted: str


@dataclass(frozen=True)
class Wording:
    """How one language holds to the glossary: terms that messages say, and those not found."""

    asked: int
    missed: tuple[Missed, ...]

    @property
    def share(self) -> float:
        """Return how much of what was asked for was found, from 0 to 1."""
        return 1 - len(self.missed) / self.asked if self.asked else 1.0


def shipped() -> tuple[Term, ...]:
    """Return the terms that ship with the program."""
    with (catalogues.FOLDER / "glossary.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Term(row["key"], {locale: row[locale.value] for locale in Locale}, {})
            for row in csv.DictReader(file)
        )


def other_forms(locale: Locale) -> dict[str, tuple[str, ...]]:
    """Return in which other forms a term is right as well, each for a reason that stands there."""
    with (catalogues.FOLDER / "glossary_forms.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["term"]: tuple(row["forms"].split("|"))
            for row in csv.DictReader(file)
            if row["locale"] == locale.value
        }


def wording(locale: Locale, catalogue: Catalog | None = None) -> Wording:
    """Return where the catalogue of a language leaves the glossary."""
    known = catalogues.read(locale) if catalogue is None else catalogue
    terms, asked, missed, others = shipped(), 0, [], other_forms(locale)
    for english, said in _messages(known):
        for found in terms_in(english, said, terms, Locale.EN, locale):
            asked += 1
            if not found.is_met and not says_any(said, others.get(found.key, ()), locale):
                missed.append(Missed(english, said, found.said, found.wanted))
    return Wording(asked, tuple(missed))


def _messages(catalogue: Catalog) -> Iterator[tuple[str, str]]:
    for message in catalogue:
        if message.id and message.string:
            english = message.id if isinstance(message.id, str) else message.id[-1]
            said = message.string if isinstance(message.string, str) else message.string[-1]
            yield english, said
