"""The glossary as readers, editors and checks have it: two queries for all of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.desk.checking import Term
from nswp_gov.desk.models import GlossaryTerm
from nswp_gov.desk.states import GLOSSARY, MEANING, NAME
from nswp_gov.rules.languages import Locale
from nswp_gov.store.texts import Reading, Text, TextRevision, reading_of, revisions_of, shown_in


@dataclass(frozen=True)
class Entry:
    """One term: its names by language, and what it means in the reader's."""

    row: GlossaryTerm
    names: Mapping[Locale, TextRevision]
    meaning: Reading | None
    texts: Mapping[str, uuid.UUID]  # by field

    @property
    def key(self) -> str:
        """Return by what it is known for good."""
        return self.row.key

    def name(self, locale: Locale) -> TextRevision:
        """Return what it is called in `locale`, else in English, else in any language."""
        first = next(iter(self.names.values()))
        return self.names.get(locale) or self.names.get(Locale.EN, first)

    def holds(self, words: str) -> bool:
        """Tell whether any of its names or its meaning holds these words."""
        said = [one.words for one in self.names.values()]
        said.append(self.meaning.words if self.meaning else "")
        return any(words.casefold() in one.casefold() for one in said)

    @property
    def term(self) -> Term:
        """Return it as a check needs it."""
        return Term(
            key=self.key,
            names={locale: one.words for locale, one in self.names.items()},
            avoid={
                Locale(code): tuple(words)
                for code, words in self.row.avoid.items()
                if code in set(Locale)
            },
        )


def entries(session: Session, locale: Locale, *, with_retired: bool = False) -> list[Entry]:
    """Return every term, in the order of its key."""
    query = select(GlossaryTerm).order_by(GlossaryTerm.key)
    if not with_retired:
        query = query.where(GlossaryTerm.is_retired.is_(False))
    return _entries(session, session.scalars(query).all(), locale)


def entry(session: Session, key: str, locale: Locale) -> Entry | None:
    """Return one term; None if there is none of that key."""
    rows = session.scalars(select(GlossaryTerm).where(GlossaryTerm.key == key)).all()
    return next(iter(_entries(session, rows, locale)), None)


def _entries(session: Session, rows: Iterable[GlossaryTerm], locale: Locale) -> list[Entry]:
    known = list(rows)
    query = select(Text).where(Text.subject_type == GLOSSARY)
    if len(known) == 1:
        query = query.where(Text.subject_id == known[0].id)
    texts = {(one.subject_id, one.field): one for one in session.scalars(query)}
    revisions = revisions_of(session, [one.id for one in texts.values()])
    found = []
    for row in known:
        name, meaning = texts.get((row.id, NAME)), texts.get((row.id, MEANING))
        if name is None:
            continue
        names = shown_in(revisions[name.id])
        held = {NAME: name.id} | ({MEANING: meaning.id} if meaning else {})
        said = reading_of(meaning, revisions[meaning.id], locale) if meaning else None
        found.append(Entry(row, names, said, held))
    return found


def terms(session: Session) -> list[Term]:
    """Return the glossary as checks need it."""
    return [one.term for one in entries(session, Locale.EN)]
