"""Search inside one document: the clauses in force that hold the words."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from nswp_gov.manual import queries
from nswp_gov.manual.views import rendering
from nswp_gov.manual.views.blueprint import in_force, page, today
from nswp_gov.store import search
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, viewer

MOST = 30
LONGEST = 200


@page("/search")
@door(Door.PUBLIC)
def find(slug: str) -> ResponseReturnValue:
    """Show the clauses of the edition in force that hold the words, best first."""
    document = queries.document_by_slug(session(), slug)
    edition = in_force(document, today())
    words = request.args.get("q", "")[:LONGEST].strip()
    book = queries.book_of_edition(session(), edition, locale())
    by_id = {entry.clause_id: entry for entry in book.entries}
    found = search.find(
        session(), viewer().audiences(), locale(), words, kinds=["clause"], limit=MOST
    )
    return render_template(
        "manual/search.html",
        document=document,
        title=rendering.title(document),
        edition=edition,
        words=words,
        rows=[
            (by_id[one.subject_id], rendering.plain(by_id[one.subject_id], book))
            for one in found
            if one.subject_id in by_id
        ],
        address=rendering.address_of(slug, edition.number),
    )
