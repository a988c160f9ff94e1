"""Tables of bodies, rules, seats and terms."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.bodies.states import BodyKind, Electorate, Ending, How, RuleName
from nswp_gov.rules.audience import Step
from nswp_gov.store.base import Base, Governed
from nswp_gov.store.crypto import Encrypted
from nswp_gov.store.dated import DatedFact, forbid_overlaps
from nswp_gov.store.retention import keep
from nswp_gov.store.types import enum_by_value

INTERVAL = "until_on IS NULL OR until_on > from_on"


class Body(Governed, Base):
    """A board, committee, assembly or group. Its name and remit are texts."""

    __tablename__ = "body"
    __retention__ = keep("body")

    kind: Mapped[BodyKind] = mapped_column(enum_by_value(BodyKind))
    slug: Mapped[str] = mapped_column(unique=True)
    mark: Mapped[str] = mapped_column(unique=True)  # the letter in the numbers of its decisions
    audience: Mapped[Step] = mapped_column(enum_by_value(Step))  # who learns that it exists
    position: Mapped[int]
    ended_on: Mapped[date | None]


class BodyRule(DatedFact, Base):
    """One rule of a body while it is in force.

    `draft_from` names the comparable network a draft default is taken from; a rule that was
    adopted has none and is linked (`adopted_by`) to its decision.
    """

    __tablename__ = "body_rule"
    __retention__ = keep("body")
    __fact__ = ("body_id", "name")
    __table_args__ = (CheckConstraint(INTERVAL, name="interval"),)

    body_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("body.id"), index=True)
    name: Mapped[RuleName] = mapped_column(enum_by_value(RuleName))
    value: Mapped[dict[str, Any]]
    draft_from: Mapped[str | None]

    @property
    def is_draft_default(self) -> bool:
        """Tell whether the network has not adopted it yet."""
        return self.draft_from is not None


class Seat(Governed, Base):
    """A position in a body. `phase`: its regular terms begin in years that leave this remainder."""

    __tablename__ = "seat"
    __retention__ = keep("body")
    __table_args__ = (UniqueConstraint("body_id", "position"),)

    body_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("body.id"), index=True)
    position: Mapped[int]
    region: Mapped[str | None]
    electorate: Mapped[Electorate] = mapped_column(enum_by_value(Electorate))
    is_chair: Mapped[bool] = mapped_column(default=False)
    phase: Mapped[int] = mapped_column(default=0)
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]


class Term(DatedFact, Base):
    """A person's holding of a seat. `organisation_id`: the organisation that the person is of."""

    __tablename__ = "term"
    __retention__ = keep("office")
    __personal__ = ("person_id", "organisation_id")
    __fact__ = ("seat_id",)
    __table_args__ = (CheckConstraint(INTERVAL, name="interval"),)

    seat_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("seat.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"))
    how: Mapped[How] = mapped_column(enum_by_value(How))
    ending: Mapped[Ending | None] = mapped_column(enum_by_value(Ending))

    @property
    def ended_by(self) -> Ending:
        """Return why a term that is over ended; nothing recorded means that it ran out."""
        return self.ending or Ending.EXPIRY


class Interest(Governed, Base):
    """What a person declared of their interests on a day; `words` None: nothing to declare.

    The newest stands; the older ones stay, so that it can be read what was declared when.
    """

    __tablename__ = "interest"
    __retention__ = keep("office")
    __personal__ = ("person_id", "words")

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    declared_on: Mapped[date]
    words: Mapped[str | None] = mapped_column(Encrypted("interest.words"))


forbid_overlaps(BodyRule)
forbid_overlaps(Term)
