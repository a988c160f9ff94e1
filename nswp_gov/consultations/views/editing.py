"""The questionnaire as the secretariat writes it, without script: add, move, remove, translate."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from nswp_gov.consultations import operations, queries
from nswp_gov.consultations.forms import (
    ParagraphsForm,
    QuestionForm,
    SectionForm,
    section_form,
)
from nswp_gov.consultations.models import Consultation, Question
from nswp_gov.consultations.operations import Draftable
from nswp_gov.consultations.queries import Asking, Questionnaire
from nswp_gov.consultations.states import CAN_DECIDE, Kind
from nswp_gov.consultations.views import bp
from nswp_gov.consultations.views.found import TEXT_EDITOR, attempt, known
from nswp_gov.consultations.views.words import field_name
from nswp_gov.manual import policy as manual_policy
from nswp_gov.manual import queries as manual
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import Unfit
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.formats import COLON
from nswp_gov.web.forms import EmptyForm
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, session

CHANGE = "edit"


def in_own_language(slug: str) -> Questionnaire:
    """Return a questionnaire in the language in which it is written."""
    row = known(slug)
    return queries.questionnaire(session(), row, row.locale)


def _back(slug: str, anchor: str = "") -> ResponseReturnValue:
    place = f"q{anchor}" if anchor else None
    return redirect(url_for("consultations.questions", slug=slug, _anchor=place))


@bp.route("/<slug>/questions", methods=["GET", "POST"])
@door(Door.STAFF)
def questions(slug: str) -> ResponseReturnValue:
    """Show all that is asked; add a section."""
    form = SectionForm()
    status = attempt(slug, form, lambda w, row: operations.add_section(w, row, form.title.data))
    if status is None:
        return _back(slug)
    whole = in_own_language(slug)
    return render_template(
        "consultations/questions.html",
        form=form,
        whole=whole,
        is_frozen=queries.has_answers(session(), whole.row.id),
    ), status


@bp.route("/<slug>/sections/<uuid:section_id>", methods=["GET", "POST"])
@door(Door.STAFF)
def section_title(slug: str, section_id: uuid.UUID) -> ResponseReturnValue:
    """Give a section another title."""
    whole = in_own_language(slug)
    queries.section(session(), whole.row.id, section_id)
    part = next(one for one in whole.parts if one.row.id == section_id)
    form = SectionForm(title=part.title.words)
    status = attempt(
        slug,
        form,
        lambda w, row: operations.rename_section(
            w, row, queries.section(w.session, row.id, section_id), form.title.data
        ),
    )
    if status is None:
        return _back(slug)
    return render_template("consultations/section_title.html", form=form, whole=whole), status


@bp.post("/<slug>/sections/<uuid:section_id>/<any(up, down):way>")
@door(Door.STAFF)
def move_section(slug: str, section_id: uuid.UUID, way: str) -> ResponseReturnValue:
    """Move a section by one place."""

    def deed(w: Work, row: Consultation) -> None:
        found = queries.section(w.session, row.id, section_id)
        operations.move_section(w, row, found, up=way == "up")

    return _pressed(slug, deed, str(section_id))


@bp.post("/<slug>/questions/<uuid:question_id>/<any(up, down):way>")
@door(Door.STAFF)
def move_question(slug: str, question_id: uuid.UUID, way: str) -> ResponseReturnValue:
    """Move a question by one place."""

    def deed(w: Work, row: Consultation) -> None:
        found = queries.question(w.session, row.id, question_id)
        operations.move_question(w, row, found, up=way == "up")

    return _pressed(slug, deed, str(question_id))


def _pressed(slug: str, deed: Any, anchor: str = "") -> ResponseReturnValue:
    """Do what a button asks for; say on the list what was not done."""
    form = EmptyForm()
    if attempt(slug, form, deed) is not None:
        for error in form.form_errors:
            flash(error, "bad")
    return _back(slug, anchor)


@bp.route("/<slug>/sections/<uuid:section_id>/removal", methods=["GET", "POST"])
@door(Door.STAFF)
def remove_section(slug: str, section_id: uuid.UUID) -> ResponseReturnValue:
    """Ask, then remove a section with its questions."""
    whole = in_own_language(slug)
    queries.section(session(), whole.row.id, section_id)
    if request.method == "POST":
        return _pressed(
            slug,
            lambda w, row: operations.remove_section(
                w, row, queries.section(w.session, row.id, section_id)
            ),
        )
    part = next(one for one in whole.parts if one.row.id == section_id)
    return render_template("consultations/removal.html", whole=whole, part=part, asking=None)


@bp.route("/<slug>/questions/<uuid:question_id>/removal", methods=["GET", "POST"])
@door(Door.STAFF)
def remove_question(slug: str, question_id: uuid.UUID) -> ResponseReturnValue:
    """Ask, then remove a question."""
    whole = in_own_language(slug)
    asking = _asking(whole, question_id)
    if request.method == "POST":
        return _pressed(
            slug,
            lambda w, row: operations.remove_question(
                w, row, queries.question(w.session, row.id, question_id)
            ),
        )
    return render_template("consultations/removal.html", whole=whole, part=None, asking=asking)


def _asking(whole: Questionnaire, question_id: uuid.UUID) -> Asking:
    queries.question(session(), whole.row.id, question_id)
    return next(one for part in whole.parts for one in part.questions if one.row.id == question_id)


def _offer_conditions(form: QuestionForm, whole: Questionnaire, before: Question | None) -> None:
    """Offer each answer of each earlier question as what this one may depend on."""
    form.when.choices = [SelectChoice("", _("It is always asked"))]
    for one in (asking for part in whole.parts for asking in part.questions):
        if before is not None and one.row.id == before.id:
            return
        if one.row.kind in CAN_DECIDE:
            form.when.choices += [
                SelectChoice(
                    f"{one.row.id}:{key}",
                    f"{one.label.words}{COLON}{option_words(one, key)}",
                )
                for key in one.row.options
            ]


def option_words(one: Asking, key: str) -> str:
    """Return the words of what can be ticked; a point of a scale is its number."""
    known = one.words.get(f"option_{key}")
    return known.words if known else key


def _written(w: Work, row: Consultation, form: QuestionForm) -> Draftable:
    """Return the question that a form holds."""
    condition, _colon, option = (form.when.data or "").partition(":")
    bounds = (form.bounds.data or "").replace(",", " ").split()
    if not all(one.isdecimal() for one in bounds):
        raise Unfit("answer_no_number", field="bounds")
    when = None
    if condition:
        when = (queries.question(w.session, row.id, uuid.UUID(condition)), option)
    return Draftable(
        kind=Kind(form.kind.data),
        label=form.label.data,
        hint=form.hint.data or "",
        options=(form.options.data or "").splitlines(),
        rows=(form.rows.data or "").splitlines(),
        points=form.points.data or 5,
        bounds=[int(one) for one in bounds],
        is_required=form.is_required.data,
        when=when,
    )


@bp.route("/<slug>/sections/<uuid:section_id>/question", methods=["GET", "POST"])
@door(Door.STAFF)
def add_question(slug: str, section_id: uuid.UUID) -> ResponseReturnValue:
    """Add a question to a section."""
    whole = in_own_language(slug)
    form = QuestionForm()
    _offer_conditions(form, whole, None)

    def deed(w: Work, row: Consultation) -> None:
        found = queries.section(w.session, row.id, section_id)
        operations.add_question(w, row, found, _written(w, row, form))

    status = attempt(slug, form, deed)
    if status is None:
        return _back(slug, str(section_id))
    return render_template(
        "consultations/question.html", form=form, whole=in_own_language(slug), asking=None
    ), status


@bp.route("/<slug>/questions/<uuid:question_id>", methods=["GET", "POST"])
@door(Door.STAFF)
def edit_question(slug: str, question_id: uuid.UUID) -> ResponseReturnValue:
    """Write a question anew."""
    whole = in_own_language(slug)
    asking = _asking(whole, question_id)
    form = QuestionForm(data=_as_written(asking))
    form.kind.choices = [one for one in form.kind.choices if one.value == asking.row.kind] or [
        SelectChoice(asking.row.kind.value, _("A paragraph to comment on"))
    ]
    _offer_conditions(form, whole, asking.row)

    def deed(w: Work, row: Consultation) -> None:
        found = queries.question(w.session, row.id, question_id)
        operations.change_question(w, row, found, _written(w, row, form))

    status = attempt(slug, form, deed)
    if status is None:
        return _back(slug, str(question_id))
    return render_template(
        "consultations/question.html", form=form, whole=in_own_language(slug), asking=asking
    ), status


def _as_written(one: Asking) -> dict[str, Any]:
    row, words = one.row, one.words
    options = ["low", "high"] if row.kind is Kind.SCALE else [f"option_{k}" for k in row.options]
    return {
        "kind": row.kind.value,
        "label": one.label.words,
        "hint": words["hint"].words if "hint" in words else "",
        "options": "\n".join(words[field].words for field in options),
        "rows": "\n".join(words[f"row_{key}"].words for key in row.rows),
        "points": len(row.options) if row.kind is Kind.SCALE else 5,
        "bounds": ", ".join(row.bounds),
        "is_required": row.is_required,
        "when": f"{row.if_question_id}:{row.if_option}" if row.if_question_id else "",
    }


@bp.route("/<slug>/sections/<uuid:section_id>/paragraphs", methods=["GET", "POST"])
@door(Door.STAFF, limit=TEXT_EDITOR)
def paragraphs(slug: str, section_id: uuid.UUID) -> ResponseReturnValue:
    """Add a draft text, paragraph by paragraph: typed in, or a draft of an adopted document."""
    form = ParagraphsForm()
    form.draft.choices = [SelectChoice("", "–"), *_drafts()]

    def deed(w: Work, row: Consultation) -> None:
        found = queries.section(w.session, row.id, section_id)
        if form.draft.data:
            draft = manual.draft_by_id(w.session, uuid.UUID(form.draft.data))
            operations.add_clauses(w, row, found, draft)
        else:
            operations.add_paragraphs(w, row, found, form.text.data or "")

    status = attempt(slug, form, deed)
    if status is None:
        return _back(slug, str(section_id))
    return render_template(
        "consultations/paragraphs.html", form=form, whole=in_own_language(slug)
    ), status


def _drafts() -> list[SelectChoice]:
    """Return the drafts under way that this person may see."""
    if not manual_policy.may_see_draft(actor(), is_named=False, is_assigned=False).allowed:
        return []
    found = []
    for document in manual.documents(session()):
        draft = manual.draft_under_way(session(), document.id)
        if draft is not None:
            title = manual.title_of(session(), [document], locale())[document.id]
            found.append(SelectChoice(str(draft.id), title.words))
    return found


@bp.get("/<slug>/questions/preview")
@door(Door.STAFF)
def questions_preview(slug: str) -> ResponseReturnValue:
    """Show every section as members will see it, in the language of this page."""
    whole = queries.questionnaire(session(), known(slug), locale())
    forms = {
        part.row.id: section_form(part.questions, locale())(formdata=None, prefix="")
        for part in whole.parts
    }
    shown = {
        one.row.id: [
            field for field in forms[part.row.id] if field.name.startswith(str(one.row.id))
        ]
        for part in whole.parts
        for one in part.questions
    }
    return render_template("consultations/questions_preview.html", whole=whole, shown=shown)


@bp.route("/<slug>/words/<code>", methods=["GET", "POST"])
@door(Door.STAFF, limit=TEXT_EDITOR)
def words(slug: str, code: str) -> ResponseReturnValue:
    """Show every text beside its translation; keep the translations."""
    wanted = next((one for one in Locale if one.code == code), None)
    row = known(slug)
    if wanted is None or wanted is row.locale:
        abort(404)
    lines = _lines(row, wanted)
    form = EmptyForm()
    given = {
        (kind, subject, field): request.form.get(f"{subject}-{field}", "")
        for kind, subject, field, *_rest in lines
    }
    status = attempt(slug, form, lambda w, one: operations.translate_words(w, one, wanted, given))
    if status is None:
        flash(_("Kept."), "ok")
        return redirect(url_for("consultations.words", slug=slug, code=code))
    return render_template(
        "consultations/words.html", whole=in_own_language(slug), wanted=wanted, lines=lines,
        form=form, field_name=field_name,
    ), status  # fmt: skip


def _lines(row: Consultation, wanted: Locale) -> list[tuple[Any, ...]]:
    """Return each text: kind, whose, field, its words, the translation, and how fresh that is."""
    found: list[tuple[Any, ...]] = []
    by_kind: dict[str, list[uuid.UUID]] = {}
    for kind, subject in queries.records_of(session(), row):
        by_kind.setdefault(kind, []).append(subject)
    order = {one.id: n for n, one in enumerate(queries.questions(session(), row.id))}
    for kind in queries.KINDS:
        subjects = sorted(by_kind.get(kind, []), key=lambda one: order.get(one, -1))
        source = queries.words_of(session(), kind, subjects, row.locale)
        target = queries.words_of(session(), kind, subjects, wanted)
        for subject in subjects:
            for field, reading in sorted(source[subject].items()):
                there = target[subject][field]
                own = there if there.locale is wanted else None
                found.append((kind, subject, field, reading, own))
    return found
