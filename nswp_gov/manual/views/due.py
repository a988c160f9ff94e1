"""Who is asked to say 'we have read it', among those for whom this reader speaks."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.accounts.queries import names_of as people_named
from nswp_gov.directory.queries import names_of
from nswp_gov.manual import operations, policy, queries
from nswp_gov.manual.forms import ActForm
from nswp_gov.manual.models import Document, Edition
from nswp_gov.manual.states import Capacity
from nswp_gov.manual.views import rendering
from nswp_gov.manual.views.blueprint import find_edition, in_force, page, today
from nswp_gov.store.errors import NotFound
from nswp_gov.web.access import Door, door
from nswp_gov.web.unit import actor, session, viewer, work


@dataclass(frozen=True)
class Reader:
    """An organisation or the officer, and the edition that they have read."""

    organisation_id: str
    name: str
    is_due: bool
    has_read: int


def readers_due(edition: Edition) -> list[Reader]:
    """Return those for whom this person can acknowledge the edition; empty for a visitor."""
    who = actor()
    own = sorted(who.editor_of | who.delegate_of)
    officer = who.person_id if policy.may_acknowledge(who, None).allowed else None
    ids = [*own, *([officer] if officer else [])]
    if not ids:
        return []
    due = queries.due_of(session(), edition, ids)
    read = queries.editions_read(session(), edition.document_id, ids)
    names = names_of(session(), own, viewer())
    rows = [Reader(str(one), names[one], one in due, read.get(one, 0)) for one in own]
    if officer:
        mine = Reader("", _("You, as an officer"), officer in due, read.get(officer, 0))
        rows.append(mine)
    return rows


def last_read(document: Document) -> int:
    """Return up to which edition this person has said they read; 0 where they said nothing."""
    person_id = actor().person_id
    mark = queries.bookmark(session(), document.id, person_id) if person_id else None
    return mark.edition_number if mark else 0


@page("/read/<int:number>", "POST")
@door(Door.SIGNED_IN)
def mark_read(slug: str, number: int) -> ResponseReturnValue:
    """Remember that this person has read up to here; nobody else sees it."""
    _document, edition = find_edition(slug, number)
    if ActForm().validate_on_submit():
        with work() as w:
            operations.mark_read(w, edition)
    return redirect(url_for("manual.index", slug=slug))


@page("/since")
@door(Door.SIGNED_IN)
def since(slug: str) -> ResponseReturnValue:
    """Go to what changed since this person last read; to the whole where they never said so."""
    document = queries.document_by_slug(session(), slug)
    edition, before = in_force(document, today()), last_read(document)
    if not before or before >= edition.number:
        return redirect(url_for("manual.edition", slug=slug, number=edition.number))
    return redirect(url_for("manual.compare", slug=slug, before=before, after=edition.number))


@page("/waited-for")
@door(Door.STAFF)
def waited_for(slug: str) -> ResponseReturnValue:
    """Show the secretariat whose word is missing that they have read the edition in force."""
    document = queries.document_by_slug(session(), slug)
    edition = in_force(document, today())
    rows = queries.waited_for(session(), edition, today())
    ids = {what: [one.reader_id for one in rows if one.capacity is what] for what in Capacity}
    organisations = names_of(session(), ids[Capacity.ORGANISATION], viewer())
    officers = people_named(session(), ids[Capacity.OFFICER], viewer())
    named = organisations | officers
    return render_template(
        "manual/waited_for.html",
        document=document,
        title=rendering.title(document),
        edition=edition,
        read_by=queries.read_by(session(), edition),
        rows=sorted(
            ((named.get(one.reader_id, ""), one) for one in rows), key=lambda row: row[0].casefold()
        ),
        officer=Capacity.OFFICER,
        today=today(),
    )


def _organisation(text: str) -> uuid.UUID | None:
    """Return the organisation that a form names; none where the officer speaks for themselves."""
    try:
        return uuid.UUID(text) if text else None
    except ValueError as unreadable:
        raise NotFound from unreadable


@page("/readings/<int:number>", "POST")
@door(Door.SIGNED_IN)
def acknowledge(slug: str, number: int) -> ResponseReturnValue:
    """Record that an organisation, or the officer, has read the edition."""
    form = ActForm()
    if form.validate_on_submit():
        _document, edition = find_edition(slug, number)
        reader = _organisation(form.organisation_id.data or "")
        with work() as w:
            operations.acknowledge(w, edition, reader)
    return redirect(url_for("manual.index", slug=slug))
