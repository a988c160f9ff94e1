"""Calling a meeting, moving it, calling it off: each tells those who are asked to come."""

from __future__ import annotations

from datetime import datetime

from nswp_gov.meetings import policy
from nswp_gov.meetings.models import Meeting, MeetingNotice
from nswp_gov.meetings.operations.agenda import expect, said
from nswp_gov.meetings.operations.letters import people_invited, send_notices
from nswp_gov.meetings.operations.planning import check_time
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.queries.presence import notice_given
from nswp_gov.meetings.states import MEETING, MeetingState, NoticeKind
from nswp_gov.store.errors import DomainError, need
from nswp_gov.store.work import Work


class NoticeTooShort(DomainError):
    """The body's rule asks for more days of notice, and nobody said why it may be shorter."""

    code = "notice_too_short"


class EmptyAgenda(DomainError):
    """A meeting cannot be called without business."""

    code = "empty_agenda"


def call_meeting(work: Work, meeting: Meeting, *, short_notice: str = "") -> int:
    """Send the notices; return how many letters. `short_notice`: why the notice may be shorter.

    Raises:
        Denied: only the secretariat, or the chair of the body.
        WrongState: it was called before.
        EmptyAgenda: nothing is to be discussed.
        NoticeTooShort: the rule asks for more days and no reason was given.

    """
    need(policy.may_plan(work.actor, meeting.chair_id))
    expect(meeting, "call", MeetingState.DRAFT)
    if not records.items(work.session, meeting.id):
        raise EmptyAgenda
    _check_notice(work, meeting, short_notice)
    meeting.state = MEETING.after(meeting.state, "call")
    meeting.called_at = work.now
    number = _note(work, meeting, NoticeKind.CALLED)
    letters = send_notices(work, meeting, NoticeKind.CALLED, number)
    work.record("meetings.meeting_called", meeting)
    return letters


def _check_notice(work: Work, meeting: Meeting, short_notice: str) -> None:
    given, needed = notice_given(work.session, meeting, work.today)
    if given < needed and not short_notice.strip():
        raise NoticeTooShort(field="short_notice", given=given, needed=needed)
    meeting.short_notice = short_notice.strip() or None


def move_meeting(
    work: Work,
    meeting: Meeting,
    *,
    starts_at: datetime,
    zone: str,
    place: str,
    short_notice: str = "",
) -> int:
    """Give a meeting another time or place; return how many were told (none before the call).

    The rule's days of notice count again from today.

    Raises:
        Denied: only the secretariat, or the chair of the body.
        WrongState: it has begun, or was called off.
        Unfit: no such time zone, or the time is past.
        NoticeTooShort: as `call_meeting`.

    """
    need(policy.may_plan(work.actor, meeting.chair_id))
    expect(meeting, "move", MeetingState.DRAFT, MeetingState.CALLED)
    check_time(work, starts_at, zone)
    asked = people_invited(work, meeting)
    meeting.starts_at, meeting.zone, meeting.place = starts_at, zone, place
    letters = 0
    if meeting.state is MeetingState.CALLED:
        _check_notice(work, meeting, short_notice)
        letters = send_notices(
            work, meeting, NoticeKind.MOVED, _note(work, meeting, NoticeKind.MOVED), also=asked
        )
    work.record("meetings.meeting_moved", meeting)
    return letters


def cancel_meeting(work: Work, meeting: Meeting, *, why: str) -> int:
    """Call a meeting off; return how many were told. What was on its agenda stays readable.

    Raises:
        Denied: only the secretariat, or the chair of the body.
        WrongState: it has begun, or was called off before.
        Unfit: no reason was given.

    """
    need(policy.may_plan(work.actor, meeting.chair_id))
    kept = said(why, "why")
    expect(meeting, "cancel", MeetingState.DRAFT, MeetingState.CALLED)
    was_called = meeting.state is MeetingState.CALLED
    meeting.state = MEETING.after(meeting.state, "cancel")
    number = _note(work, meeting, NoticeKind.CANCELLED, why=kept)
    letters = send_notices(work, meeting, NoticeKind.CANCELLED, number) if was_called else 0
    work.record("meetings.meeting_cancelled", meeting)
    return letters


def _note(work: Work, meeting: Meeting, kind: NoticeKind, why: str | None = None) -> int:
    """Note a notice; return its number."""
    number = len(records.notices(work.session, meeting.id))
    work.session.add(
        MeetingNotice(
            meeting_id=meeting.id,
            sequence=number,
            kind=kind,
            starts_at=meeting.starts_at,
            sent_at=work.now,
            why=why,
        )
    )
    return number
