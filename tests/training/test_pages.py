"""Pages of capacity building: what each reader gets, in five languages, and what nobody gets."""

from __future__ import annotations

import io
import re
import uuid
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import icalendar
import pypdf
import pytest

from nswp_gov.accounts.states import Role
from nswp_gov.home.queries import due
from nswp_gov.library.states import Readership
from nswp_gov.mailings.models import Delivery
from nswp_gov.operate import worker
from nswp_gov.rules.audience import Step
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.store import clock, texts
from nswp_gov.store.crypto import vault
from nswp_gov.store.files import FileStore
from nswp_gov.store.texts import texts_of
from nswp_gov.training import operations, queries
from nswp_gov.training.models import Event, PlaceApplication
from nswp_gov.training.states import EventState, State
from tests.conftest import KEYS, NOW
from tests.factories.accounts import make_person
from tests.factories.consultations import make_draft
from tests.factories.library import make_resource
from tests.factories.training import (
    STAFF,
    apply,
    as_staff,
    hold,
    make_call,
    make_event,
    make_programme,
    make_speaker,
)

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


def send(browser, path, data=None, page=None, prefix=""):
    """Post a form with the mark that its page carries."""
    token = TOKEN.search(browser.get(page or path).text)[1]
    named = {f"{prefix}{name}": value for name, value in (data or {}).items()}
    return browser.post(path, data={**named, f"{prefix}csrf_token": token, "csrf_token": token})


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


def test_an_organisation_goes_the_whole_way(make_work, client_as, office, held, session):
    with make_work() as work:
        call = make_call(work, make_event(work))
        call_id, speaker = call.id, make_speaker(work, locale=Locale.ES)
        person, own = speaker.person, str(speaker.organisation.id)
        fields = [f"answer_{one.id.hex}" for one in queries.criteria(work.session, call.id)]
    browser = client_as(person)
    path = f"/en/training/calls/{call_id}/apply"
    assert path in browser.get(f"/en/training/calls/{call_id}").text
    given = {"organisation": own, "people": 2, "country": "", **dict.fromkeys(fields, "We teach.")}
    refused = send(browser, path, {**given, "people": 9})
    assert refused.status_code == 422
    assert refused.text.count("We teach.") == 2
    answer = send(browser, path, given)
    assert answer.status_code == 302
    page = answer.headers["Location"]
    row = session.query(PlaceApplication).one()
    assert "Received" in browser.get(page).text

    desk = f"/en/training/office/calls/{call_id}"
    assert "We teach." in office.get(desk).text
    assert "Offer the places" not in office.get(desk).text
    assert send(office, f"{desk}/close", page=desk).status_code == 302
    choose = f"/en/training/office/applications/{row.id}/offer"
    prefix = f"{row.id.hex}-"
    empty = send(office, choose, {"reason": ""}, page=desk, prefix=prefix)
    assert empty.status_code == 422
    assert send(office, choose, {"reason": "Fine."}, page=desk, prefix=prefix).status_code == 302

    offered = browser.get(page).text
    assert "Take the places" in offered
    assert "Fine." in offered
    assert "Zqhouse behind the bakery." in offered
    send(browser, f"{page}/confirm", page=page)
    many = {"names-0": "Zora", "names-1": "", "names-2": "X"}
    assert send(browser, f"{page}/names", many, page=page).status_code == 422
    send(browser, f"{page}/names", {"names-0": "Zora", "names-1": "Kit"}, page=page)
    assert {one.name for one in queries.sent_by(session, row.id)} == {"Zora", "Kit"}
    ours = browser.get("/en/training/ours").text
    assert "Places are taken" in ours


def test_what_waits_stands_on_the_desk_and_our_home(app, make_work, session, held):
    with make_work() as work:
        call = make_call(work, make_event(work))
        speaker = make_speaker(work)
        row = apply(work, call, speaker)
        after = as_staff(work, days=11)
        operations.pass_time(after)
    with app.test_request_context("/en/"):

        def waits(actor, at):
            return [
                (one.title, one.href)
                for one in due(session, actor, at)
                if one.feature == "Training"
            ]

        assert [href for _title, href in waits(STAFF, after.now)] == [
            f"/en/training/office/calls/{call.id}"
        ]
        assert waits(speaker.actor, after.now) == []
        with make_work(STAFF, after.now) as work:
            operations.offer(work, queries.found(work.session, PlaceApplication, row.id), "Yes.")
        ((title, href),) = waits(speaker.actor, after.now)
        assert title == "Places at an event are offered to your organisation"
        assert href == f"/en/training/applications/{row.id}"
        assert waits(STAFF, after.now) == []


def test_strangers_read_no_application_and_no_paper(make_work, client_as, client, held):
    with make_work() as work:
        call = make_call(work, make_event(work))
        row = apply(work, call, make_speaker(work))
        other = make_speaker(work).person
        past = make_event(work, starts_at=NOW + timedelta(days=1))
        hold(work, past, {Region.AFRICA: 1})
        (paper,) = operations.issue(as_staff(work), past, 1)
        own, pdf = f"/en/training/applications/{row.id}", paper.id
    stranger = client_as(other)
    for path in (own, f"/en/training/certificates/{pdf}/en.pdf"):
        assert client.get(path).status_code == 302
        assert stranger.get(path).status_code == 404
    assert send(stranger, f"{own}/withdraw", page="/en/training/ours").status_code == 404
    assert row.state is State.RECEIVED


def test_the_office_goes_the_whole_way_without_script(office, session, held):
    send(
        office, "/en/training/office/programmes",
        {"title": "Lantern school", "summary": "Seven days.", "topics": "ethics",
         "audience": "public", "kept_months": 12},
        page="/en/training/office", prefix="programme-",
    )  # fmt: skip
    (programme,) = queries.programmes(session)
    desk = f"/en/training/office/programmes/{programme.id}"
    send(office, f"{desk}/module", {"title": "Rights", "summary": "Ours."}, desk, "module-")
    send(office, f"{desk}/publish", page=desk)
    given = {
        "title": "First session", "kind": "workshop", "country": "", "region": "africa",
        "starts_at": "2026-10-20T09:00", "ends_at": "2026-10-21T17:00", "zone": "Africa/Nairobi",
        "languages": "en", "interpretation": "fr", "directions": "Zqroom 4.",
    }  # fmt: skip
    wrong = send(office, f"{desk}/event", {**given, "zone": "Nowhere/Town"}, desk, "event-")
    assert wrong.status_code == 422
    assert "First session" in wrong.text
    answer = send(office, f"{desk}/event", given, desk, "event-")
    page = answer.headers["Location"]
    (event,) = queries.events_of(session, programme.id)
    assert event.starts_at.isoformat() == "2026-10-20T06:00:00+00:00"
    send(office, f"{page}/announce", page=page)
    assert 'value="First session"' in office.get(page).text
    send(office, f"{page}/add/words", {"title": "First meeting"}, page, "words-")
    send(office, f"{desk}/words", {"title": "Lantern house", "summary": "Two."}, desk, "words-")
    shown = office.get(f"/en/training/events/{event.id}").text
    assert "First meeting" in shown
    assert "Lantern house" in shown
    assert "First session" not in shown
    lesson = {"starts_at": "2026-10-20T09:00", "module": ""}
    assert send(office, f"{page}/add/lesson", lesson, page, "lesson-").status_code == 302
    for name in ("Zora", "Kit"):
        given = {"name": name, "region": "africa"}
        assert send(office, f"{page}/add/participant", given, page, "participant-")
    shown = send(office, f"{page}/add/teacher", {"name": "Mira"}, page, "teacher-").text
    link = re.search(r'value="http://localhost(/en/training/faculty/[^"]+)"', shown)[1]
    send(office, link, {"public_name": "Bird"})
    assert queries.teachers(session, event.id)[0].public_name == "Bird"
    (sitting,) = queries.lessons(session, event.id)
    marks = f"/en/training/office/lessons/{sitting.id}"
    people = queries.participants(session, event.id)
    send(office, marks, {"here": [str(people[0].id)]})
    assert "checked" in office.get(marks).text
    send(office, f"{page}/conclude", page=page)
    session.expire_all()
    assert event.state is EventState.CONCLUDED
    send(office, f"{page}/add/certificates", {"least": 1}, page, "certificates-")
    (paper,) = queries.certificates(session, event.id)
    pdf = office.get(f"/en/training/certificates/{paper.id}/fr.pdf")
    assert people[0].name in pypdf.PdfReader(io.BytesIO(pdf.data)).pages[0].extract_text()
    send(office, f"/en/training/office/certificates/{paper.id}/revoke", page=page)
    said = office.get(f"/en/training/certificates?code={paper.code}").text
    assert "holds no longer" in said


SAYS = {
    "en": "This certifies that",
    "fr": "Nous certifions que",
    "es": "Se certifica que",
    "ru": "Настоящим удостоверяется",
    "zh": "兹证明",
}


@pytest.mark.parametrize("code", SAYS)
def test_a_certificate_is_printed_in_five_languages(make_work, office, code):
    with make_work() as work:
        event = make_event(
            work, make_programme(work), title="Harbour", starts_at=NOW - timedelta(days=9),
        )  # fmt: skip
        text = texts_of(work.session, "training_event", event.id)["title"]
        texts.translate(work, text, locale=Locale.ZH_HANS, words="港口课程", made_from=1)
        work.record("training.event_moved", event)
        then = replace(work, now=NOW - timedelta(days=20))
        person = operations.add_participant(as_staff(then), event, "Zora 小雨", Region.AFRICA)
        operations.conclude(as_staff(work), event)
        (paper,) = operations.issue(as_staff(work), event, 0)
        path, plain = f"/en/training/certificates/{paper.id}/{code}.pdf", paper.code
        assert person.name
    body = office.get(path).data
    page = pypdf.PdfReader(io.BytesIO(body)).pages[0].extract_text()
    assert "Zora 小雨" in page
    assert ("港口课程" if code == "zh" else "Harbour") in page
    assert f"{plain[:4]} {plain[4:8]} {plain[8:]}" in page
    assert f"http://localhost/{code}/training/certificates" in page
    assert SAYS[code] in page
    assert "NSWP" not in page
    assert office.get(path).data == body


def test_a_code_tells_what_a_certificate_is_for_and_never_whose(make_work, client, held):
    with make_work() as work:
        event = make_event(work, title="Harbour", starts_at=NOW + timedelta(days=1))
        hold(work, event, {Region.AFRICA: 1})
        (paper,) = operations.issue(as_staff(work), event, 1)
        code, person = paper.code, queries.participants(work.session, event.id)[0].name
    for typed in (code, code.upper(), f"{code[:4]}+{code[4:8]}+{code[8:]}"):
        page = client.get(f"/en/training/certificates?code={typed}")
        assert page.status_code == 200
        for word in (
            "This certificate is genuine",
            "Harbour",
            "Lantern academy",
            "3 November 2026",
        ):
            assert word in page.text
        assert person not in page.text
        assert "africa" not in page.text.casefold().split("<main")[1]
        assert 'name="robots" content="noindex"' in page.text
    wrong = client.get("/en/training/certificates?code=22222222222z")
    assert wrong.status_code == 404
    assert "There is no certificate with this code" in wrong.text
    assert client.get("/en/training/certificates").status_code == 200


def test_whoever_teaches_decides_by_their_link_whether_they_are_named(make_work, client, held):
    with make_work() as work:
        event = make_event(work)
        _row, token = operations.add_teacher(as_staff(work), event, "Zqteacher")
        page = f"/en/training/events/{event.id}"
    link = f"/en/training/faculty/{token}"
    assert "Zqteacher" not in client.get(link).text
    send(client, link, {"public_name": "Bird of Lantern Street"})
    assert "Bird of Lantern Street" in client.get(page).text
    send(client, link, {"public_name": ""})
    assert "Bird" not in client.get(page).text
    assert client.get(f"{link}x").status_code == 404


def test_members_are_written_to_once_about_an_open_call(make_work, office, session, held):
    with make_work() as work:
        call = make_call(work, make_event(work))
        near, far = make_speaker(work), make_speaker(work, country="CO")
        desk = f"/en/training/office/calls/{call.id}"
    assert "Write to members" in office.get(desk).text
    assert send(office, f"{desk}/tell", page=desk).status_code == 302
    assert "Members were written to on" in office.get(desk).text
    assert "Write to members" not in office.get(desk).text
    told = {one.person_id for one in session.query(Delivery)}
    assert near.person.id in told
    assert far.person.id not in told
    again = send(office, f"{desk}/tell", page=desk)
    assert again.status_code == 422


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


def test_the_worker_lets_offers_lapse(app, make_work, held):
    with make_work() as work:
        call = make_call(work, make_event(work))
        row = apply(work, call, make_speaker(work))
        after = as_staff(work, days=11)
        operations.pass_time(after)
        operations.offer(after, row, "Yes.")
        key, at = row.id, row.answer_by
    worker.remind(app, at)
    with make_work() as work:
        assert queries.found(work.session, PlaceApplication, key).state is State.LAPSED


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
