"""Translating a clause: the source and what changed in it beside the words in one language."""

from __future__ import annotations

import uuid
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.manual import operations, queries
from nswp_gov.manual.forms import TranslationForm
from nswp_gov.manual.models import Document
from nswp_gov.manual.operations import Seen
from nswp_gov.manual.queries.books import Wording
from nswp_gov.manual.views import rendering
from nswp_gov.manual.views.blueprint import bp, in_force, page, today
from nswp_gov.manual.views.drafting import EDITOR_LIMIT, draft_of
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import DomainError, NotFound
from nswp_gov.web.access import Door, door
from nswp_gov.web.unit import session, work


@bp.route("/manual/drafts/<uuid:draft_id>/clauses/<key>/<code>", methods=["GET", "POST"])
@door(Door.SIGNED_IN, limit=EDITOR_LIMIT)
def translate_draft(draft_id: uuid.UUID, key: str, code: str) -> ResponseReturnValue:
    """Translate a clause as the draft has it."""
    found, document = draft_of(draft_id)
    wanted = _locale(code)
    book = queries.book_of_draft(session(), found, wanted)
    return _translate(document, book, key, url_for("manual.draft", draft_id=draft_id))


@page("/translations/<code>/<key>", "GET", "POST")
@door(Door.STAFF, Door.TRANSLATOR, limit=EDITOR_LIMIT)
def translate(slug: str, code: str, key: str) -> ResponseReturnValue:
    """Translate a clause as it is in force."""
    document = queries.document_by_slug(session(), slug)
    edition = in_force(document, today())
    book = queries.book_of_edition(session(), edition, _locale(code))
    back = url_for("manual.languages", slug=slug, number=edition.number)
    return _translate(document, book, key, back)


def _locale(code: str) -> Locale:
    found = Locale.from_url(code)
    if found is None:
        raise NotFound
    return found


def _translate(document: Document, book: queries.Book, key: str, back: str) -> ResponseReturnValue:
    entry = book.entry(key)
    if entry is None or book.wanted is book.source:
        raise NotFound
    form = TranslationForm(data=_as_is(entry, book.wanted))
    if form.validate_on_submit():
        clause = queries.clause_by_key(session(), document.id, key)
        try:
            with work() as w:
                operations.translate_clause(w, clause, book.wanted, **_words(form))
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return redirect(back)
    shown = render_template(
        "manual/translate.html",
        entry=entry,
        form=form,
        source=book.source.tag,
        wanted=book.wanted.tag,
        missed=rendering.missed(entry, book),
        back=back,
    )
    return shown, 422 if form.errors else 200


def _as_is(entry: queries.Entry, wanted: Locale) -> dict[str, Any]:
    """Return what the fields begin with: the newest words, also where nobody read them over."""
    return {
        "heading": _newest(entry.heading, wanted),
        "body": _newest(entry.body, wanted),
        "heading_from": entry.heading.revision,
        "body_from": entry.body.revision,
        "heading_seen": entry.heading.seen,
        "body_seen": entry.body.seen,
    }


def _newest(wording: Wording, wanted: Locale) -> str:
    return wording.waiting or (wording.words if wording.locale is wanted else "")


def _words(form: TranslationForm) -> dict[str, Any]:
    return {
        **form.values("heading", "body"),
        "made_from": Seen(form.heading_from.data, form.body_from.data),
        "seen": Seen(form.heading_seen.data, form.body_seen.data),
        "is_machine_assisted": not form.is_reviewed.data,
    }
