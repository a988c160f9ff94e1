"""What harvesters are told: records by the instant of their last change, and which are gone."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from nswp_gov.directory.models import PublicOrganisation
from nswp_gov.library.models import HarvestRecord, HarvestSet, ListedResource
from nswp_gov.library.queries.listing import Item, item_of
from nswp_gov.rules.audience import Viewer


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which records a harvester asks for; both instants are included."""

    spec: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Record:
    """One record; `item` is None where it is gone."""

    id: uuid.UUID
    stamp: datetime
    sets: tuple[str, ...]
    item: Item | None


@dataclass(frozen=True)
class Place:
    """The last record of a page: the next page begins after it."""

    stamp: datetime
    id: uuid.UUID


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.since:
        found.append(HarvestRecord.stamp >= wanted.since)
    if wanted.until:
        found.append(HarvestRecord.stamp <= wanted.until)
    if wanted.spec:
        found.append(
            exists().where(HarvestSet.record_id == HarvestRecord.id, HarvestSet.spec == wanted.spec)
        )
    return found


def total(session: Session, wanted: Wanted) -> int:
    """Return how many records there are."""
    query = select(func.count()).select_from(HarvestRecord).where(*_conditions(wanted))
    return session.scalar(query) or 0


def records(
    session: Session, wanted: Wanted, *, most: int, after: Place | None = None
) -> list[Record]:
    """Return records in the order of their instants; three statements."""
    conditions = _conditions(wanted)
    if after is not None:
        conditions.append(
            or_(
                HarvestRecord.stamp > after.stamp,
                and_(HarvestRecord.stamp == after.stamp, HarvestRecord.id > after.id),
            )
        )
    rows = session.scalars(
        select(HarvestRecord)
        .where(*conditions)
        .order_by(HarvestRecord.stamp, HarvestRecord.id)
        .limit(most)
    ).all()
    return _whole(session, rows)


def record(session: Session, record_id: uuid.UUID) -> Record | None:
    """Return one record, or None where there never was one for everybody."""
    row = session.get(HarvestRecord, record_id)
    return _whole(session, [row])[0] if row else None


def _whole(session: Session, rows: Sequence[HarvestRecord]) -> list[Record]:
    ids = [row.id for row in rows]
    sets: dict[uuid.UUID, list[str]] = {one: [] for one in ids}
    for one in session.scalars(
        select(HarvestSet).where(HarvestSet.record_id.in_(ids)).order_by(HarvestSet.spec)
    ):
        sets[one.record_id].append(one.spec)
    items = _items(session, [row.id for row in rows if not row.is_deleted])
    return [Record(row.id, row.stamp, tuple(sets[row.id]), items.get(row.id)) for row in rows]


def _items(session: Session, ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Item]:
    """Return what everybody may have now; what belongs to somebody hidden is not in it."""
    is_shown = or_(
        ListedResource.tied_to.is_(None),
        ListedResource.tied_to.in_(select(PublicOrganisation.id)),
    )
    rows = session.scalars(select(ListedResource).where(ListedResource.id.in_(ids), is_shown))
    found = (item_of(row, Viewer.public()) for row in rows)
    return {one.id: one for one in found if one}


def earliest(session: Session) -> datetime | None:
    """Return the instant of the oldest record, or None."""
    return session.scalar(select(func.min(HarvestRecord.stamp)))


def specs(session: Session) -> dict[str, int]:
    """Return every set, and how many records it has that are not gone."""
    number = func.sum(case((HarvestRecord.is_deleted.is_(False), 1), else_=0))
    query = (
        select(HarvestSet.spec, number)
        .join(HarvestRecord, HarvestRecord.id == HarvestSet.record_id)
        .group_by(HarvestSet.spec)
        .order_by(HarvestSet.spec)
    )
    return {spec: int(count or 0) for spec, count in session.execute(query)}


def newly_hidden(session: Session) -> list[uuid.UUID]:
    """Return resources for everybody whose organisation is hidden, and harvesters don't know."""
    query = (
        select(ListedResource.id)
        .join(HarvestRecord, HarvestRecord.id == ListedResource.id)
        .where(
            ListedResource.tied_to.is_not(None),
            ListedResource.tied_to.not_in(select(PublicOrganisation.id)),
            HarvestRecord.is_deleted.is_(False),
        )
    )
    return list(session.scalars(query))


def newly_shown(session: Session) -> list[uuid.UUID]:
    """Return resources whose organisation is listed again, and harvesters hold them for gone."""
    query = (
        select(ListedResource.id)
        .join(HarvestRecord, HarvestRecord.id == ListedResource.id)
        .where(
            ListedResource.tied_to.in_(select(PublicOrganisation.id)),
            ListedResource.said_open.is_not(None),
            HarvestRecord.is_deleted.is_(True),
        )
    )
    return list(session.scalars(query))
