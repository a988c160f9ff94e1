"""What is recorded on an item: notes, motions, votes, decisions, actions."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from nswp_gov.directory.queries import names_of
from nswp_gov.meetings import operations, queries
from nswp_gov.meetings.forms import ActionForm, AgreeForm, MotionForm, VoteForm
from nswp_gov.meetings.models import AgendaItem, Attendance, Meeting, Minutes, Motion
from nswp_gov.meetings.operations import Count
from nswp_gov.meetings.queries import Sitting
from nswp_gov.meetings.states import Choice, DecisionAudience, Method
from nswp_gov.meetings.views import bp
from nswp_gov.meetings.views.sitting import access, known, load, of_meeting, perform, to_meeting
from nswp_gov.rules.majority import Majority
from nswp_gov.store.errors import DomainError, NotFound
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import AppForm
from nswp_gov.web.unit import now, session, viewer, work

UNPROCESSABLE = 422
TEXT_EDITOR = 1024 * 1024
Writes = Callable[[Work, Meeting], object]


def attempt(meeting_id: uuid.UUID, form: AppForm, write: Writes) -> int | None:
    """Write what a complete form holds; return None when done, else the status to answer with."""
    if not form.validate_on_submit():
        return UNPROCESSABLE if form.is_submitted() else 200
    try:
        with work() as w:
            write(w, known(w, meeting_id))
    except DomainError as refusal:
        form.refuse(refusal)
        return refusal.status
    return None


def on_item(meeting_id: uuid.UUID, item_id: uuid.UUID) -> tuple[Sitting, AgendaItem]:
    """Return a meeting and one of its items, for those who take its minutes."""
    whole = load(meeting_id)
    found = next((row for row in whole.items if row.id == item_id), None)
    if found is None or not access(whole).write:
        raise NotFound
    return whole, found


def back(meeting_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Go back to the item on the meeting's page."""
    return to_meeting(meeting_id, f"item-{item_id}")


def shown(template: str, status: int, whole: Sitting, **values: Any) -> ResponseReturnValue:
    """Return a page of one form about a meeting."""
    return render_template(f"meetings/{template}.html", whole=whole, **values), status


@bp.route("/<uuid:meeting_id>/items/<uuid:item_id>/motion", methods=["GET", "POST"])
@door(Door.SIGNED_IN, limit=TEXT_EDITOR)
def motion(meeting_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Put a motion on an item."""
    whole, item = on_item(meeting_id, item_id)
    form = MotionForm(majority=whole.room.majority.value)
    form.mover.choices = form.seconder.choices = voting_choices(whole, item_id, now())
    status = attempt(meeting_id, form, lambda w, m: _move(w, m, item_id, form))
    if status is None:
        return back(meeting_id, item_id)
    whole, item = on_item(meeting_id, item_id)
    return shown("motion", status, whole, item=item, form=form)


def voting_choices(whole: Sitting, item_id: uuid.UUID, at: datetime) -> list[SelectChoice]:
    """Return those in the room who vote on an item, as choices of a form; nobody first."""
    present = whole.room_for(item_id, at).present(at).values()
    named = {str(row.id): whole.people[row.person_id].name for row in present}
    return [SelectChoice("", "–"), *(SelectChoice(key, name) for key, name in named.items())]


def _move(w: Work, meeting: Meeting, item_id: uuid.UUID, form: MotionForm) -> None:
    operations.move(
        w,
        meeting,
        of_meeting(w, AgendaItem, item_id, meeting),
        words=form.words.data,
        mover=attendance_of(w, meeting, form.mover.data),
        seconder=attendance_of(w, meeting, form.seconder.data),
        majority=Majority(form.majority.data),
    )


def attendance_of(w: Work, meeting: Meeting, given: str | None) -> Attendance | None:
    """Return the attendance that a form names, or None where it names none."""
    if not given:
        return None
    found: Attendance = of_meeting(w, Attendance, uuid.UUID(given), meeting)
    return found


@bp.route("/<uuid:meeting_id>/motions/<uuid:motion_id>/vote", methods=["GET", "POST"])
@door(Door.SIGNED_IN)
def vote(meeting_id: uuid.UUID, motion_id: uuid.UUID) -> ResponseReturnValue:
    """Record a vote on a motion; a carried one makes the decision at once."""
    whole, item, found = _on_motion(meeting_id, motion_id)
    form = VoteForm()
    came = {row.person_id for row in whole.came()}
    form.tellers.choices = [SelectChoice(str(one), whole.people[one].name) for one in came]
    status = attempt(meeting_id, form, lambda w, m: _vote(w, m, motion_id, form))
    if status is None:
        return back(meeting_id, item.id)
    whole, item, found = _on_motion(meeting_id, motion_id)
    room = whole.room_for(item.id, now())
    return shown(
        "vote",
        status,
        whole,
        item=item,
        motion=found,
        form=form,
        quorum=room.quorum(now()),
        present=room.present(now()),
        choices=list(Choice),
    )


def _on_motion(meeting_id: uuid.UUID, motion_id: uuid.UUID) -> tuple[Sitting, AgendaItem, Motion]:
    whole = load(meeting_id)
    for rows in whole.motions.values():
        for row in rows:
            if row.id == motion_id:
                return whole, on_item(meeting_id, row.item_id)[1], row
    raise NotFound


def _vote(w: Work, meeting: Meeting, motion_id: uuid.UUID, form: VoteForm) -> None:
    row = w.session.get(Motion, motion_id)
    if row is None:
        raise NotFound
    of_meeting(w, AgendaItem, row.item_id, meeting)
    taken = operations.take_vote(
        w,
        meeting,
        row,
        method=Method(form.method.data),
        count=_count(form),
        roll=_roll(),
        tellers=[uuid.UUID(one) for one in form.tellers.data or ()],
    )
    if taken.is_carried and row.id not in queries.amending(w.session, [row.id]):
        operations.decide(
            w,
            meeting,
            taken,
            audience=DecisionAudience(form.audience.data),
            review_on=form.review_on.data,
        )


def _count(form: VoteForm) -> Count | None:
    given = (form.in_favour.data, form.against.data, form.abstained.data)
    if all(one is None for one in given):
        return None
    return Count(*(one or 0 for one in given))


def _roll() -> dict[uuid.UUID, Choice]:
    """Read the choices of a roll call: fields `roll-<mandate>`."""
    try:
        return {
            uuid.UUID(name.removeprefix("roll-")): Choice(value)
            for name, value in request.form.items()
            if name.startswith("roll-") and value
        }
    except ValueError as odd:
        raise NotFound from odd


@bp.route("/<uuid:meeting_id>/items/<uuid:item_id>/decision", methods=["GET", "POST"])
@door(Door.SIGNED_IN, limit=TEXT_EDITOR)
def agree(meeting_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Enter a decision taken by consensus."""
    whole, item = on_item(meeting_id, item_id)
    form = AgreeForm()
    status = attempt(meeting_id, form, lambda w, m: _agree(w, m, item_id, form))
    if status is None:
        return back(meeting_id, item_id)
    whole, item = on_item(meeting_id, item_id)
    return shown(
        "agree",
        status,
        whole,
        item=item,
        form=form,
        quorum=whole.room_for(item_id, now()).quorum(now()),
    )


def _agree(w: Work, meeting: Meeting, item_id: uuid.UUID, form: AgreeForm) -> None:
    operations.agree(
        w,
        meeting,
        of_meeting(w, AgendaItem, item_id, meeting),
        words=form.words.data,
        audience=DecisionAudience(form.audience.data),
        review_on=form.review_on.data,
    )


@bp.route("/<uuid:meeting_id>/items/<uuid:item_id>/action", methods=["GET", "POST"])
@door(Door.SIGNED_IN)
def action(meeting_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Give somebody something to do."""
    whole, item = on_item(meeting_id, item_id)
    form = ActionForm()
    form.owner.choices = owner_choices(whole)
    status = attempt(meeting_id, form, lambda w, m: _action(w, m, item_id, form))
    if status is None:
        return back(meeting_id, item_id)
    whole, item = on_item(meeting_id, item_id)
    return shown("action", status, whole, item=item, form=form)


def owner_choices(whole: Sitting) -> list[SelectChoice]:
    """Offer the people of a meeting, and in an assembly the organisations that vote in it."""
    people = sorted((row.name, f"person:{key}") for key, row in whole.people.items())
    organisations = list(whole.room.mandates) if whole.is_assembly else []
    names = names_of(session(), organisations, viewer())
    offered = sorted((names[key], f"organisation:{key}") for key in organisations)
    return [SelectChoice(value, name) for name, value in (*people, *offered)]


def _action(w: Work, meeting: Meeting, item_id: uuid.UUID, form: ActionForm) -> None:
    operations.give_action(
        w,
        meeting,
        of_meeting(w, AgendaItem, item_id, meeting),
        words=form.words.data,
        **_owner(form.owner.data),
        due_on=form.due_on.data,
    )


def _owner(given: str) -> dict[str, uuid.UUID]:
    """Read who was chosen: `person:<id>` or `organisation:<id>`."""
    kind, _, key = given.partition(":")
    name = "organisation_id" if kind == "organisation" else "owner_id"
    return {name: uuid.UUID(key)}


@bp.post("/<uuid:meeting_id>/motions/<uuid:motion_id>/withdraw")
@door(Door.SIGNED_IN)
def withdraw(meeting_id: uuid.UUID, motion_id: uuid.UUID) -> ResponseReturnValue:
    """Take a motion back."""

    def act(w: Work, meeting: Meeting) -> None:
        row = w.session.get(Motion, motion_id)
        if row is None:
            raise NotFound
        of_meeting(w, AgendaItem, row.item_id, meeting)
        operations.withdraw_motion(w, meeting, row)

    return perform(meeting_id, act)


@bp.post("/<uuid:meeting_id>/items/<uuid:item_id>/approve")
@door(Door.SIGNED_IN)
def approve(meeting_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Approve, on this item, the minutes that it is for."""

    def act(w: Work, meeting: Meeting) -> None:
        item = of_meeting(w, AgendaItem, item_id, meeting)
        earlier = w.session.get(Minutes, item.approves_id) if item.approves_id else None
        if earlier is None:
            raise NotFound
        operations.approve_minutes(w, earlier, item)

    return perform(meeting_id, act, f"item-{item_id}")
