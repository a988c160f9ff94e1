"""Candidates as everybody reads them: their pages, the booklet, and the words in each language."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.directory.queries import names_of
from nswp_gov.elections import operations, policy, queries
from nswp_gov.elections.forms import QuestionsForm, TranslationForm
from nswp_gov.elections.models import Election, Nomination
from nswp_gov.elections.queries.shown import MOST_QUESTIONS
from nswp_gov.elections.states import NominationState, State
from nswp_gov.elections.views import bp
from nswp_gov.elections.views.found import attempt, inside, known
from nswp_gov.elections.views.words import BOOKLET_STATES
from nswp_gov.rules.languages import Locale
from nswp_gov.store import texts
from nswp_gov.store.blocks import heading, paragraph
from nswp_gov.store.errors import Denied, NotFound
from nswp_gov.store.texts import Reading
from nswp_gov.web.access import Door, door
from nswp_gov.web.formats import instant
from nswp_gov.web.locale import locale
from nswp_gov.web.typeset import typeset
from nswp_gov.web.unit import actor, session, viewer, work

FIELDS = {"statement": "statement", **{f"answer-{n}": f"answer_{n}" for n in (1, 2, 3)}}


def _standing(found: Election, nomination_id: uuid.UUID) -> Nomination:
    row = queries.nomination(session(), nomination_id)
    post = queries.post(session(), row.post_id)
    if post.election_id != found.id:
        raise NotFound
    return row


def organisations_of(rows: list[Nomination]) -> dict[uuid.UUID, str]:
    """Return, by nomination, the organisation that may be named: both consent, and it is listed."""
    willing = [row for row in rows if row.names_organisation and row.organisation_consents]
    names = names_of(session(), [row.organisation_id for row in willing], viewer())
    return {row.id: names[row.organisation_id] for row in willing}


@bp.get("/<slug>/candidates/<uuid:nomination_id>")
@door(Door.PUBLIC)
def candidate(slug: str, nomination_id: uuid.UUID) -> ResponseReturnValue:
    """Show somebody who stands, in the reader's language or in their own words."""
    found = known(slug)
    row = _standing(found, nomination_id)
    if row.state is not NominationState.STANDS:
        raise NotFound
    said = queries.answers(session(), [row.id], locale()).get(row.id, {})
    asked = queries.questions(session(), found, locale())
    return render_template(
        "elections/candidate.html",
        election=found,
        title=queries.title_of(session(), found, locale()),
        post_title=queries.titles(session(), "election_post", [row.post_id], locale())[row.post_id],
        nomination=row,
        name=row.public_name,
        organisation=organisations_of([row]).get(row.id),
        statement=queries.statements(session(), [row.id], locale()).get(row.id),
        answers=[(question, said.get(n)) for n, question in enumerate(asked, start=1)],
        may_translate=policy.may_translate(actor(), found, locale()).allowed,
    )


def _entries(found: Election) -> list[dict[str, Any]]:
    """Return the posts with everybody who stands, as the booklet prints them."""
    asked = queries.questions(session(), found, locale())
    shown = queries.posts_shown(session(), found, locale())
    ids = [one.id for post in shown for one in post.candidates]
    rows = [queries.nomination(session(), one) for one in ids]
    named = organisations_of(rows)
    said = queries.answers(session(), ids, locale())
    return [
        {
            "post": post.post,
            "title": post.title,
            "candidates": [
                {
                    "id": one.id,
                    "name": one.name,
                    "organisation": named.get(one.id),
                    "statement": one.statement,
                    "answers": [
                        (question, said.get(one.id, {}).get(n))
                        for n, question in enumerate(asked, start=1)
                    ],
                }
                for one in post.candidates
            ],
        }
        for post in shown
    ]


def _booklet_of(slug: str) -> Election:
    found = known(slug)
    if found.state not in BOOKLET_STATES:
        raise NotFound
    return found


@bp.get("/<slug>/booklet")
@door(Door.PUBLIC)
def booklet(slug: str) -> ResponseReturnValue:
    """Show everybody who stands on one page, made for printing."""
    found = _booklet_of(slug)
    return render_template(
        "elections/booklet.html",
        election=found,
        title=queries.title_of(session(), found, locale()),
        entries=_entries(found),
        manifest=queries.manifest_of(found) if found.manifest else None,
    )


@bp.get("/<slug>/booklet.pdf")
@door(Door.PUBLIC)
def booklet_pdf(slug: str) -> ResponseReturnValue:
    """Give the booklet as a PDF file, the same words in the same order."""
    found = _booklet_of(slug)
    title = queries.title_of(session(), found, locale()).words
    blocks: list[dict[str, Any]] = []
    for entry in _entries(found):
        blocks.append(heading(entry["title"].words, 1, lang=_tag(entry["title"])))
        if not entry["candidates"]:
            blocks.append(paragraph(str(_("Nobody stands for this seat."))))
        for one in entry["candidates"]:
            blocks += _printed(one)
    body = typeset(
        "document.typ",
        {
            "subtitle": str(_("Candidates")),
            "facts": [
                [str(_("Voting opens")), instant(found.opens_at, found.zone)],
                [str(_("Voting closes")), instant(found.closes_at, found.zone)],
            ],
            "contents": str(_("Contents")),
            "blocks": blocks,
            "footer": str(_("The order of the names was drawn by lot.")) if found.manifest else "",
        },
        lang=locale(),
        title=title,
        at=found.opens_at,
    )
    answer = Response(body, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{found.slug}-{locale().code}.pdf"'
    return answer


def _tag(reading: Reading) -> str | None:
    return reading.locale.tag if reading.is_fallback else None


def _printed(one: dict[str, Any]) -> list[dict[str, Any]]:
    made = [heading(one["name"], 2)]
    if one["organisation"]:
        made.append(paragraph(str(_("Proposed by: %(organisation)s", **one))))
    made += _paragraphs(one["statement"])
    for question, answer in one["answers"]:
        if answer is not None:
            made.append(heading(question.words, 3, lang=_tag(question)))
            made += _paragraphs(answer)
    return made


def _paragraphs(reading: Reading | None) -> list[dict[str, Any]]:
    if reading is None:
        return []
    parts = (part.strip() for part in reading.words.split("\n"))
    return [paragraph(part, _tag(reading)) for part in parts if part]


@bp.route("/<slug>/candidates/<uuid:nomination_id>/<language>", methods=["GET", "POST"])
@door(Door.STAFF, Door.OFFICER, Door.TRANSLATOR)
def translate(slug: str, nomination_id: uuid.UUID, language: str) -> ResponseReturnValue:
    """Take a candidate's words in another language, the source beside each field."""
    found = known(slug)
    row = _standing(found, nomination_id)
    target = Locale.from_tag(language)
    if target is None or row.state is not NominationState.STANDS:
        raise NotFound
    if not policy.may_translate(actor(), found, target).allowed:
        raise Denied("not_the_translator")
    parts = _parts(row, target)
    form = TranslationForm(
        **{FIELDS[field]: words for field, (_source, words) in parts.items() if words}
    )
    status = attempt(form, lambda: _translate(form, nomination_id, target))
    if status == 0:
        flash(_("The translation is kept."), "ok")
        return redirect(url_for("elections.candidate", slug=slug, nomination_id=nomination_id))
    asked = queries.questions(session(), known(slug), locale())
    return render_template(
        "elections/translate.html",
        form=form,
        election=known(slug),
        nomination=queries.nomination(session(), nomination_id),
        target=target,
        parts=[
            (form[FIELDS[field]], source, _label(field, asked))
            for field, (source, _words) in _parts(row, target).items()
        ],
        others=[one for one in Locale if one.value != row.locale],
    ), status


def _label(field: str, asked: list[Reading]) -> str:
    number = field.removeprefix("answer-")
    if number.isdecimal() and int(number) <= len(asked):
        return asked[int(number) - 1].words
    return str(_("Statement"))


def _parts(row: Nomination, target: Locale) -> dict[str, tuple[str, str]]:
    """Return, by field, what the candidate wrote and its translation so far."""
    held = texts.texts_of(session(), "nomination", row.id)
    revisions = texts.revisions_of(session(), [one.id for one in held.values()])
    found = {}
    for field in FIELDS:
        if field in held:
            rows = revisions[held[field].id]
            source = [one.words for one in rows if one.locale is held[field].source_locale]
            mine = [one.words for one in rows if one.locale is target]
            found[field] = (source[-1], mine[-1] if mine else "")
    return found


def _translate(form: TranslationForm, nomination_id: uuid.UUID, target: Locale) -> None:
    with work() as w:
        operations.translate_candidate(
            w,
            queries.nomination(w.session, nomination_id),
            target,
            {field: form[name].data or "" for field, name in FIELDS.items()},
            is_machine_assisted=form.is_machine_assisted.data,
        )


@bp.route("/<slug>/questions", methods=["GET", "POST"])
@door(Door.STAFF)
def questions(slug: str) -> ResponseReturnValue:
    """Put up to three questions to everybody who will stand, before nominations open."""
    found = inside(slug)
    form = QuestionsForm(**_asked_so_far(found))
    status = attempt(form, lambda: _ask(form, slug))
    if status == 0:
        flash(_("The questions are kept."), "ok")
        return redirect(url_for("elections.desk", slug=slug))
    found = inside(slug)
    return render_template(
        "elections/questions.html",
        form=form,
        election=found,
        title=queries.title_of(session(), found, locale()),
        numbers=range(1, MOST_QUESTIONS + 1),
        is_open=found.state is State.DRAFT,
        asked=queries.questions(session(), found, locale()),
    ), status


def _asked_so_far(found: Election) -> dict[str, str]:
    made = {}
    for one in Locale:
        for number, reading in enumerate(queries.questions(session(), found, one), start=1):
            if reading.locale is one:
                made[f"question_{number}_{one.code}"] = reading.words
    return made


def _ask(form: QuestionsForm, slug: str) -> None:
    asked = [
        {
            one: words
            for one in Locale
            if (words := (form[f"question_{number}_{one.code}"].data or "").strip())
        }
        for number in range(1, MOST_QUESTIONS + 1)
    ]
    with work() as w:
        operations.ask_candidates(w, queries.by_slug(w.session, slug), asked)
