"""The report in the library: printed, linked both ways, followed up, told to all who were asked."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from nswp_gov.consultations import operations, queries
from nswp_gov.consultations.states import Attribution, Outcome, Readers
from nswp_gov.consultations.vessel import folder_of
from nswp_gov.library.models import Resource
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock
from nswp_gov.store.links import Link
from nswp_gov.store.outbox import OutboxMessage
from nswp_gov.web.mailer import compose
from tests.elections.paper_browser import visit
from tests.factories.accounts import make_person
from tests.factories.consultations import STAFF, close, hand_in, make_open, make_people

WISH, DEED = "Longer hours at the desk", "It is open until ten."


@pytest.fixture
def now(work):
    """The instant of the pages: they read the clock."""
    return replace(work, now=clock.now())


@pytest.fixture
def carla(now, client_as):
    return client_as(make_person(now, "Carla", roles=["secretariat"], email="carla@example.org"))


def closed(now, settings, **over):
    """A consultation that is over: some gave a name, some none, some never answered."""
    asked = make_open(now, folder_of(settings), members=8, **over)
    for number, one in enumerate(asked.organisations[:6]):
        way = Attribution.NAME if number % 2 else Attribution.NONE
        hand_in(now, asked, one, {"law": "o1", "words": f"Zqwords {number}."}, attribution=way)
    close(now, asked)
    office = replace(now, actor=STAFF)
    operations.write_report(office, asked.row, "Members **said** much.")
    operations.add_recommendation(
        office, asked.row, words=WISH, done=DEED, outcome=Outcome.UNDER_WAY
    )
    return asked


def shelf_page(client, asked):
    """The address of the resource, as a reader finds it on the page of the report."""
    page = client.get(f"/en/consultations/{asked.row.slug}/report").text
    return re.search(r'href="(/en/library/[a-z0-9]+)"', page)[1]


def files_on(client, address):
    """Every file of a resource: its name and what it says."""
    page = client.get(address).text
    found = {}
    for path, name in re.findall(r'href="([^"]+/files/[^"]+)".*?<span dir="auto">(.*?)</span>',
                                 page, re.DOTALL):  # fmt: skip
        content = client.get(path).data
        found[name] = (
            path,
            "".join(one.extract_text() for one in PdfReader(io.BytesIO(content)).pages),
        )
    return found


def test_the_report_becomes_a_resource_and_follows_what_is_done(now, settings, carla, client):
    asked = closed(now, settings)
    base = f"/en/consultations/{asked.row.slug}/report"
    visit(carla, f"{base}/publication").send("publication")
    address = shelf_page(client, asked)
    page = client.get(address).text
    assert f'href="/en/consultations/{asked.row.slug}"' in page
    assert WISH in page
    assert DEED in page
    ((name, (path, said)),) = files_on(client, address).items()
    assert name == "report-en.pdf"
    for words in ("Members said much.", WISH, DEED, "Under way", "Has the law changed?"):
        assert words in " ".join(said.split())
    assert "Zqwords" not in said
    row = queries.recommendations(now.session, asked.row.id)[0]
    visit(carla, f"{base}/recommendations/{row.id}").send(
        "done", done="It is open all night.", outcome="done"
    )
    ((_name, (newer, said)),) = files_on(client, address).items()
    assert (client.get(path).status_code, newer == path) == (404, False)
    assert "It is open all night." in said
    assert "It is open all night." in client.get(address).text
    _tell_it_in_french(now, asked)
    page = visit(carla, f"{base}/desk").send("library")
    assert "The library has the report as it is now." in page.text
    found = files_on(client, address)
    assert set(found) == {"report-en.pdf", "report-fr.pdf"}
    assert "Toute la nuit." in found["report-fr.pdf"][1]
    assert "Toute la nuit." in client.get(address.replace("/en/", "/fr/")).text


def _tell_it_in_french(now, asked):
    office = replace(now, actor=STAFF)
    row = queries.consultation(now.session, asked.row.slug)
    wish = queries.recommendations(now.session, row.id)[0].id
    said = {("consultation", row.id, field): f"Titre {field}" for field in ("title", "purpose")}
    said["consultation", row.id, "report"] = "Beaucoup."
    said["consultation_recommendation", wish, "words"] = "Plus tard"
    operations.translate_words(office, row, Locale.FR, said)
    assert set(queries.whole_reports(now.session, row)) == {Locale.EN}  # one text is lacking
    last = {("consultation_recommendation", wish, "done"): "Toute la nuit."}
    operations.translate_words(office, row, Locale.FR, last)


def test_all_who_were_asked_are_told_alike_whatever_they_did(app, now, settings, carla):
    asked = make_open(now, folder_of(settings), members=6)
    people = [
        make_people(now, one, f"P{n}", email=f"p{n}@example.org")[0]
        for n, one in enumerate(asked.organisations)
    ]
    for number, way in ((0, Attribution.NAME), (1, Attribution.NONE), (2, Attribution.NONE)):
        hand_in(now, asked, asked.organisations[number], attribution=way)
    close(now, asked)
    office = replace(now, actor=STAFF)
    operations.write_report(office, asked.row, "Much.")
    operations.add_recommendation(office, asked.row, words=WISH, done=DEED, outcome=Outcome.DONE)
    visit(carla, f"/en/consultations/{asked.row.slug}/report/publication").send("publication")
    letters = [
        one for one in now.session.scalars(select(OutboxMessage))
        if one.letter == "consultations/report"
    ]  # fmt: skip
    assert sorted(one.recipient for one in letters) == [f"p{n}@example.org" for n in range(6)]
    assert len(people) == 6
    values = {tuple(sorted(one.values.items())) for one in letters}
    assert len(values) == 1  # nothing in a letter tells one from another
    with app.test_request_context(base_url=settings.public_url):
        whole = compose(settings, letters[0], now=now.now)
    text = whole.as_string() + str(whole.get_content())
    for word in ("onsultation ", "Working conditions", "sex work", "NSWP"):
        assert word not in text
    joined = now.session.scalars(select(Link)).all()
    assert [(one.from_type, one.to_type) for one in joined] == [("resource", "consultation")]


def test_a_report_for_members_is_on_the_shelf_of_members(now, settings, carla, client, client_as):
    asked = closed(now, settings, readers=Readers.MEMBERS)
    visit(carla, f"/en/consultations/{asked.row.slug}/report/publication").send("publication")
    slug = now.session.scalar(select(Resource.slug))
    (amina,) = make_people(now, asked.organisations[0], "Amina")
    assert client_as(amina).get(f"/en/library/{slug}").status_code == 200
    assert client.get(f"/en/library/{slug}").status_code == 404


def test_a_report_from_before_is_laid_into_the_library_by_a_button(now, settings, carla, client):
    asked = closed(now, settings)
    base = f"/en/consultations/{asked.row.slug}/report"
    visit(carla, f"{base}/publication").send("publication")
    now.session.delete(now.session.scalars(select(Link)).one())
    now.record("link.lost", asked.row)
    assert "The library does not have this report." in carla.get(f"{base}/desk").text
    visit(carla, f"{base}/desk").send("library")
    assert set(files_on(client, shelf_page(client, asked))) == {"report-en.pdf"}
