"""Taking no part in an item because of an interest."""

from __future__ import annotations

import uuid

from nswp_gov.meetings import policy
from nswp_gov.meetings.models import AgendaItem, Meeting, Recusal
from nswp_gov.meetings.operations.agenda import expect
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.states import MeetingState
from nswp_gov.store.errors import DomainError, need
from nswp_gov.store.work import Work


class AlreadyRecused(DomainError):
    """It is noted already that the person takes no part in this item."""

    code = "already_recused"


class VotedBefore(DomainError):
    """A vote was taken on the item: who was counted then stays as it was."""

    code = "voted_before"


def recuse(
    work: Work, meeting: Meeting, item: AgendaItem, person_id: uuid.UUID, *, why: str = ""
) -> Recusal:
    """Note that a person has an interest in an item: from now on they are not counted on it.

    Raises:
        Denied: only the person, and the note-takers.
        WrongState: the meeting was not called, or is over.
        AlreadyRecused: it is noted already.

    """
    need(policy.may_recuse(work.actor, meeting, person_id))
    expect(meeting, "recuse", MeetingState.CALLED, MeetingState.UNDER_WAY)
    if person_id in records.recused(work.session, item.id):
        raise AlreadyRecused
    row = Recusal(
        meeting_id=meeting.id,
        item_id=item.id,
        person_id=person_id,
        why=why.strip() or None,
        declared_at=work.now,
    )
    work.session.add(row)
    work.record("meetings.interest_declared", row)
    return row


def unrecuse(work: Work, meeting: Meeting, recusal: Recusal) -> None:
    """Take a recusal back that was noted by mistake.

    Raises:
        Denied: only the note-takers and the chair.
        WrongState: the meeting is over.
        VotedBefore: a vote was taken on the item since.

    """
    need(policy.may_take_minutes(work.actor, meeting))
    expect(meeting, "unrecuse", MeetingState.CALLED, MeetingState.UNDER_WAY)
    if records.last_vote_at(work.session, recusal.item_id, recusal.declared_at):
        raise VotedBefore
    work.session.delete(recusal)
    work.record("meetings.interest_taken_back", recusal)
