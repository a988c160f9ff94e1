"""Who may do what with meetings, minutes, decisions and actions."""

from __future__ import annotations

import uuid
from datetime import datetime

from nswp_gov.meetings.models import Action, Attendance, Decision, Meeting, Minutes
from nswp_gov.meetings.states import DecisionAudience, MeetingState, MinutesState
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


def may_consent(actor: Actor, attendance: Attendance) -> Verdict:
    """Whether `actor` may say that they may be named: each person for themself alone."""
    if actor.person_id is not None and actor.person_id == attendance.person_id:
        return yes("own_name")
    return no("only_own_name")


def may_correct(actor: Actor, *, attended: bool) -> Verdict:
    """Whether `actor` may ask for a correction: those who attended."""
    if actor.person_id is None:
        return no("not_signed_in")
    return yes("attended") if attended else no("only_attendees")


def may_publish(actor: Actor) -> Verdict:
    """Whether `actor` may publish approved minutes and add errata."""
    return yes("secretariat") if _is_staff(actor) else no("only_secretariat")


def may_finish(actor: Actor, action: Action, meeting: Meeting) -> Verdict:
    """Whether `actor` may mark an action as done: its owner, the office, the note-takers."""
    if actor.person_id is not None and actor.person_id == action.owner_id:
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
