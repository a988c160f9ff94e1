"""Capacity building: an academy held with certificates, a call that is open, days of action."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from nswp_gov.rules.regions import Region
from nswp_gov.sample.plan import LANTERN, OrganisationPlan
from nswp_gov.sample.timeline import Scene
from nswp_gov.sample.words import file, in_five
from nswp_gov.store.work import Work
from nswp_gov.training import operations, queries
from nswp_gov.training.models import Call, Event, Lesson, Participant, Programme
from nswp_gov.training.states import Kind, Topic

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NAME = "training"
MODULES = 3
ABSENT = (2, 5)  # who missed the last lesson
APPLICANTS = 3
ELSEWHERE = (Region.AFRICA, Region.LATIN_AMERICA)


@dataclass
class Running:
    """What the acts need of each other."""

    programme: Programme | None = None
    past: Event | None = None
    call: Call | None = None

    @property
    def academy(self) -> Programme:
        """Return the programme, which has been added by now."""
        assert self.programme is not None
        return self.programme

    @property
    def held(self) -> Event:
        """Return the event that was held."""
        assert self.past is not None
        return self.past

    @property
    def open_call(self) -> Call:
        """Return the call that is open."""
        assert self.call is not None
        return self.call


def tell(scene: Scene) -> None:
    """Put the academy into the timeline: last autumn's session, and the one to come."""
    running, at, now = Running(), scene.timeline.at, scene.plan.now
    first = datetime(now.year - 1, 9, 7, 6, tzinfo=UTC)
    at(first - 90 * DAY, lambda work: _begin(scene, work, running, first))
    at(first + 8 * DAY, lambda work: _conclude(scene, work, running))
    if (published := datetime(now.year, 1, 20, 9, tzinfo=UTC)) < now:
        at(published, lambda work: _publish(scene, work, first.year))
    at(now - 12 * DAY, lambda work: _call(scene, work, running))
    for number, one in enumerate(applicants(scene), 1):
        at(now - (9 - number) * DAY, partial(_apply, scene, running, one))


def applicants(scene: Scene) -> list[OrganisationPlan]:
    """Return who applies: the organisation of the delegate's account, and others of two regions."""
    fit = [
        one
        for one in scene.plan.organisations
        if one.region in ELSEWHERE and one.delegate and one.country and one.key != LANTERN
    ]
    return [scene.plan.organisations[LANTERN], *fit[: APPLICANTS - 1]]


def _begin(scene: Scene, work: Work, running: Running, first: datetime) -> None:
    office = scene.as_staff(work)
    operations.found_days(office)
    made = operations.add_programme(
        office,
        title=in_five(NAME, "academy"),
        summary=in_five(NAME, "academy_summary"),
        topics=[Topic.HUMAN_RIGHTS, Topic.LAW_AND_POLICY, Topic.TECHNOLOGIES],
        slug="lantern-academy",
    )
    for number in range(1, MODULES + 1):
        operations.add_module(
            office,
            made,
            title=in_five(NAME, f"module_{number}"),
            summary=in_five(NAME, f"module_{number}_summary"),
        )
    operations.move_on(office, made, "publish")
    running.programme = made
    running.past = _event(
        office,
        made,
        "session_1",
        kind=Kind.ACADEMY,
        starts_at=first,
        ends_at=first + 7 * DAY,
        zone="Africa/Nairobi",
        country="KE",
        region=Region.AFRICA.value,
        languages=["en", "sw"],
        interpretation=["fr"],
        directions=in_five(NAME, "directions"),
    )
    for name in file(NAME)["answers"]["teachers"]:
        teacher, _token = operations.add_teacher(office, running.past, name)
        if name == file(NAME)["answers"]["teachers"][0]:
            operations.consent_to_name(work, teacher, name)


def _event(office: Work, programme: Programme, title: str, **facts: Any) -> Event:
    made = operations.add_event(office, programme, title=in_five(NAME, title), **facts)
    operations.announce(office, made)
    return made


def _conclude(scene: Scene, work: Work, running: Running) -> None:
    office, event = scene.as_staff(work), running.held
    people = _people(office, event)
    modules = queries.modules(work.session, running.academy.id)
    for number, module in enumerate(modules):
        starts_at = event.starts_at + (number + 1) * DAY + 3 * HOUR
        lesson = operations.add_lesson(office, event, starts_at, module_id=module.id)
        _mark(office, lesson, people, is_last=number == len(modules) - 1)
    operations.conclude(office, event)
    papers = operations.issue(office, event, MODULES)
    operations.revoke(replace(office, now=office.now + HOUR), papers[-1])


def _people(office: Work, event: Event) -> list[Participant]:
    names = file(NAME)["answers"]["names"]
    return [operations.add_participant(office, event, name, Region.AFRICA) for name in names]


def _mark(office: Work, lesson: Lesson, people: list[Participant], *, is_last: bool) -> None:
    here = [one.id for at, one in enumerate(people) if not (is_last and at in ABSENT)]
    operations.mark(office, lesson, here, [])


def _publish(scene: Scene, work: Work, year: int) -> None:
    operations.publish_figures(scene.as_staff(work), year)


def _call(scene: Scene, work: Work, running: Running) -> None:
    office, now = scene.as_staff(work), scene.plan.now
    begins = (now + 100 * DAY).replace(hour=6, minute=0, second=0, microsecond=0)
    _event(
        office,
        running.academy,
        "seminar",
        kind=Kind.WEBINAR,
        starts_at=begins - 75 * DAY + 8 * HOUR,
        ends_at=begins - 75 * DAY + 10 * HOUR,
        zone="Europe/London",
        languages=["en", "es"],
        interpretation=["fr", "ru", "zh"],
    )
    event = _event(
        office,
        running.academy,
        "session_2",
        kind=Kind.ACADEMY,
        starts_at=begins,
        ends_at=begins + 7 * DAY,
        zone="Africa/Nairobi",
        country="KE",
        languages=["en", "fr"],
        interpretation=["es", "sw"],
        directions=in_five(NAME, "directions"),
    )
    running.call = operations.add_call(
        office,
        event,
        summary=in_five(NAME, "call"),
        criteria=[in_five(NAME, "criterion_1"), in_five(NAME, "criterion_2")],
        places={Region.AFRICA: 12, Region.LATIN_AMERICA: 6},
        team=6,
        closes_at=now + 21 * DAY,
    )
    operations.open_call(office, running.call, event)


def _apply(scene: Scene, running: Running, one: OrganisationPlan, work: Work) -> None:
    said = file(NAME)["answers"]
    asked = queries.criteria(work.session, running.open_call.id)
    operations.apply(
        scene.as_delegate(work, one.key),
        running.open_call,
        scene.organisations[one.key].id,
        people=6 if one.key == LANTERN else 3,
        answers={
            asked[0].id: said["first"],
            asked[1].id: said["second"],
        },
    )
