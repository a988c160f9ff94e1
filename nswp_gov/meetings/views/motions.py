"""Motions before a meeting and their amendments, each on a page of its own."""

from __future__ import annotations

import uuid
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from nswp_gov.directory.queries import names_of
from nswp_gov.elections.states import State
from nswp_gov.meetings import operations, policy, queries
from nswp_gov.meetings.forms import AmendForm, FileForm, TakeUpForm
from nswp_gov.meetings.models import AgendaItem, Meeting, Motion
from nswp_gov.meetings.queries import Sitting
from nswp_gov.meetings.states import OVER
from nswp_gov.meetings.views import bp
from nswp_gov.meetings.views.record import (
    TEXT_EDITOR,
    attempt,
    attendance_of,
    shown,
    voting_choices,
)
from nswp_gov.meetings.views.sitting import access, load, of_meeting, perform
from nswp_gov.store.errors import Denied, NotFound
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import EmptyForm
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, now, session, viewer


def _may_file(whole: Sitting) -> bool:
    return policy.may_file(actor(), whole.meeting, is_assembly=whole.is_assembly).allowed


def found_motion(meeting_id: uuid.UUID, motion_id: uuid.UUID) -> tuple[Sitting, AgendaItem, Motion]:
    """Return a motion to whoever may know of it: those in the room, and those who may file one."""
    whole = load(meeting_id)
    may = access(whole)
    for item in whole.items:
        for row in whole.motions.get(item.id, ()):
            if row.id == motion_id:
                if item.is_closed and not may.closed:
                    raise NotFound
                if not (may.room or _may_file(whole) or motion_id in whole.elections):
                    raise NotFound
                return whole, item, row
    raise NotFound


def _organisations(whole: Sitting, form: Any) -> None:
    """Offer the organisations for which the person may speak; a body of seats has none."""
    own = [one for one in actor().delegate_of if one in whole.room.mandates]
    names = names_of(session(), own, viewer())
    form.organisation.choices = [SelectChoice(str(one), names[one]) for one in own]
    if not own:
        form.organisation.choices = [SelectChoice("", "–")]


def _organisation(form: Any) -> uuid.UUID | None:
    return uuid.UUID(form.organisation.data) if form.organisation.data else None


@bp.route("/<uuid:meeting_id>/motions/new", methods=["GET", "POST"])
@door(Door.SIGNED_IN, limit=TEXT_EDITOR)
def file_motion(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Put a motion in before the meeting."""
    whole = load(meeting_id)
    if not _may_file(whole):
        raise Denied("only_with_a_vote")
    form = FileForm()
    items = [row for row in whole.items if not row.is_closed or access(whole).closed]
    form.item.choices = [
        SelectChoice(str(row.id), f"{row.position}. {whole.text(row.id, 'title')}") for row in items
    ]
    _organisations(whole, form)
    status = attempt(meeting_id, form, lambda w, m: _file(w, m, form))
    if status is None:
        return redirect(url_for("meetings.meeting", meeting_id=meeting_id))
    whole = load(meeting_id)
    until = queries.deadlines(session(), whole.meeting)
    return shown("file", status, whole, form=form, until=until)


def _file(w: Work, meeting: Meeting, form: Any) -> None:
    item = of_meeting(w, AgendaItem, uuid.UUID(form.item.data), meeting)
    operations.file_motion(
        w, meeting, item, words=form.words.data, organisation_id=_organisation(form)
    )


@bp.get("/<uuid:meeting_id>/motions/<uuid:motion_id>")
@door(Door.SIGNED_IN)
def motion_page(meeting_id: uuid.UUID, motion_id: uuid.UUID) -> ResponseReturnValue:
    """A motion: its text as it reads now, and its amendments in the order of voting."""
    whole, item, found = found_motion(meeting_id, motion_id)
    filed = queries.filing(session(), motion_id)
    return shown(
        "motion_page",
        200,
        whole,
        item=item,
        motion=queries.whole_motion(session(), found, locale()),
        may_do=access(whole),
        may_file=_may_file(whole),
        is_own=filed is not None and filed.person_id == actor().person_id,
        until=queries.deadlines(session(), whole.meeting),
        button=EmptyForm(),
        election=whole.elections.get(motion_id),
        may_ask=_may_ask(whole, item, found),
    )


def _may_ask(whole: Sitting, item: AgendaItem, found: Motion) -> bool:
    """Tell whether the office may ask the organisations about a motion now."""
    running = whole.elections.get(found.id)
    is_free = running is None or running.state is State.VOID
    open_now = whole.meeting.called_at is not None and whole.meeting.state not in OVER
    return (
        whole.is_assembly and open_now and is_free
        and not (item.is_closed or found.is_settled)
        and actor().has("secretariat")
    )  # fmt: skip


@bp.route("/<uuid:meeting_id>/motions/<uuid:motion_id>/amend", methods=["GET", "POST"])
@door(Door.SIGNED_IN, limit=TEXT_EDITOR)
def amend(meeting_id: uuid.UUID, motion_id: uuid.UUID) -> ResponseReturnValue:
    """Propose that a motion read otherwise."""
    whole, item, found = found_motion(meeting_id, motion_id)
    form = AmendForm(words=whole.text(found.id, "text"))
    _organisations(whole, form)
    status = attempt(meeting_id, form, lambda w, m: _amend(w, m, motion_id, form))
    if status is None:
        return to_motion(meeting_id, motion_id)
    whole, item, found = found_motion(meeting_id, motion_id)
    return shown("amend", status, whole, item=item, motion=found, form=form)


def _amend(w: Work, meeting: Meeting, motion_id: uuid.UUID, form: Any) -> None:
    operations.amend(
        w,
        meeting,
        motion_in(w, meeting, motion_id),
        words=form.words.data,
        organisation_id=_organisation(form),
    )


def motion_in(w: Work, meeting: Meeting, motion_id: uuid.UUID) -> Motion:
    """Return a motion of this meeting in this unit of work; any other is not there."""
    row = w.session.get(Motion, motion_id)
    if row is None:
        raise NotFound
    of_meeting(w, AgendaItem, row.item_id, meeting)
    return row


def to_motion(meeting_id: uuid.UUID, motion_id: uuid.UUID) -> ResponseReturnValue:
    """Go to a motion's page."""
    return redirect(url_for("meetings.motion_page", meeting_id=meeting_id, motion_id=motion_id))


@bp.route("/<uuid:meeting_id>/motions/<uuid:motion_id>/reword", methods=["GET", "POST"])
@door(Door.SIGNED_IN, limit=TEXT_EDITOR)
def reword(meeting_id: uuid.UUID, motion_id: uuid.UUID) -> ResponseReturnValue:
    """Word an amendment anew against the motion as it reads now."""
    whole, item, found = found_motion(meeting_id, motion_id)
    form = AmendForm(words=whole.text(found.id, "text"))
    form.organisation.choices = [SelectChoice("", "–")]
    status = attempt(
        meeting_id,
        form,
        lambda w, m: operations.reword(w, m, motion_in(w, m, motion_id), words=form.words.data),
    )
    if status is None:
        return redirect(url_for("meetings.meeting", meeting_id=meeting_id))
    whole, item, found = found_motion(meeting_id, motion_id)
    return shown("amend", status, whole, item=item, motion=found, form=form)


@bp.route("/<uuid:meeting_id>/motions/<uuid:motion_id>/take-up", methods=["GET", "POST"])
@door(Door.SIGNED_IN)
def take_up(meeting_id: uuid.UUID, motion_id: uuid.UUID) -> ResponseReturnValue:
    """Move a motion in the meeting that was put in before it."""
    whole, item, found = found_motion(meeting_id, motion_id)
    if not access(whole).write:
        raise NotFound
    form = TakeUpForm()
    form.mover.choices = form.seconder.choices = voting_choices(whole, item.id, now())
    status = attempt(meeting_id, form, lambda w, m: _take_up(w, m, motion_id, form))
    if status is None:
        return to_motion(meeting_id, motion_id)
    whole, item, found = found_motion(meeting_id, motion_id)
    return shown("take_up", status, whole, item=item, motion=found, form=form)


def _take_up(w: Work, meeting: Meeting, motion_id: uuid.UUID, form: Any) -> None:
    operations.take_up(
        w,
        meeting,
        motion_in(w, meeting, motion_id),
        mover=attendance_of(w, meeting, form.mover.data),
        seconder=attendance_of(w, meeting, form.seconder.data),
    )


@bp.post("/<uuid:meeting_id>/motions/<uuid:motion_id>/take-back")
@door(Door.SIGNED_IN)
def take_back(meeting_id: uuid.UUID, motion_id: uuid.UUID) -> ResponseReturnValue:
    """Withdraw a motion that was put in before the meeting."""
    return perform(meeting_id, lambda w, m: operations.take_back(w, m, motion_in(w, m, motion_id)))
