"""What happened to an organisation's record: who, when, before, after."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.directory.models import Organisation, ProfileValue
from nswp_gov.directory.queries.profile import SUBJECT
from nswp_gov.directory.states import Kind, ProfileField
from nswp_gov.store.journal import JournalEvent, Revision
from nswp_gov.store.texts import Text, TextRevision

RESTORED = frozenset({Kind.LINE, Kind.CHOICES, Kind.TEXT})


@dataclass(frozen=True, kw_only=True)
class Step:
    """One change of one field. `before` and `after` are values as kept; erased ones are None."""

    revision_id: uuid.UUID
    at: datetime
    actor_id: uuid.UUID | None
    kind: str
    field: ProfileField
    locale: str | None
    before: Any
    after: Any
    can_restore: bool


_FACTS = (ProfileField.NAME, ProfileField.COUNTRY, ProfileField.LEVEL)


def changes_of(session: Session, subject: Organisation, limit: int = 100) -> list[Step]:
    """Return the changes of a profile, newest first; four statements however many."""
    values = session.execute(
        select(ProfileValue.id, ProfileValue.field).where(
            ProfileValue.organisation_id == subject.id
        )
    )
    field_of = {row.id: row.field for row in values}
    texts = session.execute(
        select(TextRevision.id, Text.field, TextRevision.locale)
        .join(Text, Text.id == TextRevision.text_id)
        .where(Text.subject_type == SUBJECT, Text.subject_id == subject.id)
    )
    text_of = {row.id: (row.field, row.locale.value) for row in texts}
    ids = [subject.id, *field_of, *text_of]
    rows = session.execute(
        select(Revision, JournalEvent)
        .join(JournalEvent, JournalEvent.id == Revision.event_id)
        .where(Revision.entity_id.in_(ids))
        .order_by(Revision.event_id, Revision.number)
    ).all()
    steps: list[Step] = []
    last: dict[Any, Any] = {}
    for revision, happened in rows:
        for key, field, locale, value in _said(revision, field_of, text_of):
            before = last.get(key)
            last[key] = value
            if value != before:
                of = (field, locale)
                steps.append(_step(revision, happened, of, before, value))
    return steps[::-1][:limit]


def _step(
    revision: Revision,
    happened: JournalEvent,
    of: tuple[ProfileField, str | None],
    before: Any,
    after: Any,
) -> Step:
    field, locale = of
    return Step(
        revision_id=revision.id,
        at=happened.at,
        actor_id=happened.actor_id,
        kind=happened.kind,
        field=field,
        locale=locale,
        before=before,
        after=after,
        can_restore=field.kind in RESTORED and bool(after),
    )


def _said(
    revision: Revision,
    field_of: dict[uuid.UUID, ProfileField],
    text_of: dict[uuid.UUID, tuple[str, str]],
) -> Sequence[tuple[Any, ProfileField, str | None, Any]]:
    """Return what one revision says: (key of the fact, field, language, value)."""
    body = revision.body or {}
    if revision.entity == "organisation":
        return [(field, field, None, body.get(field.value)) for field in _FACTS]
    if revision.entity_id in field_of:
        field = field_of[revision.entity_id]
        return [] if field.kind is Kind.TEXT else [(field, field, None, body.get("value"))]
    if revision.entity_id in text_of:
        name, locale = text_of[revision.entity_id]
        key = (name, locale)
        return [(key, ProfileField(name), locale, body.get("words_sealed"))]
    return []
