"""Who has to say that they have read an edition, who is late, and what one reader has seen."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.states import BodyKind
from nswp_gov.manual.models import Bookmark, Clause, Edition, EditionClause
from nswp_gov.manual.queries.acknowledged import due_of
from nswp_gov.manual.states import Capacity
from nswp_gov.membership.queries import register_as_at
from nswp_gov.membership.states import VOTING_STANDINGS

TIME_TO_READ = timedelta(days=30)  # from the day on which an edition is in force
AHEAD = timedelta(days=60)  # before a review is due it is on the desk


@dataclass(frozen=True, slots=True)
class Late:
    """An organisation or an officer whose word that they have read is missing."""

    reader_id: uuid.UUID
    capacity: Capacity
    due_on: date

    def is_late(self, day: date) -> bool:
        """Tell whether the time is over."""
        return day > self.due_on


def asked(session: Session, day: date) -> dict[uuid.UUID, Capacity]:
    """Return who is asked to read: members in good standing, and those who hold an office."""
    found = {
        line.organisation_id: Capacity.ORGANISATION
        for line in register_as_at(session, day)
        if line.standing in VOTING_STANDINGS
    }
    for body in bodies.bodies(session):
        if body.kind is not BodyKind.ASSEMBLY:
            for holder in bodies.holders(session, body.id, day):
                found[holder.person_id] = Capacity.OFFICER
    return found


def read_by(session: Session, edition: Edition) -> date:
    """Return until when everybody is to have read what the edition says.

    The time runs from the last edition that changed a meaning: later corrections give no more.
    """
    last = session.scalar(
        select(func.max(Edition.from_on)).where(
            Edition.document_id == edition.document_id,
            Edition.number <= edition.number,
            Edition.is_substantive,
            Edition.void_at.is_(None),
        )
    )
    return (last or edition.from_on) + TIME_TO_READ


def waited_for(session: Session, edition: Edition, day: date) -> list[Late]:
    """Return everybody whose word is missing for an edition in force; two queries and the lists."""
    readers = asked(session, day)
    due = due_of(session, edition, list(readers))
    until = read_by(session, edition)
    return [Late(one, readers[one], until) for one in readers if one in due]


def bookmark(session: Session, document_id: uuid.UUID, person_id: uuid.UUID) -> Bookmark | None:
    """Return where a person said they had read up to."""
    return session.scalar(
        select(Bookmark).where(Bookmark.document_id == document_id, Bookmark.person_id == person_id)
    )


@dataclass(frozen=True, slots=True)
class Review:
    """A clause in force that somebody is to look at again by a day."""

    document_id: uuid.UUID
    clause_id: uuid.UUID
    key: str
    review_on: date


def reviews_due(session: Session, day: date) -> Sequence[Review]:
    """Return the clauses in force whose day of review is near or past, the longest past first."""
    rows = session.execute(
        select(Clause.document_id, Clause.id, Clause.key, Clause.review_on)
        .join(EditionClause, EditionClause.clause_id == Clause.id)
        .join(Edition, Edition.id == EditionClause.edition_id)
        .where(
            Clause.review_on <= day + AHEAD,
            Edition.from_on <= day,
            (Edition.until_on.is_(None)) | (Edition.until_on > day),
            Edition.void_at.is_(None),
        )
        .order_by(Clause.review_on, Clause.key)
    )
    return [Review(row[0], row[1], row[2], row[3]) for row in rows if row[3] is not None]
