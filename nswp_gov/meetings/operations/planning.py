"""Planning a meeting."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.models import Body
from nswp_gov.meetings import policy
from nswp_gov.meetings.models import AgendaItem, Meeting, Minutes
from nswp_gov.meetings.operations.agenda import place_item
from nswp_gov.meetings.operations.wording import APPROVAL, NEXT_MEETING, OPEN_ACTIONS
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.queries.presence import meeting_day
from nswp_gov.meetings.states import ItemKind, MeetingState
from nswp_gov.rules.languages import Locale
from nswp_gov.store.clock import civil_day
from nswp_gov.store.errors import Unfit, need
from nswp_gov.store.work import Work


def plan_meeting(
    work: Work,
    body: Body,
    *,
    starts_at: datetime,
    zone: str,
    place: str = "",
    locale: Locale = Locale.EN,
    is_first: bool = True,
) -> Meeting:
    """Add a meeting in draft, its agenda filled in from what earlier ones left.

    `is_first` False: a later one of a series, whose agenda is filled in nearer the day.

    The agenda begins with the minutes that wait for approval, then the items that the last
    meeting did not get to, the open actions, and the next meeting.

    Raises:
        Denied: only the secretariat, or the chair of the body.
        Unfit: no such time zone, or the meeting would be in the past.

    """
    chair = chair_of(work, body, civil_day(starts_at, work.zone))
    need(policy.may_plan(work.actor, chair))
    check_time(work, starts_at, zone)
    own = [str(work.actor.person_id)] if work.actor.person_id else []
    meeting = Meeting(
        body_id=body.id,
        state=MeetingState.DRAFT,
        starts_at=starts_at,
        zone=zone,
        place=place,
        locale=locale,
        chair_id=chair,
        note_takers=own,
    )
    work.session.add(meeting)
    work.session.flush()
    if is_first:
        fill_agenda(work, meeting)
    work.record("meetings.meeting_planned", meeting)
    return meeting


def chair_of(work: Work, body: Body, day: date) -> uuid.UUID | None:
    """Return who chairs a body on a day: the holder of its chair's seat, or of the board's."""
    holding = bodies.holders(work.session, body.id, day)
    own = [row.person_id for row in holding if row.is_chair]
    if not own and not holding:
        board = bodies.board(work.session)
        holding = bodies.holders(work.session, board.id, day) if board else []
        own = [row.person_id for row in holding if row.is_chair]
    return own[0] if own else None


def check_time(work: Work, starts_at: datetime, zone: str) -> None:
    """Raise Unfit unless the zone is known and the instant lies ahead."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise Unfit("unknown_zone", field="zone") from unknown
    if starts_at <= work.now:
        raise Unfit("meeting_in_past", field="starts_at")


def fill_agenda(work: Work, meeting: Meeting) -> None:
    """Add what earlier meetings left and is not on the agenda yet; the caller records it."""
    there = records.items(work.session, meeting.id)
    approved = {row.approves_id for row in there}
    carried = {row.carried_from_id for row in there}
    waiting = records.to_approve(work.session, meeting.body_id, meeting.starts_at)
    for minutes in [row for row in waiting if row.id not in approved]:
        earlier = work.session.get_one(Meeting, minutes.meeting_id)
        day = meeting_day(earlier).isoformat()
        title = {locale: words % {"day": day} for locale, words in APPROVAL.items()}
        _place(work, meeting, title, kind=ItemKind.APPROVAL, approves=minutes)
    left = records.unfinished(work.session, meeting.body_id, meeting.starts_at)
    ordinary = [row for row in left if row.kind is ItemKind.ORDINARY and row.id not in carried]
    _carry(work, meeting, ordinary)
    has_actions = any(row.kind is ItemKind.ACTIONS for row in there)
    open_ones = records.actions(work.session, body_ids=[meeting.body_id], only_open=True)
    if open_ones and not has_actions:
        _place(work, meeting, OPEN_ACTIONS, kind=ItemKind.ACTIONS)
    if not there:
        _place(work, meeting, NEXT_MEETING)


def _carry(work: Work, meeting: Meeting, left: list[AgendaItem]) -> None:
    titles = records.readings(work.session, "agenda_item", [row.id for row in left], meeting.locale)
    for row in left:
        known = titles.get(row.id, {}).get("title")
        if known is None or known.words in NEXT_MEETING.values():
            continue
        place_item(
            work,
            meeting,
            {meeting.locale: known.words},
            audience=row.audience,
            minutes_planned=row.minutes_planned,
            carried_from=row,
        )


def _place(
    work: Work,
    meeting: Meeting,
    title: Mapping[Locale, str],
    *,
    kind: ItemKind = ItemKind.ORDINARY,
    approves: Minutes | None = None,
) -> AgendaItem:
    """Add a standing item; its title is in the meeting's language and every other."""
    ordered = {meeting.locale: title[meeting.locale], **title}
    return place_item(work, meeting, ordered, kind=kind, approves=approves)


def name_note_taker(work: Work, meeting: Meeting, person_id: uuid.UUID) -> None:
    """Let a person take the minutes of this meeting.

    Raises:
        Denied: only the secretariat, or the chair.

    """
    need(policy.may_plan(work.actor, meeting.chair_id))
    if str(person_id) not in meeting.note_takers:
        meeting.note_takers = [*meeting.note_takers, str(person_id)]
    work.record("meetings.note_taker_named", meeting)
