"""Reading: contents, editions, clauses, what changed; open to whoever may read the edition."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.manual import policy, queries
from nswp_gov.manual.models import Document, Edition
from nswp_gov.manual.states import Readership
from nswp_gov.manual.views import rendering
from nswp_gov.manual.views.blueprint import bp, find_edition, in_force, page, parse_day, today
from nswp_gov.manual.views.due import last_read, readers_due
from nswp_gov.meetings import queries as meetings
from nswp_gov.rules.audience import may_see
from nswp_gov.store.errors import NotFound
from nswp_gov.store.links import Registry
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, session, viewer


@bp.get("/documents")
@door(Door.PUBLIC)
def documents() -> ResponseReturnValue:
    """Show the documents of which this reader may read an edition."""
    rows = queries.documents(session())
    titles = queries.title_of(session(), rows, locale())
    current = [(row, queries.as_at(session(), row.id, today(), viewer())) for row in rows]
    shown = [(titles[row.id], row, edition) for row, edition in current if edition]
    return render_template("manual/documents.html", rows=shown)


@page("")
@door(Door.PUBLIC)
def index(slug: str) -> ResponseReturnValue:
    """Show the contents of the edition in force, and the way to every other."""
    document = queries.document_by_slug(session(), slug)
    editions = queries.editions_of(session(), document.id, viewer())
    edition = queries.as_at(session(), document.id, today(), viewer())
    book = queries.book_of_edition(session(), edition, locale()) if edition else None
    if not editions and document.audience is not Readership.PUBLIC:
        raise NotFound
    due = readers_due(edition) if edition else []
    return render_template(
        "manual/contents.html",
        document=document,
        title=rendering.title(document),
        edition=edition,
        editions=rendering.newest_first(editions),
        rows=rendering.contents(book, _address(document, edition)) if book and edition else [],
        states=rendering.overall(book) if book else [],
        due=due,
        read_by=queries.read_by(session(), edition) if edition and due else today(),
        last_read=last_read(document) if edition else 0,
        is_signed_in=actor().person_id is not None,
        today=today(),
    )


def _address(document: Document, edition: Edition) -> rendering.Address:
    return rendering.address_of(document.slug, edition.number)


@page("/editions/<int:number>")
@door(Door.PUBLIC)
def edition(slug: str, number: int) -> ResponseReturnValue:
    """Show a whole edition, its contents beside the text."""
    document, found = find_edition(slug, number)
    return _whole(document, found, _address(document, found))


@page("/as-at/<day>")
@door(Door.PUBLIC)
def as_at(slug: str, day: str) -> ResponseReturnValue:
    """Show the edition that was in force on a day."""
    document, on = queries.document_by_slug(session(), slug), parse_day(day)
    found = queries.as_at(session(), document.id, on, viewer())
    if found is None:
        title = rendering.title(document)
        return render_template("manual/none.html", document=document, title=title, day=on), 404
    return _whole(document, found, rendering.address_as_at(slug, on), on)


def _whole(
    document: Document, found: Edition, address: rendering.Address, day: object = None
) -> ResponseReturnValue:
    book = queries.book_of_edition(session(), found, locale())
    origins = rendering.origins_of(book)
    adoption = queries.adoptions(session(), [found.id], viewer()).get(found.id)
    return render_template(
        "manual/edition.html",
        document=document,
        title=rendering.title(document),
        edition=found,
        state=found.state_on(today()),
        rows=rendering.clause_rows(book, address, origins),
        contents=rendering.contents(book, rendering.on_page),
        states=rendering.overall(book),
        adoption=adoption,
        decision_href=rendering.decision_href(adoption),
        tally_words=rendering.tally_words,
        quorum_words=rendering.quorum_words,
        conditions=rendering.conditions(found),
        mended=rendering.mended(found, book),
        address=address,
        attachments=queries.attachments_of(session(), document.id, found.number),
        source=book.source.tag,
        day=day,
    )


@page("/as-at")
@door(Door.PUBLIC)
def choose_day(slug: str) -> ResponseReturnValue:
    """Go to the permanent address of the day that was asked for."""
    day = parse_day(request.args.get("day", ""))
    return redirect(url_for("manual.as_at", slug=slug, day=day.isoformat()))


@page("/editions/<int:number>/<key>")
@door(Door.PUBLIC)
def clause(slug: str, number: int, key: str) -> ResponseReturnValue:
    """Show one clause of an edition, and what became of it over time."""
    document, found = find_edition(slug, number)
    return _one(document, found, key, _address(document, found))


@page("/as-at/<day>/<key>")
@door(Door.PUBLIC)
def clause_as_at(slug: str, day: str, key: str) -> ResponseReturnValue:
    """Show one clause as it was on a day."""
    document, on = queries.document_by_slug(session(), slug), parse_day(day)
    return _one(document, in_force(document, on), key, rendering.address_as_at(slug, on))


def _can_translate(found: Edition, book: queries.Book) -> bool:
    """Tell whether the reader translates what is in force into the language of the page."""
    if book.wanted is book.source or found.state_on(today()) != "in_force":
        return False
    is_public = found.readers.is_public
    return policy.may_translate(actor(), book.wanted, is_public=is_public).allowed


def _one(
    document: Document, found: Edition, key: str, address: rendering.Address
) -> ResponseReturnValue:
    book = queries.book_of_edition(session(), found, locale())
    entry = book.entry(key)
    if entry is None:
        raise NotFound
    row = queries.clause_by_key(session(), document.id, key)
    names = rendering.numbers_of(book)
    steps = queries.clause_history(session(), row, viewer())
    adoptions = queries.adoptions(session(), [step.edition.id for step in steps], viewer())
    return render_template(
        "manual/clause.html",
        document=document,
        title=rendering.title(document),
        edition=found,
        state=found.state_on(today()),
        row=rendering.clause_row(entry, book, address, address(key), adoptions),
        entry=entry,
        original=rendering.clause_html(entry, book, address, original=True),
        missed=rendering.missed(entry, book),
        readable=lambda one: rendering.readable(one, names, names),
        quorum_words=rendering.quorum_words,
        meetings=_meetings(adoptions.values()),
        attachments=queries.attachments_of(session(), document.id, found.number).get(row.id, []),
        mended=[one for one in rendering.mended(found, book) if one.key == key],
        referring=queries.referring(book, key),
        address=address,
        pointing=_pointing(row.id),
        review_on=row.review_on,
        can_correct=policy.may_adopt(actor()).allowed and found.state_on(today()) == "in_force",
        can_translate=_can_translate(found, book),
        source=book.source.tag,
        steps=steps,
        adoptions=adoptions,
        hrefs={one.decision_id: rendering.decision_href(one) for one in adoptions.values()},
        tally_words=rendering.tally_words,
        contents=rendering.contents(book, address, key),
    )


def _meetings(rows: Iterable[queries.Adoption]) -> dict[uuid.UUID, tuple[str, str]]:
    """Return how the meetings that decided are called and where they stand, for this reader."""
    found = {}
    for one in rows:
        card = meetings.meeting_card(session(), one.meeting_id, locale().value)
        if card:
            found[one.meeting_id] = (card.title, rendering.href_of(card))
    return found


def _pointing(clause_id: uuid.UUID) -> list[tuple[str, str]]:
    """Return title and address of the records that name a clause and this reader may see."""
    registry: Registry = current_app.extensions["nswp_gov.links"]
    found = []
    for link in queries.pointing(session(), clause_id):
        card = registry.card(session(), link.from_type, link.from_id, locale().value)
        href = rendering.href_of(card) if card else ""
        if card and href:
            found.append((card.title, href))
    return found


@page("/compare")
@door(Door.PUBLIC)
def choose_editions(slug: str) -> ResponseReturnValue:
    """Go to the permanent address of the comparison that was asked for."""
    before, after = (request.args.get(name, type=int) for name in ("before", "after"))
    if before is None or after is None:
        raise NotFound
    return redirect(url_for("manual.compare", slug=slug, before=before, after=after))


@page("/compare/<int:before>/<int:after>")
@door(Door.PUBLIC)
def compare(slug: str, before: int, after: int) -> ResponseReturnValue:
    """Show what differs between two editions, word by word."""
    document, old = find_edition(slug, before)
    _document, new = find_edition(slug, after)
    books = [queries.book_of_edition(session(), one, locale()) for one in (old, new)]
    comparison = queries.compare_books(*books)
    return render_template(
        "manual/comparison.html",
        document=document,
        title=rendering.title(document),
        before=old,
        after=new,
        comparison=comparison,
        rows=rendering.change_rows(comparison, *books),
        is_beside=request.args.get("layout") == "beside",
        editions=queries.editions_of(session(), document.id, viewer()),
    )


@bp.get("/manual/changes/<uuid:decision_id>")
@door(Door.PUBLIC)
def changes(decision_id: uuid.UUID) -> ResponseReturnValue:
    """Go to what a decision changed: the comparison of its edition with the one before."""
    made = queries.changes_by_decision(session(), decision_id, locale())
    seen = [one for one, _ in made if may_see(viewer(), one.readers).allowed]
    if not seen:
        raise NotFound
    slug, number = session().get_one(Document, seen[0].document_id).slug, seen[0].number
    before = max(number - 1, 1)
    return redirect(url_for("manual.compare", slug=slug, before=before, after=number))


@page("/languages/<int:number>")
@door(Door.PUBLIC)
def languages(slug: str, number: int) -> ResponseReturnValue:
    """Show how far each language has come in an edition."""
    document, found = find_edition(slug, number)
    return render_template(
        "manual/coverage.html",
        document=document,
        title=rendering.title(document),
        edition=found,
        rows=rendering.matrix(queries.coverage(session(), found)),
        source=document.authoritative_locale.tag,
    )
