"""Calling a meeting in three screens: day, agenda, notices."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from wtforms import SelectChoice

from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.models import Body
from nswp_gov.bodies.views.public import today
from nswp_gov.meetings import operations, queries
from nswp_gov.meetings.forms import (
    CallForm,
    CancelForm,
    CopyForm,
    ItemForm,
    MoveForm,
    PlanForm,
)
from nswp_gov.meetings.models import AgendaItem, Meeting
from nswp_gov.meetings.queries import Sitting
from nswp_gov.meetings.states import ItemAudience, Rhythm
from nswp_gov.meetings.views import bp
from nswp_gov.meetings.views.record import UNPROCESSABLE, attempt, shown
from nswp_gov.meetings.views.sitting import access, brought, known, load, of_meeting
from nswp_gov.store.errors import Denied, DomainError, NotFound, Unfit
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.formats import day
from nswp_gov.web.forms import EmptyForm
from nswp_gov.web.locale import locale
from nswp_gov.web.phrases import phrase
from nswp_gov.web.unit import session, settings, work

EARLIER = 12  # meetings whose agendas can be taken over


@bp.route("/call", methods=["GET", "POST"])
@door(Door.STAFF, Door.BOARD)
def plan() -> ResponseReturnValue:
    """Screen 1: which body, when, where. The agenda is filled in from what was left."""
    form = PlanForm(zone=settings().zone)
    rows = bodies.bodies(session())
    names = bodies.names(session(), rows, locale())
    form.body.choices = [SelectChoice(str(row.id), names[row.id].words) for row in rows]
    status = UNPROCESSABLE if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with work() as w:
                meeting_id = _plan(w, form)[0].id
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            return redirect(url_for("meetings.agenda", meeting_id=meeting_id))
    return render_template("meetings/plan.html", form=form), status


def _plan(w: Work, form: PlanForm) -> list[Meeting]:
    return operations.plan_series(
        w,
        w.session.get_one(Body, uuid.UUID(form.body.data)),
        starts_at=_instant(form.starts_at.data, form.zone.data.strip()),
        zone=form.zone.data.strip(),
        place=form.place.data or "",
        locale=locale(),
        rhythm=Rhythm(form.rhythm.data or Rhythm.WEEKLY),
        count=(form.count.data or 1) if form.rhythm.data else 1,
    )


def _instant(wall: datetime, zone: str) -> datetime:
    """Return the instant at which the clocks of `zone` show `wall`."""
    try:
        return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise Unfit("unknown_zone", field="zone") from unknown


def _planned(meeting_id: uuid.UUID) -> Sitting:
    """Return a meeting for whoever may change its agenda."""
    whole = load(meeting_id)
    may = access(whole)
    if not (may.plan or may.write):
        raise Denied("only_secretariat_or_chair")
    return whole


@bp.route("/<uuid:meeting_id>/agenda", methods=["GET", "POST"])
@door(Door.SIGNED_IN)
def agenda(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Screen 2: the agenda; items are added here."""
    _planned(meeting_id)
    form = ItemForm()
    status = attempt(meeting_id, form, lambda w, m: _add(w, m, form))
    if status is None:
        return redirect(url_for("meetings.agenda", meeting_id=meeting_id, _anchor="agenda"))
    return _agenda_page(meeting_id, form, status)


def _agenda_page(
    meeting_id: uuid.UUID, form: ItemForm, status: int, refusal: DomainError | None = None
) -> ResponseReturnValue:
    whole = _planned(meeting_id)
    return shown(
        "agenda",
        status,
        whole,
        form=form,
        may_do=access(whole),
        brings=brought(whole),
        name=bodies.names(session(), [whole.body], locale())[whole.body.id],
        refusal=phrase(refusal) if refusal else None,
        copying=_copying(whole),
        button=EmptyForm(),
    )


def _copying(whole: Sitting) -> CopyForm | None:
    """Offer the agendas of earlier meetings of the body; None where there is none."""
    rows = queries.meetings(session(), [whole.body.id], limit=EARLIER)
    offered = [
        SelectChoice(str(row.id), day(row.starts_at))
        for row in rows
        if row.id != whole.meeting.id and row.starts_at < whole.meeting.starts_at
    ]
    form = CopyForm(formdata=None)
    form.earlier.choices = offered
    return form if offered else None


@bp.post("/<uuid:meeting_id>/agenda/bring-in")
@door(Door.SIGNED_IN)
def bring_in(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Put on the agenda what earlier meetings left."""
    return _more(meeting_id, operations.bring_in)


@bp.post("/<uuid:meeting_id>/agenda/copy")
@door(Door.SIGNED_IN)
def copy(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Take the items of an earlier meeting's agenda over."""
    try:
        earlier = uuid.UUID(request.form.get("earlier", ""))
    except ValueError as odd:
        raise NotFound from odd
    return _more(meeting_id, lambda w, m: operations.copy_agenda(w, m, known(w, earlier)))


def _more(meeting_id: uuid.UUID, act: Callable[[Work, Meeting], int]) -> ResponseReturnValue:
    try:
        with work() as w:
            made = act(w, known(w, meeting_id))
    except DomainError as refusal:
        return _agenda_page(meeting_id, ItemForm(formdata=None), refusal.status, refusal)
    flash(ngettext("One item more.", "%(num)d items more.", made), "ok")
    return redirect(url_for("meetings.agenda", meeting_id=meeting_id, _anchor="agenda"))


def _add(w: Work, meeting: Meeting, form: ItemForm) -> None:
    operations.add_item(
        w,
        meeting,
        form.title.data,
        audience=ItemAudience(form.audience.data),
        minutes_planned=form.minutes_planned.data,
    )


@bp.post("/<uuid:meeting_id>/agenda/<uuid:item_id>")
@door(Door.SIGNED_IN)
def order(meeting_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Move an item up, down or to a number, or take it off the agenda."""
    try:
        with work() as w:
            meeting = known(w, meeting_id)
            item = of_meeting(w, AgendaItem, item_id, meeting)
            _order(w, meeting, item)
    except DomainError as refusal:
        return _agenda_page(meeting_id, ItemForm(formdata=None), refusal.status, refusal)
    return redirect(url_for("meetings.agenda", meeting_id=meeting_id, _anchor="agenda"))


def _order(w: Work, meeting: Meeting, item: AgendaItem) -> None:
    if "remove" in request.form:
        operations.remove_item(w, meeting, item)
    else:
        step = -1 if "up" in request.form else 1
        to = request.form.get("to", type=int) or item.position + step
        operations.move_item(w, meeting, item, to)


@bp.route("/<uuid:meeting_id>/agenda/<uuid:item_id>/edit", methods=["GET", "POST"])
@door(Door.SIGNED_IN)
def revise(meeting_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Change what an item is called, how long it takes, and who reads it."""
    whole = _planned(meeting_id)
    item = next((row for row in whole.items if row.id == item_id), None)
    if item is None or (item.is_closed and not access(whole).closed):
        raise Denied("only_note_takers")
    form = ItemForm(
        title=whole.text(item_id, "title"),
        audience=item.audience.value,
        minutes_planned=item.minutes_planned,
        seen=str(whole.number(item_id, "title")),
    )
    status = attempt(meeting_id, form, lambda w, m: _revise(w, m, item_id, form))
    if status is None:
        return redirect(url_for("meetings.agenda", meeting_id=meeting_id, _anchor="agenda"))
    return shown("item", status, _planned(meeting_id), form=form, item_id=item_id)


def _revise(w: Work, meeting: Meeting, item_id: uuid.UUID, form: ItemForm) -> None:
    operations.revise_item(
        w,
        meeting,
        of_meeting(w, AgendaItem, item_id, meeting),
        title=form.title.data,
        seen=int(form.seen.data or 0),
        audience=ItemAudience(form.audience.data),
        minutes_planned=form.minutes_planned.data,
    )


@bp.route("/<uuid:meeting_id>/call", methods=["GET", "POST"])
@door(Door.SIGNED_IN)
def call(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Screen 3: check the notice against the rule, and send it."""
    whole = _planned(meeting_id)
    form = CallForm()
    sent: list[int] = []
    status = attempt(meeting_id, form, lambda w, m: sent.append(_call(w, m, form)))
    if status is None:
        said = ngettext("One notice is on its way.", "%(num)d notices are on their way.", sent[0])
        flash(said, "ok")
        return redirect(url_for("meetings.meeting", meeting_id=meeting_id))
    whole = _planned(meeting_id)
    return shown("call", status, whole, form=form, **_notice(whole))


def _call(w: Work, meeting: Meeting, form: CallForm) -> int:
    return operations.call_meeting(w, meeting, short_notice=form.short_notice.data or "")


def _notice(whole: Sitting) -> dict[str, Any]:
    given, needed = queries.notice_given(session(), whole.meeting, today())
    name = bodies.names(session(), [whole.body], locale())[whole.body.id]
    return {"given": given, "needed": needed, "name": name}


@bp.route("/<uuid:meeting_id>/move", methods=["GET", "POST"])
@door(Door.SIGNED_IN)
def move(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Give a meeting another time or place, and tell those who were asked to come."""
    whole = _planned(meeting_id)
    meeting = whole.meeting
    wall = meeting.starts_at.astimezone(ZoneInfo(meeting.zone)).replace(tzinfo=None)
    form = MoveForm(starts_at=wall, zone=meeting.zone, place=meeting.place)
    sent: list[int] = []
    status = attempt(meeting_id, form, lambda w, m: sent.append(_move(w, m, form)))
    if status is None:
        flash(_told(sent[0]), "ok")
        return redirect(url_for("meetings.meeting", meeting_id=meeting_id))
    whole = _planned(meeting_id)
    return shown("move", status, whole, form=form, **_notice(whole))


def _move(w: Work, meeting: Meeting, form: MoveForm) -> int:
    return operations.move_meeting(
        w,
        meeting,
        starts_at=_instant(form.starts_at.data, form.zone.data.strip()),
        zone=form.zone.data.strip(),
        place=form.place.data or "",
        short_notice=form.short_notice.data or "",
    )


def _told(letters: int) -> str:
    return str(ngettext("One letter is on its way.", "%(num)d letters are on their way.", letters))


@bp.route("/<uuid:meeting_id>/cancel", methods=["GET", "POST"])
@door(Door.SIGNED_IN)
def cancel(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Call a meeting off, and tell those who were asked to come."""
    _planned(meeting_id)
    form = CancelForm()
    sent: list[int] = []
    status = attempt(
        meeting_id,
        form,
        lambda w, m: sent.append(operations.cancel_meeting(w, m, why=form.why.data)),
    )
    if status is None:
        flash(_told(sent[0]), "ok")
        return redirect(url_for("meetings.meeting", meeting_id=meeting_id))
    return shown("cancel", status, _planned(meeting_id), form=form)
