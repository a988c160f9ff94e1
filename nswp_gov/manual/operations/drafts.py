"""Begin a document, begin a draft, and take it through its states."""

from __future__ import annotations

import re
import uuid

from sqlalchemy import select

from nswp_gov.manual import policy
from nswp_gov.manual.models import Document, Draft, DraftClause, Edition, EditionClause
from nswp_gov.manual.operations.attachments import forget_draft
from nswp_gov.manual.operations.hands import need_writer
from nswp_gov.manual.queries.books import book_of_draft, book_of_edition
from nswp_gov.manual.queries.comparison import EMPTY, compare_books
from nswp_gov.manual.queries.corrections import corrected_pins
from nswp_gov.manual.queries.drafts import dead_references, draft_under_way, renumbered_references
from nswp_gov.manual.states import DRAFTS, DocumentKind, DraftState, Readership
from nswp_gov.meetings.models import Meeting
from nswp_gov.meetings.operations import add_item
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import Unfit, WrongState, following, need
from nswp_gov.store.links import Relation, join
from nswp_gov.store.texts import new_text
from nswp_gov.store.work import Work

KEY = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
LONGEST_KEY = 50


def step(draft: Draft, verb: str) -> None:
    """Take the draft to the state that follows `verb`.

    Raises:
        WrongState: its state does not allow that.

    """
    expect(draft, verb)
    draft.state = DRAFTS.after(draft.state, verb)


def expect(draft: Draft, verb: str) -> None:
    """Go on only if `verb` can be done now; nothing changes yet.

    Raises:
        WrongState: the draft's state does not allow it.

    """
    following(DRAFTS, draft.state, verb)


def in_progress(draft: Draft, verb: str) -> None:
    """Go on only if the draft has not been adopted or given up.

    Raises:
        WrongState: it has.

    """
    if draft.state not in (DraftState.OPEN, DraftState.SUBMITTED):
        raise WrongState(state=draft.state, act=verb)


def fit_key(key: str) -> str:
    """Return the permanent key of a clause or a document.

    Raises:
        Unfit: it is more than lower-case letters, digits and hyphens, or too long.

    """
    if len(key) > LONGEST_KEY or not KEY.fullmatch(key):
        raise Unfit("clause_key_form", field="key")
    return key


def open_document(
    work: Work,
    *,
    kind: DocumentKind,
    slug: str,
    title: str,
    locale: Locale = Locale.EN,
    audience: Readership = Readership.PUBLIC,
) -> Document:
    """Begin a document without any edition; `locale` is the one that decides between versions.

    Raises:
        Denied: the actor does not write documents.
        Unfit: the name is taken or not fit for an address, or there is no title.

    """
    need(policy.may_edit(work.actor))
    if not title.strip():
        raise Unfit("clause_without_heading", field="title")
    if work.session.scalar(select(Document.id).where(Document.slug == fit_key(slug))):
        raise Unfit("document_name_taken", field="slug")
    made = Document(kind=kind, slug=slug, authoritative_locale=locale, audience=audience)
    work.session.add(made)
    work.session.flush()
    new_text(
        work, subject_type="document", subject_id=made.id, field="title", locale=locale, words=title
    )
    work.record("document.opened", made)
    return made


def start_draft(work: Work, document: Document) -> Draft:
    """Begin the next edition as a copy of the newest one, corrected; the first begins empty.

    Raises:
        Denied: the actor does not write documents.
        Unfit: a draft of this document is under way.

    """
    need_writer(work, document.id)
    if draft_under_way(work.session, document.id):
        raise Unfit("draft_under_way")
    base = newest(work, document.id)
    made = Draft(
        document_id=document.id, based_on_id=base.id if base else None, state=DraftState.OPEN
    )
    work.session.add(made)
    work.session.flush()
    if base:
        work.session.add_all(_copies(work, made, base))
    work.record("draft.started", made)
    return made


def newest(work: Work, document_id: uuid.UUID) -> Edition | None:
    """Return the edition adopted last, in force or not yet."""
    return work.session.scalar(
        select(Edition)
        .where(Edition.document_id == document_id, Edition.void_at.is_(None))
        .order_by(Edition.number.desc())
        .limit(1)
    )


def _copies(work: Work, draft: Draft, base: Edition) -> list[DraftClause]:
    rows = work.session.scalars(select(EditionClause).where(EditionClause.edition_id == base.id))
    mended = corrected_pins(work.session, base.id)
    made = []
    for row in rows:
        pins = mended.get(row.clause_id, (row.heading_revision, row.body_revision))
        made.append(
            DraftClause(
                draft_id=draft.id,
                clause_id=row.clause_id,
                parent_id=row.parent_id,
                position=row.position,
                heading_revision=pins[0],
                body_revision=pins[1],
                is_substantive=False,
            )
        )
    return made


def submit(
    work: Work, draft: Draft, motion_id: uuid.UUID | None = None, item_id: uuid.UUID | None = None
) -> Draft:
    """Lay the draft before a meeting: from here on its words stand still.

    `motion_id`: the motion that proposes it, `item_id`: the item of a meeting under which it will
    be moved, where there is one already; only a decision on that can then adopt it.

    Raises:
        Denied: the actor does not write this document.
        WrongState: it lies before a meeting already, or its time is over.
        Unfit: it changes nothing, or a reference in it leads nowhere or to another clause.

    """
    need_writer(work, draft.document_id)
    expect(draft, "submit")
    check_whole(work, draft)
    step(draft, "submit")
    draft.motion_id, draft.item_id, draft.submitted_at = motion_id, item_id, work.now
    for kind, record_id in (("motion", motion_id), ("agenda_item", item_id)):
        if record_id:
            start, end = ("draft", draft.id), (kind, record_id)
            join(work.session, start, Relation.COMPANION_OF, end, at=work.now)
    work.record("draft.submitted", draft)
    return draft


def lay_before(work: Work, draft: Draft, meeting: Meeting, title: str) -> Draft:
    """Put the draft on a meeting's agenda as an item of its own, and lay it before the meeting.

    Raises:
        Denied: the actor does not write this document, or does not call that meeting.
        WrongState: the draft lies before a meeting already, or the meeting is over.
        Unfit: as `submit`.

    """
    need_writer(work, draft.document_id)
    expect(draft, "submit")
    check_whole(work, draft)
    item = add_item(work, meeting, title)
    return submit(work, draft, item_id=item.id)


def check_whole(work: Work, draft: Draft) -> None:
    """Go on only if the draft could be an edition.

    Raises:
        Unfit: it changes nothing, or a reference in it leads nowhere or to another clause.

    """
    locale = work.session.get_one(Document, draft.document_id).authoritative_locale
    base = work.session.get(Edition, draft.based_on_id) if draft.based_on_id else None
    before = book_of_edition(work.session, base, locale) if base else EMPTY
    if not compare_books(before, book_of_draft(work.session, draft, locale)).changes:
        raise Unfit("draft_unchanged")
    if dead := dead_references(work.session, draft):
        first = dead[0]
        raise Unfit(
            "dead_reference", clause=first.key, reference=first.reference, language=first.locale.tag
        )
    if moved := renumbered_references(work.session, draft):
        first = moved[0]
        raise Unfit(
            "renumbered_reference",
            clause=first.key,
            reference=first.reference,
            language=first.locale.tag,
        )


def reopen(work: Work, draft: Draft) -> Draft:
    """Take the draft back from the meeting, to be written on.

    Raises:
        Denied: the actor does not write this document.
        WrongState: it does not lie before a meeting.

    """
    need_writer(work, draft.document_id)
    step(draft, "reopen")
    draft.motion_id = draft.item_id = draft.submitted_at = None
    work.record("draft.reopened", draft)
    return draft


def discard(work: Work, draft: Draft) -> Draft:
    """Give the draft up; its words stay in the history and no edition ever shows them.

    Raises:
        Denied: the actor does not write documents.
        WrongState: its time is over.

    """
    need(policy.may_edit(work.actor))
    step(draft, "discard")
    forget_draft(work, draft)
    work.record("draft.discarded", draft)
    return draft
