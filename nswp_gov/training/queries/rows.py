"""The rows of this room, one by one and in their order."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.store.base import Base
from nswp_gov.store.errors import NotFound
from nswp_gov.store.ids import ALPHABET, token_hash
from nswp_gov.training.models import (
    Call,
    Certificate,
    Criterion,
    DayOfAction,
    Event,
    Lesson,
    Module,
    Participant,
    PlaceApplication,
    Presence,
    Programme,
    Teacher,
)
from nswp_gov.training.states import CODE_LENGTH

R = TypeVar("R", bound=Base)
NEUTRAL_DIGITS = 14  # of the hash, hexadecimal: 56 bits fit into twelve signs


def found(session: Session, model: type[R], row_id: uuid.UUID) -> R:
    """Return a row of a table.

    Raises:
        NotFound: there is none.

    """
    row = session.get(model, row_id)
    if row is None:
        raise NotFound
    return row


def _all(session: Session, model: type[R], *where: Any, order: Sequence[Any]) -> list[R]:
    return list(session.scalars(select(model).where(*where).order_by(*order)))


def programme_by_slug(session: Session, slug: str) -> Programme:
    """Return the programme with this part in its address.

    Raises:
        NotFound: there is none.

    """
    row = session.scalar(select(Programme).where(Programme.slug == slug))
    if row is None:
        raise NotFound
    return row


def programmes(session: Session) -> list[Programme]:
    """Return every programme, whatever its state."""
    return _all(session, Programme, order=[Programme.slug])


def modules(session: Session, programme_id: uuid.UUID) -> list[Module]:
    """Return the modules of a programme in their order."""
    return _all(session, Module, Module.programme_id == programme_id, order=[Module.position])


def events_of(session: Session, programme_id: uuid.UUID) -> list[Event]:
    """Return the events of a programme, the first first."""
    return _all(session, Event, Event.programme_id == programme_id, order=[Event.starts_at])


def lessons(session: Session, event_id: uuid.UUID) -> list[Lesson]:
    """Return the lessons of an event, the first first."""
    order = [Lesson.starts_at, Lesson.id]
    return _all(session, Lesson, Lesson.event_id == event_id, order=order)


def teachers(session: Session, event_id: uuid.UUID) -> list[Teacher]:
    """Return the faculty of an event."""
    return _all(session, Teacher, Teacher.event_id == event_id, order=[Teacher.id])


def teacher_by_token(session: Session, token: str) -> Teacher:
    """Return whoever has this link.

    Raises:
        NotFound: nobody has.

    """
    row = session.scalar(select(Teacher).where(Teacher.token_hash == token_hash(token)))
    if row is None:
        raise NotFound
    return row


def calls_of(session: Session, event_ids: Iterable[uuid.UUID]) -> list[Call]:
    """Return the calls of some events, by the day on which they close."""
    return _all(session, Call, Call.event_id.in_(list(event_ids)), order=[Call.closes_at, Call.id])


def criteria(session: Session, call_id: uuid.UUID) -> list[Criterion]:
    """Return the criteria of a call in their order."""
    return _all(session, Criterion, Criterion.call_id == call_id, order=[Criterion.position])


def applications(session: Session, call_id: uuid.UUID) -> list[PlaceApplication]:
    """Return the applications for a call: by region, the waiting ones in their order."""
    rows = _all(
        session, PlaceApplication, PlaceApplication.call_id == call_id,
        order=[PlaceApplication.region, PlaceApplication.received_at, PlaceApplication.id],
    )  # fmt: skip
    return sorted(rows, key=lambda row: (row.region, row.waits or 0))


def application_of(
    session: Session, call_id: uuid.UUID, organisation_id: uuid.UUID
) -> PlaceApplication | None:
    """Return the application of an organisation for a call, or None."""
    return session.scalar(
        select(PlaceApplication).where(
            PlaceApplication.call_id == call_id,
            PlaceApplication.organisation_id == organisation_id,
        )
    )


def applications_by(
    session: Session, organisations: Iterable[uuid.UUID]
) -> list[tuple[PlaceApplication, Call, Event]]:
    """Return what some organisations applied for, the newest event first."""
    rows = session.execute(
        select(PlaceApplication, Call, Event)
        .join(Call, Call.id == PlaceApplication.call_id)
        .join(Event, Event.id == Call.event_id)
        .where(PlaceApplication.organisation_id.in_(list(organisations)))
        .order_by(Event.starts_at.desc(), PlaceApplication.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def participants(session: Session, event_id: uuid.UUID) -> list[Participant]:
    """Return those who come to an event and have not left it."""
    where = [Participant.event_id == event_id, Participant.left_at.is_(None)]
    rows = _all(session, Participant, *where, order=[Participant.region, Participant.id])
    return sorted(rows, key=lambda row: (row.region or "", row.country or "", row.name or ""))


def sent_by(session: Session, application_id: uuid.UUID) -> list[Participant]:
    """Return whom an organisation sends by one application, in a fixed order."""
    where = [Participant.application_id == application_id, Participant.left_at.is_(None)]
    return _all(session, Participant, *where, order=[Participant.id])


def presences(session: Session, lesson_ids: Iterable[uuid.UUID]) -> list[Presence]:
    """Return who was in some lessons."""
    return _all(session, Presence, Presence.lesson_id.in_(list(lesson_ids)), order=[Presence.id])


def certificates(session: Session, event_id: uuid.UUID) -> list[Certificate]:
    """Return the certificates of an event, revoked ones too."""
    order = [Certificate.issued_on, Certificate.id]
    return _all(session, Certificate, Certificate.event_id == event_id, order=order)


def plain_code(typed: str) -> str:
    """Return the code of a certificate as it is kept, however it was typed."""
    return "".join(one for one in typed.casefold() if one in ALPHABET)


def certificate_by_code(session: Session, typed: str) -> Certificate | None:
    """Return the certificate with this code, or None; readable while the key is away."""
    code = plain_code(typed)
    return session.scalar(select(Certificate).where(Certificate.code_hash == token_hash(code)))


def neutral_code(row: Certificate) -> str:
    """Return the code of the neutral paper: it follows from the hash, and leads to no other code.

    Whoever has it learns that the paper is genuine, and not for what.
    """
    number, said = int(row.code_hash[:NEUTRAL_DIGITS], 16), ""
    for _sign in range(CODE_LENGTH):
        number, at = divmod(number, len(ALPHABET))
        said += ALPHABET[at]
    return said


def certificate_by_neutral_code(session: Session, typed: str) -> Certificate | None:
    """Return the certificate whose neutral paper has this code, or None; no key is needed."""
    code = plain_code(typed)
    number = 0
    for sign in reversed(code):
        number = number * len(ALPHABET) + ALPHABET.index(sign)
    first = f"{number:0{NEUTRAL_DIGITS}x}"
    if len(code) != CODE_LENGTH or len(first) != NEUTRAL_DIGITS:
        return None
    return session.scalar(select(Certificate).where(Certificate.code_hash.startswith(first)))


def days_of_action(session: Session) -> list[DayOfAction]:
    """Return the days of action in the order of the year."""
    return _all(session, DayOfAction, order=[DayOfAction.month, DayOfAction.day])
