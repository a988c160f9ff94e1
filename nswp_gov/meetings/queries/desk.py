"""What is due in meetings, for one person."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.bodies.queries import Due
from nswp_gov.meetings import policy
from nswp_gov.meetings.models import Action, Attendance, Decision, Meeting, Minutes
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.states import OVER, MeetingState, MinutesState
from nswp_gov.store.actor import Actor
from nswp_gov.store.clock import civil_day
from nswp_gov.store.work import ZONE

AHEAD = timedelta(days=30)
WRITE_UP = timedelta(days=14)  # how long after a meeting its minutes are to be circulated


def due(session: Session, actor: Actor, now: datetime) -> list[Due]:
    """Return what waits for this person, as rows for their desk; at most five queries."""
    if actor.person_id is None:
        return []
    return [
        *_meetings(session, actor, now),
        *_minutes(session, actor, now),
        *_actions(session, actor),
        *_reviews(session, actor, now),
    ]


def _meetings(session: Session, actor: Actor, now: datetime) -> list[Due]:
    rows = session.scalars(
        select(Meeting).where(Meeting.state.not_in(OVER), Meeting.starts_at < now + AHEAD)
    )
    return [
        Due(
            label="due.call_meeting" if row.state is MeetingState.DRAFT else "due.meeting",
            due_at=row.starts_at,
            endpoint="meetings.meeting",
            values={"meeting_id": str(row.id)},
        )
        for row in rows
        if _concerns(actor, row)
    ]


def _concerns(actor: Actor, meeting: Meeting) -> bool:
    if meeting.state is MeetingState.DRAFT:
        return policy.may_plan(actor, meeting.chair_id).allowed
    return policy.may_see_room(actor, meeting).allowed


def _minutes(session: Session, actor: Actor, now: datetime) -> list[Due]:
    waiting = [MinutesState.DRAFT, MinutesState.CORRECTIONS, MinutesState.APPROVED]
    rows = session.execute(
        select(Minutes, Meeting)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(Meeting.state == MeetingState.CLOSED, Minutes.state.in_(waiting))
    ).all()
    came = set(
        session.scalars(
            select(Attendance.meeting_id).where(
                Attendance.person_id == actor.person_id,
                Attendance.arrived_at.is_not(None),
                Attendance.meeting_id.in_([meeting.id for _minutes, meeting in rows]),
            )
        )
    )
    found = []
    for minutes, meeting in rows:
        label, until = _step(actor, minutes, meeting, attended=meeting.id in came, now=now)
        if label and until is not None:
            values = {"meeting_id": str(meeting.id)}
            found.append(Due(label, until, "meetings.minutes", values))
    return found


def _step(
    actor: Actor, minutes: Minutes, meeting: Meeting, *, attended: bool, now: datetime
) -> tuple[str, datetime | None]:
    """Return what this person has to do with minutes, and until when."""
    if minutes.state is MinutesState.DRAFT:
        if policy.may_take_minutes(actor, meeting).allowed and meeting.closed_at is not None:
            return "due.circulate", meeting.closed_at + WRITE_UP
    elif minutes.state is MinutesState.CORRECTIONS:
        until = minutes.corrections_until
        if until is not None and attended and now < until:
            return "due.corrections", until
    elif policy.may_publish(actor).allowed and minutes.approved_at is not None:
        return "due.publish", minutes.approved_at + WRITE_UP
    return "", None


def _actions(session: Session, actor: Actor) -> list[Due]:
    own: list[Action] = records.actions(session, owner=actor, only_open=True)
    return [
        Due(
            label="due.action",
            due_at=_midnight(row.due_on),
            endpoint="meetings.actions",
            values={},
            words={"number": row.number},
        )
        for row in own
    ]


def _reviews(session: Session, actor: Actor, now: datetime) -> list[Due]:
    if not policy.may_publish(actor).allowed:
        return []
    rows = session.scalars(
        select(Decision).where(Decision.review_on <= civil_day(now + AHEAD, ZONE))
    )
    return [
        Due(
            label="due.review",
            due_at=_midnight(row.review_on),
            endpoint="meetings.decision",
            values={"decision_id": str(row.id)},
            words={"number": row.number},
        )
        for row in rows
        if row.review_on is not None
    ]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(ZONE))
