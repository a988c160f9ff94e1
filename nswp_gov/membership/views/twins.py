"""Records that may be one organisation: found, told apart, merged."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.directory.forms.labels import AREAS, FIELDS, LEVELS
from nswp_gov.directory.queries import organisation as the_organisation
from nswp_gov.directory.states import ProfileField
from nswp_gov.membership import operations, queries
from nswp_gov.membership.forms import MergeForm
from nswp_gov.membership.queries import Side
from nswp_gov.membership.views.frame import bp, today
from nswp_gov.store.errors import DomainError
from nswp_gov.web.access import Door, door
from nswp_gov.web.formats import country, language_name, listed
from nswp_gov.web.unit import session, work

MOST = 200  # pairs on one page
_BY_FIELD: Mapping[ProfileField, Callable[[Any], Any]] = {
    ProfileField.COUNTRY: country,
    ProfileField.LEVEL: lambda value: LEVELS[value],
    ProfileField.LANGUAGES: lambda value: listed(language_name(one) for one in value),
    ProfileField.AREAS: lambda value: listed(str(AREAS.get(one, one)) for one in value),
}


@bp.get("/duplicates")
@door(Door.STAFF)
def duplicates() -> ResponseReturnValue:
    """Show the pairs of records that may be one organisation, the most alike first."""
    found = queries.duplicates(session())
    return render_template("membership/duplicates.html", pairs=found[:MOST], total=len(found))


@bp.post("/duplicates/<uuid:one_id>/<uuid:other_id>/apart")
@door(Door.STAFF)
def apart(one_id: uuid.UUID, other_id: uuid.UUID) -> ResponseReturnValue:
    """Note that two records that look alike are two organisations."""
    with work() as w:
        one = the_organisation(w.session, one_id)
        operations.keep_apart(w, one, the_organisation(w.session, other_id))
    flash(_("Noted: these are two organisations."), "ok")
    return redirect(url_for("membership.duplicates"))


@bp.route("/duplicates/<uuid:kept_id>/<uuid:gone_id>", methods=["GET", "POST"])
@door(Door.STAFF, fresh=True)
def merge(kept_id: uuid.UUID, gone_id: uuid.UUID) -> ResponseReturnValue:
    """Show two records side by side, and let one become part of the other."""
    form = MergeForm()
    if form.validate_on_submit():
        try:
            with work() as w:
                kept = the_organisation(w.session, kept_id)
                gone = the_organisation(w.session, gone_id)
                operations.merge(w, kept, gone, reason=form.reason.data)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            flash(_("The two records are one now."), "ok")
            return redirect(url_for("membership.record", organisation_id=kept_id))
    return _page(form, kept_id, gone_id)


def _page(form: MergeForm, kept_id: uuid.UUID, gone_id: uuid.UUID) -> ResponseReturnValue:
    kept = queries.side_of(session(), kept_id, today())
    gone = queries.side_of(session(), gone_id, today())
    answer = render_template(
        "membership/merge.html",
        form=form,
        kept=kept,
        gone=gone,
        fields=[
            (FIELDS[one], _said(kept, one), _said(gone, one))
            for one in ProfileField
            if one in kept.view.values or one in gone.view.values
        ],
    )
    return answer, 422 if form.errors or form.form_errors else 200


def _said(side: Side, field: ProfileField) -> str:
    """Return what a record says in one field, every language of a text."""
    value = side.view.values.get(field)
    if not value:
        return ""
    if isinstance(value, dict):
        return " / ".join(value.values())
    return str(_BY_FIELD.get(field, str)(value))
