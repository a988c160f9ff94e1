"""The pages of bodies: what everybody reads, what the secretariat does, what others can't."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from nswp_gov.bodies import operations, queries
from nswp_gov.bodies.states import BodyKind, Ending, RuleName
from nswp_gov.rules.audience import Step
from nswp_gov.rules.languages import Locale
from tests.factories.accounts import make_person
from tests.factories.bodies import make_board, make_term


@pytest.fixture
def board(session, make_work):
    with make_work() as work:
        board = make_board(work, vacant=1, public_names=False)
        african = board.people[1]
        african.public_name = "Amina of the Lanterns"
        work.record("accounts.person_named", african)
    return board


@pytest.fixture
def carla(make_work, client_as):
    with make_work() as work:
        person = make_person(work, "Carla", roles=["secretariat"])
    return client_as(person)


def page(answer, status=200):
    assert answer.status_code == status, answer.text
    return answer.text


def test_everybody_reads_the_board_with_names_by_consent_alone(board, client):
    said = page(client.get("/en/bodies/board?on=2026-11-02"))
    assert said.count("Seat held") == 9
    assert "Amina of the Lanterns" in said
    assert "Member " not in said
    assert said.count("Vacant") == 1
    assert "Draft default" in said


@pytest.mark.parametrize("lang", ["en", "fr", "es", "ru", "zh"])
def test_the_board_is_named_in_the_readers_language(board, client, lang):
    names = queries.names
    said = page(client.get(f"/{lang}/bodies/board"))
    locale = Locale.from_url(lang)
    with client.application.app_context():
        from nswp_gov.web.extensions import db

        body = queries.board(db.session())
        assert names(db.session(), [body], locale)[body.id].words in said


def test_the_board_as_at_a_day_before_anybody_was_seated_is_vacant(board, client):
    said = page(client.get("/en/bodies/board?on=2025-03-01"))
    assert said.count("Vacant") == 11
    assert page(client.get("/en/bodies/board?on=nonsense"))


def test_a_seats_history_names_nobody_without_consent(board, client):
    seat_id = board.seats[2].id
    said = page(client.get(f"/en/bodies/seats/{seat_id}"))
    assert "Seat held" in said
    assert "Member 2" not in said
    assert "End this term" not in said


def test_what_is_not_there_and_what_is_hidden_look_the_same(board, client, make_work):
    with make_work() as work:
        operations.add_body(
            work,
            kind=BodyKind.WORKING_GROUP,
            slug="hidden-one",
            mark="W1",
            name={Locale.EN: "Quiet group"},
            audience=Step.MEMBERS,
        )
    hidden = client.get("/en/bodies/hidden-one")
    absent = client.get("/en/bodies/hidden-two")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.text.replace("hidden-one", "hidden-two") == absent.text
    assert "Quiet group" not in page(client.get("/en/bodies/"))
    assert client.get(f"/en/bodies/seats/{uuid.uuid4()}").status_code == 404


def test_strangers_are_sent_to_sign_in(board, client):
    for path in ("vacancies", f"seats/{board.seats[0].id}/fill", f"terms/{uuid.uuid4()}/end"):
        answer = client.get(f"/en/bodies/{path}")
        assert answer.status_code == 302
        assert "sign-in" in answer.location


def test_a_member_of_the_board_is_no_secretariat(board, make_work, client_as):
    browser = client_as(board.people[2])
    assert browser.get("/en/bodies/vacancies").status_code == 403
    said = page(browser.get("/en/bodies/board?on=2026-11-02"))
    assert "Member 3" in said  # those who sit in it know each other


def test_the_secretariat_finds_the_vacancy_and_fills_it(board, carla, make_work, session):
    with make_work() as work:
        eve = make_person(work, "Eve")
        eve_id, seat_id = eve.id, board.seats[-1].id
    said = page(carla.get("/en/bodies/vacancies"))
    assert str(seat_id) in said
    form = {"person": str(eve_id), "how": "elected", "from_on": "2026-06-01"}
    token = _token(carla, f"/en/bodies/seats/{seat_id}/fill")
    answer = carla.post(f"/en/bodies/seats/{seat_id}/fill", data={**form, "csrf_token": token})
    assert answer.status_code == 302
    session.expire_all()
    (term,) = queries.history(session, seat_id)
    assert (term.person_id, term.until_on) == (eve_id, date(2027, 1, 1))


def test_a_refused_form_keeps_what_was_typed_and_says_why(board, carla, make_work):
    seat_id = board.seats[1].id
    with make_work() as work:
        eve_id = make_person(work, "Eve").id
    path = f"/en/bodies/seats/{seat_id}/fill"
    form = {"person": str(eve_id), "how": "elected", "from_on": "2026-06-01"}
    answer = carla.post(path, data={**form, "csrf_token": _token(carla, path)})
    said = page(answer, 409)
    assert "Somebody else holds this seat" in said
    assert "2026-06-01" in said
    co_option = {**form, "how": "coopted", "csrf_token": _token(carla, path)}
    assert "Begin a co-option at the decision" in page(carla.post(path, data=co_option), 422)
    assert page(carla.post(path, data={"csrf_token": _token(carla, path)}), 422)


def test_the_secretariat_ends_a_term(board, carla, session):
    seat_id = board.seats[3].id
    (term,) = queries.history(session, seat_id)
    path = f"/en/bodies/terms/{term.id}/end"
    token = _token(carla, path)
    early = {"ending": "death", "on": "2025-01-01", "csrf_token": token}
    assert "has not begun" in page(carla.post(path, data=early), 409)
    answer = carla.post(path, data={"ending": "death", "on": "2026-10-01", "csrf_token": token})
    assert answer.status_code == 302
    session.expire_all()
    (term,) = queries.history(session, seat_id)
    assert (term.ending, term.until_on) == (Ending.DEATH, date(2026, 10, 1))
    assert "Death" in page(carla.get(f"/en/bodies/seats/{seat_id}"))


def test_pages_cost_the_same_with_more_terms(board, client, make_work, count_queries):
    seat = board.seats[1]
    seen = []
    for year in (2028, 2030, 2032):
        with count_queries() as statements:
            page(client.get(f"/en/bodies/seats/{seat.id}"))
        seen.append(len(statements))
        with make_work() as work:
            eve = make_person(work, "Eve", passphrase=None, totp=False)
            make_term(work, seat, eve, from_on=date(year, 1, 1))
    assert len(set(seen)) == 1, seen


def test_an_adopted_rule_does_not_name_a_decision_that_nobody_may_see(board, client, make_work):
    with make_work() as work:
        operations.set_rule(
            work,
            board.body,
            RuleName.NOTICE,
            {"days": 21},
            from_on=date(2026, 1, 1),
            decision_id=uuid.uuid4(),
        )
    said = page(client.get("/en/bodies/board?on=2026-11-02"))
    assert "21 days before" in said
    assert "Adopted by a decision" in said


def _token(browser, path):
    import re

    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(path).text)[1]


def test_the_register_as_at_a_day_is_a_table_file_and_a_printed_one(board, client):
    table = client.get("/en/bodies/board/register.csv?on=2026-06-01").text
    rows = table.lstrip("\ufeff").splitlines()
    assert rows[0] == "Seat,Held by,How,From,Until"
    assert len(rows) == 12
    assert any("2026-01-01" in row for row in rows)
    before = client.get("/en/bodies/board/register.csv?on=2025-06-01").text
    assert before.count("Vacant") == 11
    printed = client.get("/ru/bodies/board/register.pdf?on=2026-06-01").data
    assert printed.startswith(b"%PDF")
    assert client.get("/en/bodies/none/register.csv").status_code == 404
