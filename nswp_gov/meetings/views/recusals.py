"""Declaring an interest in one item."""

from __future__ import annotations

import uuid

from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from nswp_gov.meetings import operations
from nswp_gov.meetings.forms import RecuseForm
from nswp_gov.meetings.models import AgendaItem, Meeting, Recusal
from nswp_gov.meetings.queries import Sitting
from nswp_gov.meetings.views import bp
from nswp_gov.meetings.views.record import attempt, shown
from nswp_gov.meetings.views.sitting import access, load, of_meeting, perform, to_meeting
from nswp_gov.store.errors import NotFound
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.unit import actor


def _of_item(meeting_id: uuid.UUID, item_id: uuid.UUID) -> tuple[Sitting, AgendaItem]:
    """Return a meeting and an item to whoever is in its room and may know of the item."""
    whole = load(meeting_id)
    may = access(whole)
    found = next((row for row in whole.items if row.id == item_id), None)
    if found is None or not may.room or (found.is_closed and not may.closed):
        raise NotFound
    return whole, found


@bp.route("/<uuid:meeting_id>/items/<uuid:item_id>/interest", methods=["GET", "POST"])
@door(Door.SIGNED_IN)
def recuse(meeting_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Declare an interest: one's own, or, taking the minutes, somebody's who said so."""
    whole, item = _of_item(meeting_id, item_id)
    form = RecuseForm(who=str(actor().person_id))
    people = [(str(key), row.name) for key, row in whole.people.items()]
    own = [one for one in people if one[0] == str(actor().person_id)]
    offered = sorted(people, key=lambda one: one[1]) if access(whole).write else own
    form.who.choices = [SelectChoice(*one) for one in offered]
    status = attempt(meeting_id, form, lambda w, m: _recuse(w, m, item_id, form))
    if status is None:
        return to_meeting(meeting_id, f"item-{item_id}")
    whole, item = _of_item(meeting_id, item_id)
    return shown("recuse", status, whole, item=item, form=form)


def _recuse(w: Work, meeting: Meeting, item_id: uuid.UUID, form: RecuseForm) -> None:
    item = of_meeting(w, AgendaItem, item_id, meeting)
    operations.recuse(w, meeting, item, uuid.UUID(form.who.data), why=form.why.data or "")


@bp.post("/<uuid:meeting_id>/interests/<uuid:recusal_id>/back")
@door(Door.SIGNED_IN)
def unrecuse(meeting_id: uuid.UUID, recusal_id: uuid.UUID) -> ResponseReturnValue:
    """Take a declaration back that was noted by mistake."""
    return perform(
        meeting_id,
        lambda w, m: operations.unrecuse(w, m, of_meeting(w, Recusal, recusal_id, m)),
    )
