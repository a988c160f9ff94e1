"""Minutes: reading them as one may, and their way to publication."""

from __future__ import annotations

import json
import uuid
from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from nswp_gov.bodies import queries as bodies
from nswp_gov.meetings import operations, policy, queries
from nswp_gov.meetings.forms import CorrectionForm, ErratumForm
from nswp_gov.meetings.models import AgendaItem, Correction, Meeting, Minutes
from nswp_gov.meetings.queries import Sitting
from nswp_gov.meetings.states import EditionKind
from nswp_gov.meetings.views import bp
from nswp_gov.meetings.views.record import TEXT_EDITOR, attempt, shown
from nswp_gov.meetings.views.sitting import action_owners, known, of_meeting, told_of
from nswp_gov.store.errors import DomainError, NotFound
from nswp_gov.store.journal import PublishedRecord
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import AppForm, EmptyForm
from nswp_gov.web.linked import End, points_at
from nswp_gov.web.locale import locale
from nswp_gov.web.phrases import phrase
from nswp_gov.web.unit import actor, now, session, viewer, work


@bp.get("/<uuid:meeting_id>/minutes")
@door(Door.PUBLIC)
def minutes(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Minutes as the reader may have them: the members' text, or the public edition."""
    inside = members_view(meeting_id)
    return _public(meeting_id) if inside is None else _members_page(meeting_id, *inside)


@bp.get("/<uuid:meeting_id>/minutes/public")
@door(Door.PUBLIC)
def public(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """The public edition, as everybody reads it."""
    return _public(meeting_id)


@bp.get("/<uuid:meeting_id>/minutes.json")
@door(Door.PUBLIC)
def minutes_json(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """The public edition's bytes, as they were published and hashed."""
    record = record_of(meeting_id)
    answer = Response(record.body, mimetype="application/json")
    answer.headers["X-Content-SHA256"] = record.sha256
    return answer


def record_of(meeting_id: uuid.UUID) -> PublishedRecord:
    """Return the public edition of a meeting's minutes; before it is published nothing is there."""
    found = queries.published(session(), meeting_id, EditionKind.PUBLIC)
    if found is None:
        raise NotFound
    return found


def _public(meeting_id: uuid.UUID) -> ResponseReturnValue:
    record = record_of(meeting_id)
    edition = json.loads(record.body)
    return render_template(
        "meetings/public.html",
        meeting_id=meeting_id,
        edition=edition,
        sha256=record.sha256,
        named=queries.public_names(session(), edition["present"]["people"]),
        errata=queries.public_errata(session(), meeting_id),
        said=_said,
        points=points_at(_in_public(meeting_id, edition)),
    )


def _in_public(meeting_id: uuid.UUID, edition: dict[str, Any]) -> list[End]:
    """Return the records that the public edition tells of."""
    told = [one for item in edition["items"] for one in item.get("decisions", ())]
    minutes_row = queries.minutes_of(session(), meeting_id)
    own = [("minutes", minutes_row.id)] if minutes_row else []
    return [("meeting", meeting_id), *own, *(("decision", uuid.UUID(one["id"])) for one in told)]


def _said(words: dict[str, str], source: str) -> tuple[str, str]:
    """Return the words in the reader's language or in the language of the record, with its tag."""
    tag = locale().tag if locale().tag in words else source
    return words.get(tag, ""), tag


def members_view(meeting_id: uuid.UUID) -> tuple[Meeting, Minutes, str] | None:
    """Return a meeting and its minutes where the reader may have the members' text, and why."""
    if actor().person_id is None:
        return None
    meeting = queries.meeting(session(), meeting_id)
    record = queries.minutes_of(session(), meeting_id)
    if meeting is None or record is None:
        return None
    came = queries.attended(session(), meeting_id, actor().person_id)
    verdict = policy.may_read_minutes(actor(), meeting, record, attended=came, now=now())
    return (meeting, record, verdict.reason) if verdict.allowed else None


def _members_page(
    meeting_id: uuid.UUID,
    meeting: Meeting,
    record: Minutes,
    why: str,
    *,
    status: int = 200,
    refusal: DomainError | None = None,
    form: CorrectionForm | None = None,
) -> ResponseReturnValue:
    whole = queries.sitting(session(), meeting, locale())
    if whole.is_forgotten:
        return _public(meeting_id)
    errata = queries.errata(session(), record.id)
    return shown(
        "minutes",
        status,
        whole,
        record=record,
        why=why,
        **rights(whole),
        names=bodies.names_of(session(), whole.people, viewer(), whole.body.id),
        corrections=queries.corrections(session(), record.id),
        errata=errata,
        errata_words=queries.readings(session(), "erratum", [e.id for e in errata], locale()),
        name=bodies.names(session(), [whole.body], locale())[whole.body.id],
        labels=seat_labels(whole),
        happened=queries.facts(whole),
        owners=action_owners(
            whole, bodies.names_of(session(), whole.people, viewer(), whole.body.id)
        ),
        form=_offer(form or CorrectionForm(formdata=None), whole),
        refusal=phrase(refusal) if refusal else None,
        button=EmptyForm(),
        edition=queries.published(session(), meeting_id, EditionKind.MEMBERS),
        points=points_at(told_of(whole, closed=rights(whole)["reads_closed"])),
    )


def seat_labels(whole: Sitting) -> dict[uuid.UUID, Any]:
    """Return what the seats of a meeting's body are called; an assembly has none."""
    seats = bodies.seats_of(session(), whole.body.id, queries.meeting_day(whole.meeting))
    return {} if whole.is_assembly else bodies.labels(session(), seats, locale())


def rights(whole: Sitting) -> dict[str, bool]:
    """Return what the reader of this request may do with minutes, and read of them."""
    who, meeting = actor(), whole.meeting
    came = any(row.person_id == who.person_id for row in whole.came())
    return {
        "may_write": policy.may_take_minutes(who, meeting).allowed,
        "may_publish": policy.may_publish(who).allowed,
        "may_correct": policy.may_correct(who, attended=came).allowed,
        "reads_closed": policy.may_read_closed(who, meeting).allowed,
        "reads_people": policy.may_see_room(who, meeting).allowed or not whole.is_assembly,
        "reads_body": meeting.body_id in viewer().bodies,
    }


def _offer(form: Any, whole: Sitting) -> Any:
    """Offer the items that the reader may know of."""
    closed = policy.may_read_closed(actor(), whole.meeting).allowed
    form.item.choices = [
        SelectChoice(str(row.id), f"{row.position}. {whole.text(row.id, 'title')}")
        for row in whole.items
        if closed or not row.is_closed
    ]
    return form


def _step(meeting_id: uuid.UUID, act: Any, said: str) -> ResponseReturnValue:
    """Do one step of the minutes' way and come back to them; a refusal is said there."""
    try:
        with work() as w:
            act(w, known(w, meeting_id), _minutes(w, meeting_id))
    except DomainError as refusal:
        inside = members_view(meeting_id)
        if inside is None:
            raise
        return _members_page(meeting_id, *inside, status=refusal.status, refusal=refusal)
    flash(said, "ok")
    return redirect(url_for("meetings.minutes", meeting_id=meeting_id))


def _minutes(w: Work, meeting_id: uuid.UUID) -> Minutes:
    found = queries.minutes_of(w.session, meeting_id)
    if found is None:
        raise NotFound
    return found


@bp.post("/<uuid:meeting_id>/minutes/circulate")
@door(Door.SIGNED_IN)
def circulate(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Send the draft out for corrections."""
    return _step(
        meeting_id, operations.circulate, _("Those who attended may now ask for corrections.")
    )


@bp.post("/<uuid:meeting_id>/minutes/approve")
@door(Door.SIGNED_IN)
def circulated(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Approve minutes to which nobody objected in time."""
    return _step(meeting_id, operations.approve_by_circulation, _("The minutes are approved."))


@bp.post("/<uuid:meeting_id>/minutes/publish")
@door(Door.STAFF)
def publish(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Publish both editions."""
    return _step(meeting_id, operations.publish_minutes, _("Both editions are published."))


@bp.get("/<uuid:meeting_id>/minutes/preview")
@door(Door.STAFF)
def preview(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Show what everybody would read, before it is published."""
    inside = members_view(meeting_id)
    if inside is None:
        raise NotFound
    edition = queries.preview(session(), inside[0], inside[1])
    return render_template(
        "meetings/preview.html",
        meeting_id=meeting_id,
        edition=edition,
        named=queries.public_names(session(), edition["present"]["people"]),
        unasked=queries.names_said(session(), inside[0], edition),
        said=_said,
        button=EmptyForm(),
    )


@bp.post("/<uuid:meeting_id>/minutes/corrections")
@door(Door.SIGNED_IN, limit=TEXT_EDITOR)
def correct(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for a correction."""
    inside = members_view(meeting_id)
    if inside is None:
        raise NotFound
    form = _offer(CorrectionForm(), queries.sitting(session(), inside[0], locale()))
    status = attempt(meeting_id, form, lambda w, m: _correct(w, m, form))
    if status is None:
        return redirect(url_for("meetings.minutes", meeting_id=meeting_id))
    again = members_view(meeting_id)
    if again is None:
        raise NotFound
    return _members_page(meeting_id, *again, status=status, form=form)


def _correct(w: Work, meeting: Meeting, form: CorrectionForm) -> None:
    item = of_meeting(w, AgendaItem, uuid.UUID(form.item.data), meeting)
    operations.ask_correction(w, meeting, _minutes(w, meeting.id), item, words=form.words.data)


@bp.post("/<uuid:meeting_id>/minutes/corrections/<uuid:correction_id>/<any(made, not_made):how>")
@door(Door.SIGNED_IN)
def settle(meeting_id: uuid.UUID, correction_id: uuid.UUID, how: str) -> ResponseReturnValue:
    """Note that a correction was made in the text, or was not."""

    def act(w: Work, meeting: Meeting, record: Minutes) -> None:
        found = w.session.get(Correction, correction_id)
        if found is None or found.minutes_id != record.id:
            raise NotFound
        operations.settle_correction(w, meeting, found, is_taken=how == "made")

    return _step(meeting_id, act, _("Noted."))


@bp.route("/<uuid:meeting_id>/minutes/erratum", methods=["GET", "POST"])
@door(Door.STAFF, limit=TEXT_EDITOR)
def erratum(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Add a visible correction to published minutes."""
    inside = members_view(meeting_id)
    if inside is None:
        raise NotFound
    whole = queries.sitting(session(), inside[0], locale())
    form: AppForm = _offer(ErratumForm(), whole)
    status = attempt(meeting_id, form, lambda w, m: _erratum(w, m, form))
    if status is None:
        return redirect(url_for("meetings.minutes", meeting_id=meeting_id))
    return shown("erratum", status, whole, form=form)


def _erratum(w: Work, meeting: Meeting, form: Any) -> None:
    item = of_meeting(w, AgendaItem, uuid.UUID(form.item.data), meeting) if form.item.data else None
    operations.add_erratum(
        w,
        meeting,
        _minutes(w, meeting.id),
        words={meeting.locale: form.words.data},
        item=item,
        is_public=form.is_public.data,
    )
