"""Who has said that they have read which edition; shown to them and the secretariat alone."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nswp_gov.manual.models import Acknowledgement, Edition


def editions_read(
    session: Session, document_id: uuid.UUID, reader_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, int]:
    """Return, per organisation or officer, the newest edition that they have read."""
    rows = session.execute(
        select(Acknowledgement.reader_id, func.max(Edition.number))
        .join(Edition, Edition.id == Acknowledgement.edition_id)
        .where(Edition.document_id == document_id, Acknowledgement.reader_id.in_(reader_ids))
        .group_by(Acknowledgement.reader_id)
    )
    return {row[0]: row[1] for row in rows}


def due_of(
    session: Session, edition: Edition, reader_ids: Collection[uuid.UUID]
) -> frozenset[uuid.UUID]:
    """Return who is asked to read `edition`: those who have not seen its last change of meaning."""
    last = session.scalar(
        select(func.max(Edition.number)).where(
            Edition.document_id == edition.document_id,
            Edition.number <= edition.number,
            Edition.is_substantive,
        )
    )
    read = editions_read(session, edition.document_id, reader_ids)
    return frozenset(one for one in reader_ids if read.get(one, 0) < (last or 0))
