"""Deciding in writing: asking, answering, counting."""

from __future__ import annotations

import uuid
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.models import Body
from nswp_gov.directory.queries import names_of
from nswp_gov.meetings import operations, policy, queries
from nswp_gov.meetings.forms import WrittenForm
from nswp_gov.meetings.models import Meeting, Written
from nswp_gov.meetings.queries import Sitting
from nswp_gov.meetings.states import Choice
from nswp_gov.meetings.views import bp
from nswp_gov.meetings.views.record import TEXT_EDITOR, UNPROCESSABLE, shown
from nswp_gov.meetings.views.sitting import access, known, load, perform
from nswp_gov.rules.majority import Majority
from nswp_gov.store.errors import DomainError, NotFound
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import EmptyForm
from nswp_gov.web.locale import locale
from nswp_gov.web.phrases import phrase
from nswp_gov.web.unit import actor, now, session, settings, viewer, work


@bp.route("/written", methods=["GET", "POST"])
@door(Door.STAFF, Door.BOARD, limit=TEXT_EDITOR)
def ask() -> ResponseReturnValue:
    """Put a motion to a body in writing."""
    form = WrittenForm()
    rows = bodies.bodies(session())
    names = bodies.names(session(), rows, locale())
    form.body.choices = [SelectChoice(str(row.id), names[row.id].words) for row in rows]
    status = UNPROCESSABLE if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with work() as w:
                meeting_id = _open(w, form).meeting_id
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            return redirect(url_for("meetings.written", meeting_id=meeting_id))
    return render_template("meetings/ask.html", form=form, zone=settings().zone), status


def _open(w: Work, form: Any) -> Written:
    wall = form.closes_at.data.replace(tzinfo=ZoneInfo(settings().zone))
    return operations.open_written(
        w,
        w.session.get_one(Body, uuid.UUID(form.body.data)),
        title=form.title.data,
        words=form.words.data,
        closes_at=wall.astimezone(UTC),
        majority=Majority(form.majority.data),
        locale=locale(),
    )


def _found(meeting_id: uuid.UUID) -> tuple[Sitting, Written]:
    """Return what is decided in writing, to those with a vote, their office and note-takers."""
    whole = load(meeting_id)
    row = queries.written(session(), meeting_id)
    if row is None or not (access(whole).room or _own(whole)):
        raise NotFound
    return whole, row


def _own(whole: Sitting) -> list[uuid.UUID]:
    return queries.votes_of(session(), whole.meeting, whole.body, actor().person_id, now())


def _page(meeting_id: uuid.UUID, refusal: DomainError | None = None) -> ResponseReturnValue:
    whole, row = _found(meeting_id)
    own = _own(whole)
    voices = {one.mandate_id: one for one in queries.voices(session(), row.id)}
    names: dict[uuid.UUID, str] = (
        names_of(session(), own, viewer())
        if whole.is_assembly
        else bodies.seat_names(session(), own, locale())
    )
    return shown(
        "written",
        refusal.status if refusal else 200,
        whole,
        written=row,
        motion=next(iter(whole.motions.values()))[0],
        own=[(one, names[one], voices[one].choice if one in voices else "") for one in own],
        answered=len(voices),
        entitled=len(whole.room.mandates),
        choices=list(Choice),
        may_close=policy.may_take_minutes(actor(), whole.meeting).allowed,
        refusal=phrase(refusal) if refusal else None,
        button=EmptyForm(),
    )


@bp.get("/<uuid:meeting_id>/written")
@door(Door.SIGNED_IN)
def written(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """The motion, how many have answered, and one's own answer."""
    return _page(meeting_id)


@bp.post("/<uuid:meeting_id>/written/<uuid:mandate_id>")
@door(Door.SIGNED_IN)
def answer(meeting_id: uuid.UUID, mandate_id: uuid.UUID) -> ResponseReturnValue:
    """Answer for a vote of one's own; until the deadline it may be changed."""
    try:
        choice = Choice(request.form.get("choice", ""))
    except ValueError:
        return _page(meeting_id)
    try:
        with work() as w:
            meeting = known(w, meeting_id)
            operations.answer(w, meeting, _row(w, meeting), mandate_id, choice)
    except DomainError as refusal:
        return _page(meeting_id, refusal)
    flash(_("Your answer is noted. Until the deadline you can change it."), "ok")
    return redirect(url_for("meetings.written", meeting_id=meeting_id))


def _row(w: Work, meeting: Meeting) -> Written:
    found = queries.written(w.session, meeting.id)
    if found is None:
        raise NotFound
    return found


@bp.post("/<uuid:meeting_id>/written/close")
@door(Door.SIGNED_IN)
def count(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Count the answers, and enter the decision if it is carried."""
    return perform(meeting_id, lambda w, m: operations.close_written(w, m, _row(w, m)))
