"""Reminders: to those whose word that they have read is missing, and before a clause's review.

At most three letters for an edition, and one for a day of review, each to one person.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy import select

from nswp_gov.accounts.models import Person
from nswp_gov.accounts.operations import write_to
from nswp_gov.accounts.queries import holders
from nswp_gov.accounts.states import Role
from nswp_gov.directory.models import Representative
from nswp_gov.directory.queries.inside import acts_at
from nswp_gov.directory.states import Capacity as Acts
from nswp_gov.manual.models import Document, Edition
from nswp_gov.manual.queries.hands import hands_of
from nswp_gov.manual.queries.readers import TIME_TO_READ, Late, reviews_due, waited_for
from nswp_gov.manual.states import Capacity, HandTask
from nswp_gov.store.dated import as_at
from nswp_gov.store.work import Work

LETTER = "manual/reminder"
REVIEW = "manual/review"
AHEAD_OF_REVIEW = timedelta(days=30)
BEFORE = timedelta(days=7)  # a week before the time is over, on the day after, a month after
STEPS = (-BEFORE, timedelta(days=1), TIME_TO_READ)


def remind(work: Work, document: Document) -> int:
    """Queue the letters of today for the edition in force; return how many people were written to.

    Each step has a key of its own, so a day without the worker loses none and none goes twice.
    """
    edition = as_at(work.session, Edition, work.today, document_id=document.id)
    if edition is None:
        return 0
    late = [
        one for one in waited_for(work.session, edition, work.today) if step_of(one, work.today)
    ]
    people = _people(work, late)
    for person_id, step in people.items():
        write_to(
            work,
            work.session.get_one(Person, person_id),
            LETTER,
            values={"slug": document.slug},
            key=f"edition:{edition.id}:reminder:{step}:{person_id}",
        )
    return len(people)


def remind_reviews(work: Work, document: Document) -> int:
    """Queue a letter for each day of review that is 30 days ahead or less; return how many.

    It goes to the editors named for the document, or to the secretariat where there are none, and
    once for a day: whoever sets another day is written to again.
    """
    days = {
        one.review_on
        for one in reviews_due(work.session, work.today)
        if one.document_id == document.id and one.review_on <= work.today + AHEAD_OF_REVIEW
    }
    owners = _owners(work, document) if days else []
    for day in sorted(days):
        for person in owners:
            write_to(work, person, REVIEW, key=f"document:{document.id}:review:{day}:{person.id}")
    return len(days) * len(owners)


def _owners(work: Work, document: Document) -> list[Person]:
    """Return who sees to a document: its named editors, else the secretariat."""
    editors = [
        one.person_id
        for one in hands_of(work.session, document.id, work.now)
        if one.task is HandTask.EDITOR
    ]
    if editors:
        return [work.session.get_one(Person, one) for one in editors]
    return holders(work.session, [Role.SECRETARIAT], work.now)


def step_of(late: Late, day: date) -> int:
    """Return how many reminders are due by `day`, from 0 to 3."""
    return sum(day >= late.due_on + step for step in STEPS)


def _people(work: Work, late: list[Late]) -> dict[uuid.UUID, int]:
    """Return whom to write to, each with the number of the reminder."""
    found: dict[uuid.UUID, int] = defaultdict(int)
    organisations = {}
    for one in late:
        step = step_of(one, work.today)
        if one.capacity is Capacity.OFFICER:
            found[one.reader_id] = max(found[one.reader_id], step)
        else:
            organisations[one.reader_id] = step
    rows = work.session.execute(
        select(Representative.person_id, Representative.organisation_id).where(
            Representative.organisation_id.in_(organisations),
            Representative.capacity.in_((Acts.EDITOR, Acts.DELEGATE)),
            acts_at(work.now),
        )
    )
    for person_id, organisation_id in rows:
        found[person_id] = max(found[person_id], organisations[organisation_id])
    return dict(found)
