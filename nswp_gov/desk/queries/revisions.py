"""What freshness needs of every revision; the words stay where they are."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nswp_gov.desk.cells import Revision
from nswp_gov.store.texts import Text, TextRevision

FEW = 500
Dated = tuple[datetime, Revision]


def revisions_by_text(
    session: Session, ids: Collection[uuid.UUID], kinds: Collection[str]
) -> dict[uuid.UUID, list[Dated]]:
    """Return every revision of some texts with the instant it was written; one query.

    A long list of texts is not spelled out: then all texts of their `kinds` are read.
    """
    query = select(
        TextRevision.text_id,
        TextRevision.written_at,
        TextRevision.locale,
        TextRevision.number,
        TextRevision.made_from,
        TextRevision.is_substantive,
        TextRevision.is_draft,
        TextRevision.is_machine_assisted,
        func.trim(TextRevision.words_open) == "",
    )
    if len(ids) <= FEW:
        query = query.where(TextRevision.text_id.in_(ids))
    else:
        query = query.join(Text, Text.id == TextRevision.text_id)
        query = query.where(Text.subject_type.in_(kinds))
    found: dict[uuid.UUID, list[Dated]] = defaultdict(list)
    for text_id, at, locale, number, source, weighs, draft, machine, empty in session.execute(
        query
    ):
        one = Revision(locale, number, source or 0, weighs, draft, machine, bool(empty))
        found[text_id].append((at, one))
    return found
