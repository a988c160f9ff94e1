"""Which decision adopted which edition, how the vote went, on which day."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.manual.models import Draft, Edition
from nswp_gov.meetings.models import Decision, Vote
from nswp_gov.meetings.policy import may_read_decision
from nswp_gov.meetings.queries.editions import mask
from nswp_gov.meetings.states import Method
from nswp_gov.rules.audience import MEMBERS, Viewer, may_see
from nswp_gov.rules.languages import Locale
from nswp_gov.store.links import Link, Relation
from nswp_gov.store.texts import Text, read


@dataclass(frozen=True, slots=True)
class Tally:
    """How a vote went; a number is None where telling it would tell how few voted how.

    `present` and `quorum_needed` are told to members; a carried vote always had its quorum.
    """

    in_favour: int | None
    against: int | None
    abstained: int | None
    is_consensus: bool
    present: int | None = None
    quorum_needed: int | None = None


@dataclass(frozen=True, slots=True)
class Adoption:
    """The decision behind an edition; `tally` is None for whom the decision is not open."""

    edition_id: uuid.UUID
    edition_number: int
    decision_id: uuid.UUID
    number: str
    decided_on: date
    meeting_id: uuid.UUID
    tally: Tally | None


def adoptions(
    session: Session, edition_ids: Collection[uuid.UUID], viewer: Viewer
) -> dict[uuid.UUID, Adoption]:
    """Return the adoption of each edition; one query however many."""
    rows = session.execute(
        select(Edition, Decision, Vote)
        .join(Link, (Link.from_id == Edition.id) & (Link.from_type == "edition"))
        .join(Decision, Decision.id == Link.to_id)
        .join(Vote, Vote.id == Decision.vote_id)
        .where(
            Edition.id.in_(edition_ids),
            Link.relation == Relation.ADOPTED_BY,
            Link.to_type == "decision",
        )
    )
    return {
        edition.id: Adoption(
            edition_id=edition.id,
            edition_number=edition.number,
            decision_id=decision.id,
            number=decision.number,
            decided_on=decision.decided_on,
            meeting_id=decision.meeting_id,
            tally=_tally(decision, vote, viewer),
        )
        for edition, decision, vote in rows
    }


def _tally(decision: Decision, vote: Vote, viewer: Viewer) -> Tally | None:
    """Return the numbers: all of them for members, the public's as public minutes give them."""
    if not may_read_decision(viewer, decision).allowed:
        return None
    cells: tuple[int | None, int | None, int | None]
    cells = (vote.in_favour, vote.against, vote.abstained)
    is_member = may_see(viewer, MEMBERS).allowed
    if not is_member:
        told = mask(vote.in_favour, vote.against, vote.abstained, vote.present)
        cells = (told.in_favour, told.against, told.abstained)
    return Tally(
        *cells,
        is_consensus=vote.method is Method.CONSENSUS,
        present=vote.present if is_member else None,
        quorum_needed=vote.quorum_needed if is_member else None,
    )


@dataclass(frozen=True, slots=True)
class Adoptable:
    """A decision that can adopt a draft, with the beginning of what it says."""

    decision_id: uuid.UUID
    number: str
    decided_on: date
    words: str


def adoptable(session: Session, draft: Draft, locale: Locale, limit: int = 50) -> list[Adoptable]:
    """Return the carried decisions that may adopt the draft, newest first."""
    used = (
        select(Link.to_id)
        .join(Edition, Edition.id == Link.from_id)
        .where(
            Link.from_type == "edition",
            Link.relation == Relation.ADOPTED_BY,
            Edition.document_id == draft.document_id,
        )
    )
    query = (
        select(Decision)
        .join(Vote, Vote.id == Decision.vote_id)
        .where(Vote.is_carried, Decision.id.not_in(used))
        .order_by(Decision.decided_on.desc(), Decision.ordinal.desc())
        .limit(limit)
    )
    if draft.motion_id:
        query = query.where(Vote.motion_id == draft.motion_id)
    if draft.item_id:
        query = query.where(Decision.item_id == draft.item_id)
    decisions = session.scalars(query).all()
    texts = session.scalars(
        select(Text).where(
            Text.subject_type == "decision", Text.subject_id.in_([row.id for row in decisions])
        )
    ).all()
    words = read(session, texts, locale)
    said = {text.subject_id: words[text.id].words for text in texts if text.id in words}
    return [
        Adoptable(row.id, row.number, row.decided_on, said.get(row.id, "")) for row in decisions
    ]
