"""Pages of applications: what an answer says, to whom, and what it never says."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace

import pytest

from nswp_gov.accounts.states import Role
from nswp_gov.applications import operations, queries
from nswp_gov.applications.states import Answer, State
from nswp_gov.applications.views import application_card
from nswp_gov.directory import operations as directory
from nswp_gov.directory.states import Capacity
from nswp_gov.home.queries import due
from nswp_gov.membership.states import Category
from nswp_gov.rules.audience import Step, Viewer, may_see
from nswp_gov.store.actor import VISITOR, Actor
from nswp_gov.store.work import Work
from tests.applications.conftest import TOKEN, enter, send
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.factories.applications import (
    as_,
    begin_application,
    fill_in,
    make_received,
    make_reviewed,
    seats_of,
)
from tests.factories.bodies import make_board, staff_actor
from tests.factories.membership import make_member


@pytest.fixture
def office(make_work, client_as, held):
    with make_work() as work:
        staff = make_person(work, "Carla", roles=[Role.SECRETARIAT])
    return client_as(staff)


@pytest.fixture
def board(make_work):
    with make_work() as work:
        return make_board(work)


def handed_in(make_work, token, **over):
    """Fill the draft in and hand it in."""
    with make_work(VISITOR) as work:
        row = queries.by_token(work.session, token)
        fill_in(work, row)
        operations.hand_in(work, row)
        return row.id


@pytest.fixture
def review(make_work, session, board):
    """`review(row_id, answer)`: both representatives recommend that."""

    def give(row_id, answer):
        for person in seats_of(board, "africa"):
            with make_work(as_(Work(session, VISITOR, NOW), person).actor) as work:
                row = queries.application(work.session, row_id)
                words = {"reason": "Zqinside", "how": "Zqhow", "told": "Zqtold"}
                operations.recommend(work, row, answer, **words)
        return {person.name for person in seats_of(board, "africa")}

    return give


def test_the_applicant_reads_how_it_stands_and_no_name(client, draft, make_work, review, office):
    row_id = handed_in(make_work, draft)
    enter(client, draft)
    own = f"/en/apply/{draft}"
    assert "the secretariat checks" in client.get(own).text
    page = f"/en/applications/{row_id}"
    data = {"category": "full", "why": ""}
    assert send(office, f"{page}/completeness", data, page, "completeness-").status_code == 302
    assert "two people" in client.get(own).text
    names = review(row_id, Answer.NO)
    text = client.get(own).text
    assert "Zqtold" in text
    assert "Appeal" in text
    for hidden in {"Zqinside", "Zqhow", "Carla", *names}:
        assert hidden not in text, hidden
    answer = send(client, f"{own}/appeal", {"words": "Zqplea"}, own, "appeal-")
    assert answer.status_code == 302
    assert "heard again by the board" in client.get(own).text
    assert "Zqplea" in office.get(page).text


def test_an_empty_answer_is_refused_beside_its_field(client, draft, make_work, office):
    row_id = handed_in(make_work, draft)
    page = f"/en/applications/{row_id}"
    assert send(office, f"{page}/question", {"words": "Zqhow many?"}, page, "question-")
    enter(client, draft)
    own = f"/en/apply/{draft}"
    asked = re.search(r"/answers/([0-9a-f-]{36})", client.get(own).text)[1]
    path = f"{own}/answers/{asked}"
    refused = send(client, path, {"words": ""}, own, f"{asked}-")
    assert refused.status_code == 422
    assert "Zqhow many?" in refused.text
    assert send(client, path, {"words": "Nine"}, own, f"{asked}-").status_code == 302
    assert "Nine" in office.get(page).text


def test_inside_nobody_but_the_circle_learns_that_there_is_one(
    make_work, client_as, board, session, held
):
    with make_work() as work:
        row = make_reviewed(work)
        row_id = row.id
        member = make_person(work, "Amina")
        own = make_member(work, country="KE")
        directory.appoint(work, own, member.id, Capacity.DELEGATE)
        people = {
            "member": member,
            "translator": make_person(work, "Bela", roles=[Role.TRANSLATOR_FR]),
            "administrator": make_person(work, "Dana", roles=[Role.ADMINISTRATOR]),
            "elsewhere": seats_of(board, "europe")[0],
            "president": board.president,
        }
    for role, person in people.items():
        browser = client_as(person)
        hidden = browser.get(f"/en/applications/{row_id}")
        absent = browser.get(f"/en/applications/{uuid.UUID(int=7)}")
        assert hidden.status_code == absent.status_code
        assert hidden.status_code in {403, 404}, role
        texts = [TOKEN.sub("", one.text) for one in (hidden, absent)]
        assert texts[0].replace(str(row_id), "") == texts[1].replace(str(uuid.UUID(int=7)), "")
        for path in ("/en/applications", "/en/work", "/en/search?q=Zqlantern"):
            assert "Zqlantern Kite" not in browser.get(path).text
        assert "/applications/" not in browser.get("/en/work").text, role


def test_the_desk_shows_each_step_to_whoever_it_waits_for(make_work, board, session, app, held):
    staff = staff_actor(uuid.uuid4())
    first, second = (as_(Work(session, VISITOR, NOW), one).actor for one in two(board))

    def rows(actor):
        with app.test_request_context("/en/"):
            return [row.title for row in due(session, actor, NOW) if "application" in row.title]

    with make_work() as work:
        row_id = make_received(work).id
    assert rows(staff) == ["An application to check"]
    assert rows(first) == []
    with make_work(staff) as work:
        operations.pass_on(work, queries.application(session, row_id), Category.FULL)
    assert (rows(staff), rows(first)) == ([], ["An application to examine"])
    left = {first: [], second: ["An application that the board decides"]}
    for actor, answer in ((first, Answer.YES), (second, Answer.NO)):
        with make_work(actor) as work:
            row = queries.application(session, row_id)
            operations.recommend(work, row, answer, reason="x", how="y", told="z")
        assert rows(actor) == left[actor]
    assert rows(staff) == ["An application that the board decides"]
    with make_work(staff) as work:
        row = queries.application(session, row_id)
        given = {"decision_id": uuid.uuid4(), "category": Category.FULL, "told": "No."}
        operations.decide(work, row, Answer.NO, **given)
    with make_work(VISITOR) as work:
        operations.appeal(work, queries.application(session, row_id), "Again.")
    assert rows(staff) == ["An application that the board hears again"]
    assert rows(first) == []


def two(board):
    return seats_of(board, "africa")


def test_the_list_costs_the_same_statements_for_one_and_for_ten(
    make_work, board, office, count_queries
):
    counts = []
    for more in (1, 9):
        with make_work() as work:
            for number in range(more):
                make_reviewed(work, name=f"Zqhouse {more} {number}")
        with count_queries() as seen:
            assert office.get("/en/applications").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_card_beside_a_decision_is_for_the_secretariat_alone(make_work, session, app):
    with make_work() as work:
        row = make_received(work)
        draft, _token = begin_application(work)
    with app.test_request_context("/en/"):
        card = application_card(session, row.id, "en")
        assert application_card(session, draft.id, "en") is None
    assert may_see(Viewer(step=Step.SECRETARIAT), card.audience).allowed
    assert not may_see(Viewer(step=Step.MEMBERS, regions=frozenset({"africa"})), card.audience)
    assert "Zq" not in card.title


def test_what_the_board_decided_has_to_be_a_decision(make_work, board, office, session):
    with make_work() as work:
        row = make_reviewed(work)
        first, second = two(board)
        words = {"reason": "x", "how": "y", "told": "z"}
        operations.recommend(as_(work, first), row, Answer.YES, **words)
        operations.recommend(as_(work, second), row, Answer.NO, **words)
        row_id = row.id
    page = f"/en/applications/{row_id}"
    for given in ("nonsense", str(uuid.uuid4())):
        data = {"decision": given, "answer": "yes", "category": "full", "told": ""}
        answer = send(office, f"{page}/decision", data, page, "decision-")
        assert answer.status_code == 422
        assert "not the identifier of a decision" in answer.text
    assert queries.application(session, row_id).state is State.BOARD


def test_a_namesake_in_the_register_is_shown_to_the_secretariat_alone(
    make_work, board, office, client_as, held
):
    with make_work() as work:
        make_member(work, name="Zqlantern Kite")
        row_id = make_reviewed(work).id
    assert "known already" in office.get(f"/en/applications/{row_id}").text
    reviewer = client_as(two(board)[0])
    page = reviewer.get(f"/en/applications/{row_id}").text
    assert "Zqwork" in page
    assert "known already" not in page


def test_recommendations_are_hidden_from_whoever_has_still_to_give_one(
    make_work, board, client_as, held
):
    first, second = two(board)
    with make_work() as work:
        row = make_reviewed(work)
        operations.recommend(as_(work, first), row, Answer.YES, reason="Zqfirst", how="y")
        row_id = row.id
    assert "Zqfirst" not in client_as(second).get(f"/en/applications/{row_id}").text
    assert "Zqfirst" in client_as(first).get(f"/en/applications/{row_id}").text


def test_a_verifier_sees_the_name_the_country_and_our_questions(client, make_work, session, held):
    with make_work() as work:
        row = make_reviewed(work)
        by = replace(work, actor=Actor(name="c", roles=frozenset({"secretariat"})))
        named = operations.name_verifier(
            by, row, name="Zqnyota", questions="Zqknown?", locale=row.locale
        )
        operations.agree_to_verifier(replace(work, actor=VISITOR), named)
        token = operations.new_verifier_link(by, named)
    page = client.get(f"/en/asked/{token}")
    assert set(re.findall(r"Zq\w+", page.text)) == {"Zqlantern", "Zqknown"}
    assert "Kenya" in page.text
    before = session.scalar(queries_of(named))
    client.get(f"/en/asked/{token}")
    assert session.scalar(queries_of(named)) == before
    assert client.get("/en/asked/" + "x" * 43).status_code == 404
    assert send(client, f"/en/asked/{token}", {"words": "Zqyes"}).status_code == 422
    answer = send(client, f"/en/asked/{token}", {"knows": "yes", "words": "Zqyes"})
    assert answer.status_code == 302
    assert client.get(f"/en/asked/{token}").status_code == 404


def queries_of(row):
    from sqlalchemy import select

    from nswp_gov.applications.models import Verification

    return select(Verification.version).where(Verification.id == row.id)
