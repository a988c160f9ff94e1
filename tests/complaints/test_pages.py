"""Pages of complaints: walked without an account and without script; open to the circle alone."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from nswp_gov.complaints import queries
from nswp_gov.complaints.models import Complaint, ComplaintYear
from nswp_gov.complaints.states import State
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock
from nswp_gov.store.outbox import OutboxMessage
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.factories.applications import picture
from tests.factories.bodies import make_board
from tests.factories.complaints import begin_complaint, make_raised

TOKEN = re.compile(r'name="(?:\w+-)*csrf_token"[^>]*value="([^"]+)"')
PHRASE = "四座桥下的石英灯笼与风筝"
WORDS = "他在楼梯上对我大喊大叫。"


@pytest.fixture
def held(monkeypatch):
    """The clock, standing still at NOW until it is moved."""
    times = [NOW]
    monkeypatch.setattr(clock, "now", lambda: times[0])
    return times


@pytest.fixture
def network(make_work, held):
    """A board, somebody of the secretariat and the administrator."""
    with make_work() as work:
        board = make_board(work, public_names=True)
        staff = make_person(work, "Carla", roles=["secretariat"])
        admin = make_person(work, "Dana", roles=["administrator"])
    return {"board": board.people, "seats": board.seats, "staff": staff, "administrator": admin}


def send(browser, path, data, page=None, prefix=""):
    """Post a form with the mark that its page carries."""
    token = TOKEN.search(browser.get(page or path).text)[1]
    named = {f"{prefix}{name}": value for name, value in data.items()}
    return browser.post(path, data={**named, f"{prefix}csrf_token": token, "csrf_token": token})


def test_somebody_complains_in_chinese_and_others_hear_the_appeal(
    client, client_as, network, session, held
):
    start = client.get("/zh/complain")
    assert start.status_code == 200
    assert 'href="/zh/elections/"' in start.text
    given = {"passphrase": PHRASE, "again": PHRASE, "email": "who@example.org"}
    begun = send(client, "/zh/complain/begin", given)
    link = re.search(r"/zh/case/[\w-]+", begun.text)[0]
    draft = client.get(link).text
    seats = dict(re.findall(r'name="people" value="([^"]+)"[^>]*><span>([^<]+)', draft))
    first, second = (str(one.id) for one in network["seats"][:2])
    assert list(seats)[:2] == [first, second]
    assert seats[first].startswith("Public 0")
    assert str(network["board"][0].id) not in draft
    kept = send(client, f"{link}/words", {"words": WORDS, "people": first, "keep": "1"}, link)
    assert kept.status_code == 302
    assert WORDS in client.get(link).text
    files = f"{link}/files"
    token = TOKEN.search(client.get(files).text)[1]
    upload = {"file": (io.BytesIO(picture()), "楼梯.jpg"), "csrf_token": token}
    assert client.post(files, data=upload).status_code == 302
    sent = send(client, f"{link}/words", {"words": WORDS, "people": first, "send": "1"}, link)
    assert sent.status_code == 302
    standing = client.get(link).text
    assert [f"Public {n}" in standing for n in range(4)] == [False, True, True, False]
    row = session.scalar(select(Complaint))
    assert (row.state, row.locale) == (State.RECEIVED, Locale("zh_Hans"))

    circle = client_as(network["board"][1])
    case = f"/fr/cases/{row.id}"
    page = circle.get(case)
    assert WORDS in page.text
    assert 'lang="zh-Hans"' in page.text
    assert circle.get(re.search(rf"{case}/files/[\w-]+", page.text)[0]).status_code == 200
    send(circle, f"{case}/acknowledgement", {"words": "Vu."}, case, "acknowledgement-")
    refused = send(circle, f"{case}/outcome", {"words": "理由。"}, case, "outcome-")
    assert refused.status_code == 422
    assert "理由。" in refused.text
    send(circle, f"{case}/message", {"words": "谁在场？"}, case, "message-")
    assert "谁在场？" in client.get(link).text
    send(client, f"{link}/message", {"words": "没有别人。"}, link, "message-")
    assert "没有别人。" in circle.get(case).text
    reasons = {
        "outcome": "not_upheld", "words": "没有证人。",
        "original_in": "fr", "original": "Aucun témoin.",
    }  # fmt: skip
    assert send(circle, f"{case}/outcome", reasons, case, "outcome-").status_code == 302
    assert "Aucun témoin." in circle.get(case).text
    told = client.get(link).text
    assert "没有证人。" in told
    assert "Aucun témoin." not in told

    held[0] += timedelta(days=2)
    assert PHRASE not in client.get(link).text  # asked for again
    send(client, link, {"passphrase": PHRASE})
    appealed = send(client, f"{link}/appeal", {"words": "有证人。"}, link, "appeal-")
    assert appealed.status_code == 302
    assert client_as(network["board"][1]).get(case).status_code == 404
    assert client_as(network["board"][2]).get(case).status_code == 404
    others = client_as(network["board"][3])
    assert "有证人。" in others.get(case).text
    final = {"outcome": "upheld", "words": "有证人，投诉成立。", "original_in": ""}
    assert send(others, f"{case}/outcome", final, case, "outcome-").status_code == 302
    ended = client.get(link).text
    assert "有证人，投诉成立。" in ended
    assert "没有证人。" in ended
    letters = session.scalars(select(OutboxMessage)).all()
    assert {one.letter for one in letters} <= {"bodies/link", "bodies/news", "bodies/waiting"}


def test_a_draft_in_french_is_kept_refused_and_deleted(client, network, session, held):
    given = {"passphrase": "court", "again": "court"}
    assert send(client, "/fr/complain/begin", given).status_code == 422
    phrase = "quatre lanternes sous un pont de quartz"
    begun = send(client, "/fr/complain/begin", {"passphrase": phrase, "again": phrase})
    link = re.search(r"/fr/case/[\w-]+", begun.text)[0]
    empty = send(client, f"{link}/words", {"words": " ", "who": "Zqqui", "send": "1"}, link)
    assert empty.status_code == 422
    assert "Zqqui" in empty.text
    token = TOKEN.search(client.get(link).text)[1]
    held[0] += timedelta(minutes=31)
    data = {"words": "Zqmots", "keep": "1", "csrf_token": token}
    asked = client.post(f"{link}/words", data=data)  # open for too long: what was typed goes along
    again = TOKEN.search(asked.text)[1]
    data |= {"csrf_token": again, "passphrase": phrase}
    assert client.post(f"{link}/words", data=data).status_code == 302
    assert "Zqmots" in client.get(link).text
    assert send(client, f"{link}/withdrawal", {}).location == "/fr/complain"
    assert session.scalars(select(Complaint)).all() == []


def test_a_made_up_link_looks_like_a_real_one(client, network, make_work):
    with make_work() as work:
        _row, token = begin_complaint(work)
    answers = []
    for one in (token, "x" * 43):
        for path in ("/files", "/withdrawal"):
            assert client.get(f"/en/case/{one}{path}").status_code == 302
        wrong = send(client, f"/en/case/{one}", {"passphrase": "quite another phrase"})
        answers.append(TOKEN.sub("", wrong.text).replace(one, ""))
        assert wrong.headers["Cache-Control"] == "private, no-store"
    assert answers[0] == answers[1]


def test_nobody_outside_the_circle_learns_that_there_is_one(client, client_as, network, make_work):
    with make_work() as work:
        row = make_raised(work, email="zqwho@example.org")
        absent = "6f2f6c1e-0000-4000-8000-000000000000"
        key = str(row.id)
    board = network["board"]
    inside = client_as(board[0])
    assert "Zqshouted" in inside.get(f"/en/cases/{key}").text
    assert f"/cases/{key}" in inside.get("/en/work").text
    outside = {"staff": network["staff"], "admin": network["administrator"], "board": board[5]}
    for name, person in outside.items():
        browser = client_as(person)
        real, none = (browser.get(f"/en/cases/{one}") for one in (key, absent))
        assert real.status_code == none.status_code == 404, name
        texts = [re.sub(r'value="[^"]+"', "", one.text) for one in (real, none)]
        assert texts[0].replace(key, "") == texts[1].replace(absent, ""), name
        for act in ("acknowledgement", "outcome", "circle", "recusal", "message", "measure"):
            token = TOKEN.search(browser.get("/en/complain/begin").text)[1]
            posted = browser.post(f"/en/cases/{key}/{act}", data={"csrf_token": token})
            assert posted.status_code == 404, (name, act)
        for path in ("/en/cases", "/en/work", "/en/search?q=Zqshouted", "/en/complain"):
            page = browser.get(path)
            assert key not in page.text, (name, path)
            said = page.text.replace("q=Zqshouted", "").replace('value="Zqshouted"', "")
            assert not re.search(r"\bZqs[a-z]+", said), (name, path)  # a token may hold "Zqs"
    assert client.get(f"/en/cases/{key}").status_code == 302


def test_the_board_reads_the_numbers_of_past_years_and_no_small_one(
    client_as, network, make_work, session
):
    with make_work() as work:
        counts = {"upheld": 7, "partly": 4, "not_upheld": 1, "withdrawn": 2}
        work.session.add(ComplaintYear(year=2025, ended=counts))
        work.session.add(ComplaintYear(year=2026, ended={"upheld": 41}))
    page = client_as(network["board"][0]).get("/en/cases/numbers").text
    shown = re.findall(r'<dd class="num">(?:<b>)?([^<]+)', page)
    assert shown.count("fewer than 3") == 3
    assert "not shown" in shown
    assert "2025" in page
    assert "41" not in shown
    for person in (network["staff"], network["administrator"]):
        assert client_as(person).get("/en/cases/numbers").status_code == 403


def test_recusal_and_exclusion_by_the_page(client_as, network, make_work, session):
    with make_work() as work:
        key = make_raised(work).id
    people = network["board"]
    first, case = client_as(people[0]), f"/en/cases/{key}"
    wrong = {"person": str(people[0].id), "why": "Zq"}
    refused = send(first, f"{case}/circle", wrong, case, "circle-")
    assert refused.status_code == 422
    assert "reads it already" in refused.text
    send(first, f"{case}/exclusion", {"person": str(people[2].id), "why": "Zq"}, case, "exclusion-")
    gone = send(first, f"{case}/recusal", {"reason": "Zqfriend"}, case, "recusal-")
    assert gone.location == "/en/cases"
    assert first.get(case).status_code == 404
    row = session.get(Complaint, key)
    assert queries.case_of(session, row, NOW).circle == {people[1].id, people[3].id}
    assert "Zqfriend" in client_as(people[3]).get(case).text
