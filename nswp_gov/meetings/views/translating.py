"""Minutes in another language, text by text, before they are published."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.meetings import operations, policy, queries
from nswp_gov.meetings.forms import TranslateForm
from nswp_gov.meetings.models import AgendaItem
from nswp_gov.meetings.queries import Sitting
from nswp_gov.meetings.views import bp
from nswp_gov.meetings.views.record import TEXT_EDITOR, UNPROCESSABLE, shown
from nswp_gov.meetings.views.sitting import known, load, of_meeting
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import DomainError, NotFound
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.phrases import phrase
from nswp_gov.web.unit import actor, session, work


@dataclass(frozen=True)
class Refused:
    """A translation that was not saved: which, what was typed, and why."""

    place: str = ""
    words: str = ""
    why: str = ""


def _page(
    meeting_id: uuid.UUID, code: str, status: int = 200, refused: Refused | None = None
) -> ResponseReturnValue:
    """Show each text beside its translation, with what was typed and refused."""
    whole = load(meeting_id)
    items = _translatable(whole)
    wanted = Locale.from_url(code)
    if whole.minutes is None or not items or wanted is None:
        raise NotFound
    return shown(
        "translate",
        status,
        whole,
        wanted=wanted,
        rows=queries.besides(session(), items, wanted),
        locales=[one for one in Locale if one is not whole.meeting.locale],
        refused=refused or Refused(),
    )


def _translatable(whole: Sitting) -> list[AgendaItem]:
    return [row for row in whole.items if policy.may_translate(actor(), whole.meeting, row).allowed]


@bp.get("/<uuid:meeting_id>/minutes/translate/<any(en, fr, es, ru, zh):code>")
@door(Door.SIGNED_IN)
def translations(meeting_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Every text of the minutes beside its translation into one language."""
    return _page(meeting_id, code)


@bp.post(
    "/<uuid:meeting_id>/items/<uuid:item_id>/<any(title, public, minutes):field>"
    "/translate/<any(en, fr, es, ru, zh):code>"
)
@door(Door.SIGNED_IN, limit=TEXT_EDITOR)
def translate(
    meeting_id: uuid.UUID, item_id: uuid.UUID, field: str, code: str
) -> ResponseReturnValue:
    """Save one translation; one that is refused stays in its field."""
    form, place = TranslateForm(), f"{item_id}/{field}"
    if not form.validate_on_submit():
        why = next((str(rows[0]) for rows in form.errors.values()), "")
        return _page(meeting_id, code, UNPROCESSABLE, Refused(place, form.words.data or "", why))
    try:
        with work() as w:
            _save(w, meeting_id, item_id, field=field, code=code, form=form)
    except DomainError as refusal:
        refused = Refused(place, form.words.data, phrase(refusal))
        return _page(meeting_id, code, refusal.status, refused)
    return redirect(
        url_for("meetings.translations", meeting_id=meeting_id, code=code, _anchor=place)
    )


def _save(
    w: Work,
    meeting_id: uuid.UUID,
    item_id: uuid.UUID,
    *,
    field: str,
    code: str,
    form: TranslateForm,
) -> None:
    locale = Locale.from_url(code)
    if locale is None:
        raise NotFound
    meeting = known(w, meeting_id)
    operations.translate_note(
        w,
        meeting,
        of_meeting(w, AgendaItem, item_id, meeting),
        field=field,
        locale=locale,
        words=form.words.data,
        seen=form.seen.data or 0,
        made_from=form.made_from.data or 0,
    )
