"""Who is asked to say 'we have read it', among those for whom this reader speaks."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.directory.queries import names_of
from nswp_gov.manual import operations, policy, queries
from nswp_gov.manual.forms import ActForm
from nswp_gov.manual.models import Edition
from nswp_gov.manual.views.blueprint import addresses, bp, find_edition
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


def _organisation(text: str) -> uuid.UUID | None:
    """Return the organisation that a form names; none where the officer speaks for themselves."""
    try:
        return uuid.UUID(text) if text else None
    except ValueError as unreadable:
        raise NotFound from unreadable


@bp.post(addresses("/readings/<int:number>")[0])
@bp.post(addresses("/readings/<int:number>")[1])
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
