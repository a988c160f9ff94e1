"""What an edition changed, as a PDF that every reader can use."""

from __future__ import annotations

import io
import re

import pikepdf
import pypdf
import pytest
from flask import g
from flask_babel import force_locale
from sqlalchemy import select

from nswp_gov.accounts.models import Person
from nswp_gov.manual import queries
from nswp_gov.manual.states import Readership
from nswp_gov.manual.views import rendering
from nswp_gov.manual.views.changes import summary_words
from nswp_gov.meetings.models import Decision
from nswp_gov.rules.audience import Viewer
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock
from tests.conftest import NOW
from tests.factories.directory import make_editor
from tests.factories.manual import FIRST_DAY, adopt, make_document, make_draft, make_manual
from tests.factories.membership import make_member

fill = make_manual


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def words_of(pdf):
    """The words of a PDF without any space: lines are broken anywhere in Chinese."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"[\s\u00ad-]", "", "".join(page.extract_text() for page in pages))


def bare(text):
    return re.sub(r"[\s\u00ad-]", "", text)


@pytest.mark.parametrize("locale", [Locale.EN, Locale.ZH_HANS])
def test_a_comparison_is_printed_with_all_that_went_and_all_that_came(client, session, app, locale):
    answer = client.get(f"/{locale.code}/manual/compare/1/2.pdf")
    assert answer.mimetype == "application/pdf"
    assert f"manual-1-2-{locale.code}.pdf" in answer.headers["Content-Disposition"]
    document = queries.document_by_slug(session, "manual")
    public = Viewer.public()
    editions = (queries.edition_by_number(session, document.id, n, public) for n in (1, 2))
    books = [queries.book_of_edition(session, one, locale) for one in editions]
    comparison = queries.compare_books(*books)
    assert len(comparison.changes) >= 4
    said = words_of(answer.data)
    for row in rendering.change_rows(comparison, *books):
        for block in () if row.change.is_same else row.body.blocks:
            for run in block.runs:
                assert [one for one in re.findall(r"\w+", run.text) if bare(one) not in said] == []
    with app.test_request_context(f"/{locale.code}/"), force_locale(locale.value):
        g.locale = locale
        assert bare(summary_words(comparison)) in said
    with pikepdf.open(io.BytesIO(answer.data)) as pdf, pdf.open_metadata() as told:
        assert str(told["pdfuaid:part"]) == "1"
        assert str(pdf.Root.Lang).partition("-")[0] == locale.code


def test_what_strangers_may_not_read_is_not_printed_for_them(client, session, make_work, client_as):
    with make_work() as work:
        document = make_document(work, slug="standing-orders", title="Standing orders")
        document.audience = Readership.MEMBERS
        work.record("document.closed", document)
        decision = session.scalars(select(Decision).order_by(Decision.ordinal)).first()
        adopt(work, make_draft(work, document), decision, FIRST_DAY)
        person_id = make_editor(work, make_member(work)).person_id
    path = "/en/documents/standing-orders/compare/1/1.pdf"
    assert client.get(path).status_code == 404
    assert client_as(session.get_one(Person, person_id)).get(path).data.startswith(b"%PDF")
    assert client.get("/en/manual/compare/1/9.pdf").status_code == 404
