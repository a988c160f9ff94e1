"""How a resource is shown where other records name it, and in the letters that tell what is new."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from nswp_gov.library import queries
from nswp_gov.library.queries.news import newest_public
from nswp_gov.mailings.digests import Item as Told
from nswp_gov.mailings.states import Kind
from nswp_gov.rules.languages import Locale
from nswp_gov.store.links import Card
from nswp_gov.store.markdown import plain_words
from nswp_gov.web.unit import viewer

LONGEST = 240


def resource_card(session: Session, resource_id: uuid.UUID, locale: str) -> Card | None:
    """Return how a published resource is named and where it stands, for whoever may have it."""
    item = queries.by_id(session, queries.index(session), viewer(), resource_id)
    if item is None:
        return None
    title, _tongue = item.words("title", Locale.from_tag(locale) or Locale.EN)
    return Card(
        title=title,
        endpoint="library.one",
        values=(("slug", item.slug),),
        audience=item.audience,
    )


def news(session: Session, since: datetime, until: datetime) -> list[Told]:
    """Return what the library published for everybody in `[since, until)`, for digests."""
    return [
        Told(
            key=f"resource:{item.id}",
            kind=Kind.RESOURCE,
            at=at,
            source=item.locale,
            words={
                Locale(code): (title, _beginning(item, code))
                for code, title in item.said["title"].items()
            },
            endpoint="library.one",
            values={"slug": item.slug},
        )
        for item, at in newest_public(session, since, until)
    ]


def _beginning(item: queries.Item, code: str) -> str:
    words = plain_words((item.said.get("summary") or {}).get(code, ""))
    return words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0] + " …"
