"""Who was asked by name to write a document's drafts or to translate them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from nswp_gov.manual.models import Hand
from nswp_gov.manual.states import HandTask
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import Actor


def _at(at: datetime) -> ColumnElement[bool]:
    return (Hand.from_at <= at) & or_(Hand.until_at.is_(None), Hand.until_at > at)


def hands_of(session: Session, document_id: uuid.UUID, at: datetime) -> Sequence[Hand]:
    """Return who holds a task at an instant, the longest first."""
    return session.scalars(
        select(Hand).where(Hand.document_id == document_id, _at(at)).order_by(Hand.from_at, Hand.id)
    ).all()


def _held(session: Session, actor: Actor, document_id: uuid.UUID, at: datetime) -> Sequence[Hand]:
    if actor.person_id is None:
        return ()
    return [one for one in hands_of(session, document_id, at) if one.person_id == actor.person_id]


def is_editor(session: Session, actor: Actor, document_id: uuid.UUID, at: datetime) -> bool:
    """Tell whether the actor was named to write this document's drafts."""
    rows = _held(session, actor, document_id, at)
    return any(one.task is HandTask.EDITOR for one in rows)


def translates(
    session: Session, actor: Actor, document_id: uuid.UUID, at: datetime
) -> frozenset[Locale]:
    """Return the languages into which this document's drafts were given to the actor."""
    rows = _held(session, actor, document_id, at)
    return frozenset(one.locale for one in rows if one.locale is not None)


def documents_in_hand(session: Session, person_id: uuid.UUID, at: datetime) -> frozenset[uuid.UUID]:
    """Return the documents on which a person was asked to work."""
    return frozenset(
        session.scalars(select(Hand.document_id).where(Hand.person_id == person_id, _at(at)))
    )
