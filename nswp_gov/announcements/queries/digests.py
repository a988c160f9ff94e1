"""What announcements offer for digests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from nswp_gov.announcements.queries.public import published_between, words_of
from nswp_gov.announcements.states import Kind
from nswp_gov.mailings.digests import Item
from nswp_gov.mailings.states import Kind as MailingKind


def digest_items(session: Session, since: datetime, until: datetime) -> Sequence[Item]:
    """Return what everybody may read of a span, in all its languages; digests are left out.

    A translation that came later than its announcement brings it once more: whoever reads that
    language had no letter in it.
    """
    rows = [one for one in published_between(session, since, until) if one.kind is not Kind.DIGEST]
    stored = words_of(session, rows)
    made = []
    for row in rows:
        own = stored[row.id]
        made.append(
            Item(
                key=f"announcement:{row.id}",
                kind=MailingKind(row.kind.value),
                at=max(one.since_at for one in own.values()),
                source=row.locale,
                words={
                    locale: (one.words["title"], one.words.get("summary") or "")
                    for locale, one in own.items()
                },
                endpoint="announcements.one",
                values={"announcement_id": str(row.id)},
                regions=frozenset(row.regions),
            )
        )
    return made
