"""Reminders: a neutral letter a week of what is due, and one for each step of late minutes."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import select

from nswp_gov.accounts import queries as accounts
from nswp_gov.accounts.models import Person
from nswp_gov.accounts.operations import write_to
from nswp_gov.accounts.states import Role
from nswp_gov.bodies.states import Approval
from nswp_gov.directory.models import Representative
from nswp_gov.meetings import policy
from nswp_gov.meetings.models import Action, Meeting, Minutes
from nswp_gov.meetings.operations.minutes import minutes_rule
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.queries.desk import WRITE_UP
from nswp_gov.meetings.states import ActionState, MeetingState, MinutesState
from nswp_gov.store.errors import need
from nswp_gov.store.work import Work

LETTER, LATE = "meetings/reminder", "meetings/late"
AHEAD = timedelta(days=7)


def remind(work: Work) -> int:
    """Queue the week's reminders; return how many letters there are.

    Told are the owners of actions due within a week or late, and an organisation's people for its
    own: who was told this week already gets no second letter, however often this is done. Where
    the next step of minutes is late, whoever takes it is told once.

    Raises:
        Denied: only the secretariat.

    """
    need(policy.may_publish(work.actor))
    waiting = records.people(work.session, _owners(work))
    year, week, _day = work.today.isocalendar()
    told = sum(
        write_to(work, person, LETTER, key=f"reminder:{person.id}:{year}-{week}")
        for person in waiting.values()
    )
    return told + _tell_of_late_minutes(work)


def _owners(work: Work) -> set[uuid.UUID]:
    due = work.session.scalars(
        select(Action).where(Action.state == ActionState.OPEN, Action.due_on <= work.today + AHEAD)
    ).all()
    organisations = {row.organisation_id for row in due if row.organisation_id is not None}
    acting = work.session.scalars(
        select(Representative.person_id).where(
            Representative.organisation_id.in_(organisations),
            Representative.from_at <= work.now,
            (Representative.until_at.is_(None)) | (Representative.until_at > work.now),
        )
    )
    return {row.owner_id for row in due if row.owner_id is not None} | set(acting)


def _tell_of_late_minutes(work: Work) -> int:
    """Queue one letter a step to whoever takes it, once it is late; return how many were told.

    It goes in the first week after the day on which the step was due: then the desk alone tells.
    """
    rows = work.session.execute(
        select(Minutes, Meeting)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(Meeting.state == MeetingState.CLOSED, Minutes.state != MinutesState.PUBLISHED)
    )
    told = 0
    for minutes, meeting in rows.all():
        due = _due(work, meeting, minutes)
        if due is None or not due <= work.now < due + AHEAD:
            continue
        key = f"minutes:{minutes.id}:{minutes.state}"
        told += sum(
            write_to(
                work,
                person,
                LATE,
                values={"meeting": str(meeting.id)},
                key=f"{key}:{person.id}",
            )
            for person in _who_steps(work, meeting, minutes)
        )
    return told


def _due(work: Work, meeting: Meeting, minutes: Minutes) -> datetime | None:
    """Return when the next step of minutes was due; None: it waits for a later meeting."""
    if minutes.state is not MinutesState.CORRECTIONS:
        last = meeting.closed_at if minutes.state is MinutesState.DRAFT else minutes.approved_at
        return last and last + WRITE_UP
    rule = minutes_rule(work, meeting)
    if rule.approval is not Approval.CIRCULATION or minutes.circulated_at is None:
        return None
    return minutes.circulated_at + timedelta(days=rule.circulation_days) + WRITE_UP


def _who_steps(work: Work, meeting: Meeting, minutes: Minutes) -> list[Person]:
    """Return the note-takers, or the chair where none is named; who publishes: the office."""
    known = {uuid.UUID(one) for one in meeting.note_takers}
    if not known and meeting.chair_id is not None:
        known = {meeting.chair_id}
    if minutes.state is MinutesState.APPROVED or not known:
        return accounts.holders(work.session, [Role.SECRETARIAT], work.now)
    return list(records.people(work.session, known).values())
