"""What a translator needs before them: the newest words in their language and their numbers."""

from __future__ import annotations

import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nswp_gov.rules.languages import Locale
from nswp_gov.store.texts import Text, TextRevision


def newest_numbers(session: Session, clause_id: uuid.UUID, locale: Locale) -> tuple[int, int]:
    """Return the newest revision of heading and body in one language, 0 where there is none."""
    rows = session.execute(
        select(Text.field, func.max(TextRevision.number))
        .join(TextRevision, TextRevision.text_id == Text.id)
        .where(
            Text.subject_type == "clause",
            Text.subject_id == clause_id,
            TextRevision.locale == locale,
        )
        .group_by(Text.field)
    )
    found = {row[0]: row[1] for row in rows}
    return found.get("heading", 0), found.get("body", 0)
