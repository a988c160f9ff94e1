"""Who may do what with meetings, minutes, decisions and actions."""

from __future__ import annotations

import uuid
from datetime import datetime

from nswp_gov.meetings.models import (
    Action,
    AgendaItem,
    Attendance,
    CalendarAddress,
    Decision,
    Meeting,
    Minutes,
    Paper,
)
from nswp_gov.meetings.states import (
    DecisionAudience,
    MeetingState,
    MinutesState,
    PaperAudience,
)
from nswp_gov.rules.audience import (
    MEMBERS,
    PUBLIC,
    SECRETARIAT,
    Audience,
    CircleKind,
    Viewer,
    may_see_any,
)
from nswp_gov.rules.verdict import Verdict, first_consent, no, yes
from nswp_gov.store.actor import Actor


def _is_staff(actor: Actor) -> bool:
    return actor.has("secretariat") or actor.has("system")


def may_plan(actor: Actor, chair_id: uuid.UUID | None) -> Verdict:
    """Whether `actor` may plan and call meetings of a body: the secretariat, or its chair."""
    if _is_staff(actor):
        return yes("secretariat")
    if chair_id is not None and actor.person_id == chair_id:
        return yes("chair")
    return no("only_secretariat_or_chair")


def may_change_agenda(actor: Actor, meeting: Meeting) -> Verdict:
    """Whether `actor` may change the agenda: whoever may call it, and its note-takers."""
    return first_consent(may_plan(actor, meeting.chair_id), may_take_minutes(actor, meeting))


def may_take_minutes(actor: Actor, meeting: Meeting) -> Verdict:
    """Whether `actor` may run the meeting's record: note-takers named for it, and its chair."""
    if actor.has("system"):
        return yes("system")
    if actor.person_id is None:
        return no("not_signed_in")
    if str(actor.person_id) in meeting.note_takers:
        return yes("note_taker")
    if actor.person_id == meeting.chair_id:
        return yes("chair")
    return no("only_note_takers")


def may_see_room(actor: Actor, meeting: Meeting) -> Verdict:
    """Whether `actor` may see who is in the room, votes and notes on open items."""
    if meeting.body_id in actor.bodies:
        return yes("circle_body")
    if _is_staff(actor):
        return yes("secretariat")
    return may_take_minutes(actor, meeting)


def may_read_closed(actor: Actor, meeting: Meeting) -> Verdict:
    """Whether `actor` may read closed items: the body, its chair, note-takers; not the office."""
    if meeting.body_id in actor.bodies:
        return yes("circle_body")
    return may_take_minutes(actor, meeting)


def may_see_agenda(actor: Actor, meeting: Meeting, *, is_assembly: bool) -> Verdict:
    """Whether `actor` may see when a meeting is and what it will take."""
    room = may_see_room(actor, meeting)
    if room.allowed or not is_assembly or not actor.member_of:
        return room
    return no("not_called_yet") if meeting.state is MeetingState.DRAFT else yes("members")


def may_read_paper(
    actor: Actor, meeting: Meeting, item: AgendaItem, paper: Paper, *, is_assembly: bool
) -> Verdict:
    """Whether `actor` may have a paper: as they may read its item, and as it says."""
    if item.is_closed:
        return may_read_closed(actor, meeting)
    if paper.audience is PaperAudience.ROOM:
        return may_see_room(actor, meeting)
    return may_see_agenda(actor, meeting, is_assembly=is_assembly)


def may_consent(actor: Actor, attendance: Attendance) -> Verdict:
    """Whether `actor` may say that they may be named: each person for themself alone."""
    if actor.person_id is not None and actor.person_id == attendance.person_id:
        return yes("own_name")
    return no("only_own_name")


def may_recuse(actor: Actor, meeting: Meeting, person_id: uuid.UUID) -> Verdict:
    """Whether `actor` may note that a person has an interest: that person, or a note-taker."""
    if actor.person_id == person_id and may_see_room(actor, meeting).allowed:
        return yes("own_interest")
    return may_take_minutes(actor, meeting)


def may_file(actor: Actor, meeting: Meeting, *, is_assembly: bool) -> Verdict:
    """Whether `actor` may put in motions and amendments before a meeting: whoever votes in it."""
    if is_assembly and actor.delegate_of:
        return yes("delegate")
    if not is_assembly and meeting.body_id in actor.bodies:
        return yes("circle_body")
    own = may_take_minutes(actor, meeting)
    return own if own.allowed else no("only_with_a_vote")


def may_correct(actor: Actor, *, attended: bool) -> Verdict:
    """Whether `actor` may ask for a correction: those who attended."""
    if actor.person_id is None:
        return no("not_signed_in")
    return yes("attended") if attended else no("only_attendees")


def may_publish(actor: Actor) -> Verdict:
    """Whether `actor` may publish approved minutes and add errata."""
    return yes("secretariat") if _is_staff(actor) else no("only_secretariat")


def may_translate(actor: Actor, meeting: Meeting, item: AgendaItem) -> Verdict:
    """Whether `actor` may translate an item: the office and note-takers; closed, these alone."""
    if item.is_closed:
        return may_take_minutes(actor, meeting)
    return first_consent(may_publish(actor), may_take_minutes(actor, meeting))


def may_finish(actor: Actor, action: Action, meeting: Meeting) -> Verdict:
    """Whether `actor` may mark an action as done: its owner, the office, the note-takers.

    An organisation's own people are its owner.
    """
    if actor.person_id is not None and actor.person_id == action.owner_id:
        return yes("owner")
    if action.organisation_id is not None and action.organisation_id in actor.member_of:
        return yes("owner")
    if _is_staff(actor):
        return yes("secretariat")
    return may_take_minutes(actor, meeting)


def may_read_minutes(
    actor: Actor, meeting: Meeting, minutes: Minutes, *, attended: bool, now: datetime
) -> Verdict:
    """Whether `actor` may read the members' text of minutes, and as what.

    Attendees from the circulation on; members once the time for corrections is over (reason
    `unapproved` until a later meeting or circulation has approved them).
    """
    room = may_see_room(actor, meeting)
    if room.allowed:
        return room
    if minutes.state is MinutesState.DRAFT:
        return no("not_circulated")
    if attended:
        return yes("attended")
    if not actor.member_of:
        return no("only_members")
    if minutes.state is not MinutesState.CORRECTIONS:
        return yes("members")
    over = minutes.corrections_until is not None and now >= minutes.corrections_until
    return yes("unapproved") if over else no("not_circulated")


def may_have_calendar(actor: Actor) -> Verdict:
    """Whether `actor` may have a calendar address of their own: everybody with an account."""
    return yes("own_calendar") if actor.person_id is not None else no("not_signed_in")


def may_revoke_calendar(actor: Actor, address: CalendarAddress) -> Verdict:
    """Whether `actor` may take an address back: its owner alone."""
    if actor.person_id is not None and actor.person_id == address.person_id:
        return yes("own_calendar")
    return no("only_own_calendar")


def audiences_of(decision: Decision) -> tuple[Audience, ...]:
    """Return who reads a decision; a public one is the members' until it is published."""
    body = Audience.of(CircleKind.BODY, decision.body_id)
    if decision.audience is DecisionAudience.BODY:
        return (body,)
    if decision.audience is DecisionAudience.PUBLIC and decision.published_at is not None:
        return (PUBLIC,)
    return (MEMBERS, SECRETARIAT, body)


def may_read_decision(viewer: Viewer, decision: Decision) -> Verdict:
    """Whether `viewer` may read a decision."""
    return may_see_any(viewer, audiences_of(decision))
