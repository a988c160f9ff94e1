"""Papers of an item: added, taken away, handed out to those who may have them."""

from __future__ import annotations

import uuid
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.meetings import operations
from nswp_gov.meetings.forms import PaperForm
from nswp_gov.meetings.models import AgendaItem, Meeting, Paper
from nswp_gov.meetings.queries import Sitting
from nswp_gov.meetings.states import PaperAudience
from nswp_gov.meetings.views import bp
from nswp_gov.meetings.views.record import attempt, shown
from nswp_gov.meetings.views.sitting import (
    access,
    load,
    of_meeting,
    perform,
    readable_papers,
)
from nswp_gov.store import files
from nswp_gov.store.crypto import vault
from nswp_gov.store.errors import Denied, NotFound
from nswp_gov.store.uploads import LARGEST
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.files import attached, file_store
from nswp_gov.web.forms import EmptyForm
from nswp_gov.web.unit import session


def content_of(paper: Paper) -> tuple[str, bytes]:
    """Return the name and the bytes of a paper."""
    row = session().get_one(files.StoredFile, paper.file_id)
    return row.name(vault.ring), files.content_of(file_store(), row, vault.ring)


@bp.route("/<uuid:meeting_id>/items/<uuid:item_id>/papers", methods=["GET", "POST"])
@door(Door.SIGNED_IN, limit=LARGEST)
def papers(meeting_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Add papers to an item, and take them away."""
    whole, item = _item(meeting_id, item_id)
    form = PaperForm()
    status = attempt(meeting_id, form, lambda w, m: _add(w, m, item_id, form))
    if status is None:
        return redirect(url_for("meetings.papers", meeting_id=meeting_id, item_id=item_id))
    whole, item = _item(meeting_id, item_id)
    rows = [row for row in readable_papers(whole) if row.item_id == item_id]
    return shown("papers", status, whole, item=item, form=form, rows=rows, button=EmptyForm())


def _item(meeting_id: uuid.UUID, item_id: uuid.UUID) -> tuple[Sitting, AgendaItem]:
    """Return an item to whoever may change the agenda and read the item."""
    whole = load(meeting_id)
    may = access(whole)
    found = next((row for row in whole.items if row.id == item_id), None)
    if found is None or not (may.plan or may.write):
        raise NotFound
    if found.is_closed and not may.closed:
        raise Denied("only_note_takers")
    return whole, found


def _add(w: Work, meeting: Meeting, item_id: uuid.UUID, form: Any) -> None:
    given = form.paper.data
    operations.add_paper(
        w,
        meeting,
        of_meeting(w, AgendaItem, item_id, meeting),
        file_store(),
        title=form.title.data,
        name=given.filename,
        content=given.read(),
        audience=PaperAudience(form.audience.data),
    )


@bp.get("/<uuid:meeting_id>/papers/<uuid:paper_id>")
@door(Door.SIGNED_IN)
def paper(meeting_id: uuid.UUID, paper_id: uuid.UUID) -> ResponseReturnValue:
    """Hand a paper out."""
    found = next((row for row in readable_papers(load(meeting_id)) if row.id == paper_id), None)
    if found is None:
        raise NotFound
    name, content = content_of(found)
    kept = session().get_one(files.StoredFile, found.file_id)
    return attached(content, name, kept.media_type)


@bp.post("/<uuid:meeting_id>/papers/<uuid:paper_id>/remove")
@door(Door.SIGNED_IN)
def remove_paper(meeting_id: uuid.UUID, paper_id: uuid.UUID) -> ResponseReturnValue:
    """Take a paper away."""
    return perform(
        meeting_id,
        lambda w, m: operations.remove_paper(w, m, of_meeting(w, Paper, paper_id, m), file_store()),
    )
