"""What freshness needs of every revision; the words stay where they are."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from nswp_gov.desk.cells import Revision
from nswp_gov.store.texts import Text, TextRevision

FEW = 500
Dated = tuple[datetime, Revision]


def revisions_by_text(
    session: Session, ids: Collection[uuid.UUID], kinds: Collection[str]
) -> dict[uuid.UUID, list[Revision]]:
    """Return every revision of some texts; one query. A long list of texts is not spelled out."""
    found: dict[uuid.UUID, list[Revision]] = defaultdict(list)
    for text_id, locale, number, made_from, *marks in session.execute(_within(_what(), ids, kinds)):
        found[text_id].append(Revision(locale, number, made_from or 0, *marks))
    return found


def dated_revisions(
    session: Session, ids: Collection[uuid.UUID], kinds: Collection[str]
) -> dict[uuid.UUID, list[Dated]]:
    """Return every revision of some texts with the instant it was written; one query.

    A long list of texts is not spelled out: then all texts of their `kinds` are read.
    """
    found: dict[uuid.UUID, list[Dated]] = defaultdict(list)
    query = _what().add_columns(TextRevision.written_at)
    for text_id, locale, number, made_from, *marks, at in session.execute(
        _within(query, ids, kinds)
    ):
        found[text_id].append((at, Revision(locale, number, made_from or 0, *marks)))
    return found


def _what() -> Select[*tuple[Any, ...]]:
    return select(
        TextRevision.text_id,
        TextRevision.locale,
        TextRevision.number,
        TextRevision.made_from,
        TextRevision.is_substantive,
        TextRevision.is_draft,
        TextRevision.is_machine_assisted,
        func.coalesce(func.trim(TextRevision.words_open) == "", False),
    )


def _within(
    query: Select[*tuple[Any, ...]], ids: Collection[uuid.UUID], kinds: Collection[str]
) -> Select[*tuple[Any, ...]]:
    if len(ids) <= FEW:
        return query.where(TextRevision.text_id.in_(ids))
    return query.join(Text, Text.id == TextRevision.text_id).where(Text.subject_type.in_(kinds))
