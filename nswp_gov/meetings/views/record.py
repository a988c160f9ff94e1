"""What is recorded on an item: notes, motions, votes, decisions, actions."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from nswp_gov.meetings import operations
from nswp_gov.meetings.forms import ActionForm, AgreeForm, MotionForm, NoteForm, VoteForm
from nswp_gov.meetings.models import AgendaItem, Attendance, Meeting, Minutes, Motion
from nswp_gov.meetings.operations import Count, TextMoved
from nswp_gov.meetings.queries import Sitting
from nswp_gov.meetings.states import Choice, DecisionAudience, Method
from nswp_gov.meetings.views import bp
from nswp_gov.meetings.views.sitting import access, known, load, of_meeting, perform
from nswp_gov.rules.majority import Majority
from nswp_gov.store.errors import DomainError, NotFound
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import AppForm
from nswp_gov.web.unit import now, work

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
    return redirect(url_for("meetings.meeting", meeting_id=meeting_id, _anchor=f"item-{item_id}"))


def shown(template: str, status: int, whole: Sitting, **values: Any) -> ResponseReturnValue:
    """Return a page of one form about a meeting."""
    return render_template(f"meetings/{template}.html", whole=whole, **values), status


@bp.post("/<uuid:meeting_id>/items/<uuid:item_id>/note/<any(minutes, public):field>")
@door(Door.SIGNED_IN, limit=TEXT_EDITOR)
def note(meeting_id: uuid.UUID, item_id: uuid.UUID, field: str) -> ResponseReturnValue:
    """Save what was minuted on one item: a page, or JSON for a script that saves by itself.

    JSON: 200 `{"number"}`; 409 `{"yours", "theirs", "number"}` when somebody else wrote.
    """
    wants_json = request.accept_mimetypes.best == "application/json"
    form = NoteForm()
    if not form.validate_on_submit():
        return {"errors": form.errors}, UNPROCESSABLE
    try:
        with work() as w:
            meeting = known(w, meeting_id)
            item = of_meeting(w, AgendaItem, item_id, meeting)
            number = operations.write_note(
                w, meeting, item, words=form.words.data or "", seen=form.seen.data or 0, field=field
            )
    except TextMoved as moved:
        return _conflict(meeting_id, item_id, field, moved, as_json=wants_json)
    return {"number": number} if wants_json else back(meeting_id, item_id)


def _conflict(
    meeting_id: uuid.UUID, item_id: uuid.UUID, field: str, moved: TextMoved, *, as_json: bool
) -> ResponseReturnValue:
    """Show both texts; nothing was overwritten."""
    if as_json:
        both = {"yours": moved.yours, "theirs": moved.theirs, "number": moved.number}
        return both, moved.status
    whole, item = on_item(meeting_id, item_id)
    form = NoteForm(formdata=None, words=f"{moved.theirs}\n\n{moved.yours}", seen=moved.number)
    return shown("conflict", moved.status, whole, item=item, field=field, moved=moved, form=form)


@bp.route("/<uuid:meeting_id>/items/<uuid:item_id>/motion", methods=["GET", "POST"])
@door(Door.SIGNED_IN, limit=TEXT_EDITOR)
def motion(meeting_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Put a motion on an item."""
    whole, item = on_item(meeting_id, item_id)
    form = MotionForm(majority=whole.room.majority.value)
    form.mover.choices = form.seconder.choices = [SelectChoice("", "–"), *_voting(whole)]
    status = attempt(meeting_id, form, lambda w, m: _move(w, m, item_id, form))
    if status is None:
        return back(meeting_id, item_id)
    whole, item = on_item(meeting_id, item_id)
    return shown("motion", status, whole, item=item, form=form)


def _voting(whole: Sitting) -> list[SelectChoice]:
    present = {row.id: row for row in whole.room.present(now()).values()}
    return [
        SelectChoice(str(key), whole.people[row.person_id].name) for key, row in present.items()
    ]


def _move(w: Work, meeting: Meeting, item_id: uuid.UUID, form: MotionForm) -> None:
    operations.move(
        w,
        meeting,
        of_meeting(w, AgendaItem, item_id, meeting),
        words=form.words.data,
        mover=_attendance(w, meeting, form.mover.data),
        seconder=_attendance(w, meeting, form.seconder.data),
        majority=Majority(form.majority.data),
    )


def _attendance(w: Work, meeting: Meeting, given: str | None) -> Attendance | None:
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
    return shown(
        "vote",
        status,
        whole,
        item=item,
        motion=found,
        form=form,
        quorum=whole.quorum(now()),
        present=whole.room.present(now()),
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
    if taken.is_carried:
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
    return shown("agree", status, whole, item=item, form=form, quorum=whole.quorum(now()))


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
    names = sorted((row.name, str(key)) for key, row in whole.people.items())
    form.owner.choices = [SelectChoice(key, name) for name, key in names]
    status = attempt(meeting_id, form, lambda w, m: _action(w, m, item_id, form))
    if status is None:
        return back(meeting_id, item_id)
    whole, item = on_item(meeting_id, item_id)
    return shown("action", status, whole, item=item, form=form)


def _action(w: Work, meeting: Meeting, item_id: uuid.UUID, form: ActionForm) -> None:
    operations.give_action(
        w,
        meeting,
        of_meeting(w, AgendaItem, item_id, meeting),
        words=form.words.data,
        owner_id=uuid.UUID(form.owner.data),
        due_on=form.due_on.data,
    )


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
