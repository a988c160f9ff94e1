"""The editor: the source and what changed in it beside the translation, and who works on it."""

from __future__ import annotations

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from nswp_gov.desk import operations, policy, queries
from nswp_gov.desk.forms import ActForm, AssignForm, TargetForm
from nswp_gov.desk.models import Assignment
from nswp_gov.desk.operations import DraftMoved
from nswp_gov.desk.views.blueprint import (
    CODES,
    EDITOR_LIMIT,
    UNPROCESSABLE,
    bp,
    editor,
    home_of,
    known_locale,
    row_or_404,
)
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import DomainError, NotFound
from nswp_gov.web.access import Door, door
from nswp_gov.web.phrases import phrase
from nswp_gov.web.unit import actor, now, session, work

JSON = "application/json"
ACTS = "<any(claim, give_back, review, send_back, discard):act>"


@bp.get(f"/translation/texts/<uuid:text_id>/{CODES}")
@door(Door.SIGNED_IN)
def edit(text_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Show source and translation side by side."""
    row, into = row_or_404(text_id), known_locale(code)
    if into is row.source:
        raise NotFound
    bench = queries.bench(session(), row, into)
    form = TargetForm(formdata=None, data=_as_is(bench))
    return _page(bench, form)


def _as_is(bench: queries.Bench) -> dict[str, Any]:
    """Return what the fields begin with; what is sent renders the source as it is now."""
    draft = bench.draft
    return {
        "words": bench.words,
        "number": bench.number,
        "made_from": bench.row.number,
        "is_machine_assisted": draft.is_machine_assisted if draft else False,
    }


def _page(
    bench: queries.Bench, form: TargetForm, status: int = 200, moved: DraftMoved | None = None
) -> ResponseReturnValue:
    row, into = bench.row, bench.locale
    names = {bench.claim.person_id} if bench.claim else set()
    names |= {bench.draft.writer_id} if bench.draft and bench.draft.writer_id else set()
    given = queries.assignments_of(session(), row.kind, row.subject_id, now())
    is_office = policy.may_assign(actor()).allowed
    page = render_template(
        "desk/edit.html",
        bench=bench,
        row=row,
        into=into,
        form=form,
        moved=moved,
        remarks=bench.remarks(queries.terms(session()), form.words.data or ""),
        claim=bench.claim if bench.claim and bench.claim.holds_at(now()) else None,
        names=queries.named(session(), names | {one.person_id for one in given}),
        me=actor().person_id,
        home=home_of(row),
        given=[one for one in given if one.locale is into] if is_office else [],
        assign_form=_assign_form(into) if is_office else None,
        is_second=bool(bench.draft and policy.may_review(actor(), bench.draft.writer_id).allowed),
    )
    return page, status


def _assign_form(into: Locale) -> AssignForm:
    form = AssignForm(formdata=None)
    people = queries.translators_of(session(), into, now())
    form.person.choices = [SelectChoice(str(one.id), one.name) for one in people]
    return form


@bp.post(f"/translation/texts/<uuid:text_id>/{CODES}")
@door(Door.SIGNED_IN, limit=EDITOR_LIMIT)
def save(text_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Keep a draft, and do with it what the button said.

    For a script that saves by itself, JSON: 200 `{"number"}`; 409 `{"theirs", "number"}` when
    somebody else saved; another status with `{"detail"}`.
    """
    into, form = known_locale(code), TargetForm()
    as_json = request.accept_mimetypes.best == JSON
    if not form.validate_on_submit():
        return _refused(text_id, into, form, as_json=as_json)
    act = "" if as_json else request.form.get("act", "")
    try:
        number = _carry_out(text_id, into, form, act)
    except DraftMoved as moved:
        return _moved(text_id, into, form, moved, as_json=as_json)
    except DomainError as refusal:
        form.refuse(refusal)
        return _refused(text_id, into, form, as_json=as_json, refusal=refusal)
    if as_json:
        return {"number": number}
    flash(_DONE[act]())
    return redirect(editor(row_or_404(text_id), into))


_DONE = {
    "": lambda: _("The draft is kept."),
    "review": lambda: _("The draft waits for a second person."),
    "release": lambda: _("The translation is out."),
}


def _carry_out(text_id: uuid.UUID, into: Locale, form: TargetForm, act: str) -> int:
    """Save, then release or ask for a review; each is a unit of its own: what is saved is kept."""
    with work() as w:
        kept = operations.save_draft(
            w,
            text_id,
            into,
            **form.values("words", "number", "made_from", "is_machine_assisted"),
        )
        number = kept.number
    form.number.data = number
    form.number.raw_data = None
    with work() as w:
        if act == "review":
            operations.ask_review(w, text_id, into, number=number)
        elif act == "release":
            operations.release(w, text_id, into, number=number, is_sure=form.is_sure.data)
    return number


def _refused(
    text_id: uuid.UUID,
    into: Locale,
    form: TargetForm,
    *,
    as_json: bool,
    refusal: DomainError | None = None,
) -> ResponseReturnValue:
    status = refusal.status if refusal else UNPROCESSABLE
    if as_json:
        return {"detail": phrase(refusal) if refusal else ""}, status
    bench = queries.bench(session(), row_or_404(text_id), into)
    return _page(bench, form, status)


def _moved(
    text_id: uuid.UUID, into: Locale, form: TargetForm, moved: DraftMoved, *, as_json: bool
) -> ResponseReturnValue:
    """Show both texts; nothing was overwritten. Saving again keeps what stands in the field."""
    if as_json:
        return {"theirs": moved.theirs, "number": moved.number}, moved.status
    bench = queries.bench(session(), row_or_404(text_id), into)
    form.number.data, form.number.raw_data = moved.number, None
    return _page(bench, form, moved.status, moved)


@bp.post(f"/translation/texts/<uuid:text_id>/{CODES}/{ACTS}")
@door(Door.SIGNED_IN)
def act(text_id: uuid.UUID, code: str, act: str) -> ResponseReturnValue:
    """Take a text, give it back, or decide on another person's draft, as it stands."""
    into = known_locale(code)
    back = editor(row_or_404(text_id), into)
    if not ActForm().validate_on_submit():
        return redirect(back)
    try:
        with work() as w:
            _ACTS[act](w, text_id, into, request.form.get("number", 0, type=int))
    except DomainError as refusal:
        flash(phrase(refusal), "bad")
    return redirect(back)


_ACTS: dict[str, Any] = {
    "claim": lambda w, text_id, into, _number: operations.claim(w, text_id, into),
    "give_back": lambda w, text_id, into, _number: operations.give_back(w, text_id, into),
    "review": lambda w, text_id, into, number: operations.release(w, text_id, into, number=number),
    "send_back": lambda w, text_id, into, number: operations.send_back(
        w, text_id, into, number=number
    ),
    "discard": lambda w, text_id, into, number: operations.discard(w, text_id, into, number=number),
}


@bp.post(f"/translation/texts/<uuid:text_id>/{CODES}/give")
@door(Door.STAFF)
def give(text_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Give the record of a text to a translator."""
    row, into = row_or_404(text_id), known_locale(code)
    form = _assign_form(into)
    form.process(request.form)
    if form.validate():
        try:
            with work() as w:
                operations.assign(w, text_id, into, uuid.UUID(form.person.data))
        except DomainError as refusal:
            flash(phrase(refusal), "bad")
    return redirect(editor(row, into))


@bp.post("/translation/given/<uuid:assignment_id>/end")
@door(Door.STAFF)
def end_giving(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Take a record back from a translator."""
    if ActForm().validate_on_submit():
        with work() as w:
            found = w.session.get(Assignment, assignment_id)
            if found is None:
                raise NotFound
            operations.end_assignment(w, found)
    return redirect(url_for("desk.matrix"))
