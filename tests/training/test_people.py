"""Those who come: chosen names that go, attendance, certificates, consent of the faculty."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from nswp_gov.rules.audience import Viewer
from nswp_gov.rules.regions import Region
from nswp_gov.store import erasure, journal, verifying
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.erasure import purge
from nswp_gov.store.errors import Denied, Unfit, WrongState
from nswp_gov.store.journal import Revision
from nswp_gov.training import operations, queries
from nswp_gov.training.models import Participant
from nswp_gov.training.states import State
from tests.factories.training import (
    STAFF,
    apply,
    as_staff,
    hold,
    make_call,
    make_event,
    make_programme,
    make_speaker,
)


@pytest.fixture
def taken(work):
    """An organisation that took three places, and its application."""
    speaker = make_speaker(work)
    call = make_call(work, make_event(work))
    row = apply(work, call, speaker)
    after = as_staff(work, days=11)
    operations.pass_time(after)
    operations.offer(after, row, "Yes.")
    own = replace(after, actor=speaker.actor)
    operations.confirm(own, row)
    return own, row


def names(session, row):
    return sorted(one.name for one in queries.sent_by(session, row.id))


def test_an_organisation_names_who_comes_and_changes_it(taken):
    own, row = taken
    operations.name_participants(own, row, ["Zora", "Mina", ""])
    assert names(own.session, row) == ["Mina", "Zora"]
    known = [one.name for one in queries.sent_by(own.session, row.id)]
    operations.name_participants(own, row, ["Kit", known[1], "Ada"])
    assert names(own.session, row) == sorted(["Kit", known[1], "Ada"])
    with pytest.raises(Unfit):
        operations.name_participants(own, row, ["a", "b", "c", "d"])
    with pytest.raises(Denied):
        operations.name_participants(
            replace(own, actor=make_speaker(own).actor), row, ["Somebody else"]
        )


def revisions(session, person):
    rows = session.scalars(
        select(Revision).where(
            Revision.entity == "training_participant", Revision.entity_id == person.id
        )
    )
    return list(rows)


def test_stepping_back_erases_the_names_at_once_with_their_history(taken):
    own, row = taken
    operations.name_participants(own, row, ["Zora", "Mina"])
    people = queries.sent_by(own.session, row.id)
    operations.withdraw(own, row)
    assert row.state is State.WITHDRAWN
    assert [(one.name, one.country, one.application_id) for one in people] == [(None,) * 3] * 2
    assert queries.participants(own.session, people[0].event_id) == []
    for one in people:
        past = revisions(own.session, one)
        assert len(past) >= 2
        assert all(kept.body is None for kept in past[:-1])


def test_names_go_by_themselves_so_many_months_after_the_event(work):
    programme = make_programme(work, kept_months=6)
    event = make_event(work, programme)
    assert event.ends_at.date() == date(2026, 12, 15)
    people = hold(work, event, {Region.AFRICA: 2})
    office = as_staff(work, days=60)
    papers = operations.issue(office, event, 1)
    codes = [one.code for one in papers]
    assert {one.forget_on for one in (*people, *papers)} == {date(2027, 6, 15)}

    def on(day):
        at = work.now.replace(year=day.year, month=day.month, day=day.day)
        return purge(replace(work, actor=SYSTEM, now=at))

    on(date(2027, 6, 15))
    assert all(one.name for one in people)
    done = {one.table: one.rows for one in on(date(2027, 6, 16))}
    assert (done["training_participant"], done["training_certificate"]) == (2, 2)
    assert [one.name for one in people] == [None, None]
    assert [one.region for one in people] == ["africa", "africa"]
    assert [one.code for one in papers] == [None, None]
    again = {one.table: one.rows for one in on(date(2027, 6, 17))}
    assert (again["training_participant"], again["training_certificate"]) == (0, 0)
    for code in codes:
        assert queries.certificate_by_code(work.session, code) in papers
    assert queries.attended(work.session, 2026, "UTC")["africa", str(programme.id)] == 2
    erased = work.session.scalars(select(erasure.Erasure.entity_id)).all()
    assert {one.id for one in people} <= set(erased)


def test_a_moved_event_moves_the_day_on_which_names_go(taken):
    own, row = taken
    operations.name_participants(own, row, ["Zora"])
    office = replace(own, actor=STAFF)
    call = queries.found(own.session, type(make_call(office, make_event(office))), row.call_id)
    event = queries.found(own.session, type(make_event(office)), call.event_id)
    operations.add_lesson(office, event, event.starts_at + timedelta(hours=1))
    later = event.ends_at + timedelta(days=60)
    operations.move_event(
        office, event, starts_at=later - timedelta(days=2), ends_at=later, zone="Asia/Tokyo"
    )
    expected = date(later.year + 2, later.month, min(later.day, 28))
    person = queries.sent_by(own.session, row.id)[0]
    assert (person.forget_on, row.forget_on) == (expected, expected)
    (lesson,) = queries.lessons(own.session, event.id)
    assert lesson.starts_at == event.starts_at + timedelta(hours=1)
    assert event.sequence == 1


def test_two_who_keep_one_list_do_not_undo_each_others_marks(work):
    event = make_event(work)
    office = as_staff(work)
    lesson = operations.add_lesson(office, event, event.starts_at)
    ada, bo, cy = (
        operations.add_participant(office, event, name, Region.AFRICA).id
        for name in ("Ada", "Bo", "Cy")
    )
    operations.mark(office, lesson, [ada], [])
    operations.mark(office, lesson, [ada, bo], seen=[ada])
    operations.mark(office, lesson, [cy], seen=[ada])  # an older page: takes Ada away, adds Cy
    here = {one.participant_id for one in queries.presences(work.session, [lesson.id])}
    assert here == {bo, cy}
    assert operations.mark(office, lesson, [bo, cy], seen=[bo, cy]) == 0
    stranger = operations.add_participant(office, make_event(work), "Di", Region.AFRICA).id
    assert operations.mark(office, lesson, [bo, cy, stranger], seen=[bo, cy]) == 0


def test_after_it_was_noted_as_held_nobody_changes_who_was_there(work):
    event = make_event(work)
    office = as_staff(work)
    with pytest.raises(Unfit):
        operations.conclude(office, event)
    people = hold(work, event, {Region.AFRICA: 1})
    (lesson,) = queries.lessons(work.session, event.id)
    for act in (
        lambda: operations.mark(office, lesson, [], [people[0].id]),
        lambda: operations.add_participant(office, event, "Late", Region.AFRICA),
        lambda: operations.add_lesson(office, event, event.starts_at),
        lambda: operations.cancel(office, event),
    ):
        with pytest.raises(WrongState):
            act()


def test_a_certificate_goes_to_who_was_there_often_enough_and_once(work):
    event = make_event(work)
    office = as_staff(work)
    lessons = [
        operations.add_lesson(office, event, event.starts_at + timedelta(hours=number))
        for number in range(2)
    ]
    often, once = (
        operations.add_participant(office, event, name, Region.AFRICA) for name in ("Ada", "Bo")
    )
    operations.mark(office, lessons[0], [often.id, once.id], [])
    operations.mark(office, lessons[1], [often.id], [])
    with pytest.raises(WrongState):
        operations.issue(office, event, 2)
    after = replace(office, now=event.ends_at)
    operations.conclude(after, event)
    (made,) = operations.issue(after, event, 2)
    assert made.participant_id == often.id
    assert operations.issue(after, event, 2) == []
    operations.revoke(after, made)
    assert made.revoked_on == after.today
    with pytest.raises(WrongState):
        operations.revoke(after, made)
    assert operations.issue(after, event, 2) == []


def test_a_code_is_found_however_it_is_typed_and_kept_as_a_hash(work):
    event = make_event(work)
    hold(work, event, {Region.AFRICA: 1})
    (made,) = operations.issue(as_staff(work, days=60), event, 1)
    code = made.code
    for typed in (code, code.upper(), f"{code[:4]} {code[4:8]}-{code[8:]}"):
        assert queries.certificate_by_code(work.session, typed) is made
    assert queries.certificate_by_code(work.session, code[:-1]) is None
    assert code not in made.code_hash


def test_forgetting_somebody_at_their_wish_leaves_the_journal_whole(work):
    event = make_event(work)
    people = hold(work, event, {Region.AFRICA: 2})
    office = as_staff(work, days=60)
    papers = operations.issue(office, event, 1)
    operations.forget(office, people[0])
    assert (people[0].name, people[1].name) != (None, None)
    assert people[0].name is None
    assert sorted(bool(one.code) for one in papers) == [False, True]
    journal.seal(work.session)
    report = verifying.verify(work.session, now=office.now, models=erasure.governed())
    assert report.findings == ()
    assert report.erased >= 2


def test_the_faculty_is_named_by_consent_alone(work):
    event = make_event(work)
    row, token = operations.add_teacher(as_staff(work), event, "Zqteacher")
    assert queries.faculty(work.session, event.id, Viewer.public()) == []
    found = queries.teacher_by_token(work.session, token)
    operations.consent_to_name(work, found, " Bird ")
    assert queries.faculty(work.session, event.id, Viewer.public()) == ["Bird"]
    operations.consent_to_name(work, found, "")
    assert queries.faculty(work.session, event.id, Viewer.public()) == []
    assert row.consented_at is None


def test_a_participant_has_no_field_that_could_tell_who_it_is():
    columns = set(Participant.__mapper__.columns.keys())
    assert columns == {
        "id", "version", "event_id", "application_id", "name", "country", "region", "left_at",
        "forget_on",
    }  # fmt: skip
