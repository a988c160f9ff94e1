"""Minutes as they are written: each note saved by itself, by script or by a button."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from nswp_gov.accounts.session import stay_long
from nswp_gov.meetings import operations, policy, queries
from nswp_gov.meetings.forms import NoteForm
from nswp_gov.meetings.models import AgendaItem, Meeting
from nswp_gov.meetings.operations import TextMoved
from nswp_gov.meetings.views import bp
from nswp_gov.meetings.views.record import TEXT_EDITOR, UNPROCESSABLE, back, on_item, shown
from nswp_gov.meetings.views.sitting import known, of_meeting
from nswp_gov.store.errors import Conflict, NotFound
from nswp_gov.web.access import Door, door
from nswp_gov.web.unit import actor, now, session, work

OVERLAP = timedelta(seconds=30)  # a note that was being stored while the last answer was made


def wipe_on_sign_out(app: Flask) -> None:
    """Have a browser that signs out forget what its device kept of unsaved notes."""

    @app.after_request
    def wipe(response: Response) -> Response:
        if request.endpoint == "accounts.sign_out":
            response.headers["Clear-Site-Data"] = '"storage"'
        return response


@bp.post("/<uuid:meeting_id>/items/<uuid:item_id>/note/<any(minutes, public):field>")
@door(Door.SIGNED_IN, limit=TEXT_EDITOR)
def note(meeting_id: uuid.UUID, item_id: uuid.UUID, field: str) -> ResponseReturnValue:
    """Save what was minuted on one item: a page, or JSON for a script that saves by itself.

    JSON: 200 `{"number"}`; 409 `{"yours", "theirs", "number", "own"}` when somebody else wrote.
    """
    wants_json = request.accept_mimetypes.best == "application/json"
    form = NoteForm()
    if not form.validate_on_submit():
        return {"errors": form.errors}, UNPROCESSABLE
    try:
        number = _store(meeting_id, item_id, field, form, by_hand=not wants_json)
    except TextMoved as moved:
        return _conflict(meeting_id, item_id, field, moved, as_json=wants_json)
    except Conflict:  # at the very same instant: now there is a text to compare with
        return note(meeting_id, item_id, field)
    stay_long()
    return {"number": number} if wants_json else back(meeting_id, item_id)


def _store(
    meeting_id: uuid.UUID, item_id: uuid.UUID, field: str, form: NoteForm, *, by_hand: bool
) -> int:
    words = (form.words.data or "").replace("\r\n", "\n")
    with work() as w:
        meeting = known(w, meeting_id)
        item = of_meeting(w, AgendaItem, item_id, meeting)
        said = operations.expand(words, meeting.locale) if by_hand else words
        return operations.write_note(
            w, meeting, item, words=said, seen=form.seen.data or 0, field=field
        )


def _conflict(
    meeting_id: uuid.UUID, item_id: uuid.UUID, field: str, moved: TextMoved, *, as_json: bool
) -> ResponseReturnValue:
    """Show both texts; nothing was overwritten."""
    if as_json:
        stay_long()
        both = {"yours": moved.yours, "theirs": moved.theirs, "number": moved.number}
        return both | {"own": moved.own}, moved.status
    whole, item = on_item(meeting_id, item_id)
    form = NoteForm(formdata=None, words=f"{moved.theirs}\n\n{moved.yours}", seen=moved.number)
    return shown("conflict", moved.status, whole, item=item, field=field, moved=moved, form=form)


@bp.get("/<uuid:meeting_id>/live.json")
@door(Door.SIGNED_IN)
def live(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Tell a note-taker's script what others wrote after an instant, and how the quorum stands.

    `?after=` an ISO instant with its zone, from the last answer.
    """
    meeting = queries.meeting(session(), meeting_id)
    if meeting is None or not policy.may_take_minutes(actor(), meeting).allowed:
        raise NotFound
    stay_long()
    rows = queries.notes_after(session(), meeting_id, _after() - OVERLAP)
    return {
        "at": now().isoformat(),
        "token": generate_csrf(),
        "quorum": _quorum(meeting),
        "notes": [
            {"place": f"{row.item_id}/{row.field}", "number": row.number, "words": row.words}
            for row in rows
        ],
    }


def _after() -> datetime:
    """Return the instant that was asked for, or this one."""
    try:
        return datetime.fromisoformat(request.args.get("after", "")).astimezone(now().tzinfo)
    except (ValueError, OverflowError):
        return now()


def _quorum(meeting: Meeting) -> str:
    stands = queries.quorum_now(session(), meeting, now())
    said = _("Quorum is met.") if stands.is_reached else _("Quorum is not met.")
    count = _(
        "%(present)d of %(entitled)d present, %(needed)d needed",
        present=stands.present,
        entitled=stands.entitled,
        needed=stands.needed,
    )
    return f"{said} {count}"
