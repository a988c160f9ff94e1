"""The files that belong to clauses, in an edition or a draft."""

from __future__ import annotations

import uuid
from collections import defaultdict

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from nswp_gov.manual.models import Attachment, Clause, Draft, Edition
from nswp_gov.store.errors import NotFound


def next_number(session: Session, draft: Draft) -> int:
    """Return the number of the edition that the draft would be."""
    base = session.get(Edition, draft.based_on_id) if draft.based_on_id else None
    return base.number + 1 if base else 1


def attachments_of(
    session: Session, document_id: uuid.UUID, number: int
) -> dict[uuid.UUID, list[Attachment]]:
    """Return the attachments by clause, in an edition or in the draft of the next one."""
    rows = session.scalars(
        select(Attachment)
        .join(Clause, Clause.id == Attachment.clause_id)
        .where(
            Clause.document_id == document_id,
            Attachment.from_number <= number,
            or_(Attachment.until_number.is_(None), Attachment.until_number > number),
        )
        .order_by(Attachment.title, Attachment.id)
    )
    found: dict[uuid.UUID, list[Attachment]] = defaultdict(list)
    for row in rows:
        found[row.clause_id].append(row)
    return dict(found)


def attachment_in(
    session: Session, document_id: uuid.UUID, number: int, attachment_id: uuid.UUID
) -> Attachment:
    """Return one attachment as an edition or the draft of the next one has it.

    Raises:
        NotFound: that edition has no such attachment.

    """
    every = attachments_of(session, document_id, number).values()
    found = next((row for rows in every for row in rows if row.id == attachment_id), None)
    if found is None:
        raise NotFound
    return found
