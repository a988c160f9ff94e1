"""Writing a reply: section by section, each answer saved by itself, with or without script."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from nswp_gov.consultations import operations, policy, queries
from nswp_gov.consultations.answers import is_whole
from nswp_gov.consultations.forms import (
    STANCES,
    AttributionForm,
    fields_on,
    section_form,
    shown_in,
    typed,
)
from nswp_gov.consultations.models import Question
from nswp_gov.consultations.operations import Said
from nswp_gov.consultations.queries import Asking, Part, Questionnaire, Reply, fingerprint
from nswp_gov.consultations.states import Attribution, Kind
from nswp_gov.consultations.views import bp
from nswp_gov.consultations.views.found import attempt, keys, whole
from nswp_gov.directory.queries import names_of, people_named
from nswp_gov.store.crypto import vault
from nswp_gov.store.errors import DomainError, NotFound
from nswp_gov.web.access import Door, door
from nswp_gov.web.formats import country
from nswp_gov.web.forms import AppForm, EmptyForm
from nswp_gov.web.locale import locale
from nswp_gov.web.phrases import phrase
from nswp_gov.web.unit import actor, session, viewer, work

DEVICE = "consultation.device"
ONE_SECTION = 512 * 1024
WHERE = "/<slug>/ours/<uuid:organisation_id>"


@dataclass(frozen=True)
class Own:
    """One organisation's reply and all that is asked, as its people see it."""

    whole: Questionnaire
    organisation_id: uuid.UUID
    name: str
    reply: Reply
    asked: frozenset[uuid.UUID]

    @property
    def slug(self) -> str:
        """Return the name in the address."""
        return self.whole.row.slug

    def part(self, number: int) -> Part:
        """Return a section by its number.

        Raises:
            NotFound: there is none.

        """
        if not 1 <= number <= len(self.whole.parts):
            raise NotFound
        return self.whole.parts[number - 1]

    def questions(self, part: Part) -> list[Asking]:
        """Return the questions of a section that are asked of this organisation."""
        return [one for one in part.questions if one.row.id in self.asked]

    def missing(self, part: Part) -> int:
        """Return how many answers that are needed are not there."""
        return sum(
            one.row.is_required and not is_whole(one.row, self.reply.held(one.row.id).value)
            for one in self.questions(part)
        )

    def differing(self, part: Part) -> list[Asking]:
        """Return the questions of a section that have different answers."""
        differ = set(self.reply.conflicts())
        return [one for one in part.questions if one.row.id in differ]


def own(slug: str, organisation_id: uuid.UUID) -> Own:
    """Return the reply of an organisation, for those who act for it.

    Raises:
        NotFound: it is not asked, or the reader is somebody else.

    """
    found = whole(slug)
    if not policy.may_draft(actor(), organisation_id).allowed:
        raise NotFound
    if queries.invitee(session(), found.row.id, organisation_id) is None:
        raise NotFound
    reply = queries.own_reply(session(), keys(), found.row, organisation_id)
    asked = frozenset(one.id for one in reply.asked(found.questions))
    name = names_of(session(), [organisation_id], viewer())[organisation_id]
    return Own(found, organisation_id, name, reply, asked)


@bp.get(WHERE)
@door(Door.MEMBER)
def ours(slug: str, organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Show how far the reply is, and let the delegate hand it in."""
    return _overview(own(slug, organisation_id))


def _overview(mine: Own, form: AppForm | None = None, status: int = 200) -> ResponseReturnValue:
    chosen = mine.reply.attribution
    return render_template(
        "consultations/ours.html",
        mine=mine,
        form=form or AttributionForm(formdata=None, attribution=chosen),
        can_hand_in=policy.may_hand_in(actor(), mine.organisation_id).allowed,
    ), status


@bp.route(f"{WHERE}/<int:number>", methods=["GET", "POST"])
@door(Door.MEMBER, limit=ONE_SECTION)
def section(slug: str, organisation_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """Show a section with what is written so far; keep what is sent, all that fits."""
    mine = own(slug, organisation_id)
    part = mine.part(number)
    asked = mine.questions(part)
    held: dict[str, Any] = {}
    for one in asked:
        held |= shown_in(one, mine.reply.held(one.row.id).value)
    form = section_form(asked, locale())(data=held)
    status = attempt(
        slug,
        form,
        lambda w, row: operations.save(
            w, row, organisation_id, sent(asked, form), locale=locale(), keys=keys()
        ),
    )
    if status is None:
        return _next(slug, organisation_id, number, asked)
    return _section_page(mine, number, asked, form), status


def sent(asked: Sequence[Asking], form: AppForm) -> dict[uuid.UUID, Said]:
    """Return what a page says of the questions that stand on it."""
    pen = request.form.get("pen", "")[:32]
    found = {}
    for one in asked:
        name = str(one.row.id)
        if one.row.kind is not Kind.FILE and f"seen-{name}" in request.form:
            seen = request.form.get(f"seen-{name}", 0, type=int)
            was = request.form.get(f"was-{name}", "")
            found[one.row.id] = Said(typed(one, form), seen, pen, was)
    return found


def _next(
    slug: str, organisation_id: uuid.UUID, number: int, before: Sequence[Asking]
) -> ResponseReturnValue:
    """Go on: to a question that is asked only now, to two answers of one question, or further."""
    mine = own(slug, organisation_id)
    part = mine.part(number)
    stays = len(mine.questions(part)) > len(before) or mine.differing(part)
    if stays or "stay" in request.form:
        flash(_("Kept."), "ok")
        return redirect(_to(mine, number))
    if number < len(mine.whole.parts):
        return redirect(_to(mine, number + 1))
    return redirect(_to(mine))


def _to(mine: Own, number: int | None = None) -> str:
    where: dict[str, Any] = {"slug": mine.slug, "organisation_id": mine.organisation_id}
    if number is None:
        return url_for("consultations.ours", **where)
    return url_for("consultations.section", number=number, **where)


def _section_page(mine: Own, number: int, asked: Sequence[Asking], form: AppForm) -> str:
    part = mine.part(number)
    writers = {one.by for one in mine.reply.answers.values()}
    writers |= {other["by"] for one in mine.reply.answers.values() for other in one.others}
    people = people_named(session(), (uuid.UUID(one) for one in writers if len(one) > len("None")))
    return render_template(
        "consultations/section.html",
        mine=mine,
        part=part,
        number=number,
        asked=asked,
        form=form,
        by_question={one.row.id: fields_on(one, form) for one in asked},
        pen=request.form.get("pen") or secrets.token_hex(8),
        seen=_before(mine, asked),
        people={str(one): name for one, name in people.items()},
        said=answer_words,
        device=vault.ring.blind(f"{actor().person_id}:{mine.whole.row.id}", DEVICE),
    )


def _before(mine: Own, asked: Sequence[Asking]) -> dict[uuid.UUID, tuple[int, str]]:
    """Return what the writer had before them: as it was sent, or as it is now."""
    found = {}
    for one in asked:
        held = mine.reply.held(one.row.id)
        seen = request.form.get(f"seen-{one.row.id}", held.number, type=int)
        was = request.form.get(f"was-{one.row.id}", fingerprint(held.value))
        found[one.row.id] = (seen, was)
    return found


@bp.post(f"{WHERE}/saving")
@door(Door.MEMBER, limit=ONE_SECTION)
def saving(slug: str, organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Keep some answers for a script that saves by itself; those that fit, whatever the others.

    JSON: `{"kept": {question: [number, fingerprint]}, "differs": [question], "refused":
    {question: why}, "asked": [question]}`; 409 with `{"said"}` when nothing is taken.
    """
    mine = own(slug, organisation_id)
    everything = [one for part in mine.whole.parts for one in part.questions]
    form = section_form(everything, locale())()
    if not form.validate_on_submit() and form.csrf_token.errors:
        return {"token": generate_csrf()}, 400
    answer: dict[str, Any] = {"kept": {}, "differs": [], "refused": {}}
    for question_id, said in sent(everything, form).items():
        try:
            with work() as w:
                row = queries.consultation(w.session, slug)
                kept = operations.save(
                    w, row, organisation_id, {question_id: said}, locale=locale(), keys=keys()
                )
        except DomainError as refusal:
            session().rollback()
            if refusal.field is None:
                return {"said": phrase(refusal)}, 409
            answer["refused"][str(question_id)] = phrase(refusal)
        else:
            answer["differs"] += [str(one) for one in kept.conflicts]
            answer["kept"][str(question_id)] = kept.numbers[question_id]
    later = own(slug, organisation_id)
    answer["kept"] = {
        key: [number, fingerprint(later.reply.held(uuid.UUID(key)).value)]
        for key, number in answer["kept"].items()
    }
    answer["asked"] = [str(one) for one in later.asked]
    return answer


@bp.post(f"{WHERE}/<int:number>/settling/<uuid:question_id>")
@door(Door.MEMBER)
def settle(
    slug: str, organisation_id: uuid.UUID, number: int, question_id: uuid.UUID
) -> ResponseReturnValue:
    """Choose between different answers to one question."""
    mine = own(slug, organisation_id)
    picked = request.form.get("pick", "")
    form = EmptyForm()
    attempt(
        slug,
        form,
        lambda w, row: operations.settle(
            w,
            row,
            organisation_id,
            question_id,
            pick=int(picked) if picked.isdecimal() else None,
            seen=request.form.get("mark", ""),
            keys=keys(),
        ),
    )
    for error in form.form_errors:
        flash(error, "bad")
    return redirect(_to(mine, number))


@bp.post(f"{WHERE}/attribution")
@door(Door.DELEGATE)
def attribution(slug: str, organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Choose how the reply is kept and shown, and see it as a whole before it goes."""
    mine = own(slug, organisation_id)
    form = AttributionForm()
    status = attempt(
        slug,
        form,
        lambda w, row: operations.attribute(
            w, row, organisation_id, Attribution(form.attribution.data), keys=keys()
        ),
    )
    if status is None:
        return redirect(url_for("consultations.preview", **_where(mine)))
    return _overview(own(slug, organisation_id), form, status)


def _where(mine: Own) -> dict[str, Any]:
    return {"slug": mine.slug, "organisation_id": mine.organisation_id}


@bp.route(f"{WHERE}/preview", methods=["GET", "POST"])
@door(Door.MEMBER)
def preview(slug: str, organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Show the whole reply as it will be kept; hand it in."""
    mine = own(slug, organisation_id)
    form = EmptyForm()
    status = attempt(
        slug,
        form,
        lambda w, row: operations.hand_in(w, row, organisation_id, locale=locale(), keys=keys()),
    )
    if status is None:
        return redirect(_to(mine))
    return render_template(
        "consultations/preview.html",
        mine=own(slug, organisation_id),
        form=form,
        said=answer_words,
        can_hand_in=policy.may_hand_in(actor(), organisation_id).allowed,
    ), status


def answer_words(one: Asking, value: Any) -> list[tuple[str, str]]:
    """Return an answer in words: pairs (line of a matrix or nothing, what was said)."""
    question: Question = one.row
    if value is None:
        return [("", "–")]
    if question.kind is Kind.MATRIX:
        return [
            (one.words[f"row_{row}"].words, one.words[f"option_{value[row]}"].words)
            for row in question.rows
            if row in value
        ]
    if question.kind is Kind.PARAGRAPH:
        return [(str(STANCES.get(value["stance"], "")), value["words"])]
    return [("", _single(one, each)) for each in (value if isinstance(value, list) else [value])]


def _single(one: Asking, value: Any) -> str:
    if one.row.kind is Kind.FILE:
        return str(value["name"])
    if one.row.kind is Kind.COUNTRY:
        return country(value)
    known = one.words.get(f"option_{value}")
    return known.words if known else str(value)


@bp.post(f"{WHERE}/reopening")
@door(Door.DELEGATE)
def reopen(slug: str, organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Take the reply back to change it."""
    mine = own(slug, organisation_id)
    form = EmptyForm()
    status = attempt(
        slug, form, lambda w, row: operations.reopen(w, row, organisation_id, keys=keys())
    )
    if status is None:
        flash(_("You can change the reply. Hand it in again when it is ready."), "ok")
    for error in form.form_errors:
        flash(error, "bad")
    return redirect(_to(mine))
