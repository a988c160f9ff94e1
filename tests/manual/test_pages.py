"""The pages of a small manual: what several people do on it, what is kept of it, what is found."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest
from sqlalchemy import select, text

from nswp_gov.accounts.models import Person
from nswp_gov.accounts.states import Role
from nswp_gov.directory.models import Representative
from nswp_gov.manual import operations, queries
from nswp_gov.manual.models import EditionFile
from nswp_gov.manual.states import FileForm
from nswp_gov.manual.views import daily, desk
from nswp_gov.meetings.models import Meeting
from nswp_gov.rules.audience import Viewer
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.factories.manual import make_draft
from tests.manual.house import QUORUM
from tests.manual.house import fill as furnish
from tests.manual.test_together import paper

BEFORE = timedelta(days=16)


def fill(work):
    furnish(replace(work, now=work.now - BEFORE))


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def manual(session):
    return queries.document_by_slug(session, "manual")


@pytest.fixture
def first(session, manual):
    return queries.edition_by_number(session, manual.id, 1, Viewer.public())


class Browser:
    """A person's browser, with the token that its forms carry."""

    def __init__(self, client):
        self.client = client
        page = client.get("/en/manual/drafts").text + client.get("/en/manual").text
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        self.token = found[1] if found else ""

    def get(self, path, status=200):
        answer = self.client.get(f"/en/manual{path}")
        assert answer.status_code == status, (path, answer.status_code)
        return answer.text

    def post(self, path, status=302, **data):
        data["csrf_token"] = self.token
        answer = self.client.post(f"/en/manual{path}", data=data)
        assert answer.status_code == status, (path, answer.status_code, answer.text[-3000:])
        return answer


@pytest.fixture
def staff(session, make_work, client_as):
    with make_work() as w:
        person_id = make_person(w, "Carla", roles=[Role.SECRETARIAT]).id
    return Browser(client_as(session.get_one(Person, person_id)))


@pytest.fixture
def each_day(app):
    """What the worker does."""
    return lambda at=NOW: daily.run(app, at)


def draft_of(browser):
    return browser.post("/drafts/manual").location.removeprefix("/en/manual")


def plain(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_somebody_named_writes_their_document_and_nobody_elses(
    staff, session, make_work, client_as
):
    with make_work() as w:
        person_id = make_person(w, "Bela").id
    bela = Browser(client_as(session.get_one(Person, person_id)))
    draft = draft_of(staff)
    bela.get("/drafts", 403)
    bela.get(draft, 404)
    staff.post("/drafts/manual/people", person_id=str(person_id), task="editor")
    assert "Bela" in staff.get("/drafts/manual/people")
    staff.post("/drafts/manual/people", 422, person_id=str(person_id), task="editor")
    bela.get("/drafts")
    bela = Browser(bela.client)
    page = bela.get(f"{draft}/clauses/quorum-board")
    assert 'name="body"' in page
    bela.post(f"{draft}/clauses/quorum-board/remarks", words="Why six?")
    page = staff.get(f"{draft}/clauses/quorum-board")
    assert "Why six?" in page
    assert "1 open remark" in staff.get(draft)
    settle = re.search(r'action="/en/manual([^"]+/remarks/[0-9a-f-]{36})"', page)[1]
    staff.post(settle)
    assert "dealt with" in staff.get(f"{draft}/clauses/quorum-board")
    staff.post(f"{draft}/clauses/quorum-board/remarks", 422, words="")
    end = re.search(
        r'action="/en/manual(/drafts/manual/people/[0-9a-f-]{36})"',
        staff.get("/drafts/manual/people"),
    )
    staff.post(end[1])
    bela.get(draft, 404)


def test_a_translator_sees_the_draft_and_writes_only_their_language(
    staff, session, make_work, client_as
):
    with make_work() as w:
        person_id = make_person(w, "Tara").id
    draft = draft_of(staff)
    staff.post("/drafts/manual/people", person_id=str(person_id), task="fr")
    tara = Browser(client_as(session.get_one(Person, person_id)))
    page = tara.get(f"{draft}/clauses/minutes")
    assert 'name="body"' not in page
    tara = Browser(tara.client)
    data = {"heading": "Procès-verbaux", "body": "Voir [[quorum-board]].", "is_reviewed": "y"}
    seen = dict.fromkeys(("heading_from", "body_from"), "1") | dict.fromkeys(
        ("heading_seen", "body_seen"), "0"
    )
    tara.token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    tara.post(f"{draft}/clauses/minutes/fr", **data, **seen)
    tara.post(f"{draft}/clauses/minutes/es", 422, **data, **seen)
    tara.post(f"{draft}/clauses/minutes/shift", 403, by="1")


def test_a_file_goes_with_its_clause(staff, client):
    draft = draft_of(staff)
    path = f"{draft}/clauses/minutes"
    upload = (io.BytesIO(paper()), "form.pdf")
    staff.post(f"{path}/files", title="The form", paper=upload)
    found = re.search(rf'href="/en/manual({draft}/files/[^"]+)"', staff.get(path))
    assert staff.client.get(f"/en/manual{found[1]}").data.startswith(b"%PDF")
    wrong = (io.BytesIO(b"MZ"), "form.exe")
    answer = staff.post(f"{path}/files", 422, title="The form", paper=wrong)
    assert "The form" in answer.text
    attachment = found[1].rpartition("/")[2]
    assert client.get(f"/en/manual/editions/1/files/{attachment}").status_code == 404
    staff.post(f"{path}/files/{attachment}")
    assert "The form" not in staff.get(path)


def test_an_existing_text_is_looked_at_before_it_is_taken_over(staff):
    draft = draft_of(staff)
    upload = (io.BytesIO(b"# Fees\n\nTen a year.\n\n## Reduced\n\nFive."), "old.md")
    page = staff.post(f"{draft}/import", 200, paper=upload).text
    assert "2 clauses were found" in page
    assert "fees" not in staff.get(draft)
    source = "{#c-fees}\n# Fees\n\nTwelve a year.\n\n{#c-reduced}\n## Reduced\n\nSix."
    staff.post(f"{draft}/outline", source=source)
    assert "Reduced" in staff.get(draft)
    staff.post(f"{draft}/outline", 422, source="No heading.")
    staff.post(f"{draft}/import", 422, paper=(io.BytesIO(b"x"), "old.docx"))


def test_a_draft_is_compared_with_any_edition_and_side_by_side(staff):
    draft = draft_of(staff)
    seen = {"heading_seen": "1", "body_seen": "1", "is_substantive": "y", "heading": "Quorum"}
    staff.post(f"{draft}/clauses/quorum-board", body="At least seven, see [[minutes]].", **seen)
    for query in ("", "?against=1", "?layout=beside", "?against=1&layout=beside"):
        page = staff.get(f"{draft}/comparison{query}")
        assert "seven" in page
        assert "§ 1.2" in plain(page)
        assert "§ minutes" not in plain(page)
    for wrong in ("9", "x", "6f2f6c1e-0000-4000-8000-000000000000"):
        staff.get(f"{draft}/comparison?against={wrong}", 404)
    other = draft.rpartition("/")[2]
    staff.get(f"{draft}/comparison?against={other}")


def test_those_who_decide_read_what_would_change(staff, session, make_work, client_as):
    draft = draft_of(staff)
    seen = {"heading_seen": "1", "body_seen": "1", "is_substantive": "y", "heading": "Quorum"}
    staff.post(f"{draft}/clauses/quorum-board", body="At least seven.", **seen)
    meeting = session.scalars(select(Meeting).order_by(Meeting.starts_at.desc())).first()
    assert str(meeting.id) in staff.get(f"{draft}/submit")
    staff.post(f"{draft}/submit", meeting_id=str(meeting.id))
    proposal = draft.replace("/drafts/", "/proposals/")
    assert "seven" in staff.get(proposal)
    found = queries.proposals(session)
    ((laid, before),) = found
    assert before.id == meeting.id
    holder = session.scalars(select(Person).where(Person.id == _holder(session, meeting))).one()
    member = Browser(client_as(holder))
    member.get(draft, 404)
    assert "seven" in member.get(proposal)
    assert proposal in member.client.get("/en/work").text
    agenda = member.client.get(f"/en/meetings/{meeting.id}").text
    assert f'{proposal}"' in agenda
    assert f'{proposal}"' in staff.client.get(f"/en/meetings/{meeting.id}/agenda").text
    assert f"/en/meetings/{meeting.id}#item-{laid.item_id}" in member.get(proposal)
    assert member.client.get(f"/en/manual{proposal}.pdf").data.startswith(b"%PDF")
    with make_work() as w:
        stranger = make_person(w, "Eve").id
    eve = Browser(client_as(session.get_one(Person, stranger)))
    eve.get(proposal, 404)
    eve.get(f"{proposal}.pdf", 404)
    assert proposal not in eve.client.get(f"/en/meetings/{meeting.id}").text
    staff.post(f"{draft}/reopen")
    member.get(proposal, 404)
    assert proposal not in member.client.get(f"/en/meetings/{meeting.id}").text


def _holder(session, meeting):
    from nswp_gov.bodies import queries as bodies

    return bodies.holders(session, meeting.body_id, NOW.date())[0].person_id


def test_a_slip_is_corrected_in_sight(staff, client, first):
    wrong = QUORUM[Locale.EN]
    words = {"heading": "Quorum", "heading_seen": "1", "body_seen": "1"}
    path = "/corrections/1/quorum-board"
    assert wrong in staff.get(path)
    staff.post(path, 422, body=wrong.replace("six", "7"), reason="Six is too few.", **words)
    staff.post(path, body=wrong.replace("can", "may"), reason="A clearer word.", **words)
    for page in ("/editions/1", "/editions/1/quorum-board", "/editions/1.html"):
        told = client.get(f"/en/manual{page}").text
        assert "A clearer word." in told, page
        assert wrong in told, page
    assert "The pages still say what was published" in client.get("/en/manual/record/1").text


def test_an_altered_byte_shows_on_the_page_of_the_hash(client, session, first):
    page = client.get("/en/manual/record/1").text
    said = re.search(r"<code>([0-9a-f]{64})</code>", page)[1]
    assert hashlib.sha256(client.get("/en/manual/editions/1.json").data).hexdigest() == said
    session.execute(
        text("UPDATE text_revision SET words_open = :new WHERE words_open = :old").bindparams(
            new=QUORUM[Locale.EN].replace("six", "two"), old=QUORUM[Locale.EN]
        )
    )
    session.expire_all()
    assert "This edition has been altered" in client.get("/en/manual/record/1").text


def test_search_stays_inside_the_document_and_its_edition(client):
    assert "1.1 Quorum" in client.get("/en/manual/search?q=six+members").text
    assert "法定人数" in client.get("/zh/manual/search?q=六名").text
    assert "Nothing found" in client.get("/en/manual/search?q=marmalade").text
    assert client.get("/en/manual/search").status_code == 200


def test_a_reader_is_shown_what_changed_since(session, client_as, make_work, first):
    with make_work() as w:
        person_id = make_person(w, "Amina").id
    amina = Browser(client_as(session.get_one(Person, person_id)))
    assert amina.client.get("/en/manual/since").location == "/en/manual/editions/1"
    assert "I have read up to here" in amina.get("")
    amina = Browser(amina.client)
    amina.post("/read/1")
    assert "I have read up to here" not in amina.get("")


def test_the_office_and_oneself_see_who_is_waited_for(staff, client, session, client_as, *, first):
    page = staff.get("/waited-for")
    assert "Lantern Street" in page
    assert "Member 1" in page
    assert client.get("/en/manual/waited-for").status_code == 302
    person_id = session.scalars(select(Representative.person_id)).first()
    member = Browser(client_as(session.get_one(Person, person_id)))
    member.get("/waited-for", 403)
    own = queries.read_by(session, first)
    assert f"overdue since {own.day} {own:%B %Y}" in plain(member.get(""))


def test_an_edition_is_kept_as_files_in_every_language_and_the_worker_makes_what_is_missing(
    session, first, client, each_day
):
    made_now = client.get("/fr/manual/editions/1.pdf")
    assert made_now.data.startswith(b"%PDF")
    assert session.scalars(select(EditionFile.id)).all() == []
    assert each_day() == 1
    rows = session.scalars(select(EditionFile)).all()
    assert {(one.locale, one.form) for one in rows} == {(a, b) for a in Locale for b in FileForm}
    each_day()
    assert len(session.scalars(select(EditionFile)).all()) == len(rows)
    for locale in Locale:
        answer = client.get(f"/{locale.code}/manual/editions/1.pdf")
        kept = next(one for one in rows if (one.locale, one.form) == (locale, FileForm.PDF))
        assert hashlib.sha256(answer.data).hexdigest() == kept.sha256
        with pikepdf.open(io.BytesIO(answer.data)) as pdf:
            assert str(pdf.Root.Lang).partition("-")[0] == locale.code
            with pdf.open_metadata() as told:
                assert str(told["pdfuaid:part"]) == "1"
        page = client.get(f"/{locale.code}/manual/editions/1.html").text
        assert QUORUM[locale] in page


def test_a_mended_translation_is_printed_again_and_the_older_file_stays(
    session, make_work, first, each_day
):
    each_day()
    before = queries.kept_file(session, first.id, Locale.FR, FileForm.HTML)
    clause = queries.clause_by_key(session, first.document_id, "quorum-board")
    with make_work() as w:
        operations.translate_clause(
            w,
            clause,
            Locale.FR,
            heading="Quorum",
            body="Mieux dit.",
            made_from=operations.Seen(1, 1),
            seen=operations.Seen(1, 1),
        )
    each_day(NOW + timedelta(days=1))
    after = queries.kept_file(session, first.id, Locale.FR, FileForm.HTML)
    assert before is not None
    assert after is not None
    assert after.id != before.id
    assert len(queries.kept_files(session, first.id)) == len(Locale) * 2 + 2


def test_what_points_at_a_clause_is_listed(client):
    page = client.get("/en/manual/editions/1/quorum-board").text
    assert re.search(r"What points here</h2>\s*<ul[^>]*><li><a [^>]*>1.2 Minutes", page)
    assert "No other clause" in client.get("/en/manual/editions/1/minutes").text


def test_the_desk_says_what_waits(app, session, make_work, manual, first):
    with make_work() as w:
        clause = queries.clause_by_key(w.session, manual.id, "minutes")
        operations.set_review(w, clause, NOW.date() + timedelta(days=20))
        carla = make_person(w, "Carla", roles=[Role.SECRETARIAT]).id
    from nswp_gov.store.actor import Actor

    actor = Actor(name="Carla", person_id=carla, roles=frozenset({"secretariat"}))
    with app.test_request_context("/en/work"):
        titles = [row.title for row in desk.rows(session, actor, NOW)]
    assert titles == [
        "Read edition 1: Organisational manual",
        "Does it still fit? Organisational manual, minutes",
    ]


def test_a_small_draft_of_another_document_is_never_shown_here(make_work, staff, session):
    from tests.factories.manual import make_document

    with make_work() as w:
        other = make_draft(w, make_document(w))
        other_id = other.id
    draft = draft_of(staff)
    staff.get(f"{draft}/comparison?against={other_id}", 404)
