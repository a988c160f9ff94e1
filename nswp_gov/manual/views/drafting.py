"""Writing a draft: what is under way, clause by clause, and its comparison."""

from __future__ import annotations

import uuid
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.manual import operations, queries
from nswp_gov.manual.forms import ActForm, AddForm, ClauseForm, MoveForm
from nswp_gov.manual.models import Document, Draft, Edition
from nswp_gov.manual.operations import Seen
from nswp_gov.manual.states import DRAFTS, DraftState
from nswp_gov.manual.views import rendering
from nswp_gov.manual.views.blueprint import bp
from nswp_gov.rules.diff import compare
from nswp_gov.store.errors import Conflict, DomainError, NotFound
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, work

EDITOR_LIMIT = 1_000_000


def draft_of(draft_id: uuid.UUID) -> tuple[Draft, Document]:
    """Return a draft and its document."""
    draft = queries.draft_by_id(session(), draft_id)
    return draft, session().get_one(Document, draft.document_id)


def back_to(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Go to the draft's page."""
    return redirect(url_for("manual.draft", draft_id=draft_id))


@bp.get("/manual/drafts")
@door(Door.STAFF)
def drafts() -> ResponseReturnValue:
    """Show every document, and the draft of it that is under way."""
    rows = queries.documents(session())
    titles = queries.title_of(session(), rows, locale())
    under_way = [(titles[row.id], row, queries.draft_under_way(session(), row.id)) for row in rows]
    return render_template("manual/desk.html", rows=under_way, form=ActForm())


@bp.post("/manual/drafts/<slug>")
@door(Door.STAFF)
def start(slug: str) -> ResponseReturnValue:
    """Begin the next edition of a document."""
    form = ActForm()
    if not form.validate_on_submit():
        return redirect(url_for("manual.drafts"))
    document = queries.document_by_slug(session(), slug)
    with work() as w:
        draft_id = operations.start_draft(w, document).id
    return back_to(draft_id)


@bp.get("/manual/drafts/<uuid:draft_id>")
@door(Door.STAFF)
def draft(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show a draft: its clauses, what can be done with each, what is missing before adoption."""
    return draft_page(draft_id)


def draft_page(draft_id: uuid.UUID, refusal: str = "") -> str:
    """Return the page of a draft, with what stands in the way of an act."""
    found, document = draft_of(draft_id)
    book = queries.book_of_draft(session(), found, document.authoritative_locale)
    table = queries.coverage(session(), found)
    return render_template(
        "manual/draft.html",
        document=document,
        title=rendering.title(document),
        draft=found,
        verbs=DRAFTS.verbs_in(found.state),
        can_write=found.state is DraftState.OPEN,
        book=book,
        matrix=rendering.matrix(table),
        table=table,
        dead=queries.dead_references(session(), found),
        comparison=comparison_of(found, document),
        form=ActForm(),
        refusal=refusal,
    )


def comparison_of(found: Draft, document: Document) -> queries.Comparison:
    """Return what the draft changes against the edition that it is based on."""
    language = document.authoritative_locale
    base = session().get(Edition, found.based_on_id) if found.based_on_id else None
    before = queries.book_of_edition(session(), base, language) if base else queries.EMPTY
    return queries.compare_books(before, queries.book_of_draft(session(), found, language))


@bp.get("/manual/drafts/<uuid:draft_id>/comparison")
@door(Door.STAFF)
def draft_comparison(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show word by word what the draft changes."""
    found, document = draft_of(draft_id)
    comparison = comparison_of(found, document)
    return render_template(
        "manual/draft_comparison.html",
        title=rendering.title(document),
        draft=found,
        comparison=comparison,
        rows=rendering.change_rows(comparison),
    )


@bp.route("/manual/drafts/<uuid:draft_id>/clauses/<key>", methods=["GET", "POST"])
@door(Door.STAFF, limit=EDITOR_LIMIT)
def edit_clause(draft_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Change the words of a clause; if somebody else did in the meantime, show both."""
    found, document = draft_of(draft_id)
    entry = queries.book_of_draft(session(), found, document.authoritative_locale).entry(key)
    if entry is None:
        raise NotFound
    form = ClauseForm(data=_as_is(entry))
    if form.validate_on_submit():
        try:
            with work() as w:
                operations.edit_clause(w, found, key, **_words(form))
        except Conflict as refusal:
            form.refuse(refusal)
            return _conflict(draft_id, key, form), 409
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return back_to(draft_id)
    return _clause_page(draft_id, key, form), 422 if form.errors else 200


def _as_is(entry: queries.Entry) -> dict[str, Any]:
    return {
        "heading": entry.heading.original,
        "body": entry.body.original,
        "is_substantive": entry.is_substantive,
        "heading_seen": entry.heading.revision,
        "body_seen": entry.body.revision,
    }


def _words(form: ClauseForm) -> dict[str, Any]:
    return {
        **form.values("heading", "body", "is_substantive"),
        "seen": Seen(form.heading_seen.data, form.body_seen.data),
    }


def _clause_page(
    draft_id: uuid.UUID, key: str, form: ClauseForm, theirs: queries.Entry | None = None
) -> str:
    found, document = draft_of(draft_id)
    book = queries.book_of_draft(session(), found, document.authoritative_locale)
    difference = compare(theirs.body.original, form.body.data) if theirs else None
    entry = book.by_key()[key]
    return render_template(
        "manual/draft_clause.html",
        draft=found,
        entry=entry,
        form=form,
        move=_move_form(book, entry),
        act=ActForm(),
        theirs=theirs,
        difference=difference,
        source=book.source.tag,
    )


def _conflict(draft_id: uuid.UUID, key: str, form: ClauseForm) -> str:
    """Return the page with both texts; keeping one's own from here is done knowingly."""
    found, document = draft_of(draft_id)
    book = queries.book_of_draft(session(), found, document.authoritative_locale)
    theirs = book.by_key()[key]
    form.heading_seen.data, form.body_seen.data = theirs.heading.revision, theirs.body.revision
    form.heading_seen.raw_data = form.body_seen.raw_data = None
    return _clause_page(draft_id, key, form, theirs)


def _parents(book: queries.Book, without: str = "") -> list[tuple[str, str]]:
    rows = [(one.key, f"{one.number} {one.heading.original}") for one in book.entries]
    return [("", _("No other: a chapter of its own")), *(r for r in rows if r[0] != without)]


def _move_form(book: queries.Book, entry: queries.Entry) -> MoveForm:
    form = MoveForm(formdata=None, parent_key=entry.parent_key or "", place=entry.position)
    form.parent_key.choices = _parents(book, entry.key)
    return form


@bp.route("/manual/drafts/<uuid:draft_id>/add", methods=["GET", "POST"])
@door(Door.STAFF, limit=EDITOR_LIMIT)
def add_clause(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Add a clause."""
    found, document = draft_of(draft_id)
    book = queries.book_of_draft(session(), found, document.authoritative_locale)
    form = AddForm(parent_key=request.args.get("below", ""))
    form.parent_key.choices = _parents(book)
    if form.validate_on_submit():
        try:
            with work() as w:
                words = form.values("heading", "body")
                parent_key = form.parent_key.data or None
                operations.add_clause(w, found, form.key.data, parent_key=parent_key, **words)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return back_to(draft_id)
    page = render_template("manual/draft_add.html", draft_id=draft_id, form=form)
    return page, 422 if form.errors else 200


@bp.post("/manual/drafts/<uuid:draft_id>/clauses/<key>/place")
@door(Door.STAFF)
def move_clause(draft_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Put a clause elsewhere."""
    found, document = draft_of(draft_id)
    form = MoveForm()
    book = queries.book_of_draft(session(), found, document.authoritative_locale)
    form.parent_key.choices = _parents(book, key)
    if not form.validate_on_submit():
        return redirect(url_for("manual.edit_clause", draft_id=draft_id, key=key))
    parent_key = form.parent_key.data or None
    with work() as w:
        operations.move_clause(w, found, key, parent_key=parent_key, place=form.place.data)
    return back_to(draft_id)


@bp.post("/manual/drafts/<uuid:draft_id>/clauses/<key>/shift")
@door(Door.STAFF)
def shift_clause(draft_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Move a clause up or down by one."""
    found, _document = draft_of(draft_id)
    form = ActForm()
    if form.validate_on_submit():
        with work() as w:
            operations.shift_clause(w, found, key, by=form.by.data or 0)
    return back_to(draft_id)


@bp.post("/manual/drafts/<uuid:draft_id>/clauses/<key>/mark")
@door(Door.STAFF)
def mark_clause(draft_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Call the change of a clause substantive (`by` 1) or editorial (0)."""
    found, _document = draft_of(draft_id)
    form = ActForm()
    if form.validate_on_submit():
        with work() as w:
            operations.mark_clause(w, found, key, is_substantive=bool(form.by.data))
    return back_to(draft_id)


@bp.post("/manual/drafts/<uuid:draft_id>/clauses/<key>/remove")
@door(Door.STAFF)
def remove_clause(draft_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Leave a clause out of the next edition."""
    found, _document = draft_of(draft_id)
    form = ActForm()
    if form.validate_on_submit():
        with work() as w:
            operations.remove_clause(w, found, key)
    return back_to(draft_id)
