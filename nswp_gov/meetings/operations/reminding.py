"""Reminders: one neutral letter a week to each person for whom something is due."""

from __future__ import annotations

import uuid
from datetime import timedelta

from sqlalchemy import select

from nswp_gov.accounts.operations import write_to
from nswp_gov.directory.models import Representative
from nswp_gov.meetings import policy
from nswp_gov.meetings.models import Action, Meeting, Minutes
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.queries.desk import WRITE_UP
from nswp_gov.meetings.states import ActionState, MinutesState
from nswp_gov.store.errors import need
from nswp_gov.store.work import Work

LETTER = "meetings/reminder"
AHEAD = timedelta(days=7)


def remind(work: Work) -> int:
    """Queue the week's reminders; return to how many people one goes.

    Told are the owners of actions due within a week or late, an organisation's people for its
    own, and the note-takers of meetings whose minutes are late. Who was told this week already
    gets no second letter, however often this is done.

    Raises:
        Denied: only the secretariat.

    """
    need(policy.may_publish(work.actor))
    waiting = records.people(work.session, _owners(work) | _late(work))
    year, week, _day = work.today.isocalendar()
    return sum(
        write_to(work, person, LETTER, key=f"reminder:{person.id}:{year}-{week}")
        for person in waiting.values()
    )


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


def _late(work: Work) -> set[uuid.UUID]:
    """Return who takes the minutes of meetings that ended long ago and have only a draft."""
    rows = work.session.scalars(
        select(Meeting)
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .where(Minutes.state == MinutesState.DRAFT, Meeting.closed_at < work.now - WRITE_UP)
    )
    return {uuid.UUID(one) for row in rows for one in row.note_takers}
