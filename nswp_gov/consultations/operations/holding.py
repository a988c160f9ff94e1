"""One organisation's reply in one unit of work: opened, held, kept."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from nswp_gov.consultations import queries
from nswp_gov.consultations.models import (
    Consultation,
    ConsultationDraft,
    ConsultationSlot,
    Question,
)
from nswp_gov.consultations.queries import Reply
from nswp_gov.consultations.states import State
from nswp_gov.consultations.vessel import Vessel
from nswp_gov.store.errors import Denied, DomainError, NotFound
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work


class NotOpen(DomainError):
    """Answers are not taken: not yet, or no longer."""

    code = "consultation_not_open"


class HandedIn(DomainError):
    """The reply is handed in: its delegate can take it back to change it."""

    code = "reply_handed_in"


class Desk:
    """One organisation's reply in one unit of work, held against everybody else who writes it."""

    def __init__(
        self, work: Work, row: Consultation, organisation_id: uuid.UUID, keys: KeyFolder
    ) -> None:
        hold(work, row, organisation_id)
        if row.state is not State.OPEN or row.closes_at <= work.now:
            raise NotOpen
        found = queries.invitee(work.session, row.id, organisation_id)
        if found is None:
            raise Denied("not_invited")
        self.work, self.row, self.invitee = work, row, found
        self.questions = queries.questions(work.session, row.id)
        self.vessel: Vessel = queries.vessel_of(keys, row, self.questions)
        self.reply: Reply = queries.reply(work.session, self.vessel, row, organisation_id)

    @property
    def organisation_id(self) -> uuid.UUID:
        """Return whose reply it is."""
        return self.invitee.organisation_id

    def question(self, question_id: uuid.UUID) -> Question:
        """Return a question of this consultation.

        Raises:
            NotFound: it has no such question.

        """
        found = next((one for one in self.questions if one.id == question_id), None)
        if found is None:
            raise NotFound
        return found

    def must_be_draft(self) -> None:
        """Go on only while the reply is being written.

        Raises:
            HandedIn: it lies in the box.

        """
        if self.reply.is_handed_in:
            raise HandedIn

    def keep_draft(self) -> None:
        """Write the draft: one row, always of one size."""
        sealed = self.vessel.seal(self.reply.as_json(), self.organisation_id.bytes)
        key = {"consultation_id": self.row.id, "organisation_id": self.organisation_id}
        self._put(ConsultationDraft, key, sealed)

    def keep_in_box(self, content: Mapping[str, Any]) -> None:
        """Put the reply into its slot and leave no draft behind."""
        slot = self.vessel.slot(self.organisation_id)
        self._put(
            ConsultationSlot,
            {"consultation_id": self.row.id, "slot": slot},
            self.vessel.seal(content, slot),
        )
        self.work.session.execute(
            delete(ConsultationDraft).where(
                ConsultationDraft.consultation_id == self.row.id,
                ConsultationDraft.organisation_id == self.organisation_id,
            )
        )

    def take_from_box(self) -> None:
        """Leave nothing in the slot."""
        self.work.session.execute(
            delete(ConsultationSlot).where(
                ConsultationSlot.consultation_id == self.row.id,
                ConsultationSlot.slot == self.vessel.slot(self.organisation_id),
            )
        )

    def _put(
        self,
        table: type[ConsultationDraft | ConsultationSlot],
        key: Mapping[str, Any],
        sealed: bytes,
    ) -> None:
        on_postgres = self.work.session.get_bind().dialect.name == "postgresql"
        row = (postgresql if on_postgres else sqlite).insert(table).values(**key, sealed=sealed)
        self.work.session.execute(
            row.on_conflict_do_update(
                index_elements=list(key), set_={"sealed": row.excluded.sealed}
            )
        )


def hold(work: Work, row: Consultation, organisation_id: uuid.UUID | None = None) -> None:
    """Have writers of one reply, and the close, exclude each other until this transaction ends.

    SQLite has one writer at a time. On PostgreSQL those who write share a lock that the close takes
    alone (no organisation), and each reply has a lock of its own; nothing is written for it.
    """
    if work.session.get_bind().dialect.name != "postgresql":
        return
    lock = func.pg_advisory_xact_lock if organisation_id is None else _SHARED
    work.session.execute(select(lock(_number(row.id.bytes))))
    if organisation_id is not None:
        own = hashlib.sha256(row.id.bytes + organisation_id.bytes).digest()
        work.session.execute(select(func.pg_advisory_xact_lock(_number(own))))
    work.session.refresh(row)


_SHARED = func.pg_advisory_xact_lock_shared


def _number(raw: bytes) -> int:
    return int.from_bytes(raw[:8], signed=True)
