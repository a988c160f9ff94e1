"""An edition as a file: the record that is hashed, and one HTML page to keep."""

from __future__ import annotations

from flask import jsonify, render_template
from flask.typing import ResponseReturnValue

from nswp_gov.manual import queries
from nswp_gov.manual.states import FileForm
from nswp_gov.manual.views import press, rendering
from nswp_gov.manual.views.blueprint import find_edition, page
from nswp_gov.store.crypto import vault
from nswp_gov.store.files import StoredFile, content_of
from nswp_gov.store.projection import project
from nswp_gov.web.access import Door, door
from nswp_gov.web.files import attached, file_store
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, viewer


@page("/editions/<int:number>.json")
@door(Door.PUBLIC)
def record_file(slug: str, number: int) -> ResponseReturnValue:
    """Give the very bytes that were published."""
    _document, edition = find_edition(slug, number)
    record = queries.published(session(), edition.id)
    return attached(record.body, record.name, "application/json")


@page("/editions/<int:number>.html")
@door(Door.PUBLIC)
def page_file(slug: str, number: int) -> ResponseReturnValue:
    """Give the whole edition in the reader's language as one file that needs nothing else."""
    return _kept(slug, number, FileForm.HTML)


@page("/editions/<int:number>.pdf")
@door(Door.PUBLIC)
def pdf_file(slug: str, number: int) -> ResponseReturnValue:
    """Give the whole edition in the reader's language as PDF."""
    return _kept(slug, number, FileForm.PDF)


def _kept(slug: str, number: int, form: FileForm) -> ResponseReturnValue:
    """Give the file that was kept when the edition was published; before that, one made now."""
    document, edition = find_edition(slug, number)
    row = queries.kept_file(session(), edition.id, locale(), form)
    name = f"{slug}-{number}-{locale().code}.{form}"
    if row is None:
        book = queries.book_of_edition(session(), edition, locale())
        content = press.PRINTERS[form](document, edition, book)
    else:
        kept = session().get_one(StoredFile, row.file_id)
        content = content_of(file_store(), kept, vault.ring)
    return attached(content, name, queries.FORMS[form])


@page("/record/<int:number>")
@door(Door.PUBLIC)
def record(slug: str, number: int) -> ResponseReturnValue:
    """Show the hash of an edition, how to compute it, whether the pages still say the same."""
    document, edition = find_edition(slug, number)
    kept = queries.published(session(), edition.id)
    adoption = queries.adoptions(session(), [edition.id], viewer()).get(edition.id)
    return render_template(
        "manual/record.html",
        document=document,
        title=rendering.title(document),
        edition=edition,
        record=kept,
        adoption=adoption,
        decision_href=rendering.decision_href(adoption),
        tally_words=rendering.tally_words,
        agrees=queries.agrees(session(), edition, kept),
    )


@page("/editions.json")
@door(Door.PUBLIC)
def editions_file(slug: str) -> ResponseReturnValue:
    """List the editions that this reader may read, with their days and hashes."""
    document = queries.document_by_slug(session(), slug)
    rows = queries.editions_of(session(), document.id, viewer())
    shown = [{name: _plain(v) for name, v in project(row, viewer()).items()} for row in rows]
    return jsonify(document=document.slug, editions=shown)


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, int) else str(value)
