"""Legal holds: records that retention leaves alone for a time, because a dispute needs them.

A hold names a kind of record (`Retention.kind`), all of it or one record, with who placed it, why,
and until when at the latest. It shows nothing to anybody; it only stops the clock of forgetting.
When it ends, the next run of the retention rules carries out what was due meanwhile.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from nswp_gov.rules.verdict import Verdict, no, yes
from nswp_gov.store.actor import Actor
from nswp_gov.store.base import Base, Governed
from nswp_gov.store.crypto import Encrypted
from nswp_gov.store.errors import Unfit, WrongState, need
from nswp_gov.store.retention import keep
from nswp_gov.store.types import enum_by_value
from nswp_gov.store.work import Work

LONGEST = timedelta(days=2 * 365)  # then somebody has to think again


class Holdable(StrEnum):
    """The kinds of record that can be held; what the program promises to forget soon is not."""

    ACCOUNT = "account"
    APPLICATION = "application"
    NOMINATION = "nomination"
    ROLL_CLAIM = "roll claim"
    ELECTION_COMPLAINT = "election complaint"
    CONSULTATION_ANSWER = "consultation answer"
    PARTICIPANT = "participant"
    INSPECTION = "inspection of the register"
    COMPLAINT = "complaint"
    MINUTES = "minutes"


class LegalHold(Governed, Base):
    """A hold on a kind of record, or on one. It holds until `until_on`, or until it is lifted."""

    __tablename__ = "legal_hold"
    __retention__ = keep("legal hold")
    __personal__ = ("why",)

    kind: Mapped[Holdable] = mapped_column(enum_by_value(Holdable))
    record_id: Mapped[uuid.UUID | None]  # None: every record of the kind
    why: Mapped[str] = mapped_column(Encrypted("legal_hold.why"))
    placed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    placed_at: Mapped[datetime]
    until_on: Mapped[date]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))

    def stands(self, day: date) -> bool:
        """Tell whether it holds on a day."""
        return self.lifted_at is None and day < self.until_on

    def covers(self, record_id: uuid.UUID) -> bool:
        """Tell whether it is about a record of its kind."""
        return self.record_id is None or self.record_id == record_id


def may_hold(actor: Actor) -> Verdict:
    """Whether `actor` may place and lift holds."""
    if actor.has("administrator"):
        return yes("administrator")
    return no("only_administrator_holds")


def place_hold(
    work: Work, kind: Holdable, *, why: str, until_on: date, record_id: uuid.UUID | None = None
) -> LegalHold:
    """Keep a kind of record, or one, from being forgotten until a day.

    Raises:
        Denied: only the administrator.
        Unfit: no reason, or a day that is past or more than two years ahead.

    """
    need(may_hold(work.actor))
    said = why.strip()
    if not said:
        raise Unfit("hold_without_reason", field="why")
    if not work.today < until_on <= work.today + LONGEST:
        raise Unfit("hold_until", field="until_on")
    made = LegalHold(
        kind=kind,
        record_id=record_id,
        why=said,
        placed_by=work.actor.person_id,
        placed_at=work.now,
        until_on=until_on,
    )
    work.session.add(made)
    work.record("retention.hold_placed", made)
    return made


def lift_hold(work: Work, hold: LegalHold) -> None:
    """End a hold now; what was due meanwhile is forgotten by the next run.

    Raises:
        Denied: only the administrator.
        WrongState: it is over.

    """
    need(may_hold(work.actor))
    if not hold.stands(work.today):
        raise WrongState(state="over", act="lift")
    hold.lifted_at, hold.lifted_by = work.now, work.actor.person_id
    work.record("retention.hold_lifted", hold)


def holds(session: Session) -> list[LegalHold]:
    """Return every hold, the newest first."""
    return list(session.scalars(select(LegalHold).order_by(LegalHold.placed_at.desc())))


def standing(session: Session, day: date) -> list[LegalHold]:
    """Return the holds that hold on a day."""
    waiting = select(LegalHold).where(LegalHold.lifted_at.is_(None), LegalHold.until_on > day)
    return list(session.scalars(waiting))


def is_held(known: Iterable[LegalHold], kind: str, record_id: uuid.UUID) -> bool:
    """Tell whether one of these holds is about a record of this kind."""
    return any(one.kind == kind and one.covers(record_id) for one in known)
