"""An application from the first word to the last decision."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from nswp_gov.accounts.models import Invitation
from nswp_gov.applications import operations, queries
from nswp_gov.applications.models import Recommendation
from nswp_gov.applications.states import Act, Answer, By, Part, State
from nswp_gov.directory import operations as directory
from nswp_gov.directory import queries as organisations
from nswp_gov.directory.models import Consent, HideCode, Organisation, Placement, Unlisting
from nswp_gov.directory.states import Readers
from nswp_gov.membership.models import CategoryFact, Membership
from nswp_gov.membership.queries import line_of
from nswp_gov.membership.states import Category, Standing
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import VISITOR
from nswp_gov.store.errors import Denied, NotFound, Unfit
from nswp_gov.store.links import Relation, links_from
from tests.applications.conftest import NO, WORDS, acts, office
from tests.conftest import NOW
from tests.factories.accounts import PASSPHRASE
from tests.factories.applications import (
    ANSWERS,
    as_,
    begin_application,
    fill_in,
    make_received,
    make_reviewed,
    seats_of,
)
from tests.factories.bodies import make_board


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
    later = replace(as_(work, second), now=work.now + timedelta(minutes=1))
    operations.recommend(later, row, Answer.NO, **{**NO, "told": "Too new."})
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
