"""The pages of meetings, walked as the people concerned."""

from __future__ import annotations

import json
import re
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from nswp_gov.meetings import operations, queries
from nswp_gov.meetings.models import Meeting
from nswp_gov.meetings.states import EditionKind, MeetingState
from nswp_gov.store.clock import now as real_now
from nswp_gov.store.outbox import OutboxMessage
from tests.factories.accounts import make_person
from tests.factories.bodies import make_board

SOON = timedelta(minutes=1)


class Browser:
    """A person's browser that posts with the token of the page before."""

    def __init__(self, client):
        self.client = client

    def get(self, path, status=200):
        answer = self.client.get(f"/en/meetings{path}")
        assert answer.status_code == status, answer.text
        return answer.text

    def post(self, path, status=302, on=None, headers=None, **data):
        page = self.client.get(f"/en/meetings{on or path}").text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        data["csrf_token"] = token[1] if token else ""
        answer = self.client.post(f"/en/meetings{path}", data=data, headers=headers)
        assert answer.status_code == status, answer.text
        return answer


@pytest.fixture
def board(make_work):
    with make_work() as work:
        return make_board(work)


@pytest.fixture
def carla(make_work, client_as):
    with make_work() as work:
        person = make_person(work, "Carla", roles=["secretariat"], email="carla@example.org")
    browser = Browser(client_as(person))
    browser.person_id = person.id
    return browser


def meeting_of(session):
    session.expire_all()
    return session.scalars(select(Meeting).order_by(Meeting.starts_at.desc())).first()


def call(browser, session, board, title="Budget"):
    """Plan and call a meeting in three screens; return it, as if its time had come."""
    starts = (real_now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    plan = {"body": str(board.body.id), "starts_at": starts, "zone": "Africa/Nairobi"}
    answer = browser.post("/call", **plan)
    meeting_id = answer.location.split("/")[-2]
    browser.post(f"/{meeting_id}/agenda", title=title, audience="open", minutes_planned="20")
    browser.post(f"/{meeting_id}/agenda", title="Canary personnel matter", audience="closed")
    refused = browser.post(f"/{meeting_id}/call", status=409)
    assert "14 days of notice" in refused.text
    browser.post(f"/{meeting_id}/call", short_notice="All have agreed.")
    return meeting_id


def test_calling_the_usual_meeting_takes_three_screens_and_sends_neutral_letters(
    board, carla, session, make_work
):
    meeting_id = call(carla, session, board)
    found = meeting_of(session)
    assert (str(found.id), found.state) == (meeting_id, MeetingState.CALLED)
    letters = session.scalars(select(OutboxMessage)).all()
    assert {letter.letter for letter in letters} >= {"meetings/notice"}
    (values,) = [one.values for one in letters if one.letter == "meetings/notice"]
    assert values.keys() == {"meeting", "file"}
    assert values["meeting"] == meeting_id


def test_the_notice_says_nothing_of_what_it_is_about(board, carla, session, app):
    from nswp_gov.web.mailer import compose

    call(carla, session, board, title="Canary title")
    session.expire_all()
    letter = session.scalars(
        select(OutboxMessage).where(OutboxMessage.letter == "meetings/notice")
    ).one()
    with app.test_request_context():
        said = compose(app.extensions["nswp_gov.settings"], letter, now=real_now()).as_string()
    for word in ("Canary", "Board", "NSWP", "vote", "Sex"):
        assert word not in said


def test_a_meeting_is_held_minuted_approved_and_published_in_the_browser(
    board, carla, session, client, make_work
):
    first = call(carla, session, board)
    item = _item(session, "Budget")
    carla.post(f"/{first}/open", on=f"/{first}")
    for person in board.filled()[:7]:
        seat = next(s for s, p in zip(board.seats, board.people, strict=True) if p is person)
        who = f"holder:{person.id}:{seat.id}"
        carla.post(f"/{first}/attendance", on=f"/{first}", who=who, arrives="1")
    page = carla.get(f"/{first}")
    assert "Quorum is met." in page
    assert "7 of 11 present, 6 needed" in page
    carla.post(f"/{first}/items/{item}/take", on=f"/{first}")
    carla.post(f"/{first}/items/{item}/note/minutes", on=f"/{first}", words="It was read.", seen=0)
    carla.post(f"/{first}/items/{item}/note/public", on=f"/{first}", words="Seen.", seen=0)
    page = carla.get(f"/{first}/items/{item}/motion")
    movers = re.findall(r'<option value="([0-9a-f-]{36})"', page)
    motion = {"words": "Adopt the budget.", "mover": movers[0], "seconder": movers[1]}
    carla.post(f"/{first}/items/{item}/motion", majority="simple", **motion)
    motion_id = re.search(r"/motions/([0-9a-f-]{36})/vote", carla.get(f"/{first}"))[1]
    vote = {"method": "hands", "audience": "public"}
    too_many = carla.post(
        f"/{first}/motions/{motion_id}/vote", 422, in_favour="9", against="0", **vote
    )
    assert "9 votes" in too_many.text
    carla.post(f"/{first}/motions/{motion_id}/vote", in_favour="4", against="3", **vote)
    owner = str(board.people[2].id)
    action = {"words": "Tell the bank.", "owner": f"person:{owner}", "due_on": "2030-01-01"}
    carla.post(f"/{first}/items/{item}/action", **action)
    page = carla.get(f"/{first}")
    assert re.search(r"Decision \d{4}-B-01", page)
    assert "Tell the bank." in page
    carla.post(f"/{first}/close", on=f"/{first}")
    carla.post(f"/{first}/minutes/circulate", on=f"/{first}/minutes")
    second = _second(board, session, make_work, carla.person_id)
    carla.post(f"/{second}/open", on=f"/{second}")
    for person in board.filled()[:7]:
        seat = next(s for s, p in zip(board.seats, board.people, strict=True) if p is person)
        who = f"holder:{person.id}:{seat.id}"
        carla.post(f"/{second}/attendance", on=f"/{second}", who=who, arrives="1")
    page = carla.get(f"/{second}")
    approve = re.search(r"/en/meetings(/[0-9a-f-]+/items/[0-9a-f-]+/approve)", page)[1]
    assert client.get(f"/en/meetings/{first}/minutes").status_code == 404
    carla.post(approve, on=f"/{second}")
    assert "Adopt the budget." in carla.get(f"/{first}/minutes/preview")
    carla.post(f"/{first}/minutes/publish", on=f"/{first}/minutes/preview")
    public = client.get(f"/en/meetings/{first}/minutes")
    assert public.status_code == 200, public.text
    assert "Adopt the budget." in public.text
    assert "Seen." in public.text
    assert "It was read." not in public.text
    assert "Tell the bank." not in public.text
    assert "closed" in public.text
    assert "Canary" not in public.text
    assert "4" in public.text
    record = client.get(f"/en/meetings/{first}/minutes.json")
    session.expire_all()
    kept = queries.published(session, uuid.UUID(first), EditionKind.PUBLIC)
    assert record.data == kept.body
    assert json.loads(record.data)["items"][-1]["number"]
    register = client.get("/en/meetings/decisions?q=budget").text
    assert "Adopt the budget." in register
    decision = re.search(r"/en/meetings/decisions/[0-9a-f-]{36}", register)[0]
    assert "Minutes: Board" in client.get(decision).text
    assert "Adopt the budget." in client.get("/fr/meetings/").text
    erratum = {"item": item, "words": "Read: adopt the whole budget.", "is_public": "y"}
    carla.post(f"/{first}/minutes/erratum", **erratum)
    assert "Read: adopt the whole budget." in client.get(f"/en/meetings/{first}/minutes").text


def _second(board, session, make_work, note_taker):
    """Plan and call a second meeting that begins in an instant, through the operations."""
    with make_work(now=real_now()) as work:
        meeting = operations.plan_meeting(
            work, board.body, starts_at=real_now() + timedelta(days=3), zone="UTC"
        )
        operations.name_note_taker(work, meeting, note_taker)
        operations.call_meeting(work, meeting, short_notice="agreed")
        return str(meeting.id)


def _item(session, title):
    from nswp_gov.meetings.queries import records
    from nswp_gov.rules.languages import Locale

    meeting = meeting_of(session)
    rows = records.items(session, meeting.id)
    texts = records.readings(session, "agenda_item", [row.id for row in rows], Locale.EN)
    return str(next(row.id for row in rows if texts[row.id]["title"].words == title))


def test_two_note_takers_lose_nothing(board, carla, session):
    first = call(carla, session, board)
    item = _item(session, "Budget")
    carla.post(f"/{first}/open", on=f"/{first}")
    note = f"/{first}/items/{item}/note/minutes"
    json_wanted = {"Accept": "application/json"}
    mine = carla.post(note, 200, on=f"/{first}", headers=json_wanted, words="One.", seen=0)
    assert mine.json == {"number": 1}
    again = carla.post(note, 200, on=f"/{first}", headers=json_wanted, words="One.", seen=0)
    assert again.json == {"number": 1}
    clash = carla.post(note, 409, on=f"/{first}", headers=json_wanted, words="Two.", seen=0)
    both = {"yours": "Two.", "theirs": "One.", "number": 1, "own": "One."}
    assert clash.json == both
    page = carla.post(note, 409, on=f"/{first}", words="Two <b>.", seen=0).text
    assert "One." in page
    assert "Two &lt;b&gt;." in page
    assert 'name="seen" value="1"' in page
    merged = carla.post(note, 200, on=f"/{first}", headers=json_wanted, words="Both.", seen=1)
    assert merged.json == {"number": 2}


def test_the_agenda_is_ordered_changed_and_shortened(board, carla, session):
    first = call(carla, session, board)
    item = _item(session, "Budget")
    agenda = f"/{first}/agenda"
    carla.post(f"{agenda}/{item}", on=agenda, up="1")
    assert carla.get(agenda).index("Budget") < carla.get(agenda).index("Next meeting")
    edit = {"title": "Budget 2027", "audience": "open", "minutes_planned": ""}
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', carla.get(f"{agenda}/{item}/edit"))
    carla.post(f"{agenda}/{item}/edit", seen=seen[1] if seen else "1", **edit)
    assert "Budget 2027" in carla.get(agenda)
    carla.post(f"{agenda}/{item}", on=agenda, remove="1")
    assert "Budget 2027" not in carla.get(agenda)


def test_a_refused_plan_keeps_what_was_typed(board, carla):
    plan = {"body": str(board.body.id), "starts_at": "2020-01-01T10:00", "zone": "Mars/Base"}
    said = carla.post("/call", 422, **plan).text
    assert "We don’t know this time zone." in said
    assert "Mars/Base" in said
    said = carla.post("/call", 422, **{**plan, "zone": "Europe/London"}).text
    assert "This time is over." in said


def test_strangers_see_no_meeting(board, carla, session, client):
    first = call(carla, session, board)
    assert client.get(f"/en/meetings/{first}").status_code == 302
    assert client.get(f"/en/meetings/{first}/minutes").status_code == 404
    assert client.get(f"/en/meetings/{first}/minutes.json").status_code == 404


@pytest.fixture
def eve(make_work, client_as):
    with make_work() as work:
        person = make_person(work, "Eve")
    return Browser(client_as(person))


def _bare(answer, meeting_id):
    """Return a page without what differs on every answer: the token, the echoed path."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text).replace(meeting_id, "x")


def test_a_signed_in_stranger_finds_nothing_there(board, carla, eve, session, count_queries):
    first = call(carla, session, board)
    item = _item(session, "Budget")
    absent = str(uuid.uuid4())
    eve.get("/actions")
    answers, statements = [], []
    for meeting_id in (first, absent):
        with count_queries() as seen:
            answer = eve.client.get(f"/en/meetings/{meeting_id}")
        answers.append((answer.status_code, _bare(answer, meeting_id)))
        statements.append(list(seen))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    assert statements[0] == statements[1]
    for path in (
        "agenda",
        "call",
        f"items/{item}/motion",
        f"items/{item}/decision",
        f"items/{item}/action",
    ):
        assert eve.client.get(f"/en/meetings/{first}/{path}").status_code in {403, 404}
    for path in (
        "open",
        "close",
        "attendance",
        "apologies",
        f"items/{item}/take",
        f"items/{item}/leave",
        f"items/{item}/note/minutes",
        "minutes/circulate",
    ):
        answer = eve.post(f"/{first}/{path}", 404, on="/actions", words="x")
        assert "Budget" not in answer.text
    assert eve.client.get("/en/meetings/call").status_code == 403
    assert eve.client.get(f"/en/meetings/{first}/minutes/preview").status_code == 403


def test_a_board_member_sees_the_meeting_and_closed_items_and_writes_nothing(
    board, carla, session, client_as
):
    first = call(carla, session, board)
    item = _item(session, "Budget")
    bela = Browser(client_as(board.people[3]))
    page = bela.get(f"/{first}")
    assert "Canary personnel matter" in page
    assert "Send the notices" not in page
    bela.post(f"/{first}/apologies", on=f"/{first}")
    bela.post(f"/{first}/open", 403, on=f"/{first}")
    bela.get(f"/{first}/items/{item}/motion", 404)


def test_the_office_that_takes_no_minutes_does_not_read_closed_items(
    board, carla, session, client_as, make_work
):
    first = call(carla, session, board)
    with make_work() as work:
        other = make_person(work, "Noor", roles=["secretariat"])
    noor = Browser(client_as(other))
    page = noor.get(f"/{first}")
    assert "Canary personnel matter" not in page
    assert "Budget" in page
    assert "Canary personnel matter" not in noor.get(f"/{first}/agenda")


def test_the_meetings_page_costs_the_same_however_long_the_agenda(
    board, carla, session, count_queries, make_work
):
    first = call(carla, session, board)
    seen = []
    for more in (1, 6, 0):
        with count_queries() as statements:
            carla.get(f"/{first}")
        seen.append(len(statements))
        with make_work(now=real_now()) as work:
            meeting = work.session.get_one(Meeting, uuid.UUID(first))
            for number in range(more):
                operations.add_item(work, meeting, f"More {number}")
    assert len(set(seen)) == 1, seen


def test_actions_are_listed_and_done(board, carla, session, client_as):
    first = call(carla, session, board)
    item = _item(session, "Budget")
    carla.post(f"/{first}/open", on=f"/{first}")
    bela = board.people[3]
    action = {"words": "Ring the bank.", "owner": f"person:{bela.id}", "due_on": "2030-01-01"}
    who = f"holder:{bela.id}:{board.seats[3].id}"
    carla.post(f"/{first}/attendance", on=f"/{first}", who=who, arrives="1")
    carla.post(f"/{first}/items/{item}/action", **action)
    own = Browser(client_as(bela))
    page = own.get("/actions")
    assert "Ring the bank." in page
    done = re.search(r"/en/meetings(/actions/[0-9a-f-]+/done)", page)[1]
    own.post(done, on="/actions")
    assert "Ring the bank." not in own.get("/actions")
    own.post(done, 409, on=f"/{first}")
