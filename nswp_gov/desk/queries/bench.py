"""Everything that a translator has before them: source, what changed in it, target, remarks."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.desk.checking import Remarks, Term, remarks
from nswp_gov.desk.models import Claim, Release, TranslationDraft
from nswp_gov.desk.queries.matrix import Cell, Row
from nswp_gov.rules.diff import Difference, compare
from nswp_gov.rules.languages import Locale
from nswp_gov.store.texts import TextRevision


@dataclass(frozen=True)
class Bench:
    """One text and one language.

    `words`: what the field begins with, the draft or what is released; `rendered`: the source
    revision that those words were made from (0: none); `missed`: what changed in the source since.
    """

    row: Row
    locale: Locale
    source: str
    words: str
    rendered: int
    missed: Difference | None
    draft: TranslationDraft | None
    release: Release | None
    claim: Claim | None

    @property
    def cell(self) -> Cell:
        """Return how it stands."""
        return self.row.cells[self.locale]

    @property
    def number(self) -> int:
        """Return the number of the draft, 0 without one."""
        return self.draft.number if self.draft else 0

    def remarks(self, terms: Collection[Term], words: str | None = None) -> Remarks:
        """Return what can be checked in the words as they stand, or as given."""
        said = self.words if words is None else words
        return remarks(self.source, said, terms, self.row.source, self.locale)


def bench(session: Session, row: Row, locale: Locale) -> Bench:
    """Return what a translator of one text into one language has before them."""
    standing = row.cells[locale].standing
    draft = draft_of(session, row.text_id, locale)
    rendered = draft.made_from if draft else standing.made_from
    words = _words(session, row.text_id, row.source, {row.number, rendered})
    released = _words(session, row.text_id, locale, {standing.shown}).get(standing.shown, "")
    before, source = words.get(rendered), words.get(row.number, "")
    return Bench(
        row=row,
        locale=locale,
        source=source,
        words=draft.words if draft else released,
        rendered=rendered,
        missed=compare(before, source) if before is not None and before != source else None,
        draft=draft,
        release=session.scalar(
            select(Release).where(
                Release.text_id == row.text_id,
                Release.locale == locale,
                Release.number == standing.shown,
            )
        ),
        claim=session.scalar(
            select(Claim).where(
                Claim.text_id == row.text_id, Claim.locale == locale, Claim.ended_at.is_(None)
            )
        ),
    )


def draft_of(session: Session, text_id: uuid.UUID, locale: Locale) -> TranslationDraft | None:
    """Return the draft of a translation, or None."""
    return session.scalar(
        select(TranslationDraft).where(
            TranslationDraft.text_id == text_id, TranslationDraft.locale == locale
        )
    )


def drafts_of(session: Session, person_id: uuid.UUID) -> list[TranslationDraft]:
    """Return the drafts that a person wrote last, the newest first."""
    return list(
        session.scalars(
            select(TranslationDraft)
            .where(TranslationDraft.writer_id == person_id)
            .order_by(TranslationDraft.saved_at.desc())
        )
    )


def _words(
    session: Session, text_id: uuid.UUID, locale: Locale, numbers: Collection[int]
) -> dict[int, str]:
    rows = session.scalars(
        select(TextRevision).where(
            TextRevision.text_id == text_id,
            TextRevision.locale == locale,
            TextRevision.number.in_(numbers),
        )
    )
    return {row.number: row.words for row in rows}
