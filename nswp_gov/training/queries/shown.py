"""What a reader may see of programmes and events, in their language."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.meetings.queries import field_readings
from nswp_gov.rules.audience import SECRETARIAT, Audience, Viewer, may_see
from nswp_gov.rules.languages import Locale
from nswp_gov.store import text_kinds, texts
from nswp_gov.store.errors import NotFound
from nswp_gov.store.links import Card, Relation, links_from
from nswp_gov.store.projection import Projection, project
from nswp_gov.store.texts import Reading
from nswp_gov.training.models import (
    Call,
    Certificate,
    Criterion,
    Event,
    Module,
    Programme,
    Teacher,
)
from nswp_gov.training.queries import rows
from nswp_gov.training.states import (
    SHOWN_EVENTS,
    CallState,
    EventState,
    ProgrammeState,
)

MOST = 500
Words = Mapping[uuid.UUID, Reading]


@dataclass(frozen=True)
class EventRow:
    """An event as one reader sees it: its fields, its title, the title of its programme."""

    shown: Projection
    title: Reading | None
    programme: Reading | None
    slug: str

    @property
    def id(self) -> uuid.UUID:
        """Return its identifier."""
        known: uuid.UUID = self.shown["id"]
        return known

    @property
    def tongues(self) -> frozenset[str]:
        """Return the languages that it can be followed in."""
        return frozenset(self.shown["languages"]) | frozenset(self.shown["interpretation"])


def audience_of(row: Programme | Event) -> Audience:
    """Return who may read a programme or an event now: a draft is the secretariat's."""
    draft = {ProgrammeState.DRAFT, EventState.DRAFT}
    return SECRETARIAT if row.state in draft else Audience(step=row.audience)


def readable(viewer: Viewer, row: Programme | Event) -> bool:
    """Tell whether somebody may read a programme or an event."""
    return may_see(viewer, audience_of(row)).allowed


def titles(
    session: Session, kind: str, ids: Iterable[uuid.UUID], locale: Locale, field: str = "title"
) -> dict[uuid.UUID, Reading]:
    """Return one text of each of some records; two queries."""
    return field_readings(session, kind, field, ids, locale)


def source_words(session: Session, kind: str, row_id: uuid.UUID) -> dict[str, str]:
    """Return the texts of a record in their source language, by field."""
    known = texts.texts_of(session, kind, row_id)
    said = {one: texts.read(session, [text], text.source_locale) for one, text in known.items()}
    return {one: said[one][text.id].words for one, text in known.items() if text.id in said[one]}


def event_rows(
    session: Session, viewer: Viewer, events: Sequence[Event], locale: Locale
) -> list[EventRow]:
    """Return events as a reader sees them, without those that they may not read."""
    seen = [row for row in events if readable(viewer, row)]
    owners = {row.programme_id for row in seen}
    known = {
        row.id: row
        for row in session.scalars(select(Programme).where(Programme.id.in_(owners)))
        if readable(viewer, row)
    }
    seen = [row for row in seen if row.programme_id in known]
    named = titles(session, "training_event", [row.id for row in seen], locale)
    owned = titles(session, "training_programme", known, locale)
    return [
        EventRow(
            project(row, viewer),
            named.get(row.id),
            owned.get(row.programme_id),
            known[row.programme_id].slug,
        )
        for row in seen
    ]


def coming(
    session: Session,
    viewer: Viewer,
    locale: Locale,
    *,
    from_at: datetime,
    until_at: datetime | None = None,
) -> list[EventRow]:
    """Return the events that are not over at an instant, the next first; cancelled ones too."""
    query = select(Event).where(Event.state.in_(SHOWN_EVENTS), Event.ends_at >= from_at)
    if until_at is not None:
        query = query.where(Event.starts_at < until_at)
    events = session.scalars(query.order_by(Event.starts_at, Event.id).limit(MOST)).all()
    return event_rows(session, viewer, events, locale)


def one_event(session: Session, viewer: Viewer, event_id: uuid.UUID, locale: Locale) -> EventRow:
    """Return an event as a reader sees it.

    Raises:
        NotFound: there is none, or they may not read it.

    """
    found = event_rows(session, viewer, [rows.found(session, Event, event_id)], locale)
    if not found:
        raise NotFound
    return found[0]


def shown_programmes(session: Session, viewer: Viewer) -> list[Programme]:
    """Return the programmes that somebody may read, those that run first."""
    found = [row for row in rows.programmes(session) if readable(viewer, row)]
    return sorted(found, key=lambda row: row.state is ProgrammeState.ENDED)


def open_calls(
    session: Session, events: Collection[uuid.UUID], now: datetime
) -> dict[uuid.UUID, Call]:
    """Return, by event, the call that is open at an instant."""
    found = rows.calls_of(session, events)
    return {row.event_id: row for row in found if is_open(row, now)}


def is_open(call: Call, now: datetime) -> bool:
    """Tell whether organisations can apply."""
    return call.state is CallState.OPEN and now < call.closes_at


def faculty(session: Session, event_id: uuid.UUID, viewer: Viewer) -> list[str]:
    """Return those of the faculty who consented to be named, by the name that they gave."""
    rows_of = session.scalars(
        select(Teacher).where(Teacher.event_id == event_id, Teacher.public_name.is_not(None))
    )
    return sorted(project(row, viewer)["public_name"] for row in rows_of)


def materials(session: Session, module_id: uuid.UUID) -> list[tuple[str, uuid.UUID]]:
    """Return what goes with a module: type and identifier of each record."""
    return [
        (one.to_type, one.to_id)
        for one in links_from(session, "training_module", module_id)
        if one.relation is Relation.COMPANION_OF
    ]


def programme_card(session: Session, programme_id: uuid.UUID, locale: str) -> Card | None:
    """Return how a programme is named and where it is, for links from other rooms and search."""
    row = session.get(Programme, programme_id)
    if row is None:
        return None
    said = titles(session, "training_programme", [row.id], Locale(locale)).get(row.id)
    values = (("slug", row.slug),)
    return Card(said.words if said else row.slug, "training.programme", values, audience_of(row))


def event_card(session: Session, event_id: uuid.UUID, locale: str) -> Card | None:
    """Return how an event is named and where it is, for links from other rooms and search."""
    row = session.get(Event, event_id)
    if row is None:
        return None
    said = titles(session, "training_event", [row.id], Locale(locale)).get(row.id)
    title = said.words if said else row.starts_at.date().isoformat()
    values = (("event_id", str(row.id)),)
    return Card(title, "training.event", values, audience_of(row))


Subjects = dict[uuid.UUID, text_kinds.Subject]


def programme_subjects(session: Session, ids: Collection[uuid.UUID], locale: Locale) -> Subjects:
    """Return programmes as the translation desk names them; three queries."""
    found = session.scalars(select(Programme).where(Programme.id.in_(ids))).all()
    said = titles(session, "training_programme", [row.id for row in found], locale)
    return {
        row.id: _subject(said.get(row.id), audience_of(row), ("slug", row.slug)) for row in found
    }


def module_subjects(session: Session, ids: Collection[uuid.UUID], locale: Locale) -> Subjects:
    """Return modules as the translation desk names them; three queries."""
    found = session.execute(
        select(Module, Programme)
        .join(Programme, Programme.id == Module.programme_id)
        .where(Module.id.in_(ids))
    ).all()
    said = titles(session, "training_module", [row[0].id for row in found], locale)
    return {
        row[0].id: _subject(said.get(row[0].id), audience_of(row[1]), ("slug", row[1].slug))
        for row in found
    }


def event_subjects(session: Session, ids: Collection[uuid.UUID], locale: Locale) -> Subjects:
    """Return events as the translation desk names them; three queries."""
    found = session.scalars(select(Event).where(Event.id.in_(ids))).all()
    said = titles(session, "training_event", [row.id for row in found], locale)
    return {
        row.id: _subject(
            said.get(row.id), audience_of(row), ("event_id", str(row.id)), due_at=row.starts_at
        )
        for row in found
    }


def call_subjects(session: Session, ids: Collection[uuid.UUID], locale: Locale) -> Subjects:
    """Return calls as the translation desk names them; wanted before they close."""
    return _call_subjects(session, select(Call.id, Call, Event).where(Call.id.in_(ids)), locale)


def criterion_subjects(session: Session, ids: Collection[uuid.UUID], locale: Locale) -> Subjects:
    """Return criteria as the translation desk names them: by the event that is called for."""
    query = (
        select(Criterion.id, Call, Event)
        .join(Call, Call.id == Criterion.call_id)
        .where(Criterion.id.in_(ids))
    )
    return _call_subjects(session, query, locale)


def _call_subjects(session: Session, query: Any, locale: Locale) -> Subjects:
    found = session.execute(query.join(Event, Event.id == Call.event_id)).all()
    said = titles(session, "training_event", {event.id for _id, _call, event in found}, locale)
    return {
        row_id: _subject(
            said.get(event.id),
            SECRETARIAT if call.state is CallState.DRAFT else audience_of(event),
            ("call_id", str(call.id)),
            due_at=call.closes_at,
            importance=text_kinds.Importance.HIGH,
        )
        for row_id, call, event in found
    }


def day_subjects(session: Session, ids: Collection[uuid.UUID], locale: Locale) -> Subjects:
    """Return days of action as the translation desk names them."""
    said = titles(session, "day_of_action", ids, locale)
    public = Audience.parse("public")
    return {one: _subject(reading, public, None) for one, reading in said.items()}


ENDPOINTS = {
    "slug": "training.programme",
    "event_id": "training.event",
    "call_id": "training.call",
}


def _subject(
    said: Reading | None,
    audience: Audience,
    value: tuple[str, str] | None,
    *,
    due_at: datetime | None = None,
    importance: text_kinds.Importance = text_kinds.Importance.USUAL,
) -> text_kinds.Subject:
    return text_kinds.Subject(
        title=said.words if said else "",
        title_locale=said.locale if said else Locale.EN,
        audience=audience,
        endpoint=ENDPOINTS[value[0]] if value else "training.index",
        values=(value,) if value else (),
        due_at=due_at,
        importance=importance,
    )


def next_days(
    session: Session, locale: Locale, *, from_on: date, days: int = 366
) -> list[tuple[date, Reading, uuid.UUID]]:
    """Return the days of action of the year that follows, the next first."""
    known = rows.days_of_action(session)
    said = titles(session, "day_of_action", [row.id for row in known], locale)
    found = [
        (day, said[row.id], row.id)
        for row in known
        if row.id in said
        for year in (from_on.year, from_on.year + 1)
        if (day := _day(year, row.month, row.day)) is not None
        and from_on <= day < from_on + timedelta(days=days)
    ]
    return sorted(found, key=lambda one: one[0])


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None  # 29 February


def programme_of(session: Session, event: Event) -> Programme:
    """Return the programme that an event belongs to."""
    return rows.found(session, Programme, event.programme_id)


def evaluations(session: Session, event_id: uuid.UUID) -> list[tuple[str, uuid.UUID]]:
    """Return the consultations in which an event is evaluated."""
    return [
        (one.to_type, one.to_id)
        for one in links_from(session, "training_event", event_id)
        if one.relation is Relation.COMPANION_OF
    ]


def teachers_event(session: Session, teacher: Teacher, locale: Locale) -> Reading | None:
    """Return the title of the event that somebody teaches at, for whoever has their link."""
    return titles(session, "training_event", [teacher.event_id], locale).get(teacher.event_id)


@dataclass(frozen=True)
class Certified:
    """What everybody may know of a certificate: what it is for and when that was."""

    event: Reading | None
    programme: Reading | None
    starts_at: datetime
    ends_at: datetime
    zone: str


def certified(session: Session, row: Certificate, locale: Locale) -> Certified:
    """Return what a certificate says, but not whose it is."""
    event = rows.found(session, Event, row.event_id)
    said = titles(session, "training_event", [event.id], locale)
    owner = titles(session, "training_programme", [event.programme_id], locale)
    return Certified(
        said.get(event.id),
        owner.get(event.programme_id),
        event.starts_at,
        event.ends_at,
        event.zone,
    )
