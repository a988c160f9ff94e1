"""Questions of the office and of those who offer: entries in every state, links, answers."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from nswp_gov.directory.models import PublicOrganisation
from nswp_gov.library.models import (
    SUBJECT,
    LinkWatch,
    OfferAnswer,
    Partner,
    Resource,
    ResourceFile,
    ResourceLink,
    Series,
)
from nswp_gov.library.states import LinkState, ResourceState
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import NotFound
from nswp_gov.store.texts import Reading, Text, read, texts_of

MOST = 200  # entries on one page of the office
FAULTS = (LinkState.BROKEN, LinkState.MOVED, LinkState.REFUSED)


@dataclass(frozen=True)
class Entry:
    """A resource in the office: the row and its title in the reader's language."""

    row: Resource
    title: str
    locale: Locale


def resource(session: Session, resource_id: uuid.UUID) -> Resource:
    """Return an entry.

    Raises:
        NotFound: there is none.

    """
    found = session.get(Resource, resource_id)
    if found is None:
        raise NotFound
    return found


def titled(session: Session, rows: Sequence[Resource], locale: Locale) -> list[Entry]:
    """Return entries with their titles; three statements however many."""
    ids = [row.id for row in rows]
    texts = session.scalars(
        select(Text).where(
            Text.subject_type == SUBJECT, Text.field == "title", Text.subject_id.in_(ids)
        )
    ).all()
    words = read(session, texts, locale)
    by_row = {text.subject_id: words[text.id] for text in texts if text.id in words}
    return [_entry(row, by_row) for row in rows]


def _entry(row: Resource, by_row: Mapping[uuid.UUID, Reading]) -> Entry:
    said = by_row.get(row.id)
    return Entry(row, said.words if said else row.slug, said.locale if said else row.locale)


def entries(
    session: Session,
    locale: Locale,
    states: Collection[ResourceState],
    *,
    organisation_ids: Collection[uuid.UUID] | None = None,
    most: int = MOST,
) -> list[Entry]:
    """Return entries in some states, the last touched first; of some organisations, if given."""
    last = func.coalesce(Resource.published_at, Resource.sent_at, Resource.added_at)
    query = select(Resource).where(Resource.state.in_(states)).order_by(last.desc(), Resource.id)
    if organisation_ids is not None:
        query = query.where(Resource.organisation_id.in_(organisation_ids))
    return titled(session, session.scalars(query.limit(most)).all(), locale)


def number_in(session: Session, state: ResourceState) -> int:
    """Return how many entries are in a state."""
    query = select(func.count()).select_from(Resource).where(Resource.state == state)
    return session.scalar(query) or 0


def files_of(session: Session, resource_id: uuid.UUID) -> list[ResourceFile]:
    """Return the files of a resource in the order of their languages."""
    query = select(ResourceFile).where(ResourceFile.resource_id == resource_id)
    return list(session.scalars(query.order_by(ResourceFile.language, ResourceFile.added_at)))


def file_of(session: Session, resource_id: uuid.UUID, file_id: uuid.UUID) -> ResourceFile:
    """Return a file of this resource.

    Raises:
        NotFound: it belongs to another, or there is none.

    """
    found = session.get(ResourceFile, file_id)
    if found is None or found.resource_id != resource_id:
        raise NotFound
    return found


def stored_id(session: Session, file_id: uuid.UUID) -> uuid.UUID:
    """Return under which row the bytes of a file lie; nothing encrypted is read.

    Raises:
        NotFound: there is no such file.

    """
    found = session.scalar(select(ResourceFile.file_id).where(ResourceFile.id == file_id))
    if found is None:
        raise NotFound
    return found


def is_listed(session: Session, organisation_id: uuid.UUID) -> bool:
    """Tell whether everybody may know of an organisation."""
    return session.get(PublicOrganisation, organisation_id) is not None


def links_of(session: Session, resource_id: uuid.UUID) -> list[ResourceLink]:
    """Return the outside addresses of a resource in the order of their languages."""
    query = select(ResourceLink).where(ResourceLink.resource_id == resource_id)
    return list(session.scalars(query.order_by(ResourceLink.language, ResourceLink.address)))


def answers_of(session: Session, resource_id: uuid.UUID) -> list[OfferAnswer]:
    """Return what the office answered to an offer, the last answer first."""
    query = select(OfferAnswer).where(OfferAnswer.resource_id == resource_id)
    return list(session.scalars(query.order_by(OfferAnswer.answered_at.desc())))


def source_of(session: Session, resource_id: uuid.UUID) -> dict[str, Text]:
    """Return the texts of a resource by field."""
    return texts_of(session, SUBJECT, resource_id)


def partners(session: Session) -> list[Partner]:
    """Return every partner institution by name."""
    return list(session.scalars(select(Partner).order_by(Partner.name)))


def series(session: Session) -> list[Series]:
    """Return every series."""
    return list(session.scalars(select(Series).order_by(Series.slug)))


def checks_links(session: Session) -> bool:
    """Tell whether the office lets the program ask outside addresses."""
    return bool(session.scalar(select(LinkWatch.is_on)))


def faulty_links(session: Session) -> list[tuple[ResourceLink, Resource]]:
    """Return addresses of published resources that did not answer as they should, oldest first."""
    query = (
        select(ResourceLink, Resource)
        .join(Resource, Resource.id == ResourceLink.resource_id)
        .where(ResourceLink.state.in_(FAULTS), Resource.state == ResourceState.PUBLISHED)
        .order_by(ResourceLink.checked_at)
        .limit(MOST)
    )
    return list(session.execute(query))


def link_numbers(session: Session) -> dict[LinkState, int]:
    """Return how many addresses of published resources are in each state."""
    query = (
        select(ResourceLink.state, func.count())
        .join(Resource, Resource.id == ResourceLink.resource_id)
        .where(Resource.state == ResourceState.PUBLISHED)
        .group_by(ResourceLink.state)
    )
    return dict(session.execute(query).all())


def due_links(session: Session, now: datetime, again: timedelta, most: int) -> list[ResourceLink]:
    """Return addresses whose turn it is, never checked ones first."""
    query = (
        select(ResourceLink)
        .join(Resource, Resource.id == ResourceLink.resource_id)
        .where(
            Resource.state == ResourceState.PUBLISHED,
            or_(ResourceLink.checked_at.is_(None), ResourceLink.checked_at <= now - again),
        )
        .order_by(ResourceLink.checked_at.is_not(None), ResourceLink.checked_at)
        .limit(most)
    )
    return list(session.scalars(query))
