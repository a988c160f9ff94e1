"""Letters of a consultation: to everybody who is asked, whatever they did.

A letter that went only to those who have not replied would say who has.
"""

from __future__ import annotations

from datetime import timedelta

from nswp_gov.consultations import policy, queries
from nswp_gov.consultations.models import Consultation
from nswp_gov.consultations.states import REMIND_BEFORE, State
from nswp_gov.store.errors import need
from nswp_gov.store.work import Work


def tell(work: Work, row: Consultation, letter: str, mark: str = "") -> int:
    """Queue a letter to all who act for an organisation that is asked; return to how many people.

    `mark` tells apart the letters of one kind; nobody gets one twice.
    """
    people = queries.people_asked(work.session, row.id, work.now)
    for person in people:
        assert person.email is not None  # only those with an address were asked for
        work.post(
            to=person.email,
            letter=f"consultations/{letter}",
            locale=person.locale.value,
            values={"slug": row.slug},
            key=f"consultation:{row.id}:{letter}:{mark}:{person.id}",
            person_id=person.id,
        )
    return len(people)


def remind(work: Work) -> int:
    """Remind everybody who is asked, seven and two days before the end; return how many letters.

    Raises:
        Denied: neither the clock nor the secretariat.

    """
    need(policy.may_arrange(work.actor))
    sent = 0
    for row in queries.consultations(work.session, [State.OPEN]):
        left = row.closes_at - work.now
        due = [days for days in REMIND_BEFORE if timedelta() < left <= timedelta(days=days)]
        if due and row.opens_at and work.now - row.opens_at > timedelta(days=1):
            sent += tell(work, row, "reminder", str(min(due)))
    return sent
