"""Remarks on clauses of a draft, by those who write it and those who translate it."""

from __future__ import annotations

from nswp_gov.manual import policy
from nswp_gov.manual.models import ClauseComment, Draft
from nswp_gov.manual.operations.drafts import in_progress
from nswp_gov.manual.queries.drafts import place_of
from nswp_gov.manual.queries.hands import is_editor, translates
from nswp_gov.store.errors import Unfit, need
from nswp_gov.store.work import Work


def need_sight(work: Work, draft: Draft) -> None:
    """Go on only if the actor may see the draft.

    Raises:
        Denied: they neither write nor translate it.

    """
    session, actor, at = work.session, work.actor, work.now
    need(
        policy.may_see_draft(
            actor,
            is_named=is_editor(session, actor, draft.document_id, at),
            is_assigned=bool(translates(session, actor, draft.document_id, at)),
        )
    )


def comment(work: Work, draft: Draft, key: str, words: str) -> ClauseComment:
    """Add a remark to a clause of the draft.

    Raises:
        Denied: the actor neither writes nor translates this draft.
        WrongState: the draft's time is over.
        NotFound: the draft has no such clause.
        Unfit: nothing was said.

    """
    need_sight(work, draft)
    in_progress(draft, "comment")
    place = place_of(work.session, draft, key)
    if not words.strip():
        raise Unfit("comment_without_words", field="words")
    made = ClauseComment(
        draft_id=draft.id,
        clause_id=place.clause_id,
        person_id=work.actor.person_id,
        words=words.strip(),
        written_at=work.now,
        settled_at=None,
    )
    work.session.add(made)
    work.record("draft.commented", made)
    return made


def settle_comment(work: Work, draft: Draft, remark: ClauseComment) -> ClauseComment:
    """Say that a remark was dealt with; it stays readable.

    Raises:
        Denied: the actor neither writes nor translates this draft.

    """
    need_sight(work, draft)
    if remark.settled_at is None:
        remark.settled_at = work.now
        work.record("draft.comment_settled", remark)
    return remark
