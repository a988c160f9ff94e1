"""What stands in the calendar of one reader between two instants."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.models import Body, Seat, Term
from nswp_gov.bodies.states import BodyKind
from nswp_gov.elections.models import Election, Post
from nswp_gov.elections.queries import titles
from nswp_gov.elections.states import State
from nswp_gov.meetings import policy
from nswp_gov.meetings.models import AgendaItem, CalendarAddress, Decision, Meeting, MeetingNotice
from nswp_gov.meetings.queries.register import readable
from nswp_gov.meetings.states import EntryKind, MeetingState
from nswp_gov.rules.audience import Viewer
from nswp_gov.rules.languages import Locale
from nswp_gov.store import ids
from nswp_gov.store.actor import Actor
from nswp_gov.store.clock import civil_day
from nswp_gov.store.crypto import vault
from nswp_gov.store.work import ZONE

USUAL = timedelta(hours=1)  # how long a meeting is that says nothing of it
MOST = 500
TIMETABLE = ("nominations_close_at", "opens_at", "closes_at")


@dataclass(frozen=True)
class Entry:
    """One entry: what (a key of `templating.LABELS`, filled by `words`), when, where to read it.

    `region`: of an election for one region alone. `sequence` counts the changes of a meeting.
    """

    kind: EntryKind
    label: str
    starts_at: datetime
    endpoint: str
    values: Mapping[str, str]
    subject: uuid.UUID
    words: Mapping[str, str] = field(default_factory=dict)
    zone: str | None = None
    ends_at: datetime | None = None
    region: str | None = None
    sequence: int = 0
    is_cancelled: bool = False

    @property
    def name(self) -> str:
        """Return what this entry is called among all, for ever."""
        return f"{self.subject}:{self.label}"


def uid_of(name: str) -> str:
    """Return an identifier for calendars from which nobody can tell what it stands for."""
    return vault.ring.blind(name, "calendar.uid")[:32]


def file_token(meeting_id: uuid.UUID) -> str:
    """Return the secret part of the address of a meeting's calendar file."""
    return vault.ring.blind(str(meeting_id), "calendar.file")[:32]


def entries(
    session: Session,
    actor: Actor,
    viewer: Viewer,
    locale: Locale,
    *,
    from_at: datetime,
    until_at: datetime,
) -> list[Entry]:
    """Return what a reader may know of, by time; at most eleven queries however much it is."""
    found = [
        *_meetings(session, actor, locale, from_at, until_at),
        *_elections(session, locale, from_at, until_at),
        *_reviews(session, viewer, from_at, until_at),
        *_terms(session, viewer, locale, from_at, until_at),
    ]
    return sorted(found, key=lambda one: (one.starts_at, one.label))[:MOST]


def meeting_entry(session: Session, meeting_id: uuid.UUID) -> Entry | None:
    """Return the entry of a meeting that was called, without a word of what it is; or None."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None or meeting.called_at is None:
        return None
    return _of_meeting(
        meeting, "", _sequences(session, [meeting.id]), _lengths(session, [meeting.id])
    )


def _meetings(
    session: Session, actor: Actor, locale: Locale, from_at: datetime, until_at: datetime
) -> Iterator[Entry]:
    if actor.person_id is None:
        return
    rows = session.execute(
        select(Meeting, Body)
        .join(Body, Body.id == Meeting.body_id)
        .where(
            Meeting.starts_at >= from_at,
            Meeting.starts_at < until_at,
            Meeting.called_at.is_not(None),
        )
        .order_by(Meeting.starts_at)
        .limit(MOST)
    ).all()
    known = [
        (row.Meeting, row.Body)
        for row in rows
        if policy.may_see_agenda(
            actor, row.Meeting, is_assembly=row.Body.kind is BodyKind.ASSEMBLY
        ).allowed
    ]
    ids_of = [meeting.id for meeting, _body in known]
    sequences, lengths = _sequences(session, ids_of), _lengths(session, ids_of)
    names = bodies.names(session, {body.id: body for _meeting, body in known}.values(), locale)
    for meeting, body in known:
        yield _of_meeting(meeting, names[body.id].words, sequences, lengths)


def _of_meeting(
    meeting: Meeting,
    name: str,
    sequences: Mapping[uuid.UUID, int],
    lengths: Mapping[uuid.UUID, int],
) -> Entry:
    minutes = lengths.get(meeting.id)
    return Entry(
        kind=EntryKind.MEETING,
        label="calendar.meeting",
        starts_at=meeting.starts_at,
        ends_at=meeting.starts_at + (timedelta(minutes=minutes) if minutes else USUAL),
        endpoint="meetings.meeting",
        values={"meeting_id": str(meeting.id)},
        subject=meeting.id,
        words={"body": name},
        zone=meeting.zone,
        sequence=sequences.get(meeting.id, 0),
        is_cancelled=meeting.state is MeetingState.CANCELLED,
    )


def _sequences(session: Session, meetings: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    rows = session.execute(
        select(MeetingNotice.meeting_id, func.max(MeetingNotice.sequence))
        .where(MeetingNotice.meeting_id.in_(meetings))
        .group_by(MeetingNotice.meeting_id)
    )
    return {row[0]: row[1] for row in rows}


def _lengths(session: Session, meetings: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    rows = session.execute(
        select(AgendaItem.meeting_id, func.sum(AgendaItem.minutes_planned))
        .where(AgendaItem.meeting_id.in_(meetings), AgendaItem.minutes_planned.is_not(None))
        .group_by(AgendaItem.meeting_id)
    )
    return {row[0]: int(row[1] or 0) for row in rows}


def _elections(
    session: Session, locale: Locale, from_at: datetime, until_at: datetime
) -> Iterator[Entry]:
    """Give the published timetable of each election; everybody may read it."""
    rows = session.scalars(
        select(Election).where(
            Election.state.not_in((State.DRAFT, State.VOID)),
            Election.closes_at >= from_at,
            Election.nominations_close_at < until_at,
        )
    ).all()
    named = titles(session, "election", [row.id for row in rows], locale)
    regions: dict[uuid.UUID, set[str | None]] = {}
    for post in session.execute(
        select(Post.election_id, Post.region).where(Post.election_id.in_([row.id for row in rows]))
    ):
        regions.setdefault(post.election_id, set()).add(post.region)
    for row in rows:
        voting = regions.get(row.id, set())
        for name in TIMETABLE:
            at = getattr(row, name)
            if from_at <= at < until_at:
                yield Entry(
                    kind=EntryKind.ELECTION,
                    label=f"calendar.{name}",
                    starts_at=at,
                    endpoint="elections.election",
                    values={"slug": row.slug},
                    subject=row.id,
                    words={"title": named[row.id].words if row.id in named else row.slug},
                    zone=row.zone,
                    region=voting.copy().pop() if len(voting) == 1 else None,
                )


def _reviews(
    session: Session, viewer: Viewer, from_at: datetime, until_at: datetime
) -> Iterator[Entry]:
    rows = session.scalars(
        select(Decision)
        .where(
            readable(viewer),
            Decision.review_on >= civil_day(from_at, ZONE),
            Decision.review_on < civil_day(until_at, ZONE),
        )
        .limit(MOST)
    )
    for row in rows:
        if row.review_on is not None:
            yield Entry(
                kind=EntryKind.REVIEW,
                label="calendar.review",
                starts_at=midnight(row.review_on),
                endpoint="meetings.decision",
                values={"decision_id": str(row.id)},
                subject=row.id,
                words={"number": row.number},
            )


def _terms(
    session: Session, viewer: Viewer, locale: Locale, from_at: datetime, until_at: datetime
) -> Iterator[Entry]:
    rows = session.execute(
        select(Term, Seat, Body)
        .join(Seat, Seat.id == Term.seat_id)
        .join(Body, Body.id == Seat.body_id)
        .where(
            Term.void_at.is_(None),
            Term.until_on >= civil_day(from_at, ZONE),
            Term.until_on < civil_day(until_at, ZONE),
        )
        .limit(MOST)
    ).all()
    shown = [row for row in rows if bodies.may_see_body(viewer, row.Body)]
    names = bodies.seat_names(session, [row.Seat.id for row in shown], locale)
    for row in shown:
        yield Entry(
            kind=EntryKind.TERM,
            label="calendar.term",
            starts_at=midnight(row.Term.until_on),
            endpoint="bodies.seat",
            values={"seat_id": str(row.Seat.id)},
            subject=row.Term.id,
            words={"seat": names[row.Seat.id]},
            region=row.Seat.region,
        )


def midnight(day: date) -> datetime:
    """Return the first instant of a civil day of the network."""
    return datetime.combine(day, time(), ZoneInfo(ZONE))


def calendar_address(session: Session, raw: str) -> CalendarAddress | None:
    """Return the address whose secret part this is, or None."""
    return session.scalar(
        select(CalendarAddress).where(CalendarAddress.token_hash == ids.token_hash(raw))
    )


def own_addresses(session: Session, person_id: uuid.UUID | None) -> list[CalendarAddress]:
    """Return the calendar addresses of a person, the newest first."""
    return list(
        session.scalars(
            select(CalendarAddress)
            .where(CalendarAddress.person_id == person_id)
            .order_by(CalendarAddress.made_at.desc())
        )
    )
