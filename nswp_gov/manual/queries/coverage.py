"""How far each language has come, clause by clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.manual.models import Document, Draft, DraftClause, Edition, EditionClause
from nswp_gov.manual.queries.books import BODY, HEADING, clause_keys, in_order, sources
from nswp_gov.rules.languages import Freshness, Locale

_WORST = (
    Freshness.MISSING,
    Freshness.BEHIND,
    Freshness.DRAFT,
    Freshness.MACHINE_ASSISTED,
    Freshness.CURRENT,
)


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One clause: its key, number, authoritative heading, and the state in each language."""

    key: str
    number: str
    heading: str
    states: dict[Locale, Freshness]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The table of a whole edition or draft."""

    source: Locale
    rows: tuple[CoverageRow, ...]

    def count(self, locale: Locale) -> Counter[Freshness]:
        """Return how many clauses are in each state in one language."""
        return Counter(row.states[locale] for row in self.rows)

    def lacking(self, locale: Locale) -> tuple[CoverageRow, ...]:
        """Return the clauses that are missing or behind in one language."""
        wanting = (Freshness.MISSING, Freshness.BEHIND)
        return tuple(row for row in self.rows if row.states[locale] in wanting)


def _worst(states: Collection[Freshness]) -> Freshness:
    return next(state for state in _WORST if state in states)


def coverage(session: Session, subject: Edition | Draft) -> Coverage:
    """Return the state of every clause in every language."""
    places: Sequence[EditionClause | DraftClause]
    last: int | None = None
    if isinstance(subject, Edition):
        places = session.scalars(
            select(EditionClause).where(EditionClause.edition_id == subject.id)
        ).all()
        last = subject.number
    else:
        places = session.scalars(
            select(DraftClause).where(DraftClause.draft_id == subject.id)
        ).all()
    document = session.get_one(Document, subject.document_id)
    keys = clause_keys(session, document.id)
    found = sources(session, document.id, places, last)
    rows = []
    for place, number, _level in in_order(places, keys):
        fields = [found[place.clause_id, name] for name in (HEADING, BODY)]
        states = {locale: _worst({one.freshness(locale) for one in fields}) for locale in Locale}
        rows.append(CoverageRow(keys[place.clause_id], number, fields[0].original, states))
    return Coverage(document.authoritative_locale, tuple(rows))
