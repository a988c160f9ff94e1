"""Renewed, suspended, expelled, mended: each act from a day, with its reason, told by letter."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from nswp_gov.directory import operations as directory
from nswp_gov.directory.states import Capacity
from nswp_gov.membership import operations, queries
from nswp_gov.membership.deadlines import working_days_after
from nswp_gov.membership.operations import NotAMember
from nswp_gov.membership.operations.statutory import NotStatutory
from nswp_gov.membership.queries import Line
from nswp_gov.membership.states import Asked, Category, Standing
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import Denied, Unfit, WrongState
from nswp_gov.store.outbox import OutboxMessage
from nswp_gov.store.work import Work
from tests.factories.accounts import make_person
from tests.factories.directory import make_editor, make_organisation
from tests.factories.membership import make_listed, make_member

TODAY = date(2026, 11, 2)
DECISION = uuid.UUID("6f2f6c1e-0000-4000-8000-000000000000")
STAFF = Actor(name="Carla", person_id=uuid.uuid4(), roles=frozenset({"secretariat"}))


@pytest.fixture
def office(work):
    return Work(work.session, STAFF, work.now)


def later(work, days):
    return Work(work.session, work.actor, work.now + timedelta(days=days))


def line(work, made, day=TODAY):
    return queries.line_of(work.session, made.id, day)


def test_a_membership_is_renewed_from_where_its_term_ends(office, work):
    made = make_member(work)
    first = operations.renew(office, made, date(2027, 1, 1), reason="paid")
    assert (first.from_on, first.until_on) == (TODAY, date(2027, 1, 1))
    second = operations.renew(office, made, date(2028, 1, 1), reason="paid")
    assert (second.from_on, second.until_on) == (date(2027, 1, 1), date(2028, 1, 1))
    with pytest.raises(Unfit) as refusal:
        operations.renew(office, made, date(2027, 6, 1), reason="again")
    assert refusal.value.values == {"day": "2028-01-01"}
    with pytest.raises(NotAMember):
        operations.renew(office, make_organisation(work), date(2028, 1, 1), reason="none")


def test_renewing_ends_grace_and_no_suspension(office, work):
    late, out = make_member(work), make_member(work)
    operations.change_standing(work, late, Standing.GRACE, TODAY, reason="late")
    operations.change_standing(work, out, Standing.SUSPENDED, TODAY, reason="decided")
    for made in (late, out):
        operations.renew(office, made, date(2027, 11, 2), reason="paid")
    assert line(work, late).standing is Standing.ACTIVE
    assert line(work, out).standing is Standing.SUSPENDED


def test_terms_that_run_out_are_due_thirty_days_before(office, work):
    soon, far, left, never = (make_member(work) for _ in range(4))
    operations.renew(office, soon, TODAY + timedelta(days=30), reason="x")
    operations.renew(office, far, TODAY + timedelta(days=31), reason="x")
    operations.renew(office, left, TODAY + timedelta(days=2), reason="x")
    operations.end_membership(work, left.id, Standing.LAPSED, TODAY, reason="x")
    assert queries.renewals_due(work.session, TODAY) == [(soon.id, TODAY + timedelta(days=30))]
    assert never.id not in dict(queries.renewals_due(work.session, TODAY))
    due = [(one.kind, one.on, one.number) for one in queries.due(work.session, TODAY)]
    assert due == [("renewals", TODAY + timedelta(days=30), 1)]


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.EXPELLED])
def test_people_suspend_and_expel_by_a_decision_alone(office, work, standing):
    made = make_member(work)
    with pytest.raises(Unfit) as refusal:
        operations.change_standing(office, made, standing, TODAY, reason="we think so")
    assert (refusal.value.code, refusal.value.field) == ("decision_missing", "decision")
    row = operations.change_standing(
        office, made, standing, TODAY, reason="decided", decision_id=DECISION
    )
    (link,) = queries.decisions_behind(work.session, [row.id])
    assert (link.from_type, link.to_type, link.to_id) == ("standing_fact", "decision", DECISION)


def test_a_suspension_is_looked_at_again_and_lifted(office, work):
    made = make_listed(work)
    review = TODAY + timedelta(days=20)
    operations.change_standing(
        office, made, Standing.SUSPENDED, TODAY, reason="x", decision_id=DECISION, review_on=review
    )
    assert not made.is_current
    (due,) = queries.due(work.session, TODAY)
    assert (due.kind, due.on, due.organisation_id) == ("review", review, made.id)
    operations.change_standing(
        later(office, 1), made, Standing.ACTIVE, TODAY + timedelta(days=1), reason="lifted"
    )
    assert made.is_current
    assert queries.due(work.session, TODAY + timedelta(days=1)) == []


def test_every_act_is_told_by_a_letter_that_says_nothing(office, work):
    made = make_member(work)
    person = make_person(work, "Amina", email="amina@example.org")
    directory.appoint(work, made, person.id, Capacity.EDITOR)
    operations.change_category(office, made, Category.ASSOCIATE, TODAY, reason="x")
    operations.change_standing(office, made, Standing.GRACE, TODAY, reason="x")
    operations.change_standing(
        office, made, Standing.SUSPENDED, TODAY, reason="x", decision_id=DECISION, tell=False
    )
    operations.renew(office, made, date(2027, 11, 2), reason="x")
    letters = work.session.scalars(
        select(OutboxMessage).where(OutboxMessage.letter == "membership/changed")
    ).all()
    assert len(letters) == 3
    assert {(one.recipient, one.person_id) for one in letters} == {("amina@example.org", person.id)}
    assert [one.values for one in letters] == [{}, {}, {}]


def test_an_admission_by_mistake_is_as_if_it_had_never_been(office, work):
    made = make_listed(work)
    operations.change_category(work, made, Category.ASSOCIATE, TODAY, reason="x")
    operations.void_admission(office, made, reason="the wrong one")
    assert line(work, made) is None
    assert line(work, made, date(2025, 6, 1)) is None
    assert queries.stays(work.session, made.id) == []
    assert not made.is_current
    assert queries.register_as_at(work.session, TODAY) == []
    assert len(queries.category_history(work.session, made.id)) == 2  # void and readable
    operations.admit(office, made, Category.FULL, TODAY, reason="this time rightly")
    assert line(work, made) == Line(Category.FULL, Standing.ACTIVE)


def test_an_ending_by_mistake_is_taken_back(office, work):
    for standing in (Standing.ACTIVE, Standing.GRACE):
        made = make_member(work)
        if standing is Standing.GRACE:
            operations.change_standing(work, made, standing, date(2026, 6, 1), reason="late")
        operations.end_membership(
            work, made.id, Standing.RESIGNED, date(2026, 9, 1), reason="a letter of another"
        )
        assert line(work, made).standing is Standing.RESIGNED
        operations.take_back_ending(office, made, reason="it was another")
        assert line(work, made).standing is standing
        assert line(work, made, date(2026, 8, 1)).standing is standing
        assert queries.running(work.session, made.id) is not None
        assert made.is_current
        with pytest.raises(operations.AlreadyMember):
            operations.take_back_ending(office, made, reason="twice")
    with pytest.raises(NotAMember):
        operations.take_back_ending(office, make_organisation(work), reason="never")


def test_an_ending_of_the_day_it_began_is_taken_back_too(office, work):
    made = make_organisation(work)
    operations.admit(work, made, Category.FULL, TODAY, reason="x")
    operations.end_membership(work, made.id, Standing.LAPSED, TODAY, reason="slip")
    operations.take_back_ending(office, made, reason="slip")
    assert line(work, made) == Line(Category.FULL, Standing.ACTIVE)


def test_nobody_else_mends_renews_or_keeps_the_law_s_register(work):
    made = make_member(work)
    editor = Work(work.session, make_editor(work, made), work.now)
    acts = (
        lambda w: operations.renew(w, made, date(2028, 1, 1), reason="x"),
        lambda w: operations.void_admission(w, made, reason="x"),
        lambda w: operations.take_back_ending(w, made, reason="x"),
        lambda w: operations.begin_statutory(w, reason="x"),
        lambda w: operations.set_address(w, made, "x", TODAY),
        lambda w: operations.merge(w, made, make_organisation(work), reason="x"),
        lambda w: operations.keep_apart(w, made, make_organisation(work)),
    )
    for act in acts:
        with pytest.raises(Denied):
            act(editor)


def test_working_days_end_before_or_on_the_day_that_the_law_asks_for():
    assert working_days_after(date(2026, 11, 2), 5) == date(2026, 11, 9)  # a Monday
    assert working_days_after(date(2026, 11, 7), 5) == date(2026, 11, 13)  # a Saturday
    assert working_days_after(date(2026, 11, 6), 5) == date(2026, 11, 13)  # a Friday


def test_the_statutory_register_has_members_classes_addresses_and_days(office, work):
    with pytest.raises(NotStatutory):
        operations.set_address(office, make_member(work, name="Early"), "x", TODAY)
    operations.begin_statutory(office, reason="counsel, 1 November 2026")
    with pytest.raises(WrongState):
        operations.begin_statutory(office, reason="twice")
    full, other = make_member(work, name="Full"), make_member(work, Category.ASSOCIATE, name="Zed")
    operations.set_address(office, full, "1 Old Street", date(2026, 1, 1))
    operations.set_address(office, full, "2 New Street", TODAY)
    operations.end_membership(work, other.id, Standing.RESIGNED, date(2026, 6, 1), reason="x")
    operations.change_category(work, full, Category.SUPPORTING, date(2026, 9, 1), reason="x")
    rows = {one.name: one for one in queries.statutory_register(work.session, TODAY, Locale.EN)}
    assert (rows["Full"].address, rows["Full"].votes) == ("2 New Street", False)
    assert (rows["Zed"].ended_on, rows["Zed"].votes) == (date(2026, 6, 1), False)
    before = {one.name: one for one in queries.statutory_register(
        work.session, date(2026, 5, 1), Locale.EN)}  # fmt: skip
    assert (before["Full"].address, before["Full"].votes) == ("1 Old Street", True)
    assert before["Zed"].ended_on is None
    operations.end_statutory(office)
    with pytest.raises(NotStatutory):
        operations.end_statutory(office)


def test_an_inspection_is_answered_within_five_working_days(office, work):
    operations.begin_statutory(office, reason="counsel")
    asked = {"who": "Eve", "address": "3 Lane", "purpose": "to write", "onward": ""}
    with pytest.raises(Unfit) as refusal:
        operations.receive_inspection(office, **{**asked, "purpose": " "}, received_on=TODAY)
    assert (refusal.value.code, refusal.value.field) == ("inspection_missing", "purpose")
    row = operations.receive_inspection(office, **asked, received_on=TODAY)
    (due,) = queries.due(work.session, TODAY)
    assert (due.kind, due.on) == ("inspections", date(2026, 11, 9))
    operations.answer_inspection(office, row, Asked.COURT, outcome="asked on Thursday")
    assert queries.due(work.session, TODAY) == []
    with pytest.raises(WrongState):
        operations.answer_inspection(office, row, Asked.SHOWN, outcome="twice")
