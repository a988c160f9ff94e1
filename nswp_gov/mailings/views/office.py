"""The office: writing a letter to many, looking at whom it reaches, trying it, sending it."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from nswp_gov.mailings import operations, queries
from nswp_gov.mailings.forms import AudienceFields, MailingForm, TestForm, WordsForm
from nswp_gov.mailings.forms import seen_of as seen_in
from nswp_gov.mailings.models import BODY, SUBJECT
from nswp_gov.mailings.states import Form, Kind, State
from nswp_gov.mailings.views.frame import bp, page
from nswp_gov.mailings.views.letters import href_of, shown_items
from nswp_gov.mailings.views.messages import audience_words
from nswp_gov.mailings.views.own import html_of
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import DomainError
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import EmptyForm, attempt
from nswp_gov.web.locale import locale
from nswp_gov.web.phrases import phrase
from nswp_gov.web.unit import actor, now, session, work


def offer(form: AudienceFields) -> None:
    """Offer the countries of members, and the named lists."""
    lists = [(row.slug, row.name) for row, _number in queries.lists(session())]
    form.offer(queries.member_countries(session(), now()), lists, locale())


def list_names() -> dict[str, str]:
    """Return what the lists are called, by slug."""
    return {row.slug: row.name for row, _number in queries.lists(session())}


@bp.get("")
@door(Door.STAFF)
def index() -> ResponseReturnValue:
    """List letters to many: drafts, then what was sent, newest first."""
    passed = max(request.args.get("after", 0, int), 0)
    rows, more = queries.mailings(session(), passed=passed)
    return page(
        "index",
        rows=rows,
        subjects=queries.subjects_of(session(), rows, locale()),
        subscribers=queries.subscribers(session()),
        newer=url_for(".index", after=max(passed - queries.PAGE, 0)) if passed else None,
        older=url_for(".index", after=passed + queries.PAGE) if more else None,
    )


@bp.route("/new", methods=["GET", "POST"])
@door(Door.STAFF)
def new() -> ResponseReturnValue:
    """Write a letter; nobody gets anything yet."""
    form = MailingForm(locale=locale().value)
    offer(form)
    return attempt(form, lambda: _prepare(form)) or page("edit", form=form, row=None, seen={})


def _prepare(form: MailingForm) -> ResponseReturnValue:
    source = Locale(form.locale.data)
    with work() as w:
        row = operations.prepare(
            w,
            kind=Kind(form.kind.data),
            words={source: form.words()},
            source=source,
            audience=form.audience(),
        )
        mailing_id = row.id
    return redirect(url_for(".mailing", mailing_id=mailing_id))


@bp.get("/<uuid:mailing_id>")
@door(Door.STAFF)
def mailing(mailing_id: uuid.UUID) -> ResponseReturnValue:
    """Show a letter: its words, its languages, whom it reaches or reached."""
    row = queries.mailing(session(), mailing_id)
    said = queries.said(session(), row, locale())
    audience = queries.audience_of(row)
    is_draft = row.state is State.DRAFT
    reached = None
    if is_draft:
        reached = queries.reached(
            session(), audience, now(), kind=row.kind, frequency=row.frequency
        )
    return page(
        "mailing",
        row=row,
        said=said,
        body=html_of(said.body.words),
        items=shown_items(queries.items_of(row), locale()),
        href=href_of(row.link),
        audience=audience_words(audience, list_names()),
        reached=reached,
        progress=None if is_draft else queries.progress(session(), row),
        freshness=queries.freshness_of(session(), row),
        form=EmptyForm(formdata=None),
        test=TestForm(formdata=None),
        source=queries.words_of(session(), row)[BODY].source_locale,
    )


@bp.route("/<uuid:mailing_id>/words", methods=["GET", "POST"])
@door(Door.STAFF)
def edit(mailing_id: uuid.UUID) -> ResponseReturnValue:
    """Change a draft: its words, its kind, for whom it is."""
    row = queries.mailing(session(), mailing_id)
    source = queries.words_of(session(), row)[BODY].source_locale
    said = queries.said(session(), row, source)
    form = MailingForm(
        subject=said.subject.words, body=said.body.words, kind=row.kind.value, locale=source.value
    )
    if row.kind is Kind.DIGEST:
        form.kind.choices = [(Kind.DIGEST.value, _("Digest"))]
    offer(form)
    if not form.is_submitted():
        form.fill(queries.audience_of(row))
    seen = {SUBJECT: said.subject.number, BODY: said.body.number}
    return attempt(form, lambda: _change(mailing_id, form)) or page(
        "edit", form=form, row=row, seen=seen
    )


def _change(mailing_id: uuid.UUID, form: MailingForm) -> ResponseReturnValue:
    with work() as w:
        row = queries.mailing(w.session, mailing_id)
        operations.change(
            w,
            row,
            words=form.words(),
            seen=seen_in(request.form),
            audience=form.audience(queries.audience_of(row)),
            kind=Kind(form.kind.data),
        )
    return redirect(url_for(".mailing", mailing_id=mailing_id))


@bp.route("/<uuid:mailing_id>/words/<code>", methods=["GET", "POST"])
@door(Door.STAFF)
def translation(mailing_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Give a draft its words in another language, beside the source."""
    row = queries.mailing(session(), mailing_id)
    wanted = Locale.from_url(code)
    source = queries.words_of(session(), row)[BODY].source_locale
    if wanted is None or wanted is source:
        abort(404)
    said, there = queries.said(session(), row, source), queries.said(session(), row, wanted)
    known = not there.is_fallback
    form = WordsForm(
        subject=there.subject.words if known else "", body=there.body.words if known else ""
    )
    seen = {SUBJECT: there.subject.number if known else 0, BODY: there.body.number if known else 0}
    return attempt(form, lambda: _translate(mailing_id, wanted, form)) or page(
        "translation", form=form, row=row, wanted=wanted, source=source, said=said, seen=seen
    )


def _translate(mailing_id: uuid.UUID, wanted: Locale, form: WordsForm) -> ResponseReturnValue:
    with work() as w:
        operations.translate(
            w,
            queries.mailing(w.session, mailing_id),
            wanted,
            form.words(),
            seen=seen_in(request.form),
        )
    return redirect(url_for(".mailing", mailing_id=mailing_id))


@bp.get("/<uuid:mailing_id>/people")
@door(Door.STAFF, fresh=True)
def people(mailing_id: uuid.UUID) -> ResponseReturnValue:
    """List by name whom a draft reaches now. Nothing of it is kept."""
    row = queries.mailing(session(), mailing_id)
    if row.state is not State.DRAFT:
        return redirect(url_for(".mailing", mailing_id=mailing_id))
    rows = queries.listed(
        session(), actor(), queries.audience_of(row), now(), kind=row.kind, frequency=row.frequency
    )
    return page("people", row=row, rows=rows)


@bp.post("/<uuid:mailing_id>/test")
@door(Door.STAFF)
def test(mailing_id: uuid.UUID) -> ResponseReturnValue:
    """Send a draft to whoever asks, and to nobody else."""
    form = TestForm()
    chosen = form.form.data if form.form.data in set(Form) else Form.NAMED
    try:
        with work() as w:
            row = queries.mailing(w.session, mailing_id)
            operations.send_test(w, row, form=Form(chosen))
    except DomainError as refusal:
        flash(phrase(refusal), "bad")
    else:
        flash(_("A letter to you is on its way, as a reader of your language gets it."), "ok")
    return redirect(url_for(".mailing", mailing_id=mailing_id))


@bp.route("/<uuid:mailing_id>/send", methods=["GET", "POST"])
@door(Door.STAFF, fresh=True)
def send(mailing_id: uuid.UUID) -> ResponseReturnValue:
    """Ask once more, with the number as it is now; then send."""
    row = queries.mailing(session(), mailing_id)
    form = EmptyForm()
    done = attempt(form, lambda: _send(mailing_id))
    if done is not None:
        return done
    if row.state is not State.DRAFT:
        return redirect(url_for(".mailing", mailing_id=mailing_id))
    audience = queries.audience_of(row)
    return page(
        "send",
        row=row,
        form=form,
        said=queries.said(session(), row, locale()),
        audience=audience_words(audience, list_names()),
        reached=queries.reached(session(), audience, now(), kind=row.kind, frequency=row.frequency),
        freshness=queries.freshness_of(session(), row),
    )


def _send(mailing_id: uuid.UUID) -> ResponseReturnValue:
    with work() as w:
        sent = operations.send(w, queries.mailing(w.session, mailing_id))
    said = ngettext(
        "Sent: one letter is in the outbox.",
        "Sent: %(num)s letters are in the outbox.",
        sent.letters,
    )
    flash(said, "ok")
    return redirect(url_for(".mailing", mailing_id=mailing_id))


@bp.post("/<uuid:mailing_id>/stop")
@door(Door.STAFF, fresh=True)
def stopping(mailing_id: uuid.UUID) -> ResponseReturnValue:
    """Take back what has not gone."""
    with work() as w:
        taken = operations.stop(w, queries.mailing(w.session, mailing_id))
    said = ngettext(
        "One letter was taken back. What had gone can’t be recalled.",
        "%(num)s letters were taken back. What had gone can’t be recalled.",
        taken,
    )
    flash(said, "ok")
    return redirect(url_for(".mailing", mailing_id=mailing_id))


@bp.post("/<uuid:mailing_id>/discard")
@door(Door.STAFF)
def discarding(mailing_id: uuid.UUID) -> ResponseReturnValue:
    """Give a draft up."""
    with work() as w:
        operations.discard(w, queries.mailing(w.session, mailing_id))
    flash(_("The draft was given up."), "ok")
    return redirect(url_for(".index"))
