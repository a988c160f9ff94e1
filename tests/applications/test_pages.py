"""Pages of applications: what an answer says, to whom, and what it never says."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from nswp_gov.accounts.states import Role
from nswp_gov.applications import operations, queries
from nswp_gov.applications.states import Answer, Part, State
from nswp_gov.applications.views import application_card
from nswp_gov.directory import operations as directory
from nswp_gov.directory.states import Capacity
from nswp_gov.home.queries import due
from nswp_gov.membership.states import Category
from nswp_gov.rules.audience import Step, Viewer, may_see
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock
from nswp_gov.store.actor import VISITOR, Actor
from nswp_gov.store.work import Work
from tests.conftest import NOW
from tests.factories.accounts import PASSPHRASE, make_person
from tests.factories.applications import (
    as_,
    begin_application,
    fill_in,
    make_received,
    make_reviewed,
    picture,
    seats_of,
)
from tests.factories.bodies import make_board, staff_actor
from tests.factories.membership import make_member

TOKEN = re.compile(r'name="(?:\w+-)*csrf_token"[^>]*value="([^"]+)"')


@pytest.fixture
def held(monkeypatch):
    """The clock, standing still at NOW until it is moved."""
    times = [NOW]
    monkeypatch.setattr(clock, "now", lambda: times[0])
    return times


@pytest.fixture
def office(make_work, client_as, held):
    with make_work() as work:
        staff = make_person(work, "Carla", roles=[Role.SECRETARIAT])
    return client_as(staff)


@pytest.fixture
def board(make_work):
    with make_work() as work:
        return make_board(work)


def send(browser, path, data, page=None, prefix=""):
    """Post a form with the mark that its page carries."""
    token = TOKEN.search(browser.get(page or path).text)[1]
    named = {f"{prefix}{name}": value for name, value in data.items()}
    return browser.post(path, data={**named, f"{prefix}csrf_token": token, "csrf_token": token})


@pytest.fixture
def draft(make_work, held):
    with make_work() as work:
        _row, token = begin_application(work)
    return token


def enter(browser, token, phrase=PASSPHRASE):
    return send(browser, f"/en/apply/{token}", {"passphrase": phrase})


def row_of(session, token):
    session.expire_all()
    return queries.by_token(session, token)


def test_anybody_reads_what_applying_means(client):
    page = client.get("/en/apply").text
    assert "Ten questions" in page
    assert "21 days" in page
    assert 'href="/en/apply"' in client.get("/en/").text


def test_nothing_is_shown_before_the_phrase_and_links_look_alike(client, draft):
    for path in ("", "/preview", "/files", "/part/work", "/withdrawal", "/account"):
        right, made_up = (client.get(f"/en/apply/{t}{path}") for t in (draft, "x" * 43))
        assert right.status_code == made_up.status_code
        assert right.status_code == (302 if path else 200)
        if path:
            assert right.location == f"/en/apply/{draft}"
    wrong = [enter(client, t, "quite another phrase") for t in (draft, "x" * 43)]
    assert {one.status_code for one in wrong} == {422}
    texts = [TOKEN.sub("", one.text).replace(draft, "").replace("x" * 43, "") for one in wrong]
    assert texts[0] == texts[1]


def test_statements_are_the_same_whether_or_not_there_is_such_a_link(client, draft, count_queries):
    seen = []
    for token in (draft, "x" * 43):
        client.get(f"/en/apply/{token}")
        with count_queries() as statements:
            enter(client, token, "quite another phrase")
        seen.append([one for one in statements if "membership_application" in one])
    assert seen[0] == seen[1]
    assert seen[0]


def test_wrong_phrases_are_slowed_down_and_never_lock(client, draft, held):
    for _try in range(5):
        assert enter(client, draft, "quite another phrase").status_code == 422
    slow = enter(client, draft)
    assert "Wait" in slow.text
    held[0] += timedelta(minutes=2)
    assert enter(client, draft).status_code == 302


def test_what_was_typed_survives_half_an_hour_away(client, draft, session, held):
    enter(client, draft)
    page = f"/en/apply/{draft}/part/work"
    token = TOKEN.search(client.get(page).text)[1]
    held[0] += timedelta(minutes=31)
    data = {"works_with": "Zqtyped", "areas": ["health", "violence"], "csrf_token": token}
    asked = client.post(page, data=data)
    assert asked.status_code == 200
    assert asked.text.count('type="hidden" name="areas"') == 2
    assert row_of(session, draft).answers == {}
    again = TOKEN.search(asked.text)[1]
    data |= {"csrf_token": again, "passphrase": "not this one"}
    assert client.post(page, data=data).status_code == 422
    data["passphrase"] = PASSPHRASE
    assert client.post(page, data=data).status_code == 302
    answers = row_of(session, draft).answers
    assert answers["works_with"] == "Zqtyped"
    assert answers["areas"] == ["health", "violence"]


def test_a_half_filled_page_is_saved_and_an_odd_value_is_not(client, draft, session):
    enter(client, draft)
    page = f"/en/apply/{draft}/part/organisation"
    assert send(client, page, {"name": "Zqhouse", "country": "", "level": ""}).status_code == 302
    assert row_of(session, draft).answers["name"] == "Zqhouse"
    assert row_of(session, draft).locale is Locale.EN  # it was begun in French
    odd = send(client, page, {"name": "Zqother", "country": "QQ", "level": "local"})
    assert odd.status_code == 422
    assert "Zqother" in odd.text
    assert row_of(session, draft).answers["name"] == "Zqhouse"


def test_what_is_missing_is_marked_and_cannot_be_handed_in(client, draft, session):
    enter(client, draft)
    overview = client.get(f"/en/apply/{draft}").text
    assert overview.count("something is missing") == len(Part)
    page = f"/en/apply/{draft}/preview"
    assert "Hand in" not in client.get(page).text
    answer = send(client, page, {}, page=f"/en/apply/{draft}/part/work")
    assert answer.status_code == 422
    assert row_of(session, draft).state is State.DRAFT


def test_a_file_is_added_looked_at_and_deleted(client, draft, session):
    enter(client, draft)
    page = f"/en/apply/{draft}/files"
    import io

    def add(content, name):
        token = TOKEN.search(client.get(page).text)[1]
        data = {"file": (io.BytesIO(content), name), "csrf_token": token}
        return client.post(page, data=data, content_type="multipart/form-data")

    assert "is not taken" in add(b"MZ", "a.exe").text
    assert add(picture(), "Zqphoto.jpg").status_code == 302
    shown = client.get(page).text
    assert "Zqphoto.webp" in shown
    document = queries.documents(session, row_of(session, draft).id)[0][0]
    copy = client.get(f"{page}/{document.id}")
    assert copy.headers["Content-Disposition"].startswith("attachment")
    assert b"Zqcamera" not in copy.data
    assert copy.data[8:12] == b"WEBP"
    assert client.get(f"{page}/{uuid.uuid4()}").status_code == 404
    assert send(client, f"{page}/{document.id}/removal", {}, page=page).status_code == 302
    assert queries.documents(session, row_of(session, draft).id) == []


def test_a_draft_is_deleted_at_once_when_its_writer_wants_it(client, draft, session):
    enter(client, draft)
    page = f"/en/apply/{draft}/withdrawal"
    assert send(client, page, {}).location == "/en/apply"
    assert row_of(session, draft) is None
    assert client.get(f"/en/apply/{draft}").status_code == 200


def test_closing_asks_for_the_phrase_again(client, draft):
    enter(client, draft)
    own = f"/en/apply/{draft}"
    assert "Each page is saved" in client.get(own).text
    send(client, f"{own}/leaving", {}, page=own)
    assert "Each page is saved" not in client.get(own).text


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
    for actor, answer in ((first, Answer.YES), (second, Answer.NO)):
        with make_work(actor) as work:
            row = queries.application(session, row_id)
            operations.recommend(work, row, answer, reason="x", how="y", told="z")
        assert rows(actor) == [] or answer is Answer.NO
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
