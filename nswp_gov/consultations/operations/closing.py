"""The close: replies leave their slots and become answers in random order; the key goes."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select

from nswp_gov.consultations import policy, queries
from nswp_gov.consultations.models import (
    Consultation,
    ConsultationAnswer,
    ConsultationDraft,
    ConsultationSlot,
    Invitee,
)
from nswp_gov.consultations.operations.holding import hold
from nswp_gov.consultations.operations.replying import said_in_words
from nswp_gov.consultations.states import PATH, Attribution, Kind, State
from nswp_gov.rules.audience import SECRETARIAT
from nswp_gov.rules.cells import THRESHOLD
from nswp_gov.store import settings as stored
from nswp_gov.store.base import new_id
from nswp_gov.store.errors import Unfit, following, need
from nswp_gov.store.files import StoredFile
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work

REWRITE_DUE = "consultation_rewrite_due"


@dataclass(frozen=True)
class _Reply:
    owner: Invitee
    attribution: Attribution
    locale: str | None
    answers: dict[str, Any]


def close(work: Work, row: Consultation, keys: KeyFolder) -> int:
    """Close it: keep the answers, each by itself, delete drafts and slots; return how many replies.

    What was not handed in is deleted. The key is destroyed after the commit, by the clock, which
    then rewrites the tables (see `ticking`).

    Raises:
        Denied: neither the clock nor the secretariat. WrongState: it is not open.
        Unfit: its end has not come. KeyMissing: the key is not on this machine.

    """
    need(policy.may_arrange(work.actor))
    hold(work, row)
    following(PATH, row.state, "close")
    if work.now < row.closes_at:
        raise Unfit("end_to_come")
    questions = queries.questions(work.session, row.id)
    replies = _replies(work, row, keys)
    rows = [
        {
            "id": new_id(),
            "consultation_id": row.id,
            "question_id": one.id,
            **_owner(reply),
            "value": said_in_words(one, held) if held else None,
            "closed_on": work.today,
        }
        for reply in replies
        for one in questions
        for held in [reply.answers.get(str(one.id))]
    ]
    rows.sort(key=lambda one: str(one["id"]))  # the order of chance
    if rows:
        work.session.execute(insert(ConsultationAnswer), rows)
    _hand_files_over(work, [one["value"]["file"] for one in rows if _is_file(one, questions)])
    _forget_files(work, row, keys)
    for table in (ConsultationDraft, ConsultationSlot):
        work.session.execute(delete(table).where(table.consultation_id == row.id))
    row.state, row.closed_at = State.CLOSED, work.now
    stored.put(work.session, REWRITE_DUE, "1")
    work.record("consultations.closed", row)
    return len(replies)


def _owner(reply: _Reply) -> dict[str, Any]:
    by_name = reply.attribution is Attribution.NAME
    return {
        "organisation_id": reply.owner.organisation_id if by_name else None,
        "region": None if reply.attribution is Attribution.NONE else reply.owner.region,
        "locale": reply.locale,
    }


def _replies(work: Work, row: Consultation, keys: KeyFolder) -> list[_Reply]:
    """Open every slot; where few chose one language without a name, that language is left out."""
    vessel = queries.vessel_of(keys, row, queries.questions(work.session, row.id))
    owners = {
        vessel.slot(one.organisation_id): one for one in queries.invitees(work.session, row.id)
    }
    sealed = work.session.execute(
        select(ConsultationSlot.slot, ConsultationSlot.sealed).where(
            ConsultationSlot.consultation_id == row.id
        )
    ).all()
    opened = [(owners[one.slot], vessel.open(one.sealed, one.slot)) for one in sealed]
    unnamed = Counter(
        held["locale"] for _owner, held in opened if held["attribution"] != Attribution.NAME
    )
    found = []
    for owner, held in opened:
        chosen = Attribution(held["attribution"])
        is_told = chosen is Attribution.NAME or unnamed[held["locale"]] >= THRESHOLD
        locale = held["locale"] if is_told else None
        found.append(_Reply(owner, chosen, locale, held["answers"]))
    return found


def _is_file(row: dict[str, Any], questions: list[Any]) -> bool:
    kinds: dict[uuid.UUID, Kind] = {one.id: one.kind for one in questions}
    return kinds[row["question_id"]] is Kind.FILE and bool(row["value"])


def _hand_files_over(work: Work, ids: list[str]) -> None:
    """Let the secretariat read the files of replies by name."""
    for one in ids:
        kept = work.session.get(StoredFile, uuid.UUID(one))
        if kept is not None:
            kept.audience = SECRETARIAT.code


def _forget_files(work: Work, row: Consultation, keys: KeyFolder) -> None:
    """Let the files of replies that were never handed in go; their bytes are swept by night."""
    vessel = queries.vessel_of(keys, row, queries.questions(work.session, row.id))
    drafts = select(ConsultationDraft.organisation_id).where(
        ConsultationDraft.consultation_id == row.id
    )
    for own in work.session.scalars(drafts).all():
        for held in queries.reply(work.session, vessel, row, own).answers.values():
            if isinstance(held.value, dict) and "file" in held.value:
                kept = work.session.get(StoredFile, uuid.UUID(held.value["file"]))
                if kept is not None:
                    work.session.delete(kept)
