"""Write on a draft, clause by clause; two people never overwrite each other unseen."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select

from nswp_gov.manual.models import Clause, Document, Draft, DraftClause
from nswp_gov.manual.operations.drafts import expect, fit_key
from nswp_gov.manual.operations.hands import need_writer
from nswp_gov.manual.queries.drafts import place_of, places_of
from nswp_gov.store.errors import Conflict, Unfit
from nswp_gov.store.texts import Text, TextRevision, new_text, revise, texts_of
from nswp_gov.store.work import Work


@dataclass(frozen=True, slots=True)
class Seen:
    """The source revisions that a writer had before them."""

    heading: int
    body: int


def add_clause(
    work: Work, draft: Draft, key: str, *, heading: str, body: str, parent_key: str | None = None
) -> DraftClause:
    """Add a clause as the last of its parent (None: as the last chapter); `key` is for ever.

    Raises:
        Denied: the actor does not write documents.
        WrongState: the draft is not open.
        Unfit: the key is taken (a clause that went keeps its key) or not fit, or no heading.
        NotFound: the draft has no clause `parent_key`.

    """
    _may_write(work, draft)
    _fit_heading(heading)
    taken = select(Clause.id).where(
        Clause.document_id == draft.document_id, Clause.key == fit_key(key)
    )
    if work.session.scalar(taken):
        raise Unfit("clause_key_taken", field="key")
    parent = place_of(work.session, draft, parent_key) if parent_key else None
    clause = Clause(document_id=draft.document_id, key=key)
    work.session.add(clause)
    work.session.flush()
    locale = work.session.get_one(Document, draft.document_id).authoritative_locale
    for field, words in (("heading", heading.strip()), ("body", body.strip())):
        new_text(
            work,
            subject_type="clause",
            subject_id=clause.id,
            field=field,
            locale=locale,
            words=words,
        )
    parent_id = parent.clause_id if parent else None
    place = DraftClause(
        draft_id=draft.id,
        clause_id=clause.id,
        parent_id=parent_id,
        position=len(_siblings(work, draft, parent_id)) + 1,
        heading_revision=1,
        body_revision=1,
        is_substantive=True,
    )
    work.session.add(place)
    work.record("draft.clause_added", place)
    return place


def edit_clause(
    work: Work,
    draft: Draft,
    key: str,
    *,
    heading: str,
    body: str,
    seen: Seen,
    is_substantive: bool,
) -> DraftClause:
    """Give a clause other words; once called substantive in a draft, the change stays so.

    Raises:
        Denied: the actor does not write documents.
        WrongState: the draft is not open.
        NotFound: the draft has no such clause.
        Conflict: somebody changed the clause after `seen`; nothing was overwritten.
        Unfit: there is no heading.

    """
    _may_write(work, draft)
    _fit_heading(heading)
    place = place_of(work.session, draft, key)
    if Seen(place.heading_revision, place.body_revision) != seen:
        raise Conflict
    texts = texts_of(work.session, "clause", place.clause_id)
    wanted = {"heading": heading.strip(), "body": body.strip()}
    pinned = {"heading": seen.heading, "body": seen.body}
    changed = {
        field: last_number(work, texts[field])
        for field, words in wanted.items()
        if words_at(work, texts[field], pinned[field]) != words
    }
    if not changed:
        return place
    place.heading_revision = changed.get("heading", seen.heading - 1) + 1
    place.body_revision = changed.get("body", seen.body - 1) + 1
    place.is_substantive = place.is_substantive or is_substantive
    work.session.flush()  # takes the row: of two writers at once the second is refused here
    for field, last in changed.items():
        revise(
            work, texts[field], words=wanted[field], seen=last, is_substantive=place.is_substantive
        )
    work.record("draft.clause_edited", place)
    return place


def mark_clause(work: Work, draft: Draft, key: str, *, is_substantive: bool) -> DraftClause:
    """Say whether the change of a clause in this draft touches its meaning.

    Raises:
        Denied: the actor does not write documents.
        WrongState: the draft is not open.
        NotFound: the draft has no such clause.

    """
    _may_write(work, draft)
    place = place_of(work.session, draft, key)
    place.is_substantive = is_substantive
    work.record("draft.clause_marked", place)
    return place


def move_clause(
    work: Work, draft: Draft, key: str, *, parent_key: str | None, place: int
) -> DraftClause:
    """Put a clause, with all below it, at `place` (from 1) among the clauses of another parent.

    Raises:
        Denied: the actor does not write documents.
        WrongState: the draft is not open.
        NotFound: the draft has no such clause or parent.
        Unfit: the parent lies below the clause itself.

    """
    _may_write(work, draft)
    moving = place_of(work.session, draft, key)
    parent = place_of(work.session, draft, parent_key) if parent_key else None
    if parent and _is_below(work, draft, parent, moving.clause_id):
        raise Unfit("clause_inside_itself", field="parent_key")
    old_parent = moving.parent_id
    moving.parent_id = parent.clause_id if parent else None
    siblings = [row for row in _siblings(work, draft, moving.parent_id) if row is not moving]
    siblings.insert(min(max(place, 1), len(siblings) + 1) - 1, moving)
    _renumber(siblings)
    if old_parent != moving.parent_id:
        _renumber(_siblings(work, draft, old_parent))
    work.record("draft.clause_moved", moving)
    return moving


def shift_clause(work: Work, draft: Draft, key: str, *, by: int) -> DraftClause:
    """Move a clause up (`by` −1) or down (+1) among its siblings; at the end nothing changes.

    Raises:
        Denied: the actor does not write documents.
        WrongState: the draft is not open.
        NotFound: the draft has no such clause.

    """
    _may_write(work, draft)
    moving = place_of(work.session, draft, key)
    siblings = _siblings(work, draft, moving.parent_id)
    place = siblings.index(moving)
    siblings.insert(max(0, min(place + by, len(siblings) - 1)), siblings.pop(place))
    _renumber(siblings)
    work.record("draft.clause_moved", moving)
    return moving


def remove_clause(work: Work, draft: Draft, key: str) -> None:
    """Leave a clause out of the next edition; its key, history and addresses stay.

    Raises:
        Denied: the actor does not write documents.
        WrongState: the draft is not open.
        NotFound: the draft has no such clause.
        Unfit: other clauses stand below it.

    """
    _may_write(work, draft)
    place = place_of(work.session, draft, key)
    if _siblings(work, draft, place.clause_id):
        raise Unfit("clause_has_others_below", clause=key)
    work.session.delete(place)
    work.session.flush()
    _renumber(_siblings(work, draft, place.parent_id))
    work.record("draft.clause_removed", draft)


def _may_write(work: Work, draft: Draft) -> None:
    need_writer(work, draft.document_id)
    expect(draft, "edit")


def _fit_heading(heading: str) -> None:
    if not heading.strip():
        raise Unfit("clause_without_heading", field="heading")


def _siblings(work: Work, draft: Draft, parent_id: uuid.UUID | None) -> list[DraftClause]:
    return [row for row in places_of(work.session, draft) if row.parent_id == parent_id]


def _renumber(siblings: list[DraftClause]) -> None:
    for position, row in enumerate(siblings, 1):
        if row.position != position:
            row.position = position


def _is_below(work: Work, draft: Draft, place: DraftClause, ancestor_id: uuid.UUID) -> bool:
    parents = {row.clause_id: row.parent_id for row in places_of(work.session, draft)}
    here: uuid.UUID | None = place.clause_id
    while here is not None and here != ancestor_id:
        here = parents[here]
    return here == ancestor_id


def last_number(work: Work, text: Text) -> int:
    """Return the number of the newest source revision, adopted or not."""
    number = work.session.scalar(
        select(func.max(TextRevision.number)).where(
            TextRevision.text_id == text.id, TextRevision.locale == text.source_locale
        )
    )
    return number or 0


def words_at(work: Work, text: Text, number: int) -> str:
    """Return the words of one source revision; empty if there is none."""
    found = work.session.scalar(
        select(TextRevision).where(
            TextRevision.text_id == text.id,
            TextRevision.locale == text.source_locale,
            TextRevision.number == number,
        )
    )
    return found.words if found else ""
