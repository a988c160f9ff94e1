"""Forgetting a person at the console: the account is closed, its words go, the journal stays.

Every table that keeps personal words and names a person says here what becomes of its rows: a test
compares the list with the models, so that no room forgets to say it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from nswp_gov.accounts.models import Person
from nswp_gov.accounts.operations import close_person
from nswp_gov.bodies.operations import vacate_seats_of
from nswp_gov.directory.operations import end_appointments_of
from nswp_gov.store.erasure import erase_columns, erase_row, forget_row, held_as, tables
from nswp_gov.store.errors import DomainError, NotFound
from nswp_gov.store.legal_holds import LegalHold, standing
from nswp_gov.store.work import Work


class Held(DomainError):
    """A dispute needs what would be forgotten: a legal hold covers it until a day."""

    code = "erasure_held"

    def __init__(self, until_on: date) -> None:
        super().__init__(day=until_on.isoformat())
        self.until_on = until_on


@dataclass(frozen=True)
class Rule:
    """What becomes of rows that name the person in `by`.

    `columns`: emptied, here and in the history; None: the row goes whole. `why`: it is kept.
    """

    by: str = "person_id"
    columns: tuple[str, ...] | None = ()
    why: str = ""


GOES = Rule(columns=None)
POINTER = "points to an account that has no name any more"
WITH_CASE = "belongs to a case that is forgotten whole, by its own rule"
OFFICE = "written by the office about an organisation, not about whoever wrote it"
RECORD = "part of what was decided; points to an account that has no name any more"

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "auth_session": GOES,
        "credential": GOES,
        "passkey": GOES,
        "calendar_address": GOES,
        "mail_preference": GOES,
        "outbox_message": GOES,
        "invitation": Rule(columns=("name", "email")),
        "candidate_agent": Rule(columns=("name", "address")),
        "clause_comment": Rule(columns=("words",)),
        "interest": Rule(columns=("words",)),
        "recusal": Rule(columns=("why",)),
        "application_recusal": Rule(columns=("reason",)),
        "translation_file": GOES,
        "action": Rule("owner_id", why=RECORD),
        "attendance": Rule(why=RECORD),
        "correction": Rule(why="minutes are corrected in words that belong to the minutes"),
        "meeting": Rule("chair_id", why=RECORD),
        "motion_filing": Rule(why=RECORD),
        "written_voice": Rule(why=RECORD),
        "term": Rule(why=RECORD),
        "roll_delegate": Rule(why=POINTER),
        "nomination": Rule(why="a candidate of an election: erased by the election's own rule"),
        "application_inquiry": Rule("asked_by", why=WITH_CASE),
        "application_recommendation": Rule(why=WITH_CASE),
        "application_step": Rule(why=WITH_CASE),
        "application_verification": Rule("named_by", why=WITH_CASE),
        "complaint_circle": Rule(why=WITH_CASE),
        "complaint_message": Rule(why=WITH_CASE),
        "complaint_step": Rule(why=WITH_CASE),
        "consent": Rule("given_by", why=OFFICE),
        "import_batch": Rule("made_by", why=OFFICE),
        "inspection_request": Rule("answered_by", why=OFFICE),
        "joint_appointment": Rule(why=OFFICE),
        "legal_hold": Rule("placed_by", why=OFFICE),
        "mailing": Rule("made_by", why=OFFICE),
        "merger": Rule("merged_by", why=OFFICE),
        "office_note": Rule("done_by", why=OFFICE),
        "statutory_period": Rule("begun_by", why=OFFICE),
        "unlisting": Rule("done_by", why=OFFICE),
    }
)


def erase_person(work: Work, person_id: uuid.UUID) -> int:
    """Close a person's account, empty what is personal in rows and history; return how many rows.

    Whatever they held (a seat, an organisation's editing or its vote) ends with it, dated.

    Raises:
        NotFound: nobody has that id.
        Held: a legal hold covers the account, or a row that would be forgotten.

    """
    person = work.session.get(Person, person_id)
    if person is None:
        raise NotFound
    concerned = _rows(work, person_id)
    _not_held(work, [person, *(row for row, _rule in concerned)])
    _forget(work, concerned)
    _end(work, person_id)
    if not person.is_closed:
        close_person(work, person)
    erase_row(work, person)
    return len(concerned) + 1


def forget_again(work: Work, promises: Iterable[tuple[str, uuid.UUID]]) -> None:
    """Forget again, after a restore, what other rooms keep of people who were forgotten."""
    for entity, person_id in promises:
        if entity == Person.__tablename__:
            _forget(work, _rows(work, person_id))
            _end(work, person_id)


def _end(work: Work, person_id: uuid.UUID) -> None:
    end_appointments_of(work, person_id)
    vacate_seats_of(work, person_id)


def _forget(work: Work, concerned: list[tuple[Any, Rule]]) -> None:
    for row, rule in concerned:
        if rule.columns is None:
            forget_row(work, row)
        else:
            erase_columns(work, row, rule.columns)


def _rows(work: Work, person_id: uuid.UUID) -> list[tuple[Any, Rule]]:
    found: list[tuple[Any, Rule]] = []
    for model in tables():
        rule = RULES.get(model.__tablename__)
        if rule is not None and not rule.why:
            column = model.__table__.columns[rule.by]
            rows = work.session.scalars(select(model).where(column == person_id))
            found.extend((row, rule) for row in rows)
    return found


def _not_held(work: Work, rows: list[Any]) -> None:
    known = standing(work.session, work.today)
    in_the_way: list[LegalHold] = [
        hold
        for hold in known
        for row in rows
        if hold.kind == row.__retention__.kind and hold.covers(held_as(row))
    ]
    if in_the_way:
        raise Held(max(hold.until_on for hold in in_the_way))
