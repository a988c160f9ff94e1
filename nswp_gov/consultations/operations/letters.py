"""Letters of a consultation: to everybody who is asked, whatever they did.

A letter that went only to those who have not replied would say who has.
"""

from __future__ import annotations

from datetime import timedelta

from nswp_gov.accounts.operations import write_to
from nswp_gov.consultations import policy, queries
from nswp_gov.consultations.models import Consultation
from nswp_gov.consultations.states import REMIND_BEFORE, State
from nswp_gov.store.errors import need
from nswp_gov.store.work import Work


def tell(work: Work, row: Consultation, letter: str, mark: str = "") -> int:
    """Queue a letter to all who act for an organisation that is asked; return to how many people.

    `mark` tells apart the letters of one kind; nobody gets one twice.
    """
    values, key = {"slug": row.slug}, f"consultation:{row.id}:{letter}:{mark}"
    return sum(
        write_to(work, person, f"consultations/{letter}", values=values, key=f"{key}:{person.id}")
        for person in queries.people_asked(work.session, row.id, work.now)
    )


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
