"""Board meetings: three held, one called; the first two adopt the editions of the manual."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any

from nswp_gov.bodies import queries as bodies
from nswp_gov.meetings import operations
from nswp_gov.meetings.models import Action, AgendaItem, Attendance, Decision, Meeting, Minutes
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.states import Capacity, ItemAudience, ItemKind
from nswp_gov.sample import editions, seats
from nswp_gov.sample.timeline import Scene
from nswp_gov.sample.words import file
from nswp_gov.store.actor import Actor
from nswp_gov.store.work import Work

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
NOTICE = 21 * DAY
AGO = {"first": 425, "second": 180, "third": 30, "next": -25}  # days before now
AWAY = 2  # members who sent apologies
AGAINST, ABSTAINED = 1, 1


@dataclass
class Sitting:
    """A meeting on its way, and what has come of it."""

    row: Mapping[str, Any]
    starts_at: datetime
    meeting: Meeting | None = None
    minutes: Minutes | None = None
    present: list[Attendance] = field(default_factory=list)
    own_items: list[AgendaItem] = field(default_factory=list)
    decisions: dict[str, Decision] = field(default_factory=dict)  # by what they adopt

    @property
    def it(self) -> Meeting:
        """Return the meeting, which has been planned by now."""
        assert self.meeting is not None
        return self.meeting


def tell(scene: Scene) -> None:
    """Put the meetings into the timeline, each with the approval of the minutes before it."""
    before: Sitting | None = None
    for row in file("governance")["meeting"]:
        day = (scene.plan.now - AGO[row["name"]] * DAY).date()
        sitting = Sitting(row, datetime.combine(day, time(14), UTC))
        _tell_one(scene, sitting, before)
        before = sitting


def _tell_one(scene: Scene, sitting: Sitting, before: Sitting | None) -> None:
    at, start = scene.timeline.at, sitting.starts_at
    planned = min(start - NOTICE, scene.plan.now - 3 * DAY)
    editions.tell_drafting(scene, sitting.row, planned - 4 * DAY)
    at(planned, lambda work: _plan(scene, work, sitting))
    if start > scene.plan.now:
        return
    at(start, lambda work: _open(scene, work, sitting))
    at(start + 10 * MINUTE, lambda work: _standing_items(scene, work, sitting, before))
    for number in range(len(sitting.row["item"])):
        at(start + (20 + 15 * number) * MINUTE, partial(_take, scene, sitting, number))
    at(start + 120 * MINUTE, lambda work: _close(scene, work, sitting))
    at(start + 2 * DAY, lambda work: _after(scene, work, sitting, before))


def _plan(scene: Scene, work: Work, sitting: Sitting) -> None:
    office, board = scene.as_staff(work), scene.bodies[seats.BOARD]
    sitting.meeting = operations.plan_meeting(
        office,
        board,
        starts_at=sitting.starts_at,
        zone="Europe/London",
        place=sitting.row["place"],
    )
    for row in sitting.row["item"]:
        audience = ItemAudience.CLOSED if row.get("closed") else ItemAudience.OPEN
        item = operations.add_item(
            office, sitting.it, row["title"], audience=audience, minutes_planned=15
        )
        sitting.own_items.append(item)
    operations.call_meeting(office, sitting.it)


def _open(scene: Scene, work: Work, sitting: Sitting) -> None:
    office = scene.as_staff(work)
    holders = bodies.holders(work.session, scene.bodies[seats.BOARD].id, work.today)
    people = [one.person_id for one in holders]
    for person_id in people[-AWAY:]:
        operations.apologise(office, sitting.it, person_id)
    sitting.minutes = operations.open_meeting(office, sitting.it)
    for person_id in people[:-AWAY]:
        row = operations.check_in(office, sitting.it, person_id, Capacity.HOLDER)
        sitting.present.append(row)
    for row in sitting.present[::2]:  # every second one agrees to be named
        themself = replace(work, actor=Actor(name="holder", person_id=row.person_id))
        operations.consent_to_name(themself, row, is_given=True)


def _standing_items(scene: Scene, work: Work, sitting: Sitting, before: Sitting | None) -> None:
    """Approve the minutes of the meeting before, and go through what every agenda has."""
    office = scene.as_staff(work)
    own = {item.id for item in sitting.own_items}
    for item in records.items(work.session, sitting.it.id):
        if item.id in own:
            continue
        operations.take_item(office, sitting.it, item)
        if item.kind is ItemKind.APPROVAL and before is not None and before.minutes is not None:
            operations.approve_minutes(office, before.minutes, item)


def _take(scene: Scene, sitting: Sitting, number: int, work: Work) -> None:
    row = sitting.row["item"][number]
    office, item, meeting = scene.as_staff(work), sitting.own_items[number], sitting.it
    operations.take_item(office, meeting, item)
    operations.write_note(office, meeting, item, words=row["note"], seen=0)
    if "public" in row:
        operations.write_note(office, meeting, item, words=row["public"], seen=0, field="public")
    if "motion" in row:
        sitting.decisions[row["adopts"]] = _vote(office, sitting, item, row["motion"])
    if "decision" in row:
        operations.agree(office, meeting, item, words=row["decision"])
    if "action" in row:
        _give(scene, office, sitting, item, row)


def _vote(office: Work, sitting: Sitting, item: AgendaItem, words: str) -> Decision:
    mover, seconder, *_others = sitting.present
    motion = operations.move(office, sitting.it, item, words=words, mover=mover, seconder=seconder)
    in_favour = len(sitting.present) - AGAINST - ABSTAINED
    count = operations.Count(in_favour, AGAINST, ABSTAINED)
    vote = operations.take_vote(office, sitting.it, motion, count=count)
    return operations.decide(office, sitting.it, vote)


def _give(
    scene: Scene, office: Work, sitting: Sitting, item: AgendaItem, row: Mapping[str, Any]
) -> None:
    action: Action = operations.give_action(
        office,
        sitting.it,
        item,
        words=row["action"],
        owner_id=scene.people[row["owner"]].id,
        due_on=office.today + 60 * DAY,
    )
    if row.get("done"):
        scene.timeline.at(
            sitting.starts_at + 12 * DAY,
            lambda work: operations.finish_action(scene.as_staff(work), action),
        )


def _close(scene: Scene, work: Work, sitting: Sitting) -> None:
    operations.close_meeting(scene.as_staff(work), sitting.it)


def _after(scene: Scene, work: Work, sitting: Sitting, before: Sitting | None) -> None:
    """Circulate the draft, publish what was approved, carry out what was adopted."""
    office = scene.as_staff(work)
    assert sitting.minutes is not None
    operations.circulate(office, sitting.it, sitting.minutes)
    if before is not None and before.minutes is not None:
        operations.publish_minutes(office, before.it, before.minutes)
    for name, decision in sitting.decisions.items():
        editions.adopt(scene, work, name, decision)
