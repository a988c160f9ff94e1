"""Pages for readers: the list with its facets, one resource, its files, the same as files.

Everybody gets what they may have: a visitor what is public, members and the board also their own.
"""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from flask import Response, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.directory.views.files import plain
from nswp_gov.directory.views.kept import kept
from nswp_gov.library import policy, queries
from nswp_gov.library.models import SUBJECT
from nswp_gov.library.queries import Item, Page
from nswp_gov.library.queries.listing import FILE, MOST_HITS
from nswp_gov.library.states import Order
from nswp_gov.library.views import citing, shelf
from nswp_gov.library.views.blueprint import LateRing, bp
from nswp_gov.rules.audience import may_see
from nswp_gov.store.files import StoredFile, content_of
from nswp_gov.store.links import Card, Registry, Relation, links_from
from nswp_gov.store.markdown import plain_words, render
from nswp_gov.web.access import Door, door
from nswp_gov.web.files import attached, file_store
from nswp_gov.web.limits import a_minute, an_hour, by_address, slow
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, now, session, settings, viewer

NEWS = 50  # entries of a feed
LONGEST = 600  # letters of a summary in a feed


def _mark(**_values: Any) -> tuple[str, str]:
    return queries.marks(session())


@bp.get("/library")
@door(Door.PUBLIC)
@partial(kept, beside=_mark)
def index() -> ResponseReturnValue:
    """Show the library, narrowed as the address says."""
    question, here = shelf.asked(), locale()
    known = queries.index(session())
    page = queries.page(session(), known, viewer(), question, here)
    chips = shelf.chips(known, page.counts, question)
    return render_template(
        "library/index.html",
        page=page,
        asked=question,
        groups=shelf.groups(known, page.counts, question),
        chips=chips,
        orders=shelf.orders(question),
        rows=[(row, _found(page, row, question)) for row in page.rows],
        newer=page.number > 1 and shelf.address(question, page=page.number - 1),
        older=page.number < page.last and shelf.address(question, page=page.number + 1),
        file=lambda kind: url_for("library.index_file", kind=kind, **shelf.query(question)),
        address=settings().public_url + shelf.address(question),
        here=here,
        most=MOST_HITS,
        words=plain_words,
        source=citing.source_line,
        may_keep=policy.may_keep(actor()).allowed,
    )


def _found(page: Page, row: Item, question: queries.Asked) -> queries.Snippet | None:
    if not question.words:
        return None
    return queries.snippet(session(), row, question.words, locale(), page.found.get(row.id))


@bp.get("/library.<any(csv, json, bib, ris, atom):kind>")
@door(Door.PUBLIC)
def index_file(kind: str) -> ResponseReturnValue:
    """Give the same list as a file, or what is newest in it as a feed."""
    slow(by_address("library-file", a_minute(60), an_hour(600)))
    question, here = shelf.asked(), locale()
    if kind == "atom":
        return _feed(question)
    known = queries.index(session())
    page = queries.page(session(), known, viewer(), question, here, size=FILE)
    if kind == "json":
        return citing.as_json(page.rows, page.total)
    if kind == "csv":
        return citing.as_csv(page.rows, here)
    return (citing.as_bibtex if kind == "bib" else citing.as_ris)(page.rows, here, "library")


def _feed(question: queries.Asked) -> Response:
    """Return the newest of a list as a feed; feeds are for everybody. Source: RFC 4287."""
    newest = queries.Asked(words=question.words, chosen=question.chosen, order=Order.NEWEST)
    known = queries.index(session())
    page = queries.page(session(), known, viewer(), newest, locale(), size=NEWS)
    body = render_template(
        "library/feed.xml",
        rows=page.rows,
        here=locale(),
        page=settings().public_url + shelf.address(question),
        plain=lambda words: plain(plain_words(words)),
        address=citing.page_of,
        file_address=citing.file_address,
        longest=LONGEST,
        updated=max((row.changed_at for row in page.rows), default=now()),
    )
    answer = Response(body, mimetype="application/atom+xml")
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _item(slug: str) -> Item:
    row = queries.listed(session(), queries.index(session()), viewer(), slug)
    if row is None:
        abort(404)
    return row


@bp.get("/library/<slug>")
@door(Door.PUBLIC)
@partial(kept, beside=_mark)
def one(slug: str) -> ResponseReturnValue:
    """Show one resource; what is not open to this reader is answered like what never was."""
    item, here = _item(slug), locale()
    known = queries.index(session())
    companions = queries.companions(session(), known, viewer(), item)
    summary, tongue = item.words("summary", here)
    return render_template(
        "library/one.html",
        item=item,
        here=here,
        title=item.words("title", here),
        summary=render(summary, doc_id="summary", top_level=2).html,
        about=plain_words(summary),
        summary_tag=tongue.tag,
        is_behind=tongue.value in item.said.get("behind", ()),
        companions=companions,
        related=queries.related(session(), known, viewer(), item, companions),
        series=shelf.series_of(item, here),
        source=citing.source_line,
        data=citing.linked_data(item, here),
        address=citing.page_of(item),
        may_keep=policy.may_keep(actor()).allowed,
        origins=origins(item),
    )


def origins(item: Item) -> list[Card]:
    """Return what a resource is the result of, such as a consultation, for this reader."""
    registry: Registry = current_app.extensions["nswp_gov.links"]
    found = [
        registry.card(session(), one.to_type, one.to_id, locale().value)
        for one in links_from(session(), SUBJECT, item.id)
        if one.relation is Relation.RESULT_OF
    ]
    return [card for card in found if card and may_see(viewer(), card.audience).allowed]


@bp.get("/library/<slug>.<any(json, bib, ris):kind>")
@door(Door.PUBLIC)
def one_file(slug: str, kind: str) -> ResponseReturnValue:
    """Give what is said of one resource as a file."""
    item = _item(slug)
    if kind == "json":
        return citing.as_data(item)
    return (citing.as_bibtex if kind == "bib" else citing.as_ris)([item], locale(), slug)


@bp.get("/library/<slug>/files/<uuid:file_id>")
@door(Door.PUBLIC)
def file(slug: str, file_id: uuid.UUID) -> ResponseReturnValue:
    """Give a file of a resource to whoever may read the resource."""
    item = _item(slug)
    said = next((one for one in item.said.get("files", ()) if one["id"] == str(file_id)), None)
    if said is None:
        abort(404)
    return handed_out(queries.stored_id(session(), file_id), said["name"], said["sha256"])


def handed_out(stored_id: uuid.UUID, name: str, sha256: str) -> Response:
    """Return the bytes of a file, to be kept under its name."""
    held = session().get_one(StoredFile, stored_id)
    answer = attached(content_of(file_store(), held, LateRing()), name, held.media_type)
    answer.set_etag(sha256)
    answer.make_conditional(request)
    return answer
