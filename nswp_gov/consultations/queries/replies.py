"""What an organisation has written so far, for its own people alone."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nswp_gov.consultations.answers import asked, room_of
from nswp_gov.consultations.models import (
    Consultation,
    ConsultationDraft,
    ConsultationSlot,
    Question,
)
from nswp_gov.consultations.queries.rows import questions
from nswp_gov.consultations.states import Attribution
from nswp_gov.consultations.vessel import Vessel
from nswp_gov.store.slot_keys import KeyFolder


def fingerprint(value: Any) -> str:
    """Return what tells one answer from another."""
    whole = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


@dataclass
class Held:
    """One answer: its value, how often it was changed, by whom, and what others wrote meanwhile.

    `pen`, `base`: on which page it was written, and over which number. `past`: marks of saves that
    came in, so that one that is sent twice counts once.
    """

    value: Any = None
    number: int = 0
    by: str = ""
    locale: str = ""
    pen: str = ""
    base: int = 0
    others: list[dict[str, Any]] = field(default_factory=list)
    past: list[str] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """Return what tells this state of the answer from every other."""
        return fingerprint([self.number, self.value, self.others])


@dataclass
class Reply:
    """What an organisation has written; `is_handed_in`: it lies in the box."""

    answers: dict[str, Held] = field(default_factory=dict)
    attribution: Attribution | None = None
    is_handed_in: bool = False
    exists: bool = False

    def held(self, question_id: uuid.UUID) -> Held:
        """Return the answer to a question, empty where there is none."""
        return self.answers.setdefault(str(question_id), Held())

    def values(self) -> dict[uuid.UUID, Any]:
        """Return the answers by question."""
        return {uuid.UUID(key): one.value for key, one in self.answers.items()}

    def asked(self, all_of_them: Sequence[Question]) -> list[Question]:
        """Return the questions that are asked of this organisation."""
        return asked(all_of_them, self.values())

    def conflicts(self) -> list[uuid.UUID]:
        """Return the questions to which two people gave different answers."""
        return [uuid.UUID(key) for key, one in self.answers.items() if one.others]

    def as_json(self) -> dict[str, Any]:
        """Return what is sealed."""
        return {
            "attribution": self.attribution,
            "answers": {key: vars(one) for key, one in self.answers.items()},
        }


def vessel_of(keys: KeyFolder, row: Consultation, all_of_them: Sequence[Question]) -> Vessel:
    """Return what seals and opens the replies of a consultation.

    Raises:
        KeyMissing: its key is not on this machine.

    """
    return Vessel(keys, row.id, room_of(all_of_them))


def reply(session: Session, vessel: Vessel, row: Consultation, organisation_id: uuid.UUID) -> Reply:
    """Return what an organisation has written, handed in or not."""
    slot = vessel.slot(organisation_id)
    sealed = session.scalar(
        select(ConsultationSlot.sealed).where(
            ConsultationSlot.consultation_id == row.id, ConsultationSlot.slot == slot
        )
    )
    if sealed is not None:
        return _read(vessel.open(sealed, slot), is_handed_in=True)
    sealed = session.scalar(
        select(ConsultationDraft.sealed).where(
            ConsultationDraft.consultation_id == row.id,
            ConsultationDraft.organisation_id == organisation_id,
        )
    )
    if sealed is None:
        return Reply()
    return _read(vessel.open(sealed, organisation_id.bytes), is_handed_in=False)


def _read(content: dict[str, Any], *, is_handed_in: bool) -> Reply:
    chosen = content["attribution"]
    return Reply(
        {key: Held(**one) for key, one in content["answers"].items()},
        Attribution(chosen) if chosen else None,
        is_handed_in,
        exists=True,
    )


def own_reply(
    session: Session, keys: KeyFolder, row: Consultation, organisation_id: uuid.UUID
) -> Reply:
    """Return what an organisation has written, for its own people."""
    vessel = vessel_of(keys, row, questions(session, row.id))
    return reply(session, vessel, row, organisation_id)


def has_answers(session: Session, consultation_id: uuid.UUID) -> bool:
    """Tell whether anybody has begun to answer: from then on the questions stay as they are."""
    return any(
        session.scalar(
            select(func.count()).select_from(table).where(table.consultation_id == consultation_id)
        )
        for table in (ConsultationDraft, ConsultationSlot)
    )


def handed_in(session: Session, consultation_id: uuid.UUID) -> int:
    """Return how many replies lie in the box."""
    rows = select(func.count()).select_from(ConsultationSlot)
    return session.scalar(rows.where(ConsultationSlot.consultation_id == consultation_id)) or 0
