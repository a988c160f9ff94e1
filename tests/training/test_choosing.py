"""Calls and places: who may apply, how places are given, how the waiting list moves up."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from nswp_gov.rules.audience import Viewer
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.store.actor import SYSTEM, VISITOR
from nswp_gov.store.errors import Denied, Unfit, WrongState
from nswp_gov.store.outbox import OutboxMessage
from nswp_gov.training import operations, queries
from nswp_gov.training.states import CallState, State
from tests.conftest import NOW
from tests.factories.training import (
    STAFF,
    apply,
    as_staff,
    make_call,
    make_event,
    make_speaker,
)
from tests.sizes import prove, size


def letters(session, person):
    rows = session.scalars(select(OutboxMessage).where(OutboxMessage.person_id == person.id))
    return sorted((row.letter, row.locale) for row in rows)


@pytest.fixture
def call(work):
    return make_call(work, make_event(work))


def closed(work, call):
    """The work after the last day, as the secretariat."""
    after = as_staff(work, days=11)
    operations.pass_time(after)
    assert call.state is CallState.CLOSED
    return after


def test_those_who_speak_for_a_member_apply_for_it(work, call):
    speaker, other = make_speaker(work), make_speaker(work)
    row = apply(work, call, speaker)
    assert (row.state, row.region, row.country, row.people) == (State.RECEIVED, "africa", "KE", 3)
    with pytest.raises(Denied):
        apply(work, call, replace(speaker, organisation=other.organisation))
    for nobody in (VISITOR, STAFF, replace(speaker.actor, member_of=frozenset())):
        with pytest.raises(Denied):
            apply(work, call, replace(speaker, actor=nobody))


def test_an_application_needs_answers_a_region_with_places_and_no_more_than_a_team(work, call):
    speaker = make_speaker(work)
    far = make_speaker(work, country="CO")
    for bad in (
        lambda: apply(work, call, speaker, people=4),
        lambda: apply(work, call, speaker, words="  "),
        lambda: apply(work, call, far),
        lambda: apply(replace(work, now=work.now + timedelta(days=10)), call, speaker),
    ):
        with pytest.raises(Unfit):
            bad()
    assert queries.applications(work.session, call.id) == []


def test_until_the_last_day_it_can_be_sent_again_and_the_newest_counts(work, call):
    speaker = make_speaker(work)
    first = apply(work, call, speaker, people=3)
    again = apply(work, call, speaker, people=2, words="Something else.")
    assert again is first
    assert (again.people, set(again.answers.values())) == (2, {"Something else."})


def test_nobody_is_chosen_before_the_last_day_nor_without_a_reason(work, call):
    row = apply(work, call, make_speaker(work))
    with pytest.raises(WrongState):
        operations.offer(as_staff(work), row, "Good plan.")
    after = closed(work, call)
    with pytest.raises(Unfit):
        operations.offer(after, row, "  ")
    with pytest.raises(Denied):
        operations.offer(replace(after, actor=VISITOR), row, "Good plan.")
    operations.offer(after, row, "Good plan.")
    assert (row.state, row.reason) == (State.OFFERED, "Good plan.")
    assert row.answer_by == after.now + timedelta(days=14)


def test_a_region_gives_no_more_places_than_it_has(work, call):
    rows = [apply(work, call, make_speaker(work), people=3) for _ in range(3)]
    after = closed(work, call)
    for row in rows[:2]:
        operations.offer(after, row, "Yes.")
    with pytest.raises(Unfit) as refused:
        operations.offer(after, rows[2], "Yes.")
    assert refused.value.values == {"left": 0}
    assert queries.places(work.session, call)["africa"].free == 0
    assert queries.places(work.session, call)["europe"].free == 2


def test_the_waiting_list_moves_up_by_itself_when_somebody_steps_back(work, call):
    speakers = [make_speaker(work, locale=one) for one in (Locale.EN, Locale.EN, Locale.RU)]
    first, second, third = (apply(work, call, one) for one in speakers)
    after = closed(work, call)
    operations.offer(after, first, "Yes.")
    operations.offer(after, second, "Yes.")
    operations.let_wait(after, third, "A good plan, no place.")
    assert (third.state, third.waits) == (State.WAITING, 1)
    operations.confirm(replace(after, actor=speakers[0].actor), first)
    later = replace(after, actor=speakers[0].actor, now=after.now + timedelta(days=2))
    assert operations.withdraw(later, first) == [third]
    assert (third.state, third.moved_up, third.waits) == (State.OFFERED, True, None)
    assert third.offered_at == later.now
    assert third.answer_by == later.now + timedelta(days=14)
    sent = letters(work.session, speakers[2].person)
    assert sent == [("training/answer", "ru"), ("training/offer", "ru")]


def test_a_team_too_large_for_what_is_free_keeps_its_turn(work, call):
    speakers = [make_speaker(work) for _ in range(4)]
    large, small = (
        apply(work, call, one, people=n) for one, n in zip(speakers[:2], (3, 1), strict=True)
    )
    rest = [apply(work, call, one, people=n) for one, n in zip(speakers[2:], (3, 2), strict=True)]
    extra = apply(work, call, make_speaker(work), people=1)
    after = closed(work, call)
    for row in (*rest, extra):
        operations.offer(after, row, "Yes.")
    for row in (large, small):
        operations.let_wait(after, row, "No place.")
    operations.withdraw(after, extra)
    assert (large.state, large.waits, small.state) == (State.WAITING, 1, State.OFFERED)


def test_an_offer_that_nobody_answers_lapses_and_moves_on(work, call):
    speakers = [make_speaker(work) for _ in range(3)]
    rows = [apply(work, call, one) for one in speakers]
    after = closed(work, call)
    for row in rows[:2]:
        operations.offer(after, row, "Yes.")
    operations.let_wait(after, rows[2], "No place.")
    clock = replace(after, actor=SYSTEM, now=after.now + timedelta(days=14))
    assert operations.pass_time(clock) == 2
    assert [row.state for row in rows] == [State.LAPSED, State.LAPSED, State.OFFERED]
    assert operations.pass_time(clock) == 0
    with pytest.raises(WrongState):
        operations.confirm(replace(clock, actor=speakers[0].actor), rows[0])


def test_an_offer_is_taken_in_time_and_by_the_organisation_itself(work, call):
    speaker = make_speaker(work)
    row = apply(work, call, speaker)
    after = closed(work, call)
    operations.offer(after, row, "Yes.")
    with pytest.raises(Denied):
        operations.confirm(after, row)
    with pytest.raises(Unfit):
        operations.confirm(replace(after, actor=speaker.actor, now=row.answer_by), row)
    operations.confirm(replace(after, actor=speaker.actor), row)
    assert row.state is State.CONFIRMED


def test_nobody_moves_up_once_the_event_has_begun_or_is_called_off(work, call):
    rows = [apply(work, call, make_speaker(work)) for _ in range(3)]
    after = closed(work, call)
    for row in rows[:2]:
        operations.offer(after, row, "Yes.")
    operations.let_wait(after, rows[2], "No place.")
    late = replace(after, now=NOW + timedelta(days=41))
    assert operations.withdraw(late, rows[0]) == []
    assert rows[2].state is State.WAITING


def test_letters_name_neither_the_network_nor_the_matter(app, work, call, settings):
    from nswp_gov.web import mailer

    speaker = make_speaker(work, name="Zqlantern", locale=Locale.FR)
    row = apply(work, call, speaker)
    operations.offer(closed(work, call), row, "Zqreason")
    event = queries.found(work.session, type(make_event(work)), call.event_id)
    operations.move_event(
        as_staff(work, days=12), event,
        starts_at=event.starts_at + timedelta(days=1), ends_at=event.ends_at + timedelta(days=1),
        zone=event.zone,
    )  # fmt: skip
    rows = work.session.scalars(
        select(OutboxMessage).where(OutboxMessage.person_id == speaker.person.id)
    ).all()
    assert {one.letter for one in rows} == {"training/offer", "training/changed"}
    with app.test_request_context(base_url="http://localhost"):
        for one in rows:
            said = mailer.compose(settings, one, now=NOW)
            text = f"{said['Subject']} {said.get_content()}".replace("/training/", "/")
            assert said["Content-Language"] == "fr"
            for word in ("NSWP", "Zq", "sex", "Lantern", "Session", "formation"):
                assert word not in text
            assert f"/applications/{row.id}" in text


def any_run(work, speakers, dice):
    """One call with chance teams, choices, refusals and days; checked after each step."""
    call = make_call(work, make_event(work), places={Region.AFRICA: 5})
    rows = [apply(work, call, one, people=dice.randint(1, 3)) for one in speakers]
    after = closed(work, call)
    for row in rows:
        try:
            operations.offer(after, row, "Yes.")
        except Unfit:
            operations.let_wait(after, row, "No place.")
    for _ in range(12):
        row = dice.choice(rows)
        verb = dice.choice(["withdraw", "confirm", "tick"])
        if verb == "tick":
            after = replace(after, now=after.now + timedelta(days=dice.randint(1, 5)))
            operations.pass_time(after)
        elif verb == "confirm" and row.state is State.OFFERED:
            own = next(one for one in speakers if one.organisation.id == row.organisation_id)
            operations.confirm(replace(after, actor=own.actor), row)
        elif verb == "withdraw" and row.state in {State.OFFERED, State.CONFIRMED, State.WAITING}:
            try:
                operations.withdraw(after, row)
            except WrongState:
                return
        left = queries.places(work.session, call)["africa"]
        assert left.taken <= 5
        if after.now < NOW + timedelta(days=40):
            stuck = queries.waiting(work.session, call.id, "africa")
            assert all(one.people > left.free for one in stuck)


def test_places_are_never_given_twice_and_never_kept_from_who_waits_and_fits(work):
    speakers = [make_speaker(work) for _ in range(5)]
    for seed in range(size(3, 100)):
        any_run(work, speakers, random.Random(seed))
    prove("training-places", {"calls": size(3, 100)}, seed=list(range(size(3, 100))))


def test_a_draft_call_is_known_to_the_secretariat_alone(work):
    event = make_event(work)
    call = make_call(work, event, is_open=False)
    speaker = make_speaker(work)
    with pytest.raises(Unfit):
        apply(work, call, speaker)
    assert queries.open_calls(work.session, [event.id], work.now) == {}
    assert queries.one_event(work.session, Viewer.public(), event.id, Locale.EN).id == event.id
