"""The profile's editor."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.directory import operations, queries
from nswp_gov.directory.forms import ProfileForm
from nswp_gov.directory.forms.labels import DISCLOSED
from nswp_gov.directory.models import Organisation
from nswp_gov.directory.operations import Change, EditedMeanwhile
from nswp_gov.directory.operations.profile import held_value
from nswp_gov.directory.policy import disclosures
from nswp_gov.directory.queries import ProfileView
from nswp_gov.directory.states import TEXT_FIELDS, Kind, ProfileField, Readers
from nswp_gov.directory.views import bp
from nswp_gov.directory.views.ours import reachable, reached, within
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import DomainError
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, session, work

BODY = 256 * 1024  # five long texts in Chinese, percent-encoded


@dataclass(frozen=True)
class Warned:
    """A passage that tells the public what the network withholds, in the reader's words."""

    field: str
    passage: str
    tells: str


@dataclass(frozen=True)
class Both:
    """What two people made of one field at once; `is_clean`: their changes fit together."""

    theirs: Any
    readers: Readers
    mine: Any
    is_merged: bool
    is_clean: bool


def writing_in(subject: Organisation) -> Locale:
    """Return the language whose texts are edited: the address says, else the organisation's."""
    return Locale.from_url(request.args.get("in", "")) or subject.locale


@bp.route("/our/<uuid:organisation_id>/profile", methods=["GET", "POST"])
@door(Door.SIGNED_IN, limit=BODY)
def profile(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Show the profile with the readers of each field; save what was changed."""
    known = reached(organisation_id)
    language = writing_in(known.subject)
    form = ProfileForm()
    form.offer(locale())
    theirs: dict[ProfileField, tuple[Any, Readers]] = {}
    if not form.is_submitted():
        _show(form, queries.profile_in(session(), known), language)
    elif form.validate():
        try:
            return _save(form, organisation_id, language)
        except EditedMeanwhile as meanwhile:
            theirs = meanwhile.theirs
            form.refuse(meanwhile)
        except DomainError as refusal:
            form.refuse(refusal)
    return _page(form, organisation_id, language, theirs)


def _page(
    form: ProfileForm,
    organisation_id: uuid.UUID,
    language: Locale,
    theirs: dict[ProfileField, tuple[Any, Readers]],
) -> ResponseReturnValue:
    subject = reachable(organisation_id)
    both = {
        field: _put_together(form, subject, field, held, language) for field, held in theirs.items()
    }
    answer = render_template(
        "directory/profile.html",
        subject=subject,
        form=form,
        language=language,
        both=both,
        warnings=_warnings(form),
        needs_reason=organisation_id not in actor().editor_of,
    )
    return answer, 409 if theirs else 422 if form.errors else 200


def _put_together(
    form: ProfileForm,
    subject: Organisation,
    field: ProfileField,
    held: tuple[Any, Readers],
    language: Locale,
) -> Both:
    """Put both changes of a field into the form; what was shown now counts as seen.

    Texts are merged; of anything else the writer's own stays in the form.
    """
    (value, readers), seen = held, form[f"{field.value}_seen"]
    control = next(control for one, control, *_rest in form.rows() if one is field)
    mine = control.data if control is not None else None
    is_clean = False
    if field.kind is Kind.TEXT and control is not None:
        base = queries.base_of(session(), subject, field, language.value, seen.data or "")
        merged = queries.merge(base, mine or "", value or "")
        control.data, is_clean = merged.words, merged.is_clean
    seen.data = queries.stamp(readers, value)
    return Both(value, readers, mine, field.kind is Kind.TEXT, is_clean)


def _show(form: ProfileForm, view: ProfileView, language: Locale) -> None:
    for field, control, readers, mark in form.rows():
        value = held_value(view, field, language)
        if control is not None:
            control.data = value or ([] if field.kind is Kind.CHOICES else "")
        readers.data = view.choices[field].value
        mark.data = queries.stamp(view.choices[field], value)


def _save(form: ProfileForm, organisation_id: uuid.UUID, language: Locale) -> ResponseReturnValue:
    changes = {
        field: Change(
            value=None if control is None else control.data,
            readers=Readers(readers.data),
            seen=mark.data or None,
        )
        for field, control, readers, mark in form.rows()
    }
    with work() as w:
        subject = within(w, organisation_id)
        done = operations.edit_profile(
            w, subject, changes, locale=language, reason=form.reason.data or None
        )
    flash(_("Saved.") if done else _("Nothing was changed."), "ok")
    for warned in _warnings(form):
        flash(_("“%(passage)s” %(tells)s.", passage=warned.passage, tells=warned.tells), "warn")
    if request.form.get("view"):
        return redirect(url_for("directory.seen", organisation_id=organisation_id, by="public"))
    again: dict[str, Any] = {"organisation_id": organisation_id, "in": language.code}
    return redirect(url_for("directory.profile", **again))


def _warnings(form: ProfileForm) -> list[Warned]:
    """Return what the texts that everybody may see give away."""
    found = []
    for field in (ProfileField.NAME, *TEXT_FIELDS):
        if form[f"{field.value}_readers"].data == Readers.PUBLIC.value:
            found += [
                Warned(field.value, one.passage, str(DISCLOSED[one.what]))
                for one in disclosures(form[field.value].data or "")
            ]
    return found
