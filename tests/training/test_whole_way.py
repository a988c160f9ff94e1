"""From a call to the places: the office, organisations and faculty, page by page."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pypdf

from nswp_gov.home.queries import due
from nswp_gov.mailings.models import Delivery
from nswp_gov.operate import worker
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.training import operations, queries
from nswp_gov.training.models import PlaceApplication
from nswp_gov.training.states import EventState, State
from tests.conftest import NOW
from tests.factories.training import (
    STAFF,
    apply,
    as_staff,
    hold,
    make_call,
    make_event,
    make_speaker,
)
from tests.training.sending import send


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
