"""The register of decisions, and how a decision is shown wherever it is named."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from nswp_gov.bodies.models import Body
from nswp_gov.meetings import policy
from nswp_gov.meetings.models import AgendaItem, Decision, Meeting, Minutes
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.states import DecisionAudience
from nswp_gov.rules.audience import MEMBERS, PUBLIC, SECRETARIAT, Viewer
from nswp_gov.rules.languages import Locale
from nswp_gov.store.links import Card
from nswp_gov.store.texts import Reading

PAGE = 50


@dataclass(frozen=True)
class Entry:
    """A decision as a reader gets it. Public words where it is published, else the sealed ones."""

    decision: Decision
    body: Body
    reading: Reading | None

    @property
    def words(self) -> str:
        """Return what was decided."""
        return self.reading.words if self.reading else ""


def decision(session: Session, decision_id: uuid.UUID) -> Decision | None:
    """Return a decision, or None."""
    return session.get(Decision, decision_id)


def decision_numbered(session: Session, number: str) -> uuid.UUID | None:
    """Return the decision with this number, however its letters were typed, or None."""
    wanted = number.strip().upper()
    return session.scalar(select(Decision.id).where(Decision.number == wanted)) if wanted else None


def decisions(
    session: Session,
    viewer: Viewer,
    locale: Locale,
    *,
    year: int | None = None,
    body_slug: str | None = None,
    words: str = "",
    limit: int = PAGE,
) -> list[Entry]:
    """Return the decisions that `viewer` may read, newest first; four queries.

    `words`: every one of them is in the number or in the text as the reader gets it.
    """
    query = (
        select(Decision, Body)
        .join(Body, Body.id == Decision.body_id)
        .where(readable(viewer))
        .order_by(Decision.decided_on.desc(), Decision.number.desc())
    )
    if year is not None:
        query = query.where(Decision.year == year)
    if body_slug:
        query = query.where(Body.slug == body_slug)
    if not words.strip():
        query = query.limit(limit)
    entries = _entries(session, [(row[0], row[1]) for row in session.execute(query)], locale)
    wanted = words.casefold().split()
    found = [
        entry
        for entry in entries
        if all(one in f"{entry.decision.number} {entry.words}".casefold() for one in wanted)
    ]
    return found[:limit]


def entry(session: Session, row: Decision, locale: Locale) -> Entry:
    """Return one decision as a reader of `locale` gets it."""
    return _entries(session, [(row, session.get_one(Body, row.body_id))], locale)[0]


def _entries(session: Session, rows: list[tuple[Decision, Body]], locale: Locale) -> list[Entry]:
    """Read published decisions from their open words: they need no key."""
    opened = [row.id for row, _ in rows if row.published_at is not None]
    sealed = [row.id for row, _ in rows if row.published_at is None]
    shown = {
        **records.field_readings(session, "decision", "public", opened, locale),
        **records.field_readings(session, "decision", "text", sealed, locale),
    }
    return [Entry(row, body, shown.get(row.id)) for row, body in rows]


def readable(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that `policy.may_read_decision` states row by row."""
    seen = viewer.audiences()
    public = and_(Decision.audience == DecisionAudience.PUBLIC, Decision.published_at.is_not(None))
    own = Decision.body_id.in_(viewer.bodies) if viewer.bodies else false()
    conditions: list[ColumnElement[bool]] = [own]
    if PUBLIC in seen:
        conditions.append(public)
    if MEMBERS in seen or SECRETARIAT in seen:
        conditions.append(Decision.audience != DecisionAudience.BODY)
    return or_(*conditions)


def decision_card(session: Session, decision_id: uuid.UUID, locale: str) -> Card | None:
    """Return how a decision is named and where it is, for links from other rooms."""
    row = session.get(Decision, decision_id)
    if row is None:
        return None
    said = entry(session, row, _known(locale)).words if row.published_at is not None else ""
    return Card(
        title=f"{row.number}: {said}" if said else row.number,
        endpoint="meetings.decision",
        values=(("decision_id", str(row.id)),),
        audience=policy.audiences_of(row)[0],
    )


def meeting_card(session: Session, meeting_id: uuid.UUID, locale: str) -> Card | None:
    """Return how a meeting is named and where its minutes are, for links from other rooms.

    Reads open columns alone: it works while the key is away.
    """
    row = session.execute(
        select(Meeting.body_id, Meeting.starts_at, Minutes.published_at)
        .join(Minutes, Minutes.meeting_id == Meeting.id, isouter=True)
        .where(Meeting.id == meeting_id)
    ).first()
    if row is None:
        return None
    name = records.field_readings(session, "body", "name", [row.body_id], _known(locale))
    said = name[row.body_id].words if row.body_id in name else ""
    return Card(
        title=f"{said}, {row.starts_at.date().isoformat()}",
        endpoint="meetings.minutes",
        values=(("meeting_id", str(meeting_id)),),
        audience=MEMBERS if row.published_at is None else PUBLIC,
    )


def minutes_card(session: Session, minutes_id: uuid.UUID, locale: str) -> Card | None:
    """Return how the minutes of a meeting are named and where they are."""
    row = session.get(Minutes, minutes_id)
    return None if row is None else meeting_card(session, row.meeting_id, locale)


def item_card(session: Session, item_id: uuid.UUID, locale: str) -> Card | None:
    """Return how an agenda item is named: by its meeting and its number alone."""
    row = session.get(AgendaItem, item_id)
    card = row and meeting_card(session, row.meeting_id, locale)
    if row is None or not card:
        return None
    return Card(f"{card.title}, {row.position}", card.endpoint, card.values, card.audience)


def _known(locale: str) -> Locale:
    return Locale.from_tag(locale) or Locale.EN
