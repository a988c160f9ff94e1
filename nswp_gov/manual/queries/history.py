"""What became of one clause from edition to edition."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.manual.models import Clause, Edition, EditionClause
from nswp_gov.manual.queries.books import BODY, HEADING, Source, clause_keys, in_order, sources
from nswp_gov.rules.audience import Viewer, may_see
from nswp_gov.rules.diff import Difference, compare
from nswp_gov.rules.languages import Locale


@dataclass(frozen=True, slots=True)
class Step:
    """What one edition did to the clause; `was` and `now` are its numbers, None where absent."""

    edition: Edition
    was: str | None
    now: str | None
    heading: Difference
    body: Difference
    locale: Locale
    is_substantive: bool

    @property
    def is_reworded(self) -> bool:
        """Whether the words changed; a clause that is new or gone is not reworded."""
        both = self.was is not None and self.now is not None
        return both and not (self.heading.is_empty and self.body.is_empty)


def clause_history(session: Session, clause: Clause, viewer: Viewer) -> list[Step]:
    """Return every edition in which the clause came, changed, moved or went; newest first.

    The words are compared in the authoritative language.
    """
    editions = session.scalars(
        select(Edition)
        .where(Edition.document_id == clause.document_id, Edition.void_at.is_(None))
        .order_by(Edition.number)
    ).all()
    places = session.scalars(
        select(EditionClause)
        .join(Edition, Edition.id == EditionClause.edition_id)
        .where(Edition.document_id == clause.document_id)
    ).all()
    keys = clause_keys(session, clause.document_id)
    own = [place for place in places if place.clause_id == clause.id]
    texts = sources(session, clause.document_id, own, None)
    steps: list[Step] = []
    before: tuple[EditionClause, str] | None = None
    for edition in editions:
        numbered = in_order([p for p in places if p.edition_id == edition.id], keys)
        found = ((p, number) for p, number, _ in numbered if p.clause_id == clause.id)
        after = next(((p, number) for p, number in found if isinstance(p, EditionClause)), None)
        if _differs(before, after) and may_see(viewer, edition.readers).allowed:
            steps.append(_step(edition, before, after, texts, clause))
        before = after
    return steps[::-1]


def _differs(
    before: tuple[EditionClause, str] | None, after: tuple[EditionClause, str] | None
) -> bool:
    if before is None or after is None:
        return before is not after
    old, new = before[0], after[0]
    return before[1] != after[1] or (old.heading_revision, old.body_revision, old.parent_id) != (
        new.heading_revision,
        new.body_revision,
        new.parent_id,
    )


def _step(
    edition: Edition,
    before: tuple[EditionClause, str] | None,
    after: tuple[EditionClause, str] | None,
    texts: dict[tuple[uuid.UUID, str], Source],
    clause: Clause,
) -> Step:
    heading, body = texts[clause.id, HEADING], texts[clause.id, BODY]
    locale = heading.text.source_locale
    old = before[0] if before else None
    new = after[0] if after else None
    return Step(
        edition=edition,
        was=before[1] if before else None,
        now=after[1] if after else None,
        heading=compare(
            heading.words_of(locale, old.heading_revision) if old else "",
            heading.words_of(locale, new.heading_revision) if new else "",
        ),
        body=compare(
            body.words_of(locale, old.body_revision) if old else "",
            body.words_of(locale, new.body_revision) if new else "",
        ),
        locale=locale,
        is_substantive=new.is_substantive if new else True,
    )
