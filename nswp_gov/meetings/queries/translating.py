"""The texts of minutes beside their translations, with how far these are behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from nswp_gov.meetings.models import AgendaItem
from nswp_gov.meetings.queries import records
from nswp_gov.rules.languages import Freshness, Locale
from nswp_gov.store import texts

FIELDS = ("title", "public", "minutes")


@dataclass(frozen=True)
class Beside:
    """One text and its translation into one language; numbers are 0 where there is none."""

    item: AgendaItem
    field: str
    source: str
    source_tag: str
    source_number: int
    words: str
    number: int
    freshness: Freshness


def besides(session: Session, items: Iterable[AgendaItem], locale: Locale) -> list[Beside]:
    """Return the texts of some items whose source is another language; two queries."""
    known = {row.id: row for row in items}
    rows = records.texts_for(session, {"agenda_item": known})
    revisions = texts.revisions_of(session, [row.id for row in rows])
    found = []
    for row in rows:
        newest = {one.locale: one for one in revisions[row.id] if not one.is_draft}
        source = newest.get(row.source_locale)
        if row.source_locale is locale or source is None or not source.words:
            continue
        own = newest.get(locale)
        found.append(
            Beside(
                item=known[row.subject_id],
                field=row.field,
                source=source.words,
                source_tag=row.source_locale.tag,
                source_number=source.number,
                words=own.words if own else "",
                number=own.number if own else 0,
                freshness=texts.freshness(row, revisions[row.id], locale),
            )
        )
    return sorted(found, key=lambda one: (one.item.position, FIELDS.index(one.field)))
