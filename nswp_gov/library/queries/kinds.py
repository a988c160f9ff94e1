"""What the translation desk must know of the texts of resources and of series."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.library.models import ListedResource, Resource, Series
from nswp_gov.library.queries.index import series_titles
from nswp_gov.library.queries.inside import titled
from nswp_gov.library.states import ResourceState
from nswp_gov.rules.audience import PUBLIC, SECRETARIAT, Audience
from nswp_gov.rules.languages import Locale, fallback_order
from nswp_gov.store.text_kinds import Importance, Subject


def resource_subjects(
    session: Session, ids: Collection[uuid.UUID], locale: Locale
) -> Mapping[uuid.UUID, Subject]:
    """Return resources as the desk names them: published ones for their readers, others inside."""
    rows = list(session.scalars(select(Resource).where(Resource.id.in_(ids))))
    listed: dict[uuid.UUID, str] = dict(
        session.execute(
            select(ListedResource.id, ListedResource.audience).where(ListedResource.id.in_(ids))
        ).all()
    )
    found = {}
    for one in titled(session, rows, locale):
        row = one.row
        audience = Audience.parse(listed[row.id]) if row.id in listed else SECRETARIAT
        found[row.id] = Subject(
            title=one.title,
            title_locale=one.locale,
            audience=audience,
            endpoint="library.one" if row.id in listed else "library.entry",
            values=(("slug", row.slug),) if row.id in listed else (("resource_id", str(row.id)),),
            importance=Importance.USUAL,
            is_open=row.state is not ResourceState.WITHDRAWN,
        )
    return found


def series_subjects(
    session: Session, ids: Collection[uuid.UUID], locale: Locale
) -> Mapping[uuid.UUID, Subject]:
    """Return series as the desk names them."""
    titles = series_titles(session)
    rows = session.execute(select(Series.id, Series.slug).where(Series.id.in_(ids)))
    found = {}
    for series_id, slug in rows:
        known = titles.get(slug, {})
        own = next((one for one in fallback_order(locale) if one.value in known), Locale.EN)
        found[series_id] = Subject(
            title=known.get(own.value, slug),
            title_locale=own,
            audience=PUBLIC,
            endpoint="library.index",
            importance=Importance.LOW,
        )
    return found
