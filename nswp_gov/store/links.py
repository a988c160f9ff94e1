"""Provenance: dated links between records of any two features.

A link is how a lower room names something above it (a membership the decision that admitted it)
without an import. `app.py` registers, per type, how a linked record is titled and who may see it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from nswp_gov.rules.audience import Audience
from nswp_gov.store.base import Base, Governed
from nswp_gov.store.retention import keep
from nswp_gov.store.types import enum_by_value


class Relation(StrEnum):
    """What the first record is to the second."""

    ADOPTED_BY = "adopted_by"
    STATED_IN = "stated_in"
    COMPANION_OF = "companion_of"
    RESULT_OF = "result_of"
    APPROVED_BY = "approved_by"
    REPLACES = "replaces"
    ENDED_BY = "ended_by"


class Link(Governed, Base):
    """`from` stands in `relation` to `to`."""

    __tablename__ = "link"
    __retention__ = keep("provenance")

    from_type: Mapped[str]
    from_id: Mapped[uuid.UUID]
    relation: Mapped[Relation] = mapped_column(enum_by_value(Relation))
    to_type: Mapped[str]
    to_id: Mapped[uuid.UUID]
    recorded_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("from_type", "from_id", "relation", "to_type", "to_id"),
        Index("ix_link_to", "to_type", "to_id"),
    )


@dataclass(frozen=True)
class Card:
    """How a linked record is shown: its title, its address, who may see it."""

    title: str
    endpoint: str
    values: tuple[tuple[str, str], ...]
    audience: Audience


Resolver = Callable[[Session, uuid.UUID, str], Card | None]  # session, id, locale


class Registry:
    """Knows for each type of record how it is shown."""

    def __init__(self) -> None:
        self._resolvers: dict[str, Resolver] = {}

    def register(self, kind: str, resolver: Resolver) -> None:
        """Say how records of type `kind` are shown."""
        self._resolvers[kind] = resolver

    def card(self, session: Session, kind: str, record_id: uuid.UUID, locale: str) -> Card | None:
        """Return the card of a record, or None where its type or row is unknown."""
        resolver = self._resolvers.get(kind)
        return resolver(session, record_id, locale) if resolver else None


def links_from(session: Session, kind: str, record_id: uuid.UUID) -> list[Link]:
    """Return the links that start at a record, oldest first."""
    return list(
        session.scalars(
            select(Link)
            .where(Link.from_type == kind, Link.from_id == record_id)
            .order_by(Link.recorded_at)
        )
    )


def links_to(session: Session, kind: str, record_id: uuid.UUID) -> list[Link]:
    """Return the links that end at a record, oldest first."""
    return list(
        session.scalars(
            select(Link)
            .where(Link.to_type == kind, Link.to_id == record_id)
            .order_by(Link.recorded_at)
        )
    )


def join(
    session: Session,
    source: tuple[str, uuid.UUID],
    relation: Relation,
    target: tuple[str, uuid.UUID],
    *,
    at: datetime,
) -> Link:
    """Add a link; the caller records it with the act that made it."""
    made = Link(
        from_type=source[0],
        from_id=source[1],
        relation=relation,
        to_type=target[0],
        to_id=target[1],
        recorded_at=at,
    )
    session.add(made)
    return made
