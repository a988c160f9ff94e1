"""What the translation desk has to know of the texts of consultations."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.consultations.models import Consultation
from nswp_gov.consultations.policy import readers_of
from nswp_gov.consultations.queries.rows import KINDS, titles
from nswp_gov.consultations.states import State
from nswp_gov.rules.languages import Locale
from nswp_gov.store.text_kinds import Importance, Subject

Subjects = Callable[[Session, Collection[uuid.UUID], Locale], dict[uuid.UUID, Subject]]


def subjects_of(kind: str) -> Subjects:
    """Return what gives, for many records of one kind, the consultation that each belongs to."""

    def subjects(
        session: Session, ids: Collection[uuid.UUID], locale: Locale
    ) -> dict[uuid.UUID, Subject]:
        owners = _owners(session, kind, list(ids))
        rows = session.scalars(
            select(Consultation).where(Consultation.id.in_(set(owners.values())))
        ).all()
        named = titles(session, rows, locale)
        known = {row.id: _subject(row, named[row.id].words, named[row.id].locale) for row in rows}
        return {one: known[owner] for one, owner in owners.items() if owner in known}

    return subjects


def _owners(session: Session, kind: str, ids: list[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    if kind == "consultation":
        return {one: one for one in ids}
    model = KINDS[kind]
    rows = session.execute(select(model.id, model.consultation_id).where(model.id.in_(ids)))  # type: ignore[attr-defined]  # every part names its whole
    return {row[0]: row[1] for row in rows}


def _subject(row: Consultation, title: str, locale: Locale) -> Subject:
    is_running = row.state in (State.DRAFT, State.OPEN)
    return Subject(
        title=title,
        title_locale=locale,
        audience=readers_of(row.state, row.readers),
        endpoint="consultations.one",
        values=(("slug", row.slug),),
        importance=Importance.HIGH if is_running else Importance.USUAL,
        due_at=row.closes_at if row.state is State.OPEN else None,
    )
