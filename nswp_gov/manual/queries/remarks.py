"""Remarks on a draft's clauses."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nswp_gov.manual.models import ClauseComment, Draft
from nswp_gov.store.errors import NotFound


def remarks_on(session: Session, draft: Draft, clause_id: uuid.UUID) -> Sequence[ClauseComment]:
    """Return the remarks on a clause, oldest first."""
    return session.scalars(
        select(ClauseComment)
        .where(ClauseComment.draft_id == draft.id, ClauseComment.clause_id == clause_id)
        .order_by(ClauseComment.written_at, ClauseComment.id)
    ).all()


def open_remarks(session: Session, draft: Draft) -> dict[uuid.UUID, int]:
    """Return how many remarks wait for an answer, by clause."""
    rows = session.execute(
        select(ClauseComment.clause_id, func.count())
        .where(ClauseComment.draft_id == draft.id, ClauseComment.settled_at.is_(None))
        .group_by(ClauseComment.clause_id)
    )
    return {row[0]: row[1] for row in rows}


def remark(session: Session, draft: Draft, remark_id: uuid.UUID) -> ClauseComment:
    """Return one remark on the draft.

    Raises:
        NotFound: the draft has no such remark.

    """
    found = session.get(ClauseComment, remark_id)
    if found is None or found.draft_id != draft.id:
        raise NotFound
    return found
