"""Notices of a meeting. They say nothing of the network, of votes, or of the business."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from nswp_gov.accounts.operations import write_to
from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.models import Body
from nswp_gov.bodies.states import BodyKind
from nswp_gov.meetings.models import Meeting
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.queries.calendar import file_token
from nswp_gov.meetings.queries.presence import delegates_of, mandates, meeting_day
from nswp_gov.meetings.states import NoticeKind
from nswp_gov.store.work import Work

LETTERS = {
    NoticeKind.CALLED: "meetings/notice",
    NoticeKind.MOVED: "meetings/moved",
    NoticeKind.CANCELLED: "meetings/cancelled",
}
NOTICES = tuple(LETTERS.values())


def send_notices(
    work: Work,
    meeting: Meeting,
    kind: NoticeKind,
    sequence: int,
    also: Collection[uuid.UUID] = (),
) -> int:
    """Queue one letter for each person asked to come who has an address; return how many.

    A person without an address is told by the secretariat; the meeting is on their page. `also`:
    those who were asked before a change, and no longer are.
    """
    invited = records.people(work.session, {*people_invited(work, meeting), *also})
    values = {"meeting": str(meeting.id), "file": file_token(meeting.id)}
    key = f"meeting:{meeting.id}:notice:{sequence}"
    return sum(
        write_to(work, person, LETTERS[kind], values=values, key=f"{key}:{person.id}")
        for person in invited.values()
    )


def people_invited(work: Work, meeting: Meeting) -> set[uuid.UUID]:
    """Return who is asked to come: holders of seats, or delegates and alternates; note-takers."""
    body = work.session.get_one(Body, meeting.body_id)
    day = meeting_day(meeting)
    invited = {uuid.UUID(one) for one in meeting.note_takers}
    if body.kind is not BodyKind.ASSEMBLY:
        return invited | {row.person_id for row in bodies.holders(work.session, body.id, day)}
    organisations = mandates(work.session, body, day)
    return invited | delegates_of(work.session, organisations, work.now)


def send_written(work: Work, meeting: Meeting) -> int:
    """Queue one letter for each person who has a vote to answer with; return how many."""
    asked = records.people(work.session, people_invited(work, meeting))
    values, key = {"meeting": str(meeting.id)}, f"meeting:{meeting.id}:written"
    return sum(
        write_to(work, person, "meetings/written", values=values, key=f"{key}:{person.id}")
        for person in asked.values()
    )
