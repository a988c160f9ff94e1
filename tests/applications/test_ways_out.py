"""What is given back, appealed against, taken back or deleted; and what is kept of it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from nswp_gov.applications import operations, queries
from nswp_gov.applications.models import Application, Document, Recommendation, Step
from nswp_gov.applications.states import Act, Answer, By, Part, State
from nswp_gov.directory import operations as directory
from nswp_gov.directory import queries as organisations
from nswp_gov.directory.states import Risk
from nswp_gov.membership.states import Category
from nswp_gov.store import erasure, journal, verifying
from nswp_gov.store.actor import SYSTEM, VISITOR
from nswp_gov.store.errors import Denied, Unfit, WrongState
from nswp_gov.store.files import FileStore, StoredFile
from nswp_gov.store.journal import Revision
from tests.applications.conftest import NO, WORDS, letters, office
from tests.conftest import NOW
from tests.factories.applications import (
    as_,
    begin_application,
    fill_in,
    make_received,
    make_reviewed,
    picture,
    seats_of,
)
from tests.factories.bodies import make_board


def test_something_missing_goes_back_and_comes_again(work, board):
    row = make_received(work, email="zqmail@example.org")
    with pytest.raises(Denied):
        operations.give_back(as_(work, seats_of(board, "africa")[0]), row, "more")
    operations.give_back(office(work), row, "Who decides?")
    assert (row.state, row.told) == (State.RETURNED, "Who decides?")
    assert [one.recipient for one in letters(work, "applications/news")] == ["zqmail@example.org"]
    operations.save_part(work, row, Part.LEADERSHIP, {"involvement": "All of us."})
    operations.hand_in(replace(work, now=NOW + timedelta(days=3)), row)
    assert (row.state, row.told) == (State.RECEIVED, None)


def test_what_is_given_back_and_not_handed_in_again_is_closed(work):
    row = make_received(work)
    operations.give_back(office(work), row, "Who decides?")
    assert operations.pass_time(replace(work, now=NOW + timedelta(days=59)), row) == ""
    assert operations.pass_time(replace(work, now=NOW + timedelta(days=60)), row) == "closed"


def test_an_appeal_is_heard_by_the_board_without_those_who_decided(work, board):
    row = make_reviewed(work)
    first, second = seats_of(board, "africa")
    for person in (first, second):
        operations.recommend(as_(work, person), row, Answer.NO, **NO)
    late = replace(work, actor=VISITOR, now=NOW + timedelta(days=31))
    with pytest.raises(operations.TooLate):
        operations.appeal(late, row, "Please look again.")
    operations.appeal(
        replace(work, actor=VISITOR, now=NOW + timedelta(days=30)), row, "Please look again."
    )
    assert row.state is State.APPEALED
    with pytest.raises(Denied, match="decided_before"):
        operations.ask(as_(work, first), row, "?")
    other = seats_of(board, "europe")[0]
    operations.ask(as_(work, other, region="europe"), row, "What changed?")
    decision = uuid.uuid4()
    given = {"decision_id": decision, "category": Category.FULL}
    with pytest.raises(Denied):
        operations.decide_appeal(as_(work, second), row, Answer.YES, **given)
    operations.decide_appeal(office(work), row, Answer.NO, told="Heard again: no.", **given)
    assert (row.state, row.told) == (State.UPHELD, "Heard again: no.")
    with pytest.raises(WrongState):
        operations.appeal(late, row, "Once more.")


def test_the_decision_on_an_appeal_is_another_one_and_may_admit(work, board):
    row = make_reviewed(work)
    first, second = seats_of(board, "africa")
    operations.recommend(as_(work, first), row, Answer.YES, **WORDS)
    operations.recommend(as_(work, second), row, Answer.NO, **NO)
    given = {"decision_id": uuid.uuid4(), "category": Category.FULL}
    operations.decide(office(work), row, Answer.NO, told="No.", **given)
    operations.appeal(replace(work, actor=VISITOR), row, "Please.")
    with pytest.raises(Unfit, match="decision_before"):
        operations.decide_appeal(office(work), row, Answer.YES, **given)
    given["decision_id"] = uuid.uuid4()
    operations.decide_appeal(office(work), row, Answer.YES, **given)
    assert row.state is State.ADMITTED


def test_taking_it_back_ends_it_at_every_stage_before_the_end(work, board):
    row = make_reviewed(work)
    operations.withdraw(replace(work, actor=VISITOR), row)
    assert row.state is State.WITHDRAWN
    with pytest.raises(Denied):
        operations.withdraw(replace(work, actor=VISITOR), row)
    with pytest.raises(WrongState):
        operations.recommend(as_(work, seats_of(board, "africa")[0]), row, Answer.YES, **WORDS)


def test_where_being_listed_can_kill_nothing_is_public_and_admission_goes_on(work, board):
    directory.assess_risk(work, "KE", Risk.SEVERE, "said so")
    row = make_reviewed(work)
    for person in seats_of(board, "africa"):
        operations.recommend(as_(work, person), row, Answer.YES, **WORDS)
    consent = organisations.holding_consent(work.session, row.organisation_id)
    assert consent.to_public == []
    assert "country" in consent.to_members


def test_every_step_says_what_when_and_who(work, board):
    row = make_reviewed(work)
    first = seats_of(board, "africa")[0]
    operations.recommend(as_(work, first, days=1), row, Answer.YES, **WORDS)
    steps = queries.steps(work.session, row.id)
    assert [one.number for one in steps] == list(range(1, len(steps) + 1))
    assert steps[0].act is Act.HANDED_IN
    assert steps[0].person_id is None
    last = steps[-1]
    assert (last.act, last.by, last.person_id) == (Act.RECOMMENDED, By.REVIEWER, first.id)
    assert last.at == NOW + timedelta(days=1)


def test_files_are_kept_without_hidden_data_encrypted_and_at_most_three(work, tmp_path):
    store = FileStore.at(str(tmp_path))
    row, _token = begin_application(work)
    given = picture()
    assert b"Zqcamera" in given
    made = operations.add_document(work, row, store, given, "Zqname.jpg")
    for _more in range(2):
        operations.add_document(work, row, store, given, "b.jpg")
    with pytest.raises(Unfit, match="documents_many"):
        operations.add_document(work, row, store, given, "c.jpg")
    kept = b"".join(one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())
    assert b"Zqcamera" not in kept
    assert b"WEBP" not in kept
    operations.remove_document(work, row, store, made.id)
    assert len(list(store.keys())) == 2
    operations.discard(work, row, store)
    assert list(store.keys()) == []
    assert work.session.scalars(select(StoredFile)).all() == []


def test_a_draft_goes_60_days_after_its_last_save_with_all_that_it_said(make_work, session):
    with make_work() as work:
        row, _token = begin_application(work)
        fill_in(replace(work, now=NOW + timedelta(days=10)), row)
        row_id = row.id
    with make_work(SYSTEM, NOW + timedelta(days=69)) as work:
        erasure.purge(work)
    assert session.get(Application, row_id) is not None
    with make_work(SYSTEM, NOW + timedelta(days=71)) as work:
        erasure.purge(work)
    assert session.get(Application, row_id) is None
    bodies_left = session.scalars(
        select(Revision).where(Revision.entity_id == row_id, Revision.body.is_not(None))
    ).all()
    assert bodies_left == []
    with make_work() as work:
        journal.seal(work.session)
    assert verifying.verify(session, now=NOW, models=erasure.governed()).findings == ()


def test_what_is_decided_goes_after_a_year_part_by_part(make_work, session):
    with make_work() as work:
        board = make_board(work)
        row = make_reviewed(work)
        operations.ask(office(work), row, "Why?")
        for person in seats_of(board, "africa"):
            operations.recommend(as_(work, person), row, Answer.NO, **NO)
    for days, left in ((364, 1), (366, 0)):
        with make_work(SYSTEM, NOW + timedelta(days=days)) as work:
            erasure.purge(work)
        for model in (Application, Step, Recommendation):
            assert bool(session.scalars(select(model)).all()) == bool(left)
    assert session.scalars(select(Document)).all() == []
    with make_work() as work:
        journal.seal(work.session)
    assert verifying.verify(session, now=NOW, models=erasure.governed()).findings == ()
