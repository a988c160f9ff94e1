"""Events: when they are and in which zone, who teaches, and what becomes of them."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select

from nswp_gov.store import ids
from nswp_gov.store.clock import civil_day
from nswp_gov.store.errors import Unfit, WrongState, following, need
from nswp_gov.store.links import Relation, join
from nswp_gov.store.texts import texts_of
from nswp_gov.store.work import Work
from nswp_gov.training import policy
from nswp_gov.training.models import (
    Call,
    Certificate,
    Event,
    Lesson,
    Participant,
    PlaceApplication,
    Programme,
    Teacher,
)
from nswp_gov.training.operations.letters import tell_all
from nswp_gov.training.operations.wording import Words, index, place, reword
from nswp_gov.training.queries import evaluations, lessons, programme_of
from nswp_gov.training.states import EVENT_PATH, EventState, Kind

LAST_OF_SHORT = 28


def add_event(
    work: Work,
    programme: Programme,
    *,
    title: Words,
    kind: Kind,
    starts_at: datetime,
    ends_at: datetime,
    zone: str,
    languages: Collection[str],
    interpretation: Collection[str] = (),
    country: str | None = None,
    region: str | None = None,
    directions: Words | None = None,
) -> Event:
    """Add an event in draft; one without a country is online.

    `directions`: where exactly it is, how to get in; sealed, for those who come.

    Raises:
        Denied: only the secretariat.
        Unfit: no such zone, no language, or it ends before it starts.

    """
    need(policy.may_keep(work.actor))
    _check_time(starts_at, ends_at, zone)
    if not languages:
        raise Unfit("training_no_language", field="languages")
    made = Event(
        programme_id=programme.id,
        kind=kind,
        state=EventState.DRAFT,
        audience=programme.audience,
        starts_at=starts_at,
        ends_at=ends_at,
        zone=zone,
        is_online=country is None,
        country=country,
        region=region,
        languages=sorted(languages),
        interpretation=sorted(set(interpretation) - set(languages)),
    )
    work.session.add(made)
    work.session.flush()
    sealed = programme.audience.value != "public"
    place(work, "training_event", made.id, "title", title, is_sealed=sealed)
    if directions:
        place(work, "training_event", made.id, "directions", directions, is_sealed=True)
    work.record("training.event_added", made)
    return made


def _check_time(starts_at: datetime, ends_at: datetime, zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise Unfit("unknown_zone", field="zone") from unknown
    if ends_at <= starts_at:
        raise Unfit("training_ends_before", field="ends_at")


def set_directions(work: Work, event: Event, words: Words) -> None:
    """Say where exactly it is, for those who come.

    Raises:
        Denied: only the secretariat.

    """
    need(policy.may_keep(work.actor))
    if "directions" in texts_of(work.session, "training_event", event.id):
        reword(work, "training_event", event.id, "directions", next(iter(words.values())))
    else:
        place(work, "training_event", event.id, "directions", words, is_sealed=True)
    work.record("training.directions_set", event)


def reword_event(work: Work, event: Event, title: str) -> None:
    """Write the title anew in its source language; translations are behind then.

    Raises:
        Denied: only the secretariat.

    """
    need(policy.may_keep(work.actor))
    reword(work, "training_event", event.id, "title", title)
    index(work, "training_event", event)
    work.record("training.event_reworded", event)


def add_lesson(
    work: Work, event: Event, starts_at: datetime, *, module_id: uuid.UUID | None = None
) -> Lesson:
    """Add a sitting in which attendance is taken.

    Raises:
        Denied: only the secretariat.
        Unfit: it does not lie within the event.
        WrongState: the event is over or called off.

    """
    need(policy.may_keep(work.actor))
    check_runs(event)
    if not event.starts_at <= starts_at < event.ends_at:
        raise Unfit("training_outside_event", field="starts_at")
    made = Lesson(event_id=event.id, module_id=module_id, starts_at=starts_at)
    work.session.add(made)
    work.record("training.lesson_added", made)
    return made


def check_runs(event: Event) -> None:
    """Raise WrongState where an event was concluded or called off."""
    if event.state not in {EventState.DRAFT, EventState.ANNOUNCED}:
        raise WrongState(state=event.state.value, act="change")


def announce(work: Work, event: Event) -> None:
    """Show an event to its readers.

    Raises:
        Denied: only the secretariat.
        WrongState: it is announced already, or called off.

    """
    _move(work, event, "announce")


def cancel(work: Work, event: Event) -> None:
    """Call an event off and write to every organisation that holds places or waits.

    Raises:
        Denied: only the secretariat.
        WrongState: it was held, or called off already.

    """
    _move(work, event, "cancel", is_new_time=True)
    tell_all(work, event)


def conclude(work: Work, event: Event) -> None:
    """Note that an event was held; who came, and who was there, stays as it is from now on.

    Raises:
        Denied: only the secretariat.
        WrongState: it was not announced.
        Unfit: it is not over yet.

    """
    if event.ends_at > work.now:
        need(policy.may_keep(work.actor))
        raise Unfit("training_not_over")
    _move(work, event, "conclude")


def _move(work: Work, event: Event, verb: str, *, is_new_time: bool = False) -> None:
    need(policy.may_keep(work.actor))
    event.state = following(EVENT_PATH, event.state, verb)
    if event.state is EventState.CONCLUDED:
        event.concluded_at = work.now
    event.sequence += is_new_time
    work.session.flush()
    index(work, "training_event", event)
    work.record(f"training.event_{event.state}", event)


def move_event(
    work: Work, event: Event, *, starts_at: datetime, ends_at: datetime, zone: str
) -> None:
    """Give an event another time; names are kept as long after it as before.

    Its lessons move along. Every organisation that holds places or waits is written to.

    Raises:
        Denied: only the secretariat.
        WrongState: the event is over or called off.
        Unfit: no such zone, or it ends before it starts.

    """
    need(policy.may_keep(work.actor))
    check_runs(event)
    _check_time(starts_at, ends_at, zone)
    shift = starts_at - event.starts_at
    for lesson in lessons(work.session, event.id):
        lesson.starts_at += shift
    event.starts_at, event.ends_at, event.zone = starts_at, ends_at, zone
    event.sequence += 1
    until = forget_on(work, event)
    for row in _kept_for(work, event):
        row.forget_on = until
    work.record("training.event_moved", event)
    tell_all(work, event)


def _kept_for(work: Work, event: Event) -> list[Any]:
    found: list[Any] = []
    for model in (Teacher, Participant, Certificate):
        query = select(model).where(model.event_id == event.id)
        found += work.session.scalars(query)
    calls = select(Call.id).where(Call.event_id == event.id)
    query = select(PlaceApplication).where(PlaceApplication.call_id.in_(calls))
    return [*found, *work.session.scalars(query)]


def forget_on(work: Work, event: Event) -> date:
    """Return the day after which names of an event are no longer kept."""
    months = programme_of(work.session, event).kept_months
    last = civil_day(event.ends_at.astimezone(UTC), work.zone)
    count = last.year * 12 + last.month - 1 + months
    return date(count // 12, count % 12 + 1, min(last.day, LAST_OF_SHORT))


def add_evaluation(work: Work, event: Event, consultation_id: uuid.UUID) -> None:
    """Name the consultation in which an event is evaluated; once is enough.

    Raises:
        Denied: only the secretariat.

    """
    need(policy.may_keep(work.actor))
    target = ("consultation", consultation_id)
    if target in evaluations(work.session, event.id):
        return
    source = ("training_event", event.id)
    join(work.session, source, Relation.COMPANION_OF, target, at=work.now)
    work.record("training.evaluation_added", event)


def add_teacher(work: Work, event: Event, name: str) -> tuple[Teacher, str]:
    """Add somebody of the faculty; return them with the token of their link, kept nowhere.

    Raises:
        Denied: only the secretariat.
        Unfit: there is no name.

    """
    need(policy.may_keep(work.actor))
    if not name.strip():
        raise Unfit("training_name_missing", field="name")
    token = ids.token()
    made = Teacher(
        event_id=event.id,
        name=name.strip(),
        token_hash=ids.token_hash(token),
        forget_on=forget_on(work, event),
    )
    work.session.add(made)
    work.record("training.teacher_added", made)
    return made, token


def consent_to_name(work: Work, teacher: Teacher, public_name: str) -> None:
    """Let everybody read a name that somebody of the faculty chose; empty takes it back.

    Whoever has the link may do this: the caller found the row by it.
    """
    teacher.public_name = public_name.strip() or None
    teacher.consented_at = work.now if teacher.public_name else None
    work.record("training.teacher_consented", teacher)
