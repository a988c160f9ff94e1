"""What members may see of each other beyond the public directory: what each consented to."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from nswp_gov.directory.models import Organisation, Placement
from nswp_gov.directory.queries.inside import dossiers
from nswp_gov.directory.queries.profile import SUBJECT, ProfileView, facts_in
from nswp_gov.directory.states import ProfileField
from nswp_gov.rules.audience import MEMBERS, Viewer
from nswp_gov.rules.collation import sort_key
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import placements
from nswp_gov.store import search
from nswp_gov.store.dated import holds
from nswp_gov.store.projection import Projection, project
from nswp_gov.store.search import SearchEntry

MOST = 500  # at once; beyond it the reader chooses a region or a country first
MOST_HITS = 2_000


@dataclass(frozen=True)
class Known:
    """An organisation that members may know, with what they see of it."""

    id: uuid.UUID
    region: str | None
    shown: Projection


@dataclass(frozen=True)
class Browse:
    """What was found, by name; `is_more`: there is more than can be shown at once."""

    rows: Sequence[Known]
    is_more: bool


def members_browse(
    session: Session,
    viewer: Viewer,
    locale: Locale,
    day: date,
    *,
    region: str = "",
    country: str = "",
    words: str = "",
) -> Browse:
    """Return who is open to members and not in the public directory; at most six statements.

    Narrowed by what the reader may see of each: a country that is not shown is not found by.
    """
    found = _hits(session, locale, words)
    ids = _candidates(session, day, region, country, found)
    views = [facts_in(known) for known in dossiers(session, ids[:MOST], day).values()]
    rows = [
        Known(view.organisation_id, view.region, project(view, viewer))
        for view in views
        if _fits(view, region)
    ]
    name, place = ProfileField.NAME.value, ProfileField.COUNTRY.value
    open_ones = [
        row
        for row in rows
        if name in row.shown and (not country or row.shown.get(place) == country)
    ]
    open_ones.sort(key=lambda row: sort_key(row.shown[name], locale))
    return Browse(open_ones, len(ids) > MOST)


def _hits(session: Session, locale: Locale, words: str) -> Collection[uuid.UUID] | None:
    if not words.strip():
        return None
    found = search.find(session, [MEMBERS], locale, words, kinds=(SUBJECT,), limit=MOST_HITS)
    return [one.subject_id for one in found]


def _candidates(
    session: Session,
    day: date,
    region: str,
    country: str,
    found: Collection[uuid.UUID] | None,
) -> list[uuid.UUID]:
    """Return those that the search keeps for members: its entries are made with each consent."""
    key = SearchEntry.subject_id
    query = (
        select(Organisation.id)
        .join(SearchEntry, key == Organisation.id)
        .where(SearchEntry.audience == MEMBERS.code, SearchEntry.subject_type == SUBJECT)
        .distinct()
        .order_by(Organisation.id)
        .limit(MOST + 1)
    )
    if country:
        query = query.where(Organisation.country == country)
    if region:
        own = [code for code, one in placements().items() if one.region == region]
        placed = select(Placement.organisation_id).where(
            Placement.region == region, holds(Placement, day)
        )
        query = query.where(or_(Organisation.country.in_(own), Organisation.id.in_(placed)))
    if found is not None:
        query = query.where(Organisation.id.in_(found))
    return list(session.scalars(query))


def _fits(view: ProfileView, region: str) -> bool:
    return not region or view.region == region
