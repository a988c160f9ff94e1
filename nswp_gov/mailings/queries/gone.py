"""Organisations that stopped being listed after something was written: letters don't name them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nswp_gov.directory.models import Consent, Organisation, PublicOrganisation
from nswp_gov.mailings.digests import Item
from nswp_gov.mailings.models import Delivery, Mailing
from nswp_gov.mailings.queries.mailings import Said, items_of, said
from nswp_gov.rules.languages import Locale


@dataclass(frozen=True, slots=True)
class Gone:
    """An organisation that everybody could see and now nobody can."""

    organisation_id: uuid.UUID
    name: str
    slug: str

    def is_in(self, words: str) -> bool:
        """Tell whether words name it, or an address leads to it."""
        folded = words.casefold()
        marks = (self.name.casefold(), self.slug.casefold(), str(self.organisation_id))
        return any(mark in folded for mark in marks if mark)


def gone_since(session: Session, since: datetime) -> tuple[Gone, ...]:
    """Return the organisations whose listing ended at or after an instant and holds no more."""
    ended = select(Consent.organisation_id).where(Consent.withdrawn_at >= since)
    rows = session.scalars(
        select(Organisation).where(
            Organisation.id.in_(ended), Organisation.id.not_in(select(PublicOrganisation.id))
        )
    )
    return tuple(Gone(row.id, row.name, row.slug) for row in rows)


def last_gone(session: Session) -> datetime | None:
    """Return when a listing ended last, None if none ever did."""
    return session.scalar(select(func.max(Consent.withdrawn_at)))


def names_gone(words: Iterable[str], gone: Collection[Gone]) -> bool:
    """Tell whether any of the words name one of them."""
    return bool(gone) and any(one.is_in(some) for some in words for one in gone)


def is_withheld(shown: Said, row: Mailing, gone: Collection[Gone]) -> bool:
    """Tell whether a letter has to be held back: its own words or its link name one of them."""
    link = json.dumps(row.link or {}, ensure_ascii=False)
    return names_gone((shown.subject.words, shown.body.words, link), gone)


def items_without(row: Mailing, gone: Collection[Gone]) -> list[Item]:
    """Return the items of a digest without those that name one of them in any language."""
    return [
        one
        for one in items_of(row)
        if not names_gone((json.dumps(one.to_json(), ensure_ascii=False),), gone)
    ]


def without_withheld(
    session: Session, rows: Collection[tuple[Delivery, Mailing]], locale: Locale
) -> list[tuple[Delivery, Mailing]]:
    """Return what was sent to somebody without the letters that are held back by now."""
    gone = gone_since(session, min(row.made_at for _one, row in rows)) if rows else ()
    if not gone:
        return list(rows)
    return [
        (one, row) for one, row in rows if not is_withheld(said(session, row, locale), row, gone)
    ]
