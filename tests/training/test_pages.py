"""Pages of capacity building: what each reader gets, in five languages, and what nobody gets."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import icalendar

from nswp_gov.library.states import Readership
from nswp_gov.rules.audience import Step
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.store.crypto import vault
from nswp_gov.store.files import FileStore
from nswp_gov.store.texts import texts_of
from nswp_gov.training import operations, queries
from nswp_gov.training.models import Event
from tests.conftest import KEYS, NOW
from tests.factories.accounts import make_person
from tests.factories.consultations import make_draft
from tests.factories.library import make_resource
from tests.factories.training import (
    STAFF,
    as_staff,
    hold,
    make_call,
    make_event,
    make_programme,
    make_speaker,
)
from tests.training.sending import send


def test_visitors_find_coming_events_by_region_and_language(make_work, client, held):
    with make_work() as work:
        own = make_programme(work)
        make_event(work, own, title="Kite", region="africa", interpretation=[])
        make_event(work, own, title="Bird", region="europe", languages=["ru"], country=None)
        make_event(work, own, title="Moon", region=None, languages=["es"], interpretation=["ru"])
        make_event(work, own, title="Zqdraft", is_announced=False)

    def titles(query=""):
        page = client.get(f"/en/training/{query}").text
        return [one for one in ("Kite", "Bird", "Moon", "Zqdraft") if one in page]

    assert titles() == ["Kite", "Bird", "Moon"]
    assert titles("?region=africa") == ["Kite", "Moon"]
    assert titles("?language=ru") == ["Bird", "Moon"]
    assert titles("?region=europe&language=ru&language=es") == ["Bird", "Moon"]
    page = client.get("/en/training/?region=africa").text
    counts = dict(
        re.findall(r'name="language" value="(\w+)"[^>]*><span>[^<]*</span><small>(\d+)', page)
    )
    assert counts == {"en": "1", "es": "1", "ru": "1"}
    for value, number in counts.items():
        both = titles(f"?region=africa&language={value}")
        assert len(both) == int(number)


def test_a_long_list_has_pages_and_an_empty_one_says_so(make_work, client, held):
    assert "No event ahead" in client.get("/en/training/").text
    with make_work() as work:
        own = make_programme(work)
        for number in range(23):
            make_event(work, own, title=f"Event {number:02}")
    page = client.get("/en/training/").text
    assert page.count("/training/events/") == 20
    rest = client.get(re.search(r'href="([^"]*after=20[^"]*)"', page)[1].replace("&amp;", "&"))
    assert len(re.findall(r'href="/en/training/events/[^"]+"', rest.text)) == 3


def test_times_stand_in_the_events_zone_and_the_readers(make_work, client_as, held):
    with make_work() as work:
        event = make_event(work, starts_at=NOW + timedelta(days=40), zone="Asia/Tokyo")
        path = f"/en/training/events/{event.id}"
        reader = make_person(work, "Bela", zone="America/Bogota")
    page = client_as(reader).get(path).text
    at = NOW + timedelta(days=40)
    for zone in ("America/Bogota", "Asia/Tokyo"):
        assert at.astimezone(ZoneInfo(zone)).strftime("%H:%M") in page
    assert "Tokyo" in page


def test_what_is_for_members_alone_is_not_there_for_visitors(make_work, client, client_as, held):
    with make_work() as work:
        own = make_programme(work, title="Zqquiet", audience=Step.MEMBERS, slug="quiet")
        event = make_event(work, own, title="Zqnight")
        call = make_call(work, event)
        paths = [
            "/en/training/programmes/quiet",
            f"/en/training/events/{event.id}",
            f"/en/training/calls/{call.id}",
        ]
        ics = f"/en/training/events/{event.id}.ics"
        member = make_speaker(work).person
    absent = client.get("/en/training/events/6f2f6c1e-0000-4000-8000-000000000000")
    for path in (*paths, ics):
        answer = client.get(path)
        assert (answer.status_code, len(answer.data)) == (404, len(absent.data)) or (
            answer.status_code == 404 and not re.search("Zq[a-z]{4}", answer.text)
        )
    for path in ("/en/training/", "/en/training/events.ics", "/en/meetings/calendar"):
        assert not re.search("Zq[a-z]{4}", client.get(path).text)
    own_browser = client_as(member)
    assert all("Zq" in own_browser.get(path).text for path in (*paths, "/en/training/"))
    assert "Zqnight" in own_browser.get("/en/meetings/calendar").text


def test_pages_are_found_by_search(make_work, client, client_as, held):
    with make_work() as work:
        make_event(work, make_programme(work, title="Lanterns"), title="Harbour")
        make_programme(work, title="Zqlanterns", audience=Step.MEMBERS)
        member = make_speaker(work).person
    assert "Harbour" in client.get("/en/search?q=harbour").text
    found = client.get("/en/search?q=lanterns").text
    assert "Lanterns" in found
    hidden = client.get("/en/search?q=zqlanterns").text
    assert "Nothing found" in hidden
    assert "Zqlanterns" not in hidden
    assert "Zqlanterns" in client_as(member).get("/en/search?q=zqlanterns").text


def test_public_pages_work_while_the_key_is_away(make_work, client, held):
    with make_work() as work:
        own = make_programme(work, slug="open")
        event = make_event(work, own)
        call = make_call(work, event)
        row, token = operations.add_teacher(as_staff(work), event, "Zqteacher")
        operations.consent_to_name(work, row, "Bird")
        past = make_event(work, own, starts_at=NOW - timedelta(days=9), days=2)
        hold(replace(work, now=NOW - timedelta(days=20)), past, {Region.AFRICA: 3})
        (paper, *_rest) = operations.issue(as_staff(work), past, 1)
        code = paper.code
        operations.found_days(as_staff(work))
    vault.lock()
    try:
        for path in (
            "", "programmes/open", f"events/{event_id(event)}", f"calls/{event_id(call)}",
            "figures", f"certificates?code={code}", "events.ics", f"events/{event_id(event)}.ics",
        ):  # fmt: skip
            answer = client.get(f"/en/training/{path}")
            assert answer.status_code == 200, path
            assert not re.search("Zq[a-z]{4}", answer.text)
    finally:
        from nswp_gov.store.crypto import Keyring

        vault.unlock(Keyring(KEYS))
    assert token


def event_id(row):
    """The identifier of a row, without asking the database again."""
    from sqlalchemy import inspect

    return inspect(row).identity[0]


def test_a_calendar_program_reads_public_events_and_days_of_action(make_work, client, held):
    with make_work() as work:
        event = make_event(work, title="Harbour")
        key, begins = event.id, event.starts_at
        gone = make_event(work, title="Called off", starts_at=NOW + timedelta(days=9))
        operations.cancel(as_staff(work), gone)
        operations.found_days(as_staff(work))
    answer = client.get("/fr/training/events.ics")
    assert answer.mimetype == "text/calendar"
    calendar = icalendar.Calendar.from_ical(answer.data)
    found = {str(one["uid"]): one for one in calendar.walk("VEVENT")}
    one = found[str(key)]
    assert (str(one["summary"]), one["dtstart"].dt) == ("Harbour", begins)
    assert str(one["url"]) == f"http://localhost/fr/training/events/{key}"
    assert [str(one["status"]) for one in found.values() if "status" in one].count("CANCELLED") == 1
    days = {one["dtstart"].dt.isoformat() for one in found.values() if "status" not in one}
    assert days == {"2026-12-17", "2027-03-03", "2027-06-02", "2027-09-14"}
    assert "organizer" not in answer.text.casefold()
    alone = icalendar.Calendar.from_ical(client.get(f"/en/training/events/{key}.ics").data)
    assert len(alone.walk("VEVENT")) == 1


def test_the_networks_calendar_holds_events_and_days_of_action(make_work, client, held):
    with make_work() as work:
        make_event(work, title="Harbour", region="africa")
        operations.found_days(as_staff(work))
    page = client.get("/en/meetings/calendar").text
    assert "Harbour" in page
    assert "International Day to End Violence Against Sex Workers" in page
    assert "17 December 2026" in page
    only = client.get("/en/meetings/calendar?kind=day").text
    assert "Harbour" not in only
    assert "Whores’ Day" in only
    assert "Harbour" not in client.get("/en/meetings/calendar?region=europe").text


def test_every_text_of_the_room_is_known_to_the_translation_desk(app, work):
    from nswp_gov.store import text_kinds

    event = make_event(work)
    call = make_call(work, event, is_open=False)
    (day, *_rest) = operations.found_days(as_staff(work))
    (asked, _more) = queries.criteria(work.session, call.id)
    programme = queries.programme_of(work.session, event)
    (module,) = queries.modules(work.session, programme.id)
    known = {
        "training_programme": programme.id, "training_module": module.id,
        "training_event": event.id, "training_call": call.id,
        "training_criterion": asked.id, "day_of_action": day.id,
    }  # fmt: skip
    for kind, row_id in known.items():
        found = text_kinds.KINDS[kind].subjects(work.session, [row_id], Locale.FR)
        subject = found[row_id]
        assert subject.title
        is_draft = kind in {"training_call", "training_criterion"}
        assert subject.audience.is_public is not is_draft
        for field in texts_of(work.session, kind, row_id):
            if field != "directions":
                assert text_kinds.KINDS[kind].label(field), (kind, field)
    assert text_kinds.KINDS["training_event"].label("directions") is None


def test_a_module_has_materials_from_the_library_as_each_may_be_read(
    make_work, client, office, held, tmp_path
):
    store = FileStore.at(str(tmp_path))
    with make_work(STAFF) as work:
        programme = make_programme(work, slug="open")
        paper = make_resource(work, store, title="Lantern handbook")
        inner = make_resource(work, store, title="Zqhandbook", audience=Readership.MEMBERS)
        desk = f"/en/training/office/programmes/{programme.id}"
        (module,) = queries.modules(work.session, programme.id)
        key, slugs = str(module.id), [paper.slug, inner.slug]
    for slug in slugs:
        given = {"module": key, "address": f"http://localhost/fr/library/{slug}?theme=health"}
        assert send(office, f"{desk}/material", given, desk, "material-").status_code == 302
    page = client.get("/en/training/programmes/open").text
    assert "Lantern handbook" in page
    assert "Zqhandbook" not in page
    wrong = {"module": key, "address": "http://localhost/fr/library/nothing"}
    refused = send(office, f"{desk}/material", wrong, desk, "material-")
    assert refused.status_code == 422
    assert "Nothing that can be read is at this address." in refused.text
    remove = re.search(r'action="([^"]+/remove)"', office.get(desk).text)[1]
    assert send(office, remove, page=desk).status_code == 302
    assert office.get(desk).text.count("/remove") == 1


def test_an_event_is_evaluated_in_a_consultation(make_work, office, held):
    with make_work() as work:
        asked, _questions = make_draft(replace(work, actor=STAFF))
        event = make_event(work, starts_at=NOW + timedelta(days=1))
        hold(work, event, {Region.AFRICA: 1})
        page, slug = f"/en/training/office/events/{event.id}", asked.slug
        key = asked.id
    given = {"address": f"http://localhost/en/consultations/{slug}"}
    assert send(office, f"{page}/add/evaluation", given, page, "evaluation-").status_code == 302
    assert send(office, f"{page}/add/evaluation", given, page, "evaluation-").status_code == 302
    with make_work() as work:
        event = queries.found(work.session, Event, uuid.UUID(page.rpartition("/")[2]))
        assert queries.evaluations(work.session, event.id) == [("consultation", key)]
    assert slug in office.get(page).text
    wrong = {"address": "http://localhost/en/consultations/none"}
    assert send(office, f"{page}/add/evaluation", wrong, page, "evaluation-").status_code == 422


def test_a_day_of_action_is_the_same_day_in_every_zone(make_work, client_as, held):
    with make_work() as work:
        operations.found_days(as_staff(work))
        people = [
            make_person(work, "Bela", zone=zone)
            for zone in ("America/Bogota", "Asia/Tokyo", "Pacific/Auckland")
        ]
    for person in people:
        page = client_as(person).get("/en/meetings/calendar?kind=day").text
        assert re.findall(r"<p>(\d+ \w+ \d+)</p>", page) == [
            "17 December 2026",
            "3 March 2027",
            "2 June 2027",
            "14 September 2027",
        ]
