"""Drafts: which is under way, what it holds, whether it can be published."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.manual.models import Clause, Document, Draft, DraftClause, Edition
from nswp_gov.manual.queries.books import Entry, book_of_edition, books_of
from nswp_gov.manual.states import DraftState
from nswp_gov.meetings.models import AgendaItem, Meeting
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import NotFound
from nswp_gov.store.journal import canonical_json

REFERENCE = re.compile(r"\[\[([a-z0-9][a-z0-9-]*)(?:\|([^\]|]+))?\]\]")

# A number written out by hand: after § any, after a word for "clause" one with a point in it.
_BY_NUMBER = re.compile(
    r"(?:§+\s*(\d+(?:\.\d+)*))"
    r"|(?:(?:\b(?:clauses?|articles?|artículos?|cláusulas?|пункт\w*|стать\w*)\s+|第)"
    r"(\d+(?:\.\d+)+))",
    re.IGNORECASE,
)


def draft_under_way(session: Session, document_id: uuid.UUID) -> Draft | None:
    """Return the draft that is being written or lies before a meeting, or None."""
    return session.scalar(
        select(Draft).where(
            Draft.document_id == document_id,
            Draft.state.in_((DraftState.OPEN, DraftState.SUBMITTED)),
        )
    )


def drafts_of(session: Session, document_id: uuid.UUID) -> Sequence[Draft]:
    """Return every draft that a document ever had, in the order of the editions they began from."""
    rows = session.scalars(select(Draft).where(Draft.document_id == document_id))
    return sorted(rows, key=lambda row: (row.submitted_at is None, row.submitted_at, row.id))


def proposals(session: Session) -> list[tuple[Draft, Meeting]]:
    """Return the drafts that lie before a meeting as an item of its agenda, with the meeting."""
    rows = session.execute(
        select(Draft, Meeting)
        .join(AgendaItem, AgendaItem.id == Draft.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(Draft.state == DraftState.SUBMITTED)
    )
    return [(row[0], row[1]) for row in rows]


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
    books = books_of(session, draft)
    found: dict[DeadReference, None] = {}
    for book in books.values():
        known = book.by_key()
        for entry in book.entries:
            for reference, locale in _named(entry):
                if reference not in known:
                    found[DeadReference(entry.key, reference, locale)] = None
    return tuple(found)


def numbers_in(words: str) -> tuple[str, ...]:
    """Return the clause numbers that a text writes out by hand, such as `§ 2.3`."""
    bare = REFERENCE.sub("", words)
    return tuple(match[1] or match[2] for match in _BY_NUMBER.finditer(bare))


def renumbered_references(session: Session, draft: Draft) -> tuple[DeadReference, ...]:
    """Return every number written out by hand that would name another clause than it did.

    Numbers that named no clause of the edition before (of another law, say) are not ours.
    """
    base = session.get(Edition, draft.based_on_id) if draft.based_on_id else None
    if base is None:
        return ()
    found: dict[DeadReference, None] = {}
    source = session.get_one(Document, draft.document_id).authoritative_locale
    before = {one.number: one.key for one in book_of_edition(session, base, source).entries}
    for book in books_of(session, draft).values():
        now = {one.number: one.key for one in book.entries}
        for entry in book.entries:
            for wording in (entry.heading, entry.body):
                for number in numbers_in(wording.words):
                    if number in before and now.get(number) != before[number]:
                        found[DeadReference(entry.key, number, wording.locale)] = None
    return tuple(found)


def _named(entry: Entry) -> list[tuple[str, Locale]]:
    return [
        (reference, wording.locale)
        for wording in (entry.heading, entry.body)
        for reference in references(wording.words)
    ]
