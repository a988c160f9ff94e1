"""Reading meetings, their items and texts."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.bodies.models import Body
from nswp_gov.bodies.states import BodyKind
from nswp_gov.meetings.models import (
    Action,
    AgendaItem,
    Attendance,
    Correction,
    Erratum,
    ItemTurn,
    Meeting,
    MeetingNotice,
    Minutes,
    Motion,
    Paper,
    Recusal,
    Vote,
)
from nswp_gov.meetings.states import ActionState, CorrectionState, MeetingState, MinutesState
from nswp_gov.rules.languages import Locale
from nswp_gov.store import texts
from nswp_gov.store.actor import Actor
from nswp_gov.store.links import Link, Relation
from nswp_gov.store.texts import Reading, Text

Readings = dict[uuid.UUID, dict[str, Reading]]  # record → field → what the reader gets


def meeting(session: Session, meeting_id: uuid.UUID) -> Meeting | None:
    """Return a meeting, or None."""
    return session.get(Meeting, meeting_id)


def meeting_and_kind(
    session: Session, meeting_id: uuid.UUID
) -> tuple[Meeting | None, BodyKind | None]:
    """Return a meeting and what kind of body it is of; one query, whether or not it is there."""
    row = session.execute(
        select(Meeting, Body.kind)
        .join(Body, Body.id == Meeting.body_id)
        .where(Meeting.id == meeting_id)
    ).first()
    return (row[0], row[1]) if row else (None, None)


def meetings(session: Session, body_ids: Iterable[uuid.UUID], limit: int = 50) -> list[Meeting]:
    """Return the meetings of some bodies, newest first."""
    return list(
        session.scalars(
            select(Meeting)
            .where(Meeting.body_id.in_(list(body_ids)))
            .order_by(Meeting.starts_at.desc())
            .limit(limit)
        )
    )


def items(session: Session, meeting_id: uuid.UUID, part: range | None = None) -> list[AgendaItem]:
    """Return the agenda in order; `part`: the numbers of the items that are asked for."""
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
    if part is not None:
        query = query.where(AgendaItem.position.between(part.start, part.stop - 1))
    return list(session.scalars(query.order_by(AgendaItem.position)))


def turns(session: Session, meeting_id: uuid.UUID) -> list[ItemTurn]:
    """Return which item was open from when until when, in order."""
    return list(
        session.scalars(
            select(ItemTurn).where(ItemTurn.meeting_id == meeting_id).order_by(ItemTurn.from_at)
        )
    )


def brought(session: Session, item_ids: Iterable[uuid.UUID]) -> list[Link]:
    """Return the links of what was laid before a meeting under its items, oldest first."""
    return list(
        session.scalars(
            select(Link)
            .where(
                Link.to_type == "agenda_item",
                Link.to_id.in_(list(item_ids)),
                Link.relation == Relation.COMPANION_OF,
            )
            .order_by(Link.recorded_at)
        )
    )


def notices(session: Session, meeting_id: uuid.UUID) -> list[MeetingNotice]:
    """Return the notices of a meeting in order."""
    return list(
        session.scalars(
            select(MeetingNotice)
            .where(MeetingNotice.meeting_id == meeting_id)
            .order_by(MeetingNotice.sequence)
        )
    )


def papers(session: Session, meeting_id: uuid.UUID) -> list[Paper]:
    """Return the papers of a meeting, in the order in which they came."""
    return list(
        session.scalars(
            select(Paper).where(Paper.meeting_id == meeting_id).order_by(Paper.added_at, Paper.id)
        )
    )


def meetings_of_minutes(session: Session, ids: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    """Return the meetings that some minutes are of."""
    return list(session.scalars(select(Minutes.meeting_id).where(Minutes.id.in_(list(ids)))))


def recusals(session: Session, meeting_id: uuid.UUID) -> list[Recusal]:
    """Return who takes no part in which item of a meeting."""
    return list(
        session.scalars(
            select(Recusal)
            .where(Recusal.meeting_id == meeting_id)
            .order_by(Recusal.declared_at, Recusal.id)
        )
    )


def recused(session: Session, item_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Return the people who take no part in an item."""
    return frozenset(session.scalars(select(Recusal.person_id).where(Recusal.item_id == item_id)))


def last_vote_at(session: Session, item_id: uuid.UUID, since: datetime) -> datetime | None:
    """Return when a vote was last taken on an item from an instant on, or None."""
    return session.scalar(
        select(Vote.taken_at)
        .join(Motion, Motion.id == Vote.motion_id)
        .where(Motion.item_id == item_id, Vote.taken_at >= since)
        .order_by(Vote.taken_at.desc())
        .limit(1)
    )


def minutes_of(session: Session, meeting_id: uuid.UUID) -> Minutes | None:
    """Return the minutes of a meeting, or None before it was opened."""
    return session.scalar(select(Minutes).where(Minutes.meeting_id == meeting_id))


def attendances(session: Session, meeting_id: uuid.UUID) -> list[Attendance]:
    """Return who came, who left and who sent apologies, in order of arrival."""
    rows = session.scalars(select(Attendance).where(Attendance.meeting_id == meeting_id))
    return sorted(rows, key=lambda row: (row.arrived_at is None, row.arrived_at, str(row.id)))


def attended(session: Session, meeting_id: uuid.UUID, person_id: uuid.UUID | None) -> bool:
    """Tell whether a person was at a meeting."""
    if person_id is None:
        return False
    return (
        session.scalar(
            select(Attendance.id)
            .where(
                Attendance.meeting_id == meeting_id,
                Attendance.person_id == person_id,
                Attendance.arrived_at.is_not(None),
            )
            .limit(1)
        )
        is not None
    )


def corrections(session: Session, minutes_id: uuid.UUID) -> list[Correction]:
    """Return what was asked to be corrected, oldest first."""
    return list(
        session.scalars(
            select(Correction)
            .where(Correction.minutes_id == minutes_id)
            .order_by(Correction.asked_at)
        )
    )


def open_corrections(session: Session, minutes_id: uuid.UUID) -> int:
    """Return how many corrections nobody has settled."""
    rows = corrections(session, minutes_id)
    return sum(row.state is CorrectionState.OPEN for row in rows)


def errata(session: Session, minutes_id: uuid.UUID) -> list[Erratum]:
    """Return the errata of minutes in order."""
    return list(
        session.scalars(
            select(Erratum).where(Erratum.minutes_id == minutes_id).order_by(Erratum.ordinal)
        )
    )


def actions(
    session: Session,
    *,
    body_ids: Iterable[uuid.UUID] | None = None,
    meeting_id: uuid.UUID | None = None,
    owner: Actor | None = None,
    only_open: bool = False,
) -> list[Action]:
    """Return actions by body, meeting or owner, those due first at the top."""
    query = select(Action).order_by(Action.due_on, Action.year, Action.ordinal)
    if body_ids is not None:
        query = query.where(Action.body_id.in_(list(body_ids)))
    if meeting_id is not None:
        query = query.where(Action.meeting_id == meeting_id)
    if owner is not None:
        query = query.where(owned_by(owner))
    if only_open:
        query = query.where(Action.state == ActionState.OPEN)
    return list(session.scalars(query))


def owned_by(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that an action is a person's, or of an organisation they act for."""
    return or_(Action.owner_id == actor.person_id, Action.organisation_id.in_(actor.member_of))


def to_approve(session: Session, body_id: uuid.UUID, before: datetime) -> list[Minutes]:
    """Return the minutes of a body's earlier meetings that wait for approval, oldest first."""
    return list(
        session.scalars(
            select(Minutes)
            .join(Meeting, Meeting.id == Minutes.meeting_id)
            .where(
                Meeting.body_id == body_id,
                Meeting.state == MeetingState.CLOSED,
                Meeting.starts_at < before,
                Minutes.state.in_([MinutesState.DRAFT, MinutesState.CORRECTIONS]),
            )
            .order_by(Meeting.starts_at)
        )
    )


def unfinished(session: Session, body_id: uuid.UUID, before: datetime) -> list[AgendaItem]:
    """Return the items that the body's last closed meeting did not get to."""
    last = session.scalar(
        select(Meeting.id)
        .where(
            Meeting.body_id == body_id,
            Meeting.state == MeetingState.CLOSED,
            Meeting.starts_at < before,
        )
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    )
    return [] if last is None else [row for row in items(session, last) if not row.is_done]


def people(session: Session, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Person]:
    """Return people by id; one query."""
    wanted = set(ids)
    if not wanted:
        return {}
    return {row.id: row for row in session.scalars(select(Person).where(Person.id.in_(wanted)))}


def texts_for(session: Session, ids: Mapping[str, Iterable[uuid.UUID]]) -> list[Text]:
    """Return every text of some records, given by type; one query."""
    wanted = [
        and_(Text.subject_type == kind, Text.subject_id.in_(known))
        for kind, rows in ids.items()
        if (known := list(rows))
    ]
    return list(session.scalars(select(Text).where(or_(*wanted)))) if wanted else []


def readings_of(
    session: Session, ids: Mapping[str, Iterable[uuid.UUID]], locale: Locale
) -> Readings:
    """Return the texts of some records as a reader of `locale` gets them; two queries."""
    rows = texts_for(session, ids)
    shown = texts.read(session, rows, locale)
    found: Readings = {}
    for row in rows:
        if row.id in shown:
            found.setdefault(row.subject_id, {})[row.field] = shown[row.id]
    return found


def readings(session: Session, kind: str, ids: Iterable[uuid.UUID], locale: Locale) -> Readings:
    """Return the texts of some records of one type; two queries."""
    return readings_of(session, {kind: ids}, locale)


def field_readings(
    session: Session, kind: str, field: str, ids: Iterable[uuid.UUID], locale: Locale
) -> dict[uuid.UUID, Reading]:
    """Return one text of each of some records; two queries, none where there are no records.

    Other texts of these records are not touched: they may be sealed while these are open.
    """
    wanted = list(ids)
    if not wanted:
        return {}
    rows = session.scalars(
        select(Text).where(
            Text.subject_type == kind, Text.field == field, Text.subject_id.in_(wanted)
        )
    ).all()
    shown = texts.read(session, rows, locale)
    return {row.subject_id: shown[row.id] for row in rows if row.id in shown}
