"""Tables of meetings. What was said, decided and asked for are texts, sealed until public."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.bodies.states import Approval
from nswp_gov.elections.states import PUBLIC_LIST
from nswp_gov.meetings.models.keeping import inside, words_inside
from nswp_gov.meetings.states import (
    ActionState,
    CorrectionState,
    DecisionAudience,
    ItemAudience,
    ItemKind,
    ItemState,
    MeetingState,
    Method,
    MinutesState,
    MotionState,
)
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.majority import Majority
from nswp_gov.store.base import Base, Governed
from nswp_gov.store.crypto import Encrypted, EncryptedJson
from nswp_gov.store.retention import keep
from nswp_gov.store.types import enum_by_value


class Meeting(Governed, Base):
    """A sitting of a body. `note_takers`: the people named to take its minutes, by id."""

    __tablename__ = "meeting"
    __retention__ = inside("starts_at", "place", "short_notice")
    __personal__ = ("place", "chair_id", "note_takers", "short_notice")

    body_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("body.id"), index=True)
    state: Mapped[MeetingState] = mapped_column(enum_by_value(MeetingState))
    starts_at: Mapped[datetime]
    zone: Mapped[str]  # IANA; the meeting's own wall clock
    place: Mapped[str] = mapped_column(Encrypted("meeting.place"))
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))  # in which it is minuted
    chair_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    note_takers: Mapped[list[str]]
    short_notice: Mapped[str | None] = mapped_column(Encrypted("meeting.short_notice"))
    called_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class Minutes(Governed, Base):
    """The record of one meeting, on its way from draft to published."""

    __tablename__ = "minutes"
    __retention__ = keep("minutes")

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id"), unique=True)
    state: Mapped[MinutesState] = mapped_column(enum_by_value(MinutesState))
    circulated_at: Mapped[datetime | None]
    corrections_until: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[Approval | None] = mapped_column(enum_by_value(Approval))
    published_at: Mapped[datetime | None]


class AgendaItem(Governed, Base):
    """One numbered piece of business: texts `title`, `minutes`, `public`."""

    __tablename__ = "agenda_item"
    __retention__ = words_inside("meeting_id.starts_at")
    __table_args__ = (UniqueConstraint("meeting_id", "position"),)

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id"))
    position: Mapped[int]  # its number
    kind: Mapped[ItemKind] = mapped_column(enum_by_value(ItemKind))
    audience: Mapped[ItemAudience] = mapped_column(enum_by_value(ItemAudience))
    state: Mapped[ItemState] = mapped_column(enum_by_value(ItemState))
    minutes_planned: Mapped[int | None]
    carried_from_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agenda_item.id"))
    approves_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("minutes.id"), index=True)

    @property
    def is_closed(self) -> bool:
        """Tell whether only the body reads what was said on it."""
        return self.audience is ItemAudience.CLOSED

    @property
    def is_done(self) -> bool:
        """Tell whether the meeting got to it and finished it."""
        return self.state is ItemState.DONE


class ItemTurn(Governed, Base):
    """From when until when an item was open; an item may have several turns."""

    __tablename__ = "item_turn"
    __retention__ = keep("minutes")
    __table_args__ = (CheckConstraint("until_at IS NULL OR until_at >= from_at", name="interval"),)

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agenda_item.id"))
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]


class Attendance(Governed, Base):
    """A person in one capacity, from arrival until departure; or their apologies.

    The capacity is encrypted: beside an organisation it would tell the category of a member.
    `is_named`: the person agreed to be named in the public edition of these minutes.
    """

    __tablename__ = "attendance"
    __retention__ = keep("minutes")
    __personal__ = ("person_id", "organisation_id", "capacity", "is_named")
    __table_args__ = (
        CheckConstraint("left_at IS NULL OR left_at > arrived_at", name="interval"),
        CheckConstraint("arrived_at IS NOT NULL OR left_at IS NULL", name="arrived"),
        CheckConstraint("arrived_at IS NULL OR NOT is_apology", name="apology"),
    )

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[str] = mapped_column(Encrypted("attendance.capacity"))  # states.Capacity
    seat_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("seat.id"))
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"))
    arrived_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    is_apology: Mapped[bool] = mapped_column(default=False)
    is_named: Mapped[bool] = mapped_column(default=False)

    def is_present(self, at: datetime) -> bool:
        """Tell whether the person was in the room at an instant."""
        if self.arrived_at is None or at < self.arrived_at:
            return False
        return self.left_at is None or at < self.left_at


class Recusal(Governed, Base):
    """That a person has an interest in an item and takes no part in it."""

    __tablename__ = "recusal"
    __retention__ = inside("meeting_id.starts_at", "why")
    __part_of__: ClassVar[str] = "meeting_id"
    __personal__ = ("person_id", "why")
    __table_args__ = (UniqueConstraint("item_id", "person_id"),)

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agenda_item.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str | None] = mapped_column(Encrypted("recusal.why"))
    declared_at: Mapped[datetime]


class Motion(Governed, Base):
    """A proposal on an item: text `text`. Mover and seconder are attendances."""

    __tablename__ = "motion"
    __retention__ = words_inside("item_id.meeting_id.starts_at")
    __table_args__ = (UniqueConstraint("item_id", "ordinal"),)

    item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agenda_item.id"))
    ordinal: Mapped[int]
    state: Mapped[MotionState] = mapped_column(enum_by_value(MotionState))
    majority: Mapped[Majority] = mapped_column(enum_by_value(Majority))
    mover_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("attendance.id"))
    seconder_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("attendance.id"))

    @property
    def is_settled(self) -> bool:
        """Tell whether it was decided or withdrawn."""
        return self.state not in {MotionState.FILED, MotionState.MOVED}


class Vote(Governed, Base):
    """One taking of a motion, with the quorum at that instant. `roll`: who said what, by mandate.

    A vote without a quorum is kept as it was and never as carried; the database says so too.
    """

    __tablename__ = "vote"
    __retention__ = inside("motion_id.item_id.meeting_id.starts_at", "roll")
    __personal__ = ("roll", "tellers")
    __table_args__ = (
        CheckConstraint("is_quorate OR NOT is_carried", name="quorum"),
        CheckConstraint("in_favour + against + abstained <= present", name="present"),
        CheckConstraint("present <= entitled", name="entitled"),
    )

    motion_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("motion.id"), index=True)
    taken_at: Mapped[datetime]
    method: Mapped[Method] = mapped_column(enum_by_value(Method))
    majority: Mapped[Majority] = mapped_column(enum_by_value(Majority))
    in_favour: Mapped[int]
    against: Mapped[int]
    abstained: Mapped[int]
    present: Mapped[int]
    entitled: Mapped[int]
    quorum_needed: Mapped[int]
    groups_present: Mapped[int]
    groups_needed: Mapped[int]
    is_quorate: Mapped[bool]
    base: Mapped[int]
    needed: Mapped[int]
    is_carried: Mapped[bool]
    tellers: Mapped[list[str]]
    roll: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson("vote.roll"))

    @property
    def is_by_election(self) -> bool:
        """Tell whether an election counted it: every other secret vote has its two tellers."""
        return self.method is Method.SECRET and not self.tellers

    @property
    def tells_numbers(self) -> bool:
        """Tell whether its numbers are told: not of an election with few on its roll."""
        return not self.is_by_election or self.entitled >= PUBLIC_LIST


class Decision(Governed, Base):
    """The recorded outcome of a carried vote: text `text`; `public` once it is published."""

    __tablename__ = "decision"
    __retention__ = keep("decision")
    __table_args__ = (
        UniqueConstraint("body_id", "year", "ordinal"),
        Index("ix_decision_register", "year", "audience"),
    )

    body_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("body.id"))
    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    vote_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("vote.id"), unique=True)
    year: Mapped[int]
    ordinal: Mapped[int]
    number: Mapped[str] = mapped_column(unique=True)  # 2026-B-03
    decided_on: Mapped[date]
    audience: Mapped[DecisionAudience] = mapped_column(enum_by_value(DecisionAudience))
    review_on: Mapped[date | None]
    published_at: Mapped[datetime | None]

    @property
    def is_for_members(self) -> bool:
        """Tell whether others than the body may read it."""
        return self.audience is not DecisionAudience.BODY


class Action(Governed, Base):
    """What a person or an organisation is to do until a day: text `text`.

    It returns on each agenda until it is done.
    """

    __tablename__ = "action"
    __retention__ = words_inside("done_at")  # an open one keeps its words
    __part_of__: ClassVar[str] = "meeting_id"
    __personal__ = ("owner_id", "organisation_id")
    __table_args__ = (
        UniqueConstraint("year", "ordinal"),
        CheckConstraint("(owner_id IS NULL) != (organisation_id IS NULL)", name="owner"),
    )

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    body_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("body.id"), index=True)
    year: Mapped[int]
    ordinal: Mapped[int]
    owner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("organisation.id"), index=True
    )
    due_on: Mapped[date]
    state: Mapped[ActionState] = mapped_column(enum_by_value(ActionState))
    done_at: Mapped[datetime | None]

    @property
    def number(self) -> str:
        """Return its number, such as 2026-58."""
        return f"{self.year}-{'X' if self.ordinal < 0 else ''}{abs(self.ordinal)}"


class Correction(Governed, Base):
    """What somebody who attended asks to have corrected in a draft."""

    __tablename__ = "correction"
    __retention__ = inside("minutes_id.meeting_id.starts_at", "words")
    __personal__ = ("person_id", "words")

    minutes_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("minutes.id"), index=True)
    item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agenda_item.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(Encrypted("correction.words"))
    state: Mapped[CorrectionState] = mapped_column(enum_by_value(CorrectionState))
    asked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class Erratum(Governed, Base):
    """A visible correction of published minutes: text `text`. The edition stays as it was."""

    __tablename__ = "erratum"
    __retention__ = words_inside("minutes_id.meeting_id.starts_at")
    __table_args__ = (UniqueConstraint("minutes_id", "ordinal"),)

    minutes_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("minutes.id"))
    item_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agenda_item.id"))
    ordinal: Mapped[int]
    is_public: Mapped[bool]
    added_at: Mapped[datetime]
