"""Tables of elections. What a vote touches is one table with three columns and nothing else."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.elections.states import Kind, NominationState, State
from nswp_gov.store.base import Base, Governed, Identified
from nswp_gov.store.crypto import Encrypted
from nswp_gov.store.retention import delete_after, erase_after, keep
from nswp_gov.store.types import enum_by_value


class Election(Governed, Base):
    """An event with one timetable, one manifest, one opening. Its title is a text."""

    __tablename__ = "election"
    __retention__ = keep("election")

    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[Kind] = mapped_column(enum_by_value(Kind))
    state: Mapped[State] = mapped_column(enum_by_value(State))
    zone: Mapped[str]
    record_on: Mapped[date]
    nominations_close_at: Mapped[datetime]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    complaints_until: Mapped[datetime]
    officer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    needed_trustees: Mapped[int]
    manifest: Mapped[bytes | None]
    manifest_sha256: Mapped[str | None]
    lot: Mapped[list[str] | None]  # the drawn order of candidates, typed in before the opening
    box_root: Mapped[str | None]


class Post(Governed, Base):
    """A seat to fill. `paper` names it in the manifest; its title is a text."""

    __tablename__ = "election_post"
    __retention__ = keep("election")
    __table_args__ = (UniqueConstraint("election_id", "seat_id"),)

    election_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("election.id"), index=True)
    seat_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("seat.id"))
    paper: Mapped[str]
    region: Mapped[str | None]  # whose organisations vote; None: all
    seats: Mapped[int] = mapped_column(default=1)
    term_from: Mapped[date]
    term_until: Mapped[date | None]  # None: the seat’s regular end
    roll_commitment: Mapped[str | None]
    draw_seed: Mapped[str | None]  # the published seed of the candidates' order


class RollEntry(Identified, Base):
    """An organisation on the frozen roll of a post, with the salt of its commitment."""

    __tablename__ = "roll_entry"
    __retention__ = keep("roll")
    __table_args__ = (UniqueConstraint("post_id", "organisation_id"),)

    post_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("election_post.id"), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    salt: Mapped[bytes]
    reason: Mapped[str]


class Nomination(Governed, Base):
    """A proposal of a person for a post by a voting organisation."""

    __tablename__ = "nomination"
    __retention__ = erase_after(365 * 3, since="made_at", kind="nomination")
    __personal__ = ("nominee_name", "nominee_address", "reasons")

    post_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("election_post.id"), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"))
    nominee_name: Mapped[str | None] = mapped_column(Encrypted("nomination.nominee_name"))
    nominee_address: Mapped[str | None] = mapped_column(Encrypted("nomination.nominee_address"))
    locale: Mapped[str]
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    public_name: Mapped[str | None]  # by consent, when the nominee accepts
    country: Mapped[str | None]  # what a cap counts; only where one applies
    option: Mapped[str | None]  # the candidate's id in the manifest
    position: Mapped[int | None]  # drawn by the published seed
    state: Mapped[NominationState] = mapped_column(enum_by_value(NominationState))
    reasons: Mapped[str | None] = mapped_column(Encrypted("nomination.reasons"))
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    made_at: Mapped[datetime]


class ElectionTrustee(Governed, Base):
    """A keeper of a key: name and public keys, as they will stand in the manifest."""

    __tablename__ = "election_trustee"
    __retention__ = keep("election")
    __table_args__ = (UniqueConstraint("election_id", "place"),)

    election_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("election.id"), index=True)
    place: Mapped[int]
    name: Mapped[str]
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    seal_key: Mapped[bytes]
    sign_key: Mapped[bytes]
    is_opener: Mapped[bool]


class SealedBallot(Base):
    """One sealed vote under a keyed pseudonym. No time, no order, no organisation."""

    __tablename__ = "sealed_ballot"
    __retention__ = keep("sealed ballot")  # all are deleted at the close, with the slot key
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own form

    election_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("election.id"), primary_key=True)
    slot: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    envelope: Mapped[bytes]


class Participation(Identified, Base):
    """Made at the close in one sorted write: whether a vote of the organisation was in the box."""

    __tablename__ = "participation"
    __retention__ = delete_after(90, since="made_on", kind="participation")
    __table_args__ = (UniqueConstraint("post_id", "organisation_id"),)

    post_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("election_post.id"))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"))
    was_cast: Mapped[bool]
    made_on: Mapped[date]


class ElectionFile(Governed, Base):
    """A file of the election's record: box, escrow, shares, openings, ballots, result."""

    __tablename__ = "election_file"
    __retention__ = keep("election")
    __table_args__ = (UniqueConstraint("election_id", "name"),)

    election_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("election.id"), index=True)
    name: Mapped[str]
    sha256: Mapped[str]
    body: Mapped[bytes]
    is_public: Mapped[bool]


class CountResult(Governed, Base):
    """The count of one post: the record of `rules.counting` (canonical JSON)."""

    __tablename__ = "count_result"
    __retention__ = keep("election")

    post_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("election_post.id"), unique=True)
    rules: Mapped[str]
    record: Mapped[str] = mapped_column(Encrypted("count_result.record"))
    elected: Mapped[list[str]]  # options of the manifest
    ballots: Mapped[int]
