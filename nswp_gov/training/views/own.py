"""What an organisation does: apply, answer an offer, name who comes; what the faculty says."""

from __future__ import annotations

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import FieldList, IntegerField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from nswp_gov.directory import queries as directory
from nswp_gov.directory.forms.profile import countries
from nswp_gov.store.errors import DomainError, NotFound
from nswp_gov.store.work import Work
from nswp_gov.training import forms, operations, policy, queries
from nswp_gov.training.models import Call, Event, PlaceApplication
from nswp_gov.training.states import LONGEST_NAME, LONGEST_TEXT, State
from nswp_gov.training.views import bp
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import AppForm
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, now, session, viewer, work

UNPROCESSABLE = 422


def own_organisations() -> list[uuid.UUID]:
    """Return the member organisations that the person speaks for."""
    who = actor()
    return sorted(one for one in who.member_of if policy.may_apply(who, one).allowed)


def _form(call: Call) -> AppForm:
    """Return the form of a call: its criteria are its questions."""
    asked = queries.criteria(session(), call.id)
    said = queries.titles(
        session(), "training_criterion", [one.id for one in asked], locale(), "words"
    )
    names = directory.names_of(session(), own_organisations(), viewer())
    fields: dict[str, Any] = {
        "organisation": SelectField(
            _("For which organisation you act"),
            choices=[SelectChoice(str(one), name) for one, name in names.items()],
        ),
        "people": IntegerField(
            _("How many of you would come"),
            [InputRequired(_("Write a number.")), NumberRange(1, call.team)],
            description=_("At most %(most)s, all from one country.", most=call.team),
        ),
        "country": SelectField(
            _("Country of your team"),
            choices=[SelectChoice("", "–"), *countries(locale())],
            description=_("Only if your organisation works in several countries."),
        ),
    }
    for one in asked:
        label = said[one.id].words if one.id in said else ""
        checks = [InputRequired(_("Fill this in.")), Length(max=LONGEST_TEXT)]
        fields[f"answer_{one.id.hex}"] = TextAreaField(label, checks)
    made: AppForm = type("ApplyForm", (AppForm,), fields)()
    return made


@bp.route("/calls/<uuid:call_id>/apply", methods=["GET", "POST"])
@door(Door.MEMBER)
def apply(call_id: uuid.UUID) -> ResponseReturnValue:
    """Apply for places, or change what was sent while the call is open."""
    row = queries.found(session(), Call, call_id)
    one = queries.one_event(session(), viewer(), row.event_id, locale())
    if not (own_organisations() and queries.is_open(row, now())):
        raise NotFound
    form = _form(row)
    status = UNPROCESSABLE if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with work() as w:
                made = _apply(w, row.id, form)
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            return redirect(url_for("training.application", application_id=made))
    return render_template("training/apply.html", form=form, row=row, one=one), status


def _apply(w: Work, call_id: uuid.UUID, form: AppForm) -> uuid.UUID:
    answers = {
        uuid.UUID(name.removeprefix("answer_")): words
        for name, words in form.data.items()
        if name.startswith("answer_")
    }
    made = operations.apply(
        w,
        w.session.get_one(Call, call_id),
        uuid.UUID(form["organisation"].data),
        people=form["people"].data,
        answers=answers,
        country=form["country"].data or None,
    )
    return made.id


@bp.get("/ours")
@door(Door.MEMBER)
def ours() -> ResponseReturnValue:
    """List what the organisations that one speaks for applied for."""
    own = actor().editor_of | actor().delegate_of
    found = queries.applications_by(session(), own) if own else []
    titles = queries.titles(
        session(), "training_event", {event.id for _row, _call, event in found}, locale()
    )
    names = directory.names_of(session(), {row.organisation_id for row, _c, _e in found}, viewer())
    return render_template("training/ours.html", found=found, titles=titles, names=names)


def readable(application_id: uuid.UUID) -> tuple[PlaceApplication, Call, Event]:
    """Return an application that the person may read, its call and its event.

    Raises:
        NotFound: they may not, or there is none: nobody can tell which.

    """
    row = queries.found(session(), PlaceApplication, application_id)
    if not policy.may_read(actor(), row.organisation_id).allowed:
        raise NotFound
    call = queries.found(session(), Call, row.call_id)
    return row, call, queries.found(session(), Event, call.event_id)


class NamesForm(AppForm):
    """The chosen names of those who come."""

    names = FieldList(StringField("", [Optional(), Length(max=LONGEST_NAME)]))


@bp.get("/applications/<uuid:application_id>")
@door(Door.MEMBER, Door.STAFF)
def application(application_id: uuid.UUID) -> ResponseReturnValue:
    """Show an application: where it stands and why, what is to be done, who comes."""
    return shown(application_id, None, 200)


def shown(application_id: uuid.UUID, sent: AppForm | None, status: int) -> ResponseReturnValue:
    """Return the page of an application; `sent`: the names as they were refused."""
    row, call, event = readable(application_id)
    sent_people = queries.sent_by(session(), row.id)
    form = sent or _names(row, [one.name or "" for one in sent_people])
    asked = queries.criteria(session(), call.id)
    comes = row.state in {State.CONFIRMED, State.OFFERED}
    return render_template(
        "training/application.html",
        row=row,
        call=call,
        event=event,
        title=queries.titles(session(), "training_event", [event.id], locale()).get(event.id),
        name=directory.names_of(session(), [row.organisation_id], viewer())[row.organisation_id],
        form=form,
        people=sent_people,
        held=_held(event, sent_people),
        directions=directions(event) if comes else None,
        criteria=asked,
        questions=queries.titles(
            session(), "training_criterion", [one.id for one in asked], locale(), "words"
        ),
        speaks=policy.may_answer_for(actor(), row.organisation_id).allowed,
    ), status


def _names(row: PlaceApplication, there: list[str]) -> AppForm:
    form = NamesForm(formdata=None, data={"names": [*there, *[""] * row.people][: row.people]})
    return labelled(form)


def labelled(form: NamesForm) -> NamesForm:
    """Return the form with a number at each name."""
    for number, one in enumerate(form.names, 1):
        one.label.text = _("Chosen name %(number)s", number=number)
    return form


def _held(event: Event, people: list[Any]) -> list[Any]:
    """Return the certificates of some people, with their names."""
    names = {one.id: one.name for one in people}
    return [
        (one, names[one.participant_id])
        for one in queries.certificates(session(), event.id)
        if one.participant_id in names and one.revoked_on is None
    ]


def directions(event: Event) -> Any:
    """Return where exactly an event is; ask only for those who come and those who keep it."""
    return queries.titles(session(), "training_event", [event.id], locale(), "directions").get(
        event.id
    )


@bp.post("/applications/<uuid:application_id>/<any(confirm, withdraw):verb>")
@door(Door.MEMBER, Door.STAFF)
def answer(application_id: uuid.UUID, verb: str) -> ResponseReturnValue:
    """Take the places that are offered, or step back."""
    readable(application_id)
    with work() as w:
        row = queries.found(w.session, PlaceApplication, application_id)
        if verb == "confirm":
            operations.confirm(w, row)
        else:
            operations.withdraw(w, row)
    flash(_("Your answer is entered. Thank you.") if verb == "confirm" else _("Done."), "ok")
    return redirect(url_for("training.application", application_id=application_id))


@bp.post("/applications/<uuid:application_id>/names")
@door(Door.MEMBER, Door.STAFF)
def names(application_id: uuid.UUID) -> ResponseReturnValue:
    """Say who comes, by chosen names."""
    readable(application_id)
    form = labelled(NamesForm())
    status = UNPROCESSABLE
    if form.validate_on_submit():
        try:
            with work() as w:
                row = queries.found(w.session, PlaceApplication, application_id)
                operations.name_participants(w, row, [one or "" for one in form.names.data])
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            flash(_("Saved."), "ok")
            return redirect(url_for("training.application", application_id=application_id))
    return shown(application_id, form, status)


@bp.route("/faculty/<token>", methods=["GET", "POST"])
@door(Door.PRIVATE_LINK)
def faculty(token: str) -> ResponseReturnValue:
    """Let somebody who teaches say whether everybody may read a name of theirs."""
    row = queries.teacher_by_token(session(), token)
    one = queries.teachers_event(session(), row, locale())
    form = forms.PublicNameForm(data={"public_name": row.public_name or ""})
    if form.validate_on_submit():
        with work() as w:
            teacher = queries.teacher_by_token(w.session, token)
            operations.consent_to_name(w, teacher, form.public_name.data or "")
        flash(_("Saved."), "ok")
        return redirect(url_for("training.faculty", token=token))
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render_template("training/faculty.html", form=form, row=row, one=one), status
