"""Who has read what, who is reminded, what is looked at again, what the worker does each day."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from nswp_gov.accounts.models import Person
from nswp_gov.bodies import queries as bodies
from nswp_gov.manual import operations, queries
from nswp_gov.manual.models import Bookmark
from nswp_gov.manual.operations.reminding import LETTER, REVIEW
from nswp_gov.manual.queries.readers import TIME_TO_READ, asked
from nswp_gov.manual.states import Capacity
from nswp_gov.meetings.models import Decision
from nswp_gov.membership import operations as membership
from nswp_gov.membership.states import Standing
from nswp_gov.store.actor import VISITOR, Actor
from nswp_gov.store.errors import Denied, Unfit
from nswp_gov.store.outbox import OutboxMessage
from tests.factories.accounts import make_person
from tests.factories.directory import make_editor
from tests.factories.manual import (
    FIRST_DAY,
    SECOND_DAY,
    adopt,
    make_decisions,
    make_document,
    make_draft,
    reword,
)
from tests.factories.membership import make_member

DUE = FIRST_DAY + TIME_TO_READ


def fill(work):
    make_decisions(work, 2)


@pytest.fixture
def decisions(work):
    return work.session.scalars(select(Decision).order_by(Decision.ordinal)).all()


@pytest.fixture
def document(work):
    return make_document(work)


@pytest.fixture
def edition(work, document, decisions):
    return adopt(work, make_draft(work, document), decisions[0])


def on(work, day):
    return replace(work, now=datetime.combine(day, time(9), tzinfo=UTC))


def member(work):
    """An organisation that was a member before the first edition, and its editor."""
    house = make_member(on(work, FIRST_DAY - timedelta(days=90)))
    return house, make_editor(on(work, FIRST_DAY - timedelta(days=90)), house)


def letters(work, kind=LETTER):
    return work.session.scalars(select(OutboxMessage).where(OutboxMessage.letter == kind)).all()


def test_a_bookmark_is_ones_own_and_never_goes_back(work, document, edition, decisions):
    own = replace(work, actor=Actor(name="a", person_id=uuid.uuid4()))
    with pytest.raises(Denied):
        operations.mark_read(replace(work, actor=VISITOR), edition)
    operations.mark_read(own, edition)
    draft = operations.start_draft(work, document)
    reword(work, draft, "c1", "Other.")
    second = adopt(work, draft, decisions[1], SECOND_DAY)
    operations.mark_read(own, second)
    operations.mark_read(own, edition)
    mark = queries.bookmark(work.session, document.id, own.actor.person_id)
    assert mark is not None
    assert mark.edition_number == 2
    assert len(work.session.scalars(select(Bookmark)).all()) == 1


def test_members_in_good_standing_and_officers_are_asked(work, edition):
    house, _editor = member(work)
    board = bodies.board(work.session)
    assert board is not None
    holders = {one.person_id for one in bodies.holders(work.session, board.id, FIRST_DAY)}
    found = asked(work.session, FIRST_DAY)
    assert found[house.id] is Capacity.ORGANISATION
    assert {one for one, what in found.items() if what is Capacity.OFFICER} == holders


def test_whoever_has_read_is_not_waited_for_and_time_runs_from_the_last_change_of_meaning(
    work, document, edition, decisions
):
    house, editor = member(work)
    rows = queries.waited_for(work.session, edition, DUE)
    late = next(one for one in rows if one.reader_id == house.id)
    assert (late.due_on, late.is_late(DUE), late.is_late(DUE + timedelta(days=1))) == (
        DUE, False, True,
    )  # fmt: skip
    operations.acknowledge(replace(work, actor=editor), edition, house.id)
    assert house.id not in {one.reader_id for one in queries.waited_for(work.session, edition, DUE)}
    draft = operations.start_draft(work, document)
    reword(work, draft, "c1", "The words of clause  1.", is_substantive=False)
    second = adopt(work, draft, decisions[1], SECOND_DAY)
    assert queries.read_by(work.session, second) == DUE
    assert house.id not in {
        one.reader_id for one in queries.waited_for(work.session, second, SECOND_DAY)
    }


def test_three_reminders_each_once_and_none_to_those_who_have_read(work, document, edition):
    house, editor = member(work)
    person_id = editor.person_id
    person = work.session.get_one(Person, person_id)
    person.email = "amina@example.org"
    work.record("test.address_given", person)
    sent = []
    for day in (
        DUE - timedelta(days=8),
        DUE - timedelta(days=7),
        DUE - timedelta(days=6),
        DUE,
        DUE + timedelta(days=1),
        DUE + timedelta(days=2),
        DUE + TIME_TO_READ,
        DUE + TIME_TO_READ * 2,
    ):
        operations.remind(on(work, day), document)
        sent.append(sum(one.person_id == person_id for one in letters(work)))
    assert sent == [0, 1, 1, 1, 2, 2, 3, 3]
    for one in letters(work):
        assert set(one.values or {}) == {"slug"}
    operations.acknowledge(replace(on(work, DUE), actor=editor), edition, house.id)
    before = len(letters(work))
    late = on(work, DUE + TIME_TO_READ)
    operations.remind(late, document)
    assert len(letters(work)) == before


def test_a_clause_is_looked_at_again_by_its_day(work, document, edition):
    clause = queries.clause_by_key(work.session, document.id, "c1")
    day = work.today + timedelta(days=50)
    with pytest.raises(Denied):
        operations.set_review(replace(work, actor=VISITOR), clause, day)
    with pytest.raises(Unfit, match="review_in_the_past"):
        operations.set_review(work, clause, work.today)
    operations.set_review(work, clause, day)
    (due,) = queries.reviews_due(work.session, work.today)
    assert (due.key, due.review_on) == ("c1", day)
    assert queries.reviews_due(work.session, day - timedelta(days=61)) == []
    operations.set_review(work, clause, None)
    assert queries.reviews_due(work.session, day) == []


def test_whoever_sees_to_a_document_gets_one_letter_a_month_before_a_review(
    work, document, edition
):
    for key in ("c1", "c2"):
        clause = queries.clause_by_key(work.session, document.id, key)
        operations.set_review(work, clause, work.today + timedelta(days=50))
    carla = make_person(work, "Carla", roles=["secretariat"], email="carla@example.org")
    editor = make_person(work, "Bela", email="bela@example.org")

    def told(after):
        operations.remind_reviews(on(work, work.today + timedelta(days=after)), document)
        return Counter(one.person_id for one in letters(work, REVIEW))

    assert told(19) == {}
    assert told(20) == {carla.id: 1}  # for both clauses, as nobody else was named
    assert told(21) == told(49) == {carla.id: 1}
    operations.set_review(work, clause, work.today + timedelta(days=51))
    operations.name_hand(work, document, editor.id)
    told_all = {carla.id: 1, editor.id: 2}  # of the first day, and of the new one
    assert told(22) == told_all
    assert all(one.values == {} for one in letters(work, REVIEW))
    assert told(23) == told_all


def test_a_member_that_left_is_not_asked(work, edition):
    house, _editor = member(work)
    membership.change_standing(work, house, Standing.RESIGNED, work.today, reason="They left.")
    assert house.id not in asked(work.session, work.today)
