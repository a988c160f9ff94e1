"""A decision of a meeting makes a draft an edition. Nothing else does."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from nswp_gov.manual import policy
from nswp_gov.manual.models import Document, Draft, DraftClause, Edition, EditionClause
from nswp_gov.manual.operations.drafts import check_whole, expect, newest, step
from nswp_gov.manual.operations.reading import refresh_search
from nswp_gov.manual.queries.books import book_of_draft, book_of_edition
from nswp_gov.manual.queries.comparison import EMPTY, compare_books
from nswp_gov.manual.queries.drafts import fingerprint, places_of
from nswp_gov.manual.queries.record import Adopting, record_of
from nswp_gov.meetings.models import Decision, Motion, Vote
from nswp_gov.store.dated import begin_fact
from nswp_gov.store.errors import Conflict, NotFound, Unfit, need
from nswp_gov.store.journal import canonical_json, publish
from nswp_gov.store.links import Link, Relation, join
from nswp_gov.store.texts import new_text
from nswp_gov.store.work import Work


def adopt(
    work: Work,
    draft: Draft,
    decision_id: uuid.UUID,
    in_force_from: date,
    revision_seen: str,
    *,
    conditions: str = "",
) -> Edition:
    """Publish the draft as the next edition, by the decision, in force from a day.

    The edition before ends on that day. The canonical JSON of the whole edition, in every language
    as translated by now, is kept and hashed; the hash covers the one of the edition before.
    `revision_seen`: the fingerprint of the draft that the person had before them. `conditions`:
    those under which the meeting adopted it, in the authoritative language, if there are any.

    Raises:
        Denied: the actor does not publish editions.
        WrongState: the draft does not lie before a meeting.
        NotFound: there is no such decision.
        Conflict: the draft is not what the person saw, or another edition came in between.
        Unfit: the decision was not carried, decided on another motion, or has adopted something
            already; the day is before the decision; a reference in the draft leads nowhere.
        Overlap: the edition before would end before it begins.

    """
    need(policy.may_adopt(work.actor))
    before = newest(work, draft.document_id)
    expect(draft, "adopt")
    if fingerprint(work.session, draft) != revision_seen:
        raise Conflict
    if draft.based_on_id != (before.id if before else None):
        raise Conflict
    decision = _fit_decision(work, draft, decision_id)
    if in_force_from < decision.decided_on:
        raise Unfit(
            "in_force_before_decision",
            field="in_force_from",
            decided_on=decision.decided_on.isoformat(),
        )
    check_whole(work, draft)
    return _publish(work, draft, before, decision, in_force_from, conditions=conditions.strip())


def _fit_decision(work: Work, draft: Draft, decision_id: uuid.UUID) -> Decision:
    session = work.session
    decision = session.get(Decision, decision_id)
    if decision is None:
        raise NotFound
    vote = session.get_one(Vote, decision.vote_id)
    if not vote.is_carried:
        raise Unfit("decision_not_carried", field="decision_id", number=decision.number)
    motion = session.get_one(Motion, vote.motion_id)
    if draft.motion_id not in (None, motion.id) or draft.item_id not in (None, motion.item_id):
        raise Unfit("decision_of_another_motion", field="decision_id", number=decision.number)
    used = session.scalar(
        select(Link.id)
        .join(Edition, Edition.id == Link.from_id)
        .where(
            Link.from_type == "edition",
            Link.relation == Relation.ADOPTED_BY,
            Link.to_id == decision_id,
            Edition.document_id == draft.document_id,
        )
    )
    if used:
        raise Unfit("decision_used", field="decision_id", number=decision.number)
    return decision


def _publish(
    work: Work,
    draft: Draft,
    before: Edition | None,
    decision: Decision,
    in_force_from: date,
    *,
    conditions: str,
) -> Edition:
    session = work.session
    document = session.get_one(Document, draft.document_id)
    edition = Edition(
        document_id=document.id,
        number=before.number + 1 if before else 1,
        adopted_on=decision.decided_on,
        from_on=in_force_from,
        audience=document.audience,
        is_substantive=_is_substantive(work, draft, before, document),
        sha256="",
    )
    clauses = _clauses(work, edition, places_of(session, draft), before)
    adopting = Adopting(
        number=edition.number,
        adopted_on=edition.adopted_on,
        in_force_from=in_force_from,
        audience=edition.audience,
        decision=decision.number,
        previous_sha256=before.sha256 if before else None,
        conditions=conditions,
    )
    body = record_of(session, document, clauses, adopting)
    edition.sha256 = hashlib.sha256(canonical_json(body)).hexdigest()
    begin_fact(work, edition)
    session.add_all(clauses)
    join(
        session,
        ("edition", edition.id),
        Relation.ADOPTED_BY,
        ("decision", decision.id),
        at=work.now,
    )
    if conditions:
        _keep_conditions(work, edition, document, conditions)
    step(draft, "adopt")
    event = work.record("edition.adopted", edition)
    publish(
        session,
        event,
        kind="edition",
        subject_id=edition.id,
        name=f"{document.slug}-{edition.number}.json",
        body=body,
    )
    session.flush()
    if in_force_from <= work.today:
        refresh_search(work, document)
    return edition


def _keep_conditions(work: Work, edition: Edition, document: Document, words: str) -> None:
    new_text(
        work,
        subject_type="edition",
        subject_id=edition.id,
        field="conditions",
        locale=document.authoritative_locale,
        words=words,
    )


def _is_substantive(work: Work, draft: Draft, before: Edition | None, document: Document) -> bool:
    locale = document.authoritative_locale
    old = book_of_edition(work.session, before, locale) if before else EMPTY
    return compare_books(old, book_of_draft(work.session, draft, locale)).is_substantive


def _clauses(
    work: Work, edition: Edition, places: Sequence[DraftClause], before: Edition | None
) -> list[EditionClause]:
    """Return the rows of the edition; a clause whose words stand keeps where they came from."""
    old: dict[uuid.UUID, EditionClause] = {}
    if before:
        rows = work.session.scalars(
            select(EditionClause).where(EditionClause.edition_id == before.id)
        )
        old = {row.clause_id: row for row in rows}
    return [_clause(edition, place, old.get(place.clause_id)) for place in places]


def _clause(edition: Edition, place: DraftClause, old: EditionClause | None) -> EditionClause:
    stands = old is not None and (old.heading_revision, old.body_revision) == (
        place.heading_revision,
        place.body_revision,
    )
    return EditionClause(
        edition_id=edition.id,
        clause_id=place.clause_id,
        parent_id=place.parent_id,
        position=place.position,
        heading_revision=place.heading_revision,
        body_revision=place.body_revision,
        is_substantive=old.is_substantive if old and stands else place.is_substantive,
        origin_id=old.origin_id if old and stands else edition.id,
    )
