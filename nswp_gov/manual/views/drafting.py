"""Writing a draft: what is under way, its clauses, and its comparison with any other text."""

from __future__ import annotations

import uuid
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.accounts.queries import names_of
from nswp_gov.manual import operations, policy, queries
from nswp_gov.manual.forms import ActForm, AttachForm, ClauseForm, MoveForm, RemarkForm, ReviewForm
from nswp_gov.manual.models import Document, Draft, Edition
from nswp_gov.manual.operations import Seen
from nswp_gov.manual.states import DRAFTS, DraftState
from nswp_gov.manual.views import rendering
from nswp_gov.manual.views.blueprint import bp
from nswp_gov.rules.diff import compare
from nswp_gov.store.errors import Conflict, Denied, DomainError, NotFound
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, now, session, viewer, work

EDITOR_LIMIT = 1_000_000
Books = tuple[queries.Book, queries.Book]


def draft_of(draft_id: uuid.UUID) -> tuple[Draft, Document]:
    """Return a draft and its document, to those who write or translate it.

    Raises:
        NotFound: there is none, or it is not theirs to see.

    """
    draft = queries.draft_by_id(session(), draft_id)
    if not may_see(draft.document_id):
        raise NotFound
    return draft, session().get_one(Document, draft.document_id)


def may_see(document_id: uuid.UUID) -> bool:
    """Tell whether this person sees drafts of a document."""
    given = queries.translates(session(), actor(), document_id, now())
    verdict = policy.may_see_draft(actor(), is_named=is_named(document_id), is_assigned=bool(given))
    return verdict.allowed


def is_named(document_id: uuid.UUID) -> bool:
    """Tell whether this person is a named editor of a document."""
    return queries.is_editor(session(), actor(), document_id, now())


def may_write(document_id: uuid.UUID) -> bool:
    """Tell whether this person writes drafts of a document."""
    return policy.may_write(actor(), is_named=is_named(document_id)).allowed


def back_to(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Go to the draft's page."""
    return redirect(url_for("manual.draft", draft_id=draft_id))


@bp.get("/manual/drafts")
@door(Door.SIGNED_IN)
def drafts() -> ResponseReturnValue:
    """Show every document that this person works on, and the draft of it that is under way."""
    rows = [row for row in queries.documents(session()) if may_see(row.id)]
    if not rows and not policy.may_edit(actor()).allowed:
        raise Denied("only_staff_or_editors")
    titles = queries.title_of(session(), rows, locale())
    under_way = [(titles[row.id], row, queries.draft_under_way(session(), row.id)) for row in rows]
    return render_template(
        "manual/desk.html", rows=under_way, form=ActForm(), writes=may_write, can_name=can_name()
    )


def can_name() -> bool:
    """Tell whether this person names editors and translators."""
    return policy.may_edit(actor()).allowed


@bp.post("/manual/drafts/<slug>")
@door(Door.SIGNED_IN)
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
@door(Door.SIGNED_IN)
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
        verbs=DRAFTS.verbs_in(found.state) if may_write(document.id) else (),
        can_write=found.state is DraftState.OPEN and may_write(document.id),
        can_adopt=policy.may_adopt(actor()).allowed,
        remarks=queries.open_remarks(session(), found),
        renumbered=queries.renumbered_references(session(), found),
        book=book,
        matrix=rendering.matrix(table),
        table=table,
        dead=queries.dead_references(session(), found),
        comparison=comparison_of(found, document),
        form=ActForm(),
        refusal=refusal,
    )


def books_of(found: Draft, document: Document, against: str = "") -> Books:
    """Return the text that a draft is compared with, and the draft.

    `against`: the number of an edition, the id of another draft, or nothing: what it began from.

    Raises:
        NotFound: there is no such edition or draft of this document.

    """
    language = document.authoritative_locale
    new = queries.book_of_draft(session(), found, language)
    if not against:
        base = session().get(Edition, found.based_on_id) if found.based_on_id else None
        return queries.book_of_edition(session(), base, language) if base else queries.EMPTY, new
    if against.isdecimal():
        edition = queries.edition_by_number(session(), document.id, int(against), viewer())
        return queries.book_of_edition(session(), edition, language), new
    try:
        other = queries.draft_by_id(session(), uuid.UUID(against))
    except ValueError as unreadable:
        raise NotFound from unreadable
    if other.document_id != document.id:
        raise NotFound
    return queries.book_of_draft(session(), other, language), new


def comparison_of(found: Draft, document: Document) -> queries.Comparison:
    """Return what the draft changes against the edition that it is based on."""
    return queries.compare_books(*books_of(found, document))


@bp.get("/manual/drafts/<uuid:draft_id>/comparison")
@door(Door.SIGNED_IN)
def draft_comparison(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show word by word what the draft changes against any edition, or another draft."""
    found, document = draft_of(draft_id)
    against = request.args.get("against", "")
    before, after = books_of(found, document, against)
    comparison = queries.compare_books(before, after)
    return render_template(
        "manual/draft_comparison.html",
        title=rendering.title(document),
        draft=found,
        comparison=comparison,
        rows=rendering.change_rows(comparison, before, after),
        editions=queries.editions_of(session(), document.id, viewer()),
        drafts=[one for one in queries.drafts_of(session(), document.id) if one.id != found.id],
        against=against,
        is_beside=request.args.get("layout") == "beside",
    )


@bp.route("/manual/drafts/<uuid:draft_id>/clauses/<key>", methods=["GET", "POST"])
@door(Door.SIGNED_IN, limit=EDITOR_LIMIT)
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
    files = queries.attachments_of(session(), document.id, queries.next_number(session(), found))
    clause = queries.clause_by_key(session(), document.id, key)
    said = queries.remarks_on(session(), found, entry.clause_id)
    return render_template(
        "manual/draft_clause.html",
        can_write=found.state is DraftState.OPEN and may_write(document.id),
        is_under_way=found.state in (DraftState.OPEN, DraftState.SUBMITTED),
        remarks=said,
        names=names_of(session(), [one.person_id for one in said if one.person_id], viewer()),
        review_form=ReviewForm(formdata=None, review_on=clause.review_on),
        remark_form=RemarkForm(formdata=None),
        attach_form=AttachForm(formdata=None),
        attachments=files.get(entry.clause_id, []),
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


def parents(book: queries.Book, without: str = "") -> list[tuple[str, str]]:
    """Return the clauses of a draft below which another can stand, as choices."""
    rows = [(one.key, f"{one.number} {one.heading.original}") for one in book.entries]
    return [("", _("No other: a chapter of its own")), *(r for r in rows if r[0] != without)]


def _move_form(book: queries.Book, entry: queries.Entry) -> MoveForm:
    form = MoveForm(formdata=None, parent_key=entry.parent_key or "", place=entry.position)
    form.parent_key.choices = parents(book, entry.key)
    return form
