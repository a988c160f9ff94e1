"""The register's pages: the list as at a day, one organisation's record, changes."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from nswp_gov.directory import operations as directory
from nswp_gov.directory.queries import organisation as the_organisation
from nswp_gov.directory.queries import region_of
from nswp_gov.directory.states import Level
from nswp_gov.membership import operations, queries
from nswp_gov.membership.forms import (
    CATEGORIES,
    STANDINGS,
    ActForm,
    AdmitForm,
    CategoryForm,
    EndForm,
    OrganisationForm,
    StandingForm,
)
from nswp_gov.membership.policy import may_keep_register
from nswp_gov.membership.states import Category, Standing
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.store.clock import civil_day
from nswp_gov.store.errors import DomainError
from nswp_gov.store.links import links_from
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.phrases import say, say_reasons
from nswp_gov.web.templating import POLICIES, NavItem
from nswp_gov.web.unit import now, session, settings, work

bp = Blueprint("membership", __name__, url_prefix="/register")
WORK_NAV = [NavItem("membership.index", _l("Register"), Door.STAFF)]
PAGE = 50

say(
    {
        "already_member": _l("This organisation belongs to the network already."),
        "not_a_member": _l("On that day this organisation did not belong to the network."),
        "no_region_for_admission": _l(
            "The region of this organisation is undecided: the board assigns one first."
        ),
        "same_as_before": _l("That is how it stands already."),
        "day_ahead": _l("This day lies ahead. Come back when it has come."),
        "standing_ends_nothing": _l("Choose how the membership ends."),
        "decision_unknown": _l("This is not the identifier of a decision."),
    }
)
say_reasons(
    {"category_withheld": _l("Categories and voting rights are not shown to other members.")}
)


def install(app: Flask) -> None:
    """Give templates the register's words."""
    POLICIES["keep_register"] = may_keep_register
    app.jinja_env.globals["register_words"] = {
        "categories": CATEGORIES,
        "standings": STANDINGS,
    }


def _today() -> date:
    return civil_day(now(), settings().zone)


def _day() -> date:
    try:
        return date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return _today()


@bp.get("")
@door(Door.STAFF)
def index() -> ResponseReturnValue:
    """Show the register as at a day, narrowed as the address says."""
    day = _day()
    asked = queries.Narrowed(
        words=request.args.get("q", "").strip(),
        regions=frozenset(request.args.getlist("region")),
        categories=frozenset(request.args.getlist("category")),
        standings=frozenset(request.args.getlist("standing")),
    )
    lines = queries.narrowed(queries.register_as_at(session(), day, locale=locale()), asked)
    start = max(request.args.get("from", 0, int), 0)
    return render_template(
        "membership/index.html",
        day=day,
        is_today=day == _today(),
        asked=asked,
        lines=lines[start : start + PAGE],
        total=len(lines),
        newer=_page_at(start - PAGE) if start else None,
        older=_page_at(start + PAGE) if start + PAGE < len(lines) else None,
        regions=[one.value for one in Region],
        without=queries.not_members(session(), locale()),
    )


def _page_at(start: int) -> str:
    kept: dict[str, Any] = {**request.args.to_dict(flat=False), "from": max(start, 0)}
    return url_for("membership.index", **kept)


@bp.get("/<uuid:organisation_id>")
@door(Door.STAFF)
def record(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Show one organisation's membership: now, and every fact before, void ones included."""
    return _record_page(organisation_id, {})


def _record_page(organisation_id: uuid.UUID, forms: dict[str, ActForm]) -> ResponseReturnValue:
    subject = the_organisation(session(), organisation_id)
    running = queries.running(session(), organisation_id)
    facts = queries.standing_history(session(), organisation_id)
    categories = queries.category_history(session(), organisation_id)
    answer = render_template(
        "membership/record.html",
        subject=subject,
        region=region_of(session(), subject.id, _today()),
        line=queries.line_among(categories, facts, _today()),
        running=running,
        standings=facts,
        categories=categories,
        links=links_from(session(), "membership", running.id) if running else [],
        forms_of=_forms(running is not None, forms),
    )
    refused = any(form.errors or form.form_errors for form in forms.values())
    return answer, 422 if refused else 200


def _forms(is_member: bool, sent: dict[str, ActForm]) -> dict[str, ActForm]:  # noqa: FBT001 - one caller
    """Return the forms that fit: each with its own names, so that one page holds several."""
    kinds: dict[str, type[ActForm]] = (
        {"standing": StandingForm, "category": CategoryForm, "end": EndForm}
        if is_member
        else {"admission": AdmitForm}
    )
    return {
        name: sent.get(name) or kind(formdata=None, prefix=name, on=_today())
        for name, kind in kinds.items()
    }


def _act(
    organisation_id: uuid.UUID, name: str, form: ActForm, do: Callable[[Work], Any]
) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            with work() as w:
                do(w)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Recorded."), "ok")
            return redirect(url_for("membership.record", organisation_id=organisation_id))
    return _record_page(organisation_id, {name: form})


@bp.post("/<uuid:organisation_id>/admission")
@door(Door.STAFF)
def admission(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Admit the organisation."""
    form = AdmitForm(prefix="admission")

    def do(w: Work) -> None:
        operations.admit(
            w,
            the_organisation(w.session, organisation_id),
            Category(form.category.data),
            form.on.data,
            reason=form.reason.data,
            decision_id=form.decision_id(),
        )

    return _act(organisation_id, "admission", form, do)


@bp.post("/<uuid:organisation_id>/category")
@door(Door.STAFF)
def category(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Change the category."""
    form = CategoryForm(prefix="category")

    def do(w: Work) -> None:
        operations.change_category(
            w,
            the_organisation(w.session, organisation_id),
            Category(form.category.data),
            form.on.data,
            reason=form.reason.data,
            decision_id=form.decision_id(),
        )

    return _act(organisation_id, "category", form, do)


@bp.post("/<uuid:organisation_id>/standing")
@door(Door.STAFF)
def standing(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Change the standing of a membership that goes on."""
    form = StandingForm(prefix="standing")

    def do(w: Work) -> None:
        operations.change_standing(
            w,
            the_organisation(w.session, organisation_id),
            Standing(form.standing.data),
            form.on.data,
            reason=form.reason.data,
            decision_id=form.decision_id(),
        )

    return _act(organisation_id, "standing", form, do)


@bp.post("/<uuid:organisation_id>/end")
@door(Door.STAFF)
def end(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """End the membership."""
    form = EndForm(prefix="end")

    def do(w: Work) -> None:
        operations.end_membership(
            w,
            organisation_id,
            Standing(form.standing.data),
            form.on.data,
            reason=form.reason.data,
            decision_id=form.decision_id(),
        )

    return _act(organisation_id, "end", form, do)


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
