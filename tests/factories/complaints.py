"""Complaints at any stage, made by the real operations."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

from nswp_gov.complaints import operations, queries
from nswp_gov.complaints.models import Complaint
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import VISITOR, Actor
from nswp_gov.store.work import Work
from tests.factories.accounts import PASSPHRASE

SAID: dict[str, Any] = {
    "words": "Zqshouted at me on the stairs.",
    "wish": "Zqwish",
    "who": "Zqsomebody",
    "organisation": "",
    "own": "",
    "people": [],
}


def begin_complaint(work: Work, **over: Any) -> tuple[Complaint, str]:
    """Return an empty draft and the token of its link."""
    given: dict[str, Any] = {"locale": Locale.FR, "phrase": PASSPHRASE, **over}
    return operations.begin(replace(work, actor=VISITOR), **given)


def make_raised(work: Work, *, email: str | None = None, **said: Any) -> Complaint:
    """Return a complaint that was handed in."""
    row, _token = begin_complaint(work, email=email)
    by = replace(work, actor=VISITOR)
    operations.save(by, row, {**SAID, **said}, locale=Locale.FR)
    operations.hand_in(by, row)
    return row


def as_person(work: Work, person_id: uuid.UUID, *, days: int = 0) -> Work:
    """Return the unit of work of a person, some days later; roles give nothing here."""
    who = Actor(name="x", person_id=person_id)
    return replace(work, actor=who, now=work.now + timedelta(days=days))


def circle(work: Work, row: Complaint, *, days: int = 0) -> list[Work]:
    """Return the units of work of those who read a complaint, in the order of their admission."""
    case = queries.case_of(work.session, row, work.now + timedelta(days=days))
    known = queries.readers(work.session, row.id)
    ids = dict.fromkeys(one.person_id for one in known if one.person_id in case.circle)
    return [as_person(work, one, days=days) for one in ids]


def make_decided(work: Work, outcome: Any, *, days: int = 10, **said: Any) -> Complaint:
    """Return a complaint that its circle decided, so many days later."""
    row = make_raised(work, **said)
    reader = circle(work, row, days=days)[0]
    operations.acknowledge(reader, row)
    operations.decide(reader, row, outcome, {Locale.FR: "Zqraisons."})
    return row
