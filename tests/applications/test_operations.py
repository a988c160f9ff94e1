"""An application from the first word to the last decision."""

from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Invitation
from nswp_gov.applications import operations, queries
from nswp_gov.applications.models import Application, Document, Recommendation, Step
from nswp_gov.applications.policy import panel
from nswp_gov.applications.states import Act, Answer, By, Capacity, Knows, Part, StandsIn, State
from nswp_gov.bodies import operations as bodies
from nswp_gov.bodies.models import Term
from nswp_gov.bodies.states import Ending
from nswp_gov.directory import operations as directory
from nswp_gov.directory import queries as organisations
from nswp_gov.directory.models import Consent, HideCode, Organisation, Placement, Unlisting
from nswp_gov.directory.states import Capacity as Acting
from nswp_gov.directory.states import Readers, Risk
from nswp_gov.membership.models import CategoryFact, Membership
from nswp_gov.membership.queries import line_of
from nswp_gov.membership.states import Category, Standing
from nswp_gov.rules.languages import Locale
from nswp_gov.store import erasure, journal, verifying
from nswp_gov.store.actor import SYSTEM, VISITOR, Actor
from nswp_gov.store.base import Base
from nswp_gov.store.engine import open_engine, writing
from nswp_gov.store.errors import Denied, NotFound, Unfit, WrongState
from nswp_gov.store.files import FileStore, StoredFile
from nswp_gov.store.journal import Revision
from nswp_gov.store.links import Relation, links_from
from nswp_gov.store.outbox import OutboxMessage
from nswp_gov.store.work import begin
from tests.conftest import NOW
from tests.factories.accounts import PASSPHRASE, make_person
from tests.factories.applications import (
    ANSWERS,
    as_,
    begin_application,
    fill_in,
    make_received,
    make_reviewed,
    picture,
    seats_of,
)
from tests.factories.bodies import make_board, staff_actor
from tests.factories.directory import make_organisation

WORDS = {"reason": "known for years", "how": "met them in person"}
NO = {**WORDS, "told": "Nobody could confirm it."}


@pytest.fixture
def board(work):
    return make_board(work)


def office(work, *, days=0, person_id=None):
    return replace(work, actor=staff_actor(person_id), now=work.now + timedelta(days=days))


def case(work, row):
    return queries.case_of(work.session, row, work.now)


def acts(work, row):
    return [step.act for step in queries.steps(work.session, row.id)]


def test_a_draft_opens_by_link_and_phrase_together(work):
    row, token = begin_application(work)
    opened = queries.opened_by
    assert opened(work.session, token, PASSPHRASE) is row
    assert opened(work.session, token, "another phrase than that") is None
    assert opened(work.session, "no such token", PASSPHRASE) is None
    assert token not in (row.token_hash, row.phrase_hash)
    assert row.phrase_hash.startswith("$argon2id$")


def test_a_weak_phrase_is_refused(work):
    with pytest.raises(Unfit, match="passphrase_short"):
        begin_application(work, phrase="short")


def test_each_part_is_saved_by_itself_and_nothing_unfinished_is_handed_in(work):
    row, _token = begin_application(work)
    operations.save_part(work, row, Part.LEADERSHIP, {"involvement": "  much \n", "host": ""})
    assert row.answers == {"involvement": "much", "host": None}
    with pytest.raises(operations.Incomplete):
        operations.hand_in(work, row)
    fill_in(work, row, {**ANSWERS, "name": ""})
    with pytest.raises(operations.Incomplete):
        operations.hand_in(work, row)
    operations.save_part(
        work, row, Part.ORGANISATION, {"name": "Kite", "country": "KE", "level": "local"}
    )
    operations.hand_in(work, row)
    assert row.state is State.RECEIVED
    with pytest.raises(Denied):
        operations.save_part(work, row, Part.WORK, {"works_with": "later"})


def test_what_is_endorsed_and_consented_to_carries_the_version_of_its_words(work):
    row = make_received(work)
    assert set(row.answers["endorsed"].values()) == {1}
    assert row.answers["consent"]["version"] == 1
    assert row.answers["consent"]["shown_in"] == "fr"


def test_two_yeses_admit_and_everything_comes_into_being_at_once(work, board):
    row = make_reviewed(work)
    first, second = seats_of(board, "africa")
    operations.recommend(as_(work, first), row, Answer.YES, **WORDS)
    assert row.state is State.REVIEW
    operations.recommend(as_(work, second), row, Answer.YES, **WORDS)
    assert row.state is State.ADMITTED
    made = work.session.get_one(Organisation, row.organisation_id)
    assert (made.name, made.country, made.locale) == ("Zqlantern Kite", "KE", Locale.FR)
    assert made.is_current
    line = line_of(work.session, made.id, work.today)
    assert (line.category, line.standing) == (Category.FULL, Standing.ACTIVE)
    assert organisations.region_of(work.session, made.id, work.today) == "africa"
    placed = work.session.scalars(select(Placement)).all()
    assert [one.organisation_id for one in placed] == [made.id]
    consent = organisations.holding_consent(work.session, made.id)
    assert consent.to_public == ["country"]
    assert set(consent.to_members) == {"name", "country", "areas", "host"}
    assert consent.shown_in is Locale.FR
    view = organisations.profile(work.session, made, work.today)
    assert view.values["involvement"] == {"fr": "Zqinvolvement: nine of nine."}
    assert view.values["contact_person"] == "Zqcontact"
    assert view.choices["involvement"] is Readers.SECRETARIAT
    assert work.session.scalars(select(HideCode)).one().organisation_id == made.id
    invitation = work.session.scalars(select(Invitation)).one()
    assert invitation.name == "Zqcontact"
    member = work.session.scalars(select(Membership)).one()
    linked = links_from(work.session, "membership", member.id)
    assert [(one.relation, one.to_id) for one in linked] == [(Relation.RESULT_OF, row.id)]


def test_an_admission_that_fails_leaves_nothing(make_work, session, monkeypatch):
    with make_work() as work:
        board = make_board(work)
        row = make_reviewed(work)
        people = seats_of(board, "africa")
        operations.recommend(as_(work, people[0]), row, Answer.YES, **WORDS)
        row_id = row.id

    def broken(*_args, **_values):
        raise RuntimeError("the last step")

    monkeypatch.setattr(directory, "issue_code", broken)
    before = {model: len(session.scalars(select(model)).all()) for model in MADE}
    with pytest.raises(RuntimeError), make_work() as work:
        row = queries.application(work.session, row_id)
        operations.recommend(as_(work, people[1]), row, Answer.YES, **WORDS)
    assert {model: len(session.scalars(select(model)).all()) for model in MADE} == before
    assert queries.application(session, row_id).state is State.REVIEW


MADE = (Organisation, Membership, CategoryFact, Placement, Consent, Invitation, Recommendation)


def test_the_first_editor_gets_an_account_and_the_code_is_shown_until_it_is_taken(work, board):
    row = make_reviewed(work)
    for person in seats_of(board, "africa"):
        operations.recommend(as_(work, person), row, Answer.YES, **WORDS)
    code = row.welcome["code"]
    by = replace(work, actor=VISITOR, now=NOW + timedelta(days=30))  # the invitation ran out
    before = row.welcome["invitation"]
    operations.renew_invitation(by, row)
    assert row.welcome["invitation"] != before
    account = {"name": "Amina", "sign_in_name": "amina-7", "passphrase": PASSPHRASE}
    place = {"locale": Locale.FR, "zone": "UTC"}
    person, paper = operations.make_first_account(by, row, **account, **place)
    assert len(paper) == 10
    acting = organisations.sources_of(work.session, person.id, by.now)
    assert acting["editor_of"] == {row.organisation_id}
    assert row.welcome == {"code": code}
    with pytest.raises(NotFound):
        operations.make_first_account(by, row, **account, **place)
    operations.forget_code(by, row)
    assert row.welcome is None
    directory.hide_by_code(by, code)
    assert work.session.scalars(select(Unlisting)).one().key == str(row.organisation_id)


def test_two_noes_refuse_with_reasons_in_the_name_of_the_board(work, board):
    row = make_reviewed(work)
    first, second = seats_of(board, "africa")
    with pytest.raises(Unfit):
        operations.recommend(as_(work, first), row, Answer.NO, **WORDS)
    operations.recommend(as_(work, first), row, Answer.NO, **NO)
    operations.recommend(as_(work, second), row, Answer.NO, **{**NO, "told": "Too new."})
    assert row.state is State.REFUSED
    assert row.told == "Nobody could confirm it.\n\nToo new."
    assert work.session.scalars(select(Membership)).all() == []


def test_a_split_goes_to_the_board_whose_decision_is_linked(work, board):
    row = make_reviewed(work)
    first, second = seats_of(board, "africa")
    operations.recommend(as_(work, first), row, Answer.YES, **WORDS)
    operations.recommend(as_(work, second), row, Answer.NO, **NO)
    assert row.state is State.BOARD
    decision = uuid.uuid4()
    with pytest.raises(Denied):
        operations.decide(
            as_(work, first), row, Answer.YES, decision_id=decision, category=Category.FULL
        )
    operations.decide(
        office(work), row, Answer.YES, decision_id=decision, category=Category.ASSOCIATE
    )
    assert row.state is State.ADMITTED
    linked = links_from(work.session, "application", row.id)
    assert [(one.relation, one.to_type, one.to_id) for one in linked] == [
        (Relation.ADOPTED_BY, "decision", decision)
    ]
    member = work.session.scalars(select(Membership)).one()
    to = {one.to_type: one.to_id for one in links_from(work.session, "membership", member.id)}
    assert to == {"decision": decision, "application": row.id}
    line = line_of(work.session, row.organisation_id, work.today)
    assert line.category is Category.ASSOCIATE


@pytest.mark.parametrize(
    ("answers", "days", "state"),
    [
        ([Answer.YES], 20, State.REVIEW),
        ([Answer.YES], 21, State.ADMITTED),
        ([Answer.NO], 21, State.BOARD),
        ([], 21, State.BOARD),
        ([], 20, State.REVIEW),
    ],
)
def test_silence_of_21_days(work, board, answers, days, state):
    row = make_reviewed(work)
    for person, answer in zip(seats_of(board, "africa"), answers, strict=False):
        operations.recommend(as_(work, person), row, answer, **NO)
    operations.pass_time(replace(work, now=NOW + timedelta(days=days)), row)
    assert row.state is state
    last = queries.steps(work.session, row.id)[-1]
    if days == 21:
        assert (last.by, last.why) == (By.CLOCK, "silence")


def test_silence_counts_anew_after_an_answer_and_not_while_a_question_is_open(work, board):
    row = make_reviewed(work)
    first, _second = seats_of(board, "africa")
    operations.recommend(as_(work, first), row, Answer.YES, **WORDS)
    inquiry = operations.ask(office(work, days=1), row, "How many are you?")
    operations.pass_time(replace(work, now=NOW + timedelta(days=30)), row)
    assert row.state is State.REVIEW
    operations.answer(replace(work, actor=VISITOR, now=NOW + timedelta(days=31)), inquiry, "Nine.")
    operations.pass_time(replace(work, now=NOW + timedelta(days=51)), row)
    assert row.state is State.REVIEW
    operations.pass_time(replace(work, now=NOW + timedelta(days=52)), row)
    assert row.state is State.ADMITTED


def test_a_question_that_nobody_answers_closes_the_application_after_60_days(work, board):
    row = make_reviewed(work)
    operations.ask(office(work), row, "How many are you?")
    operations.pass_time(replace(work, now=NOW + timedelta(days=59)), row)
    assert row.state is State.REVIEW
    operations.pass_time(replace(work, now=NOW + timedelta(days=60)), row)
    assert row.state is State.WITHDRAWN
    assert acts(work, row)[-1] is Act.CLOSED


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
    with writing(), engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS btree_gist"))
        Base.metadata.create_all(connection)
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


def letters(work, kind=None):
    rows = work.session.scalars(select(OutboxMessage)).all()
    return [row for row in rows if kind in {None, row.letter}]


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
