"""Tables of elections. What a vote touches is one table with three columns and nothing else."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import DDL, ForeignKey, LargeBinary, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.elections.states import (
    AgentState,
    ClaimState,
    ComplaintState,
    DelegateState,
    Kind,
    NominationState,
    State,
)
from nswp_gov.sealing import BallotKind, Level
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
    claims_until: Mapped[datetime]  # until then an organisation can object to its entry
    seconds_needed: Mapped[int] = mapped_column(default=0)
    level: Mapped[Level] = mapped_column(enum_by_value(Level), default=Level.SERVER)
    deviations: Mapped[list[str] | None]  # codes of the rules that the timetable does not keep
    deviation_reason: Mapped[str | None]  # published with them
    officer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    officer_key: Mapped[bytes | None]  # with which the returning officer signs a drawn lot
    needed_trustees: Mapped[int]
    manifest: Mapped[bytes | None]
    manifest_sha256: Mapped[str | None]
    lot: Mapped[list[str] | None]  # the drawn order of candidates, typed in before the opening
    lot_minutes: Mapped[str | None]  # who drew it, before whom
    void_reason: Mapped[str | None]  # published: why it was given up
    box_root: Mapped[str | None]


class Post(Governed, Base):
    """A seat to fill. `paper` names it in the manifest; its title is a text."""

    __tablename__ = "election_post"
    __retention__ = keep("election")
    __table_args__ = (UniqueConstraint("election_id", "seat_id"),)

    election_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("election.id"), index=True)
    seat_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("seat.id"))  # None: a question
    paper: Mapped[str]
    region: Mapped[str | None]  # whose organisations vote; None: all
    seats: Mapped[int] = mapped_column(default=1)
    ballot: Mapped[BallotKind] = mapped_column(
        enum_by_value(BallotKind), default=BallotKind.RANKED
    )  # how people vote where it is contested
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


class RollClaim(Governed, Base):
    """An organisation's objection to its own entry, and the returning officer's ruling."""

    __tablename__ = "roll_claim"
    __retention__ = erase_after(365, since="made_at", kind="roll claim")
    __personal__ = ("words", "reasons")
    __table_args__ = (UniqueConstraint("post_id", "organisation_id"),)

    post_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("election_post.id"), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    wants_vote: Mapped[bool]
    words: Mapped[str | None] = mapped_column(Encrypted("roll_claim.words"))
    state: Mapped[ClaimState] = mapped_column(enum_by_value(ClaimState))
    reasons: Mapped[str | None] = mapped_column(Encrypted("roll_claim.reasons"))
    made_at: Mapped[datetime]


class RollDelegate(Identified, Base):
    """Who may cast for an organisation: fixed with the roll, later only by the officer's word."""

    __tablename__ = "roll_delegate"
    __retention__ = delete_after(365, since="noted_on", kind="roll delegate")
    __personal__ = ("person_id",)
    __table_args__ = (UniqueConstraint("election_id", "organisation_id", "person_id"),)

    election_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("election.id"), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[DelegateState] = mapped_column(enum_by_value(DelegateState))
    noted_on: Mapped[date]


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
    names_organisation: Mapped[bool] = mapped_column(default=False)  # the nominee would like it
    organisation_consents: Mapped[bool] = mapped_column(default=False)  # it shows that it votes
    option: Mapped[str | None]  # the candidate's id in the manifest
    position: Mapped[int | None]  # drawn by the published seed
    state: Mapped[NominationState] = mapped_column(enum_by_value(NominationState))
    reasons: Mapped[str | None] = mapped_column(Encrypted("nomination.reasons"))
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    made_at: Mapped[datetime]


class NominationSecond(Governed, Base):
    """Another voting organisation that supports a nomination."""

    __tablename__ = "nomination_second"
    __retention__ = delete_after(365 * 3, since="made_at", kind="nomination")
    __table_args__ = (UniqueConstraint("nomination_id", "organisation_id"),)

    nomination_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("nomination.id"), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"))
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


_NO_SAMPLE = DDL(  # type: ignore[no-untyped-call]  # SQLAlchemy's DDL has no types
    "ALTER TABLE sealed_ballot ALTER COLUMN slot SET STATISTICS 0,"
    " ALTER COLUMN envelope SET STATISTICS 0"
)  # the planner's statistics would keep slots after the close
event.listen(SealedBallot.__table__, "after_create", _NO_SAMPLE.execute_if(dialect="postgresql"))


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


class ElectionComplaint(Governed, Base):
    """An organisation says that an election went wrong; the returning officer answers.

    Of complaints only their numbers are ever published.
    """

    __tablename__ = "election_complaint"
    __retention__ = erase_after(365 * 3, since="made_at", kind="election complaint")
    __personal__ = ("words", "answer")

    election_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("election.id"), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"))
    words: Mapped[str | None] = mapped_column(Encrypted("election_complaint.words"))
    answer: Mapped[str | None] = mapped_column(Encrypted("election_complaint.answer"))
    state: Mapped[ComplaintState] = mapped_column(enum_by_value(ComplaintState))
    made_at: Mapped[datetime]


class CandidateAgent(Governed, Base):
    """Who watches for one candidate, from the naming until complaints can no longer be made."""

    __tablename__ = "candidate_agent"
    __retention__ = delete_after(365, since="named_at", kind="candidate agent")
    __personal__ = ("name", "address", "person_id")

    election_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("election.id"), index=True)
    nomination_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("nomination.id"), unique=True)
    name: Mapped[str | None] = mapped_column(Encrypted("candidate_agent.name"))
    address: Mapped[str | None] = mapped_column(Encrypted("candidate_agent.address"))
    locale: Mapped[str]
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    sign_key: Mapped[bytes | None]  # stands in the manifest where it came before the freeze
    state: Mapped[AgentState] = mapped_column(enum_by_value(AgentState))
    is_invited: Mapped[bool] = mapped_column(default=False)  # an account was offered, once
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    named_at: Mapped[datetime]
