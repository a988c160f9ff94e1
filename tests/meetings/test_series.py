"""Series, agendas taken over, actions of organisations, proxies on the page, reminders."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from nswp_gov.bodies import operations as body_operations
from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.states import RuleName
from nswp_gov.directory.operations import appoint
from nswp_gov.directory.states import Capacity as Acting
from nswp_gov.meetings import operations, queries
from nswp_gov.meetings.models import Action, Attendance, Meeting
from nswp_gov.meetings.operations.series import days
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.states import Capacity, ItemKind, Rhythm
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import Actor
from nswp_gov.store.clock import now as real_now
from nswp_gov.store.errors import Denied, NotFound, Unfit
from nswp_gov.store.outbox import OutboxMessage
from tests.factories.accounts import make_person
from tests.factories.bodies import make_board
from tests.factories.meetings import close, hold, later, make_meeting
from tests.factories.membership import make_member
from tests.meetings.strangers import as_eve
from tests.meetings.test_pages import Browser, call


@given(first=st.dates(date(2000, 1, 1), date(2090, 1, 1)), rhythm=st.sampled_from(list(Rhythm)))
def test_the_days_of_a_series_keep_their_weekday_and_their_order(first, rhythm):
    found = list(days(first, rhythm, 13))
    assert found[0] == first
    assert {one.weekday() for one in found} == {first.weekday()}
    apart = {(later_on - earlier).days for earlier, later_on in pairwise(found)}
    wanted = {Rhythm.WEEKLY: {7}, Rhythm.FORTNIGHTLY: {14}}
    assert apart <= wanted.get(rhythm, {28, 35})
    if rhythm is Rhythm.MONTHLY:
        assert len({(one.year, one.month) for one in found}) == 13


def test_a_series_keeps_its_hour_and_only_its_first_meeting_takes_what_was_left(work, board):
    start = datetime(2026, 11, 10, 18, tzinfo=UTC)
    given_ = {"zone": "Europe/London", "rhythm": Rhythm.MONTHLY}
    with pytest.raises(Denied):
        operations.plan_series(as_eve(work), board.body, starts_at=start, count=2, **given_)
    for wrong in (0, 25):
        with pytest.raises(Unfit, match="series_too_long"):
            operations.plan_series(work, board.body, starts_at=start, count=wrong, **given_)
    rows = operations.plan_series(work, board.body, starts_at=start, count=6, **given_)
    there = [row.starts_at.astimezone(ZoneInfo("Europe/London")) for row in rows]
    assert {one.time() for one in there} == {time(18)}
    assert len({one.utcoffset() for one in there}) == 2  # over the change of the clocks
    assert [len(records.items(work.session, row.id)) for row in rows] == [1, 0, 0, 0, 0, 0]


def test_what_was_left_is_brought_in_once_and_an_agenda_is_taken_over(work, board):
    held = hold(work, board.body, board.filled()[:7], titles=["Budget", "Fees"], closed=["Staff"])
    operations.take_item(held.work, held.meeting, held.items[0])
    owner = board.filled()[2].id
    operations.give_action(
        held.work,
        held.meeting,
        held.items[0],
        words="x",
        owner_id=owner,
        due_on=work.today + 60 * DAY,
    )
    over = close(held)
    rows = operations.plan_series(
        over.work,
        board.body,
        starts_at=over.work.now + 20 * DAY,
        zone="UTC",
        rhythm=Rhythm.WEEKLY,
        count=2,
    )
    second = rows[1]
    with pytest.raises(Denied):
        operations.bring_in(as_eve(over.work), second)
    assert operations.bring_in(over.work, second) == 6  # approval, 2 + closed, actions, next
    assert operations.bring_in(over.work, second) == 0
    kinds = [row.kind for row in records.items(work.session, second.id)]
    assert kinds[0] is ItemKind.APPROVAL
    third = make_meeting(over.work, board.body, titles=[], starts_at=over.work.now + 60 * DAY)
    for item in records.items(work.session, third.id):
        operations.remove_item(over.work, third, item)
    assert operations.copy_agenda(over.work, third, over.meeting) == 4
    assert operations.copy_agenda(over.work, third, over.meeting) == 0
    assembly = bodies.body_by_slug(work.session, "general-assembly")
    other = make_meeting(over.work, assembly, starts_at=over.work.now + 90 * DAY)
    with pytest.raises(NotFound):
        operations.copy_agenda(over.work, other, over.meeting)


DAY = timedelta(days=1)


def test_an_organisation_does_what_it_was_given_through_its_people(work, board):
    held = hold(work, board.body, board.filled()[:7])
    house, eve_house = (make_member(work, country=code) for code in ("KE", "FR"))
    given_ = {"words": "Write to us.", "due_on": held.work.today}
    for owners in ({}, {"owner_id": board.people[0].id, "organisation_id": house.id}):
        with pytest.raises(Unfit, match="one_owner"):
            operations.give_action(held.work, held.meeting, held.items[0], **given_, **owners)
    action = operations.give_action(
        held.work, held.meeting, held.items[0], **given_, organisation_id=house.id
    )
    people = [make_person(work, name, totp=False) for name in ("Amina", "Bela")]
    actors = [
        Actor(name="x", person_id=person.id, member_of=frozenset({of.id}))
        for person, of in zip(people, (house, eve_house), strict=True)
    ]
    labels = [
        [row.label for row in queries.due(work.session, one, held.work.now)] for one in actors
    ]
    assert labels == [["due.action"], []]
    with pytest.raises(Denied):
        operations.finish_action(replace(held.work, actor=actors[1]), action)
    operations.finish_action(replace(held.work, actor=actors[0]), action)
    assert records.actions(work.session, owner=actors[0], only_open=True) == []


def letters(work, letter):
    """To whom a letter went, once for each time."""
    rows = work.session.scalars(select(OutboxMessage).where(OutboxMessage.letter == letter))
    return sorted(str(one.person_id) for one in rows)


def test_reminders_are_neutral_weekly_and_for_those_concerned(work, board, app):
    from nswp_gov.web.mailer import compose

    owner, idle, taker = board.filled()[:3]
    amina = make_person(work, "Amina", totp=False)
    house = make_member(work, country="KE")
    appoint(work, house, amina.id, Acting.DELEGATE)
    for person in (owner, idle, taker, amina):
        person.email = f"{person.id}@example.org"
    work.record("accounts.addresses_given", owner)
    held = hold(work, board.body, board.filled()[:7])
    operations.name_note_taker(held.work, held.meeting, taker.id)
    due = {"words": "Canary", "due_on": held.work.today + 2 * DAY}
    operations.give_action(held.work, held.meeting, held.items[0], owner_id=owner.id, **due)
    operations.give_action(held.work, held.meeting, held.items[0], organisation_id=house.id, **due)
    with pytest.raises(Denied):
        operations.remind(as_eve(held.work))
    assert operations.remind(held.work) == 2
    over = close(held)
    late = later(over.work, days=20)
    assert operations.remind(late) == 3
    operations.remind(late)
    assert letters(work, "meetings/reminder") == sorted(str(p.id) for p in (owner, amina) * 2)
    assert letters(work, "meetings/late") == [str(taker.id)]
    ours = OutboxMessage.letter.in_(["meetings/reminder", "meetings/late"])
    for one in work.session.scalars(select(OutboxMessage).where(ours)):
        with app.test_request_context():
            said = compose(app.extensions["nswp_gov.settings"], one, now=work.now).get_content()
        assert not re.search("Canary|NSWP|network|vote|board|sex", said, re.IGNORECASE)


def test_late_minutes_are_told_once_a_step_to_whoever_takes_it(work, board, app):
    body_operations.set_rule(
        work,
        board.body,
        RuleName.MINUTES,
        {"corrections_days": 1, "approval": "circulation", "circulation_days": 1},
        from_on=work.today,
        draft_from="eswa",
    )
    carla = make_person(work, "Carla", roles=["secretariat"], email="carla@example.org")
    chair, taker = board.filled()[:2]
    for person in (chair, taker):
        person.email = f"{person.id}@example.org"
    work.record("accounts.addresses_given", taker)
    held = close(hold(work, board.body, board.filled()[:7]))
    operations.remind(later(held.work, days=13))
    assert letters(work, "meetings/late") == []
    late = later(held.work, days=14)
    for day in range(30):
        operations.remind(later(late, days=day))
    assert letters(work, "meetings/late") == [str(chair.id)]  # nobody else was named
    operations.name_note_taker(late, held.meeting, taker.id)
    operations.circulate(late, held.meeting, held.minutes)
    for day in range(14, 17):
        operations.remind(later(late, days=day))
    assert letters(work, "meetings/late") == sorted(str(p.id) for p in (chair, taker))
    done = later(late, days=20)
    operations.approve_by_circulation(done, held.meeting, held.minutes)
    for day in range(13, 16):
        operations.remind(later(done, days=day))
    told = sorted(str(p.id) for p in (chair, taker, carla))
    assert letters(work, "meetings/late") == told
    operations.publish_minutes(done, held.meeting, held.minutes)
    operations.remind(later(done, days=17))
    assert letters(work, "meetings/late") == told


def test_a_proxy_is_noted_and_reminders_are_sent_on_their_pages(make_work, client_as, session):
    with make_work(now=real_now()) as work:
        board = make_board(work)
        carla = make_person(work, "Carla", roles=["secretariat"])
        body_operations.set_rule(
            work,
            board.body,
            RuleName.PROXIES,
            {"most": 1},
            from_on=work.today + DAY,
            draft_from="eswa",
        )
    office = Browser(client_as(carla))
    first = call(office, session, board)
    office.post(f"/{first}/open", on=f"/{first}")
    keys = [f"holder:{board.people[n].id}:{board.seats[n].id}" for n in (1, 2)]
    office.post(f"/{first}/attendance", on=f"/{first}", who=keys[0], arrives="1")
    assert "Whose vote" in office.get(f"/{first}")
    sent = {"who": keys[0], "for": keys[1], "carries": "1"}
    office.post(f"/{first}/attendance", on=f"/{first}", **sent)
    rows = session.scalars(select(Attendance)).all()
    assert sorted(row.capacity for row in rows) == [Capacity.HOLDER.value, Capacity.PROXY.value]
    assert "2 of 11 present" in office.get(f"/{first}")
    office.post("/actions/remind", on="/actions")
    assert session.scalars(select(Action)).all() == []


def test_a_series_is_planned_on_the_first_screen_and_agendas_taken_over(
    make_work, client_as, session
):
    with make_work() as work:
        board = make_board(work)
        carla = make_person(work, "Carla", roles=["secretariat"])
    office = Browser(client_as(carla))
    plan = {"body": str(board.body.id), "starts_at": "2040-03-01T10:00", "zone": "Europe/London"}
    answer = office.post("/call", **plan, rhythm="weekly", count="5")
    rows = session.scalars(select(Meeting).order_by(Meeting.starts_at)).all()
    assert len(rows) == 5
    assert {row.starts_at.astimezone(ZoneInfo(row.zone)).hour for row in rows} == {10}
    agenda = answer.location.removeprefix("/en/meetings")
    office.post(agenda, title="Standing business", audience="open")
    last = f"/{rows[4].id}/agenda"
    assert "Standing business" not in office.get(last)
    office.post(f"{last}/copy", on=last, earlier=str(rows[0].id))
    assert "Standing business" in office.get(last)
    office.post(f"{last}/bring-in", on=last)
    shown = records.readings(
        session,
        "agenda_item",
        [row.id for row in records.items(session, rows[4].id)],
        Locale.EN,
    )
    assert len(shown) == 2
