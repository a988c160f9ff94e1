"""Drafts: which is under way, what it holds, whether it can be published."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.manual.models import Clause, Draft, DraftClause
from nswp_gov.manual.queries.books import Book, Entry, book_of_draft
from nswp_gov.manual.states import DraftState
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import NotFound
from nswp_gov.store.journal import canonical_json

REFERENCE = re.compile(r"\[\[([a-z0-9][a-z0-9-]*)(?:\|([^\]|]+))?\]\]")


def draft_under_way(session: Session, document_id: uuid.UUID) -> Draft | None:
    """Return the draft that is being written or lies before a meeting, or None."""
    return session.scalar(
        select(Draft).where(
            Draft.document_id == document_id,
            Draft.state.in_((DraftState.OPEN, DraftState.SUBMITTED)),
        )
    )


def draft_by_id(session: Session, draft_id: uuid.UUID) -> Draft:
    """Return a draft.

    Raises:
        NotFound: there is none.

    """
    found = session.get(Draft, draft_id)
    if found is None:
        raise NotFound
    return found


def places_of(session: Session, draft: Draft) -> Sequence[DraftClause]:
    """Return the clauses of a draft, siblings in order."""
    return session.scalars(
        select(DraftClause)
        .where(DraftClause.draft_id == draft.id)
        .order_by(DraftClause.position, DraftClause.id)
    ).all()


def clause_by_key(session: Session, document_id: uuid.UUID, key: str) -> Clause:
    """Return a clause that the document has or once had.

    Raises:
        NotFound: there never was one of that key.

    """
    found = session.scalar(
        select(Clause).where(Clause.document_id == document_id, Clause.key == key)
    )
    if found is None:
        raise NotFound
    return found


def place_of(session: Session, draft: Draft, key: str) -> DraftClause:
    """Return a clause as the draft has it.

    Raises:
        NotFound: the draft has no clause of that key.

    """
    found = session.scalar(
        select(DraftClause)
        .join(Clause, Clause.id == DraftClause.clause_id)
        .where(DraftClause.draft_id == draft.id, Clause.key == key)
    )
    if found is None:
        raise NotFound
    return found


def fingerprint(session: Session, draft: Draft) -> str:
    """Return a value that is another as soon as anything in the draft is another."""
    state = sorted(
        (
            str(place.clause_id),
            str(place.parent_id),
            place.position,
            place.heading_revision,
            place.body_revision,
            place.is_substantive,
        )
        for place in places_of(session, draft)
    )
    return hashlib.sha256(canonical_json(state)).hexdigest()


@dataclass(frozen=True, slots=True)
class DeadReference:
    """A clause whose words in one language name a clause that is not there."""

    key: str
    reference: str
    locale: Locale


def references(words: str) -> tuple[str, ...]:
    """Return the keys that `[[key]]` and `[[key|words]]` in a text name."""
    return tuple(match[1] for match in REFERENCE.finditer(words))


def dead_references(session: Session, draft: Draft) -> tuple[DeadReference, ...]:
    """Return every reference, in any language, that would lead nowhere."""
    books: Mapping[Locale, Book] = {
        locale: book_of_draft(session, draft, locale) for locale in Locale
    }
    found: dict[DeadReference, None] = {}
    for book in books.values():
        known = book.by_key()
        for entry in book.entries:
            for reference, locale in _named(entry):
                if reference not in known:
                    found[DeadReference(entry.key, reference, locale)] = None
    return tuple(found)


def _named(entry: Entry) -> list[tuple[str, Locale]]:
    return [
        (reference, wording.locale)
        for wording in (entry.heading, entry.body)
        for reference in references(wording.words)
    ]
