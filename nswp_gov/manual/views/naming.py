"""Who writes and who translates the drafts of a document; and slips of the pen, mended in sight."""

from __future__ import annotations

import uuid
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.accounts.queries import names, people
from nswp_gov.manual import operations, queries
from nswp_gov.manual.forms import ActForm, CorrectForm, HandForm
from nswp_gov.manual.models import Document, Hand
from nswp_gov.manual.operations import Seen
from nswp_gov.manual.states import HandTask
from nswp_gov.manual.views import rendering
from nswp_gov.manual.views.blueprint import bp, find_edition, page
from nswp_gov.manual.views.drafting import EDITOR_LIMIT
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import DomainError, NotFound
from nswp_gov.web.access import Door, door
from nswp_gov.web.unit import now, session, work


@bp.route("/manual/drafts/<slug>/people", methods=["GET", "POST"])
@door(Door.STAFF)
def hands(slug: str) -> ResponseReturnValue:
    """Show who was asked to work on a document's drafts, and ask somebody else."""
    document = queries.document_by_slug(session(), slug)
    form = _hand_form(document)
    if form.validate_on_submit():
        locale = Locale.from_url(form.task.data)  # none: an editor
        try:
            with work() as w:
                person_id = uuid.UUID(form.person_id.data)
                operations.name_hand(w, document, person_id, locale=locale)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("manual.hands", slug=slug))
    rows = queries.hands_of(session(), document.id, now())
    shown = render_template(
        "manual/hands.html",
        document=document,
        title=rendering.title(document),
        form=form,
        rows=rows,
        names=names(session(), [one.person_id for one in rows]),
        editor=HandTask.EDITOR,
    )
    return shown, 422 if form.errors else 200


def _hand_form(document: Document) -> HandForm:
    form = HandForm()
    form.person_id.choices = [
        (str(one.id), one.name) for one in people(session()) if not one.is_closed
    ]
    form.task.choices = [
        (HandTask.EDITOR.value, _("Write its drafts")),
        *(
            (one.code, _("Translate its drafts: %(language)s", language=one.own_name))
            for one in Locale
            if one is not document.authoritative_locale
        ),
    ]
    return form


@bp.post("/manual/drafts/<slug>/people/<uuid:hand_id>")
@door(Door.STAFF)
def end_hand(slug: str, hand_id: uuid.UUID) -> ResponseReturnValue:
    """Take a task back."""
    document = queries.document_by_slug(session(), slug)
    hand = session().get(Hand, hand_id)
    if hand is None or hand.document_id != document.id:
        raise NotFound
    if ActForm().validate_on_submit():
        with work() as w:
            operations.end_hand(w, hand)
    return redirect(url_for("manual.hands", slug=slug))


@page("/corrections/<int:number>/<key>", "GET", "POST")
@door(Door.STAFF, limit=EDITOR_LIMIT)
def correct(slug: str, number: int, key: str) -> ResponseReturnValue:
    """Mend a slip of the pen in the edition in force, in sight of everybody."""
    document, edition = find_edition(slug, number)
    book = queries.book_of_edition(session(), edition, document.authoritative_locale)
    entry = book.entry(key)
    if entry is None:
        raise NotFound
    form = CorrectForm(data=_as_is(edition.id, entry))
    if form.validate_on_submit():
        try:
            with work() as w:
                operations.correct(w, edition, key, **_words(form))
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("manual.clause", slug=slug, number=number, key=key))
    shown = render_template(
        "manual/correct.html",
        document=document,
        title=rendering.title(document),
        edition=edition,
        entry=entry,
        form=form,
        source=book.source.tag,
    )
    return shown, 422 if form.errors else 200


def _as_is(edition_id: uuid.UUID, entry: queries.Entry) -> dict[str, Any]:
    """Return the words as they were corrected last, or as they were adopted."""
    adopted = (entry.heading.revision, entry.body.revision)
    pins = queries.corrected_pins(session(), edition_id).get(entry.clause_id, adopted)
    heading, body = queries.words_of(session(), entry.clause_id, *pins)
    return {"heading": heading, "body": body, "heading_seen": pins[0], "body_seen": pins[1]}


def _words(form: CorrectForm) -> dict[str, Any]:
    seen = Seen(form.heading_seen.data, form.body_seen.data)
    return {**form.values("heading", "body", "reason"), "seen": seen}
