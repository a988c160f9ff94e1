"""Notices of a meeting. They say nothing of the network, of votes, or of the business."""

from __future__ import annotations

import uuid

from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.models import Body
from nswp_gov.bodies.states import BodyKind
from nswp_gov.meetings.models import Meeting
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.queries.presence import delegates_of, mandates, meeting_day
from nswp_gov.store.work import Work

LETTER = "meetings/notice"


def send_notices(work: Work, meeting: Meeting) -> int:
    """Queue one letter for each person asked to come who has an address; return how many.

    A person without an address is told by the secretariat; the meeting is on their page.
    """
    invited = records.people(work.session, people_invited(work, meeting))
    reached = [person for person in invited.values() if person.email and not person.is_closed]
    for person in reached:
        assert person.email is not None
        work.post(
            to=person.email,
            letter=LETTER,
            locale=person.locale.value,
            values={"meeting": str(meeting.id)},
            key=f"meeting:{meeting.id}:notice:{person.id}",
            person_id=person.id,
        )
    return len(reached)


def people_invited(work: Work, meeting: Meeting) -> set[uuid.UUID]:
    """Return who is asked to come: holders of seats, or delegates and alternates; note-takers."""
    body = work.session.get_one(Body, meeting.body_id)
    day = meeting_day(meeting)
    invited = {uuid.UUID(one) for one in meeting.note_takers}
    if body.kind is not BodyKind.ASSEMBLY:
        return invited | {row.person_id for row in bodies.holders(work.session, body.id, day)}
    organisations = mandates(work.session, body, day)
    return invited | delegates_of(work.session, organisations, work.now)
