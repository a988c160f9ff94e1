"""A meeting as it goes: opening, who comes and goes, which item is open, closing."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from nswp_gov.bodies.models import Body
from nswp_gov.meetings import policy
from nswp_gov.meetings.models import AgendaItem, Attendance, ItemTurn, Meeting, Minutes
from nswp_gov.meetings.operations.agenda import expect
from nswp_gov.meetings.queries import presence, records
from nswp_gov.meetings.queries.presence import Room
from nswp_gov.meetings.states import (
    MEETING,
    VOTING,
    Capacity,
    ItemState,
    MeetingState,
    MinutesState,
)
from nswp_gov.store.errors import Denied, DomainError, Unfit, need
from nswp_gov.store.work import Work

INSTANT = timedelta(microseconds=1)


class NoMandate(DomainError):
    """The person does not hold that seat, or is not a delegate of that organisation, that day."""

    code = "no_mandate"


class MandateTaken(DomainError):
    """Somebody in the room speaks for that seat or organisation already."""

    code = "mandate_taken"


class TooManyProxies(DomainError):
    """The body's rule allows fewer proxies to one person."""

    code = "too_many_proxies"


class AlreadyHere(DomainError):
    """The person is in the room in this capacity already."""

    code = "already_here"


def open_meeting(work: Work, meeting: Meeting) -> Minutes:
    """Begin the meeting and its minutes.

    Raises:
        Denied: only its note-takers and its chair.
        WrongState: it was not called, or was opened before.

    """
    need(policy.may_take_minutes(work.actor, meeting))
    expect(meeting, "open", MeetingState.CALLED)
    meeting.state = MEETING.after(meeting.state, "open")
    meeting.opened_at = work.now
    minutes = Minutes(meeting_id=meeting.id, state=MinutesState.DRAFT)
    work.session.add(minutes)
    work.record("meetings.meeting_opened", meeting)
    return minutes


def close_meeting(work: Work, meeting: Meeting) -> None:
    """End the meeting: whoever is in the room leaves now; what was not finished is left over.

    Raises:
        Denied: only its note-takers and its chair.
        WrongState: it is not under way.

    """
    need(policy.may_take_minutes(work.actor, meeting))
    expect(meeting, "close", MeetingState.UNDER_WAY)
    meeting.state = MEETING.after(meeting.state, "close")
    meeting.closed_at = work.now
    for row in records.attendances(work.session, meeting.id):
        if row.arrived_at is not None and row.left_at is None and row.arrived_at < work.now:
            row.left_at = work.now
    _end_turns(work, meeting)
    work.record("meetings.meeting_closed", meeting)


def _end_turns(work: Work, meeting: Meeting) -> None:
    """Finish the item that is open."""
    for item in records.items(work.session, meeting.id):
        if item.state is ItemState.OPEN:
            item.state = ItemState.DONE
    for turn in records.turns(work.session, meeting.id):
        if turn.until_at is None:
            turn.until_at = work.now


def take_item(work: Work, meeting: Meeting, item: AgendaItem) -> None:
    """Open an item; the one that was open is finished.

    Raises:
        Denied, WrongState: as `close_meeting`.

    """
    need(policy.may_take_minutes(work.actor, meeting))
    expect(meeting, "take_item", MeetingState.UNDER_WAY)
    _end_turns(work, meeting)
    item.state = ItemState.OPEN
    work.session.add(ItemTurn(meeting_id=meeting.id, item_id=item.id, from_at=work.now))
    work.record("meetings.item_taken", item)


def leave_item(work: Work, meeting: Meeting, item: AgendaItem) -> None:
    """Put an item back: the next meeting's agenda will carry it.

    Raises:
        Denied, WrongState: as `close_meeting`.

    """
    need(policy.may_take_minutes(work.actor, meeting))
    expect(meeting, "leave_item", MeetingState.UNDER_WAY)
    _end_turns(work, meeting)
    item.state = ItemState.WAITING
    work.record("meetings.item_left", item)


def check_in(
    work: Work,
    meeting: Meeting,
    person_id: uuid.UUID,
    capacity: Capacity,
    *,
    seat_id: uuid.UUID | None = None,
    organisation_id: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Attendance:
    """Note that a person arrived, in one capacity; `at` None: now.

    A holder's own seat and a delegate's only organisation are found when they are not named.

    Raises:
        Denied: only the note-takers and the chair.
        WrongState: the meeting is not under way.
        NoMandate: the person has no such vote that day.
        MandateTaken: somebody in the room has that vote already.
        TooManyProxies: the body's rule allows fewer to one person.
        AlreadyHere: the person is in the room in this capacity already.
        Unfit: the instant lies before the opening or in the future.

    """
    need(policy.may_take_minutes(work.actor, meeting))
    expect(meeting, "check_in", MeetingState.UNDER_WAY)
    instant = _instant(work, meeting, at)
    room = load_room(work, meeting)
    row = Attendance(
        meeting_id=meeting.id,
        person_id=person_id,
        capacity=capacity.value,
        seat_id=seat_id,
        organisation_id=organisation_id,
        arrived_at=instant,
    )
    if capacity in VOTING:
        _give_mandate(work, room, row, instant)
    else:
        row.seat_id = None
    _refuse_twice(room, row, instant)
    for earlier in room.attendances:
        if earlier.is_apology and earlier.person_id == person_id:
            work.session.delete(earlier)
    work.session.add(row)
    work.record("meetings.person_arrived", row)
    return row


def check_out(
    work: Work, meeting: Meeting, attendance: Attendance, *, at: datetime | None = None
) -> None:
    """Note that a person left; `at` None: now. A quorum that is lost by it is an event too.

    Raises:
        Denied, WrongState: as `check_in`.
        Unfit: they left before, or had not come by then.

    """
    need(policy.may_take_minutes(work.actor, meeting))
    expect(meeting, "check_out", MeetingState.UNDER_WAY)
    instant = _instant(work, meeting, at)
    if attendance.left_at is not None or attendance.arrived_at is None:
        raise Unfit("not_in_the_room")
    if instant <= attendance.arrived_at:
        raise Unfit("left_before_arrival", field="at")
    attendance.left_at = instant
    work.record("meetings.person_left", attendance)
    room = load_room(work, meeting)
    if room.quorum(instant - INSTANT).is_reached and not room.quorum(instant).is_reached:
        work.record("meetings.quorum_lost", meeting)


def apologise(work: Work, meeting: Meeting, person_id: uuid.UUID) -> Attendance:
    """Note that a person said beforehand that they cannot come.

    Raises:
        Denied: only the person, the note-takers, the chair.
        WrongState: the meeting was not called, or is over.
        AlreadyHere: they are noted already, or are in the room.

    """
    if work.actor.person_id != person_id:
        need(policy.may_take_minutes(work.actor, meeting))
    elif not policy.may_see_room(work.actor, meeting).allowed:
        raise Denied
    expect(meeting, "apologise", MeetingState.CALLED, MeetingState.UNDER_WAY)
    known = records.attendances(work.session, meeting.id)
    if any(row.person_id == person_id for row in known):
        raise AlreadyHere
    row = Attendance(
        meeting_id=meeting.id,
        person_id=person_id,
        capacity=Capacity.OBSERVER.value,
        is_apology=True,
    )
    work.session.add(row)
    work.record("meetings.apologies_noted", row)
    return row


def consent_to_name(work: Work, attendance: Attendance, *, is_given: bool) -> None:
    """Let the person be named in the public edition of these minutes, or no longer.

    Raises:
        Denied: each person for themself alone.

    """
    need(policy.may_consent(work.actor, attendance))
    attendance.is_named = is_given
    work.record("meetings.naming_consented", attendance)


def load_room(work: Work, meeting: Meeting) -> Room:
    """Return what quorum and votes of the meeting are computed from."""
    body = work.session.get_one(Body, meeting.body_id)
    rows = records.attendances(work.session, meeting.id)
    return presence.room(work.session, meeting, body, rows)


def _instant(work: Work, meeting: Meeting, at: datetime | None) -> datetime:
    instant = at or work.now
    if instant > work.now or (meeting.opened_at is not None and instant < meeting.opened_at):
        raise Unfit("instant_outside_meeting", field="at")
    return instant


def _give_mandate(work: Work, room: Room, row: Attendance, instant: datetime) -> None:
    """Find the vote that this attendance speaks for, and check that it may."""
    if row.capacity == Capacity.HOLDER:
        _as_holder(room, row)
    elif row.capacity == Capacity.DELEGATE:
        _as_delegate(work, room, row, instant)
    else:
        _as_proxy(room, row, instant)
    mandate = row.seat_id or row.organisation_id
    if mandate in room.present(instant):
        raise MandateTaken


def _as_holder(room: Room, row: Attendance) -> None:
    held = [one.id for one in room.mandates.values() if one.person_id == row.person_id]
    if not held or row.seat_id not in {None, *held}:
        raise NoMandate
    row.seat_id = held[0]
    row.organisation_id = None


def _as_delegate(work: Work, room: Room, row: Attendance, instant: datetime) -> None:
    speaks_for = presence.spoken_for(work.session, row.person_id, instant)
    own = [one for one in speaks_for if one in room.mandates]
    if row.organisation_id is None and len(own) == 1:
        row.organisation_id = own[0]
    if row.organisation_id not in own:
        raise NoMandate
    row.seat_id = None


def _as_proxy(room: Room, row: Attendance, instant: datetime) -> None:
    """A proxy is carried by somebody in the room, for a vote whose own holder is not."""
    mandate = row.seat_id or row.organisation_id
    if mandate not in room.mandates or (row.seat_id and row.organisation_id):
        raise NoMandate
    mine = [
        one
        for one in room.attendances
        if one.person_id == row.person_id and one.is_present(instant)
    ]
    if not any(one.capacity in VOTING - {Capacity.PROXY} for one in mine):
        raise NoMandate
    if sum(one.capacity == Capacity.PROXY for one in mine) >= room.most_proxies:
        raise TooManyProxies


def _refuse_twice(room: Room, row: Attendance, instant: datetime) -> None:
    if row.capacity == Capacity.PROXY:
        return
    mine = (row.person_id, row.capacity, row.organisation_id)
    if any(
        (other.person_id, other.capacity, other.organisation_id) == mine
        for other in room.attendances
        if other.is_present(instant)
    ):
        raise AlreadyHere
