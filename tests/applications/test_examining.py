"""Who examines an application, who stands in, and what others are asked."""

from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.applications import operations, queries
from nswp_gov.applications.policy import panel
from nswp_gov.applications.states import Act, Answer, Capacity, Knows, StandsIn, State
from nswp_gov.bodies import operations as bodies
from nswp_gov.bodies.models import Term
from nswp_gov.bodies.states import Ending
from nswp_gov.directory import operations as directory
from nswp_gov.directory import queries as organisations
from nswp_gov.directory.states import Capacity as Acting
from nswp_gov.membership.models import Membership
from nswp_gov.membership.states import Category
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import SYSTEM, VISITOR, Actor
from nswp_gov.store.engine import open_engine, writing
from nswp_gov.store.errors import Denied, NotFound, Unfit, WrongState
from nswp_gov.store.work import begin
from tests.applications.conftest import NO, WORDS, case, letters, office
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.factories.applications import (
    as_,
    make_reviewed,
    seats_of,
)
from tests.factories.bodies import make_board
from tests.factories.directory import make_organisation
from tests.tables import make_tables


def test_only_the_representatives_of_the_region_examine_it(work, board):
    row = make_reviewed(work)
    places = panel(case(work, row))
    assert [one.person_id for one in places] == [one.id for one in seats_of(board, "africa")]
    assert {one.capacity for one in places} == {Capacity.REPRESENTATIVE}
    other = seats_of(board, "europe")[0]
    for stranger in (other, board.president):
        with pytest.raises(Denied):
            operations.recommend(as_(work, stranger, region="europe"), row, Answer.YES, **WORDS)


def test_a_vacant_seat_is_filled_by_the_president_and_two_by_the_secretariat_too(work):
    board = make_board(work)
    first, second = seats_of(board, "africa")
    staff = make_person(work, "Carla", roles=["secretariat"])
    terms = {term.person_id: term for term in work.session.scalars(select(Term))}
    bodies.end_term(work, terms[first.id], Ending.RESIGNATION, work.today)
    row = make_reviewed(work)
    places = panel(case(work, row))
    assert [(one.person_id, one.capacity, one.stands_in) for one in places] == [
        (second.id, Capacity.REPRESENTATIVE, None),
        (board.president.id, Capacity.PRESIDENT, StandsIn.SEAT_VACANT),
    ]
    said = [one for one in queries.steps(work.session, row.id) if one.act is Act.INVITED]
    assert [(one.about, one.why) for one in said] == [
        (second.id, None),
        (board.president.id, "seat_vacant"),
    ]
    bodies.end_term(work, terms[second.id], Ending.RESIGNATION, work.today)
    work.session.flush()
    places = panel(case(work, row))
    assert [one.capacity for one in places] == [Capacity.PRESIDENT, Capacity.SECRETARIAT]
    operations.pass_time(replace(work, now=NOW + timedelta(days=1)), row)
    said = [one for one in queries.steps(work.session, row.id) if one.act is Act.INVITED]
    assert (said[-1].about, said[-1].why) == (None, "seat_vacant")
    by = office(work, person_id=staff.id)
    operations.recommend(by, row, Answer.YES, **WORDS)
    operations.recommend(as_(work, board.president, region=""), row, Answer.YES, **WORDS)
    assert row.state is State.ADMITTED


def test_a_reviewer_steps_aside_with_a_reason_and_sees_it_no_more(work, board):
    row = make_reviewed(work)
    first, second = seats_of(board, "africa")
    with pytest.raises(Unfit):
        operations.step_aside(as_(work, first), row, " ")
    operations.step_aside(as_(work, first), row, "I worked there.")
    places = panel(case(work, row))
    assert [(one.person_id, one.stands_in) for one in places] == [
        (second.id, None),
        (board.president.id, StandsIn.STEPPED_ASIDE),
    ]
    with pytest.raises(Denied):
        operations.recommend(as_(work, first), row, Answer.YES, **WORDS)
    with pytest.raises(Denied):
        operations.ask(as_(work, first), row, "still?")
    operations.step_aside(as_(work, second), row, "So did I.")
    operations.step_aside(as_(work, board.president, region=""), row, "And I.")
    assert row.state is State.BOARD


def test_a_stand_in_has_as_long_as_the_others_had(work, board):
    row = make_reviewed(work)
    first, second = seats_of(board, "africa")
    operations.recommend(as_(work, first), row, Answer.YES, **WORDS)
    operations.step_aside(as_(work, second, days=20), row, "I worked there.")
    operations.pass_time(replace(work, now=NOW + timedelta(days=40)), row)
    assert row.state is State.REVIEW
    operations.pass_time(replace(work, now=NOW + timedelta(days=41)), row)
    assert row.state is State.ADMITTED


def test_two_who_say_yes_at_once_both_count(new_database):
    engine = open_engine(new_database("at_once"))
    make_tables(engine)
    with writing(), Session(engine) as session, begin(session, SYSTEM, NOW) as work:
        board = make_board(work)
        row_id = make_reviewed(work).id
        actors = [as_(work, person).actor for person in seats_of(board, "africa")]
    gate = threading.Barrier(2)

    def say_yes(actor):
        gate.wait()
        with writing(), Session(engine) as session, begin(session, actor, NOW) as work:
            row = queries.application(work.session, row_id)
            operations.recommend(work, row, Answer.YES, **WORDS)

    with ThreadPoolExecutor() as threads:
        list(threads.map(say_yes, actors))
    with Session(engine) as session:
        assert queries.application(session, row_id).state is State.ADMITTED
        numbers = [one.number for one in queries.steps(session, row_id)]
    assert numbers == list(range(1, len(numbers) + 1))
    engine.dispose()


def test_nobody_examines_their_own_organisation(work, board):
    first, second = seats_of(board, "africa")
    own = make_organisation(work, name="Zqlantern  kite")
    directory.appoint(work, own, first.id, Acting.EDITOR)
    row = make_reviewed(work)
    places = panel(case(work, row))
    assert [(one.person_id, one.stands_in) for one in places] == [
        (second.id, None),
        (board.president.id, StandsIn.OWN_ORGANISATION),
    ]
    with pytest.raises(Denied, match="own_organisation_applies"):
        operations.recommend(as_(work, first), row, Answer.YES, **WORDS)
    staff = Actor(
        name="x",
        person_id=uuid.uuid4(),
        roles=frozenset({"secretariat"}),
        editor_of=frozenset({own.id}),
    )
    with pytest.raises(Denied, match="own_organisation_applies"):
        operations.ask(replace(work, actor=staff), row, "?")


def test_without_a_region_president_and_secretariat_review_and_the_board_places_it(work, board):
    staff = make_person(work, "Carla", roles=["secretariat"])
    row = make_reviewed(work, country="")
    assert [(one.capacity, one.stands_in) for one in panel(case(work, row))] == [
        (Capacity.PRESIDENT, StandsIn.NO_REGION),
        (Capacity.SECRETARIAT, StandsIn.NO_REGION),
    ]
    operations.recommend(as_(work, board.president, region=""), row, Answer.YES, **WORDS)
    operations.recommend(office(work, person_id=staff.id), row, Answer.YES, **WORDS)
    assert row.state is State.AGREED
    assert work.session.scalars(select(Membership)).all() == []
    decision = uuid.uuid4()
    place = {"reason": "Most of its members are there.", "decision_id": decision}
    with pytest.raises(Denied):
        operations.assign_region(as_(work, board.president), row, "europe", **place)
    with pytest.raises(Unfit):
        operations.assign_region(office(work), row, "atlantis", **place)
    operations.assign_region(office(work), row, "europe", **place)
    assert row.state is State.ADMITTED
    region = organisations.region_of(work.session, row.organisation_id, work.today)
    assert region == "europe"


def test_the_board_cannot_admit_before_there_is_a_region(work, board):
    row = make_reviewed(work, country="")
    staff = make_person(work, "Carla", roles=["secretariat"])
    operations.recommend(as_(work, board.president, region=""), row, Answer.YES, **WORDS)
    operations.recommend(office(work, person_id=staff.id), row, Answer.NO, **NO)
    given = {"decision_id": uuid.uuid4(), "category": Category.FULL}
    with pytest.raises(operations.RegionFirst):
        operations.decide(office(work), row, Answer.YES, **given)


def test_a_verifier_is_asked_only_once_the_applicant_agreed_to_that_one(work, board):
    row = make_reviewed(work)
    first = seats_of(board, "africa")[0]
    named = operations.name_verifier(
        as_(work, first), row, name="Zqverifier", questions="Known?", locale=Locale.ES
    )
    with pytest.raises(WrongState):
        operations.new_verifier_link(as_(work, first), named)
    operations.decline_verifier(replace(work, actor=VISITOR), named)
    with pytest.raises(NotFound):
        operations.agree_to_verifier(replace(work, actor=VISITOR), named)
    other = operations.name_verifier(
        as_(work, first),
        row,
        name="Zqother",
        questions="Known?",
        locale=Locale.ES,
        email="zqverifier@example.org",
    )
    assert letters(work, "applications/question") == []
    operations.agree_to_verifier(replace(work, actor=VISITOR), other)
    letter = letters(work, "applications/question")[0]
    assert (letter.recipient, letter.locale) == ("zqverifier@example.org", "es")
    token = letter.values["token"]
    found, of = queries.verification_by_token(work.session, token, work.now)
    assert (found, of) == (other, row)
    with pytest.raises(NotFound):
        queries.verification_by_token(work.session, token, NOW + timedelta(days=22))
    handed_on = operations.new_verifier_link(as_(work, first), other)
    with pytest.raises(NotFound):
        queries.verification_by_token(work.session, token, work.now)
    operations.answer_as_verifier(replace(work, actor=VISITOR), other, Knows.YES, "For years.")
    with pytest.raises(NotFound):
        queries.verification_by_token(work.session, handed_on, work.now)
    assert (other.knows, other.answer) == (Knows.YES, "For years.")
