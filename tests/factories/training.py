"""Programmes, events and calls for tests, made by the real operations."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from nswp_gov.directory import operations as directory
from nswp_gov.directory.models import Organisation
from nswp_gov.directory.states import Capacity
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.store.actor import Actor
from nswp_gov.store.work import Work
from nswp_gov.training import operations, queries
from nswp_gov.training.models import Call, Event, Participant, PlaceApplication, Programme
from nswp_gov.training.states import Kind, Topic
from tests.factories.accounts import make_person
from tests.factories.membership import make_member

STAFF = Actor(name="Carla", roles=frozenset({"secretariat"}))
DAY = timedelta(days=1)
_numbers = itertools.count(1)


def as_staff(work: Work, **delta: float) -> Work:
    """Return the work as the secretariat does it, perhaps later."""
    return replace(work, actor=STAFF, now=work.now + timedelta(**delta))


def make_programme(work: Work, *, title: str = "Lantern academy", **over: Any) -> Programme:
    """Return a published programme with one module."""
    office = as_staff(work)
    given: dict[str, Any] = {
        "title": {Locale.EN: title},
        "summary": {Locale.EN: "Seven days, ten modules."},
        "topics": [Topic.HEALTH, Topic.HUMAN_RIGHTS],
        **over,
    }
    made = operations.add_programme(office, **given)
    operations.add_module(
        office, made, title={Locale.EN: "Knowing the law"}, summary={Locale.EN: "Two days."}
    )
    operations.move_on(office, made, "publish")
    return made


def make_event(
    work: Work,
    programme: Programme | None = None,
    *,
    starts_at: datetime | None = None,
    days: float = 3,
    title: str = "Session one",
    is_announced: bool = True,
    **over: Any,
) -> Event:
    """Return an announced event, forty days ahead."""
    office = as_staff(work)
    begins = starts_at or work.now + 40 * DAY
    given: dict[str, Any] = {
        "title": {Locale.EN: title},
        "kind": Kind.ACADEMY,
        "starts_at": begins,
        "ends_at": begins + days * DAY,
        "zone": "Africa/Nairobi",
        "languages": ["en"],
        "interpretation": ["fr"],
        "country": "KE",
        "directions": {Locale.EN: "Zqhouse behind the bakery."},
        **over,
    }
    made = operations.add_event(office, programme or make_programme(work), **given)
    if is_announced:
        operations.announce(office, made)
    return made


def make_call(work: Work, event: Event, *, is_open: bool = True, **over: Any) -> Call:
    """Return an open call for teams of three, with six places for Africa and two for Europe."""
    office = as_staff(work)
    given: dict[str, Any] = {
        "summary": {Locale.EN: "Travel and beds are paid for."},
        "criteria": [{Locale.EN: "What will you do with it?"}, {Locale.EN: "Who leads you?"}],
        "places": {Region.AFRICA: 6, Region.EUROPE: 2},
        "team": 3,
        "closes_at": work.now + 10 * DAY,
        **over,
    }
    made = operations.add_call(office, event, **given)
    if is_open:
        operations.open_call(office, made, event)
    return made


@dataclass(frozen=True)
class Speaker:
    """A member organisation and somebody who speaks for it."""

    organisation: Organisation
    actor: Actor
    person: Any


def make_speaker(
    work: Work, name: str = "", *, locale: Locale = Locale.EN, country: str = "KE"
) -> Speaker:
    """Return a member with a delegate who has an e-mail address."""
    number = next(_numbers)
    own = make_member(work, country=country, **({"name": name} if name else {}))
    person = make_person(work, "Amina", locale=locale, email=f"speaker-{number}@example.org")
    directory.appoint(work, own, person.id, Capacity.DELEGATE)
    known = frozenset({own.id})
    actor = Actor(name="Amina", person_id=person.id, member_of=known, delegate_of=known)
    return Speaker(own, actor, person)


def apply(
    work: Work, call: Call, speaker: Speaker, people: int = 3, words: str = "Teach others."
) -> PlaceApplication:
    """Return the application of an organisation."""
    answers: dict[uuid.UUID, str] = {
        one.id: words for one in queries.criteria(work.session, call.id)
    }
    return operations.apply(
        replace(work, actor=speaker.actor),
        call,
        speaker.organisation.id,
        people=people,
        answers=answers,
    )


def hold(
    work: Work, event: Event, counts: dict[Region, int], *, lessons: int = 1
) -> list[Participant]:
    """Hold an event at which so many of each region were in every lesson, and conclude it."""
    office = as_staff(work)
    sittings = [
        operations.add_lesson(office, event, event.starts_at + timedelta(hours=number))
        for number in range(lessons)
    ]
    people = [
        operations.add_participant(office, event, f"Name {region} {number}", region)
        for region, count in counts.items()
        for number in range(count)
    ]
    for sitting in sittings:
        operations.mark(office, sitting, [one.id for one in people], [])
    operations.conclude(replace(office, now=event.ends_at + DAY), event)
    return people


def foreign_training(
    work: Work, house: Organisation, owner_id: uuid.UUID
) -> dict[tuple[str, str], object]:
    """Make an application of somebody else's for places, and a certificate of somebody's.

    Returns what each name in this room's addresses stands for.
    """
    event, office = make_event(work), as_staff(work)
    call = make_call(work, event)
    own = frozenset({house.id})
    owner = Actor(name="owner", person_id=owner_id, member_of=own, delegate_of=own)
    answers = {one.id: "Zqanswer" for one in queries.criteria(work.session, call.id)}
    row = operations.apply(replace(work, actor=owner), call, house.id, people=1, answers=answers)
    person = operations.add_participant(office, event, "Zqcomer", Region.AFRICA)
    sitting = operations.add_lesson(office, event, event.starts_at)
    _teacher, token = operations.add_teacher(office, event, "Zqteacher")
    past = make_event(work, starts_at=work.now + DAY)
    hold(work, past, {Region.AFRICA: 1})
    paper = operations.issue(as_staff(work, days=9), past, 1)[0]
    programme = queries.programme_of(work.session, event)
    values: dict[str, object] = {
        "application_id": row.id,
        "call_id": call.id,
        "event_id": event.id,
        "lesson_id": sitting.id,
        "participant_id": person.id,
        "certificate_id": paper.id,
        "programme_id": programme.id,
        "slug": programme.slug,
        "token": token,
    }
    return {("training", name): value for name, value in values.items()}
