"""One organisation's membership: how it stands, every fact before, and the acts that change it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.directory import operations as directory
from nswp_gov.directory.models import Organisation
from nswp_gov.directory.queries import organisation as the_organisation
from nswp_gov.directory.queries import region_of
from nswp_gov.directory.states import Level
from nswp_gov.membership import operations, queries
from nswp_gov.membership.forms import (
    AdmitForm,
    CategoryForm,
    EndForm,
    MistakeForm,
    OrganisationForm,
    RenewalForm,
    StandingForm,
)
from nswp_gov.membership.states import Category, Standing
from nswp_gov.membership.views.frame import bp, today
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import DomainError, Unfit
from nswp_gov.store.links import Card, Registry
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import AppForm
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, work


@dataclass(frozen=True)
class Act:
    """An act on a record: its form, what it does, and whether it needs a running membership."""

    form: type[AppForm]
    do: Callable[[Work, Organisation, Any], object]
    for_members: bool | None = True  # None: for both


def _decided(form: Any) -> uuid.UUID | None:
    """Return the decision that a form names, if there is such a decision."""
    named: uuid.UUID | None = form.decision_id()
    registry: Registry = current_app.extensions["nswp_gov.links"]
    if named and registry.card(session(), "decision", named, locale().value) is None:
        raise Unfit("decision_unknown", field="decision")
    return named


def _why(form: Any) -> dict[str, Any]:
    return {"reason": form.reason.data, "decision_id": _decided(form)}


def _admit(w: Work, subject: Organisation, form: Any) -> None:
    category = Category(form.category.data)
    operations.admit(w, subject, category, form.on.data, **_why(form))


def _change_category(w: Work, subject: Organisation, form: Any) -> None:
    category = Category(form.category.data)
    operations.change_category(w, subject, category, form.on.data, **_why(form))


def _change_standing(w: Work, subject: Organisation, form: Any) -> None:
    standing, review = Standing(form.standing.data), form.review_on.data
    operations.change_standing(w, subject, standing, form.on.data, review_on=review, **_why(form))


def _end(w: Work, subject: Organisation, form: Any) -> None:
    how = Standing(form.standing.data)
    operations.end_membership(w, subject.id, how, form.on.data, **_why(form))


def _renew(w: Work, subject: Organisation, form: Any) -> None:
    operations.renew(w, subject, form.until_on.data, reason=form.reason.data)


def _mend(w: Work, subject: Organisation, form: Any) -> None:
    if queries.running(w.session, subject.id):
        operations.void_admission(w, subject, reason=form.reason.data)
    else:
        operations.take_back_ending(w, subject, reason=form.reason.data)


ACTS: Mapping[str, Act] = {
    "renewal": Act(RenewalForm, _renew),
    "standing": Act(StandingForm, _change_standing),
    "category": Act(CategoryForm, _change_category),
    "end": Act(EndForm, _end),
    "admission": Act(AdmitForm, _admit, for_members=False),
    "mistake": Act(MistakeForm, _mend, for_members=None),
}


@bp.get("/<uuid:organisation_id>")
@door(Door.STAFF)
def record(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Show one organisation's membership: now, and every fact before, void ones included."""
    return _record_page(organisation_id, {})


def _record_page(organisation_id: uuid.UUID, sent: dict[str, AppForm]) -> ResponseReturnValue:
    subject = the_organisation(session(), organisation_id)
    merger = queries.merged_into(session(), subject.id)
    stays = queries.stays(session(), subject.id)
    running = next((one for one in stays if one.ended_on is None), None)
    standings = queries.standing_history(session(), subject.id)
    categories = queries.category_history(session(), subject.id)
    answer = render_template(
        "membership/record.html",
        subject=subject,
        merger=merger,
        absorbed=queries.mergers_of(session(), subject.id),
        region=region_of(session(), subject.id, today()),
        line=queries.line_among(categories, standings, today()),
        running=running,
        stays=stays,
        standings=standings,
        categories=categories,
        renewals=queries.renewals(session(), subject.id),
        cards=_cards([*stays, *standings, *categories]),
        forms_of={} if merger else _forms(running is not None, bool(stays), sent),
    )
    refused = any(form.errors or form.form_errors for form in sent.values())
    return answer, 422 if refused else 200


def _cards(rows: Iterable[Any]) -> dict[uuid.UUID, list[Card]]:
    """Return, by row, the decisions that rows came from, as the reader is shown them."""
    registry: Registry = current_app.extensions["nswp_gov.links"]
    found: dict[uuid.UUID, list[Card]] = {}
    for link in queries.decisions_behind(session(), [one.id for one in rows]):
        card = registry.card(session(), link.to_type, link.to_id, locale().value)
        if card is not None:
            found.setdefault(link.from_id, []).append(card)
    return found


def _forms(is_member: bool, was_member: bool, sent: dict[str, AppForm]) -> dict[str, AppForm]:  # noqa: FBT001 - one caller
    """Return the forms that fit: each with its own names, so that one page holds several."""
    fitting = [
        name
        for name, act in ACTS.items()
        if act.for_members is is_member or (act.for_members is None and was_member)
    ]
    return {name: sent.get(name) or _blank(name) for name in fitting}


def _blank(name: str) -> AppForm:
    kind = ACTS[name].form
    day = {"on": today()} if hasattr(kind, "on") else {}
    return kind(formdata=None, prefix=name, **day)


@bp.post("/<uuid:organisation_id>/<any(renewal, standing, category, end, admission, mistake):name>")
@door(Door.STAFF)
def act(organisation_id: uuid.UUID, name: str) -> ResponseReturnValue:
    """Do one act on a record, from the day and for the reason that its form says."""
    form = ACTS[name].form(prefix=name)
    if form.validate_on_submit():
        try:
            with work() as w:
                ACTS[name].do(w, the_organisation(w.session, organisation_id), form)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Recorded."), "ok")
            return redirect(url_for("membership.record", organisation_id=organisation_id))
    return _record_page(organisation_id, {name: form})


@bp.route("/entry", methods=["GET", "POST"])
@door(Door.STAFF)
def entry() -> ResponseReturnValue:
    """Enter an organisation, so that it can be admitted."""
    form = OrganisationForm()
    form.offer(locale())
    if form.validate_on_submit():
        try:
            added = _enter(form)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("membership.record", organisation_id=added))
    answer = render_template("membership/entry.html", form=form)
    return answer, 422 if form.errors or form.form_errors else 200


def _enter(form: OrganisationForm) -> uuid.UUID:
    with work() as w:
        added = directory.add_organisation(
            w,
            name=form.name.data,
            locale=Locale(form.locale.data),
            country=form.country.data or None,
            level=Level(form.level.data),
            region=form.region.data or None,
            region_reason=form.region_reason.data or "",
        )
        return added.id
