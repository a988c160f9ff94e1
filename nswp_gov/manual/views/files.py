"""An edition as a file: the record that is hashed, and one HTML page to keep."""

from __future__ import annotations

from flask import Response, jsonify, render_template
from flask.typing import ResponseReturnValue

from nswp_gov.manual import queries
from nswp_gov.manual.views import rendering
from nswp_gov.manual.views.blueprint import find_edition, page
from nswp_gov.paths import PACKAGE
from nswp_gov.store.projection import project
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, viewer


def _attached(body: bytes | str, name: str, mimetype: str) -> Response:
    answer = Response(body, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@page("/editions/<int:number>.json")
@door(Door.PUBLIC)
def record_file(slug: str, number: int) -> ResponseReturnValue:
    """Give the very bytes that were published."""
    _document, edition = find_edition(slug, number)
    record = queries.published(session(), edition.id)
    return _attached(record.body, record.name, "application/json")


@page("/editions/<int:number>.html")
@door(Door.PUBLIC)
def page_file(slug: str, number: int) -> ResponseReturnValue:
    """Give the whole edition in the reader's language as one file that needs nothing else."""
    document, edition = find_edition(slug, number)
    book = queries.book_of_edition(session(), edition, locale())
    adoption = queries.adoptions(session(), [edition.id], viewer()).get(edition.id)
    text = render_template(
        "manual/file.html",
        title=rendering.title(document),
        edition=edition,
        adoption=adoption,
        rows=rendering.clause_rows(book, rendering.on_page, {}),
        contents=rendering.contents(book, rendering.on_page),
        source=book.source.tag,
        sheet=(PACKAGE / "static" / "site.css").read_text(encoding="utf-8"),
    )
    return _attached(text, f"{slug}-{number}-{locale().code}.html", "text/html")


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
