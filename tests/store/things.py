"""A governed row with a secret, and a dated fact about it: models of the tests alone."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.store.base import Base, Governed
from nswp_gov.store.crypto import Encrypted
from nswp_gov.store.dated import (
    DatedFact,
    forbid_overlaps,
)
from nswp_gov.store.retention import keep


class Thing(Governed, Base):
    """A governed row with a secret."""

    __tablename__ = "thing_for_tests"
    __retention__ = keep("test")

    label: Mapped[str]
    secret: Mapped[str | None] = mapped_column(Encrypted("thing.secret"))


class Colour(DatedFact, Base):
    """A dated fact about a thing."""

    __tablename__ = "colour_for_tests"
    __retention__ = keep("test")
    __fact__ = ("thing_id",)

    thing_id: Mapped[uuid.UUID]
    colour: Mapped[str]


forbid_overlaps(Colour)


def colour(thing: Thing, name: str, since: str, until: str | None = None) -> Colour:
    return Colour(
        thing_id=thing.id,
        colour=name,
        from_on=date.fromisoformat(since),
        until_on=date.fromisoformat(until) if until else None,
    )
