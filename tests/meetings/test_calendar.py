"""Notices, calendar files and personal calendars: right in every zone, neutral, revocable."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

import icalendar
import pytest
from sqlalchemy import select

from nswp_gov.meetings import operations
from nswp_gov.meetings.models import CalendarAddress, Meeting, MeetingNotice
from nswp_gov.meetings.operations.calling import NoticeTooShort
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.states import EntryKind, MeetingState
from nswp_gov.meetings.views import ics
from nswp_gov.rules import notice
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import Actor
from nswp_gov.store.clock import now as real_now
from nswp_gov.store.errors import Denied, Unfit, WrongState
from nswp_gov.store.outbox import OutboxMessage
from nswp_gov.web.mailer import compose
from tests.factories.accounts import make_person
from tests.factories.bodies import make_board
from tests.factories.meetings import make_meeting
from tests.meetings.strangers import as_eve
from tests.meetings.test_pages import Browser

FAR = timedelta(days=40)
# Zones whose clocks change on different days, in different directions, or by half an hour.
CHANGES = {
    "Europe/London": ("2026-10-25", "2026-03-29"),
    "America/New_York": ("2026-11-01", "2026-03-08"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),
    "America/Santiago": ("2026-04-05", "2026-09-06"),
    "Africa/Casablanca": ("2026-02-15", "2026-03-22"),
}


def events(data):
    """The entries of a calendar file, read by a strict parser."""
    calendar = icalendar.Calendar.from_ical(data)
    assert calendar.errors == []
    assert calendar["version"] == "2.0"
    found = list(calendar.walk("VEVENT"))
    assert all(one.errors == [] for one in found)
    return found


@pytest.mark.parametrize("zone", CHANGES)
def test_a_series_keeps_its_hour_on_the_wall_over_every_change_of_the_clocks(zone):
    for day in CHANGES[zone]:
        first = datetime.fromisoformat(day).date() - timedelta(days=7)
        instants = [
            notice.instant(first + timedelta(days=7 * week), time(19, 30), zone)
            for week in range(3)
        ]
        assert len({one.astimezone(ZoneInfo(zone)).utcoffset() for one in instants}) == 2
        written = ics.write(
            [
                ics.Event(str(number), at, at + timedelta(hours=2), "Meeting")
                for number, at in enumerate(instants)
            ],
            at=instants[0],
        )
        read = [one["dtstart"].dt for one in events(written)]
        assert read == instants
        assert {one.astimezone(ZoneInfo(zone)).time() for one in read} == {time(19, 30)}
        assert {one["dtend"].dt - one["dtstart"].dt for one in events(written)} == {
            timedelta(hours=2)
        }


def letters(session):
    return session.scalars(select(OutboxMessage).order_by(OutboxMessage.queued_at)).all()


def test_moving_and_calling_off_is_noted_counted_and_told_to_everybody(work, board):
    for person in board.filled()[:3]:
        person.email = f"{person.id}@example.org"
    work.record("accounts.addresses_given", board.president)
    meeting = make_meeting(work, board.body, starts_at=work.now + FAR)
    with pytest.raises(Denied):
        operations.move_meeting(
            as_eve(work), meeting, starts_at=meeting.starts_at, zone="UTC", place=""
        )
    with pytest.raises(Denied):
        operations.cancel_meeting(as_eve(work), meeting, why="x")
    there = {"zone": "Africa/Nairobi", "place": "Room 2"}
    later = meeting.starts_at + timedelta(days=1)
    assert operations.move_meeting(work, meeting, starts_at=later, **there) == 0  # not called yet
    assert operations.call_meeting(work, meeting) == 3
    soon = work.now + timedelta(days=2)
    with pytest.raises(NoticeTooShort):
        operations.move_meeting(work, meeting, starts_at=soon, **there)
    with pytest.raises(Unfit, match="meeting_in_past"):
        operations.move_meeting(work, meeting, starts_at=work.now, **there)
    meeting.starts_at = later
    assert operations.move_meeting(work, meeting, starts_at=later + FAR, **there) == 3
    with pytest.raises(Unfit, match="nothing_said"):
        operations.cancel_meeting(work, meeting, why=" ")
    assert operations.cancel_meeting(work, meeting, why="The building burned.") == 2  # by then
    assert meeting.state is MeetingState.CANCELLED
    for act in (operations.open_meeting, operations.call_meeting):
        with pytest.raises(WrongState):
            act(work, meeting)
    kinds = [(one.sequence, one.kind.value) for one in records.notices(work.session, meeting.id)]
    assert kinds == [(0, "called"), (1, "moved"), (2, "cancelled")]
    told = Counter(one.letter for one in letters(work.session))
    assert told == {"meetings/notice": 3, "meetings/moved": 3, "meetings/cancelled": 2}


@pytest.fixture
def called(make_work):
    """A board meeting that was called, moved once, and has one invited person with an address."""
    with make_work(now=real_now()) as work:
        board = make_board(work)
        bela = board.people[3]
        bela.email = "bela@example.org"
        work.record("accounts.address_given", bela)
        meeting = make_meeting(work, board.body, titles=["Canary item"], starts_at=work.now + FAR)
        operations.call_meeting(work, meeting)
        operations.move_meeting(
            work, meeting, starts_at=work.now + 2 * FAR, zone="Asia/Tokyo", place="Canary street"
        )
        return board, bela, meeting.id


NEUTRAL = re.compile(r"NSWP|network|vote|sex|board|canary|nominat|election", re.IGNORECASE)


def sent(app, letter):
    """The letter as it goes out."""
    with app.test_request_context():
        return compose(app.extensions["nswp_gov.settings"], letter, now=real_now())


def carried(app, letter):
    """What a calendar program finds in a letter: what is asked of it, and the entry."""
    (part,) = sent(app, letter).iter_attachments()
    assert part.get_content_type() == "text/calendar"
    calendar = icalendar.Calendar.from_ical(part.get_content())
    assert calendar["method"] == part.get_param("method")
    (event,) = events(part.get_content())
    return str(calendar["method"]), event


def test_each_letter_carries_the_entry_to_put_in_to_change_and_to_take_out(
    called, app, session, make_work
):
    _board, bela, meeting_id = called
    first, moved = letters(session)
    asked, event = carried(app, first)
    assert (asked, event["sequence"], event["status"]) == ("REQUEST", 1, "CONFIRMED")  # as it is
    assert carried(app, moved)[1]["uid"] == event["uid"]
    with make_work(now=real_now()) as work:
        meeting = work.session.get_one(Meeting, meeting_id)
        starts_at = meeting.starts_at
        bela.locale = Locale.ZH_HANS
        work.record("accounts.language_chosen", bela)
        operations.cancel_meeting(work, meeting, why="Canary reason")
    assert event["dtstart"].dt == starts_at.replace(microsecond=0)
    off = next(one for one in letters(session) if one.letter == "meetings/cancelled")
    gone = carried(app, off)
    assert gone[0] == "CANCEL"
    assert (gone[1]["uid"], gone[1]["sequence"]) == (event["uid"], 2)
    assert gone[1]["status"] == "CANCELLED"
    assert gone[1]["summary"] == "会议"
    assert carried(app, moved)[0] == "CANCEL"  # a letter that was late tells what holds now


def test_what_a_letter_carries_names_nobody(called, app, session):
    assert letters(session)
    for letter in letters(session):
        whole = sent(app, letter)
        _asked, event = carried(app, letter)
        assert event["organizer"] == f"mailto:{parseaddr(whole['From'])[1]}"
        assert not {"ATTENDEE", "DESCRIPTION", "LOCATION", "URL", "CONTACT"} & set(event)
        (part,) = whole.iter_attachments()
        assert not NEUTRAL.search(part.get_content())
        assert "bela" not in part.get_content().casefold()
        assert str(called[2]) not in part.get_content()
        assert part.get_filename() == "calendar.ics"


def test_the_letters_and_the_file_they_lead_to_say_nothing(called, app, session, client):
    for letter in letters(session):
        words = sent(app, letter).get_body(("plain",)).get_content()
        assert not NEUTRAL.search(words), words
        path = re.search(r"http://localhost(/en/meetings/\S+\.ics)", words)[1]
    answer = client.get(path)
    assert answer.mimetype == "text/calendar"
    (event,) = events(answer.data)
    assert event["summary"] == "Meeting"
    assert event["sequence"] == 1
    assert event["status"] == "CONFIRMED"
    assert not {"ATTENDEE", "ORGANIZER", "DESCRIPTION", "LOCATION", "URL"} & set(event)
    assert not NEUTRAL.search(answer.text)
    assert str(called[2]) not in answer.text
    assert client.get(path[:-6] + "x.ics").status_code == 404
    uid = event["uid"]
    with_work = session.get_one(Meeting, called[2])
    session.info["touched"] = {}
    from nswp_gov.store.actor import SYSTEM
    from nswp_gov.store.work import begin

    with begin(session, SYSTEM, real_now()) as work:
        operations.cancel_meeting(work, with_work, why="Canary reason")
    (event,) = events(client.get(path).data)
    assert (event["uid"], event["sequence"], event["status"]) == (uid, 2, "CANCELLED")


def address_of(browser, **data):
    """Make a calendar address on its page; return its path."""
    page = browser.post("/calendar/address", 200, **data).text
    return re.search(r'value="http://localhost(/\w+/meetings/calendar/[^"]+\.ics)"', page)[1]


def test_a_personal_calendar_is_neutral_filtered_and_taken_back(called, client, client_as, session):
    _board, bela, _meeting = called
    browser = Browser(client_as(bela))
    meetings = {"kinds": "meeting", "locale": "en", "region": ""}
    path = address_of(browser, **meetings)
    answer = client.get(path)
    (event,) = events(answer.data)
    assert (event["summary"], event["sequence"]) == ("Meeting", 1)
    assert not NEUTRAL.search(answer.text)
    assert "no-cache" in answer.headers["Cache-Control"]
    full = address_of(browser, **{**meetings, "locale": "fr"}, is_full="y")
    (event,) = events(client.get(full).data)
    assert event["summary"].endswith("Conseil d’administration")
    assert event["url"].startswith("http://localhost/fr/meetings/")
    terms = events(client.get(address_of(browser, **{**meetings, "kinds": "term"})).data)
    assert {one["summary"] for one in terms} == {"Deadline"}
    african = events(
        client.get(address_of(browser, **{**meetings, "kinds": "term", "region": "africa"})).data
    )
    assert 0 < len(african) < len(terms)
    stored = session.scalars(select(CalendarAddress)).all()
    assert len(stored) == 4
    assert not [one for one in stored if path.split("/")[-1].removesuffix(".ics") in one.token_hash]
    page = browser.get("/calendar/address")
    revoke = re.findall(r"/en/meetings(/calendar/address/[0-9a-f-]+/revoke)", page)
    for one in revoke:
        browser.post(one, on="/calendar/address")
    for one in (path, full, "/en/meetings/calendar/unknown.ics"):
        assert client.get(one).status_code == 404
    assert session.scalars(select(CalendarAddress)).all() == []
    browser.post("/calendar/address", 422, locale="en", region="")


def test_nobody_takes_back_somebody_elses_address(called, client_as, make_work, session):
    _board, bela, _meeting = called
    with make_work(Actor(name="B", person_id=bela.id)) as work:
        operations.make_calendar_address(work, kinds=[EntryKind.MEETING], locale=Locale.EN)
        eve = None
    with make_work() as work:
        eve = make_person(work, "Eve")
    row = session.scalars(select(CalendarAddress)).one()
    other = Browser(client_as(eve))
    other.post(f"/calendar/address/{row.id}/revoke", 404, on="/calendar/address")
    with make_work() as work, pytest.raises(Denied):
        operations.revoke_calendar_address(replace(work, actor=as_eve(work).actor), row)


def test_the_calendar_page_tells_each_reader_what_they_may_know(called, client, client_as):
    _board, bela, meeting_id = called
    public = client.get("/en/meetings/calendar").text
    assert str(meeting_id) not in public
    assert "The term ends: Board, Africa (2)" in public
    inside = client_as(bela).get("/en/meetings/calendar").text
    assert str(meeting_id) in inside
    assert "Meeting: Board" in inside
    only = client_as(bela).get("/en/meetings/calendar?kind=meeting").text
    assert "The term ends" not in only
    assert "Canary" not in inside


def test_a_meeting_is_moved_and_called_off_on_its_pages(called, make_work, client_as, session):
    _board, _bela, meeting_id = called
    with make_work() as work:
        carla = make_person(work, "Carla", roles=["secretariat"])
    browser = Browser(client_as(carla))
    plan = {"starts_at": "2040-05-01T10:00", "zone": "Mars/Base", "place": "x"}
    said = browser.post(f"/{meeting_id}/move", 422, **plan).text
    assert "Mars/Base" in said
    browser.post(f"/{meeting_id}/move", **{**plan, "zone": "Europe/London"})
    session.expire_all()
    moved = session.get_one(Meeting, meeting_id)
    assert moved.starts_at == datetime(2040, 5, 1, 9, tzinfo=UTC)
    browser.post(f"/{meeting_id}/cancel", 422, why="")
    browser.post(f"/{meeting_id}/cancel", why="No heating.")
    page = browser.get(f"/{meeting_id}")
    assert "No heating." in page
    assert "Open the meeting" not in page
    assert [one.sequence for one in session.scalars(select(MeetingNotice))] == [0, 1, 2, 3]
