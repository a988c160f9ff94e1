"""What points at a clause: other clauses by reference, other records by a link."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from nswp_gov.manual.queries.books import Book, Entry
from nswp_gov.manual.queries.drafts import references
from nswp_gov.store.links import Link, links_to


def referring(book: Book, key: str) -> list[Entry]:
    """Return the clauses of a book whose words name the clause `key`, in order."""
    return [
        entry
        for entry in book.entries
        if entry.key != key
        and key in references(f"{entry.heading.words}\n{entry.body.words}\n{entry.body.original}")
    ]


def pointing(session: Session, clause_id: uuid.UUID) -> list[Link]:
    """Return the links of other records that end at a clause."""
    return links_to(session, "clause", clause_id)
